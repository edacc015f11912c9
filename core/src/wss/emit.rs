//! Writing a Security block.

use super::block::Block;
use super::generation::Generation;
use super::username_token::PasswordType;
use crate::buf::Sink;
use crate::soap::Writer;
use crate::xml::WriteError;

/// The tokens of a Security block to be written, in this order. The default is none, in the namespaces of the standard,
/// with `mustUnderstand`.
#[derive(Clone, Copy)]
pub struct Tokens<'a> {
    /// In whose namespaces.
    pub generation: Generation,
    /// Whether the block must be understood.
    pub must_understand: bool,
    /// The role or actor it is for; `None`: the ultimate receiver.
    pub role: Option<&'a str>,
    /// The peer takes passwords as text only, as Siebel does: a digest is refused.
    pub text_only: bool,
    /// The Timestamp.
    pub lifetime: Option<Lifetime<'a>>,
    /// The BinarySecurityToken.
    pub binary: Option<Binary<'a>>,
    /// The UsernameToken.
    pub credentials: Option<Credentials<'a>>,
}

/// A Timestamp to be written. The times are `xs:dateTime` in UTC; [`Zoned::from_unix`](crate::xsd::Zoned) and
/// [`date_time::emit`](crate::xsd::date_time::emit) make them from seconds since 1970.
#[derive(Clone, Copy, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Lifetime<'a> {
    /// When the message is made.
    pub created: &'a str,
    /// When it expires.
    pub expires: Option<&'a str>,
    /// The `wsu:Id`.
    pub id: Option<&'a str>,
}

/// A UsernameToken to be written.
#[derive(Clone, Copy, Default)]
pub struct Credentials<'a> {
    /// The name of the user.
    pub username: &'a str,
    /// What proves it.
    pub secret: Secret<'a>,
    /// Fresh random bytes, at least 16 of them; needed for a digest.
    pub nonce: Option<&'a [u8]>,
    /// When the token is made: `xs:dateTime` in UTC; needed for a digest.
    pub created: Option<&'a str>,
    /// The `wsu:Id`.
    pub id: Option<&'a str>,
}

/// The password of a UsernameToken to be written.
#[derive(Clone, Copy, Default)]
pub enum Secret<'a> {
    /// None: the token only names the user.
    #[default]
    None,
    /// The password, or what stands for it, is sent as it is.
    Text(&'a str),
    /// The digest of this password is sent.
    Digest(&'a str),
}

/// A BinarySecurityToken to be written.
#[derive(Clone, Copy, Default)]
pub struct Binary<'a> {
    /// What its bytes are: [`ValueType::uri`](super::ValueType::uri), in the drafts a QName such as `wsse:X509v3`.
    pub value_type: &'a str,
    /// The bytes.
    pub bytes: &'a [u8],
    /// The `wsu:Id`.
    pub id: Option<&'a str>,
}

impl Default for Tokens<'_> {
    fn default() -> Self {
        Tokens {
            generation: Generation::Oasis,
            must_understand: true,
            role: None,
            text_only: false,
            lifetime: None,
            binary: None,
            credentials: None,
        }
    }
}

/// Writes a header block Security. Prefixes are `wsse` and `wsu`.
///
/// It is one call that can be repeated, as [`Writer::sequence`].
///
/// # Errors
/// [`LeftOut`](crate::ErrorKind::LeftOut): a draft, in the lean build.
/// [`UnsupportedSecurityToken`](crate::ErrorKind::UnsupportedSecurityToken): a digest for a peer that takes text only.
/// [`InvalidArgument`](crate::ErrorKind::InvalidArgument): a digest without nonce or created, or a time or Id in a generation
/// that has none. [`WriteChar`](crate::ErrorKind::WriteChar): a user name or password that XML cannot hold. Further those of the
/// writer.
///
/// ```
/// use soapstone::buf::Buffer;
/// use soapstone::soap::{Version, Writer};
/// use soapstone::wss::{self, Credentials, Secret, Tokens};
///
/// let (mut memory, mut workspace) = ([0; 2048], [0; 1024]);
/// let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
/// writer.envelope()?;
/// let credentials = Credentials {
///     username: "u1",
///     secret: Secret::Digest("secret"),
///     nonce: Some(&[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
///     created: Some("2026-11-21T10:00:00Z"),
///     id: None,
/// };
/// wss::write(&mut writer, &Tokens { credentials: Some(credentials), ..Tokens::default() })?;
/// writer.finish()?;
/// let text = core::str::from_utf8(writer.sink().bytes()).unwrap();
/// assert!(text.contains("#PasswordDigest\">wfdMgzRd3cF9Y4YDue9mYIBe+DA=</wsse:Password>"));
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
pub fn write<S: Sink>(writer: &mut Writer<'_, S>, tokens: &Tokens<'_>) -> Result<(), WriteError> {
    let written = tokens.block().write(writer);
    writer.outcome(written)
}

impl<'a> Tokens<'a> {
    /// The same, with all that they say in one array.
    fn block(&self) -> Block<'a> {
        let Tokens { generation, must_understand, role, text_only, lifetime, binary, credentials } = *self;
        let (password, secret) = match credentials.map_or(Secret::None, |credentials| credentials.secret) {
            Secret::None => (None, None),
            Secret::Text(secret) => (Some(PasswordType::Text), Some(secret)),
            Secret::Digest(secret) => (Some(PasswordType::Digest), Some(secret)),
        };
        let text = |text: Option<&'a str>| text.map(str::as_bytes);
        let values = [
            text(lifetime.map(|lifetime| lifetime.created)),
            text(lifetime.and_then(|lifetime| lifetime.expires)),
            text(lifetime.and_then(|lifetime| lifetime.id)),
            text(binary.map(|binary| binary.value_type)),
            binary.map(|binary| binary.bytes),
            text(binary.and_then(|binary| binary.id)),
            text(credentials.map(|credentials| credentials.username)),
            text(secret),
            credentials.and_then(|credentials| credentials.nonce),
            text(credentials.and_then(|credentials| credentials.created)),
            text(credentials.and_then(|credentials| credentials.id)),
        ];
        let mut present = 0;
        for (place, value) in values.iter().enumerate() {
            present |= u16::from(value.is_some()) << place;
        }
        Block { generation, must_understand, role, text_only, password, values, present }
    }
}
