//! Times of tokens, read by the clock of the caller.

use super::policy::Policy;
use crate::xml::Str;
use crate::xsd::date_time;
use crate::xsd::whitespace::trim;

/// What times are judged by: seconds since 1970, `None` without a clock, and what is demanded.
pub(super) struct Clock<'a> {
    pub(super) now: Option<i64>,
    pub(super) policy: &'a Policy,
}

impl Clock<'_> {
    /// The seconds since 1970 that a text says, or `absent` without one; `None` when it is no time, or says no zone and
    /// the policy wants one.
    #[cfg_attr(small, inline(never))]
    pub(super) fn instant(&self, text: Option<Str<'_>>, absent: i64) -> Option<i64> {
        let Some(text) = text else { return Some(absent) };
        let mut time = date_time::parse(text.as_bytes()).ok()?;
        if self.policy.assume_utc {
            time.zone = time.zone.or(Some(0));
        }
        time.unix()
    }

    /// The same for a time of creation, which without a text is now.
    #[cfg_attr(small, inline(never))]
    pub(super) fn created(&self, text: Option<Str<'_>>) -> Option<i64> {
        self.instant(text, self.now.unwrap_or_default())
    }

    /// Whether a time of creation is not older than the window nor in the future by more than the skew. Without a clock
    /// every time is current.
    #[cfg_attr(small, inline(never))]
    pub(super) fn is_current(&self, created: i64) -> bool {
        let Some(now) = self.now else { return true };
        let age = now.saturating_sub(created);
        age >= i64::from(self.policy.skew).wrapping_neg() && age <= self.policy.window.into()
    }
}

/// Whether the Basic Security Profile allows a time to be written so: in UTC, at most three digits of a fraction.
/// R3213, R3217, R3220, R3223, R3229.
pub(super) fn is_basic(text: Str<'_>) -> bool {
    let Some((b'Z', time)) = trim(text.as_bytes()).split_last() else { return false };
    let fraction = time.iter().rev().position(|&b| b == b'.');
    fraction.is_none_or(|digits| digits <= 3)
}
