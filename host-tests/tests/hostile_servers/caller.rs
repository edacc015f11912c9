//! The client, a process of its own.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Arc, Mutex, OnceLock, mpsc};
use std::time::Duration;

/// No test takes so long.
const MOST: Duration = Duration::from_secs(240);

/// A client that makes one call after the other.
pub(crate) struct Caller {
    process: Arc<Mutex<Child>>,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
    /// Ends the watch over the process.
    _over: mpsc::Sender<()>,
}

impl Caller {
    pub(crate) fn start() -> Caller {
        let mut process = Command::new(program()).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let (input, output) = (process.stdin.take().unwrap(), process.stdout.take().unwrap());
        let process = Arc::new(Mutex::new(process));
        let (over, watch) = mpsc::channel::<()>();
        let watched = Arc::clone(&process);
        std::thread::spawn(move || {
            if watch.recv_timeout(MOST) == Err(mpsc::RecvTimeoutError::Timeout) {
                let _ = watched.lock().unwrap().kill();
            }
        });
        Caller { process, input, output: BufReader::new(output), _over: over }
    }

    /// Calls; gives stage, status and error, and the bytes that were received.
    pub(crate) fn call(&mut self, login: &str, address: &str) -> (String, u64) {
        writeln!(self.input, "{login} {address}").unwrap();
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).unwrap() > 0, "the client has ended");
        let (told, bytes) = line.trim().rsplit_once(' ').unwrap();
        (told.to_owned(), bytes.parse().unwrap())
    }
}

impl Drop for Caller {
    fn drop(&mut self) {
        let mut process = self.process.lock().unwrap();
        let _ = process.kill();
        let _ = process.wait();
    }
}

/// The program, built once.
fn program() -> &'static Path {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let (root, folder) = (here.join(".."), Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile_servers"));
        fs::create_dir_all(&folder).unwrap();
        let (archive, program) = (folder.join("libsoapstone.a"), folder.join("caller"));
        done(Command::new("sh").arg(root.join("ffi/archive.sh")).arg(&archive));
        let mut compile = Command::new("cc");
        compile.args(["-std=c99", "-O1", "-g", "-Wall", "-Wextra", "-Werror", "-fsanitize=address,undefined"]);
        compile.args(["-fno-sanitize-recover=all", "-I"]).arg(root.join("include"));
        compile.arg("-I").arg(root.join("examples/c-common")).arg(here.join("tests/hostile_servers/caller.c"));
        done(compile.arg(root.join("examples/c-common/tcp.c")).arg(archive).arg("-o").arg(&program));
        program
    })
}

fn done(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
