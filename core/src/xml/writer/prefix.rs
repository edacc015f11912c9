//! Which prefix a name gets, and its declaration.

use super::markup::Step;
use super::stack::{Binding, NONE, Numbered, XML, numbered};
use super::state::{Draft, Phase};
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

impl Draft<'_> {
    /// Chooses a prefix for a name in this namespace: one in scope, else a pinned one that is free, else `ns` and a number.
    /// What was not in scope is now a binding of the tag at hand.
    pub(super) fn choose(&mut self, uri: &[u8], place: Place) -> Step {
        let mut room = Numbered::default();
        let mut prefix = &[][..];
        self.chosen = NONE;
        if !uri.is_empty() {
            if self.is_usable(false, uri, place) {
                return Ok(());
            }
            if !self.is_usable(true, uri, place) {
                prefix = self.numbered(&mut room);
            }
        } else if place == Place::Attribute || self.stands_for(b"", b"") {
            // A name in no namespace has no prefix, and no default namespace may be in scope where it would apply.
            return Ok(());
        } else if place == Place::Content && self.is_taken(b"") {
            // On a tag that is begun, the default namespace may be in use already.
            return Err(ErrorKind::WriteUnbound);
        }
        self.bind(prefix, uri)
    }

    /// Records a binding of the tag at hand, which is to be declared: that of the pin that was chosen, else one of this
    /// prefix.
    pub(super) fn bind(&mut self, prefix: &[u8], uri: &[u8]) -> Step {
        let ns = Namespace::from_uri(uri);
        if ns == Namespace::Xmlns {
            return Err(ErrorKind::WriteNamespace);
        }
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteUnbound);
        }
        self.count(Limit::Attributes)?;
        self.count(Limit::Namespaces)?;
        let outer = self.state.binding;
        self.chosen = match self.chosen {
            NONE => self.stack.push_binding(outer, prefix, (ns, uri)),
            pin => self.stack.push_pinned(outer, pin),
        };
        self.state.binding = self.chosen;
        self.undeclared = true;
        Ok(())
    }

    /// Writes the declaration of the prefix that was chosen, unless it was in scope.
    pub(super) fn declare_chosen(&mut self) -> Step {
        if !core::mem::take(&mut self.undeclared) {
            return Ok(());
        }
        let Some(Binding { prefix, uri, .. }) = self.stack.binding(self.chosen) else { return Ok(()) };
        self.out.put(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
        self.out.put(prefix);
        self.out.put_value(uri)
    }

    /// Chooses a prefix for a name in this namespace, and declares it on the tag at hand if there was none in scope.
    pub(super) fn choose_declared(&mut self, uri: &[u8], place: Place) -> Step {
        self.choose(uri, place)?;
        self.declare_chosen()
    }

    /// Chooses the first prefix for the namespace, from the innermost on, that may be used here: one that is in scope, or a
    /// `pinned` one that nothing else has taken. Whether there is one.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn is_usable(&mut self, pinned: bool, uri: &[u8], place: Place) -> bool {
        self.chosen = if pinned { self.state.pin } else { self.state.binding };
        while let Some(own) = self.stack.binding(self.chosen) {
            if own.uri == uri && (place == Place::Element || !own.prefix.is_empty()) {
                let inner = self.find(own.prefix);
                // One in scope may have been declared again further in. The empty prefix may be taken from no namespace.
                if inner == self.chosen || pinned && (inner == NONE || self.stands_for(own.prefix, b"")) {
                    return true;
                }
            }
            self.chosen = own.outer;
        }
        false
    }

    /// The innermost binding of a prefix.
    #[cfg_attr(not(small), inline)]
    pub(super) fn find(&self, prefix: &[u8]) -> u16 {
        self.stack.lookup(self.state.binding, prefix)
    }

    /// Whether this is the namespace a prefix stands for; the empty prefix stands for none when nothing declares it.
    pub(super) fn stands_for(&self, prefix: &[u8], uri: &[u8]) -> bool {
        let at = self.find(prefix);
        self.stack.uri(at) == uri && (at != NONE || prefix.is_empty())
    }

    /// Whether the tag at hand declares the prefix.
    pub(super) fn declared_here(&self, prefix: &[u8]) -> bool {
        let at = self.find(prefix);
        at < XML && at > self.state.element
    }

    /// Whether the tag at hand declares the prefix, or may have used what it stands for so far: as the prefix of the element,
    /// or of a QName in an attribute.
    pub(super) fn is_taken(&self, prefix: &[u8]) -> bool {
        let own = self.stack.element(self.state.element).map_or(NONE, |element| element.binding);
        self.stack.has_attributes() || self.stack.prefix(own) == prefix || self.declared_here(prefix)
    }

    /// `ns` and the first number from the count of bindings on that nobody uses.
    fn numbered<'a>(&self, room: &'a mut Numbered) -> &'a [u8] {
        let mut number = self.state.namespaces;
        loop {
            let name = numbered(number, room);
            if self.stack.lookup(self.state.pin, name) == NONE && self.find(name) == NONE {
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
