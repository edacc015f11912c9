//! Heads of messages, parsed.

use httparse::{Request, Response};

use super::Fields;
use super::grammar::trim;
use crate::slice::{after, first, until};
use crate::{Error, ErrorKind};

/// The versions of HTTP that are spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum HttpVersion {
    /// HTTP/1.0.
    Http10,
    /// HTTP/1.1.
    Http11,
}

/// The head of a request. RFC 9112, 3.
#[derive(Clone, Copy)]
pub struct RequestHead<'a> {
    /// The method, in the letters of the message: methods are compared with regard to case.
    pub method: &'a str,
    /// The request target as it was sent.
    pub target: &'a str,
    /// The version.
    pub version: HttpVersion,
    /// The fields.
    pub fields: Fields<'a>,
}

/// The head of a response. RFC 9112, 4.
#[derive(Clone, Copy)]
pub struct ResponseHead<'a> {
    /// The version.
    pub version: HttpVersion,
    /// The status, 100 to 599.
    pub status: u16,
    /// The words after it, for people; may be empty.
    pub reason: &'a [u8],
    /// The fields.
    pub fields: Fields<'a>,
}

impl<'a> RequestHead<'a> {
    /// Parses a complete head, which a [`HeadReader`](super::HeadReader) has gathered: its fields were judged there.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax), [`HttpVersion`](ErrorKind::HttpVersion): of its first line.
    pub fn parse(head: &'a [u8]) -> Result<Self, Error> {
        RequestHead::parse_at(head, 0)
    }

    /// Parses a head that begins `at` bytes into its message.
    pub(super) fn parse_at(head: &'a [u8], at: usize) -> Result<Self, Error> {
        let (line, fields) = parts(head, at);
        let mut none = [];
        let mut request = Request::new(&mut none);
        let parsed = request.parse(line);
        match (parsed, request.method, request.path, request.version) {
            (Ok(_), Some(method), Some(target), Some(version)) => {
                Ok(RequestHead { method, target, version: known(version), fields })
            }
            (parsed, ..) => Err(refused(parsed.err(), line, at, |line| Request::new(&mut []).parse(line).is_ok())),
        }
    }

    /// Whether the client leaves the connection open for another request. RFC 9112, 9.3.
    pub fn keeps_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }
}

impl<'a> ResponseHead<'a> {
    /// Parses a complete head, as [`RequestHead::parse`] does.
    pub fn parse(head: &'a [u8]) -> Result<Self, Error> {
        ResponseHead::parse_at(head, 0)
    }

    /// Parses a head that begins `at` bytes into its message.
    pub(super) fn parse_at(head: &'a [u8], at: usize) -> Result<Self, Error> {
        /// Bytes of a version and a status, as in `HTTP/1.1 200`.
        const BEFORE_REASON: usize = 12;

        let (line, fields) = parts(head, at);
        let mut none = [];
        let mut response = Response::new(&mut none);
        let parsed = response.parse(line);
        match (parsed, response.version, response.code) {
            (Ok(_), Some(version), Some(status @ 100..=599)) => {
                let words = first(line, line.len().saturating_sub(2));
                let reason = trim(after(words, BEFORE_REASON));
                Ok(ResponseHead { version: known(version), status, reason, fields })
            }
            (parsed, ..) => Err(refused(parsed.err(), line, at, |line| Response::new(&mut []).parse(line).is_ok())),
        }
    }

    /// Whether the server leaves the connection open for another request. It does not, whatever the head says, when
    /// the body goes on [until the connection is closed](super::Framing::UntilClose). RFC 9112, 9.3.
    pub fn keeps_alive(&self) -> bool {
        self.fields.keep_alive(self.version)
    }
}

/// The first line of a head, and the fields after it.
#[cfg_attr(small, inline(always))]
fn parts(head: &[u8], at: usize) -> (&[u8], Fields<'_>) {
    let line_len = until(head, b'\n').len().wrapping_add(1);
    let lines = after(first(head, head.len().saturating_sub(2)), line_len);
    (first(head, line_len), Fields { lines, at: at.wrapping_add(line_len) })
}

/// The version of which httparse gives the second number, 0 or 1.
const fn known(version: u8) -> HttpVersion {
    if version == 0 { HttpVersion::Http10 } else { HttpVersion::Http11 }
}

/// The error of a first line that `fits` refuses; of one it takes, the status is out of range.
#[cfg_attr(small, inline(always))]
fn refused(error: Option<httparse::Error>, line: &[u8], start: usize, fits: fn(&[u8]) -> bool) -> Error {
    const STATUS: usize = 9;
    let at = if error.is_some() { offending(line, fits) } else { STATUS };
    // In `HTTP/1.1` a number follows the slash and the dot.
    let number = matches!(first(line, at), [.., b'/' | b'.']);
    let version = number && error == Some(httparse::Error::Version);
    let kind = if version { ErrorKind::HttpVersion } else { ErrorKind::HttpSyntax };
    Error::new(kind, start.wrapping_add(at) as u64)
}

/// Where the byte stands that makes `fits` refuse the line: the shortest beginning it refuses ends with it.
#[inline(never)]
pub(super) fn offending(line: &[u8], fits: fn(&[u8]) -> bool) -> usize {
    let (mut good, mut bad) = (0usize, line.len());
    while good.wrapping_add(1) < bad {
        let middle = good.midpoint(bad);
        if fits(first(line, middle)) {
            good = middle;
        } else {
            bad = middle;
        }
    }
    good
}
