//! The elements of a Fault. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.

use crate::Namespace;
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
    /// Its namespace, which tells the version that has it.
    pub(super) namespace: Namespace,
    /// Its place in the order of the children of the Fault.
    pub(super) rank: u8,
    /// What its text is kept as; without, it has children.
    pub(super) field: Option<Kind>,
}

impl Child {
    /// The namespace of the Envelope of the version that has it.
    pub(super) fn of_message(&self) -> Namespace {
        if self.namespace == Namespace::None { Namespace::Soap11 } else { Namespace::Soap12 }
    }

    /// What its children stand in.
    pub(super) fn place(&self) -> Place {
        match self.rank {
            1 => Place::Code,
            2 => Place::Reason,
            _ => Place::Detail,
        }
    }
}

const fn child(within: Place, local: &'static str, namespace: Namespace, rank: u8, field: Option<Kind>) -> Child {
    Child { within, local, namespace, rank, field }
}

/// The elements of a Fault.
pub(super) const CHILDREN: &[Child] = &[
    child(Place::Fault, "faultcode", Namespace::None, 1, Some(Kind::Code)),
    child(Place::Fault, "faultstring", Namespace::None, 2, Some(Kind::Reason)),
    child(Place::Fault, "faultactor", Namespace::None, 3, Some(Kind::Role)),
    child(Place::Fault, "detail", Namespace::None, 4, None),
    child(Place::Fault, "Code", Namespace::Soap12, 1, None),
    child(Place::Fault, "Reason", Namespace::Soap12, 2, None),
    child(Place::Fault, "Node", Namespace::Soap12, 3, Some(Kind::Node)),
    child(Place::Fault, "Role", Namespace::Soap12, 4, Some(Kind::Role)),
    child(Place::Fault, "Detail", Namespace::Soap12, 5, None),
    child(Place::Code, "Value", Namespace::Soap12, 1, Some(Kind::Code)),
    child(Place::Code, "Subcode", Namespace::Soap12, 1, None),
    child(Place::Reason, "Text", Namespace::Soap12, 2, Some(Kind::Reason)),
];
