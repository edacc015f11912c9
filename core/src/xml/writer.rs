//! The writer.

mod calls;
mod content;
mod making;
mod markup;
mod prefix;
mod stack;
mod state;
#[cfg(test)]
mod tests;

use crate::buf::Sink;
use crate::xml::Str;
use crate::{Error, Limits};
use core::fmt;

use prefix::Place;
use state::Draft;

#[doc(hidden)]
pub use calls::{Arguments, Call, NOTHING};
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
    /// As much of it as is used.
    workspace: &'w mut [u8],
    sink: S,
    /// How much of its input the last call took.
    taken: usize,
    /// The last error, of which a call says no more than [`Stopped::Refused`].
    error: Option<Error>,
    /// It is the last for good.
    latched: bool,
}

/// A call was refused. An error in full is large, and writes of several calls hand it on often: the writer keeps it.
// A call that did not stop is a register of zeros then: the shortest to look at.
#[doc(hidden)]
#[repr(u32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Stopped {
    /// The sink is full.
    Full = 1,
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
        let usable = workspace.len().min(usize::from(stack::XML));
        let workspace = workspace.get_mut(..usable).unwrap_or_default();
        Writer { state, workspace, sink, taken: 0, error: None, latched: false }
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
    /// [`WriteLate`](crate::ErrorKind::WriteLate): something was written already.
    pub fn declaration(&mut self) -> Result<(), WriteError> {
        self.whole(Call::DECLARATION, texts(["", "", "", ""]))
    }

    /// Has the namespace get this prefix, wherever it is not in scope yet and the prefix is free.
    /// The empty prefix makes it the default namespace of elements. Writes nothing by itself.
    ///
    /// # Errors
    /// [`WriteLate`](crate::ErrorKind::WriteLate): the root has begun.
    /// [`WriteDuplicatePrefix`](crate::ErrorKind::WriteDuplicatePrefix): it is pinned to another namespace.
    /// [`WriteName`](crate::ErrorKind::WriteName), [`WriteNamespace`](crate::ErrorKind::WriteNamespace): not a prefix, or a
    /// binding that the specification forbids.
    pub fn pin(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::PIN, texts([uri, "", "", prefix]))
    }

    /// Starts an element. The empty URI is no namespace.
    ///
    /// Its prefix is one in scope for the namespace, else the pinned one if it is free, else `ns` and a number, and
    /// is declared here when needed. The tag stays open for attributes.
    ///
    /// # Errors
    /// [`WriteSecondRoot`](crate::ErrorKind::WriteSecondRoot), [`WriteName`](crate::ErrorKind::WriteName),
    /// [`WriteUnfinished`](crate::ErrorKind::WriteUnfinished), or a limit: depth, namespaces, workspace.
    pub fn start(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::START, texts([uri, local, "", ""]))
    }

    /// Starts an element with exactly this prefix, declared here unless it stands for the namespace already:
    /// for writing a message the way it was read.
    ///
    /// # Errors
    /// Those of [`start`](Writer::start), and [`WriteNamespace`](crate::ErrorKind::WriteNamespace).
    pub fn start_prefixed(&mut self, prefix: &str, uri: &str, local: &str) -> Result<(), WriteError> {
        self.whole(Call::START_PREFIXED, texts([uri, local, "", prefix]))
    }

    /// Writes an attribute of the element just started. The empty URI is no namespace.
    ///
    /// # Errors
    /// [`WriteAttributeLate`](crate::ErrorKind::WriteAttributeLate): content has begun.
    /// [`WriteDuplicateAttribute`](crate::ErrorKind::WriteDuplicateAttribute), [`WriteName`](crate::ErrorKind::WriteName),
    /// [`WriteChar`](crate::ErrorKind::WriteChar), or a limit: attributes, namespaces, workspace.
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
    /// Those of [`attribute`](Writer::attribute). [`WriteUnbound`](crate::ErrorKind::WriteUnbound): the value is in no
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
    /// [`WriteAttributeLate`](crate::ErrorKind::WriteAttributeLate),
    /// [`WriteDuplicatePrefix`](crate::ErrorKind::WriteDuplicatePrefix), [`WriteName`](crate::ErrorKind::WriteName),
    /// [`WriteNamespace`](crate::ErrorKind::WriteNamespace), [`WriteChar`](crate::ErrorKind::WriteChar), or a limit: attributes,
    /// namespaces, workspace.
    pub fn namespace(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::NAMESPACE, texts([uri, "", "", prefix]))
    }

    /// Sees to it that the namespace has a prefix in scope, declaring one on the element just started if need be.
    /// [`prefix`](Writer::prefix) then tells which.
    ///
    /// # Errors
    /// [`WriteUnbound`](crate::ErrorKind::WriteUnbound): there is none and the start tag is complete. Those of
    /// [`namespace`](Writer::namespace).
    pub fn declare(&mut self, uri: &str) -> Result<(), WriteError> {
        self.whole(Call::DECLARE, texts([uri, "", "", ""]))
    }

    /// The prefix in scope for the namespace; never the empty one.
    pub fn prefix(&mut self, uri: &str) -> Option<Str<'_>> {
        let draft = Draft::new(&self.state, self.workspace, &mut [], &texts([uri, "", "", ""]));
        let usable = draft.usable(Place::Attribute);
        let in_scope = usable != stack::NONE && !draft.is_pin(usable);
        in_scope.then(|| Str::checked(stack::prefix(self.workspace, usable)))
    }

    /// Writes text, as much as fits, and gives the bytes taken: whole characters.
    ///
    /// A character that may not stand in XML is refused when the text begins with it; the text before it is taken
    /// first. [`invalid_char`](super::invalid_char) finds one beforehand.
    ///
    /// # Errors
    /// [`WriteOutsideRoot`](crate::ErrorKind::WriteOutsideRoot), [`WriteChar`](crate::ErrorKind::WriteChar),
    /// [`WriteUnfinished`](crate::ErrorKind::WriteUnfinished).
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
    /// Those of [`text`](Writer::text). [`WriteEncoding`](crate::ErrorKind::WriteEncoding): not UTF-8.
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
    /// [`WriteUnbalanced`](crate::ErrorKind::WriteUnbalanced): no element is open.
    /// [`WriteUnfinished`](crate::ErrorKind::WriteUnfinished): a character, or content that was taken in part.
    pub fn end(&mut self) -> Result<(), WriteError> {
        self.whole(Call::END, texts(["", "", "", ""]))
    }

    /// Checks that the document is complete and has the sink hand on what it holds back.
    ///
    /// # Errors
    /// [`WriteUnfinished`](crate::ErrorKind::WriteUnfinished): an element is open, or there is none.
    pub fn finish(&mut self) -> Result<(), WriteError> {
        let finished = self.make(Call::FINISH, NOTHING).and_then(|()| self.flush());
        finished.map_err(|stopped| self.why(stopped))
    }
}
