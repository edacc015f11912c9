//! The board: the message, the timer, the UART, the painted stack. All the `unsafe` of the images is here.

use crate::Step;
use core::arch::asm;
use core::panic::PanicInfo;
use core::ptr::{addr_of_mut, read_volatile, write_volatile};

/// Bytes of the workspace every image has: the start tags of ONVIF devices are long.
pub const WORKSPACE: usize = 8192;

const MAGIC: u32 = 0x534f_4150;
const MESSAGE: usize = 0x2100_0000;
const HEAD: usize = 16;
const TIMER: usize = 0x4000_0000;
const UART: usize = 0x4000_4000;
const PAINT: u32 = 0xa5a5_a5a5;
const PAINTED: usize = 16 * 1024;

/// Has a program made by `new` read each message and says on the UART how many instructions and how much stack that took.
///
/// The line is `ticks=N seen=N stack=N state=N status=N`: ticks of 40 ns of the timer, the sum of what was seen, the
/// bytes of stack below the function that calls `step`, the bytes of the program, and 0 or the code of the first refusal.
pub fn run<P>(new: impl Fn(&'static mut [u8]) -> P, step: impl Fn(&mut P, &mut &[u8], bool) -> Step) -> ! {
    let mut at = MESSAGE;
    let mut told = Told { ticks: 0, seen: 0, stack: 0, status: 0 };
    if message(at).is_none() {
        leave(false);
    }
    while let Some((bytes, chunk)) = message(at) {
        measure(&new, &step, bytes, chunk, &mut told);
        at += HEAD + bytes.len().next_multiple_of(HEAD);
        if told.status != 0 {
            break;
        }
    }
    say("ticks=", told.ticks);
    say(" seen=", told.seen);
    say(" stack=", told.stack);
    say(" state=", size_of::<P>() as u32);
    say(" status=", told.status);
    say_byte(b'\n');
    leave(true)
}

/// What reading the messages took, and the code of a refusal.
struct Told {
    ticks: u32,
    seen: u32,
    stack: u32,
    status: u32,
}

#[inline(never)]
fn measure<P>(
    new: &impl Fn(&'static mut [u8]) -> P,
    step: &impl Fn(&mut P, &mut &[u8], bool) -> Step,
    message: &[u8],
    chunk: usize,
    told: &mut Told,
) {
    let mut program = new(workspace());
    let mut chunks = message.chunks(chunk.max(1));
    let mut input = chunks.next().unwrap_or_default();
    let bottom = paint();
    let start = timer();
    told.status = loop {
        match step(&mut program, &mut input, chunks.len() == 0) {
            Step::Saw(number) => told.seen = told.seen.wrapping_add(number),
            Step::NeedInput => input = chunks.next().unwrap_or_default(),
            Step::Done => break 0,
            Step::Failed(code) => break code.unsigned_abs(),
        }
    };
    told.ticks += start.wrapping_sub(now());
    told.stack = told.stack.max(unpainted(bottom) as u32);
}

/// The message whose head is at this address, and how long its chunks are to be.
fn message(at: usize) -> Option<(&'static [u8], usize)> {
    let word = |index: usize| unsafe { read_volatile((at as *const u32).add(index)) };
    if word(0) != MAGIC {
        return None;
    }
    let bytes = unsafe { core::slice::from_raw_parts((at + HEAD) as *const u8, word(1) as usize) };
    Some((bytes, word(2) as usize))
}

fn workspace() -> &'static mut [u8] {
    static mut BYTES: [u8; WORKSPACE] = [0; WORKSPACE];
    // Called once for each message, when the program that read the one before is gone.
    unsafe { &mut *addr_of_mut!(BYTES) }
}

fn timer() -> u32 {
    unsafe {
        write_volatile((TIMER + 8) as *mut u32, u32::MAX);
        write_volatile((TIMER + 4) as *mut u32, u32::MAX);
        write_volatile(TIMER as *mut u32, 1);
        write_volatile((UART + 16) as *mut u32, 16);
        write_volatile((UART + 8) as *mut u32, 1);
    }
    now()
}

fn now() -> u32 {
    unsafe { read_volatile((TIMER + 4) as *const u32) }
}

#[inline(always)]
fn paint() -> usize {
    let top: usize;
    unsafe {
        asm!("mov {}, sp", out(reg) top);
        for at in (top - PAINTED..top).step_by(4) {
            write_volatile(at as *mut u32, PAINT);
        }
    }
    top
}

#[inline(always)]
fn unpainted(top: usize) -> usize {
    let mut at = top - PAINTED;
    while at < top && unsafe { read_volatile(at as *const u32) } == PAINT {
        at += 4;
    }
    top - at
}

#[inline(never)]
fn say(name: &str, number: u32) {
    name.bytes().for_each(say_byte);
    let mut divisor = 1_000_000_000;
    while divisor > 1 && number / divisor == 0 {
        divisor /= 10;
    }
    while divisor > 0 {
        say_byte(b'0' + (number / divisor % 10) as u8);
        divisor /= 10;
    }
}

fn say_byte(byte: u8) {
    unsafe {
        while read_volatile((UART + 4) as *const u32) & 1 != 0 {}
        write_volatile(UART as *mut u32, u32::from(byte));
    }
}

/// Ends the emulator by the semihosting call SYS_EXIT.
#[inline(never)]
fn leave(well: bool) -> ! {
    let reason = if well { 0x20026 } else { 0x20023 };
    unsafe { asm!("bkpt 0xab", in("r0") 0x18, in("r1") reason) };
    loop {}
}

#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    // Keeps panic sites apart that would be merged, for the tool that counts them.
    if cfg!(soapstone_locate) {
        static mut PLACE: usize = 0;
        let place = info.location().map_or(0, |at| core::ptr::from_ref(at) as usize);
        unsafe { write_volatile(addr_of_mut!(PLACE), place) };
    }
    leave(false)
}
