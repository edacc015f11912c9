//! The writer.

mod calls;
mod content;
mod markup;
mod stack;
mod state;
#[cfg(test)]
mod tests;

use crate::buf::{NoRoom, Sink};
use crate::xml::Str;
use crate::{Error, ErrorKind, Exceeded, Limit, Limits};
use core::fmt;

use state::Draft;

#[doc(hidden)]
pub use calls::{Arguments, Call};
pub(crate) use calls::{Within, texts};
pub use state::WriterState;

/// Writes one document.
///
/// The caller says which namespaces and names; the writer keeps the document well-formed, finds prefixes, declares
/// them, escapes text and closes what is open. It never writes a comment, a processing instruction or a DTD.
///
/// A call either happens as a whole or is refused without a trace. [`WriteError::Full`] means: send the bytes of
/// the sink on, clear it and repeat the call. The content calls ([`text`](Writer::text),
/// [`base64`](Writer::base64), ...) may take a part of their input and say how much; the rest must follow before
/// anything else is written, so that nothing is cut by a count that was overlooked. An empty text gives the rest up.
///
/// Open elements, their namespaces and the attribute names of the tag at hand are kept in the workspace, of which at
/// most 65,535 bytes are used.
///
/// ```
/// use soapstone::{buf::Buffer, xml::Writer};
///
/// let (mut memory, mut workspace) = ([0; 256], [0; 128]);
/// let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
/// writer.pin("m", "urn:meter")?;
/// writer.start("urn:meter", "reading")?;
/// writer.attribute("", "unit", "kWh")?;
/// writer.text_whole("1 < 2")?;
/// writer.end()?;
/// writer.finish()?;
/// assert_eq!(
///     writer.sink().bytes(),
///     br#"<m:reading xmlns:m="urn:meter" unit="kWh">1 &lt; 2</m:reading>"#
/// );
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
pub struct Writer<'w, S> {
    state: WriterState,
    workspace: &'w mut [u8],
    sink: S,
    /// The last error, of which a call says no more than [`Stopped::Refused`].
    error: Option<Error>,
    /// It is the last for good.
    latched: bool,
}

/// A call was refused. An error in full is large, and writes of several calls hand it on often: the writer keeps it.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Stopped {
    /// The sink is full.
    Full,
    /// [`Writer::error`] says why.
    Refused,
}

/// What a call answers that keeps why it was refused.
#[doc(hidden)]
pub type Taken<T = ()> = Result<T, Stopped>;

/// Why a call was refused. Nothing of it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum WriteError {
    /// The sink is full: drain it and repeat the call.
    Full,
    /// The call is wrong, passes a limit, or the transport failed. After a failed transport nothing can be
    /// written any more; after any other error the document goes on as if the call had not been made.
    Error(Error),
}

impl From<Error> for WriteError {
    fn from(error: Error) -> Self {
        WriteError::Error(error)
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            WriteError::Full => f.write_str("the output buffer is full"),
            WriteError::Error(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for WriteError {}

/// The state; what is in the workspace is of no use to a reader of logs.
impl<S> fmt::Debug for Writer<'_, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.state.fmt(f)
    }
}

impl<'w, S: Sink> Writer<'w, S> {
    /// A writer with default limits.
    pub fn new(sink: S, workspace: &'w mut [u8]) -> Self {
        Writer::with_limits(sink, workspace, Limits::DEFAULT)
    }

    /// A writer with these limits; `depth`, `attributes` and `namespaces` hold for writing.
    pub fn with_limits(sink: S, workspace: &'w mut [u8], limits: Limits) -> Self {
        Writer::resume(WriterState::new(limits), sink, workspace)
    }

    /// A writer that goes on where another with this state and workspace stopped.
    pub fn resume(state: WriterState, sink: S, workspace: &'w mut [u8]) -> Self {
        Writer { state, workspace, sink, error: None, latched: false }
    }

    /// All that must be kept, with the workspace, to [`resume`](Writer::resume) later.
    pub fn state(&self) -> WriterState {
        self.state
    }

    /// The sink.
    pub fn sink(&self) -> &S {
        &self.sink
    }

    /// The sink, to drain it.
    pub fn sink_mut(&mut self) -> &mut S {
        &mut self.sink
    }

    /// The sink, back.
    pub fn into_sink(self) -> S {
        self.sink
    }

    /// Bytes of output written so far, drained or not.
    pub fn written(&self) -> u64 {
        self.state.written()
    }

    /// Open elements.
    pub fn depth(&self) -> u16 {
        self.state.depth()
    }

    /// The most bytes of the workspace in use at any time so far: what a workspace for such messages must have.
    pub fn workspace_peak(&self) -> usize {
        self.state.workspace_peak()
    }

    /// Writes the XML declaration, which may only come first: `<?xml version="1.0" encoding="UTF-8"?>`.
    ///
    /// # Errors
    /// [`WriteLate`](ErrorKind::WriteLate): something was written already.
    pub fn declaration(&mut self) -> Result<(), WriteError> {
        self.whole(Call::DECLARATION, texts(["", "", "", ""]))
    }

    /// Has the namespace get this prefix, wherever it is not in scope yet and the prefix is free.
    /// The empty prefix makes it the default namespace of elements. Writes nothing by itself.
    ///
    /// # Errors
    /// [`WriteLate`](ErrorKind::WriteLate): the root has begun.
    /// [`WriteDuplicatePrefix`](ErrorKind::WriteDuplicatePrefix): it is pinned to another namespace.
    /// [`WriteName`](ErrorKind::WriteName), [`WriteNamespace`](ErrorKind::WriteNamespace): not a prefix, or a
    /// binding that the specification forbids.
    pub fn pin(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::PIN, texts([prefix, uri, "", ""]))
    }

    /// Starts an element. The empty URI is no namespace.
    ///
    /// Its prefix is one in scope for the namespace, else the pinned one if it is free, else `ns` and a number, and
    /// is declared here when needed. The tag stays open for attributes.
    ///
    /// # Errors
    /// [`WriteSecondRoot`](ErrorKind::WriteSecondRoot), [`WriteName`](ErrorKind::WriteName),
    /// [`WriteUnfinished`](ErrorKind::WriteUnfinished), or a limit: depth, namespaces, workspace.
    pub fn start(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::START, texts([uri, local, "", ""]))
    }

    /// Starts an element with exactly this prefix, declared here unless it stands for the namespace already:
    /// for writing a message the way it was read.
    ///
    /// # Errors
    /// Those of [`start`](Writer::start), and [`WriteNamespace`](ErrorKind::WriteNamespace).
    pub fn start_prefixed(&mut self, prefix: &str, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::START_PREFIXED, texts([uri, local, prefix, ""]))
    }

    /// Writes an attribute of the element just started. The empty URI is no namespace.
    ///
    /// # Errors
    /// [`WriteAttributeLate`](ErrorKind::WriteAttributeLate): content has begun.
    /// [`WriteDuplicateAttribute`](ErrorKind::WriteDuplicateAttribute), [`WriteName`](ErrorKind::WriteName),
    /// [`WriteChar`](ErrorKind::WriteChar), or a limit: attributes, namespaces, workspace.
    pub fn attribute(&mut self, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE, texts([uri, local, value, ""]))
    }

    /// Writes an attribute with exactly this prefix, declared here unless it stands for the namespace already.
    ///
    /// # Errors
    /// Those of [`attribute`](Writer::attribute) and of [`namespace`](Writer::namespace).
    pub fn attribute_prefixed(&mut self, prefix: &str, uri: &str, local: &str, value: &str) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE_PREFIXED, texts([uri, local, value, prefix]))
    }

    /// Writes an attribute whose value is a QName, such as `xsi:type`, with the prefix of the value in scope.
    ///
    /// # Errors
    /// Those of [`attribute`](Writer::attribute). [`WriteUnbound`](ErrorKind::WriteUnbound): the value is in no
    /// namespace and a default namespace is in the way.
    pub fn attribute_qname(
        &mut self,
        uri: &str,
        local: &str,
        value_uri: &str,
        value_local: &str,
    ) -> Result<(), WriteError> {
        self.whole(Call::ATTRIBUTE_QNAME, texts([uri, local, value_local, value_uri]))
    }

    /// Declares a prefix on the element just started; the empty one is the default namespace, and the empty URI
    /// takes the default namespace away. Nothing is written when it is declared there already.
    ///
    /// A prefix that stands for another namespace further out may be declared anew only before the first
    /// attribute, and not when it is the element's own.
    ///
    /// # Errors
    /// [`WriteAttributeLate`](ErrorKind::WriteAttributeLate),
    /// [`WriteDuplicatePrefix`](ErrorKind::WriteDuplicatePrefix), [`WriteName`](ErrorKind::WriteName),
    /// [`WriteNamespace`](ErrorKind::WriteNamespace), [`WriteChar`](ErrorKind::WriteChar), or a limit: attributes,
    /// namespaces, workspace.
    pub fn namespace(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::NAMESPACE, texts([prefix, uri, "", ""]))
    }

    /// Sees to it that the namespace has a prefix in scope, declaring one on the element just started if need be.
    /// [`prefix`](Writer::prefix) then tells which.
    ///
    /// # Errors
    /// [`WriteUnbound`](ErrorKind::WriteUnbound): there is none and the start tag is complete. Those of
    /// [`namespace`](Writer::namespace).
    pub fn declare(&mut self, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::DECLARE, texts([uri, "", "", ""]))
    }

    /// The prefix in scope for the namespace; never the empty one.
    pub fn prefix(&mut self, uri: &str) -> Option<Str<'_>> {
        let draft = Draft::new(&mut self.state, self.workspace, &mut []);
        let binding = draft.in_scope(uri.as_bytes())?;
        Some(Str::checked(draft.stack.into_prefix(binding)))
    }

    /// Writes text, as much as fits, and gives the bytes taken: whole characters.
    ///
    /// A character that may not stand in XML is refused when the text begins with it; the text before it is taken
    /// first. [`invalid_char`](super::invalid_char) finds one beforehand.
    ///
    /// # Errors
    /// [`WriteOutsideRoot`](ErrorKind::WriteOutsideRoot), [`WriteChar`](ErrorKind::WriteChar),
    /// [`WriteUnfinished`](ErrorKind::WriteUnfinished).
    pub fn text(&mut self, text: &str) -> Result<usize, WriteError> {
        self.content(Call::TEXT, text.as_bytes())
    }

    /// Writes a short text, all of it or nothing.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text). [`Limit::Output`](crate::Limit::Output): it is longer than the buffer.
    pub fn text_whole(&mut self, text: &str) -> Result<(), WriteError> {
        self.whole(Call::TEXT_WHOLE, texts([text, "", "", ""]))
    }

    /// Writes text that comes as bytes, as much as fits, and gives the bytes taken. A character may be cut at the end of
    /// one call and go on in the next.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text). [`WriteEncoding`](ErrorKind::WriteEncoding): not UTF-8.
    pub fn text_bytes(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::TEXT_BYTES, bytes)
    }

    /// Writes a QName as text, all of it or nothing. Its prefix is declared on the element just started when it is
    /// not in scope.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text) and [`declare`](Writer::declare).
    pub fn text_qname(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::TEXT_QNAME, texts([uri, local, "", ""]))
    }

    /// Writes bytes as base64 without line breaks, as many as fit, and gives the bytes taken.
    ///
    /// Up to two bytes wait for the next call; any call but this pads and completes them. A content call with nothing
    /// to write, such as `text("")`, is no call in this sense.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text) but for characters.
    pub fn base64(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::BASE64, bytes)
    }

    /// Writes bytes as upper-case hexadecimal digits, as many as fit, and gives the bytes taken.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text) but for characters.
    pub fn hex(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::HEX, bytes)
    }

    /// Writes bytes as they are, as many as fit, and gives the bytes taken. Nothing is escaped and nothing is
    /// checked: what they do to the document is the caller's doing.
    ///
    /// # Errors
    /// Those of [`text`](Writer::text) but for characters.
    pub fn raw_unescaped(&mut self, bytes: &[u8]) -> Result<usize, WriteError> {
        self.content(Call::RAW_UNESCAPED, bytes)
    }

    /// Ends the innermost open element; as `<a/>` when it has no content.
    ///
    /// # Errors
    /// [`WriteUnbalanced`](ErrorKind::WriteUnbalanced): no element is open.
    /// [`WriteUnfinished`](ErrorKind::WriteUnfinished): a character, or content that was taken in part.
    pub fn end(&mut self) -> Result<(), WriteError> {
        self.whole(Call::END, texts(["", "", "", ""]))
    }

    /// Checks that the document is complete and has the sink hand on what it holds back.
    ///
    /// # Errors
    /// [`WriteUnfinished`](ErrorKind::WriteUnfinished): an element is open, or there is none.
    pub fn finish(&mut self) -> Result<(), WriteError> {
        let finished = self.make(Call::FINISH, &[&[]; 4]).and_then(|_| self.flush());
        finished.map_err(|stopped| self.why(stopped))
    }

    /// Why a call was refused last, and not because the sink was full.
    #[doc(hidden)]
    pub fn error(&self) -> Option<&Error> {
        self.error.as_ref()
    }

    /// Has the sink hand on what it holds back.
    #[doc(hidden)]
    pub fn flush(&mut self) -> Taken {
        let finished = self.sink.finish();
        self.room(finished, 0)
    }

    /// Makes a call that may take a part of its first argument, as much of it as fits; gives how much.
    #[doc(hidden)]
    pub fn part(&mut self, call: Call, input: &[u8]) -> Taken<usize> {
        let mut taken = 0usize;
        if input.is_empty() {
            // The caller says that nothing more comes.
            self.state.partial = false;
        }
        while let Some(rest) = input.get(taken..).filter(|rest| !rest.is_empty()) {
            match self.make(call, &[rest, &[], &[], &[]]) {
                Ok(count) => taken = taken.wrapping_add(count),
                Err(stopped) if taken == 0 => return Err(stopped),
                Err(_) => {
                    // Why comes back with the rest, which must follow.
                    self.state.partial = true;
                    break;
                }
            }
        }
        Ok(taken)
    }

    /// Whether a prefix is pinned to the namespace, and then whether it is the empty one.
    pub(crate) fn pinned(&mut self, uri: &str) -> Option<bool> {
        Draft::new(&mut self.state, self.workspace, &mut []).pinned(uri.as_bytes()).map(<[u8]>::is_empty)
    }

    /// Makes a call in the room there is, and in more room when it took nothing or did not fit.
    #[doc(hidden)]
    pub fn make(&mut self, call: Call, arguments: &Arguments<'_>) -> Taken<usize> {
        loop {
            let mut state = self.state;
            let mut draft = Draft::new(&mut state, self.workspace, self.sink.free());
            let result = (call.make)(&mut draft, arguments);
            let completed = draft.complete(result);
            let (taken, len, wants, exceeded) = (draft.taken, draft.out.len(), draft.wants, draft.exceeded);
            if completed.is_ok() && taken > 0 && self.sink.commit(len) {
                self.state = state;
                return Ok(taken);
            }
            if let Err(kind) = completed {
                return Err(self.fail(kind, exceeded));
            }
            let wants = wants.max(len);
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
    fn fail(&mut self, kind: ErrorKind, exceeded: Option<Exceeded>) -> Stopped {
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

    fn whole(&mut self, call: Call, arguments: Arguments<'_>) -> Result<(), WriteError> {
        self.make(call, &arguments).map(|_| ()).map_err(|stopped| self.why(stopped))
    }

    fn content(&mut self, call: Call, input: &[u8]) -> Result<usize, WriteError> {
        self.part(call, input).map_err(|stopped| self.why(stopped))
    }

    /// What the sink answered when asked for so much room, or to hand on what it holds back.
    fn room(&mut self, made: Result<(), NoRoom>, needed: usize) -> Taken {
        Err(match made {
            Ok(()) => return Ok(()),
            Err(NoRoom::Full) => Stopped::Full,
            Err(NoRoom::TooLong) => {
                self.fail(ErrorKind::Limit, Some(Exceeded { limit: Limit::Output, needed: needed as u64 }))
            }
            Err(NoRoom::Io) => self.refuse(ErrorKind::Io),
        })
    }
}
