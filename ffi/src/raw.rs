//! Every pointer C hands over is judged and turned into a Rust value here, and nowhere else.
//!
//! What can be checked is checked: NULL, alignment, lengths beyond `isize::MAX`, and by the mark in a handle whether
//! it was initialised and as what. What cannot be checked is the contract of the header: a pointer that passes these
//! checks points to as much valid memory as its type or length says, and nobody else changes it during the call.
#![deny(unsafe_op_in_unsafe_fn, clippy::undocumented_unsafe_blocks)]

mod auth;
pub(crate) mod chunk;
pub(crate) mod client;
mod handle;
pub(crate) mod loopback;
pub(crate) mod server;
pub(crate) mod trace;

pub(crate) use auth::{call_accepts, call_password, call_token, nonces, replays};
pub(crate) use handle::{Handle, init, place, shared, unique, unique_often};

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status};
use crate::soap::event::soapstone_header_block;
use crate::soap::node::soapstone_header_context;
use crate::text::soapstone_str;
use crate::xml::event::soapstone_event;
use core::ffi::{CStr, c_char, c_void};
use core::mem::MaybeUninit;
use core::{ptr, slice};
use soapstone::ErrorKind;
use soapstone::soap::Context;
use soapstone::xml::{Start, Str};
use soapstone::xsd::is_utf8;

/// Where a result goes, once there is one.
pub(crate) struct Out<'a, T>(&'a mut MaybeUninit<T>);

impl<'a, T: Copy> Out<'a, T> {
    /// A place of our own.
    pub(crate) fn over(place: &'a mut T) -> Self {
        // SAFETY: a `MaybeUninit` of it holds a value before, and `set` writes nothing else.
        Out(unsafe { &mut *(&raw mut *place).cast::<MaybeUninit<T>>() })
    }
}

impl<'a, T> Out<'a, T> {
    pub(crate) fn set(self, value: T) {
        self.0.write(value);
    }

    /// The place with a value in it, to be changed there.
    pub(crate) fn put(self, value: T) -> &'a mut T {
        self.0.write(value)
    }

    /// The status of a search, and its result if there is one.
    pub(crate) fn found(self, value: Option<impl Into<T>>) -> i32 {
        match value {
            Some(value) => {
                self.set(value.into());
                SOAPSTONE_OK
            }
            None => SOAPSTONE_NOT_FOUND,
        }
    }
}

/// A place for a result; refused when it is NULL.
///
/// # Safety
/// `out` is NULL or valid for writes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn out<'a, T: Copy>(out: *mut T) -> Status<Out<'a, T>> {
    if !usable(out) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, valid by the contract; a `MaybeUninit` asks nothing of what is in it.
    Ok(Out(unsafe { &mut *out.cast::<MaybeUninit<T>>() }))
}

/// A value that goes in and out.
///
/// # Safety
/// `place` is NULL or points to a value, which nobody else uses during `'a`.
pub(crate) unsafe fn in_out<'a, T: Copy>(place: *mut T) -> Status<&'a mut T> {
    if !usable(place) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, a value by the contract.
    Ok(unsafe { &mut *place })
}

/// A value that goes in.
///
/// # Safety
/// `place` is NULL or points to a value, which nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn value<'a, T: Copy>(place: *const T) -> Status<&'a T> {
    if !usable(place) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, a value by the contract.
    Ok(unsafe { &*place })
}

/// A struct that may be left out (NULL) and begins with its size.
///
/// # Safety
/// `place` is NULL or points to a `u32`, the size of what is there, which nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn sized<'a, T: Copy>(place: *const T) -> Status<Option<&'a T>> {
    if place.is_null() {
        return Ok(None);
    }
    // SAFETY: the contract: at least the size is there.
    if !place.is_aligned() || unsafe { place.cast::<u32>().read() } as usize != size_of::<T>() {
        return Err(REFUSED);
    }
    // SAFETY: the size says that all of it is there.
    Ok(Some(unsafe { &*place }))
}

/// The bytes of a pointer and a length: `(NULL, 0)` is empty, any other NULL is refused.
///
/// # Safety
/// `ptr` is NULL or valid for reads of `len` bytes during `'a`.
pub(crate) unsafe fn bytes<'a>(ptr: *const u8, len: usize) -> Status<&'a [u8]> {
    match (ptr.is_null(), len) {
        (_, 0) => Ok(&[]),
        (false, 1..=MAX) => {
            // SAFETY: not NULL, `len` bytes by the contract, no more than `isize::MAX`.
            Ok(unsafe { slice::from_raw_parts(ptr, len) })
        }
        _ => Err(REFUSED),
    }
}

/// Whether [`bytes`] would take each of these.
#[cfg_attr(small, inline(never))]
pub(crate) fn are_strings(strings: &[soapstone_str]) -> bool {
    strings.iter().all(|string| string.len == 0 || !string.ptr.is_null() && string.len <= MAX)
}

/// Memory to work in: like [`bytes`], writable.
///
/// # Safety
/// `ptr` is NULL or valid for reads and writes of `len` bytes, which nobody else touches during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn memory<'a>(ptr: *mut c_void, len: usize) -> Status<&'a mut [u8]> {
    let start = start(ptr.cast(), len);
    if start.is_null() {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, `len` bytes by the contract, no more than `isize::MAX`.
    Ok(unsafe { slice::from_raw_parts_mut(start, len) })
}

/// The first of so many bytes; NULL when that is refused. One for all memory.
#[cfg_attr(small, inline(never))]
fn start(ptr: *mut u8, len: usize) -> *mut u8 {
    match len {
        0 => ptr::dangling_mut(),
        1..=MAX => ptr,
        _ => ptr::null_mut(),
    }
}

/// An array: `(NULL, 0)` is empty, any other NULL is refused.
///
/// # Safety
/// `items` is NULL or points to `count` values, which nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn items<'a, T: Copy>(items: *const T, count: u32) -> Status<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if !are_items(items.cast(), align_of::<T>(), count, const { MAX / size_of::<T>() }) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, `count` values by the contract, no more bytes than `isize::MAX`.
    Ok(unsafe { slice::from_raw_parts(items, count as usize) })
}

/// So many strings that stand one after the other in a struct, from the one at this offset.
///
/// # Safety
/// The struct has them there.
pub(crate) unsafe fn strings<T: Copy>(of: &T, first: usize, count: usize) -> &[soapstone_str] {
    // SAFETY: inside the struct by the contract, and fields of one type have no gaps between them.
    unsafe { slice::from_raw_parts(ptr::from_ref(of).byte_add(first).cast(), count) }
}

/// Whether this is a pointer to so many items, of which there are no more than `most`. One for all arrays.
#[cfg_attr(small, inline(never))]
fn are_items(items: *const u8, align: usize, count: u32, most: usize) -> bool {
    !items.is_null() && items.addr() & align.wrapping_sub(1) == 0 && count as usize <= most
}

/// An array to change: as for [`items`].
///
/// # Safety
/// `items` is NULL or points to `count` values, which nobody else uses during `'a`.
pub(crate) unsafe fn items_mut<'a, T: Copy>(items: *mut T, count: u32) -> Status<&'a mut [T]> {
    if count == 0 {
        return Ok(&mut []);
    }
    // SAFETY: the same contract.
    let len = unsafe { self::items(items.cast_const(), count) }?.len();
    // SAFETY: `items` has judged pointer and length, and nobody else uses the values.
    Ok(unsafe { slice::from_raw_parts_mut(items, len) })
}

/// An array of pointers, none of them NULL.
///
/// # Safety
/// As for [`items`]; so points each of them to a value.
pub(crate) unsafe fn references<'a, T>(pointers: *const *const T, count: u32) -> Status<&'a [&'a T]> {
    // SAFETY: the same contract.
    let pointers = unsafe { items(pointers, count) }?;
    if !pointers.iter().all(|&pointer| usable(pointer)) {
        return Err(REFUSED);
    }
    // SAFETY: pointers that are not NULL, aligned, and point to values: references.
    Ok(unsafe { slice::from_raw_parts(pointers.as_ptr().cast(), pointers.len()) })
}

/// The bytes of NUL-terminated text, without the NUL; none for NULL.
///
/// # Safety
/// `text` is NULL or NUL-terminated, and unchanged during `'a`.
pub(crate) unsafe fn cstr<'a>(text: *const c_char) -> Option<&'a [u8]> {
    if text.is_null() {
        return None;
    }
    // SAFETY: not NULL, NUL-terminated by the contract.
    Some(unsafe { CStr::from_ptr(text) }.to_bytes())
}

/// Calls a write function of C.
///
/// That it may be called with this `ctx` and any bytes is the contract under which C handed both over.
pub(crate) fn call_write(
    write: unsafe extern "C" fn(*mut c_void, *const u8, usize) -> i32,
    ctx: *mut c_void,
    bytes: &[u8],
) -> i32 {
    // SAFETY: the contract above; `bytes` is valid during the call.
    unsafe { write(ctx, bytes.as_ptr(), bytes.len()) }
}

/// Calls a header handler of C.
///
/// The contract is that of [`call_write`].
pub(crate) fn call_handler(
    handler: unsafe extern "C" fn(
        *mut c_void,
        *mut soapstone_header_context,
        *const soapstone_event,
        *const soapstone_header_block,
    ) -> i32,
    ctx: *mut c_void,
    (context, start): (&mut Context<'_, '_>, Option<Start<'_>>),
    event: &soapstone_event,
    block: Option<&soapstone_header_block>,
) -> i32 {
    const {
        assert!(size_of::<Loan<'_>>() <= size_of::<soapstone_header_context>(), "the opaque struct is too small");
        assert!(align_of::<Loan<'_>>() <= align_of::<soapstone_header_context>());
    }
    let mut loan = Loan { mark: LOAN, context: (&raw mut *context).cast(), start };
    // SAFETY: the contract above; all that is pointed to is valid during the call.
    unsafe { handler(ctx, (&raw mut loan).cast(), event, block.map_or(ptr::null(), ptr::from_ref)) }
}

/// What a handler is called with.
#[repr(C)]
struct Loan<'a> {
    mark: u64,
    context: *mut Context<'a, 'a>,
    start: Option<Start<'a>>,
}

const LOAN: u64 = 0x736f_6170_6863_7801;

/// What a handler was called with.
///
/// # Safety
/// `context` is NULL or what [`call_handler`] passed, and the handler has not returned; nothing of it outlives `'a`,
/// which is shorter.
pub(crate) unsafe fn lent<'a>(
    context: *mut soapstone_header_context,
) -> Status<(&'a mut Context<'a, 'a>, Option<Start<'a>>)> {
    if !usable(context) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, a loan by the contract.
    let loan = unsafe { &*context.cast::<Loan<'a>>() };
    if loan.mark != LOAN {
        return Err(REFUSED);
    }
    // SAFETY: `call_handler` has borrowed it for the time of the call, and nobody else uses it.
    Ok((unsafe { &mut *loan.context }, loan.start))
}

/// The bytes of a string in what C handed over for the life of a handle, and that was judged then.
pub(crate) fn lasting(string: &soapstone_str) -> &[u8] {
    // SAFETY: the contract under which C handed it over.
    unsafe { string.bytes() }.unwrap_or_default()
}

/// An array in what C handed over for the life of a handle, and that [`items`] took then.
pub(crate) fn lasting_items<'a, T>(items: *const T, count: u32) -> &'a [T] {
    if count == 0 {
        return &[];
    }
    // SAFETY: `items` has found so many of them, and they stay by the contract under which C handed them over.
    unsafe { slice::from_raw_parts(items, count as usize) }
}

/// The same for an array of pointers that [`references`] took.
pub(crate) fn lasting_references<'a, T>(pointers: *const *const T, count: u32) -> &'a [&'a T] {
    lasting_items(pointers.cast(), count)
}

const MAX: usize = isize::MAX as usize;

fn usable<T>(ptr: *const T) -> bool {
    !ptr.is_null() && ptr.is_aligned()
}

impl soapstone_str {
    /// The empty string.
    pub(crate) const EMPTY: Self = soapstone_str { ptr: c"".as_ptr().cast(), len: 0 };

    /// The bytes of a string that C passes in.
    ///
    /// # Safety
    /// As for [`bytes`].
    pub(crate) unsafe fn bytes<'a>(self) -> Status<&'a [u8]> {
        // SAFETY: the same contract.
        unsafe { bytes(self.ptr, self.len) }
    }

    /// The text of a string that C passes in.
    ///
    /// # Safety
    /// As for [`bytes`].
    pub(crate) unsafe fn text<'a>(self) -> Status<&'a str> {
        // SAFETY: the same contract.
        let bytes = unsafe { self.bytes() }?;
        if !is_utf8(bytes) {
            return Err(ErrorKind::WriteEncoding);
        }
        // SAFETY: UTF-8, as has just been seen; `core` would look with four times as much code.
        Ok(unsafe { core::str::from_utf8_unchecked(bytes) })
    }

    /// A text that may be absent, for those who have many of them.
    #[cfg_attr(small, inline(never))]
    pub(crate) fn of(text: Option<Str<'_>>) -> Self {
        text.into()
    }

    /// A part of a longer string, so that its ptr is one even where it is empty.
    #[inline]
    pub(crate) fn part(bytes: &[u8]) -> Self {
        soapstone_str { ptr: bytes.as_ptr(), len: bytes.len() }
    }

    /// Moves past bytes that were taken: so many are left.
    #[inline]
    pub(crate) fn leave(&mut self, left: usize) {
        self.ptr = self.ptr.wrapping_add(self.len.wrapping_sub(left));
        self.len = left;
    }

    /// Moves past bytes that were taken, at most all of them.
    pub(crate) fn advance(&mut self, taken: usize) {
        self.ptr = self.ptr.wrapping_add(taken);
        self.len = self.len.saturating_sub(taken);
    }
}

impl<T: Into<soapstone_str>> From<Option<T>> for soapstone_str {
    /// A string that may be absent: NULL when it is.
    fn from(string: Option<T>) -> Self {
        string.map_or(soapstone_str { ptr: core::ptr::null(), len: 0 }, T::into)
    }
}

impl From<&[u8]> for soapstone_str {
    /// A string handed to C: never NULL, so that `memcpy` of an empty one is allowed.
    #[inline]
    fn from(bytes: &[u8]) -> Self {
        if bytes.is_empty() { soapstone_str::EMPTY } else { soapstone_str { ptr: bytes.as_ptr(), len: bytes.len() } }
    }
}
