//! `base64Binary`. XML Schema Part 2, 3.2.16; RFC 4648, 4.
//!
//! [`encode`] and [`Decoder`] work on pieces of any size. The canonical form, which is the only one written, has no
//! white space; XOP (section 3.1) depends on it.

use super::whitespace::is_space;
use crate::{Error, ErrorKind};

/// Encodes whole groups, three bytes to four characters, as many as there are in `input` and fit in `out`.
/// Gives how many groups it wrote.
// On its own the loop has all registers.
#[inline(never)]
pub fn encode(input: &[u8], out: &mut [u8]) -> usize {
    let blocks = if WIDE { encode_blocks(input, out) } else { 0 };
    let done = blocks.wrapping_mul(BLOCK_GROUPS);
    let rest = input.get(done.wrapping_mul(3)..).unwrap_or_default();
    let room = out.get_mut(done.wrapping_mul(4)..).unwrap_or_default();
    let (groups, slots) = (rest.as_chunks::<3>().0, room.as_chunks_mut::<4>().0);
    for (group, slot) in groups.iter().zip(slots.iter_mut()) {
        *slot = encode_group(*group);
    }
    done.wrapping_add(groups.len().min(slots.len()))
}

/// Encodes one group.
#[inline]
pub fn encode_group([a, b, c]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)]
}

/// Encodes the last one or two bytes, padded; nothing when there are none.
#[cfg_attr(small, inline(always))]
pub fn encode_last(bytes: &[u8]) -> Option<[u8; 4]> {
    match *bytes {
        [a] => {
            let [x, y, ..] = encode_group([a, 0, 0]);
            Some([x, y, b'=', b'='])
        }
        [a, b] => {
            let [x, y, z, _] = encode_group([a, b, 0]);
            Some([x, y, z, b'='])
        }
        _ => None,
    }
}

/// Characters that so many bytes are encoded as.
pub const fn encoded_len(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}

/// Decodes text that comes in pieces, cut anywhere.
///
/// White space between the characters is skipped. Strict decoders refuse a last group whose unused bits are not
/// zero, which the lexical space excludes; lenient ones drop those bits, for some peers leave anything there.
///
/// ```
/// use soapstone::xsd::base64::Decoder;
///
/// let (mut decoder, mut out) = (Decoder::new(), [0; 8]);
/// let mut text: &[u8] = b"AAEC Aw==";
/// let count = decoder.decode(&mut text, &mut out)?;
/// decoder.finish()?;
/// assert_eq!(out[..count], [0, 1, 2, 3]);
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Decoder {
    offset: u64,
    state: State,
    lenient: bool,
}

/// Where in a group the decoder is, and the bits it has not given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
struct State {
    /// Characters of the group that were taken, or one of the next two.
    taken: u8,
    bits: u8,
}

/// One more padding character must follow.
const PADDING: u8 = 4;
/// Padded: only white space may follow.
const PADDED: u8 = 5;

/// Before a group.
const GROUP: State = State { taken: 0, bits: 0 };

impl Decoder {
    /// A strict decoder.
    pub const fn new() -> Self {
        Decoder { offset: 0, state: GROUP, lenient: false }
    }

    /// A decoder that accepts unused bits that are not zero.
    pub const fn lenient() -> Self {
        Decoder { offset: 0, state: GROUP, lenient: true }
    }

    /// Decodes as much of `input` as fits in `out`, moves `input` past it and gives the bytes written.
    /// When `input` is not empty afterwards, `out` is full.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical), with the characters before the wrong one, all pieces counted. What stands
    /// in `out` is then of no use.
    pub fn decode(&mut self, input: &mut &[u8], out: &mut [u8]) -> Result<usize, Error> {
        let mut written = 0usize;
        loop {
            // Whole groups at once are worth their code where speed is.
            if !cfg!(small) && self.state == GROUP {
                let room = out.get_mut(written..).unwrap_or_default();
                let groups = decode_groups(input, room);
                written = written.wrapping_add(groups.wrapping_mul(3));
                self.skip(input, groups.wrapping_mul(4));
            }
            let Some(&character) = input.first() else { return Ok(written) };
            if is_space(character) {
                self.skip(input, 1);
                continue;
            }
            let (state, byte) = self.step(character).ok_or(Error::new(ErrorKind::Lexical, self.offset))?;
            if let Some(byte) = byte {
                let Some(slot) = out.get_mut(written) else { return Ok(written) };
                *slot = byte;
                written = written.wrapping_add(1);
            }
            self.state = state;
            self.skip(input, 1);
        }
    }

    /// Decodes one character; gives the byte that it completes.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical): it may not stand there.
    pub(crate) fn take(&mut self, character: u8) -> Result<Option<u8>, ErrorKind> {
        if is_space(character) {
            return Ok(None);
        }
        let (state, byte) = self.step(character).ok_or(ErrorKind::Lexical)?;
        self.state = state;
        Ok(byte)
    }

    /// Whether the text ends with a whole group.
    pub(crate) const fn is_whole(&self) -> bool {
        matches!(self.state.taken, 0 | PADDED)
    }

    /// Checks that the text ends with a whole group.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical), with the characters of the whole text.
    pub const fn finish(&self) -> Result<(), Error> {
        if self.is_whole() { Ok(()) } else { Err(Error::new(ErrorKind::Lexical, self.offset)) }
    }

    fn skip(&mut self, input: &mut &[u8], count: usize) {
        *input = input.get(count..).unwrap_or_default();
        self.offset = self.offset.wrapping_add(count as u64);
    }

    /// The state after this character and the byte it completes.
    #[cfg_attr(small, inline(always))]
    fn step(&self, character: u8) -> Option<(State, Option<u8>)> {
        let State { taken, bits } = self.state;
        if character == b'=' {
            let next = if taken == 2 { PADDING } else { PADDED };
            let is_due = matches!(taken, 2 | 3 | PADDING) && (self.lenient || bits == 0);
            return is_due.then_some((State { taken: next, bits: 0 }, None));
        }
        if taken >= PADDING {
            return None;
        }
        let next = taken.wrapping_add(1);
        let [high, low] = (u16::from(value(character)?) << next.wrapping_mul(2)).to_be_bytes();
        Some((State { taken: next & 3, bits: low }, (taken > 0).then_some(bits | high)))
    }
}

impl Default for Decoder {
    fn default() -> Self {
        Decoder::new()
    }
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[inline]
fn digit(bits: u32) -> u8 {
    ALPHABET.get((bits & 63) as usize).copied().unwrap_or(b'=')
}

/// The value of a character.
#[inline]
fn value(character: u8) -> Option<u8> {
    match character {
        b'A'..=b'Z' => Some(character.wrapping_sub(b'A')),
        b'a'..=b'z' => Some(character.wrapping_sub(b'a' - 26)),
        b'0'..=b'9' => Some(character.wrapping_add(52 - b'0')),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Decodes whole groups without padding or white space, as long as there are any and they fit.
fn decode_groups(input: &[u8], out: &mut [u8]) -> usize {
    let blocks = if WIDE { decode_blocks(input, out) } else { 0 };
    let mut done = blocks.wrapping_mul(BLOCK_GROUPS);
    let rest = input.get(done.wrapping_mul(4)..).unwrap_or_default();
    let room = out.get_mut(done.wrapping_mul(3)..).unwrap_or_default();
    for (&[a, b, c, d], slot) in rest.as_chunks::<4>().0.iter().zip(room.as_chunks_mut::<3>().0) {
        let (Some(a), Some(b), Some(c), Some(d)) = (value(a), value(b), value(c), value(d)) else { break };
        *slot = [a << 2 | b >> 4, b << 4 | c >> 2, c << 6 | d];
        done = done.wrapping_add(1);
    }
    done
}

/// Whether blocks are worth their code: where registers are wide, not on microcontrollers.
const WIDE: bool = cfg!(target_pointer_width = "64");
/// Groups of a block: 24 bytes, 32 characters.
const BLOCK_GROUPS: usize = 8;

/// Encodes blocks. Each step is plain arithmetic on all characters of the block, for vector registers.
#[inline]
fn encode_blocks(input: &[u8], out: &mut [u8]) -> usize {
    let (blocks, slots) = (input.as_chunks::<24>().0, out.as_chunks_mut::<32>().0);
    for (block, slot) in blocks.iter().zip(slots.iter_mut()) {
        for (six, eight) in block.as_chunks::<6>().0.iter().zip(slot.as_chunks_mut::<8>().0) {
            *eight = spread(*six).to_be_bytes();
        }
        for character in slot {
            let bits = *character;
            let mut offset = b'A';
            offset = if bits >= 26 { b'a' - 26 } else { offset };
            offset = if bits >= 52 { b'0'.wrapping_sub(52) } else { offset };
            offset = if bits == 62 { b'+'.wrapping_sub(62) } else { offset };
            offset = if bits == 63 { b'/'.wrapping_sub(63) } else { offset };
            *character = bits.wrapping_add(offset);
        }
    }
    blocks.len().min(slots.len())
}

/// Decodes blocks, up to the first with anything but the alphabet in it.
#[inline]
fn decode_blocks(input: &[u8], out: &mut [u8]) -> usize {
    let mut done = 0usize;
    for (block, slot) in input.as_chunks::<32>().0.iter().zip(out.as_chunks_mut::<24>().0) {
        let (mut values, mut wrong) = ([0; 32], 0);
        for (value, &character) in values.iter_mut().zip(block) {
            let upper = character.wrapping_sub(b'A') < 26;
            let lower = character.wrapping_sub(b'a') < 26;
            let number = character.wrapping_sub(b'0') < 10;
            let (plus, slash) = (character == b'+', character == b'/');
            let mut offset = 0u8;
            offset = if upper { b'A' } else { offset };
            offset = if lower { b'a' - 26 } else { offset };
            offset = if number { b'0'.wrapping_sub(52) } else { offset };
            offset = if plus { b'+'.wrapping_sub(62) } else { offset };
            offset = if slash { b'/'.wrapping_sub(63) } else { offset };
            *value = character.wrapping_sub(offset);
            wrong |= u8::from(offset == 0);
        }
        if wrong != 0 {
            break;
        }
        for (eight, six) in values.as_chunks::<8>().0.iter().zip(slot.as_chunks_mut::<6>().0) {
            *six = gather(u64::from_be_bytes(*eight));
        }
        done = done.wrapping_add(1);
    }
    done
}

/// Six bytes as eight values of six bits, one a byte.
#[inline]
fn spread([a, b, c, d, e, f]: [u8; 6]) -> u64 {
    let bits = u64::from_be_bytes([0, a, b, c, 0, d, e, f]);
    let halves = (bits & 0x00FF_F000_00FF_F000) << 4 | bits & 0x0000_0FFF_0000_0FFF;
    (halves & 0x0FC0_0FC0_0FC0_0FC0) << 2 | halves & 0x003F_003F_003F_003F
}

/// Eight values of six bits, one a byte, as six bytes.
#[inline]
fn gather(values: u64) -> [u8; 6] {
    let pairs = values >> 2 & 0x0FC0_0FC0_0FC0_0FC0 | values & 0x003F_003F_003F_003F;
    let halves = pairs >> 4 & 0x00FF_F000_00FF_F000 | pairs & 0x0000_0FFF_0000_0FFF;
    let [_, a, b, c, _, d, e, f] = halves.to_be_bytes();
    [a, b, c, d, e, f]
}

#[cfg(test)]
mod tests;
