//! A message that is written, to the other side, chunk by chunk.

use super::{ChunkError, ChunkOut, ChunkSender, SendStep, TransferError};
use crate::ErrorKind;
use crate::buf::{Buffer, NoRoom, Sink};
use crate::slice::{after, copy};

/// Sends bytes as they are written.
///
/// With a known total the bytes go out as they come, in pieces; of a message that was counted first
/// ([`Counter`](crate::buf::Counter)), nothing is ever held. With an unknown total each call of
/// [`write`](ChunkWriter::write) is a chunk.
#[derive(Debug)]
pub struct ChunkWriter<T> {
    out: T,
    sender: ChunkSender,
    /// Bytes still to come that were acknowledged in an earlier attempt.
    skip: u64,
}

impl<T: ChunkOut> ChunkWriter<T> {
    /// A writer of the message that `sender` stands for. When some of its chunks are acknowledged already, the message
    /// is to be written again from its beginning, and the bytes of those chunks are left out.
    pub fn new(out: T, mut sender: ChunkSender) -> Self {
        sender.rewind();
        let skip = sender.offset();
        ChunkWriter { out, sender, skip }
    }

    /// Sends bytes; `last` when no more follow.
    ///
    /// # Errors
    /// Those of the transport; [`ChunkRefused`](ErrorKind::ChunkRefused): with a known total at once, for the bytes
    /// are gone: write the message again, see [`new`](ChunkWriter::new); with an unknown total after the retries.
    /// [`ChunkTotal`](ErrorKind::ChunkTotal): more or fewer bytes than announced. [`Limit`](ErrorKind::Limit),
    /// [`ChunkSize`](ErrorKind::ChunkSize): with an unknown total, too many bytes, or none.
    pub fn write(&mut self, bytes: &[u8], last: bool) -> Result<(), TransferError<T::Error>> {
        let bytes = skipped(&mut self.skip, bytes);
        let mut rest = bytes;
        loop {
            match written(&mut self.sender, &mut rest, last)? {
                Written::Begin(chunk) => {
                    self.out.begin(&chunk).map_err(TransferError::Transport)?;
                    self.sender.begin()?;
                }
                Written::Bytes(piece) => {
                    self.out.write(piece).map_err(TransferError::Transport)?;
                    self.sender.sent(piece.len() as u64)?;
                }
                Written::Await(chunk) => {
                    let taken = self.out.finish(&chunk).map_err(TransferError::Transport)?;
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

/// What a writer does next with the bytes it was given.
pub(super) enum Written<'i> {
    Begin(super::Chunk),
    Bytes(&'i [u8]),
    Await(super::Chunk),
    Done,
}

/// The next step for these bytes, of which it takes what the step sends.
pub(super) fn written<'i>(
    sender: &mut ChunkSender,
    bytes: &mut &'i [u8],
    last: bool,
) -> Result<Written<'i>, ChunkError> {
    loop {
        return match sender.next() {
            SendStep::Cut(_) if bytes.is_empty() && !last => Ok(Written::Done),
            SendStep::Cut(_) => {
                sender.cut(bytes.len() as u64, last)?;
                continue;
            }
            SendStep::Begin(_) if bytes.is_empty() && !last => Ok(Written::Done),
            SendStep::Begin(chunk) => Ok(Written::Begin(chunk)),
            SendStep::Bytes(_) if bytes.is_empty() && !last => Ok(Written::Done),
            SendStep::Bytes(_) if bytes.is_empty() => Err(sender.refused(ErrorKind::ChunkTotal)),
            SendStep::Bytes(left) => {
                let count = bytes.len().min(usize::try_from(left).unwrap_or(usize::MAX));
                let (piece, rest) = bytes.split_at_checked(count).unwrap_or_default();
                *bytes = rest;
                Ok(Written::Bytes(piece))
            }
            SendStep::Await(chunk) => Ok(Written::Await(chunk)),
            SendStep::End if bytes.is_empty() => Ok(Written::Done),
            SendStep::End => Err(sender.refused(ErrorKind::ChunkTotal)),
        };
    }
}

/// Takes the answer to a chunk; gives what of the bytes of this call is to be sent: what is left, or all of it when the
/// chunk was refused and was made of them. The bytes of another are gone.
pub(super) fn answered<'i>(
    sender: &mut ChunkSender,
    taken: bool,
    left: &'i [u8],
    all: &'i [u8],
) -> Result<&'i [u8], ChunkError> {
    sender.answer(taken)?;
    match taken {
        true => Ok(left),
        false if sender.total().is_none() => Ok(all),
        false => Err(sender.refused(ErrorKind::ChunkRefused)),
    }
}

/// Leaves out the bytes that were acknowledged in an earlier attempt.
pub(super) fn skipped<'i>(skip: &mut u64, bytes: &'i [u8]) -> &'i [u8] {
    let count = bytes.len().min(usize::try_from(*skip).unwrap_or(usize::MAX));
    *skip = skip.saturating_sub(count as u64);
    bytes.get(count..).unwrap_or_default()
}

/// The sink in front of a [`ChunkWriter`]: for a `soap::Writer`.
///
/// It drains itself, so no call ever answers "full". With an unknown total its memory is the size of a chunk, at most
/// what was agreed. Once it has failed, every later call fails too; why waits in
/// [`take_error`](ChunkSink::take_error).
#[derive(Debug)]
pub struct ChunkSink<'m, T: ChunkOut> {
    writer: ChunkWriter<T>,
    buffer: Buffer<'m>,
    failed: bool,
    error: Option<TransferError<T::Error>>,
}

impl<'m, T: ChunkOut> ChunkSink<'m, T> {
    /// A sink that gathers writes in `memory`, which must hold the largest start tag.
    pub fn new(writer: ChunkWriter<T>, memory: &'m mut [u8]) -> Self {
        let len = match writer.sender.next() {
            SendStep::Cut(most) => memory.len().min(usize::try_from(most).unwrap_or(usize::MAX)),
            _ => memory.len(),
        };
        let memory = memory.get_mut(..len).unwrap_or_default();
        ChunkSink { writer, buffer: Buffer::new(memory), failed: false, error: None }
    }

    /// Sends these bytes behind those that were written; with a known total and nothing held back they are not copied.
    ///
    /// # Errors
    /// [`NoRoom::Io`]: it failed; [`NoRoom::TooLong`]: it has no memory, and the total is not known.
    pub fn write(&mut self, mut bytes: &[u8]) -> Result<(), NoRoom> {
        if self.writer.sender.total().is_some() {
            self.drain(false)?;
            let sent = self.writer.write(bytes, false);
            return self.keep(sent);
        }
        while !bytes.is_empty() {
            if self.free().is_empty() {
                self.make_room(1)?;
            }
            let count = copy(self.free(), bytes);
            self.commit(count);
            bytes = after(bytes, count);
        }
        Ok(())
    }

    /// Where the transfer stands.
    pub fn sender(&self) -> &ChunkSender {
        &self.writer.sender
    }

    /// Why it failed, once.
    pub fn take_error(&mut self) -> Option<TransferError<T::Error>> {
        self.error.take()
    }

    /// Where the transfer stands, and the transport.
    pub fn into_parts(self) -> (ChunkSender, T) {
        self.writer.into_parts()
    }

    fn drain(&mut self, last: bool) -> Result<(), NoRoom> {
        if self.failed {
            return Err(NoRoom::Io);
        }
        let sent = self.writer.write(self.buffer.bytes(), last);
        self.keep(sent)?;
        self.buffer.clear();
        Ok(())
    }

    fn keep(&mut self, sent: Result<(), TransferError<T::Error>>) -> Result<(), NoRoom> {
        sent.map_err(|error| {
            self.failed = true;
            self.error = Some(error);
            NoRoom::Io
        })
    }
}

impl<T: ChunkOut> Sink for ChunkSink<'_, T> {
    #[inline]
    fn free(&mut self) -> &mut [u8] {
        if self.failed { &mut [] } else { self.buffer.free() }
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        !self.failed && self.buffer.commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        if !self.failed && len > self.buffer.capacity() {
            return Err(NoRoom::TooLong);
        }
        self.drain(false)
    }

    fn finish(&mut self) -> Result<(), NoRoom> {
        self.drain(true)
    }
}
