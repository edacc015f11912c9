//! The rules of the envelope: what may stand where. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.

use crate::soap::event::{Kind, Section, Step};
use crate::soap::header::block::{EncodingStyle, Marks, boolean};
use crate::soap::leniencies::Leniencies;
use crate::soap::options::Options;
use crate::soap::read::rules::*;
use crate::soap::version::{Version, Versions};
use crate::xml::{self, Name, Start};
use crate::{Error, ErrorKind, Limit, Namespace};

/// Where the reader is in the envelope: plain data, no borrow.
#[derive(Clone, Copy, Debug)]
pub(in crate::soap) struct Structure {
    versions: Versions,
    /// The namespace of the Envelope; `Other` before it has opened.
    pub(in crate::soap) own: Namespace,
    reply: Version,
    pub(in crate::soap) section: Section,
    /// The deviations that are accepted, of those that the version of the message has.
    allowed: Leniencies,
    /// What is known of the message so far.
    facts: u16,
    /// Inside the Detail of a SOAP 1.2 Fault.
    detail: bool,
    pub(in crate::soap) marks: Marks,
    /// Open elements inside the item, the item included.
    pub(in crate::soap) inside: u16,
    most_blocks: u16,
    blocks: u32,
}

impl Structure {
    pub(in crate::soap) fn new(options: &Options) -> Structure {
        Structure {
            versions: options.versions,
            own: Namespace::Other,
            reply: options.versions.highest(),
            section: Section::Document,
            allowed: options.leniencies,
            facts: if options.basic_profile { BASIC } else { 0 },
            detail: false,
            marks: Marks::default(),
            inside: 0,
            most_blocks: options.limits.header_blocks,
            blocks: 0,
        }
    }

    pub(in crate::soap) fn version(&self) -> Option<Version> {
        Version::from_namespace(self.own)
    }

    pub(in crate::soap) fn reply(&self) -> Version {
        self.reply
    }

    /// Whether a start tag, with or without attributes, must be shown to [`Structure::open`]: all but the content of
    /// most items, where an attribute at most is of interest.
    pub(in crate::soap) fn inspects(&self, attributes: bool) -> bool {
        match self.section {
            Section::HeaderBlock | Section::Trailer => false,
            Section::BodyEntry => attributes && !self.allows(Leniencies::UNKNOWN_ENCODINGS),
            Section::Fault => self.is_soap12(),
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
        let name = start.name();
        if self.inside > 0 {
            // Inside a SOAP 1.2 Fault, `encodingStyle` may stand in the Detail only.
            let style = self.detail || self.section != Section::Fault;
            if self.inside == 1 && self.section == Section::Fault {
                self.detail = self.is_own(&name) && name.local() == "Detail";
            }
            self.attributes(start, self.section, style)?;
            return Ok(self.enter());
        }
        let part = self.part(&name)?;
        if part == Section::Envelope {
            self.begin(name.namespace());
        }
        let style = match part {
            Section::BodyEntry => self.facts & BASIC == 0,
            Section::Fault => self.facts & (BASIC | SOAP12) == 0,
            Section::HeaderBlock | Section::Trailer => true,
            _ => self.allows(Leniencies::STRUCTURAL_ENCODING),
        };
        self.attributes(start, part, style)?;
        self.section = part;
        self.facts |= seen(part);
        self.inside = u16::from(part.is_item());
        Ok(Step { kind: Kind::Open, section: part })
    }

    /// Takes an end tag.
    pub(in crate::soap) fn close(&mut self) -> Result<Step, ErrorKind> {
        let section = self.section;
        if self.inside > 1 {
            self.inside = self.inside.wrapping_sub(1);
            self.detail = self.detail && self.inside > 1;
            return Ok(Step { kind: Kind::End, section });
        }
        if section == Section::Envelope && self.facts & seen(Section::Body) == 0 {
            return Err(ErrorKind::MissingBody);
        }
        self.leave();
        Ok(Step { kind: Kind::Close, section })
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
        self.allowed.contains(leniency)
    }

    fn is_soap12(&self) -> bool {
        self.own == Namespace::Soap12
    }

    fn is_own(&self, name: &Name<'_>) -> bool {
        name.namespace_code() == self.own as u8
    }

    /// The part of the envelope that opens with this name.
    fn part(&mut self, name: &Name<'_>) -> Result<Section, ErrorKind> {
        let namespace = name.namespace();
        let mut facts = self.facts;
        match (self.section, Version::from_namespace(namespace)) {
            (Section::Document, Some(version)) => {
                // A node that speaks SOAP 1.1 only cannot answer in 1.2; every node answers a 1.1 message in 1.1.
                if version == Version::Soap11 {
                    self.reply = version;
                }
                facts |= given(self.versions.accept(version), ACCEPTED);
            }
            (Section::Header, _) => {
                self.blocks = self.blocks.saturating_add(1);
                if self.blocks > u32::from(self.most_blocks) {
                    return Err(ErrorKind::Limit);
                }
            }
            _ => {}
        }
        facts |= given(self.is_own(name), OWN)
            | given(namespace == Namespace::None, NONE)
            | given(namespace == Namespace::Soap11, IN_SOAP11);
        let local = name.local();
        let named = NAMES.iter().find(|(known, leniency, _)| local == *known && self.allows(*leniency));
        let named = named.map_or(Section::Document, |(.., part)| *part);
        let holds = |rule: &&Rule| {
            let Rule(within, name, needed, _) = **rule;
            within == self.section && (name == Section::Document || name == named) && needed & !facts == 0
        };
        let then = RULES.iter().find(holds).map_or(OPENS, |rule| rule.3);
        match REFUSALS.get(usize::from(then)) {
            Some(refused) => Err(*refused),
            None => Ok(Section::from_code(then.wrapping_sub(OPENS))),
        }
    }

    /// The Envelope opens: its namespace says the version.
    fn begin(&mut self, namespace: Namespace) {
        self.own = namespace;
        // The Basic Profile is about SOAP 1.1.
        let basic_profile = self.facts & BASIC != 0 && !self.is_soap12();
        self.allowed = self.allowed.of_version(self.is_soap12(), basic_profile);
        self.facts = given(basic_profile, BASIC)
            | given(self.is_soap12(), SOAP12)
            | given(self.allows(Leniencies::UNQUALIFIED_BLOCKS), UNQUALIFIED_BLOCKS)
            | given(self.allows(Leniencies::SOAP_BLOCKS), SOAP_BLOCKS);
    }

    /// Holds the attributes of an element to the rules and keeps the marks of a header block. `style` says whether
    /// `encodingStyle` may stand there.
    fn attributes(&mut self, start: &Start<'_>, part: Section, style: bool) -> Result<(), ErrorKind> {
        let structural = matches!(part, Section::Envelope | Section::Header | Section::Body);
        // The Note is silent about attributes of the Body.
        let note = part == Section::Body && !self.is_soap12();
        let qualified = structural && !note && !self.allows(Leniencies::UNQUALIFIED_ATTRIBUTES);
        let words = self.allows(Leniencies::MUST_UNDERSTAND_WORDS);
        let mut relay = Ok(());
        self.marks = Marks::default();
        for attribute in start.attributes() {
            let name = attribute.name();
            if qualified && name.namespace_code() == Namespace::None as u8 {
                return Err(ErrorKind::UnqualifiedAttribute);
            }
            if !self.is_own(&name) {
                continue;
            }
            let (local, value) = (name.local(), attribute.value());
            if part == Section::HeaderBlock {
                let mark = match local {
                    local if local == "mustUnderstand" => Marks::MUST_UNDERSTAND,
                    local if self.is_soap12() && local == "relay" => Marks::RELAY,
                    _ => continue,
                };
                match boolean(value.as_bytes(), words) {
                    Some(set) => self.marks.0 |= if set { mark } else { 0 },
                    None if mark == Marks::RELAY => relay = Err(ErrorKind::InvalidRelay),
                    None => return Err(ErrorKind::InvalidMustUnderstand),
                }
            } else if local == "encodingStyle" || structural && self.facts & BASIC != 0 {
                if !style {
                    return Err(ErrorKind::MisplacedAttribute);
                }
                // A SOAP 1.2 node refuses an encoding it does not know. Header blocks may be for other nodes.
                if !structural && !self.allows(Leniencies::UNKNOWN_ENCODINGS) && EncodingStyle::is_unknown(value) {
                    return Err(ErrorKind::UnknownEncodingStyle);
                }
            }
        }
        relay
    }
}
