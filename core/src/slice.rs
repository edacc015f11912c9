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

/// `len` bytes from `at` on.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
pub(crate) fn part(bytes: &[u8], at: usize, len: usize) -> &[u8] {
    bytes.get(at..at.wrapping_add(len)).unwrap_or_default()
}
