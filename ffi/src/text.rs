//! Strings.

use crate::raw;
use core::ffi::c_char;

/// Bytes with a length: UTF-8, never NUL-terminated.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_str {
    /// The first byte. NULL is allowed when len is 0.
    pub ptr: *const u8,
    /// Length in bytes.
    pub len: usize,
}

/// Makes a string of NUL-terminated text, without the NUL. NULL gives { NULL, 0 }.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_cstr(text: *const c_char) -> soapstone_str {
    raw::cstr(text).into()
}

/// Answers 1 when a string has exactly the bytes of a NUL-terminated text, else 0 (also for NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_str_equals(string: soapstone_str, text: *const c_char) -> i32 {
    let text = raw::cstr(text);
    i32::from(text.is_some() && string.bytes().ok() == text)
}
