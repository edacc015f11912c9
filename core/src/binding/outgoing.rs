//! Messages on their way out: head and body in one buffer.

use crate::buf::{NoRoom, Sink};
use crate::http::{BodyWriter, Framing, LAST_CHUNK, digits, hex};
use crate::slice::{copy, shift};
use crate::xsd::integer;
use crate::{Error, ErrorKind, Limit};

/// Puts the head and the body of a message together in one buffer of the caller.
///
/// The body is written into it as into any sink, and goes out in pieces, each in one write with its framing, the first
/// with the head too. A body that fits whole is sent with its Content-Length, whatever else was asked for.
///
/// ```text
/// [ head | room for the framing | body ... | room for its end ]
/// ```
///
/// When the sink answers [`Full`](NoRoom::Full), [`pack`](Outgoing::pack) the bytes, send [them](Outgoing::bytes), say
/// that they are [`sent`](Outgoing::sent), and repeat the write.
pub struct Outgoing<'m> {
    memory: &'m mut [u8],
    /// Bytes of the head at the start of the memory, without the empty line; 0 once it was packed.
    head: usize,
    /// Where the body at hand begins and ends.
    start: usize,
    end: usize,
    /// Where the body must end, to leave room for its framing.
    limit: usize,
    /// What is packed, to be sent.
    packed: (usize, usize),
    framing: Framing,
    body: BodyWriter,
    /// Whether something was packed.
    begun: bool,
}

/// Room for the longest framing: `Transfer-Encoding: chunked`, an empty line and the size of a chunk.
const FIRST: usize = 52;
/// Room for the size of a chunk.
const BEFORE: usize = 18;
/// Room for the end of a chunk and for the last one.
const AFTER: usize = 7;

const LINE: &[u8] = b"\r\n";

impl<'m> Outgoing<'m> {
    /// The bytes of memory that are not for the head or the body.
    pub const OVERHEAD: usize = FIRST + AFTER;

    /// A message whose head, `head` bytes with the empty line at its end, was written to the start of the memory,
    /// without saying how long the body is.
    ///
    /// `framing` is how a body is sent that does not fit: a [`Length`](Framing::Length) was counted before and must be
    /// kept to, [`UntilClose`](Framing::UntilClose) has the connection closed after it.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit) of head bytes: the memory has no room for a body besides the head.
    /// [`LeftOut`](crate::ErrorKind::LeftOut): chunks, in the lean build.
    pub fn new(memory: &'m mut [u8], head: usize, framing: Framing) -> Result<Self, Error> {
        if !crate::COMPLETE && framing == Framing::Chunked {
            return Err(Error::new(ErrorKind::LeftOut, 0));
        }
        let needed = head.saturating_add(Self::OVERHEAD);
        if memory.len() <= needed {
            return Err(Error::limit(Limit::HeadBytes, needed.saturating_add(1) as u64, 0));
        }
        Ok(Outgoing::over(memory, head.max(LINE.len()), framing))
    }

    /// The same where there is known to be such a head, and room besides it.
    pub(super) fn over(memory: &'m mut [u8], head: usize, framing: Framing) -> Self {
        let (head, start) = (head.wrapping_sub(LINE.len()), head.wrapping_add(FIRST));
        let body = BodyWriter::new(framing);
        let limit = memory.len().wrapping_sub(AFTER);
        Outgoing { memory, head, start, end: start, limit, packed: (0, 0), framing, body, begun: false }
    }

    /// Forgets the body that was written so far, to have it written again and sent so. Not after something was packed.
    pub fn restart(&mut self, framing: Framing) {
        if !self.begun {
            (self.end, self.framing) = (self.start, framing);
        }
    }

    /// A message that is its head alone, and says in it all there is to say: the response to HEAD.
    pub fn head_only(memory: &'m mut [u8], head: usize) -> Self {
        let (framing, end) = (Framing::Length(0), memory.len());
        let body = BodyWriter::new(framing);
        Outgoing { memory, head: 0, start: end, end, limit: end, packed: (0, head), framing, body, begun: true }
    }

    /// Frames what was written since the last time; `last` when that was the end of the body.
    ///
    /// # Errors
    /// [`HttpLength`](crate::ErrorKind::HttpLength): the body is longer than the length that was said, or `last` and shorter.
    pub fn pack(&mut self, last: bool) -> Result<(), Error> {
        if self.packs(last) { Ok(()) } else { Err(self.refused()) }
    }

    /// The same; whether it could.
    pub(super) fn packs(&mut self, last: bool) -> bool {
        // At the end of the memory there is no body at all.
        self.start == self.memory.len() || self.frame(last).is_some()
    }

    /// Where it could not: how many bytes fewer the head has said.
    #[cfg(feature = "embedded-io")]
    pub(super) fn left(&self) -> u64 {
        self.body.left()
    }

    /// Why it could not.
    pub(super) fn refused(&self) -> Error {
        self.body.refused()
    }

    /// The same of a body; `None`: it is longer or shorter than it may be.
    fn frame(&mut self, last: bool) -> Option<()> {
        let (len, first) = (self.end.wrapping_sub(self.start), !self.begun);
        if first {
            if last && !matches!(self.framing, Framing::Length(_)) {
                self.framing = Framing::Length(len as u64);
            }
            self.body = BodyWriter::new(self.framing);
        }
        let chunk = self.body.admit(len)? && crate::COMPLETE;
        let ends = last && !self.body.end(LAST_CHUNK)?.is_empty();
        // What goes before the body is put together at the start of the memory.
        self.packed.1 = core::mem::take(&mut self.head);
        if first {
            self.put_framing();
        }
        if chunk {
            for place in (0..digits(len)).rev() {
                self.put(&[hex(len, place)]);
            }
            self.put(LINE);
        }
        let before = self.packed.1;
        let at = self.start.wrapping_sub(before);
        shift(self.memory, 0, at, before);
        (self.packed, self.begun) = ((at, self.end), true);
        if chunk {
            self.put(LINE);
        }
        if ends {
            self.put(LAST_CHUNK);
        }
        Some(())
    }

    /// What is packed and was not sent yet.
    pub fn bytes(&self) -> &[u8] {
        self.memory.get(self.packed.0..self.packed.1).unwrap_or_default()
    }

    /// Forgets the first `count` of the packed bytes, which were sent; after the last of them the buffer takes more of
    /// the body.
    pub fn sent(&mut self, count: usize) {
        self.packed.0 = self.packed.0.saturating_add(count).min(self.packed.1);
        if self.packed.0 == self.packed.1 {
            (self.packed, self.start, self.end) = ((0, 0), BEFORE, BEFORE);
        }
    }

    /// Where in the memory the body ends so far.
    #[cfg(feature = "embedded-io")]
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Whether the head was packed: nothing of it can be changed any more.
    pub fn has_begun(&self) -> bool {
        self.begun
    }

    /// Whether the end of the body is only to be told by the end of the connection.
    pub fn closes(&self) -> bool {
        self.framing == Framing::UntilClose
    }

    /// Puts these bytes behind what is packed.
    #[cfg_attr(small, inline(never))]
    fn put(&mut self, bytes: &[u8]) {
        let at = self.packed.1;
        self.packed.1 = at.wrapping_add(bytes.len());
        if let Some(room) = self.memory.get_mut(at..self.packed.1) {
            copy(room, bytes);
        }
    }

    /// Puts the field that says how long the body is, and the empty line.
    fn put_framing(&mut self) {
        match self.framing {
            Framing::Length(length) => {
                self.put(b"Content-Length: ");
                self.put(integer::emit(length).as_bytes());
                self.put(LINE);
            }
            Framing::Chunked => self.put(b"Transfer-Encoding: chunked\r\n"),
            Framing::UntilClose => {}
        }
        self.put(LINE);
    }

    /// Bytes of the body that fit behind those at hand, which never reach beyond the limit.
    fn room(&self) -> usize {
        self.limit.wrapping_sub(self.end)
    }
}

impl Sink for Outgoing<'_> {
    fn free(&mut self) -> &mut [u8] {
        self.memory.get_mut(self.end..self.limit).unwrap_or_default()
    }

    fn commit(&mut self, len: usize) -> bool {
        let fits = len <= self.room();
        if fits {
            self.end = self.end.wrapping_add(len);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        if len <= self.room() {
            Ok(())
        } else if len > self.limit.saturating_sub(BEFORE) {
            Err(NoRoom::TooLong)
        } else {
            Err(NoRoom::Full)
        }
    }
}
