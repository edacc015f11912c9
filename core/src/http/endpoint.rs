//! The address that is called.

use super::grammar::number;
use crate::slice::{first, has};
use crate::{Error, ErrorKind};

/// The address of an endpoint: `http://host:port/path?query`. RFC 9110, 4.2.
///
/// `https` is told from `http` and nothing more: TLS is the transport's. An address with a user in it is refused
/// (RFC 9110, 4.2.4), and so is one with a fragment, which no request could carry.
///
/// ```
/// use soapstone::http::Endpoint;
///
/// let endpoint = Endpoint::parse("http://[::1]:8080/stock?wsdl")?;
/// assert_eq!((endpoint.host, endpoint.port, endpoint.path), ("::1", 8080, "/stock?wsdl"));
/// assert_eq!(Endpoint::parse("https://example.com")?.port, 443);
/// # Ok::<(), soapstone::Error>(())
/// ```
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
        Endpoint::read(text).map_err(|at| Error::new(ErrorKind::InvalidEndpoint, at as u64))
    }

    /// The same; an error is where it cannot go on.
    fn read(text: &'a str) -> Result<Self, usize> {
        let bytes = text.as_bytes();
        let is = |at: usize, byte: u8| bytes.get(at) == Some(&byte);
        let scheme = |scheme: &[u8]| first(bytes, scheme.len()).eq_ignore_ascii_case(scheme);
        let secure = scheme(b"https://");
        if !secure && !scheme(b"http://") {
            return Err(0);
        }
        let at = 7_usize.wrapping_add(usize::from(secure));
        let bracket = usize::from(is(at, b'['));
        let start = at.wrapping_add(bracket);
        let end = run(bytes, start, if bracket == 0 { is_host_byte } else { is_ipv6_byte });
        let at = end.wrapping_add(bracket);
        if start == end || (bracket > 0 && !is(end, b']')) {
            return Err(end);
        }
        let mut endpoint = Endpoint { secure, host: text.get(start..end).unwrap_or_default(), port: 0, path: "" };
        endpoint.port = endpoint.usual_port();
        let mut path = at;
        if is(at, b':') {
            let digits = at.wrapping_add(1);
            path = run(bytes, digits, |byte| byte.is_ascii_digit());
            // A colon alone stands for the port of the scheme.
            if path > digits {
                endpoint.port = match number(bytes.get(digits..path).unwrap_or_default()) {
                    Some(port @ 1..=0xFFFF) => port as u16,
                    _ => return Err(digits),
                };
            }
        }
        if path < bytes.len() && !is(path, b'/') && !is(path, b'?') {
            return Err(path);
        }
        endpoint.path = text.get(path..).unwrap_or_default();
        match run(bytes, path, |byte| byte.is_ascii_graphic() && byte != b'#') {
            end if end == bytes.len() => Ok(endpoint),
            end => Err(end),
        }
    }

    /// The parts of the target of a request to it: the path, with the `/` it may lack before it.
    pub fn target(&self) -> [&'a str; 2] {
        [if self.path.starts_with('/') { "" } else { "/" }, self.path]
    }

    /// Puts the parts of the address where there is nothing so far: scheme, then host and port in five parts, the port only
    /// where it is not that of the scheme, then the two of the [target](Endpoint::target). `digits` are those of the port.
    #[inline(never)]
    pub(crate) fn parts<'p>(&self, digits: &'p [u8], parts: &mut [&'p [u8]])
    where
        'a: 'p,
    {
        let [scheme, open, host, close, colon, port, slash, path, ..] = parts else { return };
        *scheme = if self.secure { b"https://" } else { b"http://" };
        *host = self.host.as_bytes();
        if has(host, b':') {
            (*open, *close) = (b"[", b"]");
        }
        if self.port != self.usual_port() {
            (*colon, *port) = (b":", digits);
        }
        if !self.path.starts_with('/') {
            *slash = b"/";
        }
        *path = self.path.as_bytes();
    }

    /// The port of its scheme.
    pub(super) const fn usual_port(&self) -> u16 {
        if self.secure { 443 } else { 80 }
    }
}

/// Whether this byte may stand in a name or an IPv4 address. RFC 3986, 3.2.2.
fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || has(b"-._~%!$&'()*+,;=", byte)
}

/// Whether this byte may stand between brackets.
fn is_ipv6_byte(byte: u8) -> bool {
    byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.')
}

/// Where the bytes that fit end, from there on.
#[cfg_attr(small, inline(never))]
fn run(bytes: &[u8], mut at: usize, fits: fn(u8) -> bool) -> usize {
    while bytes.get(at).is_some_and(|&byte| fits(byte)) {
        at = at.wrapping_add(1);
    }
    at
}
