//! The workspace of a writer: pinned prefixes, open elements with their namespace bindings, and the attribute
//! names of the tag at hand.
//!
//! ```text
//! [pin]* ([element][binding]*)* -> free <- [attribute]*
//! pin       = outer pin u16, prefix length u16, length u16, prefix, URI
//! element   = outer element u16, binding of its prefix u16, length u16, local name
//! binding   = outer binding u16, prefix length u16, length u16, prefix, URI
//!           | outer binding u16, pin u16, LINK u16
//! attribute = 0 u16, binding of its prefix u16, length u16, local name
//! ```
//!
//! A URI with a number of its own is stored as that number, in one byte that no UTF-8 has alone. Offsets are u16 and every
//! access is a byte access, so the workspace needs no alignment. What does not fit is only counted, so that the need is known.

use crate::Namespace;
use crate::slice::after;

/// No record: an offset that no record can have.
pub(super) const NONE: u16 = u16::MAX;
/// The binding of the prefix `xml`, outside of all others. Namespaces in XML 1.0, 3.
pub(super) const XML: u16 = NONE - 1;
/// In the place of a length: the record says what a pin says.
const LINK: u16 = u16::MAX;

/// Marks the number of a namespace that stands for its URI.
const NUMBER: u8 = 0x80;

const HEAD: usize = 6;

/// The name of an open element or of an attribute of the tag at hand.
#[derive(Clone, Copy)]
pub(super) struct Name<'s> {
    /// The binding of its prefix; [`NONE`] of a name that has none and is in no namespace.
    pub(super) binding: u16,
    pub(super) local: &'s [u8],
}

/// A namespace binding.
#[derive(Clone, Copy)]
pub(super) struct Binding<'s> {
    pub(super) at: u16,
    pub(super) outer: u16,
    pub(super) prefix: &'s [u8],
    pub(super) uri: &'s [u8],
}

/// What a binding is looked up by.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Prefix,
    Uri,
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
        let usable = memory.len().min(usize::from(XML));
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

    /// Records an element as the innermost; gives its offset. The binding of its prefix is the one that is recorded next if
    /// none is given.
    #[inline]
    pub(super) fn push_element(&mut self, outer: u16, binding: Option<u16>, local: &[u8]) -> u16 {
        let next = self.top.saturating_add(HEAD).saturating_add(local.len());
        self.push([outer, binding.unwrap_or(short(next)), short(local.len())], local, &[])
    }

    /// Records that the prefix stands for the URI; gives the offset.
    pub(super) fn push_binding(&mut self, outer: u16, prefix: &[u8], uri: &[u8]) -> u16 {
        let ns = Namespace::from_uri(uri);
        let number = [NUMBER | ns as u8];
        let uri = if ns == Namespace::Other { uri } else { &number };
        let len = prefix.len().saturating_add(uri.len());
        self.push([outer, short(prefix.len()), short(len)], prefix, uri)
    }

    /// Records that the prefix of a pin stands for its URI; gives the offset.
    #[inline]
    pub(super) fn push_pinned(&mut self, outer: u16, pin: u16) -> u16 {
        self.push([outer, pin, LINK], &[], &[])
    }

    /// Records an attribute of the tag at hand.
    #[inline]
    pub(super) fn push_attribute(&mut self, binding: u16, local: &[u8]) {
        self.tail = self.tail.saturating_add(HEAD).saturating_add(local.len());
        let at = self.memory.len().saturating_sub(self.tail);
        self.put(at, [0, binding, short(local.len())], local, &[]);
    }

    /// Records something at the top; gives its offset.
    fn push(&mut self, head: [u16; 3], first: &[u8], second: &[u8]) -> u16 {
        let at = self.top;
        self.top = at.saturating_add(HEAD).saturating_add(first.len()).saturating_add(second.len());
        self.put(at, head, first, second);
        short(at)
    }

    /// Writes a record. What does not fit is only counted.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn put(&mut self, at: usize, [a, b, c]: [u16; 3], first: &[u8], second: &[u8]) {
        self.need = self.need.max(self.top.saturating_add(self.tail));
        if self.need > self.memory.len() {
            return;
        }
        let ([a0, a1], [b0, b1], [c0, c1]) = (a.to_le_bytes(), b.to_le_bytes(), c.to_le_bytes());
        let mut room = self.memory.get_mut(at..).unwrap_or_default();
        for part in [&[a0, a1, b0, b1, c0, c1], first, second] {
            let (slots, after) = core::mem::take(&mut room).split_at_mut_checked(part.len()).unwrap_or_default();
            fill(slots, part);
            room = after;
        }
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
    pub(super) fn element(&self, at: u16) -> Option<Name<'_>> {
        name(self.memory, usize::from(at))
    }

    /// The attribute names of the tag at hand.
    #[inline]
    pub(super) fn attributes(&self) -> impl Iterator<Item = Name<'_>> {
        let mut at = self.memory.len().saturating_sub(self.tail);
        core::iter::from_fn(move || {
            let name = name(self.memory, at)?;
            at = at.wrapping_add(HEAD).wrapping_add(name.local.len());
            Some(name)
        })
    }

    /// The first binding, from this one outwards, of this prefix or to this URI.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn lookup(&self, from: u16, by: By, text: &[u8]) -> Option<Binding<'_>> {
        let mut at = from;
        loop {
            let binding = self.binding(at)?;
            let own = if by == By::Uri { binding.uri } else { binding.prefix };
            if own == text {
                return Some(binding);
            }
            at = binding.outer;
        }
    }

    /// The binding outside of this one, and the same for the element at hand.
    #[inline]
    pub(super) fn outer(&self, at: u16) -> u16 {
        head(self.memory, usize::from(at)).map_or(NONE, |([outer, ..], _)| outer)
    }

    /// The binding at this offset.
    #[inline]
    pub(super) fn binding(&self, at: u16) -> Option<Binding<'_>> {
        binding(self.memory, at)
    }

    /// The prefix of the binding at this offset, with the lifetime of the workspace.
    pub(super) fn into_prefix(self, at: u16) -> &'d [u8] {
        binding(self.memory, at).map_or(&[], |binding| binding.prefix)
    }
}

#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
fn binding(memory: &[u8], at: u16) -> Option<Binding<'_>> {
    if at == XML {
        return Some(Binding { at, outer: NONE, prefix: b"xml", uri: Namespace::Xml.uri().as_bytes() });
    }
    let ([outer, mut prefix, mut len], mut texts) = head(memory, usize::from(at))?;
    if len == LINK {
        ([_, prefix, len], texts) = head(memory, usize::from(prefix))?;
    }
    let (prefix, mut uri) = texts.get(..usize::from(len))?.split_at_checked(usize::from(prefix))?;
    if let &[number @ 0x80..=0xFF] = uri {
        uri = Namespace::from_code(number ^ NUMBER).uri().as_bytes();
    }
    Some(Binding { at, outer, prefix, uri })
}

#[inline]
fn name(memory: &[u8], at: usize) -> Option<Name<'_>> {
    let ([_, binding, len], rest) = head(memory, at)?;
    Some(Name { binding, local: rest.get(..usize::from(len))? })
}

/// The head of a record and what follows it.
#[inline]
fn head(memory: &[u8], at: usize) -> Option<([u16; 3], &[u8])> {
    let ([a0, a1, b0, b1, c0, c1], rest) = memory.get(at..)?.split_first_chunk::<HEAD>()?;
    let short = |low: &u8, high: &u8| u16::from_le_bytes([*low, *high]);
    Some(([short(a0, a1), short(b0, b1), short(c0, c1)], rest))
}

/// `ns` and this number.
pub(super) fn numbered(mut number: u16, room: &mut Numbered) -> &[u8] {
    let mut at = room.len();
    let mut put = |byte| {
        at = at.wrapping_sub(1);
        if let Some(slot) = room.get_mut(at) {
            *slot = byte;
        }
    };
    loop {
        put(b'0'.wrapping_add((number % 10) as u8));
        number /= 10;
        if number == 0 {
            break;
        }
    }
    put(b's');
    put(b'n');
    after(room, at)
}

/// Room for `ns` and a number.
pub(super) type Numbered = [u8; 7];

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
