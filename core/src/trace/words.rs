//! Secrets in what is no markup: text, the values of attributes and of header fields.

use super::name::Name;

/// Bytes of a word that are kept; also of an authority that are held back until it is known whether a password is in it.
const KEPT: usize = 36;

/// What is shown in the place of a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// The byte.
    Byte,
    Nothing,
    /// Stars.
    Stars,
    /// The byte, then stars.
    ByteStars,
    /// Stars, then the byte.
    StarsByte,
    /// What was held back, then the byte.
    HeldByte,
    /// What was held back, `<`, then the byte.
    Open,
    /// Stars, `<`, then the byte.
    StarsOpen,
    /// This.
    Text(&'static str),
    /// `</` and the name that is kept, then the byte.
    EndTag,
}

/// Where a byte stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// In text.
    Text,
    /// In a start tag, outside of quotes.
    Tag,
    /// In quotes in a start tag.
    Quoted,
}

/// Looks for `name=value`, `name: value` and `://user:password@`, and for markup that is text.
pub(super) struct Words {
    word: Name,
    /// A word that cannot be told for certain: it has escapes in it.
    doubt: bool,
    /// The word before this byte is that of a secret, and nothing but space, quotes and brackets came since.
    told: bool,
    /// What comes next is the name in a tag that was written as text.
    angled: bool,
    before: u8,
    hide: Hide,
    attribute: Attribute,
    /// An attribute that is a name has the name of a secret for its value.
    pub(super) names: bool,
    /// Progress in `://`, then what is behind it.
    slashes: u8,
    /// The word, or what is held back.
    kept: [u8; KEPT],
    held_len: u8,
}

/// What is not shown.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Hide {
    No,
    /// What follows the equals sign, or (`true`) the colon, once it begins.
    Next(bool),
    /// Up to this quote.
    Quoted(u8),
    /// Up to space or `&`.
    Value,
    /// Up to the end of the line.
    Line,
    /// An authority that is longer than what can be held back.
    Authority,
    /// All the rest.
    Rest,
}

/// What an attribute is for, by its name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Attribute {
    Other,
    /// It names something.
    Name,
}

impl Words {
    pub(super) const fn new() -> Words {
        Words {
            word: Name::new(),
            doubt: false,
            told: false,
            angled: false,
            before: 0,
            hide: Hide::No,
            attribute: Attribute::Other,
            names: false,
            slashes: 0,
            kept: [0; KEPT],
            held_len: 0,
        }
    }

    /// Forgets the text before; what was held back is lost.
    pub(super) fn begin(&mut self) {
        self.word = Name::new();
        (self.doubt, self.told, self.angled, self.hide) = (false, false, false, Hide::No);
        (self.before, self.slashes, self.held_len) = (0, 0, 0);
    }

    /// What was held back.
    pub(super) fn held(&self) -> &[u8] {
        self.kept.get(..usize::from(self.held_len)).unwrap_or_default()
    }

    /// Whether this is hidden.
    pub(super) fn is_hiding(&self) -> bool {
        !matches!(self.hide, Hide::No | Hide::Next(_))
    }

    /// Whether an authority is held back.
    pub(super) fn is_holding(&self) -> bool {
        self.slashes == 3
    }

    /// Whether the text ends with the name of a secret.
    pub(super) fn tells(&self, more: &[&str]) -> bool {
        self.told || self.ends_secret(more)
    }

    /// The quotes around the value of an attribute end.
    pub(super) fn end_value(&mut self, more: &[&str]) {
        self.names |= self.attribute == Attribute::Name && self.tells(more);
        self.attribute = Attribute::Other;
    }

    /// The text ends with this byte, which is shown.
    pub(super) fn end(&mut self) -> Shown {
        if self.held_len > 0 {
            return Shown::HeldByte;
        }
        self.begin();
        Shown::Byte
    }

    /// The text is interrupted: what is behind may belong to an authority. Whether one was held back.
    pub(super) fn interrupt(&mut self) -> bool {
        let is_authority = self.is_holding();
        if is_authority {
            (self.held_len, self.slashes, self.hide) = (0, 0, Hide::Authority);
        }
        is_authority
    }

    /// Takes a byte; says what is shown in its place.
    pub(super) fn next(&mut self, byte: u8, at: At, more: &[&str]) -> Shown {
        let is_space = byte.is_ascii_whitespace();
        match self.hide {
            Hide::No if self.is_holding() => return self.authority(byte, is_space, at, more),
            Hide::No => return self.plain(byte, at, more),
            Hide::Next(_) if is_space && byte != b'\n' => return Shown::Byte,
            Hide::Next(_) if matches!(byte, b'"' | b'\'') => {
                self.hide = Hide::Quoted(byte);
                return Shown::ByteStars;
            }
            Hide::Next(is_colon) if byte != b'\n' && (is_colon || byte != b'&') => {
                self.hide = if is_colon { Hide::Line } else { Hide::Value };
                return Shown::Stars;
            }
            Hide::Quoted(quote) if byte != quote || self.before == b'\\' => {
                self.before = if self.before == b'\\' { 0 } else { byte };
                return Shown::Nothing;
            }
            Hide::Value if !is_space && byte != b'&' => return Shown::Nothing,
            Hide::Line if byte != b'\n' => return Shown::Nothing,
            Hide::Authority if !ends_authority(byte) => return Shown::Nothing,
            Hide::Rest => return Shown::Nothing,
            _ => {}
        }
        self.begin();
        self.plain(byte, at, more)
    }

    fn plain(&mut self, byte: u8, at: At, more: &[&str]) -> Shown {
        let before = core::mem::replace(&mut self.before, byte);
        let is_reference = byte == b'#' && before == b'&' || byte == b';' && self.doubt;
        if is_word(byte) || is_reference {
            self.doubt |= is_reference || byte == b'%';
            self.angled |= is_reference;
            self.told = false;
            self.slashes = 0;
            if let Some(slot) = self.kept.get_mut(self.word.len()) {
                *slot = byte;
            }
            self.word.push(byte);
            return Shown::Byte;
        }
        let ended = self.word.len() > 0;
        if ended {
            self.told = self.ends_secret(more);
            self.attribute = if at == At::Tag { self.attribute_of() } else { self.attribute };
        }
        let told = self.told;
        let is_name = ended && self.angled && at != At::Tag && self.word.is_secret(self.word(), more);
        let is_open = byte == b'<' || byte == b';' && self.is("lt");
        let is_value = at == At::Tag && self.names && self.is("value");
        if ended {
            (self.word, self.doubt) = (Name::new(), false);
        }
        self.slashes = match (byte, self.slashes) {
            (b':', _) => 1,
            (b'/', 1) => 2,
            (b'/', 2) => 3,
            _ => 0,
        };
        if is_name {
            self.hide = Hide::Rest;
            return Shown::ByteStars;
        }
        self.angled = is_open || self.angled && byte == b':';
        match byte {
            b'=' if told || is_value => self.hide = Hide::Next(false),
            b':' if told && at != At::Tag => self.hide = Hide::Next(true),
            _ => self.told &= byte.is_ascii_whitespace() || matches!(byte, b'"' | b'\'' | b']'),
        }
        Shown::Byte
    }

    /// Holds an authority back until its end, or until it shows that there is a user in it.
    fn authority(&mut self, byte: u8, is_space: bool, at: At, more: &[&str]) -> Shown {
        if byte == b'@' {
            (self.held_len, self.slashes) = (0, 0);
            return Shown::StarsByte;
        }
        if is_space || ends_authority(byte) {
            self.slashes = 0;
            self.plain(byte, at, more);
            return Shown::HeldByte;
        }
        match self.kept.get_mut(usize::from(self.held_len)) {
            Some(slot) => {
                *slot = byte;
                self.held_len = self.held_len.wrapping_add(1);
                Shown::Nothing
            }
            None => {
                (self.held_len, self.slashes, self.hide) = (0, 0, Hide::Authority);
                Shown::Stars
            }
        }
    }

    fn ends_secret(&self, more: &[&str]) -> bool {
        self.word.len() > 0 && (self.doubt || self.word.is_secret(self.word(), more))
    }

    fn attribute_of(&self) -> Attribute {
        if self.is("name") || self.is("key") { Attribute::Name } else { Attribute::Other }
    }

    fn is(&self, name: &str) -> bool {
        self.word.is(self.word(), name)
    }

    /// What is kept of the word.
    fn word(&self) -> &[u8] {
        self.kept.get(..self.word.len()).unwrap_or(&self.kept)
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b'%')
}

fn ends_authority(byte: u8) -> bool {
    matches!(byte, b'/' | b'?' | b'#' | b'"' | b'\\') || byte.is_ascii_whitespace()
}
