//! UsernameToken: a user name, and with it a password or its digest. UsernameToken Profile 1.1, 3.

use super::generation::{BASE64_BINARY, Names, PASSWORD_DIGEST, PASSWORD_TEXT, WSSE11};
use super::time::is_basic;
use crate::ErrorKind;
use crate::soap::Element;
use crate::xml::Str;

/// A UsernameToken of a Security block. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct UsernameToken<'t> {
    /// The name of the user, as written.
    pub username: Str<'t>,
    /// The password, if there is one.
    pub password: Option<Password<'t>>,
    /// The nonce, in base64 as written.
    pub nonce: Option<Str<'t>>,
    /// When the token was made, as written.
    pub created: Option<Str<'t>>,
    /// Whether it has the parameters of a key derived from the password. UsernameToken Profile 1.1, 4.
    pub key_derivation: bool,
    /// The `wsu:Id`.
    pub id: Option<Str<'t>>,
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

impl<'t> UsernameToken<'t> {
    /// Reads it: children of other namespaces are passed over.
    pub(super) fn parse(element: &Element<'t>, names: Names) -> Result<Self, ErrorKind> {
        let (mut parts, mut key_derivation) = ([None; 4], false);
        let [username, password, nonce, created] = &mut parts;
        for child in element.children() {
            let name = child.name();
            let part = match name.local.as_bytes() {
                b"Created" if names.is_wsu(name.uri) => &mut *created,
                b"Salt" | b"Iteration" if name.uri == WSSE11 => {
                    key_derivation = true;
                    continue;
                }
                _ if !names.is_wsse(name.uri) => continue,
                b"Username" => &mut *username,
                b"Password" => &mut *password,
                b"Nonce" => &mut *nonce,
                _ => continue,
            };
            // R4222, R4223, R4225: which of two would count?
            if part.replace(child).is_some() {
                return Err(ErrorKind::InvalidSecurityToken);
            }
        }
        let [Some(username), password, nonce, created] = parts else { return Err(ErrorKind::InvalidSecurityToken) };
        let encoded = nonce
            .map(|nonce| names.type_of(&nonce, "EncodingType").map(|encoding| names.is_type(encoding, BASE64_BINARY)));
        if encoded == Some(Some(false)) {
            return Err(ErrorKind::UnsupportedAlgorithm);
        }
        let typed = password.is_none_or(|password| names.type_of(&password, "Type").is_some());
        let text = |element: Option<Element<'t>>| element.map(|element| element.text());
        Ok(UsernameToken {
            username: username.text(),
            password: match password {
                Some(password) => Some(Password::parse(&password, names)?),
                None => None,
            },
            nonce: text(nonce),
            created: text(created),
            key_derivation,
            id: names.id(element),
            basic_profile: typed && encoded != Some(None) && text(created).is_none_or(is_basic),
        })
    }
}

impl<'t> Password<'t> {
    /// A password without a type is the password itself. UsernameToken Profile 1.1, 3.1.
    fn parse(element: &Element<'t>, names: Names) -> Result<Self, ErrorKind> {
        let kind = match names.type_of(element, "Type") {
            Some(value) if names.is_type(value, PASSWORD_DIGEST) => PasswordType::Digest,
            Some(value) if !names.is_type(value, PASSWORD_TEXT) => return Err(ErrorKind::UnsupportedSecurityToken),
            _ => PasswordType::Text,
        };
        Ok(Password { kind, text: element.text() })
    }
}
