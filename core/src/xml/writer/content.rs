//! Content: pieces of text, base64 and hex that are taken as far as they fit.
//!
//! Each takes a part of its input, and [`Draft::taken`] says how much; nothing when not even the first piece fits, and
//! then [`Draft::wants`] says what it needs.

use super::state::{Carry, Complete, Draft};
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xml::escape::{self, Context, Copied, Stop, char_len};
use crate::xsd::{base64, hex};

impl Draft<'_> {
    /// Text, which is UTF-8 from a character's first byte on.
    #[cfg_attr(small, inline(always))]
    pub(super) fn text(&mut self, text: &[u8]) -> Result<(), ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let Copied { taken, written, stop } = escape::copy(text, self.out.room(), Context::Text, false);
        self.out.advance(written);
        if stop == Stop::Invalid && taken == 0 {
            return Err(ErrorKind::WriteChar);
        }
        self.taken(taken, if let Stop::Full(needed) = stop { needed } else { 0 })
    }

    /// A short text as a whole.
    pub(super) fn text_whole(&mut self, text: &[u8]) -> Result<(), ErrorKind> {
        self.open_content()?;
        self.out.put_escaped(text, Context::Text)
    }

    /// Text whose characters may be cut at either end of the input.
    pub(super) fn text_bytes(&mut self, bytes: &[u8]) -> Result<(), ErrorKind> {
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
                self.carry(Carry::Char(first, bytes.len() as u8), refuse);
                self.taken(bytes.len(), 0)
            }
        }
    }

    fn rest_of_char(&mut self, begun: [u8; 3], count: usize, bytes: &[u8]) -> Result<(), ErrorKind> {
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
                self.carry_nothing();
                self.text(character)?;
                if self.taken > 0 {
                    self.taken = added;
                }
                Ok(())
            }
            Err(error) if error.error_len().is_some() => Err(ErrorKind::WriteEncoding),
            Err(_) => {
                let mut first = [0; 3];
                for (slot, &byte) in first.iter_mut().zip(character) {
                    *slot = byte;
                }
                self.carry(Carry::Char(first, total as u8), refuse);
                self.taken(added, 0)
            }
        }
    }

    pub(super) fn base64(&mut self, bytes: &[u8]) -> Result<(), ErrorKind> {
        self.state.partial = false;
        if let Carry::Char(..) = self.state.carry {
            return Err(ErrorKind::WriteUnfinished);
        }
        self.enter_content()?;
        let (mut rest, mut taken) = (bytes, 0usize);
        if let Carry::Base64([a, b], count) = self.state.carry {
            let (group, used) = match (count, bytes) {
                (1, [b, c, ..]) => ([a, *b, *c], 2),
                (1, _) => {
                    let last = bytes.first().copied().unwrap_or_default();
                    self.carry(Carry::Base64([a, last], 2), complete);
                    return self.taken(1, 0);
                }
                _ => ([a, b, bytes.first().copied().unwrap_or_default()], 1),
            };
            if self.out.room().len() < 4 {
                return self.taken(0, 4);
            }
            self.out.put(&base64::encode_group(group));
            self.carry_nothing();
            taken = used;
            rest = after(bytes, used);
        }
        let groups = base64::encode(rest, self.out.room());
        self.out.advance(groups.saturating_mul(4));
        let encoded = groups.saturating_mul(3);
        taken = taken.saturating_add(encoded);
        let (carried, count) = match *after(rest, encoded) {
            [a] => ([a, 0], 1),
            [a, b] => ([a, b], 2),
            _ => return self.taken(taken, 4),
        };
        self.carry(Carry::Base64(carried, count), complete);
        self.taken(bytes.len(), 0)
    }

    pub(super) fn hex(&mut self, bytes: &[u8]) -> Result<(), ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let taken = hex::encode(bytes, self.out.room());
        self.out.advance(taken.saturating_mul(2));
        self.taken(taken, 2)
    }

    pub(super) fn raw(&mut self, bytes: &[u8]) -> Result<(), ErrorKind> {
        self.state.partial = false;
        self.open_content()?;
        let taken = bytes.len().min(self.out.room().len());
        self.out.put(first(bytes, taken));
        self.taken(taken, 1)
    }

    /// Keeps bytes that could not be written yet, and what completes them.
    fn carry(&mut self, carry: Carry, complete: Complete) {
        self.state.carry = carry;
        self.state.complete = Some(complete);
    }

    fn carry_nothing(&mut self) {
        self.state.carry = Carry::Nothing;
        self.state.complete = None;
    }

    /// Notes how much was taken, and what the next piece needs when nothing was.
    #[cfg_attr(small, inline(never))]
    fn taken(&mut self, taken: usize, needed: usize) -> Result<(), ErrorKind> {
        self.taken = taken;
        if taken == 0 {
            self.wants = self.out.len().saturating_add(needed);
        }
        Ok(())
    }
}

/// A character cannot be completed.
fn refuse(_: &mut Draft<'_>) -> Result<(), ErrorKind> {
    Err(ErrorKind::WriteUnfinished)
}

/// Completes the last base64 group.
fn complete(draft: &mut Draft<'_>) -> Result<(), ErrorKind> {
    if let Carry::Base64(bytes, count) = draft.state.carry {
        let last = base64::encode_last(first(&bytes, usize::from(count)));
        draft.out.put(last.as_ref().map_or(&[], |group| group));
    }
    draft.carry_nothing();
    Ok(())
}
