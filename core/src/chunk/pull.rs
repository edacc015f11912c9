//! Chunks that are asked for, read as one body.

use super::{Chunk, ChunkError, ChunkReceiver, TransferError};
use crate::ErrorKind;
use crate::slice::shift;

/// The way to the sender.
pub trait ChunkIn {
    /// Why receiving fails.
    type Error;

    /// Asks for the chunk with this index, which begins at `offset`. Asking for a chunk acknowledges all before it.
    ///
    /// # Errors
    /// Its own.
    fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, Self::Error>;

    /// Reads bytes of that chunk into `into`, as many as are there, and answers how many; 0 when it broke off.
    ///
    /// # Errors
    /// Its own; a broken way that can be opened again is better told as `Ok(0)`.
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error>;

    /// Acknowledges the last chunk.
    ///
    /// # Errors
    /// Its own.
    fn finish(&mut self, index: u64) -> Result<(), Self::Error>;
}

impl<T: ChunkIn + ?Sized> ChunkIn for &mut T {
    type Error = T::Error;

    fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, T::Error> {
        (**self).query(index, offset)
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, T::Error> {
        (**self).read(into)
    }

    fn finish(&mut self, index: u64) -> Result<(), T::Error> {
        (**self).finish(index)
    }
}

/// Asks for one chunk after the other until the body is complete, and reads it.
///
/// It holds no bytes, and is an `embedded_io::Read` for `soap::PullReader` or any other reader.
#[derive(Debug)]
pub struct ChunkReader<T> {
    transport: T,
    pulling: Pulling,
}

impl<T: ChunkIn> ChunkReader<T> {
    /// A reader of the message that `receiver` expects. A chunk that breaks off is asked for again `retries` times.
    pub fn new(transport: T, receiver: ChunkReceiver, retries: u32) -> Self {
        ChunkReader { transport, pulling: Pulling { receiver, retries, failures: 0 } }
    }

    /// Reads the next bytes of the body; 0 at its end, which has then been acknowledged, or for no room.
    ///
    /// # Errors
    /// Those of the transport and of [`ChunkReceiver::enter`]; [`ChunkSize`](ErrorKind::ChunkSize): a chunk that broke
    /// off once too often.
    pub fn read(&mut self, into: &mut [u8]) -> Result<usize, TransferError<T::Error>> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match self.pulling.next() {
                Pull::Query(index, offset) => {
                    let chunk = self.transport.query(index, offset).map_err(TransferError::Transport)?;
                    self.pulling.receiver.enter(&chunk)?;
                }
                Pull::Bytes(left) => {
                    let room = room(into, left);
                    let count = self.transport.read(room).map_err(TransferError::Transport)?;
                    let new = self.pulling.arrived(room, count)?;
                    if new > 0 {
                        return Ok(new);
                    }
                }
                Pull::Acknowledge => {
                    if let Some(index) = self.pulling.acknowledge()? {
                        self.transport.finish(index).map_err(TransferError::Transport)?;
                    }
                }
                Pull::End => return Ok(0),
            }
        }
    }

    /// Where the transfer stands.
    pub fn receiver(&self) -> &ChunkReceiver {
        &self.pulling.receiver
    }

    /// Where the transfer stands, and the transport.
    pub fn into_parts(self) -> (ChunkReceiver, T) {
        (self.pulling.receiver, self.transport)
    }
}

#[cfg(feature = "embedded-io")]
impl<T: ChunkIn<Error: embedded_io::Error>> embedded_io::ErrorType for ChunkReader<T> {
    type Error = TransferError<T::Error>;
}

#[cfg(feature = "embedded-io")]
impl<T: ChunkIn<Error: embedded_io::Error>> embedded_io::Read for ChunkReader<T> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error> {
        ChunkReader::read(self, into)
    }
}

/// What a reader that asks for chunks does next.
pub(super) enum Pull {
    Query(u64, u64),
    Bytes(u64),
    Acknowledge,
    End,
}

/// Where a reader that asks for chunks stands.
#[derive(Debug)]
pub(super) struct Pulling {
    pub(super) receiver: ChunkReceiver,
    pub(super) retries: u32,
    /// How often the chunk that is expected broke off.
    pub(super) failures: u32,
}

impl Pulling {
    pub(super) fn next(&self) -> Pull {
        match self.receiver.left() {
            Some(0) => Pull::Acknowledge,
            Some(left) => Pull::Bytes(left),
            None if self.receiver.is_done() => Pull::End,
            None => Pull::Query(self.receiver.index(), self.receiver.offset()),
        }
    }

    /// Takes bytes that arrived at the beginning of `room`, moves those that are new there, and answers how many they
    /// are. None arrived: the chunk broke off, and is asked for again.
    pub(super) fn arrived(&mut self, room: &mut [u8], count: usize) -> Result<usize, ChunkError> {
        let mut input = room.get(..count).unwrap_or_default();
        if input.is_empty() {
            if self.failures >= self.retries {
                return Err(self.receiver.refused(ErrorKind::ChunkSize));
            }
            self.failures = self.failures.wrapping_add(1);
            self.receiver.interrupt();
            return Ok(0);
        }
        let new = self.receiver.read(&mut input).len();
        let known = count.saturating_sub(new);
        if known > 0 {
            shift(room, known, 0, new);
        }
        Ok(new)
    }

    /// The open chunk is complete; answers its index when it is the last, for the next query acknowledges any other.
    pub(super) fn acknowledge(&mut self) -> Result<Option<u64>, ChunkError> {
        let index = self.receiver.acknowledge()?;
        self.failures = 0;
        Ok(Some(index).filter(|_| self.receiver.is_done()))
    }
}

/// The part of a buffer that the next read may fill.
pub(super) fn room(into: &mut [u8], left: u64) -> &mut [u8] {
    let len = into.len().min(usize::try_from(left).unwrap_or(usize::MAX));
    into.get_mut(..len).unwrap_or_default()
}
