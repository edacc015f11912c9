//! Where the subcodes and reasons of a fault come from: what a caller gives, what a reader stored, or names of the library.

use super::Reason;
use crate::slice::{after, until};
use crate::soap::kept::store::{Kind, Records};
use crate::soap::qname::QName;
use crate::xml::Str;

/// The subcodes of a fault, generic to specific.
#[derive(Clone, Copy, Default)]
pub struct Subcodes<'t>(pub(super) Source<'t>);

/// The reasons of a fault.
#[derive(Clone, Copy)]
pub struct Reasons<'t>(pub(super) Source<'t>);

/// Parts of one kind, one after the other: texts, each with a language or, if it is a name, with its namespace.
// A program has the way they are taken only of those that it makes: hence a function with each.
#[derive(Clone, Copy)]
pub(super) struct Source<'t> {
    take: Take,
    origin: Origin<'t>,
    /// There are none from this place on.
    end: usize,
}

/// Takes the part at a place, which moves on.
type Take = for<'t> fn(&Origin<'t>, &mut usize) -> Option<Reason<'t>>;

#[derive(Clone, Copy)]
enum Origin<'t> {
    Pairs(&'t [Reason<'t>]),
    Names(&'t [QName<'t>]),
    One(Reason<'t>),
    /// Dotted names, each of them a subcode in the namespace.
    Dotted(Str<'t>, &'t [u8]),
    /// A subcode inside another in the namespace; the outer one is empty where there is none.
    Nested(Str<'t>, [&'t [u8]; 2]),
    Store(&'t [u8], Kind),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Source::pairs(&[])
    }
}

impl<'t> Source<'t> {
    const fn new(take: Take, origin: Origin<'t>) -> Self {
        Source { take, origin, end: usize::MAX }
    }

    fn pairs(pairs: &'t [Reason<'t>]) -> Self {
        Source::new(take::pair, Origin::Pairs(pairs))
    }

    fn one(pair: Reason<'t>) -> Self {
        Source { take: take::only, origin: Origin::One(pair), end: 1 }
    }

    /// Those of this kind that a reader has put in a store.
    pub(super) fn stored(store: &'t [u8], kind: Kind) -> Self {
        Source::new(take::stored, Origin::Store(store, kind))
    }

    /// The part at this place, which moves on to the next; the first is at 0.
    // The calls through a register are here alone.
    #[inline(never)]
    pub(super) fn next(&self, at: &mut usize) -> Option<Reason<'t>> {
        if *at < self.end { (self.take)(&self.origin, at) } else { None }
    }

    /// Leaves out all but the first few, one at most.
    pub(super) fn truncate(&mut self, len: usize) {
        self.end = self.end.min(len);
    }
}

/// The ways to take a part.
mod take {
    use super::*;

    pub(super) fn pair<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::Pairs(pairs) = origin else { return None };
        let pair = pairs.get(*at)?;
        *at = at.wrapping_add(1);
        Some(*pair)
    }

    pub(super) fn only<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::One(pair) = origin else { return None };
        *at = 1;
        Some(*pair)
    }

    pub(super) fn name<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::Names(names) = origin else { return None };
        let name = names.get(*at)?;
        *at = at.wrapping_add(1);
        Some(pair_of(*name))
    }

    pub(super) fn dotted<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::Dotted(uri, names) = origin else { return None };
        let name = until(after(names, *at), b'.');
        *at = at.wrapping_add(name.len()).wrapping_add(1);
        (!name.is_empty()).then_some(Reason { text: Str::checked(name), lang: Some(*uri) })
    }

    pub(super) fn nested<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::Nested(uri, names) = origin else { return None };
        loop {
            let name = names.get(*at)?;
            *at = at.wrapping_add(1);
            if !name.is_empty() {
                return Some(Reason { text: Str::checked(name), lang: Some(*uri) });
            }
        }
    }

    pub(super) fn stored<'t>(origin: &Origin<'t>, at: &mut usize) -> Option<Reason<'t>> {
        let Origin::Store(store, kind) = origin else { return None };
        let mut records = Records::new(store).from(*at);
        loop {
            let record = records.next_own()?;
            if record.is(*kind) {
                (_, *at) = records.place();
                return Some(record.pair());
            }
        }
    }
}

/// A name in the shape of the other parts.
fn pair_of(name: QName<'_>) -> Reason<'_> {
    Reason { text: name.local, lang: Some(name.uri) }
}

impl<'t> Subcodes<'t> {
    /// The subcodes one by one.
    pub fn iter(&self) -> SubcodesIter<'t> {
        SubcodesIter { source: self.0, at: 0 }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.next(&mut 0).is_none()
    }

    /// Dotted names, each of them a subcode in the namespace.
    pub(crate) fn dotted(uri: &'t str, names: &'t [u8]) -> Self {
        Subcodes(Source::new(take::dotted, Origin::Dotted(uri.into(), names)))
    }

    /// A subcode inside another in the namespace; the outer one is empty where there is none.
    pub(crate) fn nested(uri: &'t str, names: [&'t [u8]; 2]) -> Self {
        Subcodes(Source::new(take::nested, Origin::Nested(uri.into(), names)))
    }

    /// Subcodes in the shape of reasons: each with its namespace in the place of the language.
    #[doc(hidden)]
    pub fn of_pairs(pairs: &'t [Reason<'t>]) -> Self {
        Subcodes(Source::pairs(pairs))
    }
}

impl<'t> From<&'t [QName<'t>]> for Subcodes<'t> {
    fn from(subcodes: &'t [QName<'t>]) -> Self {
        Subcodes(Source::new(take::name, Origin::Names(subcodes)))
    }
}

impl<'t> From<QName<'t>> for Subcodes<'t> {
    fn from(subcode: QName<'t>) -> Self {
        Subcodes(Source::one(pair_of(subcode)))
    }
}

impl<'t> IntoIterator for Subcodes<'t> {
    type Item = QName<'t>;
    type IntoIter = SubcodesIter<'t>;

    fn into_iter(self) -> SubcodesIter<'t> {
        self.iter()
    }
}

impl core::fmt::Debug for Subcodes<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator of [`Subcodes`].
#[derive(Clone)]
pub struct SubcodesIter<'t> {
    source: Source<'t>,
    at: usize,
}

impl<'t> Iterator for SubcodesIter<'t> {
    type Item = QName<'t>;

    fn next(&mut self) -> Option<QName<'t>> {
        let Reason { text, lang } = self.source.next(&mut self.at)?;
        Some(QName { uri: lang.unwrap_or_default(), local: text })
    }
}

impl<'t> Reasons<'t> {
    /// The reasons one by one, in the order of the message.
    pub fn iter(&self) -> ReasonsIter<'t> {
        ReasonsIter { source: self.0, at: 0 }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.next(&mut 0).is_none()
    }
}

impl<'t> From<&'t [Reason<'t>]> for Reasons<'t> {
    fn from(reasons: &'t [Reason<'t>]) -> Self {
        Reasons(Source::pairs(reasons))
    }
}

impl<'t> From<Reason<'t>> for Reasons<'t> {
    fn from(reason: Reason<'t>) -> Self {
        Reasons(Source::one(reason))
    }
}

impl<'t> IntoIterator for Reasons<'t> {
    type Item = Reason<'t>;
    type IntoIter = ReasonsIter<'t>;

    fn into_iter(self) -> ReasonsIter<'t> {
        self.iter()
    }
}

impl core::fmt::Debug for Reasons<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

/// The iterator of [`Reasons`].
#[derive(Clone)]
pub struct ReasonsIter<'t> {
    source: Source<'t>,
    at: usize,
}

impl<'t> Iterator for ReasonsIter<'t> {
    type Item = Reason<'t>;

    fn next(&mut self) -> Option<Reason<'t>> {
        self.source.next(&mut self.at)
    }
}
