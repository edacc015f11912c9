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

use super::record::{Raw, Record, words};
use super::scan;
use crate::ns::{Namespace, uri};

/// Bytes of a frame's trailer.
pub(super) const TRAILER: usize = 16;
/// Bytes before the strings of a binding.
pub(super) const BINDING: usize = 5;
/// More workspace than this is not used.
pub(super) const MAX: usize = u16::MAX as usize;

/// A run of bytes in the arena, in one word: where it is, and its length above that.
#[derive(Clone, Copy, Default, PartialEq)]
pub(super) struct Span(pub(super) u32);

impl Span {
    #[inline(always)]
    pub(super) fn new(at: u16, len: u16) -> Span {
        Span(pair(at, len))
    }

    #[inline(always)]
    pub(super) fn at(self) -> u16 {
        low(self.0)
    }

    #[inline(always)]
    pub(super) fn len(self) -> u16 {
        high(self.0)
    }

    /// Where it ends.
    #[inline(always)]
    pub(super) fn end(self) -> usize {
        usize::from(self.at()).wrapping_add(usize::from(self.len()))
    }

    /// What follows the first `len` bytes, of which there are as many.
    #[inline(always)]
    pub(super) fn after(self, len: u16) -> Span {
        let len = u32::from(len);
        Span(self.0.wrapping_add(len).wrapping_sub(len << 16))
    }

    /// Whether two short runs are the same bytes.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn same(self, other: Span, arena: &[u8]) -> bool {
        scan::same(self.of(arena), other.of(arena))
    }

    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn of(self, arena: &[u8]) -> &[u8] {
        arena.get(usize::from(self.at())..self.end()).unwrap_or_default()
    }
}

/// A namespace: its number and, when it has none, where its URI is.
#[derive(Clone, Copy)]
pub(super) struct NsRef {
    pub(super) uri: Span,
    pub(super) id: u16,
}

impl NsRef {
    pub(super) const NONE: NsRef = NsRef::numbered(Namespace::None);
    /// What a prefix is bound to that is not: no declaration may bind one to this.
    const UNBOUND: NsRef = NsRef::numbered(Namespace::Xmlns);

    const fn numbered(ns: Namespace) -> NsRef {
        NsRef { uri: Span(0), id: ns as u16 }
    }

    #[inline]
    pub(super) fn namespace(self) -> Namespace {
        Namespace::from_code(self.id as u8)
    }

    #[cfg_attr(small, inline(always))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn uri(self, arena: &[u8]) -> &[u8] {
        if self.id == Namespace::Other as u16 { self.uri.of(arena) } else { uri(self.id as u8).as_bytes() }
    }
}

/// A name that is resolved, as it lies in a frame and in a record.
///
/// - where the qualified name is that was written, and its length
/// - the length of the prefix in it, with a flag for a declaration, then the number of the namespace, and in a record the
///   hash of the local name
/// - where the URI is, and its length
#[derive(Clone, Copy)]
pub(super) struct Resolved {
    pub(super) name: Span,
    pub(super) second: u32,
    pub(super) uri: Span,
}

impl Resolved {
    /// The qualified name as written.
    #[inline(always)]
    pub(super) fn qname(&self) -> Span {
        self.name
    }

    /// The prefix in it.
    #[inline(always)]
    pub(super) fn prefix(&self) -> Span {
        Span::new(self.name.at(), low(self.second) & Record::MAX_PREFIX)
    }

    /// The name without prefix and colon.
    #[inline(always)]
    pub(super) fn local(&self) -> Span {
        match self.prefix().len() {
            0 => self.name,
            prefix => self.name.after(prefix.wrapping_add(1)),
        }
    }

    #[inline(always)]
    pub(super) fn ns(&self) -> NsRef {
        NsRef { uri: self.uri, id: high(self.second) & 0xFF }
    }
}

/// An open element. Its trailer is this, as it lies here: words, each of two numbers of 16 bits, the low one first.
///
/// - its name, three words
/// - how many bindings follow the name, and the trailer of the nearest ancestor with bindings, 0 when there is none
#[derive(Clone, Copy, Default)]
pub(super) struct Frame([u32; 4]);

impl Frame {
    /// Without bindings and those around them.
    pub(super) const NONE: &'static Frame = &Frame([0; 4]);

    /// An element without bindings, and in no namespace.
    #[inline]
    pub(super) fn new(name: Span, prefix: u16, outer: u16) -> Frame {
        Frame([name.0, pair(prefix, NsRef::NONE.id), 0, pair(0, outer)])
    }

    /// The trailer at this place.
    #[inline]
    pub(super) fn load(arena: &[u8], at: usize) -> Frame {
        let Some(bytes) = arena.get(at..).and_then(|rest| rest.first_chunk::<16>()) else { return Frame::default() };
        let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = *bytes;
        Frame(words(&[[a0, a1, a2, a3], [b0, b1, b2, b3], [c0, c1, c2, c3], [d0, d1, d2, d3]]))
    }

    /// An element inside this one, without bindings, and in the same namespace.
    #[inline]
    pub(super) fn child(&self, name: Span, prefix: u16, outer: u16) -> Frame {
        let [_, second, uri, _] = self.0;
        Frame([name.0, second & 0xFFFF_0000 | u32::from(prefix), uri, pair(0, outer)])
    }

    /// Writes the trailer where there is room for it.
    #[inline]
    pub(super) fn store(&self, arena: &mut [u8], at: usize) {
        let Some(place) = arena.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<16>()) else { return };
        let [a, b, c, d] = self.0;
        let ([a0, a1, a2, a3], [b0, b1, b2, b3]) = (a.to_le_bytes(), b.to_le_bytes());
        let ([c0, c1, c2, c3], [d0, d1, d2, d3]) = (c.to_le_bytes(), d.to_le_bytes());
        *place = [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3];
    }

    /// The qualified name as written.
    #[inline(always)]
    pub(super) fn name(&self) -> Span {
        let [name, ..] = self.0;
        Span(name)
    }

    /// The prefix in the name.
    #[inline(always)]
    pub(super) fn prefix(&self) -> Span {
        let [name, second, ..] = self.0;
        Span::new(low(name), low(second))
    }

    #[inline(always)]
    pub(super) fn ns(&self) -> NsRef {
        let [_, second, uri, _] = self.0;
        NsRef { uri: Span(uri), id: high(second) }
    }

    /// The element is in this namespace.
    #[inline(always)]
    pub(super) fn set_ns(&mut self, ns: NsRef) {
        let [_, second, uri, _] = &mut self.0;
        (*second, *uri) = (pair(low(*second), ns.id), ns.uri.0);
    }

    /// Its name, with the namespace.
    #[inline(always)]
    pub(super) fn resolved(&self) -> Resolved {
        let [name, second, uri, _] = self.0;
        Resolved { name: Span(name), second, uri: Span(uri) }
    }

    /// The name, and the last word.
    #[inline(always)]
    fn place(&self) -> (Span, u32) {
        let [name, .., last] = self.0;
        (Span(name), last)
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
}

/// The first number of a word.
#[inline(always)]
pub(super) fn low(word: u32) -> u16 {
    word as u16
}

/// The second.
#[inline(always)]
pub(super) fn high(word: u32) -> u16 {
    (word >> 16) as u16
}

/// Two numbers in one word.
#[inline(always)]
pub(super) fn pair(low: u16, high: u16) -> u32 {
    u32::from(high) << 16 | u32::from(low)
}

/// A prefix bound on an open element.
struct Binding {
    prefix: Span,
    ns: NsRef,
}

impl Binding {
    /// The binding at this place.
    #[inline(always)]
    fn load(arena: &[u8], at: usize) -> Option<Binding> {
        let [p0, p1, u0, u1, id] = *arena.get(at..)?.first_chunk::<BINDING>()?;
        let lengths = u32::from_le_bytes([p0, p1, u0, u1]);
        let prefix = Span::new(at.wrapping_add(BINDING) as u16, low(lengths));
        Some(Binding { prefix, ns: NsRef { uri: Span::new(prefix.end() as u16, high(lengths)), id: u16::from(id) } })
    }
}

/// Where prefixes are looked up: the declarations of the tag at hand, then the open elements inside out.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) arena: &'a [u8],
    /// Records of the tag at hand to look through; none once the tag is compacted.
    pub(super) records: &'a [Raw],
    /// The innermost element whose bindings are compacted.
    pub(super) frame: &'a Frame,
}

impl Scope<'_> {
    /// The namespace bound to a prefix, the empty prefix being the default namespace.
    #[inline(always)]
    pub(super) fn resolve(&self, prefix: &[u8]) -> Option<NsRef> {
        let ns = self.bound(prefix);
        if ns.id == NsRef::UNBOUND.id { None } else { Some(ns) }
    }

    #[inline(never)]
    fn bound(&self, prefix: &[u8]) -> NsRef {
        let arena = self.arena;
        for raw in self.records {
            let record = Record(raw);
            if record.is_declaration() && record.declared().of(arena) == prefix {
                return record.ns();
            }
        }
        let (mut name, mut last) = self.frame.place();
        loop {
            let mut at = name.end();
            for _ in 0..low(last) {
                let Some(binding) = Binding::load(arena, at) else { break };
                // No prefix is declared twice on one element.
                if binding.prefix.of(arena) == prefix {
                    return binding.ns;
                }
                at = binding.ns.uri.end();
            }
            match high(last) {
                0 => break,
                outer => (name, last) = Frame::load(arena, outer.into()).place(),
            }
        }
        match reserved(prefix) {
            Namespace::Other => NsRef::UNBOUND,
            ns => NsRef::numbered(ns),
        }
    }
}

/// The namespace that a prefix has by itself, without a declaration; [`Namespace::Other`] when it has none.
/// Namespaces in XML 1.0, 3.
#[cfg_attr(small, inline(never))]
pub(super) fn reserved(prefix: &[u8]) -> Namespace {
    match prefix {
        b"" => Namespace::None,
        b"xml" => Namespace::Xml,
        b"xmlns" => Namespace::Xmlns,
        _ => Namespace::Other,
    }
}
