//! The loops of this layer for transports that await. They are those of the layer above, around the same machines.
#![allow(async_fn_in_trait, reason = "whether a future may move between threads is for the executor of the device")]

use super::pull::{Pull, Pulling, room};
use super::send::{given, portion};
use super::sink::{Written, answered, skipped, written};
use super::{Chunk, ChunkReceiver, ChunkSender, SendStep, TransferError};
use crate::ErrorKind;

/// A body that can be read at any place: [`super::Source`].
pub trait Source {
    /// Why reading fails.
    type Error;
    /// As [`super::Source::read`].
    async fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, Self::Error>;
}

/// The way to the receiver: [`super::ChunkOut`].
pub trait ChunkOut {
    /// Why sending fails.
    type Error;
    /// As [`super::ChunkOut::begin`].
    async fn begin(&mut self, chunk: &Chunk) -> Result<(), Self::Error>;
    /// As [`super::ChunkOut::write`].
    async fn write(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;
    /// As [`super::ChunkOut::finish`].
    async fn finish(&mut self, chunk: &Chunk) -> Result<bool, Self::Error>;
}

/// The way to the sender: [`super::ChunkIn`].
pub trait ChunkIn {
    /// Why receiving fails.
    type Error;
    /// As [`super::ChunkIn::query`].
    async fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, Self::Error>;
    /// As [`super::ChunkIn::read`].
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error>;
    /// As [`super::ChunkIn::finish`].
    async fn finish(&mut self, index: u64) -> Result<(), Self::Error>;
}

/// Sends what is left of a message: [`super::send`].
///
/// # Errors
/// As there.
pub async fn send<S: Source, T: ChunkOut>(
    sender: &mut ChunkSender,
    source: &mut S,
    out: &mut T,
    window: &mut [u8],
) -> Result<u64, TransferError<T::Error, S::Error>> {
    sender.rewind();
    let mut at = sender.offset();
    loop {
        match sender.next() {
            SendStep::Begin(chunk) => {
                at = chunk.offset;
                out.begin(&chunk).await.map_err(TransferError::Transport)?;
                sender.begin()?;
            }
            SendStep::Bytes(left) => {
                let room = portion(sender, window, left)?;
                let count = source.read(at, room).await.map_err(TransferError::Body)?;
                let bytes = given(sender, room, count)?;
                out.write(bytes).await.map_err(TransferError::Transport)?;
                sender.sent(bytes.len() as u64)?;
                at = at.saturating_add(bytes.len() as u64);
            }
            SendStep::Await(chunk) => {
                let taken = out.finish(&chunk).await.map_err(TransferError::Transport)?;
                sender.answer(taken)?;
            }
            SendStep::Cut(_) => return Err(sender.refused(ErrorKind::InvalidArgument).into()),
            SendStep::End => return Ok(sender.offset()),
        }
    }
}

/// Sends bytes as they are written: [`super::ChunkWriter`]. A `soap::Writer` writes into a
/// [`Buffer`](crate::buf::Buffer); when that is full, its bytes go here.
#[derive(Debug)]
pub struct ChunkWriter<T> {
    out: T,
    sender: ChunkSender,
    skip: u64,
}

impl<T: ChunkOut> ChunkWriter<T> {
    /// As [`super::ChunkWriter::new`].
    pub fn new(out: T, mut sender: ChunkSender) -> Self {
        sender.rewind();
        let skip = sender.offset();
        ChunkWriter { out, sender, skip }
    }

    /// Sends bytes; `last` when no more follow.
    ///
    /// # Errors
    /// As [`super::ChunkWriter::write`].
    pub async fn write(&mut self, bytes: &[u8], last: bool) -> Result<(), TransferError<T::Error>> {
        let bytes = skipped(&mut self.skip, bytes);
        let mut rest = bytes;
        loop {
            match written(&mut self.sender, &mut rest, last)? {
                Written::Begin(chunk) => {
                    self.out.begin(&chunk).await.map_err(TransferError::Transport)?;
                    self.sender.begin()?;
                }
                Written::Bytes(piece) => {
                    self.out.write(piece).await.map_err(TransferError::Transport)?;
                    self.sender.sent(piece.len() as u64)?;
                }
                Written::Await(chunk) => {
                    let taken = self.out.finish(&chunk).await.map_err(TransferError::Transport)?;
                    rest = answered(&mut self.sender, taken, rest, bytes)?;
                }
                Written::Done => return Ok(()),
            }
        }
    }

    /// Where the transfer stands, and the transport.
    pub fn into_parts(self) -> (ChunkSender, T) {
        (self.sender, self.out)
    }
}

/// Asks for one chunk after the other and reads the body: [`super::ChunkReader`].
#[derive(Debug)]
pub struct ChunkReader<T> {
    transport: T,
    pulling: Pulling,
}

impl<T: ChunkIn> ChunkReader<T> {
    /// As [`super::ChunkReader::new`].
    pub fn new(transport: T, receiver: ChunkReceiver, retries: u32) -> Self {
        ChunkReader { transport, pulling: Pulling { receiver, retries, failures: 0 } }
    }

    /// Reads the next bytes of the body; 0 at its end, which has then been acknowledged, or for no room.
    ///
    /// # Errors
    /// As [`super::ChunkReader::read`].
    pub async fn read(&mut self, into: &mut [u8]) -> Result<usize, TransferError<T::Error>> {
        if into.is_empty() {
            return Ok(0);
        }
        loop {
            match self.pulling.next() {
                Pull::Query(index, offset) => {
                    let chunk = self.transport.query(index, offset).await.map_err(TransferError::Transport)?;
                    self.pulling.receiver.enter(&chunk)?;
                }
                Pull::Bytes(left) => {
                    let room = room(into, left);
                    let count = self.transport.read(room).await.map_err(TransferError::Transport)?;
                    let new = self.pulling.arrived(room, count)?;
                    if new > 0 {
                        return Ok(new);
                    }
                }
                Pull::Acknowledge => {
                    if let Some(index) = self.pulling.acknowledge()? {
                        self.transport.finish(index).await.map_err(TransferError::Transport)?;
                    }
                }
                Pull::End => return Ok(0),
            }
        }
    }

    /// Where the transfer stands, and the transport.
    pub fn into_parts(self) -> (ChunkReceiver, T) {
        (self.pulling.receiver, self.transport)
    }
}

impl<T: ChunkIn<Error: embedded_io_async::Error>> embedded_io_async::ErrorType for ChunkReader<T> {
    type Error = TransferError<T::Error>;
}

impl<T: ChunkIn<Error: embedded_io_async::Error>> embedded_io_async::Read for ChunkReader<T> {
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, Self::Error> {
        ChunkReader::read(self, into).await
    }
}
