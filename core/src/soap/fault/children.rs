//! The children that a Fault may have. SOAP 1.1, 4.4; SOAP 1.2 Part 1, 5.4.

use crate::soap::Version;
use crate::soap::kept::store::Kind;

/// A child of the Fault.
#[derive(Clone, Copy)]
pub(super) enum Child {
    /// One with a value of its own.
    Value(Kind),
    Code,
    Reason,
    Detail,
}

/// The children of a Fault: name, version, rank in the order.
pub(super) const CHILDREN: &[(&str, Version, u8, Child)] = &[
    ("faultcode", Version::Soap11, 1, Child::Value(Kind::Code)),
    ("faultstring", Version::Soap11, 2, Child::Value(Kind::Reason)),
    ("faultactor", Version::Soap11, 3, Child::Value(Kind::Role)),
    ("detail", Version::Soap11, 4, Child::Detail),
    ("Code", Version::Soap12, 1, Child::Code),
    ("Reason", Version::Soap12, 2, Child::Reason),
    ("Node", Version::Soap12, 3, Child::Value(Kind::Node)),
    ("Role", Version::Soap12, 4, Child::Value(Kind::Role)),
    ("Detail", Version::Soap12, 5, Child::Detail),
];
