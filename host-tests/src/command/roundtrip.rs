//! `roundtrip`: read, write, read again, compare.

use super::source::{Refusal, document};
use anyhow::Result;
use clap::Args;
use serde_json::json;
use soapstone_host_tests::event::Event;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::rewrite::{Rewriter, normalised};
use std::io::Write;
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Roundtrip {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
    /// Write what the writer made of it to this file.
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The document; `-` is standard input.
    file: PathBuf,
}

/// What came of it.
enum Comparison {
    Same { events: usize, bytes_in: usize, bytes_out: usize },
    Different { at: usize, read: Option<Event>, again: Option<Event> },
    Refused { what: &'static str, refusal: Refusal },
}

impl Roundtrip {
    pub(crate) fn run(self) -> Result<bool> {
        let document = document(&self.file)?;
        let (outcome, written) = compare(&document);
        if let (Some(path), Some(written)) = (&self.output, &written) {
            std::fs::write(path, written)?;
        }
        let line = match self.json {
            true => outcome.json().to_string(),
            false => outcome.prose(),
        };
        writeln!(std::io::stdout(), "{line}")?;
        Ok(matches!(outcome, Comparison::Same { .. }))
    }
}

fn compare(document: &[u8]) -> (Comparison, Option<Vec<u8>>) {
    let (events, outcome) = feed::events(document, Chunks::Whole, &GENEROUS);
    if let Some(error) = outcome.error {
        return (Comparison::Refused { what: "the document", refusal: Refusal::new(document, &error) }, None);
    }
    let (mut buffer, mut workspace) = (vec![0; GENEROUS.workspace], vec![0; GENEROUS.workspace]);
    let mut rewriter = Rewriter::new(&mut buffer, &mut workspace, GENEROUS.limits);
    feed::read(document, Chunks::Whole, &GENEROUS, &mut rewriter);
    let written = match rewriter.finish() {
        Ok(written) => written,
        Err(error) => return (Comparison::Refused { what: "the writing", refusal: Refusal::new(&[], &error) }, None),
    };
    let (again, outcome) = feed::events(&written, Chunks::Whole, &GENEROUS);
    if let Some(error) = outcome.error {
        let refusal = Refusal::new(&written, &error);
        return (Comparison::Refused { what: "the document written", refusal }, Some(written));
    }
    let (events, again) = (normalised(events), normalised(again));
    let differs = (0..events.len().max(again.len())).find(|&at| events.get(at) != again.get(at));
    let result = match differs {
        None => Comparison::Same { events: events.len(), bytes_in: document.len(), bytes_out: written.len() },
        Some(at) => Comparison::Different { at, read: events.get(at).cloned(), again: again.get(at).cloned() },
    };
    (result, Some(written))
}

impl Comparison {
    fn json(&self) -> serde_json::Value {
        match self {
            Comparison::Same { events, bytes_in, bytes_out } => {
                json!({"same": true, "events": events, "bytes_in": bytes_in, "bytes_out": bytes_out})
            }
            Comparison::Different { at, read, again } => json!({"same": false, "at": at, "read": read, "again": again}),
            Comparison::Refused { what, refusal } => json!({"same": false, "refused": what, "error": refusal}),
        }
    }

    fn prose(&self) -> String {
        match self {
            Comparison::Same { events, bytes_in, bytes_out } => {
                format!("same: {events} events, {bytes_in} bytes read, {bytes_out} written")
            }
            Comparison::Different { at, read, again } => {
                format!("different at event {at}:\n  read    {read:?}\n  written {again:?}")
            }
            Comparison::Refused { what, refusal } => format!(
                "{what} is refused: {} at byte {}, line {}, column {}",
                refusal.message, refusal.offset, refusal.line, refusal.column
            ),
        }
    }
}
