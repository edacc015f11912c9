//! The answer of a node to a message that it refuses, and the header blocks that filters add.

use crate::Error;
use crate::buf::Sink;
use crate::soap::fault::{Fault, FaultCode};
use crate::soap::header::headers::Headers;
use crate::soap::version::{Version, Versions};
use crate::soap::write::layout::Place;
use crate::soap::write::writer::Writer;
use crate::xml::WriteError;

/// What a node answers to a message that it refuses: a fault, and the header blocks that go with it.
///
/// Every error has one, so that no message goes without an answer; [`Writer::answer`] writes it. SOAP 1.1, 4.4;
/// SOAP 1.2 Part 1, 2.6 and 5.4. What a peer or a vocabulary wants said differently is changed in place.
///
/// ```
/// use soapstone::buf::Buffer;
/// use soapstone::soap::{Answer, Event, HeaderReader, NodeTable, Reader, Versions, Writer};
///
/// let message = b"<e:Envelope xmlns:e='http://www.w3.org/2003/05/soap-envelope'><e:Header>\
///     <m:lock xmlns:m='urn:meter' e:mustUnderstand='1'/></e:Header><e:Body/></e:Envelope>";
/// let (mut workspace, mut store) = ([0; 512], [0; 256]);
/// let mut reader = Reader::new(&mut workspace);
/// let mut headers = HeaderReader::new(&mut store);
/// let mut input = &message[..];
/// let error = headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[])).unwrap_err();
///
/// let version = reader.reply_version();
/// let answer = Answer::for_error(version, &error, Versions::Both, Some(headers.headers()));
/// let (mut memory, mut workspace) = ([0; 1024], [0; 512]);
/// let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
/// writer.answer(&answer, &mut |_, _| Ok(()))?;
/// # let text = core::str::from_utf8(writer.sink().bytes()).unwrap();
/// # assert!(text.contains(r#"<soap:NotUnderstood xmlns:ns1="urn:meter" qname="ns1:lock"/>"#), "{text}");
/// # assert!(text.contains("<soap:Value>soap:MustUnderstand</soap:Value>"), "{text}");
/// # Ok::<(), soapstone::xml::WriteError>(())
/// ```
#[derive(Clone, Copy)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Answer<'a> {
    /// The fault. Where `detail` is set, the caller of [`Writer::answer`] writes one.
    pub fault: Fault<'a>,
    /// The versions that the header block Upgrade names; none: no such block. SOAP 1.2 Part 1, 5.4.7.
    pub upgrade: Option<Versions>,
    /// Whose [names](Headers::not_understood) the header blocks NotUnderstood give. SOAP 1.2 Part 1, 5.4.8; SOAP 1.1
    /// has no such block, and nothing is written.
    pub headers: Option<Headers<'a>>,
}

/// What the caller of [`Writer::answer`] may add.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum AnswerPart {
    /// Header blocks.
    Header,
    /// What is in the detail of the fault.
    Detail,
}

impl<'a> Answer<'a> {
    /// The answer to a message that led to this error.
    ///
    /// `version` is the [`reply_version`](crate::soap::Reader::reply_version) of the reader, `versions` what the node speaks,
    /// `headers` what the header reader has, if it came to that.
    pub fn for_error(version: Version, error: &Error, versions: Versions, headers: Option<Headers<'a>>) -> Self {
        let fault = Fault::for_error(version, error);
        Answer::with_fault(fault, versions, headers)
    }

    /// The same for a fault of the caller's own.
    pub fn with_fault(fault: Fault<'a>, versions: Versions, headers: Option<Headers<'a>>) -> Self {
        let code = fault.fault_code();
        Answer {
            fault,
            upgrade: (code == FaultCode::VersionMismatch).then_some(versions),
            headers: headers.filter(|_| code == FaultCode::MustUnderstand),
        }
    }
}

impl<'w, S: Sink> Writer<'w, S> {
    /// Writes the whole message that answers one which was refused, or what is left of it when the Envelope was begun
    /// and header blocks were written.
    ///
    /// `more` adds to it: it is called in the [`Header`](AnswerPart::Header), where it may write header blocks, and in
    /// the [`Detail`](AnswerPart::Detail) when the fault has one. When `more` or the sink answers
    /// [`Full`](WriteError::Full), drain the sink and call again with the same arguments; `more` too is then called
    /// again for the part it had not finished, so what it writes must be repeatable: one call, or one
    /// [`sequence`](Writer::sequence).
    ///
    /// # Errors
    /// Those of [`fault`](Writer::fault), before anything is written, and those of `more`. An answer made by
    /// [`Answer::for_error`] has none but the limits of the workspace and of the sink.
    pub fn answer(
        &mut self,
        answer: &Answer<'_>,
        more: &mut dyn FnMut(&mut Self, AnswerPart) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        if !self.layout.message {
            let refused = self.refuse_fault(&answer.fault.to_version(self.version()));
            self.outcome(refused)?;
            if self.layout.place == Place::Begin {
                self.envelope()?;
            }
            let checked = self.check(self.before_body());
            self.outcome(checked)?;
            self.layout.message = true;
        }
        let mut at = 0;
        self.stage(&mut at, |writer| more(writer, AnswerPart::Header))?;
        if let Some(versions) = answer.upgrade {
            self.stage(&mut at, |writer| writer.upgrade(versions))?;
        }
        if let Some(headers) = answer.headers.filter(|_| self.version() == Version::Soap12) {
            for (name, _) in headers.not_understood() {
                self.stage(&mut at, |writer| {
                    let written = writer.write_not_understood(&[name.uri.as_bytes(), name.local.as_bytes(), &[], &[]]);
                    writer.outcome(written)
                })?;
            }
        }
        match answer.fault.detail {
            false => self.stage(&mut at, |writer| writer.fault(&answer.fault))?,
            true => {
                self.stage(&mut at, |writer| writer.fault_with_detail(&answer.fault))?;
                self.stage(&mut at, |writer| more(writer, AnswerPart::Detail))?;
                self.stage(&mut at, |writer| writer.end())?;
            }
        }
        self.finish()
    }

    /// Has each of these filters write its header blocks, in this order. When one answers [`Full`](WriteError::Full),
    /// drain the sink and call again with the same filters: those that are done are not called again.
    ///
    /// A filter writes what the message at hand needs besides its body: addressing, credentials, blocks that no
    /// service description names. What it writes must be repeatable: one call, or one [`sequence`](Writer::sequence).
    ///
    /// ```
    /// # use soapstone::{buf::Buffer, soap::{Version, Writer}};
    /// # let (mut memory, mut workspace) = ([0; 512], [0; 256]);
    /// # let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    /// writer.envelope()?;
    /// writer.filter(&mut [
    ///     &mut |writer| writer.sequence(|steps| {
    ///         steps.header_block("urn:meter", "session", &Default::default());
    ///         steps.text("7");
    ///         steps.end_item();
    ///     }),
    /// ])?;
    /// writer.body_entry("urn:meter", "read")?;
    /// # Ok::<(), soapstone::xml::WriteError>(())
    /// ```
    ///
    /// # Errors
    /// Those of the filters: [`OutOfOrder`](crate::ErrorKind::OutOfOrder) after the Body has begun.
    pub fn filter(&mut self, filters: &mut [&mut OutboundFilter<'_, 'w, S>]) -> Result<(), WriteError> {
        while let Some(filter) = filters.get_mut(self.layout.filters as usize) {
            filter(self)?;
            self.layout.filters = self.layout.filters.saturating_add(1);
        }
        self.layout.filters = 0;
        Ok(())
    }

    /// Makes one of the writes of a call that makes several, unless it was made before.
    fn stage(
        &mut self,
        at: &mut u16,
        write: impl FnOnce(&mut Self) -> Result<(), WriteError>,
    ) -> Result<(), WriteError> {
        if self.layout.stage == *at {
            write(self)?;
            self.layout.stage = at.saturating_add(1);
        }
        *at = at.saturating_add(1);
        Ok(())
    }
}

/// Writes header blocks into a message that is being written; see [`Writer::filter`].
pub type OutboundFilter<'f, 'w, S> = dyn FnMut(&mut Writer<'w, S>) -> Result<(), WriteError> + 'f;
