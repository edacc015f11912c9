//! Which scheme is taken, and who the user is.

use super::{Authenticate, Authorize};
use crate::slice::split_once;
use crate::{Error, ErrorKind};

/// The scheme that somebody asks for by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Scheme {
    /// [`Basic`](super::Basic).
    #[default]
    Basic = 1,
    /// [`Digest`](super::Digest).
    Digest = 2,
    /// [`Ntlm`](super::Ntlm).
    Ntlm = 3,
}

/// Credentials of several schemes, the strongest first: the first that has an answer gives it. They are all for a server,
/// or all for a proxy.
///
/// A server, or who stands in its place, chooses among what is here. Whoever must not show a password leaves Basic out.
pub struct Strongest<'s, 'a>(pub &'s mut [&'a mut dyn Authenticate]);

/// Credentials for a server, and others for a proxy on the way to it.
pub struct Proxied<'a> {
    /// Those for the server.
    pub server: &'a mut dyn Authenticate,
    /// Those for the proxy: each scheme made so by its `for_proxy`.
    pub proxy: &'a mut dyn Authenticate,
}

/// The user of NTLM: `domain\user`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Account<'a> {
    /// The domain.
    pub domain: &'a str,
    /// The user in it.
    pub username: &'a str,
}

impl Scheme {
    /// The scheme of this name, whatever the case of its letters. What is missing or unknown is Basic, as with
    /// webMethods.
    pub fn from_name(name: &str) -> Scheme {
        match name {
            _ if name.eq_ignore_ascii_case("Digest") => Scheme::Digest,
            _ if name.eq_ignore_ascii_case("NTLM") => Scheme::Ntlm,
            _ => Scheme::Basic,
        }
    }
}

impl Authenticate for Strongest<'_, '_> {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        for scheme in self.0.iter_mut() {
            let len = scheme.authorize(request, memory)?;
            if len > 0 {
                return Ok(len);
            }
        }
        Ok(0)
    }
}

impl Authenticate for Proxied<'_> {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        if request.proxy {
            return self.proxy.authorize(request, memory);
        }
        // Those for the proxy have nothing to say here, and hear that a call begins.
        let _ = self.proxy.authorize(request, &mut []);
        self.server.authorize(request, memory)
    }
}

impl<'a> Account<'a> {
    /// Parses `domain\user`.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument), with the bytes of the text: there is no backslash, or nothing on
    /// one side of it.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        match split_once(text, "\\") {
            Some((domain, username)) if !domain.is_empty() && !username.is_empty() => Ok(Account { domain, username }),
            _ => Err(Error::new(ErrorKind::InvalidArgument, text.len() as u64)),
        }
    }
}
