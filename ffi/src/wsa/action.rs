//! Message ids and actions.
//!
//! Ids are made of random bytes of yours. Actions that a WSDL does not say follow from what it says.

use crate::error::{REFUSED, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::text::soapstone_str;
use crate::wsa::addressing::read_version;
use core::ffi::c_void;
use soapstone::wsa::{ActionForm, Exchange, MessageIds, Operation, write_message_id};

/// Bytes of a MessageID that soapstone_message_id makes.
pub const SOAPSTONE_MESSAGE_ID_LEN: usize = 45;
/// Bytes of randomness it takes.
pub const SOAPSTONE_MESSAGE_ID_RANDOM: usize = 16;

/// An operation with an input, then an output.
pub const SOAPSTONE_EXCHANGE_REQUEST_RESPONSE: i32 = 0;
/// An operation with an input.
pub const SOAPSTONE_EXCHANGE_ONE_WAY: i32 = 1;
/// An operation with an output, then an input.
pub const SOAPSTONE_EXCHANGE_SOLICIT_RESPONSE: i32 = 2;
/// An operation with an output.
pub const SOAPSTONE_EXCHANGE_NOTIFICATION: i32 = 3;

/// The input of an operation.
pub const SOAPSTONE_MESSAGE_INPUT: i32 = 0;
/// The output of an operation.
pub const SOAPSTONE_MESSAGE_OUTPUT: i32 = 1;
/// A fault of an operation.
pub const SOAPSTONE_MESSAGE_FAULT: i32 = 2;

/// The ids of the latest messages, for telling that one was received before.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_message_ids {
    /// Memory for the ids, one each; zero while there is none.
    pub slots: *mut u64,
    /// How many slots.
    pub count: u32,
    /// The slot that the next id goes into; 0 at first.
    pub next: u32,
}

/// What a WSDL 1.1 says of a message, for its action.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_wsdl_message {
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// Which messages the operation has, one of SOAPSTONE_EXCHANGE_*.
    pub exchange: i32,
    /// Which of them this is, one of SOAPSTONE_MESSAGE_*.
    pub message: i32,
    /// For later use; must be 0.
    pub reserved: i32,
    /// The target namespace.
    pub ns: soapstone_str,
    /// The name of the port type.
    pub port_type: soapstone_str,
    /// The name of the operation.
    pub operation: soapstone_str,
    /// The name of the message; its ptr is NULL when it has none. Faults always have one.
    pub name: soapstone_str,
    /// The action, when the WSDL says it; else a ptr of NULL.
    pub action: soapstone_str,
    /// The SOAPAction of the binding, which the input takes when the WSDL does not say the action; empty for none.
    pub soap_action: soapstone_str,
}

/// Makes a MessageID, "urn:uuid:" and a UUID of version 4 (RFC 4122, 4.4), of SOAPSTONE_MESSAGE_ID_RANDOM random bytes.
/// out takes SOAPSTONE_MESSAGE_ID_LEN bytes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for other lengths.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_id(
    random: *const u8,
    random_len: usize,
    out: *mut c_void,
    out_len: usize,
) -> i32 {
    status(|| {
        let random: &[u8; SOAPSTONE_MESSAGE_ID_RANDOM] =
            raw::bytes(random, random_len)?.try_into().map_err(|_| REFUSED)?;
        let out: &mut [u8; SOAPSTONE_MESSAGE_ID_LEN] = raw::memory(out, out_len)?.try_into().map_err(|_| REFUSED)?;
        write_message_id(random, out);
        Ok(SOAPSTONE_OK)
    })
}

/// Remembers an id, in the place of the oldest when there is no other. Answers 1 when it was known, else 0. Of each id a
/// hash of 64 bits is kept. soapstone_problem_init makes the fault, of SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_ids_insert(
    ids: *mut soapstone_message_ids,
    message_id: soapstone_str,
) -> i32 {
    status(|| {
        let (ids, message_id) = (raw::in_out(ids)?, message_id.text()?);
        let mut known = MessageIds::resume(raw::items_mut(ids.slots, ids.count)?, ids.next as usize);
        let found = known.insert(message_id);
        ids.next = known.next_slot() as u32;
        Ok(found.into())
    })
}

/// Writes the action of a message into out, and gives it. Its bytes are the sum of those of the names, and at most 16
/// more.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (out is too small); SOAPSTONE_ERROR_WRITE_ENCODING.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_wsdl_action(
    message: *const soapstone_wsdl_message,
    out: *mut c_void,
    out_len: usize,
    action: *mut soapstone_str,
) -> i32 {
    status(|| {
        let (action_out, out) = (raw::out(action)?, raw::memory(out, out_len)?);
        let message = raw::value(message)?;
        let text = |string: soapstone_str| Ok(Some(string.text()?).filter(|_| !string.ptr.is_null()));
        let operation = Operation {
            version: read_version(message.version)?,
            namespace: message.ns.text()?,
            port_type: message.port_type.text()?,
            name: message.operation.text()?,
            exchange: exchange(message.exchange)?,
        };
        let (explicit, name) = (text(message.action)?, text(message.name)?);
        let action = match message.message {
            SOAPSTONE_MESSAGE_INPUT => operation.input(explicit, text(message.soap_action)?, name),
            SOAPSTONE_MESSAGE_OUTPUT => operation.output(explicit, name),
            SOAPSTONE_MESSAGE_FAULT => operation.fault(explicit, name.ok_or(REFUSED)?),
            _ => return Err(REFUSED),
        };
        action_out.set(action.emit(out).map_err(|error| error.kind)?.as_bytes().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Answers 1 when two actions count as the same, else 0: equal byte by byte, or, with short_action 1, one being the last
/// segment of the other.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_action_matches(one: soapstone_str, other: soapstone_str, short_action: i32) -> i32 {
    let form = if short_action == 1 { ActionForm::Short } else { ActionForm::Exact };
    status(|| Ok(form.matches(one.text()?, other.text()?).into())).max(0)
}

fn exchange(exchange: i32) -> Status<Exchange> {
    match exchange {
        SOAPSTONE_EXCHANGE_REQUEST_RESPONSE => Ok(Exchange::RequestResponse),
        SOAPSTONE_EXCHANGE_ONE_WAY => Ok(Exchange::OneWay),
        SOAPSTONE_EXCHANGE_SOLICIT_RESPONSE => Ok(Exchange::SolicitResponse),
        SOAPSTONE_EXCHANGE_NOTIFICATION => Ok(Exchange::Notification),
        _ => Err(REFUSED),
    }
}
