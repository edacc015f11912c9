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
        let mut rest = Rest { whole: text.len(), text };
        let secure = match (rest.scheme("https://"), rest.scheme("http://")) {
            (true, false) => true,
            (false, true) => false,
            _ => return Err(rest.error(0)),
        };
        let bracketed = rest.text.starts_with('[');
        let host = if bracketed {
            rest.skip(1);
            let host = rest.take(|byte| byte.is_ascii_hexdigit() || matches!(byte, b':' | b'.'));
            if !rest.text.starts_with(']') {
                return Err(rest.error(0));
            }
            host
        } else {
            rest.take(is_host_byte)
        };
        if host.is_empty() {
            return Err(rest.error(0));
        }
        rest.skip(usize::from(bracketed));
        let mut endpoint = Endpoint { secure, host, port: 0, path: "" };
        endpoint.port = rest.port()?.unwrap_or(endpoint.usual_port());
        if !matches!(rest.text.as_bytes().first(), None | Some(b'/' | b'?')) {
            return Err(rest.error(0));
        }
        endpoint.path = rest.take(|byte| byte.is_ascii_graphic() && byte != b'#');
        if rest.text.is_empty() { Ok(endpoint) } else { Err(rest.error(0)) }
    }

    /// The parts of the target of a request to it: the path, with the `/` it may lack before it.
    pub fn target(&self) -> [&'a str; 2] {
        [if self.path.starts_with('/') { "" } else { "/" }, self.path]
    }

    /// The parts of the address: scheme, then host and port in five parts, the port only where it is not that of the
    /// scheme, then the two of the [target](Endpoint::target). `port` is its port in digits.
    #[inline(never)]
    pub(crate) fn parts<'p>(&self, port: &'p str) -> [&'p str; 8]
    where
        'a: 'p,
    {
        let scheme = if self.secure { "https://" } else { "http://" };
        let (open, close) = if has(self.host.as_bytes(), b':') { ("[", "]") } else { ("", "") };
        let (colon, port) = if self.port == self.usual_port() { ("", "") } else { (":", port) };
        let [slash, path] = self.target();
        [scheme, open, self.host, close, colon, port, slash, path]
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

/// What is left of an address.
struct Rest<'a> {
    whole: usize,
    text: &'a str,
}

impl<'a> Rest<'a> {
    /// Takes this scheme, whatever the case of its letters.
    fn scheme(&mut self, scheme: &str) -> bool {
        let found = first(self.text.as_bytes(), scheme.len()).eq_ignore_ascii_case(scheme.as_bytes());
        self.skip(if found { scheme.len() } else { 0 });
        found
    }

    /// Takes the bytes that fit, all of them ASCII.
    #[cfg_attr(small, inline(never))]
    fn take(&mut self, fits: fn(u8) -> bool) -> &'a str {
        let len = self.text.bytes().position(|byte| !fits(byte)).unwrap_or(self.text.len());
        let taken = self.text.get(..len).unwrap_or_default();
        self.skip(len);
        taken
    }

    fn skip(&mut self, len: usize) {
        self.text = self.text.get(len..).unwrap_or_default();
    }

    /// Takes a colon and a port, if they are there. A colon alone stands for the port of the scheme.
    fn port(&mut self) -> Result<Option<u16>, Error> {
        if !self.text.starts_with(':') {
            return Ok(None);
        }
        self.skip(1);
        let digits = self.take(|byte| byte.is_ascii_digit());
        if digits.is_empty() {
            return Ok(None);
        }
        let port = number(digits.as_bytes()).and_then(|port| u16::try_from(port).ok()).filter(|&port| port > 0);
        port.map(Some).ok_or(self.error(digits.len()))
    }

    /// The error at the byte where this begins, or so many bytes before it.
    fn error(&self, before: usize) -> Error {
        let at = self.whole.wrapping_sub(self.text.len()).wrapping_sub(before);
        Error::new(ErrorKind::InvalidEndpoint, at as u64)
    }
}
