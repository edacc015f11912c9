//! `hexBinary`. XML Schema Part 2, 3.2.15.
//!
//! Read in either case, written in upper case, which is the canonical form.

use super::whitespace::is_space;
use crate::{Error, ErrorKind};

/// Encodes bytes as two digits each, as many as fit in `out`. Gives how many it took.
pub fn encode(input: &[u8], out: &mut [u8]) -> usize {
    let slots = out.as_chunks_mut::<2>().0;
    for (&byte, slot) in input.iter().zip(slots.iter_mut()) {
        *slot = [digit(byte >> 4), digit(byte & 15)];
    }
    input.len().min(slots.len())
}

/// Decodes text that comes in pieces, cut anywhere. White space may stand around the digits, not between them.
///
/// ```
/// use soapstone::xsd::hex::Decoder;
///
/// let (mut decoder, mut out) = (Decoder::new(), [0; 8]);
/// let mut text: &[u8] = b" 0aFF\n";
/// let count = decoder.decode(&mut text, &mut out)?;
/// decoder.finish()?;
/// assert_eq!(out[..count], [0x0A, 0xFF]);
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Decoder {
    offset: u64,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
enum State {
    /// Before the first digit.
    Start,
    /// Between two bytes.
    Whole,
    /// After the first digit of a byte.
    Half(u8),
    /// In the white space after the last digit.
    After,
}

impl Decoder {
    /// A decoder at the start of the text.
    pub const fn new() -> Self {
        Decoder { offset: 0, state: State::Start }
    }

    /// Decodes as much of `input` as fits in `out`, moves `input` past it and gives the bytes written.
    /// When `input` is not empty afterwards, `out` is full.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical), with the characters before the wrong one, all pieces counted. What stands
    /// in `out` is then of no use.
    pub fn decode(&mut self, input: &mut &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let mut written = 0usize;
        while let Some((&character, rest)) = input.split_first() {
            self.state = match (self.state, value(character)) {
                (State::Start, None) if is_space(character) => State::Start,
                (State::Whole | State::After, None) if is_space(character) => State::After,
                (State::Start | State::Whole, Some(high)) => State::Half(high),
                (State::Half(high), Some(low)) => {
                    let Some(slot) = out.get_mut(written) else { return Ok(written) };
                    *slot = high << 4 | low;
                    written = written.wrapping_add(1);
                    State::Whole
                }
                _ => return Err(Error::new(ErrorKind::Lexical, self.offset)),
            };
            self.offset = self.offset.wrapping_add(1);
            *input = rest;
        }
        Ok(written)
    }

    /// Checks that the text ends with a whole byte.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical), with the characters of the whole text.
    pub const fn finish(&self) -> Result<(), Error> {
        match self.state {
            State::Half(_) => Err(Error::new(ErrorKind::Lexical, self.offset)),
            _ => Ok(()),
        }
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Decoder::new()
    }
}

/// The digit of a value below 16. Arithmetic, for vector registers, and no table.
#[inline]
fn digit(value: u8) -> u8 {
    let letter = if value > 9 { b'A' - b'9' - 1 } else { 0 };
    value.wrapping_add(b'0').wrapping_add(letter)
}

#[inline]
fn value(character: u8) -> Option<u8> {
    match character {
        b'0'..=b'9' => Some(character.wrapping_sub(b'0')),
        b'A'..=b'F' => Some(character.wrapping_sub(b'A' - 10)),
        b'a'..=b'f' => Some(character.wrapping_sub(b'a' - 10)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    fn decode(text: &[u8], cut: usize, room: usize) -> Result<Vec<u8>, Error> {
        let (mut decoder, mut decoded) = (Decoder::new(), Vec::new());
        for mut piece in text.chunks(cut) {
            while !piece.is_empty() {
                let mut out = std::vec![0; room];
                let count = decoder.decode(&mut piece, &mut out)?;
                assert!(piece.is_empty() || count == room, "stops only when the output is full");
                decoded.extend_from_slice(&out[..count]);
            }
        }
        decoder.finish().map(|()| decoded)
    }

    #[test]
    fn lexical_space() {
        for (text, want) in [
            ("", Ok(&[][..])),
            ("00", Ok(&[0])),
            ("0aFF", Ok(&[0x0a, 0xff])),
            (" 00 ", Ok(&[0])),
            ("\n0123456789abcdefABCDEF\t\r", Ok(&[1, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xab, 0xcd, 0xef])),
            ("0", Err(1)),
            ("0g", Err(1)),
            ("00 01", Err(3)),
            ("0 0", Err(1)),
            ("0x00", Err(1)),
            ("g0", Err(0)),
            ("\u{a0}00", Err(0)),
            ("000", Err(3)),
            ("0 ", Err(1)),
        ] {
            for cut in 1..=text.len().max(1) {
                for room in 1..=4 {
                    let want = want.map(<[u8]>::to_vec).map_err(|at| Error::new(ErrorKind::Lexical, at));
                    assert_eq!(decode(text.as_bytes(), cut, room), want, "{text:?} cut at {cut}, room {room}");
                }
            }
        }
    }

    #[test]
    fn every_byte_both_ways() {
        let bytes: Vec<u8> = (0..=255).collect();
        let mut text = [0; 512];
        assert_eq!(encode(&bytes, &mut text[..511]), 255);
        assert_eq!(encode(&bytes, &mut text), 256);
        for (byte, digits) in bytes.iter().zip(text.chunks(2)) {
            assert_eq!(digits, std::format!("{byte:02X}").as_bytes());
        }
        assert_eq!(decode(&text, 7, 100).as_deref(), Ok(&bytes[..]));
    }
}
