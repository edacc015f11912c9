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

/// Copies the bytes, as many of them as there is room for.
#[inline]
pub(crate) fn copy(room: &mut [u8], bytes: &[u8]) {
    // `copy_from_slice` compares the two lengths, and panics.
    room.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
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
