//! The text store: the parts of a fault, packed one after the other.
//!
//! ```text
//! record = kind u8 | mark u8 | skip u16 | length of text u32 | length of more u16 | text | more
//! ```
//!
//! Of a code, `text` is the name as written, `skip` the length of its prefix and colon, `mark` the number of the
//! namespace and `more` the URI of one that has no number. Of a reason, `text` is the language and the text, `skip`
//! divides them, and `mark` says that there is a language. When the store is full nothing more is kept, but everything
//! is still counted, so that the error can say how many bytes would have been enough.

use super::{QName, Reason};
use crate::Namespace;
use crate::xml::Str;

/// Bytes of a record before its strings.
const HEAD: usize = 10;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Kind {
    Code = 1,
    Subcode = 2,
    Reason = 3,
    Node = 4,
    Role = 5,
}

/// One part of a fault.
#[derive(Clone, Copy)]
pub(super) struct Record<'t> {
    pub(super) kind: Kind,
    mark: u8,
    before: &'t [u8],
    text: &'t [u8],
    more: &'t [u8],
}

impl<'t> Record<'t> {
    pub(super) fn text(&self) -> Str<'t> {
        Str::checked(self.text)
    }

    pub(super) fn qname(&self) -> QName<'t> {
        let uri = match Namespace::from_code(self.mark) {
            Namespace::Other => Str::checked(self.more),
            known => known.uri().into(),
        };
        QName { uri, local: self.text() }
    }

    pub(super) fn reason(&self) -> Reason<'t> {
        Reason { text: self.text(), lang: (self.mark != 0).then_some(Str::checked(self.before)) }
    }
}

/// The records of a store.
#[derive(Clone, Copy)]
pub(super) struct Records<'t>(pub(super) &'t [u8]);

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        let (&[kind, mark, s0, s1, t0, t1, t2, t3, m0, m1], rest) = self.0.split_first_chunk::<HEAD>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes([t0, t1, t2, t3]) as usize)?;
        let (more, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([m0, m1])))?;
        self.0 = rest;
        let kind = match kind {
            1 => Kind::Code,
            2 => Kind::Subcode,
            3 => Kind::Reason,
            4 => Kind::Node,
            _ => Kind::Role,
        };
        let (before, text) = text.split_at_checked(usize::from(u16::from_le_bytes([s0, s1])))?;
        Some(Record { kind, mark, before, text, more })
    }
}

/// The store while it is filled. One record is open at a time.
pub(super) struct Store<'t> {
    bytes: &'t mut [u8],
    /// Bytes in use; once the store has run over, of the text of the open record only.
    used: usize,
    /// Where the open record begins.
    record: usize,
    /// Where its text begins.
    text: usize,
    /// What a store must have for everything so far.
    needed: u64,
    full: bool,
}

impl<'t> Store<'t> {
    pub(super) fn new(bytes: &'t mut [u8]) -> Self {
        Store { bytes, used: 0, record: 0, text: 0, needed: 0, full: false }
    }

    /// What a store must have, when this one was too small.
    pub(super) fn exceeded(&self) -> Option<u64> {
        self.full.then_some(self.needed)
    }

    /// The complete records.
    pub(super) fn records(&self) -> &[u8] {
        self.bytes.get(..self.record).unwrap_or_default()
    }

    /// The complete records, for as long as the store lives.
    pub(super) fn into_records(self) -> &'t [u8] {
        let Store { bytes, record, .. } = self;
        let bytes: &'t [u8] = bytes;
        bytes.get(..record).unwrap_or_default()
    }

    /// Opens a record.
    pub(super) fn begin(&mut self) {
        self.used = self.record;
        self.push(&[0; HEAD]);
        if self.full {
            self.used = 0;
        }
        self.text = self.used;
    }

    /// Adds to the text of the open record.
    pub(super) fn push(&mut self, text: &[u8]) {
        self.needed = self.needed.saturating_add(text.len() as u64);
        if text.len() > self.bytes.len().saturating_sub(self.used) {
            self.run_over();
        }
        let room = self.bytes.get_mut(self.used..).unwrap_or_default();
        self.used = self.used.saturating_add(text.len().min(room.len()));
        for (to, from) in room.iter_mut().zip(text) {
            *to = *from;
        }
    }

    /// The text of the open record; cut when the store is full, where it serves to resolve a prefix only.
    pub(super) fn text(&self) -> &[u8] {
        self.bytes.get(self.text..self.used).unwrap_or_default()
    }

    /// Closes the open record.
    pub(super) fn end(&mut self, kind: Kind, mark: u8, skip: usize, more: &[u8]) {
        let text = self.used.saturating_sub(self.text);
        self.push(more);
        if self.full {
            return;
        }
        let [s0, s1, ..] = skip.to_le_bytes();
        let [t0, t1, t2, t3] = (text as u32).to_le_bytes();
        let [m0, m1, ..] = more.len().to_le_bytes();
        let head = self.bytes.get_mut(self.record..self.text).unwrap_or_default();
        for (to, from) in head.iter_mut().zip([kind as u8, mark, s0, s1, t0, t1, t2, t3, m0, m1]) {
            *to = from;
        }
        self.record = self.used;
    }

    /// Gives up keeping. What is lost is lost, so the store serves as scratch: a prefix must stay until it is resolved.
    fn run_over(&mut self) {
        if core::mem::replace(&mut self.full, true) {
            return;
        }
        let len = self.used.saturating_sub(self.text);
        for at in 0..len {
            let byte = self.bytes.get(self.text.wrapping_add(at)).copied().unwrap_or_default();
            if let Some(to) = self.bytes.get_mut(at) {
                *to = byte;
            }
        }
        self.record = 0;
        self.text = 0;
        self.used = len;
    }
}
