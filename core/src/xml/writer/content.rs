//! Content: pieces of text, base64 and hex that are taken as far as they fit.
//!
//! Each takes a part of its input and gives how much; nothing when not even the first piece fits, and then
//! [`Draft::wants`] says what it needs.

use super::state::{Carry, Draft};
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xml::escape::{self, Context, Copied, Stop, char_len};
use crate::xsd::{base64, hex};

impl Draft<'_> {
    /// Text, which is UTF-8 from a character's first byte on.
    pub(super) fn text(&mut self, text: &[u8]) -> Result<usize, ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let Copied { taken, written, stop } = escape::copy(text, self.out.room(), Context::Text);
        self.out.advance(written);
        match stop {
            Stop::Invalid if taken == 0 => Err(ErrorKind::WriteChar),
            Stop::Full(needed) => Ok(self.taken(taken, needed)),
            _ => Ok(taken),
        }
    }

    /// A short text as a whole.
    pub(super) fn text_whole(&mut self, text: &str) -> Result<(), ErrorKind> {
        self.open_content()?;
        self.out.put_escaped(text.as_bytes(), Context::Text)
    }

    /// Text whose characters may be cut at either end of the input.
    pub(super) fn text_bytes(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        if let Carry::Char(first, count) = self.state.carry {
            return self.rest_of_char(first, usize::from(count), bytes);
        }
        // No further than could fit, or a small buffer would have the same text checked again and again.
        let window = bytes.len().min(self.out.room().len().saturating_add(4));
        let bytes = first(bytes, window);
        let (whole, bad) = match core::str::from_utf8(bytes) {
            Ok(_) => return self.text(bytes),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        match bytes.get(..whole) {
            Some(text) if !text.is_empty() => self.text(text),
            _ if bad => Err(ErrorKind::WriteEncoding),
            _ => {
                self.state.partial = false;
                self.open_content()?;
                let mut first = [0; 3];
                for (slot, &byte) in first.iter_mut().zip(bytes) {
                    *slot = byte;
                }
                self.state.carry = Carry::Char(first, bytes.len() as u8);
                Ok(bytes.len())
            }
        }
    }

    fn rest_of_char(&mut self, begun: [u8; 3], count: usize, bytes: &[u8]) -> Result<usize, ErrorKind> {
        let [a, b, c] = begun;
        let mut character = [a, b, c, 0];
        let wanted = char_len(a).saturating_sub(count);
        let added = wanted.min(bytes.len());
        for (slot, &byte) in character.iter_mut().skip(count).zip(bytes.iter().take(added)) {
            *slot = byte;
        }
        let total = count.saturating_add(added);
        let character = first(&character, total);
        match core::str::from_utf8(character) {
            Ok(_) => {
                self.state.carry = Carry::Nothing;
                Ok(if self.text(character)? == 0 { 0 } else { added })
            }
            Err(error) if error.error_len().is_some() => Err(ErrorKind::WriteEncoding),
            Err(_) => {
                let mut first = [0; 3];
                for (slot, &byte) in first.iter_mut().zip(character) {
                    *slot = byte;
                }
                self.state.carry = Carry::Char(first, total as u8);
                Ok(added)
            }
        }
    }

    pub(super) fn base64(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.state.partial = false;
        if let Carry::Char(..) = self.state.carry {
            return Err(ErrorKind::WriteUnfinished);
        }
        self.enter_content()?;
        let (mut rest, mut taken) = (bytes, 0usize);
        let group = match (self.state.carry, bytes) {
            (Carry::One(a), [b, c, after @ ..]) => Some(([a, *b, *c], after)),
            (Carry::Two([a, b]), [c, after @ ..]) => Some(([a, b, *c], after)),
            (Carry::One(a), [b]) => {
                self.state.carry = Carry::Two([a, *b]);
                return Ok(1);
            }
            _ => None,
        };
        if let Some((group, after)) = group {
            if self.out.room().len() < 4 {
                return Ok(self.taken(0, 4));
            }
            self.out.put(&base64::encode_group(group));
            self.state.carry = Carry::Nothing;
            taken = bytes.len().wrapping_sub(after.len());
            rest = after;
        }
        let groups = base64::encode(rest, self.out.room());
        self.out.advance(groups.saturating_mul(4));
        let encoded = groups.saturating_mul(3);
        taken = taken.saturating_add(encoded);
        self.state.carry = match after(rest, encoded) {
            [] => Carry::Nothing,
            [a] => Carry::One(*a),
            [a, b] => Carry::Two([*a, *b]),
            _ => return Ok(self.taken(taken, 4)),
        };
        Ok(bytes.len())
    }

    pub(super) fn hex(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let taken = hex::encode(bytes, self.out.room());
        self.out.advance(taken.saturating_mul(2));
        Ok(self.taken(taken, 2))
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let taken = bytes.len().min(self.out.room().len());
        self.out.put(first(bytes, taken));
        Ok(self.taken(taken, 1))
    }

    /// Notes what the next piece needs when nothing was taken.
    fn taken(&mut self, taken: usize, needed: usize) -> usize {
        if taken == 0 {
            self.wants = self.out.len().saturating_add(needed);
        }
        taken
    }
}
