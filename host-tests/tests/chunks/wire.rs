//! A wire between a sender and a receiver, which does as it is told.

use soapstone::chunk::{Chunk, ChunkError, ChunkOut, ChunkReceiver, Chunking, Spool, Spooled, TransferError};
use std::convert::Infallible;

/// What happened to a spool.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Disk {
    pub(crate) bytes: Vec<u8>,
    pub(crate) aborts: usize,
}

impl Spool for &mut Disk {
    type Error = Infallible;
    type Body = u64;

    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), Infallible> {
        assert_eq!(offset, self.bytes.len() as u64);
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    fn finish(&mut self, total: u64) -> Result<u64, Infallible> {
        assert_eq!(total, self.bytes.len() as u64);
        Ok(total)
    }

    fn abort(&mut self) {
        self.aborts += 1;
    }
}

/// What the wire does with one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fate {
    /// The receiver does not take it.
    Refuse,
    /// It never arrives, and the sender is told that it did.
    Lose,
    /// It arrives twice.
    Repeat,
    /// The way fails for good while its second byte is sent.
    Fail,
}

/// The wire. It sees chunks of at most `most` bytes, in pieces.
pub(crate) struct Wire<'d> {
    pub(crate) spooled: Option<Spooled<&'d mut Disk>>,
    /// What happens to which chunk, once.
    pub(crate) fate: Option<(u64, Fate)>,
    pub(crate) chunks: Vec<u64>,
    /// How often transport headers were sent.
    pub(crate) headers: usize,
    /// The largest piece seen.
    pub(crate) largest: usize,
    held: Vec<u8>,
    current: Option<Chunk>,
}

/// Why the wire fails.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Broken {
    /// As it was told to.
    Down,
    /// The receiver refused a chunk.
    Receiver(ChunkError),
}

impl<'d> Wire<'d> {
    pub(crate) fn new(chunking: Chunking, disk: &'d mut Disk) -> Self {
        let spooled = Spooled::new(ChunkReceiver::new(chunking, u64::MAX), disk);
        let (spooled, chunks, held) = (Some(spooled), Vec::new(), Vec::new());
        Wire { spooled, fate: None, chunks, headers: 0, largest: 0, held, current: None }
    }

    fn suffers(&self, fate: Fate) -> bool {
        self.fate.is_some_and(|(index, what)| what == fate && self.current.is_some_and(|chunk| chunk.index == index))
    }

    fn spooled(&mut self) -> &mut Spooled<&'d mut Disk> {
        self.spooled.as_mut().unwrap()
    }

    /// Delivers a whole chunk, byte by byte.
    fn deliver(&mut self, chunk: &Chunk) -> Result<(), Broken> {
        let held = self.held.clone();
        self.spooled().enter(chunk).map_err(Broken::Receiver)?;
        for byte in &held {
            match self.spooled().write(std::slice::from_ref(byte)) {
                Err(TransferError::Chunk(error)) => return Err(Broken::Receiver(error)),
                other => assert!(other.is_ok()),
            }
        }
        assert_eq!(self.spooled().acknowledge().map_err(Broken::Receiver)?, chunk.index);
        Ok(())
    }
}

impl ChunkOut for Wire<'_> {
    type Error = Broken;

    fn begin(&mut self, chunk: &Chunk) -> Result<(), Broken> {
        self.headers += usize::from(chunk.first);
        self.chunks.push(chunk.len);
        self.held.clear();
        self.current = Some(*chunk);
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), Broken> {
        assert!(!bytes.is_empty());
        self.largest = self.largest.max(bytes.len());
        self.held.extend_from_slice(bytes);
        if self.suffers(Fate::Fail) && self.held.len() > 1 {
            self.fate = None;
            return Err(Broken::Down);
        }
        Ok(())
    }

    fn finish(&mut self, chunk: &Chunk) -> Result<bool, Broken> {
        assert_eq!((Some(*chunk), self.held.len() as u64), (self.current, chunk.len));
        if self.suffers(Fate::Refuse) {
            self.fate = None;
            return Ok(false);
        }
        if self.suffers(Fate::Lose) {
            self.fate = None;
            return Ok(true);
        }
        if self.suffers(Fate::Repeat) {
            self.deliver(chunk)?;
        }
        self.deliver(chunk)?;
        Ok(true)
    }
}
