//! Programs on emulated boards: started, listened to, bounded in time, ended by their id.

use crate::measure::tools;
use anyhow::{Context, Result, bail};
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

/// A board that QEMU emulates.
#[derive(Debug, PartialEq, Eq)]
pub struct Board {
    /// Its name for QEMU, and ours.
    pub name: &'static str,
    /// Its processor.
    pub cpu: &'static str,
    /// The Rust target that is for it.
    pub target: &'static str,
    /// KB of memory.
    pub ram: u32,
}

/// The boards.
pub const BOARDS: &[Board] = &[
    Board { name: "mps2-an385", cpu: "Cortex-M3", target: "thumbv7m-none-eabi", ram: 4096 },
    Board { name: "mps2-an386", cpu: "Cortex-M4F", target: "thumbv7em-none-eabihf", ram: 4096 },
    Board { name: "lm3s6965evb", cpu: "Cortex-M3", target: "thumbv7m-none-eabi", ram: 64 },
    Board { name: "microbit", cpu: "Cortex-M0", target: "thumbv6m-none-eabi", ram: 16 },
    Board { name: "virt", cpu: "RV32IMAC", target: "riscv32imac-unknown-none-elf", ram: 4096 },
    Board { name: "sifive_e", cpu: "RV32IMAC", target: "riscv32imac-unknown-none-elf", ram: 16 },
];

impl Board {
    /// The board of this name.
    ///
    /// # Errors
    /// There is none.
    pub fn named(name: &str) -> Result<&'static Board> {
        BOARDS.iter().find(|board| board.name == name).with_context(|| {
            let names: Vec<&str> = BOARDS.iter().map(|board| board.name).collect();
            format!("there is no board {name}; there are {}", names.join(", "))
        })
    }

    /// The emulator, its Debian package, and what it must be told beside the board.
    fn emulator(&self) -> (&'static str, &'static str, &'static [&'static str]) {
        match (self.target.starts_with("thumb"), self.name) {
            (true, _) => ("qemu-system-arm", "qemu-system-arm", &[]),
            (false, "virt") => ("qemu-system-riscv32", "qemu-system-misc", &["-bios", "none"]),
            (false, _) => ("qemu-system-riscv32", "qemu-system-misc", &[]),
        }
    }

    /// Whether its emulator is there.
    ///
    /// # Errors
    /// [`tools::Missing`] says how to install it.
    pub fn need(&self) -> Result<()> {
        let (program, package, _) = self.emulator();
        tools::need(program, package)
    }
}

/// How a program is run.
#[derive(Clone, Debug)]
pub struct Start<'a> {
    /// The board it is for.
    pub board: &'a Board,
    /// The program, an ELF file.
    pub image: &'a Path,
    /// The arguments it gets by semihosting; the first is the name it goes by.
    pub arguments: &'a [&'a str],
    /// More options of QEMU: devices, a serial line, the clock.
    pub options: &'a [OsString],
    /// After this time it is ended.
    pub limit: Duration,
}

impl<'a> Start<'a> {
    /// A program with no arguments and nothing special.
    pub fn new(board: &'a Board, image: &'a Path, limit: Duration) -> Start<'a> {
        Start { board, image, arguments: &[], options: &[], limit }
    }

    fn command(&self) -> Command {
        let (program, _, special) = self.board.emulator();
        // `timeout` ends it even when we are no longer there to do so.
        let mut command = Command::new("timeout");
        command.args(["-k", "5"]).arg((self.limit.as_secs() + 5).to_string()).arg(program);
        command.args(["-M", self.board.name]).args(special);
        command.args(["-display", "none", "-monitor", "none", "-semihosting-config"]).arg(self.semihosting());
        command.args(self.options).arg("-kernel").arg(self.image).stdin(Stdio::null());
        command
    }

    fn semihosting(&self) -> String {
        let arguments = self.arguments.iter().map(|argument| format!(",arg={}", argument.replace(',', ",,")));
        format!("enable=on,target=native{}", arguments.collect::<String>())
    }
}

/// A program that runs.
#[derive(Debug)]
pub struct Guest {
    child: Child,
    pieces: Receiver<Vec<u8>>,
    said: Vec<u8>,
    name: String,
    end: Instant,
}

/// What a program that has ended said, and its exit status.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Everything it printed by semihosting or on a serial line that goes to `stdio`.
    pub said: String,
    /// The status it ended with; `None` when a signal ended it.
    pub status: Option<i32>,
}

impl Guest {
    /// Starts a program.
    ///
    /// # Errors
    /// [`tools::Missing`] without the emulator.
    pub fn start(start: &Start<'_>) -> Result<Guest> {
        start.board.need()?;
        let (mut reader, writer) = std::io::pipe()?;
        let mut command = start.command();
        command.stdout(writer.try_clone()?).stderr(writer);
        let child = command.spawn().context("starting `timeout`")?;
        drop(command); // and with it our ends of the pipe
        let (send, pieces) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(len @ 1..) = reader.read(&mut buffer) {
                if send.send(buffer[..len].to_vec()).is_err() {
                    break;
                }
            }
        });
        let file = start.image.file_name().unwrap_or(OsStr::new("program")).to_string_lossy();
        let name = format!("{file} on {}", start.board.name);
        Ok(Guest { child, pieces, said: Vec::new(), name, end: Instant::now() + start.limit })
    }

    /// Everything it has said so far.
    pub fn said(&self) -> String {
        String::from_utf8_lossy(&self.said).into_owned()
    }

    /// Waits until it has said this, and answers the rest of that line once it is whole.
    ///
    /// # Errors
    /// It has ended before, or its time is over.
    pub fn wait_for(&mut self, text: &str) -> Result<String> {
        loop {
            let said = self.said();
            if let Some((line, _)) = said.split_once(text).and_then(|(_, after)| after.split_once('\n')) {
                return Ok(line.trim_end().to_owned());
            }
            if !self.listen()? {
                bail!("{} has ended without saying {text:?}; it said:\n{said}", self.name);
            }
        }
    }

    /// Waits until it ends.
    ///
    /// # Errors
    /// Its time is over; then it is ended.
    pub fn finish(mut self) -> Result<Ended> {
        while self.listen()? {}
        let status = self.child.wait().context("waiting for QEMU")?.code();
        Ok(Ended { said: self.said(), status })
    }

    /// Takes in what it says next; `false` when it has ended.
    fn listen(&mut self) -> Result<bool> {
        match self.pieces.recv_timeout(self.end.saturating_duration_since(Instant::now())) {
            Ok(piece) => {
                self.said.extend(piece);
                Ok(true)
            }
            Err(RecvTimeoutError::Disconnected) => Ok(false),
            Err(RecvTimeoutError::Timeout) => bail!("{} does not end; it said:\n{}", self.name, self.said()),
        }
    }
}

impl Drop for Guest {
    /// `timeout` passes the signal on to QEMU.
    fn drop(&mut self) {
        if !matches!(self.child.try_wait(), Ok(Some(_))) {
            let _ = Command::new("kill").arg(self.child.id().to_string()).stderr(Stdio::null()).status();
            let _ = self.child.wait();
        }
    }
}

/// Runs a program to its end.
///
/// # Errors
/// [`tools::Missing`] without the emulator; the program does not end in time.
pub fn run(start: &Start<'_>) -> Result<Ended> {
    Guest::start(start)?.finish()
}
