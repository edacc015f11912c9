//! Names that tell secrets.

/// What the name of a secret contains, hyphens, underscores and dots aside. Together they have to fit in a u64.
const PARTS: [&str; 9] = ["passw", "passphr", "passcod", "pwd", "secret", "nonce", "credent", "apikey", "sessionid"];
/// Names of secrets that have nothing to tell them by; some are those of header fields.
const WHOLE: [&str; 20] = [
    "sessiontoken",
    "binarysecuritytoken",
    "proxy-authorization",
    "accesstoken",
    "access_token",
    "refreshtoken",
    "refresh_token",
    "trusttoken",
    "authtoken",
    "authorization",
    "cookie",
    "assertion",
    "encryptedassertion",
    "privatekey",
    "private_key",
    "psk",
    "pin",
    "otp",
    "jwt",
    "_sn",
];
/// For every letter the places in [`PARTS`], written one behind the other, where it stands.
const MASKS: [u64; 26] = masks();
/// Where a part begins, and where one ends.
const BEGINS: u64 = edges(false);
const ENDS: u64 = edges(true);

/// Looks at a name byte by byte. Its bytes are kept by the caller, as many as there is room for.
pub(super) struct Name {
    /// How far each of the parts was matched: one bit for each of their letters.
    state: u64,
    has_part: bool,
    len: u16,
}

impl Name {
    pub(super) const fn new() -> Name {
        Name { state: 0, has_part: false, len: 0 }
    }

    pub(super) fn push(&mut self, byte: u8) {
        self.len = self.len.saturating_add(1);
        if matches!(byte, b'-' | b'_' | b'.') {
            return;
        }
        let letter = byte.to_ascii_lowercase().wrapping_sub(b'a');
        let mask = MASKS.get(usize::from(letter)).copied().unwrap_or(0);
        self.state = (self.state << 1 | BEGINS) & mask;
        self.has_part |= self.state & ENDS != 0;
    }

    /// Its bytes so far.
    pub(super) fn len(&self) -> usize {
        usize::from(self.len)
    }

    /// Whether it is this name. Of one that is longer than what is kept, the beginning decides.
    pub(super) fn is(&self, kept: &[u8], name: &str) -> bool {
        let begins = |name: &[u8]| name.eq_ignore_ascii_case(kept);
        self.len() == name.len() && name.as_bytes().get(..kept.len()).is_some_and(begins)
    }

    /// Whether it tells a secret.
    pub(super) fn is_secret(&self, kept: &[u8], more: &[&str]) -> bool {
        self.has_part || WHOLE.iter().chain(more).any(|name| self.is(kept, name))
    }
}

/// Whether a name tells a secret.
#[cfg(feature = "defmt")]
pub(crate) fn is_secret(name: &str) -> bool {
    let mut told = Name::new();
    name.bytes().for_each(|byte| told.push(byte));
    told.is_secret(name.as_bytes(), &[])
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "it is computed when it is compiled")]
const fn masks() -> [u64; 26] {
    let mut masks = [0; 26];
    let (mut part, mut bit) = (0, 0);
    while part < PARTS.len() {
        let text = PARTS[part].as_bytes();
        let mut at = 0;
        while at < text.len() {
            masks[(text[at] - b'a') as usize] |= 1 << bit;
            (at, bit) = (at + 1, bit + 1);
        }
        part += 1;
    }
    masks
}

#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "it is computed when it is compiled")]
const fn edges(ends: bool) -> u64 {
    let (mut edges, mut part, mut bit) = (0, 0, 0);
    while part < PARTS.len() {
        let after = bit + PARTS[part].len();
        edges |= 1 << if ends { after - 1 } else { bit };
        (part, bit) = (part + 1, after);
    }
    edges
}
