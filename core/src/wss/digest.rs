//! The password digest.

use crate::ErrorKind;
use crate::secret::wipe;
use crate::xsd::base64::Decoder;
use hmac_sha1_compact::Hash;

/// The digest of a password: SHA-1 of nonce, created and password, one after the other. UsernameToken Profile 1.1, 3.1.
///
/// The nonce is its octets, not their base64; created is the text as written in the message.
pub fn password_digest(nonce: &[u8], created: &[u8], password: &[u8]) -> [u8; 20] {
    let digest = compute(created, password, &mut |take| take(nonce));
    wipe();
    digest
}

/// The same, of a nonce in base64; of one that is not, its first octets.
pub(super) fn digest_of_text(nonce: &[u8], created: &[u8], password: &[u8]) -> [u8; 20] {
    let digest = compute(created, password, &mut |take| _ = decode(nonce, take));
    wipe();
    digest
}

/// Takes a piece of bytes.
type Take<'a> = dyn FnMut(&[u8]) + 'a;

/// Hands on what base64 stands for, byte by byte.
///
/// # Errors
/// [`Lexical`](ErrorKind::Lexical): it is not base64.
pub(super) fn decode(text: &[u8], take: &mut Take<'_>) -> Result<(), ErrorKind> {
    let mut decoder = Decoder::lenient();
    for &character in text {
        if let Some(byte) = decoder.take(character)? {
            take(&[byte]);
        }
    }
    if decoder.is_whole() { Ok(()) } else { Err(ErrorKind::Lexical) }
}

/// Apart, so that all it leaves on the stack lies where [`wipe`] writes.
#[inline(never)]
fn compute(created: &[u8], password: &[u8], nonce: &mut dyn FnMut(&mut Take<'_>)) -> [u8; 20] {
    let mut hash = Hash::new();
    nonce(&mut |piece| hash.update(piece));
    hash.update(created);
    hash.update(password);
    hash.finalize()
}
