//! Timestamp: when the message was made and when it expires. SOAP Message Security 1.1, 10.

use super::generation::Names;
use super::parts::{Part, VALUE_TYPE, WSU, Wanted, find};
use super::policy::Policy;
use super::time::{Clock, is_basic};
use crate::ErrorKind;
use crate::names::names;
use crate::soap::Element;
use crate::xml::Str;

/// The Timestamp of a Security block. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct Timestamp<'t> {
    element: Element<'t>,
    names: Names,
    /// When the message was made, as written.
    pub created: Option<Str<'t>>,
    /// When it expires, as written.
    pub expires: Option<Str<'t>>,
    /// Whether it has what the Basic Security Profile demands and no more: a Created, then perhaps an Expires, both in
    /// UTC with at most three digits of a fraction. R3203, R3222 and those of times.
    pub basic_profile: bool,
}

const CHILDREN: Wanted = names! { "Created" => VALUE_TYPE | WSU, "Expires" => VALUE_TYPE | WSU };

impl<'t> Timestamp<'t> {
    /// Reads it, and puts it where it belongs: other children are passed over.
    #[cfg_attr(small, inline(always))]
    pub(super) fn parse(element: Element<'t>, names: Names, into: &mut Option<Self>) -> Result<(), ErrorKind> {
        let mut parts = [Part::default(); 2];
        let others = find(&element, names, CHILDREN, true, &mut parts).ok_or(ErrorKind::InvalidSecurity)?;
        let is_basic = |part: &Part<'_>| part.kind.is_none() && part.text.is_none_or(is_basic);
        let [created, expires] = parts;
        let basic_profile = !others && created.text.is_some() && parts.iter().all(is_basic);
        *into = Some(Timestamp { element, names, created: created.text, expires: expires.text, basic_profile });
        Ok(())
    }

    /// The `wsu:Id`.
    pub fn id(&self) -> Option<Str<'t>> {
        self.names.id(&self.element)
    }

    /// Judges it by a clock of seconds since 1970; without one only its form counts.
    ///
    /// # Errors
    /// [`InvalidSecurity`](ErrorKind::InvalidSecurity): a time is none, it expires before it was made, or the policy
    /// wants the Basic Security Profile and it is not like that.
    /// [`MessageExpired`](ErrorKind::MessageExpired): it has expired, is older than the window, or from the future.
    pub fn judge(&self, now: Option<i64>, policy: &Policy) -> Result<(), ErrorKind> {
        self.judge_by(&Clock { now, policy })
    }

    #[cfg_attr(small, inline(never))]
    pub(super) fn judge_by(&self, clock: &Clock<'_>) -> Result<(), ErrorKind> {
        let created = clock.created(self.created).ok_or(ErrorKind::InvalidSecurity)?;
        let expires = clock.instant(self.expires, i64::MAX).ok_or(ErrorKind::InvalidSecurity)?;
        if (clock.policy.basic_profile && !self.basic_profile) || (self.created.is_some() && expires < created) {
            return Err(ErrorKind::InvalidSecurity);
        }
        match clock.is_current(created) && clock.now.is_none_or(|now| now <= expires) {
            true => Ok(()),
            false => Err(ErrorKind::MessageExpired),
        }
    }
}
