//! Transports.
//!
//! The byte pipe of a client: sockets, TLS, a modem. It is yours; the library asks it to connect, to send and to receive.

use crate::buf::soapstone_write;
use crate::error::{REFUSED, SOAPSTONE_OK, Status};
use crate::http::endpoint::soapstone_http_endpoint;
use crate::raw::client as call;
use crate::text::soapstone_str;
use core::ffi::c_void;
use core::fmt;
use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::{Identity, Ready, Timeout, Transport};
use soapstone::http::Endpoint;
use soapstone::{Error, ErrorKind};

/// Connects to the host and port of an endpoint, with TLS when it is secure; what was open is closed first. timeout is
/// for this step and for every read until the next call, in milliseconds: 0 is for ever, a negative one as long as the
/// transport waits by default. Answers SOAPSTONE_OK, or a negative number.
pub type soapstone_open =
    Option<unsafe extern "C" fn(ctx: *mut c_void, endpoint: *const soapstone_http_endpoint, timeout: i64) -> i32>;

/// Receives at most len bytes, one at least, and says how many in count; 0 of them is the end of the connection. Answers
/// SOAPSTONE_OK, or a number of its own: the connection is broken, or nothing came in time.
pub type soapstone_read =
    Option<unsafe extern "C" fn(ctx: *mut c_void, bytes: *mut u8, len: usize, count: *mut usize) -> i32>;

/// Closes the connection; none may be open.
pub type soapstone_close = Option<unsafe extern "C" fn(ctx: *mut c_void)>;

/// Waits up to so many milliseconds until there is something to read, the end of the connection included. Answers 1 when
/// there is, 0 when there is not, a negative number when it cannot tell.
pub type soapstone_ready = Option<unsafe extern "C" fn(ctx: *mut c_void, millis: u32) -> i32>;

/// Goes on with the open connection for another call, with this timeout.
pub type soapstone_resume = Option<unsafe extern "C" fn(ctx: *mut c_void, timeout: i64)>;

/// Names the key to be shown on the connection that is opened next, and the store it is in; both are empty where a call
/// names none.
pub type soapstone_use_key = Option<unsafe extern "C" fn(ctx: *mut c_void, store: soapstone_str, key: soapstone_str)>;

/// A transport. It carries one connection at a time. ready, resume and use_key may be NULL. With ready a client sees that the other side
/// has closed a connection that was kept, and does not wait for ever for an interim response.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_transport {
    /// sizeof(soapstone_transport).
    pub size: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// The first argument of the functions.
    pub ctx: *mut c_void,
    /// Connects.
    pub open: soapstone_open,
    /// Receives.
    pub read: soapstone_read,
    /// Sends bytes, all of them.
    pub write: soapstone_write,
    /// Closes.
    pub close: soapstone_close,
    /// Waits.
    pub ready: soapstone_ready,
    /// Goes on.
    pub resume: soapstone_resume,
    /// Names the key of the client in TLS.
    pub use_key: soapstone_use_key,
}

/// The transport of C as one of Rust.
pub(crate) struct Pipe {
    pub(crate) given: soapstone_transport,
    /// Is told of calls that fail, where they are traced.
    pub(crate) failed: Option<fn(*mut c_void, u8, &Error)>,
}

/// What a function of the transport answered.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Broken(i32);

impl soapstone_transport {
    /// Without functions.
    pub(crate) const NONE: Self = soapstone_transport {
        size: size_of::<Self>() as u32,
        reserved: 0,
        ctx: core::ptr::null_mut(),
        open: None,
        read: None,
        write: None,
        close: None,
        ready: None,
        resume: None,
        use_key: None,
    };
}

impl Pipe {
    /// Refuses a transport that lacks what it must have.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn check(given: &soapstone_transport) -> Status {
        let complete = given.open.is_some() && given.read.is_some() && given.write.is_some() && given.close.is_some();
        if complete && given.reserved == 0 { Ok(()) } else { Err(REFUSED) }
    }

    /// The transport, which was checked.
    pub(crate) fn over(given: &soapstone_transport) -> Self {
        Pipe { given: *given, failed: None }
    }
}

impl Broken {
    fn judge(answer: i32) -> Result<(), Self> {
        if answer == SOAPSTONE_OK { Ok(()) } else { Err(Broken(answer)) }
    }

    /// The status of the call that it ends. A positive number would read as an outcome.
    pub(crate) fn status(self) -> i32 {
        if self.0 < 0 { self.0 } else { ErrorKind::Io.code() }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(ErrorKind::Io.message())
    }
}

impl core::error::Error for Broken {}

impl embedded_io::Error for Broken {
    fn kind(&self) -> embedded_io::ErrorKind {
        embedded_io::ErrorKind::Other
    }
}

impl ErrorType for Pipe {
    type Error = Broken;
}

impl Read for Pipe {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Broken> {
        let mut count = 0;
        Broken::judge(call::read(&self.given, to, &mut count))?;
        // More than there was room for is no count.
        if count <= to.len() { Ok(count) } else { Err(Broken(REFUSED.code())) }
    }
}

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Broken> {
        Broken::judge(call::write(&self.given, bytes))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Broken> {
        Ok(())
    }
}

impl Transport for Pipe {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), Broken> {
        Broken::judge(call::open(&self.given, &(*endpoint).into(), timeout.millis()))
    }

    fn close(&mut self) {
        call::close(&self.given);
    }

    fn identify(&mut self, identity: &Identity<'_>) {
        call::identify(&self.given, identity);
    }

    fn resume(&mut self, timeout: Timeout) {
        call::resume(&self.given, timeout.millis());
    }

    fn ready(&mut self, millis: u32) -> Ready {
        match call::ready(&self.given, millis) {
            0 => Ready::NotYet,
            1.. => Ready::Now,
            _ => Ready::Unknown,
        }
    }

    fn failed(&mut self, stage: u8, error: &Error) {
        if let Some(failed) = self.failed {
            failed(self.given.ctx, stage, error);
        }
    }
}
