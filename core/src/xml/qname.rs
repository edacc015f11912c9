//! Qualified names at the start of a slice. Namespaces in XML 1.0, 4.

use super::record::Record;
use super::scan::{WORD, each};
use crate::slice::after;
use crate::xsd::class::{self, class};
use crate::xsd::ncname;

/// Which names there may be.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Names {
    /// Those of ASCII, each followed by more.
    Plain,
    /// All. The bytes are UTF-8, and a name may end with them.
    All,
}

/// The qualified name that `bytes` starts with: the length of its prefix in the high half, in the low one that of all of
/// it; or at which byte it is wrong.
#[inline]
pub(super) fn qname(bytes: &[u8], names: Names) -> Result<u32, usize> {
    if cfg!(small) {
        return any(bytes);
    }
    let ends = ends(bytes);
    match bytes.get(usize::from(ends as u16)) {
        // It may go on beyond ASCII.
        Some(0x80..) if names == Names::All => any(bytes),
        _ if ends != 0 => Ok(ends),
        _ if names == Names::All => any(bytes),
        _ => Err(0),
    }
}

/// Where the colon and the name of ASCII end, in one register; 0 when there is none, when it may go on, when it is half of
/// the largest tag or more, and when it is wrong.
#[cfg_attr(target_pointer_width = "64", inline(always))]
#[cfg_attr(not(target_pointer_width = "64"), inline(never))]
fn ends(bytes: &[u8]) -> u32 {
    // Words of 64 bits hold most names.
    match if cfg!(target_pointer_width = "64") { words(bytes, bytes.as_chunks().0.iter()) } else { 0 } {
        0 => ends_of_any(bytes),
        ends => ends,
    }
}

#[cfg_attr(target_pointer_width = "64", inline(never))]
fn ends_of_any(bytes: &[u8]) -> u32 {
    let mut colon = 0;
    let mut rest = bytes;
    loop {
        while !cfg!(small)
            && let Some((word, more)) = rest.split_first_chunk()
            && others(usize::from_le_bytes(*word)) == 0
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
    let places = room.as_chunks_mut().0;
    words(
        bytes,
        bytes.as_chunks().0.iter().zip(places).map(|(word, place)| {
            *place = *word;
            word
        }),
    )
}

/// As `ends`, given the words that the bytes begin with. Also 0 when the name does not end in them.
#[inline(always)]
fn words<'a>(bytes: &[u8], words: impl Iterator<Item = &'a [u8; WORD]>) -> u32 {
    let mut colon = 0;
    for (index, word) in words.enumerate() {
        let word = usize::from_le_bytes(*word);
        let mut others = others(word);
        while others != 0 {
            let bits = others.trailing_zeros() & !7;
            let at = index.wrapping_mul(WORD).wrapping_add((bits / 8) as usize);
            match (word.wrapping_shr(bits) as u8, colon) {
                (byte, _) if class(byte) & class::NAME != 0 => {}
                (b':', 0) => colon = at,
                (b':', _) => return 0,
                _ => return judged(bytes, colon, at),
            }
            others &= others.wrapping_sub(1);
        }
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
    both(colon, end)
}

/// The high bit of each byte that is no letter.
#[inline(always)]
fn others(word: usize) -> usize {
    let lower = (word | each(0x20)) & each(0x7F);
    let (from_a, beyond_z) = (lower.wrapping_add(each(0x1F)), lower.wrapping_add(each(5)));
    (!from_a | beyond_z | word) & each(0x80)
}

/// A name of any characters, up to the end if need be.
#[cfg_attr(not(small), cold)]
#[inline(never)]
fn any(bytes: &[u8]) -> Result<u32, usize> {
    let prefix = ncname::len(bytes);
    if prefix == 0 {
        return Err(0);
    }
    if bytes.get(prefix) != Some(&b':') {
        return Ok(both(0, prefix));
    }
    let local = prefix.wrapping_add(1);
    let end = local.wrapping_add(ncname::len(after(bytes, local)));
    if end == local || bytes.get(end) == Some(&b':') {
        return Err(end);
    }
    Ok(both(prefix, end))
}

/// Two lengths in one word.
#[inline(always)]
fn both(prefix: usize, end: usize) -> u32 {
    (prefix as u32).wrapping_shl(16) | u32::from(end as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lengths(both: u32) -> (u16, u16) {
        ((both >> 16) as u16, both as u16)
    }

    #[test]
    #[cfg(not(small))]
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
            assert_eq!(qname(text.as_bytes(), Names::Plain).ok().map(lengths), expected, "{text}");
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
            assert_eq!(qname(text.as_bytes(), Names::All).map(lengths), expected, "{text}");
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
            assert_eq!(qname(text.as_bytes(), Names::All).map(lengths), expected, "{text}");
        }
    }
}
