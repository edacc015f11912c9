//! Running an image on the emulated board and counting its instructions.

use anyhow::{Context, Result, ensure};
use soapstone_host_tests::measure::tools;
use soapstone_host_tests::qemu::{self, Board, Ended, Start};
use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

/// The time an image may take.
const LIMIT: Duration = Duration::from_secs(120);

/// What a run of an image on messages told.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Run {
    /// Instructions, from the first call to the last, of all messages together.
    instructions: f64,
    /// Bytes of the messages.
    bytes: f64,
    /// How many messages there were.
    messages: f64,
    /// The most bytes of stack in use below the function that calls the program.
    pub(crate) stack: u64,
    /// Bytes of the state of the program, its workspace not counted.
    pub(crate) state: u64,
    /// The sum of what was seen; of a program that writes, the bytes of its output.
    pub(crate) seen: u64,
}

impl Run {
    /// Instructions per byte of the message.
    pub(crate) fn per_byte(&self) -> f64 {
        self.instructions / self.bytes
    }

    /// Instructions per message, the answer included.
    pub(crate) fn per_message(&self) -> f64 {
        self.instructions / self.messages
    }

    /// Instructions per byte of what was seen.
    pub(crate) fn per_byte_seen(&self) -> f64 {
        self.instructions / self.seen as f64
    }
}

/// Lets `image` read messages one after the other, in chunks of so many bytes (0: whole); `name` is theirs.
///
/// # Errors
/// [`tools::Missing`] without QEMU; the image refuses a message, panics or does not end.
pub(crate) fn run(image: &Path, name: &str, messages: &[Vec<u8>], chunk: usize) -> Result<Run> {
    let file = tools::scratch()?.join("board-message.bin");
    std::fs::write(&file, loaded(messages, chunk))?;
    let loader = format!("loader,file={},addr=0x21000000,force-raw=on", file.display());
    let options = ["-serial", "stdio", "-icount", "shift=10,align=off,sleep=off", "-device", &loader];
    let options = options.map(std::ffi::OsString::from);
    let start = Start { options: &options, ..Start::new(Board::named("mps2-an386")?, image, LIMIT) };
    let Ended { said, status } = qemu::run(&start)?;
    ensure!(status == Some(0), "{} ended with status {status:?}:\n{said}", image.display());
    let of = format!("{} on {name}", image.display());
    let told: HashMap<&str, u64> = said
        .split_whitespace()
        .filter_map(|word| word.split_once('='))
        .filter_map(|(name, value)| Some((name, value.parse().ok()?)))
        .collect();
    let value = |name: &str| told.get(name).copied().with_context(|| format!("{of}: no {name} in {said:?}"));
    ensure!(value("status")? == 0, "{of}: refused with error -{}", value("status")?);
    // The timer counts 40 ns and an instruction is made to take 2^10 ns: after 168 million it begins anew.
    let instructions = value("ticks")? as f64 * 40.0 / 1024.0;
    let bytes: usize = messages.iter().map(Vec::len).sum();
    ensure!(bytes <= 1_100_000, "{of}: the timer may begin anew");
    let (stack, state, seen) = (value("stack")?, value("state")?, value("seen")?);
    Ok(Run { instructions, bytes: bytes as f64, messages: messages.len() as f64, stack, state, seen })
}

/// The messages as the image expects them in memory, each at a multiple of 16 bytes: a mark, the length, the size of a
/// chunk, a spare word, the bytes. What follows the last has no mark.
fn loaded(messages: &[Vec<u8>], chunk: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    for message in messages {
        let chunk = if chunk == 0 { message.len() } else { chunk };
        for word in [0x534f_4150, message.len() as u32, chunk as u32, 0] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(message);
        bytes.resize(bytes.len().next_multiple_of(16), 0);
    }
    bytes.extend([0; 16]);
    bytes
}
