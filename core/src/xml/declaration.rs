//! The XML declaration. XML 1.0, 2.8.

use super::qname::Names;
use super::scan;
use super::tag;
use crate::ErrorKind;
use crate::slice::after;

/// Parses what stands between `<?` and `?>`, and answers the name of the encoding; or what is wrong, and at which byte.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<&[u8]>, (ErrorKind, usize)> {
    let mut at = b"xml".len();
    let malformed = |at| (ErrorKind::InvalidDeclaration, at);
    if let Err(e) = core::str::from_utf8(bytes) {
        return Err((ErrorKind::InvalidEncoding, e.valid_up_to()));
    }
    let Some((version, version_at)) = pseudo_attribute(bytes, &mut at, b"version")? else {
        return Err(malformed(at));
    };
    match version {
        [b'1', b'.', minor @ ..] if !minor.is_empty() && minor.iter().all(u8::is_ascii_digit) => {}
        _ => return Err((ErrorKind::UnsupportedVersion, version_at)),
    }
    let encoding = pseudo_attribute(bytes, &mut at, b"encoding")?;
    if let Some((name, at)) = encoding
        && !is_encoding_name(name)
    {
        return Err(malformed(at));
    }
    match pseudo_attribute(bytes, &mut at, b"standalone")? {
        None | Some((b"yes" | b"no", _)) => {}
        Some((_, at)) => return Err(malformed(at)),
    }
    let rest = after(bytes, at);
    let spaces = scan::spaces(rest);
    if spaces == rest.len() { Ok(encoding.map(|(name, _)| name)) } else { Err(malformed(at.wrapping_add(spaces))) }
}

/// A value and where it stands; or what is wrong, and where.
type Value<'a> = Result<Option<(&'a [u8], usize)>, (ErrorKind, usize)>;

/// `S name Eq quote value quote` at `at`, when the next word is `name`: the value and where it stands.
fn pseudo_attribute<'a>(bytes: &'a [u8], at: &mut usize, name: &[u8]) -> Value<'a> {
    let rest = after(bytes, *at);
    let spaces = scan::spaces(rest);
    if !after(rest, spaces).starts_with(name) {
        return Ok(None);
    }
    let end = at.wrapping_add(spaces).wrapping_add(name.len());
    let value = match tag::value(bytes, end, Names::All) {
        _ if spaces == 0 => return Err((ErrorKind::InvalidDeclaration, *at)),
        Ok(value) => value,
        Err(wrong) => return Err((ErrorKind::InvalidDeclaration, wrong.at)),
    };
    let end = value.at.wrapping_add(value.len);
    *at = end.wrapping_add(1);
    Ok(Some((bytes.get(value.at..end).unwrap_or_default(), value.at)))
}

/// XML 1.0, production EncName.
fn is_encoding_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
