//! The XML declaration. XML 1.0, 2.8.

use super::arena::Span;
use super::chars;
use super::qname::Names;
use super::scan;
use super::tag;
use crate::ErrorKind;
use crate::slice::{after, part};
use crate::xsd::ncname;

/// Those that there may be, in this order; the first there must be.
const PSEUDO_ATTRIBUTES: [&[u8]; 3] = [b"version", b"encoding", b"standalone"];
const VERSION: usize = 0;
const ENCODING: usize = 1;
const STANDALONE: usize = 2;

/// Parses what stands between `<?` and `?>`, and answers where the name of the encoding is, empty when there is none; or
/// what is wrong, at the byte `at`.
#[cfg_attr(small, inline(never))]
pub(super) fn parse(bytes: &[u8], at: &mut usize) -> Result<Span, ErrorKind> {
    *at = chars::len(bytes);
    if *at < bytes.len() {
        return Err(ErrorKind::InvalidEncoding);
    }
    *at = b"xml".len();
    let (mut index, mut encoding) = (0, Span::default());
    loop {
        let rest = after(bytes, *at);
        let spaces = scan::spaces(rest);
        let Some(name) = PSEUDO_ATTRIBUTES.get(index) else {
            *at = at.wrapping_add(spaces);
            return if *at == bytes.len() { Ok(encoding) } else { Err(ErrorKind::InvalidDeclaration) };
        };
        let found = after(rest, spaces).starts_with(name);
        if found {
            if spaces == 0 {
                return Err(ErrorKind::InvalidDeclaration);
            }
            let value = tag::value(bytes, at.wrapping_add(spaces).wrapping_add(name.len()), Names::All);
            *at = match &value {
                Ok(value) => value.at,
                Err(wrong) => wrong.at,
            };
            let Ok(value) = value else { return Err(ErrorKind::InvalidDeclaration) };
            let text = part(bytes, value.at, value.len);
            match index {
                VERSION if !is_version(text) => return Err(ErrorKind::UnsupportedVersion),
                VERSION => {}
                ENCODING if is_encoding_name(text) => {
                    encoding = Span::new(value.at as u16, value.len as u16);
                }
                STANDALONE if scan::same(text, b"yes") || scan::same(text, b"no") => {}
                _ => return Err(ErrorKind::InvalidDeclaration),
            }
            *at = at.wrapping_add(value.len).wrapping_add(1);
        } else if index == VERSION {
            return Err(ErrorKind::InvalidDeclaration);
        }
        index = index.wrapping_add(1);
    }
}

/// XML 1.0, production VersionNum.
fn is_version(value: &[u8]) -> bool {
    value.starts_with(b"1.") && value.len() > 2 && after(value, 2).iter().all(u8::is_ascii_digit)
}

/// XML 1.0, production EncName.
fn is_encoding_name(name: &[u8]) -> bool {
    // Of the NCNames in ASCII those that begin with a letter.
    name.first() != Some(&b'_') && ncname::is_ascii_ncname(name)
}
