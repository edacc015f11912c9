//! What an address means.

use super::names::Version;
use crate::xml::Str;

/// The addresses of peers that fetch their messages: WS-MakeConnection 1.1, 3.1.
const MAKE_CONNECTION: &str = "http://docs.oasis-open.org/ws-rx/wsmc/200702/anonymous?id=";

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Destination<'a> {
    /// Back on the connection of the request.
    BackChannel,
    /// Nowhere: it is discarded.
    None,
    /// To this URI, if the host wishes: the URI comes from the peer. The request is answered without a message.
    Address(&'a str),
    /// Nowhere yet: the peer at this URI will fetch it, WS-MakeConnection.
    MakeConnection(&'a str),
}

impl<'a> Destination<'a> {
    /// What an address means in this version. The anonymous URI of the other version is an address like any other.
    pub fn of(address: &'a str, version: Version) -> Destination<'a> {
        Way::of(address.into(), version).to(address)
    }
}

/// Which way an answer goes; the numbers are those of C.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[repr(u8)]
pub enum Way {
    #[default]
    BackChannel = 1,
    None = 2,
    Address = 3,
    MakeConnection = 4,
}

impl Way {
    /// What an address means in this version.
    pub fn of(address: Str<'_>, version: Version) -> Way {
        if address == version.anonymous() {
            Way::BackChannel
        } else if version.none().is_some_and(|none| address == none) {
            Way::None
        } else if address.as_bytes().starts_with(MAKE_CONNECTION.as_bytes()) {
            Way::MakeConnection
        } else {
            Way::Address
        }
    }

    pub(super) fn to(self, address: &str) -> Destination<'_> {
        match self {
            Way::BackChannel => Destination::BackChannel,
            Way::None => Destination::None,
            Way::Address => Destination::Address(address),
            Way::MakeConnection => Destination::MakeConnection(address),
        }
    }
}

/// Whether this can be a URI: not empty, and nothing in it that no URI has.
pub(super) fn is_uri(text: &[u8]) -> bool {
    !text.is_empty() && !text.iter().any(|b| matches!(b, 0..=b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`'))
}
