//! `events`: the events of a document as JSON Lines.

use super::source::{Refusal, document};
use anyhow::Result;
use clap::Args;
use serde::Serialize;
use soapstone_host_tests::event::Event;
use soapstone_host_tests::feed::{Chunks, Collect, GENEROUS, Settings, read};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

#[derive(Args)]
pub(crate) struct Events {
    /// Bytes to feed at a time; the whole document when not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    chunk: Option<u64>,
    /// Bytes of workspace.
    #[arg(long, value_name = "N", default_value_t = GENEROUS.workspace)]
    workspace: usize,
    /// Print text as it comes, piece by piece.
    #[arg(long)]
    pieces: bool,
    /// The document; `-` is standard input.
    file: PathBuf,
}

/// What ends the listing.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "lowercase")]
enum Close {
    Done { bytes: u64 },
    Error(Refusal),
}

impl Events {
    pub(crate) fn run(self) -> Result<bool> {
        let document = document(&self.file)?;
        let settings = Settings { workspace: self.workspace, ..GENEROUS };
        let chunks = self.chunk.map_or(Chunks::Whole, |n| Chunks::Every(usize::try_from(n).unwrap_or(usize::MAX)));
        let out = BufWriter::new(io::stdout().lock());
        let mut printer = Printer { out, text: String::new(), pieces: self.pieces, failure: None };
        let outcome = read(&document, chunks, &settings, &mut printer);
        printer.flush();
        let close = match &outcome.error {
            Some(error) => Close::Error(Refusal::new(&document, error)),
            None => Close::Done { bytes: outcome.bytes },
        };
        printer.line(&close);
        if let Some(failure) = printer.failure {
            return Err(failure.into());
        }
        printer.out.flush()?;
        Ok(outcome.error.is_none())
    }
}

/// Prints events as they come; text waits for its last piece unless pieces are asked for.
struct Printer<W: Write> {
    out: W,
    text: String,
    pieces: bool,
    failure: Option<io::Error>,
}

impl<W: Write> Printer<W> {
    fn line(&mut self, event: &impl Serialize) {
        let written = serde_json::to_writer(&mut self.out, event).map_err(io::Error::from);
        if let Err(e) = written.and_then(|()| self.out.write_all(b"\n")) {
            self.failure.get_or_insert(e);
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.line(&Event::Text { text });
        }
    }
}

impl<W: Write> Collect for Printer<W> {
    fn start(&mut self, start: &soapstone::xml::Start<'_>) {
        self.flush();
        self.line(&Event::from(start));
    }

    fn text(&mut self, text: soapstone::xml::Str<'_>) {
        self.text.push_str(text.as_str());
        if self.pieces {
            self.flush();
        }
    }

    fn end(&mut self, end: &soapstone::xml::End<'_>) {
        self.flush();
        self.line(&Event::from(end));
    }
}
