//! Reads and writes messages and says whether they came out right.
#![no_std]
#![no_main]

use soapstone::buf::Buffer;
use soapstone::soap::{Event, Reader, Section, Version, Writer};
use soapstone_rust_firmware::{Wrong, entry, run};

#[entry]
fn main() -> ! {
    run("self-test", |checks| {
        for (version, name) in [(Version::Soap11, "a message of SOAP 1.1"), (Version::Soap12, "a message of SOAP 1.2")]
        {
            checks.check(name, round_trip(version));
        }
    })
}

fn round_trip(version: Version) -> Result<(), Wrong> {
    let (mut memory, mut workspace) = ([0; 512], [0; 256]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    writer.envelope()?;
    writer.body_entry("urn:example:depot", "ReadSensor")?;
    writer.xml().text_whole("pump <7>")?;
    writer.end()?;
    writer.finish()?;
    let message = writer.into_sink().into_bytes();

    let mut workspace = [0; 256];
    let mut reader = Reader::new(&mut workspace);
    let mut chunks = message.chunks(16).peekable();
    let (mut input, mut seen) = (&b""[..], 0);
    loop {
        match reader.next(&mut input, chunks.peek().is_none())? {
            Event::BodyEntry(entry) => {
                Wrong::unless(entry.name().is_in("urn:example:depot", "ReadSensor"), "another body entry")?;
            }
            Event::Text(Section::BodyEntry, text) => seen += text.len(),
            Event::NeedInput => input = chunks.next().unwrap_or_default(),
            Event::Finished => return Wrong::unless(seen == "pump <7>".len(), "another text"),
            _ => {}
        }
    }
}
