//! The elements of a Fault. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.

use crate::Namespace;
use crate::names::{Names, names};
use crate::soap::kept::store::Kind;

/// What a child of a fault stands in: a number that no text of a fault has as its [`Kind`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u8);

impl Place {
    /// A Code or a Subcode.
    pub(super) const CODE: Place = Place(0);
    pub(super) const REASON: Place = Place(6);
    pub(super) const DETAIL: Place = Place(7);
    pub(super) const FAULT: Place = Place(8);
}

/// An element of a Fault, in a byte: what is in it, where it stands, and the version that has it.
#[derive(Clone, Copy)]
pub(super) struct Child(u8);

const SOAP12: u8 = 128;

impl Child {
    /// The element with this local name, of either version.
    pub(super) fn named(local: &[u8]) -> Option<Child> {
        match CHILDREN.number(local) {
            0 => None,
            found => Some(Child(found)),
        }
    }

    /// What it stands in.
    pub(super) fn within(self) -> Place {
        if is_text(self.rank()) { Place::FAULT } else { Place(self.rank()) }
    }

    /// Its place in the order of the children of the Fault.
    pub(super) fn rank(self) -> u8 {
        self.0.wrapping_shr(3) & 7
    }

    /// Its namespace, which tells the version that has it.
    pub(super) fn namespace(self) -> Namespace {
        if self.0 & SOAP12 != 0 { Namespace::Soap12 } else { Namespace::None }
    }

    /// The namespace of the Envelope of that version.
    pub(super) fn of_message(self) -> Namespace {
        if self.0 & SOAP12 != 0 { Namespace::Soap12 } else { Namespace::Soap11 }
    }

    /// What its text is kept as; what its children stand in where it has children.
    pub(super) fn text(self) -> Result<Kind, Place> {
        let content = self.0 & 7;
        if is_text(content) { Ok(Kind::from_code(content)) } else { Err(Place(content)) }
    }
}

/// Whether this is the number of a text of a fault, or of a place in the order of its children: neither is a `Place`.
const fn is_text(number: u8) -> bool {
    number.wrapping_sub(1) < 5
}

const fn of_11(rank: u8, content: u8) -> u8 {
    rank << 3 | content
}

const fn of_12(rank: u8, content: u8) -> u8 {
    SOAP12 | of_11(rank, content)
}

/// The elements of a Fault: in the Fault itself by their order there, the others by what they stand in.
const CHILDREN: Names = names! {
    "faultcode" => of_11(1, Kind::Code as u8),
    "faultstring" => of_11(2, Kind::Reason as u8),
    "faultactor" => of_11(3, Kind::Role as u8),
    "detail" => of_11(4, Place::DETAIL.0),
    "Code" => of_12(1, Place::CODE.0),
    "Reason" => of_12(2, Place::REASON.0),
    "Node" => of_12(3, Kind::Node as u8),
    "Role" => of_12(4, Kind::Role as u8),
    "Detail" => of_12(5, Place::DETAIL.0),
    "Value" => of_12(Place::CODE.0, Kind::Code as u8),
    "Subcode" => of_12(Place::CODE.0, Place::CODE.0),
    "Text" => of_12(Place::REASON.0, Kind::Reason as u8),
};
