//! The version.

use crate::error::{REFUSED, Status};

/// The version of this interface. It changes when a program must be compiled anew.
pub const SOAPSTONE_ABI_VERSION: u32 = 1;

/// The version of the interface the library was built with: equals SOAPSTONE_ABI_VERSION when header and library
/// belong together. Init functions take the constant and check it.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_abi_version() -> u32 {
    SOAPSTONE_ABI_VERSION
}

pub(crate) fn check(version: u32) -> Status {
    if version == SOAPSTONE_ABI_VERSION { Ok(()) } else { Err(REFUSED) }
}
