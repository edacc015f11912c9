//! Secrets: who knows them, how they are compared, and how they leave no trace.

use crate::ErrorKind;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Knows the users of a node and their passwords. A [`Verifier`](crate::wss::Verifier) of tokens and a
/// [`Guard`](crate::http::auth::Guard) of HTTP ask it.
///
/// It is asked for users that do not exist as for those that do. What it answers should take the same time for both.
pub trait Authenticator {
    /// The password of a user; `None` when there is no such user. A digest can only be checked with the password
    /// itself. An error, [`Io`](ErrorKind::Io) say, ends the verification and is handed on.
    fn password(&mut self, username: &str) -> Result<Option<&[u8]>, ErrorKind>;

    /// Whether a user may come in with this text in the place of a password. By default it is compared with the
    /// password, in constant time; a node that keeps only hashes of passwords, or takes tickets, says so itself.
    fn accepts_text(&mut self, username: &str, text: &[u8]) -> Result<bool, ErrorKind> {
        let password = self.password(username)?;
        Ok(equal(text, password.unwrap_or(text)) & password.is_some())
    }

    /// As [`password`](Authenticator::password), of a name as bytes that are UTF-8.
    #[doc(hidden)]
    fn password_of(&mut self, username: &[u8]) -> Result<Option<&[u8]>, ErrorKind> {
        self.password(core::str::from_utf8(username).unwrap_or_default())
    }

    /// As [`accepts_text`](Authenticator::accepts_text), of a name as bytes that are UTF-8.
    #[doc(hidden)]
    fn accepts_of(&mut self, username: &[u8], text: &[u8]) -> Result<bool, ErrorKind> {
        self.accepts_text(core::str::from_utf8(username).unwrap_or_default(), text)
    }
}

/// A table of user names and passwords.
#[derive(Clone, Copy)]
pub struct Users<'a>(pub &'a [(&'a str, &'a str)]);

impl Authenticator for Users<'_> {
    fn password(&mut self, username: &str) -> Result<Option<&[u8]>, ErrorKind> {
        let found = self.0.iter().find(|(name, _)| *name == username);
        Ok(found.map(|(_, password)| password.as_bytes()))
    }
}

/// Whether two secrets are equal. The time it takes depends on the length of what was received, not on where the two
/// differ.
pub fn equal(received: &[u8], expected: &[u8]) -> bool {
    let mut equal = received.len().ct_eq(&expected.len());
    for (at, byte) in received.iter().enumerate() {
        let other = expected.get(at).copied().unwrap_or_default();
        equal &= byte.ct_eq(&other);
    }
    equal.into()
}

/// Overwrites what a hash left on the stack: the last block of a password and what was made of it.
#[inline(never)]
pub(crate) fn wipe() {
    let mut stack = [0_u8; 1024];
    stack.zeroize();
}
