//! Parts of slices that are empty where they would reach beyond the end.
//!
//! Code for size has each of them once.

/// What follows the first `at` bytes.
#[inline(always)]
pub(crate) fn after(bytes: &[u8], at: usize) -> &[u8] {
    // In this form it is three instructions.
    bytes.split_at_checked(at.min(bytes.len())).map_or(&[], |(_, after)| after)
}

/// The first `len` bytes.
#[inline(always)]
pub(crate) fn first(bytes: &[u8], len: usize) -> &[u8] {
    bytes.get(..len).unwrap_or_default()
}

/// Copies the bytes, as many of them as there is room for; gives how many that are.
#[inline]
pub(crate) fn copy(room: &mut [u8], bytes: &[u8]) -> usize {
    // `copy_from_slice` compares the two lengths, and panics.
    room.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
    bytes.len().min(room.len())
}

/// Moves `len` bytes to where others are, be they their own.
pub(crate) fn shift(bytes: &mut [u8], from: usize, to: usize, len: usize) {
    for step in 0..len {
        // Away from where they go, so that none is overwritten before it is moved; `copy_within` has checks that panic.
        let at = if to < from { step } else { len.wrapping_sub(step).wrapping_sub(1) };
        let byte = bytes.get(from.wrapping_add(at)).copied();
        if let (Some(slot), Some(byte)) = (bytes.get_mut(to.wrapping_add(at)), byte) {
            *slot = byte;
        }
    }
}

/// Whether one of these bytes is this one.
pub(crate) fn has(bytes: &[u8], byte: u8) -> bool {
    #[allow(clippy::manual_contains, reason = "contains looks with code that is made for long texts")]
    bytes.iter().any(|own| *own == byte)
}

/// The bytes before the first one that is this one; all of them where none is.
pub(crate) fn until(bytes: &[u8], byte: u8) -> &[u8] {
    first(bytes, bytes.iter().position(|own| *own == byte).unwrap_or(bytes.len()))
}

/// Where the mark begins in the text.
pub(crate) fn find(text: &str, mark: &str) -> Option<usize> {
    // The search of `str` is faster in a long text, large, and has checks that panic.
    (0..text.len()).find(|&at| after(text.as_bytes(), at).starts_with(mark.as_bytes()))
}

/// What is before the mark and what is after it.
pub(crate) fn split_once<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, mark)?;
    Some((text.get(..at)?, text.get(at.wrapping_add(mark.len())..)?))
}

/// `len` bytes from `at` on.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
pub(crate) fn part(bytes: &[u8], at: usize, len: usize) -> &[u8] {
    bytes.get(at..at.wrapping_add(len)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shift_moves_bytes_over_themselves() {
        for (from, to, len) in (0..6).flat_map(|from| (0..6).flat_map(move |to| (0..4).map(move |len| (from, to, len))))
        {
            let mut bytes = *b"abcdefgh";
            let mut expected = bytes;
            if from.max(to) + len <= bytes.len() {
                expected.copy_within(from..from + len, to);
                shift(&mut bytes, from, to, len);
            }
            assert_eq!(bytes, expected, "{from} {to} {len}");
        }
    }

    #[test]
    fn copy_takes_what_fits() {
        for (room, bytes, count) in [(4, &b"ab"[..], 2), (2, b"abc", 2), (0, b"a", 0), (1, b"", 0)] {
            let mut memory = [0; 4];
            assert_eq!(copy(&mut memory[..room], bytes), count);
            assert_eq!(memory[..count], bytes[..count]);
        }
    }
}
