//! Size, stack, panic sites and speed of firmware images that use soapstone, and the symbols of its archives.
//!
//! ```text
//! make footprint                       everything, compared with docs/footprint.md
//! make footprint-write                 everything, written to docs/footprint.md
//! soapstone-footprint speed PROFILE [INPUT...]  instructions per byte of the readers at one opt-level, nothing else
//! soapstone-footprint flash PROFILE    bytes of flash at one opt-level, nothing else
//! soapstone-footprint lean             bytes of flash with the lean archive, nothing else
//! soapstone-footprint targets          bytes of flash and RAM on every processor, nothing else
//! soapstone-footprint calls PROFILE    instructions per message at one opt-level, nothing else
//! soapstone-footprint stack IMAGE PROFILE  the deepest path of one image
//! ```
//!
//! The images are in `host-tests/images`. They are built for `thumbv7em-none-eabi` at opt-level z, s and 3, taken
//! apart with `arm-none-eabi-objdump`, and run by QEMU on the board mps2-an386 (a Cortex-M4), where instructions are
//! counted exactly.

mod archive;
mod board;
mod code;
mod devices;
mod facts;
mod flow;
mod images;
mod panics;
mod report;
mod stack;

use soapstone_host_tests::measure::tools;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] => tools::exit(report::whole(false)),
        ["--write"] => tools::exit(report::whole(true)),
        ["speed", profile, inputs @ ..] => tools::exit(report::speed(profile, inputs)),
        ["flash", profile] => tools::exit(report::flash(profile)),
        ["lean"] => tools::exit(report::lean()),
        ["targets"] => tools::exit(report::targets()),
        ["calls", level] => tools::exit(report::calls(level)),
        ["stack", image, profile] => tools::exit(report::path(image, profile)),
        _ => {
            eprintln!(
                "usage: soapstone-footprint [--write | lean | targets | calls PROFILE | speed PROFILE [INPUT...] | flash PROFILE | stack IMAGE PROFILE]"
            );
            ExitCode::from(2)
        }
    }
}
