//! What the function of a loopback is lent.
//!
//! That it may be called with its ctx is the contract under which C handed both over.

use super::server::{Loan, lent as lent_at};
use super::{memory, unique};
use crate::binding::loopback::{Receiver, soapstone_line, soapstone_loopback};
use crate::error::{REFUSED, Status};
use core::ffi::c_void;
use soapstone::binding::{Line, Loopback};

/// The loopback that is the first argument of the functions of its transport.
///
/// # Safety
/// `ctx` is what the transport has, and nobody else uses the loopback during `'a`.
pub(crate) unsafe fn loopback<'a>(ctx: *mut c_void) -> Status<&'a mut Loopback<'static, Receiver>> {
    // SAFETY: the same contract.
    unsafe { unique(ctx.cast::<soapstone_loopback>()) }
}

/// Where bytes are to be put.
///
/// # Safety
/// As for [`memory`].
pub(crate) unsafe fn room<'a>(bytes: *mut u8, len: usize) -> Status<&'a mut [u8]> {
    // SAFETY: the same contract.
    unsafe { memory(bytes.cast(), len) }
}

const LINE: u64 = 0x736f_6170_6c69_6e01;

/// Has a request delivered.
pub(crate) fn deliver(receiver: &Receiver, line: &mut Line<'_, 'static>) -> i32 {
    const {
        assert!(size_of::<Loan>() <= size_of::<soapstone_line>(), "the opaque struct is too small");
        assert!(align_of::<Loan>() <= align_of::<soapstone_line>());
    }
    let mut loan = Loan { mark: LINE, lent: (&raw mut *line).cast() };
    // SAFETY: the contract above; the line is valid during the call.
    receiver.deliver.map_or(REFUSED.code(), |deliver| unsafe { deliver(receiver.ctx, (&raw mut loan).cast()) })
}

/// The line that [`deliver`] has lent.
///
/// # Safety
/// `line` is NULL or what the function was passed, which has not returned; nothing of it outlives the call.
pub(crate) unsafe fn lent<'a, T>(line: *mut T) -> Status<&'a mut Line<'a, 'static>> {
    // SAFETY: the contract; `deliver` has borrowed it for the time of the call, and nobody else uses it.
    Ok(unsafe { &mut *lent_at(line.cast(), LINE)?.cast() })
}
