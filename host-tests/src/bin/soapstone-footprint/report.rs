//! The tables, the bars, and the document they are kept in.

use crate::board;
use crate::devices;
use crate::facts::{self, Bar, Facts, Host, IMAGES, Image, Library, Work, count};
use crate::images::{self, Folder, LEVELS};
use crate::panics::{Owner, Site};
use anyhow::{Context, Result, ensure};
use soapstone_host_tests::measure::compiler;
use soapstone_host_tests::measure::figures::{self, Cell, Table};
use soapstone_host_tests::measure::inputs::Input;
use soapstone_host_tests::measure::sets;
use soapstone_host_tests::measure::tools;
use std::collections::BTreeMap;

/// What is read, and in chunks of how many bytes (0: whole).
const SPEEDS: &[(&str, usize)] = &[
    ("small1k", 0),
    ("onvif", 0),
    ("onvif", 512),
    ("siebel", 0),
    ("siebel", 512),
    ("medium20k", 0),
    ("medium20k", 64),
    ("medium20k", 1),
    ("large1m", 0),
    ("base64-100k", 0),
];

/// Instructions per byte on a Cortex-M4 of the readers at one opt-level, on standard output.
pub(crate) fn speed(level: &str, names: &[&str]) -> Result<bool> {
    let folder = images::programs(level)?;
    for image in IMAGES.iter().filter(|image| image.ours && image.work == Work::Reads) {
        for (name, chunk) in SPEEDS.iter().filter(|(name, _)| names.is_empty() || names.contains(name)) {
            let Some(run) = run(&folder, image, name, *chunk)? else { continue };
            println!(
                "{:16} opt {level}  {:24} {:7.2} instructions/byte",
                image.about,
                label(name, *chunk),
                run.per_byte()
            );
        }
    }
    Ok(true)
}

/// Runs an image on the messages of this name; `None` where they are absent.
fn run(folder: &Folder, image: &Image, name: &str, chunk: usize) -> Result<Option<board::Run>> {
    let messages = sets::named(name).with_context(|| format!("no input {name}"))?;
    if messages.is_empty() {
        return Ok(None);
    }
    let path = image.path(folder);
    let run = board::run(&path, name, &messages, chunk)?;
    if chunk != 0 {
        let whole = board::run(&path, name, &messages, 0)?;
        ensure!(run.seen == whole.seen, "{}, {name}: chunks of {chunk} bytes change what is seen", image.about);
    }
    Ok(Some(run))
}

/// The flash of every image at one opt-level, on standard output.
pub(crate) fn flash(level: &str) -> Result<bool> {
    let folder = images::programs(level)?;
    for image in IMAGES {
        let bar = match image.bar {
            None => String::new(),
            Some(Bar::Shared(bar)) => format!(", at most {bar}"),
            Some(Bar::Alone(bar)) => format!(", at most {bar} with an archive for the program"),
        };
        println!("{:26} {:6} bytes{bar}", image.about, facts::size(&folder, image)?.0);
    }
    Ok(true)
}

/// The deepest path of one image, function by function.
pub(crate) fn path(about: &str, level: &str) -> Result<bool> {
    let found = Image::named(about)?.stack(&images::programs(level)?)?;
    println!("{} bytes; largest frame of the library {} bytes, {}", found.depth, found.frame.0, found.frame.1);
    for (depth, name) in found.path {
        println!("{depth:6} {name}");
    }
    Ok(true)
}

/// The flash and RAM of the images in C on every processor, on standard output.
pub(crate) fn targets() -> Result<bool> {
    println!("{}", device_sizes(&images::programs(devices::LEVEL)?)?.markdown());
    Ok(true)
}

/// The flash of the images in C that are linked with the lean archive, on standard output.
pub(crate) fn lean() -> Result<bool> {
    println!("{}", lean_sizes()?.markdown());
    Ok(true)
}

/// Instructions per message at one opt-level, on standard output.
pub(crate) fn calls(level: &str) -> Result<bool> {
    println!("{}", messages(&[level], &[images::programs(level)?])?.markdown());
    Ok(true)
}

/// Everything; answers whether the bars hold and no committed figure got worse.
pub(crate) fn whole(write: bool) -> Result<bool> {
    let folders: Vec<Folder> = LEVELS.iter().map(|level| images::build(level)).collect::<Result<_>>()?;
    let mut all = Vec::new();
    for image in IMAGES {
        all.push(folders.iter().map(|folder| facts::examine(folder, image)).collect::<Result<Vec<Facts>>>()?);
    }
    let libraries: Vec<Library> = folders.iter().map(facts::library).collect::<Result<_>>()?;
    let host = facts::host()?;
    let speeds = speeds(&folders)?;
    let alone = facts::alone(&folders)?;
    let mut good = bars(&all, &alone, &libraries, &host, &speeds);
    let tables = [
        sizes(&all),
        alone_sizes(alone),
        lean_sizes()?,
        device_sizes(&folders[0])?,
        host_sizes(&host),
        stacks(&all),
        functions(&libraries),
        panic_sites(&all, &libraries),
        speeds,
        messages(LEVELS, &folders)?,
    ];
    let toolchain = &compiler::version(images::TARGET)?;
    let mut body = format!("Measured with {toolchain} by `make footprint`.\n\n");
    body.push_str(&tables.iter().map(Table::markdown).collect::<Vec<_>>().join("\n"));
    body.push_str(&site_list(&libraries));
    println!("{body}");
    let path = tools::root().join("docs/footprint.md");
    if write {
        figures::put(&path, "footprint", &body)?;
    } else {
        let committed = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
        good &= figures::compare(&tables, &committed, toolchain, "make footprint-write");
    }
    Ok(good)
}

fn label(name: &str, chunk: usize) -> String {
    if chunk == 0 { name.to_string() } else { format!("{name}, {chunk} B chunks") }
}

/// A table with a column for each of `what` at each opt-level.
fn per_level(title: &str, about: &str, first: &str, what: &[&str]) -> Table {
    let mut table = Table::new(title, about, &[first]);
    table.columns.extend(what.iter().flat_map(|w| LEVELS.iter().map(move |level| format!("{w} {level}"))));
    table
}

fn cell(ours: bool, value: f64, decimals: usize) -> Cell {
    if ours { Cell::Kept(value, decimals) } else { Cell::Shown(format!("{value:.decimals$}")) }
}

fn fill(table: &mut Table, all: &[Vec<Facts>], figures: &[&dyn Fn(&Facts) -> u64]) {
    for (image, levels) in IMAGES.iter().zip(all) {
        let values = figures.iter().flat_map(|figure| levels.iter().map(|f| figure(f) as f64));
        table.row(image.about, values.map(|value| cell(image.ours, value, 0)).collect());
    }
}

fn sizes(all: &[Vec<Facts>]) -> Table {
    let about = "Bytes beyond those of a program that does the same without soapstone: flash is code, constants and \
        initial data. Handle is the struct the caller places; the workspace is the caller's too and not counted. \
        RAM is static: in C the handle and what the program itself keeps, in Rust nothing.";
    let mut table = per_level("Size, thumbv7em", about, "program", &["flash", "RAM", "handle"]);
    fill(&mut table, all, &[&|f| f.flash, &|f| f.ram, &|f| f.state]);
    table
}

fn alone_sizes(programs: Vec<(&'static str, Vec<u64>)>) -> Table {
    let about =
        "Bytes of flash of the same programs, each linked with an archive that `ffi/archive.sh --for` made for it.";
    flash_sizes("Size with an archive for the program, thumbv7em", about, programs)
}

fn lean_sizes() -> Result<Table> {
    let about = "Bytes of flash of the same programs, linked with the lean archive.";
    Ok(flash_sizes("Size of the lean build, thumbv7em", about, facts::lean()?))
}

fn flash_sizes(title: &str, about: &str, programs: Vec<(&str, Vec<u64>)>) -> Table {
    let mut table = per_level(title, about, "program", &["flash"]);
    for (name, sizes) in programs {
        table.row(name, sizes.iter().map(|bytes| Cell::Kept(*bytes as f64, 0)).collect());
    }
    table
}

fn device_sizes(known: &Folder) -> Result<Table> {
    let about = "The same at opt-level z on other processors: thumbv6m (Cortex-M0), thumbv7m (M3), thumbv7em (M4, M7), \
        thumbv8m.main (M33) and riscv32imac. These images are linked, not run.";
    let mut table = Table::new("Size by target", about, &["program"]);
    for what in ["flash", "RAM"] {
        table.columns.extend(devices::TARGETS.iter().map(|(_, name)| format!("{what} {name}")));
    }
    for facts::Everywhere { about, sizes } in facts::everywhere(known)? {
        let bytes = sizes.iter().map(|size| size.0).chain(sizes.iter().map(|size| size.1));
        table.row(about, bytes.map(|bytes| Cell::Kept(bytes as f64, 0)).collect());
    }
    Ok(table)
}

fn host_sizes(host: &Host) -> Table {
    let about = "Bytes of code, constants and initial data that the same programs have on a host beyond one that does \
        not use soapstone, with libsoapstone.a as `make lib` builds it.";
    let mut table = Table::new("Size, x86-64", about, &["program", "bytes"]);
    for (name, bytes) in &host.sizes {
        table.row(name, vec![Cell::Kept(*bytes as f64, 0)]);
    }
    table
}

fn stacks(all: &[Vec<Facts>]) -> Table {
    let about = "Bytes. Frame is the largest of any function of the library; path the deepest there is, from the \
        program's own function that calls the library downwards, that one's frame included; painted is the \
        high-water mark of a run, which may be less and is never more.";
    let mut table = per_level("Stack, thumbv7em", about, "program", &["frame", "path", "painted"]);
    let figures: [&dyn Fn(&Facts) -> u64; 3] =
        [&|f| u64::from(f.stack.frame.0), &|f| u64::from(f.stack.depth), &|f| f.painted];
    fill(&mut table, all, &figures);
    table
}

fn functions(libraries: &[Library]) -> Table {
    let about = "Bytes of stack that a call from C may need at most, the caller's own not counted: the twelve \
        functions that need most.";
    let mut table = per_level("Stack of the C functions, thumbv7em", about, "function", &["path"]);
    for (_, name) in libraries[0].paths.iter().take(12) {
        let path = |library: &Library| library.paths.iter().find(|(_, n)| n == name).map_or(0, |(depth, _)| *depth);
        table.row(name, libraries.iter().map(|l| Cell::Kept(f64::from(path(l)), 0)).collect());
    }
    table
}

fn panic_sites(all: &[Vec<Facts>], libraries: &[Library]) -> Table {
    let about = "Calls of functions that panic, by whose code the call is in: in what reading or writing may come to, \
        and in all of the library as linked for C.";
    let owners = [
        ("ours", Owner::Ours),
        ("xmlparser", Owner::Xmlparser),
        ("httparse", Owner::Httparse),
        ("nom", Owner::Nom),
        ("SHA-1", Owner::Sha1),
        ("core", Owner::Core),
    ];
    let mut table = per_level("Panic sites, thumbv7em", about, "image", &owners.map(|(name, _)| name));
    let mut row = |name: &str, ours: bool, levels: Vec<&[Site]>| {
        let counts = owners.iter().flat_map(|(_, owner)| levels.iter().map(|sites| count(sites, *owner)));
        table.row(name, counts.map(|value| cell(ours, value, 0)).collect());
    };
    row("library for C", true, libraries.iter().map(|l| l.sites.as_slice()).collect());
    for (image, levels) in IMAGES.iter().zip(all).filter(|(image, _)| !image.about.ends_with(", C")) {
        row(image.about, image.ours, levels.iter().map(|f| f.sites.as_slice()).collect());
    }
    table
}

fn speeds(folders: &[Folder]) -> Result<Table> {
    let about = "Instructions, not cycles; of a writer per byte of its output.";
    let mut columns: Vec<String> = vec!["program".into()];
    columns.extend(SPEEDS.iter().map(|(name, chunk)| label(name, *chunk)));
    let mut table = Table::new("Instructions per byte, Cortex-M4", about, &[]);
    table.columns = columns;
    for image in IMAGES {
        for (level, folder) in LEVELS.iter().zip(folders) {
            let mut cells = Vec::new();
            for (name, chunk) in SPEEDS {
                let writes = image.work == Work::Writes;
                let whole_only = !image.ours || writes;
                if whole_only && *chunk != 0 || image.work != Work::Reads && *name != "medium20k" {
                    cells.push(Cell::Shown("-".into()));
                    continue;
                }
                let Some(run) = run(folder, image, name, *chunk)? else {
                    cells.push(Cell::Shown("-".into()));
                    continue;
                };
                let figure = if writes { run.per_byte_seen() } else { run.per_byte() };
                cells.push(cell(image.ours, figure, 1));
            }
            table.row(&format!("{}, {level}", image.about), cells);
        }
    }
    Ok(table)
}

fn messages(levels: &[&str], folders: &[Folder]) -> Result<Table> {
    let about = "Instructions, not cycles, of one call: a message of 1.5 KB with addressing and a UsernameToken is read \
        and judged as far as the program does that, and answered.";
    let mut table = Table::new("Instructions per message, Cortex-M4", about, &["program"]);
    table.columns.extend(levels.iter().map(|level| level.to_string()));
    let small = Input::named("small1k").context("no input small1k")?.make();
    // Not every program knows tokens, and one that must understand what it does not know stops there.
    let message = small.replace("<wsse:Security soap:mustUnderstand=\"true\"", "<wsse:Security").into_bytes();
    for image in IMAGES.iter().filter(|image| image.work == Work::Answers) {
        let mut cells = Vec::new();
        for folder in folders {
            let run = board::run(&image.path(folder), "small1k", std::slice::from_ref(&message), 0)?;
            cells.push(Cell::Kept(run.per_message(), 0));
        }
        table.row(image.about, cells);
    }
    Ok(table)
}

fn site_list(libraries: &[Library]) -> String {
    let mut out = String::from("\n### Where the panic sites of the library are\n\n");
    for (level, library) in LEVELS.iter().zip(libraries) {
        let mut counts = BTreeMap::new();
        for site in &library.sites {
            *counts.entry((site.owner, site.place.as_str(), site.calls.as_str())).or_insert(0) += 1;
        }
        for ((_, place, calls), count) in counts {
            out.push_str(&format!("- {level}: {count} of `{calls}` in `{place}`\n"));
        }
    }
    out
}

fn bars(all: &[Vec<Facts>], alone: &[(&str, Vec<u64>)], libraries: &[Library], host: &Host, speeds: &Table) -> bool {
    let mut checks: Vec<(String, f64, f64)> = Vec::new();
    for (level, library) in LEVELS.iter().zip(libraries) {
        checks.push((format!("library, opt {level}: panic sites of ours"), count(&library.sites, Owner::Ours), 0.0));
        checks.push((
            format!("library, opt {level}: foreign symbols {:?}", library.wrong),
            library.wrong.len() as f64,
            0.0,
        ));
    }
    checks.push((format!("library, host: foreign symbols {:?}", host.wrong), host.wrong.len() as f64, 0.0));
    for (image, levels) in IMAGES.iter().zip(all).filter(|(image, _)| image.ours) {
        // A fault as C has it, turned into one of Rust, is larger than that alone.
        if matches!(image.work, Work::Reads | Work::Writes) {
            checks.push((format!("{}, opt z: largest frame", image.about), f64::from(levels[0].stack.frame.0), 256.0));
        }
        if let Some(Bar::Shared(bar)) = image.bar {
            checks.push((format!("{}, opt z: flash", image.about), levels[0].flash as f64, bar as f64));
        }
        if let Some(Bar::Alone(bar)) = image.bar {
            let flash = alone.iter().find(|(about, _)| *about == image.about).map_or(u64::MAX, |(_, levels)| levels[0]);
            checks.push((format!("{}, opt z, its own archive: flash", image.about), flash as f64, bar as f64));
        }
        if image.work == Work::Reads {
            checks.push((format!("{}, opt z: whole path", image.about), f64::from(levels[0].stack.depth), 1024.0));
        }
        for (level, facts) in LEVELS.iter().zip(levels).filter(|_| !image.about.ends_with(", C")) {
            let ours = count(&facts.sites, Owner::Ours);
            checks.push((format!("{}, opt {level}: panic sites of ours", image.about), ours, 0.0));
        }
    }
    for (image, level, input, bar) in [
        ("XML reader", "z", "large1m", 75.0),
        ("XML reader", "3", "large1m", 40.0),
        ("SOAP reader, C", "s", "onvif", 40.0),
        ("SOAP reader, C", "s", "siebel", 40.0),
        ("SOAP reader, C", "3", "onvif", 30.0),
        ("SOAP reader, C", "3", "siebel", 30.0),
    ] {
        let row = format!("{image}, {level}");
        if let Some(value) = figures::figure(&speeds.markdown(), &speeds.title, &row, input) {
            checks.push((format!("{row}, {input}: instructions per byte"), value, bar));
        }
    }
    for (what, value, bar) in &checks {
        println!("{} {what}: {value}, at most {bar}", if value <= bar { "holds" } else { "FAILS" });
    }
    checks.iter().all(|(_, value, bar)| value <= bar)
}
