//! Messages larger than any 32-bit number.

use soapstone::chunk::{Chunk, ChunkOut, ChunkReceiver, ChunkSender, Chunking, Source, send};
use std::convert::Infallible;

/// A body whose byte at each offset follows from the offset; only the first bytes of a read are made.
struct Synthetic {
    len: u64,
}

impl Source for Synthetic {
    type Error = Infallible;

    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, Infallible> {
        let count = into.len().min(usize::try_from(self.len - offset).unwrap_or(usize::MAX));
        for (slot, byte) in into[..count].iter_mut().zip(offset.to_le_bytes()) {
            *slot = byte;
        }
        Ok(count)
    }
}

/// Judges what arrives and checks that each piece is from where it should be.
struct Judge {
    receiver: ChunkReceiver,
    at: u64,
}

impl ChunkOut for &mut Judge {
    type Error = Infallible;

    fn begin(&mut self, chunk: &Chunk) -> Result<(), Infallible> {
        self.receiver.enter(chunk).unwrap();
        Ok(())
    }

    fn write(&mut self, mut bytes: &[u8]) -> Result<(), Infallible> {
        let new = self.receiver.read(&mut bytes);
        let expected = self.at.to_le_bytes();
        assert!(new.iter().zip(expected).all(|(&byte, at)| byte == at), "at {}", self.at);
        assert!(bytes.is_empty());
        self.at += new.len() as u64;
        Ok(())
    }

    fn finish(&mut self, chunk: &Chunk) -> Result<bool, Infallible> {
        assert_eq!(self.receiver.acknowledge(), Ok(chunk.index));
        Ok(true)
    }
}

/// 5 GiB and a byte: indices, offsets and totals are right, and 64 bits wide.
#[test]
fn five_gibibytes() {
    const TOTAL: u64 = (5 << 30) + 1;
    for (chunking, chunks) in [(Chunking::default(), 52_429), (Chunking::above(1 << 31), 3), (Chunking::Off, 1)] {
        let mut judge = Judge { receiver: ChunkReceiver::new(chunking, TOTAL), at: 0 };
        let mut sender = ChunkSender::new(chunking, Some(TOTAL), 0);
        let mut memory = vec![0; 65_536];
        assert_eq!(send(&mut sender, Synthetic { len: TOTAL }, &mut judge, &mut memory), Ok(TOTAL));
        assert_eq!((judge.at, judge.receiver.finish(), judge.receiver.index()), (TOTAL, Ok(TOTAL), chunks));
    }
}
