//! Calls of the functions C gives a client.
//!
//! That they may be called with their ctx is the contract under which C handed both over; what they are given is valid
//! during the call.

use crate::binding::calling::{Given, soapstone_http_call};
use crate::binding::route::{soapstone_alias, soapstone_chosen, soapstone_route};
use crate::binding::transport::soapstone_transport;
use crate::error::{REFUSED, SOAPSTONE_OK, soapstone_error};
use crate::http::endpoint::soapstone_http_endpoint;
use crate::raw::server::lent_writer;
use crate::text::soapstone_str;
use crate::xml::writer::soapstone_writer;
use core::cell::Cell;
use soapstone::binding::Identity;
use soapstone::{Error, ErrorKind};

// SAFETY: C changes nothing of them during the call, whoever reads them.
unsafe impl Sync for Given<'_> {}

/// What is answered for a function that is not there; those that must be were judged before.
const NONE: i32 = REFUSED as i32;

pub(crate) fn open(transport: &soapstone_transport, endpoint: &soapstone_http_endpoint, timeout: i64) -> i32 {
    // SAFETY: the contract above.
    transport.open.map_or(NONE, |open| unsafe { open(transport.ctx, endpoint, timeout) })
}

pub(crate) fn read(transport: &soapstone_transport, to: &mut [u8], count: &mut usize) -> i32 {
    // SAFETY: the contract above.
    transport.read.map_or(NONE, |read| unsafe { read(transport.ctx, to.as_mut_ptr(), to.len(), count) })
}

pub(crate) fn write(transport: &soapstone_transport, bytes: &[u8]) -> i32 {
    transport.write.map_or(NONE, |write| super::call_write(write, transport.ctx, bytes))
}

pub(crate) fn close(transport: &soapstone_transport) {
    if let Some(close) = transport.close {
        // SAFETY: the contract above.
        unsafe { close(transport.ctx) }
    }
}

pub(crate) fn resume(transport: &soapstone_transport, timeout: i64) {
    if let Some(resume) = transport.resume {
        // SAFETY: the contract above.
        unsafe { resume(transport.ctx, timeout) }
    }
}

pub(crate) fn ready(transport: &soapstone_transport, millis: u32) -> i32 {
    // SAFETY: the contract above.
    transport.ready.map_or(NONE, |ready| unsafe { ready(transport.ctx, millis) })
}

/// Looks up an alias; without a function there is none.
pub(crate) fn find(route: &soapstone_route, name: &str, alias: &mut soapstone_alias) -> i32 {
    // SAFETY: the contract above.
    route.find.map_or(NONE, |find| unsafe { find(route.ctx, name.as_bytes().into(), alias) })
}

/// Chooses what is called, where a call leaves that to a function; what that has answered.
pub(crate) fn choose(call: &soapstone_http_call, chosen: &mut soapstone_chosen, error: &mut soapstone_error) -> i32 {
    // SAFETY: the contract above.
    call.choose.map_or(SOAPSTONE_OK, |choose| unsafe { choose(call.route, chosen, error) })
}

pub(crate) fn identify(transport: &soapstone_transport, identity: &Identity<'_>) {
    use_key(transport, identity.store.as_bytes().into(), identity.key.as_bytes().into());
}

pub(crate) fn use_key(transport: &soapstone_transport, store: soapstone_str, key: soapstone_str) {
    if let Some(use_key) = transport.use_key {
        // SAFETY: the contract above.
        unsafe { use_key(transport.ctx, store, key) }
    }
}

/// Has the message of a call written.
pub(crate) fn body(call: &soapstone_http_call, writer: *mut soapstone_writer) -> i32 {
    // SAFETY: the contract above.
    call.body.map_or(NONE, |body| unsafe { body(call.ctx, writer) })
}

/// Asks for bytes of the message of a call; for none, to begin anew.
pub(crate) fn source(call: &soapstone_http_call, to: &mut [u8], count: &mut usize) -> i32 {
    // SAFETY: the contract above.
    call.source.map_or(NONE, |source| unsafe { source(call.ctx, to.as_mut_ptr(), to.len(), count) })
}

/// Judges a message that was written: what the function answered, and whether the message is complete. What the function
/// says of its own is kept in `said`.
pub(crate) fn written(writer: *mut soapstone_writer, answer: i32, said: &Cell<i32>) -> Result<(), Error> {
    let kind = match lent_writer(writer) {
        Err(kind) => kind,
        Ok(state) => match state.writer.error() {
            Some(error) if error.kind.code() == answer => return Err(*error),
            _ if answer != SOAPSTONE_OK => {
                said.set(answer);
                ErrorKind::from_code(answer).unwrap_or(ErrorKind::Io)
            }
            _ if state.writer.depth() > 0 => ErrorKind::WriteUnfinished,
            _ => return Ok(()),
        },
    };
    Err(Error::new(kind, 0))
}
