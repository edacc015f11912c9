//! The image that reads nothing: what the others are compared with.
#![cfg_attr(target_os = "none", no_std, no_main)]

#[cfg(not(target_os = "none"))]
fn main() {}

#[cfg(target_os = "none")]
mod image {
    use soapstone_images::{Step, board};

    #[cortex_m_rt::entry]
    fn main() -> ! {
        board::run(|workspace| workspace, step)
    }

    #[inline(never)]
    fn step(workspace: &mut &mut [u8], input: &mut &[u8], last: bool) -> Step {
        match input.split_first() {
            Some((_, rest)) => {
                core::hint::black_box(workspace);
                *input = rest;
                Step::Saw(1)
            }
            None if last => Step::Done,
            None => Step::NeedInput,
        }
    }
}
