//! Writes that take several calls of the XML writer and can be repeated when the sink was full.
//!
//! A call that answers "full" is repeated with the same arguments. The steps that were taken are counted, so the
//! repeated call passes over them and goes on with the next: nothing is written twice, and the sink need only
//! hold the longest single step.

/// How far a write of several steps has come, plain data.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::soap) struct Progress {
    /// Steps taken.
    done: u32,
    /// Bytes of content taken by the step at hand.
    pub(in crate::soap) taken: usize,
}

impl Progress {
    pub(in crate::soap) fn is_begun(&self) -> bool {
        self.done > 0 || self.taken > 0
    }

    /// Counts a step in `at`; whether it is still to be taken.
    pub(in crate::soap) fn is_due(&self, at: &mut u32) -> bool {
        *at = at.saturating_add(1);
        *at > self.done
    }

    /// The step that `at` has counted last is taken.
    pub(in crate::soap) fn finish(&mut self, at: u32) {
        *self = Progress { done: at, taken: 0 };
    }
}
