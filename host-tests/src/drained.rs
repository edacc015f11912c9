//! Messages written through a buffer that is too small for them.

use soapstone::Error;
use soapstone::buf::Buffer;
use soapstone::soap::{Version, Writer};
use soapstone::xml::WriteError;

/// Makes this call through a buffer of `size` bytes, again for as long as it answers "full", and gives all that was
/// written.
///
/// # Panics
/// When a full buffer is empty: then nothing would ever be written.
pub fn written(
    version: Version,
    size: usize,
    mut call: impl FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>,
) -> Result<String, Error> {
    let (mut memory, mut workspace, mut sent) = (vec![0; size], [0; 4096], Vec::new());
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    loop {
        let result = call(&mut writer);
        assert!(result != Err(WriteError::Full) || !writer.sink().bytes().is_empty(), "no progress with {size} bytes");
        sent.extend_from_slice(writer.sink().bytes());
        writer.sink_mut().clear();
        match result {
            Ok(()) => return Ok(String::from_utf8(sent).expect("UTF-8")),
            Err(WriteError::Full) => {}
            Err(WriteError::Error(error)) => return Err(error),
        }
    }
}

/// Writes a message: the Envelope, what `content` writes, which may be repeated, and the rest.
pub fn message(
    version: Version,
    size: usize,
    mut content: impl FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>,
) -> Result<String, Error> {
    let mut step = 0;
    written(version, size, |writer| {
        while step < 3 {
            match step {
                0 => writer.envelope()?,
                1 => content(writer)?,
                _ => writer.finish()?,
            }
            step += 1;
        }
        Ok(())
    })
}
