//! The peers.

use super::Side;
use soapstone::soap::Leniencies;

/// A SOAP stack that is installed beside us.
#[derive(Clone, Copy, Debug)]
pub struct Peer {
    /// Its folder in `host-tests/peers`.
    pub name: &'static str,
    /// The versions of SOAP that it speaks.
    pub versions: &'static [&'static str],
    /// The sides that there are.
    pub sides: &'static [Side],
    /// How its answers deviate from the letter, so that our client must look over it.
    pub leniencies: Leniencies,
}

const SIDES: &[Side] = &[Side::Client, Side::Server];
const NONE: Leniencies = Leniencies::NONE;
/// A reason without its language.
const REASON: Leniencies = Leniencies::FAULT_PARTS;
/// A fault of SOAP 1.2 in the namespace of SOAP 1.1, or the other way round, and codes with a prefix nobody declared.
const FAULTS: Leniencies =
    REASON.union(Leniencies::FAULT_CODES).union(Leniencies::FAULT_VERSIONS).union(Leniencies::FAULT_NAMESPACES);
const BOTH: &[&str] = &["1.1", "1.2"];

/// All of them.
pub const PEERS: &[Peer] = &[
    Peer { name: "gsoap", versions: BOTH, sides: SIDES, leniencies: NONE },
    Peer { name: "jaxws", versions: BOTH, sides: SIDES, leniencies: NONE },
    Peer { name: "kdsoap", versions: BOTH, sides: &[Side::Client], leniencies: NONE },
    Peer { name: "zeep", versions: BOTH, sides: &[Side::Client], leniencies: NONE },
    Peer { name: "suds", versions: &["1.1"], sides: &[Side::Client], leniencies: NONE },
    Peer { name: "spyne", versions: BOTH, sides: &[Side::Server], leniencies: NONE },
    Peer { name: "node-soap", versions: BOTH, sides: SIDES, leniencies: FAULTS },
    Peer { name: "php-soap", versions: BOTH, sides: SIDES, leniencies: REASON.union(Leniencies::FAULT_CODES) },
    Peer { name: "soap-lite", versions: BOTH, sides: SIDES, leniencies: FAULTS.union(Leniencies::STRUCTURAL_ENCODING) },
];
