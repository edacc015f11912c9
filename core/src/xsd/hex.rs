//! `hexBinary`. XML Schema Part 2, 3.2.15.

const DIGITS: &[u8; 16] = b"0123456789ABCDEF";

#[inline]
fn digit(bits: u8) -> u8 {
    DIGITS.get(usize::from(bits & 15)).copied().unwrap_or(b'0')
}

/// Encodes bytes as two upper-case digits each, as many as fit in `out`. Gives how many it took.
pub fn encode(input: &[u8], out: &mut [u8]) -> usize {
    let (slots, _) = out.as_chunks_mut::<2>();
    for (&byte, slot) in input.iter().zip(slots.iter_mut()) {
        *slot = [digit(byte >> 4), digit(byte)];
    }
    input.len().min(slots.len())
}
