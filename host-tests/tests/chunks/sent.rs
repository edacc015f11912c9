//! A file and a writer, sent.

use crate::wire::{Broken, Disk, Fate, Wire};
use embedded_io_adapters::std::FromStd;
use soapstone::ErrorKind;
use soapstone::buf::{Buffer, Counter, Sink};
use soapstone::chunk::{ChunkSender, ChunkSink, ChunkWriter, Chunking, FileSource, SendStep, TransferError, send};
use soapstone::soap::{Version, Writer};
use std::io::Cursor;

const MESSAGE: &[u8] = b"0123456789";
const SMALL: Chunking = Chunking::above(4);

/// A file as an embedded system sees it.
fn file(bytes: &[u8]) -> FileSource<FromStd<Cursor<&[u8]>>> {
    FileSource::new(FromStd::new(Cursor::new(bytes))).unwrap()
}

/// `V-38`, `S-316`, `S-318`: a file of 250 KB is three chunks, and the headers go with the first. `S-313`: through
/// windows of a few bytes, too.
#[test]
fn a_response_file_goes_in_three_chunks() {
    let body: Vec<u8> = (0..250 * 1024_u32).map(|at| at.wrapping_mul(7) as u8).collect();
    for window in [1, 3, 512, 1 << 20] {
        let (mut disk, mut memory) = (Disk::default(), vec![0; window]);
        let mut wire = Wire::new(Chunking::default(), &mut disk);
        let source = file(&body);
        let mut sender = ChunkSender::new(Chunking::default(), Some(source.len()), 0);
        assert_eq!(send(&mut sender, source, &mut wire, &mut memory).unwrap(), body.len() as u64);
        assert_eq!((wire.headers, &wire.chunks[..]), (1, &[102_400, 102_400, 51_200][..]));
        assert!(wire.largest <= window);
        assert_eq!(wire.spooled.take().unwrap().finish(), Ok(body.len() as u64));
        drop(wire);
        assert_eq!((disk.bytes, disk.aborts), (body.clone(), 0));
    }
}

/// `V-36`, `V-37`: at the limit one chunk, above it two; with chunking off one, whatever the size.
#[test]
fn the_limit_decides() {
    for (chunking, len, expected) in [
        (Chunking::default(), 102_400, &[102_400][..]),
        (Chunking::default(), 102_401, &[102_400, 1]),
        (Chunking::Off, 10_000_000, &[10_000_000]),
        (Chunking::default(), 0, &[0]),
    ] {
        let (body, mut disk, mut memory) = (vec![7; len], Disk::default(), [0; 8192]);
        let mut wire = Wire::new(chunking, &mut disk);
        let mut sender = ChunkSender::new(chunking, Some(len as u64), 0);
        send(&mut sender, &body[..], &mut wire, &mut memory).unwrap();
        assert_eq!(wire.chunks, expected);
        wire.spooled.take().unwrap().finish().unwrap();
        drop(wire);
        assert_eq!(disk.bytes, body);
    }
}

/// Whatever happens to whichever chunk: the message arrives whole, or an error names the chunk, and the spool is told.
#[test]
fn every_fate_of_every_chunk() {
    for window in 1..6 {
        for index in 0..3 {
            for (fate, chunks) in [(Fate::Refuse, 4), (Fate::Lose, 0), (Fate::Repeat, 0), (Fate::Fail, 0)] {
                let (mut disk, mut memory) = (Disk::default(), vec![0; window]);
                let mut wire = Wire::new(SMALL, &mut disk);
                wire.fate = Some((index, fate));
                let mut sender = ChunkSender::new(SMALL, Some(10), 1);
                let sent = send(&mut sender, MESSAGE, &mut wire, &mut memory);
                let name = format!("{fate:?} {index} through {window}");
                let refused = |kind, named| match &sent {
                    Err(TransferError::Transport(Broken::Receiver(error))) => {
                        assert_eq!((error.error.kind, error.index), (kind, named), "{name}");
                    }
                    other => panic!("{name}: {other:?}"),
                };
                let mut whole = true;
                match fate {
                    Fate::Refuse => assert_eq!((&sent, wire.chunks.len()), (&Ok(10), chunks), "{name}"),
                    // Nobody misses the last chunk until the end.
                    Fate::Lose if index == 2 => whole = false,
                    Fate::Lose => {
                        refused(ErrorKind::ChunkMissing, index);
                        whole = false;
                    }
                    Fate::Repeat => {
                        refused(ErrorKind::ChunkRepeated, index);
                        whole = false;
                    }
                    // The sender knows where to go on.
                    Fate::Fail => {
                        assert_eq!(sent, Err(TransferError::Transport(Broken::Down)), "{name}");
                        assert_eq!((sender.index(), sender.offset()), (index, 4 * index), "{name}");
                        assert_eq!(send(&mut sender, file(MESSAGE), &mut wire, &mut memory).unwrap(), 10, "{name}");
                    }
                }
                let ended = wire.spooled.take().unwrap().finish();
                drop(wire);
                if whole {
                    assert_eq!((ended, &disk.bytes[..], disk.aborts), (Ok(10), MESSAGE, 0), "{name}");
                } else if fate == Fate::Lose {
                    let Err(TransferError::Chunk(error)) = ended else { panic!("{name}: {ended:?}") };
                    assert_eq!((error.error.kind, error.index), (ErrorKind::ChunkMissing, index), "{name}");
                    assert_eq!((disk.aborts, &disk.bytes[..]), (1, &MESSAGE[..4 * index as usize]), "{name}");
                }
            }
        }
    }
}

/// A file that is shorter than announced, cut anywhere.
#[test]
fn a_file_that_ends_early_is_an_error() {
    for len in 0..10 {
        let (mut disk, mut memory) = (Disk::default(), [0; 3]);
        let mut wire = Wire::new(SMALL, &mut disk);
        let mut sender = ChunkSender::new(SMALL, Some(10), 0);
        let sent = send(&mut sender, file(&MESSAGE[..len]), &mut wire, &mut memory);
        let Err(TransferError::Chunk(error)) = sent else { panic!("{sent:?}") };
        assert_eq!((error.error.kind, error.index), (ErrorKind::ChunkTotal, len as u64 / 4));
        drop(wire);
        assert_eq!(disk.aborts, 1);
    }
}

/// Writes an envelope with `len` bytes of text.
fn envelope<S: Sink>(sink: S, len: usize) -> Result<S, soapstone::xml::WriteError> {
    let mut workspace = [0; 256];
    let mut writer = Writer::new(sink, &mut workspace, Version::Soap12);
    writer.envelope()?;
    writer.body_entry("urn:example", "Store")?;
    for at in 0..len {
        writer.xml().text_whole(["a", "b", "c"][at % 3])?;
    }
    writer.end()?;
    writer.finish()?;
    Ok(writer.into_sink())
}

fn counted(len: usize) -> u64 {
    envelope(Counter::new(), len).unwrap().count()
}

/// `S-313`: a device with 2 KB of memory writes a message of more than a chunk; it counts first and holds nothing.
#[test]
fn a_writer_needs_no_room_for_a_chunk() {
    let total = counted(250_000);
    for fate in [None, Some((0, Fate::Refuse)), Some((1, Fate::Refuse)), Some((2, Fate::Refuse))] {
        let (mut disk, mut memory) = (Disk::default(), [0; 512]);
        let mut wire = Wire::new(Chunking::default(), &mut disk);
        wire.fate = fate;
        let mut sender = ChunkSender::new(Chunking::default(), Some(total), 1);
        let mut passes = 0;
        while sender.next() != SendStep::End {
            passes += 1;
            let mut sink = ChunkSink::new(ChunkWriter::new(&mut wire, sender), &mut memory);
            let written = envelope(&mut sink, 250_000).is_ok();
            match sink.take_error() {
                None => assert!(written),
                Some(TransferError::Chunk(error)) => {
                    assert_eq!(Some((error.index, error.error.kind)), fate.map(|(i, _)| (i, ErrorKind::ChunkRefused)));
                }
                other => panic!("{other:?}"),
            }
            (sender, _) = sink.into_parts();
        }
        assert_eq!(passes, 1 + usize::from(fate.is_some()));
        assert!(wire.largest <= 512);
        assert_eq!(wire.headers, 1 + usize::from(fate == Some((0, Fate::Refuse))));
        assert_eq!(wire.spooled.take().unwrap().finish(), Ok(total));
        drop(wire);
        assert!(disk.bytes == drained(250_000));
    }
}

/// The same envelope in one buffer.
fn drained(len: usize) -> Vec<u8> {
    let mut memory = vec![0; len + 1024];
    envelope(Buffer::new(&mut memory), len).unwrap().bytes().to_vec()
}

/// With an unknown total a chunk is what the memory holds, at most what was agreed, and is kept until acknowledged.
#[test]
fn an_unknown_total_is_cut_by_the_memory() {
    for room in [60, 64, 100, 1000] {
        for chunking in [Chunking::above(80), Chunking::default()] {
            for index in 0..4 {
                let (mut disk, mut memory) = (Disk::default(), vec![0; room]);
                let mut wire = Wire::new(chunking, &mut disk);
                wire.fate = Some((index, Fate::Refuse));
                let sender = ChunkSender::new(chunking, None, 1);
                let mut sink = ChunkSink::new(ChunkWriter::new(&mut wire, sender), &mut memory);
                let written = envelope(&mut sink, 200).is_ok();
                let most = room.min(usize::try_from(chunking.limit()).unwrap());
                if !written {
                    // A start tag that fits no chunk.
                    assert!(most < 80, "{room}");
                    continue;
                }
                assert!(wire.chunks.iter().all(|&len| len as usize <= most));
                assert_eq!(wire.spooled.take().unwrap().finish(), Ok(counted(200)));
                drop(wire);
                assert_eq!(disk.bytes, drained(200));
            }
        }
    }
}

/// More or fewer bytes than announced.
#[test]
fn a_message_keeps_to_its_total() {
    let total = counted(50);
    for (announced, chunking) in
        [(total - 1, SMALL), (total + 1, SMALL), (total - 4, SMALL), (total - 1, Chunking::Off), (total + 9, SMALL)]
    {
        let (mut disk, mut memory) = (Disk::default(), [0; 100]);
        let mut wire = Wire::new(chunking, &mut disk);
        let sender = ChunkSender::new(chunking, Some(announced), 0);
        let mut sink = ChunkSink::new(ChunkWriter::new(&mut wire, sender), &mut memory);
        assert!(envelope(&mut sink, 50).is_err());
        let Some(TransferError::Chunk(error)) = sink.take_error() else { panic!("no error for {announced}") };
        assert_eq!(error.error.kind, ErrorKind::ChunkTotal);
        assert!(sink.free().is_empty() && !sink.commit(0) && sink.finish().is_err(), "it has failed for good");
    }
}
