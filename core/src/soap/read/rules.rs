//! What may stand where in the envelope, as a table. SOAP 1.1, 4; SOAP 1.2 Part 1, 5; Basic Profile 1.1, 4.1 to 4.4.

use crate::ErrorKind;
use crate::soap::event::Section;
use crate::soap::leniencies::Leniencies;

// What is said of an element, and of the message it stands in.

/// The element is in the namespace of the Envelope.
pub(super) const OWN: u16 = 1;
/// It is in no namespace.
pub(super) const NONE: u16 = 2;
/// It is in the namespace of SOAP 1.1.
pub(super) const IN_SOAP11: u16 = 4;
/// It is in that of a version the node speaks.
pub(super) const ACCEPTED: u16 = 8;
/// The message is of SOAP 1.2.
pub(super) const SOAP12: u16 = 16;
/// The message is held to the Basic Profile.
pub(super) const BASIC: u16 = 32;
/// The deviations of these names are accepted.
pub(super) const UNQUALIFIED_BLOCKS: u16 = 64;
pub(super) const SOAP_BLOCKS: u16 = 128;
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

/// The names that the standards give the parts of the envelope, and what must be accepted for that.
pub(super) const NAMES: &[(&str, Leniencies, Section)] = &[
    ("Envelope", Leniencies::NONE, Section::Envelope),
    ("Header", Leniencies::NONE, Section::Header),
    ("header", Leniencies::LOWER_CASE_HEADER, Section::Header),
    ("Body", Leniencies::NONE, Section::Body),
    ("body", Leniencies::LOWER_CASE_BODY, Section::Body),
    ("Fault", Leniencies::NONE, Section::Fault),
];

/// Where an element stands, the part that it has the name of (`Document`: any), what must be said of it, and what it
/// then opens or is refused with: [`open`] or [`refuse`].
pub(super) struct Rule(pub(super) Section, pub(super) Section, pub(super) u16, pub(super) u8);

/// Of the rules for a place the first that holds.
pub(super) const RULES: &[Rule] = {
    use ErrorKind::*;
    use Section::*;
    &[
        Rule(Document, Envelope, ACCEPTED, open(Envelope)),
        // SOAP 1.1 knows a VersionMismatch for the namespace only.
        Rule(Document, Document, ACCEPTED | IN_SOAP11, refuse(NotEnvelope)),
        Rule(Document, Document, 0, refuse(VersionMismatch)),
        Rule(Envelope, Header, OWN | BODY, refuse(HeaderAfterBody)),
        Rule(Envelope, Header, OWN | HEADER, refuse(DuplicateHeader)),
        Rule(Envelope, Header, OWN, open(Header)),
        Rule(Envelope, Body, OWN | BODY, refuse(DuplicateBody)),
        Rule(Envelope, Body, OWN, open(Body)),
        Rule(Envelope, Document, BODY | OWN, refuse(TrailingElement)),
        Rule(Envelope, Document, BODY | NONE, refuse(TrailingElement)),
        Rule(Envelope, Document, BODY | SOAP12, refuse(TrailingElement)),
        Rule(Envelope, Document, BODY | BASIC, refuse(TrailingElement)),
        Rule(Envelope, Document, BODY, open(Trailer)),
        Rule(Envelope, Document, 0, refuse(UnexpectedElement)),
        Rule(Header, Document, NONE | UNQUALIFIED_BLOCKS, open(HeaderBlock)),
        Rule(Header, Document, NONE, refuse(UnqualifiedHeaderBlock)),
        Rule(Header, Document, IN_SOAP11 | SOAP_BLOCKS, open(HeaderBlock)),
        Rule(Header, Document, IN_SOAP11, refuse(UnexpectedElement)),
        Rule(Header, Document, 0, open(HeaderBlock)),
        Rule(Body, Document, BASIC | NONE, refuse(UnqualifiedBodyEntry)),
        Rule(Body, Document, BASIC | ENTRY, refuse(ExtraBodyEntry)),
        Rule(Body, Document, BASIC | FAULT, refuse(ExtraBodyEntry)),
        Rule(Body, Document, SOAP12 | FAULT, refuse(FaultNotAlone)),
        // A SOAP 1.2 Fault after another entry is no fault but an entry like any other.
        Rule(Body, Document, SOAP12 | ENTRY, open(BodyEntry)),
        Rule(Body, Fault, OWN | FAULT, refuse(FaultNotAlone)),
        Rule(Body, Fault, OWN, open(Fault)),
        Rule(Body, Document, 0, open(BodyEntry)),
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
