//! The addresses of a server that takes session headers.

use super::client::Credentials;
use crate::soap::gather;
use crate::{Error, ErrorKind, Limit};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What stands for itself in a path segment and in a query. RFC 3986, 2.3.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// What comes after the host: constant data.
#[derive(Clone, Copy, Debug)]
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
        if !is_base(base) || misplaced || (after.is_some() && language.is_empty()) {
            return Err(Error::new(ErrorKind::InvalidArgument, 0));
        }
        if self.preset.credentials && self.credentials.is_none() {
            return Err(Error::new(ErrorKind::CredentialsRequired, 0));
        }
        let login = self.credentials.map(|credentials| {
            let Credentials { username, password } = credentials;
            [("Username", username), ("Password", password)]
        });
        let parameters = login.iter().flatten().chain(self.parameters).flat_map(|(name, value)| {
            let (name, value) = (utf8_percent_encode(name, ESCAPED), utf8_percent_encode(value, ESCAPED));
            ["&"].into_iter().chain(name).chain(["="]).chain(value)
        });
        let language = utf8_percent_encode(language, ESCAPED);
        let mut parts = [base, before]
            .into_iter()
            .chain(language)
            .chain([after.unwrap_or_default(), "?", self.preset.query])
            .chain(parameters);
        gather(memory, Limit::Output, &mut parts).map(|url| url.as_str())
    }
}

/// Whether this is a scheme and an authority: nothing in it ends the authority. RFC 3986, 3.
fn is_base(base: &str) -> bool {
    let is_scheme = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
    let is_host =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'~' | b':' | b'[' | b']');
    match base.split_once("://") {
        Some((scheme, host)) if !scheme.is_empty() && !host.is_empty() => {
            scheme.bytes().all(is_scheme) && host.bytes().all(is_host)
        }
        _ => false,
    }
}
