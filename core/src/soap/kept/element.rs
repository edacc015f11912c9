//! A kept element: a view of records in the store.

use crate::Namespace;
use crate::soap::kept::store::{Kind, Record, Records};
use crate::soap::qname::{QName, split};
use crate::xml::Str;
use crate::xsd::whitespace::trim;

/// An element that was kept with all that is in it, by a [`Keeper`](crate::soap::Keeper) or with the header blocks of a
/// message. Plain borrowed data.
#[derive(Clone, Copy)]
pub struct Element<'t> {
    /// From the start tag on.
    records: Records<'t>,
}

/// An attribute of a kept element.
#[derive(Clone, Copy)]
pub struct KeptAttribute<'t> {
    pub(in crate::soap) record: Record<'t>,
}

/// What is in a kept element, in the order of the document.
#[derive(Clone, Copy)]
pub enum Kept<'t> {
    /// A start tag; what is in the element follows.
    Start(Element<'t>),
    /// Text, whole up to the next tag.
    Text(Str<'t>),
    /// The end tag of the innermost open element.
    End,
}

impl<'t> Element<'t> {
    /// The element that begins at this place of a store, as [`place`](Element::place) says; `None` when none does.
    #[cfg_attr(small, inline(always))]
    pub fn at(store: &'t [u8], place: usize) -> Option<Element<'t>> {
        Element::of(Records::new(store).from(place))
    }

    #[cfg_attr(small, inline(always))]
    pub(in crate::soap) fn of(records: Records<'t>) -> Option<Element<'t>> {
        let element = Element { records };
        element.start().map(|_| element)
    }

    /// The store the element is kept in, and where in it: what must be known to see it again with
    /// [`at`](Element::at).
    pub fn place(&self) -> (&'t [u8], usize) {
        self.records.place()
    }

    /// The start tag.
    #[cfg_attr(small, inline(always))]
    fn start(&self) -> Option<Record<'t>> {
        self.records.clone().next().filter(|record| record.is(Kind::Start))
    }

    /// The name.
    pub fn name(&self) -> QName<'t> {
        self.start().map(|start| start.qname()).unwrap_or_default()
    }

    /// The prefix as written; empty when there is none.
    pub fn prefix(&self) -> Str<'t> {
        self.start().map(|start| start.prefix()).unwrap_or_default()
    }

    /// Whether this is the name `local` in the namespace `uri`.
    #[cfg_attr(small, inline(always))]
    pub fn is(&self, uri: &str, local: &str) -> bool {
        self.name().is_in(uri, local)
    }

    /// The attributes in document order, without namespace declarations.
    pub fn attributes(&self) -> impl Iterator<Item = KeptAttribute<'t>> + use<'t> {
        self.own(const { kinds(&[Kind::Attribute]) }).map(|record| KeptAttribute { record })
    }

    /// The value of the attribute with this name; the empty URI is no namespace.
    pub fn attribute(&self, uri: &str, local: &str) -> Option<Str<'t>> {
        let is = |a: &KeptAttribute<'_>| a.name().is_in(uri, local);
        self.attributes().find(is).map(|a| a.value())
    }

    /// The elements right inside this one.
    pub fn children(&self) -> Children<'t> {
        Children { events: Some(self.events()) }
    }

    /// The next element inside the same one; `None` after the last, and for an element that was kept for itself.
    pub fn next_sibling(&self) -> Option<Element<'t>> {
        let mut events = self.events();
        events.by_ref().last();
        let mut records = events.records;
        loop {
            let here = records;
            let record = records.next()?;
            if record.is(Kind::Start) {
                return Element::of(here);
            }
            if record.bit() & const { kinds(&[Kind::Text, Kind::Binding]) } == 0 {
                return None;
            }
        }
    }

    /// Whether there are elements in this one.
    pub fn has_children(&self) -> bool {
        self.children().next().is_some()
    }

    /// The first element with this name right inside this one.
    pub fn child(&self, uri: &str, local: &str) -> Option<Element<'t>> {
        self.children().find(|child| child.is(uri, local))
    }

    /// The text up to the first tag in the element: all there is of it in an element without children. As written,
    /// white space included.
    pub fn text(&self) -> Str<'t> {
        match self.events().nth(1) {
            Some(Kept::Text(text)) => text,
            _ => Str::default(),
        }
    }

    /// That text without white space around it.
    pub fn trimmed(&self) -> Str<'t> {
        Str::checked(trim(self.text().as_bytes()))
    }

    /// The text as a QName, resolved where it stood. A name without a prefix has no namespace; one whose prefix was not
    /// declared has its prefix and colon still in `local`.
    pub fn qname(&self) -> QName<'t> {
        self.resolve(self.trimmed())
    }

    /// A QName of this element's text or attributes.
    ///
    /// Of a value with more than 16 names only the first 16 are resolved.
    #[cfg_attr(small, inline(always))]
    pub fn resolve(&self, name: Str<'t>) -> QName<'t> {
        let name = trim(name.as_bytes());
        let (prefix, local) = split(name);
        let mut bindings = self.own(const { kinds(&[Kind::Binding]) });
        match bindings.find(|binding| binding.text == prefix && !prefix.is_empty()) {
            Some(binding) => QName { uri: binding.uri(), local: Str::checked(local) },
            None => QName { uri: Str::default(), local: Str::checked(name) },
        }
    }

    /// The element and all that is in it, from its start tag to its end tag.
    #[cfg_attr(small, inline(never))]
    pub fn events(&self) -> KeptEvents<'t> {
        KeptEvents { records: self.records, depth: 0, done: false }
    }

    /// Its records, from the start tag on.
    pub(in crate::soap) fn records(&self) -> Records<'t> {
        self.records
    }

    /// The records of these kinds before the first element or end tag in it.
    fn own(&self, kinds: u16) -> Own<'t> {
        let mut records = self.records;
        records.next();
        Own::new(records, kinds)
    }
}

/// The records of some kinds of an element, up to the first tag in it.
pub(in crate::soap) struct Own<'t> {
    records: Option<Records<'t>>,
    /// Their bits.
    kinds: u16,
}

impl<'t> Own<'t> {
    /// Those from here on, behind a start tag.
    pub(in crate::soap) fn new(records: Records<'t>, kinds: u16) -> Self {
        Own { records: Some(records), kinds }
    }
}

pub(in crate::soap) const fn kinds(mut kinds: &[Kind]) -> u16 {
    let mut bits = 0;
    while let [kind, rest @ ..] = kinds {
        (bits, kinds) = (bits | 1 << *kind as u8, rest);
    }
    bits
}

impl<'t> Iterator for Own<'t> {
    type Item = Record<'t>;

    #[cfg_attr(small, inline(never))]
    fn next(&mut self) -> Option<Record<'t>> {
        while let Some(record) = self.records.as_mut()?.next() {
            let bit = record.bit();
            if self.kinds & bit != 0 {
                return Some(record);
            }
            if const { kinds(&[Kind::Attribute, Kind::Binding, Kind::Text]) } & bit == 0 {
                break;
            }
        }
        self.records = None;
        None
    }
}

impl<'t> KeptAttribute<'t> {
    /// The namespace by number.
    pub(crate) fn namespace(&self) -> Namespace {
        Namespace::from_code(self.record.mark)
    }

    /// The name; without a prefix it is in no namespace.
    pub fn name(&self) -> QName<'t> {
        let (_, local) = split(self.record.before);
        QName { uri: self.record.uri(), local: Str::checked(local) }
    }

    /// The prefix as written; empty when there is none.
    pub fn prefix(&self) -> Str<'t> {
        Str::checked(split(self.record.before).0)
    }

    /// The value.
    pub fn value(&self) -> Str<'t> {
        self.record.text()
    }
}

/// The iterator of [`Element::children`]. The default has none.
#[derive(Clone, Default)]
pub struct Children<'t> {
    events: Option<KeptEvents<'t>>,
}

impl<'t> Iterator for Children<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        let events = self.events.as_mut()?;
        loop {
            match events.next()? {
                Kept::Start(element) if events.depth == 2 => return Some(element),
                _ => {}
            }
        }
    }
}

/// The iterator of [`Element::events`].
#[derive(Clone)]
pub struct KeptEvents<'t> {
    records: Records<'t>,
    depth: u32,
    done: bool,
}

impl<'t> Iterator for KeptEvents<'t> {
    type Item = Kept<'t>;

    #[cfg_attr(small, inline(always))]
    fn next(&mut self) -> Option<Kept<'t>> {
        while !self.done {
            let here = self.records;
            let record = self.records.next()?;
            if record.is(Kind::Start) {
                self.depth = self.depth.saturating_add(1);
                return Some(Kept::Start(Element { records: here }));
            }
            if record.is(Kind::Text) {
                return Some(Kept::Text(record.text()));
            }
            if record.is(Kind::End) {
                self.depth = self.depth.saturating_sub(1);
                self.done = self.depth == 0;
                return Some(Kept::End);
            }
        }
        None
    }
}
