//! Tags: what a start, an attribute, a declaration and an end write.

use super::prefix::{Chosen, Place, check_binding};
use super::stack::{Binding, By, NONE, Numbered, XML};
use super::state::{Carry, Draft, Out, Phase};
use crate::slice::first;
use crate::xml::escape::Context;
use crate::xsd::ncname;
use crate::{ErrorKind, Limit};

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
        match self.stack.lookup(self.state.pin, By::Prefix, prefix) {
            Some(pin) if pin.uri == uri => {}
            Some(_) => return Err(ErrorKind::WriteDuplicatePrefix),
            None => self.state.pin = self.stack.push_binding(self.state.pin, prefix, uri),
        }
        Ok(())
    }

    /// The prefix that is pinned to the namespace.
    pub(super) fn pinned(&self, uri: &[u8]) -> Option<&[u8]> {
        self.stack.lookup(self.state.pin, By::Uri, uri).map(|pin| pin.prefix)
    }

    pub(super) fn start(&mut self, uri: &[u8], local: &[u8]) -> Step {
        self.open_element(local)?;
        let mut room = Numbered::default();
        let chosen = self.choose(uri, Place::Element, &mut room)?;
        self.start_tag(chosen, uri, local)
    }

    pub(super) fn start_prefixed(&mut self, uri: &[u8], local: &[u8], prefix: &[u8]) -> Step {
        self.open_element(local)?;
        let chosen = match self.find(prefix) {
            Some(binding) if binding.uri == uri => Chosen::Bound(binding.at),
            None if prefix.is_empty() && uri.is_empty() => Chosen::Bound(NONE),
            _ => {
                check_binding(prefix, uri)?;
                Chosen::New(prefix)
            }
        };
        self.start_tag(chosen, uri, local)
    }

    pub(super) fn attribute(&mut self, uri: &[u8], local: &[u8], value: &[u8]) -> Step {
        self.in_tag(local)?;
        let binding = self.choose_declared(uri, Place::Attribute)?;
        self.attribute_name(binding, uri, local)?;
        self.attribute_value(value)
    }

    pub(super) fn attribute_prefixed(&mut self, uri: &[u8], local: &[u8], value: &[u8], prefix: &[u8]) -> Step {
        self.in_tag(local)?;
        if prefix.is_empty() != uri.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        let mut binding = NONE;
        if !prefix.is_empty() {
            self.bind_prefix(prefix, uri)?;
            binding = self.find(prefix).map_or(NONE, |binding| binding.at);
        }
        self.attribute_name(binding, uri, local)?;
        self.attribute_value(value)
    }

    pub(super) fn attribute_qname(&mut self, uri: &[u8], local: &[u8], value_local: &[u8], value_uri: &[u8]) -> Step {
        self.in_tag(local)?;
        check_name(value_local)?;
        let binding = self.choose_declared(uri, Place::Attribute)?;
        let value_binding = self.choose_declared(value_uri, Place::Content)?;
        self.attribute_name(binding, uri, local)?;
        self.put_name(value_binding, value_local);
        self.out.put(b"\"");
        Ok(())
    }

    pub(super) fn namespace(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteAttributeLate);
        }
        check_binding(prefix, uri)?;
        let bound = self.bound(prefix);
        let same = bound == Some(uri);
        let here = self.declared_here(prefix);
        if here && same {
            return Ok(());
        }
        if here || bound.is_some() && !same && self.is_used(prefix) {
            return Err(ErrorKind::WriteDuplicatePrefix);
        }
        let binding = self.bind(Chosen::New(prefix), uri)?;
        self.declare_binding(binding)
    }

    /// Declares a prefix unless it stands for the namespace already.
    pub(super) fn bind_prefix(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        if self.bound(prefix) == Some(uri) { Ok(()) } else { self.namespace(prefix, uri) }
    }

    pub(super) fn declare(&mut self, uri: &[u8]) -> Step {
        self.choose_declared(uri, Place::Content).map(|_| ())
    }

    pub(super) fn text_qname(&mut self, uri: &[u8], local: &[u8]) -> Step {
        check_name(local)?;
        if !matches!(self.state.phase, Phase::Tag | Phase::Content) {
            return Err(ErrorKind::WriteOutsideRoot);
        }
        let binding = self.choose_declared(uri, Place::Content)?;
        self.open_content()?;
        self.put_name(binding, local);
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
            put_name(&mut self.out, self.stack.binding(name.binding), name.local);
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
        Ok(())
    }

    fn start_tag(&mut self, chosen: Chosen<'_>, uri: &[u8], local: &[u8]) -> Step {
        let known = if let Chosen::Bound(binding) = chosen { Some(binding) } else { None };
        self.state.element = self.stack.push_element(self.state.element, known, local);
        self.state.phase = Phase::Tag;
        let binding = self.bind(chosen, uri)?;
        self.out.put(b"<");
        self.put_name(binding, local);
        if known.is_none() {
            self.declare_binding(binding)?;
        }
        // Only now, so that a call that is refused leaves the attributes of the parent's tag as they were.
        self.stack.clear_attributes();
        Ok(())
    }

    fn in_tag(&mut self, local: &[u8]) -> Step {
        check_name(local)?;
        if self.state.phase == Phase::Tag { Ok(()) } else { Err(ErrorKind::WriteAttributeLate) }
    }

    fn attribute_name(&mut self, binding: u16, uri: &[u8], local: &[u8]) -> Step {
        if uri.is_empty() && local == b"xmlns" {
            // It would declare a namespace.
            return Err(ErrorKind::WriteName);
        }
        // Two prefixes may stand for one namespace; a name without a prefix is in none.
        let is_same = |own: u16| self.stack.binding(own).map_or(&[][..], |binding| binding.uri) == uri;
        if self.stack.attributes().any(|other| other.local == local && is_same(other.binding)) {
            return Err(ErrorKind::WriteDuplicateAttribute);
        }
        self.count(Limit::Attributes)?;
        self.stack.push_attribute(binding, local);
        self.out.put(b" ");
        self.put_name(binding, local);
        self.out.put(b"=\"");
        Ok(())
    }

    fn attribute_value(&mut self, value: &[u8]) -> Step {
        self.out.put_escaped(value, Context::Attribute)?;
        self.out.put(b"\"");
        Ok(())
    }

    fn put_name(&mut self, binding: u16, local: &[u8]) {
        put_name(&mut self.out, self.stack.binding(binding), local);
    }
}

/// Writes a name with the prefix of its binding.
fn put_name(out: &mut Out<'_>, binding: Option<Binding<'_>>, local: &[u8]) {
    if let Some(Binding { prefix: prefix @ [_, ..], .. }) = binding {
        out.put(prefix);
        out.put(b":");
    }
    out.put(local);
}

fn check_name(local: &[u8]) -> Step {
    ncname::check(local, ErrorKind::WriteName)
}
