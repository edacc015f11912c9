//! What an ASCII byte may be in a document.

use crate::xsd::whitespace::is_space;

/// Starts an NCName.
pub(super) const NAME_START: u8 = 1;
/// Continues an NCName.
pub(super) const NAME: u8 = 2;
/// White space. XML 1.0, production S.
pub(super) const SPACE: u8 = 4;
/// Cannot stand plainly in an attribute value: also both quotes.
pub(super) const VALUE_STOP: u8 = 8;
/// Ends a plain run of a comment.
pub(super) const COMMENT_STOP: u8 = 32;
/// Ends a plain run of a processing instruction.
pub(super) const PI_STOP: u8 = 64;

const TABLE: [u8; 256] = table();

/// The classes of a byte. Bytes of multi-byte characters stop attribute values, for those go another way,
/// and nothing else.
#[inline(always)]
pub(super) fn class(byte: u8) -> u8 {
    // The bound is the type's: this is a plain load.
    TABLE.get(usize::from(byte)).copied().unwrap_or(0)
}

#[inline(always)]
pub(super) fn is(byte: u8, mask: u8) -> bool {
    class(byte) & mask != 0
}

#[allow(clippy::indexing_slicing, reason = "evaluated by the compiler, once")]
const fn table() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte: u8 = 0;
    loop {
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
            class |= COMMENT_STOP | PI_STOP;
        }
        class |= match byte {
            b'-' => COMMENT_STOP,
            b'?' => PI_STOP,
            _ => 0,
        };
        table[byte as usize] = class;
        if byte == u8::MAX {
            return table;
        }
        byte = byte.wrapping_add(1);
    }
}
