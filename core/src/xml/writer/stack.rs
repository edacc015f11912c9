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

use super::state::Out;
use crate::Namespace;
use crate::slice::first;

/// No record: an offset that no record can have.
pub(super) const NONE: u16 = u16::MAX;
/// The binding of the prefix `xml`, outside of all others. Namespaces in XML 1.0, 3.
pub(super) const XML: u16 = NONE - 1;
/// In the place of a length: the record says what a pin says.
const LINK: u16 = u16::MAX;

/// Marks the number of a namespace that stands for its URI.
const NUMBER: u8 = 0x80;

const HEAD: usize = 6;
/// Where the binding of its prefix stands in the record of a name.
const BINDING: usize = 2;

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
    pub(super) outer: u16,
    pub(super) prefix: &'s [u8],
    pub(super) uri: &'s [u8],
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

    /// Records an element as the innermost; gives its offset.
    #[inline]
    pub(super) fn push_element(&mut self, outer: u16, local: &[u8]) -> u16 {
        self.push([outer, NONE, short(local.len())], local, &[])
    }

    /// Says which binding is that of the element's prefix.
    #[inline]
    pub(super) fn name_element(&mut self, at: u16, binding: u16) {
        let place = self.memory.get_mut(usize::from(at).wrapping_add(BINDING)..);
        if let Some(slot) = place.and_then(|place| place.first_chunk_mut()) {
            *slot = binding.to_le_bytes();
        }
    }

    /// Records that the prefix stands for the URI; gives the offset.
    #[cfg_attr(not(small), inline)]
    pub(super) fn push_binding(&mut self, outer: u16, prefix: &[u8], (ns, uri): (Namespace, &[u8])) -> u16 {
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
        self.tail = self.tail.wrapping_add(HEAD).saturating_add(local.len());
        let at = self.memory.len().wrapping_sub(self.tail);
        self.put(at, [0, binding, short(local.len())], local, &[]);
    }

    /// Records something at the top; gives its offset, or [`NONE`] when it does not fit.
    fn push(&mut self, head: [u16; 3], first: &[u8], second: &[u8]) -> u16 {
        let at = self.top;
        self.top = at.wrapping_add(HEAD).saturating_add(first.len()).saturating_add(second.len());
        if self.put(at, head, first, second) { short(at) } else { NONE }
    }

    /// Writes a record. What does not fit is only counted.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn put(&mut self, at: usize, [a, b, c]: [u16; 3], first: &[u8], second: &[u8]) -> bool {
        self.need = self.need.max(self.top.saturating_add(self.tail));
        let fits = self.need <= self.memory.len();
        if fits {
            let ([a0, a1], [b0, b1], [c0, c1]) = (a.to_le_bytes(), b.to_le_bytes(), c.to_le_bytes());
            let mut room = Out::new(self.memory.get_mut(at..).unwrap_or_default());
            room.put(&[a0, a1, b0, b1, c0, c1]);
            room.put(first);
            room.put(second);
        }
        fits
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

    /// Whether the tag at hand has an attribute of this name. Two prefixes may stand for one namespace; a name without a
    /// prefix is in none.
    #[inline]
    pub(super) fn has_attribute(&self, uri: &[u8], local: &[u8]) -> bool {
        let mut at = self.memory.len().wrapping_sub(self.tail);
        while let Some(name) = name(self.memory, at) {
            if name.local == local && self.uri(name.binding) == uri {
                return true;
            }
            at = at.wrapping_add(HEAD).wrapping_add(name.local.len());
        }
        false
    }

    /// The first binding, from this one outwards, of this prefix.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn lookup(&self, from: u16, prefix: &[u8]) -> u16 {
        let mut at = from;
        while let Some(binding) = self.binding(at) {
            if binding.prefix == prefix {
                return at;
            }
            at = binding.outer;
        }
        NONE
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

    /// The prefix of a binding; empty where there is none.
    pub(super) fn prefix(&self, at: u16) -> &[u8] {
        self.binding(at).map_or(&[], |binding| binding.prefix)
    }

    /// The namespace of a binding; empty where there is none.
    pub(super) fn uri(&self, at: u16) -> &[u8] {
        self.binding(at).map_or(&[], |binding| binding.uri)
    }

    /// The prefix of the binding at this offset, with the lifetime of the workspace.
    pub(super) fn into_prefix(self, at: u16) -> &'d [u8] {
        binding(self.memory, at).map_or(&[], |binding| binding.prefix)
    }
}

/// The prefix that is pinned to the namespace, from this pin on.
pub(super) fn pinned<'m>(memory: &'m [u8], mut at: u16, uri: &[u8]) -> Option<&'m [u8]> {
    loop {
        // Past the last there is none, however large the memory.
        let pin = binding(memory, at).filter(|_| at != NONE)?;
        if pin.uri == uri {
            return Some(pin.prefix);
        }
        at = pin.outer;
    }
}

#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
fn binding(memory: &[u8], at: u16) -> Option<Binding<'_>> {
    if at == XML {
        return Some(Binding { outer: NONE, prefix: b"xml", uri: Namespace::Xml.uri().as_bytes() });
    }
    let ([outer, mut prefix, mut len], mut texts) = head(memory, usize::from(at))?;
    if len == LINK {
        ([_, prefix, len], texts) = head(memory, usize::from(prefix))?;
    }
    let (prefix, mut uri) = texts.get(..usize::from(len))?.split_at_checked(usize::from(prefix))?;
    if let &[number @ 0x80..=0xFF] = uri {
        uri = Namespace::from_code(number ^ NUMBER).uri().as_bytes();
    }
    Some(Binding { outer, prefix, uri })
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

/// Writes `ns` and this number into the room; gives the bytes.
pub(super) fn numbered(mut number: u16, room: &mut Numbered) -> &[u8] {
    // The text as a number too, its last character in the highest place.
    let (mut text, mut len) = (0_u64, 2_usize);
    loop {
        text = text << 8 | u64::from(u16::from(b'0').wrapping_add(number % 10));
        number /= 10;
        len = len.wrapping_add(1);
        if number == 0 {
            break;
        }
    }
    *room = (text << 16 | u64::from(u16::from_le_bytes(*b"ns"))).to_le_bytes();
    first(room, len)
}

/// Room for `ns` and a number.
pub(super) type Numbered = [u8; 8];

/// A length or offset. What is more than 16 bits hold, does not fit in the workspace either, and is never read back.
#[inline]
const fn short(value: usize) -> u16 {
    value as u16
}
