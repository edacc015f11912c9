//! Where written bytes go: the sinks.
//!
//! A writer encodes into the free room of a [`Sink`] and commits what it wrote in one step, so a call that does
//! not fit leaves no trace. Three situations, three sinks:
//!
//! - [`Buffer`]: a fixed buffer that the caller drains when a call answers "full".
//! - [`IoSink`]: a fixed buffer in front of an `embedded_io::Write`, drained by itself.
//! - [`Counter`]: no output, only its exact length.
//!
//! With the feature `heapless`, [`VecSink`] appends to a `heapless::Vec<u8, N>`.

#[cfg(feature = "embedded-io")]
mod io;
#[cfg(feature = "heapless")]
mod vec;

#[cfg(feature = "embedded-io")]
pub use io::IoSink;
#[cfg(feature = "embedded-io")]
pub(crate) use io::send_all;
#[cfg(feature = "heapless")]
pub use vec::VecSink;

use crate::slice::shift;
use core::fmt;

/// Takes written bytes.
pub trait Sink {
    /// The room that is left. What is written there counts only once it is committed.
    fn free(&mut self) -> &mut [u8];

    /// Takes the first `len` bytes of [`free`](Sink::free), or takes nothing and answers `false` when `len` is
    /// more than that: the writer went on counting past the end. A sink that needs no bytes takes any `len`.
    fn commit(&mut self, len: usize) -> bool;

    /// Makes room for `len` bytes, or says why it cannot.
    fn make_room(&mut self, len: usize) -> Result<(), NoRoom>;

    /// Hands on what is held back; called when the document is complete.
    fn finish(&mut self) -> Result<(), NoRoom> {
        Ok(())
    }
}

/// Why there is no room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum NoRoom {
    /// The caller must drain the sink first.
    Full,
    /// Not even the empty sink holds so much.
    TooLong,
    /// The transport failed; the sink keeps its error.
    Io,
}

impl<S: Sink + ?Sized> Sink for &mut S {
    #[inline]
    fn free(&mut self) -> &mut [u8] {
        (**self).free()
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        (**self).commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        (**self).make_room(len)
    }

    fn finish(&mut self) -> Result<(), NoRoom> {
        (**self).finish()
    }
}

/// A fixed buffer that the caller drains.
///
/// ```
/// use soapstone::buf::{Buffer, Sink};
///
/// let mut memory = [0; 4];
/// let mut buffer = Buffer::new(&mut memory);
/// buffer.free()[..2].copy_from_slice(b"ab");
/// assert!(buffer.commit(2));
/// assert_eq!(buffer.bytes(), b"ab");
/// buffer.clear();
/// assert!(buffer.bytes().is_empty());
/// ```
pub struct Buffer<'b> {
    memory: &'b mut [u8],
    len: usize,
}

impl<'b> Buffer<'b> {
    /// An empty buffer over this memory.
    pub const fn new(memory: &'b mut [u8]) -> Self {
        Buffer { memory, len: 0 }
    }

    /// What was written since the last [`clear`](Buffer::clear).
    #[cfg_attr(small, inline(always))]
    pub fn bytes(&self) -> &[u8] {
        self.memory.get(..self.len).unwrap_or_default()
    }

    /// Forgets what was written, after the caller sent it on.
    pub fn clear(&mut self) {
        self.len = 0;
    }

    /// Forgets the first `count` bytes written, after the caller sent those on, and moves the rest to the front.
    pub fn drain(&mut self, count: usize) {
        let count = count.min(self.len);
        let kept = self.len.wrapping_sub(count);
        shift(self.memory, count, 0, kept);
        self.len = kept;
    }

    /// Bytes the buffer holds when it is full.
    pub fn capacity(&self) -> usize {
        self.memory.len()
    }

    /// The written bytes with the lifetime of the memory.
    pub fn into_bytes(self) -> &'b mut [u8] {
        self.memory.get_mut(..self.len).unwrap_or_default()
    }
}

/// How full it is; what is in it may be secret.
impl fmt::Debug for Buffer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Buffer({} of {} bytes)", self.len, self.memory.len())
    }
}

impl Sink for Buffer<'_> {
    #[cfg_attr(small, inline(always))]
    #[cfg_attr(not(small), inline)]
    fn free(&mut self) -> &mut [u8] {
        self.memory.get_mut(self.len..).unwrap_or_default()
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        let fits = len <= self.memory.len().wrapping_sub(self.len);
        if fits {
            self.len = self.len.wrapping_add(len);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        if len > self.memory.len() {
            Err(NoRoom::TooLong)
        } else if len > self.memory.len().wrapping_sub(self.len) {
            Err(NoRoom::Full)
        } else {
            Ok(())
        }
    }
}

/// Counts the bytes of a document without keeping them: for a Content-Length before the document is sent.
pub struct Counter {
    scratch: [u8; Counter::SCRATCH],
    count: u64,
}

impl Counter {
    const SCRATCH: usize = 64;

    /// A counter at zero.
    pub const fn new() -> Self {
        Counter { scratch: [0; Counter::SCRATCH], count: 0 }
    }

    /// Bytes written so far.
    pub const fn count(&self) -> u64 {
        self.count
    }
}

impl Default for Counter {
    fn default() -> Self {
        Counter::new()
    }
}

impl fmt::Debug for Counter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Counter({} bytes)", self.count)
    }
}

impl Sink for Counter {
    #[inline]
    fn free(&mut self) -> &mut [u8] {
        &mut self.scratch
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        self.count = self.count.saturating_add(len as u64);
        true
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        // Only a piece of content is ever asked room for, and the largest is far smaller than the scratch.
        if len > Counter::SCRATCH { Err(NoRoom::TooLong) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(sink: &mut dyn Sink, bytes: &[u8]) -> bool {
        if let Some(room) = sink.free().get_mut(..bytes.len()) {
            room.copy_from_slice(bytes);
        }
        sink.commit(bytes.len())
    }

    #[test]
    fn buffer_takes_a_piece_whole_or_not_at_all() {
        let mut memory = [0; 4];
        let mut buffer = Buffer::new(&mut memory);
        assert!(put(&mut buffer, b"abc"));
        assert!(!put(&mut buffer, b"de"));
        assert_eq!(buffer.bytes(), b"abc");
        assert_eq!(buffer.make_room(2), Err(NoRoom::Full));
        assert_eq!(buffer.make_room(1), Ok(()));
        assert_eq!(buffer.make_room(5), Err(NoRoom::TooLong));
        buffer.drain(2);
        assert_eq!(buffer.bytes(), b"c");
        assert!(put(&mut buffer, b"def"));
        assert_eq!(buffer.bytes(), b"cdef");
        buffer.drain(9);
        assert_eq!(buffer.bytes(), b"");
        assert!(put(&mut buffer, b"wxyz"));
        assert_eq!(buffer.into_bytes(), b"wxyz");
    }

    #[test]
    fn does_not_tell_what_is_in_it() {
        let mut memory = *b"secret";
        let mut buffer = Buffer::new(&mut memory);
        assert!(buffer.commit(6));
        assert_eq!(std::format!("{buffer:?}"), "Buffer(6 of 6 bytes)");
    }

    #[test]
    fn counter_takes_any_length() {
        let mut counter = Counter::new();
        assert!(put(&mut counter, &[b'x'; 64]));
        assert!(put(&mut counter, &[b'x'; 1000]));
        assert_eq!(counter.count(), 1064);
    }
}
