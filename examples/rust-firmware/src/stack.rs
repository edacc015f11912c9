//! How much stack was used: what lies below is painted first, and looked at later.

use core::ptr::{addr_of, read_volatile, write_volatile};

unsafe extern "C" {
    /// The end of what the linker put into RAM: down to here the stack may grow.
    static __sheap: u32;
    /// Where the stack begins.
    static _stack_start: u32;
}

const PAINT: u32 = 0xa5a5_a5a5;
/// Bytes left alone below the painter, for what it has on the stack itself.
const MARGIN: usize = 256;

/// The stack since it was painted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Stack {
    /// The most bytes that were in use at any time.
    pub used: usize,
    /// The bytes there are.
    pub size: usize,
}

/// Paints what is free of the stack.
#[inline(never)]
pub fn paint() {
    let here = 0u32;
    for at in words(addr_of!(here) as usize - MARGIN) {
        // SAFETY: RAM between the data and the stack pointer, in use by nobody.
        unsafe { write_volatile(at as *mut u32, PAINT) };
    }
}

/// Answers how much of the stack was in use since it was painted.
pub fn mark() -> Stack {
    let top = addr_of!(_stack_start) as usize;
    // SAFETY: RAM from the end of the data to the top of the stack; what is there is only compared.
    let lowest = words(top).find(|&at| unsafe { read_volatile(at as *const u32) } != PAINT);
    Stack { used: top - lowest.unwrap_or(top), size: top - addr_of!(__sheap) as usize }
}

/// The addresses of the words from the end of the data up to `to`.
fn words(to: usize) -> impl Iterator<Item = usize> {
    ((addr_of!(__sheap) as usize).next_multiple_of(4)..to & !3).step_by(4)
}
