//! What the calls came to, as a table, as JSON and as JUnit XML.

use super::Case;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;
use std::fmt::Write;

/// Which side the peer is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The peer calls us.
    Client,
    /// We call the peer.
    Server,
}

/// What became of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub enum Outcome {
    /// It went as it should.
    Passed,
    /// The peer cannot do it.
    Skipped {
        /// Why.
        why: &'static str,
    },
    /// The peer does it wrong, as is known.
    Known {
        /// Why.
        why: &'static str,
        /// What the caller says.
        said: String,
        /// What went over the wire.
        bytes: String,
    },
    /// It went wrong, and nobody knew.
    Failed {
        /// What the caller says.
        why: String,
        /// What went over the wire.
        bytes: String,
    },
}

/// One cell of the matrix.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// The peer.
    pub peer: &'static str,
    /// Its side.
    pub side: Side,
    /// The version of SOAP.
    pub version: &'static str,
    /// The case.
    pub case: &'static str,
    /// What became of it.
    #[serde(flatten)]
    pub outcome: Outcome,
}

/// All cells, and the peers that are not there.
#[derive(Default, Serialize)]
pub struct Matrix {
    /// The cells, peer by peer.
    pub cells: Vec<Cell>,
    /// Peers, or sides of them, that are not installed, and why.
    pub missing: Vec<String>,
}

impl Matrix {
    /// How many passed, failed and were skipped.
    pub fn counts(&self) -> (usize, usize, usize) {
        let of = |wanted: fn(&Outcome) -> bool| self.cells.iter().filter(|cell| wanted(&cell.outcome)).count();
        let passed = of(|o| matches!(o, Outcome::Passed));
        let failed = of(|o| matches!(o, Outcome::Failed { .. }));
        (passed, failed, self.cells.len() - passed - failed)
    }

    /// The cells of each peer, side and version.
    pub fn rows(&self) -> impl Iterator<Item = &[Cell]> {
        self.cells.chunk_by(|a, b| (a.peer, a.side, a.version) == (b.peer, b.side, b.version))
    }

    /// The table, then what failed, and what could not be called.
    pub fn prose(&self) -> String {
        let mut out = format!("{:26}", "");
        for case in Case::ALL {
            let _ = write!(out, " {}", case.name());
        }
        out.push('\n');
        for cells in self.rows() {
            let [first, ..] = cells else { continue };
            let side = first.side.phrase();
            let _ = write!(out, "{:11}{side:10} {:4}", first.peer, first.version);
            for case in Case::ALL {
                let cell = cells.iter().find(|cell| cell.case == case.name());
                let _ = write!(out, " {:1$}", cell.map_or("", |cell| cell.outcome.mark()), case.name().len());
            }
            out.push('\n');
        }
        out.push_str("\n+ passed   . the peer has no such thing   o the peer gets it wrong   X failed\n");
        self.reasons(&mut out);
        out
    }

    /// The reasons of what did not pass, each once.
    fn reasons(&self, out: &mut String) {
        let mut told: Vec<String> = Vec::new();
        for cell in &self.cells {
            let Cell { peer, case, version, .. } = cell;
            let line = match &cell.outcome {
                Outcome::Passed => continue,
                Outcome::Skipped { why } => format!(". {peer} {case}: {why}"),
                Outcome::Known { why, said, .. } => {
                    let said = said.lines().next().unwrap_or_default();
                    format!("o {peer} {} {version} {case}: {why}; the caller says: {said}", cell.side.name())
                }
                Outcome::Failed { why, bytes } => {
                    format!("X {peer} {} {version} {case}: {why}\n{bytes}", cell.side.name())
                }
            };
            if !told.contains(&line) {
                let _ = writeln!(out, "{line}");
                told.push(line);
            }
        }
        for why in &self.missing {
            let _ = writeln!(out, "skipped: {why}");
        }
    }

    /// The cells as a JUnit report.
    pub fn junit(&self) -> Report {
        let mut report = Report::new("soapstone interop");
        let mut suite = TestSuite::new("live peers");
        for cell in &self.cells {
            let status = match &cell.outcome {
                Outcome::Passed => TestCaseStatus::success(),
                Outcome::Skipped { why } | Outcome::Known { why, .. } => skipped(why),
                Outcome::Failed { why, bytes } => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status.set_message(why.as_str()).set_description(bytes.as_str());
                    status
                }
            };
            let mut test = TestCase::new(format!("{} {}", cell.version, cell.case), status);
            test.set_classname(format!("{}.{}", cell.peer, cell.side.name()));
            suite.add_test_case(test);
        }
        report.add_test_suite(suite);
        report
    }
}

fn skipped(why: &str) -> TestCaseStatus {
    let mut status = TestCaseStatus::skipped();
    status.set_message(why);
    status
}

impl Side {
    /// What the peer does.
    pub fn phrase(self) -> &'static str {
        match self {
            Side::Client => "calls us",
            Side::Server => "serves us",
        }
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Side::Client => "client",
            Side::Server => "server",
        }
    }
}

impl Outcome {
    /// Its mark in the table.
    pub fn mark(&self) -> &'static str {
        match self {
            Outcome::Passed => "+",
            Outcome::Skipped { .. } => ".",
            Outcome::Known { .. } => "o",
            Outcome::Failed { .. } => "X",
        }
    }
}
