//! `examples/c-spool`: a file that travels in chunks and is put into a file again, whose name the handler gets.
#![cfg(unix)]

use std::fs;
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

/// `S-314`, `S-315`, `S-316`, `S-318`, `V-36`, `V-38`
#[test]
fn a_file_becomes_a_file() {
    for (name, len, refuse, headers) in [
        ("empty", 0_usize, None, 1),
        ("V-36, at the limit", 102_400, None, 1),
        ("V-36, above it", 102_401, None, 1),
        ("V-38", 250 * 1024, None, 1),
        ("the first chunk refused", 250 * 1024, Some(0), 2),
        ("the last chunk refused", 250 * 1024, Some(2), 1),
    ] {
        let body: Vec<u8> = (0..len).map(|at| (at * 31 % 251) as u8).collect();
        let (from, to) = (folder().join("from"), folder().join("to"));
        fs::write(&from, &body).unwrap();
        let (sent, received) = run(&from, &to, refuse, None);
        assert!(sent.status.success() && received.status.success(), "{name}: {sent:?} {received:?}");
        assert!(fs::read(&to).unwrap() == body, "{name}");
        let said = String::from_utf8_lossy(&received.stderr);
        assert!(said.contains(&format!("headers came {headers} times")), "{name}: {said}");
        assert!(said.contains(&format!("handler: {len} bytes in ")), "{name}: {said}");
        assert_eq!(said.contains("chunk "), refuse.is_some(), "{name}: {said}");
    }
}

/// A sender that is gone in the middle leaves no file behind, and no handler is called.
#[test]
fn half_a_file_is_removed() {
    let to = folder().join("half");
    for half in ["", "chunk 0 0 102400 250000 1 0\nabc", "chunk 1 102400 3 102403 0 1\nabc", "chunk 0 0 3 6 1 0\nabc"] {
        let (_, received) = run(Path::new("/dev/null"), &to, None, Some(half));
        let said = String::from_utf8_lossy(&received.stderr);
        assert!(!received.status.success() && said.contains("a chunk is missing"), "{half:?}: {said}");
        assert!(!said.contains("handler") && !to.exists(), "{half:?}: {said}");
    }
}

/// Runs a sender, or a script in its place, and a receiver, joined by a pair of sockets.
fn run(from: &Path, to: &Path, refuse: Option<u32>, script: Option<&str>) -> (Output, Output) {
    let (here, there) = UnixStream::pair().unwrap();
    let start = |command: &mut Command, socket: UnixStream| {
        let twin = OwnedFd::from(socket.try_clone().unwrap());
        command.stdin(Stdio::from(OwnedFd::from(socket))).stdout(twin).stderr(Stdio::piped());
        command.spawn().unwrap()
    };
    let mut receiver = Command::new(program());
    receiver.arg("receive").arg(to);
    if let Some(index) = refuse {
        receiver.env("SPOOL_REFUSE", index.to_string());
    }
    let mut sender = match script {
        None => Command::new(program()),
        Some(text) => {
            let mut printf = Command::new("printf");
            printf.args(["%b", &text.replace('\n', "\\n")]);
            printf
        }
    };
    if script.is_none() {
        sender.arg("send").arg(from);
    }
    // Each command keeps its socket open as long as it lives.
    let received = start(&mut receiver, there);
    drop(receiver);
    let sent = start(&mut sender, here);
    drop(sender);
    (sent.wait_with_output().unwrap(), received.wait_with_output().unwrap())
}

fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let (archive, program) = (folder().join("libsoapstone.a"), folder().join("spool"));
        done(Command::new("sh").arg(root.join("ffi/archive.sh")).arg(&archive));
        let mut compile = Command::new("cc");
        compile.args(["-std=c99", "-O2", "-Wall", "-Wextra", "-Wpedantic", "-Werror", "-I"]).arg(root.join("include"));
        compile.arg("-I").arg(root.join("examples/c-common")).arg(root.join("examples/c-spool/spool.c"));
        done(compile.arg(&archive).arg("-o").arg(&program));
        program
    })
}

fn done(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("spool");
    fs::create_dir_all(&folder).unwrap();
    folder
}
