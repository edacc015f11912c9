//! The elements of a Fault. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.

use crate::Namespace;
use crate::names::{Names, names};
use crate::soap::kept::store::Kind;
use crate::soap::version::Version;

/// An element of a fault that others stand in, or a text by the number of its [`Kind`]: four bits, of which the lower
/// three are its place among the children of the Fault.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Place(u8);

impl Place {
    pub(super) const DETAIL: Place = Place(6);
    /// A Code or a Subcode.
    pub(super) const CODE: Place = Place(PARENT | Kind::Code as u8);
    pub(super) const REASON: Place = Place(PARENT | Kind::Reason as u8);
    pub(super) const FAULT: Place = Place(PARENT | 2);
    /// Before all others.
    pub(super) const NONE: Place = Place(0);

    /// The place whose text is kept as this.
    pub(super) const fn of(kind: Kind) -> Place {
        Place(kind as u8)
    }

    /// What its text is kept as; `None` where it has children.
    pub(super) fn text(self) -> Option<Kind> {
        (self.0.wrapping_sub(1) < 5).then(|| Kind::from_code(self.0))
    }

    /// A bit for it.
    pub(super) const fn bit(self) -> u16 {
        1 << (self.0 & 15)
    }

    /// Whether it may stand in the Fault after that child.
    pub(super) fn is_after(self, child: Place) -> bool {
        self.0 & 7 > child.0 & 7
    }

    /// Whether it, a Value or a Subcode, may stand in a Code after that child: a Value after none, a Subcode after a Value.
    pub(super) fn is_next(self, child: Place) -> bool {
        self.0.wrapping_shr(3) == child.0.wrapping_add(1).wrapping_shr(1)
    }
}

/// What has children that are no text, but for the detail.
const PARENT: u8 = 8;

/// An element of a Fault, in a byte: which it is, what it stands in, and the version that has it.
#[derive(Clone, Copy)]
pub(super) struct Child(u8);

const SOAP12: u8 = 128;

impl Child {
    /// The element with this local name, of either version; one that no fault has stands nowhere.
    pub(super) fn named(local: &[u8]) -> Child {
        Child(CHILDREN.number(local))
    }

    /// The element around the detail.
    pub(super) fn detail(version: Version) -> Child {
        Child(match version {
            Version::Soap11 => of_11(Place::FAULT, Place::DETAIL),
            Version::Soap12 => of_12(Place::FAULT, Place::DETAIL),
        })
    }

    /// Its local name.
    pub(super) fn local(self) -> &'static [u8] {
        CHILDREN.name(self.0)
    }

    /// What it is.
    pub(super) fn place(self) -> Place {
        Place(self.0 & 15)
    }

    /// What it stands in.
    pub(super) fn within(self) -> Place {
        Place(PARENT | self.0.wrapping_shr(4) & 3)
    }

    /// The number of its namespace.
    pub(super) fn namespace(self) -> u8 {
        const { assert!(Namespace::Soap12 as u8 == Namespace::None as u8 + 4) }
        (Namespace::None as u8).wrapping_add(self.0.wrapping_shr(7) << 2)
    }

    /// The number of the namespace of the Envelope it stands in.
    pub(super) fn of_message(self) -> u8 {
        const { assert!(Namespace::Soap12 as u8 == Namespace::Soap11 as u8 + 1) }
        (Namespace::Soap11 as u8).wrapping_add(self.0.wrapping_shr(7))
    }
}

/// How a part is written: in SOAP 1.2 the element that holds its text, and the one around that, if it is not the Fault. In
/// SOAP 1.1 all elements stand in the Fault.
#[derive(Clone, Copy)]
pub(super) struct Row(u16);

impl Row {
    pub(super) const CODE: Row = Row::new(of_12(Place::FAULT, Place::CODE), of_12(Place::CODE, Place::of(Kind::Code)));
    pub(super) const SUBCODE: Row =
        Row::new(of_12(Place::CODE, Place::CODE), of_12(Place::CODE, Place::of(Kind::Code)));
    /// The first reason.
    pub(super) const REASON: Row = Row::new(of_12(Place::FAULT, Place::REASON), Row::REASON_MORE.0 as u8);
    pub(super) const REASON_MORE: Row = Row::new(0, of_12(Place::REASON, Place::of(Kind::Reason)));
    pub(super) const NODE: Row = Row::new(0, of_12(Place::FAULT, Place::of(Kind::Node)));
    pub(super) const ROLE: Row = Row::new(0, of_12(Place::FAULT, Place::of(Kind::Role)));

    const fn new(around: u8, element: u8) -> Row {
        Row((around as u16) << 8 | element as u16)
    }

    pub(super) fn around(self) -> Option<Child> {
        let [_, around] = self.0.to_le_bytes();
        (around != 0).then_some(Child(around))
    }

    pub(super) fn element(self, soap12: bool) -> Child {
        Child(if soap12 { self.0 as u8 } else { of_11(Place::FAULT, self.place()) })
    }

    pub(super) fn is_name(self) -> bool {
        self.place() == Place::of(Kind::Code)
    }

    pub(super) fn is_reason(self) -> bool {
        self.place() == Place::of(Kind::Reason)
    }

    fn place(self) -> Place {
        Place(self.0 as u8 & 7)
    }
}

const fn of_11(within: Place, place: Place) -> u8 {
    (within.0 & 3) << 4 | place.0
}

const fn of_12(within: Place, place: Place) -> u8 {
    SOAP12 | of_11(within, place)
}

/// The elements of a Fault.
const CHILDREN: Names = names! {
    "faultcode" => of_11(Place::FAULT, Place::of(Kind::Code)),
    "faultstring" => of_11(Place::FAULT, Place::of(Kind::Reason)),
    "faultactor" => of_11(Place::FAULT, Place::of(Kind::Role)),
    "detail" => of_11(Place::FAULT, Place::DETAIL),
    "Code" => of_12(Place::FAULT, Place::CODE),
    "Reason" => of_12(Place::FAULT, Place::REASON),
    "Node" => of_12(Place::FAULT, Place::of(Kind::Node)),
    "Role" => of_12(Place::FAULT, Place::of(Kind::Role)),
    "Detail" => of_12(Place::FAULT, Place::DETAIL),
    "Value" => of_12(Place::CODE, Place::of(Kind::Code)),
    "Subcode" => of_12(Place::CODE, Place::CODE),
    "Text" => of_12(Place::REASON, Place::of(Kind::Reason)),
};
