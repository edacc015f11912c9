//! What our client sends.

use super::case::{NS, USER};
use super::item::Item;
use super::service::entry;
use soapstone::buf::Sink;
use soapstone::soap::{BlockAttributes, Leniencies, Version, Writer};
use soapstone::wsa::Properties;
use soapstone::wss::{Credentials, Secret, Tokens};
use soapstone::xml::WriteError;
use soapstone::xsd::{Zoned, date_time};
use std::time::{SystemTime, UNIX_EPOCH};

/// A call to be made.
#[derive(Clone, Copy)]
pub(super) struct Request<'a> {
    pub(super) endpoint: &'a str,
    pub(super) version: Version,
    /// What is looked over in the answer.
    pub(super) leniencies: Leniencies,
    pub(super) body: Body<'a>,
    pub(super) chunked: bool,
    /// A mandatory header block: namespace, name, text.
    pub(super) block: Option<(&'a str, &'a str, &'a str)>,
    /// Whether to use WS-Addressing, and the id of the message.
    pub(super) message_id: Option<&'a str>,
    pub(super) token: Option<Token<'a>>,
}

/// A UsernameToken.
#[derive(Clone, Copy)]
pub(super) struct Token<'a> {
    pub(super) password: &'a str,
    pub(super) digest: bool,
    pub(super) nonce: [u8; 16],
}

/// The operation and its parameters.
#[derive(Clone, Copy)]
pub(super) enum Body<'a> {
    Text(&'a str),
    Item(&'a Item),
    Binary(&'a [u8]),
    Fail { code: &'a str, text: &'a str },
    OneWay(&'a str),
}

impl Body<'_> {
    pub(super) fn action(&self) -> &'static str {
        match self {
            Body::Text(_) => "urn:soapstone:echo/echoText",
            Body::Item(_) => "urn:soapstone:echo/echoStruct",
            Body::Binary(_) => "urn:soapstone:echo/echoBinary",
            Body::Fail { .. } => "urn:soapstone:echo/fail",
            Body::OneWay(_) => "urn:soapstone:echo/oneWay",
        }
    }

    fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        match self {
            Body::Text(text) => entry(writer, "echoText", |steps| steps.leaf(NS, "text", text)),
            Body::OneWay(text) => entry(writer, "oneWay", |steps| steps.leaf(NS, "text", text)),
            Body::Item(item) => entry(writer, "echoStruct", |steps| item.write(steps)),
            Body::Binary(bytes) => entry(writer, "echoBinary", |steps| {
                steps.start(NS, "data");
                steps.base64(bytes);
                steps.end();
            }),
            Body::Fail { code, text } => entry(writer, "fail", |steps| {
                steps.leaf(NS, "code", code);
                steps.leaf(NS, "text", text);
            }),
        }
    }
}

impl Request<'_> {
    /// Writes the message.
    pub(super) fn write<S: Sink>(&self, writer: &mut Writer<'_, S>, now: i64) -> Result<(), WriteError> {
        writer.envelope()?;
        if let Some((uri, local, text)) = self.block {
            let mandatory = BlockAttributes { must_understand: true, ..BlockAttributes::default() };
            writer.sequence(|steps| {
                steps.header_block(uri, local, &mandatory);
                steps.text(text);
                steps.end_item();
            })?;
        }
        if self.message_id.is_some() {
            let properties = Properties {
                action: self.body.action(),
                message_id: self.message_id,
                to: Some(self.endpoint),
                ..Properties::default()
            };
            properties.write(writer)?;
        }
        if let Some(token) = &self.token {
            let created =
                Zoned::from_unix(now, 0).and_then(date_time::emit).map_err(|kind| soapstone::Error::new(kind, 0))?;
            let (secret, nonce, created) = match token.digest {
                true => (Secret::Digest(token.password), Some(&token.nonce[..]), Some(created.as_str())),
                false => (Secret::Text(token.password), None, None),
            };
            let credentials = Credentials { username: USER, secret, nonce, created, id: None };
            soapstone::wss::write(writer, &Tokens { credentials: Some(credentials), ..Tokens::default() })?;
        }
        self.body.write(writer)?;
        writer.finish()
    }
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    i64::try_from(since).unwrap_or_default()
}
