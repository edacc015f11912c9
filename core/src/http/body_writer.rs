//! A body, written: the framing is put around it.

use super::Framing;
use crate::slice::first;
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

/// What stands around some bytes of a body on the wire.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Frame {
    before: [u8; 18],
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
            Ok(true) => Ok(Frame::of_chunk(len)),
            Ok(false) => Ok(Frame { before: [0; 18], before_len: 0, after: b"" }),
            Err(left) => Err(Error::new(ErrorKind::HttpLength, left)),
        }
    }

    /// Takes so many bytes of the body: whether they are a chunk, or how many fewer the head has said.
    pub(crate) fn admit(&mut self, len: usize) -> Result<bool, u64> {
        if let Framing::Length(left) = &mut self.framing {
            *left = left.checked_sub(len as u64).ok_or(*left)?;
        }
        Ok(self.framing == Framing::Chunked && len > 0)
    }

    /// What ends the body: the last chunk, or nothing. No bytes may follow.
    ///
    /// # Errors
    /// [`HttpLength`](ErrorKind::HttpLength): fewer bytes than the head has said.
    pub fn finish(&mut self) -> Result<&'static [u8], Error> {
        self.end(b"0\r\n\r\n")
    }

    /// What ends the body when [trailers](super::HeadWriter::trailers) follow, which only chunks allow: elsewhere this
    /// is empty, and nothing may follow. Errors as [`finish`](BodyWriter::finish).
    pub fn finish_before_trailers(&mut self) -> Result<&'static [u8], Error> {
        self.end(b"0\r\n")
    }

    fn end(&mut self, mut last: &'static [u8]) -> Result<&'static [u8], Error> {
        match self.framing {
            Framing::Length(left @ 1..) => return Err(Error::new(ErrorKind::HttpLength, left)),
            Framing::Chunked => {}
            _ => last = b"",
        }
        self.framing = Framing::Length(0);
        Ok(last)
    }
}

impl Frame {
    /// What precedes the bytes.
    pub fn before(&self) -> &[u8] {
        first(&self.before, usize::from(self.before_len))
    }

    /// The frame of a chunk: its size in hexadecimal digits, and line ends.
    pub(crate) fn of_chunk(len: usize) -> Frame {
        let mut frame = Frame { before: [0; 18], before_len: 0, after: b"\r\n" };
        let mut shift = usize::BITS;
        while shift > 0 {
            shift = shift.wrapping_sub(4);
            let digits = len.wrapping_shr(shift);
            if digits > 0 {
                frame.push(hex(digits));
            }
        }
        frame.push(b'\r');
        frame.push(b'\n');
        frame
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.before.get_mut(usize::from(self.before_len)) {
            *slot = byte;
        }
        self.before_len = self.before_len.wrapping_add(1);
    }
}

/// The last four bits as a digit.
const fn hex(bits: usize) -> u8 {
    let digit = (bits & 0xF) as u8;
    if digit < 10 { b'0'.wrapping_add(digit) } else { b'a'.wrapping_sub(10).wrapping_add(digit) }
}
