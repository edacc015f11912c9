//! Timestamp: when the message was made and when it expires. SOAP Message Security 1.1, 10.

use super::generation::Names;
use super::policy::Policy;
use super::time::{Age, age, instant, is_basic};
use crate::ErrorKind;
use crate::soap::Element;
use crate::xml::Str;

/// The Timestamp of a Security block. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct Timestamp<'t> {
    /// When the message was made, as written.
    pub created: Option<Str<'t>>,
    /// When it expires, as written.
    pub expires: Option<Str<'t>>,
    /// The `wsu:Id`.
    pub id: Option<Str<'t>>,
    /// Whether it has what the Basic Security Profile demands and no more: a Created, then perhaps an Expires, both in
    /// UTC with at most three digits of a fraction. R3203, R3222 and those of times.
    pub basic_profile: bool,
}

impl<'t> Timestamp<'t> {
    /// Reads it: children of other namespaces are passed over.
    pub(super) fn parse(element: &Element<'t>, names: Names) -> Result<Self, ErrorKind> {
        let mut timestamp = Timestamp { created: None, expires: None, id: names.id(element), basic_profile: true };
        for child in element.children() {
            let (name, text) = (child.name(), child.text());
            timestamp.basic_profile &= is_basic(text) && child.attributes().next().is_none();
            let place = match name.local.as_bytes() {
                b"Created" if names.is_wsu(name.uri) && timestamp.expires.is_none() => &mut timestamp.created,
                b"Expires" if names.is_wsu(name.uri) => &mut timestamp.expires,
                b"Created" if names.is_wsu(name.uri) => return Err(ErrorKind::InvalidSecurity),
                _ => {
                    timestamp.basic_profile = false;
                    continue;
                }
            };
            if place.replace(text).is_some() {
                return Err(ErrorKind::InvalidSecurity);
            }
        }
        timestamp.basic_profile &= timestamp.created.is_some();
        Ok(timestamp)
    }

    /// Judges it by a clock of seconds since 1970; without one only its form counts.
    ///
    /// # Errors
    /// [`InvalidSecurity`](ErrorKind::InvalidSecurity): a time is none, it expires before it was made, or the policy
    /// wants the Basic Security Profile and it is not like that.
    /// [`MessageExpired`](ErrorKind::MessageExpired): it has expired, is older than the window, or from the future.
    pub fn judge(&self, now: Option<i64>, policy: &Policy) -> Result<(), ErrorKind> {
        let read = |text: Option<Str<'_>>| match text.map(|text| instant(text, policy)) {
            Some(None) => Err(ErrorKind::InvalidSecurity),
            Some(time) => Ok(time),
            None => Ok(None),
        };
        let (created, expires) = (read(self.created)?, read(self.expires)?);
        if (policy.basic_profile && !self.basic_profile) || expires.is_some_and(|end| created.is_some_and(|c| end < c))
        {
            return Err(ErrorKind::InvalidSecurity);
        }
        let expired = expires.is_some_and(|end| now.is_some_and(|now| end < now));
        match expired || created.is_some_and(|created| age(created, now, policy) == Age::Wrong) {
            true => Err(ErrorKind::MessageExpired),
            false => Ok(()),
        }
    }
}
