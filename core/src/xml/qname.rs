//! Qualified names at the start of a slice. Namespaces in XML 1.0, 4.

use super::arena::Record;
use super::class::{self, class};
use crate::slice::after;
use crate::xsd::ncname;

/// Which names there may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Names {
    /// Those of ASCII, each followed by more.
    Plain,
    /// All. The bytes are UTF-8, and a name may end with them.
    All,
}

/// The qualified name that `bytes` starts with: lengths of its prefix and of all of it; or at which byte it is wrong.
#[inline]
pub(super) fn qname(bytes: &[u8], names: Names) -> Result<(u16, u16), usize> {
    let ends = ends(bytes);
    let (colon, end) = ((ends >> 16) as u16, ends as u16);
    match bytes.get(usize::from(end)) {
        // It may go on beyond ASCII.
        Some(0x80..) if names == Names::All => any(bytes),
        _ if end != 0 => Ok((colon, end)),
        _ if names == Names::All => any(bytes),
        _ => Err(0),
    }
}

/// Where the colon and the name of ASCII end, in one register; 0 when there is none, when it may go on, when it is half of
/// the largest tag or more, and when it is wrong.
#[inline(never)]
fn ends(bytes: &[u8]) -> u32 {
    let mut colon = 0;
    let mut rest = bytes;
    loop {
        while !cfg!(small)
            && let Some((word, more)) = rest.split_first_chunk::<4>()
            && others(u32::from_le_bytes(*word)) == 0
        {
            rest = more;
        }
        let mut left = rest.iter();
        // A sixth of all work on markup is done here.
        let stop = loop {
            let Some(&byte) = left.next() else { return 0 };
            if class(byte) & class::NAME == 0 {
                break byte;
            }
        };
        rest = left.as_slice();
        let at = bytes.len().wrapping_sub(rest.len()).wrapping_sub(1);
        match (stop, colon) {
            (b':', 0) => colon = at,
            (b':', _) => return 0,
            _ => return judged(bytes, colon, at),
        }
    }
}

/// As `ends`, and copies the name, a word at a time: some bytes after it, too. Also 0 when there is no room for them, or
/// the bytes are at their end.
#[inline(never)]
pub(super) fn copied(bytes: &[u8], room: &mut [u8]) -> u32 {
    let (mut colon, mut rest, mut room) = (0, bytes, room);
    while let Some((bytes_of_word, more)) = rest.split_first_chunk::<4>() {
        let word = u32::from_le_bytes(*bytes_of_word);
        let others = others(word);
        if others == 0 {
            let Some((place, left)) = room.split_first_chunk_mut::<4>() else { return 0 };
            *place = *bytes_of_word;
            (rest, room) = (more, left);
            continue;
        }
        let Some(place) = room.first_chunk_mut::<4>() else { return 0 };
        *place = *bytes_of_word;
        let bits = others.trailing_zeros() & !7;
        let (byte, ahead) = (word.wrapping_shr(bits) as u8, (bits / 8) as usize);
        let at = bytes.len().wrapping_sub(rest.len()).wrapping_add(ahead);
        match (byte, colon) {
            _ if class(byte) & class::NAME != 0 => {}
            (b':', 0) => colon = at,
            (b':', _) => return 0,
            _ => return judged(bytes, colon, at),
        }
        rest = after(rest, ahead.wrapping_add(1));
        room = room.get_mut(ahead.wrapping_add(1)..).unwrap_or_default();
    }
    0
}

/// The places, when the name and what follows its colon begin as names do.
#[inline(always)]
fn judged(bytes: &[u8], colon: usize, end: usize) -> u32 {
    let starts = |at: usize| bytes.get(at).is_some_and(|&b| class(b) & class::NAME_START != 0);
    if end > usize::from(Record::MAX_PREFIX) || !starts(0) || (colon != 0 && !starts(colon.wrapping_add(1))) {
        return 0;
    }
    (colon as u32).wrapping_shl(16) | end as u32
}

/// The high bit of each byte that is no letter; exact up to the first.
#[inline(always)]
fn others(word: u32) -> u32 {
    const EACH: u32 = 0x0101_0101;
    // Where bit 7 is set sums run over, but then it is no letter.
    let lower = word | EACH.wrapping_mul(0x20);
    let (from_a, beyond_z) = (lower.wrapping_add(EACH.wrapping_mul(0x1F)), lower.wrapping_add(EACH.wrapping_mul(5)));
    (!from_a | beyond_z | word) & EACH.wrapping_mul(0x80)
}

/// A name of any characters, up to the end if need be.
#[cold]
#[inline(never)]
fn any(bytes: &[u8]) -> Result<(u16, u16), usize> {
    let (mut colon, mut end, mut start) = (0, 0, true);
    loop {
        let c = char_at(bytes, end).unwrap_or(' ');
        if c == ':' && !start && colon == 0 {
            (colon, start) = (end, true);
        } else if is_name(c, start) {
            start = false;
        } else if start || c == ':' {
            return Err(end);
        } else {
            return Ok((colon as u16, end as u16));
        }
        end = end.wrapping_add(c.len_utf8());
    }
}

/// Whether a name may begin with this character, or go on with it. In the lean build that is one byte of ASCII.
fn is_name(c: char, start: bool) -> bool {
    match start {
        _ if !crate::COMPLETE => class::is(c as u8, if start { class::NAME_START } else { class::NAME }),
        true => ncname::is_name_start(c),
        false => ncname::is_name(c),
    }
}

/// The character of UTF-8 at this byte.
#[cold]
#[inline(never)]
fn char_at(bytes: &[u8], at: usize) -> Option<char> {
    let rest = bytes.get(at..)?;
    if !crate::COMPLETE {
        // Whatever is not ASCII stands for itself: no name.
        return rest.first().map(|&byte| char::from(byte));
    }
    let len = match rest.first()? {
        ..0x80 => 1,
        ..0xE0 => 2,
        ..0xF0 => 3,
        _ => 4,
    };
    core::str::from_utf8(rest.get(..len)?).ok()?.chars().next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors() {
        for (text, expected) in [
            ("a>", Some((0, 1))),
            ("s:Value ", Some((1, 7))),
            ("a", None),
            ("a:b", None),
            (":a>", None),
            ("a:>", None),
            ("a:b:c>", None),
            ("1a>", None),
            ("a:1>", None),
            ("", None),
            (">", None),
            ("a:b=", Some((1, 3))),
            ("abcdefgh:ijklmnop=", Some((8, 17))),
            ("abcdefg:ijklmnop=", Some((7, 16))),
        ] {
            assert_eq!(qname(text.as_bytes(), Names::Plain).ok(), expected, "{text}");
        }
    }

    #[test]
    fn vectors_of_all_names() {
        for (text, expected) in [
            ("a", Ok((0, 1))),
            ("a:b", Ok((1, 3))),
            ("", Err(0)),
            (":a", Err(0)),
            ("a:", Err(2)),
            ("a:1", Err(2)),
            ("a:b:c", Err(3)),
            ("\u{b7}a", Err(0)),
        ] {
            assert_eq!(qname(text.as_bytes(), Names::All), expected, "{text}");
        }
    }

    /// In the lean build, names end where they go on beyond ASCII; the reader then looks why.
    #[test]
    fn vectors_beyond_ascii() {
        for (text, complete, lean) in [
            ("é:日本 ", Ok((2, 9)), Err(0)),
            ("a\u{b7}=", Ok((0, 3)), Ok((0, 1))),
            ("aé:×", Err(4), Ok((0, 1))),
            ("aé×", Ok((0, 3)), Ok((0, 1))),
            ("\u{10000}", Ok((0, 4)), Err(0)),
        ] {
            let expected = if crate::COMPLETE { complete } else { lean };
            assert_eq!(qname(text.as_bytes(), Names::All), expected, "{text}");
        }
    }
}
