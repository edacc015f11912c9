//! What a document says, written down in the notation of the project's vectors (`host-tests/vectors/README.md`).
//!
//! The board and the host compile this same file, so that what they write can be compared byte for byte.

mod notation;
mod settings;

pub use settings::Settings;

use core::fmt::{self, Write};
use notation::Notation;
use soapstone::soap::{self, FaultReader, Section};
use soapstone::{Error, xml};

/// Gives a document chunk by chunk.
pub trait Source {
    /// The next chunk, and whether it is the last; `None` when there is no way to get it.
    fn chunk(&mut self) -> Option<(&[u8], bool)>;
}

/// Why a transcript is not whole. A document that is refused has a whole one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The source has no more, although the document is not complete.
    Source,
    /// The transcript could not be written.
    Output,
    /// The reader asked for more when there was none, or did not take all there was.
    Reader,
}

/// Whether the document goes on.
enum Step {
    NeedInput,
    Finished,
}

/// Reads a document with these settings and writes down what it says.
///
/// # Errors
/// The document cannot be got, or the transcript cannot be written. What is wrong with the document itself is written
/// into the transcript.
pub fn write(
    settings: &Settings,
    workspace: &mut [u8],
    store: &mut [u8],
    source: &mut dyn Source,
    out: &mut dyn Write,
) -> Result<(), Broken> {
    let mut notation = Notation::new(out);
    match settings.soap {
        true => {
            let mut reader = settings.soap_reader(workspace);
            let mut fault = settings.fault.then(|| FaultReader::new(store));
            each_chunk(source, |input, last| soap_events(&mut reader, fault.as_mut(), input, last, &mut notation))
        }
        false => {
            let mut reader = settings.xml_reader(workspace);
            each_chunk(source, |input, last| xml_events(&mut reader, input, last, &mut notation))
        }
    }
}

/// Feeds chunks until the document has ended.
fn each_chunk(
    source: &mut dyn Source,
    mut feed: impl FnMut(&mut &[u8], bool) -> Result<Step, fmt::Error>,
) -> Result<(), Broken> {
    loop {
        let (mut input, last) = source.chunk().ok_or(Broken::Source)?;
        match feed(&mut input, last).map_err(|fmt::Error| Broken::Output)? {
            Step::Finished => return Ok(()),
            Step::NeedInput if last || !input.is_empty() => return Err(Broken::Reader),
            Step::NeedInput => {}
        }
    }
}

fn xml_events(
    reader: &mut xml::Reader<'_>,
    input: &mut &[u8],
    last: bool,
    notation: &mut Notation<'_>,
) -> Result<Step, fmt::Error> {
    loop {
        match reader.next(input, last) {
            Ok(xml::Event::Start(start)) => notation.xml_start(&start)?,
            Ok(xml::Event::Text(text)) => notation.text(text)?,
            Ok(xml::Event::End(end)) => notation.end(&end)?,
            Ok(xml::Event::NeedInput) => return Ok(Step::NeedInput),
            Ok(xml::Event::Finished) => return notation.finish().map(|()| Step::Finished),
            Err(error) => return notation.error(&error).map(|()| Step::Finished),
        }
    }
}

fn soap_events(
    reader: &mut soap::Reader<'_>,
    mut fault: Option<&mut FaultReader<'_>>,
    input: &mut &[u8],
    last: bool,
    notation: &mut Notation<'_>,
) -> Result<Step, fmt::Error> {
    loop {
        let in_fault = reader.section() == Section::Fault;
        let event = match fault.as_deref_mut() {
            Some(fault) if in_fault => fault.next(reader, input, last),
            _ => reader.next(input, last),
        };
        match event {
            Ok(soap::Event::NeedInput) => return Ok(Step::NeedInput),
            Ok(soap::Event::Finished) => return notation.finish().map(|()| Step::Finished),
            Ok(soap::Event::Close(Section::Fault, _)) if fault.is_some() => {
                if let Some(fault) = fault.as_deref() {
                    notation.fault(&fault.fault())?;
                }
            }
            Ok(event) => notation.soap(&event)?,
            Err(error) => return refused(&error, reader, notation).map(|()| Step::Finished),
        }
    }
}

/// The error and, where the version is not known, the version of the answer.
fn refused(error: &Error, reader: &soap::Reader<'_>, notation: &mut Notation<'_>) -> fmt::Result {
    notation.error(error)?;
    match reader.version() {
        None if error.kind.name().starts_with("soap.") => notation.reply(reader.reply_version()),
        _ => Ok(()),
    }
}
