//! Escaping: what stands in text and attribute values as a reference, and what may not stand in XML at all.

use crate::slice::after;

/// Where the text goes, which decides what is written as a reference.
///
/// `&`, `<` and `>` always are, and so is a carriage return, which a reader would turn into a line feed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Context {
    /// Character data.
    Text = 1,
    /// An attribute value in double quotes: a reader would turn a bare tab or line feed into a space.
    Attribute = 2,
}

/// For each byte, the contexts in which it needs more than copying.
const STOPS: [u8; 256] = {
    const BOTH: u8 = Context::Text as u8 | Context::Attribute as u8;
    let mut stops = [0; 256];
    let (mut rest, mut byte): (&mut [u8], u8) = (&mut stops, 0);
    while let [slot, after @ ..] = rest {
        *slot = match byte {
            b'\t' | b'\n' | b'"' => Context::Attribute as u8,
            b'&' | b'<' | b'>' | 0..=0x1F | 0xEF => BOTH,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = after;
    }
    stops
};

/// What [`copy`] did.
pub(super) struct Copied {
    /// Bytes of input taken, whole characters.
    pub(super) taken: usize,
    /// Bytes of output written.
    pub(super) written: usize,
    pub(super) stop: Stop,
}

/// Why [`copy`] stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The input is used up.
    End,
    /// The next character needs so many bytes of output, and there are fewer.
    Full(usize),
    /// The next character is not an XML character.
    Invalid,
}

/// The first character that may not stand in an XML document: bytes of text before it.
///
/// Allowed are tab, line feed, carriage return and everything from the space on but U+FFFE and U+FFFF;
/// a `str` holds no surrogates. XML 1.0, 2.2.
///
/// ```
/// assert_eq!(soapstone::xml::invalid_char("a\tb"), None);
/// assert_eq!(soapstone::xml::invalid_char("ab\u{0}"), Some(2));
/// ```
pub fn invalid_char(text: &str) -> Option<usize> {
    invalid_byte(text.as_bytes())
}

/// The same of text that is known to be UTF-8.
pub(crate) fn invalid_byte(bytes: &[u8]) -> Option<usize> {
    bytes.iter().enumerate().find_map(|(at, &byte)| match byte {
        b'\t' | b'\n' | b'\r' => None,
        0..=0x1F => Some(at),
        0xEF => is_noncharacter(bytes.get(at..)?).then_some(at),
        _ => None,
    })
}

/// Whether U+FFFE or U+FFFF stands here.
#[inline]
pub(super) fn is_noncharacter(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xBF, 0xBE | 0xBF, ..])
}

/// Whether the byte stops a copy in this context.
#[inline(always)]
fn stops(byte: u8, context: Context) -> bool {
    // The bound is the type's: this is a plain load.
    STOPS.get(usize::from(byte)).is_some_and(|stops| stops & context as u8 != 0)
}

/// The reference a character is written as, and its length.
#[inline]
const fn reference(byte: u8) -> Option<(&'static [u8; REFERENCE], usize)> {
    Some(match byte {
        b'&' => (b"&amp;   ", 5),
        b'<' => (b"&lt;    ", 4),
        b'>' => (b"&gt;    ", 4),
        b'"' => (b"&quot;  ", 6),
        b'\t' => (b"&#9;    ", 4),
        b'\n' => (b"&#10;   ", 5),
        b'\r' => (b"&#13;   ", 5),
        _ => return None,
    })
}

/// Room for any reference, of a size that is copied at once.
const REFERENCE: usize = 8;

/// Copies text, which is UTF-8 from a character's first byte on, and escapes it.
/// What stands in `out` behind the bytes written is not defined.
#[inline]
pub(super) fn copy(text: &[u8], out: &mut [u8], context: Context) -> Copied {
    // Most values are short and plain: those should not pay for the rest.
    let short = if !cfg!(small) && text.len() <= SHORT { copy_bytes(text, out, context) } else { 0 };
    if short == text.len() {
        return Copied { taken: short, written: short, stop: Stop::End };
    }
    copy_long(text, out, context, short)
}

/// Goes on where so many bytes are copied.
#[inline(never)]
fn copy_long(text: &[u8], out: &mut [u8], context: Context, copied: usize) -> Copied {
    let (mut taken, mut written) = (copied, copied);
    loop {
        let from = after(text, taken);
        let to = out.get_mut(written..).unwrap_or_default();
        let plain = copy_plain(from, to, context);
        taken = taken.wrapping_add(plain);
        written = written.wrapping_add(plain);

        let from = after(from, plain);
        let Some(&byte) = from.first() else { return Copied { taken, written, stop: Stop::End } };
        if !stops(byte, context) {
            return full(text, taken, written);
        }
        let to = out.get_mut(written..).unwrap_or_default();
        let len = match reference(byte) {
            Some((reference, len)) => {
                if !put_reference(to, reference, len) {
                    return Copied { taken, written, stop: Stop::Full(len) };
                }
                len
            }
            None if byte < b' ' || is_noncharacter(from) => return Copied { taken, written, stop: Stop::Invalid },
            None => {
                let Some(slot) = to.first_mut() else { return full(text, taken, written) };
                *slot = byte;
                1
            }
        };
        taken = taken.wrapping_add(1);
        written = written.wrapping_add(len);
    }
}

/// The output ended: a character that is cut goes back.
#[cold]
fn full(text: &[u8], mut taken: usize, mut written: usize) -> Copied {
    while taken > 0 && text.get(taken).is_some_and(|byte| byte & 0xC0 == 0x80) {
        taken = taken.wrapping_sub(1);
        written = written.wrapping_sub(1);
    }
    Copied { taken, written, stop: Stop::Full(text.get(taken).map_or(1, |&first| char_len(first))) }
}

#[inline]
fn put_reference(to: &mut [u8], reference: &[u8; REFERENCE], len: usize) -> bool {
    if !cfg!(small)
        && let Some(slot) = to.first_chunk_mut()
    {
        *slot = *reference;
        return true;
    }
    let Some(slots) = to.get_mut(..len) else { return false };
    for (slot, &byte) in slots.iter_mut().zip(reference) {
        *slot = byte;
    }
    true
}

/// Copies bytes that stand for themselves, up to the first that does not or to the end of the room.
#[inline]
fn copy_plain(from: &[u8], to: &mut [u8], context: Context) -> usize {
    let mut count = 0usize;
    while !cfg!(small) {
        let rest = after(from, count);
        let room = to.get_mut(count..).unwrap_or_default();
        let words = rest.as_chunks::<WORD>().0.iter().zip(room.as_chunks_mut::<WORD>().0);
        let mut copied = 0usize;
        for (word, slot) in words.take(WORDS) {
            *slot = *word;
            if let Some(at) = stop_in(*word, context) {
                return count.wrapping_add(copied).wrapping_add(at);
            }
            copied = copied.wrapping_add(WORD);
        }
        count = count.wrapping_add(copied);
        if copied < WORDS * WORD {
            break;
        }
        // Text that has gone on for a while may go on for long; short text must not pay for the attempt.
        if cfg!(target_pointer_width = "64") && context == Context::Text {
            let rest = after(from, count);
            count = count.wrapping_add(copy_blocks(rest, to.get_mut(count..).unwrap_or_default()));
        }
    }
    let rest = after(from, count);
    count.wrapping_add(copy_bytes(rest, to.get_mut(count..).unwrap_or_default(), context))
}

/// The same, a byte at a time.
#[inline]
fn copy_bytes(from: &[u8], to: &mut [u8], context: Context) -> usize {
    let mut count = 0usize;
    for (&byte, slot) in from.iter().zip(to) {
        if stops(byte, context) {
            break;
        }
        *slot = byte;
        count = count.wrapping_add(1);
    }
    count
}

/// Bytes of a short text.
const SHORT: usize = 12;
/// Bytes of a machine word.
const WORD: usize = size_of::<usize>();
/// Words that are copied before blocks are tried.
const WORDS: usize = 4;
/// Bytes tested at once where text is long: a few vector registers.
const BLOCK: usize = 32;
/// 0x0101..01.
const ONES: usize = all(1);

/// This byte in every place of a word.
const fn all(byte: u8) -> usize {
    usize::from_ne_bytes([byte; WORD])
}

/// The first byte of a word that stops a copy in this context.
#[inline(always)]
fn stop_in(bytes: [u8; WORD], context: Context) -> Option<usize> {
    let word = usize::from_le_bytes(bytes);
    let control = word.wrapping_sub(all(0x20));
    // `"` is 0x22 and `&` 0x26, `<` is 0x3C and `>` 0x3E.
    let quotes = ((word | all(0x04)) ^ all(0x26)).wrapping_sub(ONES);
    let angles = ((word | all(0x02)) ^ all(0x3E)).wrapping_sub(ONES);
    // Here the byte is not ASCII: the word tells so, not its opposite.
    let high = (word ^ all(0xEF)).wrapping_sub(ONES) & word;
    let mut marks = ((control | quotes | angles) & !word | high) & all(0x80);
    // The marks may be of another context, or be borrowed from a mark below.
    while marks != 0 {
        let at = (marks.trailing_zeros() / 8) as usize;
        if bytes.get(at).is_some_and(|&byte| stops(byte, context)) {
            return Some(at);
        }
        marks &= marks.wrapping_sub(1);
    }
    None
}

/// Copies whole blocks in which nothing stops a copy of character data.
#[inline(never)]
fn copy_blocks(from: &[u8], to: &mut [u8]) -> usize {
    let mut count = 0usize;
    for (block, slot) in from.as_chunks::<BLOCK>().0.iter().zip(to.as_chunks_mut::<BLOCK>().0) {
        *slot = *block;
        let mut stops = 0;
        for &b in block {
            stops |= u8::from((b < b' ') & (b != b'\t') & (b != b'\n'))
                | u8::from(b == b'&')
                | u8::from(b | 2 == b'>')
                | u8::from(b == 0xEF);
        }
        if stops != 0 {
            break;
        }
        count = count.wrapping_add(BLOCK);
    }
    count
}

/// Length of a UTF-8 character by its first byte.
#[inline]
pub(super) fn char_len(first: u8) -> usize {
    match first {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Context::{Attribute, Text};
    use std::format;
    use std::string::String;
    use std::vec::Vec;

    /// One character at a time, by the letter of the specification.
    fn plainly(text: &str, context: Context) -> Result<String, usize> {
        let mut out = String::new();
        for (at, c) in text.char_indices() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' if context == Attribute => out.push_str("&quot;"),
                '\r' => out.push_str("&#13;"),
                '\t' | '\n' if context == Attribute => out.push_str(&format!("&#{};", u32::from(c))),
                '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..='\u{10ffff}' => out.push(c),
                _ => return Err(at),
            }
        }
        Ok(out)
    }

    /// Copies through a room of this size, drained as often as it takes.
    fn through(text: &str, room: usize, context: Context) -> Result<String, usize> {
        let (mut out, mut at) = (Vec::new(), 0);
        loop {
            let mut buffer = std::vec![b'?'; room];
            let copied = copy(&text.as_bytes()[at..], &mut buffer, context);
            at += copied.taken;
            assert!(text.is_char_boundary(at));
            out.extend_from_slice(&buffer[..copied.written]);
            match copied.stop {
                Stop::End => return Ok(String::from_utf8(out).unwrap()),
                Stop::Invalid => return Err(at),
                Stop::Full(needed) => {
                    assert!(needed > room - copied.written && needed <= 6, "{text:?} {room} {needed}");
                    assert!(copied.taken > 0, "{text:?} {room}");
                }
            }
        }
    }

    #[test]
    fn every_character_at_every_place_of_a_block() {
        let characters = (0..0x300).chain(0xF000..0x10100).chain([0x1F600, 0x10FFFF]).filter_map(char::from_u32);
        for c in characters {
            for before in if (c as u32) < 0x100 || c as u32 > 0xFFF0 { 0..40 } else { 14..18 } {
                let text = format!("{}{c}{}", "a".repeat(before), "b".repeat(20));
                for context in [Text, Attribute] {
                    let want = plainly(&text, context);
                    assert_eq!(through(&text, 300, context), want, "{c:?} after {before}");
                    assert_eq!(invalid_char(&text), want.err(), "{c:?} after {before}");
                }
            }
        }
    }

    #[test]
    fn room_changes_nothing() {
        let text =
            "a&b<c>d\"e'f\tg\nh\ri é日𝄞 0123456789abcdef0123456789abcdef \u{ef00}\u{fffd}ＡＢＣ&&&&&&<<<<>>>>\r\r\r\r";
        for context in [Text, Attribute] {
            for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
                let want = plainly(&text[..end], context);
                for room in 6..50 {
                    assert_eq!(through(&text[..end], room, context), want, "{room}");
                }
            }
        }
    }
}
