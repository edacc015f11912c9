//! `boolean`. XML Schema Part 2, 3.2.2.

use super::whitespace::trim;
use crate::ErrorKind;

/// Parses `true`, `false`, `1` or `0`.
pub const fn parse(text: &[u8]) -> Result<bool, ErrorKind> {
    // A word is compared at once: by bytes it is much code.
    match *trim(text) {
        [b'1'] => Ok(true),
        [b'0'] => Ok(false),
        [t, r, u, e] if is([t, r, u, e], *b"true") => Ok(true),
        [b'f', a, l, s, e] if is([a, l, s, e], *b"alse") => Ok(false),
        _ => Err(ErrorKind::Lexical),
    }
}

const fn is(bytes: [u8; 4], word: [u8; 4]) -> bool {
    u32::from_le_bytes(bytes) == u32::from_le_bytes(word)
}

/// The canonical form.
pub const fn emit(value: bool) -> &'static str {
    if value { "true" } else { "false" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexical_space() {
        for (text, want) in [
            ("true", Ok(true)),
            ("false", Ok(false)),
            ("1", Ok(true)),
            ("0", Ok(false)),
            (" true ", Ok(true)),
            ("\n1\n", Ok(true)),
            ("TRUE", Err(ErrorKind::Lexical)),
            ("True", Err(ErrorKind::Lexical)),
            ("yes", Err(ErrorKind::Lexical)),
            ("", Err(ErrorKind::Lexical)),
            ("01", Err(ErrorKind::Lexical)),
            ("\u{a0}1", Err(ErrorKind::Lexical)),
            ("t rue", Err(ErrorKind::Lexical)),
        ] {
            assert_eq!(parse(text.as_bytes()), want, "{text:?}");
        }
    }

    #[test]
    fn canonical_form_is_parsed_back() {
        for value in [true, false] {
            assert_eq!(parse(emit(value).as_bytes()), Ok(value));
        }
    }
}
