//! Where a redirect leads.

use crate::http::Endpoint;
use crate::slice::{copy, find, has};
use crate::{Error, ErrorKind, Limit};

/// Writes the address that a Location gives, taken from that of the request, into the memory; gives its bytes.
/// RFC 9110, 10.2.2.
///
/// A location without a scheme must begin with one slash: it stays on the host. `kept` bytes of the memory hold the
/// address of the request when an earlier redirect has put it there.
pub(super) fn resolve(memory: &mut [u8], current: Option<&str>, kept: usize, location: &str) -> Result<usize, Error> {
    // A fragment is not for the server.
    let location = location.get(..position(location, b"#").unwrap_or(location.len())).unwrap_or_default();
    let mut len = 0;
    if location.starts_with('/') && !location.starts_with("//") {
        len = match current {
            Some(current) => put(memory, 0, current.get(..authority_end(current)).unwrap_or_default())?,
            None => {
                let kept = memory.get(..kept).and_then(|kept| core::str::from_utf8(kept).ok());
                authority_end(kept.unwrap_or_default())
            }
        };
    } else if Endpoint::parse(location).is_err() {
        return Err(Error::new(ErrorKind::Redirected, 0));
    }
    put(memory, len, location)
}

/// Where path and query begin.
fn authority_end(url: &str) -> usize {
    let start = find(url, "://").map_or(0, |at| at.wrapping_add(3));
    let rest = url.get(start..).unwrap_or_default();
    start.wrapping_add(position(rest, b"/?#").unwrap_or(rest.len()))
}

/// Where the first of these bytes is.
fn position(text: &str, bytes: &[u8]) -> Option<usize> {
    text.bytes().position(|byte| has(bytes, byte))
}

fn put(memory: &mut [u8], at: usize, text: &str) -> Result<usize, Error> {
    let end = at.saturating_add(text.len());
    match memory.get_mut(at..end) {
        Some(room) => copy(room, text.as_bytes()),
        None => return Err(Error::limit(Limit::HeadBytes, end as u64, 0)),
    };
    Ok(end)
}
