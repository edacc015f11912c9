//! The elements of a Fault. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.

use crate::soap::Version;
use crate::soap::kept::store::Kind;

/// What a child of a fault stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Fault,
    /// A Code or a Subcode.
    Code,
    Reason,
    Detail,
}

/// An element of a Fault.
pub(super) struct Child {
    pub(super) within: Place,
    pub(super) local: &'static str,
    /// The version that has it; that says its namespace.
    pub(super) version: Version,
    /// Its place in the order of the children of the Fault.
    pub(super) rank: u8,
    /// What its text is kept as; without, it has children.
    pub(super) field: Option<Kind>,
}

impl Child {
    /// What its children stand in.
    pub(super) fn place(&self) -> Place {
        match self.rank {
            1 => Place::Code,
            2 => Place::Reason,
            _ => Place::Detail,
        }
    }
}

const fn child(within: Place, local: &'static str, version: Version, rank: u8, field: Option<Kind>) -> Child {
    Child { within, local, version, rank, field }
}

/// The elements of a Fault.
pub(super) const CHILDREN: &[Child] = &[
    child(Place::Fault, "faultcode", Version::Soap11, 1, Some(Kind::Code)),
    child(Place::Fault, "faultstring", Version::Soap11, 2, Some(Kind::Reason)),
    child(Place::Fault, "faultactor", Version::Soap11, 3, Some(Kind::Role)),
    child(Place::Fault, "detail", Version::Soap11, 4, None),
    child(Place::Fault, "Code", Version::Soap12, 1, None),
    child(Place::Fault, "Reason", Version::Soap12, 2, None),
    child(Place::Fault, "Node", Version::Soap12, 3, Some(Kind::Node)),
    child(Place::Fault, "Role", Version::Soap12, 4, Some(Kind::Role)),
    child(Place::Fault, "Detail", Version::Soap12, 5, None),
    child(Place::Code, "Value", Version::Soap12, 1, Some(Kind::Code)),
    child(Place::Code, "Subcode", Version::Soap12, 1, None),
    child(Place::Reason, "Text", Version::Soap12, 2, Some(Kind::Reason)),
];
