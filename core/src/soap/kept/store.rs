//! The text store: what must outlive its events, packed as records, one after the other, in memory of the caller.
//!
//! ```text
//! record = kind u8 | mark u8 | skip u16 | length of text u32 | length of more u16 | text | more
//! ```
//!
//! Of a name, `text` is the name as written, `skip` the length of its prefix and colon, `mark` the number of the
//! namespace and `more` the URI of one that has no number; where an earlier record has the same URI, `more` is its
//! place there, and `kind` says so. Of a reason, `text` is the language and the text, `skip` divides them, and `mark`
//! says that there is a language. When the store is full nothing more is kept, but everything is still counted, so that
//! the error can say how many bytes would have been enough.

use crate::Namespace;
use crate::slice::{copy, first, part, shift};
use crate::soap::fault::Reason;
use crate::soap::qname::QName;
use crate::xml::Str;
use core::num::NonZeroU32;

/// Bytes of a record before its strings.
pub(in crate::soap) const HEAD: usize = 10;

/// What a record holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(in crate::soap) enum Kind {
    Code = 1,
    Subcode = 2,
    Reason = 3,
    Node = 4,
    Role = 5,
    /// The header block whose element follows: `mark` is its flags, `text` the byte offset it was read at.
    Block = 6,
    /// The start of a kept element: a name.
    Start = 7,
    /// An attribute: `skip` divides its name from its value.
    Attribute = 8,
    /// Text between tags, whole.
    Text = 9,
    /// The end of a kept element.
    End = 10,
    /// A prefix that the text before it or an attribute of its element uses, and the namespace it stood for.
    Binding = 11,
    /// The name of a mandatory header block that was not understood.
    NotUnderstood = 12,
    /// What a handler left for the application: `skip` divides key and value.
    Context = 13,
}

impl Kind {
    pub(in crate::soap) fn from_code(code: u8) -> Kind {
        match code {
            1 => Kind::Code,
            2 => Kind::Subcode,
            3 => Kind::Reason,
            4 => Kind::Node,
            5 => Kind::Role,
            6 => Kind::Block,
            7 => Kind::Start,
            8 => Kind::Attribute,
            9 => Kind::Text,
            10 => Kind::End,
            11 => Kind::Binding,
            12 => Kind::NotUnderstood,
            _ => Kind::Context,
        }
    }
}

/// In the kind of a record: `more` is the place of a URI in the store and its length, not the URI.
pub(in crate::soap) const SHARED: u8 = 0x80;

/// Bytes that such a place and length take.
pub(in crate::soap) const SHARED_LEN: usize = 6;

/// One record.
#[derive(Clone, Copy)]
pub(in crate::soap) struct Record<'t> {
    /// The number of its kind, with [`SHARED`] as it is in the store: a word, for that is read in the fewest bytes.
    code: NonZeroU32,
    pub(in crate::soap) mark: u8,
    pub(in crate::soap) before: &'t [u8],
    pub(in crate::soap) text: &'t [u8],
    more: &'t [u8],
}

impl<'t> Record<'t> {
    pub(in crate::soap) fn is(&self, kind: Kind) -> bool {
        self.code.get() == kind as u32
    }

    pub(in crate::soap) fn kind(&self) -> Kind {
        Kind::from_code(self.code.get() as u8)
    }

    /// Its kind as a bit.
    pub(in crate::soap) fn bit(&self) -> u16 {
        1_u16.wrapping_shl(self.code.get())
    }

    pub(in crate::soap) fn text(&self) -> Str<'t> {
        Str::checked(self.text)
    }

    /// The prefix of a name.
    pub(in crate::soap) fn prefix(&self) -> Str<'t> {
        Str::checked(self.before.split_last().map_or(&[], |(_, prefix)| prefix))
    }

    /// The namespace of a name.
    pub(in crate::soap) fn uri(&self) -> Str<'t> {
        match Namespace::from_code(self.mark) {
            Namespace::Other => Str::checked(self.more),
            known => known.uri().into(),
        }
    }

    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn qname(&self) -> QName<'t> {
        QName { uri: self.uri(), local: self.text() }
    }

    /// The text of a part of a fault, with the language of a reason or the namespace of a name.
    #[inline(always)]
    pub(in crate::soap) fn pair(&self) -> Reason<'t> {
        let lang = match self.kind() {
            Kind::Code | Kind::Subcode => Some(self.uri()),
            Kind::Reason if self.mark != 0 => Some(Str::checked(self.before)),
            _ => None,
        };
        Reason { text: self.text(), lang }
    }
}

/// The records of a store, from a place on.
#[derive(Clone, Copy)]
pub(in crate::soap) struct Records<'t> {
    store: &'t [u8],
    at: usize,
}

impl<'t> Records<'t> {
    pub(in crate::soap) fn new(store: &'t [u8]) -> Self {
        Records { store, at: 0 }
    }

    /// The records from this place on.
    pub(in crate::soap) fn from(&self, at: usize) -> Self {
        Records { at, ..*self }
    }

    /// The store and the place of the next record.
    pub(in crate::soap) fn place(&self) -> (&'t [u8], usize) {
        (self.store, self.at)
    }

    /// The next record, where none is [`SHARED`].
    #[inline(always)]
    pub(in crate::soap) fn next_own(&mut self) -> Option<Record<'t>> {
        let rest = self.store.get(self.at..)?;
        let (&[kind, mark, s0, s1, t0, t1, t2, t3, m0, m1], rest) = rest.split_first_chunk::<HEAD>()?;
        let (text, rest) = rest.split_at_checked(u32::from_le_bytes([t0, t1, t2, t3]) as usize)?;
        let (more, rest) = rest.split_at_checked(usize::from(u16::from_le_bytes([m0, m1])))?;
        self.at = self.store.len().wrapping_sub(rest.len());
        let (before, text) = text.split_at_checked(usize::from(u16::from_le_bytes([s0, s1])))?;
        Some(Record { code: NonZeroU32::new(kind.into())?, mark, before, text, more })
    }
}

impl<'t> Iterator for Records<'t> {
    type Item = Record<'t>;

    fn next(&mut self) -> Option<Record<'t>> {
        let mut next = self.next_own();
        // Where it is: it is not to be copied.
        if let Some(Record { code, more, .. }) = &mut next
            && code.get() & u32::from(SHARED) != 0
        {
            *code = NonZeroU32::new(code.get() ^ u32::from(SHARED))?;
            if let &[a0, a1, a2, a3, l0, l1] = *more {
                let at = u32::from_le_bytes([a0, a1, a2, a3]) as usize;
                *more = part(self.store, at, usize::from(u16::from_le_bytes([l0, l1])));
            }
        }
        next
    }
}

/// The store while it is filled. One record is open at a time.
pub(in crate::soap) struct Store<'t> {
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
    pub(in crate::soap) fn new(bytes: &'t mut [u8]) -> Self {
        Store { bytes, used: 0, record: 0, text: 0, needed: 0, full: false }
    }

    /// What a store must have, when this one was too small.
    pub(in crate::soap) fn exceeded(&self) -> Option<u64> {
        self.full.then_some(self.needed)
    }

    /// What a store must have for everything so far.
    pub(in crate::soap) fn needed(&self) -> u64 {
        self.needed
    }

    /// The complete records.
    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn records(&self) -> &[u8] {
        first(self.bytes, self.record)
    }

    /// The complete records, for as long as the store lives.
    pub(in crate::soap) fn into_records(self) -> &'t [u8] {
        let Store { bytes, record, .. } = self;
        let bytes: &'t [u8] = bytes;
        first(bytes, record)
    }

    /// Opens a record.
    pub(in crate::soap) fn begin(&mut self) {
        self.used = self.record;
        self.reserve(HEAD);
        self.used = if self.full { 0 } else { self.record.wrapping_add(HEAD) };
        self.text = self.used;
    }

    /// Opens a record whose text is kept at another place already, and stays there whatever becomes of the record.
    pub(in crate::soap) fn begin_with(&mut self, at: usize, len: usize) {
        self.used = self.record;
        self.reserve(len.wrapping_add(HEAD));
        self.text = if self.full { self.bytes.len() } else { self.record.wrapping_add(HEAD) };
        shift(self.bytes, at, self.text, len);
        self.used = self.text.wrapping_add(len);
    }

    /// Adds to the text of the open record. Once the store has run over it serves as scratch for that text: a prefix must
    /// stay until it is resolved.
    pub(in crate::soap) fn push(&mut self, text: &[u8]) {
        let was_full = self.full;
        self.reserve(text.len());
        if self.full != was_full {
            let len = self.used.saturating_sub(self.text);
            shift(self.bytes, self.text, 0, len);
            (self.text, self.used) = (0, len);
        }
        self.append(text);
    }

    /// The text of the open record; cut when the store is full, where it serves to resolve a prefix only.
    pub(in crate::soap) fn text(&self) -> &[u8] {
        part(self.bytes, self.text, self.used.saturating_sub(self.text))
    }

    /// Writes a record whole.
    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn put(&mut self, kind: Kind, mark: u8, before: &[u8], text: &[u8]) {
        self.begin();
        self.push(before);
        self.push(text);
        self.end(kind, mark, before.len(), &[]);
    }

    /// Closes the open record.
    pub(in crate::soap) fn end(&mut self, kind: Kind, mark: u8, skip: usize, more: &[u8]) {
        self.close(kind as u8, mark, skip, more);
    }

    /// The same for a kind that may be [`SHARED`].
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn close(&mut self, kind: u8, mark: u8, skip: usize, more: &[u8]) {
        let text = self.used.saturating_sub(self.text);
        self.reserve(more.len());
        if self.full {
            return;
        }
        self.append(more);
        let [s0, s1, ..] = skip.to_le_bytes();
        let [t0, t1, t2, t3] = (text as u32).to_le_bytes();
        let [m0, m1, ..] = more.len().to_le_bytes();
        if let Some(head) = self.bytes.get_mut(self.record..).and_then(<[u8]>::first_chunk_mut) {
            *head = [kind, mark, s0, s1, t0, t1, t2, t3, m0, m1];
        }
        self.record = self.used;
    }

    /// The place after what was pushed last.
    pub(in crate::soap) fn used(&self) -> usize {
        self.used
    }

    /// The place of the text of the open record.
    pub(in crate::soap) fn text_place(&self) -> usize {
        self.text
    }

    /// The bytes at a place.
    pub(in crate::soap) fn bytes(&self, at: usize, len: usize) -> &[u8] {
        part(self.bytes, at, len)
    }

    /// Whether the store has run over: nothing more is kept, and what was kept is gone.
    pub(in crate::soap) fn is_full(&self) -> bool {
        self.full
    }

    /// Counts more of the open record, and gives up keeping where there is no room for it.
    fn reserve(&mut self, len: usize) {
        self.needed = self.needed.wrapping_add(len as u64);
        if len > self.bytes.len().saturating_sub(self.used) {
            self.full = true;
            self.record = 0;
        }
    }

    /// Puts bytes at the end of the open record, as many as there is room for.
    fn append(&mut self, bytes: &[u8]) {
        let room = self.bytes.get_mut(self.used..).unwrap_or_default();
        self.used = self.used.wrapping_add(copy(room, bytes));
    }
}
