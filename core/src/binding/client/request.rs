//! The head of a request.

use super::call::Method;
use super::run::Run;
use crate::http::{Endpoint, HeadWriter};
use crate::slice::{has, until};
use crate::soap::Version;
use crate::xsd::integer;
use crate::{Error, ErrorKind};

// When a line is written: the Content-Type of a body tells no action or
// tells one, or the action has a field of its own; there are credentials; the connection is kept or not; the client asks if
// the body is wanted; there is one; the endpoint is called itself or over a relay. What needs none of these is always written, and what needs all of them never is.
const PLAIN: u16 = 1;
const NAMED: u16 = 2;
const QUOTED: u16 = 4;
const FOR_SERVER: u16 = 8;
const FOR_PROXY: u16 = 16;
const KEPT: u16 = 32;
const CLOSED: u16 = 64;
const ASKED: u16 = 128;
const WITH_BODY: u16 = 256;
const DIRECT: u16 = 512;
const RELAYED: u16 = 1024;
const NEVER: u16 = u16::MAX;

/// A field of the caller that is for one host only.
const SECRET: u8 = 1;
/// One that tells what a body is.
const OF_BODY: u8 = 2;
/// One that only the binding can write, for it says how long the body is.
const FRAMING: u8 = 4;

/// The name of the field with the credentials for the server; with `Proxy-` before it, for a proxy.
macro_rules! authorization {
    () => {
        "Authorization"
    };
}

/// The name of the field with the credentials for the server, or for a proxy.
pub(super) fn credentials_field(proxy: bool) -> &'static [u8] {
    if proxy { concat!("Proxy-", authorization!()) } else { authorization!() }.as_bytes()
}

/// Makes a table and one text of lines: a table with their addresses would be three times as large.
macro_rules! lines {
    ($(($needs:expr, $kind:expr, $($line:expr),+)),+ $(,)?) => {
        const TABLE: &[(u16, u8, u8)] = &[$(($needs, $kind, concat!($($line),+).len() as u8)),+];
        const TEXT: &str = concat!($($($line),+),+);
    };
}

// The lines of a head: when each is written, of what kind it is where the caller has a field of its name, and what it is
// made of. `\x10` to `\x17` stand for the parts of the endpoint, `\x18` for the media type, `\x19` for the action, `\x1A`
// and `\x1B` for the credentials, `\x1C` for the method.
lines! {
    (DIRECT, 0, "\x1C \x16\x17 HTTP/1.1\r\n"),
    // A relay must be told the endpoint. RFC 9112, 3.2.2.
    (RELAYED, 0, "\x1C http\x10://\x11\x12\x13\x14\x15\x16\x17 HTTP/1.1\r\n"),
    (0, 0, "Host: \x11\x12\x13\x14\x15\r\n"),
    // The name of the program that calls, where the caller does not give one.
    (0, 0, "User-Agent: soapstone/", env!("CARGO_PKG_VERSION"), "\r\n"),
    (0, 0, "Accept: \x18\r\n"),
    // SOAP 1.1, 6.1.1; SOAP 1.2 Part 2, 7.1.4.
    (PLAIN, OF_BODY, "Content-Type: \x18; charset=utf-8\r\n"),
    (NAMED, OF_BODY, "Content-Type: \x18; charset=utf-8; action=\"\x19\"\r\n"),
    (QUOTED, OF_BODY, "SOAPAction: \"\x19\"\r\n"),
    (FOR_SERVER, SECRET, authorization!(), ": \x1A\r\n"),
    (FOR_PROXY, SECRET, "Proxy-", authorization!(), ": \x1B\r\n"),
    (KEPT, 0, "Connection: keep-alive\r\n"),
    (CLOSED, 0, "Connection: close\r\n"),
    (ASKED, 0, "Expect: 100-continue\r\n"),
    (NEVER, SECRET, "Cookie:"),
    (NEVER, FRAMING, "Content-Length:"),
    (NEVER, FRAMING, "Transfer-Encoding:"),
}

/// The lines, one after the other.
fn lines() -> impl Iterator<Item = (u16, u8, &'static [u8])> {
    let mut text = TEXT.as_bytes();
    TABLE.iter().map(move |&(needs, kind, len)| {
        let (line, rest) = text.split_at_checked(len.into()).unwrap_or_default();
        text = rest;
        (needs, kind, line)
    })
}

/// Writes the head of a request to this endpoint into the start of the memory; gives its bytes, the empty line at its end
/// included, or says what is wrong with it.
#[inline(never)]
pub(super) fn write_head(
    memory: &mut [u8],
    endpoint: &Endpoint<'_>,
    run: &Run<'_>,
    error: &mut Option<Error>,
) -> usize {
    let call = run.call;
    let port = integer::emit(u64::from(endpoint.port));
    let mut parts = [&b""[..]; 13];
    endpoint.parts(port.as_bytes(), &mut parts);
    let [.., media_type, action, server, proxy, method] = &mut parts;
    *method = run.method.name().as_bytes();
    *media_type = call.version.media_type().as_bytes();
    *action = call.action.unwrap_or_default().as_bytes();
    *server = run.credentials(false);
    *proxy = run.credentials(true);
    let mut when = when(run);
    if !server.is_empty() {
        when |= FOR_SERVER;
    }
    if !proxy.is_empty() {
        when |= FOR_PROXY;
    }
    // No URI has these, and not all who read an action take the quotes off in the same way.
    let unsound = when & WITH_BODY != 0 && (has(action, b'"') || has(action, b'\\'));

    let mut head = HeadWriter::trailers(memory);
    for (needs, _, line) in lines() {
        if needs & !when == 0 && call.field(until(line, b':')).is_none() {
            head.line(line, &parts);
        }
    }
    if unsound {
        head.fail(ErrorKind::HttpField);
    }
    let left_out = if when & WITH_BODY == 0 { OF_BODY } else { 0 } | if run.strayed { SECRET } else { 0 };
    let mut at = 0_usize;
    while let Some((name, value)) = call.fields.given(at) {
        at = at.wrapping_add(1);
        let known = lines().find(|(.., line)| until(line, b':').eq_ignore_ascii_case(name));
        match known.map_or(0, |(_, kind, _)| kind) {
            FRAMING => head.fail(ErrorKind::HttpFraming),
            kind if kind & left_out == 0 => head.put(name, value),
            _ => {}
        }
    }
    head.end();
    *error = head.error();
    head.len()
}

/// What the lines of a request depend on besides credentials.
fn when(run: &Run<'_>) -> u16 {
    let call = run.call;
    let mut when = if call.keep_alive { KEPT } else { CLOSED } | if call.relay.is_empty() { DIRECT } else { RELAYED };
    if run.method == Method::Post && call.message {
        when |= match (call.version, call.action) {
            (Version::Soap11, _) => WITH_BODY | PLAIN | QUOTED,
            (Version::Soap12, None) => WITH_BODY | PLAIN,
            (Version::Soap12, Some(_)) => WITH_BODY | NAMED,
        };
        if call.expect {
            when |= ASKED;
        }
    }
    when
}
