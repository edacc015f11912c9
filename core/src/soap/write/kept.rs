//! Kept elements, written with the prefixes they were read with.

use crate::Namespace;
use crate::buf::Sink;
use crate::soap::header::block::{BlockAttributes, boolean};
use crate::soap::kept::element::{Element, KeptAttribute, Own, kinds};
use crate::soap::kept::store::{Kind, Record, Records};
use crate::soap::qname::{QName, split};
use crate::soap::write::sequence::Sequence;
use crate::xml::Call;

impl<'w, S: Sink> Sequence<'_, 'w, S> {
    /// Writes a kept element inside the item, with the prefixes it was read with.
    pub fn element(&mut self, element: &Element<'_>) {
        self.kept(element, None, false);
    }

    /// Writes a kept element as a header block, with the prefixes and attributes it was read with. `mark` is an
    /// attribute, by URI, local name and value, that it gets, be it in the place of one it has.
    #[cfg_attr(small, inline(always))]
    pub fn kept_block(&mut self, element: &Element<'_>, mark: Option<(&str, &str, &str)>) {
        self.kept(element, mark.as_ref(), true);
    }

    fn kept(&mut self, element: &Element<'_>, mark: Option<&(&str, &str, &str)>, block: bool) {
        let mut records = element.records();
        // Elements that are open.
        let mut depth = 0_u32;
        while let Some(record) = records.next() {
            let outer = depth == 0;
            if record.is(Kind::Start) {
                self.kept_start(&record, block && outer);
                self.kept_attributes(records, mark.filter(|_| outer));
                depth = depth.wrapping_add(1);
            } else if record.is(Kind::Text) {
                self.content(Call::TEXT, record.text);
            } else if record.is(Kind::End) {
                depth = depth.wrapping_sub(1);
                match (depth, block) {
                    (0, true) => return self.end_item(),
                    (0, false) => return self.end(),
                    _ => self.end(),
                }
            }
        }
    }

    fn kept_start(&mut self, start: &Record<'_>, block: bool) {
        let name = start.qname();
        let start = [name.uri.as_bytes(), name.local.as_bytes(), &[], start.prefix().as_bytes()];
        match block {
            true => self.block(Call::START_PREFIXED, &start, &BlockAttributes::default()),
            false => self.inside(Call::START_PREFIXED, &start),
        }
    }

    /// Writes the attributes that stand from here on, and the mark in the place of one of its name.
    #[cfg_attr(small, inline(never))]
    fn kept_attributes(&mut self, records: Records<'_>, mark: Option<&(&str, &str, &str)>) {
        let is_marked = |name: &QName<'_>| mark.is_some_and(|(uri, local, _)| name.is_in(uri, local));
        self.attributes_from(records, &is_marked);
        if let Some((uri, local, value)) = mark {
            self.attribute(uri, local, Some(value));
        }
    }

    /// Writes the attributes of a kept element, with the prefixes it was read with, on the element just started; those
    /// that `leave_out` names are left out. A `mustUnderstand` that SOAP 1.1 was read with in words becomes a digit.
    pub fn attributes_of(&mut self, element: &Element<'_>, leave_out: &dyn Fn(&QName<'_>) -> bool) {
        let mut records = element.records();
        records.next();
        self.attributes_from(records, leave_out);
    }

    /// The same for those that stand from here on.
    fn attributes_from(&mut self, records: Records<'_>, leave_out: &dyn Fn(&QName<'_>) -> bool) {
        // All of them before the first attribute, after which a prefix may not change its namespace any more.
        for record in Own::new(records, const { kinds(&[Kind::Attribute, Kind::Binding]) }) {
            let prefix = if record.is(Kind::Binding) { record.text } else { split(record.before).0 };
            // Declared where it does not stand for this already.
            if !prefix.is_empty() {
                self.inside(Call::BIND, &[record.uri().as_bytes(), &[], &[], prefix]);
            }
        }
        for record in Own::new(records, const { kinds(&[Kind::Attribute]) }) {
            let attribute = KeptAttribute { record };
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
}
