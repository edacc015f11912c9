//! The XML declaration. XML 1.0, 2.8.

use crate::ErrorKind;
use xmlparser::Stream;

/// Parses what stands between `<?` and `?>`, and answers the name of the encoding; or what is wrong, and at which byte.
pub(super) fn parse(bytes: &[u8]) -> Result<Option<&[u8]>, (ErrorKind, usize)> {
    let text = core::str::from_utf8(bytes).map_err(|e| (ErrorKind::InvalidEncoding, e.valid_up_to()))?;
    let mut s = Stream::from(text);
    let malformed = |s: &Stream<'_>| (ErrorKind::InvalidDeclaration, s.pos());

    s.skip_name().map_err(|_| malformed(&s))?;
    let (version, at) = pseudo_attribute(&mut s, "version")?.ok_or_else(|| malformed(&s))?;
    match version.strip_prefix(b"1.") {
        Some(minor) if !minor.is_empty() && minor.iter().all(u8::is_ascii_digit) => {}
        _ => return Err((ErrorKind::UnsupportedVersion, at)),
    }
    let encoding = match pseudo_attribute(&mut s, "encoding")? {
        Some((name, at)) if !is_encoding_name(name) => return Err((ErrorKind::InvalidDeclaration, at)),
        Some((name, _)) => Some(name),
        None => None,
    };
    match pseudo_attribute(&mut s, "standalone")? {
        None | Some((b"yes" | b"no", _)) => {}
        Some((_, at)) => return Err((ErrorKind::InvalidDeclaration, at)),
    }
    s.skip_spaces();
    if s.at_end() { Ok(encoding) } else { Err(malformed(&s)) }
}

/// A value and where it stands; or what is wrong, and where.
type Value<'a> = Result<Option<(&'a [u8], usize)>, (ErrorKind, usize)>;

/// `S name Eq quote value quote`, when the next word is `name`: the value and where it stands.
fn pseudo_attribute<'a>(s: &mut Stream<'a>, name: &str) -> Value<'a> {
    let mut ahead = *s;
    ahead.skip_spaces();
    if ahead.at_end() || !ahead.starts_with(name.as_bytes()) {
        return Ok(None);
    }
    let malformed = |s: &Stream<'_>| (ErrorKind::InvalidDeclaration, s.pos());
    s.consume_spaces().map_err(|_| malformed(s))?;
    s.advance(name.len());
    s.consume_eq().map_err(|_| malformed(s))?;
    let quote = s.consume_quote().map_err(|_| malformed(s))?;
    let value = s.consume_bytes(|_, b| b != quote);
    s.consume_byte(quote).map_err(|_| malformed(s))?;
    Ok(Some((value.as_str().as_bytes(), value.start())))
}

/// XML 1.0, production EncName.
fn is_encoding_name(name: &[u8]) -> bool {
    name.first().is_some_and(u8::is_ascii_alphabetic)
        && name.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
}
