//! The XML declaration. XML 1.0, 2.8.

use super::chars;
use super::qname::Names;
use super::scan;
use super::tag;
use crate::ErrorKind;
use crate::slice::{after, part};

/// Parses what stands between `<?` and `?>`, and answers the name of the encoding, empty when there is none; or what is
/// wrong, at the byte `at`.
pub(super) fn parse<'a>(bytes: &'a [u8], at: &mut usize) -> Result<&'a [u8], ErrorKind> {
    *at = chars::len(bytes);
    if *at < bytes.len() {
        return Err(ErrorKind::InvalidEncoding);
    }
    *at = b"xml".len();
    let version = pseudo_attribute(bytes, at, b"version")?.ok_or(ErrorKind::InvalidDeclaration)?;
    match version {
        [b'1', b'.', _, ..] if after(version, 2).iter().all(u8::is_ascii_digit) => {}
        _ => return Err(ErrorKind::UnsupportedVersion),
    }
    pass(at, version);
    let encoding = pseudo_attribute(bytes, at, b"encoding")?;
    if let Some(name) = encoding {
        if !is_encoding_name(name) {
            return Err(ErrorKind::InvalidDeclaration);
        }
        pass(at, name);
    }
    match pseudo_attribute(bytes, at, b"standalone")? {
        None => {}
        Some(said @ (b"yes" | b"no")) => pass(at, said),
        Some(_) => return Err(ErrorKind::InvalidDeclaration),
    }
    *at = at.wrapping_add(scan::spaces(after(bytes, *at)));
    if *at == bytes.len() { Ok(encoding.unwrap_or_default()) } else { Err(ErrorKind::InvalidDeclaration) }
}

/// Goes on behind a value and its quote.
fn pass(at: &mut usize, value: &[u8]) {
    *at = at.wrapping_add(value.len()).wrapping_add(1);
}

/// `S name Eq quote value quote` at `at`, when the next word is `name`: the value, at which `at` stands then. With an
/// error `at` stands at it.
#[inline(never)]
fn pseudo_attribute<'a>(bytes: &'a [u8], at: &mut usize, name: &[u8]) -> Result<Option<&'a [u8]>, ErrorKind> {
    let rest = after(bytes, *at);
    let spaces = scan::spaces(rest);
    if !after(rest, spaces).starts_with(name) {
        return Ok(None);
    }
    if spaces == 0 {
        return Err(ErrorKind::InvalidDeclaration);
    }
    match tag::value(bytes, at.wrapping_add(spaces).wrapping_add(name.len()), Names::All) {
        Ok(value) => {
            *at = value.at;
            Ok(Some(part(bytes, value.at, value.len)))
        }
        Err(wrong) => {
            *at = wrong.at;
            Err(ErrorKind::InvalidDeclaration)
        }
    }
}

/// XML 1.0, production EncName.
fn is_encoding_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
