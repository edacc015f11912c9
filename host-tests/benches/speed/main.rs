//! Instructions per byte, and megabytes per second, of reading and writing: ours and the peers'.
//!
//! ```text
//! make bench                         every table, as docs/performance.md keeps them
//! make bench-check                   ours only, held to the bars and to docs/performance.md
//! cargo bench --bench speed -- quick ours only, reading; `write`: writing
//! ```
//!
//! Instructions are counted by callgrind and repeat to the last digit for one compiler; the count of a run without
//! a pass is subtracted. Times are the fastest of nine and depend on the machine.

mod measure;
mod readers;
mod report;
mod writers;

use report::{Document, Peers};
use soapstone_host_tests::measure::tools;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["once", rest @ ..] => tools::exit(measure::once(rest).map(|()| true)),
        ["quick", inputs @ ..] => tools::exit(report::quick(inputs)),
        ["write"] => tools::exit(report::quick_writing()),
        [] => tools::exit(report::whole(Peers::Beside, Document::Compare)),
        ["--write"] => tools::exit(report::whole(Peers::Beside, Document::Write)),
        ["--check"] => tools::exit(report::whole(Peers::Absent, Document::Compare)),
        _ => {
            eprintln!("usage: speed [--write | --check | quick [INPUT...] | write | once READER FILE CHUNK ROUNDS]");
            ExitCode::from(2)
        }
    }
}
