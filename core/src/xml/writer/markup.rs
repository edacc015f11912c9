//! Tags: what a start, an attribute, a declaration and an end write, and which prefix a name gets.

use super::stack::{Binding, By, NONE, Numbered, XML, numbered};
use super::state::{Carry, Draft, Out, Phase};
use crate::slice::first;
use crate::xml::escape::Context;
use crate::xsd::ncname;
use crate::{ErrorKind, Limit, Namespace};

type Step<T = ()> = Result<T, ErrorKind>;

/// Where a name stands, which decides whether the default namespace is for it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Element,
    Attribute,
    /// A QName in text or in an attribute value. The default namespace would apply, but a prefix always says what
    /// is meant, and not every peer knows.
    Content,
}

/// Where the prefix for a name comes from.
#[derive(Clone, Copy)]
enum Chosen<'a> {
    /// The binding at this offset, which is in scope.
    Bound(u16),
    /// The pin at this offset, to be declared.
    Pinned(u16),
    /// To be declared.
    New(&'a [u8]),
}

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

    /// Records a binding that was chosen, unless it is in scope; gives its offset.
    fn bind(&mut self, chosen: Chosen<'_>, uri: &[u8]) -> Step<u16> {
        if let Chosen::Bound(binding) = chosen {
            return Ok(binding);
        }
        self.count(Limit::Attributes)?;
        self.count(Limit::Namespaces)?;
        let outer = self.state.binding;
        self.state.binding = match chosen {
            Chosen::New(prefix) => self.stack.push_binding(outer, prefix, uri),
            Chosen::Pinned(pin) | Chosen::Bound(pin) => self.stack.push_pinned(outer, pin),
        };
        Ok(self.state.binding)
    }

    /// Writes the declaration of a binding.
    fn declare_binding(&mut self, binding: u16) -> Step {
        let Some(Binding { prefix, uri, .. }) = self.stack.binding(binding) else { return Ok(()) };
        self.out.put(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
        self.out.put(prefix);
        self.out.put(b"=\"");
        self.out.put_escaped(uri, Context::Attribute)?;
        self.out.put(b"\"");
        Ok(())
    }

    /// The binding for a name in this namespace, declared on the tag at hand if there was none in scope.
    fn choose_declared(&mut self, uri: &[u8], place: Place) -> Step<u16> {
        let mut room = Numbered::default();
        let chosen = self.choose(uri, place, &mut room)?;
        if let Chosen::Bound(binding) = chosen {
            return Ok(binding);
        }
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteUnbound);
        }
        let binding = self.bind(chosen, uri)?;
        self.declare_binding(binding)?;
        Ok(binding)
    }

    /// A prefix for the namespace: one in scope, else a pinned one that is free, else `ns` and a number.
    fn choose<'a>(&self, uri: &[u8], place: Place, room: &'a mut Numbered) -> Step<Chosen<'a>> {
        if uri.is_empty() {
            return self.choose_none(place);
        }
        if let Some(binding) = self.usable(false, uri, place) {
            return Ok(Chosen::Bound(binding));
        }
        if uri == Namespace::Xmlns.uri().as_bytes() {
            return Err(ErrorKind::WriteNamespace);
        }
        Ok(match self.usable(true, uri, place) {
            Some(pin) => Chosen::Pinned(pin),
            None => Chosen::New(self.numbered(room)),
        })
    }

    /// A name in no namespace has no prefix, and no default namespace may be in scope where it would apply.
    fn choose_none<'a>(&self, place: Place) -> Step<Chosen<'a>> {
        if place == Place::Attribute || self.bound(b"") == Some(b"") {
            return Ok(Chosen::Bound(NONE));
        }
        // On a tag that is begun, the default namespace may be in use already.
        if place == Place::Content && (self.declared_here(b"") || self.is_used(b"")) {
            return Err(ErrorKind::WriteUnbound);
        }
        Ok(Chosen::New(b""))
    }

    /// The binding of the innermost prefix in scope for the namespace, but not that of the default namespace.
    pub(super) fn in_scope(&self, uri: &[u8]) -> Option<u16> {
        self.usable(false, uri, Place::Attribute)
    }

    /// The first prefix for the namespace, from the innermost on, that may be used here: one that is in scope, or a `pinned`
    /// one that nothing else has taken.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn usable(&self, pinned: bool, uri: &[u8], place: Place) -> Option<u16> {
        let mut from = if pinned { self.state.pin } else { self.state.binding };
        loop {
            let own = self.stack.lookup(from, By::Uri, uri)?;
            let free = own.at == self.state.binding
                || match self.find(own.prefix) {
                    // The empty prefix may be taken from no namespace.
                    Some(inner) if pinned => inner.prefix.is_empty() && inner.uri.is_empty(),
                    // It may have been declared again further in.
                    Some(inner) => inner.at == own.at,
                    None => true,
                };
            if free && (place == Place::Element || !own.prefix.is_empty()) {
                return Some(own.at);
            }
            from = own.outer;
        }
    }

    /// The innermost binding of a prefix.
    #[cfg_attr(not(small), inline)]
    fn find(&self, prefix: &[u8]) -> Option<Binding<'_>> {
        self.stack.lookup(self.state.binding, By::Prefix, prefix)
    }

    /// The namespace a prefix stands for; the empty prefix stands for none when nothing declares it.
    fn bound(&self, prefix: &[u8]) -> Option<&[u8]> {
        match self.find(prefix) {
            Some(binding) => Some(binding.uri),
            None => prefix.is_empty().then_some(b""),
        }
    }

    /// Whether the tag at hand declares the prefix.
    fn declared_here(&self, prefix: &[u8]) -> bool {
        self.find(prefix).is_some_and(|binding| binding.at > self.state.element)
    }

    /// Whether the tag at hand may have used what the prefix stands for so far: as the prefix of the element, or of
    /// a QName in an attribute.
    fn is_used(&self, prefix: &[u8]) -> bool {
        let element = self.stack.element(self.state.element);
        let own = element.and_then(|name| self.stack.binding(name.binding)).map_or(&[][..], |own| own.prefix);
        self.stack.has_attributes() || own == prefix
    }

    /// `ns` and the first number from the count of bindings on that nobody uses.
    fn numbered<'a>(&self, room: &'a mut Numbered) -> &'a [u8] {
        let mut number = self.state.namespaces;
        loop {
            let name = numbered(number, room);
            if self.stack.lookup(self.state.pin, By::Prefix, name).is_none() && self.find(name).is_none() {
                break;
            }
            number = number.wrapping_add(1);
        }
        numbered(number, room)
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

/// Whether the prefix may be bound to the URI at all. Namespaces in XML 1.0, 3 and 5.
fn check_binding(prefix: &[u8], uri: &[u8]) -> Step {
    let reserved = matches!(Namespace::from_uri(uri), Namespace::Xml | Namespace::Xmlns);
    if reserved || prefix == b"xml" || prefix == b"xmlns" || uri.is_empty() && !prefix.is_empty() {
        return Err(ErrorKind::WriteNamespace);
    }
    if prefix.is_empty() { Ok(()) } else { ncname::check(prefix, ErrorKind::WriteName) }
}
