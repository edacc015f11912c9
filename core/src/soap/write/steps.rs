//! Writes that take several calls of the XML writer and can be repeated when the sink was full.
//!
//! A call that answers "full" is repeated with the same arguments. The steps that were taken are counted, so the
//! repeated call passes over them and goes on with the next: nothing is written twice, and the sink need only
//! hold the longest single step.

use crate::buf::Sink;
use crate::xml::{Arguments, Call, Stopped, Taken, Writer, texts};

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

    /// Writes content of any length, in as many pieces as it takes.
    pub(in crate::soap) fn pieces<S: Sink>(&mut self, xml: &mut Writer<'_, S>, call: Call, content: &[u8]) -> Taken {
        while let Some(rest) = content.get(self.taken..).filter(|rest| !rest.is_empty()) {
            self.taken = self.taken.wrapping_add(xml.part(call, rest)?);
        }
        Ok(())
    }
}

/// The steps of one write. After one that was refused none is taken any more; the writer keeps why.
pub(in crate::soap) struct Steps<'a, 'w, S> {
    pub(in crate::soap) xml: &'a mut Writer<'w, S>,
    progress: &'a mut Progress,
    at: u32,
    stopped: Option<Stopped>,
}

impl<'a, 'w, S: Sink> Steps<'a, 'w, S> {
    pub(in crate::soap) fn new(xml: &'a mut Writer<'w, S>, progress: &'a mut Progress) -> Self {
        Steps { xml, progress, at: 0, stopped: None }
    }

    /// Whether all steps were taken.
    pub(in crate::soap) fn finish(self) -> Taken {
        self.stopped.map_or(Ok(()), Err)
    }

    /// Takes a step, unless it was taken before.
    pub(in crate::soap) fn once(&mut self, call: Call, arguments: &Arguments<'_>) {
        if self.is_due() {
            let taken = self.xml.make(call, arguments);
            self.take(taken.map(|_| ()));
        }
    }

    /// Starts an element.
    pub(in crate::soap) fn start(&mut self, uri: &str, local: &str) {
        self.once(Call::START, &texts([uri, local, "", ""]));
    }

    /// Writes an attribute, if there is a value for it.
    pub(in crate::soap) fn attribute(&mut self, uri: &str, local: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.once(Call::ATTRIBUTE, &texts([uri, local, value, ""]));
        }
    }

    /// Writes text of any length.
    pub(in crate::soap) fn text(&mut self, text: &str) {
        if self.is_due() {
            let taken = self.progress.pieces(self.xml, Call::TEXT, text.as_bytes());
            self.take(taken);
        }
    }

    /// Ends an element.
    pub(in crate::soap) fn end(&mut self) {
        self.once(Call::END, &texts(["", "", "", ""]));
    }

    /// Writes an element with text only.
    pub(in crate::soap) fn leaf(&mut self, uri: &str, local: &str, text: &str) {
        self.start(uri, local);
        self.text(text);
        self.end();
    }

    fn is_due(&mut self) -> bool {
        self.stopped.is_none() && self.progress.is_due(&mut self.at)
    }

    fn take(&mut self, taken: Taken) {
        match taken {
            Ok(()) => self.progress.finish(self.at),
            Err(stopped) => self.stopped = Some(stopped),
        }
    }
}
