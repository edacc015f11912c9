//! The Rust compiler for the board.

use anyhow::Result;
use soapstone_host_tests::measure::tools::{self, Missing};
use std::path::Path;
use std::process::Command;

/// The target of the images.
pub(crate) const TARGET: &str = "thumbv7em-none-eabi";

/// A command that may build for the target: with the compiler at hand or, where that lacks the target and cannot get
/// it, with Debian's and the sources of `core`.
///
/// # Errors
/// [`Missing`] when there is neither.
pub(crate) fn command(program: &str) -> Result<Command> {
    let mut command = Command::new(program);
    if has_target()? {
        return Ok(command);
    }
    if !Path::new("/usr/bin/cargo").exists() || !Path::new("/usr/lib/rustlib/src/rust/library/core").exists() {
        let how = format!(
            "the target {TARGET} is missing. Install it: rustup target add {TARGET}, \
             or on Debian: apt-get install -y rustc-web cargo-web rust-web-src"
        );
        return Err(Missing(how).into());
    }
    for name in ["CARGO", "RUSTC", "RUSTUP_TOOLCHAIN"] {
        command.env_remove(name);
    }
    command.env("PATH", "/usr/bin:/bin").env("RUSTC_BOOTSTRAP", "1").env("CARGO_UNSTABLE_BUILD_STD", "core");
    // Debian's compiler comes without rust-lld.
    command.env("CARGO_TARGET_THUMBV7EM_NONE_EABI_LINKER", "arm-none-eabi-ld");
    Ok(command)
}

/// The version of that compiler.
pub(crate) fn version() -> Result<String> {
    Ok(tools::output(command("rustc")?.arg("--version"))?.trim().to_string())
}

fn has_target() -> Result<bool> {
    let sysroot = tools::output(Command::new("rustc").args(["--print", "sysroot"]))?;
    let installed = Path::new(sysroot.trim()).join("lib/rustlib").join(TARGET).exists();
    Ok(installed || Command::new("rustup").args(["target", "add", TARGET]).output().is_ok_and(|o| o.status.success()))
}
