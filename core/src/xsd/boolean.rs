//! `boolean`. XML Schema Part 2, 3.2.2.

use super::whitespace::trim;
use crate::ErrorKind;
use crate::names::{Names, names};

/// Parses `true`, `false`, `1` or `0`.
#[cfg_attr(small, inline(always))]
pub fn parse(text: &[u8]) -> Result<bool, ErrorKind> {
    match FORMS.number(trim(text)) {
        0 => Err(ErrorKind::Lexical),
        found => Ok(found == TRUE),
    }
}

const FALSE: u8 = 1;
const TRUE: u8 = 2;
const FORMS: Names = names! { "0" => FALSE, "1" => TRUE, "false" => FALSE, "true" => TRUE };

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
