//! A body, read: the framing is taken away.

use super::grammar::{is_token_byte, is_value_byte};
use super::{Fields, Framing};
use crate::slice::first;
use crate::{Error, ErrorKind, Limit};

/// Digits of the size of a chunk: 64 bits.
const SIZE_DIGITS: u16 = 16;
/// Bytes of the extensions of one chunk.
const EXTENSION_BYTES: u16 = 256;
/// Bytes of trailers that are forgotten.
const TRAILER_BYTES: usize = 8192;

/// Reads a body: takes the framing away.
///
/// No byte is looked at twice and none is kept but trailers. Chunk extensions are skipped, up to 256 bytes in a chunk.
///
/// ```
/// use soapstone::http::{BodyReader, Framing, Piece};
///
/// let mut body = BodyReader::new(Framing::Chunked, u64::MAX, &mut []);
/// let mut input = &b"2\r\nhi\r\n0\r\n\r\nHTTP/1.1 ..."[..];
/// assert_eq!(body.next(&mut input, false), Ok(Piece::Data(b"hi")));
/// assert_eq!(body.next(&mut input, false), Ok(Piece::End));
/// assert_eq!(input, b"HTTP/1.1 ...");
/// ```
pub struct BodyReader<'m> {
    trailers: &'m mut [u8],
    state: State,
    /// Bytes of the body, or of the chunk, that are still to come.
    left: u64,
    /// Bytes of the body given so far, and how many there may be.
    given: u64,
    limit: u64,
    /// Bytes of input taken.
    taken: u64,
    /// Digits of a size, then bytes of extensions.
    count: u16,
    /// Bytes of trailers.
    kept: usize,
    error: Option<Error>,
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

/// What comes next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Bytes of a body of known length.
    Length,
    /// Bytes up to the end of the connection.
    Close,
    /// The size of a chunk, or what may follow it. RFC 9112, 7.1.
    Size,
    /// White space before an extension. RFC 9112, 7.1.1.
    Space,
    Extension,
    /// The LF after the size of a chunk.
    SizeEnd,
    /// Bytes of a chunk.
    Chunk,
    /// The CR, then the LF after a chunk.
    ChunkCr,
    ChunkEnd,
    /// The name of a trailer, or the CR of the empty line, when no byte of the line is there.
    TrailerLine,
    TrailerName,
    TrailerValue,
    TrailerEnd,
    /// The LF of the empty line.
    LastEnd,
    Done,
}

impl<'m> BodyReader<'m> {
    /// A reader of a body of at most `limit` bytes. Trailers are kept in `trailers`; with no memory for them they are
    /// held to their grammar and forgotten, up to 8,192 bytes. Nothing reads framing fields from trailers.
    pub fn new(framing: Framing, limit: u64, trailers: &'m mut [u8]) -> Self {
        let (state, left) = match framing {
            Framing::Length(0) => (State::Done, 0),
            Framing::Length(bytes) => (State::Length, bytes),
            Framing::Chunked => (State::Size, 0),
            Framing::UntilClose => (State::Close, u64::MAX),
        };
        let too_long = state == State::Length && left > limit;
        let error = too_long.then(|| Error::limit(Limit::MessageBytes, left, 0));
        BodyReader { trailers, state, left, given: 0, limit, taken: 0, count: 0, kept: 0, error }
    }

    /// Takes input; gives the next bytes of the body. `last`: the connection is closed after this input.
    ///
    /// # Errors
    /// At a byte of the body as it was sent, its framing counted: [`HttpChunk`](ErrorKind::HttpChunk);
    /// [`HttpSyntax`](ErrorKind::HttpSyntax) in a trailer; [`HttpTruncated`](ErrorKind::HttpTruncated);
    /// [`Limit`](ErrorKind::Limit): the body is longer than the limit, which a Content-Length tells at once; trailers
    /// or extensions that do not fit. An error latches.
    pub fn next<'i>(&mut self, input: &mut &'i [u8], last: bool) -> Result<Piece<'i>, Error> {
        let result = self.error.map_or(Ok(()), Err).and_then(|()| self.advance(input, last));
        self.error = result.err();
        result
    }

    /// Whether the body is complete.
    pub fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Bytes of the body given so far.
    pub fn offset(&self) -> u64 {
        self.given
    }

    /// The trailers, once the body is complete.
    pub fn trailers(&self) -> Fields<'_> {
        let lines = if self.is_done() { first(self.trailers, self.kept) } else { &[] };
        Fields { lines, at: 0 }
    }

    fn advance<'i>(&mut self, input: &mut &'i [u8], last: bool) -> Result<Piece<'i>, Error> {
        while self.state != State::Done {
            let Some((&byte, rest)) = input.split_first() else {
                if !last {
                    return Ok(Piece::NeedInput);
                }
                if self.state != State::Close {
                    return Err(self.error(ErrorKind::HttpTruncated));
                }
                self.state = State::Done;
                break;
            };
            if matches!(self.state, State::Length | State::Close | State::Chunk) {
                return self.data(input);
            }
            self.state = self.step(byte)?;
            self.taken = self.taken.wrapping_add(1);
            *input = rest;
        }
        Ok(Piece::End)
    }

    /// Gives what there is of a body, or of a chunk of it.
    fn data<'i>(&mut self, input: &mut &'i [u8]) -> Result<Piece<'i>, Error> {
        // Only a body without an end of its own comes to its limit here.
        let most = self.left.min(self.limit.wrapping_sub(self.given));
        if most == 0 {
            return Err(self.too_long(1));
        }
        let len = usize::try_from(most).unwrap_or(usize::MAX).min(input.len());
        let (data, rest) = input.split_at(len);
        *input = rest;
        self.given = self.given.wrapping_add(len as u64);
        self.taken = self.taken.wrapping_add(len as u64);
        if self.state != State::Close {
            self.left = self.left.wrapping_sub(len as u64);
        }
        self.state = match self.state {
            State::Length if self.left == 0 => State::Done,
            State::Chunk if self.left == 0 => State::ChunkCr,
            state => state,
        };
        Ok(Piece::Data(data))
    }

    /// Takes a byte of the framing.
    fn step(&mut self, byte: u8) -> Result<State, Error> {
        match (self.state, byte) {
            (State::Size, b'\r') if self.count > 0 => Ok(State::SizeEnd),
            (State::Size, b' ' | b'\t') if self.count > 0 => Ok(self.extension(State::Space)),
            (State::Size, b';') if self.count > 0 => Ok(self.extension(State::Extension)),
            (State::Size, _) => self.digit(byte),
            (State::Space, b';') => self.skip(State::Extension),
            (State::Space, b' ' | b'\t') => self.skip(State::Space),
            (State::Extension, b'\r') => Ok(State::SizeEnd),
            (State::Extension, _) if is_value_byte(byte) => self.skip(State::Extension),
            (State::SizeEnd, b'\n') => self.sized(),
            (State::ChunkCr, b'\r') => Ok(State::ChunkEnd),
            (State::ChunkEnd, b'\n') => Ok(State::Size),
            (State::TrailerLine, b'\r') => Ok(State::LastEnd),
            (State::LastEnd, b'\n') => Ok(State::Done),
            (State::TrailerName, b':') => self.keep(byte, State::TrailerValue),
            (State::TrailerLine | State::TrailerName, _) if is_token_byte(byte) => self.keep(byte, State::TrailerName),
            (State::TrailerValue, b'\r') => self.keep(byte, State::TrailerEnd),
            (State::TrailerValue, _) if is_value_byte(byte) => self.keep(byte, State::TrailerValue),
            (State::TrailerEnd, b'\n') => self.keep(byte, State::TrailerLine),
            (State::TrailerLine | State::TrailerName | State::TrailerValue | State::TrailerEnd | State::LastEnd, _) => {
                Err(self.error(ErrorKind::HttpSyntax))
            }
            _ => Err(self.error(ErrorKind::HttpChunk)),
        }
    }

    fn digit(&mut self, byte: u8) -> Result<State, Error> {
        let digit = char::from(byte).to_digit(16).filter(|_| self.count < SIZE_DIGITS);
        let digit = digit.ok_or(self.error(ErrorKind::HttpChunk))?;
        self.count = self.count.wrapping_add(1);
        self.left = self.left << 4 | u64::from(digit);
        Ok(State::Size)
    }

    /// Begins to count bytes of extensions.
    fn extension(&mut self, next: State) -> State {
        self.count = 1;
        next
    }

    /// Skips a byte of an extension.
    fn skip(&mut self, next: State) -> Result<State, Error> {
        if self.count == EXTENSION_BYTES {
            return Err(Error::limit(Limit::HeadBytes, u64::from(EXTENSION_BYTES).wrapping_add(1), self.taken));
        }
        self.count = self.count.wrapping_add(1);
        Ok(next)
    }

    /// The size of a chunk is complete.
    fn sized(&mut self) -> Result<State, Error> {
        if self.left > self.limit.wrapping_sub(self.given) {
            return Err(self.too_long(self.left));
        }
        self.count = 0;
        Ok(if self.left == 0 { State::TrailerLine } else { State::Chunk })
    }

    /// Keeps a byte of a trailer, or counts it where none are kept.
    fn keep(&mut self, byte: u8, next: State) -> Result<State, Error> {
        let most = if self.trailers.is_empty() { TRAILER_BYTES } else { self.trailers.len() };
        let needed = self.kept.wrapping_add(1);
        if needed > most {
            return Err(Error::limit(Limit::HeadBytes, needed as u64, self.taken));
        }
        if let Some(slot) = self.trailers.get_mut(self.kept) {
            *slot = byte;
        }
        self.kept = needed;
        Ok(next)
    }

    fn too_long(&self, more: u64) -> Error {
        Error::limit(Limit::MessageBytes, self.given.saturating_add(more), self.taken)
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind, self.taken)
    }
}
