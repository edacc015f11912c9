//! What an address means.

use super::names::Version;

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
        if address == version.anonymous() {
            Destination::BackChannel
        } else if Some(address) == version.none() {
            Destination::None
        } else if address.starts_with(MAKE_CONNECTION) {
            Destination::MakeConnection(address)
        } else {
            Destination::Address(address)
        }
    }
}

/// Whether this can be a URI: not empty, and nothing in it that no URI has.
pub(super) fn is_uri(text: &[u8]) -> bool {
    !text.is_empty() && !text.iter().any(|b| matches!(b, 0..=b' ' | b'"' | b'<' | b'>' | b'\\' | b'^' | b'`'))
}
