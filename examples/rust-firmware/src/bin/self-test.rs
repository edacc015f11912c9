//! Reads and writes messages and says whether they came out right.
#![no_std]
#![no_main]

use soapstone_rust_firmware::{entry, run, self_test};

#[entry]
fn main() -> ! {
    run("self-test", self_test::run)
}
