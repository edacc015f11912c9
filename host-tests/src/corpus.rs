//! Where the test material is, and what its lists say.
//!
//! The messages and suites of other projects are read in place: from `SOAPSTONE_CORPUS`, or from
//! `../shared/corpus` beside the repository. Where they are absent, a test says so and passes.

use std::io::Write;
use std::path::{Path, PathBuf};

/// The folder of the corpus; a notice on stderr and `None` where there is none.
pub fn corpus() -> Option<PathBuf> {
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpus");
    let path = std::env::var_os("SOAPSTONE_CORPUS").map_or(beside, PathBuf::from);
    if path.join("soap_messages.txt").is_file() {
        return Some(path);
    }
    notice("skipped: no corpus in ../shared/corpus or SOAPSTONE_CORPUS");
    None
}

/// Says something that the test runner does not swallow.
pub fn notice(what: &str) {
    let _ = writeln!(std::io::stderr(), "note: {what}");
}

/// A file of the corpus.
#[derive(Clone, Debug)]
pub struct File {
    /// Its path in the corpus.
    pub path: String,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// The other columns of its line in the list.
    pub columns: Vec<String>,
}

/// Every well-formed envelope once; its first two columns are the size and the version.
pub fn messages() -> Vec<File> {
    let mut files = list("soap_messages.txt");
    files.retain(|file| file.columns.last().is_none_or(|duplicate| duplicate != "1"));
    files
}

/// The malformed and misbuilt envelopes; their columns are the size, the class and the detail.
pub fn negative() -> Vec<File> {
    list("soap_negative.txt")
}

fn list(name: &str) -> Vec<File> {
    let Some(corpus) = corpus() else { return Vec::new() };
    let text = std::fs::read_to_string(corpus.join(name)).expect("the list is readable");
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|row| {
        let mut columns = row.split('\t').map(str::to_owned);
        let path = columns.next().unwrap_or_default();
        let bytes = std::fs::read(corpus.join(&path)).unwrap_or_else(|e| panic!("{path}: {e}"));
        File { path, bytes, columns: columns.collect() }
    })
    .collect()
}
