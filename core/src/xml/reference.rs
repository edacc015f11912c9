//! Character and entity references, a byte at a time. XML 1.0, 4.1 and 4.6.

use super::chars;
use crate::xsd::utf8::{CUT, INVALID};

/// A reference under way: what came after its `&`.
#[derive(Clone, Copy, Default)]
pub(super) struct Reference {
    /// The code point so far, [`NO_DIGITS`] before the first; or the letters of a name so far, in 5 bits each.
    value: u32,
    /// The base of the number after `#`; 0 in a name.
    base: u8,
}

/// No code point, and 0 times each base.
const NO_DIGITS: u32 = 1 << 31;

impl Reference {
    /// Takes the next byte after the `&`; the one that ends it is the `;`. Gives the code point of the character then,
    /// [`CUT`] before, and [`INVALID`] for what is no reference.
    pub(super) fn push(&mut self, byte: u8) -> u32 {
        let Reference { value, base } = *self;
        match (base, byte) {
            (0, b';') => return named(value),
            (_, b';') => return if chars::is_char(value) { value } else { INVALID },
            (0, b'#') if value == 0 => *self = Reference { value: NO_DIGITS, base: 10 },
            (10, b'x') if value == NO_DIGITS => self.base = 16,
            // The longest name has four letters.
            (0, b'a'..=b'z') if value < 1 << 15 => self.value = value << 5 | u32::from(byte & 0x1F),
            (0, _) => return INVALID,
            _ => {
                let digit = match byte {
                    b'0'..=b'9' => byte.wrapping_sub(b'0'),
                    b'a'..=b'f' | b'A'..=b'F' => (byte | 0x20).wrapping_sub(b'a' - 10),
                    _ => u8::MAX,
                };
                if digit >= base {
                    return INVALID;
                }
                // Saturates just above the last code point: any number of leading zeros is fine, any overflow is not a
                // Char.
                self.value = value.wrapping_mul(base.into()).wrapping_add(digit.into()).min(0x0011_0000);
            }
        }
        CUT
    }
}

/// The character of the entity with these letters.
fn named(letters: u32) -> u32 {
    /// Above the letters of each, what it stands for.
    const ENTITIES: [u32; 5] =
        [entity(b"lt", b'<'), entity(b"gt", b'>'), entity(b"amp", b'&'), entity(b"quot", b'"'), entity(b"apos", b'\'')];
    const fn entity(mut name: &[u8], stands_for: u8) -> u32 {
        let mut letters = 0;
        while let [letter, rest @ ..] = name {
            letters = letters << 5 | (*letter & 0x1F) as u32;
            name = rest;
        }
        (stands_for as u32) << 24 | letters
    }
    for entity in ENTITIES {
        if entity & 0x00FF_FFFF == letters {
            return entity >> 24;
        }
    }
    INVALID
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> u32 {
        let mut reference = Reference::default();
        for byte in text.bytes() {
            match reference.push(byte) {
                CUT => {}
                end => return end,
            }
        }
        CUT
    }

    #[test]
    fn vectors() {
        for (text, char) in [
            ("lt;", '<'),
            ("gt;", '>'),
            ("amp;", '&'),
            ("quot;", '"'),
            ("apos;", '\''),
            ("#65;", 'A'),
            ("#x41;", 'A'),
            ("#x10FFFF;", '\u{10FFFF}'),
            ("#000000000000000038;", '&'),
            ("#xaB;", '\u{AB}'),
            ("#9;", '\t'),
            ("#xD;", '\r'),
        ] {
            assert_eq!(decode(text), u32::from(char), "{text}");
        }
        for text in [
            "nbsp;",
            ";",
            "#;",
            "#x;",
            "#X41;",
            " amp;",
            "amp ;",
            "#0;",
            "#x1;",
            "#xFFFE;",
            "#xFFFF;",
            "#xD800;",
            "#x110000;",
            "#x100000041;",
            "#4294967361;",
            "#-1;",
            "#+1;",
            "#6 5;",
            "#xG;",
            "LT;",
            "quota;",
            "lt:",
            "a",
        ] {
            assert!(matches!(decode(text), INVALID | CUT), "{text}");
        }
        assert_eq!(decode("quota"), INVALID);
        assert_eq!(decode("quot"), CUT);
    }
}
