//! The exchange with live peers, as far as it needs none: our client and our server over sockets, and messages that were
//! recorded.
//!
//! `soapstone-harness interop` has the peers.

use soapstone::soap::{Leniencies, Version};
use soapstone_host_tests::interop::{Case, PEERS, ROWS, answer_recorded, exchange_with_ourselves, take_recorded};
use std::path::Path;

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

/// A recorded exchange between other stacks, the status with which we answer its request, and what our client finds in its
/// response. The tokens show what peers make of them: gSOAP's is by the book, KDSoap's nonce has no EncodingType, and its
/// children stand in an order of their own.
struct Exchange(&'static str, &'static str, &'static str);

const TEXT: &str = r#"Text("  <&>\"' ]]> &amp; ä€𝄞 e\u{301}\t\nend  ")"#;

const EXCHANGES: &[Exchange] = &[
    Exchange("gsoap-1.1-username-digest", "200 OK", TEXT),
    Exchange("kdsoap-gsoap-1.1-username-digest", "200 OK", TEXT),
    Exchange("suds-spyne-1.1-understood", "200 OK", r#"trace: Some("trace-7")"#),
    Exchange("zeep-spyne-1.1-struct", "200 OK", r#"names: ["one", "two & <three>", ""]"#),
];

impl Exchange {
    fn recorded(&self, which: &str) -> Vec<u8> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("vectors/exchanges");
        std::fs::read(folder.join(format!("{}.{which}", self.0))).unwrap_or_else(|e| panic!("{}: {e}", self.0))
    }

    /// What our client makes of the response.
    fn take(&self, pieces: &[&[u8]]) -> Result<String, String> {
        take_recorded(pieces, Version::Soap11, Leniencies::NONE)
    }
}

fn first_line(answer: &[u8]) -> String {
    String::from_utf8_lossy(answer).lines().next().unwrap_or_default().to_owned()
}

/// A message whole, in two pieces cut at every byte, and byte by byte: the same.
fn cut<T: PartialEq + std::fmt::Debug>(name: &str, message: &[u8], take: impl Fn(&[&[u8]]) -> T) -> T {
    let whole = take(&[message]);
    for at in 0..=message.len() {
        let (first, rest) = message.split_at(at);
        assert_eq!(take(&[first, rest]), whole, "{name} cut at {at}");
    }
    let bytes: Vec<&[u8]> = message.chunks(1).collect();
    assert_eq!(take(&bytes), whole, "{name} byte by byte");
    whole
}

#[test]
fn recorded_requests() {
    for exchange in EXCHANGES {
        let Exchange(name, status, _) = exchange;
        let request = exchange.recorded("request");
        let answer = cut(name, &request, answer_recorded);
        assert_eq!(first_line(&answer), format!("HTTP/1.1 {status}"), "{name}");
        for end in 0..request.len() {
            // A request that ends before its end is never served: it is refused, or nobody is there to be answered.
            let line = first_line(&answer_recorded(&[&request[..end]]));
            assert!(line.is_empty() || line.starts_with("HTTP/1.1 400 "), "{name} ends at {end}: {line}");
            assert_eq!(line.is_empty(), end == 0, "{name} ends at {end}: {line}");
        }
    }
}

#[test]
fn recorded_responses() {
    for exchange in EXCHANGES {
        let Exchange(name, _, found) = exchange;
        let response = exchange.recorded("response");
        let whole = cut(name, &response, |pieces| exchange.take(pieces));
        assert!(whole.as_ref().is_ok_and(|whole| whole.contains(found)), "{name}: {whole:?}");
        for end in 0..response.len() {
            let short = exchange.take(&[&response[..end]]);
            assert!(short.is_err(), "{name} ends at {end}: {short:?}");
        }
    }
}
