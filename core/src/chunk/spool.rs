//! Chunks that arrive, put away: on a disk, in flash.

use super::{Chunk, ChunkError, ChunkReceiver, TransferError};
use crate::ErrorKind;
use core::convert::Infallible;

/// A place for a body that is too large to be handed on as bytes.
pub trait Spool {
    /// Why keeping fails.
    type Error;
    /// What the handler gets instead of the bytes: a name, a handle.
    type Body;

    /// Keeps bytes that follow those before; `offset` counts those.
    ///
    /// # Errors
    /// Its own, for a full disk: the chunk is then refused. It may come again, with the bytes from `offset` on.
    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), Self::Error>;

    /// The body is complete and has so many bytes: hands it over. Called once, and nothing after it.
    ///
    /// # Errors
    /// Its own; [`abort`](Spool::abort) then follows.
    fn finish(&mut self, total: u64) -> Result<Self::Body, Self::Error>;

    /// The body will never be complete: throws away what is there. Called at most once, and never after a
    /// [`finish`](Spool::finish) that was done.
    fn abort(&mut self);
}

/// Chunks on their way into a spool.
///
/// Whatever happens, the spool is told once: [`finish`](Spooled::finish) hands the body over, and
/// [`abort`](Spooled::abort), or dropping it, throws it away.
pub struct Spooled<S: Spool> {
    receiver: ChunkReceiver,
    spool: S,
    handed_over: bool,
}

impl<S: Spool> Spooled<S> {
    /// Puts the message that `receiver` expects into `spool`, which is empty.
    pub fn new(receiver: ChunkReceiver, spool: S) -> Self {
        Spooled { receiver, spool, handed_over: false }
    }

    /// A chunk begins.
    ///
    /// # Errors
    /// Those of [`ChunkReceiver::enter`].
    pub fn enter(&mut self, chunk: &Chunk) -> Result<(), ChunkError> {
        self.receiver.enter(chunk)
    }

    /// Takes bytes of the chunk, in pieces of any size, and gives those that are new.
    ///
    /// # Errors
    /// Those of the spool; [`ChunkSize`](ErrorKind::ChunkSize): more bytes than the chunk has. Either refuses the
    /// chunk, which may come again.
    pub fn write<'i>(&mut self, bytes: &'i [u8]) -> Result<&'i [u8], TransferError<Infallible, S::Error>> {
        let fits = self.receiver.left().is_some_and(|left| bytes.len() as u64 <= left);
        if !fits {
            self.receiver.interrupt();
            return Err(self.receiver.refused(ErrorKind::ChunkSize).into());
        }
        // Only what the spool has taken counts as received.
        let mut after = self.receiver.clone();
        let (offset, mut input) = (after.given(), bytes);
        let new = after.read(&mut input);
        if !new.is_empty()
            && let Err(error) = self.spool.append(offset, new)
        {
            self.receiver.interrupt();
            return Err(TransferError::Body(error));
        }
        self.receiver = after;
        Ok(new)
    }

    /// The chunk has ended: answers its index, to be acknowledged.
    ///
    /// # Errors
    /// Those of [`ChunkReceiver::acknowledge`].
    pub fn acknowledge(&mut self) -> Result<u64, ChunkError> {
        self.receiver.acknowledge()
    }

    /// The way broke, or the chunk is refused: it is expected again, from its beginning.
    pub fn interrupt(&mut self) {
        self.receiver.interrupt();
    }

    /// Which chunk is expected, and where it begins.
    pub fn receiver(&self) -> &ChunkReceiver {
        &self.receiver
    }

    /// The message has ended: hands over the body.
    ///
    /// # Errors
    /// [`ChunkMissing`](ErrorKind::ChunkMissing), and those of the spool. What is there is thrown away.
    pub fn finish(mut self) -> Result<S::Body, TransferError<Infallible, S::Error>> {
        let total = self.receiver.finish()?;
        let body = self.spool.finish(total).map_err(TransferError::Body)?;
        self.handed_over = true;
        Ok(body)
    }

    /// Throws away what is there.
    pub fn abort(self) {}
}

impl<S: Spool> Drop for Spooled<S> {
    fn drop(&mut self) {
        if !self.handed_over {
            self.spool.abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chunk::Chunking;
    use std::string::String;
    use std::vec::Vec;

    /// A disk of `room` bytes that notes what it is told.
    struct Disk<'d> {
        bytes: &'d mut Vec<u8>,
        told: &'d mut Vec<&'static str>,
        room: usize,
        finishes: bool,
    }

    impl Spool for Disk<'_> {
        type Error = &'static str;
        type Body = String;

        fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), &'static str> {
            assert_eq!(offset, self.bytes.len() as u64);
            if self.bytes.len() + bytes.len() > self.room {
                return Err("full");
            }
            self.bytes.extend_from_slice(bytes);
            Ok(())
        }

        fn finish(&mut self, total: u64) -> Result<String, &'static str> {
            self.told.push("finish");
            assert_eq!(total, self.bytes.len() as u64);
            if self.finishes { Ok("a name".into()) } else { Err("not closed") }
        }

        fn abort(&mut self) {
            self.told.push("abort");
        }
    }

    type Spooling<'d> = Spooled<Disk<'d>>;

    fn all(spooled: &mut Spooling<'_>, indices: core::ops::Range<u64>) {
        for index in indices {
            let chunk = Chunking::above(4).chunk(10, index).unwrap();
            spooled.enter(&chunk).unwrap();
            for at in chunk.offset..chunk.offset + chunk.len {
                spooled.write(&b"0123456789"[at as usize..][..1]).unwrap();
            }
            assert_eq!(spooled.acknowledge(), Ok(index));
        }
    }

    /// `S-314`, `S-315`: the handler gets the name of a file that is complete, or the file is thrown away, once.
    #[test]
    fn a_spool_is_told_once() {
        type Run = fn(Spooling<'_>) -> Option<String>;
        let runs: &[(&str, bool, &[&str], Run)] = &[
            ("complete", true, &["finish"], |mut s| {
                all(&mut s, 0..3);
                s.finish().ok()
            }),
            ("not closed", false, &["finish", "abort"], |mut s| {
                all(&mut s, 0..3);
                assert_eq!(s.finish(), Err(TransferError::Body("not closed")));
                None
            }),
            ("dropped", true, &["abort"], |mut s| {
                all(&mut s, 0..2);
                None
            }),
            ("aborted", true, &["abort"], |mut s| {
                all(&mut s, 0..3);
                s.abort();
                None
            }),
            ("finished early", true, &["abort"], |mut s| {
                all(&mut s, 0..2);
                assert_eq!(s.finish(), Err(ChunkError::new(ErrorKind::ChunkMissing, 2, 8).into()));
                None
            }),
            ("never begun", true, &["abort"], |s| s.finish().ok()),
        ];
        for (name, finishes, expected, run) in runs {
            let (mut bytes, mut told) = (Vec::new(), Vec::new());
            let disk = Disk { bytes: &mut bytes, told: &mut told, room: 100, finishes: *finishes };
            let body = run(Spooled::new(ChunkReceiver::new(Chunking::above(4), 100), disk));
            assert_eq!(told, *expected, "{name}");
            assert_eq!(body.is_some(), *name == "complete", "{name}");
        }
    }

    /// A chunk that was refused comes again; each byte is kept once.
    #[test]
    fn what_was_kept_is_not_kept_again() {
        let (mut bytes, mut told) = (Vec::new(), Vec::new());
        let disk = Disk { bytes: &mut bytes, told: &mut told, room: 6, finishes: true };
        let mut spooled = Spooled::new(ChunkReceiver::new(Chunking::above(4), 100), disk);
        all(&mut spooled, 0..1);
        let second = Chunking::above(4).chunk(10, 1).unwrap();
        spooled.enter(&second).unwrap();
        spooled.write(b"45").unwrap();
        assert_eq!(spooled.write(b"6"), Err(TransferError::Body("full")));
        spooled.spool.room = 10;
        all(&mut spooled, 1..2);
        let third = Chunking::above(4).chunk(10, 2).unwrap();
        spooled.enter(&third).unwrap();
        let error = ChunkError::new(ErrorKind::ChunkSize, 2, 8);
        assert_eq!(spooled.write(b"89+"), Err(error.into()));
        assert_eq!(spooled.acknowledge(), Err(ChunkError::new(ErrorKind::InvalidArgument, 2, 8)));
        spooled.enter(&third).unwrap();
        spooled.write(b"8").unwrap();
        spooled.interrupt();
        all(&mut spooled, 2..3);
        assert_eq!(spooled.finish().unwrap(), "a name");
        assert_eq!((&bytes[..], &told[..]), (&b"0123456789"[..], &["finish"][..]));
    }
}
