//! What tokens have in common: children that count, each at most once.

use super::generation::Names;
use crate::names::names;
use crate::soap::{Element, QName};
use crate::xml::Str;

/// The attribute that says the type of a child, and whether the child is in the utility namespace.
pub(super) const NO_TYPE: u8 = 0;
pub(super) const TYPE: u8 = 1;
pub(super) const ENCODING_TYPE: u8 = 2;
pub(super) const VALUE_TYPE: u8 = 3;
pub(super) const WSU: u8 = 128;

const TYPES: Wanted = names! { "Type" => TYPE, "EncodingType" => ENCODING_TYPE, "ValueType" => VALUE_TYPE };

/// The children that count, each with what was said of it.
pub(super) type Wanted = crate::names::Names;

/// What a child says.
#[derive(Clone, Copy, Default)]
pub(super) struct Part<'t> {
    pub(super) text: Option<Str<'t>>,
    pub(super) kind: Option<Str<'t>>,
}

/// Finds the children that are wanted, in their order when it is `ordered`. Whether there are others; `None` when one is
/// there twice, out of order, or has elements in it: no part of a text may stand for the whole.
pub(super) fn find<'t>(
    element: &Element<'t>,
    names: Names,
    wanted: Wanted,
    ordered: bool,
    parts: &mut [Part<'t>],
) -> Option<bool> {
    let mut others = false;
    for child in element.children() {
        let name = child.name();
        let is = |(local, row): (&[u8], u8)| name.local.as_bytes() == local && names.is_own(name.uri, row & WSU != 0);
        let Some((at, (_, row))) = wanted.enumerate().find(|(_, known)| is(*known)) else {
            others = true;
            continue;
        };
        let after = if ordered { parts.len() } else { at.wrapping_add(1) };
        let seen = parts.get(at..after)?.iter().any(|part| part.text.is_some());
        if seen || child.has_children() {
            return None;
        }
        let part = parts.get_mut(at)?;
        *part = Part { text: Some(child.text()), kind: names.type_of(&child, TYPES.name(row & !WSU)) };
    }
    Some(others)
}

impl Names {
    /// The value of a type attribute: it has no namespace, but some peers write it with that of its element.
    pub(super) fn type_of<'t>(&self, element: &Element<'t>, local: &[u8]) -> Option<Str<'t>> {
        self.attribute(element, |name| {
            name.local.as_bytes() == local && (name.uri.is_empty() || self.is_own(name.uri, false))
        })
    }

    /// The `wsu:Id` of an element.
    pub(super) fn id<'t>(&self, element: &Element<'t>) -> Option<Str<'t>> {
        self.attribute(element, |name| name.local == "Id" && self.is_own(name.uri, true))
    }

    fn attribute<'t>(&self, element: &Element<'t>, is: impl Fn(QName<'t>) -> bool) -> Option<Str<'t>> {
        element.attributes().find(|attribute| is(attribute.name())).map(|attribute| attribute.value())
    }
}
