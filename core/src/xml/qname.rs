//! ASCII qualified names at the start of a slice.

use super::arena::Record;
use super::class::{self, class};

/// The ASCII qualified name that `bytes` starts with: lengths of its prefix and of all of it. `None` when there is none,
/// when it may go on, when it is half of the largest tag or more, or when a second colon follows: for the grammar to judge.
#[inline]
pub(super) fn qname(bytes: &[u8]) -> Option<(u16, u16)> {
    let ends = ends(bytes);
    if ends == 0 { None } else { Some(((ends >> 16) as u16, ends as u16)) }
}

/// Where the colon and the name end, in one register; 0 for `None`.
#[inline(never)]
fn ends(bytes: &[u8]) -> u32 {
    let mut colon = 0;
    let mut rest = bytes.iter();
    let end = loop {
        // A sixth of all work on markup is done here.
        let stop = loop {
            let Some(&byte) = rest.next() else { return 0 };
            if class(byte) & class::NAME == 0 {
                break byte;
            }
        };
        let at = bytes.len().wrapping_sub(rest.as_slice().len()).wrapping_sub(1);
        match (stop, colon) {
            (b':', 0) => colon = at,
            (b':', _) => return 0,
            _ => break at,
        }
    };
    let starts = |at: usize| bytes.get(at).is_some_and(|&b| class(b) & class::NAME_START != 0);
    if end > usize::from(Record::MAX_PREFIX) || !starts(0) || (colon != 0 && !starts(colon.wrapping_add(1))) {
        return 0;
    }
    (colon as u32).wrapping_shl(16) | end as u32
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
            assert_eq!(qname(text.as_bytes()), expected, "{text}");
        }
    }
}
