//! The tables, the bars, and the document they are kept in.

use crate::measure::{Bench, Speed};
use anyhow::{Context, Result};
use soapstone_host_tests::measure::figures::{self, Cell, Table};
use soapstone_host_tests::measure::inputs::{self, Input};
use soapstone_host_tests::measure::tools;
use std::process::Command;

/// What becomes of the document.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Document {
    /// It is compared with what was measured.
    Compare,
    /// It is written anew.
    Write,
}

/// Who is measured.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Peers {
    /// The peers beside ours.
    Beside,
    /// Ours alone.
    Absent,
}

/// The most instructions per byte that reading may take: input, bar.
const BARS: &[(&str, f64)] = &[("large1m", 28.0), ("base64-10m", 2.0)];

const INPUTS: &[&str] = &["small1k", "large1m", "text1m", "base64-10m", "attributes", "deep", "space"];
const CHUNKS: &[usize] = &[1, 64, 1_500, 4_096, 100_000];
const OURS: &str = "soapstone";

/// Ours only, on these inputs or on all; instructions per byte and MB/s on standard output.
pub(crate) fn quick(names: &[&str]) -> Result<bool> {
    let mut bench = Bench::new(false)?;
    for name in if names.is_empty() { INPUTS } else { names } {
        let speed = bench.speed(OURS, input(name)?, 0)?;
        println!("{name:12} {:7.2} instructions/byte {:8.0} MB/s", speed.instructions, speed.megabytes);
    }
    Ok(true)
}

/// Writing, ours and the peers'.
pub(crate) fn quick_writing() -> Result<bool> {
    println!("{}", writing(&mut Bench::new(true)?, true)?.markdown());
    Ok(true)
}

/// Every table; answers whether the bars hold and no committed figure got worse.
pub(crate) fn whole(peers: Peers, document: Document) -> Result<bool> {
    let peers = peers == Peers::Beside;
    let mut bench = Bench::new(peers)?;
    let tables = [reading(&mut bench, peers)?, chunked(&mut bench, peers)?, writing(&mut bench, peers)?];
    let toolchain = tools::output(Command::new("rustc").arg("--version"))?;
    let mut body = format!("Counted with {} by `make bench`.\n\n", toolchain.trim());
    body.push_str(&tables.iter().map(Table::markdown).collect::<Vec<_>>().join("\n"));
    println!("{body}");
    let path = tools::root().join("docs/performance.md");
    let mut good = bars(&tables[0]);
    match document {
        Document::Write => figures::put(&path, "bench", &body)?,
        Document::Compare => {
            let committed = std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
            good &= figures::compare(&tables, &committed, toolchain.trim(), "make bench-write");
        }
    }
    Ok(good)
}

fn input(name: &str) -> Result<&'static Input> {
    Input::named(name).with_context(|| {
        let known: Vec<_> = inputs::ALL.iter().map(|i| i.name).collect();
        format!("no input {name}; there are {}", known.join(", "))
    })
}

fn reading(bench: &mut Bench, peers: bool) -> Result<Table> {
    let mut columns = vec!["reader"];
    columns.extend(INPUTS);
    let about = "Instructions per byte, and MB/s after the dot. Whole message; every reader sees every name, \
        attribute value and piece of text.";
    let mut table = Table::new("Reading, x86-64", about, &columns);
    let rows = [OURS, "utf8-check", "xmlparser", "quick-xml", "roxmltree", "expat", "libxml2"];
    for reader in rows.into_iter().filter(|reader| peers || *reader == OURS) {
        let mut cells = Vec::new();
        for name in INPUTS {
            eprintln!("reading {name} with {reader}");
            let speed = bench.speed(reader, input(name)?, 0)?;
            cells.push(if reader == OURS { kept(speed) } else { shown(speed) });
        }
        table.row(reader, cells);
    }
    Ok(table)
}

fn chunked(bench: &mut Bench, peers: bool) -> Result<Table> {
    let names = ["large1m", "base64-10m"];
    let mut columns = vec!["chunk".to_string()];
    columns.extend(names.iter().flat_map(|n| [format!("{n}, ours"), format!("{n}, expat")]));
    let mut table = Table::new("Reading in chunks, x86-64", "Instructions per byte.", &[]);
    table.columns = columns;
    for &chunk in CHUNKS {
        let mut cells = Vec::new();
        for name in names {
            eprintln!("reading {name} in chunks of {chunk} bytes");
            let ours = bench.speed(OURS, input(name)?, chunk)?;
            cells.push(Cell::Kept(ours.instructions, 2));
            if !peers {
                cells.push(Cell::Shown(String::new()));
                continue;
            }
            let expat = bench.speed("expat", input(name)?, chunk)?;
            anyhow::ensure!(ours.seen == expat.seen, "{name}: ours saw {}, expat {}", ours.seen, expat.seen);
            cells.push(Cell::Shown(format!("{:.2}", expat.instructions)));
        }
        table.row(&format!("{chunk} B"), cells);
    }
    Ok(table)
}

fn writing(bench: &mut Bench, peers: bool) -> Result<Table> {
    let jobs = [("records", "large1m"), ("text", "text1m"), ("text", "large1m"), ("base64", "text1m")];
    let about = "Instructions per byte of output, and MB/s after the dot. Records are those of large1m; markup as text \
        is large1m written as the text of one element, every `<` escaped. soapstone and snprintf write into 4 KB that \
        are emptied again and again, the others into memory that grows. snprintf escapes and checks nothing.";
    let columns = ["writer", "records", "text", "markup as text", "base64"];
    let mut table = Table::new("Writing 1 MB, x86-64", about, &columns);
    for writer in [OURS, "quick-xml", "libxml2", "snprintf"].into_iter().filter(|w| peers || *w == OURS) {
        let mut cells = Vec::new();
        for (job, name) in jobs {
            let pass = format!("write-{job}-{writer}");
            if matches!((writer, job), ("quick-xml", "base64") | ("snprintf", "text" | "base64")) {
                cells.push(Cell::Shown("-".into()));
                continue;
            }
            eprintln!("writing {name} as {job} with {writer}");
            let speed = bench.speed(&pass, input(name)?, 0)?.of_output();
            cells.push(if writer == OURS { kept(speed) } else { shown(speed) });
        }
        table.row(writer, cells);
    }
    Ok(table)
}

fn kept(speed: Speed) -> Cell {
    Cell::KeptWith(speed.instructions, 2, format!(" · {:.0}", speed.megabytes))
}

fn shown(speed: Speed) -> Cell {
    Cell::Shown(format!("{:.2} · {:.0}", speed.instructions, speed.megabytes))
}

fn bars(reading: &Table) -> bool {
    let mut good = true;
    for (name, bar) in BARS {
        let column = reading.columns.iter().position(|c| c == name).unwrap_or_default();
        let ours = reading.rows.iter().find(|(row, _)| row == OURS);
        let Some(value) = ours.and_then(|(_, cells)| cells.get(column.checked_sub(1)?)?.kept()) else { continue };
        good &= value <= *bar;
        let verdict = if value <= *bar { "holds" } else { "FAILS" };
        println!("bar: {name} at most {bar} instructions per byte, measured {value:.2}: {verdict}");
    }
    good
}
