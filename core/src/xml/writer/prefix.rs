//! Which prefix a name gets, and its declaration.

use super::markup::Step;
use super::stack::{Binding, By, NONE, Numbered, numbered};
use super::state::{Draft, Phase};
use crate::xml::escape::Context;
use crate::xsd::ncname;
use crate::{ErrorKind, Limit, Namespace};

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
pub(super) enum Chosen<'a> {
    /// The binding at this offset, which is in scope.
    Bound(u16),
    /// The pin at this offset, to be declared.
    Pinned(u16),
    /// To be declared.
    New(&'a [u8]),
}

impl Draft<'_> {
    /// Records a binding that was chosen, unless it is in scope; gives its offset.
    pub(super) fn bind(&mut self, chosen: Chosen<'_>, uri: &[u8]) -> Step<u16> {
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
    pub(super) fn declare_binding(&mut self, binding: u16) -> Step {
        let Some(Binding { prefix, uri, .. }) = self.stack.binding(binding) else { return Ok(()) };
        self.out.put(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
        self.out.put(prefix);
        self.out.put(b"=\"");
        self.out.put_escaped(uri, Context::Attribute)?;
        self.out.put(b"\"");
        Ok(())
    }

    /// The binding for a name in this namespace, declared on the tag at hand if there was none in scope.
    pub(super) fn choose_declared(&mut self, uri: &[u8], place: Place) -> Step<u16> {
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
    pub(super) fn choose<'a>(&self, uri: &[u8], place: Place, room: &'a mut Numbered) -> Step<Chosen<'a>> {
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
    pub(super) fn find(&self, prefix: &[u8]) -> Option<Binding<'_>> {
        self.stack.lookup(self.state.binding, By::Prefix, prefix)
    }

    /// The namespace a prefix stands for; the empty prefix stands for none when nothing declares it.
    pub(super) fn bound(&self, prefix: &[u8]) -> Option<&[u8]> {
        match self.find(prefix) {
            Some(binding) => Some(binding.uri),
            None => prefix.is_empty().then_some(b""),
        }
    }

    /// Whether the tag at hand declares the prefix.
    pub(super) fn declared_here(&self, prefix: &[u8]) -> bool {
        self.find(prefix).is_some_and(|binding| binding.at > self.state.element)
    }

    /// Whether the tag at hand may have used what the prefix stands for so far: as the prefix of the element, or of
    /// a QName in an attribute.
    pub(super) fn is_used(&self, prefix: &[u8]) -> bool {
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

/// Whether the prefix may be bound to the URI at all. Namespaces in XML 1.0, 3 and 5.
pub(super) fn check_binding(prefix: &[u8], uri: &[u8]) -> Step {
    let reserved = matches!(Namespace::from_uri(uri), Namespace::Xml | Namespace::Xmlns);
    if reserved || prefix == b"xml" || prefix == b"xmlns" || uri.is_empty() && !prefix.is_empty() {
        return Err(ErrorKind::WriteNamespace);
    }
    if prefix.is_empty() { Ok(()) } else { ncname::check(prefix, ErrorKind::WriteName) }
}
