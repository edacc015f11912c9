//! What a device in C is asked, and what it must answer.

use soapstone::wss::password_digest;
use soapstone::xsd::base64::{encode_group, encode_last};
use std::fmt::Write;

/// A request to the device.
#[derive(Clone, Copy)]
pub(super) struct Request {
    pub(super) id: &'static str,
    message: Message,
    /// The status of the answer.
    pub(super) status: u16,
    /// What stands in the answer, `VERSION` being the namespace of its version; empty: it has no body.
    pub(super) answer: &'static str,
}

#[derive(Clone, Copy)]
enum Message {
    /// An Envelope of version 1.1 or 1.2 with this Header and this Body.
    Whole(u8, &'static str, &'static str),
    /// The same, with a UsernameToken.
    From(Token, &'static str),
    /// As it is.
    Raw(&'static [u8]),
    /// One with a text of so many bytes.
    Long(usize),
}

/// A UsernameToken with a digest. Nonces are of one pass, tokens with the same are used again.
#[derive(Clone, Copy)]
struct Token {
    nonce: u8,
    /// Minutes from the time of the device.
    minutes: u8,
    password: &'static str,
}

const GOOD: Token = Token { nonce: 1, minutes: 0, password: "warm and dry" };

/// The device is the same before each pass but for its clock, which the pass before has put forward by an hour.
#[derive(Clone, Copy)]
pub(super) struct Pass(pub(super) u8);

const TDS: &str = "http://www.onvif.org/ver10/device/wsdl";
const TT: &str = "http://www.onvif.org/ver10/schema";
const ENVELOPES: [&str; 2] = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];

const INFORMATION: &str = "<GetDeviceInformation xmlns='TDS'/>";
const TIME: &str = "<d:GetSystemDateAndTime xmlns:d='TDS'> </d:GetSystemDateAndTime>";
const BLINK: &str = "<Blink xmlns='urn:example:device'/>";
/// `NEXT` is the hour after that of the pass.
const SET: &str = "<SetSystemDateAndTime xmlns='TDS' xmlns:t='TT'><DateTimeType>Manual</DateTimeType><UTCDateTime>\
    <t:Time><t:Hour>NEXT</t:Hour><t:Minute> 0</t:Minute><t:Second>&#48;</t:Second></t:Time>\
    <t:Date><t:Year>20<!-- -->26</t:Year><t:Month>01</t:Month><t:Day>1</t:Day></t:Date></UTCDateTime>\
    </SetSystemDateAndTime>";
const NO_SUCH_HOUR: &str = "<SetSystemDateAndTime xmlns='TDS' xmlns:t='TT'><t:Hour>25</t:Hour><t:Minute>0</t:Minute>\
    <t:Second>0</t:Second><t:Year>2026</t:Year><t:Month>1</t:Month><t:Day>1</t:Day></SetSystemDateAndTime>";
const HALF: &str = "<SetSystemDateAndTime xmlns='TDS' xmlns:t='TT'><t:Hour>1</t:Hour></SetSystemDateAndTime>";

const fn good(id: &'static str, version: u8, body: &'static str, answer: &'static str) -> Request {
    Request { id, message: Message::Whole(version, "", body), status: 200, answer }
}

const fn refused(id: &'static str, version: u8, body: &'static str, status: u16, answer: &'static str) -> Request {
    Request { id, message: Message::Whole(version, "", body), status, answer }
}

const fn raw(id: &'static str, message: &'static [u8], status: u16, answer: &'static str) -> Request {
    Request { id, message: Message::Raw(message), status, answer }
}

const fn from(id: &'static str, token: Token, body: &'static str, status: u16, answer: &'static str) -> Request {
    Request { id, message: Message::From(token, body), status, answer }
}

const SENDER: &str = "<soap:Value>soap:Sender</soap:Value>";
const FAILED: &str = ">the credentials are not accepted</";

/// The requests of a pass, in this order.
pub(super) const REQUESTS: &[Request] = &[
    good("information", 2, INFORMATION, "<tds:Manufacturer>Example &amp; Sons</tds:Manufacturer>"),
    good("information in SOAP 1.1", 1, INFORMATION, "<tds:SerialNumber>00-0001</tds:SerialNumber>"),
    good("time", 2, TIME, "<tt:Hour>NOW</tt:Hour>"),
    good("time in SOAP 1.1", 1, TIME, "<tt:Year>2026</tt:Year>"),
    refused("S-139, one-way", 2, BLINK, 202, ""),
    refused("S-139, one-way in SOAP 1.1", 1, BLINK, 202, ""),
    refused("no token", 2, SET, 400, SENDER),
    from("wrong password", Token { nonce: 2, password: "damp", ..GOOD }, SET, 400, FAILED),
    from("token of another time", Token { nonce: 3, minutes: 6, ..GOOD }, SET, 400, FAILED),
    from("hour 25", Token { nonce: 4, ..GOOD }, NO_SUCH_HOUR, 400, SENDER),
    from("half a time", Token { nonce: 5, ..GOOD }, HALF, 400, SENDER),
    from("set the time", GOOD, SET, 200, "SetSystemDateAndTimeResponse"),
    from("set it with the same token", GOOD, SET, 400, FAILED),
    good("time that was set", 2, TIME, "<tt:Hour>NEXT</tt:Hour>"),
    refused("S-164, no such operation", 2, "<Reboot xmlns='TDS'/>", 400, SENDER),
    refused("S-164, no such operation in SOAP 1.1", 1, "<Reboot/>", 500, "<faultcode>soap:Client</faultcode>"),
    refused("empty Body", 2, "", 400, SENDER),
    Request {
        id: "S-165, mustUnderstand",
        message: Message::Whole(2, "<u:useless xmlns:u='urn:u' e:mustUnderstand='1'/>", INFORMATION),
        status: 500,
        answer: "<soap:NotUnderstood xmlns:ns1=\"urn:u\" qname=\"ns1:useless\"/>",
    },
    Request {
        id: "S-165, mustUnderstand in SOAP 1.1",
        message: Message::Whole(1, "<u:useless xmlns:u='urn:u' e:mustUnderstand='1'/>", INFORMATION),
        status: 500,
        answer: "<faultcode>soap:MustUnderstand</faultcode>",
    },
    Request {
        id: "S-304, a block that need not be understood",
        message: Message::Whole(2, "<u:useless xmlns:u='urn:u' e:mustUnderstand='0'/>", INFORMATION),
        status: 200,
        answer: "<tds:Model>Sensor 7</tds:Model>",
    },
    refused("prefix that is not declared", 2, "<d:GetDeviceInformation/>", 400, SENDER),
    refused("prefix in SOAP 1.1", 1, "<d:GetDeviceInformation/>", 500, "<faultcode>soap:Client</faultcode>"),
    refused("attribute twice", 2, "<a xmlns='TDS' b='1' b='2'/>", 400, SENDER),
    raw("wrong namespace", b"<e:Envelope xmlns:e='urn:e'><e:Body/></e:Envelope>", 500, "VersionMismatch</"),
    raw("no Envelope", b"<a/>", 500, "VersionMismatch</"),
    raw("truncated", b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Body>", 400, SENDER),
    raw("DOCTYPE", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", 400, SENDER),
    raw("no UTF-8", b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope\xff'/>", 400, SENDER),
    raw("nothing", b"", 400, SENDER),
    Request { id: "too long", message: Message::Long(4096), status: 413, answer: SENDER },
    good("information, after all that", 2, INFORMATION, "<tds:HardwareId>A</tds:HardwareId>"),
];

impl Request {
    /// The request as it is sent in a pass, head and body.
    pub(super) fn bytes(&self, pass: Pass) -> Vec<u8> {
        let (version, body) = match self.message {
            Message::Whole(version, header, body) => (version, pass.envelope(version, header, body)),
            Message::From(token, body) => (2, pass.envelope(2, &pass.security(token), body)),
            Message::Raw(message) => (2, message.to_vec()),
            Message::Long(len) => (2, pass.envelope(2, "", &"x".repeat(len))),
        };
        let kind = if version == 1 { "text/xml" } else { "application/soap+xml" };
        let mut request = format!("POST /onvif/device_service HTTP/1.1\r\nHost: device\r\nContent-Type: {kind}\r\n");
        let _ = write!(request, "Content-Length: {}\r\n\r\n", body.len());
        [request.into_bytes(), body].concat()
    }

    /// What stands in the answer in a pass.
    pub(super) fn answer(&self, pass: Pass) -> String {
        pass.filled(self.answer)
    }
}

impl Pass {
    fn filled(self, text: &str) -> String {
        let (now, next) = (self.0.to_string(), (self.0 + 1).to_string());
        text.replace("TDS", TDS).replace("TT", TT).replace("NOW", &now).replace("NEXT", &next)
    }

    fn envelope(self, version: u8, header: &str, body: &str) -> Vec<u8> {
        let ns = ENVELOPES[usize::from(version == 2)];
        let header = if header.is_empty() { String::new() } else { format!("<e:Header>{header}</e:Header>") };
        let message = format!("<e:Envelope xmlns:e='{ns}'>{header}<e:Body>{body}</e:Body></e:Envelope>");
        self.filled(&message).into_bytes()
    }

    fn security(self, token: Token) -> String {
        let Token { nonce, minutes, password } = token;
        let nonce = [[nonce, self.0]; 8].concat();
        let created = format!("2026-01-01T{:02}:{minutes:02}:00Z", self.0);
        let digest = base64_of(&password_digest(&nonce, created.as_bytes(), password.as_bytes()));
        let oasis = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss";
        format!(
            "<s:Security e:mustUnderstand='1' xmlns:s='{oasis}-wssecurity-secext-1.0.xsd'><s:UsernameToken>\
             <s:Username>operator</s:Username>\
             <s:Password Type='{oasis}-username-token-profile-1.0#PasswordDigest'>{digest}</s:Password>\
             <s:Nonce>{}</s:Nonce>\
             <u:Created xmlns:u='{oasis}-wssecurity-utility-1.0.xsd'>{created}</u:Created>\
             </s:UsernameToken></s:Security>",
            base64_of(&nonce)
        )
    }
}

fn base64_of(bytes: &[u8]) -> String {
    let (groups, rest) = bytes.as_chunks();
    let text: Vec<[u8; 4]> = groups.iter().map(|&group| encode_group(group)).chain(encode_last(rest)).collect();
    String::from_utf8_lossy(text.as_flattened()).into_owned()
}
