//! What must be whole before it is judged: a tag, a PI target, the declaration.

use super::super::arena;
use super::{Engine, Gather, Result};
use crate::Limit;

impl Engine {
    /// Where the next tag, target or declaration is gathered: behind the innermost frame.
    pub(super) fn open_gather(&mut self, base: u16) {
        self.gather = Gather { base, ..Gather::default() };
    }

    /// Copies as much of `bytes` as there is room for; counts all of it.
    pub(super) fn gather(&mut self, arena: &mut [u8], bytes: &[u8]) {
        let at = u64::from(self.gather.base).saturating_add(self.gather.len);
        let to = usize::try_from(at).ok().and_then(|at| arena.get_mut(at..)).unwrap_or_default();
        for (place, byte) in to.iter_mut().zip(bytes) {
            *place = *byte;
        }
        self.gather.len = self.gather.len.saturating_add(bytes.len() as u64);
    }

    /// Refuses what was gathered when the workspace cannot hold it; else answers where it stands and its length.
    pub(super) fn gathered(&mut self, arena: &[u8]) -> Result<(usize, usize)> {
        let records = u64::from(self.gather.quotes).saturating_mul(arena::RECORD as u64);
        let needed = u64::from(self.gather.base).saturating_add(self.gather.len).saturating_add(records);
        if needed > arena.len() as u64 {
            return Err(self.fail_limit(Limit::Workspace, needed, self.mark));
        }
        self.used(needed as usize);
        Ok((usize::from(self.gather.base), self.gather.len as usize))
    }
}
