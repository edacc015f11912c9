//! `QName`: a name with an optional prefix. XML Schema Part 2, 3.2.18; Namespaces in XML 1.0, 4.
//!
//! What the prefix stands for is known to whoever read the message: see `resolve` of the reader. A QName in
//! content without a prefix is in the default namespace, unlike an attribute.

use super::ncname::is_ncname;
use super::whitespace::trim;
use crate::ErrorKind;

/// A QName, taken apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct QName<'a> {
    /// The prefix; empty when there is none.
    pub prefix: &'a [u8],
    /// The local name.
    pub local: &'a [u8],
}

/// Parses a QName with white space around it.
pub fn parse(text: &[u8]) -> Result<QName<'_>, ErrorKind> {
    let text = trim(text);
    let mut parts = text.splitn(2, |&byte| byte == b':');
    let name = match (parts.next(), parts.next()) {
        (Some(prefix), Some(local)) if is_ncname(prefix) => QName { prefix, local },
        (Some(local), None) => QName { prefix: &[], local },
        _ => return Err(ErrorKind::Lexical),
    };
    if is_ncname(name.local) { Ok(name) } else { Err(ErrorKind::Lexical) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lexical_space() {
        for (text, prefix, local) in
            [("a", "", "a"), ("p:a", "p", "a"), (" p:a ", "p", "a"), ("\n\tx.y:z-1\r", "x.y", "z-1"), ("é:ü", "é", "ü")]
        {
            let want = QName { prefix: prefix.as_bytes(), local: local.as_bytes() };
            assert_eq!(parse(text.as_bytes()), Ok(want), "{text:?}");
        }
        for text in [":a", "p:", "p:a:b", "1a", "", "x y", "p :a", "p: a", ":", "p:1", "1:p", "p::a"] {
            assert_eq!(parse(text.as_bytes()), Err(ErrorKind::Lexical), "{text:?}");
        }
    }
}
