//! The corpus runner: boards read the vectors and the corpora, and must say what the host says, byte for byte.

mod documents;

use super::row::{Job, Language, Row, Told};
use anyhow::{Context, Result, ensure};
use documents::{Document, Size, documents};
use soapstone_host_tests::measure::tools;
use soapstone_host_tests::qemu::{self, Start};
use std::fmt::Write;
use std::path::Path;
use std::time::Duration;

const fn corpus(board: &'static str) -> Row {
    Row { program: "corpus", language: Language::Rust, board, features: &[], run }
}

/// The corpus runner, on every board.
pub(super) const ROWS: &[Row] = &[
    corpus("mps2-an385"),
    corpus("mps2-an386"),
    corpus("lm3s6965evb"),
    corpus("microbit"),
    corpus("virt"),
    corpus("sifive_e"),
];

/// The sizes of the chunks: the first for a sample, all of them for everything.
const CHUNKS: &[usize] = &[256, 1, 61];
const LIMIT: Duration = Duration::from_secs(300);
/// At most so many differences are told.
const TOLD: usize = 5;

/// Lets the board read everything and compares what it wrote down.
fn run(job: &Job<'_>) -> Result<Told> {
    let size = if job.board.ram <= 16 { Size::Small } else { Size::Large };
    let documents = documents(size)?;
    let chunks = if job.all { CHUNKS } else { &CHUNKS[..1] };
    let work = tools::scratch()?.with_file_name("firmware").join("corpus");
    std::fs::create_dir_all(&work)?;
    let [list, output] = ["list", "output"].map(|what| work.join(format!("{}.{what}", job.board.name)));
    std::fs::write(&list, listed(documents, chunks))?;
    let arguments = ["corpus", path(&list)?, path(&output)?];
    let ended = qemu::run(&Start { arguments: &arguments, ..Start::new(job.board, job.image, LIMIT) })?;
    let told = Told::of(&ended)?;
    let expected = documents.len() * chunks.len();
    ensure!(told.failed == 0 && told.passed as usize == expected, "{expected} documents; it said:\n{}", ended.said);
    let written = std::fs::read(&output).with_context(|| output.display().to_string())?;
    let told = compared(documents, chunks, &written, told)?;
    if told.failed == 0 {
        std::fs::remove_file(&output)?; // else it is evidence
    }
    Ok(told)
}

fn path(path: &Path) -> Result<&str> {
    path.to_str().with_context(|| format!("{} is not UTF-8", path.display()))
}

/// The list the board gets.
fn listed(documents: &[Document], chunks: &[usize]) -> String {
    let mut list = String::new();
    for chunk in chunks {
        for Document { path, offset, bytes, settings, .. } in documents {
            let _ = writeln!(list, "{}\t{offset}\t{}\t{chunk}\t{settings}", path.display(), bytes.len());
        }
    }
    list
}

/// Counts the transcripts that are as they must be.
fn compared(documents: &[Document], chunks: &[usize], written: &[u8], mut told: Told) -> Result<Told> {
    let mut transcripts = written.split(|&byte| byte == 0x1E);
    ensure!(transcripts.next().is_some_and(<[u8]>::is_empty), "the output does not begin with a transcript");
    (told.passed, told.failed) = (0, 0);
    for chunk in chunks {
        for document in documents {
            let transcript = transcripts.next().context("a transcript is missing")?;
            if document.is_right(transcript) {
                told.passed += 1;
                continue;
            }
            told.failed += 1;
            if told.failures.len() < TOLD {
                let (name, settings) = (&document.name, &document.settings);
                let differs = document.difference(transcript);
                told.failures.push(format!("FAIL {name} ({settings}) in chunks of {chunk}: {differs}"));
            }
        }
    }
    ensure!(transcripts.next().is_none(), "there are more transcripts than documents");
    told.note = format!("{} KB written down as on the host", written.len() / 1000);
    Ok(told)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(written: &[u8]) -> Result<(u32, u32)> {
        let document = |name: &str, expected: &[u8]| Document::said_to_be(name, expected);
        let documents = [document("one", b"<a></a>"), document("two", b"!xml.syntax@5")];
        compared(&documents, &[1], written, Told::default()).map(|told| (told.passed, told.failed))
    }

    #[test]
    fn differences_are_seen() {
        assert_eq!(counted(b"\x1E<a></a>\x1E<a>!xml.syntax@5").unwrap(), (2, 0));
        assert_eq!(counted(b"\x1E<a></b>\x1E<a>!xml.syntax@5").unwrap(), (1, 1));
        assert_eq!(counted(b"\x1E<a></a>\x1E!xml.syntax@6").unwrap(), (1, 1));
        for written in [&b""[..], b"<a></a>", b"\x1E<a></a>", b"\x1E\x1E\x1E", b"x\x1E<a></a>\x1E!xml.syntax@5"] {
            assert!(counted(written).is_err(), "{}", written.escape_ascii());
        }
    }
}
