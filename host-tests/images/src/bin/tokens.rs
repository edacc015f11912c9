//! The image that splits a whole message into tokens with `xmlparser::Tokenizer`, for comparison.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod image {
    use soapstone_images::{Step, board};
    use xmlparser::{Token, Tokenizer};

    #[cortex_m_rt::entry]
    fn main() -> ! {
        board::run(|workspace| workspace, step)
    }

    #[inline(never)]
    fn step(_: &mut &mut [u8], input: &mut &[u8], _: bool) -> Step {
        let Ok(text) = core::str::from_utf8(input) else { return Step::Failed(1) };
        let mut seen = 0;
        for token in Tokenizer::from(text) {
            match token {
                Ok(Token::ElementStart { .. }) => seen += 1,
                Ok(Token::Attribute { value, .. }) => seen += 1 + value.len() as u32,
                Ok(Token::Text { text }) => seen += text.len() as u32,
                Ok(_) => {}
                Err(_) => return Step::Failed(2),
            }
        }
        if seen == 0 {
            return Step::Done;
        }
        *input = &[];
        Step::Saw(seen)
    }
}
