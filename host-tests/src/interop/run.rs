//! A peer, case by case.

use super::calls;
use super::case::Case;
use super::known::{Kind, known};
use super::listen::Listening;
use super::matrix::{Cell, Matrix, Outcome, Side};
use super::peer::{PEERS, Peer};
use super::process;
use super::service::Seen;
use super::transcript::Transcript;
use anyhow::{Result, anyhow};
use serde::Deserialize;
use soapstone::soap::{Leniencies, Version};
use std::time::Duration;

/// What a client prints about a case.
#[derive(Deserialize)]
struct Line {
    #[serde(default)]
    ok: bool,
    #[serde(default)]
    why: String,
    #[serde(default)]
    skip: Option<String>,
}

impl Matrix {
    /// The cells as they must be: what is not listed passes.
    pub fn expected() -> Matrix {
        let mut matrix = Matrix::default();
        for peer in PEERS {
            for &side in peer.sides {
                for &version in peer.versions {
                    for case in Case::ALL {
                        let outcome = match known(peer.name, side, version, case) {
                            None => Outcome::Passed,
                            Some((Kind::Absent, why)) => Outcome::Skipped { why },
                            Some((Kind::Wrong, why)) => {
                                Outcome::Known { why, said: String::new(), bytes: String::new() }
                            }
                        };
                        matrix.cells.push(Cell { peer: peer.name, side, version, case: case.name(), outcome });
                    }
                }
            }
        }
        matrix
    }

    /// Adds the cells of a peer, in both directions. `told` hears of each. A peer that cannot be built or started is a
    /// failed cell of its own, and no reason to stop.
    pub fn add(&mut self, peer: &Peer, told: &mut dyn FnMut(&Cell)) {
        if let Err(error) = self.add_sides(peer, told) {
            let outcome = Outcome::Failed { why: format!("{error:#}"), bytes: String::new() };
            let (side, version) = (peer.sides[0], peer.versions[0]);
            self.put(Cell { peer: peer.name, side, version, case: "start", outcome }, told);
        }
    }

    fn add_sides(&mut self, peer: &Peer, told: &mut dyn FnMut(&Cell)) -> Result<()> {
        if let Some(why) = process::build(peer.name)? {
            self.missing.push(why);
            return Ok(());
        }
        if peer.sides.contains(&Side::Client) {
            for &version in peer.versions {
                self.add_client(peer, version, told)?;
            }
        }
        if peer.sides.contains(&Side::Server) {
            self.add_server(peer, told)?;
        }
        Ok(())
    }

    /// Their client calls our server.
    fn add_client(&mut self, peer: &Peer, version: &'static str, told: &mut dyn FnMut(&Cell)) -> Result<()> {
        let server = Listening::start()?;
        let cell =
            |case: Case, outcome| Cell { peer: peer.name, side: Side::Client, version, case: case.name(), outcome };
        let endpoint = format!("http://127.0.0.1:{}/echo", server.port);
        for case in Case::ALL {
            let row = known(peer.name, Side::Client, version, case);
            let mut called = None;
            if row.is_none_or(|(kind, _)| kind != Kind::Absent) {
                // A process for each case, so that what our server saw is of that case.
                let mut client = process::client(peer.name, &endpoint, version, case.name())?;
                let line = client.line(Duration::from_secs(60)).unwrap_or_default();
                let result = match serde_json::from_str::<Line>(&line) {
                    Ok(line) => {
                        let due = line.ok && case == Case::OneWay;
                        judge(case, line, &server.seen(due))
                    }
                    Err(_) if client.is_missing() => {
                        self.missing.push(if line.is_empty() { format!("{}: no client", peer.name) } else { line });
                        return Ok(());
                    }
                    Err(_) => Err(format!("no line about the case: {line:?}\n{}", client.complaints())),
                };
                called = Some((result, server.transcript.take()));
            }
            self.put(cell(case, settle(row, called)), told);
        }
        Ok(())
    }

    /// Our client calls their server.
    fn add_server(&mut self, peer: &Peer, told: &mut dyn FnMut(&Cell)) -> Result<()> {
        let (server, port) = match process::server(peer.name)? {
            Ok(running) => running,
            Err(why) => {
                self.missing.push(why);
                return Ok(());
            }
        };
        let endpoint = format!("http://127.0.0.1:{port}/echo");
        for &name in peer.versions {
            let version = if name == "1.1" { Version::Soap11 } else { Version::Soap12 };
            for case in Case::ALL {
                let row = known(peer.name, Side::Server, name, case);
                let called = row.is_none_or(|(kind, _)| kind != Kind::Absent).then(|| {
                    let transcript = Transcript::default();
                    let result = calls::run(&endpoint, version, peer.leniencies, case, &transcript).map(|()| None);
                    let result = result.map_err(|why| format!("{why}\n{}", server.complaints()).trim().to_owned());
                    (result, transcript.take())
                });
                let outcome = settle(row, called);
                self.put(Cell { peer: peer.name, side: Side::Server, version: name, case: case.name(), outcome }, told);
            }
        }
        Ok(())
    }

    fn put(&mut self, cell: Cell, told: &mut dyn FnMut(&Cell)) {
        told(&cell);
        self.cells.push(cell);
    }
}

/// Our client calls our server, without a peer.
///
/// # Errors
/// What was wrong, and the bytes.
pub fn exchange_with_ourselves(version: Version, case: Case) -> Result<()> {
    let server = Listening::start()?;
    let endpoint = format!("http://127.0.0.1:{}/echo", server.port);
    let transcript = Transcript::default();
    let called = calls::run(&endpoint, version, Leniencies::NONE, case, &transcript);
    let line = Line { ok: called.is_ok(), why: called.err().unwrap_or_default(), skip: None };
    judge(case, line, &server.seen(false)).map_err(|why| anyhow!("{why}\n{}", transcript.take()))?;
    Ok(())
}

/// Holds what a client says against what our server saw. `Some` in the right one: it was skipped.
fn judge(case: Case, line: Line, seen: &[Seen]) -> Result<Option<String>, String> {
    if let Some(why) = line.skip {
        return Ok(Some(why));
    }
    if !line.ok {
        return Err(line.why);
    }
    let all = |wanted: fn(&Seen) -> bool| !seen.is_empty() && seen.iter().all(wanted);
    let right = match case {
        Case::Chunked => all(|call| call.chunked),
        Case::Addressing => all(|call| call.addressed),
        Case::UsernameText | Case::UsernameDigest => seen.iter().any(|call| call.authenticated),
        Case::KeepAlive => seen.len() == 10 && seen.iter().all(|call| call.connection == seen[0].connection),
        Case::OneWay => all(|call| call.operation == "oneWay"),
        Case::NotUnderstood => seen.is_empty(),
        _ => !seen.is_empty(),
    };
    match right {
        true => Ok(None),
        false => Err(format!("the client is content, but we saw {seen:?}")),
    }
}

/// What a cell is, given what is known of it and what came of the call.
fn settle(known: Option<(Kind, &'static str)>, called: Option<(Result<Option<String>, String>, String)>) -> Outcome {
    match (known, called) {
        (Some((Kind::Absent, why)), _) => Outcome::Skipped { why },
        (_, Some((Ok(Some(why)), bytes))) => Outcome::Failed { why: format!("skipped, and not listed: {why}"), bytes },
        (Some((Kind::Wrong, why)), Some((Ok(None), bytes))) => {
            Outcome::Failed { why: format!("it passes, so it must not be listed: {why}"), bytes }
        }
        (Some((Kind::Wrong, why)), Some((Err(said), bytes))) => Outcome::Known { why, said, bytes },
        (None, Some((Ok(None), _))) => Outcome::Passed,
        (None, Some((Err(why), bytes))) => Outcome::Failed { why, bytes },
        (_, None) => Outcome::Failed { why: "it was not called".to_owned(), bytes: String::new() },
    }
}
