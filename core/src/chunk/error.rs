//! What can go wrong with chunks.

use crate::{Error, ErrorKind};
use core::convert::Infallible;
use core::fmt;

/// What is wrong, and with which chunk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ChunkError {
    /// What is wrong; its offset counts the bytes of the message before that chunk.
    pub error: Error,
    /// The number of the chunk, from 0. Of a chunk that is missing, its own and not that of the one in its place.
    pub index: u64,
}

impl ChunkError {
    pub(super) const fn new(kind: ErrorKind, index: u64, offset: u64) -> Self {
        ChunkError { error: Error::new(kind, offset), index }
    }
}

impl fmt::Display for ChunkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "chunk {}: {}", self.index, self.error)
    }
}

impl core::error::Error for ChunkError {}

/// Why a transfer stopped: the chunks, the transport that carries them, or the place the body comes from or goes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum TransferError<T = Infallible, B = Infallible> {
    /// A chunk is not as it must be.
    Chunk(ChunkError),
    /// The transport failed; what it said.
    Transport(T),
    /// The source or the spool failed; what it said.
    Body(B),
}

impl<T, B> From<ChunkError> for TransferError<T, B> {
    fn from(error: ChunkError) -> Self {
        TransferError::Chunk(error)
    }
}

impl<T: fmt::Display, B: fmt::Display> fmt::Display for TransferError<T, B> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            TransferError::Chunk(error) => error.fmt(f),
            TransferError::Transport(error) => error.fmt(f),
            TransferError::Body(error) => error.fmt(f),
        }
    }
}

impl<T: fmt::Debug + fmt::Display, B: fmt::Debug + fmt::Display> core::error::Error for TransferError<T, B> {}

#[cfg(feature = "embedded-io")]
impl<T: embedded_io::Error> embedded_io::Error for TransferError<T> {
    fn kind(&self) -> embedded_io::ErrorKind {
        match self {
            TransferError::Chunk(_) => embedded_io::ErrorKind::InvalidData,
            TransferError::Transport(error) => error.kind(),
            TransferError::Body(never) => match *never {},
        }
    }
}
