//! Header blocks: which are for this node, and which must be understood.

use super::Check;
use crate::Wrong;
use soapstone::ErrorKind;
use soapstone::buf::Buffer;
use soapstone::soap::{BlockAttributes, HeaderReader, NodeTable, Reader, Version, Vocabulary, Writer};

pub(super) const CHECKS: &[Check] = &[
    ("a mandatory header block that nobody knows is refused", || judged(&[], ErrorKind::NotUnderstood)),
    ("one that is understood is kept, one for another role is passed over", kept),
];

const NS: &str = "urn:example:lock";
const LOCK: Vocabulary = Vocabulary { blocks: &[(NS, &["Lock"])], children: &[], marked: &[] };

fn message(memory: &mut [u8]) -> Result<&[u8], Wrong> {
    let mut workspace = [0; 384];
    let mut writer = Writer::new(Buffer::new(memory), &mut workspace, Version::Soap12);
    writer.envelope()?;
    let mandatory = BlockAttributes { must_understand: true, ..BlockAttributes::default() };
    writer.header_block(NS, "Lock", &mandatory)?;
    writer.xml().text_whole("7")?;
    writer.end()?;
    let other = BlockAttributes { role: Some("urn:example:printer"), ..mandatory };
    writer.header_block(NS, "Paper", &other)?;
    writer.end()?;
    writer.body_entry(NS, "Read")?;
    writer.end()?;
    writer.finish()?;
    Ok(writer.into_sink().into_bytes())
}

fn judged(vocabularies: &[&Vocabulary], kind: ErrorKind) -> Result<(), Wrong> {
    let (mut memory, mut workspace, mut store) = ([0; 768], [0; 384], [0; 128]);
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(&mut store);
    let mut input = message(&mut memory)?;
    match headers.read(&mut reader, &mut input, true, &mut NodeTable::new(vocabularies)) {
        Err(error) if error.kind == kind => Ok(()),
        Err(error) => Err(error.into()),
        Ok(_) => Err(Wrong::Unexpected("it was accepted")),
    }
}

fn kept() -> Result<(), Wrong> {
    let (mut memory, mut workspace, mut store) = ([0; 768], [0; 384], [0; 256]);
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(&mut store);
    let mut input = message(&mut memory)?;
    headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[&LOCK]))?;
    let headers = headers.headers();
    let lock = headers.find(NS, "Lock").ok_or(Wrong::Unexpected("the block is not kept"))?;
    Wrong::unless(lock.element().text() == "7" && lock.must_understand(), "another block")?;
    Wrong::unless(headers.find(NS, "Paper").is_none(), "a block of another role is kept")
}
