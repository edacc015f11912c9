//! What a field name and a field value may be made of. RFC 9110, 5.6.2 and 5.5.

use crate::slice::{after, first};

/// Whether this byte may stand in a token. RFC 9110, 5.6.2.
pub(crate) const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^' | b'_' | b'`' | b'|' | b'~')
}

/// Whether this is a token. RFC 9110, 5.6.2.
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().copied().all(is_token_byte)
}

/// Whether this byte may stand in the value of a field: no control character but the tab. RFC 9110, 5.5.
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
    let end = text.iter().position(|&byte| byte == separator);
    if let Some(end) = end {
        *list = Some(after(text, end.wrapping_add(1)));
    }
    Some(trim(first(text, end.unwrap_or(text.len()))))
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
