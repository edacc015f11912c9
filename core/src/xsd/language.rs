//! `language`. XML Schema Part 2, 3.3.3; RFC 3066.

use super::whitespace::trim;
use crate::ErrorKind;

/// Parses a language tag: letters, then parts of letters and digits, one to eight each, with hyphens between.
pub fn parse(text: &[u8]) -> Result<&[u8], ErrorKind> {
    let tag = trim(text);
    let mut parts = tag.split(|&byte| byte == b'-');
    let sized = |part: &[u8]| (1..=8).contains(&part.len());
    let first = parts.next().is_some_and(|part| sized(part) && part.iter().all(u8::is_ascii_alphabetic));
    if first && parts.all(|part| sized(part) && part.iter().all(u8::is_ascii_alphanumeric)) {
        Ok(tag)
    } else {
        Err(ErrorKind::Lexical)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexical_space() {
        for (text, tag) in [
            ("en", "en"),
            (" en-US\n", "en-US"),
            ("x-klingon", "x-klingon"),
            ("de-1996", "de-1996"),
            ("abcdefgh", "abcdefgh"),
        ] {
            assert_eq!(parse(text.as_bytes()), Ok(tag.as_bytes()), "{text:?}");
        }
        for text in ["", "en_US", "abcdefghi", "en-", "-en", "1996", "en--US", "e n", "en-abcdefghi", "é"] {
            assert_eq!(parse(text.as_bytes()), Err(ErrorKind::Lexical), "{text:?}");
        }
    }
}
