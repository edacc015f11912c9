//! A body, written: the framing is put around it.

use super::Framing;
use crate::slice::{copy, first};
use crate::{Error, ErrorKind};

/// Writes a body: puts the framing around it.
///
/// ```
/// use soapstone::http::{BodyWriter, Framing};
///
/// let mut wire = Vec::new();
/// let mut body = BodyWriter::new(Framing::Chunked);
/// for piece in [&b"hello"[..], b"", b" world!"] {
///     let frame = body.frame(piece.len())?;
///     wire.extend_from_slice(frame.before());
///     wire.extend_from_slice(piece);
///     wire.extend_from_slice(frame.after);
/// }
/// wire.extend_from_slice(body.finish()?);
/// assert_eq!(wire, b"5\r\nhello\r\n7\r\n world!\r\n0\r\n\r\n");
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct BodyWriter {
    framing: Framing,
}

/// The chunk that ends a body without trailers.
pub(crate) const LAST_CHUNK: &[u8] = b"0\r\n\r\n";

/// What stands around some bytes of a body on the wire.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Frame {
    before: [u8; Frame::BEFORE],
    before_len: u8,
    /// What follows them.
    pub after: &'static [u8],
}

impl BodyWriter {
    /// A writer of a body that ends so.
    pub fn new(framing: Framing) -> Self {
        BodyWriter { framing }
    }

    /// The frame for the next `len` bytes of the body, which must be written between its two parts. None for 0 bytes.
    ///
    /// # Errors
    /// [`HttpLength`](ErrorKind::HttpLength): more bytes than the head has said; its offset is how many fewer it said.
    pub fn frame(&mut self, len: usize) -> Result<Frame, Error> {
        match self.admit(len) {
            Some(chunk) => Ok(Frame::of_chunk(if chunk { len } else { 0 })),
            None => Err(self.refused()),
        }
    }

    /// Takes so many bytes of the body: whether they are a chunk. `None`: they are more than the head has said.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn admit(&mut self, len: usize) -> Option<bool> {
        if let Framing::Length(left) = &mut self.framing {
            *left = left.checked_sub(len as u64)?;
        }
        Some(self.framing == Framing::Chunked && len > 0)
    }

    /// Why bytes, or the end, are refused.
    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(crate) fn refused(&self) -> Error {
        Error::new(ErrorKind::HttpLength, self.left())
    }

    /// Bytes that the head has said and that are to come.
    pub(crate) fn left(&self) -> u64 {
        if let Framing::Length(left) = self.framing { left } else { 0 }
    }

    /// What ends the body: the last chunk, or nothing. No bytes may follow.
    ///
    /// # Errors
    /// [`HttpLength`](ErrorKind::HttpLength): fewer bytes than the head has said.
    pub fn finish(&mut self) -> Result<&'static [u8], Error> {
        self.end(LAST_CHUNK).ok_or_else(|| self.refused())
    }

    /// What ends the body when [trailers](super::HeadWriter::trailers) follow, which only chunks allow: elsewhere this
    /// is empty, and nothing may follow. Errors as [`finish`](BodyWriter::finish).
    pub fn finish_before_trailers(&mut self) -> Result<&'static [u8], Error> {
        self.end(b"0\r\n").ok_or_else(|| self.refused())
    }

    /// Gives what ends the body, which is this where there are chunks. `None`: the head has said more.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn end(&mut self, mut last: &'static [u8]) -> Option<&'static [u8]> {
        match self.framing {
            Framing::Length(1..) => return None,
            Framing::Chunked => {}
            _ => last = b"",
        }
        self.framing = Framing::Length(0);
        Some(last)
    }
}

impl Frame {
    /// Room for what precedes the bytes: the digits of 64 bits, and a line end.
    pub const BEFORE: usize = 20;

    /// What precedes the bytes.
    pub fn before(&self) -> &[u8] {
        first(&self.before, usize::from(self.before_len))
    }

    /// The same at the beginning of an array, and how many bytes it is.
    pub const fn array(&self) -> (&[u8; Frame::BEFORE], u8) {
        (&self.before, self.before_len)
    }

    /// The frame of a chunk: its size in hexadecimal digits, and line ends. Of no bytes there is none.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn of_chunk(len: usize) -> Frame {
        let line_end: &[u8] = if len > 0 { b"\r\n" } else { b"" };
        let mut frame = Frame { before: [0; Frame::BEFORE], before_len: 0, after: line_end };
        let (digits, rest) = frame.before.split_at_mut_checked(digits(len) as usize).unwrap_or_default();
        for (slot, place) in digits.iter_mut().rev().zip(0..) {
            *slot = hex(len, place);
        }
        frame.before_len = digits.len().wrapping_add(copy(rest, line_end)) as u8;
        frame
    }
}

/// Hexadecimal digits of a number; 0 has none.
pub(crate) const fn digits(number: usize) -> u32 {
    usize::BITS.wrapping_sub(number.leading_zeros()).div_ceil(4)
}

/// The digit in this place, of which the last is 0.
pub(crate) const fn hex(number: usize, place: u32) -> u8 {
    let digit = (number >> place.wrapping_mul(4) & 0xF) as u8;
    if digit < 10 { b'0'.wrapping_add(digit) } else { b'a'.wrapping_sub(10).wrapping_add(digit) }
}
