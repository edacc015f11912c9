//! Writes that take several calls of the XML writer and can be repeated when the sink was full.
//!
//! A call that answers "full" is repeated with the same arguments. The steps that were taken are counted, so the
//! repeated call passes over them and goes on with the next: nothing is written twice, and the sink need only
//! hold the longest single step.

use crate::buf::Sink;
use crate::xml::{WriteError, Writer};

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

/// The steps of one write.
pub(in crate::soap) struct Steps<'a, 'w, S> {
    pub(in crate::soap) xml: &'a mut Writer<'w, S>,
    progress: &'a mut Progress,
    at: u32,
    /// Why they stopped.
    why: &'a mut WriteError,
}

/// A step was refused, and those after it are not for now. Why is kept with the steps: every step hands this on.
pub(in crate::soap) struct Stopped;

/// What a step answers.
pub(in crate::soap) type Taken = Result<(), Stopped>;

impl<'a, 'w, S: Sink> Steps<'a, 'w, S> {
    pub(in crate::soap) fn new(
        xml: &'a mut Writer<'w, S>,
        progress: &'a mut Progress,
        why: &'a mut WriteError,
    ) -> Self {
        Steps { xml, progress, at: 0, why }
    }

    /// Takes a step, unless it was taken before.
    pub(in crate::soap) fn once(&mut self, step: impl FnOnce(&mut Writer<'w, S>) -> Result<(), WriteError>) -> Taken {
        if self.progress.is_due(&mut self.at) {
            if let Err(why) = step(self.xml) {
                *self.why = why;
                return Err(Stopped);
            }
            self.progress.finish(self.at);
        }
        Ok(())
    }

    /// Starts an element.
    pub(in crate::soap) fn start(&mut self, uri: &str, local: &str) -> Taken {
        self.once(|xml| xml.start(uri, local))
    }

    /// Writes an attribute, if there is a value for it.
    pub(in crate::soap) fn attribute(&mut self, uri: &str, local: &str, value: Option<&str>) -> Taken {
        match value {
            Some(value) => self.once(|xml| xml.attribute(uri, local, value)),
            None => Ok(()),
        }
    }

    /// Writes text of any length.
    pub(in crate::soap) fn text(&mut self, text: &str) -> Taken {
        if !self.progress.is_due(&mut self.at) {
            return Ok(());
        }
        while let Some(rest) = text.get(self.progress.taken..).filter(|rest| !rest.is_empty()) {
            match self.xml.text(rest) {
                Ok(taken) => self.progress.taken = self.progress.taken.saturating_add(taken),
                Err(why) => {
                    *self.why = why;
                    return Err(Stopped);
                }
            }
        }
        self.progress.finish(self.at);
        Ok(())
    }

    /// Ends an element.
    pub(in crate::soap) fn end(&mut self) -> Taken {
        self.once(|xml| xml.end())
    }

    /// Writes an element with text only.
    pub(in crate::soap) fn leaf(&mut self, uri: &str, local: &str, text: &str) -> Taken {
        self.start(uri, local)?;
        self.text(text)?;
        self.end()
    }
}
