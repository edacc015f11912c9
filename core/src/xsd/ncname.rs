//! `NCName`: a name without a colon. Namespaces in XML 1.0, 3; XML 1.0 (fifth edition), 2.3.
//!
//! Which characters beyond ASCII may begin a name [`xmlparser`] says; at opt-level z the bounds of their ranges do, which
//! take 140 bytes less.

use super::class;
use super::utf8;
use super::whitespace::trim;
use crate::ErrorKind;
use crate::slice::after;

/// Whether these bytes are an NCName, to the byte.
#[inline]
pub fn is_ncname(text: &[u8]) -> bool {
    check(text, ErrorKind::Lexical).is_ok() || (!crate::COMPLETE && is_whole(text, true))
}

/// Refuses a name that this build does not read or write: with `kind` what is no NCName and, in the lean build, with
/// [`LeftOut`](ErrorKind::LeftOut) all that is not ASCII.
#[cfg_attr(small, inline(never))]
pub(crate) fn check(name: &[u8], kind: ErrorKind) -> Result<(), ErrorKind> {
    match name.split_first() {
        Some((&first, rest))
            if !cfg!(small)
                && class::is(first, class::NAME_START)
                && rest.iter().all(|&byte| class::is(byte, class::NAME)) =>
        {
            Ok(())
        }
        _ if is_whole(name, crate::COMPLETE) => Ok(()),
        _ if crate::COMPLETE || name.is_ascii() => Err(kind),
        _ => Err(ErrorKind::LeftOut),
    }
}

/// Whether these bytes are an NCName of ASCII.
pub(crate) fn is_ascii_ncname(text: &[u8]) -> bool {
    is_whole(text, false)
}

#[cfg_attr(small, inline(always))]
fn is_whole(text: &[u8], beyond_ascii: bool) -> bool {
    !text.is_empty() && begin(text, beyond_ascii) == text.len()
}

/// Bytes of the NCName that the text begins with; 0 without one. In the lean build, up to where it goes beyond ASCII.
pub(crate) fn len(text: &[u8]) -> usize {
    begin(text, crate::COMPLETE)
}

#[cfg_attr(not(small), cold)]
#[inline(never)]
fn begin(text: &[u8], beyond_ascii: bool) -> usize {
    let mut left = text.iter();
    let mut part = class::NAME_START;
    loop {
        let rest = left.as_slice();
        match left.next() {
            Some(&byte @ ..0x80) if class::is(byte, part) => part = class::NAME,
            Some(0x80..) if beyond_ascii && is_beyond_ascii(utf8::decode(rest), part) => {
                part = class::NAME;
                left = after(rest, utf8::len(utf8::decode(rest))).iter();
            }
            _ => return text.len().wrapping_sub(rest.len()),
        }
    }
}

/// Whether the character, which is not of ASCII, may stand in this part of an NCName: productions 4 and 4a.
#[cfg(not(small))]
fn is_beyond_ascii(code: u32, part: u8) -> bool {
    let more = matches!(code, 0xB7 | 0x300..=0x36F | 0x203F..=0x2040);
    (more && part == class::NAME) || char::from_u32(code).is_some_and(|c| xmlparser::XmlCharExt::is_xml_name_start(&c))
}

/// The same, by how many bounds the character has passed.
#[cfg(small)]
fn is_beyond_ascii(code: u32, part: u8) -> bool {
    let bounds = if part == class::NAME { BOUNDS.len() } else { STARTS };
    let passed = BOUNDS.iter().take(bounds).filter(|&&bound| u32::from(bound) <= code).count();
    passed & 1 == 1 || (0x1_0000..0xF_0000).contains(&code)
}

/// Where ranges of characters below U+10000 begin, and where they have ended: of those that may begin a name, and of
/// those that may only go on with it.
#[cfg(small)]
const BOUNDS: [u16; STARTS + 6] = [
    0xC0, 0xD7, 0xD8, 0xF7, 0xF8, 0x300, 0x370, 0x37E, 0x37F, 0x2000, 0x200C, 0x200E, 0x2070, 0x2190, 0x2C00, 0x2FF0,
    0x3001, 0xD800, 0xF900, 0xFDD0, 0xFDF0, 0xFFFE, //
    0xB7, 0xB8, 0x300, 0x370, 0x203F, 0x2041,
];
/// How many of them are of characters that may begin a name.
#[cfg(small)]
const STARTS: usize = 22;

/// Parses an NCName with white space around it.
pub fn parse(text: &[u8]) -> Result<&[u8], ErrorKind> {
    let name = trim(text);
    if is_ncname(name) { Ok(name) } else { Err(ErrorKind::Lexical) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use xmlparser::XmlCharExt;

    #[test]
    fn names() {
        for name in ["a", "_", "a1", "a-b.c", "Zz_9", "é", "aé", "\u{10000}", "日本語", "a\u{b7}", "a\u{300}"] {
            assert!(is_ncname(name.as_bytes()), "{name:?}");
            assert_eq!(parse(std::format!(" {name}\n").as_bytes()), Ok(name.as_bytes()), "{name:?}");
        }
    }

    #[test]
    fn not_names() {
        for text in ["", "1a", "-a", ".a", "a:b", ":a", "a:", "a b", "a\u{d7}", "\u{b7}", "\u{37e}", "é:a", "a\0", "×"]
        {
            assert!(!is_ncname(text.as_bytes()), "{text:?}");
            assert_eq!(parse(text.as_bytes()), Err(ErrorKind::Lexical), "{text:?}");
        }
        assert!(!is_ncname(b"a\xff"));
        assert!(!is_ncname(b"\xc3"));
    }

    #[test]
    fn every_character_is_classed_as_by_xmlparser() {
        let mut buffer = [b'a'; 5];
        for c in '\0'..=char::MAX {
            let len = c.encode_utf8(&mut buffer[1..]).len();
            assert_eq!(is_ncname(&buffer[1..=len]), c != ':' && c.is_xml_name_start(), "{c:?}");
            assert_eq!(is_ncname(&buffer[..=len]), c != ':' && c.is_xml_name(), "{c:?}");
        }
    }
}
