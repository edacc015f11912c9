//! The head of a request.

use super::call::{Call, Method};
use crate::http::{Endpoint, HeadWriter};
use crate::soap::Version;
use crate::{Error, ErrorKind};

/// The name of the program that calls, where the caller does not give one.
const USER_AGENT: &str = concat!("soapstone/", env!("CARGO_PKG_VERSION"));

/// What a head says besides what the call does.
pub(super) struct Request<'a> {
    pub(super) method: Method,
    pub(super) endpoint: Endpoint<'a>,
    /// Whether a relay gets it, which must be told the endpoint.
    pub(super) relayed: bool,
    /// Whether the call is on its way to another host than it was made for.
    pub(super) strayed: bool,
    /// The values of Authorization and of Proxy-Authorization.
    pub(super) credentials: [Option<&'a str>; 2],
}

/// Fields of the caller that are for one host only.
const SECRET: [&str; 3] = ["Authorization", "Proxy-Authorization", "Cookie"];
/// Fields that tell what a body is.
const OF_BODY: [&str; 2] = ["Content-Type", "SOAPAction"];
/// Fields that only the binding can write, for they say how long the body is.
const FRAMING: [&str; 2] = ["Content-Length", "Transfer-Encoding"];

/// Writes the head into the start of the memory; gives its bytes, the empty line at its end included.
pub(super) fn write_head(memory: &mut [u8], call: &Call<'_>, request: &Request<'_>) -> Result<usize, Error> {
    let mut head = match request.relayed {
        true => HeadWriter::request_to(memory, request.method.name(), &request.endpoint),
        false => HeadWriter::request_parts(memory, request.method.name(), &request.endpoint.target()),
    };
    if call.field("Host").is_none() {
        head.put_host(&request.endpoint);
    }
    let mut default = |name: &str, value: &[&str]| {
        if call.field(name).is_none() {
            head.put(name, value);
        }
    };
    default("User-Agent", &[USER_AGENT]);
    default("Accept", &[call.version.media_type()]);
    let has_body = request.method == Method::Post && call.message;
    if has_body {
        content(call, &mut default)?;
    }
    for (name, value) in ["Authorization", "Proxy-Authorization"].into_iter().zip(request.credentials) {
        if let Some(value) = value {
            default(name, &[value]);
        }
    }
    default("Connection", &[if call.keep_alive { "keep-alive" } else { "close" }]);
    if call.expect && has_body {
        default("Expect", &["100-continue"]);
    }
    for (name, value) in call.fields {
        if is_one_of(name, &FRAMING) {
            return Err(Error::new(ErrorKind::HttpFraming, 0));
        }
        if (has_body || !is_one_of(name, &OF_BODY)) && !(request.strayed && is_one_of(name, &SECRET)) {
            head.put(name, &[value]);
        }
    }
    head.finish().map(|(head, _)| head.len())
}

/// Writes a field whose value is these parts, unless the caller has one of that name.
type WriteField<'w> = dyn FnMut(&str, &[&str]) + 'w;

/// The fields that tell what the body is. SOAP 1.1, 6.1.1; SOAP 1.2 Part 2, 7.1.4.
fn content(call: &Call<'_>, write: &mut WriteField<'_>) -> Result<(), Error> {
    let action = call.action.unwrap_or_default();
    if action.bytes().any(|byte| matches!(byte, b'"' | b'\\')) {
        // No URI has these, and not all who read an action take the quotes off in the same way.
        return Err(Error::new(ErrorKind::HttpField, 0));
    }
    let soap12 = call.version == Version::Soap12;
    let (before, after) = if soap12 && call.action.is_some() { ("; action=\"", "\"") } else { ("", "") };
    let named = if soap12 { action } else { "" };
    write("Content-Type", &[call.version.media_type(), "; charset=utf-8", before, named, after]);
    if !soap12 {
        write("SOAPAction", &["\"", action, "\""]);
    }
    Ok(())
}

fn is_one_of(name: &str, names: &[&str]) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}
