//! The layers of core look one way: towards the leaves.

use std::path::{Path, PathBuf};

/// Each layer and those it may name; itself is always allowed. See the layer map in `core/src/lib.rs`.
const LAYERS: &[(&str, &[&str])] = &[
    ("error", &[]),
    ("slice", &[]),
    ("names", &[]),
    ("limits", &["error"]),
    ("ns", &["error"]),
    ("secret", &["error"]),
    ("buf", &["error", "slice"]),
    ("trace", &["error"]),
    ("xsd", &["error", "slice", "names", "limits", "ns", "buf", "trace"]),
    ("xml", &["error", "slice", "limits", "ns", "buf", "trace", "xsd"]),
    ("soap", &["error", "slice", "names", "limits", "ns", "buf", "trace", "xsd", "xml"]),
    ("session", &["error", "slice", "limits", "ns", "buf", "trace", "xsd", "xml", "soap"]),
    ("wss", &["error", "slice", "names", "secret", "limits", "ns", "buf", "trace", "xsd", "xml", "soap"]),
    ("wsa", &["error", "slice", "names", "limits", "ns", "buf", "trace", "xsd", "xml", "soap"]),
    ("http", &["error", "slice", "secret", "limits", "buf", "trace", "xsd"]),
    (
        "binding",
        &[
            "error", "slice", "limits", "ns", "buf", "trace", "xsd", "xml", "soap", "session", "wss", "wsa", "http",
            "peer",
        ],
    ),
    // What defmt shows of all of them.
    ("format", &["buf", "trace", "xsd", "xml", "soap", "session", "wss", "wsa", "http", "binding", "chunk"]),
    ("chunk", &["error", "slice", "limits", "buf", "trace", "http"]),
    ("peer", &["error", "slice", "limits", "ns", "buf", "xml", "soap", "session", "wss", "wsa"]),
];

/// What `lib.rs` re-exports at the root, and the layer it belongs to.
const ROOT: &[(&str, &str)] = &[
    // A constant of the build.
    ("COMPLETE", "error"),
    ("Error", "error"),
    ("ErrorKind", "error"),
    ("Exceeded", "error"),
    ("Limit", "error"),
    ("Limits", "limits"),
    ("Namespace", "ns"),
];

#[test]
fn every_arrow_points_at_a_leaf() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/src");
    let mut wrong = Vec::new();
    let mut arrows = 0;
    for file in sources(&root) {
        let relative = file.strip_prefix(&root).unwrap();
        let layer = relative.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs");
        if layer == "lib" {
            continue;
        }
        let Some((_, allowed)) = LAYERS.iter().find(|(name, _)| *name == layer) else {
            wrong.push(format!("{}: no layer of that name", relative.display()));
            continue;
        };
        for target in targets(&std::fs::read_to_string(&file).unwrap()) {
            arrows += 1;
            let target = ROOT.iter().find(|(name, _)| *name == target).map_or(target.as_str(), |(_, layer)| layer);
            if target != layer && !allowed.contains(&target) {
                wrong.push(format!("{}: uses crate::{target}", relative.display()));
            }
        }
    }
    assert!(arrows > 10, "only {arrows} arrows found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn sources(root: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(|entry| entry.unwrap().into_path());
    entries.filter(|path| path.extension().is_some_and(|e| e == "rs")).collect()
}

/// The first names behind every `crate::` of a file, tests left out.
fn targets(source: &str) -> Vec<String> {
    let code: String = source
        .split("#[cfg(test)]")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut found = Vec::new();
    for tail in code.split("crate::").skip(1) {
        match tail.strip_prefix('{') {
            Some(group) => found.extend(group_heads(group)),
            None => found.push(head(tail)),
        }
    }
    found
}

/// The first name of each member of a `{a::b, c, d::{e, f}}` group, read from behind the brace.
fn group_heads(group: &str) -> Vec<String> {
    let mut heads = Vec::new();
    let (mut depth, mut fresh) = (0_usize, true);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            c if fresh && (c.is_alphanumeric() || c == '_') => {
                heads.push(head(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    heads
}

fn head(path: &str) -> String {
    path.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
}

#[test]
fn arrows_are_found() {
    let found = targets("use crate::{Error, xml::{Start, End}, ns};\nlet x = crate::soap::f();\n// crate::no\n");
    assert_eq!(found, ["Error", "xml", "ns", "soap"]);
}
