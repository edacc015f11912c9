//! Rules the sources of the C interface keep.
#![cfg(not(miri))]

use std::fs;
use std::path::{Path, PathBuf};

/// The files that may touch raw memory: pointers from C, and the end of a program.
const POINTER_WORK: &[&str] = &[
    "raw.rs",
    "raw/auth.rs",
    "raw/chunk.rs",
    "raw/client.rs",
    "raw/handle.rs",
    "raw/loopback.rs",
    "raw/server.rs",
    "raw/trace.rs",
    "archive.rs",
];

#[test]
fn pointers_are_followed_in_one_place() {
    let mut files = 0;
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let text = fs::read_to_string(&path).unwrap();
        if POINTER_WORK.iter().any(|file| path.ends_with(file)) {
            let (blocks, reasons) = (text.matches("unsafe {").count(), text.matches("// SAFETY:").count());
            assert!(reasons >= blocks, "{}: {blocks} unsafe blocks, {reasons} reasons", path.display());
            continue;
        }
        for token in
            ["unsafe {", "from_raw_parts", "transmute", "&*", "&mut *", "&raw const", "&raw mut", ".cast(", ".cast::"]
        {
            assert!(!text.contains(token), "{} has {token:?}", path.display());
        }
        files += 1;
    }
    assert!(files > 10);
}

#[test]
fn files_stay_short() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for path in [root.join("src"), root.join("tests")].iter().flat_map(|folder| sources(folder)) {
        let lines = fs::read_to_string(&path).unwrap().lines().count();
        assert!(lines <= 500, "{} has {lines} lines", path.display());
    }
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { sources(&path) } else { vec![path] }).collect()
}
