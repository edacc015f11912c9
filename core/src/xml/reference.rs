//! Character and entity references, a byte at a time. XML 1.0, 4.1 and 4.6.

/// A reference under way: the state after its `&`.
#[derive(Clone, Copy, Default)]
pub(super) struct Reference {
    state: State,
    /// The code point so far, or the letters of a name so far, the first one highest.
    value: u32,
}

/// In this order: first those of a name, last those of a hexadecimal number.
#[derive(Clone, Copy, Default, PartialEq, PartialOrd)]
enum State {
    #[default]
    Start,
    Name,
    /// After `#`.
    Hash,
    Decimal,
    /// After `#x`.
    HexStart,
    Hex,
}

/// What a byte made of a reference.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Progress {
    More,
    Char(char),
    Invalid,
}

impl Reference {
    /// Takes the next byte after the `&`; the one that ends it is the `;`.
    pub(super) fn push(&mut self, byte: u8) -> Progress {
        use State::{Decimal, Hash, Hex, HexStart, Name, Start};
        self.state = match (self.state, byte) {
            (Name, b';') => return self.named(),
            (Decimal | Hex, b';') => return numbered(self.value),
            (Start, b'#') => Hash,
            (Hash, b'x') => HexStart,
            (Start | Name, _) => {
                // The longest name has four letters.
                if !byte.is_ascii_lowercase() || self.value > 0x00FF_FFFF {
                    return Progress::Invalid;
                }
                self.value = self.value.wrapping_shl(8) | u32::from(byte);
                Name
            }
            (state, _) => {
                let (base, next) = if state < HexStart { (10, Decimal) } else { (16, Hex) };
                let Some(digit) = char::from(byte).to_digit(base) else { return Progress::Invalid };
                // Saturates just above the last code point: any number of leading zeros is fine, any overflow is not a
                // Char.
                self.value = self.value.wrapping_mul(base).wrapping_add(digit).min(0x0011_0000);
                next
            }
        };
        Progress::More
    }

    fn named(self) -> Progress {
        const fn letters(name: &[u8; 4]) -> u32 {
            u32::from_be_bytes(*name)
        }
        const LT: u32 = letters(b"\0\0lt");
        const GT: u32 = letters(b"\0\0gt");
        const AMP: u32 = letters(b"\0amp");
        const QUOT: u32 = letters(b"quot");
        const APOS: u32 = letters(b"apos");
        match self.value {
            LT => Progress::Char('<'),
            GT => Progress::Char('>'),
            AMP => Progress::Char('&'),
            QUOT => Progress::Char('"'),
            APOS => Progress::Char('\''),
            _ => Progress::Invalid,
        }
    }
}

/// The Char of this code point. XML 1.0, 2.2.
fn numbered(code: u32) -> Progress {
    match char::from_u32(code) {
        Some('\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}') | None => Progress::Invalid,
        Some(c) => Progress::Char(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Progress {
        let mut reference = Reference::default();
        for byte in text.bytes() {
            match reference.push(byte) {
                Progress::More => {}
                end => return end,
            }
        }
        Progress::More
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
            assert_eq!(decode(text), Progress::Char(char), "{text}");
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
            assert!(matches!(decode(text), Progress::Invalid | Progress::More), "{text}");
        }
        assert_eq!(decode("quota"), Progress::Invalid);
        assert_eq!(decode("quot"), Progress::More);
    }
}
