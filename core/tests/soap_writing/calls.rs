//! The calls of the envelope writer as data.

use soapstone::Error;
use soapstone::buf::{Buffer, Sink};
use soapstone::soap::{BlockAttributes, Fault, Version, Versions, Writer};
use soapstone::xml::WriteError;

/// One call of the writer.
#[derive(Clone, Copy)]
pub(crate) enum Op<'a> {
    Declaration,
    Pin(&'a str, &'a str),
    Envelope,
    Prefixed(&'a str),
    Header,
    Block(&'a str, &'a str, BlockAttributes<'a>),
    Upgrade(Versions),
    NotUnderstood(&'a str, &'a str),
    Body,
    Entry(&'a str, &'a str),
    Fault(Fault<'a>),
    FaultWithDetail(Fault<'a>),
    FaultMessage(Fault<'a>, Option<Versions>),
    Trailer(&'a str, &'a str),
    Start(&'a str, &'a str),
    Attribute(&'a str, &'a str, &'a str),
    Text(&'a str),
    Stop,
    End,
    Finish,
}

use Op::*;

/// Makes one call, the sink drained whenever it is full.
pub(crate) fn make<S: Sink>(
    op: Op<'_>,
    writer: &mut Writer<'_, S>,
    drain: &mut dyn FnMut(&mut S),
) -> Result<(), Error> {
    let mut taken = 0;
    loop {
        let outcome = match op {
            Declaration => writer.declaration(),
            Pin(prefix, uri) => writer.pin(prefix, uri),
            Envelope => writer.envelope(),
            Prefixed(prefix) => writer.envelope_prefixed(prefix),
            Header => writer.header(),
            Block(uri, local, attributes) => writer.header_block(uri, local, &attributes),
            Upgrade(versions) => writer.upgrade(versions),
            NotUnderstood(uri, local) => writer.not_understood(uri, local),
            Body => writer.body(),
            Entry(uri, local) => writer.body_entry(uri, local),
            Op::Fault(fault) => writer.fault(&fault),
            FaultWithDetail(fault) => writer.fault_with_detail(&fault),
            FaultMessage(fault, upgrade) => writer.fault_message(&fault, upgrade),
            Trailer(uri, local) => writer.trailer(uri, local),
            Start(uri, local) => writer.xml().start(uri, local),
            Attribute(uri, local, value) => writer.xml().attribute(uri, local, value),
            Text(text) => match writer.xml().text(&text[taken..]) {
                Ok(count) => {
                    taken += count;
                    if taken < text.len() {
                        continue;
                    }
                    Ok(())
                }
                Err(error) => Err(error),
            },
            Stop => writer.xml().end(),
            End => writer.end(),
            Finish => writer.finish(),
        };
        match outcome {
            Ok(()) => return Ok(()),
            Err(WriteError::Full) => drain(writer.sink_mut()),
            Err(WriteError::Error(error)) => return Err(error),
        }
    }
}

/// Writes a message through a buffer of this size.
pub(crate) fn write(version: Version, ops: &[Op<'_>], size: usize) -> Result<Vec<u8>, Error> {
    let (mut memory, mut workspace, mut out) = (vec![0; size], vec![0; 4096], Vec::new());
    let mut drain = |buffer: &mut Buffer<'_>| {
        out.extend_from_slice(buffer.bytes());
        buffer.clear();
    };
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    for op in ops {
        make(*op, &mut writer, &mut drain)?;
    }
    drain(writer.sink_mut());
    Ok(out)
}
