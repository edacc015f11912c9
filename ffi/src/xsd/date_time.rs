//! Times.
//!
//! xs:dateTime, the form of times in messages, from and to seconds since 1970.

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, status};
use crate::raw;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::xsd::{Zoned, date_time};

/// Writes a time in UTC, such as 2026-11-21T10:00:00Z, into memory, and gives it as text. Years 1 to 9999 take 20 bytes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (also when memory is too small); SOAPSTONE_ERROR_OVERFLOW (the year).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_date_time_emit(
    seconds: i64,
    memory: *mut c_void,
    memory_len: usize,
    text: *mut soapstone_str,
) -> i32 {
    status(|| {
        let (out, memory) = (raw::out(text)?, raw::memory(memory, memory_len)?);
        let emitted = date_time::emit(Zoned::from_unix(seconds, 0)?)?;
        let room = memory.get_mut(..emitted.len()).ok_or(REFUSED)?;
        for (to, from) in room.iter_mut().zip(emitted.as_bytes()) {
            *to = *from;
        }
        let written: &[u8] = room;
        out.set(written.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Reads a time, the fraction of its second aside. Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when it says no zone, so
/// that nobody can know which second it is.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL (no time); SOAPSTONE_ERROR_OVERFLOW (the year).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_date_time_parse(text: soapstone_str, seconds: *mut i64) -> i32 {
    status(|| {
        let out = raw::out(seconds)?;
        match date_time::parse(text.bytes()?)?.unix() {
            Some(seconds) => out.set(seconds),
            None => return Ok(SOAPSTONE_NOT_FOUND),
        }
        Ok(SOAPSTONE_OK)
    })
}
