//! The image that reads a message with `soap::Reader` and looks at every name, attribute value and piece of text.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod image {
    use soapstone::soap::{Event, Reader};
    use soapstone::xml::Start;
    use soapstone_images::{Step, board};

    #[cortex_m_rt::entry]
    fn main() -> ! {
        board::run(|workspace| Reader::new(workspace), step)
    }

    #[inline(never)]
    fn step(reader: &mut Reader<'_>, input: &mut &[u8], last: bool) -> Step {
        match reader.next(input, last) {
            Ok(Event::Envelope(_, start) | Event::Header(start) | Event::Body(start)) => seen(start),
            Ok(Event::BodyEntry(start) | Event::Fault(start) | Event::Trailer(start)) => seen(start),
            Ok(Event::Start(_, start)) => seen(start),
            Ok(Event::HeaderBlock(block)) => {
                let Step::Saw(number) = seen(block.start()) else { return Step::Done };
                Step::Saw(number + u32::from(block.must_understand()))
            }
            Ok(Event::Text(_, text)) => Step::Saw(text.len() as u32),
            Ok(Event::End(..) | Event::Close(..)) => Step::Saw(0),
            Ok(Event::NeedInput) => Step::NeedInput,
            Ok(Event::Finished) => Step::Done,
            Err(error) => Step::Failed(error.kind.code()),
        }
    }

    fn seen(start: Start<'_>) -> Step {
        let values: usize = start.attributes().map(|a| 1 + a.value().len()).sum();
        Step::Saw(1 + values as u32)
    }
}
