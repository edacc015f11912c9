//! Messages on their way out: head and body in one buffer.

use crate::buf::{NoRoom, Sink};
use crate::http::{BodyWriter, Framing};
use crate::slice::{copy, shift};
use crate::xsd::integer;
use crate::{Error, Limit};

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
    /// What is packed, to be sent.
    packed: (usize, usize),
    framing: Framing,
    body: Option<BodyWriter>,
}

/// Room for the longest framing: `Transfer-Encoding: chunked`, an empty line and the size of a chunk.
const FIRST: usize = 52;
/// Room for the size of a chunk.
const BEFORE: usize = 18;
/// Room for the end of a chunk and for the last one.
const AFTER: usize = 7;

const LENGTH: &[u8] = b"Content-Length: ";
const CHUNKED: &[u8] = b"Transfer-Encoding: chunked";
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
    pub fn new(memory: &'m mut [u8], head: usize, framing: Framing) -> Result<Self, Error> {
        let needed = head.saturating_add(Self::OVERHEAD);
        if memory.len() <= needed {
            return Err(Error::limit(Limit::HeadBytes, needed.saturating_add(1) as u64, 0));
        }
        let (head, start) = (head.saturating_sub(LINE.len()), head.saturating_add(FIRST));
        Ok(Outgoing { memory, head, start, end: start, packed: (0, 0), framing, body: None })
    }

    /// Forgets the body that was written so far, to have it written again and sent so. Not after something was packed.
    pub fn restart(&mut self, framing: Framing) {
        if self.body.is_none() {
            (self.end, self.framing) = (self.start, framing);
        }
    }

    /// A message that is its head alone, and says in it all there is to say: the response to HEAD.
    pub fn head_only(memory: &'m mut [u8], head: usize) -> Self {
        let (framing, end) = (Framing::Length(0), memory.len());
        Outgoing { memory, head: 0, start: end, end, packed: (0, head), framing, body: Some(BodyWriter::new(framing)) }
    }

    /// Frames what was written since the last time; `last` when that was the end of the body.
    ///
    /// # Errors
    /// [`HttpLength`](crate::ErrorKind::HttpLength): the body is longer than the length that was said, or `last` and shorter.
    pub fn pack(&mut self, last: bool) -> Result<(), Error> {
        if self.start == self.memory.len() {
            return Ok(()); // no body at all
        }
        let len = self.end.wrapping_sub(self.start);
        let mut prefix = Prefix { bytes: [0; FIRST], len: 0 };
        let mut body = match self.body.take() {
            Some(body) => body,
            None => {
                if last && !matches!(self.framing, Framing::Length(_)) {
                    self.framing = Framing::Length(len as u64);
                }
                prefix.framing(self.framing);
                BodyWriter::new(self.framing)
            }
        };
        let frame = body.frame(len)?;
        prefix.push(frame.before());
        let finish: &[u8] = if last { body.finish()? } else { &[] };
        let after = self.put(self.end, if len > 0 { frame.after } else { &[] });
        let after = self.put(after, finish);
        let before = self.start.wrapping_sub(prefix.len);
        self.put(before, prefix.bytes.get(..prefix.len).unwrap_or_default());
        let head = core::mem::take(&mut self.head);
        let at = before.wrapping_sub(head);
        shift(self.memory, 0, at, head);
        self.packed = (at, after);
        self.body = Some(body);
        Ok(())
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

    /// Whether the head was packed: nothing of it can be changed any more.
    pub fn has_begun(&self) -> bool {
        self.body.is_some()
    }

    /// Whether the end of the body is only to be told by the end of the connection.
    pub fn closes(&self) -> bool {
        self.framing == Framing::UntilClose
    }

    fn put(&mut self, at: usize, bytes: &[u8]) -> usize {
        let end = at.wrapping_add(bytes.len());
        if let Some(room) = self.memory.get_mut(at..end) {
            copy(room, bytes);
        }
        end
    }

    /// Where the body must end, to leave room for its framing.
    fn limit(&self) -> usize {
        self.memory.len().saturating_sub(AFTER)
    }
}

impl Sink for Outgoing<'_> {
    fn free(&mut self) -> &mut [u8] {
        let limit = self.limit();
        self.memory.get_mut(self.end..limit).unwrap_or_default()
    }

    fn commit(&mut self, len: usize) -> bool {
        let fits = len <= self.limit().saturating_sub(self.end);
        if fits {
            self.end = self.end.wrapping_add(len);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        if len > self.limit().saturating_sub(BEFORE) {
            Err(NoRoom::TooLong)
        } else if len > self.limit().saturating_sub(self.end) {
            Err(NoRoom::Full)
        } else {
            Ok(())
        }
    }
}

/// What stands between the head and the body.
struct Prefix {
    bytes: [u8; FIRST],
    len: usize,
}

impl Prefix {
    fn push(&mut self, bytes: &[u8]) {
        let end = self.len.wrapping_add(bytes.len());
        if let Some(room) = self.bytes.get_mut(self.len..end) {
            copy(room, bytes);
            self.len = end;
        }
    }

    /// The field that says how long the body is, and the empty line.
    fn framing(&mut self, framing: Framing) {
        match framing {
            Framing::Length(length) => {
                self.push(LENGTH);
                self.push(integer::emit(length).as_bytes());
                self.push(LINE);
            }
            Framing::Chunked => {
                self.push(CHUNKED);
                self.push(LINE);
            }
            Framing::UntilClose => {}
        }
        self.push(LINE);
    }
}
