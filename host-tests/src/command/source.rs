//! The document of a command, and its error as the commands print it.

use anyhow::{Context, Result};
use serde::Serialize;
use soapstone::Error;
use soapstone_host_tests::position::position;
use std::io::Read;
use std::path::Path;

/// The bytes of a file, or of standard input when the name is `-`.
pub(crate) fn document(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).context("standard input")?;
        return Ok(bytes);
    }
    std::fs::read(path).with_context(|| path.display().to_string())
}

/// An error, with its place for a person and for a limit what would have been enough.
#[derive(Serialize)]
pub(crate) struct Refusal {
    pub(crate) code: &'static str,
    pub(crate) offset: u64,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) needed: Option<u64>,
}

impl Refusal {
    pub(crate) fn new(document: &[u8], error: &Error) -> Refusal {
        let place = position(document, error.offset);
        let message = match error.exceeded {
            Some(e) => format!("{} limit exceeded: {} needed", e.limit.name(), e.needed),
            None => error.kind.message().to_owned(),
        };
        Refusal {
            code: error.kind.name(),
            offset: error.offset,
            line: place.line,
            column: place.column,
            message,
            limit: error.exceeded.map(|e| e.limit.name()),
            needed: error.exceeded.map(|e| e.needed),
        }
    }
}
