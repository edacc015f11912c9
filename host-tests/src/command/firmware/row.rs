//! A program on a board: how it is built, how it is run, and what it must say.

use anyhow::{Context, Result};
use serde::Serialize;
use soapstone_host_tests::qemu::{self, Board, Ended, Start};
use std::path::Path;
use std::time::Duration;

/// One program on one board.
pub(super) struct Row {
    /// The program: for Rust the binary, for C the name the script of the example knows it by.
    pub(super) program: &'static str,
    /// What it is written in.
    pub(super) language: Language,
    /// The name of the board.
    pub(super) board: &'static str,
    /// For Rust, features beside that of the board.
    pub(super) features: &'static [&'static str],
    /// Runs it.
    pub(super) run: fn(&Job<'_>) -> Result<Told>,
}

/// What a program is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(super) enum Language {
    #[allow(dead_code)]
    C,
    Rust,
}

/// A built program, about to run.
pub(super) struct Job<'a> {
    pub(super) board: &'static Board,
    pub(super) image: &'a Path,
    /// Whether everything there is to read is wanted, not a sample.
    pub(super) all: bool,
}

/// What a run told.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    /// Checks that passed.
    pub(super) passed: u32,
    /// Checks that failed.
    pub(super) failed: u32,
    /// The most bytes of stack in use.
    pub(super) stack: Option<u64>,
    /// What failed, a line each.
    pub(super) failures: Vec<String>,
    /// What else there is to tell, in a few words.
    pub(super) note: String,
}

/// Every row; those of one board and language stand together, for they are built together.
pub(super) fn all() -> Vec<&'static Row> {
    let tables = [super::rust::ROWS, super::corpus::ROWS, super::network::ROWS, super::c::ROWS];
    let mut rows: Vec<&Row> = tables.into_iter().flatten().collect();
    rows.sort_by_key(|row| (qemu::BOARDS.iter().position(|board| board.name == row.board), row.language as u8));
    rows
}

/// Seconds a program may take that only computes.
const LIMIT: Duration = Duration::from_secs(60);

/// Runs a program that checks itself, and takes what it counts.
pub(super) fn checks_itself(job: &Job<'_>) -> Result<Told> {
    Told::of(&qemu::run(&Start::new(job.board, job.image, LIMIT))?)
}

impl Told {
    /// Counts a check, and what failed.
    pub(super) fn check(&mut self, right: bool, why: impl FnOnce() -> String) {
        if right {
            self.passed += 1;
        } else {
            self.failed += 1;
            self.failures.push(format!("FAIL {}", why()));
        }
    }

    /// What a program has told that has ended: a line `FAIL ...` for each check that failed, `stack N of M bytes`, and
    /// last `N passed, N failed`. Its status is 0 when none failed.
    pub(super) fn of(ended: &Ended) -> Result<Told> {
        let lines = || ended.said.lines().map(str::trim_end);
        let counts = lines().rev().find_map(|line| {
            let (passed, failed) = line.strip_suffix(" failed")?.split_once(" passed, ")?;
            Some((passed.parse().ok()?, failed.parse().ok()?))
        });
        let (passed, failed) = counts.with_context(|| format!("no count of its checks; it said:\n{}", ended.said))?;
        let stack = lines().rev().find_map(|line| line.strip_prefix("stack ")?.split(' ').next()?.parse().ok());
        let mut failures: Vec<String> = lines().filter(|line| line.starts_with("FAIL ")).map(str::to_owned).collect();
        let mut told = Told { passed, failed, stack, failures: Vec::new(), note: String::new() };
        if (ended.status == Some(0)) != (failed == 0) {
            failures.push(format!("it ended with status {:?}", ended.status));
            told.failed = failed.max(1);
        }
        told.failures = failures;
        Ok(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(said: &str, status: Option<i32>) -> Result<Told> {
        Told::of(&Ended { said: said.to_owned(), status })
    }

    #[test]
    fn what_a_program_counts() {
        let well = told("x\nok   a\nstack 12 of 99 bytes\n1 passed, 0 failed\n", Some(0)).unwrap();
        assert_eq!((well.passed, well.failed, well.stack, well.failures.len()), (1, 0, Some(12), 0));
        let badly = told("ok   a\r\nFAIL b: no\r\n1 passed, 1 failed\r\n", Some(1)).unwrap();
        assert_eq!((badly.passed, badly.failed, badly.stack, badly.failures), (1, 1, None, vec!["FAIL b: no".into()]));
    }

    #[test]
    fn what_contradicts_its_status() {
        for (said, status) in
            [("1 passed, 0 failed", Some(1)), ("1 passed, 1 failed", Some(0)), ("1 passed, 0 failed", None)]
        {
            let told = told(said, status).unwrap();
            assert!(told.failed > 0 && told.failures.iter().any(|why| why.contains("status")), "{said} {status:?}");
        }
        assert!(told("hard fault at 0x00000000", Some(1)).is_err());
    }
}
