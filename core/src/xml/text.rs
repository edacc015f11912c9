//! Bytes that are known to be UTF-8.

use core::fmt;

/// A piece of a message: UTF-8, checked by the reader, borrowed from the input or the workspace.
///
/// As bytes it costs nothing; [`as_str`](Str::as_str) walks it once, because this crate has no `unsafe`
/// with which to skip the walk.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Str<'a>(&'a [u8]);

impl<'a> Str<'a> {
    /// Wraps bytes the reader has checked.
    #[inline]
    pub(crate) const fn checked(bytes: &'a [u8]) -> Self {
        Str(bytes)
    }

    /// The bytes.
    #[inline]
    pub const fn as_bytes(self) -> &'a [u8] {
        self.0
    }

    /// The same as `str`.
    pub fn as_str(self) -> &'a str {
        let text = core::str::from_utf8(self.0);
        debug_assert!(text.is_ok(), "the reader lets no invalid UTF-8 through");
        text.unwrap_or_default()
    }

    /// Length in bytes.
    #[inline]
    pub const fn len(self) -> usize {
        self.0.len()
    }

    /// Whether there is nothing in it.
    #[inline]
    pub const fn is_empty(self) -> bool {
        self.0.is_empty()
    }
}

impl<'a> From<&'a str> for Str<'a> {
    fn from(text: &'a str) -> Self {
        Str(text.as_bytes())
    }
}

impl PartialEq<str> for Str<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other.as_bytes()
    }
}

impl PartialEq<&str> for Str<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == other.as_bytes()
    }
}

/// An owned copy of `N` bytes at most: for a value that outlives the store it was kept in.
///
/// ```
/// use soapstone::{Limit, xml::Str};
///
/// let value = Str::from("urn:uuid:7");
/// let owned: heapless::String<16> = value.try_into()?;
/// assert_eq!(owned, "urn:uuid:7");
/// let refused = heapless::String::<4>::try_from(value).unwrap_err();
/// assert_eq!(refused.exceeded.map(|e| (e.limit, e.needed)), Some((Limit::TextStore, 10)));
/// # Ok::<(), soapstone::Error>(())
/// ```
///
/// # Errors
/// [`Limit`](crate::ErrorKind::Limit): the text is longer, with its length.
#[cfg(feature = "heapless")]
impl<const N: usize> TryFrom<Str<'_>> for heapless::String<N> {
    type Error = crate::Error;

    fn try_from(text: Str<'_>) -> Result<Self, crate::Error> {
        let too_long = crate::Error::limit(crate::Limit::TextStore, text.len() as u64, 0);
        heapless::String::try_from(text.as_str()).map_err(|_| too_long)
    }
}

impl fmt::Display for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Str<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

#[cfg(feature = "defmt")]
impl defmt::Format for Str<'_> {
    fn format(&self, f: defmt::Formatter<'_>) {
        defmt::write!(f, "{=str}", self.as_str());
    }
}
