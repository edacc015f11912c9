//! The address that is called.

use crate::{Error, ErrorKind};

/// The address of an endpoint: `http://host:port/path?query`. RFC 9110, 4.2.
///
/// `https` is told from `http` and nothing more: TLS is the transport's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endpoint<'a> {
    /// Whether the scheme is `https`.
    pub secure: bool,
    /// The host: a name, an IPv4 address, or an IPv6 address without its brackets.
    pub host: &'a str,
    /// The port, 80 or 443 where the address names none.
    pub port: u16,
    /// Path and query as they are sent; what is before the query may be empty, and is sent as `/` then.
    pub path: &'a str,
}

impl<'a> Endpoint<'a> {
    /// Parses an address.
    ///
    /// # Errors
    /// [`InvalidEndpoint`](ErrorKind::InvalidEndpoint) at the byte of the text where it cannot go on.
    pub fn parse(text: &'a str) -> Result<Self, Error> {
        let _ = text;
        Err(Error::new(ErrorKind::InvalidEndpoint, 0))
    }
}
