//! Challenges and credentials. RFC 9110, 11.2 to 11.4.

use super::grammar::{Parsed, refused, skip, space, token, token68, whole};
use super::parameters::{Form, Parameters, next};
use crate::Error;
use crate::http::Fields;

/// A challenge of a server, or the credentials of a client, which are written alike: a scheme with a token or with
/// parameters.
///
/// It has no `Debug`: credentials are secret.
#[derive(Clone, Copy)]
pub struct Challenge<'a> {
    /// The scheme, in the letters of the message; to be compared without regard to case.
    pub scheme: &'a str,
    /// Its token, mostly base64; empty: none.
    pub token: &'a str,
    /// Its parameters.
    pub parameters: Parameters<'a>,
}

/// The challenges of a response, one after the other: one field may have several, and there may be several fields.
///
/// After a malformed one, which is an error, those of the next field follow.
pub struct Challenges<'a, V> {
    values: V,
    value: &'a [u8],
    rest: &'a [u8],
}

impl<'a> Challenge<'a> {
    /// Parses the value of an `Authorization` or `Proxy-Authorization`, which is one.
    ///
    /// # Errors
    /// [`HttpValue`](crate::ErrorKind::HttpValue), with the bytes of the value before the one where it cannot go on.
    pub fn parse(value: &'a [u8]) -> Result<Self, Error> {
        whole(value, challenge(value))
    }

    /// The challenges in the fields with this name: `WWW-Authenticate` or `Proxy-Authenticate`.
    pub fn all<'n>(fields: Fields<'a>, name: &'n str) -> Challenges<'a, impl Iterator<Item = &'a [u8]> + use<'a, 'n>> {
        let named = fields.iter().filter(move |field| field.name.eq_ignore_ascii_case(name));
        Challenges { values: named.map(|field| field.value), value: &[], rest: &[] }
    }

    /// Whether it is of this scheme.
    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }
}

impl<'a, V: Iterator<Item = &'a [u8]>> Iterator for Challenges<'a, V> {
    type Item = Result<Challenge<'a>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            (self.rest, _) = skip(self.rest, b',').unwrap_or_default();
            if !self.rest.is_empty() {
                break;
            }
            self.value = self.values.next()?;
            self.rest = self.value;
        }
        Some(match challenge(self.rest) {
            Ok((rest, challenge)) => {
                self.rest = rest;
                Ok(challenge)
            }
            Err(error) => {
                self.rest = &[];
                whole(self.value, Err(error))
            }
        })
    }
}

/// A challenge, up to the comma before the next.
fn challenge(input: &[u8]) -> Parsed<'_, Challenge<'_>> {
    let (rest, scheme) = token(input)?;
    let (begun, gap) = space(rest)?;
    let bare = Challenge { scheme, token: "", parameters: Parameters::NONE };
    if let None | Some(b',') = begun.first() {
        return Ok((begun, bare));
    }
    if gap.is_empty() {
        return refused(begun);
    }
    if let Ok((rest, token)) = token68(begun) {
        return Ok((space(rest)?.0, Challenge { token, ..bare }));
    }
    let (mut rest, _) = next(begun, Form::Auth)?;
    loop {
        let (end, _) = space(rest)?;
        match next(end, Form::Auth) {
            Ok((behind, _)) if end.first() == Some(&b',') => rest = behind,
            Err(_) if matches!(end.first(), None | Some(b',')) => {
                let text = begun.get(..begun.len().wrapping_sub(end.len())).unwrap_or_default();
                return Ok((end, Challenge { parameters: Parameters::of_raw(text, Form::Auth), ..bare }));
            }
            _ => return refused(end),
        }
    }
}
