//! Escaping: what stands in text and attribute values as a reference, and what may not stand in XML at all.

use super::chars::is_good;
use crate::slice::{after, copy as copy_slice, first};
use crate::xsd::{class, utf8};

/// Where the text goes, which decides what is written as a reference.
///
/// `&`, `<` and `>` always are, and so is a carriage return, which a reader would turn into a line feed.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Context {
    /// Character data.
    Text = class::TEXT_STOP,
    /// An attribute value in double quotes: a reader would turn a bare tab or line feed into a space.
    Attribute = class::QUOTED_STOP,
}

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
    if cfg!(small) {
        let copied = copy_characters(bytes, &mut [], Context::Text, true);
        return (copied.stop == Stop::Invalid).then_some(copied.taken);
    }
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
    class::is(byte, context as u8)
}

/// The characters that are written as references, each with its own and the length of that.
const REFERENCES: [(u8, u8, [u8; 6]); 7] = [
    (b'&', 5, *b"&amp; "),
    (b'<', 4, *b"&lt;  "),
    (b'>', 4, *b"&gt;  "),
    (b'"', 6, *b"&quot;"),
    (b'\t', 4, *b"&#9;  "),
    (b'\n', 5, *b"&#10; "),
    (b'\r', 5, *b"&#13; "),
];

/// Copies text, which is UTF-8 from a character's first byte on, and escapes it, as much as there is room for. A text that
/// is to be copied `whole` is never too long: what does not fit is counted as if it were written.
/// What stands in `out` behind the bytes written is not defined.
#[inline]
pub(super) fn copy(text: &[u8], out: &mut [u8], context: Context, whole: bool) -> Copied {
    if cfg!(small) {
        return copy_characters(text, out, context, whole);
    }
    // Most values are short and plain: those should not pay for the rest.
    let short = if text.len() <= SHORT { copy_bytes(text, out, context) } else { 0 };
    if short == text.len() {
        return Copied { taken: short, written: short, stop: Stop::End };
    }
    copy_long(text, out, context, whole, short)
}

/// The same for code that is to be small: a character at a time.
#[inline(never)]
fn copy_characters(text: &[u8], out: &mut [u8], context: Context, whole: bool) -> Copied {
    let (mut taken, mut written) = (0, 0);
    let stop = loop {
        let rest = after(text, taken);
        let Some(&byte) = rest.first() else { break Stop::End };
        let code = utf8::decode(rest);
        let len = utf8::len(code);
        let mut piece = first(rest, len);
        if stops(byte, context) {
            match REFERENCES.iter().find(|(of, ..)| *of == byte) {
                Some((_, len, reference)) => piece = first(reference, usize::from(*len)),
                None if code < 0x20 || !is_good(code) => break Stop::Invalid,
                None => {}
            }
        }
        let room = out.get_mut(written..).unwrap_or_default();
        if copy_slice(room, piece) < piece.len() && !whole {
            break Stop::Full(piece.len());
        }
        taken = taken.wrapping_add(len);
        written = written.wrapping_add(piece.len());
    };
    Copied { taken, written, stop }
}

/// Goes on where so many bytes are copied.
#[inline(never)]
fn copy_long(text: &[u8], out: &mut [u8], context: Context, whole: bool, copied: usize) -> Copied {
    let (mut taken, mut written) = (copied, copied);
    let stop = loop {
        let plain = copy_plain(after(text, taken), out.get_mut(written..).unwrap_or_default(), context);
        taken = taken.wrapping_add(plain);
        written = written.wrapping_add(plain);
        let rest = after(text, taken);
        let Some(&byte) = rest.first() else { break Stop::End };
        let mut piece = core::slice::from_ref(&byte);
        if stops(byte, context) {
            match REFERENCES.iter().find(|(of, ..)| *of == byte) {
                Some((_, len, reference)) => {
                    piece = first(reference, usize::from(*len));
                    // Where there is room for the longest one, its letters are copied at once.
                    if copy_reference(out.get_mut(written..).unwrap_or_default(), reference) {
                        taken = taken.wrapping_add(1);
                        written = written.wrapping_add(piece.len());
                        continue;
                    }
                }
                None if byte < b' ' || is_noncharacter(rest) => break Stop::Invalid,
                None => {}
            }
        }
        let needed = piece.len().max(char_len(byte));
        if !whole && out.len().wrapping_sub(written) < needed {
            break full(text, &mut taken, &mut written, needed);
        }
        if let Some(to) = out.get_mut(written..written.wrapping_add(piece.len())) {
            for (slot, &byte) in to.iter_mut().zip(piece) {
                *slot = byte;
            }
        }
        taken = taken.wrapping_add(1);
        written = written.wrapping_add(piece.len());
    };
    Copied { taken, written, stop }
}

#[inline(always)]
fn copy_reference(to: &mut [u8], reference: &[u8; 6]) -> bool {
    to.first_chunk_mut().map(|slot| *slot = *reference).is_some()
}

/// The output ended: a character that is cut goes back.
#[inline]
fn full(text: &[u8], taken: &mut usize, written: &mut usize, needed: usize) -> Stop {
    while *taken > 0 && text.get(*taken).is_some_and(|byte| byte & 0xC0 == 0x80) {
        *taken = taken.wrapping_sub(1);
        *written = written.wrapping_sub(1);
    }
    let needed = text.get(*taken).map_or(needed, |&first| needed.max(char_len(first)));
    Stop::Full(needed)
}

/// Copies bytes that stand for themselves, up to the first that does not or to the end of the room.
#[inline]
fn copy_plain(from: &[u8], to: &mut [u8], context: Context) -> usize {
    let mut count = 0usize;
    loop {
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
            let copied = copy(&text.as_bytes()[at..], &mut buffer, context, false);
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
    fn what_does_not_fit_whole_is_counted() {
        let text = "a&b\t\u{fffd}é𝄞 0123456789abcdef0123456789abcdef\"\r";
        for context in [Text, Attribute] {
            let want = plainly(text, context).unwrap();
            for room in 0..=want.len() {
                let mut buffer = std::vec![b'?'; room];
                let copied = copy(text.as_bytes(), &mut buffer, context, true);
                assert!(copied.stop == Stop::End, "{room}");
                assert_eq!((copied.taken, copied.written), (text.len(), want.len()), "{room}");
                assert!(room < want.len() || buffer == want.as_bytes());
            }
            let invalid = std::format!("{text}\u{1}");
            assert!(copy(invalid.as_bytes(), &mut [], context, true).stop == Stop::Invalid);
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
