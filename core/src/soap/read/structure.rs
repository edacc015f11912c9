//! The rules of the envelope: what may stand where. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.

use crate::soap::event::{Kind, Section, Step};
use crate::soap::header::block::{EncodingStyle, Marks};
use crate::soap::leniencies::Leniencies;
use crate::soap::options::Options;
use crate::soap::version::Version;
use crate::xml::{self, Start};
use crate::{Error, ErrorKind, Limit, Namespace};

/// Where the reader is in the envelope: plain data, no borrow.
#[derive(Clone, Copy, Debug)]
pub(in crate::soap) struct Structure {
    options: Options,
    version: Option<Version>,
    reply: Version,
    pub(in crate::soap) section: Section,
    /// Open elements inside the item, the item included.
    pub(in crate::soap) inside: u16,
    header: bool,
    body: bool,
    fault: bool,
    /// Inside the Detail of a SOAP 1.2 Fault.
    detail: bool,
    entries: bool,
    blocks: u32,
    pub(in crate::soap) marks: Marks,
}

impl Structure {
    pub(in crate::soap) fn new(options: Options) -> Structure {
        Structure {
            options,
            version: None,
            reply: options.versions.highest(),
            section: Section::Document,
            inside: 0,
            header: false,
            body: false,
            fault: false,
            detail: false,
            entries: false,
            blocks: 0,
            marks: Marks::default(),
        }
    }

    pub(in crate::soap) fn version(&self) -> Option<Version> {
        self.version
    }

    pub(in crate::soap) fn reply(&self) -> Version {
        self.reply
    }

    /// Whether a start tag, with or without attributes, must be shown to [`Structure::open`]: all but the content of
    /// most items, where an attribute at most is of interest.
    pub(in crate::soap) fn inspects(&self, attributes: bool) -> bool {
        let soap12 = self.version == Some(Version::Soap12);
        match self.section {
            Section::HeaderBlock | Section::Trailer => false,
            Section::BodyEntry => attributes && soap12 && !self.allows(Leniencies::UNKNOWN_ENCODINGS),
            Section::Fault => soap12,
            _ => true,
        }
    }

    /// Counts an element inside an item that need not be inspected.
    pub(in crate::soap) fn enter(&mut self) -> Step {
        self.inside = self.inside.saturating_add(1);
        Step { kind: Kind::Start, section: self.section }
    }

    /// Takes a step that is content of an item and needs no look at it; whether it was one.
    #[inline]
    pub(in crate::soap) fn pass(&mut self, step: xml::Kind) -> bool {
        match step {
            xml::Kind::Start => self.inside = self.inside.saturating_add(1),
            xml::Kind::End if self.inside > 1 => self.inside = self.inside.wrapping_sub(1),
            xml::Kind::End => return false,
            _ => {}
        }
        true
    }

    /// The error of a refused tag; the only limit there is here is that of header blocks.
    pub(in crate::soap) fn error(&self, kind: ErrorKind, offset: u64) -> Error {
        match kind {
            ErrorKind::Limit => Error::limit(Limit::HeaderBlocks, u64::from(self.blocks), offset),
            _ => Error::new(kind, offset),
        }
    }

    /// Takes a start tag.
    pub(in crate::soap) fn open(&mut self, start: &Start<'_>) -> Result<Step, ErrorKind> {
        let part = match (self.section, self.version) {
            (Section::Document, _) | (_, None) => self.root(start),
            (Section::Envelope, Some(version)) => self.child_of_envelope(start, version),
            (Section::Header, Some(version)) => self.child_of_header(start, version),
            (Section::Body, Some(version)) => self.child_of_body(start, version),
            (_, Some(version)) => {
                self.content(start, version)?;
                return Ok(self.enter());
            }
        };
        self.section = part?;
        self.inside = u16::from(self.section.is_item());
        Ok(Step { kind: Kind::Open, section: self.section })
    }

    /// Takes an end tag.
    pub(in crate::soap) fn close(&mut self) -> Result<Step, ErrorKind> {
        if self.inside > 1 {
            self.inside = self.inside.saturating_sub(1);
            self.detail = self.detail && self.inside > 1;
            return Ok(Step { kind: Kind::End, section: self.section });
        }
        if matches!(self.section, Section::Envelope | Section::Document) && !self.body {
            return Err(ErrorKind::MissingBody);
        }
        let closed = self.section;
        self.leave();
        Ok(Step { kind: Kind::Close, section: closed })
    }

    /// Goes on around the part at hand.
    pub(in crate::soap) fn leave(&mut self) {
        self.inside = 0;
        self.section = match self.section {
            Section::HeaderBlock => Section::Header,
            Section::BodyEntry | Section::Fault => Section::Body,
            Section::Header | Section::Body | Section::Trailer => Section::Envelope,
            Section::Envelope | Section::Document => Section::Document,
        };
    }

    /// Whether this deviation is accepted.
    pub(in crate::soap) fn allows(&self, leniency: Leniencies) -> bool {
        self.options.leniencies.contains(leniency)
    }

    /// Whether the rules of the Basic Profile hold: it is about SOAP 1.1.
    fn basic_profile(&self, version: Version) -> bool {
        self.options.basic_profile && version == Version::Soap11
    }

    fn root(&mut self, start: &Start<'_>) -> Result<Section, ErrorKind> {
        let name = start.name();
        let version = Version::from_namespace(name.namespace()).ok_or(ErrorKind::VersionMismatch)?;
        // A node that speaks SOAP 1.1 only cannot answer in 1.2; every node answers a 1.1 message in 1.1.
        self.reply = match version {
            Version::Soap11 => Version::Soap11,
            Version::Soap12 => self.options.versions.highest(),
        };
        match (self.options.versions.accept(version), name.local() == "Envelope", version) {
            (true, true, _) => {}
            // SOAP 1.1 knows a VersionMismatch for the namespace only.
            (true, false, Version::Soap11) => return Err(ErrorKind::NotEnvelope),
            _ => return Err(ErrorKind::VersionMismatch),
        }
        self.version = Some(version);
        self.attributes(start, version, self.qualified())?;
        Ok(Section::Envelope)
    }

    fn child_of_envelope(&mut self, start: &Start<'_>, version: Version) -> Result<Section, ErrorKind> {
        let name = start.name();
        let own = name.namespace() == version.namespace();
        let quirk = |leniency| version == Version::Soap11 && self.allows(leniency);
        let named = |upper, lower, leniency| {
            let local = name.local();
            own && (local == upper || local == lower && quirk(leniency))
        };
        if named("Header", "header", Leniencies::LOWER_CASE_HEADER) {
            if self.body {
                return Err(ErrorKind::HeaderAfterBody);
            }
            if self.header {
                return Err(ErrorKind::DuplicateHeader);
            }
            self.header = true;
            self.attributes(start, version, self.qualified())?;
            return Ok(Section::Header);
        }
        if named("Body", "body", Leniencies::LOWER_CASE_BODY) {
            if self.body {
                return Err(ErrorKind::DuplicateBody);
            }
            self.body = true;
            // The Note is silent about attributes of the Body.
            self.attributes(start, version, false)?;
            return Ok(Section::Body);
        }
        let trailer = version == Version::Soap11 && !own && name.namespace() != Namespace::None;
        match self.body {
            false => Err(ErrorKind::UnexpectedElement),
            true if trailer && !self.basic_profile(version) => Ok(Section::Trailer),
            true => Err(ErrorKind::TrailingElement),
        }
    }

    fn child_of_header(&mut self, start: &Start<'_>, version: Version) -> Result<Section, ErrorKind> {
        self.blocks = self.blocks.saturating_add(1);
        if self.blocks > u32::from(self.options.limits.header_blocks) {
            return Err(ErrorKind::Limit);
        }
        let basic = self.basic_profile(version);
        match start.name().namespace() {
            Namespace::None if !basic && self.allows(Leniencies::UNQUALIFIED_BLOCKS) => self.block(start, version),
            Namespace::None => Err(ErrorKind::UnqualifiedHeaderBlock),
            Namespace::Soap11 if version == Version::Soap11 && !self.allows(Leniencies::SOAP_BLOCKS) => {
                Err(ErrorKind::UnexpectedElement)
            }
            _ => self.block(start, version),
        }
    }

    fn block(&mut self, start: &Start<'_>, version: Version) -> Result<Section, ErrorKind> {
        let words = !self.basic_profile(version) && self.allows(Leniencies::MUST_UNDERSTAND_WORDS);
        self.marks = Marks::read(start, version, words)?;
        Ok(Section::HeaderBlock)
    }

    fn child_of_body(&mut self, start: &Start<'_>, version: Version) -> Result<Section, ErrorKind> {
        let name = start.name();
        let first = !core::mem::replace(&mut self.entries, true);
        if self.basic_profile(version) {
            self.basic_entry(start, first)?;
        }
        // A SOAP 1.2 Fault after another entry is no fault but an entry like any other.
        if name.is(version.namespace(), "Fault") && (first || version == Version::Soap11) {
            if self.fault {
                return Err(ErrorKind::FaultNotAlone);
            }
            self.fault = true;
            if version == Version::Soap12 {
                self.no_encoding_style(start, version)?;
            }
            return Ok(Section::Fault);
        }
        if self.fault && version == Version::Soap12 {
            return Err(ErrorKind::FaultNotAlone);
        }
        self.known_encoding(start, version)?;
        Ok(Section::BodyEntry)
    }

    fn basic_entry(&self, start: &Start<'_>, first: bool) -> Result<(), ErrorKind> {
        if start.name().namespace() == Namespace::None {
            return Err(ErrorKind::UnqualifiedBodyEntry);
        }
        if !first {
            return Err(ErrorKind::ExtraBodyEntry);
        }
        self.no_encoding_style(start, Version::Soap11)
    }

    /// Content of an item: where `encodingStyle` may stand inside a SOAP 1.2 Fault, and whether it is known.
    fn content(&mut self, start: &Start<'_>, version: Version) -> Result<(), ErrorKind> {
        if version == Version::Soap12 && self.section == Section::Fault {
            let inside_detail = self.detail;
            if self.inside == 1 {
                self.detail = start.name().is(Namespace::Soap12, "Detail");
            }
            if !inside_detail {
                self.no_encoding_style(start, version)?;
            }
        }
        match self.section {
            Section::BodyEntry | Section::Fault => self.known_encoding(start, version),
            _ => Ok(()),
        }
    }

    /// A SOAP 1.2 node refuses an encoding it does not know. Header blocks may be for other nodes.
    fn known_encoding(&self, start: &Start<'_>, version: Version) -> Result<(), ErrorKind> {
        let judged = version == Version::Soap12 && !self.allows(Leniencies::UNKNOWN_ENCODINGS);
        match judged && EncodingStyle::is_unknown(start) {
            true => Err(ErrorKind::UnknownEncodingStyle),
            false => Ok(()),
        }
    }

    fn no_encoding_style(&self, start: &Start<'_>, version: Version) -> Result<(), ErrorKind> {
        match start.attribute(version.namespace(), "encodingStyle") {
            Some(_) => Err(ErrorKind::MisplacedAttribute),
            None => Ok(()),
        }
    }

    /// Whether attributes of a SOAP 1.1 Envelope and Header must have a namespace.
    fn qualified(&self) -> bool {
        !self.allows(Leniencies::UNQUALIFIED_ATTRIBUTES)
    }

    /// Attributes of Envelope, Header and Body. `qualified` demands a namespace in SOAP 1.1 too.
    fn attributes(&self, start: &Start<'_>, version: Version, qualified: bool) -> Result<(), ErrorKind> {
        for attribute in start.attributes() {
            let name = attribute.name();
            let own = name.namespace() == version.namespace();
            let unqualified = name.namespace() == Namespace::None;
            if unqualified && (version == Version::Soap12 || qualified) {
                return Err(ErrorKind::UnqualifiedAttribute);
            }
            let style = version == Version::Soap12 && name.local() == "encodingStyle";
            let style = style && !self.allows(Leniencies::STRUCTURAL_ENCODING);
            if own && (style || self.basic_profile(version)) {
                return Err(ErrorKind::MisplacedAttribute);
            }
        }
        Ok(())
    }
}
