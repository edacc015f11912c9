//! The workspace of a writer: pinned prefixes, open elements with their namespace bindings, and the attribute
//! names of the tag at hand.
//!
//! ```text
//! [pin]* ([element][binding]*)* -> free <- [attribute]*
//! element   = outer element u16, name length u16, prefix length u16, qname
//! binding   = outer binding u16, prefix length u16, URI length u16, namespace number u8, prefix, URI
//! attribute = name length u16, prefix length u16, qname
//! ```
//!
//! A URI with a number of its own is not stored: the number says it all. Offsets are u16 and every access is a byte
//! access, so the workspace needs no alignment. What does not fit is only counted, so that the need is known.

use crate::Namespace;
use crate::slice::{after, part};

/// No record: an offset that no record can have.
pub(super) const NONE: u16 = u16::MAX;

const BINDING: usize = 7;

/// A run of bytes in the workspace.
#[derive(Clone, Copy)]
pub(super) struct Span {
    at: usize,
    len: usize,
}

/// A prefix, wherever it stands.
#[derive(Clone, Copy)]
pub(super) enum Prefix<'a> {
    Stored(Span),
    Text(&'a [u8]),
}

/// Room for `ns` and a number.
pub(super) type Numbered = [u8; NUMBERED];

/// The name of an open element or of an attribute of the tag at hand.
#[derive(Clone, Copy)]
pub(super) struct QName {
    name: Span,
    prefix: usize,
}

impl QName {
    pub(super) fn whole(self) -> Span {
        self.name
    }

    pub(super) fn prefix(self) -> Span {
        Span { at: self.name.at, len: self.prefix }
    }

    fn local(self) -> Span {
        let skip = if self.prefix == 0 { 0 } else { self.prefix.wrapping_add(1) };
        Span { at: self.name.at.wrapping_add(skip), len: self.name.len.wrapping_sub(skip) }
    }
}

/// A namespace binding.
#[derive(Clone, Copy)]
pub(super) struct Binding<'s> {
    pub(super) at: u16,
    pub(super) outer: u16,
    pub(super) prefix: &'s [u8],
    pub(super) uri: &'s [u8],
}

impl Binding<'_> {
    /// Where its prefix stands.
    pub(super) fn stored(&self) -> Prefix<'static> {
        Prefix::Stored(Span { at: usize::from(self.at).wrapping_add(BINDING), len: self.prefix.len() })
    }
}

/// Where a record goes, and whether it is one of a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Top,
    Binding,
    Tail,
}

/// The workspace in use.
pub(super) struct Stack<'d> {
    memory: &'d mut [u8],
    top: usize,
    tail: usize,
    /// The most bytes that were in use at once, what did not fit included.
    need: usize,
}

impl<'d> Stack<'d> {
    #[inline]
    pub(super) fn new(memory: &'d mut [u8], top: u16, tail: u16) -> Self {
        let usable = memory.len().min(usize::from(NONE));
        let memory = memory.get_mut(..usable).unwrap_or_default();
        Stack { memory, top: usize::from(top), tail: usize::from(tail), need: 0 }
    }

    /// The most bytes that were in use at once.
    pub(super) fn need(&self) -> usize {
        self.need
    }

    /// Both ends and the need, if everything fits.
    #[inline]
    pub(super) fn extent(&self) -> Option<(u16, u16, u16)> {
        // What fits in the memory, fits in 16 bits.
        let fits = self.need <= self.memory.len();
        fits.then_some((self.top as u16, self.tail as u16, self.need as u16))
    }

    #[inline]
    pub(super) fn bytes(&self, span: Span) -> &[u8] {
        part(self.memory, span.at, span.len)
    }

    /// The bytes of a prefix.
    pub(super) fn prefix<'b>(&'b self, prefix: &Prefix<'b>) -> &'b [u8] {
        prefix.bytes(self.memory)
    }

    /// The same with the lifetime of the workspace.
    pub(super) fn into_bytes(self, span: Span) -> &'d [u8] {
        part(self.memory, span.at, span.len)
    }

    /// Records an element with this name as the innermost; gives its offset and where the name stands.
    #[inline]
    pub(super) fn push_element(&mut self, outer: u16, prefix: &Prefix<'_>, local: &[u8]) -> (u16, Span) {
        let len = qname_len(prefix, local);
        let at = self.top;
        let head = halves([outer, short(len), short(prefix.len())]);
        (short(at), Span { at: self.push(End::Top, head.as_flattened(), prefix, local), len })
    }

    /// Records that the prefix stands for the URI; gives the offset.
    pub(super) fn push_binding(&mut self, outer: u16, prefix: &Prefix<'_>, uri: &[u8]) -> u16 {
        let at = self.top;
        let ns = Namespace::from_uri(uri);
        let uri = if ns == Namespace::Other { uri } else { &[] };
        let [[o0, o1], [p0, p1], [u0, u1]] = halves([outer, short(prefix.len()), short(uri.len())]);
        self.push(End::Binding, &[o0, o1, p0, p1, u0, u1, ns as u8], prefix, uri);
        short(at)
    }

    /// Records an attribute of the tag at hand; gives where its name stands.
    #[inline]
    pub(super) fn push_attribute(&mut self, prefix: &Prefix<'_>, local: &[u8]) -> Span {
        let len = qname_len(prefix, local);
        let head = halves([short(len), short(prefix.len())]);
        Span { at: self.push(End::Tail, head.as_flattened(), prefix, local), len }
    }

    /// Writes a record: its head, a prefix and what follows that, after a colon where it is a name. Gives where the
    /// prefix stands. What does not fit is only counted.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn push(&mut self, end: End, head: &[u8], prefix: &Prefix<'_>, rest: &[u8]) -> usize {
        let colon: &[u8] = if end == End::Binding || prefix.len() == 0 { b"" } else { b":" };
        let name = colon.len().saturating_add(prefix.len()).saturating_add(rest.len());
        let len = name.saturating_add(head.len());
        let mut at = self.top;
        match end {
            End::Tail => {
                self.tail = self.tail.saturating_add(len);
                at = self.memory.len().saturating_sub(self.tail);
            }
            _ => self.top = at.saturating_add(len),
        }
        self.need = self.need.max(self.top.saturating_add(self.tail));
        if self.need <= self.memory.len() {
            let (below, mut room) = self.memory.split_at_mut_checked(at).unwrap_or_default();
            for part in [head, prefix.bytes(below), colon, rest] {
                let (slots, after) = core::mem::take(&mut room).split_at_mut_checked(part.len()).unwrap_or_default();
                fill(slots, part);
                room = after;
            }
        }
        at.wrapping_add(head.len())
    }

    /// Forgets the attributes of the tag at hand.
    #[inline]
    pub(super) fn clear_attributes(&mut self) {
        self.tail = 0;
    }

    pub(super) fn has_attributes(&self) -> bool {
        self.tail > 0
    }

    /// Forgets the element at this offset and all that follows it; gives the element around it.
    #[inline]
    pub(super) fn pop_element(&mut self, at: u16) -> u16 {
        self.top = usize::from(at);
        self.outer(at)
    }

    /// The name of the element at this offset.
    #[inline]
    pub(super) fn element(&self, at: u16) -> Option<QName> {
        self.qname(usize::from(at).wrapping_add(2))
    }

    /// The attribute names of the tag at hand.
    pub(super) fn attributes(&self) -> impl Iterator<Item = QName> {
        let mut at = self.memory.len().saturating_sub(self.tail);
        core::iter::from_fn(move || {
            let qname = self.qname(at)?;
            at = qname.name.at.wrapping_add(qname.name.len);
            Some(qname)
        })
    }

    /// The local part of a name.
    pub(super) fn local(&self, name: QName) -> &[u8] {
        self.bytes(name.local())
    }

    /// The first binding, from this one outwards, of the prefix or to the URI, if one is given.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn lookup(&self, from: u16, prefix: Option<&[u8]>, uri: Option<&[u8]>) -> Option<Binding<'_>> {
        let mut at = from;
        loop {
            let binding = self.binding(at)?;
            if prefix.is_none_or(|prefix| prefix == binding.prefix) && uri.is_none_or(|uri| uri == binding.uri) {
                return Some(binding);
            }
            at = binding.outer;
        }
    }

    /// The binding outside of this one, and the same for the element at hand.
    #[inline]
    pub(super) fn outer(&self, at: u16) -> u16 {
        self.short_at(usize::from(at)).unwrap_or(NONE)
    }

    #[inline]
    fn binding(&self, at: u16) -> Option<Binding<'_>> {
        if at == NONE {
            return None;
        }
        let (head, names) = self.memory.get(usize::from(at)..)?.split_first_chunk::<BINDING>()?;
        let [o0, o1, p0, p1, u0, u1, ns] = *head;
        let (prefix, names) = names.split_at_checked(usize::from(u16::from_le_bytes([p0, p1])))?;
        let uri = match Namespace::from_code(ns) {
            Namespace::Other => names.get(..usize::from(u16::from_le_bytes([u0, u1])))?,
            known => known.uri().as_bytes(),
        };
        Some(Binding { at, outer: u16::from_le_bytes([o0, o1]), prefix, uri })
    }

    fn qname(&self, at: usize) -> Option<QName> {
        let len = usize::from(self.short_at(at)?);
        let prefix = usize::from(self.short_at(at.wrapping_add(2))?);
        Some(QName { name: Span { at: at.wrapping_add(4), len }, prefix })
    }

    #[inline]
    fn short_at(&self, at: usize) -> Option<u16> {
        Some(u16::from_le_bytes(*self.memory.get(at..)?.first_chunk()?))
    }
}

#[inline]
fn halves<const N: usize>(values: [u16; N]) -> [[u8; 2]; N] {
    values.map(u16::to_le_bytes)
}

impl<'a> Prefix<'a> {
    /// `ns` and this number.
    pub(super) fn numbered(mut number: u16, room: &'a mut Numbered) -> Self {
        let mut start = NUMBERED;
        for slot in room.iter_mut().rev() {
            *slot = b'0'.wrapping_add((number % 10) as u8);
            start = start.wrapping_sub(1);
            number /= 10;
            if number == 0 {
                break;
            }
        }
        start = start.wrapping_sub(2);
        for (slot, letter) in room.iter_mut().skip(start).zip(*b"ns") {
            *slot = letter;
        }
        Prefix::Text(after(room, start))
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Prefix::Stored(span) => span.len,
            Prefix::Text(text) => text.len(),
        }
    }

    /// The bytes of the prefix; a stored one is in this memory.
    pub(super) fn bytes<'b>(&self, memory: &'b [u8]) -> &'b [u8]
    where
        'a: 'b,
    {
        match self {
            Prefix::Stored(span) => part(memory, span.at, span.len),
            Prefix::Text(text) => text,
        }
    }
}

/// Bytes of the longest numbered prefix.
const NUMBERED: usize = 7;

fn qname_len(prefix: &Prefix<'_>, local: &[u8]) -> usize {
    match prefix.len() {
        0 => local.len(),
        len => len.saturating_add(1).saturating_add(local.len()),
    }
}

/// A length or offset. What is more than 16 bits hold, does not fit in the workspace either, and is never read back.
#[inline]
const fn short(value: usize) -> u16 {
    value as u16
}

#[inline]
pub(super) fn fill(to: &mut [u8], from: &[u8]) {
    for (slot, &byte) in to.iter_mut().zip(from) {
        *slot = byte;
    }
}
