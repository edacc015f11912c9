//! The workspace: open elements, their namespace bindings, and the start tag at hand.
//!
//! ```text
//! [frame][frame]...[tag being gathered] -> free <- [attribute records]
//! frame   = qname | binding* | trailer
//! binding = prefix length u16, URI length u16, namespace number u8, prefix, URI
//! ```
//!
//! The innermost open element lives in the reader; its trailer is written only when a child opens, so a leaf
//! never has one. A URI with a number of its own is not stored: the number says it all. Offsets are u16 and
//! every access is a byte access, so the workspace needs no alignment.

use crate::ns::Namespace;
use crate::slice::{after, part};

/// Bytes of a frame's trailer.
pub(super) const TRAILER: usize = 16;
/// Bytes of an attribute record.
pub(super) const RECORD: usize = 16;
/// Bytes before the strings of a binding.
pub(super) const BINDING: usize = 5;
/// More workspace than this is not used.
pub(super) const MAX: usize = u16::MAX as usize;

/// A run of bytes in the arena.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Span {
    pub(super) at: u16,
    pub(super) len: u16,
}

impl Span {
    #[inline]
    pub(super) fn of(self, arena: &[u8]) -> &[u8] {
        let at = usize::from(self.at);
        part(arena, at, usize::from(self.len))
    }
}

/// A namespace: its number and, when it has none, where its URI is.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(super) struct NsRef {
    pub(super) uri: Span,
    pub(super) id: u16,
}

impl NsRef {
    pub(super) const NONE: NsRef = NsRef { uri: Span { at: 0, len: 0 }, id: Namespace::None as u16 };

    pub(super) const fn numbered(ns: Namespace) -> NsRef {
        NsRef { uri: Span { at: 0, len: 0 }, id: ns as u16 }
    }

    #[inline]
    pub(super) fn namespace(self) -> Namespace {
        Namespace::from_code(self.id as u8)
    }

    #[inline]
    pub(super) fn uri(self, arena: &[u8]) -> &[u8] {
        if self.id == Namespace::Other as u16 { self.uri.of(arena) } else { self.known_uri() }
    }

    #[inline(never)]
    fn known_uri(self) -> &'static [u8] {
        self.namespace().uri().as_bytes()
    }
}

/// An open element. Its trailer is this, as it lies here: words, each of two numbers of 16 bits, the low one first.
///
/// - where the qualified name is that was written, and its length
/// - the length of the prefix in it, and where the URI is
/// - the length of the URI, and the number of the namespace
/// - how many bindings follow the name, and the trailer of the nearest ancestor with bindings, 0 when there is none
#[derive(Clone, Copy, Default)]
pub(super) struct Frame([u32; 4]);

/// An attribute or namespace declaration of the tag at hand, as it lies here: words as those of a [`Frame`].
///
/// - where the qualified name is, and its length
/// - the length of the prefix in it, with a flag for a declaration, and where the URI is
/// - the length of the URI, the number of the namespace, and the hash of the local name
/// - where the value is, and its length
#[derive(Clone, Copy, Default)]
pub(super) struct Record([u32; 4]);

/// Four words at this place.
#[cfg_attr(not(small), inline)]
#[cfg_attr(small, inline(never))]
fn load(arena: &[u8], at: usize) -> [u32; 4] {
    let Some(bytes) = arena.get(at..).and_then(|rest| rest.first_chunk::<16>()) else { return [0; 4] };
    let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = *bytes;
    let word = u32::from_le_bytes;
    [word([a0, a1, a2, a3]), word([b0, b1, b2, b3]), word([c0, c1, c2, c3]), word([d0, d1, d2, d3])]
}

/// Writes four words where there is room for them.
#[inline]
fn store(arena: &mut [u8], at: usize, [a, b, c, d]: [u32; 4]) {
    let Some(place) = arena.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<16>()) else { return };
    let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (a.to_le_bytes(), b.to_le_bytes());
    let ([c0, c1, c2, c3], [d0, d1, d2, d3]) = (c.to_le_bytes(), d.to_le_bytes());
    *place = [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3];
}

impl Frame {
    /// An element without bindings.
    #[inline]
    pub(super) fn new(name: Span, prefix: u16, ns: NsRef, outer: u16) -> Frame {
        let NsRef { uri, id } = ns;
        Frame([pair(name.at, name.len), pair(prefix, uri.at), pair(uri.len, id), pair(0, outer)])
    }

    #[inline]
    pub(super) fn load(arena: &[u8], at: usize) -> Frame {
        Frame(load(arena, at))
    }

    /// An element inside this one, without bindings, and in the same namespace.
    #[inline]
    pub(super) fn child(&self, name: Span, prefix: u16, outer: u16) -> Frame {
        let [_, second, third, _] = self.0;
        Frame([pair(name.at, name.len), second & 0xFFFF_0000 | u32::from(prefix), third, pair(0, outer)])
    }

    /// Writes the trailer where there is room for it.
    #[inline]
    pub(super) fn store(&self, arena: &mut [u8], at: usize) {
        store(arena, at, self.0);
    }

    /// The qualified name as written.
    #[inline(always)]
    pub(super) fn name(&self) -> Span {
        let [name, ..] = self.0;
        Span { at: low(name), len: high(name) }
    }

    /// The prefix in the name.
    #[inline(always)]
    pub(super) fn prefix(&self) -> Span {
        let [name, prefix, ..] = self.0;
        Span { at: low(name), len: low(prefix) }
    }

    #[inline(always)]
    pub(super) fn ns(&self) -> NsRef {
        let [_, second, third, _] = self.0;
        NsRef { uri: Span { at: high(second), len: low(third) }, id: high(third) }
    }

    /// Bindings that follow the name.
    #[inline(always)]
    pub(super) fn bindings(&self) -> u16 {
        let [.., last] = self.0;
        low(last)
    }

    /// Trailer of the nearest ancestor with bindings; 0 when there is none.
    #[inline(always)]
    pub(super) fn outer(&self) -> u16 {
        let [.., last] = self.0;
        high(last)
    }

    /// One binding more, of which there are never as many as 16 bits hold.
    pub(super) fn bind(&mut self) {
        let [.., last] = &mut self.0;
        *last = last.wrapping_add(1);
    }

    /// The URI of the element is there now.
    pub(super) fn move_uri(&mut self, at: u16) {
        let prefix = self.prefix().len;
        let [_, second, ..] = &mut self.0;
        *second = pair(prefix, at);
    }

    /// The bindings of this element, first to last.
    pub(super) fn bound(self, arena: &[u8]) -> Bindings<'_> {
        let Span { at, len } = self.name();
        Bindings { arena, at: usize::from(at).wrapping_add(usize::from(len)), left: self.bindings() }
    }
}

/// The first number of a word.
#[inline(always)]
fn low(word: u32) -> u16 {
    word as u16
}

/// The second.
#[inline(always)]
fn high(word: u32) -> u16 {
    (word >> 16) as u16
}

/// Two numbers in one word.
#[inline(always)]
fn pair(low: u16, high: u16) -> u32 {
    u32::from(high) << 16 | u32::from(low)
}

impl Record {
    const DECLARATION: u16 = 0x8000;
    /// The longest prefix a record can tell from a declaration.
    pub(super) const MAX_PREFIX: u16 = Record::DECLARATION - 1;

    #[inline]
    pub(super) fn new(name: Span, prefix: u16, value: Span, declaration: bool) -> Record {
        let flag = if declaration { Record::DECLARATION } else { 0 };
        let NsRef { uri, id } = NsRef::NONE;
        Record([pair(name.at, name.len), pair(prefix | flag, uri.at), pair(uri.len, id), pair(value.at, value.len)])
    }

    /// Where record `index` stands: records grow down from the end.
    #[inline]
    fn at(arena: &[u8], index: u16) -> usize {
        arena.len().wrapping_sub(usize::from(index).wrapping_add(1).wrapping_mul(RECORD))
    }

    #[inline]
    pub(super) fn load(arena: &[u8], index: u16) -> Record {
        Record(load(arena, Record::at(arena, index)))
    }

    /// Writes the record; the caller has made room for it.
    #[inline]
    pub(super) fn store(&self, arena: &mut [u8], index: u16) {
        store(arena, Record::at(arena, index), self.0);
    }

    #[inline(always)]
    pub(super) fn name(&self) -> Span {
        let [name, ..] = self.0;
        Span { at: low(name), len: high(name) }
    }

    #[inline(always)]
    pub(super) fn ns(&self) -> NsRef {
        let [_, second, third, _] = self.0;
        NsRef { uri: Span { at: high(second), len: low(third) }, id: high(third) & 0xFF }
    }

    #[inline(always)]
    pub(super) fn value(&self) -> Span {
        let [.., value] = self.0;
        Span { at: low(value), len: high(value) }
    }

    /// The hash that was set, 0 before.
    #[inline]
    pub(super) fn hash(&self) -> u8 {
        let [_, _, third, _] = self.0;
        (third >> 24) as u8
    }

    /// Sets the namespace.
    #[inline]
    pub(super) fn set_ns(&mut self, ns: NsRef) {
        let [_, second, third, _] = &mut self.0;
        *second = pair(*second as u16, ns.uri.at);
        *third = pair(ns.uri.len, ns.id);
    }

    /// Writes the hash of the local name into record `index`, and nothing else.
    #[inline]
    pub(super) fn store_hash(arena: &mut [u8], index: u16, hash: u8) {
        if let Some(place) = arena.get_mut(Record::at(arena, index).wrapping_add(11)) {
            *place = hash;
        }
    }

    /// The value is so long now.
    #[inline]
    pub(super) fn set_value_len(&mut self, len: u16) {
        let [.., last] = &mut self.0;
        *last = pair(*last as u16, len);
    }

    #[inline]
    pub(super) fn is_declaration(&self) -> bool {
        self.flagged_prefix() & Record::DECLARATION != 0
    }

    /// Length of the prefix in the name.
    #[inline]
    pub(super) fn prefix(&self) -> u16 {
        self.flagged_prefix() & !Record::DECLARATION
    }

    #[inline]
    fn flagged_prefix(&self) -> u16 {
        let [_, second, ..] = self.0;
        second as u16
    }

    /// The name without prefix and colon.
    #[inline]
    pub(super) fn local<'a>(&self, arena: &'a [u8]) -> &'a [u8] {
        local(self.name().of(arena), self.prefix())
    }

    /// For a declaration, the prefix it binds; empty for the default namespace.
    pub(super) fn declared<'a>(&self, arena: &'a [u8]) -> &'a [u8] {
        if self.prefix() == 0 { &[] } else { self.local(arena) }
    }
}

/// The part of a qualified name after its prefix.
#[inline]
pub(super) fn local(qname: &[u8], prefix: u16) -> &[u8] {
    match prefix {
        0 => qname,
        n => after(qname, usize::from(n).wrapping_add(1)),
    }
}

/// One namespace binding of an open element.
pub(super) struct Binding<'a> {
    pub(super) prefix: &'a [u8],
    pub(super) ns: NsRef,
}

/// The bindings of one element.
pub(super) struct Bindings<'a> {
    arena: &'a [u8],
    at: usize,
    left: u16,
}

impl<'a> Iterator for Bindings<'a> {
    type Item = Binding<'a>;

    #[inline]
    fn next(&mut self) -> Option<Binding<'a>> {
        self.left = self.left.checked_sub(1)?;
        let head: &[u8; BINDING] = self.arena.get(self.at..)?.first_chunk()?;
        let [p0, p1, u0, u1, id] = *head;
        let (prefix, uri) = (u16::from_le_bytes([p0, p1]), u16::from_le_bytes([u0, u1]));
        let strings = self.at.wrapping_add(BINDING);
        let uri_at = strings.wrapping_add(usize::from(prefix));
        self.at = uri_at.wrapping_add(usize::from(uri));
        Some(Binding {
            prefix: self.arena.get(strings..uri_at)?,
            ns: NsRef { uri: Span { at: u16::try_from(uri_at).ok()?, len: uri }, id: u16::from(id) },
        })
    }
}

/// Where prefixes are looked up: the declarations of the tag at hand, then the open elements inside out.
#[derive(Clone, Copy, Default)]
pub(super) struct Scope {
    /// Records of the tag at hand to look through; 0 once the tag is compacted.
    pub(super) records: u16,
    /// The innermost element whose bindings are compacted.
    pub(super) frame: Frame,
}

impl Scope {
    /// The namespace bound to a prefix, the empty prefix being the default namespace.
    pub(super) fn resolve(self, arena: &[u8], prefix: &[u8]) -> Option<NsRef> {
        for index in 0..self.records {
            let record = Record::load(arena, index);
            if record.is_declaration() && record.declared(arena) == prefix {
                return Some(record.ns());
            }
        }
        let mut frame = self.frame;
        loop {
            // No prefix is declared twice on one element.
            if let Some(binding) = frame.bound(arena).find(|b| b.prefix == prefix) {
                return Some(binding.ns);
            }
            let outer = usize::from(frame.outer());
            if outer == 0 {
                break;
            }
            frame = Frame::load(arena, outer);
        }
        match prefix {
            b"" => Some(NsRef::NONE),
            b"xml" => Some(NsRef::numbered(Namespace::Xml)),
            _ => None,
        }
    }
}
