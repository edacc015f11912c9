//! The addresses of a server that takes session headers.

use super::client::Credentials;
use crate::soap::Gather;
use crate::{Error, ErrorKind, Limit};

/// What comes after the host: constant data.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct UrlPreset {
    /// The path around the language; nothing after it, and no language, when the second part is absent.
    pub path: (&'static str, Option<&'static str>),
    /// The query.
    pub query: &'static str,
    /// Whether login name and password are part of the query. They then stand in every log on the way.
    pub credentials: bool,
}

impl UrlPreset {
    /// Session headers: `/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1`.
    pub const SESSION: UrlPreset = UrlPreset {
        path: ("/siebel/app/eai/", Some("")),
        query: "SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1",
        credentials: false,
    };

    /// WS-Security: `/siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService`.
    pub const SECURITY: UrlPreset = UrlPreset {
        path: ("/siebel/app/eai_anon/", Some("/")),
        query: "SWEExtCmd=Execute&SWEExtSource=SecureWebService",
        credentials: false,
    };

    /// WS-Security at a web server of older releases:
    /// `/eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute`.
    pub const START_SWE: UrlPreset = UrlPreset {
        path: ("/eai_anon_", Some("/start.swe")),
        query: "SWEExtSource=SecureWebService&SWEExtCmd=Execute",
        credentials: false,
    };

    /// A mobile client, credentials in session headers: `/?SWEExtSource=WebService&WSSOAP=1`.
    pub const MOBILE: UrlPreset =
        UrlPreset { path: ("/", None), query: "SWEExtSource=WebService&WSSOAP=1", credentials: false };

    /// A mobile client, credentials in WS-Security: `/?SWEExtSource=SecureWebService&WSSOAP=1`.
    pub const MOBILE_SECURITY: UrlPreset =
        UrlPreset { path: ("/", None), query: "SWEExtSource=SecureWebService&WSSOAP=1", credentials: false };

    /// A mobile client, credentials in the address itself, which all but a mobile client refuse:
    /// `/?SWEExtSource=WebService&Username=u&Password=p`.
    pub const MOBILE_CREDENTIALS: UrlPreset =
        UrlPreset { path: ("/", None), query: "SWEExtSource=WebService", credentials: true };
}

/// The address of a server.
///
/// ```
/// use soapstone::session::{Url, UrlPreset};
///
/// let mut memory = [0; 128];
/// let url = Url::new("https://crm.example:443", &UrlPreset::SESSION).write(&mut memory)?;
/// assert_eq!(url, "https://crm.example:443/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1");
/// # Ok::<(), soapstone::Error>(())
/// ```
#[derive(Clone, Copy)]
pub struct Url<'a> {
    /// Scheme and host, and a port if there is one: `http://host:2330`. A slash at the end is left out.
    pub base: &'a str,
    /// What comes after it.
    pub preset: &'a UrlPreset,
    /// The language of the server, where the path has one.
    pub language: &'a str,
    /// More parameters of the query, such as `Workspace` and `Version` to see what is not delivered yet. Names and
    /// values are escaped.
    pub parameters: &'a [(&'a str, &'a str)],
    /// Login name and password, for a preset that has them in the query.
    pub credentials: Option<Credentials<'a>>,
}

impl<'a> Url<'a> {
    /// The address by this preset, in the language `enu`, without more.
    pub const fn new(base: &'a str, preset: &'a UrlPreset) -> Self {
        Url { base, preset, language: "enu", parameters: &[], credentials: None }
    }

    /// Writes the address into `memory`. The path is `/` at least, for HTTP asks for it.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): the base is not a scheme and a host, the path needs a language
    /// and there is none, or there are credentials that the preset has no place for.
    /// [`CredentialsRequired`](ErrorKind::CredentialsRequired): the preset needs them.
    /// [`Limit`](ErrorKind::Limit), of [`Limit::Output`]: `memory` is too small, with what it must hold.
    pub fn write<'b>(&self, memory: &'b mut [u8]) -> Result<&'b str, Error> {
        let (before, after) = self.preset.path;
        let language = if after.is_some() { self.language } else { "" };
        let base = self.base.strip_suffix('/').unwrap_or(self.base);
        let misplaced = self.credentials.is_some() && !self.preset.credentials;
        if !is_base(base.as_bytes()) || misplaced || (after.is_some() && language.is_empty()) {
            return Err(Error::new(ErrorKind::InvalidArgument, 0));
        }
        if self.preset.credentials && self.credentials.is_none() {
            return Err(Error::new(ErrorKind::CredentialsRequired, 0));
        }
        let mut url = Gather::new(memory);
        url.push(base);
        url.push(before);
        escape(&mut url, language);
        url.push(after.unwrap_or_default());
        url.push("?");
        url.push(self.preset.query);
        let Credentials { username, password } = self.credentials.unwrap_or(Credentials { username: "", password: "" });
        let login = [("Username", username), ("Password", password)];
        let login = if self.preset.credentials { &login[..] } else { &[] };
        for (name, value) in login.iter().chain(self.parameters) {
            url.push("&");
            escape(&mut url, name);
            url.push("=");
            escape(&mut url, value);
        }
        url.finish(Limit::Output).map(|url| url.as_str())
    }
}

/// Puts in a part of a path or query: what is not unreserved is escaped. RFC 3986, 2.1 and 2.3.
fn escape(url: &mut Gather<'_>, text: &str) {
    let digit = |value: u8| value.wrapping_add(if value < 10 { b'0' } else { b'A' - 10 });
    for &byte in text.as_bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            url.push_byte(byte);
        } else {
            url.push_byte(b'%');
            url.push_byte(digit(byte >> 4));
            url.push_byte(digit(byte & 15));
        }
    }
}

/// Whether this is a scheme and an authority: nothing in it ends the authority. RFC 3986, 3.
fn is_base(base: &[u8]) -> bool {
    let is_scheme = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
    let is_host = |byte: &u8| byte.is_ascii_alphanumeric() || b".-_~:[]".contains(byte);
    let scheme = base.iter().take_while(|byte| is_scheme(byte)).count();
    match base.get(scheme..) {
        Some([b':', b'/', b'/', host @ ..]) => scheme > 0 && !host.is_empty() && host.iter().all(is_host),
        _ => false,
    }
}
