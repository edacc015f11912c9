//! Programs on emulated boards: their status, what they are waited for, and the end of those that have none.

use soapstone_host_tests::corpus::notice;
use soapstone_host_tests::qemu::{self, Board, Guest, Start};
use std::path::PathBuf;
use std::time::Duration;

/// A program of these instructions: the stack and the first instruction, then the code and its constants. `None`, and a
/// notice, without QEMU.
fn image(name: &str, code: &[u16]) -> Option<PathBuf> {
    if let Err(error) = Board::named("mps2-an385").unwrap().need() {
        notice(&format!("skipped: {error}"));
        return None;
    }
    let mut bytes = [0x2000_1000u32, 9].map(u32::to_le_bytes).concat();
    bytes.extend(code.iter().flat_map(|half| half.to_le_bytes()));
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, bytes).unwrap();
    Some(path)
}

/// `b .`
const FOREVER: &[u16] = &[0xE7FE];
/// `SYS_WRITE0` of "hi\n", then `SYS_EXIT`; the reason is the last word.
const fn says_hi(reason: u32) -> [u16; 12] {
    // movs r0, 4; adr r1, .text; bkpt 0xab; movs r0, 0x18; ldr r1, .reason; bkpt 0xab
    let code = [0x2004, 0xA103, 0xBEAB, 0x2018, 0x4902, 0xBEAB, 0xE7FE, 0xBF00];
    let [a, b, c, d, e, f, g, h] = code;
    [a, b, c, d, e, f, g, h, u16::from_le_bytes(*b"hi"), b'\n' as u16, reason as u16, (reason >> 16) as u16]
}

fn start<'a>(image: &'a std::path::Path, seconds: u64) -> Start<'a> {
    Start::new(Board::named("mps2-an385").unwrap(), image, Duration::from_secs(seconds))
}

#[test]
fn a_program_that_ends() {
    for (name, reason, status) in [("well.bin", 0x20026, 0), ("badly.bin", 0x20023, 1)] {
        let Some(image) = image(name, &says_hi(reason)) else { return };
        let ended = qemu::run(&start(&image, 60)).unwrap();
        assert_eq!((ended.said.as_str(), ended.status), ("hi\n", Some(status)), "{name}");
        let mut guest = Guest::start(&start(&image, 60)).unwrap();
        assert_eq!(guest.wait_for("h").unwrap(), "i");
        let never = guest.wait_for("ho").unwrap_err().to_string();
        assert!(never.contains("has ended without saying") && never.ends_with("hi\n"), "{never}");
    }
}

#[test]
fn a_program_that_does_not_end() {
    let Some(image) = image("forever.bin", FOREVER) else { return };
    let error = qemu::run(&start(&image, 1)).unwrap_err().to_string();
    assert!(error.starts_with("forever.bin on mps2-an385 does not end"), "{error}");
}

#[test]
fn boards() {
    assert!(Board::named("zx81").unwrap_err().to_string().ends_with("virt, sifive_e"));
}
