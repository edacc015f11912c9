//! The programs in C: a device on a serial line, which answers as the same program on this machine does.

mod line;
mod requests;

use super::row::{Job, Language, Row, Told};
use anyhow::{Context, Result, ensure};
use line::{Answer, Line, REPORT};
use object::elf::{SHF_ALLOC, SHF_WRITE, SectionFlags as SectionFlag};
use object::{Object, ObjectSection, ObjectSymbol, SectionFlags};
use requests::{Pass, REQUESTS};
use soapstone_host_tests::measure::tools;
use soapstone_host_tests::qemu::Start;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;
use std::time::Duration;

const fn row(program: &'static str, board: &'static str) -> Row {
    Row { program, language: Language::C, board, features: &[], run: device }
}

/// The device on bare metal, and as a task of FreeRTOS.
pub(super) const ROWS: &[Row] = &[
    row("serial", "microbit"),
    row("serial", "lm3s6965evb"),
    row("serial", "mps2-an385"),
    row("task", "mps2-an385"),
    row("serial", "mps2-an386"),
    row("task", "mps2-an386"),
    row("serial", "virt"),
    row("serial", "sifive_e"),
];

/// How long all passes may take.
const LIMIT: Duration = Duration::from_secs(300);
/// Bytes of stack that must be left.
const SPARE: u64 = 1024;

/// The sizes of the pieces in which the requests of each pass are sent.
fn passes(all: bool) -> Vec<usize> {
    let mut pieces = vec![usize::MAX, usize::MAX, 1];
    if all {
        pieces.extend([2, 3, 7, 16, 63, 64, 65]);
    }
    pieces
}

/// Asks the device everything, in every pass, and compares its answers with those of this machine.
fn device(job: &Job<'_>) -> Result<Told> {
    let mut told = Told::default();
    let mut host = Line::host(host_program()?, LIMIT)?;
    let mut board = Line::board(&Start::new(job.board, job.image, LIMIT))?;
    let mut marks = Vec::new();
    for (number, piece) in (0..).zip(passes(job.all)) {
        let pass = Pass(number);
        for request in REQUESTS {
            let bytes = request.bytes(pass);
            let (expected, answer) = (host.call(&bytes, usize::MAX)?, board.call(&bytes, piece)?);
            let wanted = request.answer(pass);
            let right = answer.status == request.status
                && answer.body.contains(&wanted)
                && wanted.is_empty() == answer.body.is_empty()
                && answer == expected;
            let how = if piece == usize::MAX { String::new() } else { format!(", in pieces of {piece}") };
            told.check(right, || format!("{}{how}: {answer:?}, this machine: {expected:?}", request.id));
        }
        marks.push(stack(&board.call(REPORT, piece)?)?);
    }
    half(&mut board, &mut told)?;
    let (used, size) = marks.last().copied().unwrap_or_default();
    told.check(used + SPARE <= size, || format!("stack {used} of {size} bytes"));
    if job.image.ends_with("serial") {
        told.check(marks.first() == marks.get(1), || format!("another pass took more stack: {marks:?}"));
    }
    told.stack = Some(used);
    told.note = image(job, &mut told)?;
    Ok(told)
}

/// Sends a request in part: after a while it must be given up, and the next one be answered.
fn half(board: &mut Line, told: &mut Told) -> Result<()> {
    let Some(request) = REQUESTS.first() else { return Ok(()) };
    let bytes = request.bytes(Pass(0));
    for (what, bytes, status) in [("half", &bytes[..bytes.len() / 2], 408), ("the next", &bytes[..], 200)] {
        let answer = board.call(bytes, usize::MAX)?;
        told.check(answer.status == status, || format!("{what} request: {answer:?}"));
    }
    Ok(())
}

/// What the device says of its stack: bytes that were used, and how many there are.
fn stack(answer: &Answer) -> Result<(u64, u64)> {
    let told = || {
        let (used, size) = answer.body.strip_prefix("stack ")?.strip_suffix(" bytes\n")?.split_once(" of ")?;
        Some((used.parse().ok()?, size.parse().ok()?))
    };
    told().with_context(|| format!("{answer:?} tells no stack"))
}

/// Looks into the image: nothing of a heap is linked. Answers what it takes.
fn image(job: &Job<'_>, told: &mut Told) -> Result<String> {
    const HEAP: [&str; 9] =
        ["malloc", "calloc", "realloc", "free", "_malloc_r", "_free_r", "_sbrk", "sbrk", "pvPortMalloc"];
    let bytes = std::fs::read(job.image)?;
    let file = object::File::parse(&*bytes)?;
    let heap: Vec<&str> = file.symbols().filter_map(|s| s.name().ok()).filter(|name| HEAP.contains(name)).collect();
    told.check(heap.is_empty(), || format!("linked: {}", heap.join(", ")));
    let (mut flash, mut ram) = (0, 0);
    for section in file.sections() {
        let SectionFlags::Elf { sh_flags, .. } = section.flags() else { continue };
        let is = |flag: SectionFlag| sh_flags.0 & flag.0 != 0;
        let size = if is(SHF_ALLOC) { section.size() } else { 0 };
        flash += if section.file_range().is_some() { size } else { 0 };
        ram += if is(SHF_WRITE) { size } else { 0 };
    }
    Ok(format!("{flash} bytes of flash, {ram} of RAM, no heap"))
}

/// The same program, built for this machine, once.
fn host_program() -> Result<&'static PathBuf> {
    static BUILT: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    let built = BUILT.get_or_init(|| build().map_err(|error| format!("{error:#}")));
    built.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn build() -> Result<PathBuf> {
    let folder = tools::scratch()?.with_file_name("firmware").join("c").join("host");
    let mut sh = Command::new("sh");
    sh.arg("examples/c-firmware/build.sh").arg("host").arg(&folder).arg("serial");
    tools::output(sh.current_dir(tools::root()))?;
    let program = folder.join("serial");
    ensure!(program.exists(), "{} was not built", program.display());
    Ok(program)
}
