//! What passes on a connection, on standard error.

use clap::Args;
use soapstone::trace::{Category, Direction, Event, Level, Levels, Trace};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::time::Instant;

#[derive(Args)]
pub(crate) struct Options {
    /// Show what passes on standard error: 1 errors, 2 faults too, 3 messages too, 4 documents too; secrets as ***.
    #[arg(long, value_name = "LEVEL", value_parser = clap::value_parser!(u8).range(0..=5))]
    trace_level: Option<u8>,
    /// With level 4, show also what is in the Bodies by itself.
    #[arg(long, requires = "trace_level")]
    trace_arguments: bool,
}

/// Prints events, and documents line by line.
pub(crate) struct Log {
    levels: Option<Levels>,
    start: Instant,
    /// The documents that are not at their end, by what stands before their lines.
    open: RefCell<BTreeMap<String, Vec<u8>>>,
}

impl Options {
    pub(crate) fn log(&self) -> Log {
        let levels = self.trace_level.map(|level| Levels::new(Level::from_number(level)));
        let levels = levels.map(|levels| if self.trace_arguments { levels.with_arguments() } else { levels });
        Log { levels, start: Instant::now(), open: RefCell::default() }
    }
}

impl Log {
    /// Prints the documents that are open.
    fn flush(&self) {
        for (mark, text) in self.open.take() {
            for line in String::from_utf8_lossy(&text).lines() {
                eprintln!("{mark} {line}");
            }
        }
    }
}

impl Trace for Log {
    fn is_on(&self) -> bool {
        self.levels.is_some()
    }

    fn wants(&self, category: Category, level: Level) -> bool {
        self.levels.is_some_and(|levels| levels.wants(category, level))
    }

    fn event(&self, category: Category, _: Level, event: &Event<'_>) {
        let name = category.alias();
        if let Event::Dump(direction, text) = event {
            let way = if *direction == Direction::Sent { '>' } else { '<' };
            self.open.borrow_mut().entry(format!("{name} {way}")).or_default().extend_from_slice(text);
            return;
        }
        // A document is shown whole, behind what is found in it.
        if matches!(event, Event::Begins(_) | Event::Ends { .. } | Event::Closed | Event::Failed { .. }) {
            self.flush();
        }
        match event {
            Event::Failed { error, .. } => eprintln!("{name} failed: {error}"),
            event => eprintln!("{name} {event:?}"),
        }
    }

    fn now(&self) -> u64 {
        self.start.elapsed().as_micros() as u64
    }
}

impl Drop for Log {
    fn drop(&mut self) {
        self.flush();
    }
}
