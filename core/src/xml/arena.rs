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

    pub(super) fn uri(self, arena: &[u8]) -> &[u8] {
        match self.namespace() {
            Namespace::Other => self.uri.of(arena),
            known => known.uri().as_bytes(),
        }
    }
}

/// An open element. Its trailer is this, as it lies here.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Frame {
    /// The qualified name as written.
    pub(super) name: Span,
    /// Length of the prefix in it.
    pub(super) prefix: u16,
    pub(super) ns: NsRef,
    /// Bindings that follow the name.
    pub(super) bindings: u16,
    /// Trailer of the nearest ancestor with bindings; 0 when there is none.
    pub(super) outer: u16,
}

/// An attribute or namespace declaration of the tag at hand.
#[derive(Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Record {
    pub(super) name: Span,
    /// Length of the prefix in the name; [`DECLARATION`](Record::DECLARATION) is added for a declaration.
    prefix: u16,
    pub(super) ns: NsRef,
    pub(super) value: Span,
}

/// Eight numbers of 16 bits at this place.
#[inline]
fn load(arena: &[u8], at: usize) -> [u16; 8] {
    let Some(b) = arena.get(at..).and_then(|rest| rest.first_chunk::<16>()) else { return [0; 8] };
    let pair = |low, high| u16::from_le_bytes([low, high]);
    [
        pair(b[0], b[1]),
        pair(b[2], b[3]),
        pair(b[4], b[5]),
        pair(b[6], b[7]),
        pair(b[8], b[9]),
        pair(b[10], b[11]),
        pair(b[12], b[13]),
        pair(b[14], b[15]),
    ]
}

/// Writes eight numbers where there is room for them.
#[inline]
fn store(arena: &mut [u8], at: usize, words: &[u16; 8]) {
    let Some(place) = arena.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<16>()) else { return };
    for (pair, word) in place.as_chunks_mut().0.iter_mut().zip(words) {
        *pair = word.to_le_bytes();
    }
}

impl Frame {
    #[inline]
    pub(super) fn load(arena: &[u8], at: usize) -> Frame {
        let [at, len, prefix, uri_at, uri_len, id, bindings, outer] = load(arena, at);
        let ns = NsRef { uri: Span { at: uri_at, len: uri_len }, id };
        Frame { name: Span { at, len }, prefix, ns, bindings, outer }
    }

    #[inline]
    pub(super) fn store(&self, arena: &mut [u8], at: usize) {
        let (name, uri) = (self.name, self.ns.uri);
        let words = [name.at, name.len, self.prefix, uri.at, uri.len, self.ns.id, self.bindings, self.outer];
        store(arena, at, &words);
    }

    /// The bindings of this element, first to last.
    pub(super) fn bindings(self, arena: &[u8]) -> Bindings<'_> {
        let at = usize::from(self.name.at).wrapping_add(usize::from(self.name.len));
        Bindings { arena, at, left: self.bindings }
    }
}

impl Record {
    const DECLARATION: u16 = 0x8000;
    /// The longest prefix a record can tell from a declaration.
    pub(super) const MAX_PREFIX: u16 = Record::DECLARATION - 1;

    #[inline]
    pub(super) fn new(name: Span, prefix: u16, value: Span, declaration: bool) -> Record {
        let flag = if declaration { Record::DECLARATION } else { 0 };
        Record { name, prefix: prefix | flag, ns: NsRef::NONE, value }
    }

    /// Where record `index` stands: records grow down from the end.
    #[inline]
    fn at(arena: &[u8], index: u16) -> usize {
        arena.len().wrapping_sub(usize::from(index).wrapping_add(1).wrapping_mul(RECORD))
    }

    #[inline]
    pub(super) fn load(arena: &[u8], index: u16) -> Record {
        let [at, len, prefix, uri_at, uri_len, id, value_at, value_len] = load(arena, Record::at(arena, index));
        let ns = NsRef { uri: Span { at: uri_at, len: uri_len }, id };
        Record { name: Span { at, len }, prefix, ns, value: Span { at: value_at, len: value_len } }
    }

    /// Writes the record; the caller has made room for it.
    #[inline]
    pub(super) fn store(&self, arena: &mut [u8], index: u16) {
        let at = Record::at(arena, index);
        self.store_at(arena, at);
    }

    #[inline]
    pub(super) fn store_at(&self, arena: &mut [u8], at: usize) {
        let (name, uri, value) = (self.name, self.ns.uri, self.value);
        store(arena, at, &[name.at, name.len, self.prefix, uri.at, uri.len, self.ns.id, value.at, value.len]);
    }

    /// Writes the namespace alone.
    #[inline]
    pub(super) fn store_ns(&self, arena: &mut [u8], index: u16) {
        let at = Record::at(arena, index).wrapping_add(6);
        let uri = self.ns.uri;
        if let Some(place) = arena.get_mut(at..).and_then(|rest| rest.first_chunk_mut::<6>()) {
            let ([a0, a1], [l0, l1], [i0, i1]) =
                (uri.at.to_le_bytes(), uri.len.to_le_bytes(), self.ns.id.to_le_bytes());
            *place = [a0, a1, l0, l1, i0, i1];
        }
    }

    #[inline]
    pub(super) fn is_declaration(&self) -> bool {
        self.prefix & Record::DECLARATION != 0
    }

    /// Length of the prefix in the name.
    #[inline]
    pub(super) fn prefix(&self) -> u16 {
        self.prefix & !Record::DECLARATION
    }

    /// The name without prefix and colon.
    #[inline]
    pub(super) fn local<'a>(&self, arena: &'a [u8]) -> &'a [u8] {
        local(self.name.of(arena), self.prefix())
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
                return Some(record.ns);
            }
        }
        let mut frame = self.frame;
        loop {
            // No prefix is declared twice on one element.
            if let Some(binding) = frame.bindings(arena).find(|b| b.prefix == prefix) {
                return Some(binding.ns);
            }
            if frame.outer == 0 {
                break;
            }
            frame = Frame::load(arena, usize::from(frame.outer));
        }
        match prefix {
            b"" => Some(NsRef::NONE),
            b"xml" => Some(NsRef::numbered(Namespace::Xml)),
            _ => None,
        }
    }
}
