//! A library in Rust that has nothing to do with soapstone and is linked into the same program.
#![no_std]

use core::fmt::Write;

struct Text<'a> {
    left: &'a mut [u8],
    written: usize,
}

impl Write for Text<'_> {
    fn write_str(&mut self, text: &str) -> core::fmt::Result {
        let place = self.left.get_mut(self.written..self.written + text.len()).ok_or(core::fmt::Error)?;
        place.copy_from_slice(text.as_bytes());
        self.written += text.len();
        Ok(())
    }
}

/// Writes a number and its third, and answers how many bytes that took.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn second_thirds(number: u64, text: *mut u8, len: usize) -> usize {
    // SAFETY: the C program gives a buffer of this length.
    let mut text = Text { left: unsafe { core::slice::from_raw_parts_mut(text, len) }, written: 0 };
    write!(text, "{number}/3={}", number / 3).map_or(0, |()| text.written)
}

#[panic_handler]
fn panic(_info: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}

#[cfg(not(target_os = "none"))]
#[unsafe(no_mangle)]
extern "C" fn rust_eh_personality() {}
