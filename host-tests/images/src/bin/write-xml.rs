//! The image that writes with `xml::Writer`: one record for every 100 bytes of the message, into a buffer it drains.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod image {
    use soapstone::buf::Buffer;
    use soapstone::xml::{WriteError, Writer};
    use soapstone_images::{Step, board};

    const URI: &str = "urn:example:station";

    type Out<'w> = Writer<'w, Buffer<'w>>;

    #[cortex_m_rt::entry]
    fn main() -> ! {
        board::run(program, step)
    }

    fn program(memory: &mut [u8]) -> Out<'_> {
        let (output, workspace) = memory.split_at_mut(512);
        Writer::new(Buffer::new(output), workspace)
    }

    #[inline(never)]
    fn step(writer: &mut Out<'_>, input: &mut &[u8], last: bool) -> Step {
        if input.is_empty() && !last {
            return Step::NeedInput;
        }
        let done = input.is_empty();
        match if done { close(writer) } else { record(writer, input) } {
            Ok(_) if done => Step::Done,
            Ok(seen) => Step::Saw(seen),
            Err(WriteError::Error(error)) => Step::Failed(error.kind.code()),
            Err(WriteError::Full) => Step::Failed(-1),
        }
    }

    /// Writes a record and gives the bytes of output that were drained before.
    fn record(writer: &mut Out<'_>, input: &mut &[u8]) -> Result<u32, WriteError> {
        let seen = drain(writer);
        if writer.depth() == 0 {
            writer.start(URI, "Readings")?;
        }
        writer.start(URI, "Reading")?;
        writer.attribute("", "id", "r000001")?;
        writer.start(URI, "Sensor")?;
        writer.text_whole("tank & sump")?;
        writer.end()?;
        writer.start(URI, "Value")?;
        writer.text_whole("797.87")?;
        writer.end()?;
        writer.end()?;
        *input = input.get(100..).unwrap_or_default();
        Ok(seen)
    }

    fn close(writer: &mut Out<'_>) -> Result<u32, WriteError> {
        drain(writer);
        writer.end()?;
        writer.finish()?;
        Ok(0)
    }

    fn drain(writer: &mut Out<'_>) -> u32 {
        let seen = writer.sink().bytes().len() as u32;
        writer.sink_mut().clear();
        seen
    }
}
