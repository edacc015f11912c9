//! What C knows of users and secrets: its memory of what was used, and its functions.

use super::items;
use crate::error::Status;
use crate::http::guard::soapstone_http_nonce;
use crate::text::soapstone_str;
use crate::wss::verifier::soapstone_replay;
use core::ffi::c_void;
use core::slice;
use soapstone::http::auth::Nonce;
use soapstone::wss::Replay;

/// The memory of a verifier: `(NULL, 0)` is empty, any other NULL is refused.
///
/// # Safety
/// `memory` is NULL or points to `count` values, which nobody else uses during `'a`.
pub(crate) unsafe fn replays<'a>(memory: *mut soapstone_replay, count: u32) -> Status<&'a mut [Replay]> {
    // SAFETY: the same contract; a replay is two numbers, and any bits are numbers.
    unsafe { numbers(memory, count) }
}

/// The memory of a guard: as for [`replays`].
///
/// # Safety
/// As for [`replays`].
pub(crate) unsafe fn nonces<'a>(memory: *mut soapstone_http_nonce, count: u32) -> Status<&'a mut [Nonce]> {
    // SAFETY: the same contract; a nonce is two numbers, and any bits are numbers.
    unsafe { numbers(memory, count) }
}

/// An array that C sees as opaque.
///
/// # Safety
/// `memory` is NULL or points to `count` values, which nobody else uses during `'a`. Any bits are a `T`.
unsafe fn numbers<'a, O: Copy, T>(memory: *mut O, count: u32) -> Status<&'a mut [T]> {
    const {
        assert!(size_of::<T>() == size_of::<O>());
        assert!(align_of::<T>() <= align_of::<O>());
    }
    // SAFETY: the same contract; what is there is only judged.
    if unsafe { items(memory.cast_const(), count) }?.is_empty() {
        return Ok(&mut []);
    }
    // SAFETY: not NULL, aligned, `count` values of any bits.
    Ok(unsafe { slice::from_raw_parts_mut(memory.cast(), count as usize) })
}

/// Asks C for the password of a user.
///
/// The contract is that of [`call_write`](super::call_write).
pub(crate) fn call_password(
    password: unsafe extern "C" fn(*mut c_void, soapstone_str, *mut soapstone_str) -> i32,
    ctx: *mut c_void,
    username: &[u8],
    found: &mut soapstone_str,
) -> i32 {
    // SAFETY: the contract above; both strings are valid during the call.
    unsafe { password(ctx, username.into(), found) }
}

/// Asks C whether a text will do as a password.
///
/// The contract is that of [`call_write`](super::call_write).
pub(crate) fn call_accepts(
    accepts: unsafe extern "C" fn(*mut c_void, soapstone_str, soapstone_str) -> i32,
    ctx: *mut c_void,
    username: &[u8],
    text: &[u8],
) -> i32 {
    // SAFETY: the contract above; both strings are valid during the call.
    unsafe { accepts(ctx, username.into(), text.into()) }
}

/// Has C make a message of NTLM.
///
/// The contract is that of [`call_write`](super::call_write).
pub(crate) fn call_token(
    token: unsafe extern "C" fn(*mut c_void, soapstone_str, *mut u8, usize, *mut usize) -> i32,
    ctx: *mut c_void,
    challenge: &[u8],
    out: &mut [u8],
    written: &mut usize,
) -> i32 {
    // SAFETY: the contract above; all that is pointed to is valid during the call.
    unsafe { token(ctx, challenge.into(), out.as_mut_ptr(), out.len(), written) }
}
