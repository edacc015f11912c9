//! `float`. XML Schema Part 2, 3.2.4.

use super::double::{LONGEST, Literal, literal, special};
use super::text::Text;
use crate::ErrorKind;

/// Parses a float. A number too large is infinite and one too small is zero, as the type says;
/// `+INF` is accepted with XML Schema 1.1.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical).
pub fn parse(text: &[u8]) -> Result<f32, ErrorKind> {
    match literal(text)? {
        Literal::Infinite { negative } => Ok(if negative { f32::NEG_INFINITY } else { f32::INFINITY }),
        Literal::NotANumber => Ok(f32::NAN),
        Literal::Number(number) => number.parse().map_err(|_| ErrorKind::Lexical),
    }
}

/// The fewest digits that are parsed back as the same value.
pub fn emit(value: f32) -> Text<LONGEST> {
    let mut text = Text::new();
    match special(value.is_nan(), value.is_infinite(), value.is_sign_negative()) {
        Some(name) => text.push_all(name),
        None => text.push_all(zmij::Buffer::new().format_finite(value).as_bytes()),
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexical_space() {
        for (text, want) in [
            ("1.5", 1.5),
            ("3.5E38", f32::INFINITY),
            ("1E-46", 0.0),
            ("-INF", f32::NEG_INFINITY),
            ("16777217", 16_777_216.0),
            ("-0", -0.0),
        ] {
            assert_eq!(parse(text.as_bytes()).map(f32::to_bits), Ok(f32::to_bits(want)), "{text:?}");
        }
        assert!(parse(b"NaN").unwrap().is_nan());
        assert_eq!(parse(b"1f"), Err(ErrorKind::Lexical));
    }

    #[test]
    fn emitted_is_parsed_back() {
        for (value, want) in
            [(0.1, "0.1"), (16_777_216.0, "16777216.0"), (f32::NEG_INFINITY, "-INF"), (f32::NAN, "NaN")]
        {
            assert_eq!(emit(value).as_str(), want);
        }
        for step in 0..4000u32 {
            let value = f32::from_bits(step.wrapping_mul(1_073_741));
            let back = parse(emit(value).as_bytes()).unwrap();
            assert!(back.to_bits() == value.to_bits() || value.is_nan() && back.is_nan(), "{value:e}");
        }
    }
}
