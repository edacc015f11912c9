//! The exchange with live peers, as far as it needs none: our client and our server over sockets.
//!
//! `soapstone-harness interop` has the peers.

use soapstone::soap::Version;
use soapstone_host_tests::interop::{Case, PEERS, ROWS, exchange_with_ourselves};

#[test]
fn every_case_with_ourselves() {
    for version in [Version::Soap11, Version::Soap12] {
        for case in Case::ALL {
            if let Err(error) = exchange_with_ourselves(version, case) {
                panic!("{} {}: {error:#}", version.name(), case.name());
            }
        }
    }
}

#[test]
fn known_cells_are_of_peers() {
    for row in ROWS {
        let peer = PEERS.iter().find(|peer| peer.name == row.0).unwrap_or_else(|| panic!("there is no peer {}", row.0));
        assert!(peer.sides.contains(&row.1), "{} has no such side", row.0);
        assert!(row.2 == "*" || peer.versions.contains(&row.2), "{} does not speak {}", row.0, row.2);
        assert!(!row.5.is_empty());
    }
}
