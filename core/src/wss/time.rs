//! Times of tokens, read by the clock of the caller.

use super::policy::Policy;
use crate::xml::Str;
use crate::xsd::date_time;
use crate::xsd::whitespace::trim;

/// How a time lies to the clock.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Age {
    Current,
    /// Older than the window, or in the future by more than the skew.
    Wrong,
}

/// The seconds since 1970 that a text says; `None` when it is no time, or says no zone and the policy wants one.
pub(super) fn instant(text: Str<'_>, policy: &Policy) -> Option<i64> {
    let mut time = date_time::parse(text.as_bytes()).ok()?;
    if policy.assume_utc {
        time.zone = time.zone.or(Some(0));
    }
    time.unix()
}

/// Judges a time of creation. Without a clock every time is current.
pub(super) fn age(created: i64, now: Option<i64>, policy: &Policy) -> Age {
    let Some(now) = now else { return Age::Current };
    let (latest, oldest) = (now.saturating_add(policy.skew.into()), now.saturating_sub(policy.window.into()));
    if created > latest || created < oldest { Age::Wrong } else { Age::Current }
}

/// Whether the Basic Security Profile allows a time to be written so: in UTC, at most three digits of a fraction.
/// R3213, R3217, R3220, R3223, R3229.
pub(super) fn is_basic(text: Str<'_>) -> bool {
    let Some((b'Z', time)) = trim(text.as_bytes()).split_last() else { return false };
    let fraction = time.iter().rev().position(|&b| b == b'.');
    fraction.is_none_or(|digits| digits <= 3)
}
