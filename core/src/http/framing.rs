//! Where a body ends, judged from the head before it.

use super::grammar::{number, trim};
use super::{Fields, HttpVersion, RequestHead, ResponseHead};
use crate::{Error, ErrorKind};

/// How the end of a body is found. RFC 9112, 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Framing {
    /// So many bytes; none when 0.
    Length(u64),
    /// Chunks, the last of size 0, then trailers.
    Chunked,
    /// Everything until the connection is closed: responses only.
    UntilClose,
}

impl Framing {
    /// How the body of a request ends.
    ///
    /// # Errors
    /// [`HttpFraming`](ErrorKind::HttpFraming): a length that is not one number in one field, be it the same number
    /// twice, a length beside a transfer coding, a transfer coding in HTTP/1.0, `chunked` twice or before another
    /// coding; [`HttpCoding`](ErrorKind::HttpCoding): a transfer coding other than `chunked`.
    pub fn of_request(head: &RequestHead<'_>) -> Result<Framing, Error> {
        of_fields(&head.fields, head.version, Framing::Length(0))
    }

    /// How the body of the response to a request with this method ends. Errors as [`of_request`](Framing::of_request).
    pub fn of_response(head: &ResponseHead<'_>, method: &str) -> Result<Framing, Error> {
        if method == "HEAD" || matches!(head.status, 100..=199 | 204 | 304) {
            return Ok(Framing::Length(0));
        }
        of_fields(&head.fields, head.version, Framing::UntilClose)
    }
}

/// The framing these fields tell, or `otherwise` when they tell none.
fn of_fields(fields: &Fields<'_>, version: HttpVersion, otherwise: Framing) -> Result<Framing, Error> {
    let error = |kind, value| Err(Error::new(kind, fields.offset(value)));
    let mut length = fields.values("Content-Length");
    let one = length.next();
    let mut codings = fields.values("Transfer-Encoding").peekable();
    if let Some(coding) = codings.peek().copied() {
        if one.is_some() || version == HttpVersion::Http10 {
            return error(ErrorKind::HttpFraming, coding);
        }
        let (mut chunked, mut other) = (false, false);
        for item in codings.flat_map(|value| value.split(|&byte| byte == b',')).map(trim) {
            if chunked || item.is_empty() {
                return error(ErrorKind::HttpFraming, item);
            }
            chunked = item.eq_ignore_ascii_case(b"chunked");
            other |= !chunked;
        }
        return if other { error(ErrorKind::HttpCoding, coding) } else { Ok(Framing::Chunked) };
    }
    let Some(value) = one else { return Ok(otherwise) };
    match (number(value), length.next()) {
        (Some(bytes), None) => Ok(Framing::Length(bytes)),
        (_, second) => error(ErrorKind::HttpFraming, second.unwrap_or(value)),
    }
}
