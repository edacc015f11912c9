//! What may stand where in the envelope, as a table. SOAP 1.1, 4; SOAP 1.2 Part 1, 5; Basic Profile 1.1, 4.1 to 4.4.

use crate::names::{Names, names};
use crate::soap::event::Section;
use crate::soap::header::block::Marks;
use crate::soap::leniencies::Leniencies;
use crate::{ErrorKind, Namespace};

// What is said of an element, and of the message it stands in.

/// The element is in the namespace of the Envelope.
pub(super) const OWN: u16 = 1;
/// It is in no namespace, in that of SOAP 1.1, in that of SOAP 1.2: the bit of the number of the namespace.
pub(super) const NONE: u16 = 1 << Namespace::None as u8;
pub(super) const IN_SOAP11: u16 = 1 << Namespace::Soap11 as u8;
pub(super) const IN_SOAP12: u16 = 1 << Namespace::Soap12 as u8;
/// The message is of SOAP 1.2.
pub(super) const SOAP12: u16 = 4;
/// The message is held to the Basic Profile.
pub(super) const BASIC: u16 = 8;
/// The deviations of these names are accepted.
pub(super) const UNQUALIFIED_BLOCKS: u16 = 64;
pub(super) const SOAP_BLOCKS: u16 = 128;
/// The node speaks SOAP 1.1, SOAP 1.2: of interest before there is any part of the envelope.
pub(super) const SPEAKS_11: u16 = 256;
pub(super) const SPEAKS_12: u16 = 512;
/// Once there is one: the Body may have no attributes without a namespace, for the message is of SOAP 1.2.
pub(super) const QUALIFIED_BODY: u16 = 256;
/// There has been such a part of the envelope.
pub(super) const fn seen(part: Section) -> u16 {
    256 << part as u8
}
pub(super) const HEADER: u16 = seen(Section::Header);
pub(super) const BODY: u16 = seen(Section::Body);
pub(super) const ENTRY: u16 = seen(Section::BodyEntry);
pub(super) const FAULT: u16 = seen(Section::Fault);

pub(super) const fn given(holds: bool, fact: u16) -> u16 {
    if holds { fact } else { 0 }
}

/// The parts of the envelope by the names that the standards give them; those that deviate have the bit of the leniency
/// that accepts them too.
pub(super) const NAMES: Names = names! {
    "Envelope" => Section::Envelope as u8,
    "Header" => Section::Header as u8,
    "header" => Section::Header as u8 | Leniencies::LOWER_CASE_HEADER.bits() as u8,
    "Body" => Section::Body as u8,
    "body" => Section::Body as u8 | Leniencies::LOWER_CASE_BODY.bits() as u8,
    "Fault" => Section::Fault as u8,
};
/// The bits that a part takes in its number.
pub(super) const PART: u8 = 7;

/// Where an element stands and the part that it has the name of (`Document`: any), what it then opens or is refused
/// with, [`open`] or [`refuse`], and what must be said of it for that.
pub(super) struct Rule(pub(super) u8, pub(super) u8, pub(super) u16);

const fn rule(within: Section, name: Section, needed: u16, then: u8) -> Rule {
    Rule(place(within, name), then, needed)
}

/// Where an element stands and the part that it has the name of, in a byte.
pub(super) const fn place(within: Section, name: Section) -> u8 {
    (within as u8) << 4 | name as u8
}

/// Of the rules for a place the first that holds.
pub(super) const RULES: &[Rule] = {
    use ErrorKind::*;
    use Section::*;
    &[
        rule(Document, Envelope, IN_SOAP11 | SPEAKS_11, open(Envelope)),
        rule(Document, Envelope, IN_SOAP12 | SPEAKS_12, open(Envelope)),
        // SOAP 1.1 knows a VersionMismatch for the namespace only.
        rule(Document, Document, IN_SOAP11 | SPEAKS_11, refuse(NotEnvelope)),
        rule(Document, Document, 0, refuse(VersionMismatch)),
        rule(Envelope, Header, OWN | BODY, refuse(HeaderAfterBody)),
        rule(Envelope, Header, OWN | HEADER, refuse(DuplicateHeader)),
        rule(Envelope, Header, OWN, open(Header)),
        rule(Envelope, Body, OWN | BODY, refuse(DuplicateBody)),
        rule(Envelope, Body, OWN, open(Body)),
        rule(Envelope, Document, BODY | OWN, refuse(TrailingElement)),
        rule(Envelope, Document, BODY | NONE, refuse(TrailingElement)),
        rule(Envelope, Document, BODY | SOAP12, refuse(TrailingElement)),
        rule(Envelope, Document, BODY | BASIC, refuse(TrailingElement)),
        rule(Envelope, Document, BODY, open(Trailer)),
        rule(Envelope, Document, 0, refuse(UnexpectedElement)),
        rule(Header, Document, NONE | UNQUALIFIED_BLOCKS, open(HeaderBlock)),
        rule(Header, Document, NONE, refuse(UnqualifiedHeaderBlock)),
        rule(Header, Document, IN_SOAP11 | SOAP_BLOCKS, open(HeaderBlock)),
        rule(Header, Document, IN_SOAP11, refuse(UnexpectedElement)),
        rule(Header, Document, 0, open(HeaderBlock)),
        rule(Body, Document, BASIC | NONE, refuse(UnqualifiedBodyEntry)),
        rule(Body, Document, BASIC | ENTRY, refuse(ExtraBodyEntry)),
        rule(Body, Document, BASIC | FAULT, refuse(ExtraBodyEntry)),
        rule(Body, Document, SOAP12 | FAULT, refuse(FaultNotAlone)),
        // A SOAP 1.2 Fault after another entry is no fault but an entry like any other.
        rule(Body, Document, SOAP12 | ENTRY, open(BodyEntry)),
        rule(Body, Fault, OWN | FAULT, refuse(FaultNotAlone)),
        rule(Body, Fault, OWN, open(Fault)),
        rule(Body, Document, 0, open(BodyEntry)),
    ]
};

/// What an element may be refused with: a rule has its place, which is shorter.
pub(super) const REFUSALS: &[ErrorKind] = &[
    ErrorKind::VersionMismatch,
    ErrorKind::NotEnvelope,
    ErrorKind::UnexpectedElement,
    ErrorKind::DuplicateHeader,
    ErrorKind::HeaderAfterBody,
    ErrorKind::DuplicateBody,
    ErrorKind::TrailingElement,
    ErrorKind::UnqualifiedHeaderBlock,
    ErrorKind::UnqualifiedBodyEntry,
    ErrorKind::ExtraBodyEntry,
    ErrorKind::FaultNotAlone,
];

/// What a rule that opens a section says beyond that.
pub(super) const OPENS: u8 = 16;

const fn open(part: Section) -> u8 {
    OPENS | part as u8
}

const fn refuse(kind: ErrorKind) -> u8 {
    let (mut place, mut rest) = (0_u8, REFUSALS);
    while let [first, after @ ..] = rest {
        if first.code() == kind.code() {
            break;
        }
        (place, rest) = (place.wrapping_add(1), after);
    }
    // One that is not there leaves a rule that cannot be compiled.
    const { assert!(REFUSALS.len() < OPENS as usize) };
    assert!(!rest.is_empty());
    place
}

/// The attributes of SOAP that are held to rules.
pub(in crate::soap) const ATTRIBUTES: Names = names! {
    "mustUnderstand" => Marks::MUST_UNDERSTAND,
    "relay" => Marks::RELAY,
    "encodingStyle" => ENCODING_STYLE,
};
pub(in crate::soap) const ENCODING_STYLE: u8 = 4;

// The rules for attributes: the bit of a leniency is a rule that holds where it is not accepted, that of a fact, higher,
// one that holds where it is known of the message.

/// Attributes without a namespace are refused.
pub(super) const QUALIFIED: u32 = Leniencies::UNQUALIFIED_ATTRIBUTES.bits() | of_fact(QUALIFIED_BODY);
/// A style is refused.
pub(super) const MISPLACED: u32 = Leniencies::STRUCTURAL_ENCODING.bits() | of_fact(SOAP12 | BASIC);
/// Both: any attribute of SOAP is refused.
pub(super) const NONE_OF_SOAP: u32 = Leniencies::STRUCTURAL_ENCODING.bits() | of_fact(BASIC);
/// A style that nobody knows is refused, as a SOAP 1.2 node does.
pub(super) const JUDGED: u32 = Leniencies::UNKNOWN_ENCODINGS.bits();
/// There are marks of a header block, which may be for other nodes.
pub(super) const BLOCK: u32 = of_fact(seen(Section::Envelope));

/// The rules for the attributes of a part.
pub(super) fn of_attributes(part: Section) -> u32 {
    const RULES: [u32; 8] = [
        // What is outside the Envelope has none.
        0,
        NONE_OF_SOAP | Leniencies::UNQUALIFIED_ATTRIBUTES.bits(),
        NONE_OF_SOAP | Leniencies::UNQUALIFIED_ATTRIBUTES.bits(),
        BLOCK,
        // The Note is silent about attributes of the Body.
        NONE_OF_SOAP | of_fact(QUALIFIED_BODY),
        JUDGED | of_fact(BASIC),
        JUDGED | of_fact(BASIC | SOAP12),
        JUDGED,
    ];
    RULES.get(usize::from(part as u8 & PART)).copied().unwrap_or_default()
}

const fn of_fact(fact: u16) -> u32 {
    (fact as u32) << 16
}
