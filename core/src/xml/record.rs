//! The attributes and namespace declarations of the start tag at hand.

use super::arena::{NsRef, Resolved, Span, high, low, pair};
use crate::slice::after;

/// Bytes of an attribute record.
pub(super) const RECORD: usize = 16;

/// Four words as they lie in the arena.
pub(super) type Raw = [[u8; 4]; 4];

/// An attribute or namespace declaration of the tag at hand, words as those of a [`Frame`](super::arena::Frame):
///
/// - its name, three words; of a declaration the URI is the value
/// - where the value is, and its length
#[derive(Clone, Copy)]
pub(super) struct Record<'a>(pub(super) &'a Raw);

/// The records of the tag at hand, which grow down from the end: the last one first.
#[inline]
pub(super) fn records(arena: &[u8], count: u16) -> &[Raw] {
    if !cfg!(small) && count == 0 {
        return &[];
    }
    after(arena, arena.len().wrapping_sub(usize::from(count).wrapping_mul(RECORD))).as_chunks().0.as_chunks().0
}

/// The [`records`], and what is before them.
#[inline]
pub(super) fn split(arena: &mut [u8], count: u16) -> Option<(&mut [u8], &mut [Raw])> {
    let before = arena.len().wrapping_sub(usize::from(count).wrapping_mul(RECORD));
    let (before, records) = arena.split_at_mut_checked(before)?;
    Some((before, records.as_chunks_mut().0.as_chunks_mut().0))
}

impl Record<'_> {
    /// With the length of a prefix, for that of the default namespace has none: as if `xmln` were it, so that what it binds
    /// is what follows it and one byte more.
    const DECLARATION: u32 = 0x8004;
    const IS_DECLARATION: u32 = 0x8000;
    /// The longest prefix a record can tell from a declaration.
    pub(super) const MAX_PREFIX: u16 = 0x7FFF;

    /// Writes one that is in no namespace.
    #[inline(always)]
    pub(super) fn write(raw: &mut Raw, name: Span, prefix: u16, value: Span, declaration: bool) {
        let flag = if declaration { Record::DECLARATION } else { 0 };
        let second = pair(prefix, NsRef::NONE.id) | flag;
        *raw = [name.0.to_le_bytes(), second.to_le_bytes(), [0; 4], value.0.to_le_bytes()];
    }

    /// Sets the namespace of an attribute.
    #[inline(always)]
    pub(super) fn set_ns(raw: &mut Raw, ns: NsRef) {
        raw[1] = pair(low(u32::from_le_bytes(raw[1])), ns.id).to_le_bytes();
        raw[2] = ns.uri.0.to_le_bytes();
    }

    /// Sets the number of the namespace that is declared.
    #[inline(always)]
    pub(super) fn set_id(raw: &mut Raw, id: u8) {
        raw[1][2] = id;
    }

    /// Sets the hash of the name.
    #[inline(always)]
    pub(super) fn set_hash(raw: &mut Raw, hash: u8) {
        raw[1][3] = hash;
    }

    #[inline(always)]
    pub(super) fn set_value(raw: &mut Raw, value: Span) {
        raw[3] = value.0.to_le_bytes();
    }

    /// Whether another has the same hash and is as this one: both are declarations, or attributes in namespaces of the
    /// same number.
    #[inline(always)]
    pub(super) fn is_like(self, other: Record<'_>) -> bool {
        let ignored = if self.is_declaration() { 0x00FF_7FFF } else { 0x0000_7FFF };
        (self.second() ^ other.second()) & !ignored == 0
    }

    /// The name without its prefix, but with the colon after that.
    #[inline(always)]
    pub(super) fn tail(self) -> Span {
        self.name().after(self.prefix().len())
    }

    #[inline(always)]
    fn second(self) -> u32 {
        u32::from_le_bytes(self.0[1])
    }

    /// Its name, with the namespace.
    #[inline(always)]
    pub(super) fn resolved(self) -> Resolved {
        let [name, second, uri, _] = words(self.0);
        Resolved { name: Span(name), second, uri: Span(uri) }
    }

    #[inline(always)]
    pub(super) fn name(self) -> Span {
        Span(u32::from_le_bytes(self.0[0]))
    }

    /// The namespace of an attribute, or the one that is declared.
    #[inline(always)]
    pub(super) fn ns(self) -> NsRef {
        let uri = if self.is_declaration() { self.0[3] } else { self.0[2] };
        NsRef { uri: Span(u32::from_le_bytes(uri)), id: high(self.second()) & 0xFF }
    }

    /// Where the URI of the namespace of an attribute is.
    #[inline(always)]
    pub(super) fn uri(self) -> Span {
        Span(u32::from_le_bytes(self.0[2]))
    }

    #[inline(always)]
    pub(super) fn value(self) -> Span {
        Span(u32::from_le_bytes(self.0[3]))
    }

    #[inline(always)]
    pub(super) fn is_declaration(self) -> bool {
        self.second() & Record::IS_DECLARATION != 0
    }

    /// The prefix in the name.
    #[inline(always)]
    pub(super) fn prefix(self) -> Span {
        Span::new(self.name().at(), low(self.second()) & Record::MAX_PREFIX)
    }

    /// For a declaration, the prefix it binds; empty for the default namespace.
    #[inline(always)]
    pub(super) fn declared(self) -> Span {
        self.tail().after(1)
    }
}

/// The words in these bytes.
#[inline(always)]
pub(super) fn words([a, b, c, d]: &Raw) -> [u32; 4] {
    let word = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
    [word(a), word(b), word(c), word(d)]
}
