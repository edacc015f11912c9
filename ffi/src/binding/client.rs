//! Clients.
//!
//! A soapstone_client calls services over HTTP, on a transport of yours: it writes the head of the request, has you write
//! the message, follows redirects, answers challenges, and judges the response. The response is then read in pieces, each
//! of them input for a soapstone_envelope_reader.
//!
//! ```c
//! static uint8_t memory[2048], workspace[1024];
//! soapstone_transport transport = { .size = sizeof transport };
//! soapstone_http_call call = { .size = sizeof call, .version = SOAPSTONE_SOAP11 };
//! soapstone_client client;
//!
//! transport.open = connect_to;
//! transport.read = receive;
//! transport.write = send_all;
//! transport.close = disconnect;
//! call.endpoint = soapstone_cstr("http://meter.example/ws");
//! call.action = soapstone_cstr("urn:meter/read");
//! call.timeout = 30000;
//! call.workspace = workspace;
//! call.workspace_len = sizeof workspace;
//! call.body = write_request;
//! soapstone_client_init(&client, SOAPSTONE_ABI_VERSION, &transport, memory, sizeof memory, NULL, 0);
//! status = soapstone_client_call(&client, &call);
//! while (status == SOAPSTONE_OK) {
//!     status = soapstone_client_receive(&client, &input);
//!     send(input.ptr, input.len);
//! }
//! ```

use crate::abi;
use crate::binding::calling::{self, Given, soapstone_http_call};
use crate::binding::route::soapstone_chosen;
use crate::binding::transport::{Pipe, soapstone_transport};
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::fields::soapstone_http_fields;
use crate::http::login::soapstone_http_login;
use crate::raw::{self, Handle};
use crate::soap::reader::{at_begin, soapstone_envelope_reader};
use crate::text::soapstone_str;
use core::cell::Cell;
use core::ffi::c_void;
use core::ptr;
use soapstone::binding::client::{BodyError, Client, Stage};
use soapstone::buf::Sink;
use soapstone::http::auth::{Authenticate, Proxied};
use soapstone::{Error, ErrorKind};

/// The request is being made; nothing was sent.
pub const SOAPSTONE_STAGE_PREPARING: i32 = 1;
/// The connection is being opened, or the request is on its way.
pub const SOAPSTONE_STAGE_SENDING: i32 = 2;
/// The response is awaited, or is not what it should be.
pub const SOAPSTONE_STAGE_RECEIVING: i32 = 3;
/// The response is being read.
pub const SOAPSTONE_STAGE_PARSING: i32 = 4;

/// A client, and its connection. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_client {
    /// Not to be touched.
    pub opaque: [u64; 60],
}

/// What is known of the last call besides its envelopes. The strings are in the memory of the client.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_transport_info {
    /// How far the call has come, one of SOAPSTONE_STAGE_*.
    pub stage: i32,
    /// The status of the response; without one 900 when nothing was sent, else 408.
    pub status: i32,
    /// The words that go with it; may not be UTF-8.
    pub message: soapstone_str,
    /// The fields of the request as they were built, before the transport got them, without the one that tells the length
    /// of the body; none when the call did not come to that.
    pub request: soapstone_http_fields,
    /// The fields of the response; none when there was none.
    pub response: soapstone_http_fields,
    /// 1 when the response has no message: the request was accepted, and that is all.
    pub is_empty: i32,
    /// 1 when there is a request, 2 when there is a response too, else 0.
    pub known: i32,
    /// Why the call failed; its kind is SOAPSTONE_OK when it did not.
    pub error: soapstone_error,
}

/// A client, and what came of its last call.
pub(crate) struct State {
    client: Client<'static, Pipe>,
    /// What a direct client does not do.
    more: Option<&'static More>,
}

/// Functions that are linked by who makes a client with them.
struct More {
    /// Makes a call with credentials.
    login: WithLogin,
    /// Has what is called chosen, or refuses the call.
    choose: fn(&soapstone_http_call, &mut soapstone_chosen, &mut Client<'static, Pipe>) -> Status,
}

static MORE: More = More { login: with_login, choose };

/// What is known of who calls, and does not have to be there.
type Hook<'h> = Option<&'h mut dyn Authenticate>;

/// Makes a call with the credentials that C hands over for the server and for a proxy, or for one of them.
type WithLogin =
    unsafe fn(*mut soapstone_http_login, *mut soapstone_http_login, &mut dyn FnMut(Hook<'_>) -> i32) -> Status<i32>;

impl State {
    /// The transport of the client.
    pub(crate) fn pipe(&mut self) -> &mut Pipe {
        self.client.transport()
    }
}

impl Handle for soapstone_client {
    type State = State;
    const MARK: u32 = 0x636c_6901;
}

/// Makes a client ready. Nothing is open yet.
///
/// abi is SOAPSTONE_ABI_VERSION. memory holds the head of the request twice over and the largest start tag of its body,
/// then the head of the response and what is received of its body: 2048 bytes do, and the more there is the fewer calls
/// of the transport it takes. scratch holds the address that a redirect leads to and credentials; it may be
/// { NULL, 0 } where there are neither.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when a function of the transport is NULL that may not be.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_init(
    client: *mut soapstone_client,
    abi: u32,
    transport: *const soapstone_transport,
    memory: *mut c_void,
    memory_len: usize,
    scratch: *mut c_void,
    scratch_len: usize,
) -> i32 {
    init(client, abi, transport, (memory, memory_len), Some(&MORE), |pipe, memory| {
        Ok(Client::new(pipe, memory, raw::memory(scratch, scratch_len)?))
    })
}

/// Makes a client ready that sends a call where it is made for and nowhere else. It follows no redirect, answers no
/// challenge, and takes no login and no function that chooses the endpoint; a program that makes its clients so has the
/// code of none of these.
///
/// A redirect is SOAPSTONE_ERROR_REDIRECTED, a challenge SOAPSTONE_ERROR_UNEXPECTED_STATUS; a call with a login or with
/// choose is SOAPSTONE_ERROR_INVALID_ARGUMENT. Otherwise as soapstone_client_init.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_init_direct(
    client: *mut soapstone_client,
    abi: u32,
    transport: *const soapstone_transport,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    init(client, abi, transport, (memory, memory_len), None, |pipe, memory| Ok(Client::direct(pipe, memory)))
}

unsafe fn init(
    client: *mut soapstone_client,
    abi: u32,
    transport: *const soapstone_transport,
    (memory, memory_len): (*mut c_void, usize),
    more: Option<&'static More>,
    make: impl FnOnce(Pipe, &'static mut [u8]) -> Status<Client<'static, Pipe>>,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let given = raw::sized(transport)?.ok_or(REFUSED)?;
        Pipe::check(given)?;
        let memory = raw::memory(memory, memory_len)?;
        raw::place(client)?.init(State { client: make(Pipe::over(given), memory)?, more });
        Ok(SOAPSTONE_OK)
    })
}

unsafe fn with_login(
    server: *mut soapstone_http_login,
    proxy: *mut soapstone_http_login,
    call: &mut dyn FnMut(Hook<'_>) -> i32,
) -> Status<i32> {
    if server == proxy {
        return Err(REFUSED);
    }
    let lent = |login: *mut soapstone_http_login| match login.is_null() {
        true => Ok(None),
        false => raw::unique(login).map(Some),
    };
    Ok(match (lent(server)?, lent(proxy)?) {
        (Some(server), Some(proxy)) => call(Some(&mut Proxied { server, proxy })),
        (server, proxy) => call(server.or(proxy).map(|login| login as _)),
    })
}

/// Makes a call: sends the message and receives the head of the response. On SOAPSTONE_OK the response is a message, be
/// it a fault, or empty, as soapstone_client_info says; soapstone_client_receive reads it. What is known of a call that
/// failed, soapstone_client_info tells too.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, SOAPSTONE_ERROR_WRITE_ENCODING; those of soapstone_route_choose; what the
/// functions of the transport and body answer; SOAPSTONE_ERROR_INVALID_ENDPOINT, SOAPSTONE_ERROR_HTTP_FIELD, SOAPSTONE_ERROR_HTTP_FRAMING (a field that
/// the caller may not set), SOAPSTONE_ERROR_LIMIT, SOAPSTONE_ERROR_HTTP_LENGTH, SOAPSTONE_ERROR_CONNECTION_CLOSED,
/// SOAPSTONE_ERROR_HTTP_SYNTAX and its kin; SOAPSTONE_ERROR_UNEXPECTED_STATUS, SOAPSTONE_ERROR_UNEXPECTED_MEDIA_TYPE,
/// SOAPSTONE_ERROR_NO_REPLY, SOAPSTONE_ERROR_REDIRECTED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_call(client: *mut soapstone_client, call: *const soapstone_http_call) -> i32 {
    status(|| {
        let state = raw::unique(client)?;
        let set = raw::sized(call)?.ok_or(REFUSED)?;
        let State { client, more } = state;
        let (address, version, login) = (set.endpoint, set.version, ptr::null_mut());
        let mut chosen = soapstone_chosen { address, alias: soapstone_str::EMPTY, port: 0, version, login };
        if set.choose.is_some() {
            (more.ok_or(REFUSED)?.choose)(set, &mut chosen, client)?;
        }
        let fields = Given(raw::items(set.fields, set.field_count)?);
        let mut judged = Ok(());
        let call = calling::read(set, &chosen, &fields, &mut judged);
        judged?;
        let workspace = raw::memory(set.workspace, set.workspace_len)?;
        let said = Cell::new(SOAPSTONE_OK);
        let mut write = |sink: &mut dyn Sink| {
            let lent: &mut [u8] = workspace;
            said.set(SOAPSTONE_OK);
            match set.source {
                Some(_) => copy(set, sink, &said).map_err(|kind| Error::new(kind, 0)),
                None => raw::server::with_writer((lent, sink), call.version, |writer| {
                    let answer = raw::client::body(set, writer);
                    raw::client::written(writer, answer, &said)
                }),
            }
        };
        let mut make = |hook: Hook<'_>| match client.send(&call, hook, &mut write) {
            Ok(()) => SOAPSTONE_OK,
            Err(Some(broken)) => broken.status(),
            Err(None) if said.get() < 0 => said.get(),
            Err(None) => client.error().map_or(ErrorKind::Io.code(), |error| error.kind.code()),
        };
        let login = if set.login.is_null() { chosen.login } else { set.login };
        if login.is_null() && set.proxy_login.is_null() {
            return Ok(make(None));
        }
        (more.ok_or(REFUSED)?.login)(login, set.proxy_login, &mut make)
    })
}

/// Has a reader, of which nothing was read, take the encoding that the response tells.
///
/// soapstone_client_call judges a media type by its name. Its parameters are looked at here alone: without this call a
/// charset says nothing, and what is not UTF-8 is an error of the reader.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when there is no response or the reader has read something;
/// SOAPSTONE_ERROR_UNSUPPORTED_ENCODING; SOAPSTONE_ERROR_HTTP_VALUE (the Content-Type is malformed).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_prepare(
    client: *mut soapstone_client,
    reader: *mut soapstone_envelope_reader,
) -> i32 {
    status(|| {
        let (state, reader) = (raw::unique(client)?, at_begin(raw::unique(reader)?)?);
        if let Some(encoding) = state.client.reply().encoding().map_err(|error| error.kind)? {
            reader.set_encoding(encoding).map_err(|error| error.kind)?;
        }
        Ok(SOAPSTONE_OK)
    })
}

/// Receives the next piece of the body of the response, without its framing: bytes in the memory of the client, valid
/// until the next call on it. Also after a call that failed, where there is a response: an error page, say.
///
/// Answers SOAPSTONE_OK, or SOAPSTONE_END after the last piece, with an empty piece. Errors:
/// SOAPSTONE_ERROR_INVALID_ARGUMENT; what the transport answers; SOAPSTONE_ERROR_HTTP_TRUNCATED,
/// SOAPSTONE_ERROR_HTTP_CHUNK, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_receive(client: *mut soapstone_client, piece: *mut soapstone_str) -> i32 {
    status(|| {
        let out = raw::out(piece)?;
        match raw::unique(client)?.client.receive() {
            Ok(piece) => {
                out.set(piece.unwrap_or_default().into());
                Ok(if piece.is_some() { SOAPSTONE_OK } else { SOAPSTONE_END })
            }
            Err(BodyError::Http(why)) => Ok(why.kind.code()),
            Err(BodyError::Transport(broken)) => Ok(broken.status()),
        }
    })
}

/// Reads what is left of the response, so that the connection can carry another call; where that is long, closes the
/// connection instead.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_finish(client: *mut soapstone_client) -> i32 {
    status(|| {
        raw::unique(client)?.client.reply().finish();
        Ok(SOAPSTONE_OK)
    })
}

/// Closes the connection.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_close(client: *mut soapstone_client) -> i32 {
    status(|| {
        raw::unique(client)?.client.close();
        Ok(SOAPSTONE_OK)
    })
}

/// Gives what is known of the last call. Valid until the next call on the client.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_client_info(
    client: *const soapstone_client,
    info: *mut soapstone_transport_info,
) -> i32 {
    status(|| {
        let out = raw::out(info)?;
        let state = raw::shared(client)?;
        let info = state.client.info();
        out.set(soapstone_transport_info {
            stage: info.stage as i32,
            status: info.status().into(),
            message: info.message().into(),
            request: info.request.unwrap_or_default().into(),
            response: info.response.map(|head| head.fields).unwrap_or_default().into(),
            is_empty: state.client.is_empty().into(),
            known: i32::from(info.request.is_some()) + i32::from(info.response.is_some()),
            error: state.client.error().into(),
        });
        Ok(SOAPSTONE_OK)
    })
}

/// Has what is called chosen, or refuses the call.
#[inline(never)]
fn choose(set: &soapstone_http_call, chosen: &mut soapstone_chosen, client: &mut Client<'static, Pipe>) -> Status {
    let mut error = soapstone_error::default();
    match raw::client::choose(set, chosen, &mut error) {
        SOAPSTONE_OK => Ok(()),
        answer => {
            let kind = ErrorKind::from_code(answer).unwrap_or(REFUSED);
            client.refuse(*error.read().as_ref().unwrap_or(&Error::new(kind, 0)));
            Err(kind)
        }
    }
}

/// Copies what the source of a call gives.
fn copy(set: &soapstone_http_call, sink: &mut dyn Sink, said: &Cell<i32>) -> Status {
    let (mut room, mut begun): (&mut [u8], _) = (&mut [], false);
    loop {
        let mut count = 0;
        match raw::client::source(set, room, &mut count) {
            SOAPSTONE_OK => {}
            answer => {
                said.set(answer);
                return Err(ErrorKind::Io);
            }
        }
        if begun && count == 0 {
            return Ok(());
        }
        if begun && !sink.commit(count) {
            return Err(REFUSED);
        }
        begun = true;
        sink.make_room(1).map_err(|_| ErrorKind::Io)?;
        room = sink.free();
    }
}

const _: () = assert!(
    Stage::Preparing as i32 == SOAPSTONE_STAGE_PREPARING
        && Stage::Sending as i32 == SOAPSTONE_STAGE_SENDING
        && Stage::Receiving as i32 == SOAPSTONE_STAGE_RECEIVING
        && Stage::Parsing as i32 == SOAPSTONE_STAGE_PARSING
);
