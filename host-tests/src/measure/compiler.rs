//! The Rust compiler for a device, as `ffi/toolchain.sh` chooses it.

use super::tools::{Missing, outputs, root};
use anyhow::{Context, Result, bail};
use std::process::Command;

/// A command that runs `program` with a compiler that can build for `target`.
///
/// # Errors
/// [`Missing`] when there is no such compiler, and none can be got.
pub fn command(target: &str, program: &str) -> Result<Command> {
    about(target)?;
    let mut command = script(target);
    command.arg(program);
    Ok(command)
}

/// The version of that compiler.
///
/// # Errors
/// As [`command`].
pub fn version(target: &str) -> Result<String> {
    Ok(outputs(command(target, "rustc")?.arg("--version"))?.0.trim().to_string())
}

/// Which compiler it is, and where its `core` comes from.
///
/// # Errors
/// As [`command`].
pub fn about(target: &str) -> Result<String> {
    let told = script(target).output().context("starting ffi/toolchain.sh")?;
    let error = || String::from_utf8_lossy(&told.stderr).trim().to_string();
    match told.status.code() {
        Some(0) => Ok(String::from_utf8_lossy(&told.stdout).trim().to_string()),
        Some(3) => Err(Missing(error()).into()),
        _ => bail!("ffi/toolchain.sh failed: {}", error()),
    }
}

fn script(target: &str) -> Command {
    let mut script = Command::new("sh");
    script.arg(root().join("ffi/toolchain.sh")).arg(target);
    script
}
