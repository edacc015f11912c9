//! Times of tokens, read by the clock of the caller.

use super::policy::Policy;
use crate::xml::Str;
use crate::xsd::date_time;
use crate::xsd::whitespace::trim;

/// The seconds since 1970 that a text says, or `absent` without one; `None` when it is no time, or says no zone and the
/// policy wants one.
#[cfg_attr(small, inline(never))]
pub(super) fn instant(text: Option<Str<'_>>, absent: i64, policy: &Policy) -> Option<i64> {
    let Some(text) = text else { return Some(absent) };
    let mut time = date_time::parse(text.as_bytes()).ok()?;
    if policy.assume_utc {
        time.zone = time.zone.or(Some(0));
    }
    time.unix()
}

/// Whether a time of creation is not older than the window nor in the future by more than the skew. Without a clock
/// every time is current.
#[cfg_attr(small, inline(never))]
pub(super) fn is_current(created: i64, now: Option<i64>, policy: &Policy) -> bool {
    let Some(now) = now else { return true };
    let age = now.saturating_sub(created);
    age >= i64::from(policy.skew).wrapping_neg() && age <= policy.window.into()
}

/// Whether the Basic Security Profile allows a time to be written so: in UTC, at most three digits of a fraction.
/// R3213, R3217, R3220, R3223, R3229.
pub(super) fn is_basic(text: Str<'_>) -> bool {
    let Some((b'Z', time)) = trim(text.as_bytes()).split_last() else { return false };
    let fraction = time.iter().rev().position(|&b| b == b'.');
    fraction.is_none_or(|digits| digits <= 3)
}
