//! Messages written through buffers that are too small for them, and judged by another parser.

use soapstone::buf::Buffer;
use soapstone::soap::{Element, Version, Writer};
use soapstone::xml::WriteError;
use soapstone_host_tests::message;

/// What is to be written.
type Write<'a> = &'a mut dyn FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>;

/// The message that `write` makes, which it may also finish itself.
pub(crate) fn written(version: Version, write: Write<'_>) -> String {
    let text = whole(version, write);
    if let Err(error) = message::read_strict(text.as_bytes()) {
        panic!("{error}: {text}");
    }
    text
}

/// A message with this header block, the same through every buffer. What the peer wrote against the standards is still
/// in it.
pub(crate) fn block(version: Version, element: &Element<'_>) -> String {
    let write: Write<'_> = &mut |writer| writer.sequence(|steps| steps.kept_block(element, None));
    let text = whole(version, write);
    for size in [2048, 700] {
        if let Ok(other) = attempt(version, size, write) {
            assert_eq!(other, text, "through {size} bytes");
        }
    }
    text
}

fn whole(version: Version, write: Write<'_>) -> String {
    let text = attempt(version, 65_536, write).unwrap_or_else(|error| panic!("{error}"));
    assert!(roxmltree::Document::parse(&text).is_ok(), "not well-formed: {text}");
    text
}

fn attempt(version: Version, size: usize, write: Write<'_>) -> Result<String, WriteError> {
    let (mut memory, mut workspace) = (vec![0; size], vec![0; 16_384]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    let mut sent = Vec::new();
    let mut call = 0;
    while call < 3 {
        let result = match call {
            0 => writer.envelope(),
            1 => write(&mut writer),
            // What writes the whole message has finished it.
            _ if writer.sink().bytes().ends_with(b"Envelope>") => Ok(()),
            _ => writer.finish(),
        };
        match result {
            Ok(()) => call += 1,
            Err(WriteError::Full) if !writer.sink().bytes().is_empty() => {
                sent.extend_from_slice(writer.sink().bytes());
                writer.sink_mut().clear();
            }
            Err(error) => return Err(error),
        }
    }
    sent.extend_from_slice(writer.sink().bytes());
    Ok(String::from_utf8(sent).expect("UTF-8"))
}
