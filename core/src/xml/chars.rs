//! The characters that a document may hold. XML 1.0, production Char.

use super::escape::is_noncharacter;
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xsd::{class, utf8};

/// Bytes before the first that is not UTF-8, or begins a character beyond ASCII that is no Char.
pub(super) fn len(bytes: &[u8]) -> usize {
    if cfg!(small) {
        return until(bytes, 0);
    }
    let valid = utf8::valid_len(bytes);
    find_noncharacter(first(bytes, valid)).unwrap_or(valid)
}

/// Bytes before the first of this class, or such a one. One at a time: for code that is to be small.
#[cfg_attr(small, inline(never))]
pub(super) fn until(bytes: &[u8], stop: u8) -> usize {
    let mut left = bytes.iter();
    loop {
        let rest = left.as_slice();
        match left.next() {
            Some(&byte @ ..0x80) if !class::is(byte, stop) => continue,
            Some(0x80..) => {
                let code = utf8::decode(rest);
                if is_good(code) {
                    left = after(rest, utf8::len(code)).iter();
                    continue;
                }
            }
            _ => {}
        }
        return bytes.len().wrapping_sub(rest.len());
    }
}

/// Whether what was decoded as this is a character, and one that a document may hold.
pub(super) fn is_good(code: u32) -> bool {
    !matches!(code, 0xFFFE | 0xFFFF | utf8::INVALID | utf8::CUT)
}

/// Whether this is the code point of a Char.
pub(super) fn is_char(code: u32) -> bool {
    !matches!(code, 0..=0x08 | 0x0B | 0x0C | 0x0E..=0x1F | 0xD800..=0xDFFF | 0xFFFE | 0xFFFF | 0x11_0000..)
}

/// What is wrong with a character that was decoded as this.
pub(super) fn wrong(code: u32) -> ErrorKind {
    if matches!(code, utf8::INVALID | utf8::CUT) { ErrorKind::InvalidEncoding } else { ErrorKind::InvalidChar }
}

/// Where U+FFFE or U+FFFF stands: EF BF BE, EF BF BF.
fn find_noncharacter(run: &[u8]) -> Option<usize> {
    // Most text has no EF at all, and this loop is vector code.
    if run.iter().fold(0, |seen, &b| seen | u8::from(b == 0xEF)) == 0 {
        return None;
    }
    run.windows(3).position(is_noncharacter)
}
