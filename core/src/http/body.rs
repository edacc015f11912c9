//! A body, read: the framing is taken away.

use super::grammar::{is_token_byte, is_value_byte};
use super::{Fields, Framing};
use crate::slice::{after, first};
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
#[repr(C)] // what is looked at most is first: short instructions reach no further
pub struct BodyReader<'m> {
    state: State,
    /// Digits of a size, then bytes of extensions.
    count: u16,
    trailers: &'m mut [u8],
    /// Bytes of trailers.
    kept: usize,
    /// Bytes of the body, or of the chunk, that are still to come; up to the end of the connection, those that may.
    left: u64,
    /// Bytes of the body given so far, and how many there may be.
    given: u64,
    limit: u64,
    /// Bytes of input taken.
    taken: u64,
    error: Option<Error>,
}

/// What [`BodyReader::next`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Piece<'i> {
    /// Bytes of the body, never none.
    Data(&'i [u8]),
    /// More input, please.
    NeedInput,
    /// The body is complete; what is left of the input belongs to the next message.
    End,
}

/// What comes next; what belongs to trailers is last.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd)]
enum State {
    /// Bytes of a body of known length.
    Length,
    /// Bytes up to the end of the connection.
    Close,
    /// The size of a chunk: its first digit, then more of them or what may follow. RFC 9112, 7.1.
    Size,
    SizeMore,
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

/// What is done with a byte of the framing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Work {
    None,
    /// A digit of a size.
    Digit,
    /// The first byte of extensions, and those that follow.
    Begin,
    Count,
    /// The size of a chunk is complete.
    Chunk,
    /// A byte of a trailer.
    Keep,
    Refuse,
}

/// Classes of bytes, told from the bytes that stand for themselves by the highest bit.
const SPACE: u8 = 0x80;
const TOKEN: u8 = 0x81;
const VALUE: u8 = 0x82;
const ANY: u8 = 0x83;

/// What may come in which state, what comes next, and what is done; the first that fits. All else is refused.
const RULES: &[(State, u8, State, Work)] = &[
    (State::Size, ANY, State::SizeMore, Work::Digit),
    (State::SizeMore, b'\r', State::SizeEnd, Work::None),
    (State::SizeMore, SPACE, State::Space, Work::Begin),
    (State::SizeMore, b';', State::Extension, Work::Begin),
    (State::SizeMore, ANY, State::SizeMore, Work::Digit),
    (State::Space, b';', State::Extension, Work::Count),
    (State::Space, SPACE, State::Space, Work::Count),
    (State::Extension, b'\r', State::SizeEnd, Work::None),
    (State::Extension, VALUE, State::Extension, Work::Count),
    (State::SizeEnd, b'\n', State::Chunk, Work::Chunk),
    (State::ChunkCr, b'\r', State::ChunkEnd, Work::None),
    (State::ChunkEnd, b'\n', State::Size, Work::None),
    (State::TrailerLine, b'\r', State::LastEnd, Work::None),
    (State::LastEnd, b'\n', State::Done, Work::None),
    (State::TrailerName, b':', State::TrailerValue, Work::Keep),
    (State::TrailerLine, TOKEN, State::TrailerName, Work::Keep),
    (State::TrailerName, TOKEN, State::TrailerName, Work::Keep),
    (State::TrailerValue, b'\r', State::TrailerEnd, Work::Keep),
    (State::TrailerValue, VALUE, State::TrailerValue, Work::Keep),
    (State::TrailerEnd, b'\n', State::TrailerLine, Work::Keep),
];

/// Whether the byte is this one, or of this class.
fn is(byte: u8, class: u8) -> bool {
    match class {
        SPACE => matches!(byte, b' ' | b'\t'),
        TOKEN => is_token_byte(byte),
        VALUE => is_value_byte(byte),
        ANY => true,
        own => byte == own,
    }
}

impl<'m> BodyReader<'m> {
    /// A reader of a body of at most `limit` bytes. Trailers are kept in `trailers`; with no memory for them they are
    /// held to their grammar and forgotten, up to 8,192 bytes. Nothing reads framing fields from trailers.
    pub fn new(framing: Framing, limit: u64, trailers: &'m mut [u8]) -> Self {
        let mut body = BodyReader::done(trailers);
        body.begin(framing, limit);
        body
    }

    /// A reader of no body.
    pub(crate) fn done(trailers: &'m mut [u8]) -> Self {
        let (state, error) = (State::Done, None);
        BodyReader { trailers, state, left: 0, given: 0, limit: 0, taken: 0, count: 0, kept: 0, error }
    }

    /// Begins another body.
    #[cfg_attr(small, inline(never))]
    pub(crate) fn begin(&mut self, framing: Framing, limit: u64) {
        (self.state, self.left) = match framing {
            Framing::Length(0) => (State::Done, 0),
            Framing::Length(bytes) => (State::Length, bytes),
            Framing::Chunked => (State::Size, 0),
            Framing::UntilClose => (State::Close, limit),
        };
        (self.given, self.limit, self.taken, self.count, self.kept) = (0, limit, 0, 0, 0);
        self.error = None;
        self.admit();
    }

    /// Takes input; gives the next bytes of the body. `last`: the connection is closed after this input.
    ///
    /// # Errors
    /// At a byte of the body as it was sent, its framing counted: [`HttpChunk`](ErrorKind::HttpChunk);
    /// [`HttpSyntax`](ErrorKind::HttpSyntax) in a trailer; [`HttpTruncated`](ErrorKind::HttpTruncated);
    /// [`Limit`](ErrorKind::Limit): the body is longer than the limit, which a Content-Length tells at once; trailers
    /// or extensions that do not fit. An error latches.
    pub fn next<'i>(&mut self, input: &mut &'i [u8], last: bool) -> Result<Piece<'i>, Error> {
        let piece = self.advance(input, last);
        self.judged()?;
        Ok(piece)
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

    /// What ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.error
    }

    pub(crate) fn judged(&self) -> Result<(), Error> {
        self.error.map_or(Ok(()), Err)
    }

    /// As [`next`](BodyReader::next); [`error`](BodyReader::error) tells an error.
    pub fn advance<'i>(&mut self, input: &mut &'i [u8], last: bool) -> Piece<'i> {
        while self.error.is_none() && self.state != State::Done {
            let Some((&byte, rest)) = input.split_first() else {
                match (last, self.state) {
                    (false, _) => return Piece::NeedInput,
                    (true, State::Close) => self.state = State::Done,
                    (true, _) => self.refuse(ErrorKind::HttpTruncated),
                }
                break;
            };
            if matches!(self.state, State::Length | State::Close | State::Chunk) {
                return self.data(input);
            }
            self.step(byte);
            if self.error.is_none() {
                self.taken = self.taken.wrapping_add(1);
                *input = rest;
            }
        }
        Piece::End
    }

    /// Gives what there is of a body, or of a chunk of it.
    #[cfg_attr(small, inline(never))]
    fn data<'i>(&mut self, input: &mut &'i [u8]) -> Piece<'i> {
        // Only a body without an end of its own comes to its limit here.
        if self.left == 0 {
            self.exceed(Limit::MessageBytes, self.given.wrapping_add(1));
        }
        let len = usize::try_from(self.left).unwrap_or(usize::MAX).min(input.len());
        let data = first(input, len);
        *input = after(input, len);
        self.given = self.given.wrapping_add(len as u64);
        self.taken = self.taken.wrapping_add(len as u64);
        self.left = self.left.wrapping_sub(len as u64);
        if self.left == 0 {
            self.state = match self.state {
                State::Length => State::Done,
                State::Chunk => State::ChunkCr,
                state => state,
            };
        }
        Piece::Data(data)
    }

    /// Takes a byte of the framing.
    fn step(&mut self, byte: u8) {
        let rule = RULES.iter().find(|(state, class, ..)| *state == self.state && is(byte, *class));
        let (_, _, next, work) = *rule.unwrap_or(&(self.state, ANY, self.state, Work::Refuse));
        self.state = next;
        self.work(work, byte);
    }

    #[cfg_attr(small, inline(never))]
    fn work(&mut self, work: Work, byte: u8) {
        match work {
            Work::None => {}
            Work::Digit => match char::from(byte).to_digit(16) {
                Some(digit) if self.count < SIZE_DIGITS => {
                    self.count = self.count.wrapping_add(1);
                    self.left = self.left << 4 | u64::from(digit);
                }
                _ => self.refuse(ErrorKind::HttpChunk),
            },
            Work::Begin => self.count = 1,
            Work::Count if self.count == EXTENSION_BYTES => {
                self.exceed(Limit::HeadBytes, u64::from(EXTENSION_BYTES).wrapping_add(1));
            }
            Work::Count => self.count = self.count.wrapping_add(1),
            Work::Chunk => {
                self.count = 0;
                if self.left == 0 {
                    self.state = State::TrailerLine;
                }
                self.admit();
            }
            Work::Keep => self.keep(byte),
            Work::Refuse => {
                let in_trailer = self.state >= State::TrailerLine;
                self.refuse(if in_trailer { ErrorKind::HttpSyntax } else { ErrorKind::HttpChunk });
            }
        }
    }

    /// Refuses the bytes that are to come where they are more than there may be.
    #[cfg_attr(small, inline(never))]
    fn admit(&mut self) {
        if self.left > self.limit.wrapping_sub(self.given) {
            self.exceed(Limit::MessageBytes, self.given.saturating_add(self.left));
        }
    }

    /// Keeps a byte of a trailer, or counts it where none are kept.
    fn keep(&mut self, byte: u8) {
        let most = if self.trailers.is_empty() { TRAILER_BYTES } else { self.trailers.len() };
        let needed = self.kept.wrapping_add(1);
        if needed > most {
            return self.exceed(Limit::HeadBytes, needed as u64);
        }
        if let Some(slot) = self.trailers.get_mut(self.kept) {
            *slot = byte;
        }
        self.kept = needed;
    }

    #[cold]
    #[inline(never)]
    fn exceed(&mut self, limit: Limit, needed: u64) {
        self.error = Some(Error::limit(limit, needed, self.taken));
    }

    #[cold]
    #[inline(never)]
    fn refuse(&mut self, kind: ErrorKind) {
        self.error = Some(Error::new(kind, self.taken));
    }
}
