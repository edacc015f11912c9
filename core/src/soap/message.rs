//! Small messages in one call, for when all of one is in memory.

use crate::Error;
use crate::buf::Buffer;
use crate::soap::event::{Event, Section};
use crate::soap::fault::{Fault, FaultReader};
use crate::soap::options::Options;
use crate::soap::read::reader::Reader;
use crate::soap::version::{Version, Versions};
use crate::soap::write::content::Content;
use crate::soap::write::writer::Writer;
use crate::xml::WriteError;

/// Writes a message with one body entry into `memory` and gives its bytes; `content` writes what is in the entry.
///
/// ```
/// use soapstone::soap::{Version, write_message};
///
/// let (mut memory, mut workspace) = ([0; 512], [0; 256]);
/// let message = write_message(&mut memory, &mut workspace, Version::Soap11, "urn:meter", "read", |entry| {
///     entry.start("urn:meter", "register")?;
///     entry.text_whole("7")?;
///     entry.end()
/// })?;
/// assert!(message.ends_with(b"</soap:Body></soap:Envelope>"));
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
///
/// # Errors
/// [`WriteError::Full`]: `memory` is too small; a [`Writer`] can write through it in pieces. Those of the writer.
pub fn write_message<'b>(
    memory: &'b mut [u8],
    workspace: &mut [u8],
    version: Version,
    uri: &str,
    local: &str,
    content: impl FnOnce(&mut Content<'_, '_, Buffer<'b>>) -> Result<(), WriteError>,
) -> Result<&'b [u8], WriteError> {
    let mut writer = Writer::new(Buffer::new(memory), workspace, version);
    writer.envelope()?;
    writer.body_entry(uri, local)?;
    content(&mut writer.xml())?;
    writer.end()?;
    writer.finish()?;
    Ok(writer.into_sink().into_bytes())
}

/// Writes a message that carries this fault into `memory` and gives its bytes; with `upgrade`, the header block Upgrade
/// too.
///
/// # Errors
/// [`WriteError::Full`]: `memory` is too small; a [`Writer`] can write through it in pieces. Those of the writer.
pub fn write_fault<'b>(
    memory: &'b mut [u8],
    workspace: &mut [u8],
    version: Version,
    fault: &Fault<'_>,
    upgrade: Option<Versions>,
) -> Result<&'b [u8], WriteError> {
    let mut writer = Writer::new(Buffer::new(memory), workspace, version);
    writer.fault_message(fault, upgrade)?;
    Ok(writer.into_sink().into_bytes())
}

/// Reads a whole message, by these options, and gives the fault it carries, without the detail; `None` when it carries
/// none.
///
/// # Errors
/// Those of [`Reader::next`] and [`FaultReader::next`].
pub fn read_fault<'t>(
    message: &[u8],
    workspace: &mut [u8],
    store: &'t mut [u8],
    options: Options,
) -> Result<Option<Fault<'t>>, Error> {
    let mut reader = Reader::with_options(workspace, options);
    let mut fault = FaultReader::new(store);
    let (mut input, mut found) = (message, false);
    loop {
        if reader.section() == Section::Fault {
            found = fault.read(&mut reader, &mut input, true)?;
        }
        if let Event::Finished = reader.next(&mut input, true)? {
            return Ok(found.then(|| fault.into_fault()));
        }
    }
}
