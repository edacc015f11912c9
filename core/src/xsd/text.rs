//! The room a short lexical form is emitted in.

use core::fmt;
use core::ops::Deref;

/// The powers of ten, the largest first.
const POWERS: [u64; 20] = [
    10_000_000_000_000_000_000,
    1_000_000_000_000_000_000,
    100_000_000_000_000_000,
    10_000_000_000_000_000,
    1_000_000_000_000_000,
    100_000_000_000_000,
    10_000_000_000_000,
    1_000_000_000_000,
    100_000_000_000,
    10_000_000_000,
    1_000_000_000,
    100_000_000,
    10_000_000,
    1_000_000,
    100_000,
    10_000,
    1_000,
    100,
    10,
    1,
];

/// A lexical form of at most `N` bytes, all ASCII; used as a `str`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl<const N: usize> Text<N> {
    pub(crate) const fn new() -> Self {
        Text { bytes: [0; N], len: 0 }
    }

    /// Appends a byte; each type has room for its longest form.
    pub(crate) fn push(&mut self, byte: u8) {
        debug_assert!(self.len < N, "the longest form fits");
        if let Some(slot) = self.bytes.get_mut(self.len) {
            *slot = byte;
            self.len = self.len.wrapping_add(1);
        }
    }

    pub(crate) fn push_all(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.push(byte);
        }
    }

    /// Appends a number with at least this many digits.
    pub(super) fn push_number(&mut self, mut number: u64, digits: usize) {
        let mut begun = false;
        for (left, power) in (1..=POWERS.len()).rev().zip(&POWERS) {
            let mut digit = b'0';
            // On a small machine a division of 64 bits is much more code, and not faster.
            while number >= *power {
                number = number.wrapping_sub(*power);
                digit = digit.wrapping_add(1);
            }
            begun |= digit != b'0' || left <= digits;
            if begun {
                self.push(digit);
            }
        }
    }

    /// Appends a fraction of a second, if there is one: a point and the nanoseconds without trailing zeros.
    pub(super) fn push_fraction(&mut self, nanos: u32) {
        let (mut rest, mut digits) = (nanos, 9usize);
        if rest == 0 {
            return;
        }
        while rest.is_multiple_of(10) {
            rest /= 10;
            digits = digits.wrapping_sub(1);
        }
        self.push(b'.');
        self.push_number(rest.into(), digits);
    }

    /// The bytes.
    pub fn as_bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }
}

impl<const N: usize> Deref for Text<N> {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl<const N: usize> fmt::Debug for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl<const N: usize> fmt::Display for Text<N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
