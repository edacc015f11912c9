//! The hashes of Digest. RFC 7616, 3.2 and 6.1.

use crate::secret::wipe;
use zeroize::Zeroize;

/// A hash: [`MD5`] or [`SHA_256`].
#[derive(Clone, Copy)]
pub struct Algorithm {
    /// Its name in the parameter `algorithm`.
    pub(super) name: &'static str,
    hash: fn(&[&[u8]]) -> Hex,
}

/// A hash in lower case hexadecimal digits. It is overwritten when it is dropped, for it may stand for a password.
#[derive(Clone)]
pub struct Hex {
    digits: [u8; 64],
    len: usize,
}

/// MD5: weak, and what most peers know.
pub const MD5: Algorithm = Algorithm { name: "MD5", hash: hash::<md5::Md5> };

/// SHA-256.
pub const SHA_256: Algorithm = Algorithm { name: "SHA-256", hash: hash::<sha2::Sha256> };

impl Algorithm {
    /// The name in the parameter `algorithm`.
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// The hash of these bytes, one part after the other.
    pub fn hash(&self, parts: &[&[u8]]) -> Hex {
        (self.hash)(parts)
    }
}

impl Hex {
    /// The digits.
    pub fn as_str(&self) -> &str {
        core::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The digits.
    pub fn as_bytes(&self) -> &[u8] {
        self.digits.get(..self.len).unwrap_or_default()
    }

    /// The digits of these bytes, of which there are 32 at most.
    pub(super) fn of(bytes: &[u8]) -> Hex {
        let mut digits = [0; 64];
        let pairs = digits.as_chunks_mut::<2>().0;
        let len = bytes.len().min(pairs.len()).wrapping_mul(2);
        for (pair, byte) in pairs.iter_mut().zip(bytes) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        Hex { digits, len }
    }
}

impl Drop for Hex {
    fn drop(&mut self) {
        self.digits.zeroize();
    }
}

fn digit(value: u8) -> u8 {
    let letter = if value > 9 { b'a' - b'9' - 1 } else { 0 };
    value.wrapping_add(b'0').wrapping_add(letter)
}

fn hash<H: md5::Digest>(parts: &[&[u8]]) -> Hex {
    let hex = compute::<H>(parts);
    wipe();
    hex
}

/// Apart, so that all it leaves on the stack lies where [`wipe`] writes.
#[inline(never)]
fn compute<H: md5::Digest>(parts: &[&[u8]]) -> Hex {
    let mut hash = H::new();
    parts.iter().for_each(|part| hash.update(part));
    Hex::of(&hash.finalize())
}
