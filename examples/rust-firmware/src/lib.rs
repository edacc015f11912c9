//! What the programs share: where they start, how they tell what they found, how they end.
#![no_std]

mod checks;
#[cfg(feature = "mps2-an385")]
pub mod clock;
#[cfg(feature = "mps2-an385")]
pub mod device;
#[cfg(feature = "mps2-an385")]
pub mod net;
pub mod self_test;
#[cfg(feature = "mps2-an385")]
pub mod session;
#[cfg(feature = "mps2-an385")]
mod sleep;
pub mod stack;
pub mod transcript;
#[cfg(feature = "mps2-an385")]
pub mod uart;

pub use checks::{Checks, Wrong};
pub use semihosting::{print, println};

#[cfg(target_arch = "arm")]
pub use cortex_m_rt::entry;
#[cfg(target_arch = "riscv32")]
pub use riscv_rt::entry;

use core::panic::PanicInfo;
use semihosting::process::ExitCode;

/// The board this was built for.
pub const BOARD: &str = env!("BOARD");

/// Whether it has only 16 KB of memory.
pub const SMALL: bool = cfg!(any(feature = "microbit", feature = "sifive_e"));

/// Runs a program of checks, prints how many passed and how much stack it took, and ends the emulator: with status 0
/// when all passed, with 1 otherwise.
pub fn run(name: &str, program: impl FnOnce(&mut Checks)) -> ! {
    println!("{name} on {BOARD}");
    let mut checks = Checks::default();
    stack::paint();
    program(&mut checks);
    let stack = stack::mark();
    println!("stack {} of {} bytes", stack.used, stack.size);
    println!("{} passed, {} failed", checks.passed, checks.failed);
    end(checks.failed == 0)
}

/// The first argument that the program was started with, behind its own name.
#[cfg(feature = "mps2-an385")]
pub fn argument() -> Option<heapless::String<64>> {
    let args = semihosting::experimental::env::args::<128>().ok()?;
    let argument = (&args).nth(1)?.ok()?;
    heapless::String::try_from(argument).ok()
}

/// Ends the emulator, with status 0 or 1.
pub fn end(well: bool) -> ! {
    if well { ExitCode::SUCCESS.exit_process() } else { ExitCode::FAILURE.exit_process() }
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    println!("{info}");
    end(false)
}

#[cfg(target_arch = "arm")]
#[cortex_m_rt::exception]
unsafe fn HardFault(frame: &cortex_m_rt::ExceptionFrame) -> ! {
    println!("hard fault at {:#010x}", frame.pc());
    end(false)
}

#[cfg(target_arch = "riscv32")]
#[unsafe(export_name = "ExceptionHandler")]
extern "C" fn exception(_frame: &riscv_rt::TrapFrame) -> ! {
    println!("an exception");
    end(false)
}
