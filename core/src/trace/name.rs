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
/// Bytes of the longest of them, and of most names.
const KEPT: usize = 24;

/// For every letter the places in [`PARTS`], written one behind the other, where it stands.
const MASKS: [u64; 26] = masks();
/// Where a part begins, and where one ends.
const BEGINS: u64 = edges(false);
const ENDS: u64 = edges(true);

/// Looks at a name byte by byte.
pub(super) struct Name {
    /// How far each of the parts was matched: one bit for each of their letters.
    state: u64,
    has_part: bool,
    kept: [u8; KEPT],
    len: u16,
}

impl Name {
    pub(super) const fn new() -> Name {
        Name { state: 0, has_part: false, kept: [0; KEPT], len: 0 }
    }

    pub(super) fn clear(&mut self) {
        (self.state, self.has_part, self.len) = (0, false, 0);
    }

    pub(super) fn push(&mut self, byte: u8) {
        let lower = byte.to_ascii_lowercase();
        if let Some(slot) = self.kept.get_mut(usize::from(self.len)) {
            *slot = lower;
        }
        self.len = self.len.saturating_add(1);
        if matches!(lower, b'-' | b'_' | b'.') {
            return;
        }
        let mask = MASKS.get(usize::from(lower.wrapping_sub(b'a'))).copied().unwrap_or(0);
        self.state = (self.state << 1 | BEGINS) & mask;
        self.has_part |= self.state & ENDS != 0;
    }

    pub(super) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether it is this name, which is in lower case.
    pub(super) fn is(&self, name: &str) -> bool {
        self.kept.get(..usize::from(self.len)) == Some(name.as_bytes())
    }

    /// Whether it is this name of the caller's. Of one that is longer than what is kept, the beginning decides.
    pub(super) fn is_also(&self, name: &str) -> bool {
        let kept = self.kept.get(..usize::from(self.len)).unwrap_or(&self.kept);
        let begins = |name: &[u8]| name.get(..kept.len()).is_some_and(|name| name.eq_ignore_ascii_case(kept));
        usize::from(self.len) == name.len() && begins(name.as_bytes())
    }

    /// Whether it tells a secret.
    pub(super) fn is_secret(&self, more: &[&str]) -> bool {
        self.has_part || WHOLE.iter().any(|name| self.is(name)) || more.iter().any(|name| self.is_also(name))
    }
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
