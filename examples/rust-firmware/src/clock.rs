//! The time: milliseconds since the start, and seconds since 1970.
//!
//! Nothing is interrupted: the board counts cycles by itself, and the timer of the processor only wakes who
//! [sleeps](crate::sleep).

use core::ptr::{read_volatile, write_volatile};
use core::sync::atomic::{AtomicU32, Ordering};
use cortex_m::interrupt;
use cortex_m::peripheral::SYST;
use cortex_m::peripheral::syst::SystClkSource;
use semihosting::experimental::time::SystemTime;

/// Cycles in a millisecond: the board runs at 25 MHz.
const CYCLES: u32 = 25_000;

/// The first timer of the board, which counts down from the last number to 0, and begins anew.
const TIMER: usize = 0x4000_0000;
const CTRL: usize = 0x00;
const VALUE: usize = 0x04;
const RELOAD: usize = 0x08;

/// The milliseconds counted so far, and the cycle at which the last of them was whole.
static MILLIS: AtomicU32 = AtomicU32::new(0);
static SINCE: AtomicU32 = AtomicU32::new(0);

/// A clock that runs. It must be looked at every two minutes, as everyone does who waits.
#[derive(Clone, Copy)]
pub struct Clock {
    /// The second at which it started: asked of the debugger, where a device has a clock of its own.
    start: i64,
}

impl Clock {
    /// Starts the clock, and has the processor wake once in a millisecond. From here on no interrupt is taken.
    pub fn start(timer: &mut SYST) -> Clock {
        interrupt::disable();
        timer.set_clock_source(SystClkSource::Core);
        timer.set_reload(CYCLES - 1);
        timer.clear_current();
        timer.enable_counter();
        timer.enable_interrupt();
        for (register, value) in [(RELOAD, u32::MAX), (VALUE, u32::MAX), (CTRL, 1)] {
            // SAFETY: a register of the timer, which nothing else uses; writing it has no effect on memory.
            unsafe { write_volatile((TIMER + register) as *mut u32, value) };
        }
        let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
        Clock { start: since.map_or(0, |since| since.as_secs() as i64) }
    }

    /// Milliseconds since the start; they begin anew after 49 days.
    pub fn millis(&self) -> u32 {
        // SAFETY: a register of the timer, which may be read.
        let cycle = u32::MAX - unsafe { read_volatile((TIMER + VALUE) as *const u32) };
        let since = SINCE.load(Ordering::Relaxed);
        let whole = cycle.wrapping_sub(since) / CYCLES;
        SINCE.store(since.wrapping_add(whole * CYCLES), Ordering::Relaxed);
        let millis = MILLIS.load(Ordering::Relaxed).wrapping_add(whole);
        MILLIS.store(millis, Ordering::Relaxed);
        millis
    }

    /// Seconds since 1 January 1970 UTC.
    pub fn unix(&self) -> i64 {
        self.start + i64::from(self.millis() / 1000)
    }
}
