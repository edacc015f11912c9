//! A body to the other side, chunk by chunk.

use super::{Chunk, ChunkSender, SendStep, Source, TransferError};
use crate::ErrorKind;

/// The way to the receiver.
pub trait ChunkOut {
    /// Why sending fails.
    type Error;

    /// Begins a chunk. Transport headers, and what tells the receiver that chunks follow, go with the first and with no
    /// other. A chunk that was refused is begun again.
    ///
    /// # Errors
    /// Its own.
    fn begin(&mut self, chunk: &Chunk) -> Result<(), Self::Error>;

    /// Sends bytes of the chunk, all of them.
    ///
    /// # Errors
    /// Its own.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Self::Error>;

    /// Ends the chunk and waits for the answer: whether the receiver has taken it.
    ///
    /// # Errors
    /// Its own; a broken way that can be opened again is better told as `Ok(false)`.
    fn finish(&mut self, chunk: &Chunk) -> Result<bool, Self::Error>;
}

impl<T: ChunkOut + ?Sized> ChunkOut for &mut T {
    type Error = T::Error;

    fn begin(&mut self, chunk: &Chunk) -> Result<(), T::Error> {
        (**self).begin(chunk)
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), T::Error> {
        (**self).write(bytes)
    }

    fn finish(&mut self, chunk: &Chunk) -> Result<bool, T::Error> {
        (**self).finish(chunk)
    }
}

/// Sends what is left of a message, through `window`, memory of any size. Answers the total.
///
/// It goes on where `sender` stands, so a transfer that failed can be taken up again. The sender must know its total.
///
/// # Errors
/// Those of the source and of the transport; [`ChunkRefused`](ErrorKind::ChunkRefused);
/// [`ChunkTotal`](ErrorKind::ChunkTotal): the source ends before its total;
/// [`InvalidArgument`](ErrorKind::InvalidArgument): an unknown total, or a window of no bytes.
pub fn send<S: Source, T: ChunkOut>(
    sender: &mut ChunkSender,
    mut source: S,
    mut out: T,
    window: &mut [u8],
) -> Result<u64, TransferError<T::Error, S::Error>> {
    // A transfer that failed within a chunk takes it up at its beginning.
    sender.rewind();
    let mut at = sender.offset();
    loop {
        match sender.next() {
            SendStep::Begin(chunk) => {
                at = chunk.offset;
                out.begin(&chunk).map_err(TransferError::Transport)?;
                sender.begin()?;
            }
            SendStep::Bytes(left) => {
                let room = portion(sender, window, left)?;
                let count = source.read(at, room).map_err(TransferError::Body)?;
                let bytes = given(sender, room, count)?;
                out.write(bytes).map_err(TransferError::Transport)?;
                sender.sent(bytes.len() as u64)?;
                at = at.saturating_add(bytes.len() as u64);
            }
            SendStep::Await(chunk) => {
                let taken = out.finish(&chunk).map_err(TransferError::Transport)?;
                sender.answer(taken)?;
            }
            SendStep::Cut(_) => return Err(sender.refused(ErrorKind::InvalidArgument).into()),
            SendStep::End => return Ok(sender.offset()),
        }
    }
}

/// The part of a window that the next read may fill.
pub(super) fn portion<'w, T, B>(
    sender: &ChunkSender,
    window: &'w mut [u8],
    left: u64,
) -> Result<&'w mut [u8], TransferError<T, B>> {
    let room = window.len().min(usize::try_from(left).unwrap_or(usize::MAX));
    match window.get_mut(..room) {
        Some(room) if !room.is_empty() => Ok(room),
        _ => Err(sender.refused(ErrorKind::InvalidArgument).into()),
    }
}

/// What a source has read.
pub(super) fn given<'w, T, B>(
    sender: &ChunkSender,
    room: &'w [u8],
    count: usize,
) -> Result<&'w [u8], TransferError<T, B>> {
    match room.get(..count) {
        Some(bytes) if !bytes.is_empty() => Ok(bytes),
        _ => Err(sender.refused(ErrorKind::ChunkTotal).into()),
    }
}
