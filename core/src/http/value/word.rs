//! Words: tokens and quoted strings.

use crate::{Error, Limit};
use core::fmt;

/// A token or a quoted string. What it says is without its quotes and with its quoted pairs resolved; nothing is copied
/// for it. RFC 9110, 5.6.2 and 5.6.4.
#[derive(Clone, Copy)]
pub struct Word<'a> {
    /// What is between the quotes, or the token.
    raw: &'a [u8],
    quoted: bool,
}

impl<'a> Word<'a> {
    /// The word that is written so, without quotes, as [`raw`](Word::raw) gives it.
    pub fn of_raw(raw: &'a [u8], quoted: bool) -> Self {
        Word { raw, quoted }
    }

    /// What is between the quotes, or the token, as it stands in the message.
    pub fn raw(&self) -> &'a [u8] {
        self.raw
    }

    /// Whether it stands in quotes.
    pub fn is_quoted(&self) -> bool {
        self.quoted
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.raw.is_empty()
    }

    /// The bytes that it says, one by one. Those above 127 have no meaning that HTTP knows.
    pub fn bytes(&self) -> impl Iterator<Item = u8> + use<'a> {
        let (mut raw, quoted) = (self.raw.iter(), self.quoted);
        core::iter::from_fn(move || match raw.next() {
            Some(b'\\') if quoted => raw.next().copied(),
            byte => byte.copied(),
        })
    }

    /// What it says, as it stands in the message; `None` when a quoted pair stands in it, or it is not UTF-8:
    /// [`decode`](Word::decode) takes those away.
    pub fn text(&self) -> Option<&'a str> {
        let plain = !self.quoted || !self.raw.contains(&b'\\');
        core::str::from_utf8(self.raw).ok().filter(|_| plain)
    }

    /// Whether it says this, whatever the case of its letters.
    pub fn eq_ignore_ascii_case(&self, text: &str) -> bool {
        self.bytes().map(|byte| byte.to_ascii_lowercase()).eq(text.bytes().map(|byte| byte.to_ascii_lowercase()))
    }

    /// Copies the bytes that it says to the start of `out` and gives them.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit) of output: `out` is too small, with what would have been enough.
    pub fn decode<'o>(&self, out: &'o mut [u8]) -> Result<&'o [u8], Error> {
        let len = self.bytes().count();
        let room = out.get_mut(..len).ok_or(Error::limit(Limit::Output, len as u64, 0))?;
        for (to, from) in room.iter_mut().zip(self.bytes()) {
            *to = from;
        }
        Ok(room)
    }
}

/// What it says is compared, with regard to case.
impl PartialEq<str> for Word<'_> {
    fn eq(&self, text: &str) -> bool {
        self.bytes().eq(text.bytes())
    }
}

impl PartialEq<&str> for Word<'_> {
    fn eq(&self, text: &&str) -> bool {
        *self == **text
    }
}

impl PartialEq for Word<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.bytes().eq(other.bytes())
    }
}

impl Eq for Word<'_> {}

impl fmt::Debug for Word<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{}\"", self.raw.escape_ascii())
    }
}
