//! Who knows the passwords.

use super::digest::equal;
use crate::ErrorKind;

/// Knows the users of a node and their passwords. A [`Verifier`](super::Verifier) asks it.
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
