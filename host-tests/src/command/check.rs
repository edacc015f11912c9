//! `check`: one verdict per document, and what to do about a refusal.

use super::hint::hint;
use super::progress::bar;
use super::source::{Refusal, document};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use anyhow::{Context, Result};
use clap::Args;
use serde::Serialize;
use soapstone::Error;
use soapstone::peer::Peer;
use soapstone::soap::Leniencies;
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{Chunks, GENEROUS, read};
use soapstone_host_tests::message;
use soapstone_host_tests::position::{Position, position, readable};
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

#[derive(Args)]
pub(crate) struct Check {
    /// Read plain XML with namespaces, not SOAP.
    #[arg(long)]
    xml: bool,
    /// Accept only what the standards allow; otherwise what peers are known to send passes too.
    #[arg(long, conflicts_with = "xml")]
    strict: bool,
    /// Accept what this peer is known for, within its limits: `onvif`, `ocpp-1.6-s`, `siebel`, ...
    #[arg(long, value_parser = peer, conflicts_with_all = ["xml", "strict"])]
    peer: Option<&'static Peer>,
    /// Print one JSON object per file.
    #[arg(long)]
    json: bool,
    /// Documents, directories with documents below them, or `-` for standard input.
    #[arg(required = true, value_name = "FILE|DIR")]
    paths: Vec<PathBuf>,
}

/// A verdict as JSON.
#[derive(Serialize)]
struct Verdict {
    file: String,
    verdict: &'static str,
    level: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Refusal>,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leniencies: Vec<&'static str>,
}

impl Check {
    pub(crate) fn run(self) -> Result<bool> {
        let files = self.files()?;
        let progress = bar(files.len());
        let (mut refused, mut out) = (0, std::io::stdout().lock());
        for file in &files {
            progress.set_message(file.display().to_string());
            let document = document(file)?;
            let error = self.read(&document);
            refused += usize::from(error.is_some());
            let line = match self.json {
                true => self.json(file, &document, error)?,
                false => show(file, &document, error, &self.leniencies(&document, error)),
            };
            progress.suspend(|| writeln!(out, "{line}"))?;
            progress.inc(1);
        }
        progress.finish_and_clear();
        if !self.json {
            writeln!(out, "{} accepted, {refused} refused, read as {}", files.len() - refused, self.level())?;
        }
        Ok(refused == 0)
    }

    fn level(&self) -> &'static str {
        match (self.xml, self.strict, self.peer) {
            (true, ..) => "xml",
            (false, _, Some(peer)) => peer.name,
            (false, false, None) => "soap",
            (false, true, None) => "strict soap",
        }
    }

    /// The files to read: those named, and all below a directory, in the order of their names.
    fn files(&self) -> Result<Vec<PathBuf>> {
        let mut files = Vec::new();
        for path in &self.paths {
            if path == Path::new("-") {
                files.push(path.clone());
                continue;
            }
            for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
                let entry = entry.with_context(|| path.display().to_string())?;
                if entry.file_type().is_file() {
                    files.push(entry.into_path());
                }
            }
        }
        Ok(files)
    }

    fn read(&self, document: &[u8]) -> Option<Error> {
        if let Some(peer) = self.peer {
            return message::read_of(document, peer).err();
        }
        if self.strict {
            return message::read_strict(document).err();
        }
        if !self.xml {
            return message::read(document).err();
        }
        read(document, Chunks::Whole, &GENEROUS, &mut Digest::default()).error
    }

    /// The names of the leniencies with which a refused document would be accepted.
    fn leniencies(&self, document: &[u8], error: Option<Error>) -> Vec<&'static str> {
        let peer = match (self.peer, self.strict) {
            (Some(peer), _) => peer,
            (None, true) => &message::STRICT,
            (None, false) => return Vec::new(),
        };
        let needed = error.and_then(|_| message::deviations(document, peer)).unwrap_or_default();
        let named = Leniencies::EACH.iter().filter(|(leniency, ..)| needed.contains(*leniency));
        named.map(|(_, name, _)| *name).collect()
    }

    fn json(&self, file: &Path, document: &[u8], error: Option<Error>) -> Result<String> {
        let verdict = Verdict {
            file: file.display().to_string(),
            verdict: if error.is_some() { "refused" } else { "accepted" },
            level: self.level(),
            error: error.map(|e| Refusal::new(document, &e)),
            hint: error.map(|e| hint(&e)),
            leniencies: self.leniencies(document, error),
        };
        Ok(serde_json::to_string(&verdict)?)
    }
}

/// A verdict for a person: the line, a caret, and what to do.
fn show(file: &Path, document: &[u8], error: Option<Error>, leniencies: &[&str]) -> String {
    let name = name(file);
    let Some(error) = error else { return format!("{name}: accepted") };
    let refusal = Refusal::new(document, &error);
    let place = position(document, error.offset);
    let (line, span) = window(&readable(document), place);
    let label = format!("{}, byte {}, column {}", refusal.code, refusal.offset, refusal.column);
    let accept = format!("or accept it with {}", leniencies.join(", "));
    let mut report = vec![
        Level::ERROR.primary_title(refusal.message.as_str()).element(
            Snippet::source(line.as_str())
                .path(name.as_str())
                .line_start(place.line)
                .annotation(AnnotationKind::Primary.span(span).label(label.as_str())),
        ),
        Group::with_title(Level::HELP.secondary_title(hint(&error))),
    ];
    if !leniencies.is_empty() {
        report.push(Group::with_title(Level::HELP.secondary_title(accept.as_str())));
    }
    renderer().render(&report) + "\n"
}

/// The peer of this name, in small letters and with `-` for a space.
fn peer(name: &str) -> Result<&'static Peer, String> {
    let spelt = |peer: &Peer| peer.name.to_lowercase().replace(' ', "-");
    let known = || Peer::ALL.iter().map(spelt).collect::<Vec<_>>().join(", ");
    Peer::ALL.iter().find(|peer| spelt(peer) == name).ok_or_else(|| format!("the peers are {}", known()))
}

fn name(file: &Path) -> String {
    if file == Path::new("-") { "<stdin>".to_owned() } else { file.display().to_string() }
}

fn renderer() -> Renderer {
    let plain = std::env::var_os("NO_COLOR").is_some_and(|v| !v.is_empty()) || !std::io::stdout().is_terminal();
    if plain { Renderer::plain() } else { Renderer::styled() }
}

/// Characters shown on either side of the caret when a line is long.
const AROUND: usize = 60;

/// The part of the line around the place, and the bytes of the character there.
fn window(text: &str, place: Position) -> (String, std::ops::Range<usize>) {
    let unified = text.replace("\r\n", "\n").replace('\r', "\n");
    let line: Vec<char> = unified.split('\n').nth(place.line - 1).unwrap_or_default().chars().collect();
    let at = (place.column - 1).min(line.len());
    let (from, to) = (at.saturating_sub(AROUND), (at + AROUND).min(line.len()));
    let shown = |range: &[char]| range.iter().map(|c| if c.is_control() { '\u{FFFD}' } else { *c }).collect::<String>();
    let (before, after) = (shown(&line[from..at]), shown(&line[at..to]));
    let (lead, tail) = (if from > 0 { "…" } else { "" }, if to < line.len() { "…" } else { "" });
    let begin = lead.len() + before.len();
    let mut line = format!("{lead}{before}{after}{tail}");
    let width = after.chars().next().map_or(1, char::len_utf8);
    if after.is_empty() {
        line.push(' ');
    }
    (line, begin..begin + width)
}
