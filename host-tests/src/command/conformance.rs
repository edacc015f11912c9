//! `conformance`: the W3C XML suite.

use super::progress::bar;
use anyhow::{Context, Result};
use clap::Args;
use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};
use serde::Serialize;
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{Chunks, GENEROUS, read};
use soapstone_host_tests::suite::{Case, EXCEPTIONS, Expected, Suite};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Conformance {
    /// The index of the suite; otherwise `xmlconf_index.tsv` beside the suite or above it.
    #[arg(long, value_name = "FILE")]
    index: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write the results as JUnit XML as well.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
    /// The suite, unpacked or as it is published.
    #[arg(value_name = "DIR|ZIP")]
    suite: PathBuf,
}

/// A case that did not go as it should.
#[derive(Serialize)]
struct Failure {
    id: String,
    path: String,
    class: String,
    expected: &'static str,
    error: Option<String>,
}

/// The figures of a run.
#[derive(Default, Serialize)]
struct Summary {
    cases: usize,
    accepted: usize,
    refused: usize,
    excepted: usize,
    failures: Vec<Failure>,
    omitted: Vec<(&'static str, usize)>,
}

impl Conformance {
    pub(crate) fn run(self) -> Result<bool> {
        let suite = Suite::load(&self.suite, self.index.as_deref())?;
        let progress = bar(suite.cases.len());
        let mut summary = Summary { cases: suite.cases.len(), omitted: suite.omitted.clone(), ..Summary::default() };
        let mut junit = TestSuite::new("W3C XML conformance suite 20130923");
        for case in &suite.cases {
            progress.inc(1);
            junit.add_test_case(summary.take(case));
        }
        progress.finish_and_clear();
        if let Some(path) = &self.junit {
            let file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
            let mut report = Report::new("soapstone conformance");
            report.add_test_suite(junit);
            report.serialize(file)?;
        }
        let mut out = std::io::stdout().lock();
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string(&summary)?)?,
            false => write!(out, "{}", summary.prose())?,
        }
        Ok(summary.failures.is_empty())
    }
}

impl Summary {
    /// Runs a case and counts it.
    fn take(&mut self, case: &Case) -> TestCase {
        let outcome = read(&case.document, Chunks::Whole, &GENEROUS, &mut Digest::default());
        let verdict = if outcome.error.is_none() { Expected::Accepted } else { Expected::Refused };
        match verdict {
            Expected::Accepted => self.accepted += 1,
            Expected::Refused => self.refused += 1,
        }
        let excepted = EXCEPTIONS.iter().any(|(id, _)| *id == case.id);
        self.excepted += usize::from(excepted);
        let mut status = TestCaseStatus::success();
        if (verdict == case.expected) == excepted {
            let expected = if case.expected == Expected::Accepted { "accepted" } else { "refused" };
            let error = outcome.error.map(|e| e.to_string());
            status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            status.set_message(format!("expected {expected}: {}", error.as_deref().unwrap_or("accepted")));
            let (id, path, class) = (case.id.clone(), case.path.clone(), case.class.clone());
            self.failures.push(Failure { id, path, class, expected, error });
        }
        let mut test = TestCase::new(case.id.as_str(), status);
        test.set_classname(case.class.as_str());
        test
    }

    /// The figures in words.
    fn prose(&self) -> String {
        let mut lines = format!(
            "{} cases: {} accepted, {} refused; {} named exceptions, {} failures\n",
            self.cases,
            self.accepted,
            self.refused,
            self.excepted,
            self.failures.len()
        );
        for (why, number) in &self.omitted {
            lines += &format!("left out: {number:4} {why}\n");
        }
        for f in &self.failures {
            let error = f.error.as_deref().unwrap_or("accepted");
            lines += &format!("FAILED {} ({}, {}): expected {}: {error}\n", f.id, f.class, f.path, f.expected);
        }
        lines
    }
}
