//! Kept elements, written with the prefixes they were read with.

use crate::Namespace;
use crate::buf::Sink;
use crate::soap::header::block::{BlockAttributes, boolean};
use crate::soap::kept::element::{Element, Kept};
use crate::soap::qname::QName;
use crate::soap::write::sequence::Sequence;
use crate::xml::{Call, Str};

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Writes a kept element inside the item, with the prefixes it was read with.
    pub fn element(&mut self, element: &Element<'_>) {
        self.kept(element, None, false);
    }

    /// Writes a kept element as a header block, with the prefixes and attributes it was read with. `mark` is an
    /// attribute, by URI, local name and value, that it gets, be it in the place of one it has.
    pub fn kept_block(&mut self, element: &Element<'_>, mark: Option<(&str, &str, &str)>) {
        self.kept(element, mark.as_ref(), true);
    }

    fn kept(&mut self, element: &Element<'_>, mut mark: Option<&(&str, &str, &str)>, block: bool) {
        // Elements that are open inside the first one.
        let mut inside = 0_u32;
        let mut first = block;
        for event in element.events() {
            match event {
                Kept::Start(element) => {
                    self.kept_start(&element, mark.take(), core::mem::take(&mut first));
                    inside = inside.wrapping_add(1);
                }
                Kept::Text(text) => self.content(Call::TEXT, text.as_bytes()),
                Kept::End => {
                    inside = inside.wrapping_sub(1);
                    match block && inside == 0 {
                        true => self.end_item(),
                        false => self.end(),
                    }
                }
            }
        }
    }

    fn kept_start(&mut self, element: &Element<'_>, mark: Option<&(&str, &str, &str)>, block: bool) {
        let (name, prefix) = (element.name(), element.prefix());
        let start = [name.uri.as_bytes(), name.local.as_bytes(), &[], prefix.as_bytes()];
        match block {
            true => self.block(Call::START_PREFIXED, &start, &BlockAttributes::default()),
            false => self.inside(Call::START_PREFIXED, &start),
        }
        let is_marked = |name: &QName<'_>| mark.is_some_and(|(uri, local, _)| name.local == *local && name.uri == *uri);
        self.attributes_of(element, &is_marked);
        if let Some((uri, local, value)) = mark {
            self.attribute(uri, local, Some(value));
        }
    }

    /// Writes the attributes of a kept element, with the prefixes it was read with, on the element just started; those
    /// that `leave_out` names are left out. A `mustUnderstand` that SOAP 1.1 was read with in words becomes a digit.
    pub fn attributes_of(&mut self, element: &Element<'_>, leave_out: &dyn Fn(&QName<'_>) -> bool) {
        // All of them before the first attribute, after which a prefix may not change its namespace any more.
        for (prefix, uri) in element.bindings() {
            self.bind(prefix, uri);
        }
        for attribute in element.attributes() {
            let name = attribute.name();
            if leave_out(&name) {
                continue;
            }
            let mut value = attribute.value().as_bytes();
            if name.local == "mustUnderstand"
                && attribute.namespace() == Namespace::Soap11
                && let Some(flag) = boolean(value, true)
            {
                // What a lenient reader took in words a strict one must be able to read.
                value = if flag { b"1" } else { b"0" };
            }
            let (uri, local, prefix) = (name.uri.as_bytes(), name.local.as_bytes(), attribute.prefix().as_bytes());
            self.inside(Call::ATTRIBUTE_PREFIXED, &[uri, local, value, prefix]);
        }
    }

    /// Declares a prefix that is not in scope for the namespace. `xml` always is.
    fn bind(&mut self, prefix: Str<'_>, uri: Str<'_>) {
        if !prefix.is_empty() {
            self.inside(Call::BIND, &[uri.as_bytes(), &[], &[], prefix.as_bytes()]);
        }
    }
}
