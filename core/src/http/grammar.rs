//! What a field name and a field value may be made of. RFC 9110, 5.6.2 and 5.5.

use crate::slice::{after, until};

/// Whether this byte may stand in a token. RFC 9110, 5.6.2.
pub(crate) fn is_token_byte(byte: u8) -> bool {
    TOKEN.get(usize::from(byte >> 5)).is_some_and(|bits| bits >> (byte & 31) & 1 != 0)
}

/// A bit for each character that may stand in a token.
const TOKEN: [u32; 4] = {
    let (mut bits, mut byte) = (0_u128, 0_u8);
    while byte < 128 {
        let other = matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~');
        if other || byte.is_ascii_alphanumeric() {
            bits |= 1 << byte;
        }
        byte = byte.wrapping_add(1);
    }
    [bits as u32, (bits >> 32) as u32, (bits >> 64) as u32, (bits >> 96) as u32]
};

/// Whether this is a token. RFC 9110, 5.6.2.
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().copied().all(is_token_byte)
}

/// Whether this byte may stand in the value of a field: no control character but the tab. RFC 9110, 5.5.
#[cfg_attr(small, inline(never))]
pub(crate) const fn is_value_byte(byte: u8) -> bool {
    byte == b'\t' || (byte >= b' ' && byte != 0x7F)
}

/// The text without spaces and tabs around it. RFC 9110, 5.6.3.
pub(crate) fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

/// Takes the next item of a list off it, without spaces and tabs around it; `None` after the last.
pub(crate) fn item<'a>(list: &mut Option<&'a [u8]>, separator: u8) -> Option<&'a [u8]> {
    let text = list.take()?;
    let item = until(text, separator);
    if item.len() < text.len() {
        *list = Some(after(text, item.len().wrapping_add(1)));
    }
    Some(trim(item))
}

/// A number in decimal digits and nothing else; `None` as well for one that 64 bits do not hold.
pub(crate) fn number(text: &[u8]) -> Option<u64> {
    if text.is_empty() {
        return None;
    }
    let mut number = 0u64;
    for &byte in text {
        if !byte.is_ascii_digit() {
            return None;
        }
        number = number.checked_mul(10)?.checked_add(u64::from(byte & 0x0F))?;
    }
    Some(number)
}
