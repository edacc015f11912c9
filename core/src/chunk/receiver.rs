//! The receiving side of a message in chunks.

use super::{Chunk, ChunkError, Chunking};
use crate::{Error, ErrorKind, Limit};

/// Judges chunks as they arrive. It keeps no bytes and does no I/O.
///
/// [`enter`](ChunkReceiver::enter) a chunk, [`read`](ChunkReceiver::read) its bytes in pieces of any size,
/// [`acknowledge`](ChunkReceiver::acknowledge) it; after the last chunk, [`finish`](ChunkReceiver::finish).
///
/// An error refuses a chunk and changes nothing: the chunk that is [expected](ChunkReceiver::index) may still come. A
/// chunk that broke off comes again from its beginning; what was read of it before is not given out twice.
#[derive(Clone, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ChunkReceiver {
    chunking: Chunking,
    message_bytes: u64,
    total: Option<u64>,
    index: u64,
    offset: u64,
    /// Bytes given out of the chunk at `index`.
    given: u64,
    open: Option<Open>,
    done: bool,
}

#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
struct Open {
    len: u64,
    /// Bytes of it that arrived this time.
    at: u64,
    last: bool,
}

impl ChunkReceiver {
    /// The receiver of a message of at most `message_bytes` bytes, in chunks as agreed.
    pub fn new(chunking: Chunking, message_bytes: u64) -> Self {
        ChunkReceiver { chunking, message_bytes, total: None, index: 0, offset: 0, given: 0, open: None, done: false }
    }

    /// A chunk begins.
    ///
    /// # Errors
    /// - [`ChunkMissing`](ErrorKind::ChunkMissing): it is not the next; the error names the one that is.
    /// - [`ChunkRepeated`](ErrorKind::ChunkRepeated): it was acknowledged before.
    /// - [`ChunkOrder`](ErrorKind::ChunkOrder): its offset, or its mark as first or last, does not go with those
    ///   before.
    /// - [`ChunkSize`](ErrorKind::ChunkSize): it is empty; or the one before was not complete.
    /// - [`ChunkTotal`](ErrorKind::ChunkTotal): it ends behind the announced total, or is last before it.
    /// - [`Limit`](ErrorKind::Limit): it is longer than a chunk may be, or the message longer than allowed, which an
    ///   announced total tells at once.
    pub fn enter(&mut self, chunk: &Chunk) -> Result<(), ChunkError> {
        if self.open.is_some() {
            return Err(self.refused(ErrorKind::ChunkSize));
        }
        self.judge(chunk)?;
        self.total = self.total.or(chunk.total);
        self.open = Some(Open { len: chunk.len, at: 0, last: chunk.last });
        Ok(())
    }

    /// Takes bytes of the chunk from `input`, moving it on, and gives those that are new. What is left of `input` is
    /// behind the chunk. No bytes at all when no chunk is open.
    pub fn read<'i>(&mut self, input: &mut &'i [u8]) -> &'i [u8] {
        let Some(open) = &mut self.open else { return &[] };
        let left = open.len.saturating_sub(open.at);
        let known = usize::try_from(self.given.saturating_sub(open.at)).unwrap_or(usize::MAX);
        let taken = input.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let (bytes, rest) = input.split_at_checked(taken).unwrap_or_default();
        *input = rest;
        open.at = open.at.saturating_add(bytes.len() as u64);
        self.given = self.given.max(open.at);
        bytes.get(known..).unwrap_or_default()
    }

    /// The chunk has ended: answers its index, to be acknowledged.
    ///
    /// # Errors
    /// [`ChunkSize`](ErrorKind::ChunkSize): it was cut short; the rest may follow, or call
    /// [`interrupt`](ChunkReceiver::interrupt). [`InvalidArgument`](ErrorKind::InvalidArgument): none is open.
    pub fn acknowledge(&mut self) -> Result<u64, ChunkError> {
        let open = self.open.ok_or_else(|| self.refused(ErrorKind::InvalidArgument))?;
        if open.at != open.len {
            return Err(self.refused(ErrorKind::ChunkSize));
        }
        let index = self.index;
        self.index = index.wrapping_add(1);
        self.offset = self.offset.saturating_add(open.len);
        (self.given, self.open, self.done) = (0, None, open.last);
        Ok(index)
    }

    /// The way broke, or the chunk is refused: it is expected again, from its beginning.
    pub fn interrupt(&mut self) {
        self.open = None;
    }

    /// The message has ended: answers its length.
    ///
    /// # Errors
    /// [`ChunkMissing`](ErrorKind::ChunkMissing): the last chunk was not acknowledged.
    pub fn finish(&self) -> Result<u64, ChunkError> {
        if self.done { Ok(self.offset) } else { Err(self.refused(ErrorKind::ChunkMissing)) }
    }

    /// Whether the last chunk is acknowledged.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// The chunk to ask for: the first that is not acknowledged.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Bytes of the message in the chunks that are acknowledged: where that chunk begins.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Bytes of the message that were given out.
    pub fn given(&self) -> u64 {
        self.offset.saturating_add(self.given)
    }

    /// Bytes of the open chunk that have not arrived; none when no chunk is open.
    pub fn left(&self) -> Option<u64> {
        self.open.map(|open| open.len.saturating_sub(open.at))
    }

    /// An error of the chunk that is expected.
    pub(super) fn refused(&self, kind: ErrorKind) -> ChunkError {
        ChunkError::new(kind, self.index, self.offset)
    }

    fn judge(&self, chunk: &Chunk) -> Result<(), ChunkError> {
        if chunk.index < self.index {
            return Err(ChunkError::new(ErrorKind::ChunkRepeated, chunk.index, self.offset));
        }
        if self.done {
            return Err(ChunkError::new(ErrorKind::ChunkOrder, chunk.index, self.offset));
        }
        if chunk.index > self.index {
            return Err(self.refused(ErrorKind::ChunkMissing));
        }
        if chunk.offset != self.offset {
            return Err(self.refused(ErrorKind::ChunkOrder));
        }
        judge_shape(self.chunking, chunk)?;
        self.judge_total(chunk)?;
        // What was given out already is not in a chunk that is now shorter.
        if chunk.len < self.given { Err(self.refused(ErrorKind::ChunkSize)) } else { Ok(()) }
    }

    fn judge_total(&self, chunk: &Chunk) -> Result<(), ChunkError> {
        let wrong = self.refused(ErrorKind::ChunkTotal);
        let end = chunk.offset.checked_add(chunk.len).ok_or(wrong)?;
        let total = self.total.or(chunk.total);
        let ends_well = total.is_none_or(|total| if chunk.last { end == total } else { end < total });
        if !ends_well || chunk.total.is_some_and(|said| Some(said) != total) {
            return Err(wrong);
        }
        let needed = total.unwrap_or(end);
        if needed > self.message_bytes {
            let error = Error::limit(Limit::MessageBytes, needed, self.offset);
            return Err(ChunkError { error, index: self.index });
        }
        Ok(())
    }
}

/// What a chunk says of itself.
pub(super) fn judge_shape(chunking: Chunking, chunk: &Chunk) -> Result<(), ChunkError> {
    let wrong = |kind| Err(ChunkError::new(kind, chunk.index, chunk.offset));
    if chunk.first != (chunk.index == 0) || (chunking == Chunking::Off && !chunk.last) {
        return wrong(ErrorKind::ChunkOrder);
    }
    if chunk.len > chunking.limit() {
        let error = Error::limit(Limit::ChunkBytes, chunk.len, chunk.offset);
        return Err(ChunkError { error, index: chunk.index });
    }
    if chunk.len == 0 && !(chunk.first && chunk.last) { wrong(ErrorKind::ChunkSize) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
