//! Documents without their secrets.

use super::STARS;
use super::head::Head;
use super::markup::State;
use super::name::Name;
use super::words::{Shown, Words};

/// Bytes of a qualified name that are kept, to know its end tag by.
pub(super) const KEPT: usize = 48;

/// Takes what a [`Redactor`] shows.
pub trait Redacted {
    /// The next piece of what may be shown.
    fn shown(&mut self, piece: &[u8]);

    /// A tag has come that means something to SOAP. The local name is that of its element; empty when with its prefix
    /// it is longer than 48 bytes.
    fn entered(&mut self, place: Place, local: &str) {
        let _ = (place, local);
    }
}

/// Where a tag stands in an envelope.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Place {
    /// Behind the start tag of a header block.
    Block,
    /// Behind the start tag of the Body.
    Body,
    /// Behind the start tag of a body entry.
    Entry,
    /// Before the end tag of the Body.
    End,
}

/// Shows documents, in pieces of any size, without the secrets in them.
///
/// Names decide, their prefixes aside and in any case: of elements, whose content becomes `***`, of attributes, of
/// parameters in addresses (`SWEPassword=`), of values behind a colon. Secret are those that contain `password`, `pwd`,
/// `passphrase`, `secret`, `nonce`, `credential`, `apikey` or `sessionid`, and `SessionToken`, `BinarySecurityToken`,
/// `Assertion` and some more. What a name in an element or attribute `Name` says holds for the `Value` that follows.
/// What is before the `@` of an address is hidden, and so are comments and processing instructions.
///
/// A document that is not well-formed where that matters, or that is no XML in an encoding that extends ASCII, is not
/// shown from there on.
///
/// ```
/// use soapstone::trace::{Redacted, Redactor};
///
/// struct Log(String);
/// impl Redacted for Log {
///     fn shown(&mut self, piece: &[u8]) {
///         self.0 += std::str::from_utf8(piece).unwrap();
///     }
/// }
/// let (mut redactor, mut log) = (Redactor::new(), Log(String::new()));
/// for piece in ["<a><Pass", "word>x</Password><u", ">http://a:b@c/?pwd=d</u></a>"] {
///     redactor.next(piece.as_bytes(), &[], &mut log);
/// }
/// assert_eq!(log.0, "<a><Password>***</Password><u>http://***@c/?pwd=***</u></a>");
/// ```
pub struct Redactor {
    pub(super) state: State,
    pub(super) words: Words,
    /// The local part of the name that was read last.
    pub(super) local: Name,
    /// The name of the start tag that was read last, or of the secret element.
    pub(super) name: [u8; KEPT],
    pub(super) name_len: u8,
    /// How much of an end tag is that name, if it is.
    pub(super) same: Option<u8>,
    pub(super) depth: u16,
    /// The depth of the secret element.
    pub(super) secret: Option<u16>,
    /// The text before names a secret.
    pub(super) named: bool,
    /// The byte before was a `/`.
    pub(super) slash: bool,
    pub(super) in_body: bool,
    pub(super) entered: Option<Place>,
}

impl Default for Redactor {
    fn default() -> Self {
        Redactor::new()
    }
}

impl Redactor {
    /// For a document that begins.
    pub const fn new() -> Redactor {
        Redactor {
            state: State::Begin(0),
            words: Words::new(),
            local: Name::new(),
            name: [0; KEPT],
            name_len: 0,
            same: None,
            depth: 0,
            secret: None,
            named: false,
            slash: false,
            in_body: false,
            entered: None,
        }
    }

    /// Takes the next piece of a document. `more` are names of secrets besides those that are known.
    pub fn next(&mut self, input: &[u8], more: &[&str], to: &mut dyn Redacted) {
        self.run(input, more, to, None);
    }

    /// Takes a piece of a document, or of a head up to its end; says how much that was.
    pub(super) fn run(
        &mut self,
        input: &[u8],
        more: &[&str],
        to: &mut dyn Redacted,
        mut head: Option<&mut Head>,
    ) -> usize {
        let mut from = 0;
        for (at, &byte) in input.iter().enumerate() {
            let shown = match &mut head {
                Some(head) => head.next(byte, self, more),
                None => self.step(byte, more),
            };
            let after = at.wrapping_add(1);
            if shown != Shown::Byte || self.entered.is_some() {
                show(to, input.get(from..at));
                if self.entered == Some(Place::End) {
                    self.entered = None;
                    to.entered(Place::End, "Body");
                }
                let is_shown = self.instead(shown, to);
                from = if is_shown { at } else { after };
                if shown == Shown::ByteStars {
                    to.shown(&[byte]);
                    to.shown(STARS.as_bytes());
                }
            }
            if let Some(place) = self.entered.take() {
                show(to, input.get(from..after));
                from = after;
                to.entered(place, self.local_name());
            }
            if head.as_ref().is_some_and(|head| head.is_done()) {
                show(to, input.get(from..after));
                return after;
            }
        }
        show(to, input.get(from..));
        input.len()
    }

    /// Shows what stands before a byte; says whether the byte itself is shown.
    fn instead(&mut self, shown: Shown, to: &mut dyn Redacted) -> bool {
        match shown {
            Shown::Byte => return true,
            Shown::Nothing | Shown::ByteStars => return false,
            Shown::Text(text) => {
                to.shown(text.as_bytes());
                return false;
            }
            Shown::Stars | Shown::StarsByte | Shown::StarsOpen => to.shown(STARS.as_bytes()),
            Shown::HeldByte | Shown::Open => {
                if !self.words.held().is_empty() {
                    to.shown(self.words.held());
                }
                if shown == Shown::HeldByte || matches!(self.state, State::Name | State::EndTag) {
                    self.words.begin();
                }
            }
            Shown::EndTag => {
                to.shown(b"</");
                to.shown(self.name());
            }
        }
        if matches!(shown, Shown::Open | Shown::StarsOpen) {
            to.shown(b"<");
        }
        shown != Shown::Stars
    }

    /// Forgets the name that was kept.
    pub(super) fn clear(&mut self) {
        (self.local, self.name_len) = (Name::new(), 0);
    }

    /// Takes a byte of a name.
    pub(super) fn keep(&mut self, byte: u8) {
        match byte {
            b':' => self.local = Name::new(),
            _ => self.local.push(byte),
        }
        if let Some(slot) = self.name.get_mut(usize::from(self.name_len)) {
            *slot = byte;
        }
        self.name_len = self.name_len.saturating_add(1);
    }

    /// What is kept of the name.
    pub(super) fn name(&self) -> &[u8] {
        self.name.get(..usize::from(self.name_len)).unwrap_or(&self.name)
    }

    /// Of that, the local part.
    pub(super) fn local(&self) -> &[u8] {
        self.name().rsplit(|&byte| byte == b':').next().unwrap_or_default()
    }

    /// Whether the whole name is kept.
    pub(super) fn is_kept(&self) -> bool {
        usize::from(self.name_len) <= KEPT
    }

    fn local_name(&self) -> &str {
        let local = if self.is_kept() { self.local() } else { &[] };
        core::str::from_utf8(local).unwrap_or_default()
    }
}

fn show(to: &mut dyn Redacted, piece: Option<&[u8]>) {
    if let Some(piece) = piece.filter(|piece| !piece.is_empty()) {
        to.shown(piece);
    }
}
