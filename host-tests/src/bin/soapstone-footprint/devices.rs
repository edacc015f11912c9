//! The size of the C images on other processors: linked, not run.

use crate::images::{self, Build, Folder, TARGET};
use anyhow::{Context, Result};
use soapstone_host_tests::measure::tools;
use soapstone_host_tests::parallel;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// The opt-level of these images.
pub(crate) const LEVEL: &str = "z";
/// The targets, in the order of the columns, and what they are called.
pub(crate) const TARGETS: &[(&str, &str)] = &[
    ("thumbv6m-none-eabi", "Cortex-M0"),
    ("thumbv7m-none-eabi", "Cortex-M3"),
    (TARGET, "Cortex-M4"),
    ("thumbv8m.main-none-eabi", "Cortex-M33"),
    ("riscv32imac-unknown-none-elf", "RV32IMAC"),
];

/// How C programs are compiled for a target: a line of `ffi/targets.txt`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Machine {
    tools: String,
    options: Vec<String>,
}

impl Machine {
    /// The line of this target.
    pub(crate) fn of(target: &str) -> Result<Machine> {
        let list = include_str!("../../../../ffi/targets.txt");
        let line = list.lines().find(|line| line.split(' ').next() == Some(target));
        let mut words = line.with_context(|| format!("ffi/targets.txt lacks {target}"))?.split_whitespace().skip(1);
        let tools = words.next().unwrap_or_default().to_string();
        Ok(Machine { tools, options: words.map(String::from).collect() })
    }

    /// The compiler, told the processor and the C library.
    pub(crate) fn gcc(&self) -> Result<Command> {
        let (package, library) = match self.tools.as_str() {
            "arm-none-eabi-" => ("gcc-arm-none-eabi libnewlib-arm-none-eabi", "--specs=nano.specs"),
            _ => ("gcc-riscv64-unknown-elf picolibc-riscv64-unknown-elf", "--specs=picolibc.specs"),
        };
        let gcc = format!("{}gcc", self.tools);
        tools::need(&gcc, package)?;
        let mut gcc = Command::new(gcc);
        gcc.args(&self.options).arg(library);
        Ok(gcc)
    }
}

/// The folders with the C images of every target; `known` is that of the target all else is measured on.
///
/// # Errors
/// [`tools::Missing`] when a compiler is missing.
pub(crate) fn build(known: &Folder) -> Result<Vec<PathBuf>> {
    let failed = Mutex::new(None);
    parallel::each(TARGETS.iter().filter(|(target, _)| *target != TARGET), |(target, _)| {
        if let Err(error) = build_one(target) {
            *failed.lock().expect("no thread panics") = Some(error);
        }
    });
    match failed.into_inner()? {
        Some(error) => Err(error),
        None => TARGETS.iter().map(|(t, _)| if *t == TARGET { Ok(known.c.clone()) } else { folder(t) }).collect(),
    }
}

fn folder(target: &str) -> Result<PathBuf> {
    let folder = tools::scratch()?.join(format!("c-{LEVEL}-{target}"));
    std::fs::create_dir_all(&folder)?;
    Ok(folder)
}

fn build_one(target: &str) -> Result<()> {
    let folder = folder(target)?;
    images::archive(target, LEVEL, &folder.join("libsoapstone.a"), Build::Complete)?;
    images::link_all(target, &folder)
}

/// Bytes of flash and of static RAM that an image has beyond the empty one.
pub(crate) fn size(folder: &Path, file: &str) -> Result<(u64, u64)> {
    let (size, floor) = (images::size(&folder.join(file))?, images::size(&folder.join(images::FLOOR))?);
    Ok((size.0.saturating_sub(floor.0), size.1.saturating_sub(floor.1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_its_line() {
        for (target, _) in TARGETS {
            let machine = Machine::of(target).unwrap();
            assert!(machine.tools.ends_with('-') && machine.options.len() >= 2, "{machine:?}");
        }
        assert!(Machine::of("thumbv8m").is_err());
    }
}
