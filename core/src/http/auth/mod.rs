//! Who calls: credentials of HTTP. RFC 9110, 11; RFC 7617; RFC 7616.
//!
//! The side that calls has an [`Authenticate`]: [`Basic`], [`Digest`], [`Ntlm`], or the [`Strongest`] of
//! several that a server takes. It is asked before a request is sent and again for every challenge.
//!
//! The side that answers has a [`Guard`]: it verifies what comes in `Authorization` against an [`Authenticator`], and
//! writes the challenges of what it refuses.
//!
//! Hashes are values: of [`MD5`] and [`SHA_256`] those are in the program that are named in it. Passwords are borrowed,
//! never kept; what was made of them is overwritten; none of these types has `Debug`.

mod algorithm;
mod basic;
mod digest;
mod guard;
mod login;
mod nonce;
mod ntlm;
mod response;
#[cfg(test)]
mod tests;

pub use crate::secret::{Authenticator, Users};
pub use algorithm::{Algorithm, Hex, MD5, SHA_256};
pub use basic::Basic;
pub use digest::Digest;
pub use guard::Guard;
pub use login::{Account, Proxied, Scheme, Strongest};
pub use nonce::Nonce;
pub use ntlm::{Ntlm, Tokens};
pub use response::Response;

use super::Fields;
use super::value::{Challenge, Challenges};
use crate::Error;

/// The request that credentials are wanted for.
#[derive(Clone, Copy)]
pub struct Authorize<'a> {
    /// The method.
    pub method: &'a str,
    /// The request target. It may be empty or begin with its query, as in an [`Endpoint`](super::Endpoint).
    pub target: &'a str,
    /// Whether a proxy asks.
    pub proxy: bool,
    /// The fields of the response that asks for credentials; `None` where nobody asks: before the first request is sent,
    /// and for a proxy when the server behind it has asked.
    pub challenges: Option<Fields<'a>>,
}

/// Has the credentials of a call.
pub trait Authenticate {
    /// Writes the value of the field Authorization, or Proxy-Authorization, to the start of `memory`, and gives its
    /// bytes; 0 where there is none: the request is sent without it, and a challenge stays unanswered.
    ///
    /// It is asked before the first request and again for each challenge, three times at most, so that a scheme that
    /// takes several steps on one connection can take them. Credentials that were refused are not given again.
    ///
    /// # Errors
    /// Those of the scheme, and [`Limit`](crate::ErrorKind::Limit) of head bytes: `memory` is too small, with what would
    /// have been enough.
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error>;
}

impl<'a> Authorize<'a> {
    /// The challenges that are to be answered; none before the first request.
    pub fn challenges(&self) -> Challenges<'a, impl Iterator<Item = &'a [u8]> + use<'a>> {
        let name = if self.proxy { "Proxy-Authenticate" } else { "WWW-Authenticate" };
        Challenge::all(self.challenges.unwrap_or_default(), name)
    }

    /// Whether a call begins, for credentials of a server or of a proxy: what was refused before may be given again.
    fn begins(&self, proxy: bool) -> bool {
        self.challenges.is_none() && (proxy || !self.proxy)
    }

    /// Whether one of them is of this scheme.
    fn offers(&self, scheme: &str) -> bool {
        self.challenges().flatten().any(|challenge| challenge.is(scheme))
    }
}
