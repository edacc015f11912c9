//! Requests that the device must refuse, each with the status that says why.

use super::request::{PATH, Token, envelope, post};
use anyhow::Result;
use soapstone::soap::Version;

/// A request, and how it is refused.
pub(super) struct Case {
    pub(super) name: &'static str,
    /// What is sent, one after the other; the last is answered with the status.
    pub(super) make: fn() -> Result<Vec<Sent>>,
    pub(super) status: u16,
}

/// Bytes, and whether nothing follows.
pub(super) struct Sent {
    pub(super) bytes: Vec<u8>,
    pub(super) shut: bool,
}

const fn case(name: &'static str, status: u16, make: fn() -> Result<Vec<Sent>>) -> Case {
    Case { name, make, status }
}

const TIME: &str = "GetSystemDateAndTime";
const INFORMATION: &str = "GetDeviceInformation";

/// Twenty of them.
pub(super) const CASES: &[Case] = &[
    case("XML: an end tag is missing", 400, || changed("</soap:Body>", "")),
    case("XML: an attribute twice", 400, || changed("<soap:Body>", "<soap:Body a='1' a='2'>")),
    case("XML: a DOCTYPE with an entity", 400, || {
        changed("<soap:Envelope", "<!DOCTYPE e [<!ENTITY e 'e'>]><soap:Envelope")
    }),
    case("XML: an entity that nobody knows", 400, || changed("</soap:Body>", "&e;</soap:Body>")),
    case("XML: no UTF-8", 400, || {
        let mut body = envelope(Version::Soap12, TIME, None)?.into_bytes();
        body.splice(20..20, [0xff]);
        one(post(Version::Soap12, TIME, "", &body))
    }),
    case("XML: nested too deep", 400, || {
        changed("</soap:Body>", &["<a>".repeat(100), "</a>".repeat(100), "</soap:Body>".into()].concat())
    }),
    case("SOAP: another Envelope", 500, || changed("2003/05", "2099/01")),
    case("SOAP: a block that must be understood", 500, || {
        changed(
            "<soap:Body>",
            "<soap:Header><x:lock xmlns:x='urn:x' soap:mustUnderstand='1'/></soap:Header><soap:Body>",
        )
    }),
    case("SOAP: another operation than the action says", 400, || changed("GetSystemDateAndTime", "GetUsers")),
    case("wss: another password", 400, || token(Token { password: "soapston", ..Token::new() })),
    case("wss: a token that was used", 400, || {
        let body = envelope(Version::Soap12, INFORMATION, Some(&Token::new()))?;
        let bytes = post(Version::Soap12, INFORMATION, "", body.as_bytes());
        Ok(vec![Sent { bytes: bytes.clone(), shut: false }, Sent { bytes, shut: false }])
    }),
    case("wss: a token of yesterday", 400, || token(Token { age: 86_400, ..Token::new() })),
    case("HTTP: no request line", 400, || one(b"HELLO\r\n\r\n".to_vec())),
    case("HTTP: lines without CR", 400, || one(format!("POST {PATH} HTTP/1.1\nHost: device\n\n").into_bytes())),
    case("HTTP: two lengths", 400, || with("Transfer-Encoding: chunked\r\n")),
    case("HTTP: a body that is too long", 413, || one(post(Version::Soap12, TIME, "", &[b' '; 20_000]))),
    case("HTTP: a head that is too long", 431, || with(&format!("X-Note: {}\r\n", "x".repeat(4000)))),
    case("HTTP: a chunk without a size", 400, || {
        let head = format!("POST {PATH} HTTP/1.1\r\nHost: device\r\nContent-Type: application/soap+xml\r\n");
        one((head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n").into_bytes())
    }),
    case("HTTP: half a request, and no more", 400, || {
        let bytes = half()?;
        Ok(vec![Sent { bytes, shut: true }])
    }),
    case("HTTP: half a request, and silence", 408, || one(half()?)),
];

fn one(bytes: Vec<u8>) -> Result<Vec<Sent>> {
    Ok(vec![Sent { bytes, shut: false }])
}

/// A request of which this is replaced by that.
fn changed(this: &str, that: &str) -> Result<Vec<Sent>> {
    let body = envelope(Version::Soap12, TIME, None)?;
    anyhow::ensure!(body.contains(this), "no {this} in {body}");
    one(post(Version::Soap12, TIME, "", body.replace(this, that).as_bytes()))
}

/// A request with another field.
fn with(field: &str) -> Result<Vec<Sent>> {
    let body = envelope(Version::Soap12, TIME, None)?;
    one(post(Version::Soap12, TIME, field, body.as_bytes()))
}

fn token(token: Token) -> Result<Vec<Sent>> {
    let body = envelope(Version::Soap12, INFORMATION, Some(&token))?;
    one(post(Version::Soap12, INFORMATION, "", body.as_bytes()))
}

fn half() -> Result<Vec<u8>> {
    let body = envelope(Version::Soap12, TIME, None)?;
    let mut bytes = post(Version::Soap12, TIME, "", body.as_bytes());
    bytes.truncate(bytes.len() - body.len() / 2);
    Ok(bytes)
}
