//! `base64Binary`. XML Schema Part 2, 3.2.16; RFC 4648, 4.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

#[inline]
fn digit(bits: u32) -> u8 {
    ALPHABET.get((bits & 63) as usize).copied().unwrap_or(b'=')
}

/// Encodes whole groups, three bytes to four characters, as many as there are in `input` and fit in `out`.
/// Gives how many groups it wrote.
pub fn encode(input: &[u8], out: &mut [u8]) -> usize {
    let (groups, _) = input.as_chunks::<3>();
    let (slots, _) = out.as_chunks_mut::<4>();
    for (group, slot) in groups.iter().zip(slots.iter_mut()) {
        *slot = encode_group(*group);
    }
    groups.len().min(slots.len())
}

/// Encodes one group.
#[inline]
pub fn encode_group([a, b, c]: [u8; 3]) -> [u8; 4] {
    let bits = u32::from_be_bytes([0, a, b, c]);
    [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)]
}

/// Encodes the last one or two bytes, padded; nothing when there are none.
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
