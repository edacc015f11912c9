//! What the function of a loopback is lent.
//!
//! That it may be called with its ctx is the contract under which C handed both over.

use super::server::{Loan, lent as lent_at};
use crate::binding::loopback::{Receiver, soapstone_line};
use crate::error::{REFUSED, Status};
use soapstone::binding::Line;

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
pub(crate) unsafe fn lent<'a>(line: *mut soapstone_line) -> Status<&'a mut Line<'a, 'static>> {
    // SAFETY: the contract; `deliver` has borrowed it for the time of the call, and nobody else uses it.
    Ok(unsafe { &mut *lent_at(line.cast(), LINE)?.cast() })
}
