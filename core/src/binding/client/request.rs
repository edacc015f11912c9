//! The head of a request.

use super::call::{Call, Method};
use super::run::{Run, authorization};
use crate::http::HeadWriter;
use crate::slice::has;
use crate::soap::Version;
use crate::xsd::integer;
use crate::{Error, ErrorKind};

/// The name of the program that calls, where the caller does not give one.
const USER_AGENT: &str = concat!("soapstone/", env!("CARGO_PKG_VERSION"));

/// A field of the caller that is for one host only.
const SECRET: u8 = 1;
/// One that tells what a body is.
const OF_BODY: u8 = 2;
/// One that only the binding can write, for it says how long the body is.
const FRAMING: u8 = 4;

/// The fields that the caller may not always set, those of one kind after the other.
const NAMES: [&str; 7] = [
    authorization(false),
    authorization(true),
    "Cookie",
    "Content-Type",
    "SOAPAction",
    "Content-Length",
    "Transfer-Encoding",
];

/// Writes the head into the start of the memory; gives its bytes, the empty line at its end included.
#[inline(never)]
pub(super) fn write_head(memory: &mut [u8], run: &Run<'_>) -> Result<usize, Error> {
    let call = run.call;
    let endpoint = run.endpoint()?;
    let port = integer::emit(endpoint.port);
    let url = endpoint.parts(&port);
    // A relay must be told the endpoint. RFC 9112, 3.2.2.
    let target = if call.relay.is_empty() { url.get(6..) } else { Some(&url[..]) };
    let writer = HeadWriter::request_parts(memory, run.method.name(), target.unwrap_or_default());
    let mut head = Head { writer, call };
    head.put("Host", url.get(1..6).unwrap_or_default());
    head.put("User-Agent", &[USER_AGENT]);
    head.put("Accept", &[call.version.media_type()]);
    let has_body = run.method == Method::Post && call.message;
    if has_body {
        head.put_content();
    }
    for proxy in [false, true] {
        let credentials = run.credentials(proxy);
        if !credentials.is_empty() {
            head.put(authorization(proxy), &[credentials]);
        }
    }
    head.put("Connection", &[if call.keep_alive { "keep-alive" } else { "close" }]);
    if call.expect && has_body {
        head.put("Expect", &["100-continue"]);
    }
    head.put_fields(if has_body { 0 } else { OF_BODY } | if run.strayed { SECRET } else { 0 });
    head.writer.end()
}

/// A head that is written.
struct Head<'m, 'c> {
    writer: HeadWriter<'m>,
    call: &'c Call<'c>,
}

impl Head<'_, '_> {
    /// Writes a field whose value is these parts, unless the caller has one of that name.
    #[inline(never)]
    fn put(&mut self, name: &str, value: &[&str]) {
        if self.call.field(name).is_none() {
            self.writer.put(name, value);
        }
    }

    /// Writes the fields that tell what the body is. SOAP 1.1, 6.1.1; SOAP 1.2 Part 2, 7.1.4.
    #[inline(never)]
    fn put_content(&mut self) {
        let (media_type, action) = (self.call.version.media_type(), self.call.action.unwrap_or_default());
        if has(action.as_bytes(), b'"') || has(action.as_bytes(), b'\\') {
            // No URI has these, and not all who read an action take the quotes off in the same way.
            return self.writer.fail(ErrorKind::HttpField);
        }
        let soap12 = self.call.version == Version::Soap12;
        let parts = [media_type, "; charset=utf-8", "; action=\"", action, "\""];
        let named = soap12 && self.call.action.is_some();
        self.put("Content-Type", parts.get(..if named { 5 } else { 2 }).unwrap_or_default());
        if !soap12 {
            self.put("SOAPAction", &["\"", action, "\""]);
        }
    }

    /// Writes the fields of the caller but those of these kinds.
    #[inline(never)]
    fn put_fields(&mut self, left_out: u8) {
        for (name, value) in self.call.fields {
            match kind(name) {
                FRAMING => self.writer.fail(ErrorKind::HttpFraming),
                kind if kind & left_out == 0 => self.writer.put(name, &[value]),
                _ => {}
            }
        }
    }
}

/// What kind of field has this name; 0: any other.
fn kind(name: &str) -> u8 {
    match NAMES.iter().position(|known| known.eq_ignore_ascii_case(name)) {
        Some(0..3) => SECRET,
        Some(3..5) => OF_BODY,
        Some(_) => FRAMING,
        None => 0,
    }
}
