//! The workspace of a writer: pinned prefixes, open elements with their namespace bindings, and the attribute
//! names of the tag at hand.
//!
//! ```text
//! [pin]* ([element][binding]*)* -> free <- [attribute]*
//! pin       = outer pin u16, prefix length u16, length u16, prefix, URI
//! element   = outer element u16, binding of its prefix u16, length u16, local name
//! binding   = outer binding u16, prefix length u16, length u16, prefix, URI
//!           | outer binding u16, pin and 1 more u16, 0 u16
//! attribute = 0 u16, binding of its prefix u16, length u16, local name
//! ```
//!
//! Outside of the bindings in scope are the pins, and outside of those is the prefix `xml`. A URI with a number of its own
//! is stored as that number, in one byte that no UTF-8 has alone. Offsets are u16 and every access is a byte access, so the
//! workspace needs no alignment. What does not fit is only counted, so that the need is known.

use super::state::{Draft, Out};
use crate::{Namespace, ns, slice};

/// No record: an offset that no record can have.
pub(super) const NONE: u16 = u16::MAX;
/// The binding of the prefix `xml`, outside of all others. Namespaces in XML 1.0, 3.
pub(super) const XML: u16 = NONE - 1;
/// Its record.
const XML_RECORD: &[u8] = &[0xFF, 0xFF, 3, 0, 4, 0, b'x', b'm', b'l', NUMBER | Namespace::Xml as u8];

/// Marks the number of a namespace that stands for its URI.
const NUMBER: u8 = 0x80;

/// Bytes before the texts of a record.
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

impl Draft<'_> {
    /// Records the element as the innermost.
    #[inline]
    pub(super) fn push_element(&mut self) {
        self.state.element = self.push(self.state.element, NONE, self.local(), &[]);
    }

    /// Says which binding is that of the element's prefix.
    #[inline]
    pub(super) fn name_element(&mut self) {
        let place = self.memory.get_mut(usize::from(self.state.element).wrapping_add(BINDING)..);
        if let Some(slot) = place.and_then(|place| place.first_chunk_mut()) {
            *slot = self.chosen.to_le_bytes();
        }
    }

    /// Records that the prefix stands for the namespace of the call.
    #[cfg_attr(small, inline(always))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn push_binding(&mut self, prefix: &[u8]) {
        let mut uri = self.uri();
        let ns = Namespace::from_uri(uri);
        let number = [NUMBER | ns as u8];
        if ns != Namespace::Other {
            uri = &number;
        }
        self.state.binding = self.push(self.state.binding, short(prefix.len()), prefix, uri);
    }

    /// Records that the prefix of a pin stands for its URI.
    #[inline]
    pub(super) fn push_pinned(&mut self, pin: u16) {
        self.state.binding = self.push(self.state.binding, pin.wrapping_add(1), &[], &[]);
    }

    /// Records the attribute of the tag at hand.
    #[inline]
    pub(super) fn push_attribute(&mut self) {
        let local = self.local();
        self.state.tail = self.state.tail.wrapping_add(HEAD as u32).saturating_add(width(local));
        let at = self.memory.len().wrapping_sub(self.state.tail as usize);
        self.put_record(at, 0, self.chosen, local, &[]);
    }

    /// Records something at the top; gives its offset, or what is around it when it does not fit.
    fn push(&mut self, outer: u16, of: u16, first: &[u8], second: &[u8]) -> u16 {
        let top = self.state.top;
        self.state.top = top.wrapping_add(HEAD as u32).saturating_add(width(first)).saturating_add(width(second));
        let at = top as usize;
        if self.put_record(at, outer, of, first, second) { short(at) } else { outer }
    }

    /// Writes a record. What does not fit is only counted.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn put_record(&mut self, at: usize, outer: u16, of: u16, first: &[u8], second: &[u8]) -> bool {
        let state = &mut self.state;
        state.peak = state.peak.max(state.top.saturating_add(state.tail));
        let fits = state.peak as usize <= self.memory.len();
        if fits {
            let len = first.len().wrapping_add(second.len()) as u64;
            let head = len << 32 | u64::from(of) << 16 | u64::from(outer);
            let mut room = Out::new(self.memory, at);
            room.put(slice::first(&head.to_le_bytes(), HEAD));
            room.put(first);
            room.put(second);
        }
        fits
    }

    /// Forgets the attributes of the tag at hand.
    #[inline]
    pub(super) fn clear_attributes(&mut self) {
        self.state.tail = 0;
    }

    /// Forgets the innermost element and all that follows it.
    #[inline]
    pub(super) fn pop_element(&mut self) {
        let element = self.state.element;
        while self.is_of_element(self.state.binding) {
            self.state.binding = outer(self.memory, self.state.binding);
            self.state.namespaces = self.state.namespaces.wrapping_sub(1);
        }
        self.clear_attributes();
        self.state.top = u32::from(element);
        self.state.element = outer(self.memory, element);
        self.state.depth = self.state.depth.wrapping_sub(1);
    }

    /// Whether this is a binding of the innermost element.
    #[inline]
    pub(super) fn is_of_element(&self, binding: u16) -> bool {
        // Past the last offset are those of none and of `xml`: in this way they are the least.
        binding.wrapping_add(2) > self.state.element.wrapping_add(2)
    }

    /// Whether this is a pin.
    #[inline]
    pub(super) fn is_pin(&self, binding: u16) -> bool {
        binding < self.state.pins
    }

    /// Whether the tag at hand has an attribute of this name. Two prefixes may stand for one namespace; a name without a
    /// prefix is in none.
    #[inline]
    pub(super) fn has_attribute(&self) -> bool {
        let (uri, local) = (self.uri(), self.local());
        let mut at = self.memory.len().wrapping_sub(self.state.tail as usize);
        while let Some(name) = name(self.memory, at) {
            if name.local == local && self::uri(self.memory, name.binding) == uri {
                return true;
            }
            at = at.wrapping_add(HEAD).wrapping_add(name.local.len());
        }
        false
    }

    /// The innermost binding of this prefix, be it a pin.
    #[inline(never)]
    pub(super) fn lookup(&self, prefix: &[u8]) -> u16 {
        let mut at = self.state.binding;
        while let Some(binding) = binding(self.memory, at) {
            if binding.prefix == prefix {
                break;
            }
            at = binding.outer;
        }
        at
    }
}

/// The name of the element at this offset.
#[cfg_attr(small, inline(always))]
#[cfg_attr(not(small), inline)]
pub(super) fn element(memory: &[u8], at: u16) -> Option<Name<'_>> {
    name(memory, usize::from(at))
}

/// The binding outside of this one, and the same for an element.
#[cfg_attr(small, inline(always))]
#[cfg_attr(not(small), inline)]
fn outer(memory: &[u8], at: u16) -> u16 {
    head(memory, usize::from(at)).map_or(NONE, |([outer, ..], _)| outer)
}

/// The prefix of a binding; empty where there is none.
pub(super) fn prefix(memory: &[u8], at: u16) -> &[u8] {
    binding(memory, at).map_or(&[], |binding| binding.prefix)
}

/// The namespace of a binding; empty where there is none.
pub(super) fn uri(memory: &[u8], at: u16) -> &[u8] {
    binding(memory, at).map_or(&[], |binding| binding.uri)
}

/// The binding at this offset.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
pub(super) fn binding(memory: &[u8], at: u16) -> Option<Binding<'_>> {
    let (memory, at) = if at == XML { (XML_RECORD, 0) } else { (memory, at) };
    let ([outer, mut prefix, mut len], mut texts) = head(memory, usize::from(at))?;
    if prefix > len {
        ([_, prefix, len], texts) = head(memory, usize::from(prefix).wrapping_sub(1))?;
    }
    let (prefix, mut uri) = texts.get(..usize::from(len))?.split_at_checked(usize::from(prefix))?;
    if let &[number @ 0x80..=0xFF] = uri {
        uri = ns::uri(number ^ NUMBER).as_bytes();
    }
    Some(Binding { outer, prefix, uri })
}

#[cfg_attr(small, inline(always))]
#[cfg_attr(not(small), inline)]
fn name(memory: &[u8], at: usize) -> Option<Name<'_>> {
    let ([_, binding, len], rest) = head(memory, at)?;
    Some(Name { binding, local: rest.get(..usize::from(len))? })
}

/// The head of a record and what follows it.
#[cfg_attr(small, inline(always))]
#[cfg_attr(not(small), inline)]
fn head(memory: &[u8], at: usize) -> Option<([u16; 3], &[u8])> {
    let ([a0, a1, b0, b1, c0, c1], rest) = memory.get(at..)?.split_first_chunk::<HEAD>()?;
    let short = |low: &u8, high: &u8| u16::from_le_bytes([*low, *high]);
    Some(([short(a0, a1), short(b0, b1), short(c0, c1)], rest))
}

/// Writes `ns` and this number into the room; gives how many bytes these are.
pub(super) fn numbered(mut number: u16, room: &mut Numbered) -> usize {
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
    len
}

/// Room for `ns` and a number.
pub(super) type Numbered = [u8; 8];

/// How long bytes are: more than any workspace holds stays more.
#[inline]
fn width(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

/// A length or offset. What is more than 16 bits hold, does not fit in the workspace either, and is never read back.
#[inline]
const fn short(value: usize) -> u16 {
    value as u16
}
