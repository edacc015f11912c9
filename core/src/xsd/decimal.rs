//! `decimal`. XML Schema Part 2, 3.2.3.

use super::integer::sign;
use super::text::Text;
use super::whitespace::trim;
use crate::ErrorKind;
use core::num::NonZeroU64;

/// A decimal number of any length, as the digits it was written with. Two are equal when their values are.
///
/// ```
/// use soapstone::xsd::decimal::Decimal;
///
/// let price = Decimal::parse(b"+012.50")?;
/// assert_eq!(price.scaled(2), Ok(1250));
/// assert_eq!(price, Decimal::parse(b"12.5")?);
/// # Ok::<(), soapstone::ErrorKind>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Decimal<'a> {
    negative: bool,
    whole: &'a [u8],
    fraction: &'a [u8],
}

impl<'a> Decimal<'a> {
    /// Parses a decimal number. There is no exponent, no `INF` and no `NaN`.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical).
    pub fn parse(text: &'a [u8]) -> Result<Self, ErrorKind> {
        let (negative, number) = sign(trim(text));
        let mut parts = number.splitn(2, |&byte| byte == b'.');
        let mut whole = parts.next().unwrap_or_default();
        let mut fraction = parts.next().unwrap_or_default();
        let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
        if whole.is_empty() && fraction.is_empty() || !digits(whole) || !digits(fraction) {
            return Err(ErrorKind::Lexical);
        }
        while let [b'0', rest @ ..] = whole {
            whole = rest;
        }
        while let [rest @ .., b'0'] = fraction {
            fraction = rest;
        }
        let zero = whole.is_empty() && fraction.is_empty();
        Ok(Decimal { negative: negative && !zero, whole, fraction })
    }

    /// Whether it is below zero.
    pub const fn is_negative(self) -> bool {
        self.negative
    }

    /// The digits before the point, without leading zeros; none when there is nothing but a fraction.
    pub const fn whole(self) -> &'a [u8] {
        self.whole
    }

    /// The digits after the point, without trailing zeros.
    pub const fn fraction(self) -> &'a [u8] {
        self.fraction
    }

    /// The value in units of ten to the power of minus `digits`: 1250 for `12.5` and two digits.
    ///
    /// # Errors
    /// [`Overflow`](ErrorKind::Overflow): more digits after the point than asked for, or too large.
    pub fn scaled(self, digits: u8) -> Result<i64, ErrorKind> {
        let missing = usize::from(digits).checked_sub(self.fraction.len()).ok_or(ErrorKind::Overflow)?;
        let all = self.whole.iter().chain(self.fraction).copied().chain(core::iter::repeat_n(b'0', missing));
        let mut sum = 0i64;
        for digit in all {
            // Downwards, for the smallest number has no positive twin.
            let step = sum.checked_mul(10).and_then(|sum| sum.checked_sub(i64::from(digit & 15)));
            sum = step.ok_or(ErrorKind::Overflow)?;
        }
        if self.negative { Ok(sum) } else { sum.checked_neg().ok_or(ErrorKind::Overflow) }
    }

    /// The bytes of the canonical form of XML Schema 1.0: `12.5`, `0.5`, `-3.0`.
    pub fn canonical(self) -> impl Iterator<Item = u8> + use<'a> {
        let zero = |digits: &'a [u8]| if digits.is_empty() { &b"0"[..] } else { digits };
        let sign = if self.negative { &b"-"[..] } else { b"" };
        [sign, zero(self.whole), b".", zero(self.fraction)].into_iter().flatten().copied()
    }
}

/// The shortest form of a number of units of ten to the power of minus `digits`, at most 19: `12.5` for 1250 and
/// two digits, `12` for 1200.
///
/// # Errors
/// [`InvalidArgument`](ErrorKind::InvalidArgument): more than 19 digits.
pub fn emit(units: i64, digits: u8) -> Result<Text<22>, ErrorKind> {
    let scale = 10u64.checked_pow(digits.into()).and_then(NonZeroU64::new).ok_or(ErrorKind::InvalidArgument)?;
    let magnitude = units.unsigned_abs();
    let (whole, mut fraction) = (magnitude / scale, magnitude % scale);
    let mut text = Text::new();
    if units < 0 {
        text.push(b'-');
    }
    text.push_number(whole, 1);
    if fraction > 0 {
        let mut digits = usize::from(digits);
        while fraction.is_multiple_of(10) {
            fraction /= 10;
            digits = digits.wrapping_sub(1);
        }
        text.push(b'.');
        text.push_number(fraction, digits);
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{InvalidArgument, Lexical, Overflow};
    use std::vec::Vec;

    #[test]
    fn lexical_space() {
        for (text, want) in [
            ("1", "1.0"),
            ("1.", "1.0"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("+1.50", "1.5"),
            ("00.10", "0.1"),
            (" -0 ", "0.0"),
            ("-000.000", "0.0"),
            (
                "123456789012345678901234567890.123456789012345678901234567890",
                "123456789012345678901234567890.12345678901234567890123456789",
            ),
        ] {
            let decimal = Decimal::parse(text.as_bytes()).unwrap();
            assert_eq!(decimal.canonical().collect::<Vec<_>>(), want.as_bytes(), "{text:?}");
            assert_eq!(Decimal::parse(want.as_bytes()), Ok(decimal), "{text:?}");
        }
        for text in [".", "-", "", "+", "1e3", "INF", "NaN", "1,5", "1..", "1.2.3", "- 1", "+.", "1 2", "--1", "0x1"] {
            assert_eq!(Decimal::parse(text.as_bytes()), Err(Lexical), "{text:?}");
        }
    }

    #[test]
    fn scaled() {
        for (text, digits, want) in [
            ("12.5", 2, Ok(1250)),
            ("-12.5", 1, Ok(-125)),
            ("12.50", 1, Ok(125)),
            ("12.5", 0, Err(Overflow)),
            ("0", 0, Ok(0)),
            ("0.001", 3, Ok(1)),
            ("-9223372036854775808", 0, Ok(i64::MIN)),
            ("9223372036854775808", 0, Err(Overflow)),
            ("9223372036854775.807", 3, Ok(i64::MAX)),
            ("1", 255, Err(Overflow)),
            ("0", 255, Ok(0)),
        ] {
            assert_eq!(Decimal::parse(text.as_bytes()).unwrap().scaled(digits), want, "{text} {digits}");
        }
    }

    #[test]
    fn emits_the_shortest_form() {
        for (units, digits, want) in [
            (1250, 2, "12.5"),
            (1200, 2, "12"),
            (-5, 1, "-0.5"),
            (5, 3, "0.005"),
            (0, 4, "0"),
            (i64::MIN, 19, "-0.9223372036854775808"),
            (i64::MAX, 18, "9.223372036854775807"),
            (i64::MIN, 0, "-9223372036854775808"),
        ] {
            let text = emit(units, digits).unwrap();
            assert_eq!(text.as_str(), want);
            assert_eq!(Decimal::parse(want.as_bytes()).unwrap().scaled(digits), Ok(units), "{want}");
        }
        assert_eq!(emit(1, 20), Err(InvalidArgument));
    }
}
