//! Counting the instructions and taking the time of one pass.

use crate::readers::{self, Pass};
use crate::writers;
use anyhow::{Context, Result, bail};
use soapstone_host_tests::measure::inputs::Input;
use soapstone_host_tests::measure::tools;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// Makes the passes of one reader and prints, for each, the nanoseconds and what it saw. The C peers do the same.
pub(crate) fn once(arguments: &[&str]) -> Result<()> {
    let [reader, file, chunk, rounds] = arguments else { bail!("usage: once READER FILE CHUNK ROUNDS") };
    let message = std::fs::read(file).with_context(|| format!("reading {file}"))?;
    let chunk: usize = chunk.parse()?;
    let pass = pass(reader).with_context(|| format!("no reader or writer {reader}"))?;
    for _ in 0..rounds.parse::<u32>()? {
        let start = Instant::now();
        let seen = pass(&message, chunk).map_err(|e| anyhow::anyhow!("{reader} refuses {file}: {e}"))?;
        println!("{} {seen}", start.elapsed().as_nanos());
    }
    Ok(())
}

fn pass(name: &str) -> Option<Pass> {
    readers::ALL.iter().chain(writers::ALL).find(|(known, _)| *known == name).map(|(_, pass)| *pass)
}

/// What was measured of one reader on one input.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speed {
    /// Instructions per byte of the message.
    pub(crate) instructions: f64,
    /// Megabytes (10^6 bytes) per second, the fastest of nine passes.
    pub(crate) megabytes: f64,
    /// What a pass saw.
    pub(crate) seen: u64,
    /// Bytes of the message.
    bytes: u64,
}

impl Speed {
    /// The same, per byte of what was seen: of a writer, per byte of its output.
    pub(crate) fn of_output(self) -> Speed {
        let share = self.seen as f64 / self.bytes as f64;
        Speed { instructions: self.instructions / share, megabytes: self.megabytes * share, ..self }
    }
}

/// Measures, and remembers the start-up costs.
pub(crate) struct Bench {
    own: PathBuf,
    peers: Option<PathBuf>,
    folder: PathBuf,
    startup: HashMap<(PathBuf, PathBuf), u64>,
}

impl Bench {
    /// A bench; `peers` says whether the C peers are built too.
    ///
    /// # Errors
    /// [`tools::Missing`] when valgrind, a C compiler or a peer's library is missing.
    pub(crate) fn new(peers: bool) -> Result<Self> {
        tools::need("valgrind", "valgrind")?;
        let folder = tools::scratch()?;
        let peers = if peers { Some(build_peers(&folder)?) } else { None };
        Ok(Bench { own: std::env::current_exe()?, peers, folder, startup: HashMap::new() })
    }

    /// The speed of a reader on an input, in chunks of so many bytes (0: whole).
    pub(crate) fn speed(&mut self, reader: &str, input: &Input, chunk: usize) -> Result<Speed> {
        let message = self.folder.join(format!("{}.xml", input.name));
        if self.startup.keys().all(|(_, known)| *known != message) {
            std::fs::write(&message, input.make())?;
        }
        let bytes = std::fs::metadata(&message)?.len();
        let mut command = vec![self.program(reader)?];
        if command[0] == self.own {
            command.push("once".into());
        }
        command.extend([reader.into(), message.clone(), chunk.to_string().into()]);
        // A short message is read often enough to drown the noise of the process around it.
        let rounds = (500_000 / bytes).max(1);
        let startup = match self.startup.get(&(command[0].clone(), message.clone())) {
            Some(known) => *known,
            None => {
                let count = instructions(&command, 0)?;
                self.startup.insert((command[0].clone(), message), count);
                count
            }
        };
        let count = instructions(&command, rounds)?.saturating_sub(startup);
        let (nanoseconds, seen) = fastest(&command, 9)?;
        Ok(Speed {
            instructions: count as f64 / (rounds * bytes) as f64,
            megabytes: bytes as f64 * 1e3 / nanoseconds as f64,
            seen,
            bytes,
        })
    }

    fn program(&self, reader: &str) -> Result<PathBuf> {
        if pass(reader).is_some() {
            return Ok(self.own.clone());
        }
        self.peers.clone().with_context(|| format!("{reader} is a C peer, which this run leaves out"))
    }
}

fn instructions(command: &[PathBuf], rounds: u64) -> Result<u64> {
    let mut valgrind = Command::new("valgrind");
    valgrind.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).args(command).arg(rounds.to_string());
    let (_, report) = tools::outputs(valgrind.env("LD_BIND_NOW", "1"))?;
    let line = report.lines().find_map(|l| l.split_once("Collected : ")).context("callgrind gave no count")?;
    line.1.trim().parse().with_context(|| format!("callgrind's count {:?}", line.1))
}

fn fastest(command: &[PathBuf], rounds: u32) -> Result<(u64, u64)> {
    let report = tools::output(Command::new(&command[0]).args(&command[1..]).arg(rounds.to_string()))?;
    let mut passes = Vec::new();
    for line in report.lines() {
        let (time, seen) = line.split_once(' ').context("a pass without a time")?;
        passes.push((time.parse::<u64>()?.max(1), seen.parse::<u64>()?));
    }
    passes.into_iter().min().context("no pass was made")
}

fn build_peers(folder: &Path) -> Result<PathBuf> {
    tools::need("cc", "gcc")?;
    tools::need("pkg-config", "pkg-config")?;
    let flags = Command::new("pkg-config").args(["--cflags", "--libs", "expat", "libxml-2.0"]).output()?;
    if !flags.status.success() {
        let how = "the C peers are missing. Install them: apt-get install -y libexpat1-dev libxml2-dev";
        return Err(tools::Missing(how.into()).into());
    }
    let flags = String::from_utf8(flags.stdout)?;
    let program = folder.join("peers");
    let source = tools::root().join("host-tests/benches/peers.c");
    let mut compile = Command::new("cc");
    compile.args(["-std=c99", "-O2", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&program).arg(source);
    tools::output(compile.args(flags.split_whitespace()))?;
    Ok(program)
}
