//! Whole exchanges: what is sent, and what the response means.

use crate::made::{Came, URL, call, make, make_async};
use crate::wire::Script;
use soapstone::ErrorKind;
use soapstone::binding::client::{Call, Client, Length, Method, Pattern, Redirects, Stage};
use soapstone::soap::Version;

/// An id, what is called, what is answered on each connection, and what comes of it.
struct Vector {
    id: &'static str,
    call: Call<'static>,
    responses: &'static [&'static [&'static str]],
    came: Came,
}

const fn one_way(call: Call<'static>) -> Call<'static> {
    Call { pattern: Pattern::OneWay, ..call }
}

const fn either(call: Call<'static>) -> Call<'static> {
    Call { pattern: Pattern::Either, ..call }
}

const fn empty(call: Call<'static>) -> Call<'static> {
    Call { message: false, ..either(call) }
}

const fn moved(call: Call<'static>) -> Call<'static> {
    Call { redirects: Redirects { most: 2, repeat_moved: true }, ..call }
}

fn reply(status: u16, body: &str) -> Came {
    Came::Reply(status, body.into())
}

fn receiving(kind: ErrorKind, status: u16) -> Came {
    Came::Failed(Stage::Receiving, kind, status)
}

const OK11: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: 5\r\n\r\n<a>7<";
const OK12: &str = "HTTP/1.1 200 OK\r\nContent-Type: application/soap+xml\r\nContent-Length: 5\r\n\r\n<a>7<";

fn vectors() -> Vec<Vector> {
    use ErrorKind::*;
    let (c11, c12) = (call(Version::Soap11), call(Version::Soap12));
    let v = |id, call, responses, came| Vector { id, call, responses, came };
    vec![
        v("reply", c11, &[&[OK11]], reply(200, "<a>7<")),
        v("reply-12", c12, &[&[OK12]], reply(200, "<a>7<")),
        v("other-version", c12, &[&[OK11]], reply(200, "<a>7<")),
        v("other-version-strict", Call { strict: true, ..c12 }, &[&[OK11]], receiving(UnexpectedMediaType, 200)),
        v(
            "chunked",
            c11,
            &[&[
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n2\r\n<a\r\n3;x=y\r\n>7<\r\n0\r\nT: 1\r\n\r\n",
            ]],
            reply(200, "<a>7<"),
        ),
        v("until-close", c11, &[&["HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n<a>7<"]], reply(200, "<a>7<")),
        v("no-media-type", c11, &[&["HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n<"]], reply(200, "<")),
        v(
            "interim",
            c11,
            &[&[
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<",
            ]],
            reply(200, "<"),
        ),
        v(
            "HTTP-09",
            c11,
            &[&["HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}"]],
            receiving(UnexpectedMediaType, 200),
        ),
        v(
            "HTTP-10",
            c11,
            &[&["HTTP/1.1 500 Oops\r\nContent-Type: text/html\r\nContent-Length: 3\r\n\r\n<p>"]],
            receiving(UnexpectedStatus, 500),
        ),
        v(
            "HTTP-11",
            c12,
            &[&["HTTP/1.1 400 Bad Request\r\nContent-Type: application/soap+xml\r\nContent-Length: 2\r\n\r\n<a"]],
            reply(400, "<a"),
        ),
        v(
            "HTTP-12",
            c11,
            &[&["HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n<a"]],
            reply(500, "<a"),
        ),
        v("HTTP-14", one_way(c11), &[&["HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"]], Came::Empty(202)),
        v("HTTP-14 204", one_way(c11), &[&["HTTP/1.1 204 No Content\r\n\r\n"]], Came::Empty(204)),
        v(
            "HTTP-14 chunked",
            one_way(c11),
            &[&["HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"]],
            Came::Empty(200),
        ),
        v("S-142", one_way(c11), &[&[OK11]], Came::Empty(200)),
        v(
            "S-142 fault",
            one_way(c11),
            &[&["HTTP/1.1 500 Oops\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n<a"]],
            receiving(UnexpectedStatus, 500),
        ),
        v("HTTP-15", c11, &[&["HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"]], receiving(NoReply, 202)),
        v(
            "HTTP-15 chunked",
            c11,
            &[&["HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\nContent-Type: text/xml\r\n\r\n0\r\n\r\n"]],
            receiving(NoReply, 202),
        ),
        v(
            "HTTP-15 ReplyTo",
            either(c11),
            &[&["HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"]],
            Came::Empty(202),
        ),
        v(
            "202 with an envelope",
            either(c11),
            &[&["HTTP/1.1 202 Accepted\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n<a"]],
            reply(202, "<a"),
        ),
        v(
            "HTTP-18",
            c12,
            &[&[
                "HTTP/1.1 500 Oops\r\nContent-Type: application/soap+xml; charset=utf-8\r\nContent-Length: 2\r\n\r\n<a",
            ]],
            reply(500, "<a"),
        ),
        v("404", c11, &[&["HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"]], receiving(UnexpectedStatus, 404)),
        v("304", c11, &[&["HTTP/1.1 304 Not Modified\r\n\r\n"]], receiving(UnexpectedStatus, 304)),
        v("101", c11, &[&["HTTP/1.1 101 Switching Protocols\r\n\r\n"]], receiving(UnexpectedStatus, 101)),
        v(
            "401 unanswered",
            c11,
            &[&["HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=x\r\nContent-Length: 0\r\n\r\n"]],
            receiving(UnexpectedStatus, 401),
        ),
        v(
            "401 with a fault",
            c11,
            &[&["HTTP/1.1 401 Unauthorized\r\nContent-Type: text/xml\r\nContent-Length: 2\r\n\r\n<a"]],
            reply(401, "<a"),
        ),
        v("S-069", c11, &[&[]], receiving(ConnectionClosed, 408)),
        v("V-28", c12, &[&[""]], receiving(ConnectionClosed, 408)),
        v("cut in the head", c11, &[&["HTTP/1.1 200 OK\r\nContent-Ty"]], receiving(HttpTruncated, 408)),
        v(
            "cut in the body",
            c11,
            &[&["HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 9\r\n\r\n<a>7<"]],
            Came::Failed(Stage::Parsing, HttpTruncated, 200),
        ),
        v("no HTTP", c11, &[&["SIP/2.0 200 OK\r\n\r\n"]], receiving(HttpSyntax, 408)),
        v(
            "307",
            c11,
            &[&["HTTP/1.1 307 Temporary Redirect\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", OK11]],
            reply(200, "<a>7<"),
        ),
        v(
            "308 elsewhere",
            c11,
            &[
                &["HTTP/1.1 308 Permanent Redirect\r\nLocation: http://other.example/b#x\r\nContent-Length: 0\r\n\r\n"],
                &[OK11],
            ],
            reply(200, "<a>7<"),
        ),
        v(
            "303",
            c12,
            &[&["HTTP/1.1 303 See Other\r\nLocation: /result\r\nContent-Length: 2\r\n\r\nhi", OK12]],
            reply(200, "<a>7<"),
        ),
        v(
            "302",
            c11,
            &[&["HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"]],
            receiving(Redirected, 302),
        ),
        v(
            "302 repeated",
            moved(c11),
            &[&["HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n", OK11]],
            reply(200, "<a>7<"),
        ),
        v(
            "redirects without end",
            moved(c11),
            &[&["HTTP/1.1 301 Moved\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n"; 3]],
            receiving(Redirected, 301),
        ),
        v(
            "redirect to another scheme",
            c11,
            &[&["HTTP/1.1 307 Temporary Redirect\r\nLocation: ftp://a/b\r\nContent-Length: 0\r\n\r\n"]],
            receiving(Redirected, 307),
        ),
        v(
            "redirect to nowhere",
            c11,
            &[&["HTTP/1.1 307 Temporary Redirect\r\nContent-Length: 0\r\n\r\n"]],
            receiving(Redirected, 307),
        ),
        v(
            "V-29",
            Call { fields: &[("X-Note", "two\r\nlines")], ..c11 },
            &[],
            Came::Failed(Stage::Preparing, HttpField, 900),
        ),
        v("S-078", Call { fields: &[("X Note", "a")], ..c11 }, &[], Came::Failed(Stage::Preparing, HttpField, 900)),
        v(
            "framing field",
            Call { fields: &[("content-length", "3")], ..c11 },
            &[],
            Came::Failed(Stage::Preparing, HttpFraming, 900),
        ),
        v("X-02", Call { endpoint: "ftp://a/", ..c11 }, &[], Came::Failed(Stage::Preparing, InvalidEndpoint, 900)),
        v(
            "quote in the action",
            Call { action: Some("a\"b"), ..c11 },
            &[],
            Came::Failed(Stage::Preparing, HttpField, 900),
        ),
        v(
            "wrong length",
            Call { length: Length::Known(3), ..c11 },
            &[&[]],
            Came::Failed(Stage::Sending, HttpLength, 408),
        ),
        v("limit", Call { limit: 4, ..c11 }, &[&[OK11]], receiving(Limit, 200)),
        v("GET", Call { method: Method::Get, ..c12 }, &[&[OK12]], reply(200, "<a>7<")),
        v("no message, a call", empty(c11), &[&[OK11]], reply(200, "<a>7<")),
        v("no message, no more", empty(c11), &[&["HTTP/1.1 204 No Content\r\n\r\n"]], Came::Empty(204)),
    ]
}

/// HTTP-09 to HTTP-18 and what else a response may be, in reads and writes of every size, blocking and not.
#[test]
fn responses_mean_what_they_say() {
    for vector in vectors() {
        for (most, memory) in [(1, 2048), (2, 1500), (7, 1024), (100, 4096), (usize::MAX, 2048)] {
            for text in ["7", &"long & ".repeat(500)] {
                let at = format!("{}: {most} bytes at a time, {memory} bytes of memory", vector.id);
                let (mut blocking, mut waiting) = (Script::new(vector.responses), Script::new(vector.responses));
                (blocking.most, waiting.most) = (most, most);
                assert_eq!(make(&mut blocking, &vector.call, memory, text), vector.came, "{at}");
                assert_eq!(make_async(&mut waiting, &vector.call, memory, text), vector.came, "async, {at}");
                assert_eq!(blocking.sent, waiting.sent, "{at}");
            }
        }
    }
}

/// a transport that fails at any point ends the call, with a stage and a status, and is closed.
#[test]
fn a_transport_that_fails() {
    let call = call(Version::Soap11);
    let mut last = Came::Empty(0);
    for fail in 0..40 {
        let mut script = Script::new(&[&[OK11]]);
        (script.fail, script.most) = (Some(fail), 64);
        last = make(&mut script, &call, 2048, "7");
        match &last {
            Came::Reply(..) => break,
            Came::Failed(stage, ErrorKind::Io, status) => {
                assert!((*status == 408) == (*stage < Stage::Parsing), "{fail}: {last:?}");
                assert!(*stage == Stage::Parsing || script.log.last().is_some_and(|last| last == "close"), "{fail}");
            }
            other => panic!("{fail}: {other:?}"),
        }
    }
    assert_eq!(last, reply(200, "<a>7<"));
}

/// X-04, S-077, S-103: the fields of a request, and those of the caller in their place. V-24: an Authorization of the
/// caller is sent as it is. S-224, V-41: an action without quotes too.
#[test]
fn fields_of_a_request() {
    let call = call(Version::Soap11);
    let head = |call: &Call<'_>| {
        let mut script = Script::new(&[&[OK11]]);
        make(&mut script, call, 2048, "7");
        script.text(0).split("<soap:Envelope").next().unwrap().to_owned()
    };
    assert_eq!(
        head(&call),
        "POST /ws/a HTTP/1.1\r\nHost: meter.example:8080\r\nUser-Agent: soapstone/0.1.0\r\nAccept: text/xml\r\n\
         Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:m/ping\"\r\nConnection: keep-alive\r\n\
         Content-Length: 149\r\n\r\n"
    );
    let own = Call {
        fields: &[("soapaction", "custom"), ("HOST", "h"), ("Authorization", "X"), ("X-Note", "1"), ("x-note", "2")],
        keep_alive: false,
        ..call
    };
    assert_eq!(
        head(&own),
        "POST /ws/a HTTP/1.1\r\nUser-Agent: soapstone/0.1.0\r\nAccept: text/xml\r\n\
         Content-Type: text/xml; charset=utf-8\r\nConnection: close\r\nsoapaction: custom\r\nHOST: h\r\n\
         Authorization: X\r\nX-Note: 1\r\nx-note: 2\r\nContent-Length: 149\r\n\r\n"
    );
    let twelve = Call { version: Version::Soap12, endpoint: "http://[::1]?wsdl", ..call };
    assert_eq!(
        head(&twelve),
        "POST /?wsdl HTTP/1.1\r\nHost: [::1]\r\nUser-Agent: soapstone/0.1.0\r\nAccept: application/soap+xml\r\n\
         Content-Type: application/soap+xml; charset=utf-8; action=\"urn:m/ping\"\r\nConnection: keep-alive\r\n\
         Content-Length: 147\r\n\r\n",
        "Q-28"
    );
    let get = Call { method: Method::Get, version: Version::Soap12, ..own };
    assert_eq!(
        head(&get),
        "GET /ws/a HTTP/1.1\r\nUser-Agent: soapstone/0.1.0\r\nAccept: application/soap+xml\r\nConnection: close\r\n\
         HOST: h\r\nAuthorization: X\r\nX-Note: 1\r\nx-note: 2\r\n\r\n"
    );
}

/// The empty request of TR-069, 3.4.1, whatever the call says of a body, and after a redirect. Nothing writes one.
#[test]
fn a_request_without_a_message() {
    let fields = &[("SOAPAction", "custom"), ("Content-Type", "text/plain"), ("Cookie", "session=1")];
    for (version, length, expect) in [
        (Version::Soap11, Length::Counted, false),
        (Version::Soap12, Length::Chunked, true),
        (Version::Soap12, Length::Known(7), true),
    ] {
        let call = Call { fields, length, expect, ..empty(call(version)) };
        let moved = "HTTP/1.1 307 Temporary Redirect\r\nLocation: /ws/a\r\nContent-Length: 0\r\n\r\n";
        let mut script = Script::new(&[&[moved, "HTTP/1.1 204 No Content\r\n\r\n"]]);
        let (mut memory, mut scratch) = ([0; 2048], [0; 512]);
        let mut client = Client::new(&mut script, &mut memory, &mut scratch);
        let made = client.call_with(&call, None, &mut |_| panic!("there is nothing to write"));
        assert!(made.is_ok_and(|reply| reply.is_empty()));
        let request = format!(
            "POST /ws/a HTTP/1.1\r\nHost: meter.example:8080\r\nUser-Agent: soapstone/0.1.0\r\nAccept: {}\r\n\
             Connection: keep-alive\r\nCookie: session=1\r\nContent-Length: 0\r\n\r\n",
            version.media_type()
        );
        assert_eq!(script.text(0), request.repeat(2));
    }
}

/// S-175: a body that does not fit is counted first; one that may be sent in chunks is not.
#[test]
fn bodies_that_do_not_fit() {
    let text = "a & b ".repeat(2000);
    let escaped = "a &amp; b ".repeat(2000);
    let body = format!(
        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>\
         <ns1:ping xmlns:ns1=\"urn:m\">{escaped}</ns1:ping></soap:Body></soap:Envelope>"
    );
    let counted = call(Version::Soap11);
    for length in [Length::Counted, Length::Known(body.len() as u64)] {
        let mut script = Script::new(&[&[OK11]]);
        make(&mut script, &Call { length, ..counted }, 1024, &text);
        let (head, sent) = script.text(0).split_once("\r\n\r\n").unwrap();
        assert!(head.ends_with(&format!("\r\nContent-Length: {}", body.len())), "{head}");
        assert_eq!(sent, body);
    }
    let mut script = Script::new(&[&[OK11]]);
    make(&mut script, &Call { length: Length::Chunked, ..counted }, 1024, &text);
    let (head, mut chunks) = script.text(0).split_once("\r\n\r\n").unwrap();
    assert!(head.ends_with("\r\nTransfer-Encoding: chunked"), "{head}");
    let mut sent = String::new();
    loop {
        let (size, rest) = chunks.split_once("\r\n").unwrap();
        let (chunk, rest) = rest.split_at(usize::from_str_radix(size, 16).unwrap());
        sent += chunk;
        chunks = rest.strip_prefix("\r\n").unwrap();
        if chunk.is_empty() {
            break;
        }
    }
    assert_eq!((sent, chunks), (body, ""));
    assert_eq!(URL, counted.endpoint);
}
