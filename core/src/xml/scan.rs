//! Runs of plain characters, found a machine word at a time.
//!
//! Nothing here decides anything: a run ends at the first byte that means something, and says whether it holds
//! bytes of multi-byte characters, which are then checked as UTF-8 by `core`.

use super::chars;
use crate::slice::after;
use crate::xsd::class::{self, class};

/// Bytes of a machine word: 8 on hosts, 4 on Cortex-M and RV32.
pub(super) const WORD: usize = size_of::<usize>();
const HIGH: usize = each(0x80);
/// Bytes looked at together where text is long: vector units eat these.
const BLOCK: usize = 64;

/// Words of text, or parts of them that end with a line, that are looked at before it counts as long.
const SHORT: usize = 4;

/// A run of plain characters.
#[derive(Clone, Copy)]
pub(super) struct Run {
    /// Bytes.
    pub(super) len: usize,
    /// Whether there is none of a multi-byte character among them.
    pub(super) ascii: bool,
}

/// What ends a run, beside control characters other than tab and LF: so CR, too.
trait Stops {
    /// Whether it is this byte.
    fn is(byte: u8) -> bool;
    /// The high bit of each byte of the word that is such a byte, given that it has no bit 7; exact below the first.
    fn marks(word: usize) -> usize;
}

struct Text;

impl Stops for Text {
    #[inline(always)]
    fn is(byte: u8) -> bool {
        // `<` is 0x3C, `>` is 0x3E.
        byte | 2 == b'>' || byte == b'&'
    }

    #[inline(always)]
    fn marks(word: usize) -> usize {
        zero_bytes(word ^ each(b'&')) | zero_bytes((word | each(2)) ^ each(b'>'))
    }
}

struct Cdata;

impl Stops for Cdata {
    #[inline(always)]
    fn is(byte: u8) -> bool {
        byte == b']'
    }

    #[inline(always)]
    fn marks(word: usize) -> usize {
        zero_bytes(word ^ each(b']'))
    }
}

/// The run of character data that `bytes` starts with: it ends before `<`, `&`, `>`, CR or a control character.
#[cfg_attr(not(small), inline(always))]
#[cfg_attr(small, inline(never))]
pub(super) fn text(bytes: &[u8]) -> Run {
    if cfg!(small) { until(bytes, class::TEXT_STOP) } else { run::<Text>(bytes) }
}

/// The run of CDATA that `bytes` starts with: it ends before `]`, CR or a control character.
#[inline(never)]
pub(super) fn cdata(bytes: &[u8]) -> Run {
    run::<Cdata>(bytes)
}

/// The length of the character data of ASCII that `bytes` starts with, where it is short and ends before `<` or `&`.
#[inline(always)]
pub(super) fn short_text(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes;
    for _ in 0..SHORT {
        let (word, tail) = rest.split_first_chunk::<WORD>()?;
        let word = usize::from_le_bytes(*word);
        // Any byte of a multi-byte character in sight is for the long way.
        let stops = (Text::marks(word) | word.wrapping_sub(each(0x20))) & !word & HIGH;
        if word & HIGH != 0 {
            return None;
        }
        if stops == 0 {
            rest = tail;
            continue;
        }
        rest = rest.get(first_marked(stops)..)?;
        match rest {
            [b'<' | b'&', ..] => return Some(bytes.len().wrapping_sub(rest.len())),
            [b'\t' | b'\n', tail @ ..] => rest = tail,
            _ => return None,
        }
    }
    None
}

#[inline(always)]
fn run<S: Stops>(bytes: &[u8]) -> Run {
    let mut rest = bytes;
    let mut seen: usize = 0;
    let mut words: u8 = 0;
    while let Some((word, tail)) = rest.split_first_chunk::<WORD>() {
        let word = usize::from_le_bytes(*word);
        let stops = (S::marks(word) | word.wrapping_sub(each(0x20))) & !word & HIGH;
        if stops == 0 {
            seen |= word;
            rest = tail;
            words = words.wrapping_add(1);
            // Text that has gone on for a while may go on for long; short text must not pay for the attempt.
            if cfg!(target_pointer_width = "64") && words % 8 == 4 {
                rest = skip_blocks::<S>(rest, &mut seen);
            }
            continue;
        }
        let at = first_marked(stops);
        seen |= word & !usize::MAX.wrapping_shl(stops.trailing_zeros() & !7);
        rest = rest.get(at..).unwrap_or_default();
        match rest.split_first() {
            Some((b'\t' | b'\n', tail)) => rest = tail,
            _ => return Run { len: bytes.len().wrapping_sub(rest.len()), ascii: seen & HIGH == 0 },
        }
    }
    let mut rest = rest.iter();
    while let Some(&byte) = rest.clone().next() {
        if S::is(byte) || (byte < 0x20 && byte != b'\t' && byte != b'\n') {
            break;
        }
        seen |= usize::from(byte);
        rest.next();
    }
    Run { len: bytes.len().wrapping_sub(rest.as_slice().len()), ascii: seen & HIGH == 0 }
}

/// Where the first byte from `at` on stands that ends a plain attribute value: a quote, `<`, `&`, a control character or
/// part of a multi-byte one. `None` when there is none.
#[inline]
pub(super) fn value(bytes: &[u8], at: usize) -> Option<usize> {
    if cfg!(small) {
        return Some(at.wrapping_add(chars::until(after(bytes, at), class::VALUE_STOP)));
    }
    let mut at = at;
    while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<WORD>()) {
        let stops = value_stops(usize::from_le_bytes(*word));
        if stops == 0 {
            at = at.wrapping_add(WORD);
            continue;
        }
        at = at.wrapping_add(first_marked(stops));
        // `#` looks like a quote there.
        if class::is(*bytes.get(at)?, class::VALUE_STOP) {
            return Some(at);
        }
        at = at.wrapping_add(1);
    }
    while !class::is(*bytes.get(at)?, class::VALUE_STOP) {
        at = at.wrapping_add(1);
    }
    Some(at)
}

/// The run that ends before a byte of this class. Where flash is short its characters are checked at once, so that it
/// counts as one of ASCII: it ends before one that is not good.
#[cfg_attr(small, inline(always))]
pub(super) fn until(bytes: &[u8], stop: u8) -> Run {
    if cfg!(small) {
        return Run { len: chars::until(bytes, stop), ascii: true };
    }
    let mut seen = 0;
    let len = bytes
        .iter()
        .position(|&b| {
            let stopped = class::is(b, stop);
            if !stopped {
                seen |= b;
            }
            stopped
        })
        .unwrap_or(bytes.len());
    Run { len, ascii: seen < 0x80 }
}

/// Bytes at the start that are white space.
#[inline]
pub(super) fn spaces(bytes: &[u8]) -> usize {
    bytes.iter().position(|&b| class(b) & class::SPACE == 0).unwrap_or(bytes.len())
}

/// Whether the name, in any case, is one of these in small letters, each with a space after it.
pub(super) fn is_one_of(name: &[u8], names: &[u8]) -> bool {
    let (mut left, mut same) = (name.iter(), true);
    for &byte in names {
        if byte != b' ' {
            same &= left.next().is_some_and(|letter| letter.to_ascii_lowercase() == byte);
            continue;
        }
        if same && left.next().is_none() {
            return true;
        }
        (left, same) = (name.iter(), true);
    }
    false
}

/// Whether two short runs are the same bytes.
#[cfg_attr(not(small), inline(always))]
pub(super) fn same(one: &[u8], two: &[u8]) -> bool {
    if one.len() != two.len() {
        return false;
    }
    if !cfg!(small) {
        // The last word may hold bytes that were compared before.
        if let (Some(one_end), Some(two_end)) = (one.last_chunk::<WORD>(), two.last_chunk()) {
            let (mut one, mut two) = (one, two);
            while let (Some((a, one_rest)), Some((b, two_rest))) =
                (one.split_first_chunk::<WORD>(), two.split_first_chunk())
            {
                if a != b {
                    return false;
                }
                (one, two) = (one_rest, two_rest);
            }
            return one_end == two_end;
        }
        if let (Some(one_end), Some(two_end)) = (one.last_chunk::<4>(), two.last_chunk()) {
            return one_end == two_end && one.first_chunk::<4>() == two.first_chunk();
        }
    }
    one.iter().zip(two).all(|(a, b)| a == b)
}

/// Every byte of a word.
#[inline(always)]
pub(super) const fn each(byte: u8) -> usize {
    (usize::MAX / 255).wrapping_mul(byte as usize)
}

/// The high bit of each byte that is zero, among bytes without bit 7; exact up to the first, where a borrow begins.
#[inline(always)]
fn zero_bytes(word: usize) -> usize {
    word.wrapping_sub(each(1))
}

/// The byte of a word that has the lowest mark: marks above it may be borrow, and do not matter.
#[inline(always)]
fn first_marked(stops: usize) -> usize {
    (stops.trailing_zeros() / 8) as usize
}

/// A word with the high bit set in the first byte that ends a plain attribute value, or is `#`; zero without one.
#[inline(always)]
fn value_stops(word: usize) -> usize {
    // `"` is 0x22, `#` 0x23, `&` 0x26, `'` 0x27.
    let quotes = zero_bytes((word | each(0x05)) ^ each(0x27));
    let less = zero_bytes(word ^ each(b'<'));
    let control = word.wrapping_sub(each(0x20));
    ((control | quotes | less) & !word | word) & HIGH
}

/// What follows the whole blocks at the start that hold nothing below 0x20 and nothing that stops.
#[inline(never)]
fn skip_blocks<'a, S: Stops>(bytes: &'a [u8], seen: &mut usize) -> &'a [u8] {
    let mut rest = bytes;
    while let Some((block, tail)) = rest.split_first_chunk::<BLOCK>() {
        // Plain ASCII first, which is cheaper to tell.
        let mut stops = 0;
        for &b in block {
            stops |= u8::from(S::is(b)) | u8::from((b as i8) < 0x20);
        }
        if stops != 0 {
            stops = 0;
            for &b in block {
                stops |= u8::from(S::is(b)) | u8::from(b < 0x20);
            }
            if stops != 0 {
                break;
            }
            *seen |= HIGH;
        }
        rest = tail;
    }
    rest
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// The definition, byte by byte.
    fn slow<S: Stops>(bytes: &[u8]) -> Run {
        let stop = |b: u8| S::is(b) || b < 0x20 && b != b'\t' && b != b'\n';
        let len = bytes.iter().position(|&b| stop(b)).unwrap_or(bytes.len());
        // Where flash is short a run is checked, and ends before what is not good.
        let good = std::str::from_utf8(bytes).map_or_else(|wrong| wrong.valid_up_to(), str::len);
        if cfg!(small) { Run { len: len.min(good), ascii: true } } else { Run { len, ascii: bytes[..len].is_ascii() } }
    }

    #[test]
    fn every_byte_at_every_place_of_runs_of_every_length() {
        // Words, blocks after four words, and what is left behind them.
        for len in (0..34).chain(90..106) {
            for filler in [b'a', b'\n', 0xC3] {
                let mut bytes: Vec<u8> = std::vec![filler; len];
                for at in 0..len {
                    for byte in
                        [0, 8, 9, 10, 13, 31, 32, 37, 38, 39, 59, 60, 61, 62, 63, 92, 93, 94, 127, 128, 188, 190, 255]
                    {
                        bytes[at] = byte;
                        let (a, b) = (text(&bytes), slow::<Text>(&bytes));
                        assert_eq!((a.len, a.ascii), (b.len, b.ascii), "{byte:#x} at {at} of {len}");
                        let run = if cfg!(small) { until(&bytes, class::CDATA_STOP) } else { cdata(&bytes) };
                        let (a, b) = (run, slow::<Cdata>(&bytes));
                        assert_eq!((a.len, a.ascii), (b.len, b.ascii), "{byte:#x} at {at} of {len}, CDATA");
                    }
                    bytes[at] = filler;
                }
            }
        }
    }
}
