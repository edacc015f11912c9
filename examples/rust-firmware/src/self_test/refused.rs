//! What is refused: malformed documents, and those that pass a limit.

use super::Check;
use crate::Wrong;
use soapstone::{Error, ErrorKind, Exceeded, Limit, Limits, xml};

pub(super) const CHECKS: &[Check] = &[
    ("malformed documents are refused at their byte", malformed),
    ("a limit that is passed says which, and what is needed", limits),
];

const MALFORMED: &[(&[u8], ErrorKind, u64)] = &[
    (b"", ErrorKind::UnexpectedEnd, 0),
    (b"<a></b>", ErrorKind::MismatchedTag, 3),
    (b"<a/><b/>", ErrorKind::ContentOutsideRoot, 4),
    (b"<a b='1' b='2'/>", ErrorKind::DuplicateAttribute, 9),
    (b"<p:a/>", ErrorKind::UnboundPrefix, 1),
    (b"<!DOCTYPE a><a/>", ErrorKind::DtdForbidden, 0),
    (b"<a>\xff</a>", ErrorKind::InvalidEncoding, 3),
];

fn malformed() -> Result<(), Wrong> {
    for &(document, kind, offset) in MALFORMED {
        for size in [1, document.len().max(1)] {
            match read(document, size, Limits::DEFAULT, 512) {
                Err(error) if (error.kind, error.offset) == (kind, offset) => {}
                Err(error) => return Err(error.into()),
                Ok(()) => return Err(Wrong::Unexpected("it was accepted")),
            }
        }
    }
    Ok(())
}

fn limits() -> Result<(), Wrong> {
    const DEEP: &[u8] = b"<a><b><c><d/></c></b></a>";
    let shallow = Limits { depth: 3, ..Limits::DEFAULT };
    passed(read(DEEP, 1, shallow, 512), Limit::Depth, 9)?;
    let short = Limits { message_bytes: 10, ..Limits::DEFAULT };
    passed(read(DEEP, 4, short, 512), Limit::MessageBytes, 10)?;
    // What the error says suffices, and one byte less does not.
    let needed = |room| match read(DEEP, 1, Limits::DEFAULT, room) {
        Err(Error { exceeded: Some(Exceeded { limit: Limit::Workspace, needed }), .. }) => Ok(needed as usize),
        Err(error) => Err(error.into()),
        Ok(()) => Err(Wrong::Unexpected("there was room")),
    };
    let mut room = needed(0)?;
    while read(DEEP, 1, Limits::DEFAULT, room).is_err() {
        let more = needed(room)?;
        Wrong::unless(more > room && needed(more - 1)? == more, "not exactly what is needed")?;
        room = more;
    }
    Ok(())
}

fn passed(outcome: Result<(), Error>, limit: Limit, offset: u64) -> Result<(), Wrong> {
    match outcome {
        Err(error) if error.exceeded.is_some_and(|e| e.limit == limit) && error.offset == offset => Ok(()),
        Err(error) => Err(error.into()),
        Ok(()) => Err(Wrong::Unexpected("the limit was not passed")),
    }
}

fn read(document: &[u8], size: usize, limits: Limits, room: usize) -> Result<(), Error> {
    let mut workspace = [0; 512];
    let mut reader = xml::Reader::with_limits(&mut workspace[..room.min(512)], limits);
    let mut chunks = document.chunks(size);
    let mut input = chunks.next().unwrap_or_default();
    loop {
        match reader.next(&mut input, chunks.len() == 0)? {
            xml::Event::NeedInput => input = chunks.next().unwrap_or_default(),
            xml::Event::Finished => return Ok(()),
            _ => {}
        }
    }
}
