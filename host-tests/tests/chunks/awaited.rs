//! The loops that await give the same as those that block.

use crate::pulled::Keeper;
use crate::wire::{Disk, Fate, Wire};
use soapstone::chunk::asynch::{self, ChunkReader, ChunkWriter};
use soapstone::chunk::{Chunk, ChunkIn, ChunkOut, ChunkReceiver, ChunkSender, Chunking, Source};
use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

/// What blocks, behind an interface that awaits: every call is pending once.
struct Awaited<T>(T);

async fn once() {
    let mut polled = false;
    std::future::poll_fn(|context| {
        if std::mem::replace(&mut polled, true) {
            Poll::Ready(())
        } else {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// Runs a future to its end.
fn block<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1_000_000 {
        if let Poll::Ready(done) = future.as_mut().poll(&mut context) {
            return done;
        }
    }
    panic!("never done")
}

impl<T: ChunkOut> asynch::ChunkOut for Awaited<T> {
    type Error = T::Error;
    async fn begin(&mut self, chunk: &Chunk) -> Result<(), T::Error> {
        once().await;
        self.0.begin(chunk)
    }
    async fn write(&mut self, bytes: &[u8]) -> Result<(), T::Error> {
        once().await;
        self.0.write(bytes)
    }
    async fn finish(&mut self, chunk: &Chunk) -> Result<bool, T::Error> {
        once().await;
        self.0.finish(chunk)
    }
}

impl<T: ChunkIn> asynch::ChunkIn for Awaited<T> {
    type Error = T::Error;
    async fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, T::Error> {
        once().await;
        self.0.query(index, offset)
    }
    async fn read(&mut self, into: &mut [u8]) -> Result<usize, T::Error> {
        once().await;
        self.0.read(into)
    }
    async fn finish(&mut self, index: u64) -> Result<(), T::Error> {
        once().await;
        self.0.finish(index)
    }
}

impl asynch::Source for Awaited<&[u8]> {
    type Error = Infallible;
    async fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, Infallible> {
        once().await;
        self.0.read(offset, into)
    }
}

const MESSAGE: &[u8] = b"0123456789";
const SMALL: Chunking = Chunking::above(4);

#[test]
fn sending_awaits() {
    for window in 1..6 {
        for index in 0..3 {
            let (mut disk, mut memory) = (Disk::default(), vec![0; window]);
            let mut wire = Wire::new(SMALL, &mut disk);
            wire.fate = Some((index, Fate::Refuse));
            let mut out = Awaited(wire);
            let mut sender = ChunkSender::new(SMALL, Some(10), 1);
            let sent = block(asynch::send(&mut sender, &mut Awaited(MESSAGE), &mut out, &mut memory));
            assert_eq!(sent, Ok(10));
            assert_eq!(out.0.chunks.len(), 4);
            assert_eq!(out.0.spooled.take().unwrap().finish(), Ok(10));
            drop(out);
            assert_eq!(disk.bytes, MESSAGE);
        }
    }
}

#[test]
fn writing_awaits() {
    for piece in 1..5 {
        for total in [Some(10), None] {
            let mut disk = Disk::default();
            let mut wire = Wire::new(SMALL, &mut disk);
            if total.is_none() {
                wire.fate = Some((1, Fate::Refuse));
            }
            let mut writer = ChunkWriter::new(Awaited(wire), ChunkSender::new(SMALL, total, 1));
            let mut pieces = MESSAGE.chunks(piece).peekable();
            while let Some(bytes) = pieces.next() {
                let last = pieces.peek().is_none();
                assert_eq!(block(writer.write(bytes, last)), Ok(()), "{piece} {total:?}");
            }
            let (sender, mut out) = writer.into_parts();
            assert_eq!(sender.offset(), 10);
            assert_eq!(out.0.spooled.take().unwrap().finish(), Ok(10));
            drop(out);
            assert_eq!(disk.bytes, MESSAGE);
        }
    }
}

#[test]
fn reading_awaits() {
    for room in 1..6 {
        let mut keeper = Keeper::new(MESSAGE, SMALL, 3);
        keeper.breaks = (1, 2, 1);
        let mut reader = ChunkReader::new(Awaited(keeper), ChunkReceiver::new(SMALL, 10), 1);
        let (mut got, mut memory) = (Vec::new(), vec![0; room]);
        loop {
            match block(embedded_io_async::Read::read(&mut reader, &mut memory)).unwrap() {
                0 => break,
                count => got.extend_from_slice(&memory[..count]),
            }
        }
        let (receiver, keeper) = reader.into_parts();
        assert_eq!((&got[..], receiver.finish(), keeper.0.finished), (MESSAGE, Ok(10), Some(2)));
    }
}
