//! Services.
//!
//! A device that answers calls has a table of operations; which of them a message calls falls when its body entry
//! opens, before the content. What refuses a message has a fault of its own, unless the operation is one-way: then
//! nobody waits for an answer.
//!
//! ```c
//! soapstone_service meter = { .size = sizeof meter, .operations = operations, .operation_count = 3 };
//! soapstone_request request = { .size = sizeof request, .soap_action = action };
//! soapstone_call call;
//!
//! status = soapstone_service_dispatch(&meter, &request, &name, &call);
//! if (status == SOAPSTONE_OK) {
//!     answer(call.index);
//! } else if (soapstone_service_fault(&meter, &call, version, &call.error, &fault) == SOAPSTONE_OK) {
//!     status = soapstone_envelope_writer_answer(&writer, &fault, 0, NULL);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::soap::element::{self, soapstone_element};
use crate::soap::event::{soapstone_qname, version};
use crate::soap::fault::soapstone_fault;
use crate::soap::operations::Operations;
use crate::text::soapstone_str;
use soapstone::soap::{Authentication, Key, Leniencies, Request, rpc};

/// Find the operation by the SOAPAction of HTTP, or the parameter action of the media type.
pub const SOAPSTONE_KEY_SOAP_ACTION: i32 = 1;
/// Find the operation by the Action of WS-Addressing.
pub const SOAPSTONE_KEY_ADDRESSING_ACTION: i32 = 2;
/// Find the operation by the name of the first body entry.
pub const SOAPSTONE_KEY_BODY_ENTRY: i32 = 3;

/// The body entry is a document of the application.
pub const SOAPSTONE_STYLE_DOCUMENT: i32 = 0;
/// The body entry is a call: an element with the name of the operation, with one child per parameter.
pub const SOAPSTONE_STYLE_RPC: i32 = 1;

/// The caller was verified by the transport: HTTP authentication, or a client certificate of TLS.
pub const SOAPSTONE_AUTHENTICATION_TRANSPORT: u32 = 1;
/// ... by a UsernameToken with the password as text.
pub const SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT: u32 = 2;
/// ... by a UsernameToken with a password digest.
pub const SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST: u32 = 4;
/// ... by a signature or token of X.509.
pub const SOAPSTONE_AUTHENTICATION_CERTIFICATE: u32 = 8;
/// ... by a Kerberos ticket.
pub const SOAPSTONE_AUTHENTICATION_KERBEROS: u32 = 16;
/// ... by a session token.
pub const SOAPSTONE_AUTHENTICATION_SESSION: u32 = 32;

/// An operation of a service.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_operation {
    /// The namespace URI of the body entry that calls it.
    pub ns: soapstone_str,
    /// The local name of that entry. Empty: the operation is called by an action, whatever the Body holds.
    pub local: soapstone_str,
    /// Its SOAPAction; empty: none.
    pub soap_action: soapstone_str,
    /// Its Action of WS-Addressing; empty: none.
    pub addressing_action: soapstone_str,
    /// One of SOAPSTONE_STYLE_*.
    pub style: i32,
    /// 1 when it has no answer, not even a fault; else 0.
    pub one_way: i32,
    /// 1 when it cannot be called now; else 0.
    pub inactive: i32,
    /// What callers must have proved themselves by, a sum of SOAPSTONE_AUTHENTICATION_*, of which one is enough; 0 for
    /// nothing.
    pub authentication: u32,
}

/// A service: its operations, and how they are found.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_service {
    /// sizeof(soapstone_service).
    pub size: u32,
    /// 1 when none of its operations can be called now; else 0.
    pub inactive: i32,
    /// The operations. Only these can be called.
    pub operations: *const soapstone_operation,
    /// How many.
    pub operation_count: u32,
    /// By what an operation is found, some of SOAPSTONE_KEY_*: each in turn, until one finds it; 0 ends them. All 0: by
    /// the SOAPAction, else by the Action, else by the body entry.
    pub order: [i32; 3],
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

/// What is known of a message besides its body. All zero but size: nothing.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_request {
    /// sizeof(soapstone_request).
    pub size: u32,
    /// What was verified of the caller, a sum of SOAPSTONE_AUTHENTICATION_*.
    pub authenticated: u32,
    /// The SOAPAction without its quotes, or the parameter action; empty when there is none.
    pub soap_action: soapstone_str,
    /// The Action of WS-Addressing; its ptr is NULL when there is none.
    pub addressing_action: soapstone_str,
    /// Bytes of the message before the body entry, for an error: event.offset.
    pub offset: u64,
}

/// What a message calls.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_call {
    /// The operation, in the table; NULL when none was found.
    pub operation: *const soapstone_operation,
    /// Its place in the table.
    pub index: u32,
    /// What it was found by, one of SOAPSTONE_KEY_*.
    pub key: i32,
    /// Why it may not be called; its kind is SOAPSTONE_OK when it may.
    pub error: soapstone_error,
}

/// Finds the operation that a message calls. entry is the name of its first body entry, NULL when the Body is empty.
///
/// What an action finds must be what the body entry calls: an action alone opens no operation to a message that was
/// meant, and perhaps checked, for another. call is written also when the message is refused.
///
/// Errors: SOAPSTONE_ERROR_OPERATION_INACTIVE; SOAPSTONE_ERROR_OPERATION_NOT_SUPPORTED (there is none, or the body entry
/// is that of another); SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED (there is none, and the message has an Action that is
/// looked at); SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED; SOAPSTONE_ERROR_INVALID_ARGUMENT and
/// SOAPSTONE_ERROR_WRITE_ENCODING (call is not written).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_service_dispatch(
    service: *const soapstone_service,
    request: *const soapstone_request,
    entry: *const soapstone_qname,
    call: *mut soapstone_call,
) -> i32 {
    status(|| {
        let out = raw::out(call)?;
        let (service, given) = (Operations::new(service)?, raw::sized(request)?.ok_or(REFUSED)?);
        let entry = if entry.is_null() { None } else { Some(raw::value(entry)?.read()?) };
        let request = Request {
            soap_action: Some(given.soap_action.text()?),
            addressing_action: text_or_none(given.addressing_action)?,
            authenticated: authentication(given.authenticated)?,
        };
        let found = service.find(&request, entry, given.offset);
        let status = found.error.kind;
        out.set(found);
        Ok(status)
    })
}

/// Makes the fault that answers an error of a message to this service, by the style of the operation that was found;
/// call may be NULL. Where no operation was found its style is RPC if the service has one of that style, and not of a
/// one-way operation. Version is that of the answer. (SOAP 1.1, 4.4.1; SOAP 1.2 Part 2, 4.4.)
///
/// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when the operation is one-way, so that nothing is answered.
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when error is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_service_fault(
    service: *const soapstone_service,
    call: *const soapstone_call,
    version: i32,
    error: *const soapstone_error,
    fault: *mut soapstone_fault,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let (service, version) = (Operations::new(service)?, self::version(version)?);
        let error = raw::value(error)?.read().ok_or(REFUSED)?;
        let called = if call.is_null() { None } else { Some(raw::value(call)?.operation) };
        let operation = match called.filter(|operation| !operation.is_null()) {
            Some(operation) => Some(raw::value(operation)?.read()?),
            None => None,
        };
        let made = service.fault(version, &error, operation.as_ref());
        Ok(match made {
            Some(made) => {
                out.set(soapstone_fault::of(&made));
                SOAPSTONE_OK
            }
            None => SOAPSTONE_NOT_FOUND,
        })
    })
}

/// Gives the parameter with this name of an RPC call or response that was kept. It has no namespace, unless leniencies,
/// a sum of SOAPSTONE_LENIENT_*, say that it may have one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_rpc_parameter(
    call: *const soapstone_element,
    name: soapstone_str,
    leniencies: u32,
    parameter: *mut soapstone_element,
) -> i32 {
    status(|| {
        let found =
            rpc::parameter(&element::read(call)?, name.text()?, Leniencies::from_bits(leniencies).ok_or(REFUSED)?);
        Ok(raw::out(parameter)?.found(found))
    })
}

/// Answers 1 when the element says xsi:nil, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_rpc_is_nil(element: *const soapstone_element) -> i32 {
    element::read(element).is_ok_and(|element| rpc::is_nil(&element)).into()
}

/// Gives the return value of an RPC response: in SOAP 1.2 the parameter that rpc:result names, in SOAP 1.1 the first.
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the operation returns nothing). (SOAP 1.1, 7.1; SOAP 1.2 Part 2, 4.2.)
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_PARAMETERS (rpc:result stands twice, or names what
/// is not there).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_rpc_result(
    response: *const soapstone_element,
    version: i32,
    value: *mut soapstone_element,
) -> i32 {
    status(|| {
        let found = rpc::result(&element::read(response)?, self::version(version)?)?;
        Ok(raw::out(value)?.found(found))
    })
}

pub(crate) fn authentication(bits: u32) -> Status<Authentication> {
    match u8::try_from(bits) {
        Ok(bits) if bits < 64 => Ok(Authentication::from_bits(bits)),
        _ => Err(REFUSED),
    }
}

unsafe fn text_or_none<'a>(string: soapstone_str) -> Status<Option<&'a str>> {
    let text = string.text()?;
    Ok((!string.ptr.is_null()).then_some(text))
}

const _: () = {
    assert!(Key::SoapAction as i32 == SOAPSTONE_KEY_SOAP_ACTION && Key::BodyEntry as i32 == SOAPSTONE_KEY_BODY_ENTRY);
    assert!(Key::AddressingAction as i32 == SOAPSTONE_KEY_ADDRESSING_ACTION);
    assert!(Authentication::TRANSPORT.bits() as u32 == SOAPSTONE_AUTHENTICATION_TRANSPORT);
    assert!(Authentication::PASSWORD_TEXT.bits() as u32 == SOAPSTONE_AUTHENTICATION_PASSWORD_TEXT);
    assert!(Authentication::PASSWORD_DIGEST.bits() as u32 == SOAPSTONE_AUTHENTICATION_PASSWORD_DIGEST);
    assert!(Authentication::CERTIFICATE.bits() as u32 == SOAPSTONE_AUTHENTICATION_CERTIFICATE);
    assert!(Authentication::KERBEROS.bits() as u32 == SOAPSTONE_AUTHENTICATION_KERBEROS);
    assert!(Authentication::SESSION.bits() as u32 == SOAPSTONE_AUTHENTICATION_SESSION);
};
