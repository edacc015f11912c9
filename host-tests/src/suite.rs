//! The W3C XML conformance suite, read against its index.

use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};

/// What the suite expects of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// It is well-formed.
    Accepted,
    /// It is not.
    Refused,
}

/// One reading the suite asks for.
#[derive(Clone, Debug)]
pub struct Case {
    /// The id in the suite; followed by ` as is` where the document is read with its DOCTYPE as well as without.
    pub id: String,
    /// The type the suite gives the test: `valid`, `invalid` (well-formed all the same) or `not-wf`.
    pub class: String,
    /// The path in the suite.
    pub path: String,
    /// The document to read, its DOCTYPE taken off where that leaves its meaning alone.
    pub document: Vec<u8>,
    /// What has to become of it.
    pub expected: Expected,
}

/// The cases of the suite, and why the other tests were left out, with their number.
#[derive(Clone, Debug, Default)]
pub struct Suite {
    /// What to read.
    pub cases: Vec<Case>,
    /// Tests left out: reason and number.
    pub omitted: Vec<(&'static str, usize)>,
}

/// Documents on which we and the suite differ, and why we are right to.
pub const EXCEPTIONS: &[(&str, &str)] = &[];

/// One row of the index.
struct Row<'a> {
    id: &'a str,
    class: &'a str,
    recommendation: &'a str,
    edition: &'a str,
    namespace: &'a str,
    path: &'a str,
    doctype: &'a str,
    stripped: &'a str,
}

impl Suite {
    /// Loads a suite from its zip file or its unpacked directory.
    ///
    /// The index tells the class of each DOCTYPE; without one given, `xmlconf_index.tsv` is looked for beside
    /// the suite and above it.
    pub fn load(suite: &Path, index: Option<&Path>) -> Result<Suite> {
        let index = find_index(suite, index)?;
        let rows = std::fs::read_to_string(&index).with_context(|| index.display().to_string())?;
        let files = if suite.is_dir() { directory(suite)? } else { archive(suite)? };
        let mut loaded = Suite::default();
        for row in rows.lines().skip(1).filter_map(row) {
            let document = files.get(row.path).with_context(|| format!("{} is not in the suite", row.path))?;
            loaded.plan(&row, document);
        }
        Ok(loaded)
    }

    /// Decides how a test is read, by the columns of the index.
    fn plan(&mut self, row: &Row<'_>, document: &[u8]) {
        if let Some(why) = outside(row) {
            match self.omitted.iter_mut().find(|(reason, _)| *reason == why) {
                Some((_, number)) => *number += 1,
                None => self.omitted.push((why, 1)),
            }
            return;
        }
        let not_wf = row.class == "not-wf";
        let verdict = if not_wf { Expected::Refused } else { Expected::Accepted };
        // "bad" is a DOCTYPE that is none: it stands in a comment, or is not well-formed itself.
        if matches!(row.doctype, "nodtd" | "bad") {
            return self.add(row, "", document.to_vec(), verdict);
        }
        // A DOCTYPE is refused whatever stands in it.
        self.add(row, " as is", document.to_vec(), Expected::Refused);
        // What is wrong may be the declaration itself: then nothing is wrong without it, and expat says so.
        if row.doctype == "simple" && (!not_wf || row.stripped == "reject") {
            let stripped = crate::doctype::strip(document).expect("the index says that it has a DOCTYPE");
            self.add(row, "", stripped, verdict);
        }
    }

    fn add(&mut self, row: &Row<'_>, suffix: &str, document: Vec<u8>, expected: Expected) {
        let (id, class, path) = (format!("{}{suffix}", row.id), row.class.to_owned(), row.path.to_owned());
        self.cases.push(Case { id, class, path, document, expected });
    }
}

/// Why a test is none of ours.
fn outside(row: &Row<'_>) -> Option<&'static str> {
    match row {
        Row { recommendation: "XML1.1" | "NS1.1", .. } => Some("of XML 1.1 or Namespaces 1.1"),
        Row { class: "error", .. } => Some("an error that a processor need not report"),
        Row { edition, .. } if !edition.is_empty() && !edition.contains('5') => Some("not of the fifth edition"),
        Row { namespace: "no", class, .. } if *class != "not-wf" => Some("well-formed only without namespaces"),
        _ => None,
    }
}

fn row(line: &str) -> Option<Row<'_>> {
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, class, recommendation, edition, namespace, _entities, _dtd, path, _output, doctype, stripped] =
        columns[..]
    else {
        return None;
    };
    Some(Row { id, class, recommendation, edition, namespace, path, doctype, stripped })
}

fn find_index(suite: &Path, index: Option<&Path>) -> Result<PathBuf> {
    if let Some(index) = index {
        return Ok(index.to_owned());
    }
    let mut folder = if suite.is_dir() { Some(suite) } else { suite.parent() };
    for _ in 0..3 {
        let Some(here) = folder else { break };
        let index = here.join("xmlconf_index.tsv");
        if index.is_file() {
            return Ok(index);
        }
        folder = here.parent();
    }
    bail!("no xmlconf_index.tsv beside or above {}: name one with --index", suite.display())
}

fn archive(path: &Path) -> Result<HashMap<String, Vec<u8>>> {
    let file = std::fs::File::open(path).with_context(|| path.display().to_string())?;
    let mut zip = zip::ZipArchive::new(file).with_context(|| format!("{} is not a zip file", path.display()))?;
    let mut files = HashMap::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at)?;
        if entry.is_file() {
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            files.insert(entry.name()?.trim_start_matches("xmlconf/").to_owned(), bytes);
        }
    }
    Ok(files)
}

fn directory(path: &Path) -> Result<HashMap<String, Vec<u8>>> {
    let nested = path.join("xmlconf");
    let root = if nested.is_dir() { &nested } else { path };
    let mut files = HashMap::new();
    for entry in walkdir::WalkDir::new(root) {
        let entry = entry?;
        if entry.file_type().is_file() {
            let name = entry.path().strip_prefix(root)?.to_string_lossy().replace('\\', "/");
            files.insert(name, std::fs::read(entry.path())?);
        }
    }
    Ok(files)
}
