//! What a Security block is made of: a table of its elements, written row by row.

use super::digest::password_digest;
use super::generation::{BASE64_BINARY, Generation, PASSWORD_DIGEST, PASSWORD_TEXT};
use super::username_token::PasswordType;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Sequence, Writer};
use crate::xml::{Call, Taken, invalid_byte};

/// A Security block to be written: [`Tokens`](super::Tokens), with all that they say in one array.
#[doc(hidden)]
#[derive(Clone, Copy, Default)]
pub struct Block<'a> {
    pub generation: Generation,
    pub must_understand: bool,
    pub role: Option<&'a str>,
    pub text_only: bool,
    /// How the password is sent.
    pub password: Option<PasswordType>,
    pub values: Values<'a>,
}

/// What the tokens say, by these numbers: UTF-8, but for the bytes of the binary token and the nonce. Of a token whose first
/// value is not there none counts.
#[doc(hidden)]
pub type Values<'a> = [Option<&'a [u8]>; 12];

const CREATED: u8 = 0;
const EXPIRES: u8 = 1;
const TIMESTAMP_ID: u8 = 2;
const VALUE_TYPE: u8 = 3;
const BINARY: u8 = 4;
const BINARY_ID: u8 = 5;
const USERNAME: u8 = 6;
const PASSWORD: u8 = 7;
const NONCE: u8 = 8;
const USERNAME_CREATED: u8 = 9;
const USERNAME_ID: u8 = 10;
/// What is made of the password here.
const DIGEST: u8 = 11;

/// A part of the block.
struct Row {
    /// The name of the element or attribute; empty for content of the token itself.
    local: &'static str,
    /// It is there when this value is.
    value: u8,
    part: Part,
    /// In the utility namespace.
    wsu: bool,
}

/// What a part is. One with content has a type, by its number among [`TYPES`].
#[derive(Clone, Copy)]
enum Part {
    /// An element with the parts up to the next one in it.
    Token,
    /// An attribute of the token.
    Attribute,
    Text(u8),
    Base64(u8),
}

const fn row(wsu: bool, local: &'static str, part: Part, value: u8) -> Row {
    Row { local, value, part, wsu }
}

const ROWS: &[Row] = &[
    row(true, "Timestamp", Part::Token, CREATED),
    row(true, "Id", Part::Attribute, TIMESTAMP_ID),
    row(true, "Created", Part::Text(UNTYPED), CREATED),
    row(true, "Expires", Part::Text(UNTYPED), EXPIRES),
    row(false, "BinarySecurityToken", Part::Token, VALUE_TYPE),
    row(true, "Id", Part::Attribute, BINARY_ID),
    row(false, "ValueType", Part::Attribute, VALUE_TYPE),
    row(false, "", Part::Base64(ENCODED), BINARY),
    row(false, "UsernameToken", Part::Token, USERNAME),
    row(true, "Id", Part::Attribute, USERNAME_ID),
    row(false, "Username", Part::Text(UNTYPED), USERNAME),
    row(false, "Password", Part::Text(PLAIN), PASSWORD),
    row(false, "Password", Part::Base64(DIGESTED), DIGEST),
    row(false, "Nonce", Part::Base64(ENCODED), NONCE),
    row(true, "Created", Part::Text(UNTYPED), USERNAME_CREATED),
];

const ENCODED: u8 = 0;
const PLAIN: u8 = 1;
const DIGESTED: u8 = 2;
const UNTYPED: u8 = 3;

/// The attributes that name a type: a URI, in the drafts a QName with the prefix of the block.
const TYPES: &[(&str, [&str; 2])] = &[
    ("EncodingType", ["wsse:Base64Binary", BASE64_BINARY]),
    ("Type", ["wsse:PasswordText", PASSWORD_TEXT]),
    ("Type", ["wsse:PasswordDigest", PASSWORD_DIGEST]),
];

impl Block<'_> {
    /// Writes it. Errors as [`write`](super::write()).
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        let dated = self.check().map_err(|kind| writer.document().refuse(kind))?;
        writer.in_sequence(&mut |steps| self.emit(steps, dated))
    }

    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, dated: bool) {
        let generation = self.generation.known();
        let attributes =
            BlockAttributes { must_understand: self.must_understand, role: self.role, ..BlockAttributes::default() };
        steps.header_block_prefixed("wsse", generation.wsse(), "Security", &attributes);
        if dated {
            steps.namespace("wsu", generation.wsu());
        }
        let is_digested = self.password == Some(PasswordType::Digest);
        let (mut is_open, mut digest) = (false, [0; 20]);
        if is_digested {
            digest = self.digest();
        }
        for row in ROWS {
            let value = match row.value {
                PASSWORD if self.password != Some(PasswordType::Text) => None,
                DIGEST => is_digested.then_some(&digest[..]),
                number => self.value(number),
            };
            if let Part::Token = row.part {
                if is_open {
                    steps.end();
                }
                is_open = value.is_some();
            }
            if let (Some(value), true) = (value, is_open) {
                row.emit(steps, generation, value);
            }
        }
        if is_open {
            steps.end();
        }
        steps.end_item();
    }

    /// Whether anything in it is of the utility namespace, if it can be written.
    fn check(&self) -> Result<bool, ErrorKind> {
        let has = |number| self.value(number).is_some();
        if self.generation != self.generation.known() {
            return Err(ErrorKind::LeftOut);
        }
        if self.password == Some(PasswordType::Digest) && has(USERNAME) {
            if self.text_only {
                return Err(ErrorKind::UnsupportedSecurityToken);
            }
            if !has(NONCE) || !has(USERNAME_CREATED) {
                return Err(ErrorKind::InvalidArgument);
            }
        }
        let dated = has(CREATED)
            || (has(VALUE_TYPE) && has(BINARY_ID))
            || (has(USERNAME) && (has(USERNAME_CREATED) || has(USERNAME_ID)));
        if dated && self.generation == Generation::Draft200204 {
            return Err(ErrorKind::InvalidArgument);
        }
        let is_wrong = |number| self.value(number).and_then(invalid_byte).is_some();
        match is_wrong(USERNAME) || (self.password == Some(PasswordType::Text) && is_wrong(PASSWORD)) {
            true => Err(ErrorKind::WriteChar),
            false => Ok(dated),
        }
    }

    fn digest(&self) -> [u8; 20] {
        let part = |number| self.value(number).unwrap_or_default();
        password_digest(part(NONCE), part(USERNAME_CREATED), part(PASSWORD))
    }

    fn value(&self, number: u8) -> Option<&[u8]> {
        self.values.get(usize::from(number)).copied().flatten()
    }
}

impl Row {
    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, generation: Generation, value: &[u8]) {
        let (uri, local) = (if self.wsu { generation.wsu() } else { generation.wsse() }, self.local);
        let (call, kind) = match self.part {
            Part::Token => return steps.start(uri, local),
            Part::Attribute => return attribute(steps, if self.wsu { uri } else { "" }, local, value),
            Part::Text(kind) => (Call::TEXT, kind),
            Part::Base64(kind) => (Call::BASE64, kind),
        };
        if !local.is_empty() {
            steps.start(uri, local);
        }
        if let Some((name, [qname, uri])) = TYPES.get(usize::from(kind)) {
            let kind = if generation == Generation::Oasis { uri } else { qname };
            attribute(steps, "", name, kind.as_bytes());
        }
        steps.content(call, value);
        if !local.is_empty() {
            steps.end();
        }
    }
}

fn attribute<S: Sink>(steps: &mut Sequence<'_, '_, S>, uri: &str, local: &str, value: &[u8]) {
    steps.inside(Call::ATTRIBUTE, &[uri.as_bytes(), local.as_bytes(), value, &[]]);
}
