//! Tags: what a start, an attribute, a declaration and an end write, and which prefix a name gets.

use super::stack::{Binding, NONE, Numbered, Prefix};
use super::state::{Carry, Draft, Phase};
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

/// A prefix for a namespace, and whether it must be declared first.
struct Chosen<'a> {
    prefix: Prefix<'a>,
    declare: bool,
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
        match self.stack.lookup(self.state.pin, Some(prefix), None) {
            Some(pin) if pin.uri == uri => {}
            Some(_) => return Err(ErrorKind::WriteDuplicatePrefix),
            None => self.state.pin = self.stack.push_binding(self.state.pin, &Prefix::Text(prefix), uri),
        }
        Ok(())
    }

    /// Whether a prefix is pinned to the namespace.
    pub(super) fn is_pinned(&self, uri: &[u8]) -> bool {
        self.stack.lookup(self.state.pin, None, Some(uri)).is_some()
    }

    pub(super) fn start(&mut self, uri: &[u8], local: &[u8]) -> Step {
        self.open_element(local)?;
        let mut room = Numbered::default();
        let chosen = self.choose(uri, Place::Element, &mut room)?;
        self.start_tag(chosen, uri, local)
    }

    pub(super) fn start_prefixed(&mut self, uri: &[u8], local: &[u8], prefix: &[u8]) -> Step {
        self.open_element(local)?;
        let declare = self.bound(prefix) != Some(uri);
        if declare {
            check_binding(prefix, uri)?;
        }
        self.start_tag(Chosen { prefix: Prefix::Text(prefix), declare }, uri, local)
    }

    pub(super) fn attribute(&mut self, uri: &[u8], local: &[u8], value: &[u8]) -> Step {
        self.in_tag(local)?;
        let mut room = Numbered::default();
        let prefix = self.choose_declared(uri, Place::Attribute, &mut room)?;
        self.attribute_name(&prefix, uri, local)?;
        self.attribute_value(value)
    }

    pub(super) fn attribute_prefixed(&mut self, uri: &[u8], local: &[u8], value: &[u8], prefix: &[u8]) -> Step {
        self.in_tag(local)?;
        if prefix.is_empty() != uri.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        if !prefix.is_empty() && self.bound(prefix) != Some(uri) {
            self.namespace(prefix, uri)?;
        }
        self.attribute_name(&Prefix::Text(prefix), uri, local)?;
        self.attribute_value(value)
    }

    pub(super) fn attribute_qname(&mut self, uri: &[u8], local: &[u8], value_local: &[u8], value_uri: &[u8]) -> Step {
        self.in_tag(local)?;
        check_name(value_local)?;
        let (mut room, mut value_room) = (Numbered::default(), Numbered::default());
        let prefix = self.choose_declared(uri, Place::Attribute, &mut room)?;
        let value_prefix = self.choose_declared(value_uri, Place::Content, &mut value_room)?;
        self.attribute_name(&prefix, uri, local)?;
        self.put_qname(&value_prefix, value_local);
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
        self.declare_prefix(&Prefix::Text(prefix), uri)
    }

    pub(super) fn declare(&mut self, uri: &[u8]) -> Step {
        self.choose_declared(uri, Place::Content, &mut Numbered::default()).map(|_| ())
    }

    pub(super) fn text_qname(&mut self, uri: &[u8], local: &[u8]) -> Step {
        check_name(local)?;
        if !matches!(self.state.phase, Phase::Tag | Phase::Content) {
            return Err(ErrorKind::WriteOutsideRoot);
        }
        let mut room = Numbered::default();
        let prefix = self.choose_declared(uri, Place::Content, &mut room)?;
        self.open_content()?;
        self.put_qname(&prefix, local);
        Ok(())
    }

    pub(super) fn end(&mut self) -> Step {
        self.settle()?;
        let element = self.state.element;
        let Some(name) = self.stack.element(element) else { return Err(ErrorKind::WriteUnbalanced) };
        if self.state.phase == Phase::Tag {
            self.out.put(b"/>");
        } else {
            self.out.put_between(b"</", self.stack.bytes(name.whole()), b">");
        }
        while self.state.binding != NONE && self.state.binding > element {
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
        let (element, name) = self.stack.push_element(self.state.element, &chosen.prefix, local);
        self.state.element = element;
        self.state.phase = Phase::Tag;
        self.out.put_between(b"<", self.stack.bytes(name), b"");
        if chosen.declare {
            self.declare_prefix(&chosen.prefix, uri)?;
        }
        // Only now, so that a call that is refused leaves the attributes of the parent's tag as they were.
        self.stack.clear_attributes();
        Ok(())
    }

    fn in_tag(&mut self, local: &[u8]) -> Step {
        check_name(local)?;
        if self.state.phase == Phase::Tag { Ok(()) } else { Err(ErrorKind::WriteAttributeLate) }
    }

    fn attribute_name(&mut self, prefix: &Prefix<'_>, uri: &[u8], local: &[u8]) -> Step {
        let bytes = self.stack.prefix(prefix);
        if bytes.is_empty() && local == b"xmlns" {
            // It would declare a namespace.
            return Err(ErrorKind::WriteName);
        }
        for other in self.stack.attributes() {
            let other_prefix = self.stack.bytes(other.prefix());
            // Two prefixes may stand for one namespace; a name without a prefix is in none.
            let same = || !other_prefix.is_empty() && !bytes.is_empty() && self.bound(other_prefix) == Some(uri);
            if self.stack.local(other) == local && (other_prefix == bytes || same()) {
                return Err(ErrorKind::WriteDuplicateAttribute);
            }
        }
        self.count(Limit::Attributes)?;
        let name = self.stack.push_attribute(prefix, local);
        self.out.put_between(b" ", self.stack.bytes(name), b"=\"");
        Ok(())
    }

    fn attribute_value(&mut self, value: &[u8]) -> Step {
        self.out.put_escaped(value, Context::Attribute)?;
        self.out.put(b"\"");
        Ok(())
    }

    fn put_qname(&mut self, prefix: &Prefix<'_>, local: &[u8]) {
        let prefix = self.stack.prefix(prefix);
        if !prefix.is_empty() {
            self.out.put(prefix);
            self.out.put(b":");
        }
        self.out.put(local);
    }

    fn declare_prefix(&mut self, prefix: &Prefix<'_>, uri: &[u8]) -> Step {
        self.count(Limit::Attributes)?;
        self.count(Limit::Namespaces)?;
        self.state.binding = self.stack.push_binding(self.state.binding, prefix, uri);
        let prefix = self.stack.prefix(prefix);
        self.out.put(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
        self.out.put(prefix);
        self.out.put(b"=\"");
        self.out.put_escaped(uri, Context::Attribute)?;
        self.out.put(b"\"");
        Ok(())
    }

    /// A prefix for the namespace, declared on the tag at hand if it was not in scope.
    fn choose_declared<'a>(&mut self, uri: &[u8], place: Place, room: &'a mut Numbered) -> Step<Prefix<'a>> {
        let chosen = self.choose(uri, place, room)?;
        if chosen.declare {
            match self.state.phase {
                Phase::Tag => self.declare_prefix(&chosen.prefix, uri)?,
                _ => return Err(ErrorKind::WriteUnbound),
            }
        }
        Ok(chosen.prefix)
    }

    /// A prefix for the namespace: one in scope, else a pinned one that is free, else `ns` and a number.
    #[inline]
    fn choose<'a>(&self, uri: &[u8], place: Place, room: &'a mut Numbered) -> Step<Chosen<'a>> {
        if uri.is_empty() {
            return self.choose_none(place);
        }
        match self.in_scope(uri, place) {
            Some(prefix) => Ok(Chosen { prefix, declare: false }),
            None => self.choose_new(uri, place, room),
        }
    }

    fn choose_new<'a>(&self, uri: &[u8], place: Place, room: &'a mut Numbered) -> Step<Chosen<'a>> {
        match Namespace::from_uri(uri) {
            Namespace::Xml => return Ok(Chosen { prefix: Prefix::Text(b"xml"), declare: false }),
            Namespace::Xmlns => return Err(ErrorKind::WriteNamespace),
            _ => {}
        }
        let prefix = self.usable(true, uri, place).unwrap_or_else(|| self.numbered(room));
        Ok(Chosen { prefix, declare: true })
    }

    /// A name in no namespace has no prefix, and no default namespace may be in scope where it would apply.
    fn choose_none<'a>(&self, place: Place) -> Step<Chosen<'a>> {
        let declare = place != Place::Attribute && self.bound(b"") != Some(b"");
        // On a tag that is begun, the default namespace may be in use already.
        if declare && place == Place::Content && (self.declared_here(b"") || self.is_used(b"")) {
            return Err(ErrorKind::WriteUnbound);
        }
        Ok(Chosen { prefix: Prefix::Text(b""), declare })
    }

    /// The innermost prefix in scope for the namespace.
    #[inline]
    pub(super) fn in_scope<'a>(&self, uri: &[u8], place: Place) -> Option<Prefix<'a>> {
        self.usable(false, uri, place)
    }

    /// The first prefix for the namespace, from the innermost on, that may be used here: one that is in scope, or a `pinned`
    /// one that nothing else has taken.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    fn usable<'a>(&self, pinned: bool, uri: &[u8], place: Place) -> Option<Prefix<'a>> {
        let mut from = if pinned { self.state.pin } else { self.state.binding };
        loop {
            let binding = self.stack.lookup(from, None, Some(uri))?;
            // Nothing is further in than the innermost, which is the likeliest.
            let innermost = !cfg!(small) && !pinned && binding.at == self.state.binding;
            let free = innermost
                || match self.find(binding.prefix) {
                    // The empty prefix may be taken from no namespace.
                    Some(inner) if pinned => inner.prefix.is_empty() && inner.uri.is_empty(),
                    // It may have been declared again further in.
                    Some(inner) => inner.at == binding.at,
                    None => true,
                };
            if free && (place == Place::Element || !binding.prefix.is_empty()) {
                return Some(binding.stored());
            }
            from = binding.outer;
        }
    }

    /// The innermost binding of a prefix.
    #[cfg_attr(not(small), inline)]
    fn find(&self, prefix: &[u8]) -> Option<Binding<'_>> {
        self.stack.lookup(self.state.binding, Some(prefix), None)
    }

    /// The namespace a prefix stands for; the empty prefix stands for none when nothing declares it.
    fn bound(&self, prefix: &[u8]) -> Option<&[u8]> {
        match self.find(prefix) {
            Some(binding) => Some(binding.uri),
            None if prefix.is_empty() => Some(b""),
            None if prefix == b"xml" => Some(Namespace::Xml.uri().as_bytes()),
            None => None,
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
        self.stack.has_attributes() || element.is_some_and(|name| self.stack.bytes(name.prefix()) == prefix)
    }

    /// `ns` and the first number from the count of bindings on that nobody uses.
    fn numbered<'a>(&self, room: &'a mut Numbered) -> Prefix<'a> {
        let mut number = self.state.namespaces;
        while let Prefix::Text(name) = Prefix::numbered(number, room)
            && (self.stack.lookup(self.state.pin, Some(name), None).is_some() || self.find(name).is_some())
        {
            number = number.wrapping_add(1);
        }
        Prefix::numbered(number, room)
    }
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
