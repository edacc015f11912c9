//! Building the programs of a board, all of one language at once.

use super::row::{Language, Row};
use anyhow::{Context, Result};
use soapstone_host_tests::measure::compiler;
use soapstone_host_tests::measure::tools::{self, Missing};
use soapstone_host_tests::qemu::Board;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// Builds the programs of these rows, which are of one language and one board, and answers where each is.
///
/// # Errors
/// [`Missing`] when the emulator of the board or a compiler for it is not there; a program cannot be built.
pub(super) fn images(rows: &[&Row]) -> Result<Vec<PathBuf>> {
    let Some(first) = rows.first() else { return Ok(Vec::new()) };
    let board = Board::named(first.board)?;
    board.need()?;
    let folder = tools::scratch()?.with_file_name("firmware").join(first.language.name()).join(board.name);
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    // Boards of one target build into the same folder, each in its turn.
    static BUILDING: [Mutex<()>; 2] = [const { Mutex::new(()) }; 2];
    let _turn = BUILDING[first.language as usize].lock();
    match first.language {
        Language::Rust => rust(rows, board, &folder)?,
        Language::C => c(rows, board, &folder)?,
    }
    Ok(rows.iter().map(|row| folder.join(row.program)).collect())
}

/// The programs of `examples/rust-firmware`. Two boards may share a target, so what cargo has built is copied.
fn rust(rows: &[&Row], board: &Board, folder: &Path) -> Result<()> {
    let target = folder.with_file_name("target");
    let mut cargo = compiler::command(board.target, "cargo")?;
    cargo.args(["build", "--quiet", "--locked", "--release", "--target", board.target, "--target-dir"]).arg(&target);
    cargo
        .args(["--features", board.name])
        .args(rows.iter().flat_map(|row| row.features).flat_map(|f| ["--features", f]));
    cargo.args(rows.iter().flat_map(|row| ["--bin", row.program]));
    run(cargo.current_dir(tools::root().join("examples/rust-firmware")))?;
    for row in rows {
        let built = target.join(board.target).join("release").join(row.program);
        std::fs::copy(&built, folder.join(row.program)).with_context(|| built.display().to_string())?;
    }
    Ok(())
}

/// The programs of `examples/c-firmware`: its `build.sh BOARD FOLDER PROGRAM...` leaves each in the folder.
fn c(rows: &[&Row], board: &Board, folder: &Path) -> Result<()> {
    let mut sh = Command::new("sh");
    sh.arg("examples/c-firmware/build.sh").arg(board.name).arg(folder).args(rows.iter().map(|row| row.program));
    run(sh.current_dir(tools::root()))
}

/// Runs a build. Status 3 says that a compiler is missing, and the last line how to get it.
fn run(command: &mut Command) -> Result<()> {
    let done = command.stdin(std::process::Stdio::null()).output().with_context(|| format!("starting {command:?}"))?;
    let said = String::from_utf8_lossy(&done.stderr);
    match done.status.code() {
        Some(0) => Ok(()),
        Some(3) => Err(Missing(said.trim().lines().last().unwrap_or_default().to_owned()).into()),
        _ => anyhow::bail!("{command:?} failed ({}):\n{said}", done.status),
    }
}
