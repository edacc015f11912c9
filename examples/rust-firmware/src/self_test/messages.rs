//! Messages written and read.

use super::{Check, Noise, Sum};
use crate::Wrong;
use soapstone::buf::{Buffer, Counter, Sink};
use soapstone::soap::{Event, Reader, Section, Version, Writer};
use soapstone::xml::WriteError;
use soapstone::xsd::base64;

pub(super) const CHECKS: &[Check] = &[
    ("SOAP 1.1: written, read whole and in chunks of any size", || round_trips(Version::Soap11)),
    ("SOAP 1.2: written, read whole and in chunks of any size", || round_trips(Version::Soap12)),
    ("a message is counted before it is written", counted),
    ("100 KB of base64 through 128 bytes of output, read as they come", streamed),
];

const NS: &str = "urn:example:depot";
/// What has to be escaped, and characters of one to four bytes.
const TEXT: &str = "pump <7> & \"caf\u{e9}\" \u{20ac} \u{1f600}]]>";

fn write<S: Sink>(writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
    writer.envelope()?;
    writer.body_entry(NS, "ReadSensor")?;
    let mut content = writer.xml();
    content.start("", "name")?;
    content.attribute("", "unit", TEXT)?;
    content.text_whole(TEXT)?;
    content.end()?;
    writer.end()?;
    writer.finish()
}

fn round_trips(version: Version) -> Result<(), Wrong> {
    let (mut memory, mut workspace) = ([0; 768], [0; 384]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    write(&mut writer)?;
    let message = writer.into_sink().into_bytes();
    [1, 2, 3, 7, 64, message.len()].into_iter().try_for_each(|size| read(message, size, version))
}

/// Reads the message in chunks of so many bytes and compares what comes.
fn read(message: &[u8], size: usize, version: Version) -> Result<(), Wrong> {
    let mut workspace = [0; 512];
    let mut reader = Reader::new(&mut workspace);
    let mut chunks = message.chunks(size);
    let mut input = chunks.next().unwrap_or_default();
    let (mut left, mut starts) = (TEXT, 0);
    loop {
        match reader.next(&mut input, chunks.len() == 0)? {
            Event::Envelope(seen, _) => Wrong::unless(seen == version, "another version")?,
            Event::BodyEntry(entry) => Wrong::unless(entry.name().is_in(NS, "ReadSensor"), "another body entry")?,
            Event::Start(Section::BodyEntry, start) => {
                starts += 1;
                let unit = start.attributes().find(|attribute| attribute.name().is_in("", "unit"));
                Wrong::unless(unit.is_some_and(|unit| unit.value() == TEXT), "another attribute")?;
            }
            Event::Text(_, text) => {
                left = left.strip_prefix(text.as_str()).ok_or(Wrong::Unexpected("another text"))?;
            }
            Event::NeedInput => input = chunks.next().unwrap_or_default(),
            Event::Finished => return Wrong::unless((left, starts) == ("", 1), "something is missing"),
            _ => {}
        }
    }
}

fn counted() -> Result<(), Wrong> {
    let (mut memory, mut workspace) = ([0; 768], [0; 384]);
    let mut counter = Writer::new(Counter::new(), &mut workspace, Version::Soap12);
    write(&mut counter)?;
    let counted = counter.written();
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
    write(&mut writer)?;
    Wrong::unless(writer.sink().bytes().len() as u64 == counted, "another length")
}

/// Bytes of the binary content.
const CONTENT: usize = 100_000;

/// The other side: it takes a message piece by piece and decodes what is in its body entry.
struct Receiver<'w> {
    reader: Reader<'w>,
    decoder: base64::Decoder,
    sum: Sum,
    bytes: usize,
    finished: bool,
}

impl Receiver<'_> {
    fn take(&mut self, mut input: &[u8], last: bool) -> Result<(), Wrong> {
        loop {
            match self.reader.next(&mut input, last)? {
                Event::Text(Section::BodyEntry, text) => {
                    let (mut text, mut decoded) = (text.as_bytes(), [0; 96]);
                    while !text.is_empty() {
                        let count = self.decoder.decode(&mut text, &mut decoded)?;
                        let decoded = decoded.get(..count).unwrap_or_default();
                        self.sum.add(decoded);
                        self.bytes += decoded.len();
                    }
                }
                Event::NeedInput => return Ok(()),
                Event::Finished => {
                    self.finished = true;
                    return Ok(());
                }
                _ => {}
            }
        }
    }
}

/// Makes a call until it is done; each time the buffer is full, what is in it goes to the receiver.
fn drained<'b>(
    writer: &mut Writer<'_, Buffer<'b>>,
    to: &mut Receiver<'_>,
    mut call: impl FnMut(&mut Writer<'_, Buffer<'b>>) -> Result<(), WriteError>,
) -> Result<(), Wrong> {
    loop {
        match call(writer) {
            Ok(()) => return Ok(()),
            Err(WriteError::Full) => {
                to.take(writer.sink().bytes(), false)?;
                writer.sink_mut().clear();
            }
            Err(error) => return Err(error.into()),
        }
    }
}

fn streamed() -> Result<(), Wrong> {
    let (mut memory, mut workspace, mut other) = ([0; 128], [0; 256], [0; 256]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
    let reader = Reader::new(&mut other);
    let mut receiver = Receiver { reader, decoder: base64::Decoder::new(), sum: Sum::new(), bytes: 0, finished: false };
    drained(&mut writer, &mut receiver, |writer| writer.envelope())?;
    drained(&mut writer, &mut receiver, |writer| writer.body_entry(NS, "Store"))?;
    let (mut noise, mut sum, mut piece) = (Noise::new(), Sum::new(), [0; 100]);
    for _ in 0..CONTENT / piece.len() {
        noise.fill(&mut piece);
        sum.add(&piece);
        let mut rest = &piece[..];
        drained(&mut writer, &mut receiver, |writer| {
            while !rest.is_empty() {
                let taken = writer.xml().base64(rest)?;
                rest = rest.get(taken..).unwrap_or_default();
            }
            Ok(())
        })?;
    }
    drained(&mut writer, &mut receiver, |writer| writer.end())?;
    drained(&mut writer, &mut receiver, |writer| writer.finish())?;
    receiver.take(writer.sink().bytes(), true)?;
    Wrong::unless(receiver.finished && receiver.bytes == CONTENT, "another length")?;
    Wrong::unless(receiver.sum == sum, "other bytes")
}
