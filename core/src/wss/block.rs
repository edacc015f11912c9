//! What a Security block is made of: a table of its elements, written row by row.

use super::digest::password_digest;
use super::generation::{
    BASE64_BINARY, Generation, NO_URI, PASSWORD_DIGEST, PASSWORD_TEXT, ROOM, Room, TYPE, WSSE, WSU,
};
use super::username_token::PasswordType;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::names::{Names, names};
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
    /// A bit for each value that is there.
    pub present: u16,
}

/// What the tokens say, by these numbers: UTF-8, but for the bytes of the binary token and the nonce. Of a token whose first
/// value is not there none counts; where it is there, so are the bytes of a binary token.
#[doc(hidden)]
pub type Values<'a> = [Option<&'a [u8]>; 11];

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

/// What is made of one row.
const TOKEN: u8 = 0;
/// An attribute of the token.
const ATTRIBUTE: u8 = 1;
/// Text or base64, in an element of its own where the row has a name, with a type where it has one.
const TEXT: u8 = 2;
const PLAIN: u8 = PASSWORD_TEXT & 7;
const ENCODED: u8 = BASE64_BINARY & 7;
const DIGESTED: u8 = PASSWORD_DIGEST & 7;

/// A part of the block, in one number: it is there when this value is.
const fn row(wsu: bool, part: u8, value: u8) -> u8 {
    (wsu as u8) << 7 | part << 4 | value
}

/// The parts of the block, each with its local name; after a token those that are in it.
const ROWS: Names = names! {
    "Timestamp" => row(true, TOKEN, CREATED),
    "Id" => row(true, ATTRIBUTE, TIMESTAMP_ID),
    "Created" => row(true, TEXT, CREATED),
    "Expires" => row(true, TEXT, EXPIRES),
    "BinarySecurityToken" => row(false, TOKEN, VALUE_TYPE),
    "Id" => row(true, ATTRIBUTE, BINARY_ID),
    "ValueType" => row(false, ATTRIBUTE, VALUE_TYPE),
    "" => row(false, ENCODED, BINARY),
    "UsernameToken" => row(false, TOKEN, USERNAME),
    "Id" => row(true, ATTRIBUTE, USERNAME_ID),
    "Username" => row(false, TEXT, USERNAME),
    "Password" => row(false, PLAIN, PASSWORD),
    "Password" => row(false, DIGESTED, DIGEST),
    "Nonce" => row(false, ENCODED, NONCE),
    "Created" => row(true, TEXT, USERNAME_CREATED),
};

const fn bit(value: u8) -> u16 {
    1 << value
}

/// Those in the utility namespace, which are not there in every generation.
const DATED: u16 = bit(CREATED) | bit(BINARY_ID) | bit(USERNAME_CREATED) | bit(USERNAME_ID);

impl Block<'_> {
    /// Writes it. Errors as [`write`](super::write()).
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        let present = self.check().map_err(|kind| writer.document().refuse(kind))?;
        writer.in_sequence(&mut |steps| self.emit(steps, present))
    }

    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, present: u16) {
        let (generation, mut room) = (self.generation.known(), ROOM);
        let attributes =
            BlockAttributes { must_understand: self.must_understand, role: self.role, ..BlockAttributes::default() };
        let wsse = generation.spell(WSSE, &mut room);
        steps.block(Call::START_PREFIXED, &[wsse, b"Security", &[], b"wsse"], &attributes);
        if present & DATED != 0 {
            steps.inside(Call::NAMESPACE, &[generation.spell(WSU, &mut room), &[], &[], b"wsu"]);
        }
        let mut digest = [0; 20];
        if present & bit(DIGEST) != 0 {
            digest = password_digest(self.value(NONCE), self.value(USERNAME_CREATED), self.value(PASSWORD));
        }
        let mut is_open = false;
        for (local, row) in ROWS {
            let value = row & 15;
            if present >> value & 1 == 0 {
                continue;
            }
            if row >> 4 & 7 == TOKEN {
                if is_open {
                    steps.end();
                }
                is_open = true;
            }
            let value = if value == DIGEST { &digest } else { self.value(value) };
            emit(steps, generation, (local, row), value, &mut room);
        }
        if is_open {
            steps.end();
        }
        steps.end_item();
    }

    /// The values that are written, if all of it can be.
    fn check(&self) -> Result<u16, ErrorKind> {
        if self.generation != self.generation.known() {
            return Err(ErrorKind::LeftOut);
        }
        let given = self.present | bit(BINARY) | bit(PASSWORD);
        let token = |first: u8, all: u16| if given & bit(first) != 0 { all } else { 0 };
        let mut present = given & (token(CREATED, 0o7) | token(VALUE_TYPE, 0o70) | token(USERNAME, 0o3700));
        if self.password != Some(PasswordType::Text) {
            present &= !bit(PASSWORD);
        }
        if self.password == Some(PasswordType::Digest) && present & bit(USERNAME) != 0 {
            if self.text_only {
                return Err(ErrorKind::UnsupportedSecurityToken);
            }
            if present & bit(NONCE) == 0 || present & bit(USERNAME_CREATED) == 0 {
                return Err(ErrorKind::InvalidArgument);
            }
            present |= bit(DIGEST);
        }
        if present & DATED != 0 && self.generation == Generation::Draft200204 {
            return Err(ErrorKind::InvalidArgument);
        }
        let is_wrong = |number| present & bit(number) != 0 && invalid_byte(self.value(number)).is_some();
        if is_wrong(USERNAME) || is_wrong(PASSWORD) { Err(ErrorKind::WriteChar) } else { Ok(present) }
    }

    #[cfg_attr(small, inline(never))]
    fn value(&self, number: u8) -> &[u8] {
        self.values.get(usize::from(number)).copied().flatten().unwrap_or_default()
    }
}

/// Writes what a row says.
fn emit<S: Sink>(
    steps: &mut Sequence<'_, '_, S>,
    generation: Generation,
    (local, row): (&[u8], u8),
    value: &[u8],
    room: &mut Room,
) {
    let (part, wsu) = (row >> 4 & 7, row >> 7 != 0);
    if !local.is_empty() {
        let is_attribute = part == ATTRIBUTE;
        let call = if is_attribute { Call::ATTRIBUTE } else { Call::START };
        let uri = match (wsu, is_attribute) {
            (true, _) => WSU,
            (false, true) => NO_URI,
            (false, false) => WSSE,
        };
        steps.inside(call, &[generation.spell(uri, room), local, value, &[]]);
    }
    if part < TEXT {
        return;
    }
    if part > TEXT {
        let name = if part == ENCODED { &b"EncodingType"[..] } else { b"Type" };
        steps.inside(Call::ATTRIBUTE, &[&[], name, generation.type_name(TYPE | part, room), &[]]);
    }
    steps.content(if part <= PLAIN { Call::TEXT } else { Call::BASE64 }, value);
    if !local.is_empty() {
        steps.end();
    }
}
