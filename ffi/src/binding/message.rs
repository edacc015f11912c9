//! Messages that call.
//!
//! The Body of a message that calls an operation, read event by event as it is received, by the function that handles
//! the operation.

use crate::error::{REFUSED, SOAPSTONE_OK, status};
use crate::raw;
use crate::soap::event::report_event;
use crate::text::soapstone_str;
use crate::xml::event::{self, soapstone_attribute, soapstone_event, soapstone_namespace};

/// A message. Opaque; made by the library, valid during the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_message {
    /// Not to be touched.
    pub opaque: [u64; 8],
}

/// Reads the next event of the Body: first the one that opened the body entry. Waits until there is one.
///
/// Answers SOAPSTONE_OK, or SOAPSTONE_END when the message is complete. Errors: all of XML and SOAP, those of the
/// framing of HTTP, SOAPSTONE_ERROR_IO (the connection is broken, or nothing came in time). They stay, and the client is
/// told whatever the outcome; SOAPSTONE_ERROR_INVALID_ARGUMENT does not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_next(message: *mut soapstone_message, event: *mut soapstone_event) -> i32 {
    status(|| {
        let out = raw::out(event)?;
        let message = raw::server::lent_message(message)?;
        let offset = message.advance().map_err(|error| error.kind)?;
        let event = message.reader.event().map_err(|error| error.kind)?;
        Ok(report_event(&event, offset, out))
    })
}

/// Gives no event for the rest of the body entry the message is in, its end included. What is skipped is checked all the
/// same.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also outside of an entry.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_skip(message: *mut soapstone_message) -> i32 {
    status(|| {
        let reader = raw::server::lent_message(message)?.reader.reader();
        if !reader.section().is_item() {
            return Err(REFUSED);
        }
        reader.skip();
        Ok(SOAPSTONE_OK)
    })
}

/// Gives an attribute of the start tag that was the last event, as soapstone_reader_attribute does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_attribute(
    message: *mut soapstone_message,
    index: u32,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::attribute(raw::server::lent_message(message)?.reader.reader().start(), index, out)
    })
}

/// Gives the attribute with this name of the start tag that was the last event, as soapstone_reader_find_attribute
/// does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_find_attribute(
    message: *mut soapstone_message,
    ns: soapstone_str,
    local: soapstone_str,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        let start = raw::server::lent_message(message)?.reader.reader().start();
        event::find_attribute(start, ns.bytes()?, local.bytes()?, out)
    })
}

/// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_message_resolve(
    message: *mut soapstone_message,
    prefix: soapstone_str,
    ns: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(ns)?;
        let bound = raw::server::lent_message(message)?.reader.reader().resolve(prefix.bytes()?);
        Ok(out.found(bound.map(|(ns, uri)| soapstone_namespace::bound(prefix, ns, uri))))
    })
}
