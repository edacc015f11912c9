//! Writing a Security block.

use super::digest::password_digest;
use super::generation::{BASE64_BINARY, Generation, PASSWORD_DIGEST, PASSWORD_TEXT};
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Sequence, Writer};
use crate::xml::{WriteError, invalid_char};
use crate::{Error, ErrorKind};

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
/// [`LeftOut`](ErrorKind::LeftOut): a draft, in the lean build.
/// [`UnsupportedSecurityToken`](ErrorKind::UnsupportedSecurityToken): a digest for a peer that takes text only.
/// [`InvalidArgument`](ErrorKind::InvalidArgument): a digest without nonce or created, or a time or Id in a generation
/// that has none. [`WriteChar`](ErrorKind::WriteChar): a user name or password that XML cannot hold. Further those of the
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
    let dated = tokens.check().map_err(|kind| Error::new(kind, writer.written()))?;
    let generation = tokens.generation.known();
    let (wsse, wsu) = (generation.wsse(), generation.wsu());
    writer.sequence(|steps| {
        let attributes =
            BlockAttributes { must_understand: tokens.must_understand, role: tokens.role, ..Default::default() };
        steps.header_block_prefixed("wsse", wsse, "Security", &attributes);
        if dated {
            steps.namespace("wsu", wsu);
        }
        if let Some(lifetime) = &tokens.lifetime {
            start(steps, generation, wsu, "Timestamp", lifetime.id);
            steps.leaf(wsu, "Created", lifetime.created);
            leaf(steps, wsu, "Expires", lifetime.expires);
            steps.end();
        }
        if let Some(binary) = &tokens.binary {
            start(steps, generation, wsse, "BinarySecurityToken", binary.id);
            steps.attribute("", "ValueType", Some(binary.value_type));
            base64(steps, generation, binary.bytes);
        }
        if let Some(credentials) = &tokens.credentials {
            self::credentials(steps, generation, credentials);
        }
        steps.end_item();
    })
}

impl Tokens<'_> {
    /// Whether anything in it is of the utility namespace, if it can be written.
    fn check(&self) -> Result<bool, ErrorKind> {
        if self.generation != self.generation.known() {
            return Err(ErrorKind::LeftOut);
        }
        let mut dated = self.lifetime.is_some() || self.binary.is_some_and(|binary| binary.id.is_some());
        let mut shown = ["", ""];
        if let Some(credentials) = &self.credentials {
            dated |= credentials.created.is_some() || credentials.id.is_some();
            shown = [credentials.username, ""];
            match credentials.secret {
                Secret::Text(password) => shown = [credentials.username, password],
                Secret::Digest(_) if self.text_only => return Err(ErrorKind::UnsupportedSecurityToken),
                Secret::Digest(_) if credentials.nonce.is_none() || credentials.created.is_none() => {
                    return Err(ErrorKind::InvalidArgument);
                }
                Secret::Digest(_) | Secret::None => {}
            }
        }
        if dated && self.generation.known().wsu().is_empty() {
            return Err(ErrorKind::InvalidArgument);
        }
        match shown.iter().any(|text| invalid_char(text).is_some()) {
            true => Err(ErrorKind::WriteChar),
            false => Ok(dated),
        }
    }
}

fn credentials<S: Sink>(steps: &mut Sequence<'_, '_, S>, generation: Generation, credentials: &Credentials<'_>) {
    let wsse = generation.wsse();
    start(steps, generation, wsse, "UsernameToken", credentials.id);
    steps.leaf(wsse, "Username", credentials.username);
    let [text, digest] = PASSWORD_TYPES;
    let nonce = credentials.nonce.unwrap_or_default();
    match credentials.secret {
        Secret::None => {}
        Secret::Text(password) => {
            steps.start(wsse, "Password");
            type_attribute(steps, generation, "Type", text);
            steps.text(password);
            steps.end();
        }
        Secret::Digest(password) => {
            let created = credentials.created.unwrap_or_default();
            steps.start(wsse, "Password");
            type_attribute(steps, generation, "Type", digest);
            steps.base64(&password_digest(nonce, created.as_bytes(), password.as_bytes()));
            steps.end();
        }
    }
    if credentials.nonce.is_some() {
        steps.start(wsse, "Nonce");
        base64(steps, generation, nonce);
    }
    leaf(steps, generation.wsu(), "Created", credentials.created);
    steps.end();
}

/// Starts a token.
fn start<S: Sink>(steps: &mut Sequence<'_, '_, S>, generation: Generation, uri: &str, local: &str, id: Option<&str>) {
    steps.start(uri, local);
    steps.attribute(generation.wsu(), "Id", id);
}

fn leaf<S: Sink>(steps: &mut Sequence<'_, '_, S>, uri: &str, local: &str, text: Option<&str>) {
    if let Some(text) = text {
        steps.leaf(uri, local, text);
    }
}

/// Writes bytes and their encoding into the element just started, and ends it.
fn base64<S: Sink>(steps: &mut Sequence<'_, '_, S>, generation: Generation, bytes: &[u8]) {
    type_attribute(steps, generation, "EncodingType", (BASE64_BINARY, "wsse:Base64Binary"));
    steps.base64(bytes);
    steps.end();
}

/// Writes an attribute that names a type: a URI, in the drafts a QName with the prefix of the block.
fn type_attribute<S: Sink>(
    steps: &mut Sequence<'_, '_, S>,
    generation: Generation,
    name: &str,
    (uri, qname): (&str, &str),
) {
    steps.attribute("", name, Some(if generation == Generation::Oasis { uri } else { qname }));
}

const PASSWORD_TYPES: [(&str, &str); 2] =
    [(PASSWORD_TEXT, "wsse:PasswordText"), (PASSWORD_DIGEST, "wsse:PasswordDigest")];
