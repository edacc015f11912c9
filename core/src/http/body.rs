//! Where a body ends, read and written.

use super::{Fields, RequestHead, ResponseHead};
use crate::{Error, ErrorKind};

/// How the end of a body is found. RFC 9112, 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// So many bytes; none when 0.
    Length(u64),
    /// Chunks, the last of size 0, then trailers.
    Chunked,
    /// Everything until the connection is closed: responses only.
    UntilClose,
}

/// Reads a body: takes the framing away.
pub struct BodyReader<'m> {
    #[allow(dead_code, reason = "the first version")]
    framing: Framing,
    #[allow(dead_code, reason = "the first version")]
    trailers: &'m mut [u8],
}

/// What [`BodyReader::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'i> {
    /// Bytes of the body, never none.
    Data(&'i [u8]),
    /// More input, please.
    NeedInput,
    /// The body is complete; what is left of the input belongs to the next message.
    End,
}

/// Writes a body: puts the framing around it.
pub struct BodyWriter {
    #[allow(dead_code, reason = "the first version")]
    framing: Framing,
}

/// What stands around some bytes of a body on the wire.
#[derive(Clone, Copy, Debug)]
pub struct Frame {
    #[allow(dead_code, reason = "the first version")]
    before: [u8; 18],
    #[allow(dead_code, reason = "the first version")]
    before_len: u8,
    /// What follows them.
    pub after: &'static [u8],
}

impl Framing {
    /// How the body of a request ends.
    ///
    /// # Errors
    /// [`HttpFraming`](ErrorKind::HttpFraming): two lengths that differ, a length beside a transfer coding, a transfer
    /// coding in HTTP/1.0; [`HttpCoding`](ErrorKind::HttpCoding): a transfer coding other than `chunked`.
    pub fn of_request(head: &RequestHead<'_>) -> Result<Framing, Error> {
        let _ = head;
        Err(Error::new(ErrorKind::HttpFraming, 0))
    }

    /// How the body of the response to a request with this method ends. Errors as [`of_request`](Framing::of_request).
    pub fn of_response(head: &ResponseHead<'_>, method: &str) -> Result<Framing, Error> {
        let _ = (head, method);
        Err(Error::new(ErrorKind::HttpFraming, 0))
    }
}

impl<'m> BodyReader<'m> {
    /// A reader of a body of at most `limit` bytes. Trailers are kept in `trailers`; with no memory for them they are
    /// held to their grammar and forgotten.
    pub fn new(framing: Framing, limit: u64, trailers: &'m mut [u8]) -> Self {
        let _ = limit;
        BodyReader { framing, trailers }
    }

    /// Takes input; gives the next bytes of the body. `last`: the connection is closed after this input.
    ///
    /// # Errors
    /// [`HttpChunk`](ErrorKind::HttpChunk), [`HttpTruncated`](ErrorKind::HttpTruncated),
    /// [`Limit`](ErrorKind::Limit): the body is longer than the limit, which a Content-Length tells at once; trailers
    /// that do not fit. An error latches.
    pub fn next<'i>(&mut self, input: &mut &'i [u8], last: bool) -> Result<Piece<'i>, Error> {
        let _ = (input, last);
        Err(Error::new(ErrorKind::HttpChunk, 0))
    }

    /// Whether the body is complete.
    pub fn is_done(&self) -> bool {
        false
    }

    /// Bytes of the body given so far.
    pub fn offset(&self) -> u64 {
        0
    }

    /// The trailers, once the body is complete.
    pub fn trailers(&self) -> Fields<'_> {
        Fields::default()
    }
}

impl BodyWriter {
    /// A writer of a body that ends so.
    pub fn new(framing: Framing) -> Self {
        BodyWriter { framing }
    }

    /// The frame for the next `len` bytes of the body, which must be written between its two parts. None for 0 bytes.
    ///
    /// # Errors
    /// [`HttpLength`](ErrorKind::HttpLength): more bytes than the head has said.
    pub fn frame(&mut self, len: usize) -> Result<Frame, Error> {
        let _ = len;
        Err(Error::new(ErrorKind::HttpLength, 0))
    }

    /// What ends the body: the last chunk, or nothing.
    ///
    /// # Errors
    /// [`HttpLength`](ErrorKind::HttpLength): fewer bytes than the head has said.
    pub fn finish(&mut self) -> Result<&'static [u8], Error> {
        Err(Error::new(ErrorKind::HttpLength, 0))
    }
}

impl Frame {
    /// What precedes the bytes.
    pub fn before(&self) -> &[u8] {
        &[]
    }
}
