//! Requests to a server, each whole, in pieces of every size, through small windows and buffers, and followed by
//! another on the same connection: always the same responses.

mod depot;
mod edges;
mod twin;
mod vectors;
mod wire;

use depot::{Served, Setting, envelope, request, serve};
use soapstone::soap::Version;
use vectors::{Vector, vectors};
use wire::Script;

const PIECES: [usize; 5] = [1, 2, 3, 7, usize::MAX];
const WINDOWS: [usize; 3] = [1, 5, 512];
const OUTPUTS: [usize; 4] = [420, 512, 700, 8192];

/// What must answer a second request, wherever the connection is kept.
fn next_request() -> String {
    request("Content-Type: text/xml\r\n", &envelope(Version::Soap11, "", "<d:Echo>again</d:Echo>"))
}

fn served(vector: &Vector, setting: Setting, piece: usize) -> Served {
    let mut input = vector.request.clone();
    input.extend_from_slice(next_request().as_bytes());
    let mut served = serve(&setting, &mut Script::new(input, piece));
    served.responses.retain(|response| response.status != 100);
    served
}

#[test]
fn every_request_is_answered_as_it_must_be() {
    let wrong: Vec<_> = vectors().iter().filter_map(|vector| Some((vector.id, wrong_with(vector)?))).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What is not as it must be.
fn wrong_with(vector: &Vector) -> Option<String> {
    let served = served(vector, vector.setting, usize::MAX);
    let Some(first) = served.responses.first() else { return Some(format!("no response: {served:?}")) };
    let head = first.fields.iter().map(|(name, value)| format!("{name}: {value}\n")).collect::<String>();
    let missing = vector.has.iter().find(|part| !first.body.contains(**part) && !head.contains(**part));
    let closes = first.field("Connection") == Some("close");
    let second = served.responses.get(1).map(|second| second.status == 200 && second.body.contains("again"));
    let calls = served.log.iter().filter(|line| line.starts_with("call")).count();
    let right = served.result == Ok(())
        && (first.status, first.complete, closes) == (vector.status, true, !vector.kept)
        && missing.is_none()
        && second == vector.kept.then_some(true)
        && calls == usize::from(vector.calls) + usize::from(vector.kept);
    (!right).then(|| format!("{} {missing:?} {served:?}", vector.status))
}

#[test]
fn the_pieces_it_comes_in_change_nothing() {
    for vector in vectors() {
        let whole = served(&vector, vector.setting, usize::MAX);
        for piece in PIECES {
            for input in WINDOWS {
                let setting = Setting { input, ..vector.setting };
                assert_eq!(served(&vector, setting, piece), whole, "{}: {piece} at once, window {input}", vector.id);
            }
        }
    }
}

#[test]
fn every_split_gives_the_same() {
    for vector in vectors() {
        let setting = Setting { input: 8192, ..vector.setting };
        let whole = served(&vector, setting, usize::MAX);
        for split in 1..vector.request.len() {
            assert_eq!(served(&vector, setting, split), whole, "{}: split at {split}", vector.id);
        }
    }
}

#[test]
fn small_buffers_send_the_same_in_more_pieces() {
    for vector in vectors() {
        let whole = served(&vector, vector.setting, usize::MAX);
        for output in OUTPUTS {
            let small = served(&vector, Setting { output, ..vector.setting }, usize::MAX);
            assert_eq!(small.log, whole.log, "{}", vector.id);
            for (one, other) in small.responses.iter().zip(&whole.responses) {
                assert_eq!((one.status, &one.body), (other.status, &other.body), "{}: {output}", vector.id);
                assert!(one.complete);
            }
            assert_eq!(small.responses.len(), whole.responses.len(), "{}: {output}", vector.id);
        }
    }
}

#[test]
fn every_truncation_is_answered_or_dropped() {
    for vector in vectors() {
        for end in 0..vector.request.len() {
            let mut script = Script::new(&vector.request[..end], usize::MAX);
            let served = serve(&vector.setting, &mut script);
            let calls = served.log.iter().filter(|line| line.starts_with("200")).count();
            assert_eq!((served.result, calls), (Ok(()), 0), "{}: {end} {:?}", vector.id, served.responses);
        }
    }
}
