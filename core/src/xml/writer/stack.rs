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

const ELEMENT: usize = 6;
const BINDING: usize = 7;
const ATTRIBUTE: usize = 4;

/// A run of bytes in the workspace.
#[derive(Clone, Copy)]
pub(super) struct Span {
    at: usize,
    len: usize,
}

impl Span {
    pub(super) fn is_empty(self) -> bool {
        self.len == 0
    }
}

/// A prefix, wherever it stands.
#[derive(Clone, Copy)]
pub(super) enum Prefix<'a> {
    Stored(Span),
    Text(&'a [u8]),
    /// `ns` and a number: so many bytes at the end of these.
    Numbered([u8; NUMBERED], u8),
}

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
pub(super) struct Binding {
    pub(super) at: u16,
    pub(super) outer: u16,
    pub(super) prefix: Span,
    uri: Span,
    ns: Namespace,
}

impl Binding {
    pub(super) fn uri<'s>(self, stack: &'s Stack<'_>) -> &'s [u8] {
        match self.ns {
            Namespace::Other => stack.bytes(self.uri),
            known => known.uri().as_bytes(),
        }
    }
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
    pub(super) fn prefix<'b>(&'b self, prefix: &'b Prefix<'_>) -> &'b [u8] {
        prefix.bytes(self.memory)
    }

    /// The same with the lifetime of the workspace.
    pub(super) fn into_bytes(self, span: Span) -> &'d [u8] {
        part(self.memory, span.at, span.len)
    }

    /// Records an element with this name as the innermost; gives its offset and where the name stands.
    #[inline]
    pub(super) fn push_element(&mut self, outer: u16, prefix: &Prefix<'_>, local: &[u8]) -> (u16, Span) {
        let at = self.top;
        let len = qname_len(prefix, local);
        let mut room = self.take(ELEMENT.saturating_add(len));
        room.put(halves([outer, short(len), short(prefix.len())]).as_flattened());
        room.put_qname(prefix, local);
        (short(at), Span { at: at.wrapping_add(ELEMENT), len })
    }

    /// Records that the prefix stands for the URI; gives the offset.
    pub(super) fn push_binding(&mut self, outer: u16, prefix: &Prefix<'_>, uri: &[u8]) -> u16 {
        let at = self.top;
        let ns = Namespace::from_uri(uri);
        let uri = if ns == Namespace::Other { uri } else { &[] };
        let mut room = self.take(BINDING.saturating_add(prefix.len()).saturating_add(uri.len()));
        room.put(halves([outer, short(prefix.len()), short(uri.len())]).as_flattened());
        room.put(&[ns as u8]);
        room.put_prefix(prefix);
        room.put(uri);
        short(at)
    }

    /// Records an attribute of the tag at hand; gives where its name stands.
    #[inline]
    pub(super) fn push_attribute(&mut self, prefix: &Prefix<'_>, local: &[u8]) -> Span {
        let len = qname_len(prefix, local);
        self.tail = self.tail.saturating_add(ATTRIBUTE).saturating_add(len);
        let used = self.top.saturating_add(self.tail);
        self.need = self.need.max(used);
        if used > self.memory.len() {
            return Span { at: 0, len: 0 };
        }
        let at = self.memory.len().saturating_sub(self.tail);
        let mut room = Room::new(self.memory, at);
        room.put(halves([short(len), short(prefix.len())]).as_flattened());
        room.put_qname(prefix, local);
        Span { at: at.wrapping_add(ATTRIBUTE), len }
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
        self.short_at(usize::from(at)).unwrap_or(NONE)
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

    /// The bindings from this one outwards.
    #[inline]
    pub(super) fn bindings(&self, from: u16) -> impl Iterator<Item = Binding> {
        let mut at = from;
        core::iter::from_fn(move || {
            let binding = self.binding(at)?;
            at = binding.outer;
            Some(binding)
        })
    }

    #[inline]
    pub(super) fn binding(&self, at: u16) -> Option<Binding> {
        if at == NONE {
            return None;
        }
        let start = usize::from(at);
        let head: &[u8; BINDING] = self.memory.get(start..)?.first_chunk()?;
        let [o0, o1, p0, p1, u0, u1, ns] = *head;
        let prefix = Span { at: start.wrapping_add(BINDING), len: usize::from(u16::from_le_bytes([p0, p1])) };
        let uri = Span { at: prefix.at.wrapping_add(prefix.len), len: usize::from(u16::from_le_bytes([u0, u1])) };
        Some(Binding { at, outer: u16::from_le_bytes([o0, o1]), prefix, uri, ns: Namespace::from_code(ns) })
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

    /// Moves the top up and gives the room below it. What would reach into the attributes is only counted and gets
    /// no room.
    #[inline]
    fn take(&mut self, len: usize) -> Room<'_> {
        let at = self.top;
        self.top = at.saturating_add(len);
        let used = self.top.saturating_add(self.tail);
        self.need = self.need.max(used);
        Room::new(self.memory, if used <= self.memory.len() { at } else { self.memory.len() })
    }
}

/// Where a record is written, and what stands below it.
struct Room<'r> {
    below: &'r [u8],
    above: &'r mut [u8],
}

impl<'r> Room<'r> {
    #[inline]
    fn new(memory: &'r mut [u8], at: usize) -> Self {
        let (below, above) = memory.split_at_mut_checked(at).unwrap_or_default();
        Room { below, above }
    }

    #[inline]
    fn put_qname(&mut self, prefix: &Prefix<'_>, local: &[u8]) {
        if self.put_prefix(prefix) {
            self.put(b":");
        }
        self.put(local);
    }

    /// Puts the prefix and tells whether there is one.
    #[inline]
    fn put_prefix(&mut self, prefix: &Prefix<'_>) -> bool {
        let prefix = prefix.bytes(self.below);
        self.put(prefix);
        !prefix.is_empty()
    }

    #[inline]
    fn put(&mut self, bytes: &[u8]) {
        if let Some((slots, rest)) = core::mem::take(&mut self.above).split_at_mut_checked(bytes.len()) {
            fill(slots, bytes);
            self.above = rest;
        }
    }
}

#[inline]
fn halves<const N: usize>(values: [u16; N]) -> [[u8; 2]; N] {
    values.map(u16::to_le_bytes)
}

impl Prefix<'_> {
    /// `ns` and this number.
    pub(super) fn numbered(mut number: u16) -> Self {
        let (mut digits, mut len) = ([b's'; NUMBERED], 2u8);
        for slot in digits.iter_mut().rev() {
            *slot = b'0'.wrapping_add((number % 10) as u8);
            len = len.wrapping_add(1);
            number /= 10;
            if number == 0 {
                break;
            }
        }
        if let Some(slot) = NUMBERED.checked_sub(usize::from(len)).and_then(|at| digits.get_mut(at)) {
            *slot = b'n';
        }
        Prefix::Numbered(digits, len)
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Prefix::Stored(span) => span.len,
            Prefix::Text(text) => text.len(),
            Prefix::Numbered(_, len) => usize::from(*len),
        }
    }

    /// The bytes of the prefix; a stored one is in this memory.
    pub(super) fn bytes<'b>(&'b self, memory: &'b [u8]) -> &'b [u8] {
        match self {
            Prefix::Stored(span) => part(memory, span.at, span.len),
            Prefix::Text(text) => text,
            Prefix::Numbered(digits, len) => after(digits, NUMBERED.wrapping_sub(usize::from(*len))),
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
