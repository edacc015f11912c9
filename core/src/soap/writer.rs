//! The envelope writer.

use super::block::BlockAttributes;
use super::content::Content;
use super::fault::{Fault, emit};
use super::layout::{Call, Layout, Place};
use super::steps::Steps;
use super::version::{Version, Versions};
use crate::buf::Sink;
use crate::xml::{self, WriteError};
use crate::{Error, ErrorKind, Limits, Namespace};

/// Writes one message: header blocks, then body entries or a fault, in an envelope that cannot be got wrong.
///
/// A call opens the Header and the Body as it needs them; what stands out of order is
/// [`OutOfOrder`](ErrorKind::OutOfOrder). [`WriteError::Full`] means: send the bytes of the sink on, clear it and
/// repeat the call with the same arguments; until that call is complete no other is taken. The sink need only hold the
/// longest single tag. When a call fails for another reason after it has begun to write, the error latches, for the
/// message cannot be completed.
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
#[derive(Debug)]
pub struct Writer<'w, S> {
    xml: xml::Writer<'w, S>,
    layout: Layout,
}

/// All an envelope writer remembers, the workspace aside: plain data that may be kept, copied and
/// [resumed](Writer::resume).
#[derive(Clone, Copy, Debug)]
pub struct WriterState {
    xml: xml::WriterState,
    layout: Layout,
}

impl WriterState {
    /// The state of a writer at the start of a message. Limits as for [`xml::WriterState::new`].
    pub fn new(version: Version, limits: Limits) -> Self {
        WriterState { xml: xml::WriterState::new(limits), layout: Layout::new(version) }
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
        Writer { xml: xml::Writer::resume(state.xml, sink, workspace), layout: state.layout }
    }

    /// All that must be kept, with the workspace, to [`resume`](Writer::resume) later.
    pub fn state(&self) -> WriterState {
        WriterState { xml: self.xml.state(), layout: self.layout }
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
        self.layout.check(None, self.layout.place == Place::Begin, self.xml.written())?;
        self.xml.declaration()
    }

    /// Has the namespace get this prefix where it needs one; before the Envelope only, as [`xml::Writer::pin`].
    pub fn pin(&mut self, prefix: &str, uri: &str) -> Result<(), WriteError> {
        self.layout.check(None, self.layout.place == Place::Begin, self.xml.written())?;
        self.xml.pin(prefix, uri)
    }

    /// Starts the Envelope, with the prefix `soap`.
    pub fn envelope(&mut self) -> Result<(), WriteError> {
        self.envelope_prefixed("soap")
    }

    /// Starts the Envelope with this prefix; the empty one makes its namespace the default namespace.
    pub fn envelope_prefixed(&mut self, prefix: &str) -> Result<(), WriteError> {
        self.call(
            Call::Envelope,
            |place| place == Place::Begin,
            |steps, layout| {
                steps.once(|xml| xml.start_prefixed(prefix, layout.version.uri(), "Envelope"))?;
                Ok(Place::Envelope)
            },
        )
    }

    /// Starts the Header. Only needed for an empty one, or for attributes of its own.
    pub fn header(&mut self) -> Result<(), WriteError> {
        self.call(
            Call::Header,
            |place| place == Place::Envelope,
            |steps, layout| {
                open_header(steps, layout)?;
                Ok(Place::Header)
            },
        )
    }

    /// Starts a header block.
    ///
    /// # Errors
    /// [`UnqualifiedHeaderBlock`](ErrorKind::UnqualifiedHeaderBlock): no namespace.
    /// [`MisplacedAttribute`](ErrorKind::MisplacedAttribute): `relay` in SOAP 1.1.
    pub fn header_block(&mut self, uri: &str, local: &str, attributes: &BlockAttributes<'_>) -> Result<(), WriteError> {
        let version = self.layout.version;
        self.refuse(uri.is_empty(), ErrorKind::UnqualifiedHeaderBlock)?;
        self.refuse(attributes.relay && version == Version::Soap11, ErrorKind::MisplacedAttribute)?;
        self.call(Call::HeaderBlock, before_body, |steps, layout| {
            open_header(steps, layout)?;
            steps.start(uri, local)?;
            attributes.emit(steps, version)?;
            Ok(Place::HeaderBlock)
        })
    }

    /// Writes the header block Upgrade, which says the versions this node speaks, highest first: it goes with a
    /// VersionMismatch. SOAP 1.2 Part 1, 5.4.7; it may stand in SOAP 1.1 messages too.
    pub fn upgrade(&mut self, versions: Versions) -> Result<(), WriteError> {
        self.call(Call::Upgrade, before_body, |steps, layout| {
            open_header(steps, layout)?;
            emit::upgrade(steps, versions)?;
            Ok(Place::Header)
        })
    }

    /// Writes the header block NotUnderstood, which names a mandatory header block: one goes with a MustUnderstand
    /// fault for each. SOAP 1.2 Part 1, 5.4.8.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): SOAP 1.1 has no such block.
    pub fn not_understood(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.refuse(self.layout.version == Version::Soap11, ErrorKind::InvalidArgument)?;
        self.call(Call::NotUnderstood, before_body, |steps, layout| {
            open_header(steps, layout)?;
            steps.start(Namespace::Soap12.uri(), "NotUnderstood")?;
            steps.once(|xml| xml.attribute_qname("", "qname", uri, local))?;
            steps.end()?;
            Ok(Place::Header)
        })
    }

    /// Starts the Body, which ends the Header. Only needed for attributes of its own.
    pub fn body(&mut self) -> Result<(), WriteError> {
        self.call(Call::Body, before_body, |steps, layout| {
            open_body(steps, layout)?;
            Ok(Place::Body)
        })
    }

    /// Starts a body entry. The empty URI is no namespace.
    ///
    /// # Errors
    /// [`FaultNotAlone`](ErrorKind::FaultNotAlone): a SOAP 1.2 Fault was written.
    pub fn body_entry(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.refuse(self.layout.fault && self.layout.version == Version::Soap12, ErrorKind::FaultNotAlone)?;
        self.call(Call::BodyEntry, up_to_body, |steps, layout| {
            open_body(steps, layout)?;
            steps.start(uri, local)?;
            layout.entries = true;
            Ok(Place::BodyEntry)
        })
    }

    /// Writes a fault without a detail, in the version of the message: a fault of the other version is
    /// [converted](Fault::to_version).
    ///
    /// # Errors
    /// [`FaultNotAlone`](ErrorKind::FaultNotAlone): a second fault, or in SOAP 1.2 one after another entry.
    pub fn fault(&mut self, fault: &Fault<'_>) -> Result<(), WriteError> {
        self.alone(Call::Fault)?;
        self.call(Call::Fault, up_to_body, |steps, layout| {
            open_body(steps, layout)?;
            emit::fault(steps, fault, layout.version)?;
            steps.end()?;
            layout.fault = true;
            Ok(Place::Body)
        })
    }

    /// Writes a fault up to the start of its detail, which is then written as [content](Writer::xml) and ended by
    /// [`end`](Writer::end). Errors as [`fault`](Writer::fault).
    pub fn fault_with_detail(&mut self, fault: &Fault<'_>) -> Result<(), WriteError> {
        self.alone(Call::FaultDetail)?;
        self.call(Call::FaultDetail, up_to_body, |steps, layout| {
            open_body(steps, layout)?;
            emit::fault(steps, fault, layout.version)?;
            emit::detail(steps, layout.version)?;
            layout.fault = true;
            Ok(Place::Detail)
        })
    }

    /// Starts an element after the Body. SOAP 1.1, 4; the Basic Profile forbids it.
    ///
    /// # Errors
    /// [`TrailingElement`](ErrorKind::TrailingElement): SOAP 1.2, or no namespace.
    pub fn trailer(&mut self, uri: &str, local: &str) -> Result<(), WriteError> {
        self.refuse(uri.is_empty() || self.layout.version == Version::Soap12, ErrorKind::TrailingElement)?;
        self.call(
            Call::Trailer,
            |place| up_to_body(place) || place == Place::AfterBody,
            |steps, layout| {
                close_body(steps, layout)?;
                steps.start(uri, local)?;
                Ok(Place::Trailer)
            },
        )
    }

    /// Writes what is inside the item at hand: header block, body entry, detail or trailer.
    pub fn xml(&mut self) -> Content<'_, 'w, S> {
        Content { xml: &mut self.xml, layout: &self.layout }
    }

    /// Ends the item at hand: header block, body entry, fault with its detail, or trailer.
    ///
    /// # Errors
    /// [`OutOfOrder`](ErrorKind::OutOfOrder): no item is open, or an element inside it is.
    pub fn end(&mut self) -> Result<(), WriteError> {
        let complete = self.layout.in_item() && self.xml.depth() == self.layout.floor;
        self.call(
            Call::End,
            |_| complete,
            |steps, layout| {
                steps.end()?;
                let after = match layout.place {
                    Place::HeaderBlock => Place::Header,
                    Place::Trailer => Place::AfterBody,
                    Place::Detail => {
                        steps.end()?;
                        Place::Body
                    }
                    _ => Place::Body,
                };
                Ok(after)
            },
        )
    }

    /// Ends the Envelope, its Body written if it was not, and has the sink hand on what it holds back.
    ///
    /// # Errors
    /// [`OutOfOrder`](ErrorKind::OutOfOrder): an item is open, or the Envelope was never started.
    pub fn finish(&mut self) -> Result<(), WriteError> {
        self.call(
            Call::Finish,
            |place| up_to_body(place) || place == Place::AfterBody,
            |steps, layout| {
                close_body(steps, layout)?;
                steps.end()?;
                steps.once(|xml| xml.finish())?;
                Ok(Place::End)
            },
        )
    }

    /// Writes a whole message that carries this fault; with `upgrade`, the header block Upgrade too.
    ///
    /// With [`Fault::for_error`] this is the answer to a message that was refused.
    pub fn fault_message(&mut self, fault: &Fault<'_>, upgrade: Option<Versions>) -> Result<(), WriteError> {
        self.call(
            Call::FaultMessage,
            |place| place == Place::Begin,
            |steps, layout| {
                let uri = layout.version.uri();
                steps.once(|xml| xml.start_prefixed("soap", uri, "Envelope"))?;
                if let Some(versions) = upgrade {
                    steps.start(uri, "Header")?;
                    emit::upgrade(steps, versions)?;
                    steps.end()?;
                }
                steps.start(uri, "Body")?;
                emit::fault(steps, fault, layout.version)?;
                for _ in ["Fault", "Body", "Envelope"] {
                    steps.end()?;
                }
                steps.once(|xml| xml.finish())?;
                Ok(Place::End)
            },
        )
    }

    /// Makes a call that takes several steps, or goes on with it.
    fn call(
        &mut self,
        call: Call,
        allowed: impl FnOnce(Place) -> bool,
        write: impl FnOnce(&mut Steps<'_, 'w, S>, &mut Layout) -> Result<Place, WriteError>,
    ) -> Result<(), WriteError> {
        self.layout.check(Some(call), allowed(self.layout.place), self.xml.written())?;
        let (mut progress, mut layout) = (self.layout.progress, self.layout);
        let error = match write(&mut Steps::new(&mut self.xml, &mut progress), &mut layout) {
            Ok(place) => {
                self.layout = layout.settled(place, self.xml.depth());
                return Ok(());
            }
            Err(error) => error,
        };
        match error {
            WriteError::Full => {
                self.layout.pending = Some(call);
                self.layout.progress = progress;
            }
            // Nothing was written: the message goes on as if the call had not been made.
            WriteError::Error(_) if !progress.is_begun() => self.layout.pending = None,
            WriteError::Error(error) => self.layout.broken = Some(error),
        }
        Err(error)
    }

    fn refuse(&self, wrong: bool, kind: ErrorKind) -> Result<(), WriteError> {
        match wrong {
            true => Err(Error::new(kind, self.xml.written()).into()),
            false => Ok(()),
        }
    }

    /// Refuses a fault that would not be alone.
    fn alone(&self, call: Call) -> Result<(), WriteError> {
        let layout = &self.layout;
        let shared = layout.fault || (layout.entries && layout.version == Version::Soap12);
        self.refuse(shared && layout.pending != Some(call), ErrorKind::FaultNotAlone)
    }
}

fn before_body(place: Place) -> bool {
    matches!(place, Place::Envelope | Place::Header)
}

fn up_to_body(place: Place) -> bool {
    before_body(place) || place == Place::Body
}

fn open_header<S: Sink>(steps: &mut Steps<'_, '_, S>, layout: &Layout) -> Result<(), WriteError> {
    match layout.place {
        Place::Envelope => steps.start(layout.version.uri(), "Header"),
        _ => Ok(()),
    }
}

fn open_body<S: Sink>(steps: &mut Steps<'_, '_, S>, layout: &Layout) -> Result<(), WriteError> {
    if layout.place == Place::Header {
        steps.end()?;
    }
    match layout.place {
        Place::Body => Ok(()),
        _ => steps.start(layout.version.uri(), "Body"),
    }
}

fn close_body<S: Sink>(steps: &mut Steps<'_, '_, S>, layout: &Layout) -> Result<(), WriteError> {
    if layout.place == Place::AfterBody {
        return Ok(());
    }
    open_body(steps, layout)?;
    steps.end()
}
