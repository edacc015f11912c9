//! Processes of peers: started by the script of the peer, bounded in time, ended by their id.

use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// Seconds after which any of them ends, whatever becomes of us.
const LIFETIME: &str = "240";

/// A process that runs.
pub(super) struct Process {
    child: Child,
    lines: Receiver<String>,
    errors: PathBuf,
}

/// The folder of a peer.
fn folder(peer: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("peers").join(peer)
}

/// The script of a peer, about to run.
fn script(peer: &str, arguments: &[&str]) -> Result<(Command, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let made = std::env::var_os("CARGO_TARGET_DIR").map_or(root.join("target"), PathBuf::from).join("peers");
    let build = made.join("build").join(peer);
    std::fs::create_dir_all(&build).with_context(|| build.display().to_string())?;
    let absolute = |path: PathBuf| path.canonicalize().with_context(|| path.display().to_string());
    // What Python and Node need is where need.sh puts it, whatever the folder of the build is.
    let packages =
        std::env::var_os("PEERS").filter(|named| !named.is_empty()).map_or(root.join("target/peers"), PathBuf::from);
    std::fs::create_dir_all(&packages)?;
    let errors = build.join(format!("{}.err", arguments[0]));
    let mut command = Command::new("timeout");
    command
        .args(["-k", "5", LIFETIME])
        .arg(folder(peer).join("peer.sh"))
        .args(arguments)
        .current_dir(&root)
        .env("ECHO_WSDL", absolute(folder("echo.wsdl"))?)
        .env("PEERS", absolute(packages)?)
        .env("BUILD", absolute(build)?)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&errors)?);
    Ok((command, errors))
}

/// Builds what the programs of a peer need. `None`: it is there; else why not.
pub(super) fn build(peer: &str) -> Result<Option<String>> {
    if !folder(peer).join("peer.sh").is_file() {
        return Ok(Some(format!("{peer}: no such peer")));
    }
    let (mut command, errors) = script(peer, &["build"])?;
    let output = command.output().context("timeout and sh")?;
    match output.status.code() {
        Some(0) => Ok(None),
        Some(3) => Ok(Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())),
        _ => bail!("{peer}: cannot be built\n{}", tail(&errors)),
    }
}

/// Starts a client.
pub(super) fn client(peer: &str, endpoint: &str, version: &str, case: &str) -> Result<Process> {
    start(peer, &["client", endpoint, version, case])
}

/// Starts a server; gives its port, or why there is none.
pub(super) fn server(peer: &str) -> Result<Result<(Process, u16), String>> {
    let mut process = start(peer, &["server", "0"])?;
    let mut last = String::new();
    while let Some(line) = process.line(Duration::from_secs(60)) {
        if let Some(port) = line.strip_prefix("ready ") {
            return Ok(Ok((process, port.trim().parse().context(line.clone())?)));
        }
        last = line;
    }
    match process.is_missing() {
        true => Ok(Err(last)),
        false => bail!("{peer}: its server does not start\n{}", process.complaints()),
    }
}

fn start(peer: &str, arguments: &[&str]) -> Result<Process> {
    let (mut command, errors) = script(peer, arguments)?;
    let mut child = command.spawn().context("timeout and sh")?;
    let (send, lines) = channel();
    let stdout = child.stdout.take().context("a pipe")?;
    std::thread::spawn(move || pass_on(stdout, |line| send.send(line).is_ok()));
    Ok(Process { child, lines, errors })
}

fn pass_on(stdout: ChildStdout, mut take: impl FnMut(String) -> bool) {
    let mut reader = BufReader::new(stdout);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
        if !take(String::from_utf8_lossy(&line).trim_end().to_owned()) {
            break;
        }
        line.clear();
    }
    let _ = reader.read_to_end(&mut line); // so that the process never waits for us
}

/// The end of a file.
fn tail(path: &Path) -> String {
    let text = std::fs::read(path).unwrap_or_default();
    let text = String::from_utf8_lossy(&text);
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(12)..].join("\n")
}

impl Process {
    /// The next line it prints; `None` when it has ended, or when nothing came in this time.
    pub(super) fn line(&mut self, time: Duration) -> Option<String> {
        self.lines.recv_timeout(time).ok()
    }

    /// Whether it has ended with the status that says: something is not installed, or the peer has no such side.
    pub(super) fn is_missing(&mut self) -> bool {
        (0..20).any(|_| match self.child.try_wait() {
            Ok(Some(status)) => status.code() == Some(3),
            _ => {
                std::thread::sleep(Duration::from_millis(10));
                false
            }
        })
    }

    /// The end of what it said on its standard error.
    pub(super) fn complaints(&self) -> String {
        tail(&self.errors)
    }
}

impl Drop for Process {
    /// `timeout` passes the signal on to the peer.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
            let _ = self.child.wait();
        }
    }
}
