//! Running other programs: what is missing is said with the package that has it.

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A program that is not there. A command that meets it ends with exit code 3.
#[derive(Debug)]
pub struct Missing(pub String);

impl std::fmt::Display for Missing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Missing {}

/// The folder of the workspace.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_path_buf()
}

/// The folder for things made while measuring, `target/measure`.
pub fn scratch() -> Result<PathBuf> {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let folder = target.join("measure");
    std::fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
    Ok(folder)
}

/// Answers [`Missing`] unless `program` can be started; `package` is the Debian package that has it.
pub fn need(program: &str, package: &str) -> Result<()> {
    match Command::new(program).arg("--version").output() {
        Ok(_) => Ok(()),
        Err(_) => Err(Missing(format!("`{program}` is missing. Install it: apt-get install -y {package}")).into()),
    }
}

/// Runs a command and gives its standard output; a failure shows its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let (out, _) = outputs(command)?;
    Ok(out)
}

/// Runs a command and gives standard output and standard error.
pub fn outputs(command: &mut Command) -> Result<(String, String)> {
    let done = command.output().with_context(|| format!("starting {command:?}"))?;
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    if !done.status.success() {
        bail!("{command:?} failed ({}):\n{err}", done.status);
    }
    Ok((String::from_utf8_lossy(&done.stdout).into_owned(), err))
}

/// Ends a measuring command: 0 done, 1 a figure or a step failed, 3 a program is missing.
pub fn exit(result: Result<bool>) -> std::process::ExitCode {
    match result {
        Ok(true) => 0.into(),
        Ok(false) => 1.into(),
        Err(error) => {
            eprintln!("error: {error:#}");
            if error.downcast_ref::<Missing>().is_some() { 3.into() } else { 1.into() }
        }
    }
}
