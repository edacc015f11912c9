//! The header fields of a message, as they stand in its head.

/// Header fields in the order of the message, none lost: a view of the lines of a head, or of trailers.
/// RFC 9110, 5.
#[derive(Clone, Copy, Default)]
pub struct Fields<'a> {
    /// The lines, each with its CR LF.
    #[allow(dead_code, reason = "the first version")]
    pub(super) lines: &'a [u8],
}

/// One header field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field<'a> {
    /// The name, in the letters of the message; to be compared without regard to case.
    pub name: &'a str,
    /// The value, without white space around it. Bytes above 127 have no meaning that HTTP knows.
    pub value: &'a [u8],
}

impl<'a> Fields<'a> {
    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = Field<'a>> + use<'a> {
        core::iter::empty()
    }

    /// Every value of the fields with this name, whatever the case of its letters.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &'a [u8]> {
        self.iter().filter(move |field| field.name.eq_ignore_ascii_case(name)).map(|field| field.value)
    }

    /// The first value of the fields with this name.
    pub fn value(&self, name: &str) -> Option<&'a [u8]> {
        self.values(name).next()
    }

    /// The first value of the fields with this name as text; `None` as well when it is not UTF-8.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.value(name).and_then(|value| core::str::from_utf8(value).ok())
    }
}
