//! Calls of the functions C gives a trace, and the functions that take the place of those of a transport.
//!
//! That the former may be called with their ctx is the contract under which C handed them over. The latter are called by
//! this library alone, with the tap that was set for their ctx, which stays where it is and is used by nobody else.

use super::client as below;
use crate::error::{REFUSED, SOAPSTONE_OK, Status};
use crate::http::endpoint::soapstone_http_endpoint;
use crate::text::soapstone_str;
use crate::trace::{State, soapstone_tap, soapstone_trace, soapstone_trace_event};
use core::ffi::c_void;
use soapstone::Error;

/// The trace of a tap.
pub(crate) fn given<'a>(trace: *const soapstone_trace) -> Status<&'a soapstone_trace> {
    // SAFETY: C keeps it as long as the tap is used.
    unsafe { super::value(trace) }
}

/// Reads the names of secrets, of which there are no more than places.
pub(crate) fn secrets<'a>(trace: &'a soapstone_trace, to: &mut [&'a str]) -> Status {
    // SAFETY: an array of so many strings, by the contract of the trace.
    let names: &[soapstone_str] = unsafe { super::items(trace.secrets, trace.secret_count) }?;
    for (name, to) in names.iter().zip(to) {
        // SAFETY: the same.
        *to = unsafe { name.text() }?;
    }
    Ok(())
}

/// Tells C of an event.
pub(crate) fn event(trace: &soapstone_trace, told: &soapstone_trace_event) {
    if let Some(event) = trace.event {
        // SAFETY: the contract above.
        unsafe { event(trace.ctx, told) }
    }
}

/// Asks C for the time.
pub(crate) fn now(trace: &soapstone_trace) -> u64 {
    // SAFETY: the contract above.
    trace.now.map_or(0, |now| unsafe { now(trace.ctx) })
}

/// The tap behind a ctx.
///
/// # Safety
/// `ctx` is that of a function below.
unsafe fn tap<'a>(ctx: *mut c_void) -> Status<&'a mut State> {
    // SAFETY: the contract above.
    unsafe { super::unique(ctx.cast::<soapstone_tap>()) }
}

pub(crate) unsafe extern "C" fn open(ctx: *mut c_void, endpoint: *const soapstone_http_endpoint, timeout: i64) -> i32 {
    // SAFETY: the contract above; the endpoint is valid during the call.
    let (Ok(state), Ok(endpoint)) = (unsafe { (tap(ctx), super::value(endpoint)) }) else {
        return REFUSED.code();
    };
    // SAFETY: a string of the library.
    let host = unsafe { endpoint.host.text() }.unwrap_or_default();
    state.tell(|tap, trace| tap.opened(trace, host, u16::try_from(endpoint.port).unwrap_or(0), endpoint.secure != 0));
    below::open(state.below(), endpoint, timeout)
}

pub(crate) unsafe extern "C" fn read(ctx: *mut c_void, bytes: *mut u8, len: usize, count: *mut usize) -> i32 {
    // SAFETY: the contract above; the room is one of the library, and so is the place of the count.
    let (state, room, count) = unsafe { (tap(ctx), super::memory(bytes.cast(), len), super::in_out(count)) };
    let (Ok(state), Ok(room), Ok(count)) = (state, room, count) else { return REFUSED.code() };
    let answer = below::read(state.below(), room, count);
    if answer == SOAPSTONE_OK
        && len > 0
        && let Some(bytes) = room.get(..*count)
    {
        state.tell(|tap, trace| tap.received(trace, bytes));
    }
    answer
}

pub(crate) unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: usize) -> i32 {
    // SAFETY: the contract above; the bytes are those of the library.
    let (Ok(state), Ok(bytes)) = (unsafe { (tap(ctx), super::bytes(bytes, len)) }) else { return REFUSED.code() };
    let answer = below::write(state.below(), bytes);
    if answer == SOAPSTONE_OK {
        state.tell(|tap, trace| tap.sent(trace, bytes));
    }
    answer
}

pub(crate) unsafe extern "C" fn close(ctx: *mut c_void) {
    // SAFETY: the contract above.
    if let Ok(state) = unsafe { tap(ctx) } {
        below::close(state.below());
        state.tell(|tap, trace| tap.closed(trace));
    }
}

pub(crate) unsafe extern "C" fn ready(ctx: *mut c_void, millis: u32) -> i32 {
    // SAFETY: the contract above.
    unsafe { tap(ctx) }.map_or(REFUSED.code(), |state| below::ready(state.below(), millis))
}

pub(crate) unsafe extern "C" fn resume(ctx: *mut c_void, timeout: i64) {
    // SAFETY: the contract above.
    if let Ok(state) = unsafe { tap(ctx) } {
        below::resume(state.below(), timeout);
    }
}

pub(crate) unsafe extern "C" fn use_key(ctx: *mut c_void, store: soapstone_str, key: soapstone_str) {
    // SAFETY: the contract above.
    if let Ok(state) = unsafe { tap(ctx) } {
        below::use_key(state.below(), store, key);
    }
}

/// Tells of a call that has failed.
pub(crate) fn failed(ctx: *mut c_void, stage: u8, error: &Error) {
    // SAFETY: the contract above.
    if let Ok(state) = unsafe { tap(ctx) } {
        state.tell(|tap, trace| tap.failed(trace, *error, stage));
    }
}
