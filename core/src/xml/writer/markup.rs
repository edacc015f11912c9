//! Tags: what a start, an attribute, a declaration and an end write.

use super::prefix::Place;
use super::stack::{self, NONE};
use super::state::{Draft, Out, Phase};
use crate::xml::arena::reserved;
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

    pub(super) fn pin(&mut self) -> Step {
        let (uri, prefix) = (self.uri(), self.prefix());
        if self.state.phase != Phase::Prolog {
            return Err(ErrorKind::WriteLate);
        }
        self.check_binding(prefix)?;
        if uri.is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        match self.lookup(prefix) {
            NONE => {
                self.push_binding(prefix);
                self.state.pins = self.state.top as u16;
                Ok(())
            }
            pin if stack::uri(self.memory, pin) == uri => Ok(()),
            _ => Err(ErrorKind::WriteDuplicatePrefix),
        }
    }

    pub(super) fn start(&mut self) -> Step {
        self.open_element()?;
        self.choose(Place::Element, self.prefix())?;
        self.start_tag()
    }

    pub(super) fn start_prefixed(&mut self) -> Step {
        self.open_element()?;
        if !self.stands_for(self.prefix()) {
            self.bind(self.prefix(), NONE)?;
        }
        self.start_tag()
    }

    pub(super) fn attribute(&mut self) -> Step {
        self.in_tag()?;
        self.choose_declared(Place::Attribute)?;
        self.attribute_name()?;
        self.out.put_value(self.value())
    }

    pub(super) fn attribute_prefixed(&mut self) -> Step {
        self.in_tag()?;
        let bare = self.prefix().is_empty();
        if bare != self.uri().is_empty() {
            return Err(ErrorKind::WriteNamespace);
        }
        if !bare {
            self.bind_prefix()?;
        }
        self.attribute_name()?;
        self.out.put_value(self.value())
    }

    /// The value is the QName of the local name and the namespace that are in the place of a value and a prefix.
    pub(super) fn attribute_qname(&mut self) -> Step {
        self.in_tag()?;
        check_name(self.value())?;
        self.choose_declared(Place::Attribute)?;
        let binding = self.chosen;
        self.arguments.swap(0, 3);
        self.choose_declared(Place::Content)?;
        self.arguments.swap(0, 3);
        let value_binding = core::mem::replace(&mut self.chosen, binding);
        self.attribute_name()?;
        self.chosen = value_binding;
        self.out.put(b"=\"");
        self.put_name(self.value());
        self.out.put_byte(b'"');
        Ok(())
    }

    pub(super) fn namespace(&mut self) -> Step {
        let prefix = self.prefix();
        if self.state.phase != Phase::Tag {
            return Err(ErrorKind::WriteAttributeLate);
        }
        self.check_binding(prefix)?;
        let same = self.stands_for(prefix);
        if same && self.is_of_element(self.chosen) {
            return Ok(());
        }
        // A prefix that nothing declares stands for nothing, but the empty one.
        let bound = prefix.is_empty() || self.chosen != NONE;
        if bound && !same && self.is_taken(prefix) {
            return Err(ErrorKind::WriteDuplicatePrefix);
        }
        self.bind(prefix, NONE)?;
        self.declare_chosen()
    }

    /// Declares a prefix unless it stands for the namespace already.
    pub(super) fn bind_prefix(&mut self) -> Step {
        if self.stands_for(self.prefix()) { Ok(()) } else { self.namespace() }
    }

    pub(super) fn declare(&mut self) -> Step {
        self.choose_declared(Place::Content)
    }

    pub(super) fn text_qname(&mut self) -> Step {
        check_name(self.local())?;
        if !matches!(self.state.phase, Phase::Tag | Phase::Content) {
            return Err(ErrorKind::WriteOutsideRoot);
        }
        self.choose_declared(Place::Content)?;
        self.open_content()?;
        self.put_name(self.local());
        Ok(())
    }

    pub(super) fn end(&mut self) -> Step {
        self.settle()?;
        let element = stack::element(self.memory, self.state.element);
        let Some(name) = element else { return Err(ErrorKind::WriteUnbalanced) };
        if self.state.phase == Phase::Tag {
            self.out.put_byte(b'/');
        } else {
            self.out.put(b"</");
            put_name(&mut self.out, stack::prefix(self.memory, name.binding), name.local);
        }
        self.out.put_byte(b'>');
        self.pop_element();
        self.state.phase = if self.state.element == NONE { Phase::Epilog } else { Phase::Content };
        Ok(())
    }

    pub(super) fn finish(&mut self) -> Step {
        self.settle()?;
        if self.state.phase == Phase::Epilog { Ok(()) } else { Err(ErrorKind::WriteUnfinished) }
    }

    /// Completes what content calls left open: the last base64 group. A character cannot be completed.
    #[cfg_attr(small, inline(never))]
    fn settle(&mut self) -> Step {
        if self.state.partial {
            return Err(ErrorKind::WriteUnfinished);
        }
        self.state.complete.map_or(Ok(()), |complete| complete(self))
    }

    /// Completes the start tag, if it is open, and checks that content may stand here.
    pub(super) fn open_content(&mut self) -> Step {
        self.settle()?;
        self.enter_content()
    }

    /// The same without completing content that came before.
    #[cfg_attr(small, inline(always))]
    pub(super) fn enter_content(&mut self) -> Step {
        match self.state.phase {
            Phase::Content => {}
            Phase::Tag => {
                self.out.put_byte(b'>');
                self.clear_attributes();
                self.state.phase = Phase::Content;
            }
            Phase::Prolog | Phase::Epilog => return Err(ErrorKind::WriteOutsideRoot),
        }
        Ok(())
    }

    /// Makes ready for a start tag, whose name is the first thing checked.
    fn open_element(&mut self) -> Step {
        check_name(self.local())?;
        self.settle()?;
        match self.state.phase {
            Phase::Epilog => return Err(ErrorKind::WriteSecondRoot),
            Phase::Tag => self.out.put_byte(b'>'),
            Phase::Prolog | Phase::Content => {}
        }
        self.count(Limit::Depth)?;
        self.state.attributes = 0;
        self.push_element();
        self.state.phase = Phase::Tag;
        Ok(())
    }

    fn start_tag(&mut self) -> Step {
        self.name_element();
        self.out.put_byte(b'<');
        self.put_name(self.local());
        self.declare_chosen()?;
        // Only now, so that a call that is refused leaves the attributes of the parent's tag as they were.
        self.clear_attributes();
        Ok(())
    }

    #[cfg_attr(small, inline(always))]
    fn in_tag(&mut self) -> Step {
        check_name(self.local())?;
        if self.state.phase == Phase::Tag { Ok(()) } else { Err(ErrorKind::WriteAttributeLate) }
    }

    fn attribute_name(&mut self) -> Step {
        let local = self.local();
        if self.uri().is_empty() && reserved(local) == Namespace::Xmlns {
            // It would declare a namespace.
            return Err(ErrorKind::WriteName);
        }
        if self.has_attribute() {
            return Err(ErrorKind::WriteDuplicateAttribute);
        }
        self.count(Limit::Attributes)?;
        self.push_attribute();
        self.out.put_byte(b' ');
        self.put_name(local);
        Ok(())
    }

    /// Writes a name with the prefix that was chosen.
    fn put_name(&mut self, local: &[u8]) {
        put_name(&mut self.out, stack::prefix(self.memory, self.chosen), local);
    }
}

/// Writes a name with this prefix, or with none.
fn put_name(out: &mut Out<'_>, prefix: &[u8], local: &[u8]) {
    if !prefix.is_empty() {
        out.put(prefix);
        out.put_byte(b':');
    }
    out.put(local);
}

#[cfg_attr(small, inline(always))]
fn check_name(local: &[u8]) -> Step {
    ncname::check(local, ErrorKind::WriteName)
}
