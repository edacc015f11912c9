//! The rules of the envelope: what may stand where. SOAP 1.1, 4; SOAP 1.2 Part 1, 5.

use crate::soap::event::{Kind, Section, Step};
use crate::soap::header::block::{EncodingStyle, Marks, boolean};
use crate::soap::leniencies::Leniencies;
use crate::soap::options::Options;
use crate::soap::read::rules::*;
use crate::soap::version::Version;
use crate::xml::{self, Name, Start};
use crate::{ErrorKind, Namespace};

/// Where the reader is in the envelope: plain data, no borrow.
#[derive(Clone, Copy, Debug)]
pub(in crate::soap) struct Structure {
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
    /// How many there may still be.
    blocks_left: u16,
}

impl Structure {
    pub(in crate::soap) fn new(options: &Options) -> Structure {
        let facts = given(options.basic_profile, BASIC)
            | given(options.versions.accept(Version::Soap11), SPEAKS_11)
            | given(options.versions.accept(Version::Soap12), SPEAKS_12);
        Structure {
            own: Namespace::Other,
            reply: options.versions.highest(),
            section: Section::Document,
            allowed: options.leniencies,
            facts,
            detail: false,
            marks: Marks::default(),
            inside: 0,
            most_blocks: options.limits.header_blocks,
            blocks_left: options.limits.header_blocks,
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
    #[cfg_attr(small, inline(always))]
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

    /// Header blocks, counting the one that is too many.
    pub(in crate::soap) fn blocks(&self) -> usize {
        usize::from(self.most_blocks).wrapping_add(1)
    }

    /// Takes a start tag.
    pub(in crate::soap) fn open(&mut self, start: &Start<'_>) -> Result<Step, ErrorKind> {
        let name = start.name();
        if self.inside > 0 {
            // Inside a SOAP 1.2 Fault, `encodingStyle` may stand in the Detail only, and not on it.
            let misplaced = !self.detail && self.section == Section::Fault;
            if self.inside == 1 && self.section == Section::Fault {
                self.detail = self.is_own(&name) && name.local() == "Detail";
            }
            self.attributes(start, if misplaced { JUDGED | MISPLACED } else { JUDGED })?;
            return Ok(self.enter());
        }
        let part = self.part(&name)?;
        if part == Section::Envelope {
            self.begin(name.namespace());
        }
        self.attributes(start, of_attributes(part))?;
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
        // A node that speaks SOAP 1.1 only cannot answer in 1.2; every node answers a 1.1 message in 1.1.
        if self.section == Section::Document && name.namespace_code() == Namespace::Soap11 as u8 {
            self.reply = Version::Soap11;
        }
        if self.section == Section::Header {
            self.blocks_left = self.blocks_left.checked_sub(1).ok_or(ErrorKind::Limit)?;
        }
        let namespace = 1_u32.wrapping_shl(u32::from(name.namespace_code())) as u16;
        let facts = self.facts | given(self.is_own(name), OWN) | namespace & (NONE | IN_SOAP11 | IN_SOAP12);
        let named = self.named(name.local().as_bytes());
        let (here, any) = (place(self.section, named), place(self.section, Section::Document));
        let holds = |rule: &&Rule| (rule.0 == here || rule.0 == any) && rule.2 & !facts == 0;
        let then = RULES.iter().find(holds).map_or(OPENS, |rule| rule.1);
        match REFUSALS.get(usize::from(then)) {
            Some(refused) => Err(*refused),
            None => Ok(Section::from_code(then & PART)),
        }
    }

    /// The part of the envelope that has this name; `Document` for any other.
    fn named(&self, local: &[u8]) -> Section {
        let named = NAMES.number(local);
        let deviations = u32::from(named & !PART) & !self.allowed.bits();
        if deviations == 0 { Section::from_code(named & PART) } else { Section::Document }
    }

    /// The Envelope opens: its namespace says the version.
    fn begin(&mut self, namespace: Namespace) {
        self.own = namespace;
        // The Basic Profile is about SOAP 1.1.
        let basic_profile = self.facts & BASIC != 0 && !self.is_soap12();
        self.allowed = self.allowed.of_version(self.is_soap12(), basic_profile);
        self.facts = given(basic_profile, BASIC)
            | given(self.is_soap12(), SOAP12 | QUALIFIED_BODY)
            | given(self.allows(Leniencies::UNQUALIFIED_BLOCKS), UNQUALIFIED_BLOCKS)
            | given(self.allows(Leniencies::SOAP_BLOCKS), SOAP_BLOCKS);
    }

    /// Holds the attributes of an element to those of these rules that hold, and keeps the marks of a header block.
    fn attributes(&mut self, start: &Start<'_>, rules: u32) -> Result<(), ErrorKind> {
        let rules = rules & (!self.allowed.bits() & 0xFFFF | u32::from(self.facts) << 16);
        let mut relay = Ok(());
        self.marks = Marks::default();
        // Where it is: it is not to be copied.
        for ref attribute in start.attributes() {
            let name = attribute.name();
            if rules & QUALIFIED != 0 && name.namespace_code() == Namespace::None as u8 {
                return Err(ErrorKind::UnqualifiedAttribute);
            }
            if !self.is_own(&name) {
                continue;
            }
            let known = ATTRIBUTES.number(name.local().as_bytes());
            if rules & BLOCK != 0 {
                let known = known & if self.is_soap12() { Marks::ALL } else { Marks::MUST_UNDERSTAND };
                if known == 0 {
                    continue;
                }
                match boolean(attribute.value().as_bytes(), self.allows(Leniencies::MUST_UNDERSTAND_WORDS)) {
                    Some(set) => self.marks.0 |= if set { known } else { 0 },
                    None if known == Marks::RELAY => relay = Err(ErrorKind::InvalidRelay),
                    None => return Err(ErrorKind::InvalidMustUnderstand),
                }
            } else if known == ENCODING_STYLE || rules & NONE_OF_SOAP == NONE_OF_SOAP {
                if rules & MISPLACED != 0 {
                    return Err(ErrorKind::MisplacedAttribute);
                }
                if rules & JUDGED != 0 && EncodingStyle::is_unknown(attribute.value()) {
                    return Err(ErrorKind::UnknownEncodingStyle);
                }
            }
        }
        relay
    }
}
