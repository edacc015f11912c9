//! WS-Security: faults.

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, status};
use crate::raw;
use crate::soap::event::version;
use crate::soap::fault::soapstone_fault;
use crate::wss::token::generation;
use soapstone::ErrorKind;
use soapstone::wss::{self, error_kind};

/// Makes the fault that answers an error of WS-Security, in SOAP 1.1 or 1.2 and in the namespace of a generation, one of
/// SOAPSTONE_WSS_*: that of the request. Its reason is the same for every error; with detailed = 1 it says what was
/// wrong. error is what was answered, one of SOAPSTONE_ERROR_*.
///
/// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND for an error that is not of WS-Security: soapstone_fault_for_error makes
/// the fault for that. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_fault(
    fault: *mut soapstone_fault,
    version: i32,
    generation: i32,
    error: i32,
    detailed: i32,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let kind = ErrorKind::from_code(error).ok_or(REFUSED)?;
        let (version, generation) = (self::version(version)?, self::generation(generation).ok_or(REFUSED)?);
        match wss::fault(version, generation, kind, detailed != 0) {
            Some(fault) => out.set(soapstone_fault::of(&fault)),
            None => return Ok(SOAPSTONE_NOT_FOUND),
        }
        Ok(SOAPSTONE_OK)
    })
}

/// What a fault of WS-Security says, of any generation: one of SOAPSTONE_ERROR_*. 0 for any other fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_fault_error(fault: *const soapstone_fault) -> i32 {
    let kind = raw::value(fault).and_then(|fault| fault.with(|fault| error_kind(fault)));
    kind.ok().flatten().map_or(0, ErrorKind::code)
}
