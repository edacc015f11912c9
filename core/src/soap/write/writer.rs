//! The envelope writer.

use crate::buf::Sink;
use crate::soap::fault::Fault;
use crate::soap::header::block::BlockAttributes;
use crate::soap::version::{Version, Versions};
use crate::soap::write::content::Content;
use crate::soap::write::layout::{Layout, Place};
use crate::xml::{self, Call as XmlCall, NOTHING, Taken, WriteError, texts};
use crate::{Error, Limits};

/// Writes one message: header blocks, then body entries or a fault, in an envelope that cannot be got wrong.
///
/// A call opens the Header and the Body as it needs them; what stands out of order is
/// [`OutOfOrder`](crate::ErrorKind::OutOfOrder). [`WriteError::Full`] means: send the bytes of the sink on, clear it and
/// repeat the call with the same arguments. The sink need only hold the longest single tag. A call that fails for
/// another reason leaves no trace but a Header or Body that it opened; should a header block or a fault fail half
/// written, for want of workspace say, the error latches, for the message cannot be completed.
///
/// ```
/// use soapstone::buf::Buffer;
/// use soapstone::soap::{Version, Writer};
///
/// let (mut memory, mut workspace) = ([0; 512], [0; 256]);
/// let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
/// writer.envelope()?;
/// writer.body_entry("urn:meter", "read")?;
/// writer.xml().text_whole("7")?;
/// writer.end()?;
/// writer.finish()?;
/// let message = br#"<soap:Envelope xmlns:soap="http://www.w3.org/2003/05/soap-envelope">"#;
/// assert!(writer.sink().bytes().starts_with(message));
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
// The layout first: where an instruction for what is in it is short.
#[repr(C)]
#[derive(Debug)]
pub struct Writer<'w, S> {
    pub(in crate::soap) layout: Layout,
    pub(in crate::soap) xml: xml::Writer<'w, S>,
}

/// All an envelope writer remembers, the workspace aside: plain data that may be kept, copied and
/// [resumed](Writer::resume).
#[derive(Clone, Copy, Debug)]
pub struct WriterState {
    xml: xml::WriterState,
    layout: Layout,
    /// Why the message cannot be completed.
    broken: Option<Error>,
}

impl WriterState {
    /// The state of a writer at the start of a message. Limits as for [`xml::WriterState::new`].
    pub fn new(version: Version, limits: Limits) -> Self {
        WriterState { xml: xml::WriterState::new(limits), layout: Layout::new(version), broken: None }
    }

    /// What the XML writer remembers.
    pub fn xml(&self) -> &xml::WriterState {
        &self.xml
    }
}

impl<'w, S: Sink> Writer<'w, S> {
    /// A writer with default limits.
    pub fn new(sink: S, workspace: &'w mut [u8], version: Version) -> Self {
        Writer::resume(WriterState::new(version, Limits::DEFAULT), sink, workspace)
    }

    /// A writer that goes on where another with this state and workspace stopped.
    pub fn resume(state: WriterState, sink: S, workspace: &'w mut [u8]) -> Self {
        let xml = xml::Writer::resume(state.xml, sink, workspace).with_latched(state.broken);
        Writer { xml, layout: state.layout }
    }

    /// All that must be kept, with the workspace, to [`resume`](Writer::resume) later.
    pub fn state(&self) -> WriterState {
        WriterState { xml: self.xml.state(), layout: self.layout, broken: self.xml.latched() }
    }

    /// The sink.
    pub fn sink(&self) -> &S {
        self.xml.sink()
    }

    /// The sink, to drain it.
    pub fn sink_mut(&mut self) -> &mut S {
        self.xml.sink_mut()
    }

    /// The sink, back.
    pub fn into_sink(self) -> S {
        self.xml.into_sink()
    }

    /// The version of the message.
    pub fn version(&self) -> Version {
        self.layout.version
    }

    /// Whether the message is complete.
    pub fn is_finished(&self) -> bool {
        self.layout.place == Place::End
    }

    /// Bytes of output written so far, drained or not.
    pub fn written(&self) -> u64 {
        self.xml.written()
    }

    /// The most bytes of the workspace in use at any time so far.
    pub fn workspace_peak(&self) -> usize {
        self.xml.workspace_peak()
    }

    /// Writes the XML declaration, which may only come first.
    pub fn declaration(&mut self) -> Result<(), WriteError> {
        let written = self.xml().make(XmlCall::DECLARATION, NOTHING);
        self.outcome(written)
    }

    /// Has the namespace get this prefix where it needs one; before the Envelope only, as [`xml::Writer::pin`].
    pub fn pin(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        let written = self.xml().make(XmlCall::PIN, &texts([uri, "", "", prefix]));
        self.outcome(written)
    }

    /// Starts the Envelope, with the prefix pinned to its namespace, else with `soap`.
    pub fn envelope(&mut self) -> Result<(), WriteError> {
        let written = self.begin_envelope(None);
        self.outcome(written)
    }

    /// Starts the Envelope with this prefix; the empty one makes its namespace the default namespace.
    pub fn envelope_prefixed(&mut self, prefix: &str) -> Result<(), WriteError> {
        let written = self.begin_envelope(Some(prefix.as_bytes()));
        self.outcome(written)
    }

    /// Starts the Header. Only needed for an empty one, or for attributes of its own.
    pub fn header(&mut self) -> Result<(), WriteError> {
        let written = self.begin_header();
        self.outcome(written)
    }

    /// Starts a header block.
    ///
    /// # Errors
    /// [`UnqualifiedHeaderBlock`](crate::ErrorKind::UnqualifiedHeaderBlock): no namespace.
    /// [`MisplacedAttribute`](crate::ErrorKind::MisplacedAttribute): `relay` in SOAP 1.1.
    pub fn header_block(&mut self, uri: &str, local: &str, attributes: &BlockAttributes<'_>) -> Result<(), WriteError> {
        let written = self.begin_block(XmlCall::START, &texts([uri, local, "", ""]), attributes);
        self.outcome(written)
    }

    /// Starts a header block with exactly this prefix. Errors as [`header_block`](Writer::header_block).
    pub fn header_block_prefixed(
        &mut self,
        prefix: &str,
        uri: &str,
        local: &str,
        attributes: &BlockAttributes<'_>,
    ) -> Result<(), WriteError> {
        let written = self.begin_block(XmlCall::START_PREFIXED, &texts([uri, local, "", prefix]), attributes);
        self.outcome(written)
    }

    /// Writes the header block Upgrade, which says the versions this node speaks, highest first: it goes with a
    /// VersionMismatch. SOAP 1.2 Part 1, 5.4.7; it may stand in SOAP 1.1 messages too.
    pub fn upgrade(&mut self, versions: Versions) -> Result<(), WriteError> {
        let written = self.write_upgrade(versions);
        self.outcome(written)
    }

    /// Writes the header block NotUnderstood, which names a mandatory header block: one goes with a MustUnderstand
    /// fault for each. SOAP 1.2 Part 1, 5.4.8.
    ///
    /// # Errors
    /// [`InvalidArgument`](crate::ErrorKind::InvalidArgument): SOAP 1.1 has no such block.
    pub fn not_understood(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        let written = self.write_not_understood(&texts([uri, local, "", ""]));
        self.outcome(written)
    }

    /// Starts the Body, which ends the Header. Only needed for attributes of its own.
    pub fn body(&mut self) -> Result<(), WriteError> {
        let written = self.begin_body();
        self.outcome(written)
    }

    /// Starts a body entry. The empty URI is no namespace.
    ///
    /// # Errors
    /// [`FaultNotAlone`](crate::ErrorKind::FaultNotAlone): a SOAP 1.2 Fault was written.
    /// [`OutOfOrder`](crate::ErrorKind::OutOfOrder): it has the name of the version's Fault, which [`fault`](Writer::fault)
    /// writes.
    pub fn body_entry(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        let written = self.begin_entry(&texts([uri, local, "", ""]));
        self.outcome(written)
    }

    /// Writes a fault without a detail, in the version of the message: a fault of the other version is
    /// [converted](Fault::to_version).
    ///
    /// # Errors
    /// [`FaultNotAlone`](crate::ErrorKind::FaultNotAlone): a second fault, or in SOAP 1.2 one after another entry.
    /// [`WriteName`](crate::ErrorKind::WriteName): a code is not a name.
    /// [`WriteUnbound`](crate::ErrorKind::WriteUnbound): a code without a namespace has a prefix or, in SOAP 1.2, stands where
    /// the namespace of the Envelope is the default one.
    /// [`WriteChar`](crate::ErrorKind::WriteChar): a text has a character that may not stand in XML.
    pub fn fault(&mut self, fault: &Fault<'_>) -> Result<(), WriteError> {
        let written = self.write_fault(&mut { *fault }, false);
        self.outcome(written)
    }

    /// Writes a fault up to the start of its detail, which is then written as [content](Writer::xml) and ended by
    /// [`end`](Writer::end). Errors as [`fault`](Writer::fault).
    pub fn fault_with_detail(&mut self, fault: &Fault<'_>) -> Result<(), WriteError> {
        let written = self.write_fault(&mut { *fault }, true);
        self.outcome(written)
    }

    /// Starts an element after the Body. SOAP 1.1, 4; the Basic Profile forbids it.
    ///
    /// # Errors
    /// [`TrailingElement`](crate::ErrorKind::TrailingElement): SOAP 1.2, no namespace, or that of the Envelope.
    pub fn trailer(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        let written = self.begin_trailer(&texts([uri, local, "", ""]));
        self.outcome(written)
    }

    /// Writes what is inside the item at hand: header block, body entry, detail or trailer.
    pub fn xml(&mut self) -> Content<'_, 'w, S> {
        Content { xml: &mut self.xml, layout: &self.layout }
    }

    /// The document, of which this writer knows the order.
    #[doc(hidden)]
    pub fn document(&mut self) -> &mut xml::Writer<'w, S> {
        &mut self.xml
    }

    /// Why a call was refused last, and not because the sink was full.
    #[doc(hidden)]
    pub fn error(&self) -> Option<&Error> {
        self.xml.error()
    }

    /// Elements now open.
    #[doc(hidden)]
    pub fn depth(&self) -> u16 {
        self.xml.depth()
    }

    /// Says why a call was refused.
    pub(crate) fn outcome(&self, written: Taken) -> Result<(), WriteError> {
        written.map_err(|stopped| self.xml.why(stopped))
    }

    /// Ends the item at hand: header block, body entry, fault with its detail, or trailer.
    ///
    /// # Errors
    /// [`OutOfOrder`](crate::ErrorKind::OutOfOrder): no item is open, or an element inside it is.
    pub fn end(&mut self) -> Result<(), WriteError> {
        let written = self.end_item();
        self.outcome(written)
    }

    /// Ends the Envelope, its Body written if it was not, and has the sink hand on what it holds back.
    ///
    /// # Errors
    /// [`OutOfOrder`](crate::ErrorKind::OutOfOrder): an item is open, or the Envelope was never started.
    pub fn finish(&mut self) -> Result<(), WriteError> {
        let written = self.end_envelope();
        self.outcome(written)
    }

    /// Writes a whole message that carries this fault; with `upgrade`, the header block Upgrade too.
    ///
    /// With [`Fault::for_error`] this is the answer to a message that was refused. Errors as [`fault`](Writer::fault).
    pub fn fault_message(&mut self, fault: &Fault<'_>, upgrade: Option<Versions>) -> Result<(), WriteError> {
        let written = self.write_fault_message(fault, upgrade);
        self.outcome(written)
    }
}
