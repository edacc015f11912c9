//! Tags: what a start, an attribute, a declaration and an end write.

use super::prefix::{Place, check_binding};
use super::stack::{NONE, XML};
use super::state::{Carry, Draft, Out, Phase};
use crate::slice::first;
use crate::xsd::ncname;
use crate::{ErrorKind, Limit, Namespace};

pub(super) type Step<T = ()> = Result<T, ErrorKind>;

impl Draft<'_> {
    pub(super) fn declaration(&mut self) -> Step {
        if self.state.written > 0 {
            return Err(ErrorKind::WriteLate);
        }
        self.out.put(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        Ok(())
    }

    pub(super) fn pin(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        if self.state.phase != Phase::Prolog {
            return Err(ErrorKind::WriteLate);
        }
        check_binding(prefix, uri)?;
        if uri.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        let pin = self.stack.lookup(self.state.pin, prefix);
        match self.stack.binding(pin) {
            Some(pin) if pin.uri == uri => {}
            Some(_) => return Err(ErrorKind::WriteDuplicatePrefix),
            None => self.state.pin = self.stack.push_binding(self.state.pin, prefix, (Namespace::from_uri(uri), uri)),
        }
        Ok(())
    }

    pub(super) fn start(&mut self, uri: &[u8], local: &[u8]) -> Step {
        self.open_element(local)?;
        self.choose(uri, Place::Element)?;
        self.start_tag(local)
    }

    pub(super) fn start_prefixed(&mut self, uri: &[u8], local: &[u8], prefix: &[u8]) -> Step {
        self.open_element(local)?;
        match self.stands_for(prefix, uri) {
            true => self.chosen = self.find(prefix),
            false => {
                check_binding(prefix, uri)?;
                self.bind(prefix, uri)?;
            }
        }
        self.start_tag(local)
    }

    pub(super) fn attribute(&mut self, uri: &[u8], local: &[u8], value: &[u8]) -> Step {
        self.in_tag(local)?;
        self.choose_declared(uri, Place::Attribute)?;
        self.attribute_name(uri, local)?;
        self.out.put_value(value)
    }

    pub(super) fn attribute_prefixed(&mut self, uri: &[u8], local: &[u8], value: &[u8], prefix: &[u8]) -> Step {
        self.in_tag(local)?;
        if prefix.is_empty() != uri.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        self.chosen = NONE;
        if !prefix.is_empty() {
            self.bind_prefix(prefix, uri)?;
            self.chosen = self.find(prefix);
        }
        self.attribute_name(uri, local)?;
        self.out.put_value(value)
    }

    pub(super) fn attribute_qname(&mut self, uri: &[u8], local: &[u8], value_local: &[u8], value_uri: &[u8]) -> Step {
        self.in_tag(local)?;
        check_name(value_local)?;
        self.choose_declared(uri, Place::Attribute)?;
        let binding = self.chosen;
        self.choose_declared(value_uri, Place::Content)?;
        let value_binding = core::mem::replace(&mut self.chosen, binding);
        self.attribute_name(uri, local)?;
        self.chosen = value_binding;
        self.out.put(b"=\"");
        self.put_name(value_local);
        self.out.put(b"\"");
        Ok(())
    }

    pub(super) fn namespace(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteAttributeLate);
        }
        check_binding(prefix, uri)?;
        let same = self.stands_for(prefix, uri);
        if same && self.declared_here(prefix) {
            return Ok(());
        }
        // A prefix that nothing declares stands for nothing, but the empty one.
        let bound = prefix.is_empty() || self.find(prefix) != NONE;
        if bound && !same && self.is_taken(prefix) {
            return Err(ErrorKind::WriteDuplicatePrefix);
        }
        self.bind(prefix, uri)?;
        self.declare_chosen()
    }

    /// Declares a prefix unless it stands for the namespace already.
    pub(super) fn bind_prefix(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        if self.stands_for(prefix, uri) { Ok(()) } else { self.namespace(prefix, uri) }
    }

    pub(super) fn declare(&mut self, uri: &[u8]) -> Step {
        self.choose_declared(uri, Place::Content)
    }

    pub(super) fn text_qname(&mut self, uri: &[u8], local: &[u8]) -> Step {
        check_name(local)?;
        if !matches!(self.state.phase, Phase::Tag | Phase::Content) {
            return Err(ErrorKind::WriteOutsideRoot);
        }
        self.choose_declared(uri, Place::Content)?;
        self.open_content()?;
        self.put_name(local);
        Ok(())
    }

    pub(super) fn end(&mut self) -> Step {
        self.settle()?;
        let element = self.state.element;
        let Some(name) = self.stack.element(element) else { return Err(ErrorKind::WriteUnbalanced) };
        if self.state.phase == Phase::Tag {
            self.out.put(b"/");
        } else {
            self.out.put(b"</");
            put_name(&mut self.out, self.stack.prefix(name.binding), name.local);
        }
        self.out.put(b">");
        while self.state.binding < XML && self.state.binding > element {
            self.state.binding = self.stack.outer(self.state.binding);
            self.state.namespaces = self.state.namespaces.wrapping_sub(1);
        }
        self.stack.clear_attributes();
        self.state.element = self.stack.pop_element(element);
        self.state.depth = self.state.depth.wrapping_sub(1);
        self.state.phase = if self.state.element == NONE { Phase::Epilog } else { Phase::Content };
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Step {
        self.settle()?;
        if self.state.phase == Phase::Epilog { Ok(()) } else { Err(ErrorKind::WriteUnfinished) }
    }

    /// Completes what content calls left open: the last base64 group. A character cannot be completed.
    fn settle(&mut self) -> Step {
        match self.state.carry {
            Carry::Char(..) => return Err(ErrorKind::WriteUnfinished),
            _ if self.state.partial => return Err(ErrorKind::WriteUnfinished),
            Carry::Nothing => {}
            Carry::Base64 { bytes, count, complete } => {
                self.state.carry = Carry::Nothing;
                let last = complete(first(&bytes, usize::from(count)));
                self.out.put(last.as_ref().map_or(&[], |group| group));
            }
        }
        Ok(())
    }

    /// Completes the start tag, if it is open, and checks that content may stand here.
    pub(super) fn open_content(&mut self) -> Step {
        self.settle()?;
        self.enter_content()
    }

    /// The same without completing content that came before.
    pub(super) fn enter_content(&mut self) -> Step {
        match self.state.phase {
            Phase::Content => {}
            Phase::Tag => {
                self.out.put(b">");
                self.stack.clear_attributes();
                self.state.phase = Phase::Content;
            }
            Phase::Prolog | Phase::Epilog => return Err(ErrorKind::WriteOutsideRoot),
        }
        Ok(())
    }

    /// Makes ready for a start tag, whose name is the first thing checked.
    fn open_element(&mut self, local: &[u8]) -> Step {
        check_name(local)?;
        self.settle()?;
        match self.state.phase {
            Phase::Epilog => return Err(ErrorKind::WriteSecondRoot),
            Phase::Tag => self.out.put(b">"),
            Phase::Prolog | Phase::Content => {}
        }
        self.count(Limit::Depth)?;
        self.state.attributes = 0;
        self.state.element = self.stack.push_element(self.state.element, local);
        self.state.phase = Phase::Tag;
        Ok(())
    }

    fn start_tag(&mut self, local: &[u8]) -> Step {
        self.stack.name_element(self.state.element, self.chosen);
        self.out.put(b"<");
        self.put_name(local);
        self.declare_chosen()?;
        // Only now, so that a call that is refused leaves the attributes of the parent's tag as they were.
        self.stack.clear_attributes();
        Ok(())
    }

    fn in_tag(&mut self, local: &[u8]) -> Step {
        check_name(local)?;
        if self.state.phase == Phase::Tag { Ok(()) } else { Err(ErrorKind::WriteAttributeLate) }
    }

    fn attribute_name(&mut self, uri: &[u8], local: &[u8]) -> Step {
        if uri.is_empty() && local == b"xmlns" {
            // It would declare a namespace.
            return Err(ErrorKind::WriteName);
        }
        if self.stack.has_attribute(uri, local) {
            return Err(ErrorKind::WriteDuplicateAttribute);
        }
        self.count(Limit::Attributes)?;
        self.stack.push_attribute(self.chosen, local);
        self.out.put(b" ");
        self.put_name(local);
        Ok(())
    }

    /// Writes a name with the prefix that was chosen.
    fn put_name(&mut self, local: &[u8]) {
        put_name(&mut self.out, self.stack.prefix(self.chosen), local);
    }
}

/// Writes a name with this prefix, or with none.
fn put_name(out: &mut Out<'_>, prefix: &[u8], local: &[u8]) {
    if !prefix.is_empty() {
        out.put(prefix);
        out.put(b":");
    }
    out.put(local);
}

fn check_name(local: &[u8]) -> Step {
    ncname::check(local, ErrorKind::WriteName)
}
