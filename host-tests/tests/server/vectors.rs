//! The requests.

use crate::depot::{PATHS, Setting, envelope, request};
use soapstone::Limits;
use soapstone::binding::server::Options;
use soapstone::soap;
use soapstone::soap::Version::{self, Soap11, Soap12};

/// A request and what must come of it.
pub(crate) struct Vector {
    pub(crate) id: &'static str,
    pub(crate) setting: Setting,
    pub(crate) request: Vec<u8>,
    pub(crate) status: u16,
    /// What is in the head or the body of the response.
    pub(crate) has: &'static [&'static str],
    /// The connection is kept.
    pub(crate) kept: bool,
    /// The operation is called.
    pub(crate) calls: bool,
}

const XML: &str = "Content-Type: text/xml; charset=utf-8\r\n";
const SOAP: &str = "Content-Type: application/soap+xml; charset=utf-8\r\n";
const ECHO: &str = "<d:Echo>\u{e4}&amp;</d:Echo>";

/// What a fault of WS-Security says.
const REASON: &str = "the security of the message was not accepted";

fn of(lines: &str, version: Version, entry: &str) -> Vec<u8> {
    request(lines, &envelope(version, "", entry)).into()
}

fn good(id: &'static str, request: Vec<u8>, has: &'static [&'static str]) -> Vector {
    Vector { id, setting: Setting::default(), request, status: 200, has, kept: true, calls: true }
}

fn bad(id: &'static str, status: u16, request: impl Into<Vec<u8>>, has: &'static [&'static str]) -> Vector {
    Vector { status, calls: false, ..good(id, request.into(), has) }
}

fn with(change: impl FnOnce(&mut Options<'static>), vector: Vector) -> Vector {
    let mut options = Options::new(PATHS);
    change(&mut options);
    Vector { setting: Setting { options, ..vector.setting }, ..vector }
}

fn closed(vector: Vector) -> Vector {
    Vector { kept: false, ..vector }
}

fn limited(options: &mut Options<'static>) {
    let limits = Limits { message_bytes: 400, ..Limits::DEFAULT };
    options.envelope = soap::Options { limits, ..soap::Options::default() };
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}

fn of_bytes(lines: &str, body: &[u8]) -> Vec<u8> {
    let mut bytes = request(&format!("{lines}Content-Length: {}\r\n", body.len()), "").into_bytes();
    bytes.extend_from_slice(body);
    bytes
}

fn chunked(lines: &str, body: &str, size: usize) -> Vec<u8> {
    let mut bytes = request(&format!("{lines}Transfer-Encoding: chunked\r\n"), "").into_bytes();
    for chunk in body.as_bytes().chunks(size) {
        bytes.extend_from_slice(format!("{:x};why=not\r\n", chunk.len()).as_bytes());
        bytes.extend_from_slice(chunk);
        bytes.extend_from_slice(b"\r\n");
    }
    bytes.extend_from_slice(b"0\r\nX-Sum: 7\r\n\r\n");
    bytes
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = actions();
    all.extend(media_types());
    all.extend(faults());
    all.extend(one_way());
    all.extend(heads());
    all.extend(bodies());
    all
}

fn actions() -> Vec<Vector> {
    let action = |line: &str| of(&format!("{XML}{line}\r\n"), Soap11, ECHO);
    let strict = |options: &mut Options<'static>| options.strict = true;
    let wrong = "SOAPAction: \"urn:depot/echo\"\r\n";
    vec![
        good(
            "HTTP-01, S-137",
            action("SOAPAction: \"urn:depot/echo\""),
            &["Answer", "\u{e4}&amp;", "text/xml; charset=utf-8"],
        ),
        good("HTTP-02", action("SOAPAction: \"\""), &["\u{e4}"]),
        good("HTTP-03", action("SOAPAction:"), &["\u{e4}"]),
        good("HTTP-04, lenient", action("SOAPAction: urn:depot/echo"), &["\u{e4}"]),
        closed(with(
            strict,
            bad("HTTP-04, strict", 400, action("SOAPAction: urn:depot/echo"), &["faultcode>soap:Client<"]),
        )),
        good("HTTP-05", action("soapaction: \"urn:depot/echo\""), &["\u{e4}"]),
        bad(
            "an action for another body entry",
            500,
            of(&format!("{XML}{wrong}"), Soap11, "<d:Fail/>"),
            &["soap:Client"],
        ),
        good(
            "HTTP-06",
            of("Content-Type: application/soap+xml;action=\"urn:depot/echo\";charset=UTF-8\r\n", Soap12, ECHO),
            &["\u{e4}", "application/soap+xml; charset=utf-8"],
        ),
        good(
            "HTTP-07",
            of("Content-Type: application/soap+xml; action=\"a\\\"b\"\r\n", Soap12, "<d:Quote>q</d:Quote>"),
            &[">q<"],
        ),
        good(
            "an action without quotes",
            of("Content-Type: application/soap+xml; action=urn:depot/echo\r\n", Soap12, ECHO),
            &["\u{e4}"],
        ),
        with(strict, good("strict", action("SOAPAction: \"urn:depot/echo\""), &["\u{e4}"])),
        bad("no such operation", 500, of(XML, Soap11, "<d:Nothing/>"), &["soap:Client"]),
        good("S-134, by the body entry", of(XML, Soap11, "<d:Peek>not read</d:Peek>"), &["Answer"]),
    ]
}

fn media_types() -> Vec<Vector> {
    let strict = |options: &mut Options<'static>| options.strict = true;
    let encodings = |options: &mut Options<'static>| options.encodings = true;
    let latin = format!("<?xml version='1.0' encoding='ISO-8859-1'?>{}", envelope(Soap11, "", ECHO));
    let wide = utf16(&envelope(Soap11, "", ECHO));
    vec![
        with(
            encodings,
            good("HTTP-08", of_bytes("Content-Type: TEXT/XML; Charset=\"utf-16\"\r\n", &wide), &["\u{e4}&amp;"]),
        ),
        bad(
            "an encoding not accepted",
            415,
            of_bytes("Content-Type: TEXT/XML; Charset=\"utf-16\"\r\n", &wide),
            &["soap:"],
        ),
        bad("an encoding not known", 415, of("Content-Type: text/xml; charset=klingon\r\n", Soap11, ECHO), &["soap:"]),
        good("a quoted pair", of("Content-Type: text/xml; charset=\"utf\\-8\"\r\n", Soap11, ECHO), &["\u{e4}"]),
        bad("HTTP-09", 415, of("Content-Type: application/json\r\n", Soap11, ECHO), &["soap:Envelope"]),
        good("HTTP-19, R1019", request(XML, &latin).into(), &["\u{e4}&amp;"]),
        good("no media type, lenient", of("", Soap12, ECHO), &["\u{e4}"]),
        with(strict, bad("no media type, strict", 415, of("", Soap12, ECHO), &["soap:"])),
        good("VER-04, lenient", of(XML, Soap12, ECHO), &["\u{e4}", "application/soap+xml"]),
        with(strict, bad("VER-04, strict", 415, of(XML, Soap12, ECHO), &["soap:Sender", "application/soap+xml"])),
        closed(bad("two media types", 400, of(&format!("{XML}{SOAP}"), Soap11, ECHO), &["soap:"])),
        closed(bad("no media type at all", 400, of("Content-Type: xml\r\n", Soap11, ECHO), &["soap:"])),
        bad("a content coding", 415, of(&format!("{XML}Content-Encoding: gzip\r\n"), Soap11, ECHO), &["soap:"]),
    ]
}

fn faults() -> Vec<Vector> {
    let must = "<d:lock e:mustUnderstand='1'/><d:known e:mustUnderstand='1'/>";
    let locked = |version| envelope(version, must, ECHO);
    let only = |options: &mut Options<'static>| options.envelope.versions = soap::Versions::Soap11;
    let other = "<e:Envelope xmlns:e='urn:soap13'><e:Body/></e:Envelope>";
    let strict = |options: &mut Options<'static>| options.strict = true;
    let token = |lines| format!("{lines}X-Token: forged\r\n");
    let failed = |vector: Vector| Vector { calls: true, ..vector };
    vec![
        failed(bad("HTTP-11", 400, of(SOAP, Soap12, "<d:Fail/>"), &["soap:Sender", "application/soap+xml"])),
        failed(bad("HTTP-12", 500, of(XML, Soap11, "<d:Fail/>"), &["soap:Client", "text/xml"])),
        bad("a mandatory header block, 1.1", 500, request(XML, &locked(Soap11)), &["soap:MustUnderstand"]),
        bad(
            "a mandatory header block, 1.2",
            500,
            request(SOAP, &locked(Soap12)),
            &["soap:MustUnderstand", "NotUnderstood"],
        ),
        bad("VER-03", 500, request(XML, other), &["soap:VersionMismatch"]),
        with(
            only,
            bad("a version not spoken", 500, of(SOAP, Soap12, ECHO), &["VersionMismatch", "Upgrade", "text/xml"]),
        ),
        bad("not XML, 1.1", 500, request(XML, "soap, please"), &["soap:Client", "text/xml"]),
        bad("not XML, 1.2", 400, request(SOAP, "soap, please"), &["soap:Sender", "application/soap+xml"]),
        bad("an empty body", 500, request(XML, ""), &["soap:Client"]),
        with(strict, bad("an empty body, to the letter", 400, request("", ""), &["soap:Sender"])),
        bad("no body, a message is due", 200, request("X-Asks: what\r\n", ""), &["Answer", "text/xml"]),
        bad("no body, nothing is due", 204, request("X-Asks: nothing\r\n", ""), &[]),
        bad("WF-05", 500, of(&token(XML), Soap11, ECHO), &[">ns1:FailedAuthentication<", REASON]),
        bad("WF-05, 1.2", 400, of(&token(SOAP), Soap12, ECHO), &[">ns1:FailedAuthentication<", REASON]),
        bad("a document type", 400, request(SOAP, "<!DOCTYPE x>"), &["soap:Sender"]),
        bad(
            "half an envelope",
            400,
            request(SOAP, "<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>"),
            &["soap:"],
        ),
        failed(bad(
            "broken behind what the operation reads",
            500,
            request(XML, &envelope(Soap11, "", "<d:Peek><a></b></d:Peek>")),
            &["soap:Client"],
        )),
        failed(bad(
            "broken where the operation reads",
            500,
            request(XML, &envelope(Soap11, "", "<d:Echo><a></b></d:Echo>")),
            &["soap:Client"],
        )),
        bad(
            "S-033, who calls",
            401,
            of(XML, Soap11, "<d:Open/>"),
            &["WWW-Authenticate: Basic realm=\"depot\"", "soap:Client"],
        ),
        good(
            "S-033, proven",
            of(&format!("{XML}Authorization: Basic secret\r\n"), Soap11, "<d:Open>in</d:Open>"),
            &[">in<"],
        ),
        failed(bad(
            "too busy for the operation",
            503,
            of(XML, Soap11, "<d:Busy/>"),
            &["Retry-After: 120", "soap:Server"],
        )),
        bad("too busy", 503, of(&format!("{XML}X-Busy: 1\r\n"), Soap11, ECHO), &["Retry-After: 120"]),
    ]
}

fn one_way() -> Vec<Vector> {
    let tell = |text: &str| of(XML, Soap11, &format!("<d:Tell>{text}</d:Tell>"));
    let accepted = |id, text| Vector { status: 202, ..good(id, tell(text), &["Content-Length: 0"]) };
    let early = |options: &mut Options<'static>| options.accepts_early = true;
    let told = |options: &mut Options<'static>| options.tells_failure = true;
    let must = envelope(Soap11, "<d:lock e:mustUnderstand='1'/>", "<d:Tell/>");
    vec![
        accepted("S-139, S-143, HTTP-14", "well"),
        with(early, accepted("S-143, answered first", "well")),
        accepted("S-142, V-40", "bad"),
        with(early, accepted("S-142, answered first", "bad")),
        Vector { status: 500, ..with(told, accepted("V-40, by option", "bad")) },
        accepted("S-142, broken", "<a></b>"),
        Vector { status: 500, ..with(told, accepted("S-142, broken, by option", "<a></b>")) },
        bad("not understood before the operation is known", 500, request(XML, &must), &["MustUnderstand"]),
    ]
}

fn heads() -> Vec<Vector> {
    let post = |line: &str, lines: &str| format!("{line}\r\n{lines}{XML}Content-Length: 0\r\n\r\n");
    let absolute = String::from_utf8(of(XML, Soap11, ECHO)).unwrap().replace("POST /depot", "POST http://h/depot?x=1");
    let old = |lines: &str| {
        let body = envelope(Soap11, "", ECHO);
        format!("POST /depot HTTP/1.0\r\n{lines}{XML}Content-Length: {}\r\n\r\n{body}", body.len())
    };
    let counted = |options: &mut Options<'static>| options.counted = true;
    let get = |line: &str| format!("{line}\r\nHost: h\r\n\r\n");
    vec![
        bad("HTTP-16", 405, get("GET /depot HTTP/1.1"), &["Allow: POST\n", "soap:"]),
        bad("a page", 200, get("GET /depot?wsdl HTTP/1.1"), &["<definitions/>", "Content-Type: text/xml\n"]),
        bad("the head of a page", 200, get("HEAD /depot?wsdl HTTP/1.1"), &["Content-Length: 14\n"]),
        bad("HEAD", 405, get("HEAD /depot HTTP/1.1"), &["Allow: POST\n"]),
        bad("PUT", 405, post("PUT /depot HTTP/1.1", "Host: h\r\n"), &["Allow: POST\n"]),
        bad("PUT of a page", 405, post("PUT /depot?wsdl HTTP/1.1", "Host: h\r\n"), &["Allow: POST, GET, HEAD\n"]),
        bad("no such path", 404, post("POST /else HTTP/1.1", "Host: h\r\n"), &["soap:"]),
        good("an absolute target", absolute.into(), &["\u{e4}"]),
        closed(bad("no host", 400, post("POST /depot HTTP/1.1", ""), &["soap:"])),
        closed(bad("two hosts", 400, post("POST /depot HTTP/1.1", "Host: a\r\nHost: b\r\n"), &["soap:"])),
        closed(bad("another version", 505, post("POST /depot HTTP/2.0", "Host: h\r\n"), &["soap:"])),
        closed(bad("no version", 400, post("POST /depot", "Host: h\r\n"), &["soap:"])),
        closed(bad("a folded line", 400, post("POST /depot HTTP/1.1", "Host: h\r\n\tx\r\n"), &["soap:"])),
        closed(bad("two lengths", 400, post("POST /depot HTTP/1.1", "Host: h\r\nContent-Length: 7\r\n"), &["soap:"])),
        closed(bad(
            "a length and chunks",
            400,
            post("POST /depot HTTP/1.1", "Host: h\r\nTransfer-Encoding: chunked\r\n"),
            &["soap:"],
        )),
        closed(bad(
            "another coding",
            501,
            of(&format!("{XML}Transfer-Encoding: gzip, chunked\r\n"), Soap11, ""),
            &["soap:"],
        )),
        closed(bad(
            "the connection is to be closed",
            200,
            of(&format!("{XML}Connection: close\r\n"), Soap11, ECHO),
            &["\u{e4}"],
        ))
        .called(),
        closed(bad("HTTP/1.0", 200, old(""), &["\u{e4}"])).called(),
        with(counted, good("HTTP/1.0, kept", old("Connection: keep-alive\r\n").into(), &["Connection: keep-alive\n"])),
        bad("another expectation", 417, of(&format!("{XML}Expect: wonders\r\n"), Soap11, ECHO), &["soap:"]).not_kept(),
    ]
}

fn bodies() -> Vec<Vector> {
    let echo = envelope(Soap11, "", ECHO);
    let list = of(XML, Soap11, "<d:List>200</d:List>");
    let long = envelope(Soap11, "", &format!("<d:Echo>{}</d:Echo>", "x".repeat(500)));
    let counted = |options: &mut Options<'static>| options.counted = true;
    let required = |options: &mut Options<'static>| options.length_required = true;
    let drain = |options: &mut Options<'static>| {
        limited(options);
        options.drain = 100;
    };
    vec![
        good("chunks", chunked(XML, &echo, 10), &["\u{e4}&amp;"]),
        good("chunks of one byte", chunked(XML, &echo, 1), &["\u{e4}&amp;"]),
        closed(bad(
            "a bad chunk",
            400,
            request(&format!("{XML}Transfer-Encoding: chunked\r\n"), "0x5\r\n"),
            &["soap:"],
        )),
        with(required, bad("a length is required", 411, chunked(XML, &echo, 10), &["soap:"])),
        with(
            limited,
            bad(
                "larger than allowed, dropped",
                413,
                request(XML, &long),
                &["soap:Client", ">message_bytes limit exceeded: 652 needed<"],
            ),
        ),
        closed(with(drain, bad("larger than allowed", 413, request(XML, &long), &["soap:Client"]))),
        with(limited, bad("larger than allowed, in chunks", 413, chunked(XML, &long, 50), &["soap:Client"]))
            .not_kept()
            .called(),
        good("a long reply", list.clone(), &["<item>0123456789</item></ns1:Answer>"]),
        with(counted, good("S-175, counted", list, &["Content-Length: 4759", "</item></ns1:Answer>"])),
        good("Expect", of(&format!("{XML}Expect: 100-continue\r\n"), Soap11, ECHO), &["\u{e4}"]),
    ]
}

impl Vector {
    fn called(self) -> Vector {
        Vector { calls: true, ..self }
    }

    fn not_kept(self) -> Vector {
        Vector { kept: false, ..self }
    }
}
