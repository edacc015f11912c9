//! Remembering the digests that were used, in memory of the caller.

/// A digest that was used. The memory of a [`Verifier`](super::Verifier) is an array of these; it begins empty.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
#[repr(C)]
pub struct Replay {
    /// The first bytes of the digest, which nonce, created and password make together; 0 where nothing is.
    key: u64,
    /// After this second the digest is too old anyway; without a clock, the number of the entry.
    expires: i64,
}

impl Replay {
    /// An entry with nothing in it.
    pub const EMPTY: Replay = Replay { key: 0, expires: 0 };
}

/// What the memory says of a digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    /// It is new, and remembered from now on.
    New,
    /// It was used before.
    Used,
    /// Every entry is taken by one that is still good.
    Full,
}

/// Looks a digest up and remembers it until `expires`. Without a clock the oldest entry makes room.
pub(super) fn admit(entries: &mut [Replay], digest: &[u8; 20], now: Option<i64>, expires: i64) -> Admission {
    let [a, b, c, d, e, f, g, h, ..] = *digest;
    let key = u64::from_le_bytes([a, b, c, d, e, f, g, h]) | 1;
    let (mut newest, mut oldest) = (0, None::<&mut Replay>);
    for entry in entries {
        if entry.key == key {
            return Admission::Used;
        }
        newest = entry.expires.max(newest);
        if oldest.as_ref().is_none_or(|oldest| entry.expires < oldest.expires) {
            oldest = Some(entry);
        }
    }
    let Some(oldest) = oldest else { return Admission::Full };
    if oldest.key != 0 && now.is_some_and(|now| oldest.expires >= now) {
        return Admission::Full;
    }
    let expires = if now.is_some() { expires } else { newest.saturating_add(1) };
    *oldest = Replay { key, expires };
    Admission::New
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn remembers_until_it_expires() {
        let mut entries = [Replay::EMPTY; 2];
        let [one, two, three] = [[1; 20], [2; 20], [4; 20]];
        for (digest, now, expires, want) in [
            (&one, 100, 400, Admission::New),
            (&one, 100, 400, Admission::Used),
            (&two, 101, 401, Admission::New),
            (&one, 102, 402, Admission::Used),
            (&three, 400, 700, Admission::Full),
            (&three, 401, 701, Admission::New),
            (&two, 401, 701, Admission::Used),
            (&one, 402, 702, Admission::New),
        ] {
            assert_eq!(admit(&mut entries, digest, Some(now), expires), want, "{digest:?} {now}");
        }
        assert_eq!(admit(&mut [], &one, Some(0), 0), Admission::Full);
    }

    #[test]
    fn without_a_clock_the_oldest_makes_room() {
        let mut entries = [Replay::EMPTY; 2];
        for (byte, want) in [
            (2, Admission::New),
            (4, Admission::New),
            (2, Admission::Used),
            (6, Admission::New),
            (4, Admission::Used),
            (2, Admission::New),
            (6, Admission::Used),
        ] {
            assert_eq!(admit(&mut entries, &[byte; 20], None, 0), want, "{byte}");
        }
    }
}
