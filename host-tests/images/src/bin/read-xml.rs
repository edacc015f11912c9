//! The image that reads a message with `xml::Reader` and looks at every name, attribute value and piece of text.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod image {
    use soapstone::xml::{Event, Reader};
    use soapstone_images::{Step, board};

    #[cortex_m_rt::entry]
    fn main() -> ! {
        board::run(|workspace| Reader::new(workspace), step)
    }

    #[inline(never)]
    fn step(reader: &mut Reader<'_>, input: &mut &[u8], last: bool) -> Step {
        match reader.next(input, last) {
            Ok(Event::Start(start)) => {
                let values: usize = start.attributes().map(|a| 1 + a.value().len()).sum();
                Step::Saw(1 + values as u32)
            }
            Ok(Event::Text(text)) => Step::Saw(text.len() as u32),
            Ok(Event::End(_)) => Step::Saw(0),
            Ok(Event::NeedInput) => Step::NeedInput,
            Ok(Event::Finished) => Step::Done,
            Err(error) => Step::Failed(error.kind.code()),
        }
    }
}
