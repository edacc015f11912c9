//! `firmware`: the example firmware on emulated boards.

mod build;
mod c;
mod corpus;
mod network;
mod results;
mod row;
mod rust;

use super::progress::bar;
use anyhow::{Context, Result, bail};
use clap::Args;
use results::{Outcome, Results};
use row::{Job, Row};
use soapstone_host_tests::measure::tools::Missing;
use soapstone_host_tests::parallel;
use soapstone_host_tests::qemu::Board;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Mutex;

#[derive(Args)]
pub(crate) struct Firmware {
    /// Only this board; may be given several times.
    #[arg(long, value_name = "NAME")]
    board: Vec<String>,
    /// Only this program; may be given several times.
    #[arg(long, value_name = "NAME")]
    program: Vec<String>,
    /// Give the boards everything there is to read, not a sample.
    #[arg(long)]
    all: bool,
    /// Fail where an emulator or a compiler is missing; otherwise the board is skipped, and the exit code is 3.
    #[arg(long)]
    require_boards: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write the results as JUnit XML as well.
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,
}

/// The exit code that says: an emulator or a compiler is missing.
const MISSING: u8 = 3;

impl Firmware {
    pub(crate) fn run(self) -> Result<bool> {
        let rows = self.rows()?;
        let results = self.results(&rows);
        if let Some(path) = &self.junit {
            let file = std::fs::File::create(path).with_context(|| path.display().to_string())?;
            results.junit().serialize(file)?;
        }
        let (passed, failed, skipped) = results.counts();
        let mut out = std::io::stdout().lock();
        match self.json {
            true => writeln!(out, "{}", serde_json::to_string(&results)?)?,
            false => {
                write!(out, "{}", results.prose())?;
                writeln!(out, "{passed} passed, {failed} failed, {skipped} skipped")?;
            }
        }
        out.flush()?;
        if failed == 0 && skipped != 0 && !self.require_boards {
            std::process::exit(MISSING.into());
        }
        Ok(failed == 0 && skipped == 0)
    }

    /// The rows that were asked for.
    fn rows(&self) -> Result<Vec<&'static Row>> {
        for name in &self.board {
            Board::named(name)?;
        }
        let mut rows = row::all();
        if let Some(name) = self.program.iter().find(|name| !rows.iter().any(|row| row.program == **name)) {
            let mut names: Vec<&str> = rows.iter().map(|row| row.program).collect();
            names.sort_unstable();
            names.dedup();
            bail!("there is no program {name}; there are {}", names.join(", "));
        }
        let asked = |names: &[String], name: &str| names.is_empty() || names.iter().any(|asked| asked == name);
        rows.retain(|row| asked(&self.board, row.board) && asked(&self.program, row.program));
        if rows.is_empty() {
            bail!("none of these programs is for these boards");
        }
        Ok(rows)
    }

    /// Builds the programs of each board and runs them, as many boards at a time as there are cores.
    fn results(&self, rows: &[&'static Row]) -> Results {
        let progress = bar(2 * rows.len());
        let results = Mutex::new(Results::default());
        let numbered: Vec<(usize, &Row)> = rows.iter().copied().enumerate().collect();
        let boards = numbered.chunk_by(|(_, a), (_, b)| (a.language, a.board) == (b.language, b.board));
        parallel::each(boards.collect::<Vec<_>>(), |numbered| {
            let rows: Vec<&Row> = numbered.iter().map(|(_, row)| *row).collect();
            progress.set_message(format!("building for {}", rows.first().map_or("", |row| row.board)));
            let images = build::images(&rows);
            progress.inc(rows.len() as u64);
            for (at, (index, row)) in numbered.iter().enumerate() {
                progress.set_message(format!("{} on {}", row.program, row.board));
                let outcome = match &images {
                    Ok(images) => self.outcome(row, images.get(at).cloned().unwrap_or_default()),
                    Err(error) => not_run(error),
                };
                if let Ok(mut results) = results.lock() {
                    results.add(*index, row, outcome);
                }
                progress.inc(1);
            }
        });
        progress.finish_and_clear();
        results.into_inner().unwrap_or_default()
    }

    fn outcome(&self, row: &Row, image: PathBuf) -> Outcome {
        let run = Board::named(row.board).and_then(|board| (row.run)(&Job { board, image: &image, all: self.all }));
        run.map_or_else(|error| not_run(&error), Outcome::from)
    }
}

/// What became of a program that did not come to its end.
fn not_run(error: &anyhow::Error) -> Outcome {
    match error.downcast_ref::<Missing>() {
        Some(missing) => Outcome::Skipped { why: missing.to_string() },
        None => Outcome::Failed { passed: 0, failed: 1, why: format!("{error:#}") },
    }
}
