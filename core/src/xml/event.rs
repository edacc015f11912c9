//! What the reader reports.

use super::arena::Resolved;
use super::engine::Engine;
use super::record::{self, Raw, Record};
use super::text::Str;
use crate::ns::Namespace;
use crate::slice::{after, first};

/// The next thing in the document. Borrowed until the next call of the reader.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Event<'s> {
    /// A start tag. An empty-element tag gives a start and an end.
    Start(Start<'s>),
    /// Character data: text, CDATA content and resolved references, line ends as LF.
    /// One run of text may come in several pieces, never empty ones.
    Text(Str<'s>),
    /// An end tag.
    End(End<'s>),
    /// The chunk is used up and was not the last: call again with more input.
    NeedInput,
    /// The document is complete.
    Finished,
}

/// What an event is, without what it borrows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
#[non_exhaustive]
pub enum Kind {
    /// Nothing yet: the reader never answers this.
    #[doc(hidden)]
    More = 0,
    /// [`Event::Start`].
    Start = 1,
    /// [`Event::Text`].
    Text = 2,
    /// [`Event::End`].
    End = 3,
    /// [`Event::NeedInput`].
    NeedInput = 4,
    /// [`Event::Finished`].
    Finished = 5,
    /// The bytes from here on are in another encoding: the reader never answers this.
    #[doc(hidden)]
    Switch = 6,
}

/// A tag, be it a start tag or an end tag.
#[derive(Clone, Copy)]
pub struct Tag<'s> {
    pub(super) engine: &'s Engine<'s>,
}

impl<'s> Tag<'s> {
    /// The name of the element.
    #[inline]
    pub fn name(&self) -> Name<'s> {
        self.engine.name()
    }

    /// Open elements, this one included: the root has 1.
    #[inline]
    pub fn depth(&self) -> u16 {
        self.engine.open_depth()
    }

    /// How many attributes a start tag has, namespace declarations not counted.
    #[inline]
    pub fn attributes(&self) -> u16 {
        self.engine.records().wrapping_sub(self.engine.declarations())
    }

    /// How many namespace declarations a start tag has.
    #[inline]
    pub fn declarations(&self) -> u16 {
        self.engine.declarations()
    }

    /// Bytes of input before the `<` of a start tag.
    #[inline]
    pub fn offset(&self) -> u64 {
        self.engine.mark()
    }
}

impl<'s> From<Start<'s>> for Tag<'s> {
    #[inline]
    fn from(Start { engine }: Start<'s>) -> Self {
        Tag { engine }
    }
}

impl<'s> From<End<'s>> for Tag<'s> {
    #[inline]
    fn from(End { engine }: End<'s>) -> Self {
        Tag { engine }
    }
}

/// A start tag: the name, the attributes and the namespace declarations.
#[derive(Clone, Copy)]
pub struct Start<'s> {
    pub(super) engine: &'s Engine<'s>,
}

impl<'s> Start<'s> {
    /// The name of the element.
    pub fn name(&self) -> Name<'s> {
        self.engine.name()
    }

    /// Open elements, this one included: the root has 1.
    pub fn depth(&self) -> u16 {
        self.engine.open_depth()
    }

    /// Bytes of input before the `<`.
    pub fn offset(&self) -> u64 {
        self.engine.mark()
    }

    /// The attributes in document order, without namespace declarations.
    #[cfg_attr(small, inline(never))]
    pub fn attributes(&self) -> Attributes<'s> {
        Attributes { arena: self.engine.arena, records: record::records(self.engine.arena, self.engine.records()) }
    }

    /// The value of the attribute with this expanded name.
    pub fn attribute(&self, ns: Namespace, local: &str) -> Option<Str<'s>> {
        self.attributes().find(|a| a.name().is(ns, local)).map(|a| a.value())
    }

    /// The end tag that the element will have.
    pub(crate) fn end(&self) -> End<'s> {
        End { engine: self.engine }
    }

    /// The namespace declarations in document order.
    pub fn declarations(&self) -> Declarations<'s> {
        Declarations { arena: self.engine.arena, records: record::records(self.engine.arena, self.engine.records()) }
    }

    /// The namespace URI bound to a prefix at this element: for QNames in attribute values.
    /// The empty prefix is the default namespace. `None` when the prefix is not declared.
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'s>)> {
        resolve(self.engine, prefix)
    }
}

/// An end tag.
#[derive(Clone, Copy)]
pub struct End<'s> {
    pub(super) engine: &'s Engine<'s>,
}

impl<'s> End<'s> {
    /// The name of the element.
    pub fn name(&self) -> Name<'s> {
        self.engine.name()
    }

    /// Open elements before this tag closed one: the root has 1.
    pub fn depth(&self) -> u16 {
        self.engine.open_depth()
    }

    /// The namespace URI bound to a prefix at the element that ends: for QNames in its text. As [`Start::resolve`].
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'s>)> {
        resolve(self.engine, prefix)
    }
}

/// The namespace bound to a prefix at the current element.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline)]
pub(super) fn resolve<'s>(engine: &'s Engine<'_>, prefix: &[u8]) -> Option<(Namespace, Str<'s>)> {
    let ns = engine.resolve(prefix)?;
    Some((ns.namespace(), Str::checked(ns.uri(engine.arena))))
}

/// A namespace-resolved name. Names are equal when their namespaces and local names are.
#[derive(Clone, Copy)]
pub struct Name<'s> {
    pub(super) arena: &'s [u8],
    pub(super) name: Resolved,
}

impl<'s> Name<'s> {
    /// The namespace by number, [`Namespace::Other`] when it has none.
    pub fn namespace(&self) -> Namespace {
        self.name.ns().namespace()
    }

    /// The number of [`namespace`](Name::namespace).
    #[inline]
    pub fn namespace_code(&self) -> u8 {
        self.name.ns().id as u8
    }

    /// The namespace URI; empty for no namespace.
    #[inline]
    pub fn uri(&self) -> Str<'s> {
        Str::checked(self.name.ns().uri(self.arena))
    }

    /// The local name.
    pub fn local(&self) -> Str<'s> {
        Str::checked(self.name.local().of(self.arena))
    }

    /// The prefix as written; empty when there is none.
    pub fn prefix(&self) -> Str<'s> {
        Str::checked(self.name.prefix().of(self.arena))
    }

    /// The [`prefix`](Name::prefix) and the [`local`](Name::local) name.
    #[inline]
    pub fn parts(&self) -> (Str<'s>, Str<'s>) {
        let qname = self.name.qname().of(self.arena);
        let (prefix, local) = match usize::from(self.name.prefix().len()) {
            0 => (first(qname, 0), qname),
            len => qname.split_at_checked(len).map_or((qname, qname), |(prefix, rest)| (prefix, after(rest, 1))),
        };
        (Str::checked(prefix), Str::checked(local))
    }

    /// The name as written, prefix and colon included.
    pub fn qname(&self) -> Str<'s> {
        Str::checked(self.name.qname().of(self.arena))
    }

    /// Whether this is the name `local` in a numbered namespace.
    pub fn is(&self, ns: Namespace, local: &str) -> bool {
        self.namespace_code() == ns as u8 && self.local() == local
    }

    /// Whether this is the name `local` in the namespace `uri`.
    pub fn is_in(&self, uri: &str, local: &str) -> bool {
        self.uri() == uri && self.local() == local
    }
}

impl PartialEq for Name<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.local() == other.local() && self.uri() == other.uri()
    }
}

impl Eq for Name<'_> {}

/// One attribute.
#[derive(Clone, Copy)]
pub struct Attribute<'s> {
    arena: &'s [u8],
    record: Record<'s>,
}

impl<'s> Attribute<'s> {
    /// The name; without a prefix it is in no namespace.
    #[cfg_attr(small, inline(never))]
    pub fn name(&self) -> Name<'s> {
        Name { arena: self.arena, name: self.record.resolved() }
    }

    /// The value, references resolved and white space normalised. XML 1.0, 3.3.3.
    pub fn value(&self) -> Str<'s> {
        Str::checked(self.record.value().of(self.arena))
    }
}

/// The attributes of a start tag.
#[derive(Clone)]
pub struct Attributes<'s> {
    arena: &'s [u8],
    /// Those that are left, and declarations between them: the next one last.
    records: &'s [Raw],
}

impl<'s> Iterator for Attributes<'s> {
    type Item = Attribute<'s>;

    #[inline]
    fn next(&mut self) -> Option<Attribute<'s>> {
        // Most elements have none.
        if !cfg!(small) && self.records.is_empty() {
            return None;
        }
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<Attribute<'s>> {
        let record = nth(&mut self.records, n, false)?;
        Some(Attribute { arena: self.arena, record })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        size_hint(self.records, false)
    }
}

impl ExactSizeIterator for Attributes<'_> {}

/// One namespace declaration.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Declaration<'s> {
    /// The prefix; empty for the default namespace.
    pub prefix: Str<'s>,
    /// The namespace by number.
    pub namespace: Namespace,
    /// The URI; empty where the default namespace is undeclared.
    pub uri: Str<'s>,
}

/// The namespace declarations of a start tag.
#[derive(Clone)]
pub struct Declarations<'s> {
    arena: &'s [u8],
    /// As in [`Attributes`].
    records: &'s [Raw],
}

impl<'s> Iterator for Declarations<'s> {
    type Item = Declaration<'s>;

    fn next(&mut self) -> Option<Declaration<'s>> {
        self.nth(0)
    }

    fn nth(&mut self, n: usize) -> Option<Declaration<'s>> {
        let record = nth(&mut self.records, n, true)?;
        Some(Declaration {
            prefix: Str::checked(record.declared().of(self.arena)),
            namespace: record.ns().namespace(),
            uri: Str::checked(record.value().of(self.arena)),
        })
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        size_hint(self.records, true)
    }
}

impl ExactSizeIterator for Declarations<'_> {}

/// Passes `n` records that are declarations, or are not, and takes the one after them.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline)]
fn nth<'s>(records: &mut &'s [Raw], mut n: usize, declarations: bool) -> Option<Record<'s>> {
    while let Some((raw, rest)) = records.split_last() {
        *records = rest;
        let record = Record(raw);
        if record.is_declaration() != declarations {
            continue;
        }
        if n == 0 {
            return Some(record);
        }
        n = n.wrapping_sub(1);
    }
    None
}

/// How many of the records are declarations, or are not.
fn size_hint(records: &[Raw], declarations: bool) -> (usize, Option<usize>) {
    let count = records.iter().filter(|raw| Record(raw).is_declaration() == declarations).count();
    (count, Some(count))
}

mod debug {
    use super::{Attribute, End, Name, Start};
    use core::fmt::{Debug, Formatter, Result};

    impl Debug for Name<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result {
            write!(f, "{{{}}}{}", self.uri(), self.local())
        }
    }

    impl Debug for Start<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result {
            f.debug_list().entry(&self.name()).entries(self.attributes()).entries(self.declarations()).finish()
        }
    }

    impl Debug for Attribute<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result {
            write!(f, "{:?}={:?}", self.name(), self.value())
        }
    }

    impl Debug for End<'_> {
        fn fmt(&self, f: &mut Formatter<'_>) -> Result {
            self.name().fmt(f)
        }
    }
}
