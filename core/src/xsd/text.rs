//! The room a short lexical form is emitted in.

use crate::slice::after;
use core::fmt;
use core::ops::Deref;

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
    #[cfg_attr(small, inline(never))]
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
    pub(super) fn push_number(&mut self, number: u64, digits: usize) {
        let part = |shift: u32| (number >> shift) as u16;
        let mut parts = [part(48), part(32), part(16), part(0)];
        let mut room = [0; 20];
        let mut count = 0_usize;
        for digit in room.iter_mut().rev() {
            if count >= digits && parts == [0; 4] {
                break;
            }
            // Divided as on paper, 16 bits at a time: on a small machine a division of 64 bits is much more code.
            let mut rest = 0_u32;
            for part in &mut parts {
                let dividend = (rest << 16) | u32::from(*part);
                *part = (dividend / 10) as u16;
                rest = dividend % 10;
            }
            *digit = b'0' | rest as u8;
            count = count.wrapping_add(1);
        }
        self.push_all(after(&room, room.len().wrapping_sub(count)));
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
