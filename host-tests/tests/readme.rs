//! The C program of the README, compiled and run as it stands there. (The Rust one is a documentation test of the core.)

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("host-tests stands in the repository").to_path_buf()
}

/// The text between the fence "```LANGUAGE" that comes first at or after `from` and its end; and where it ends.
fn block<'t>(text: &'t str, language: &str, from: usize) -> (&'t str, usize) {
    let fence = format!("```{language}\n");
    let start = from + text[from..].find(&fence).unwrap_or_else(|| panic!("no block {fence}")) + fence.len();
    let end = start + text[start..].find("\n```").expect("the block ends") + 1;
    (&text[start..end], end)
}

/// Runs a command to its end; its output, or a failure that shows everything it said.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} ended with {}\n{out}\n{err}", output.status);
    out.into_owned()
}

#[test]
fn c_example_prints_what_the_readme_says() {
    let root = repository();
    let readme = fs::read_to_string(root.join("README.md")).expect("README.md can be read");
    let (program, end) = block(&readme, "c", 0);
    let (expected, _) = block(&readme, "text", end);
    assert!(program.lines().count() <= 40, "the example has grown to {} lines", program.lines().count());

    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("readme");
    fs::create_dir_all(&folder).expect("a folder for the program");
    let (source, binary, archive) = (folder.join("example.c"), folder.join("example"), folder.join("libsoapstone.a"));
    fs::write(&source, program).expect("the program can be written");
    run(Command::new("sh").arg(root.join("ffi/archive.sh")).arg(&archive).current_dir(&root));
    let compiler = env::var("CC").unwrap_or_else(|_| "cc".to_owned());
    run(Command::new(compiler)
        .args(["-std=c99", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I"])
        .arg(root.join("include"))
        .args([&source, &archive])
        .arg("-o")
        .arg(&binary));
    assert_eq!(run(&mut Command::new(&binary)), expected);
}
