//! What is a secret in a document: the steps of a [`Redactor`], byte by byte.

use super::redactor::{Place, Redactor};
use super::words::{At, Shown};

/// What makes a CDATA section, but for the last bracket.
const CDATA: &[u8; 6] = b"[CDATA";
/// Behind `<!-`.
const HYPHEN: u8 = 7;
const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// Where a [`Redactor`] is in a document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Before the first tag, behind so much of a byte order mark.
    Begin(u8),
    Text,
    /// Behind `<`; whether it is the first.
    Open(bool),
    /// Behind `<!` and so many bytes of `[CDATA[`, or behind [`HYPHEN`].
    Bang(u8),
    /// In a comment, behind so many hyphens.
    Comment(u8),
    /// In a CDATA section, behind so many brackets.
    Cdata(u8),
    /// In a processing instruction; whether it is shown, and behind a question mark.
    Instruction(bool, bool),
    Name,
    Tag,
    Quoted(u8),
    EndTag,
    /// Nothing is certain any more.
    Broken,
}

impl Redactor {
    /// Takes a byte; says what is shown in its place.
    pub(super) fn step(&mut self, byte: u8, more: &[&str]) -> Shown {
        let is_space = matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
        if byte < b' ' && !is_space {
            return self.give_up();
        }
        let hidden = self.secret.is_some();
        let shown = match self.state {
            State::Begin(bytes) => self.begin(byte, is_space, bytes),
            State::Text => return self.text(byte, is_space, more),
            State::Open(is_first) => self.open(byte, is_first, more),
            State::Bang(at) => self.bang(byte, at),
            State::Comment(hyphens) => self.comment(byte, hyphens),
            State::Cdata(brackets) => return self.cdata(byte, brackets, more),
            State::Instruction(is_shown, mark) => self.instruction(byte, is_shown, mark, more),
            State::Name => self.element(byte, is_space, more),
            State::Tag => self.tag(byte, more),
            State::Quoted(quote) => self.quoted(byte, quote, more),
            State::EndTag => return self.end_tag(byte, is_space),
            State::Broken => Shown::Nothing,
        };
        if hidden { Shown::Nothing } else { shown }
    }

    fn begin(&mut self, byte: u8, is_space: bool, bytes: u8) -> Shown {
        let is_mark = BYTE_ORDER_MARK.get(usize::from(bytes)) == Some(&byte);
        self.state = match byte {
            b'<' if bytes.is_multiple_of(3) => State::Open(true),
            _ if is_mark => State::Begin(bytes.wrapping_add(1)),
            _ if is_space && bytes.is_multiple_of(3) => return Shown::Byte,
            _ => return self.give_up(),
        };
        if byte == b'<' { Shown::Nothing } else { Shown::Byte }
    }

    fn text(&mut self, byte: u8, is_space: bool, more: &[&str]) -> Shown {
        if byte == b'<' {
            self.state = State::Open(false);
            return Shown::Nothing;
        }
        match self.secret {
            Some(_) => Shown::Nothing,
            None if self.depth > 0 => self.words.next(byte, At::Text, more),
            None if is_space => Shown::Byte,
            None => self.give_up(),
        }
    }

    fn open(&mut self, byte: u8, is_first: bool, more: &[&str]) -> Shown {
        let hidden = self.secret.is_some();
        match byte {
            b'!' => {
                self.state = State::Bang(0);
                return if self.words.interrupt() { Shown::StarsOpen } else { Shown::Open };
            }
            b'?' => {
                self.state = State::Instruction(is_first, false);
                return if self.words.interrupt() { Shown::StarsOpen } else { Shown::Open };
            }
            b'/' => {
                (self.state, self.same) = (State::EndTag, Some(0));
                if self.depth == 2 && self.in_body && !hidden {
                    (self.in_body, self.entered) = (false, Some(Place::End));
                }
            }
            b'a'..=b'z' | b'A'..=b'Z' | b'_' | 0x80.. => {
                self.state = State::Name;
                if !hidden {
                    self.clear();
                    self.keep(byte);
                }
            }
            _ => return self.give_up(),
        }
        self.named |= !hidden && self.words.tells(more);
        Shown::Open
    }

    fn bang(&mut self, byte: u8, at: u8) -> Shown {
        self.state = match (at, byte) {
            (0, b'-') => State::Bang(HYPHEN),
            (HYPHEN, b'-') => {
                self.state = State::Comment(0);
                return Shown::ByteStars;
            }
            (6, b'[') => State::Cdata(0),
            _ if self.depth > 0 && CDATA.get(usize::from(at)) == Some(&byte) => State::Bang(at.wrapping_add(1)),
            _ => return self.give_up(),
        };
        Shown::Byte
    }

    fn comment(&mut self, byte: u8, hyphens: u8) -> Shown {
        self.state = match byte {
            b'-' => State::Comment(hyphens.saturating_add(1)),
            b'>' if hyphens >= 2 => {
                self.state = if self.depth > 0 { State::Text } else { self.outside() };
                return Shown::Text("-->");
            }
            _ => State::Comment(0),
        };
        Shown::Nothing
    }

    fn cdata(&mut self, byte: u8, brackets: u8, more: &[&str]) -> Shown {
        let hidden = self.secret.is_some() || self.words.is_hiding();
        self.state = match byte {
            b']' => State::Cdata(brackets.saturating_add(1)),
            b'>' if brackets >= 2 => State::Text,
            _ => State::Cdata(0),
        };
        match (self.state, hidden) {
            (State::Text, true) if self.secret.is_some() => Shown::Nothing,
            (State::Text, true) => Shown::Text("]]>"),
            (State::Text, false) if self.words.interrupt() => Shown::Text("***]]>"),
            (State::Text, false) => Shown::Byte,
            _ if self.secret.is_some() => Shown::Nothing,
            // Brackets belong to the text only when the section does not end with them.
            (_, false) if byte == b']' && !self.words.is_holding() => Shown::Byte,
            _ => {
                if brackets > 0 && byte != b']' && !self.words.is_holding() {
                    self.words.next(b']', At::Text, more);
                }
                self.words.next(byte, At::Text, more)
            }
        }
    }

    fn instruction(&mut self, byte: u8, is_shown: bool, mark: bool, more: &[&str]) -> Shown {
        self.state = State::Instruction(is_shown, byte == b'?');
        match byte {
            b'>' if mark => {
                self.state = if self.depth > 0 { State::Text } else { self.outside() };
                if is_shown { Shown::Byte } else { Shown::Text("***?>") }
            }
            b'<' => self.give_up(),
            _ if is_shown => self.words.next(byte, At::Tag, more),
            _ => Shown::Nothing,
        }
    }

    /// What follows outside of the root: there was no tag before when nothing was kept.
    fn outside(&self) -> State {
        if self.name_len == 0 { State::Begin(0) } else { State::Text }
    }

    fn element(&mut self, byte: u8, is_space: bool, more: &[&str]) -> Shown {
        match byte {
            b'>' | b'/' => {}
            _ if is_space => {}
            b'<' | b'=' | b'"' | b'\'' | b'&' => return self.give_up(),
            _ => {
                if self.secret.is_none() {
                    self.keep(byte);
                }
                return Shown::Byte;
            }
        }
        (self.state, self.words.names) = (State::Tag, false);
        self.words.begin();
        self.tag(byte, more)
    }

    fn tag(&mut self, byte: u8, more: &[&str]) -> Shown {
        let slash = core::mem::replace(&mut self.slash, byte == b'/');
        match byte {
            b'>' => return self.start(slash, more),
            b'<' => return self.give_up(),
            b'"' | b'\'' => self.state = State::Quoted(byte),
            _ => {}
        }
        self.words.next(byte, At::Tag, more)
    }

    fn quoted(&mut self, byte: u8, quote: u8, more: &[&str]) -> Shown {
        match byte {
            b'<' => self.give_up(),
            _ if byte == quote => {
                self.state = State::Tag;
                self.words.end_value(more);
                self.words.end()
            }
            _ => self.words.next(byte, At::Quoted, more),
        }
    }

    /// A start tag is complete.
    fn start(&mut self, is_empty: bool, more: &[&str]) -> Shown {
        let hidden = self.secret.is_some();
        let value = self.named && self.is("value");
        self.named &= hidden;
        // Behind a prefix that is too long to keep any name may stand.
        let is_told = self.local.is_secret(self.local(), more)
            || !self.is_kept() && self.local.len() < usize::from(self.name_len);
        let is_secret = is_told || self.words.names || value;
        self.state = State::Text;
        self.words.begin();
        let Some(depth) = self.depth.checked_add(1) else { return self.give_up() };
        if !hidden {
            self.entered = self.place(depth, is_empty);
        }
        if is_empty {
            return Shown::Byte;
        }
        self.depth = depth;
        if hidden || !is_secret {
            return Shown::Byte;
        }
        self.secret = Some(depth);
        if !self.is_kept() {
            self.state = State::Broken;
        }
        Shown::ByteStars
    }

    fn place(&mut self, depth: u16, is_empty: bool) -> Option<Place> {
        match depth {
            2 => {
                self.in_body = self.is("body") && !is_empty;
                self.in_body.then_some(Place::Body)
            }
            3 => Some(if self.in_body { Place::Entry } else { Place::Block }),
            _ => None,
        }
    }

    fn end_tag(&mut self, byte: u8, is_space: bool) -> Shown {
        let hidden = self.secret.is_some();
        if byte != b'>' {
            if byte == b'<' {
                return self.give_up();
            }
            let is_same = |&at: &u8| self.name.get(usize::from(at)) == Some(&byte) && at < self.name_len;
            self.same = match self.same {
                Some(at) if is_space && at == self.name_len => Some(at),
                same => same.filter(is_same).map(|at| at.wrapping_add(1)),
            };
            return if hidden { Shown::Nothing } else { Shown::Byte };
        }
        self.state = State::Text;
        let is_end = self.secret == Some(self.depth);
        if is_end && self.same != Some(self.name_len) {
            return self.give_up();
        }
        let Some(depth) = self.depth.checked_sub(1) else { return self.give_up() };
        self.depth = depth;
        match (hidden, is_end) {
            (_, true) => {
                self.secret = None;
                Shown::EndTag
            }
            (true, false) => Shown::Nothing,
            (false, false) => Shown::Byte,
        }
    }

    /// Whether the local name of the start tag is this.
    fn is(&self, name: &str) -> bool {
        self.local.is(self.local(), name)
    }

    /// Nothing more is shown.
    pub(super) fn give_up(&mut self) -> Shown {
        let hidden = self.secret.is_some() || self.words.is_hiding() || self.state == State::Broken;
        self.state = State::Broken;
        if hidden { Shown::Nothing } else { Shown::Stars }
    }
}
