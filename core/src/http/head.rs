//! Heads of messages, gathered and parsed.

use super::Fields;
use crate::{Error, ErrorKind};

/// Gathers the head of one message: all up to the empty line.
///
/// The memory is that of the caller and holds the head as long as the reader lives.
pub struct HeadReader<'m> {
    #[allow(dead_code, reason = "the first version")]
    memory: &'m mut [u8],
}

/// The versions of HTTP that are spoken here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

impl<'m> HeadReader<'m> {
    /// A reader that keeps the head in this memory. By default a head has at most 64 fields.
    pub fn new(memory: &'m mut [u8]) -> Self {
        HeadReader { memory }
    }

    /// Takes input up to the end of the head and no further. `true`: the head is complete; `false`: more input, please.
    /// Empty lines before the first line of a message are skipped. RFC 9112, 2.2.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax); [`Limit`](ErrorKind::Limit): the memory is full, or there are too many
    /// fields; [`HttpTruncated`](ErrorKind::HttpTruncated): `last`, in the middle of the head;
    /// [`ConnectionClosed`](ErrorKind::ConnectionClosed): `last` before its first byte. An error latches.
    pub fn read(&mut self, input: &mut &[u8], last: bool) -> Result<bool, Error> {
        let _ = (input, last);
        Err(Error::new(ErrorKind::HttpSyntax, 0))
    }

    /// The complete head as that of a request.
    pub fn request(&self) -> Result<RequestHead<'_>, Error> {
        Err(Error::new(ErrorKind::HttpSyntax, 0))
    }

    /// The complete head as that of a response.
    pub fn response(&self) -> Result<ResponseHead<'_>, Error> {
        Err(Error::new(ErrorKind::HttpSyntax, 0))
    }

    /// Forgets the head, to gather the next.
    pub fn clear(&mut self) {}
}
