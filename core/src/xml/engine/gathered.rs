//! What must be whole before it is judged: a tag, a PI target, the declaration.

use super::super::record::RECORD;
use super::{Engine, Result};
use crate::Limit;
use crate::slice::copy;

impl Engine<'_> {
    /// Where the next tag, target or declaration is gathered: behind the innermost frame.
    pub(super) fn open_gather(&mut self, base: u16) {
        self.base = base;
        (self.quote, self.beyond) = (0, 0);
        (self.gathered, self.quotes) = (0, 0);
    }

    /// Copies as much of `bytes` as there is room for; counts all of it.
    pub(super) fn gather(&mut self, bytes: &[u8]) {
        // Beyond what can be counted no byte matters: the tag will be refused.
        let at = usize::from(self.base).wrapping_add(self.gathered);
        copy(self.arena.get_mut(at..).unwrap_or_default(), bytes);
        self.gathered = self.gathered.saturating_add(bytes.len());
    }

    /// Refuses what was gathered when it passes a limit or the workspace cannot hold it. Around it stand `<` and `>`, or
    /// `?` twice.
    pub(super) fn check_gathered(&mut self) -> Result<()> {
        let bytes = self.gathered.saturating_add(2);
        if bytes > usize::from(self.limits.tag_bytes) {
            return Err(self.exceed(Limit::TagBytes, bytes));
        }
        if self.quotes > usize::from(self.limits.attributes) {
            return Err(self.exceed(Limit::Attributes, self.quotes));
        }
        // Neither is more than 16 bits hold.
        let records = self.quotes.wrapping_mul(RECORD);
        let needed = usize::from(self.base).wrapping_add(self.gathered).wrapping_add(records);
        if needed > self.arena.len() {
            return Err(self.exceed(Limit::Workspace, needed));
        }
        self.used(needed);
        Ok(())
    }
}
