//! The client of a session.
//!
//! A soapstone_session knows what the next request must carry: credentials first, then the newest token, which it takes
//! from every response. One request at a time.
//!
//! ```c
//! static uint8_t token[256];
//! soapstone_session session;
//!
//! soapstone_session_init(&session, SOAPSTONE_ABI_VERSION, SOAPSTONE_SESSION_STATELESS, token, sizeof token, NULL);
//! soapstone_session_set_credentials(&session, soapstone_cstr("user"), soapstone_cstr("secret"));
//!
//! status = soapstone_session_begin(&session, now);
//! soapstone_envelope_writer_envelope(&writer);
//! status = soapstone_session_write(&session, &writer);
//! status = soapstone_session_finish(&session, &headers);
//! ```
//!
//! soapstone_session_finish comes after the header blocks of the response were read; soapstone_session_fail takes its
//! place when no response came, soapstone_session_reject when a fault said that the token or the credentials were not
//! accepted.
//!
//! A token that has expired is not sent. A session of type SOAPSTONE_SESSION_STATELESS then logs in again; any other
//! has ended, which is said once, as SOAPSTONE_ERROR_SESSION_EXPIRED, and the request after that opens a new one.

use crate::abi;
use crate::error::{SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::{self, Handle};
use crate::session::headers::session_type;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::text::soapstone_str;
use crate::writing::write_with;
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;
use core::mem::ManuallyDrop;
use soapstone::Error;
use soapstone::session::{Credentials, Session, SessionOptions, Timeouts};

/// What a session is to keep to. All zero but size: what the server is set up with by default.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_session_options {
    /// sizeof(soapstone_session_options).
    pub size: u32,
    /// 1 when the requests carry WS-Security: they cannot carry session headers too; else 0.
    pub security: i32,
    /// 1 when the server is a mobile client: only SOAPSTONE_SESSION_NONE, and only with credentials; else 0.
    pub mobile: i32,
    /// SessionTokenTimeout in seconds: a token that was not used for longer has expired; 0 for 900.
    pub token_timeout: u32,
    /// SessionTokenMaxAge in seconds: a session that was opened longer ago has expired; 0 for 172,800.
    pub token_age: u32,
    /// SessionTimeout in seconds: a session that was not used for longer is gone; 0 for 900.
    pub session_timeout: u32,
}

/// A session. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_session {
    /// Not to be touched.
    pub opaque: [u64; 24],
}

/// A session and why it last refused a call.
pub(crate) struct State {
    /// C never drops it; soapstone_session_forget wipes what a drop would.
    session: ManuallyDrop<Session<'static>>,
    error: Option<Error>,
}

impl Handle for soapstone_session {
    type State = State;
    const MARK: u32 = 0x7365_7301;
}

/// Makes a session ready. abi is SOAPSTONE_ABI_VERSION, session_type one of SOAPSTONE_SESSION_NONE, _STATELESS,
/// _STATEFUL, _SERVER_DETERMINE; options may be NULL.
///
/// memory is where the newest token is kept. Tokens are as long as the server likes, a few hundred bytes at most that
/// were seen.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_init(
    session: *mut soapstone_session,
    abi: u32,
    session_type: i32,
    memory: *mut c_void,
    memory_len: usize,
    options: *const soapstone_session_options,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let (kind, options) = (self::session_type(session_type)?, read_options(options)?);
        let new = Session::with_options(kind, raw::memory(memory, memory_len)?, options);
        raw::init(session, State { session: ManuallyDrop::new(new), error: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Sets what the session logs in with; the password may be the trust token of a single sign-on. The strings are not
/// copied: they must stay as long as they are set. An empty name takes them away.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_set_credentials(
    session: *mut soapstone_session,
    username: soapstone_str,
    password: soapstone_str,
) -> i32 {
    status(|| {
        let credentials = Credentials { username: username.text()?, password: password.text()? };
        let given = Some(credentials).filter(|credentials| !credentials.username.is_empty());
        raw::unique(session)?.session.set_credentials(given);
        Ok(SOAPSTONE_OK)
    })
}

/// Begins a request, which has the token until soapstone_session_finish, _fail or _reject. now is a clock in seconds
/// that need not know the date.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_BUSY (another request has the token);
/// SOAPSTONE_ERROR_SESSION_EXPIRED; SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (it must log in and has none);
/// SOAPSTONE_ERROR_SESSION_CONFLICT (the requests carry WS-Security); SOAPSTONE_ERROR_INVALID_SESSION (a mobile client,
/// and another type than SOAPSTONE_SESSION_NONE).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_begin(session: *mut soapstone_session, now: u64) -> i32 {
    change(session, |session| session.begin(now).map(|()| SOAPSTONE_OK))
}

/// Begins the request that ends the session; whatever comes of it, the token is gone after it. Answers SOAPSTONE_OK, or
/// SOAPSTONE_NOT_FOUND: there is no session to end, and nothing to send.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_BUSY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_logout(session: *mut soapstone_session, now: u64) -> i32 {
    change(session, |session| session.logout(now).map(|begun| if begun { SOAPSTONE_OK } else { SOAPSTONE_NOT_FOUND }))
}

/// Writes the header blocks of the request that has begun.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when none has begun; those of soapstone_envelope_writer_header_block
/// and soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_write(
    session: *const soapstone_session,
    writer: *mut soapstone_writer,
) -> i32 {
    write_with(writer, || raw::shared(session), |w, state| w.sequence(|steps| state.session.write(steps)))
}

/// Ends the request with its response, be that a fault: the token among the header blocks that were kept takes the place
/// of the one before. A response without a token leaves things as they are.
///
/// Errors, after which the request has ended too: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when none has begun;
/// SOAPSTONE_ERROR_LIMIT (the memory for the token; the next request logs in); those of
/// soapstone_session_headers_read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_finish(
    session: *mut soapstone_session,
    headers: *const soapstone_header_reader,
) -> i32 {
    status(|| {
        let headers = headers::read(headers)?.headers();
        changed(raw::unique(session)?, |session| session.finish(&headers).map(|()| SOAPSTONE_OK))
    })
}

/// Ends the request when no response came. The token stays, for the server may not have seen it.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_fail(session: *mut soapstone_session) -> i32 {
    change(session, |session| {
        session.fail();
        Ok(SOAPSTONE_OK)
    })
}

/// Ends the request when the server did not accept its token or credentials; the token is wiped. After SOAPSTONE_OK the
/// same request can begin again, and logs in.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_SESSION_EXPIRED (the token was refused, and the type does
/// not log in again by itself); SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (there are none, or they were refused).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_reject(session: *mut soapstone_session) -> i32 {
    change(session, |session| session.reject().map(|()| SOAPSTONE_OK))
}

/// Wipes the token: the session is over for this client. To be called when a session is no longer needed.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_forget(session: *mut soapstone_session) -> i32 {
    change(session, |session| {
        session.forget();
        Ok(SOAPSTONE_OK)
    })
}

/// The newest token, a secret; its ptr is NULL when there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_token(session: *const soapstone_session) -> soapstone_str {
    raw::shared(session).ok().and_then(|state| state.session.token()).into()
}

/// Answers 1 when a request has begun and not ended, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_is_busy(session: *const soapstone_session) -> i32 {
    raw::shared(session).is_ok_and(|state| state.session.is_busy()).into()
}

/// Says why a call was last refused. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_error(
    session: *const soapstone_session,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(session)?.error.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Makes a call.
///
/// # Safety
/// `session` is NULL or a handle nobody else uses.
unsafe fn change(
    session: *mut soapstone_session,
    call: impl FnOnce(&mut Session<'static>) -> Result<i32, Error>,
) -> i32 {
    status(|| changed(raw::unique(session)?, call))
}

fn changed(state: &mut State, call: impl FnOnce(&mut Session<'static>) -> Result<i32, Error>) -> Status<i32> {
    call(&mut state.session).map_err(|error| state.error.insert(error).kind)
}

unsafe fn read_options(options: *const soapstone_session_options) -> Status<SessionOptions> {
    let Some(set) = raw::sized(options)? else { return Ok(SessionOptions::default()) };
    if !matches!((set.security, set.mobile), (0 | 1, 0 | 1)) {
        return Err(crate::error::REFUSED);
    }
    let or = |seconds, default| if seconds == 0 { default } else { seconds };
    let timeouts = Timeouts {
        token: or(set.token_timeout, Timeouts::DEFAULT.token),
        token_age: or(set.token_age, Timeouts::DEFAULT.token_age),
        session: or(set.session_timeout, Timeouts::DEFAULT.session),
    };
    Ok(SessionOptions { timeouts, security: set.security == 1, mobile: set.mobile == 1 })
}
