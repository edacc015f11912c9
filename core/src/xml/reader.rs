//! The resumable reader.

use super::event::{Event, Start};
use super::text::Str;
use crate::{Error, ErrorKind, Limits, Namespace};

/// Reads one document.
pub struct Reader<'w> {
    workspace: &'w mut [u8],
    error: Option<Error>,
}

impl<'w> Reader<'w> {
    /// A reader with default limits that keeps all it must remember in `workspace`.
    pub fn new(workspace: &'w mut [u8]) -> Self {
        Reader::with_limits(workspace, Limits::DEFAULT)
    }

    /// A reader with these limits.
    pub fn with_limits(workspace: &'w mut [u8], limits: Limits) -> Self {
        let _ = limits;
        Reader { workspace, error: None }
    }

    /// Refuses processing instructions, which a SOAP sender must not send.
    pub fn refuse_processing_instructions(&mut self) {}

    /// Also accepts UTF-16, ISO-8859-1 and windows-1252.
    pub fn accept_encodings(&mut self) {}

    /// Reads the next event and moves `input` past what was read. `last` says that nothing follows `input`.
    ///
    /// An error latches: every later call answers it again.
    pub fn next<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8], last: bool) -> Result<Event<'s>, Error> {
        let _ = (&self.workspace, input, last);
        Err(*self.error.get_or_insert(Error::new(ErrorKind::InvalidArgument, 0)))
    }

    /// Gives no event for the rest of the current element, its end tag included. To be called after its start event.
    pub fn skip(&mut self) {}

    /// Bytes read so far.
    pub fn offset(&self) -> u64 {
        0
    }

    /// Open elements.
    pub fn depth(&self) -> u16 {
        0
    }

    /// The most bytes of the workspace in use at any time so far: what a workspace for such messages must have.
    pub fn workspace_peak(&self) -> usize {
        0
    }

    /// The namespace bound to a prefix at the current element: for QNames in text.
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'_>)> {
        let _ = prefix;
        None
    }

    /// The start tag of the last event; `None` when that was no start tag.
    pub fn start(&self) -> Option<Start<'_>> {
        None
    }

    /// The error that ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.error
    }
}
