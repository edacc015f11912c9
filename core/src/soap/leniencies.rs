//! Deviations from the standards that peers are known for, each of which a reader may accept.

use core::ops::BitOr;

/// A set of deviations that a reader accepts; what is not in the set is refused.
///
/// The structure of the envelope is held whatever the set. The default is [`NONE`](Leniencies::NONE): the standards.
///
/// ```
/// use soapstone::soap::{Leniencies, Options};
///
/// const STATION: Leniencies = Leniencies::UNQUALIFIED_BLOCKS.union(Leniencies::MUST_UNDERSTAND_WORDS);
/// let options = Options { leniencies: STATION, ..Options::default() };
/// assert!(options.leniencies.contains(Leniencies::UNQUALIFIED_BLOCKS));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Leniencies(u16);

impl Leniencies {
    /// Nothing but what the standards allow.
    pub const NONE: Leniencies = Leniencies(0);

    /// The deviations in either set.
    pub const fn union(self, other: Leniencies) -> Leniencies {
        Leniencies(self.0 | other.0)
    }

    /// The deviations in this set that are not in the other.
    pub const fn without(self, other: Leniencies) -> Leniencies {
        Leniencies(self.0 & !other.0)
    }

    /// What is accepted in a message of this version, be it by this set or by the version itself: of a deviation that is
    /// one in the other version only, what this version says of it. The Basic Profile is about SOAP 1.1.
    pub(super) const fn of_version(self, soap12: bool, basic_profile: bool) -> Leniencies {
        const OF_12: Leniencies = Leniencies::UNKNOWN_ENCODINGS.union(Leniencies::STRUCTURAL_ENCODING);
        const OF_11: Leniencies =
            Leniencies::LOWER_CASE_HEADER.union(Leniencies::LOWER_CASE_BODY).union(Leniencies::UNQUALIFIED_ATTRIBUTES);
        const BASIC: Leniencies = Leniencies::MUST_UNDERSTAND_WORDS
            .union(Leniencies::UNQUALIFIED_BLOCKS)
            .union(Leniencies::STRUCTURAL_ENCODING);
        match (soap12, basic_profile) {
            (true, _) => self.without(OF_11).union(Leniencies::SOAP_BLOCKS).union(Leniencies::MUST_UNDERSTAND_WORDS),
            (false, false) => self.union(OF_12),
            (false, true) => self.union(OF_12).without(BASIC),
        }
    }

    /// Whether every deviation of the other set is in this one.
    pub const fn contains(self, other: Leniencies) -> bool {
        other.without(self).0 == 0
    }

    /// The set as a number: a bit for each deviation.
    pub const fn bits(self) -> u32 {
        self.0 as u32
    }

    /// The set with this number; `None` when a bit stands for nothing.
    pub const fn from_bits(bits: u32) -> Option<Leniencies> {
        match bits & !Leniencies::ALL.bits() {
            0 => Some(Leniencies(bits as u16)),
            _ => None,
        }
    }
}

impl BitOr for Leniencies {
    type Output = Leniencies;

    fn bitor(self, other: Leniencies) -> Leniencies {
        self.union(other)
    }
}

macro_rules! leniencies {
    ($($(#[$doc:meta])* $name:ident = $bit:literal, $what:literal;)*) => {
        impl Leniencies {
            $($(#[$doc])* pub const $name: Leniencies = Leniencies(1 << $bit);)*

            /// Every deviation this library can accept.
            pub const ALL: Leniencies = Leniencies(0 $(| 1 << $bit)*);

            /// Each deviation: the set of it alone, its name, and what is accepted.
            pub const EACH: &'static [(Leniencies, &'static str, &'static str)] =
                &[$((Leniencies::$name, stringify!($name), $what),)*];
        }
    };
}

leniencies! {
    /// Processing instructions, which Siebel sends. SOAP 1.1, 3; SOAP 1.2 Part 1, 5.
    PROCESSING_INSTRUCTIONS = 0, "a processing instruction";
    /// `true` and `false` as `mustUnderstand` in SOAP 1.1. SOAP 1.1, 4.2.3; Basic Profile 1.1, R1013.
    MUST_UNDERSTAND_WORDS = 1, "`mustUnderstand` of `true` or `false`, SOAP 1.1";
    /// Attributes without a namespace on a SOAP 1.1 Envelope or Header. SOAP 1.1, 4.1 and 4.2.
    UNQUALIFIED_ATTRIBUTES = 2, "an unqualified attribute of Envelope or Header, SOAP 1.1";
    /// `header` for `Header` in SOAP 1.1, which Siebel documents.
    LOWER_CASE_HEADER = 3, "`header` for `Header`, SOAP 1.1";
    /// `body` for `Body` in SOAP 1.1, which Siebel documents.
    LOWER_CASE_BODY = 4, "`body` for `Body`, SOAP 1.1";
    /// Header blocks without a namespace, which charging stations send. SOAP 1.1, 4.2; SOAP 1.2 Part 1, 5.2.
    UNQUALIFIED_BLOCKS = 5, "a header block without a namespace";
    /// Header blocks in the namespace of SOAP 1.1, which its schema keeps out of the Header.
    SOAP_BLOCKS = 6, "a header block in the namespace of SOAP 1.1, SOAP 1.1";
    /// An `encodingStyle` the node does not know. SOAP 1.2 Part 1, 5.1.1.
    UNKNOWN_ENCODINGS = 7, "an `encodingStyle` nobody knows in a body entry, SOAP 1.2";
    /// Children of a fault in any order, and more than once. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.
    FAULT_ORDER = 8, "children of a fault in another order, or again";
    /// Elements that a fault does not have, and text between its children; they are skipped.
    FAULT_CONTENT = 9, "unknown elements in a fault, and text between its children";
    /// Children of a fault in the wrong SOAP namespace, or wrongly in none.
    FAULT_NAMESPACES = 10, "children of a fault in the wrong SOAP namespace or in none";
    /// Children of a fault that the other version has.
    FAULT_VERSIONS = 11, "children of a fault that the other version has";
    /// A fault code that the version does not have, without a namespace, or with a prefix that is not declared.
    FAULT_CODES = 12, "a fault code the version lacks, or with no known namespace";
    /// A fault without a code or a reason, a reason without a language. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.
    FAULT_PARTS = 13, "a fault without a code or a reason, a reason without a language";
    /// A parameter of an RPC call or response with a namespace. Basic Profile 1.1, R2735.
    QUALIFIED_PARAMETERS = 14, "a parameter of an RPC call or response with a namespace";
    /// An `encodingStyle` on the Envelope, Header or Body, which SOAP::Lite sends. SOAP 1.2 Part 1, 5.1.1.
    STRUCTURAL_ENCODING = 15, "an `encodingStyle` on Envelope, Header or Body, SOAP 1.2";
}
