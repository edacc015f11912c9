//! What the Body of a reply holds.

use crate::soap::{Event, FaultReader, PullReader, Section};
use crate::xml::PullError;
use crate::{Error, ErrorKind};
use embedded_io::Read;

/// What the Body of a reply holds first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Outcome {
    /// A body entry, which has just opened.
    Entry,
    /// A fault, which was read.
    Fault,
    /// Nothing.
    Empty,
}

/// Reads a reply up to its body entry, or to the end of its fault, which `fault` then has.
///
/// `status` is that of the response. A fault is one whatever the status says; without one a status of 400 and more is
/// contradicted. Header blocks are passed over where
/// [`read_headers`](PullReader::read_headers) has not judged them before.
///
/// # Errors
/// [`FaultExpected`](ErrorKind::FaultExpected), where the body entry opened; those of the source, of the reader and of
/// the fault reader.
pub fn read_outcome<R: Read>(
    reader: &mut PullReader<'_, R>,
    status: u16,
    fault: &mut FaultReader<'_>,
) -> Result<Outcome, PullError<R::Error>> {
    let outcome = loop {
        match reader.next()? {
            Event::Fault(_) => break Outcome::Fault,
            Event::BodyEntry(_) => break Outcome::Entry,
            Event::Close(Section::Body | Section::Envelope, _) | Event::Finished => break Outcome::Empty,
            _ => {}
        }
    };
    match outcome {
        Outcome::Fault => while !matches!(reader.next_of_fault(fault)?, Event::Close(Section::Fault, _)) {},
        _ if status >= 400 => return Err(Error::new(ErrorKind::FaultExpected, reader.reader().offset()).into()),
        _ => {}
    }
    Ok(outcome)
}
