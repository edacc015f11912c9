//! `NCName`: a name without a colon. Namespaces in XML 1.0, 3; XML 1.0 (fifth edition), 2.3.
//!
//! Which characters beyond ASCII may begin a name [`xmlparser`] says.

use super::whitespace::trim;
use crate::ErrorKind;
use xmlparser::XmlCharExt;

const START: u8 = 1;
const NAME: u8 = 2;

/// What each ASCII byte may be in an NCName.
const CLASS: [u8; 128] = {
    let mut class = [0; 128];
    let mut rest: &mut [u8] = &mut class;
    let mut byte = 0u8;
    while let [slot, after @ ..] = rest {
        *slot = match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => START | NAME,
            b'0'..=b'9' | b'-' | b'.' => NAME,
            _ => 0,
        };
        byte = byte.wrapping_add(1);
        rest = after;
    }
    class
};

#[inline]
fn is(class: u8, byte: u8) -> bool {
    CLASS.get(usize::from(byte)).is_some_and(|&classes| classes & class != 0)
}

/// Whether these bytes are an NCName, to the byte.
#[inline]
pub fn is_ncname(text: &[u8]) -> bool {
    check(text, ErrorKind::Lexical).is_ok() || (!crate::COMPLETE && is_unicode_ncname(text))
}

/// Refuses a name that this build does not read or write: with `kind` what is no NCName and, in the lean build, with
/// [`LeftOut`](ErrorKind::LeftOut) all that is not ASCII.
pub(crate) fn check(name: &[u8], kind: ErrorKind) -> Result<(), ErrorKind> {
    match name.split_first() {
        Some((&first, rest)) if is(START, first) && rest.iter().all(|&byte| is(NAME, byte)) => Ok(()),
        _ if name.is_ascii() => Err(kind),
        _ if !crate::COMPLETE => Err(ErrorKind::LeftOut),
        _ if is_unicode_ncname(name) => Ok(()),
        _ => Err(kind),
    }
}

#[cold]
fn is_unicode_ncname(text: &[u8]) -> bool {
    let Ok(text) = core::str::from_utf8(text) else { return false };
    text.chars().next().is_some_and(is_name_start) && text.chars().all(is_name)
}

/// Whether a character may begin an NCName.
pub(crate) fn is_name_start(c: char) -> bool {
    c != ':' && c.is_xml_name_start()
}

/// Whether a character may stand in an NCName: productions 4 and 4a, without the colon.
pub(crate) fn is_name(c: char) -> bool {
    let more = matches!(c, '-' | '.' | '0'..='9' | '\u{B7}' | '\u{300}'..='\u{36F}' | '\u{203F}'..='\u{2040}');
    more || is_name_start(c)
}

/// Parses an NCName with white space around it.
pub fn parse(text: &[u8]) -> Result<&[u8], ErrorKind> {
    let name = trim(text);
    if is_ncname(name) { Ok(name) } else { Err(ErrorKind::Lexical) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
