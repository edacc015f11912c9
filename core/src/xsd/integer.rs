//! `integer` and the types derived from it, from `byte` to `unsignedLong`. XML Schema Part 2, 3.3.13 to 3.3.25.
//!
//! | type | parse as |
//! |---|---|
//! | `byte`, `short`, `int`, `long` | `i8`, `i16`, `i32`, `i64` |
//! | `unsignedByte`, `unsignedShort`, `unsignedInt`, `unsignedLong` | `u8`, `u16`, `u32`, `u64` |
//! | `integer` and those with one bound | [`Integer`], `i128`, `u128` |

use super::text::Text;
use super::whitespace::trim;
use crate::ErrorKind;

/// Parses an integer of the width of `T`.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical), or [`Overflow`](ErrorKind::Overflow) for an integer that `T` does not hold.
///
/// ```
/// use soapstone::{ErrorKind, xsd::integer};
///
/// assert_eq!(integer::parse::<i8>(b" +007 "), Ok(7));
/// assert_eq!(integer::parse::<i8>(b"128"), Err(ErrorKind::Overflow));
/// assert_eq!(integer::parse::<i8>(b"0x7"), Err(ErrorKind::Lexical));
/// ```
pub fn parse<T: Primitive>(text: &[u8]) -> Result<T, ErrorKind> {
    Integer::parse(text)?.to()
}

/// The canonical form: no `+`, no leading zeros.
#[cfg_attr(small, inline(always))]
pub fn emit<T: Primitive64>(value: T) -> Text<20> {
    let (negative, magnitude) = value.parts();
    let mut text = Text::new();
    if negative {
        text.push(b'-');
    }
    text.push_number(magnitude, 1);
    text
}

/// An integer of any length, as the digits it was written with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Integer<'a> {
    negative: bool,
    digits: &'a [u8],
}

impl<'a> Integer<'a> {
    /// Parses an integer of any length.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical).
    pub fn parse(text: &'a [u8]) -> Result<Self, ErrorKind> {
        let (negative, mut digits) = sign(trim(text));
        if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
            return Err(ErrorKind::Lexical);
        }
        while let [b'0', rest @ ..] = digits {
            digits = rest;
        }
        Ok(Integer { negative: negative && !digits.is_empty(), digits })
    }

    /// Whether it is below zero: what `negativeInteger` asks for, and `nonNegativeInteger` forbids.
    pub const fn is_negative(self) -> bool {
        self.negative
    }

    /// Whether it is zero: what `positiveInteger` and `negativeInteger` forbid.
    pub const fn is_zero(self) -> bool {
        self.digits.is_empty()
    }

    /// The digits without sign and leading zeros; none for zero.
    pub const fn digits(self) -> &'a [u8] {
        self.digits
    }

    /// The value.
    ///
    /// # Errors
    /// [`Overflow`](ErrorKind::Overflow): `T` does not hold it.
    pub fn to<T: Primitive>(self) -> Result<T, ErrorKind> {
        T::from_digits(self.negative, self.digits).ok_or(ErrorKind::Overflow)
    }
}

/// The sign and what follows it.
pub(super) const fn sign(text: &[u8]) -> (bool, &[u8]) {
    match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    }
}

/// The integers of Rust that an `integer` is parsed as.
pub trait Primitive: sealed::Digits {}

/// Those of at most 64 bits, which are emitted too.
pub trait Primitive64: Primitive + sealed::Parts {}

pub(super) mod sealed {
    pub trait Digits: Copy {
        /// The value of ASCII digits.
        fn from_digits(negative: bool, digits: &[u8]) -> Option<Self>;
    }

    pub trait Parts {
        /// Whether it is negative, and how large without the sign.
        fn parts(self) -> (bool, u64);
    }
}

macro_rules! primitives {
    ($wide:ident, $wide_signed:ident: $($signed:ident $unsigned:ident)*) => {$(
        impl Primitive for $signed {}
        impl Primitive for $unsigned {}

        impl sealed::Digits for $signed {
            fn from_digits(negative: bool, digits: &[u8]) -> Option<Self> {
                let magnitude = $wide(digits)?;
                if negative {
                    $wide_signed::try_from(0).ok()?.checked_sub_unsigned(magnitude)?.try_into().ok()
                } else {
                    magnitude.try_into().ok()
                }
            }
        }

        impl sealed::Digits for $unsigned {
            fn from_digits(negative: bool, digits: &[u8]) -> Option<Self> {
                if negative { None } else { $wide(digits)?.try_into().ok() }
            }
        }
    )*};
}

macro_rules! parts {
    ($($signed:ident $unsigned:ident)*) => {$(
        impl Primitive64 for $signed {}
        impl Primitive64 for $unsigned {}

        impl sealed::Parts for $signed {
            fn parts(self) -> (bool, u64) {
                (self < 0, u64::from(self.unsigned_abs()))
            }
        }

        impl sealed::Parts for $unsigned {
            fn parts(self) -> (bool, u64) {
                (false, u64::from(self))
            }
        }
    )*};
}

primitives!(magnitude, i64: i8 u8 i16 u16 i32 u32 i64 u64);
primitives!(magnitude_128, i128: i128 u128);
parts!(i8 u8 i16 u16 i32 u32 i64 u64);

/// Apart from the wider one, which a 32-bit machine pays for dearly.
fn magnitude(digits: &[u8]) -> Option<u64> {
    digits.iter().try_fold(0u64, |sum, digit| sum.checked_mul(10)?.checked_add(u64::from(digit & 15)))
}

fn magnitude_128(digits: &[u8]) -> Option<u128> {
    digits.iter().try_fold(0u128, |sum, digit| sum.checked_mul(10)?.checked_add(u128::from(digit & 15)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::{Lexical, Overflow};
    use std::fmt::Debug;
    use std::string::ToString;

    fn check<T: Primitive + PartialEq + Debug>(table: &[(&str, Result<T, ErrorKind>)]) {
        for (text, want) in table {
            assert_eq!(parse::<T>(text.as_bytes()), *want, "{text:?} as {}", std::any::type_name::<T>());
        }
    }

    #[test]
    fn int_01_and_02() {
        check::<i8>(&[
            ("127", Ok(127)),
            ("-128", Ok(-128)),
            ("+1", Ok(1)),
            ("007", Ok(7)),
            ("-0", Ok(0)),
            (" 5 ", Ok(5)),
            ("128", Err(Overflow)),
            ("-129", Err(Overflow)),
            ("", Err(Lexical)),
            ("-", Err(Lexical)),
            ("+", Err(Lexical)),
            ("+-1", Err(Lexical)),
            ("1.0", Err(Lexical)),
            ("1e1", Err(Lexical)),
            ("\u{a0}1", Err(Lexical)),
            ("999999999999999999999999999999999999999999", Err(Overflow)),
            ("99999999999999999999999999999999999999999x", Err(Lexical)),
        ]);
        check::<u8>(&[("-0", Ok(0)), ("+5", Ok(5)), ("255", Ok(255)), ("256", Err(Overflow)), ("-1", Err(Overflow))]);
        check::<i16>(&[("32767", Ok(i16::MAX)), ("32768", Err(Overflow)), ("-32768", Ok(i16::MIN))]);
        check::<u16>(&[("65535", Ok(u16::MAX)), ("65536", Err(Overflow))]);
        check::<i32>(&[
            ("+2147483647", Ok(i32::MAX)),
            ("0000000000000001", Ok(1)),
            ("2147483648", Err(Overflow)),
            ("- 1", Err(Lexical)),
            ("0x10", Err(Lexical)),
            ("1_000", Err(Lexical)),
            ("\u{661}", Err(Lexical)),
        ]);
        check::<u32>(&[("4294967295", Ok(u32::MAX)), ("4294967296", Err(Overflow))]);
        check::<i64>(&[
            ("-9223372036854775808", Ok(i64::MIN)),
            ("9223372036854775808", Err(Overflow)),
            ("-9223372036854775809", Err(Overflow)),
        ]);
        check::<u64>(&[("18446744073709551615", Ok(u64::MAX)), ("18446744073709551616", Err(Overflow))]);
        check::<i128>(&[
            ("99999999999999999999999999", Ok(99_999_999_999_999_999_999_999_999)),
            ("-170141183460469231731687303715884105728", Ok(i128::MIN)),
            ("170141183460469231731687303715884105728", Err(Overflow)),
            ("1.", Err(Lexical)),
            (".", Err(Lexical)),
        ]);
        check::<u128>(&[("340282366920938463463374607431768211455", Ok(u128::MAX))]);
    }

    #[test]
    fn unbounded() {
        for (text, negative, digits) in [
            ("99999999999999999999999999999999999999999999", false, "99999999999999999999999999999999999999999999"),
            ("-00", false, ""),
            ("-010", true, "10"),
        ] {
            let integer = Integer::parse(text.as_bytes()).unwrap();
            assert_eq!(integer.is_negative(), negative, "{text}");
            assert_eq!(integer.digits(), digits.as_bytes(), "{text}");
            assert_eq!(integer.is_zero(), digits.is_empty(), "{text}");
        }
    }

    #[test]
    fn canonical_form_is_parsed_back() {
        for value in [0, 1, -1, 9, 10, -10, 12_345, i64::MAX, i64::MIN] {
            assert_eq!(emit(value).as_str(), value.to_string());
            assert_eq!(parse(emit(value).as_bytes()), Ok(value));
        }
        assert_eq!(emit(u64::MAX).as_str(), u64::MAX.to_string());
        for value in i8::MIN..=i8::MAX {
            assert_eq!(emit(value).as_str(), value.to_string());
        }
    }
}
