//! The envelope reader.

use crate::soap::event::{Event, Kind, Section, Step};
use crate::soap::header::block::HeaderBlock;
use crate::soap::leniencies::Leniencies;
use crate::soap::options::Options;
use crate::soap::read::structure::Structure;
use crate::soap::version::Version;
use crate::xml::{self, Latched, Str};
use crate::xsd::whitespace::trim_start;
use crate::{Error, ErrorKind, Limit, Namespace};

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
#[repr(C)]
pub struct Reader<'w> {
    structure: Structure,
    skipping: bool,
    /// In an item, where every event is content until the item ends.
    plain: bool,
    /// There, and the XML reader takes no detour.
    straight: bool,
    xml: xml::Reader<'w>,
}

impl<'w> Reader<'w> {
    /// A reader with default options that keeps all it must remember in `workspace`.
    pub fn new(workspace: &'w mut [u8]) -> Self {
        Reader::with_options(workspace, Options::default())
    }

    /// A reader with these options.
    #[cfg_attr(small, inline(always))]
    pub fn with_options(workspace: &'w mut [u8], options: Options) -> Self {
        let mut xml = xml::Reader::with_limits(workspace, options.limits);
        if options.basic_profile || !options.leniencies.contains(Leniencies::PROCESSING_INSTRUCTIONS) {
            xml.refuse_processing_instructions();
        }
        Reader { xml, structure: Structure::new(&options), skipping: false, plain: false, straight: false }
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
        match self.step(input, last) {
            Ok(step) => Ok(self.event(step, before)),
            Err(Latched) => Err(self.refused()),
        }
    }

    /// Reads as [`next`](Reader::next) does, and answers what there is instead of the event: of a tag
    /// [`tag`](Reader::tag) tells the rest, of text [`text`](Reader::text). This is how the C interface reads.
    #[cfg_attr(not(small), inline(always))]
    pub fn step(&mut self, input: &mut &[u8], last: bool) -> Result<Step, Latched> {
        if cfg!(small) || !self.straight {
            return self.step_otherwise(input, last);
        }
        let before = *input;
        let step = match self.xml.straight_turn(input) {
            Ok(step @ xml::Kind::Text) => step,
            Ok(step @ xml::Kind::Start) if !self.xml.has_attributes() && self.structure.pass(step) => step,
            Ok(step @ xml::Kind::End) if self.structure.pass(step) => step,
            turn => return self.step_in_item(turn, before, input, last),
        };
        Ok(Step { kind: content(step), section: self.structure.section })
    }

    /// The rest of a step inside an item, after a turn of the XML reader.
    #[inline(never)]
    fn step_in_item(
        &mut self,
        turn: Result<xml::Kind, Latched>,
        before: &[u8],
        input: &mut &[u8],
        last: bool,
    ) -> Result<Step, Latched> {
        let step = match turn? {
            xml::Kind::More => self.xml.step_slowly(input, last)?,
            step => step,
        };
        let inspected = step == xml::Kind::Start && self.xml.has_attributes() && self.structure.inspects(true);
        if !inspected && self.structure.pass(step) {
            return Ok(Step { kind: content(step), section: self.structure.section });
        }
        match self.take(step, before)? {
            Some(step) => Ok(step),
            None => self.step_of_envelope(input, last),
        }
    }

    #[cfg_attr(not(small), inline(never))]
    fn step_otherwise(&mut self, input: &mut &[u8], last: bool) -> Result<Step, Latched> {
        if !cfg!(small) && self.plain {
            return self.step_in_item(Ok(xml::Kind::More), input, input, last);
        }
        self.step_of_envelope(input, last)
    }

    /// The next step, whatever it is.
    #[inline(never)]
    fn step_of_envelope(&mut self, input: &mut &[u8], last: bool) -> Result<Step, Latched> {
        loop {
            if let Some(step) = self.advance(input, last)? {
                return Ok(step);
            }
        }
    }

    /// The tag at hand, after a [`step`](Reader::step) that was one.
    #[inline]
    pub fn tag(&self) -> xml::Tag<'_> {
        self.xml.tag()
    }

    /// The piece of text at hand, after a [`step`](Reader::step) that was one; `input` is what that was given.
    #[inline]
    pub fn text<'s, 'i: 's>(&'s self, input: &'i [u8]) -> Str<'s> {
        self.xml.text(input)
    }

    /// The header block that the last step opened; `None` after any other, and once it is to be [skipped](Reader::skip).
    pub fn header_block(&self) -> Option<HeaderBlock<'_>> {
        let opened = self.structure.section == Section::HeaderBlock && self.structure.inside == 1;
        let (start, version) = self.start().filter(|_| opened).zip(self.structure.version())?;
        Some(HeaderBlock { start, version, marks: self.structure.marks })
    }

    /// Gives no event for the rest of the current item: header block, body entry, fault or trailer, its end included.
    /// What is skipped is checked all the same. Outside an item nothing is skipped.
    pub fn skip(&mut self) {
        if !self.skipping && self.structure.inside == 1 && !self.structure.inspects(true) {
            // Right inside the item, the XML reader can do it alone.
            self.xml.skip();
            self.structure.leave();
        } else {
            self.skipping = self.structure.inside > 0;
        }
        (self.plain, self.straight) = (false, false);
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
    #[inline]
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

    /// The namespace of the Envelope; `Other` before it has opened.
    pub(crate) fn namespace(&self) -> Namespace {
        self.structure.own
    }

    /// The start tag at hand, after a step that was one.
    pub(crate) fn opened(&self) -> xml::Start<'_> {
        self.xml.opened()
    }

    /// The end tag at hand, after a step that was one.
    pub(crate) fn closed(&self) -> xml::End<'_> {
        self.xml.closed()
    }

    /// The error that was kept.
    pub(crate) fn refused(&self) -> Error {
        self.xml.refused()
    }

    /// Takes one step of the XML reader; `None` when it gives no event. An error is kept, to be
    /// [told](Reader::refused) at the end.
    pub(crate) fn advance(&mut self, input: &mut &[u8], last: bool) -> Result<Option<Step>, Latched> {
        let before = *input;
        let step = self.xml.step(input, last)?;
        self.take(step, before)
    }

    /// Holds a step of the XML reader to the rules of the envelope; `None` when it gives no event.
    // Its frame is not to be there while the XML reader works.
    #[inline(never)]
    fn take(&mut self, step: xml::Kind, input: &[u8]) -> Result<Option<Step>, Latched> {
        let section = self.structure.section;
        // Bytes at the end of the text that may not stand there.
        let mut wrong = 0;
        let taken = match step {
            xml::Kind::Start if self.structure.inspects(self.xml.has_attributes()) => {
                self.structure.open(&self.xml.opened())
            }
            xml::Kind::Start => Ok(self.structure.enter()),
            // Between the parts of the envelope, text is white space.
            xml::Kind::Text if self.structure.inside == 0 => {
                wrong = trim_start(self.xml.text(input).as_bytes()).len();
                if wrong == 0 { return Ok(None) } else { Err(ErrorKind::UnexpectedText) }
            }
            xml::Kind::End => self.structure.close(),
            _ => Ok(Step { kind: content(step), section }),
        };
        match taken {
            Ok(step) => {
                let step = self.shown(step);
                // Where flash is short there is one way through an item.
                if !cfg!(small) {
                    self.plain = !self.skipping && !self.structure.inspects(false);
                    self.straight = self.plain && self.xml.is_straight();
                }
                Ok(step)
            }
            Err(kind) => {
                if !cfg!(small) {
                    (self.plain, self.straight) = (false, false);
                }
                Err(match step {
                    // The only limit there is here.
                    xml::Kind::Start if kind == ErrorKind::Limit => {
                        self.xml.exceed(Limit::HeaderBlocks, self.structure.blocks())
                    }
                    xml::Kind::Start => self.xml.refuse_tag(kind),
                    // Text ends where the XML reader stands.
                    _ => self.xml.refuse(kind, wrong),
                })
            }
        }
    }

    /// The event of a step; `input` is what the step was given.
    #[inline]
    pub(crate) fn event<'s>(&'s self, step: Step, input: &'s [u8]) -> Event<'s> {
        match step.kind {
            Kind::Start => Event::Start(step.section, self.xml.opened()),
            Kind::Text => Event::Text(step.section, self.xml.text(input)),
            Kind::End => Event::End(step.section, self.xml.closed()),
            Kind::Open => self.part(step.section, self.xml.opened()),
            Kind::Close => Event::Close(step.section, self.xml.closed()),
            Kind::NeedInput => Event::NeedInput,
            Kind::Finished => Event::Finished,
        }
    }

    fn part<'s>(&self, section: Section, start: xml::Start<'s>) -> Event<'s> {
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

    /// Leaves out what is skipped.
    fn shown(&mut self, step: Step) -> Option<Step> {
        if !self.skipping || matches!(step.kind, Kind::NeedInput | Kind::Finished) {
            return Some(step);
        }
        self.skipping = !matches!(step.kind, Kind::Open | Kind::Close);
        None
    }
}

/// What a step is inside an item.
#[inline]
fn content(step: xml::Kind) -> Kind {
    match step {
        xml::Kind::Start => Kind::Start,
        xml::Kind::Text => Kind::Text,
        xml::Kind::End => Kind::End,
        xml::Kind::Finished => Kind::Finished,
        xml::Kind::NeedInput | xml::Kind::More | xml::Kind::Switch => Kind::NeedInput,
    }
}
