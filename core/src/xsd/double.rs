//! `double`. XML Schema Part 2, 3.2.5.
//!
//! Parsing links the conversion of `core`, which is large for a microcontroller and keeps panic checks of its own.
//! [`decimal`](super::decimal) and [`integer`](super::integer) do without.

use super::integer::sign;
use super::text::Text;
use super::whitespace::trim;
use crate::ErrorKind;

/// Parses a double. A number too large is infinite and one too small is zero, as the type says;
/// `+INF` is accepted with XML Schema 1.1.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical).
pub fn parse(text: &[u8]) -> Result<f64, ErrorKind> {
    match literal(text)? {
        Literal::Infinite { negative } => Ok(if negative { f64::NEG_INFINITY } else { f64::INFINITY }),
        Literal::NotANumber => Ok(f64::NAN),
        Literal::Number(number) => number.parse().map_err(|_| ErrorKind::Lexical),
    }
}

/// The fewest digits that are parsed back as the same value: `1.5`, `1e30`, `-0.0`, `INF`.
pub fn emit(value: f64) -> Text<LONGEST> {
    let mut text = Text::new();
    match special(value.is_nan(), value.is_infinite(), value.is_sign_negative()) {
        Some(name) => text.push_all(name),
        None => text.push_all(zmij::Buffer::new().format_finite(value).as_bytes()),
    }
    text
}

/// Room for the longest form of a double.
pub const LONGEST: usize = 32;

/// What the text of a double or float says.
pub(super) enum Literal<'a> {
    Number(&'a str),
    Infinite { negative: bool },
    NotANumber,
}

pub(super) fn literal(text: &[u8]) -> Result<Literal<'_>, ErrorKind> {
    let text = trim(text);
    match text {
        b"NaN" => return Ok(Literal::NotANumber),
        b"INF" | b"+INF" => return Ok(Literal::Infinite { negative: false }),
        b"-INF" => return Ok(Literal::Infinite { negative: true }),
        _ => {}
    }
    let (_, unsigned) = sign(text);
    let mut parts = unsigned.splitn(2, |byte| matches!(byte, b'e' | b'E'));
    let mantissa = parts.next().unwrap_or_default();
    let exponent = parts.next().map(|exponent| sign(exponent).1);
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    let mut halves = mantissa.splitn(2, |&byte| byte == b'.');
    let whole = halves.next().unwrap_or_default();
    let fraction = halves.next().unwrap_or_default();
    let number = digits(whole) && digits(fraction) && !(whole.is_empty() && fraction.is_empty());
    if !number || exponent.is_some_and(|exponent| exponent.is_empty() || !digits(exponent)) {
        return Err(ErrorKind::Lexical);
    }
    core::str::from_utf8(text).map(Literal::Number).map_err(|_| ErrorKind::Lexical)
}

pub(super) fn special(nan: bool, infinite: bool, negative: bool) -> Option<&'static [u8]> {
    match (nan, infinite, negative) {
        (true, ..) => Some(b"NaN"),
        (_, true, true) => Some(b"-INF"),
        (_, true, false) => Some(b"INF"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexical_space() {
        for (text, want) in [
            ("1", 1.0),
            ("1.5", 1.5),
            ("1E3", 1000.0),
            ("1e-3", 0.001),
            ("-1.5E+10", -1.5e10),
            (".5", 0.5),
            ("1.", 1.0),
            ("+2", 2.0),
            ("-0", -0.0),
            ("INF", f64::INFINITY),
            ("+INF", f64::INFINITY),
            ("-INF", f64::NEG_INFINITY),
            ("1e400", f64::INFINITY),
            ("-1e99999999999999999999", f64::NEG_INFINITY),
            ("1e-99999999999999999999", 0.0),
            ("4.9E-324", 5e-324),
            ("1.7976931348623157E308", f64::MAX),
            (" 5.563\n", 5.563),
        ] {
            assert_eq!(parse(text.as_bytes()).map(f64::to_bits), Ok(f64::to_bits(want)), "{text:?}");
        }
        assert!(parse(b" NaN ").unwrap().is_nan());
        for text in [
            "inf", "Infinity", "nan", "1E", "0x1", "", "1d", "1f", ".", "e1", "-", "1e+", "1e1.5", "1 2", "infinity",
            "-NaN", "1_0", "--1", "1,5", "+", "1e1e1", "1.2.3", "\u{a0}1",
        ] {
            assert_eq!(parse(text.as_bytes()), Err(ErrorKind::Lexical), "{text:?}");
        }
    }

    #[test]
    fn emitted_is_parsed_back() {
        for (value, want) in [
            (5.563, "5.563"),
            (0.1, "0.1"),
            (-0.0, "-0.0"),
            (100.0, "100.0"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
            (f64::NAN, "NaN"),
            (-f64::NAN, "NaN"),
            (5e-324, "5e-324"),
            (-1.7976931348623157e308, "-1.7976931348623157e308"),
            (-2.2250738585072014e-308, "-2.2250738585072014e-308"),
        ] {
            let text = emit(value);
            assert_eq!(text.as_str().replace('+', ""), want);
            let back = parse(text.as_bytes()).unwrap();
            assert!(back.to_bits() == value.to_bits() || back.is_nan() && value.is_nan(), "{text}");
        }
        let mut bits = 1u64;
        for _ in 0..2000 {
            bits = bits.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let value = f64::from_bits(bits);
            let back = parse(emit(value).as_bytes()).unwrap();
            assert!(back.to_bits() == bits || value.is_nan() && back.is_nan(), "{value:e}");
        }
    }
}
