//! What the library does, checked on the board. Nothing here needs more than 10 KB of memory.

mod addressing;
mod chunks;
mod faults;
mod headers;
mod http;
mod messages;
mod refused;
mod security;
mod types;

use crate::{Checks, Wrong};

/// A check, and what it shows.
type Check = (&'static str, fn() -> Result<(), Wrong>);

/// Makes all the checks.
pub fn run(checks: &mut Checks) {
    let tables = [
        messages::CHECKS,
        refused::CHECKS,
        headers::CHECKS,
        faults::CHECKS,
        addressing::CHECKS,
        security::CHECKS,
        types::CHECKS,
        chunks::CHECKS,
        http::CHECKS,
    ];
    for (name, check) in tables.into_iter().flatten() {
        checks.check(name, check());
    }
}

/// Bytes that look random and are the same each time.
struct Noise(u32);

impl Noise {
    const fn new() -> Noise {
        Noise(0x2545_F491)
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        for byte in bytes {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 17;
            self.0 ^= self.0 << 5;
            *byte = self.0 as u8;
        }
    }
}

/// A checksum of bytes that come in pieces. FNV-1a.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sum(u32);

impl Sum {
    const fn new() -> Sum {
        Sum(0x811C_9DC5)
    }

    fn add(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.0 = (self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        }
    }
}
