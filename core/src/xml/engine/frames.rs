//! The open elements, and what is in scope inside them.

use super::super::arena::{Frame, NsRef, Scope, TRAILER};
use super::super::namespaces;
use super::super::record;
use super::Engine;

impl Engine<'_> {
    #[inline(always)]
    pub(super) fn used(&mut self, bytes: usize) {
        if bytes as u32 > self.peak {
            self.peak = bytes as u32;
        }
    }

    /// Moves the bindings of the element just started into its frame.
    #[inline(never)]
    pub(super) fn compact(&mut self) {
        self.top = namespaces::compact(self.arena, self.records, &mut self.current) as u16;
        self.bindings = self.bindings.wrapping_add(self.current.bindings());
        self.declared = false;
    }

    /// Drops the frame of the element just ended.
    #[inline]
    pub(super) fn pop(&mut self) {
        self.bindings = self.bindings.wrapping_sub(self.current.bindings());
        self.declared = false;
        self.depth = self.depth.wrapping_sub(1);
        self.top = self.current.name().at().saturating_sub(TRAILER as u16);
        // Outside the root this reads nothing in particular: what looks at it asks for the depth first.
        self.current = Frame::load(self.arena, usize::from(self.top));
    }

    /// The namespace bound to a prefix at the current element.
    pub(in crate::xml) fn resolve(&self, prefix: &[u8]) -> Option<NsRef> {
        // The bindings of a tag that is not yet compacted are not in its frame.
        let records = record::records(self.arena, if self.declared { self.records } else { 0 });
        let frame = if self.depth > 0 { &self.current } else { Frame::NONE };
        Scope { arena: self.arena, records, frame }.resolve(prefix)
    }
}
