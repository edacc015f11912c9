//! Loopbacks.
//!
//! A soapstone_loopback is a transport without a network: it delivers to a function of the same program. That may serve
//! the request as any server does, or look at it, add to it, log it, and carry it elsewhere itself.
//!
//! ```c
//! static uint8_t outbound[2048], inbound[2048];
//! soapstone_loopback loopback;
//! soapstone_transport transport;
//!
//! soapstone_loopback_init(&loopback, SOAPSTONE_ABI_VERSION, deliver, NULL, outbound, sizeof outbound, inbound,
//!                         sizeof inbound);
//! soapstone_loopback_transport(&loopback, &transport);
//! ```
//!
//! A function that has the request served:
//!
//! ```c
//! soapstone_connection served = { .size = sizeof served };
//!
//! served.ctx = line;
//! served.read = soapstone_line_read;
//! served.write = soapstone_line_write;
//! status = soapstone_server_serve(&server, SOAPSTONE_ABI_VERSION, &served);
//! ```

use crate::abi;
use crate::binding::transport::soapstone_transport;
use crate::error::{REFUSED, SOAPSTONE_OK, status};
use crate::http::endpoint::soapstone_http_endpoint;
use crate::raw::loopback as line;
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use core::ffi::c_void;
use embedded_io::{ErrorKind, Read, Write};
use soapstone::ErrorKind as Kind;
use soapstone::binding::{Deliver, Line, Loopback, Transport};

/// A transport within the program. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_loopback {
    /// Not to be touched.
    pub opaque: [u64; 16],
}

/// The other end of it. Opaque; made by the library, valid during the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_line {
    /// Not to be touched.
    pub opaque: [u64; 4],
}

/// Has a request delivered that is complete, and its response written to the line. The loopback is not to be touched.
/// Answers SOAPSTONE_OK, or a negative number, with which the call fails.
pub type soapstone_deliver = Option<unsafe extern "C" fn(ctx: *mut c_void, line: *mut soapstone_line) -> i32>;

/// Who delivers, and how that went.
pub(crate) struct Receiver {
    pub(crate) deliver: soapstone_deliver,
    pub(crate) ctx: *mut c_void,
    answer: i32,
}

impl Handle for soapstone_loopback {
    type State = Loopback<'static, Receiver>;
    const MARK: u32 = 0x6c6f_6f01;
}

/// Makes a loopback ready. request and response each hold one message as it stands on the wire, head and all. deliver is
/// called with ctx when a client waits for a response.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when deliver is NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_loopback_init(
    loopback: *mut soapstone_loopback,
    abi: u32,
    deliver: soapstone_deliver,
    ctx: *mut c_void,
    request: *mut c_void,
    request_len: usize,
    response: *mut c_void,
    response_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        if deliver.is_none() {
            return Err(REFUSED);
        }
        let (request, response) = (raw::memory(request, request_len)?, raw::memory(response, response_len)?);
        raw::init(loopback, Loopback::to(request, response, Receiver { deliver, ctx, answer: SOAPSTONE_OK }))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the transport that a client is made ready with. The loopback stays where it is as long as that is used.
///
/// A message that does not fit in the memory of the loopback ends the call with SOAPSTONE_ERROR_LIMIT.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_loopback_transport(
    loopback: *mut soapstone_loopback,
    transport: *mut soapstone_transport,
) -> i32 {
    status(|| {
        let out = raw::out(transport)?;
        raw::shared(loopback.cast_const())?;
        out.set(soapstone_transport {
            size: size_of::<soapstone_transport>() as u32,
            reserved: 0,
            ctx: loopback as *mut c_void,
            open: Some(open),
            read: Some(read),
            write: Some(write),
            close: Some(close),
            ready: Some(ready),
            resume: None,
            use_key: None,
        });
        Ok(SOAPSTONE_OK)
    })
}

/// Gives what is left of the request: all of it before something was read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_line_request(line: *mut soapstone_line, rest: *mut soapstone_str) -> i32 {
    status(|| {
        let out = raw::out(rest)?;
        out.set(line::lent(line)?.request().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Reads of the request, as a soapstone_read does; line is the soapstone_line.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_line_read(line: *mut c_void, bytes: *mut u8, len: usize, count: *mut usize) -> i32 {
    status(|| {
        let out = raw::out(count)?;
        let to = line::room(bytes, len)?;
        out.set(line::lent(line)?.read(to).map_err(kind)?);
        Ok(SOAPSTONE_OK)
    })
}

/// Writes of the response, as a soapstone_write does; line is the soapstone_line.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT: the response does not fit in the memory of the
/// loopback. Nothing of these bytes was written.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_line_write(line: *mut c_void, bytes: *const u8, len: usize) -> i32 {
    status(|| {
        line::lent(line)?.write(raw::bytes(bytes, len)?).map_err(kind)?;
        Ok(SOAPSTONE_OK)
    })
}

impl Deliver<'static> for Receiver {
    fn deliver(&mut self, line: &mut Line<'_, 'static>) {
        self.answer = line::deliver(self, line);
    }
}

unsafe extern "C" fn open(ctx: *mut c_void, _: *const soapstone_http_endpoint, _: i64) -> i32 {
    status(|| {
        line::loopback(ctx)?.close();
        Ok(SOAPSTONE_OK)
    })
}

unsafe extern "C" fn read(ctx: *mut c_void, bytes: *mut u8, len: usize, count: *mut usize) -> i32 {
    status(|| {
        let out = raw::out(count)?;
        let loopback = line::loopback(ctx)?;
        out.set(loopback.read(line::room(bytes, len)?).map_err(kind)?);
        Ok(core::mem::replace(&mut loopback.receiver().answer, SOAPSTONE_OK))
    })
}

unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: usize) -> i32 {
    status(|| {
        line::loopback(ctx)?.write(raw::bytes(bytes, len)?).map_err(kind)?;
        Ok(SOAPSTONE_OK)
    })
}

unsafe extern "C" fn close(ctx: *mut c_void) {
    if let Ok(loopback) = line::loopback(ctx) {
        loopback.close();
    }
}

/// The response is made when it is read: there is never one before, and the other side never closes.
unsafe extern "C" fn ready(_: *mut c_void, _: u32) -> i32 {
    0
}

fn kind(error: ErrorKind) -> Kind {
    if error == ErrorKind::OutOfMemory { Kind::Limit } else { Kind::Io }
}
