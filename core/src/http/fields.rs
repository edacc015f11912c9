//! The header fields of a message, as they stand in its head.

use super::HttpVersion;
use super::grammar::{item, trim};
use crate::slice::{after, until};

/// Header fields in the order of the message, none lost: a view of the lines of a head, or of trailers.
/// RFC 9110, 5.
#[derive(Clone, Copy, Default)]
pub struct Fields<'a> {
    /// The lines, each with its CR LF; their grammar was judged when they were read or written.
    pub(super) lines: &'a [u8],
    /// Where they begin in the message.
    pub(super) at: usize,
}

/// One header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name, in the letters of the message; to be compared without regard to case.
    pub name: &'a str,
    /// The value, without white space around it. Bytes above 127 have no meaning that HTTP knows.
    pub value: &'a [u8],
}

/// The values of the fields with one name, in order.
#[derive(Clone)]
pub struct Values<'a, 'n> {
    /// The lines of the fields that were not looked at.
    left: &'a [u8],
    name: &'n str,
}

impl<'a> Fields<'a> {
    /// The fields of these lines, each with its CR LF, which begin `at` bytes into their message. They should be
    /// [those](Fields::lines) of other fields: of other bytes comes nothing worse than fields that make no sense.
    pub const fn of_lines(lines: &'a [u8], at: usize) -> Self {
        Fields { lines, at }
    }

    /// The lines, each with its CR LF, and where they begin in their message.
    pub const fn lines(&self) -> (&'a [u8], usize) {
        (self.lines, self.at)
    }

    /// The first field, and the others.
    pub fn split_first(&self) -> Option<(Field<'a>, Fields<'a>)> {
        let (name, value, lines) = split(self.lines)?;
        let at = self.at.wrapping_add(self.lines.len()).wrapping_sub(lines.len());
        Some((Field { name: core::str::from_utf8(name).unwrap_or_default(), value }, Fields { lines, at }))
    }

    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        let mut left = *self;
        core::iter::from_fn(move || {
            let (field, others) = left.split_first()?;
            left = others;
            Some(field)
        })
    }

    /// Every value of the fields with this name, whatever the case of its letters.
    pub fn values<'n>(&self, name: &'n str) -> Values<'a, 'n> {
        Values { left: self.lines, name }
    }

    /// The first value of the fields with this name.
    pub fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.values(name).next()
    }

    /// The first value of the fields with this name as text; `None` as well when it is not UTF-8.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name).and_then(|value| core::str::from_utf8(value).ok())
    }

    /// Whether a list of tokens, such as that of `Connection`, has this one, whatever the case of its letters. The
    /// values of several fields are one list. RFC 9110, 5.6.1.
    pub fn has_token(&self, name: &str, token: &str) -> bool {
        for value in self.values(name) {
            let mut list = Some(value);
            while let Some(item) = item(&mut list, b',') {
                if item.eq_ignore_ascii_case(token.as_bytes()) {
                    return true;
                }
            }
        }
        false
    }

    /// Whether the connection may carry another message after this one. RFC 9112, 9.3.
    pub(super) fn keep_alive(&self, version: HttpVersion) -> bool {
        !self.has_token("Connection", "close")
            && (version == HttpVersion::Http11 || self.has_token("Connection", "keep-alive"))
    }

    /// Where in the message this value stands.
    pub(super) fn offset(&self, value: &[u8]) -> u64 {
        let within = value.as_ptr().addr().wrapping_sub(self.lines.as_ptr().addr());
        self.at.wrapping_add(within) as u64
    }
}

/// Name and value of the first field of these lines, and the others. The name need not be judged where it is looked for.
#[cfg_attr(small, inline(always))]
fn split(lines: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let name = until(lines, b':');
    let rest = after(lines, name.len().wrapping_add(1));
    let value = until(rest, b'\r');
    if value.len() == rest.len() {
        return None;
    }
    Some((name, trim(value), after(rest, value.len().wrapping_add(2))))
}

impl<'a> Iterator for Values<'a, '_> {
    type Item = &'a [u8];

    #[cfg_attr(small, inline(never))]
    fn next(&mut self) -> Option<&'a [u8]> {
        loop {
            let (name, value, left) = split(self.left)?;
            self.left = left;
            if name.eq_ignore_ascii_case(self.name.as_bytes()) {
                return Some(value);
            }
        }
    }
}
