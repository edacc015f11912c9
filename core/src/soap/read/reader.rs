//! The envelope reader.

use crate::soap::event::{Event, Section};
use crate::soap::header::block::HeaderBlock;
use crate::soap::leniencies::Leniencies;
use crate::soap::options::Options;
use crate::soap::read::structure::{Place, Structure};
use crate::soap::version::Version;
use crate::xml::{self, Latched, Str};
use crate::xsd::whitespace::is_space;
use crate::{Error, ErrorKind, Namespace};

/// Reads one message: what [`xml::Reader`] reads, held to the rules of the envelope and told apart by section.
///
/// ```
/// use soapstone::soap::{Event, Reader};
///
/// let message = b"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><ping/></Body></Envelope>";
/// let mut workspace = [0; 512];
/// let mut reader = Reader::new(&mut workspace);
/// let mut input = &message[..];
/// loop {
///     match reader.next(&mut input, true)? {
///         Event::BodyEntry(entry) => assert_eq!(entry.name().local(), "ping"),
///         Event::Finished => break,
///         _ => {}
///     }
/// }
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct Reader<'w> {
    xml: xml::Reader<'w>,
    structure: Structure,
    skipping: bool,
    /// In an item, where every event is content until the item ends.
    plain: bool,
}

/// One step of the reader: plain data from which the borrowed event is made.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    /// A start or end tag.
    Tag(Place, xml::Step),
    Text(Section, xml::Step),
    NeedInput,
    Finished,
}

impl<'w> Reader<'w> {
    /// A reader with default options that keeps all it must remember in `workspace`.
    pub fn new(workspace: &'w mut [u8]) -> Self {
        Reader::with_options(workspace, Options::default())
    }

    /// A reader with these options.
    pub fn with_options(workspace: &'w mut [u8], options: Options) -> Self {
        let mut xml = xml::Reader::with_limits(workspace, options.limits);
        if options.basic_profile || !options.leniencies.contains(Leniencies::PROCESSING_INSTRUCTIONS) {
            xml.refuse_processing_instructions();
        }
        Reader { xml, structure: Structure::new(options), skipping: false, plain: false }
    }

    /// The workspace, back.
    pub fn into_workspace(self) -> &'w mut [u8] {
        self.xml.into_workspace()
    }

    /// Reads the next event and moves `input` past what was read. `last` says that nothing follows `input`.
    ///
    /// Errors are those of [`xml::Reader::next`], the 200s of [`ErrorKind`] for the rules of SOAP, and the limit of
    /// header blocks. An error latches: every later call answers it again.
    #[inline]
    pub fn next<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8], last: bool) -> Result<Event<'s>, Error> {
        let before = *input;
        if !cfg!(small) && self.plain {
            let step = self.xml.advance(input, last).map_err(|Latched| self.refused())?;
            let inspected = step == xml::Step::Start && self.xml.has_attributes() && self.structure.inspects(true);
            if !inspected && self.structure.pass(step) {
                return Ok(content(self.structure.section, self.xml.event(step, before)));
            }
            if let Some(step) = self.take(step, before).map_err(|Latched| self.refused())? {
                return Ok(self.event(step, before));
            }
        }
        self.next_of_envelope(input, last)
    }

    /// The next event, whatever it is.
    fn next_of_envelope<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8], last: bool) -> Result<Event<'s>, Error> {
        loop {
            let before = *input;
            match self.advance(input, last) {
                Ok(Some(step)) => return Ok(self.event(step, before)),
                Ok(None) => {}
                Err(Latched) => return Err(self.refused()),
            }
        }
    }

    /// Gives no event for the rest of the current item: header block, body entry, fault or trailer, its end included.
    /// What is skipped is checked all the same. Outside an item nothing is skipped.
    pub fn skip(&mut self) {
        if self.plain && self.structure.inside == 1 && !self.structure.inspects(true) {
            // Right inside the item, the XML reader can do it alone.
            self.xml.skip();
            self.structure.leave();
        } else {
            self.skipping = self.structure.section.is_item();
        }
        self.plain = false;
    }

    /// The version of the message, once the Envelope has opened.
    pub fn version(&self) -> Option<Version> {
        self.structure.version()
    }

    /// The version in which an answer to this message is written, be it a fault: that of the message or, where the
    /// node does not speak that, what the standards prescribe. Before the root has been read it is the highest the node
    /// speaks; the media type of the message may tell better. SOAP 1.2 Part 1, appendix A.
    pub fn reply_version(&self) -> Version {
        self.structure.reply()
    }

    /// The part of the envelope the reader is in: after a start that of the element, after an end that around it.
    pub fn section(&self) -> Section {
        self.structure.section
    }

    /// The namespace bound to a prefix at the current element: for QNames in text. The empty prefix is the default
    /// namespace. `None` when the prefix is not declared.
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'_>)> {
        self.xml.resolve(prefix)
    }

    /// Accepts UTF-16 in both orders, ISO-8859-1 and windows-1252, as [`xml::Reader::accept_encodings`] does.
    /// To be called before the first byte is read.
    pub fn accept_encodings(&mut self) {
        self.xml.accept_encodings();
    }

    /// Takes the encoding from the transport, as [`xml::Reader::set_encoding`] does.
    /// To be called before the first byte is read.
    pub fn set_encoding(&mut self, encoding: xml::Encoding) -> Result<(), Error> {
        self.xml.set_encoding(encoding)
    }

    /// Takes a prefix as declared around the root, as [`xml::Reader::assume_prefix`] does: for peers that use prefixes
    /// they do not declare. To be called before the first byte is read.
    pub fn assume_prefix(&mut self, prefix: &str, uri: &str) -> Result<(), Error> {
        self.xml.assume_prefix(prefix, uri)
    }

    /// The start tag of the last event; `None` when that was no start tag.
    pub fn start(&self) -> Option<xml::Start<'_>> {
        self.xml.start()
    }

    /// The error that ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.xml.error()
    }

    /// Bytes read so far.
    pub fn offset(&self) -> u64 {
        self.xml.offset()
    }

    /// Open elements.
    pub fn depth(&self) -> u16 {
        self.xml.depth()
    }

    /// The most bytes of the workspace in use at any time so far.
    pub fn workspace_peak(&self) -> usize {
        self.xml.workspace_peak()
    }

    /// Whether this deviation is accepted.
    pub(crate) fn allows(&self, leniency: Leniencies) -> bool {
        self.structure.allows(leniency)
    }

    /// Open elements inside the current item, the item included; 0 outside.
    pub(crate) fn inside(&self) -> u16 {
        self.structure.inside
    }

    /// The error that was kept.
    pub(crate) fn refused(&self) -> Error {
        self.xml.refused()
    }

    /// Takes one step of the XML reader; `None` when it gives no event. An error is kept, to be
    /// [told](Reader::refused) at the end.
    pub(crate) fn advance(&mut self, input: &mut &[u8], last: bool) -> Result<Option<Step>, Latched> {
        let before = *input;
        let step = self.xml.advance(input, last)?;
        self.take(step, before)
    }

    /// Holds a step of the XML reader to the rules of the envelope; `None` when it gives no event.
    // Its frame is not to be there while the XML reader works.
    #[inline(never)]
    fn take(&mut self, step: xml::Step, input: &[u8]) -> Result<Option<Step>, Latched> {
        let mut offset = self.xml.offset();
        let taken = match step {
            xml::Step::Start => self.tag(step, input, &mut offset).map(|place| Step::Tag(place, step)),
            xml::Step::Text => self.text(step, input, &mut offset),
            xml::Step::End => self.structure.close().map(|place| Step::Tag(place, step)),
            xml::Step::Finished => Ok(Step::Finished),
            _ => Ok(Step::NeedInput),
        };
        match taken {
            Ok(step) => {
                let step = self.shown(step);
                self.plain = !self.skipping && !self.structure.inspects(false);
                Ok(step)
            }
            Err(kind) => {
                let error = self.structure.error(kind, offset);
                self.plain = false;
                Err(self.xml.latch(error))
            }
        }
    }

    /// The event of a step; `input` is what the step was given.
    pub(crate) fn event<'s>(&'s self, step: Step, input: &'s [u8]) -> Event<'s> {
        let (place, step) = match step {
            Step::Tag(place, step) => (place, step),
            Step::Text(section, step) => (Place::Content(section), step),
            Step::NeedInput => return Event::NeedInput,
            Step::Finished => return Event::Finished,
        };
        match (place, self.xml.event(step, input)) {
            (Place::Part(section), xml::Event::Start(start)) => self.opened(section, start),
            (Place::Part(section), xml::Event::End(end)) => Event::Close(section, end),
            (Place::Part(section) | Place::Content(section), event) => content(section, event),
        }
    }

    fn opened<'s>(&self, section: Section, start: xml::Start<'s>) -> Event<'s> {
        let version = self.structure.version().unwrap_or(Version::Soap12);
        match section {
            Section::Header => Event::Header(start),
            Section::HeaderBlock => Event::HeaderBlock(HeaderBlock { start, version, marks: self.structure.marks }),
            Section::Body => Event::Body(start),
            Section::BodyEntry => Event::BodyEntry(start),
            Section::Fault => Event::Fault(start),
            Section::Trailer => Event::Trailer(start),
            Section::Document | Section::Envelope => Event::Envelope(version, start),
        }
    }

    /// Takes a start tag; its offset is that of an error.
    fn tag(&mut self, step: xml::Step, input: &[u8], offset: &mut u64) -> Result<Place, ErrorKind> {
        match self.xml.event(step, input) {
            xml::Event::Start(start) if self.structure.inspects(self.xml.has_attributes()) => {
                *offset = start.offset();
                self.structure.open(&start)
            }
            _ => Ok(self.structure.enter()),
        }
    }

    /// Takes a piece of text, which ends where the XML reader stands.
    fn text(&mut self, step: xml::Step, input: &[u8], offset: &mut u64) -> Result<Step, ErrorKind> {
        if !self.structure.section.is_item()
            && let xml::Event::Text(text) = self.xml.event(step, input)
            && let Some(at) = text.as_bytes().iter().position(|&b| !is_space(b))
        {
            *offset = offset.saturating_sub(text.len().saturating_sub(at) as u64);
            return Err(ErrorKind::UnexpectedText);
        }
        Ok(Step::Text(self.structure.section, step))
    }

    /// Leaves out white space between the parts of the envelope, and what is skipped.
    fn shown(&mut self, step: Step) -> Option<Step> {
        match step {
            Step::Text(section, _) if !section.is_item() => None,
            Step::Tag(Place::Part(_), _) if self.skipping => {
                self.skipping = false;
                None
            }
            Step::Tag(..) | Step::Text(..) if self.skipping => None,
            step => Some(step),
        }
    }
}

/// An event inside an item.
#[inline]
fn content<'s>(section: Section, event: xml::Event<'s>) -> Event<'s> {
    match event {
        xml::Event::Start(start) => Event::Start(section, start),
        xml::Event::Text(text) => Event::Text(section, text),
        xml::Event::End(end) => Event::End(section, end),
        xml::Event::NeedInput => Event::NeedInput,
        xml::Event::Finished => Event::Finished,
    }
}
