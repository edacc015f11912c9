//! What became of the programs, as a table, as JSON and as JUnit XML.

use super::row::{Language, Row, Told};
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;
use soapstone_host_tests::qemu::Board;
use std::fmt::Write;

/// What became of a program.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "outcome", rename_all = "lowercase")]
pub(super) enum Outcome {
    /// Every check passed.
    Passed {
        /// How many checks.
        passed: u32,
        /// The most bytes of stack in use.
        #[serde(skip_serializing_if = "Option::is_none")]
        stack: Option<u64>,
        /// What else there is to tell.
        note: String,
    },
    /// Something this machine does not have.
    Skipped {
        /// What, and how to get it.
        why: String,
    },
    /// A check failed, or the program did not come to its end.
    Failed {
        /// How many checks passed.
        passed: u32,
        /// How many failed.
        failed: u32,
        /// What went wrong.
        why: String,
    },
}

impl From<Told> for Outcome {
    fn from(told: Told) -> Outcome {
        let Told { passed, failed, stack, failures, note } = told;
        match failed {
            0 => Outcome::Passed { passed, stack, note },
            _ => Outcome::Failed { passed, failed, why: failures.join("\n") },
        }
    }
}

/// One line of the table.
#[derive(Clone, Debug, Serialize)]
struct Line {
    #[serde(skip)]
    index: usize,
    program: &'static str,
    language: Language,
    board: &'static str,
    #[serde(flatten)]
    outcome: Outcome,
}

/// What became of all programs.
#[derive(Debug, Default, Serialize)]
pub(super) struct Results {
    programs: Vec<Line>,
}

impl Results {
    /// Adds the outcome of the row that has this place in the table.
    pub(super) fn add(&mut self, index: usize, row: &Row, outcome: Outcome) {
        let Row { program, language, board, .. } = *row;
        let at = self.programs.partition_point(|line| line.index < index);
        self.programs.insert(at, Line { index, program, language, board, outcome });
    }

    /// How many checks passed and failed, and how many programs were skipped.
    pub(super) fn counts(&self) -> (u32, u32, u32) {
        self.programs.iter().fold((0, 0, 0), |(p, f, s), line| match line.outcome {
            Outcome::Passed { passed, .. } => (p + passed, f, s),
            Outcome::Failed { passed, failed, .. } => (p + passed, f + failed, s),
            Outcome::Skipped { .. } => (p, f, s + 1),
        })
    }

    /// The table, then what failed and what is missing.
    pub(super) fn prose(&self) -> String {
        let mut out =
            format!("{:14}{:12}{:18}{:5}{:>7}{:>8}\n", "board", "processor", "program", "", "checks", "stack");
        for Line { program, language, board, outcome, .. } in &self.programs {
            let cpu = Board::named(board).map_or("", |board| board.cpu);
            let _ = write!(out, "{board:14}{cpu:12}{program:18}{:5}", language.name());
            let _ = match outcome {
                Outcome::Passed { passed, stack, note } => {
                    let stack = stack.map(|stack| stack.to_string()).unwrap_or_default();
                    writeln!(out, "{passed:>7}{stack:>8}  {note}")
                }
                Outcome::Skipped { .. } => writeln!(out, "{:>7}", "skipped"),
                Outcome::Failed { failed, .. } => writeln!(out, "{failed:>7} FAILED"),
            };
        }
        out.push('\n');
        self.reasons(&mut out);
        out
    }

    fn reasons(&self, out: &mut String) {
        let mut told = Vec::new();
        for Line { program, language, board, outcome, .. } in &self.programs {
            let line = match outcome {
                Outcome::Passed { .. } => continue,
                Outcome::Skipped { why } => format!("skipped: {why}"),
                Outcome::Failed { why, .. } => format!("{program} in {} on {board}:\n{why}", language.name()),
            };
            if !told.contains(&line) {
                let _ = writeln!(out, "{line}");
                told.push(line);
            }
        }
    }

    /// The programs as a JUnit report.
    pub(super) fn junit(&self) -> Report {
        let mut report = Report::new("soapstone firmware");
        let mut suite = TestSuite::new("boards");
        for line in &self.programs {
            let status = match &line.outcome {
                Outcome::Passed { .. } => TestCaseStatus::success(),
                Outcome::Skipped { why } => {
                    let mut status = TestCaseStatus::skipped();
                    status.set_message(why.as_str());
                    status
                }
                Outcome::Failed { why, .. } => {
                    let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
                    status.set_message(why.as_str());
                    status
                }
            };
            let mut test = TestCase::new(format!("{} in {}", line.program, line.language.name()), status);
            test.set_classname(line.board);
            suite.add_test_case(test);
        }
        report.add_test_suite(suite);
        report
    }
}

impl Language {
    /// Its name, in small letters: also the folder of its programs.
    pub(super) fn name(self) -> &'static str {
        match self {
            Language::C => "c",
            Language::Rust => "rust",
        }
    }
}
