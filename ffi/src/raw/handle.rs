//! Handles: opaque memory of C with a mark and a state in it.

use super::usable;
use crate::error::{REFUSED, Status};
use core::mem::MaybeUninit;

/// An opaque struct of the header, and what really is in it.
pub(crate) trait Handle {
    /// What the opaque bytes hold once initialised. Plain data: dropping it must do nothing.
    type State;
    /// Tells an initialised handle of this kind from zeroed memory and from other handles.
    const MARK: u32;
}

#[repr(C)]
struct Slot<S> {
    mark: u32,
    state: S,
}

/// Makes a handle usable, whatever it held before.
///
/// # Safety
/// `handle` is NULL or valid for writes.
pub(crate) unsafe fn init<H: Handle>(handle: *mut H, state: H::State) -> Status {
    const {
        assert!(size_of::<Slot<H::State>>() <= size_of::<H>(), "the opaque struct is too small");
        assert!(align_of::<Slot<H::State>>() <= align_of::<H>(), "the opaque struct is not aligned enough");
        assert!(size_of::<H>() <= 512, "the header promises at most 512 bytes");
        assert!(!core::mem::needs_drop::<H::State>(), "C never drops a handle");
    }
    // SAFETY: the same contract.
    unsafe { place(handle) }?.init(state);
    Ok(())
}

/// Where a handle is made, once it is known what is to be in it.
pub(crate) struct Place<'a, H: Handle>(&'a mut MaybeUninit<Slot<H::State>>);

/// The place of a handle: what is put there right away is not copied.
///
/// # Safety
/// `handle` is NULL or valid for writes during `'a`.
pub(crate) unsafe fn place<'a, H: Handle>(handle: *mut H) -> Status<Place<'a, H>> {
    const { assert!(size_of::<Slot<H::State>>() <= size_of::<H>() && align_of::<Slot<H::State>>() <= align_of::<H>()) };
    if !usable(handle) {
        return Err(REFUSED);
    }
    // SAFETY: not NULL, aligned, and large enough; a `MaybeUninit` asks nothing of what is in it.
    Ok(Place(unsafe { &mut *handle.cast::<MaybeUninit<Slot<H::State>>>() }))
}

impl<'a, H: Handle> Place<'a, H> {
    /// Makes the handle; the state is in its place.
    pub(crate) fn init(self, state: H::State) -> &'a mut H::State {
        let slot = self.0.as_mut_ptr();
        // SAFETY: it is valid for writes, and has a state then. One after the other: a whole slot would be made elsewhere
        // and copied.
        unsafe {
            (&raw mut (*slot).mark).write(H::MARK);
            (&raw mut (*slot).state).write(state);
            &mut (*slot).state
        }
    }
}

/// The state of an initialised handle, to read.
///
/// # Safety
/// `handle` is NULL or points to a handle, which nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn shared<'a, H: Handle>(handle: *const H) -> Status<&'a H::State> {
    const { assert!(align_of::<H>() >= align_of::<u64>()) };
    // SAFETY: the same contract; a handle begins with its mark.
    let slot = unsafe { marked(handle.cast(), H::MARK) };
    if slot.is_null() {
        return Err(REFUSED);
    }
    // SAFETY: only `init` writes this mark, and with it a state.
    Ok(unsafe { &(*slot.cast::<Slot<H::State>>()).state })
}

/// The handle, when it has this mark; else NULL. One for handles of all kinds.
///
/// # Safety
/// `handle` is NULL or points to a handle.
#[inline(never)]
unsafe fn marked(handle: *const u64, mark: u32) -> *const u64 {
    // SAFETY: not NULL, aligned, valid by the contract; the mark, a plain number, is read before the state.
    if usable(handle) && unsafe { handle.cast::<u32>().read() } == mark { handle } else { core::ptr::null() }
}

/// As [`unique`], for the calls that are made most often: the mark is looked at without a call.
///
/// # Safety
/// As for [`unique`].
#[inline(always)]
pub(crate) unsafe fn unique_often<'a, H: Handle>(handle: *mut H) -> Status<&'a mut H::State> {
    // SAFETY: not NULL, aligned, valid by the contract; the mark, a plain number, is read before the state.
    if !usable(handle) || unsafe { handle.cast::<u32>().read() } != H::MARK {
        return Err(REFUSED);
    }
    // SAFETY: only `init` writes this mark, and with it a state, which nobody else uses.
    Ok(unsafe { &mut (*handle.cast::<Slot<H::State>>()).state })
}

/// The state of an initialised handle, to change.
///
/// # Safety
/// `handle` is NULL or points to a handle, which nobody else uses during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn unique<'a, H: Handle>(handle: *mut H) -> Status<&'a mut H::State> {
    // SAFETY: the same contract; the shared borrow ends here.
    unsafe { shared(handle.cast_const()) }?;
    // SAFETY: `shared` has found an initialised state, and nobody else uses it.
    Ok(unsafe { &mut (*handle.cast::<Slot<H::State>>()).state })
}
