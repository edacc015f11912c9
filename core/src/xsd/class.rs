//! What an ASCII byte may be in a document.

use super::whitespace::is_space;

/// Starts an NCName.
pub(crate) const NAME_START: u8 = 1;
/// Continues an NCName.
pub(crate) const NAME: u8 = 2;
/// White space. XML 1.0, production S.
pub(crate) const SPACE: u8 = 4;
/// Cannot stand plainly in an attribute value: also both quotes.
pub(crate) const VALUE_STOP: u8 = 8;
/// Needs more than copying when it is written as text, and ends a run of text that is read.
pub(crate) const TEXT_STOP: u8 = 16;
/// Ends a run of a comment or a processing instruction.
pub(crate) const SKIP_STOP: u8 = 32;
/// Ends a run of CDATA.
pub(crate) const CDATA_STOP: u8 = 64;
/// Needs more than copying when it is written in an attribute value, in double quotes.
pub(crate) const QUOTED_STOP: u8 = 128;

/// Of bytes beyond ASCII all are the same: where flash is short, they have no place in the table.
const SIZE: usize = if cfg!(small) { 128 } else { 256 };

const TABLE: [u8; SIZE] = table();

/// The classes of a byte. Bytes of multi-byte characters stop attribute values, for those go another way. When they are
/// written, U+FFFE and U+FFFF must be found: where there is a place for each byte by what they begin with.
#[inline(always)]
pub(crate) fn class(byte: u8) -> u8 {
    // With a place for each byte the bound is the type's, and this is a plain load.
    TABLE.get(usize::from(byte)).copied().unwrap_or(VALUE_STOP | TEXT_STOP | QUOTED_STOP)
}

#[inline(always)]
pub(crate) fn is(byte: u8, mask: u8) -> bool {
    class(byte) & mask != 0
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, once")]
const fn table() -> [u8; SIZE] {
    let mut table = [0; SIZE];
    let mut at = 0;
    while at < SIZE {
        let byte = at as u8;
        let mut class = 0;
        if byte.is_ascii_alphabetic() || byte == b'_' {
            class |= NAME_START;
        }
        if byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.') {
            class |= NAME;
        }
        if is_space(byte) {
            class |= SPACE;
        }
        if byte < 0x20 || byte >= 0x80 || matches!(byte, b'<' | b'&' | b'"' | b'\'') {
            class |= VALUE_STOP;
        }
        if byte < 0x20 && !is_space(byte) {
            class |= SKIP_STOP | CDATA_STOP;
        }
        class |= match byte {
            b'-' | b'?' => SKIP_STOP,
            b']' => CDATA_STOP,
            b'\r' => CDATA_STOP | TEXT_STOP | QUOTED_STOP,
            b'\t' | b'\n' | b'"' => QUOTED_STOP,
            b'&' | b'<' | b'>' | 0..0x20 | 0xEF => TEXT_STOP | QUOTED_STOP,
            _ => 0,
        };
        table[at] = class;
        at = at.wrapping_add(1);
    }
    table
}
