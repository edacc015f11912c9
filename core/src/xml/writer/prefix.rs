//! Which prefix a name gets, and its declaration.

use super::markup::Step;
use super::stack::{self, Binding, NONE, Numbered, numbered};
use super::state::{Draft, Phase};
use crate::slice::first;
use crate::xml::arena::reserved;
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
    /// Chooses a prefix for a name in the namespace of the call: one in scope, else a pinned one that is free, else this one
    /// or, when it is empty, `ns` and a number. What was not in scope is now a binding of the tag at hand.
    pub(super) fn choose(&mut self, place: Place, wanted: &[u8]) -> Step {
        let mut room = Numbered::default();
        let (mut prefix, mut pin) = (wanted, NONE);
        if !self.uri().is_empty() {
            self.chosen = self.usable(place);
            if self.chosen == NONE {
                if prefix.is_empty() {
                    prefix = self.numbered(&mut room);
                }
            } else if self.is_pin(self.chosen) {
                pin = self.chosen;
            } else {
                return Ok(());
            }
        } else {
            self.chosen = NONE;
            prefix = &[];
            if place == Place::Attribute || self.stands_for(prefix) {
                // A name in no namespace has no prefix, and no default namespace may be in scope where it would apply.
                return Ok(());
            }
            if place == Place::Content && self.is_taken(prefix) {
                // On a tag that is begun, the default namespace may be in use already.
                return Err(ErrorKind::WriteUnbound);
            }
        }
        self.bind(prefix, pin)
    }

    /// Records a binding of the tag at hand, which is to be declared: that of a pin, else one of this prefix, if it may be
    /// bound to the namespace of the call.
    pub(super) fn bind(&mut self, prefix: &[u8], pin: u16) -> Step {
        self.check_binding(prefix)?;
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteUnbound);
        }
        self.count(Limit::Attributes)?;
        self.count(Limit::Namespaces)?;
        match pin {
            NONE => self.push_binding(prefix),
            pin => self.push_pinned(pin),
        }
        self.chosen = self.state.binding;
        self.undeclared = true;
        Ok(())
    }

    /// Writes the declaration of the prefix that was chosen, unless it was in scope.
    pub(super) fn declare_chosen(&mut self) -> Step {
        if !core::mem::take(&mut self.undeclared) {
            return Ok(());
        }
        let Some(Binding { prefix, uri, .. }) = stack::binding(self.memory, self.chosen) else { return Ok(()) };
        self.out.put(if prefix.is_empty() { b" xmlns" } else { b" xmlns:" });
        self.out.put(prefix);
        self.out.put_value(uri)
    }

    /// Chooses a prefix for a name in the namespace of the call, and declares it on the tag at hand if there was none in scope.
    #[cfg_attr(small, inline(always))]
    pub(super) fn choose_declared(&mut self, place: Place) -> Step {
        self.choose(place, &[])?;
        self.declare_chosen()
    }

    /// The first prefix for the namespace of the call, from the innermost on, that may be used here: one that is in scope, or
    /// a pinned one that nothing else has taken.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn usable(&self, place: Place) -> u16 {
        let mut at = self.state.binding;
        while let Some(own) = stack::binding(self.memory, at) {
            if own.uri == self.uri() && (place == Place::Element || !own.prefix.is_empty()) {
                // The innermost of all is the likeliest.
                let inner = if !cfg!(small) && at == self.state.binding { at } else { self.lookup(own.prefix) };
                // It may have been declared again further in. The empty prefix may be taken from no namespace.
                if inner == at || self.is_pin(at) && stack::uri(self.memory, inner).is_empty() {
                    break;
                }
            }
            at = own.outer;
        }
        at
    }

    /// Chooses the binding of a prefix if this is in scope and stands for the namespace of the call, and tells whether it is;
    /// the empty prefix stands for none when nothing declares it.
    pub(super) fn stands_for(&mut self, prefix: &[u8]) -> bool {
        let mut at = self.lookup(prefix);
        if self.is_pin(at) {
            at = NONE;
        }
        self.chosen = at;
        stack::uri(self.memory, at) == self.uri() && (at != NONE || prefix.is_empty())
    }

    /// Whether the tag at hand declares the prefix, or may have used what it stands for so far: as the prefix of the element,
    /// or of a QName in an attribute.
    pub(super) fn is_taken(&self, prefix: &[u8]) -> bool {
        let own = stack::element(self.memory, self.state.element).map_or(NONE, |element| element.binding);
        self.state.tail > 0 || stack::prefix(self.memory, own) == prefix || self.is_of_element(self.lookup(prefix))
    }

    /// `ns` and the first number from the count of bindings on that nobody uses.
    fn numbered<'a>(&self, room: &'a mut Numbered) -> &'a [u8] {
        let mut number = self.state.namespaces;
        loop {
            let len = numbered(number, room);
            if self.lookup(first(room, len)) == NONE {
                return first(room, len);
            }
            number = number.wrapping_add(1);
        }
    }

    /// Whether the prefix may be bound to the namespace of the call at all. Namespaces in XML 1.0, 3 and 5.
    pub(super) fn check_binding(&self, prefix: &[u8]) -> Step {
        let uri = self.uri();
        let is_reserved = |ns| matches!(ns, Namespace::Xml | Namespace::Xmlns);
        let reserved = is_reserved(Namespace::from_uri(uri)) || is_reserved(reserved(prefix));
        if reserved || uri.is_empty() && !prefix.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        if prefix.is_empty() { Ok(()) } else { ncname::check(prefix, ErrorKind::WriteName) }
    }
}
