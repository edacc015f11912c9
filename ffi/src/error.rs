//! Outcomes and errors.
//!
//! 0 is done, positive numbers are normal outcomes, negative numbers are errors. Errors keep their numbers for ever;
//! the hundreds tell the layer: 0 the call, 100 XML, 200 SOAP, 300 simple types, 400 WS-Addressing,
//! 500 WS-Security, 600 sessions, 700 HTTP, 800 large messages in chunks.
//!
//! SOAPSTONE_ERROR_LEFT_OUT comes from lean archives alone, from any function whose work one leaves out.

use crate::text::soapstone_str;
use soapstone::{Error, ErrorKind, Limit};

/// Done: an event was read, or all was written.
pub const SOAPSTONE_OK: i32 = 0;
/// The input is used up and was not the last: call again with more. Not an error.
pub const SOAPSTONE_NEED_INPUT: i32 = 1;
/// The output buffer is full: drain it and call again with the same arguments. Not an error; nothing half done.
pub const SOAPSTONE_OUTPUT_FULL: i32 = 2;
/// The message is complete.
pub const SOAPSTONE_END: i32 = 3;
/// There is no such thing: an attribute, a prefix. Not an error.
pub const SOAPSTONE_NOT_FOUND: i32 = 4;

/// An error in full.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default)]
pub struct soapstone_error {
    /// Which error: one of SOAPSTONE_ERROR_*, or SOAPSTONE_OK while there is none.
    pub kind: i32,
    /// For SOAPSTONE_ERROR_LIMIT the limit that was passed, one of SOAPSTONE_LIMIT_*; else 0.
    pub limit: i32,
    /// For SOAPSTONE_ERROR_LIMIT the smallest value of the limit with which the step would have been taken.
    pub needed: u64,
    /// Where: when reading, bytes of the message before the offending one; when writing, bytes written before.
    pub offset: u64,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// The stable name of a status, such as "xml.unexpected_end", for logs and scripts. Static text.
/// A number that is not a status gives "unknown".
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_error_name(status: i32) -> soapstone_str {
    let name = match status {
        SOAPSTONE_OK => "ok",
        SOAPSTONE_NEED_INPUT => "need_input",
        SOAPSTONE_OUTPUT_FULL => "output_full",
        SOAPSTONE_END => "end",
        SOAPSTONE_NOT_FOUND => "not_found",
        _ => ErrorKind::from_code(status).map_or("unknown", ErrorKind::name),
    };
    name.as_bytes().into()
}

/// One English sentence that says what a status means, for a person. Static text.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_error_message(status: i32) -> soapstone_str {
    let message = match status {
        SOAPSTONE_OK => "done",
        SOAPSTONE_NEED_INPUT => "more input is needed",
        SOAPSTONE_OUTPUT_FULL => "the output buffer is full",
        SOAPSTONE_END => "the message is complete",
        SOAPSTONE_NOT_FOUND => "there is no such thing",
        _ => ErrorKind::from_code(status).map_or("not a status of this library", ErrorKind::message),
    };
    message.as_bytes().into()
}

/// The name of a limit, such as "workspace", by its number (SOAPSTONE_LIMIT_*). Static text; "unknown" for others.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_limit_name(limit: i32) -> soapstone_str {
    Limit::from_code(limit).map_or("unknown", Limit::name).as_bytes().into()
}

/// Why a call is refused: most often `InvalidArgument`.
pub(crate) type Status<T = ()> = Result<T, ErrorKind>;

/// A call the interface does not allow.
pub(crate) const REFUSED: ErrorKind = ErrorKind::InvalidArgument;

/// The kind of the error that ended the reading.
pub(crate) fn ended(error: Option<Error>) -> ErrorKind {
    error.map_or(REFUSED, |error| error.kind)
}

/// The status of a call whose work is in `call`.
pub(crate) fn status(call: impl FnOnce() -> Status<i32>) -> i32 {
    call().unwrap_or_else(ErrorKind::code)
}

impl From<Option<Error>> for soapstone_error {
    fn from(error: Option<Error>) -> Self {
        error.map_or(soapstone_error::default(), soapstone_error::from)
    }
}

impl From<Error> for soapstone_error {
    fn from(error: Error) -> Self {
        soapstone_error {
            kind: error.kind.code(),
            limit: error.exceeded.map_or(0, |e| e.limit.code()),
            needed: error.exceeded.map_or(0, |e| e.needed),
            offset: error.offset,
            reserved: [0; 2],
        }
    }
}
