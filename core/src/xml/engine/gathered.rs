//! What must be whole before it is judged: a tag, a PI target, the declaration.

use super::super::arena;
use super::{Engine, Gather, Result};
use crate::Limit;
use crate::slice::copy;

impl Engine {
    /// Where the next tag, target or declaration is gathered: behind the innermost frame.
    pub(super) fn open_gather(&mut self, base: u16) {
        self.gather = Gather { base, ..Gather::default() };
    }

    /// Copies as much of `bytes` as there is room for; counts all of it.
    pub(super) fn gather(&mut self, arena: &mut [u8], bytes: &[u8]) {
        let at = usize::from(self.gather.base).saturating_add(self.gather.len);
        copy(arena.get_mut(at..).unwrap_or_default(), bytes);
        self.gather.len = self.gather.len.saturating_add(bytes.len());
    }

    /// Refuses what was gathered when it passes a limit or the workspace cannot hold it; else answers where it stands
    /// and its length. Around it stand `<` and `>`, or `?` twice.
    pub(super) fn gathered(&mut self, arena: &[u8]) -> Result<(usize, usize)> {
        let Gather { base, len, quotes, .. } = self.gather;
        let bytes = len.saturating_add(2);
        if bytes > usize::from(self.limits.tag_bytes) {
            return Err(self.exceed(Limit::TagBytes, bytes));
        }
        if quotes > usize::from(self.limits.attributes) {
            return Err(self.exceed(Limit::Attributes, quotes));
        }
        // Neither is more than 16 bits hold.
        let base = usize::from(base);
        let needed = base.wrapping_add(len).wrapping_add(quotes.wrapping_mul(arena::RECORD));
        if needed > arena.len() {
            return Err(self.exceed(Limit::Workspace, needed));
        }
        self.used(needed);
        Ok((base, len))
    }
}
