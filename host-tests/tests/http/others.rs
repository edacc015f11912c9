//! What other readers make of the same bytes. What is read here, they read alike: else a message could be smuggled
//! past one of the two.

use crate::reading::{request, response, told};
use crate::seeds::{REQUESTS, RESPONSES, damage};
use fastrand::Rng;
use serde::Deserialize;
use soapstone::ErrorKind;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

/// httparse takes a bare LF for a line end, and nothing else that is refused here.
#[test]
fn heads_are_read_as_httparse_reads_them() {
    let mut random = Rng::with_seed(7);
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..60_000 {
        let seed = REQUESTS[round % REQUESTS.len()].as_bytes();
        let wire = if round < REQUESTS.len() { seed.to_vec() } else { damage(seed, &mut random) };
        let ours = told(request(&wire, usize::MAX));
        for size in [1, 7] {
            assert_eq!(told(request(&wire, size)), ours, "in pieces of {size}: {:?}", wire.escape_ascii().to_string());
        }
        let mut fields = [httparse::EMPTY_HEADER; 64];
        let mut theirs = httparse::Request::new(&mut fields);
        let end = match theirs.parse(&wire) {
            Ok(httparse::Status::Complete(end)) => Some(end),
            _ => None,
        };
        let bare = |end: usize| {
            wire[..end].iter().enumerate().any(|(at, &b)| b == b'\n' && (at == 0 || wire[at - 1] != b'\r'))
        };
        match ours {
            Ok(ours) => {
                let first = (theirs.method.unwrap().to_string(), theirs.path.unwrap().as_bytes().to_vec());
                let fields = theirs.headers.iter().map(|field| (field.name.to_string(), field.value.to_vec()));
                let theirs: Vec<_> = [first].into_iter().chain(fields).collect();
                assert_eq!(ours, theirs, "{}", wire.escape_ascii());
                accepted += 1;
            }
            Err(error) => {
                assert!(end.is_none_or(bare), "refused with {error:?}: {}", wire.escape_ascii());
                refused += 1;
            }
        }
    }
    assert!(accepted > 5_000 && refused > 5_000, "{accepted} accepted, {refused} refused");
}

#[derive(Debug, Deserialize)]
struct Seen {
    status: Option<u16>,
    body: Option<String>,
    error: Option<String>,
}

/// Python reads bodies with less care: what is read here, it reads as the same status and the same body.
#[test]
fn bodies_are_read_as_python_reads_them() {
    let script = include_str!("../../oracles/http.py");
    let started = Command::new("python3").args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn();
    let Ok(mut python) = started else {
        soapstone_host_tests::corpus::notice("skipped: python3 is not installed");
        return;
    };
    let (mut asked, mut answers) = (python.stdin.take().unwrap(), BufReader::new(python.stdout.take().unwrap()));
    let mut random = Rng::with_seed(11);
    let (mut accepted, mut refused) = (0, 0);
    for round in 0..20_000 {
        let seed = RESPONSES[round % RESPONSES.len()].as_bytes();
        let wire = if round < RESPONSES.len() { seed.to_vec() } else { damage(seed, &mut random) };
        let ours = told(response(&wire, usize::MAX));
        for size in [1, 7] {
            assert_eq!(told(response(&wire, size)), ours, "in pieces of {size}: {:?}", wire.escape_ascii().to_string());
        }
        let Ok(ours) = ours else {
            refused += 1;
            continue;
        };
        asked.write_all(&(wire.len() as u32).to_le_bytes()).unwrap();
        asked.write_all(&wire).unwrap();
        let mut line = String::new();
        answers.read_line(&mut line).unwrap();
        let seen: Seen = serde_json::from_str(&line).unwrap();
        // It skips 1xx, to which another response follows, and takes an empty line before a response amiss.
        if (100..200).contains(&ours.status) || wire.starts_with(b"\r\n") {
            continue;
        }
        assert_eq!((seen.status, &seen.error), (Some(ours.status), &None), "{}", wire.escape_ascii());
        let body: String = ours.body.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(seen.body.as_deref(), Some(body.as_str()), "{}", wire.escape_ascii());
        accepted += 1;
    }
    drop(asked);
    python.wait().unwrap();
    assert!(accepted > 2_000 && refused > 2_000, "{accepted} accepted, {refused} refused");
}

/// Whatever was refused stays refused for a reason of this layer.
#[test]
fn errors_are_of_this_layer() {
    let mut random = Rng::with_seed(13);
    for round in 0..20_000 {
        let wire = damage(RESPONSES[round % RESPONSES.len()].as_bytes(), &mut random);
        if let Err(error) = response(&wire, usize::MAX) {
            let layer = error.kind == ErrorKind::Limit || (-799..=-700).contains(&error.kind.code());
            assert!(layer, "{error:?}: {}", wire.escape_ascii());
            assert!(error.offset <= wire.len() as u64, "{error:?}: {}", wire.escape_ascii());
        }
    }
}
