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
        let mut rest = text;
        let at = |rest: &str| text.len().wrapping_sub(rest.len());
        let secure = takes(&mut rest, "https://");
        if !secure && !takes(&mut rest, "http://") {
            return Err(0);
        }
        let bracket = takes(&mut rest, "[");
        let host = run(&mut rest, if bracket { is_ipv6_byte } else { is_host_byte });
        if host.is_empty() || (bracket && !takes(&mut rest, "]")) {
            return Err(at(rest));
        }
        let mut endpoint = Endpoint { secure, host, port: 0, path: "" };
        endpoint.port = endpoint.usual_port();
        if takes(&mut rest, ":") {
            let digits = at(rest);
            // A colon alone stands for the port of the scheme.
            match run(&mut rest, |byte| byte.is_ascii_digit()) {
                "" => {}
                port => match number(port.as_bytes()) {
                    Some(port @ 1..=0xFFFF) => endpoint.port = port as u16,
                    _ => return Err(digits),
                },
            }
        }
        if matches!(rest.as_bytes(), [] | [b'/' | b'?', ..]) {
            endpoint.path = run(&mut rest, |byte| byte.is_ascii_graphic() && byte != b'#');
        }
        if rest.is_empty() { Ok(endpoint) } else { Err(at(rest)) }
    }

    /// The parts of the target of a request to it: the path, with the `/` it may lack before it.
    pub fn target(&self) -> [&'a str; 2] {
        [if self.path.starts_with('/') { "" } else { "/" }, self.path]
    }

    /// Puts the parts of the address where there is nothing so far: what makes `http` `https`, then host and port in five
    /// parts, the port only where it is not that of the scheme, then the two of the [target](Endpoint::target). `digits` are
    /// those of the port.
    #[inline(never)]
    pub(crate) fn parts<'p>(&self, digits: &'p [u8], parts: &mut [&'p [u8]])
    where
        'a: 'p,
    {
        let [secure, open, host, close, colon, port, slash, path, ..] = parts else { return };
        (*host, *path) = (self.host.as_bytes(), self.path.as_bytes());
        *secure = first(b"s", self.secure.into());
        let bracketed = has(host, b':').into();
        (*open, *close) = (first(b"[", bracketed), first(b"]", bracketed));
        if self.port != self.usual_port() {
            (*colon, *port) = (b":", digits);
        }
        *slash = first(b"/", (path.first() != Some(&b'/')).into());
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
    has(b"0123456789abcdefABCDEF:.", byte)
}

/// Takes the ASCII characters that fit off the text.
#[cfg_attr(small, inline(never))]
fn run<'a>(text: &mut &'a str, fits: fn(u8) -> bool) -> &'a str {
    let len = text.bytes().position(|byte| !fits(byte)).unwrap_or(text.len());
    let (fitting, rest) = text.split_at_checked(len).unwrap_or_default();
    *text = rest;
    fitting
}

/// Takes this off the text, whatever the case of its letters; whether it was there.
#[cfg_attr(small, inline(never))]
fn takes(text: &mut &str, mark: &str) -> bool {
    match text.split_at_checked(mark.len()) {
        Some((head, rest)) if head.eq_ignore_ascii_case(mark) => {
            *text = rest;
            true
        }
        _ => false,
    }
}
