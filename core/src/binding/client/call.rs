//! What is called, and how.

use super::given::GivenFields;
use crate::binding::{Identity, Timeout};
use crate::soap::Version;
use crate::{Error, ErrorKind};

/// One call: where it goes and what the request says besides its envelope.
///
/// [`Call::new`] gives what most calls need; the rest is changed in place.
#[derive(Clone, Copy, Debug)]
#[repr(C)] // as far as short instructions reach
pub struct Call<'a> {
    /// The address, `http` or `https`.
    pub endpoint: &'a str,
    /// The action. `None` is written as `SOAPAction: ""` in SOAP 1.1, and not at all in SOAP 1.2.
    pub action: Option<&'a str>,
    /// Header fields of the caller. One that has the name of a field that would be written by itself takes its place.
    pub fields: &'a (dyn GivenFields + 'a),
    /// The version of the message.
    pub version: Version,
    /// POST, or GET for the response of a safe operation.
    pub method: Method,
    /// Whether there is a message. Without one a POST has no body and says nothing of one, whatever would write it: in
    /// TR-069 a device asks so what its server wants.
    pub message: bool,
    /// What is due.
    pub pattern: Pattern,
    /// Whether to ask if the body is wanted before it is sent: `Expect: 100-continue`. It costs a round trip, and is
    /// for bodies that are large.
    pub expect: bool,
    /// Whether the connection stays open for another call.
    pub keep_alive: bool,
    /// Whether a response must have the media type of the version that was sent. SOAP 1.2 wants it so; by default a
    /// message is taken in either, for the Envelope says which it is.
    pub strict: bool,
    /// Which redirects are followed.
    pub redirects: Redirects,
    /// The address of a relay, which sends the request on to the endpoint and the response back; empty: there is none,
    /// and the endpoint itself is called. The relay gets the address of the endpoint whole, as the target of the
    /// request: `POST https://example.com/ws HTTP/1.1`. RFC 9112, 3.2.2.
    pub relay: &'a str,
    /// The key that the client shows in TLS; for the transport, which knows it by its names.
    pub identity: Identity<'a>,
    /// How long to wait. Where a field `jms.async` says `true` nobody waits, and this is as good as
    /// [`Default`](Timeout::Default).
    pub timeout: Timeout,
    /// How the length of the body is told.
    pub length: Length,
    /// The most bytes that the body of the response may have.
    pub limit: u64,
}

/// The methods of the binding. SOAP 1.2 Part 2, 6.2 and 6.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Method {
    /// POST: request and response.
    #[default]
    Post = 0,
    /// GET: no request body, the response is an envelope.
    Get = 1,
}

/// How the length of a body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u32)] // else it would be told in 64 bits
pub enum Length {
    /// By a Content-Length. A body that does not fit in the memory is written twice: once to be counted. Servers that
    /// do not know the chunked coding are why this is the default.
    #[default]
    Counted,
    /// Not at all: the chunked coding.
    Chunked,
    /// By a Content-Length that the caller knows.
    Known(u64),
}

/// What is due for a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Pattern {
    /// An envelope.
    #[default]
    RequestResponse = 0,
    /// Nothing: an envelope that comes all the same is not looked at.
    OneWay = 1,
    /// An envelope or nothing: the reply may go elsewhere, where ReplyTo says so.
    Either = 2,
}

/// Which redirects are followed. RFC 9110, 15.4.
///
/// 307 and 308 repeat the request, 303 becomes a GET. Credentials and cookies are not sent to another host, and what was
/// to be sent with TLS is not sent without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Redirects {
    /// How many, one after the other; 0: none. The new address is kept in the scratch memory of the client.
    pub most: u8,
    /// Whether 301 and 302 repeat the request too.
    pub repeat_moved: bool,
}

impl Redirects {
    /// How many are followed by default.
    pub const MOST: u8 = 5;
}

impl Default for Redirects {
    fn default() -> Self {
        Redirects { most: Redirects::MOST, repeat_moved: false }
    }
}

const NONE: [(&str, &str); 0] = [];

impl<'a> Call<'a> {
    /// A request in this version, and its response.
    pub const fn new(endpoint: &'a str, version: Version) -> Self {
        Call {
            endpoint,
            version,
            action: None,
            method: Method::Post,
            message: true,
            fields: &NONE,
            length: Length::Counted,
            pattern: Pattern::RequestResponse,
            timeout: Timeout::Default,
            relay: "",
            identity: Identity::NONE,
            redirects: Redirects { most: Redirects::MOST, repeat_moved: false },
            expect: false,
            keep_alive: true,
            strict: false,
            limit: u64::MAX,
        }
    }

    /// The same with this action.
    pub const fn with_action(mut self, action: &'a str) -> Self {
        self.action = Some(action);
        self
    }

    /// Whether this build makes it: the lean one sends no chunks, and asks nobody whether a body is wanted.
    pub(super) fn is_in_build(&self) -> bool {
        crate::COMPLETE || !(self.expect || self.length == Length::Chunked)
    }

    /// The wait for an interim response, in milliseconds, after which the body is sent without one. RFC 9110, 10.1.1.
    pub(super) const PATIENCE: u32 = 1000;

    /// How long to wait: the [`timeout`](Call::timeout), but where nobody waits.
    pub fn patience(&self) -> Timeout {
        match self.field(b"jms.async") {
            Some(value) if value.eq_ignore_ascii_case(b"true") => Timeout::Default,
            _ => self.timeout,
        }
    }

    /// The value of the caller's field with this name.
    pub(super) fn field(&self, name: &[u8]) -> Option<&'a [u8]> {
        let mut at = 0_usize;
        loop {
            let (key, value) = self.fields.given(at)?;
            if key.eq_ignore_ascii_case(name) {
                return Some(value);
            }
            at = at.wrapping_add(1);
        }
    }

    /// Takes a parameter in the notation of a gateway, by its name and value. What is a header field is given back, to
    /// be one of [`fields`](Call::fields).
    ///
    /// | name | means |
    /// |---|---|
    /// | `siebel_transport_header:NAME`, `HDR.NAME` | a header field |
    /// | `HTTPRequestMethod` | `POST` or `GET`, in any case |
    /// | `HTTPRequestURLTemplate` | the endpoint |
    /// | `HTTPContentType` | the field Content-Type |
    ///
    /// The last three may have `siebel_transport_param:` in front.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): another name, or another method.
    pub fn parameter(&mut self, name: &'a str, value: &'a str) -> Result<Option<(&'a str, &'a str)>, Error> {
        if let Some(field) = name.strip_prefix("siebel_transport_header:").or(name.strip_prefix("HDR.")) {
            return Ok(Some((field, value)));
        }
        match name.strip_prefix("siebel_transport_param:").unwrap_or(name) {
            "HTTPRequestMethod" if value.eq_ignore_ascii_case("POST") => self.method = Method::Post,
            "HTTPRequestMethod" if value.eq_ignore_ascii_case("GET") => self.method = Method::Get,
            "HTTPRequestURLTemplate" => self.endpoint = value,
            "HTTPContentType" => return Ok(Some(("Content-Type", value))),
            _ => return Err(Error::new(ErrorKind::InvalidArgument, 0)),
        }
        Ok(None)
    }
}

impl Method {
    /// `POST` or `GET`.
    pub const fn name(self) -> &'static str {
        match self {
            Method::Post => "POST",
            Method::Get => "GET",
        }
    }
}
