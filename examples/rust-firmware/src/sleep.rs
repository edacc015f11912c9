//! Sleeping until there is something to do.

use cortex_m::asm::wfi;
use cortex_m::interrupt::InterruptNumber;
use cortex_m::peripheral::{NVIC, SCB};

/// What wakes the processor, besides the clock: the numbers of the board mps2-an385.
#[derive(Clone, Copy, Debug)]
#[repr(u16)]
pub enum Interrupt {
    /// A byte came over the serial line.
    Serial = 0,
    /// A frame came over the network.
    Ethernet = 13,
}

// SAFETY: the numbers are those of the board.
unsafe impl InterruptNumber for Interrupt {
    fn number(self) -> u16 {
        self as u16
    }
}

/// Sleeps until this interrupt or the tick of the clock is pending, and lets go of both.
///
/// Neither has a handler, for neither is ever taken: interrupts are held back since the [clock](crate::clock) was
/// started. So a program is never interrupted, and its stack is as deep in one run as in the next.
pub fn until(interrupt: Interrupt) {
    // SAFETY: it is not taken.
    unsafe { NVIC::unmask(interrupt) };
    wfi();
    NVIC::unpend(interrupt);
    SCB::clear_pendst();
}
