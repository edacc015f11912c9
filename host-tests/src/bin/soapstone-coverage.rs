//! Which needs the tests name: `make coverage`.
//!
//! The needs are the rows of `../shared/standards/systems.md`: `S-001` and so on with the classes of each, decisions
//! (`Q-01`), vendor facts (`X-01`) and vectors (`V-01`). A need is covered when a test or a vector names its id. What
//! the library itself says of an id does not count.

use soapstone_host_tests::corpus::notice;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// Where tests and vectors are, below the repository; of `core/src` and `ffi/src` only what is a test.
const TESTS: &[&str] = &["core/src", "core/tests", "ffi/src", "ffi/tests", "host-tests/tests", "host-tests/vectors"];

/// The kinds of ids, and the classes of needs, by their letters.
const KINDS: &[(&str, &str)] = &[("S", "needs"), ("V", "vectors"), ("Q", "decisions"), ("X", "vendor facts")];
const CLASSES: &[(char, &str)] = &[
    ('C', "codec core"),
    ('F', "interface"),
    ('T', "transport hook"),
    ('H', "host tool"),
    ('E', "example or vector"),
    ('O', "out of scope"),
];

fn main() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let list = standards(&root).join("systems.md");
    let Ok(text) = std::fs::read_to_string(&list) else {
        notice("skipped: no ../shared/standards/systems.md, nor standards beside SOAPSTONE_CORPUS");
        return;
    };
    let needs = needs(&text);
    let named: BTreeSet<String> = TESTS.iter().flat_map(|folder| ids_below(&root.join(folder))).collect();
    for (kind, what) in KINDS {
        let all: Vec<_> = needs.keys().filter(|id| id.starts_with(kind)).cloned().collect();
        report(&format!("{what} ({kind})"), &all, &named);
    }
    println!("\nneeds by class; one may be of several");
    for (class, what) in CLASSES {
        let all: Vec<_> =
            needs.iter().filter(|(_, classes)| classes.contains(*class)).map(|(id, _)| id.clone()).collect();
        report(&format!("{class}, {what}"), &all, &named);
    }
    let unknown: Vec<_> = named.iter().filter(|id| !needs.contains_key(*id)).cloned().collect();
    if !unknown.is_empty() {
        println!("\nnamed by tests, but not in the list: {}", unknown.join(" "));
    }
}

fn standards(root: &Path) -> PathBuf {
    match std::env::var_os("SOAPSTONE_CORPUS") {
        Some(corpus) => PathBuf::from(corpus).join("../standards"),
        None => root.join("../shared/standards"),
    }
}

/// One line with the sums, then what is covered and what is missing.
fn report(what: &str, all: &[String], named: &BTreeSet<String>) {
    let (covered, missing): (Vec<_>, Vec<_>) = all.iter().map(String::as_str).partition(|id| named.contains(*id));
    println!("\n{what}: {} of {} named by tests", covered.len(), all.len());
    for (label, ids) in [("covered", covered), ("missing", missing)] {
        for (line, ids) in ids.chunks(16).enumerate() {
            println!("  {:8}{}", if line == 0 { label } else { "" }, ids.join(" "));
        }
    }
}

/// Every id that heads a row of the list, with the letters of its classes.
fn needs(text: &str) -> BTreeMap<String, String> {
    let mut needs = BTreeMap::new();
    for row in text.lines().filter_map(|line| line.trim().strip_prefix('|')?.strip_suffix('|')) {
        let cells: Vec<_> = row.split('|').map(str::trim).collect();
        let (Some(id), Some(last)) = (cells.first(), cells.last()) else { continue };
        if ids(id).next().is_none_or(|found| found != *id) {
            continue;
        }
        let classes = match id.starts_with('S') {
            true => last.split_whitespace().filter_map(|word| word.chars().next().filter(|_| is_class(word))).collect(),
            false => String::new(),
        };
        needs.insert((*id).to_owned(), classes);
    }
    needs
}

/// Whether this is the letter of a class, alone or with a remark in brackets.
fn is_class(word: &str) -> bool {
    let mut chars = word.chars();
    let letter = chars.next().is_some_and(|first| CLASSES.iter().any(|(class, _)| *class == first));
    letter && chars.next().is_none_or(|next| next == '(')
}

/// The ids that tests and vectors below this folder name.
fn ids_below(folder: &Path) -> Vec<String> {
    let files = walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|f| f.file_type().is_file());
    let source = folder.ends_with("src");
    files
        .filter_map(|file| {
            let text = std::fs::read_to_string(file.path()).ok()?;
            let test =
                !source || file.path().components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"));
            let tested = if test { 0 } else { text.find("#[cfg(test)]").unwrap_or(text.len()) };
            Some(ids(&text[tested..]).map(str::to_owned).collect::<Vec<_>>())
        })
        .flatten()
        .collect()
}

/// The ids in a text: a letter, a hyphen and two or three digits, with nothing that joins them to a longer word.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    let joins = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'-' || *b == b'_');
    text.match_indices('-').filter_map(move |(at, _)| {
        let bytes = text.as_bytes();
        let start = at.checked_sub(1).filter(|start| b"SVQX".contains(&bytes[*start]))?;
        let digits = bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
        let end = at + 1 + digits;
        let right = digits == if bytes[start] == b'S' { 3 } else { 2 };
        let alone = !joins(start.checked_sub(1).and_then(|before| bytes.get(before))) && !joins(bytes.get(end));
        (right && alone).then(|| &text[start..end])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_stand_alone() {
        let found: Vec<_> =
            ids("S-301..S-311, (V-05) `Q-06`: X-1 S-30 S-3011 SS-302 A-V-07 V-08- no S_303 S-304").collect();
        assert_eq!(found, ["S-301", "S-311", "V-05", "Q-06", "S-304"]);
    }

    #[test]
    fn rows_have_an_id_and_classes() {
        let found = needs(
            "text S-001\n| id | where | class |\n| S-001 | B | says S-002 | C F O(not here) |\n| V-01 | x | C |\n",
        );
        let found: Vec<_> = found.iter().map(|(id, classes)| (id.as_str(), classes.as_str())).collect();
        assert_eq!(found, [("S-001", "CFO"), ("V-01", "")]);
    }
}
