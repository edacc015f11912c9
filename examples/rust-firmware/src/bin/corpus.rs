//! Reads documents from the host's files and writes down what they say, for the host to compare.
//!
//! Its arguments are the names of two files: a list of what to read, and the file for the transcripts. A line of the list
//! is `PATH`, `OFFSET`, `LENGTH`, `CHUNK` and the settings, with one TAB between them: so many bytes of that file, in
//! chunks of so many bytes. In the other file each transcript stands behind the byte 1E.
#![no_std]
#![no_main]

use core::ffi::CStr;
use core::fmt::{self, Write as _};
use core::ops::Range;
use semihosting::experimental::env;
use semihosting::fs::File;
use semihosting::io::{Read as _, Seek as _, SeekFrom, Write as _};
use soapstone_rust_firmware::transcript::{self, Settings, Source};
use soapstone_rust_firmware::{SMALL, end, entry, println, stack};

/// The most bytes of workspace there are, and of the store of faults, of a chunk, of the output that waits.
const WORKSPACE: usize = if SMALL { 4096 } else { 16_384 };
const STORE: usize = 4096;
const CHUNK: usize = if SMALL { 512 } else { 4096 };
const WAITING: usize = if SMALL { 256 } else { 4096 };
/// The longest line of the list.
const LINE: usize = 512;

#[entry]
fn main() -> ! {
    stack::paint();
    let outcome = run();
    let stack = stack::mark();
    println!("stack {} of {} bytes", stack.used, stack.size);
    match outcome {
        Ok(documents) => println!("{documents} passed, 0 failed"),
        Err(why) => println!("FAIL {why}\n0 passed, 1 failed"),
    }
    end(outcome.is_ok())
}

/// Reads everything on the list; answers how many documents there were.
fn run() -> Result<u32, &'static str> {
    let arguments = env::args::<{ 2 * LINE }>().map_err(|_| "its arguments cannot be read")?;
    let mut arguments = (&arguments).filter_map(Result::ok).skip(1);
    let (Some(list), Some(output)) = (arguments.next(), arguments.next()) else {
        return Err("two arguments are needed: the list and the output");
    };
    let mut name = [0; LINE];
    let mut list = Lines { file: open(list, &mut name)?, buffer: [0; LINE], start: 0, end: 0 };
    let output = File::create(c_string(output, &mut name)?).map_err(|_| "the output cannot be created")?;
    let mut output = Output { file: output, waiting: [0; WAITING], len: 0 };
    let mut memory = Memory { workspace: [0; WORKSPACE], store: [0; STORE], chunk: [0; CHUNK] };
    let mut documents = 0;
    while let Some(line) = list.next()? {
        output.write_char('\u{1E}').map_err(|_| "the output cannot be written")?;
        document(line, &mut memory, &mut output).inspect_err(|_| println!("at {line}"))?;
        documents += 1;
    }
    output.flush().map_err(|_| "the output cannot be written")?;
    Ok(documents)
}

/// What reading takes.
struct Memory {
    workspace: [u8; WORKSPACE],
    store: [u8; STORE],
    chunk: [u8; CHUNK],
}

fn document(line: &str, memory: &mut Memory, output: &mut Output) -> Result<(), &'static str> {
    const BAD: &str = "a line of the list is wrong";
    let mut columns = line.split('\t');
    let mut column = || columns.next().ok_or(BAD);
    let (path, offset) = (column()?, column()?.parse().map_err(|_| BAD)?);
    let (left, chunk): (usize, usize) = (column()?.parse().map_err(|_| BAD)?, column()?.parse().map_err(|_| BAD)?);
    let settings = Settings::parse(column()?).ok_or("unknown settings")?;
    let Memory { workspace, store, chunk: buffer } = memory;
    let mut file = open(path, buffer)?;
    file.seek(SeekFrom::Start(offset)).map_err(|_| "a document cannot be reached")?;
    const SHORT: &str = "there is not so much memory";
    let workspace = workspace.get_mut(..settings.workspace).ok_or(SHORT)?;
    let store = store.get_mut(..settings.store).ok_or(SHORT)?;
    let mut source = Section { file, left, buffer, read: 0..0, chunk: chunk.max(1) };
    transcript::write(&settings, workspace, store, &mut source, output).map_err(|broken| match broken {
        transcript::Broken::Source => "a document cannot be read",
        transcript::Broken::Output => "the output cannot be written",
        transcript::Broken::Reader => "the reader asks for more than there is",
    })
}

fn c_string<'b>(name: &str, buffer: &'b mut [u8]) -> Result<&'b CStr, &'static str> {
    const LONG: &str = "the name of a file is too long";
    let place = buffer.get_mut(..=name.len()).ok_or(LONG)?;
    let (last, bytes) = place.split_last_mut().ok_or(LONG)?;
    bytes.copy_from_slice(name.as_bytes());
    *last = 0;
    CStr::from_bytes_with_nul(place).map_err(|_| "the name of a file has a NUL in it")
}

fn open(name: &str, buffer: &mut [u8]) -> Result<File, &'static str> {
    File::open(c_string(name, buffer)?).map_err(|_| "a file cannot be opened")
}

/// So many bytes of a file, chunk by chunk.
struct Section<'b> {
    file: File,
    /// Bytes that are still in the file.
    left: usize,
    buffer: &'b mut [u8; CHUNK],
    /// What was read and not handed out.
    read: Range<usize>,
    chunk: usize,
}

impl Source for Section<'_> {
    fn chunk(&mut self) -> Option<(&[u8], bool)> {
        if self.read.is_empty() {
            self.read = 0..self.left.min(CHUNK);
            self.file.read_exact(&mut self.buffer[self.read.clone()]).ok()?;
            self.left -= self.read.len();
        }
        let chunk = self.read.start..self.read.end.min(self.read.start + self.chunk);
        self.read.start = chunk.end;
        Some((&self.buffer[chunk], self.left == 0 && self.read.is_empty()))
    }
}

/// The lines of a file.
struct Lines {
    file: File,
    buffer: [u8; LINE],
    start: usize,
    end: usize,
}

impl Lines {
    fn next(&mut self) -> Result<Option<&str>, &'static str> {
        loop {
            let line = self.start..self.end;
            if let Some(len) = self.buffer[line.clone()].iter().position(|&byte| byte == b'\n') {
                self.start += len + 1;
                let line = &self.buffer[line.start..line.start + len];
                return core::str::from_utf8(line).map(Some).map_err(|_| "the list is not UTF-8");
            }
            self.buffer.copy_within(line.clone(), 0);
            (self.start, self.end) = (0, line.len());
            match self.file.read(&mut self.buffer[self.end..]) {
                Ok(0) if self.end == 0 => return Ok(None),
                Ok(0) => return Err("a line of the list is too long or not ended"),
                Ok(len) => self.end += len,
                Err(_) => return Err("the list cannot be read"),
            }
        }
    }
}

/// A file that is written piece by piece.
struct Output {
    file: File,
    waiting: [u8; WAITING],
    len: usize,
}

impl Output {
    fn flush(&mut self) -> fmt::Result {
        let waiting = &self.waiting[..core::mem::take(&mut self.len)];
        self.file.write_all(waiting).map_err(|_| fmt::Error)
    }
}

impl fmt::Write for Output {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text.as_bytes();
        while !rest.is_empty() {
            if self.len == WAITING {
                self.flush()?;
            }
            let len = rest.len().min(WAITING - self.len);
            let (now, after) = rest.split_at(len);
            self.waiting[self.len..self.len + len].copy_from_slice(now);
            self.len += len;
            rest = after;
        }
        Ok(())
    }
}
