//! Strings.

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

/// Makes a string of NUL-terminated text, without the NUL. NULL gives the empty string.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_cstr(text: *const c_char) -> soapstone_str {
    // SAFETY: the caller's `text` is NULL or NUL-terminated.
    unsafe { crate::raw::cstr(text) }.into()
}

/// Answers 1 when a string has exactly the bytes of a NUL-terminated text, else 0 (also for NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_str_equals(string: soapstone_str, text: *const c_char) -> i32 {
    // SAFETY: the caller's `string` is valid, `text` is NULL or NUL-terminated.
    let (bytes, text_bytes) = unsafe { (string.bytes(), crate::raw::cstr(text)) };
    i32::from(!text.is_null() && bytes == Ok(text_bytes))
}
