//! The whiteSpace facet. XML Schema Part 2, 4.3.6.
//!
//! White space is space, tab, line feed and carriage return, and nothing else: no NBSP, no U+0085.

/// Whether this byte is white space. XML 1.0, 2.3.
#[inline(always)]
pub const fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The text without the white space around it: `collapse`, for every type whose values have none inside.
pub const fn trim(text: &[u8]) -> &[u8] {
    let mut text = trim_start(text);
    while let [rest @ .., last] = text {
        if !is_space(*last) {
            break;
        }
        text = rest;
    }
    text
}

/// The text from its first byte on that is no white space.
pub const fn trim_start(mut text: &[u8]) -> &[u8] {
    while let [first, rest @ ..] = text {
        if !is_space(*first) {
            break;
        }
        text = rest;
    }
    text
}

/// The words of a text: the items of a list type, or with one space between them the value of a `token`.
pub fn words(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|&byte| is_space(byte)).filter(|word| !word.is_empty())
}

/// The bytes of the text with `replace` done: every white-space byte is a space.
pub fn replace(text: &[u8]) -> impl Iterator<Item = u8> {
    text.iter().map(|&byte| if is_space(byte) { b' ' } else { byte })
}

/// The bytes of the text with `collapse` done: none around, one space for each run inside.
pub fn collapse(text: &[u8]) -> impl Iterator<Item = u8> {
    let mut rest = trim(text);
    core::iter::from_fn(move || {
        let [first, after @ ..] = rest else { return None };
        rest = after;
        if !is_space(*first) {
            return Some(*first);
        }
        while let [next, after @ ..] = rest {
            if !is_space(*next) {
                break;
            }
            rest = after;
        }
        Some(b' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    #[test]
    fn trims() {
        for (text, want) in [
            (" true ", "true"),
            ("\n1\n", "1"),
            ("", ""),
            (" \t\r\n", ""),
            ("a b", "a b"),
            ("\u{a0}1", "\u{a0}1"),
            ("1\u{85}", "1\u{85}"),
        ] {
            assert_eq!(trim(text.as_bytes()), want.as_bytes(), "{text:?}");
        }
    }

    #[test]
    fn collapses_and_replaces() {
        for (id, text, collapsed, replaced) in [
            ("WS-03", " a ", "a", " a "),
            ("WS-04", " a  b ", "a b", " a  b "),
            ("tabs", "\ta\r\n\tb\n", "a b", " a   b "),
            ("empty", "", "", ""),
            ("none", "ab", "ab", "ab"),
            ("NBSP", "a\u{a0} b", "a\u{a0} b", "a\u{a0} b"),
        ] {
            assert_eq!(collapse(text.as_bytes()).collect::<Vec<_>>(), collapsed.as_bytes(), "{id}");
            assert_eq!(replace(text.as_bytes()).collect::<Vec<_>>(), replaced.as_bytes(), "{id}");
            let joined = words(text.as_bytes()).collect::<Vec<_>>().join(&b' ');
            assert_eq!(joined, collapsed.as_bytes(), "{id}");
        }
    }
}
