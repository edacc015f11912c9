//! Large messages.
//!
//! A message of more than 100 KB travels in chunks of at most that size; the receiver acknowledges each. Neither side
//! holds a chunk: its bytes flow through in pieces of any size, so a device with 2 KB of memory takes part. How a chunk
//! is framed is the business of your transport; the library knows which chunk is next, where it begins, whether it is
//! the first or the last, and what to do when one is refused.
//!
//! Nothing is lost silently: a chunk that is missing, repeated, out of order, too large or cut short is an error that
//! names the chunk. It changes nothing, so the right chunk may still follow.
//!
//! The two directions are independent: a small request may have a response in chunks, and the other way round.

use crate::error::{SOAPSTONE_OK, soapstone_error, status};
use crate::raw;
use soapstone::chunk::{Chunk, ChunkError, Chunking};

/// 100 KB: a message of more bytes than that travels in chunks of at most so many. The usual chunk_bytes.
pub const SOAPSTONE_CHUNK_BYTES: u32 = 102_400;
/// A total that the sender does not know.
pub const SOAPSTONE_TOTAL_UNKNOWN: u64 = u64::MAX;

const _: () = assert!(SOAPSTONE_CHUNK_BYTES == Chunking::DEFAULT_BYTES);

/// One chunk of a message. Its bytes travel beside it.
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct soapstone_chunk {
    /// Its number, from 0.
    pub index: u64,
    /// Bytes of the message before it.
    pub offset: u64,
    /// Its length in bytes: 0 only for the one chunk of an empty message.
    pub len: u64,
    /// Bytes of the whole message, or SOAPSTONE_TOTAL_UNKNOWN.
    pub total: u64,
    /// 1 for the first chunk: transport headers go with it and with no other. Else 0.
    pub first: i32,
    /// 1 for the last chunk, else 0.
    pub last: i32,
}

/// Says whether a message of total bytes travels in more than one chunk: 1 when it is longer than chunk_bytes, which
/// is most often SOAPSTONE_CHUNK_BYTES; else 0. With a chunk_bytes of 0 nothing is cut.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_chunk_applies(chunk_bytes: u32, total: u64) -> i32 {
    i32::from(Chunking::above(chunk_bytes).applies(total))
}

/// Gives the chunk with this index of a message of total bytes; SOAPSTONE_NOT_FOUND behind the last. An empty message
/// has one chunk.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_at(
    chunk_bytes: u32,
    total: u64,
    index: u64,
    chunk: *mut soapstone_chunk,
) -> i32 {
    status(|| Ok(raw::out(chunk)?.found(Chunking::above(chunk_bytes).chunk(total, index))))
}

impl From<Chunk> for soapstone_chunk {
    fn from(chunk: Chunk) -> Self {
        soapstone_chunk {
            index: chunk.index,
            offset: chunk.offset,
            len: chunk.len,
            total: chunk.total.unwrap_or(SOAPSTONE_TOTAL_UNKNOWN),
            first: chunk.first.into(),
            last: chunk.last.into(),
        }
    }
}

impl From<&soapstone_chunk> for Chunk {
    fn from(chunk: &soapstone_chunk) -> Self {
        Chunk {
            index: chunk.index,
            offset: chunk.offset,
            len: chunk.len,
            first: chunk.first != 0,
            last: chunk.last != 0,
            total: known(chunk.total),
        }
    }
}

/// A total, unless it stands for none.
pub(crate) fn known(total: u64) -> Option<u64> {
    Some(total).filter(|&total| total != SOAPSTONE_TOTAL_UNKNOWN)
}

/// What went wrong last, with which chunk.
pub(crate) type Failure = Option<(soapstone_error, u64)>;

/// An error of a chunk, to be remembered.
pub(crate) fn failure(error: &ChunkError) -> Failure {
    Some((Some(error.error).into(), error.index))
}

/// A number that a callback answered, at a place of the message; a positive one would read as an outcome.
pub(crate) fn refusal(answer: i32, index: u64, offset: u64) -> (soapstone_error, u64) {
    let kind = if answer < SOAPSTONE_OK { answer } else { soapstone::ErrorKind::Io.code() };
    (soapstone_error { kind, offset, ..soapstone_error::default() }, index)
}

/// Hands out what went wrong last.
///
/// # Safety
/// The pointers are NULL or valid for writes.
pub(crate) unsafe fn tell(last: &Failure, error: *mut soapstone_error, index: *mut u64) -> i32 {
    status(|| {
        let (to, which) = (raw::out(error)?, raw::out(index)?);
        let (what, chunk) = last.unwrap_or_default();
        to.set(what);
        which.set(chunk);
        Ok(SOAPSTONE_OK)
    })
}
