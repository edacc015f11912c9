//! Views of faults.
//!
//! Named faults, failures on this side of the wire, fault codes as text, and the errors that Siebel servers put into a
//! detail. A detail is kept with soapstone_keeper_read_detail.
//!
//! ```c
//! soapstone_element detail;
//! soapstone_stacked_error error;
//! uint32_t i;
//!
//! soapstone_keeper_element(&keeper, &detail);
//! for (i = 0; soapstone_error_stack_error(&detail, i, &error) == SOAPSTONE_OK; i++) {
//!     fprintf(stderr, "%.*s\n", (int)error.message.len, (const char *)error.message.ptr);
//! }
//! ```

use crate::error::{SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::session::headers::told;
use crate::soap::element::{self, soapstone_element};
use crate::soap::event::{soapstone_qname, version};
use crate::soap::fault::{soapstone_fault, some};
use crate::text::soapstone_str;
use crate::writing::write_with;
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;
use soapstone::soap::{ErrorStack, Failure, Fault, SpecificFault, StackedError};
use soapstone::xml::Str;

/// The status of a failure before anything was sent, in the place of that of HTTP.
pub const SOAPSTONE_FAILURE_PREPARING: i32 = 900;
/// That of a message queue that did not take the request.
pub const SOAPSTONE_FAILURE_SENDING: i32 = 400;
/// That of a response that did not come, or not whole.
pub const SOAPSTONE_FAILURE_RECEIVING: i32 = 408;

/// One error of a Siebel server. ptr is NULL for what is absent.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_stacked_error {
    /// errorcode.
    pub code: soapstone_str,
    /// errorsymbol.
    pub symbol: soapstone_str,
    /// errormsg.
    pub message: soapstone_str,
}

/// Gives which of some named faults this is: the place in names of the name of the first element of the detail, and
/// that element. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_named_fault(
    detail: *const soapstone_element,
    names: *const soapstone_qname,
    name_count: u32,
    place: *mut u32,
    entry: *mut soapstone_element,
) -> i32 {
    status(|| {
        let (place, out) = (raw::out(place)?, raw::out(entry)?);
        let names = raw::items(names, name_count)?;
        let first = element::read(detail)?.children().next();
        let is = |name: &soapstone_qname| {
            let name = name.read();
            name.is_ok_and(|name| first.is_some_and(|first| first.name() == name))
        };
        let Some(at) = names.iter().position(is) else { return Ok(SOAPSTONE_NOT_FOUND) };
        place.set(at as u32);
        Ok(out.found(first))
    })
}

/// Makes a fault of a failure on this side of the wire: code Exception without a namespace. message must stay.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (it is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_exception(fault: *mut soapstone_fault, message: soapstone_str) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        out.set(soapstone_fault::of(&Fault::exception(message.text()?)));
        Ok(SOAPSTONE_OK)
    })
}

/// The sentence that gateways say for a failure, one of SOAPSTONE_FAILURE_*; empty for another number. Static text.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_failure_message(failure: i32) -> soapstone_str {
    let failure = match failure {
        SOAPSTONE_FAILURE_PREPARING => Failure::Preparing,
        SOAPSTONE_FAILURE_SENDING => Failure::Sending,
        SOAPSTONE_FAILURE_RECEIVING => Failure::Receiving,
        _ => return soapstone_str::EMPTY,
    };
    failure.message().as_bytes().into()
}

/// Answers 1 when the fault is a failure on this side of the wire, 0 when a peer has sent it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_is_exception(fault: *const soapstone_fault) -> i32 {
    status(|| raw::value(fault)?.with(|fault| fault.is_exception().into())).max(0)
}

/// Makes the MustUnderstand fault in the words of Siebel, which name the header block as the message did; prefix and
/// local are those of soapstone_header_reader_not_understood. memory takes the text. error, which may be NULL, takes
/// an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8);
/// SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_TEXT_STORE: memory is too small, with what it must hold).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_unprocessed(
    fault: *mut soapstone_fault,
    version: i32,
    prefix: soapstone_str,
    local: soapstone_str,
    memory: *mut c_void,
    memory_len: usize,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let (prefix, local, memory) = (prefix.text()?, local.text()?, raw::memory(memory, memory_len)?);
        match Fault::unprocessed(self::version(version)?, prefix, local, memory) {
            Ok(fault) => {
                out.set(soapstone_fault::of(&fault));
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Gives what a fault says in the documents of older gateways, which differ by version: key and value of the entry at
/// this place, 0, 1, ... The keys go from the outside in, divided by "/"; subcodes and the detail are not among them.
/// memory takes the text of the code: "SOAP-ENV:" and a name of the version's namespace, else the namespace in braces
/// and a name. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. error, which may be NULL, takes an error in full.
///
/// Errors: those of soapstone_fault_unprocessed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_entry(
    fault: *const soapstone_fault,
    version: i32,
    index: u32,
    memory: *mut c_void,
    memory_len: usize,
    key: *mut soapstone_str,
    value: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let (key, value) = (raw::out(key)?, raw::out(value)?);
        let (version, memory) = (self::version(version)?, raw::memory(memory, memory_len)?);
        let entry = raw::value(fault)?.with(|fault| {
            let specific = SpecificFault::of(fault, version, memory)?;
            Ok(specific.entries().nth(index as usize).map(|(key, value)| (key.as_bytes().into(), value.into())))
        })?;
        match entry {
            Ok(Some((name, text))) => {
                key.set(name);
                value.set(text);
                Ok(SOAPSTONE_OK)
            }
            Ok(None) => Ok(SOAPSTONE_NOT_FOUND),
            Err(why) => told(why, error),
        }
    })
}

/// Gives the name that the text of a code in such a document says: "SOAP-ENV:" and a name of the version's namespace,
/// or a namespace in braces and a name; any other text is a name without a namespace. Its strings are in text.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_code_of_text(
    text: soapstone_str,
    version: i32,
    code: *mut soapstone_qname,
) -> i32 {
    status(|| {
        let out = raw::out(code)?;
        out.set(SpecificFault::code_of(text.text()?.into(), self::version(version)?).into());
        Ok(SOAPSTONE_OK)
    })
}

/// The text that says the version in such a document: "SOAP 1.1 Protocol", "SOAP 1.2 Protocol"; empty for another
/// number than SOAPSTONE_SOAP11 and SOAPSTONE_SOAP12. Static text.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_fault_protocol(version: i32) -> soapstone_str {
    self::version(version).map_or(soapstone_str::EMPTY, |version| SpecificFault::protocol_of(version).as_bytes().into())
}

/// Gives an error of a Siebel server from a detail that was kept, by its place: 0, 1, ... Answers SOAPSTONE_OK or
/// SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_error_stack_error(
    detail: *const soapstone_element,
    index: u32,
    error: *mut soapstone_stacked_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        let stack = ErrorStack::of(&element::read(detail)?);
        Ok(out.found(stack.and_then(|stack| stack.errors().nth(index as usize))))
    })
}

/// The name of the log file that a Siebel server put into a detail; its ptr is NULL when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_error_stack_log_file_name(detail: *const soapstone_element) -> soapstone_str {
    let stack = element::read(detail).ok().and_then(|detail| ErrorStack::of(&detail));
    stack.and_then(|stack| stack.log_file_name()).into()
}

/// Writes a stack of errors as a Siebel server does, inside a detail that soapstone_envelope_writer_fault_with_detail
/// began. log_file_name may be { NULL, 0 }.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, and those of soapstone_writer_start and _text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_error_stack_write(
    writer: *mut soapstone_writer,
    log_file_name: soapstone_str,
    errors: *const soapstone_stacked_error,
    error_count: u32,
) -> i32 {
    let arguments = || {
        let errors = raw::items(errors, error_count)?;
        errors.iter().try_for_each(|error| error.read().map(|_| ()))?;
        Ok((some(log_file_name)?, errors))
    };
    write_with(writer, arguments, |w, (log, errors)| {
        let errors = || errors.iter().map(|error| error.read().unwrap_or_default());
        w.sequence(|steps| StackedError::write(steps, log.map(Str::as_str), errors()))
    })
}

impl soapstone_stacked_error {
    /// The error as core sees it.
    ///
    /// # Safety
    /// The strings are valid.
    unsafe fn read<'a>(&self) -> Status<StackedError<'a>> {
        Ok(StackedError { code: some(self.code)?, symbol: some(self.symbol)?, message: some(self.message)? })
    }
}

impl From<StackedError<'_>> for soapstone_stacked_error {
    fn from(error: StackedError<'_>) -> Self {
        soapstone_stacked_error { code: error.code.into(), symbol: error.symbol.into(), message: error.message.into() }
    }
}
