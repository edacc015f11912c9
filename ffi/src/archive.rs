//! The last resort.

// Compiled only where libsoapstone.a is built (`ffi/archive.sh`): what the archive must bring along because no Rust
// program does. It is `no_std` on every target, the host included, so that nothing of `std` comes with it: no
// allocator, no I/O.

use core::panic::PanicInfo;

/// Called should the library ever find itself in a state that cannot be, and then the program stops. Define it in
/// your program to log, reset or halt; the one in the library does nothing. If it returns, the program is stopped by
/// an illegal instruction.
#[unsafe(no_mangle)]
pub(crate) extern "C" fn soapstone_panic() {}

/// The archive makes `soapstone_panic` weak, so the function that is called is known only to the linker.
static HOOK: extern "C" fn() = soapstone_panic;

#[panic_handler]
fn panic(_info: &PanicInfo<'_>) -> ! {
    // Keeps panic sites apart that would be merged, for the tool that counts them.
    #[cfg(soapstone_locate)]
    core::hint::black_box(_info.location());
    // SAFETY: a static of this crate. Volatile, or the compiler would call the function it sees.
    let hook = unsafe { (&raw const HOOK).read_volatile() };
    hook();
    stop()
}

#[allow(unreachable_code)]
fn stop() -> ! {
    // SAFETY: an illegal instruction; nothing runs after it.
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    unsafe {
        core::arch::asm!("ud2", options(noreturn, nomem, nostack));
    }
    // SAFETY: an illegal instruction; nothing runs after it.
    #[cfg(any(target_arch = "arm", target_arch = "aarch64"))]
    unsafe {
        core::arch::asm!("udf #254", options(noreturn, nomem, nostack));
    }
    // SAFETY: an illegal instruction; nothing runs after it.
    #[cfg(any(target_arch = "riscv32", target_arch = "riscv64"))]
    unsafe {
        core::arch::asm!("unimp", options(noreturn, nomem, nostack));
    }
    loop {}
}

/// What `core`, compiled to unwind on hosts, refers to. Nothing unwinds here: the archive aborts.
/// cbindgen:ignore
#[cfg(not(target_os = "none"))]
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
