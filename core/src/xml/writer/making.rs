//! How a call is made, and what is kept of one that is refused.

use super::stack;
use super::state::Draft;
use super::{Arguments, Call, Stopped, Taken, WriteError, Writer};
use crate::buf::{NoRoom, Sink};
use crate::{Error, ErrorKind, Exceeded, Limit};

impl<S: Sink> Writer<'_, S> {
    /// Why a call was refused last, and not because the sink was full.
    #[doc(hidden)]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Has the sink hand on what it holds back.
    #[doc(hidden)]
    #[cfg_attr(small, inline(always))]
    pub fn flush(&mut self) -> Taken {
        let finished = self.sink.finish();
        self.room(finished, 0)
    }

    /// Makes a call that may take a part of its first argument, as much of it as fits;
    /// [`taken_bytes`](Writer::taken_bytes) says how much.
    #[doc(hidden)]
    #[cfg_attr(small, inline(always))]
    pub fn part(&mut self, call: Call, input: &[u8]) -> Taken {
        let mut taken = 0usize;
        if input.is_empty() {
            // The caller says that nothing more comes.
            self.state.partial = false;
        }
        while let Some(rest) = input.get(taken..).filter(|rest| !rest.is_empty()) {
            match self.make(call, &[rest, &[], &[], &[]]) {
                Ok(()) => taken = taken.wrapping_add(self.taken),
                Err(stopped) if taken == 0 => return Err(stopped),
                Err(_) => {
                    // Why comes back with the rest, which must follow.
                    self.state.partial = true;
                    break;
                }
            }
        }
        self.taken = taken;
        Ok(())
    }

    /// How much of its input the last such call took.
    #[doc(hidden)]
    pub fn taken_bytes(&self) -> usize {
        self.taken
    }

    /// Whether the namespace that was bound last is the default namespace.
    pub(crate) fn binds_default(&self) -> bool {
        stack::prefix(self.workspace, self.state.binding).is_empty()
    }

    /// Makes a call in the room there is, and in more room when it took nothing or did not fit.
    #[doc(hidden)]
    pub fn make(&mut self, call: Call, arguments: &Arguments<'_>) -> Taken {
        loop {
            let mut draft = Draft::new(&self.state, self.workspace, self.sink.free(), arguments);
            let attempted = draft.attempt(call);
            self.taken = draft.taken;
            if let Err(kind) = attempted {
                let exceeded = draft.exceeded;
                return Err(self.fail(kind, exceeded));
            }
            let (state, len) = (draft.state, draft.out.len());
            let wants = draft.wants.max(len);
            if self.taken > 0 && self.sink.commit(len) {
                self.state = state;
                return Ok(());
            }
            let made = self.sink.make_room(wants);
            self.room(made, wants)?;
        }
    }

    /// Keeps why a call is refused.
    #[cold]
    fn keep(&mut self, error: Error) -> Stopped {
        if !self.latched {
            self.error = Some(error);
        }
        Stopped::Refused
    }

    /// Keeps why a call is refused here.
    #[cold]
    #[inline(never)]
    fn fail(&mut self, kind: ErrorKind, exceeded: Option<(Limit, usize)>) -> Stopped {
        let exceeded = exceeded.map(|(limit, needed)| Exceeded { limit, needed: needed as u64 });
        self.keep(Error { kind, offset: self.state.written(), exceeded })
    }

    /// Refuses a call, for a reason that is an error.
    #[cold]
    #[inline(never)]
    #[doc(hidden)]
    pub fn refuse(&mut self, kind: ErrorKind) -> Stopped {
        self.fail(kind, None)
    }

    /// The last error is why nothing can be written any more: no other takes its place.
    pub(crate) fn latch(&mut self) {
        self.latched = true;
    }

    /// Why nothing can be written any more.
    pub(crate) fn latched(&self) -> Option<Error> {
        self.error.filter(|_| self.latched)
    }

    /// The same writer, in which nothing can be written any more if there is an error.
    pub(crate) fn with_latched(self, error: Option<Error>) -> Self {
        Writer { latched: error.is_some(), error, ..self }
    }

    /// Whether nothing can be written any more.
    pub(crate) fn is_latched(&self) -> bool {
        self.latched
    }

    /// The outcome of a call whose error is to be kept.
    #[doc(hidden)]
    pub fn taken(&mut self, result: Result<(), WriteError>) -> Taken {
        result.map_err(|why| match why {
            WriteError::Full => Stopped::Full,
            WriteError::Error(error) => self.keep(error),
        })
    }

    /// Why a call was refused.
    pub(crate) fn why(&self, stopped: Stopped) -> WriteError {
        match (stopped, self.error) {
            (Stopped::Refused, Some(error)) => WriteError::Error(error),
            _ => WriteError::Full,
        }
    }

    pub(super) fn whole(&mut self, call: Call, arguments: Arguments<'_>) -> Result<(), WriteError> {
        self.make(call, &arguments).map_err(|stopped| self.why(stopped))
    }

    pub(super) fn content(&mut self, call: Call, input: &[u8]) -> Result<usize, WriteError> {
        self.part(call, input).map(|()| self.taken).map_err(|stopped| self.why(stopped))
    }

    /// What the sink answered when asked for so much room, or to hand on what it holds back.
    fn room(&mut self, made: Result<(), NoRoom>, needed: usize) -> Taken {
        Err(match made {
            Ok(()) => return Ok(()),
            Err(NoRoom::Full) => Stopped::Full,
            Err(NoRoom::TooLong) => self.fail(ErrorKind::Limit, Some((Limit::Output, needed))),
            Err(NoRoom::Io) => self.refuse(ErrorKind::Io),
        })
    }
}
