//! Gives the linker the memory of the board.

use std::path::PathBuf;
use std::{env, fs};

const BOARDS: [&str; 6] = ["mps2-an385", "mps2-an386", "lm3s6965evb", "microbit", "virt", "sifive_e"];

fn main() {
    println!("cargo:rerun-if-changed=boards");
    println!("cargo:rerun-if-changed=build.rs");
    let feature = |board: &str| format!("CARGO_FEATURE_{}", board.to_uppercase().replace('-', "_"));
    let chosen: Vec<&str> = BOARDS.into_iter().filter(|board| env::var_os(feature(board)).is_some()).collect();
    let [board] = chosen[..] else {
        println!("cargo::error=choose one board: cargo mps2-an385 self-test, or --features with one of {BOARDS:?}");
        return;
    };
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::copy(format!("boards/{board}.x"), out.join("memory.x")).expect("the memory of the board");
    println!("cargo::rustc-link-search={}", out.display());
    println!("cargo::rustc-env=BOARD={board}");
    if env::var("CARGO_CFG_TARGET_ARCH").is_ok_and(|arch| arch == "riscv32") {
        println!("cargo::rustc-link-arg-bins=-Tmemory.x");
    }
    println!("cargo::rustc-link-arg-bins=-Tlink.x");
    println!("cargo::rustc-link-arg-bins=--nmagic");
    if env::var_os("CARGO_FEATURE_DEFMT").is_some() {
        println!("cargo::rustc-link-arg-bins=-Tdefmt.x");
    }
}
