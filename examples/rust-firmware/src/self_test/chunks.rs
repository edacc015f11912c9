//! Messages in chunks of 100 KB, each acknowledged.

use super::{Check, Noise, Sum};
use crate::Wrong;
use soapstone::ErrorKind;
use soapstone::chunk::{Chunk, ChunkError, ChunkReceiver, ChunkSender, Chunking, SendStep};

pub(super) const CHECKS: &[Check] =
    &[("250 KB in three chunks, the second sent twice", sent), ("a chunk out of order is refused", out_of_order)];

const TOTAL: u64 = 250_000;
const CHUNKING: Chunking = Chunking::above(Chunking::DEFAULT_BYTES);

/// The bytes of the message from an offset, a multiple of 250, on.
fn piece(offset: u64) -> [u8; 250] {
    let mut piece = [0; 250];
    Noise(offset as u32 + 1).fill(&mut piece);
    piece
}

fn sent() -> Result<(), Wrong> {
    let mut sender = ChunkSender::new(CHUNKING, Some(TOTAL), 1);
    let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
    let (mut at, mut received, mut begun, mut is_refused) = (0, Sum::new(), 0, false);
    loop {
        match sender.next() {
            SendStep::Begin(chunk) => {
                receiver.enter(&chunk)?;
                (at, begun) = (chunk.offset, begun + 1);
                sender.begin()?;
            }
            SendStep::Bytes(most) => {
                let piece = piece(at - at % 250);
                let rest = piece.get((at % 250) as usize..).unwrap_or_default();
                let mut bytes = rest.get(..rest.len().min(most as usize)).unwrap_or_default();
                (at, _) = (at + bytes.len() as u64, sender.sent(bytes.len() as u64)?);
                received.add(receiver.read(&mut bytes));
            }
            SendStep::Await(chunk) if chunk.index == 1 && !is_refused => {
                is_refused = true;
                receiver.interrupt();
                sender.refuse()?;
            }
            SendStep::Await(_) => sender.acknowledge(receiver.acknowledge()?)?,
            SendStep::Cut(_) => return Err(Wrong::Unexpected("the total is known")),
            SendStep::End => break,
        }
    }
    let mut whole = Sum::new();
    (0..TOTAL).step_by(250).for_each(|offset| whole.add(&piece(offset)));
    Wrong::unless(receiver.finish()? == TOTAL && begun == 4, "another length, or number of chunks")?;
    Wrong::unless(received == whole, "other bytes")
}

fn out_of_order() -> Result<(), Wrong> {
    let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
    let second = Chunk { index: 1, offset: 102_400, len: 10, first: false, last: true, total: None };
    match receiver.enter(&second) {
        Err(error) => Wrong::unless(error.error.kind == ErrorKind::ChunkMissing, "another error"),
        Ok(()) => Err(Wrong::Unexpected("it was accepted")),
    }
}

impl From<ChunkError> for Wrong {
    fn from(error: ChunkError) -> Wrong {
        Wrong::Error(error.error)
    }
}
