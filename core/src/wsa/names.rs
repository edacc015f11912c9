//! The two versions and the names each of them fixes.

use crate::soap::Vocabulary;

/// A version of WS-Addressing. One message uses one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Version {
    /// WS-Addressing 1.0, the Recommendation of 2006.
    #[default]
    V10 = 10,
    /// The submission of August 2004.
    V200408 = 4,
}

/// The anonymous addresses, which begin with the namespaces: a program has the text once.
const ANONYMOUS10: &str = "http://www.w3.org/2005/08/addressing/anonymous";
const ANONYMOUS200408: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous";
const V10: &str = ANONYMOUS10.split_at(36).0;
const V200408: &str = ANONYMOUS200408.split_at(48).0;

/// The namespaces of earlier drafts. They are recognised by name only: their headers are not read, and a mandatory one
/// is not understood.
pub const OLDER_NAMESPACES: &[&str] =
    &["http://schemas.xmlsoap.org/ws/2003/03/addressing", "http://schemas.xmlsoap.org/ws/2004/03/addressing"];

/// The local names, by the number of the header; the last is of 1.0 only.
const LOCALS: &[&str] = &["Action", "To", "MessageID", "RelatesTo", "ReplyTo", "FaultTo", "From", "FaultDetail"];

/// The header blocks of both versions, and the blocks marked as reference parameters.
pub const VOCABULARY: Vocabulary = Vocabulary {
    blocks: &[(V10, LOCALS), (V200408, LOCALS.split_at(Header::ORDER.len()).0)],
    children: &[],
    marked: &[(V10, "IsReferenceParameter")],
};

impl Version {
    /// Both, the newer first.
    pub const ALL: &'static [Version] = &[Version::V10, Version::V200408];

    /// The version with this namespace.
    pub fn from_uri(uri: &[u8]) -> Option<Version> {
        Version::ALL.iter().find(|version| version.uri().as_bytes() == uri).copied()
    }

    /// Itself; in the lean build, which refuses the submission, the Recommendation.
    pub(super) const fn known(self) -> Version {
        if crate::COMPLETE { self } else { Version::V10 }
    }

    /// The namespace.
    #[cfg_attr(small, inline(never))]
    pub const fn uri(self) -> &'static str {
        match self {
            Version::V10 => V10,
            Version::V200408 => V200408,
        }
    }

    /// `1.0` or `2004/08`.
    pub const fn name(self) -> &'static str {
        match self {
            Version::V10 => "1.0",
            Version::V200408 => "2004/08",
        }
    }

    /// The address of who cannot be reached by one, and is answered on the back channel.
    pub const fn anonymous(self) -> &'static str {
        match self {
            Version::V10 => ANONYMOUS10,
            Version::V200408 => ANONYMOUS200408,
        }
    }

    /// The address to which nothing is sent; 2004/08 has none.
    pub const fn none(self) -> Option<&'static str> {
        match self {
            Version::V10 => Some("http://www.w3.org/2005/08/addressing/none"),
            Version::V200408 => None,
        }
    }

    /// The message id that stands for one that is not known.
    pub const fn unspecified(self) -> &'static str {
        match self {
            Version::V10 => "http://www.w3.org/2005/08/addressing/unspecified",
            Version::V200408 => "http://schemas.xmlsoap.org/ws/2004/08/addressing/id/unspecified",
        }
    }

    /// The RelationshipType of a reply, as [`Relation`](super::Relation) has it: namespace and name in 2004/08, in
    /// 1.0 a URI, which stands as a name without a namespace.
    pub const fn reply(self) -> (&'static str, &'static str) {
        match self {
            Version::V10 => ("", "http://www.w3.org/2005/08/addressing/reply"),
            Version::V200408 => (V200408, "Reply"),
        }
    }

    /// The attribute that marks a header block as a reference parameter, by URI, local name and value; 2004/08 has none.
    pub(super) fn reference_parameter(self) -> Option<(&'static str, &'static str, &'static str)> {
        (self == Version::V10).then_some((V10, "IsReferenceParameter", "true"))
    }

    /// The action of a message with a fault of WS-Addressing.
    pub const fn fault_action(self) -> &'static str {
        match self {
            Version::V10 => "http://www.w3.org/2005/08/addressing/fault",
            Version::V200408 => "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault",
        }
    }

    /// The action of a message with a fault of SOAP or of an application that has none of its own.
    pub const fn soap_fault_action(self) -> &'static str {
        match self {
            Version::V10 => "http://www.w3.org/2005/08/addressing/soap/fault",
            Version::V200408 => self.fault_action(),
        }
    }
}

/// An addressing header.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Header {
    /// What the message asks for, or answers. A URI.
    Action = 0,
    /// Where the message goes. A URI.
    To = 1,
    /// The name of the message. A URI.
    MessageId = 2,
    /// The message that this one is about. A URI with a type; any number of them.
    RelatesTo = 3,
    /// Where the reply goes. An endpoint reference.
    ReplyTo = 4,
    /// Where a fault goes. An endpoint reference.
    FaultTo = 5,
    /// Where the message comes from. An endpoint reference.
    From = 6,
    /// The detail of a fault, for SOAP 1.1. 1.0 only.
    FaultDetail = 7,
}

impl Header {
    /// Every header that a message may have for its own sake, in the order in which they are written.
    pub const ORDER: &'static [Header] = &[
        Header::Action,
        Header::MessageId,
        Header::RelatesTo,
        Header::To,
        Header::ReplyTo,
        Header::FaultTo,
        Header::From,
    ];

    /// Every header, by its number.
    const ALL: &'static [Header] = &[
        Header::Action,
        Header::To,
        Header::MessageId,
        Header::RelatesTo,
        Header::ReplyTo,
        Header::FaultTo,
        Header::From,
        Header::FaultDetail,
    ];

    /// The local name.
    pub fn local(self) -> &'static str {
        LOCALS.get(self as usize).copied().unwrap_or_default()
    }

    /// The header with this local name.
    pub fn from_local(local: &[u8]) -> Option<Header> {
        let place = LOCALS.iter().position(|known| known.as_bytes() == local)?;
        Header::ALL.get(place).copied()
    }

    /// Whether it is an endpoint reference.
    pub const fn is_epr(self) -> bool {
        matches!(self, Header::ReplyTo | Header::FaultTo | Header::From)
    }

    /// Its bit in a set of headers.
    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of headers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct HeaderSet(u8);

impl HeaderSet {
    /// No header.
    pub const NONE: HeaderSet = HeaderSet(0);

    /// This set and the header.
    pub const fn with(self, header: Header) -> HeaderSet {
        HeaderSet(self.0 | header.bit())
    }

    /// The set of these bits: bit n stands for the header with the number n. `None` when one stands for none of
    /// [`Header::ORDER`].
    pub const fn from_bits(bits: u32) -> Option<HeaderSet> {
        if bits >> Header::ORDER.len() == 0 { Some(HeaderSet(bits as u8)) } else { None }
    }

    pub(super) const fn bits(self) -> u8 {
        self.0
    }
}
