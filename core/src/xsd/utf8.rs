//! UTF-8, a character at a time. RFC 3629.
//!
//! `core` has all of this, made for long texts and four times as large.

use crate::slice::after;

/// What [`decode`] says of bytes that begin no character.
pub(crate) const INVALID: u32 = u32::MAX;
/// What it says of the first bytes of a character, cut by the end.
pub(crate) const CUT: u32 = u32::MAX - 1;

/// The code point of the character that `bytes` begin with; above those of all characters, why there is none.
#[cfg_attr(small, inline(never))]
pub(crate) fn decode(bytes: &[u8]) -> u32 {
    let Some(&first) = bytes.first() else { return CUT };
    let (more, least) = match first {
        ..0x80 => return first.into(),
        0xC2..=0xDF => (1, 0x80),
        0xE0..=0xEF => (2, 0x800),
        0xF0..=0xF4 => (3, 0x1_0000),
        _ => return INVALID,
    };
    let mut code = u32::from(first) & 0x3F_u32.wrapping_shr(more);
    let mut cut = false;
    let mut at = 0;
    while at < more {
        at = at.wrapping_add(1);
        let byte = match bytes.get(at as usize) {
            Some(&byte) => byte,
            None if at == 1 => return CUT,
            // With the lowest byte that may come here, what is there shows whether any may come.
            None => {
                cut = true;
                0x80
            }
        };
        if byte & 0xC0 != 0x80 {
            return INVALID;
        }
        code = code.wrapping_shl(6) | u32::from(byte & 0x3F);
    }
    if code < least || code > 0x10_FFFF || (0xD800..0xE000).contains(&code) {
        return INVALID;
    }
    if cut { CUT } else { code }
}

/// The bytes of the character with this code point, as many as its [`len`] says; the others are 0.
#[cfg_attr(small, inline(never))]
pub(crate) fn encode(code: u32) -> [u8; 4] {
    let (mut first, mut bytes) = (code, 0);
    // What the first byte can hold: above it stand as many bits as there are bytes, and none when there is one.
    let mut room: u32 = 0x80;
    while first >= room {
        bytes = (bytes | 0x80 | first & 0x3F).wrapping_shl(8);
        first >>= 6;
        room = room.min(0x40) >> 1;
    }
    let mark = room.wrapping_shl(1).wrapping_neg() & 0xFF;
    (bytes | mark | first).to_le_bytes()
}

/// Bytes that the character takes.
#[cfg_attr(small, inline(never))]
pub(crate) fn len(code: u32) -> usize {
    match code {
        ..0x80 => 1,
        0x80..0x800 => 2,
        0x800..0x1_0000 => 3,
        _ => 4,
    }
}

/// Bytes before the first that is not UTF-8.
pub(crate) fn valid_len(bytes: &[u8]) -> usize {
    if !cfg!(small) {
        return match core::str::from_utf8(bytes) {
            Ok(_) => bytes.len(),
            Err(e) => e.valid_up_to(),
        };
    }
    let mut valid: usize = 0;
    while let Some(&first) = bytes.get(valid) {
        let len = match first {
            ..0x80 => 1,
            _ => match decode(after(bytes, valid)) {
                INVALID | CUT => break,
                code => len(code),
            },
        };
        valid = valid.wrapping_add(len);
    }
    valid
}

/// Whether these bytes are UTF-8.
pub fn is_utf8(bytes: &[u8]) -> bool {
    valid_len(bytes) == bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `core` says.
    fn expected(bytes: &[u8]) -> u32 {
        let valid = match core::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(e) if e.valid_up_to() > 0 => core::str::from_utf8(&bytes[..e.valid_up_to()]).unwrap(),
            Err(e) => return if e.error_len().is_none() { CUT } else { INVALID },
        };
        valid.chars().next().map_or(CUT, u32::from)
    }

    #[test]
    fn decodes_as_core_does() {
        assert_eq!(decode(&[]), CUT);
        // Every first and second byte, and around every boundary of the others.
        const OTHERS: [u8; 9] = [0, 0x7F, 0x80, 0x8F, 0x90, 0xBE, 0xBF, 0xC0, 0xFF];
        for (first, second) in (0..=255).flat_map(|first| (0..=255).map(move |second| (first, second))) {
            for (third, fourth) in OTHERS.iter().flat_map(|third| OTHERS.iter().map(move |fourth| (*third, *fourth))) {
                let bytes = [first, second, third, fourth];
                for bytes in (1..=4).map(|len| &bytes[..len]) {
                    assert_eq!(decode(bytes), expected(bytes), "{bytes:x?}");
                }
            }
        }
    }

    #[test]
    fn encodes_as_core_does() {
        for c in '\0'..=char::MAX {
            let mut bytes = [0; 4];
            assert_eq!(len(c.into()), c.encode_utf8(&mut bytes).len(), "{c:?}");
            assert_eq!(encode(c.into()), bytes, "{c:?}");
        }
    }
}
