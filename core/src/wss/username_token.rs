//! UsernameToken: a user name, and with it a password or its digest. UsernameToken Profile 1.1, 3.

use super::generation::{BASE64_BINARY, Names, PASSWORD_DIGEST, PASSWORD_TEXT, WSSE11};
use super::parts::{ENCODING_TYPE, NO_TYPE, Part, TYPE, WSU, Wanted, find};
use super::time::is_basic;
use crate::ErrorKind;
use crate::names::names;
use crate::soap::Element;
use crate::xml::Str;

/// A UsernameToken of a Security block. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct UsernameToken<'t> {
    element: Element<'t>,
    names: Names,
    /// The name of the user, as written.
    pub username: Str<'t>,
    /// The password, if there is one.
    pub password: Option<Password<'t>>,
    /// The nonce, in base64 as written.
    pub nonce: Option<Str<'t>>,
    /// When the token was made, as written.
    pub created: Option<Str<'t>>,
    /// Whether it is written as the Basic Security Profile demands: the password with a type, the nonce with its
    /// encoding, Created in UTC. R4201, R4220, R4221 and those of times.
    pub basic_profile: bool,
}

/// The password of a UsernameToken.
#[derive(Clone, Copy)]
pub struct Password<'t> {
    /// What it is.
    pub kind: PasswordType,
    /// The text: the password, or the base64 of its digest.
    pub text: Str<'t>,
}

/// What the text of a password is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum PasswordType {
    /// The password itself, or what stands for it: a ticket of single sign-on, a password equivalent.
    Text = 1,
    /// SHA-1 of nonce, created and password.
    Digest = 2,
}

const CHILDREN: Wanted = names! {
    "Username" => NO_TYPE,
    "Password" => TYPE,
    "Nonce" => ENCODING_TYPE,
    "Created" => NO_TYPE | WSU,
};

impl<'t> UsernameToken<'t> {
    /// Reads it, and puts it where it belongs: other children are passed over.
    pub(super) fn parse(element: Element<'t>, names: Names, into: &mut Option<Self>) -> Result<(), ErrorKind> {
        let mut parts = [Part::default(); 4];
        find(&element, names, CHILDREN, false, &mut parts).ok_or(ErrorKind::InvalidSecurityToken)?;
        let [username, password, nonce, created] = parts;
        if nonce.kind.is_some_and(|kind| !names.is_known_type(kind, BASE64_BINARY)) {
            return Err(ErrorKind::UnsupportedAlgorithm);
        }
        // A password without a type is the password itself. UsernameToken Profile 1.1, 3.1.
        let kind = match password.kind {
            Some(kind) if names.is_known_type(kind, PASSWORD_DIGEST) => PasswordType::Digest,
            Some(kind) if !names.is_known_type(kind, PASSWORD_TEXT) => return Err(ErrorKind::UnsupportedSecurityToken),
            _ => PasswordType::Text,
        };
        let typed = |part: Part<'_>| part.text.is_none() || part.kind.is_some();
        *into = Some(UsernameToken {
            element,
            names,
            username: username.text.ok_or(ErrorKind::InvalidSecurityToken)?,
            password: password.text.map(|text| Password { kind, text }),
            nonce: nonce.text,
            created: created.text,
            basic_profile: typed(password) && typed(nonce) && created.text.is_none_or(is_basic),
        });
        Ok(())
    }

    /// Whether it has the parameters of a key derived from the password. UsernameToken Profile 1.1, 4.
    pub fn has_key_derivation(&self) -> bool {
        self.element.children().any(|child| child.is(WSSE11, "Salt") || child.is(WSSE11, "Iteration"))
    }

    /// The `wsu:Id`.
    pub fn id(&self) -> Option<Str<'t>> {
        self.names.id(&self.element)
    }
}
