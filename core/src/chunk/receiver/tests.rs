use super::*;
use ErrorKind::{ChunkMissing, ChunkOrder, ChunkRepeated, ChunkSize, ChunkTotal};
use std::vec::Vec;

const MESSAGE: &[u8] = b"0123456789";
const CHUNKING: Chunking = Chunking::above(4);

fn chunk(index: u64) -> Chunk {
    CHUNKING.chunk(MESSAGE.len() as u64, index).unwrap()
}

fn bytes(chunk: &Chunk) -> &'static [u8] {
    &MESSAGE[chunk.offset as usize..][..chunk.len as usize]
}

/// Takes a whole chunk, in pieces of a size.
fn take(receiver: &mut ChunkReceiver, chunk: &Chunk, size: usize) -> Result<Vec<u8>, ChunkError> {
    receiver.enter(chunk)?;
    let mut got = Vec::new();
    for mut piece in bytes(chunk).chunks(size) {
        got.extend_from_slice(receiver.read(&mut piece));
        assert!(piece.is_empty());
    }
    receiver.acknowledge()?;
    Ok(got)
}

/// What is wrong with a chunk that comes when `expected` is due.
type Wrong = (&'static str, u64, fn(&mut Chunk), ErrorKind, u64);

const WRONG: &[Wrong] = &[
    ("lost", 0, |c| *c = chunk(1), ChunkMissing, 0),
    ("the second lost", 1, |c| *c = chunk(2), ChunkMissing, 1),
    ("repeated", 1, |c| *c = chunk(0), ChunkRepeated, 0),
    ("an older one repeated", 2, |c| *c = chunk(0), ChunkRepeated, 0),
    ("far away", 1, |c| c.index = u64::MAX, ChunkMissing, 1),
    ("another offset", 1, |c| c.offset = 5, ChunkOrder, 1),
    ("an offset in the first", 0, |c| c.offset = 1, ChunkOrder, 0),
    ("not marked as first", 0, |c| c.first = false, ChunkOrder, 0),
    ("marked as first", 1, |c| c.first = true, ChunkOrder, 1),
    ("too large", 1, |c| c.len = 5, ErrorKind::Limit, 1),
    ("far too large", 2, |c| c.len = u64::MAX, ErrorKind::Limit, 2),
    ("empty", 1, |c| c.len = 0, ChunkSize, 1),
    ("an empty last", 2, |c| c.len = 0, ChunkSize, 2),
    ("last too early", 1, |c| c.last = true, ChunkTotal, 1),
    ("not last at the end", 2, |c| c.last = false, ChunkTotal, 2),
    ("behind the total", 2, |c| c.len = 3, ChunkTotal, 2),
    ("another total", 1, |c| c.total = Some(11), ChunkTotal, 1),
    ("a total that is too small", 0, |c| c.total = Some(3), ChunkTotal, 0),
];

/// `S-314`: each chunk that does not belong here is refused by name, and the right one is taken after it.
#[test]
fn a_wrong_chunk_is_named_and_changes_nothing() {
    for (name, expected, spoil, kind, named) in WRONG {
        for size in 1..5 {
            let mut receiver = ChunkReceiver::new(CHUNKING, 10);
            let mut got = Vec::new();
            for index in 0..3 {
                if index == *expected {
                    let mut wrong = chunk(index);
                    spoil(&mut wrong);
                    let error = receiver.enter(&wrong).unwrap_err();
                    assert_eq!((error.error.kind, error.index), (*kind, *named), "{name}");
                    assert_eq!(error.error.offset, chunk(*expected).offset, "{name}");
                    assert_eq!(receiver.finish().unwrap_err().index, index, "{name}");
                }
                got.extend(take(&mut receiver, &chunk(index), size).unwrap());
            }
            assert_eq!((receiver.finish(), &got[..]), (Ok(10), MESSAGE), "{name}");
        }
    }
}

/// Every sequence of up to four of the three chunks: only 0, 1, 2 in this order is a message, and what does not belong
/// is refused wherever it comes.
#[test]
fn every_order_of_chunks_but_one_is_refused() {
    for length in 0..=4_u32 {
        for code in 0..3_u64.pow(length) {
            let order: Vec<u64> = (0..length).map(|place| code / 3_u64.pow(place) % 3).collect();
            let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
            let (mut got, mut next) = (Vec::new(), 0);
            for &index in &order {
                let taken = take(&mut receiver, &chunk(index), 3);
                match index.cmp(&next) {
                    core::cmp::Ordering::Equal => {
                        got.extend(taken.unwrap());
                        next += 1;
                    }
                    core::cmp::Ordering::Less => {
                        let error = taken.unwrap_err();
                        assert_eq!((error.error.kind, error.index), (ChunkRepeated, index), "{order:?}");
                    }
                    core::cmp::Ordering::Greater => {
                        let error = taken.unwrap_err();
                        assert_eq!((error.error.kind, error.index), (ChunkMissing, next), "{order:?}");
                    }
                }
            }
            assert_eq!(got, &MESSAGE[..got.len()], "{order:?}");
            let ended = receiver.finish().map_err(|error| (error.error.kind, error.index));
            let expected = if next == 3 { Ok(10) } else { Err((ChunkMissing, next)) };
            assert_eq!(ended, expected, "{order:?}");
        }
    }
}

#[test]
fn nothing_follows_the_last() {
    let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
    for index in 0..3 {
        take(&mut receiver, &chunk(index), 9).unwrap();
    }
    for (next, kind) in [(2, ChunkRepeated), (3, ChunkOrder)] {
        let error = receiver.enter(&Chunk { index: next, ..chunk(2) }).unwrap_err();
        assert_eq!((error.error.kind, error.index), (kind, next));
    }
    assert_eq!(receiver.finish(), Ok(10));
}

/// A limit says how much was needed, before any byte is taken.
#[test]
fn limits_say_what_was_needed() {
    let limit = |chunk: &Chunk, bytes, message| {
        let error = ChunkReceiver::new(Chunking::above(bytes), message).enter(chunk).unwrap_err();
        (error.error.exceeded.unwrap().limit, error.error.exceeded.unwrap().needed)
    };
    let unknown = Chunk { total: None, ..chunk(0) };
    assert_eq!(limit(&chunk(0), 3, 10), (crate::Limit::ChunkBytes, 4));
    assert_eq!(limit(&chunk(0), 4, 9), (crate::Limit::MessageBytes, 10));
    assert_eq!(limit(&unknown, 4, 3), (crate::Limit::MessageBytes, 4));
    let end = Chunk { index: 1, offset: 4, len: u64::MAX, first: false, last: true, total: None };
    let mut receiver = ChunkReceiver::new(Chunking::Off, u64::MAX);
    assert_eq!(receiver.enter(&unknown), Err(ChunkError::new(ChunkOrder, 0, 0)), "chunks are off");
    receiver = ChunkReceiver { chunking: Chunking::Off, index: 1, offset: 4, ..receiver };
    assert_eq!(receiver.enter(&end), Err(ChunkError::new(ChunkTotal, 1, 4)), "no number is that large");
}

/// A chunk that breaks off after any number of bytes, once or twice, is read once.
#[test]
fn a_chunk_that_broke_off_is_read_once() {
    for first in 0..4 {
        for second in 0..4 {
            let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
            let mut got = take(&mut receiver, &chunk(0), 4).unwrap();
            for cut in [first, second] {
                receiver.enter(&chunk(1)).unwrap();
                got.extend_from_slice(receiver.read(&mut &bytes(&chunk(1))[..cut]));
                assert_eq!(receiver.acknowledge(), Err(ChunkError::new(ChunkSize, 1, 4)));
                assert_eq!(receiver.enter(&chunk(1)), Err(ChunkError::new(ChunkSize, 1, 4)));
                receiver.interrupt();
            }
            assert_eq!(receiver.given(), 4 + first.max(second) as u64);
            let shorter = Chunk { len: 1, total: None, ..chunk(1) };
            let entered = receiver.enter(&shorter).map_err(|error| error.error.kind);
            assert_eq!(entered, if first.max(second) > 1 { Err(ChunkSize) } else { Ok(()) });
            receiver.interrupt();
            got.extend(take(&mut receiver, &chunk(1), 3).unwrap());
            got.extend(take(&mut receiver, &chunk(2), 3).unwrap());
            assert_eq!(got, MESSAGE);
        }
    }
}

#[test]
fn what_is_behind_a_chunk_stays() {
    let mut receiver = ChunkReceiver::new(CHUNKING, u64::MAX);
    let mut input = &b"0123456"[..];
    assert_eq!(receiver.read(&mut input), b"");
    receiver.enter(&chunk(0)).unwrap();
    assert_eq!(receiver.read(&mut input), b"0123");
    assert_eq!((receiver.read(&mut input), input), (&b""[..], &b"456"[..]));
}

/// An empty message is one empty chunk.
#[test]
fn an_empty_message_is_a_chunk() {
    let mut receiver = ChunkReceiver::new(CHUNKING, 0);
    let empty = CHUNKING.chunk(0, 0).unwrap();
    receiver.enter(&empty).unwrap();
    assert_eq!((receiver.acknowledge(), receiver.finish()), (Ok(0), Ok(0)));
}
