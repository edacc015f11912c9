//! One pass of each writer. What a pass saw is the number of bytes it wrote.

use crate::readers::{Pass, Seen};
use quick_xml::events::{BytesEnd, BytesStart, BytesText, Event};
use soapstone::buf::Buffer;
use soapstone::xml::{WriteError, Writer};

/// The writers of this program; those in C are in `peers.c`.
pub(crate) const ALL: &[(&str, Pass)] = &[
    ("write-records-soapstone", records),
    ("write-records-quick-xml", records_quick_xml),
    ("write-text-soapstone", text),
    ("write-text-quick-xml", text_quick_xml),
    ("write-base64-soapstone", base64),
];

const SOAP: &str = "http://www.w3.org/2003/05/soap-envelope";
const STATION: &str = "urn:example:station";
const IDS: [&str; 4] = ["r000017", "r000388", "r002956", "r041173"];
const VALUES: [&str; 4] = ["797.87", "13.05", "589.19", "671.49"];

type Ours<'w> = Writer<'w, Buffer<'w>>;

/// Repeats a call of the writer, emptying its buffer, until the buffer is no longer too full for it.
fn drained<T>(
    out: &mut Ours<'_>,
    mut call: impl FnMut(&mut Ours<'_>) -> Result<T, WriteError>,
) -> Result<T, WriteError> {
    loop {
        match call(out) {
            Err(WriteError::Full) => out.sink_mut().clear(),
            done => return done,
        }
    }
}

/// Writes an envelope whose body entry is filled by `content`.
fn envelope(entry: &str, content: impl Fn(&mut Ours<'_>) -> Result<(), WriteError>) -> Result<Seen, String> {
    let (mut workspace, mut memory) = ([0; 1024], [0; 4096]);
    let mut out = Writer::new(Buffer::new(&mut memory), &mut workspace);
    let mut write = || {
        out.start_prefixed("soap", SOAP, "Envelope")?;
        out.start(SOAP, "Body")?;
        out.start_prefixed("s", STATION, entry)?;
        content(&mut out)?;
        for _ in 0..3 {
            drained(&mut out, |out| out.end())?;
        }
        out.finish()
    };
    write().map_err(|e: WriteError| e.to_string())?;
    Ok(out.written())
}

fn records(message: &[u8], _: usize) -> Result<Seen, String> {
    envelope("Readings", |out| {
        let mut number = 0;
        while out.written() < message.len() as u64 {
            let (id, value) = (IDS[number % 4], VALUES[number % 4]);
            drained(out, |out| out.start(STATION, "Reading"))?;
            drained(out, |out| out.attribute("", "id", id))?;
            drained(out, |out| out.attribute(STATION, "state", "ok"))?;
            drained(out, |out| out.start(STATION, "Sensor"))?;
            drained(out, |out| out.text_whole("tank & sump"))?;
            drained(out, |out| out.end())?;
            drained(out, |out| out.start(STATION, "Value"))?;
            drained(out, |out| out.attribute("", "unit", "l/min"))?;
            drained(out, |out| out.text_whole(value))?;
            drained(out, |out| out.end())?;
            drained(out, |out| out.end())?;
            number += 1;
        }
        Ok(())
    })
}

fn text(message: &[u8], _: usize) -> Result<Seen, String> {
    let message = std::str::from_utf8(message).map_err(|e| e.to_string())?;
    envelope("Note", |out| {
        let mut rest = message;
        while !rest.is_empty() {
            let taken = drained(out, |out| out.text(rest))?;
            rest = &rest[taken..];
        }
        Ok(())
    })
}

fn base64(message: &[u8], _: usize) -> Result<Seen, String> {
    envelope("Data", |out| {
        let mut rest = message;
        while !rest.is_empty() {
            let taken = drained(out, |out| out.base64(rest))?;
            rest = &rest[taken..];
        }
        Ok(())
    })
}

fn quick_xml(
    entry: &str,
    content: impl Fn(&mut quick_xml::Writer<Vec<u8>>) -> std::io::Result<()>,
) -> Result<Seen, String> {
    let mut out = quick_xml::Writer::new(Vec::with_capacity(1 << 21));
    let mut write = || {
        out.write_event(Event::Start(BytesStart::new("soap:Envelope").with_attributes([("xmlns:soap", SOAP)])))?;
        out.write_event(Event::Start(BytesStart::new("soap:Body")))?;
        out.write_event(Event::Start(BytesStart::new(entry).with_attributes([("xmlns:s", STATION)])))?;
        content(&mut out)?;
        for name in [entry, "soap:Body", "soap:Envelope"] {
            out.write_event(Event::End(BytesEnd::new(name)))?;
        }
        Ok(())
    };
    write().map_err(|e: std::io::Error| e.to_string())?;
    Ok(out.into_inner().len() as u64)
}

fn records_quick_xml(message: &[u8], _: usize) -> Result<Seen, String> {
    quick_xml("s:Readings", |out| {
        let mut number = 0;
        while out.get_ref().len() < message.len() {
            let (id, value) = (IDS[number % 4], VALUES[number % 4]);
            let start = BytesStart::new("s:Reading").with_attributes([("id", id), ("s:state", "ok")]);
            out.write_event(Event::Start(start))?;
            out.write_event(Event::Start(BytesStart::new("s:Sensor")))?;
            out.write_event(Event::Text(BytesText::new("tank & sump")))?;
            out.write_event(Event::End(BytesEnd::new("s:Sensor")))?;
            out.write_event(Event::Start(BytesStart::new("s:Value").with_attributes([("unit", "l/min")])))?;
            out.write_event(Event::Text(BytesText::new(value)))?;
            out.write_event(Event::End(BytesEnd::new("s:Value")))?;
            out.write_event(Event::End(BytesEnd::new("s:Reading")))?;
            number += 1;
        }
        Ok(())
    })
}

fn text_quick_xml(message: &[u8], _: usize) -> Result<Seen, String> {
    let message = std::str::from_utf8(message).map_err(|e| e.to_string())?;
    quick_xml("s:Note", |out| out.write_event(Event::Text(BytesText::new(message))))
}
