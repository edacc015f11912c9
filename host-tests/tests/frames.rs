//! What a board logs through defmt: the frames of examples/rust-firmware/src/bin/trace.rs, decoded with its symbols.

use defmt_decoder::{DecodeError, Table};
use soapstone_host_tests::qemu::{self, Board, Start};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const SECRET: &str = "s3cr3t";

#[test]
fn frames_tell_level_message_and_fields_and_no_secret() {
    // S-325, S-326, S-327, V-42
    let Some(image) = image() else {
        println!("SKIPPED: needs the Rust target thumbv7m-none-eabi and qemu-system-arm");
        return;
    };
    let board = Board::named("mps2-an385").unwrap();
    let ended = qemu::run(&Start::new(board, &image, Duration::from_secs(60))).unwrap();
    assert_eq!(ended.status, Some(0), "{}", ended.said);
    let bytes: Vec<u8> =
        ended.said.lines().filter_map(|line| line.trim().strip_prefix("frame ")).flat_map(hex).collect();
    assert!(!contains(&bytes, SECRET.as_bytes()), "a secret is in a frame");
    assert!(contains(&bytes, b"meter.example"), "text stands in frames as it is");
    let lines = decoded(&std::fs::read(&image).unwrap(), &bytes);
    for expected in [
        "INFO Outbound: Opened { host: \"meter.example\", port: 80, secure: false }",
        "INFO Outbound: Begins(Sent)",
        "INFO Outbound: Block(Sent, Security)",
        "INFO Outbound: Entry(Sent, GetTime)",
        "INFO Performance: Ends { direction: Sent, bytes: 217, micros: 0 }",
        "WARN Outbound: Status(Received, 500)",
        "WARN Outbound: Fault(Received)",
        "ERROR Outbound: Failed { error: Error { kind: Limit, offset: 17, exceeded: Some(Exceeded { limit: Workspace, \
         needed: 700 }) }, stage: 4 }",
        "DEBUG Outbound: Closed",
        "INFO Ok(Http(meter.example:8080, secure false)) Authorization: ***",
        "INFO Host: b\"meter.example\" Credentials(ann, Digest(***))",
        "INFO Some(Start(a:E at 0))",
        "INFO Reader(depth 1 at 32, None)",
    ] {
        assert!(lines.iter().any(|line| line == expected), "{expected}\nis not in\n{}", lines.join("\n"));
    }
    let dumps = lines
        .iter()
        .filter(|line| line.starts_with("DEBUG Outbound: Sent b") || line.starts_with("DEBUG Outbound: Received b"))
        .count();
    assert!(dumps > 10 && lines.iter().any(|line| line.contains("***")), "{}", lines.join("\n"));
    assert!(!lines.join("").contains(SECRET));
}

/// Every frame as `LEVEL message`.
fn decoded(elf: &[u8], bytes: &[u8]) -> Vec<String> {
    let table = Table::parse(elf).unwrap().expect("the program has frames of defmt");
    let mut decoder = table.new_stream_decoder();
    decoder.received(bytes);
    let mut lines = Vec::new();
    loop {
        match decoder.decode() {
            Ok(frame) => {
                let level = frame.level().map_or("", |level| level.as_str()).to_uppercase();
                lines.push(format!("{level} {}", frame.display_message()));
            }
            Err(DecodeError::UnexpectedEof) => return lines,
            Err(DecodeError::Malformed) => panic!("a malformed frame after {lines:?}"),
        }
    }
}

/// Builds the program.
fn image() -> Option<PathBuf> {
    let targets = Command::new("rustup").args(["target", "list", "--installed"]).output().ok()?;
    let is_there = String::from_utf8_lossy(&targets.stdout).lines().any(|target| target == "thumbv7m-none-eabi");
    if !is_there || Board::named("mps2-an385").unwrap().need().is_err() {
        return None;
    }
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../examples/rust-firmware");
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("frames");
    let mut build = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    build.current_dir(folder).args(["build", "--quiet", "--locked", "--release", "--bin", "trace"]);
    build
        .args(["--config", "boards/mps2-an385.toml", "--features", "mps2-an385,defmt"])
        .arg("--target-dir")
        .arg(&target);
    let built = build.env("DEFMT_LOG", "trace").env_remove("RUSTFLAGS").output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    Some(target.join("thumbv7m-none-eabi/release/trace"))
}

fn hex(text: &str) -> Vec<u8> {
    let pairs = text.as_bytes().chunks_exact(2);
    pairs.map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    bytes.windows(text.len()).any(|window| window == text)
}
