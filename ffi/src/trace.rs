//! Tracing.
//!
//! What passes on the connection of a client or a server, told to a function of yours: when a message begins and ends,
//! what is called, status, faults, errors, times and, at level 4, the documents themselves. Secrets are never in them:
//! passwords, tokens, nonces, credentials in fields and in addresses are `***`, in whatever pieces a message comes and
//! however broken it is. A program that traces nothing links nothing of it.
//!
//! ```c
//! static soapstone_trace trace = { .size = sizeof trace };
//! static soapstone_tap tap;
//!
//! trace.event = log_event;
//! trace.levels[SOAPSTONE_TRACE_PERFORMANCE] = SOAPSTONE_TRACE_INFO;
//! trace.levels[SOAPSTONE_TRACE_OUTBOUND] = SOAPSTONE_TRACE_DETAIL;
//! soapstone_tap_init(&tap, SOAPSTONE_ABI_VERSION, &trace);
//! soapstone_client_trace(&client, &tap);
//! ```

mod told;

use self::told::Told;
use crate::abi;
use crate::binding::client::soapstone_client;
use crate::binding::paths::Paths;
use crate::binding::server::{soapstone_connection, soapstone_server};
use crate::binding::transport::{Pipe, soapstone_transport};
use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::{self, Handle, trace as call};
use crate::soap::node::Table;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::trace::{Category, Direction, Event, Level, Side, Tap, Trace};
use soapstone::{Error, ErrorKind, Exceeded, Limit};

/// How long it takes, and how many bytes. Siebel: WebSvcPerf.
pub const SOAPSTONE_TRACE_PERFORMANCE: i32 = 0;
/// Calls that are made. Siebel: WebSvcOutbound.
pub const SOAPSTONE_TRACE_OUTBOUND: i32 = 1;
/// What is in the Bodies of calls that are made; only with SOAPSTONE_TRACE_ARGUMENTS. Siebel: WebSvcOutboundArgTrc.
pub const SOAPSTONE_TRACE_OUTBOUND_ARGUMENT: i32 = 2;
/// Calls that are answered. Siebel: WebSvcInbound.
pub const SOAPSTONE_TRACE_INBOUND: i32 = 3;
/// What is in the Bodies of calls that are answered; only with SOAPSTONE_TRACE_ARGUMENTS. Siebel: WebSvcInboundArgTrc.
pub const SOAPSTONE_TRACE_INBOUND_ARGUMENT: i32 = 4;
/// What is set up before anything is called: blocks that a node understands, accepted connections. Siebel: WebSvcLoad.
pub const SOAPSTONE_TRACE_LOADING: i32 = 5;
/// What was made of a service description: operations, and what of them cannot be right. Siebel: WebSvcDesign.
pub const SOAPSTONE_TRACE_DESIGN: i32 = 6;

/// Nothing can go on; as good as off.
pub const SOAPSTONE_TRACE_FATAL: i32 = 0;
/// A call or an answer has failed.
pub const SOAPSTONE_TRACE_ERROR: i32 = 1;
/// It went through and is no success: a fault, a refusal.
pub const SOAPSTONE_TRACE_WARNING: i32 = 2;
/// That a message came or went.
pub const SOAPSTONE_TRACE_INFO: i32 = 3;
/// All that is in it: documents.
pub const SOAPSTONE_TRACE_DETAIL: i32 = 4;
/// What only those who look for a mistake in soapstone want to know.
pub const SOAPSTONE_TRACE_DIAGNOSTIC: i32 = 5;

/// The switch of the two categories of arguments.
pub const SOAPSTONE_TRACE_ARGUMENTS: u32 = 1;

/// A connection was accepted.
pub const SOAPSTONE_TRACE_READY: i32 = 1;
/// A connection is opened to the host in text, on port, with TLS where number is 1.
pub const SOAPSTONE_TRACE_OPENED: i32 = 2;
/// The connection was closed.
pub const SOAPSTONE_TRACE_CLOSED: i32 = 3;
/// A message begins.
pub const SOAPSTONE_TRACE_BEGINS: i32 = 4;
/// A response has the status in number.
pub const SOAPSTONE_TRACE_STATUS: i32 = 5;
/// A header block with the local name in text.
pub const SOAPSTONE_TRACE_BLOCK: i32 = 6;
/// A body entry with the local name in text: what is called or answered.
pub const SOAPSTONE_TRACE_ENTRY: i32 = 7;
/// The body entry is a fault.
pub const SOAPSTONE_TRACE_FAULT: i32 = 8;
/// The next piece of a document, in text, redacted; cut anywhere, be it within a character.
pub const SOAPSTONE_TRACE_DUMP: i32 = 9;
/// A message of so many bytes is complete, micros after it began.
pub const SOAPSTONE_TRACE_ENDS: i32 = 10;
/// A response has begun, micros after its request was complete.
pub const SOAPSTONE_TRACE_WAITED: i32 = 11;
/// The error in error; number is how far a call had come, one of SOAPSTONE_STAGE_*, or 0.
pub const SOAPSTONE_TRACE_FAILED: i32 = 12;

/// The operation with the local name in text, or else the SOAPAction, can be called.
pub const SOAPSTONE_TRACE_OPERATION: i32 = 13;
/// The operation of that name is found by nothing by which one before it is not found.
pub const SOAPSTONE_TRACE_DUPLICATE: i32 = 14;
/// The node understands header blocks with the local name in text.
pub const SOAPSTONE_TRACE_UNDERSTOOD: i32 = 15;

/// The message is sent from here.
pub const SOAPSTONE_TRACE_SENT: i32 = 1;
/// The message is received.
pub const SOAPSTONE_TRACE_RECEIVED: i32 = 2;

/// An event. What it does not tell is 0 or empty.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_trace_event {
    /// sizeof(soapstone_trace_event).
    pub size: u32,
    /// What has happened: SOAPSTONE_TRACE_READY to SOAPSTONE_TRACE_UNDERSTOOD; there may be more in later versions.
    pub kind: i32,
    /// What it is about: SOAPSTONE_TRACE_PERFORMANCE to SOAPSTONE_TRACE_DESIGN.
    pub category: i32,
    /// How much it matters: SOAPSTONE_TRACE_FATAL to SOAPSTONE_TRACE_DIAGNOSTIC.
    pub level: i32,
    /// Which way the message goes: SOAPSTONE_TRACE_SENT or SOAPSTONE_TRACE_RECEIVED.
    pub direction: i32,
    /// A status, a stage, whether with TLS.
    pub number: i32,
    /// A port.
    pub port: u32,
    /// For later use; 0.
    pub reserved: u32,
    /// A name, a host, a piece of a document.
    pub text: soapstone_str,
    /// Bytes of a message on the wire.
    pub bytes: u64,
    /// Microseconds.
    pub micros: u64,
    /// What went wrong.
    pub error: soapstone_error,
}

/// What is told, and to whom. A tap keeps the pointer: it must stay valid as long as the tap is used, and may be changed
/// meanwhile, between two calls.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_trace {
    /// sizeof(soapstone_trace).
    pub size: u32,
    /// 0 or SOAPSTONE_TRACE_ARGUMENTS.
    pub flags: u32,
    /// The first argument of the functions.
    pub ctx: *mut c_void,
    /// Takes an event, which is valid during the call. It must not use what is being traced.
    pub event: Option<unsafe extern "C" fn(ctx: *mut c_void, event: *const soapstone_trace_event)>,
    /// The time, in microseconds since any moment, or NULL where there is no clock.
    pub now: Option<unsafe extern "C" fn(ctx: *mut c_void) -> u64>,
    /// How much is wanted of each category, by its number; the last is not used.
    pub levels: [u8; 8],
    /// Names of elements, attributes, parameters and fields that are secret besides those that are known, in any case; at
    /// most 8.
    pub secrets: *const soapstone_str,
    /// How many.
    pub secret_count: u32,
    /// For later use; must be 0.
    pub reserved: u32,
}

/// Follows what passes on one connection. Opaque. It must stay where it is as long as what it is set on is used.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_tap {
    /// Not to be touched.
    pub opaque: [u64; 64],
}

pub(crate) struct State {
    tap: Tap,
    trace: *const soapstone_trace,
    /// What it is set on.
    below: soapstone_transport,
}

impl Handle for soapstone_tap {
    type State = State;
    const MARK: u32 = 0x7461_7001;
}

/// Makes a tap ready, to be set on one client or one connection. abi is SOAPSTONE_ABI_VERSION.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING (a name is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_tap_init(tap: *mut soapstone_tap, abi: u32, trace: *const soapstone_trace) -> i32 {
    status(|| {
        abi::check(abi)?;
        let given = raw::sized(trace)?.ok_or(REFUSED)?;
        Told::new(given)?;
        raw::init(tap, State { tap: Tap::new(Side::Client), trace: given, below: soapstone_transport::NONE })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Has a client tell what it sends and receives, from the next call on: the tap takes the place of its transport, which it
/// calls in turn. Also calls that fail are told, and the tap of one that has a tap already.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the tap is set on something.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_trace(client: *mut soapstone_client, tap: *mut soapstone_tap) -> i32 {
    status(|| {
        let pipe: &mut Pipe = raw::unique(client)?.pipe();
        let state = raw::unique(tap)?;
        state.set(pipe.given, Side::Client)?;
        let below = &state.below;
        pipe.failed = Some(call::failed);
        pipe.given = soapstone_transport {
            ctx: tap as *mut c_void,
            open: Some(call::open),
            read: Some(call::read),
            write: Some(call::write),
            close: Some(call::close),
            ready: below.ready.and(Some(call::ready)),
            resume: below.resume.and(Some(call::resume)),
            use_key: below.use_key.and(Some(call::use_key)),
            ..soapstone_transport::NONE
        };
        Ok(SOAPSTONE_OK)
    })
}

/// Has a connection tell what a server sends and receives on it: to be called before soapstone_server_serve is. The tap
/// takes the place of its functions, which it calls in turn; the end of the connection is told by soapstone_tap_closed.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the tap is set on something.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_connection_trace(
    connection: *mut soapstone_connection,
    tap: *mut soapstone_tap,
) -> i32 {
    status(|| {
        let given = raw::in_out(connection)?;
        raw::sized::<soapstone_connection>(connection)?;
        let soapstone_connection { ctx, read, write, .. } = *given;
        raw::unique(tap)?.set(soapstone_transport { ctx, read, write, ..soapstone_transport::NONE }, Side::Server)?;
        *given = soapstone_connection {
            ctx: tap as *mut c_void,
            read: Some(call::read),
            write: Some(call::write),
            ..*given
        };
        Ok(SOAPSTONE_OK)
    })
}

/// Tells that the connection a tap is set on was closed, and has the tap be set on another.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_tap_closed(tap: *mut soapstone_tap) -> i32 {
    status(|| {
        let state = raw::unique(tap)?;
        state.tell(|tap, trace| tap.closed(trace));
        state.below = soapstone_transport::NONE;
        Ok(SOAPSTONE_OK)
    })
}

/// Tells of an error that the bytes do not show: that of a reader, or what soapstone_answered is told. number is how far
/// a call had come, one of SOAPSTONE_STAGE_*, or 0. Where the kind is SOAPSTONE_OK nothing is told.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_tap_failed(
    tap: *mut soapstone_tap,
    error: *const soapstone_error,
    number: i32,
) -> i32 {
    status(|| {
        let (state, error) = (raw::unique(tap)?, raw::value(error)?);
        if let Some(kind) = ErrorKind::from_code(error.kind) {
            let exceeded = Limit::from_code(error.limit).map(|limit| Exceeded { limit, needed: error.needed });
            let error = Error { kind, offset: error.offset, exceeded };
            state.tell(|tap, trace| tap.failed(trace, error, u8::try_from(number).unwrap_or(0)));
        }
        Ok(SOAPSTONE_OK)
    })
}

/// Tells how a server is set up: its operations, those that nothing finds, and the header blocks its node understands. To
/// be called when the program starts.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_server_trace(server: *const soapstone_server, trace: *const soapstone_trace) -> i32 {
    status(|| {
        let told = Told::new(raw::sized(trace)?.ok_or(REFUSED)?)?;
        let server = raw::sized(server)?.ok_or(REFUSED)?;
        let (paths, node) = (Paths::new(server)?, Table::new(server.node)?);
        paths.tell(&told);
        node.tell(&told);
        Ok(SOAPSTONE_OK)
    })
}

/// The name of a category, as Siebel has it: "WebSvcPerf" and so on. Static text; "unknown" for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_trace_alias(category: i32) -> soapstone_str {
    Category::from_number(category).map_or("unknown", Category::alias).as_bytes().into()
}

impl State {
    fn set(&mut self, below: soapstone_transport, side: Side) -> Status {
        if self.below.read.is_some() || below.read.is_none() {
            return Err(REFUSED);
        }
        (self.below, self.tap) = (below, Tap::new(side));
        if let Side::Server = side {
            self.tell(|tap, trace| tap.accepted(trace));
        }
        Ok(())
    }

    /// What it is set on.
    pub(crate) fn below(&self) -> &soapstone_transport {
        &self.below
    }

    /// Tells something to who listens.
    pub(crate) fn tell(&mut self, tell: impl FnOnce(&mut Tap, &dyn Trace)) {
        // Judged when the tap was made; what was changed since is judged again.
        if let Ok(Ok(told)) = call::given(self.trace).map(Told::new) {
            tell(&mut self.tap, &told);
        }
    }
}
