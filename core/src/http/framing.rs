//! Where a body ends, judged from the head before it.

use super::grammar::{item, number};
use super::{Fields, HttpVersion, RequestHead, ResponseHead};
use crate::{Error, ErrorKind};

/// How the end of a body is found. RFC 9112, 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u32)] // else it would be told in 64 bits
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
    #[inline]
    pub fn of_request(head: &RequestHead<'_>) -> Result<Framing, Error> {
        of_fields(&head.fields, head.version, Framing::Length(0)).map_err(Refused::error)
    }

    /// How the body of the response to a request with this method ends. Errors as [`of_request`](Framing::of_request).
    pub fn of_response(head: &ResponseHead<'_>, method: &str) -> Result<Framing, Error> {
        if method == "HEAD" { Ok(Framing::Length(0)) } else { Framing::of_reply(head).map_err(Refused::error) }
    }

    /// The same for a request that wants a body.
    pub(crate) fn of_reply(head: &ResponseHead<'_>) -> Result<Framing, Refused> {
        match head.status {
            100..=199 | 204 | 304 => Ok(Framing::Length(0)),
            _ => of_fields(&head.fields, head.version, Framing::UntilClose),
        }
    }
}

/// Why the fields tell no framing, and where: an error is larger, and made once.
#[derive(Clone, Copy)]
pub(crate) struct Refused(pub(crate) ErrorKind, pub(crate) u64);

impl Refused {
    pub(crate) fn error(self) -> Error {
        Error::new(self.0, self.1)
    }
}

/// The framing these fields tell, or `otherwise` when they tell none.
fn of_fields(fields: &Fields<'_>, version: HttpVersion, otherwise: Framing) -> Result<Framing, Refused> {
    let mut lengths = fields.values("Content-Length");
    let length = lengths.next();
    let (mut first, mut chunked, mut other) = (None, false, false);
    let (kind, value) = 'refused: {
        for value in fields.values("Transfer-Encoding") {
            if length.is_some() || version == HttpVersion::Http10 {
                break 'refused (ErrorKind::HttpFraming, value);
            }
            first = first.or(Some(value));
            let mut list = Some(value);
            while let Some(coding) = item(&mut list, b',') {
                if chunked || coding.is_empty() {
                    break 'refused (ErrorKind::HttpFraming, coding);
                }
                chunked = coding.eq_ignore_ascii_case(b"chunked");
                other |= !chunked;
            }
        }
        match (first, length) {
            (Some(coding), _) if other => (ErrorKind::HttpCoding, coding),
            (Some(_), _) => return Ok(Framing::Chunked),
            (None, None) => return Ok(otherwise),
            (None, Some(value)) => match (number(value), lengths.next()) {
                (Some(bytes), None) => return Ok(Framing::Length(bytes)),
                (_, second) => (ErrorKind::HttpFraming, second.unwrap_or(value)),
            },
        }
    };
    Err(Refused(kind, fields.offset(value)))
}
