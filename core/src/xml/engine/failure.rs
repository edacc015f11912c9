//! The error that ends the reading, kept.

use super::{Engine, Latched, Mode, Pending};
use crate::{Error, ErrorKind, Limit};

impl Engine<'_> {
    /// An error at the next byte.
    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(super) fn fail(&mut self, kind: ErrorKind) -> Latched {
        self.fail_at(kind, self.offset())
    }

    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(in crate::xml) fn fail_at(&mut self, kind: ErrorKind, offset: u64) -> Latched {
        self.latch(Error::new(kind, offset))
    }

    /// An error of the construct at hand, behind what it opens with and these bytes of it.
    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(super) fn fail_behind(&mut self, kind: ErrorKind, opening: &[u8], before: u64) -> Latched {
        self.fail_at(kind, self.mark.wrapping_add(self.len_of(opening)).wrapping_add(before))
    }

    /// The construct at hand passes a limit.
    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(in crate::xml) fn exceed(&mut self, limit: Limit, needed: usize) -> Latched {
        self.fail_limit(limit, needed as u64, self.mark)
    }

    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(in crate::xml) fn fail_limit(&mut self, limit: Limit, needed: u64, offset: u64) -> Latched {
        self.latch(Error::limit(limit, needed, offset))
    }

    #[cold]
    fn latch(&mut self, error: Error) -> Latched {
        self.error = Some(error);
        self.pending = Pending::Nothing;
        self.mode = Mode::Failed;
        Latched
    }

    /// An error that a layer above found `ahead` bytes after the next one.
    #[cold]
    pub(in crate::xml) fn refuse(&mut self, kind: ErrorKind, ahead: u64) -> Latched {
        self.fail_at(kind, self.offset().wrapping_add(ahead))
    }

    /// An error of the construct at hand.
    #[cold]
    #[cfg_attr(small, inline(never))]
    pub(in crate::xml) fn refuse_construct(&mut self, kind: ErrorKind) -> Latched {
        self.fail_at(kind, self.mark)
    }
}
