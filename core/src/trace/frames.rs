//! Events as frames of defmt.

use super::{Category, Event, Level, Levels, Trace};

/// Logs events through defmt: fatal and failed ones as errors, then warnings, informations, details as debug, diagnostics
/// as trace.
pub struct Defmt {
    /// What is wanted.
    pub levels: Levels,
    /// The clock, in microseconds.
    pub now: fn() -> u64,
}

impl Defmt {
    /// Without a clock.
    pub const fn new(levels: Levels) -> Defmt {
        Defmt { levels, now: || 0 }
    }
}

impl Trace for Defmt {
    fn wants(&self, category: Category, level: Level) -> bool {
        self.levels.wants(category, level)
    }

    fn event(&self, category: Category, level: Level, event: &Event<'_>) {
        match level {
            Level::Fatal | Level::Error => defmt::error!("{}: {}", category, event),
            Level::Warning => defmt::warn!("{}: {}", category, event),
            Level::Info => defmt::info!("{}: {}", category, event),
            Level::Detail => match event {
                Event::Dump(direction, text) => defmt::debug!("{}: {} {=[u8]:a}", category, direction, *text),
                event => defmt::debug!("{}: {}", category, event),
            },
            Level::Diagnostic => defmt::trace!("{}: {}", category, event),
        }
    }

    fn now(&self) -> u64 {
        (self.now)()
    }
}
