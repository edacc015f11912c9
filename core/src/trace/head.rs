//! Heads of HTTP messages without their secrets.

use super::redactor::Redactor;
use super::words::{At, Shown};

/// Fields whose values are shown, less the secrets that stand in them. All others may be credentials: sites invent names
/// for those.
const SHOWN: [&str; 25] = [
    "accept",
    "accept-charset",
    "accept-encoding",
    "allow",
    "cache-control",
    "connection",
    "content-encoding",
    "content-language",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "keep-alive",
    "location",
    "mime-version",
    "proxy-authenticate",
    "retry-after",
    "server",
    "soapaction",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "vary",
    "www-authenticate",
];

/// Reads a head, to show it, and to know how the body behind it ends.
pub(super) struct Head {
    state: State,
    /// Whether the value is shown.
    is_shown: bool,
    field: Field,
    /// Bytes of the start line, up to the sixth.
    start: u8,
    pub(super) is_response: bool,
    is_head: bool,
    pub(super) status: u16,
    /// What Content-Length says, where it is there.
    pub(super) length: u64,
    pub(super) has_length: bool,
    pub(super) is_chunked: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// In the start line, behind so many spaces.
    Start(u8),
    /// At the start of a line.
    Line,
    Name,
    /// In a value of which nothing but space was there yet.
    Space,
    Value,
    /// In a line that is none of a head.
    Hidden,
    Done,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Other,
    Length,
    Coding,
}

impl Head {
    pub(super) const fn new() -> Head {
        Head {
            state: State::Start(0),
            is_shown: true,
            field: Field::Other,
            start: 0,
            is_response: true,
            is_head: true,
            status: 0,
            length: 0,
            has_length: false,
            is_chunked: false,
        }
    }

    pub(super) fn is_done(&self) -> bool {
        self.state == State::Done
    }

    /// Whether it is a request that is answered without a body.
    pub(super) fn is_head(&self) -> bool {
        self.is_head && self.start == 5
    }

    /// Whether no body follows, whatever the fields say. RFC 9112, 6.3.
    pub(super) fn has_no_body(&self) -> bool {
        self.is_response && matches!(self.status, 100..=199 | 204 | 304)
    }

    /// Takes a byte; says what is shown in its place. Of the redactor it uses what knows words and names.
    pub(super) fn next(&mut self, byte: u8, redactor: &mut Redactor, more: &[&str]) -> Shown {
        let is_space = matches!(byte, b' ' | b'\t');
        match (self.state, byte) {
            (State::Done, _) | (_, b'\r') => Shown::Nothing,
            (State::Line, b'\n') => {
                self.state = State::Done;
                Shown::Byte
            }
            (state, b'\n') => self.line(state, redactor, more),
            _ if byte < b' ' && !is_space => self.hide(),
            (State::Start(spaces), _) => self.start(byte, spaces, redactor, more),
            // A value that goes on in the next line, which no one may write any more.
            (State::Line, _) if is_space => self.hide(),
            (State::Line, _) => {
                self.state = State::Name;
                redactor.clear();
                redactor.keep(byte);
                Shown::Byte
            }
            (State::Name, b':') => {
                self.field(redactor, more);
                redactor.clear();
                redactor.words.begin();
                Shown::Byte
            }
            (State::Name, _) if is_space => self.hide(),
            (State::Name, _) => {
                redactor.keep(byte);
                Shown::Byte
            }
            (State::Space, _) if is_space => Shown::Byte,
            (State::Space, _) if !self.is_shown => self.hide(),
            (State::Space | State::Value, _) => {
                self.state = State::Value;
                self.value(byte, is_space, redactor);
                redactor.words.next(byte, At::Text, more)
            }
            (State::Hidden, _) => Shown::Nothing,
        }
    }

    fn start(&mut self, byte: u8, spaces: u8, redactor: &mut Redactor, more: &[&str]) -> Shown {
        let is = |text: &[u8]| text.get(usize::from(self.start)).is_none_or(|&at| at == byte);
        (self.is_response, self.is_head) = (self.is_response && is(b"HTTP/"), self.is_head && is(b"HEAD "));
        if self.start == 0 && !byte.is_ascii_alphabetic() {
            return self.hide();
        }
        self.start = self.start.saturating_add(1).min(5);
        match byte {
            b' ' => self.state = State::Start(spaces.saturating_add(1)),
            b'0'..=b'9' if spaces == 1 && self.is_response => {
                self.status = self.status.saturating_mul(10).saturating_add(u16::from(byte.wrapping_sub(b'0')));
            }
            _ => {}
        }
        redactor.words.next(byte, At::Text, more)
    }

    /// The name of a field is complete.
    fn field(&mut self, redactor: &Redactor, more: &[&str]) {
        let is = |name: &&str| redactor.local.is(redactor.local(), name);
        self.is_shown = SHOWN.iter().any(is) && !more.iter().any(is);
        (self.state, self.field) = (State::Space, Field::Other);
        if is(&"content-length") {
            (self.field, self.has_length, self.length) = (Field::Length, true, 0);
        } else if is(&"transfer-encoding") {
            self.field = Field::Coding;
        }
    }

    fn value(&mut self, byte: u8, is_space: bool, redactor: &mut Redactor) {
        match self.field {
            Field::Length if byte.is_ascii_digit() => {
                let digit = u64::from(byte.wrapping_sub(b'0'));
                self.length = self.length.saturating_mul(10).saturating_add(digit);
            }
            Field::Coding if is_space || byte == b',' => redactor.clear(),
            Field::Coding => {
                redactor.keep(byte);
                self.is_chunked = redactor.local.is(redactor.local(), "chunked");
            }
            _ => {}
        }
    }

    /// A line is complete.
    fn line(&mut self, state: State, redactor: &mut Redactor, more: &[&str]) -> Shown {
        self.state = State::Line;
        match state {
            State::Start(_) | State::Value if self.is_shown => redactor.words.next(b'\n', At::Text, more),
            _ => Shown::Byte,
        }
    }

    /// Hides the rest of the line.
    fn hide(&mut self) -> Shown {
        match core::mem::replace(&mut self.state, State::Hidden) {
            State::Hidden => Shown::Nothing,
            _ => Shown::Stars,
        }
    }
}
