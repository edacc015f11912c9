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
pub(super) struct Span {
    pub(super) at: u16,
    pub(super) len: u16,
}

impl Span {
    #[inline]
    pub(super) fn of(self, arena: &[u8]) -> &[u8] {
        let at = usize::from(self.at);
        arena.get(at..at.wrapping_add(usize::from(self.len))).unwrap_or_default()
    }
}

/// A namespace: its number and, when it has none, where its URI is.
#[derive(Clone, Copy, Default)]
pub(super) struct NsRef {
    pub(super) uri: Span,
    pub(super) id: u8,
}

impl NsRef {
    pub(super) const NONE: NsRef = NsRef { uri: Span { at: 0, len: 0 }, id: Namespace::None as u8 };

    #[inline]
    pub(super) fn namespace(self) -> Namespace {
        Namespace::from_code(self.id)
    }

    pub(super) fn uri(self, arena: &[u8]) -> &[u8] {
        match self.namespace() {
            Namespace::Other => self.uri.of(arena),
            known => known.uri().as_bytes(),
        }
    }
}

/// An open element.
#[derive(Clone, Copy, Default)]
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
pub(super) struct Record {
    pub(super) name: Span,
    pub(super) prefix: u16,
    pub(super) value: Span,
    pub(super) ns: NsRef,
    pub(super) declaration: bool,
}

#[inline]
fn pair(bytes: &[u8; 16], at: usize) -> u16 {
    match (bytes.get(at), bytes.get(at.wrapping_add(1))) {
        (Some(&low), Some(&high)) => u16::from_le_bytes([low, high]),
        _ => 0,
    }
}

#[inline]
pub(super) fn block(arena: &[u8], at: usize) -> Option<&[u8; 16]> {
    arena.get(at..at.wrapping_add(16))?.first_chunk()
}

#[inline]
pub(super) fn block_mut(arena: &mut [u8], at: usize) -> Option<&mut [u8; 16]> {
    arena.get_mut(at..at.wrapping_add(16))?.first_chunk_mut()
}

impl Frame {
    #[inline]
    pub(super) fn load(arena: &[u8], at: usize) -> Frame {
        let Some(b) = block(arena, at) else { return Frame::default() };
        Frame {
            name: Span { at: pair(b, 0), len: pair(b, 2) },
            prefix: pair(b, 4),
            ns: NsRef { uri: Span { at: pair(b, 6), len: pair(b, 8) }, id: b[10] },
            bindings: pair(b, 12),
            outer: pair(b, 14),
        }
    }

    #[inline]
    pub(super) fn store(self, arena: &mut [u8], at: usize) {
        if let Some(b) = block_mut(arena, at) {
            let [n0, n1] = self.name.at.to_le_bytes();
            let [n2, n3] = self.name.len.to_le_bytes();
            let [p0, p1] = self.prefix.to_le_bytes();
            let [u0, u1] = self.ns.uri.at.to_le_bytes();
            let [u2, u3] = self.ns.uri.len.to_le_bytes();
            let [b0, b1] = self.bindings.to_le_bytes();
            let [o0, o1] = self.outer.to_le_bytes();
            *b = [n0, n1, n2, n3, p0, p1, u0, u1, u2, u3, self.ns.id, 0, b0, b1, o0, o1];
        }
    }

    /// The bindings of this element, first to last.
    pub(super) fn bindings(self, arena: &[u8]) -> Bindings<'_> {
        let at = usize::from(self.name.at).wrapping_add(usize::from(self.name.len));
        Bindings { arena, at, left: self.bindings }
    }
}

impl Record {
    /// Where record `index` stands: records grow down from the end.
    #[inline]
    pub(super) fn at(arena: &[u8], index: u16) -> usize {
        arena.len().wrapping_sub(usize::from(index).wrapping_add(1).wrapping_mul(RECORD))
    }

    #[inline]
    pub(super) fn load(arena: &[u8], index: u16) -> Record {
        let Some(b) = block(arena, Record::at(arena, index)) else { return Record::default() };
        Record {
            name: Span { at: pair(b, 0), len: pair(b, 2) },
            prefix: pair(b, 4),
            ns: NsRef { uri: Span { at: pair(b, 6), len: pair(b, 8) }, id: b[10] },
            declaration: b[11] != 0,
            value: Span { at: pair(b, 12), len: pair(b, 14) },
        }
    }

    /// Writes the record; the caller has made room for it.
    #[inline]
    pub(super) fn store(self, arena: &mut [u8], index: u16) {
        let at = Record::at(arena, index);
        if let Some(b) = block_mut(arena, at) {
            let [n0, n1] = self.name.at.to_le_bytes();
            let [n2, n3] = self.name.len.to_le_bytes();
            let [p0, p1] = self.prefix.to_le_bytes();
            let [u0, u1] = self.ns.uri.at.to_le_bytes();
            let [u2, u3] = self.ns.uri.len.to_le_bytes();
            let [v0, v1] = self.value.at.to_le_bytes();
            let [v2, v3] = self.value.len.to_le_bytes();
            let declaration = u8::from(self.declaration);
            *b = [n0, n1, n2, n3, p0, p1, u0, u1, u2, u3, self.ns.id, declaration, v0, v1, v2, v3];
        }
    }

    /// The name without prefix and colon.
    #[inline]
    pub(super) fn local(self, arena: &[u8]) -> &[u8] {
        local(self.name.of(arena), self.prefix)
    }

    /// For a declaration, the prefix it binds; empty for the default namespace.
    pub(super) fn declared(self, arena: &[u8]) -> &[u8] {
        if self.prefix == 0 { &[] } else { self.local(arena) }
    }
}

/// The part of a qualified name after its prefix.
#[inline]
pub(super) fn local(qname: &[u8], prefix: u16) -> &[u8] {
    match prefix {
        0 => qname,
        n => qname.get(usize::from(n).wrapping_add(1)..).unwrap_or_default(),
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
            ns: NsRef { uri: Span { at: u16::try_from(uri_at).ok()?, len: uri }, id },
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
            if record.declaration && record.declared(arena) == prefix {
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
            b"xml" => Some(NsRef { uri: Span::default(), id: Namespace::Xml as u8 }),
            _ => None,
        }
    }
}
