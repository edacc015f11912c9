//! Session headers.
//!
//! The header blocks SessionType, UsernameToken, PasswordText and SessionToken of http://siebel.com/webservices: how a
//! server reads them, and gives a new token with every response.
//!
//! ```c
//! const soapstone_vocabulary *known[1] = { soapstone_session_vocabulary() };
//! soapstone_node node = { .size = sizeof node, .vocabularies = known, .vocabulary_count = 1 };
//! soapstone_session_headers session;
//!
//! status = soapstone_session_headers_read(&headers, &session, NULL);
//! if (status == SOAPSTONE_OK && session.request == SOAPSTONE_SESSION_LOGIN) {
//!     text = session.username;
//! }
//! ```

use crate::error::{SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::soap::node::soapstone_vocabulary;
use crate::text::soapstone_str;
use crate::writing::write_with;
use crate::xml::writer::soapstone_writer;
use soapstone::Error;
use soapstone::session::{SessionHeaders, SessionRequest, SessionType, VOCABULARY, write_token};

/// A session for one request; also said by leaving the block out.
pub const SOAPSTONE_SESSION_NONE: i32 = 0;
/// Kept open; when it is gone the server logs in again by itself.
pub const SOAPSTONE_SESSION_STATELESS: i32 = 1;
/// Kept open for this client alone; when it is gone, so is what it held.
pub const SOAPSTONE_SESSION_STATEFUL: i32 = 2;
/// The server decides; when it is gone the client must log in.
pub const SOAPSTONE_SESSION_SERVER_DETERMINE: i32 = 3;

/// A request of nobody in particular.
pub const SOAPSTONE_SESSION_ANONYMOUS: i32 = 1;
/// A request that logs in.
pub const SOAPSTONE_SESSION_LOGIN: i32 = 2;
/// A request that goes on with the session of a token.
pub const SOAPSTONE_SESSION_RESUME: i32 = 3;
/// A request that ends the session of a token.
pub const SOAPSTONE_SESSION_LOGOUT: i32 = 4;

/// What the header blocks of a message say about its session. The strings are in the store of the header reader,
/// without white space around them; ptr is NULL when there is no such block, or nothing in it. They may be secrets.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_session_headers {
    /// The type, one of SOAPSTONE_SESSION_NONE, _STATELESS, _STATEFUL, _SERVER_DETERMINE.
    pub session_type: i32,
    /// What a request with them asks for, one of SOAPSTONE_SESSION_ANONYMOUS, _LOGIN, _RESUME, _LOGOUT, or the error
    /// that answers it: SOAPSTONE_ERROR_INVALID_SESSION (credentials and a token, or half of the credentials),
    /// SOAPSTONE_ERROR_CREDENTIALS_REQUIRED (a session that is kept open, and neither).
    pub request: i32,
    /// 1 when the message has any of the blocks, else 0.
    pub present: i32,
    /// For later use; 0.
    pub reserved: u32,
    /// Bytes of the message before the first of them.
    pub offset: u64,
    /// The login name.
    pub username: soapstone_str,
    /// The password, or the trust token of a single sign-on.
    pub password: soapstone_str,
    /// The token.
    pub token: soapstone_str,
}

static SESSION: soapstone_vocabulary = soapstone_vocabulary::new(&VOCABULARY);

/// The four header blocks, for a soapstone_node.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_session_vocabulary() -> *const soapstone_vocabulary {
    &SESSION
}

/// Gives what the header blocks that were kept say about the session. error, which may be NULL, takes the error in
/// full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_SESSION (an unknown type, a block that is there
/// twice, one with elements in it); SOAPSTONE_ERROR_SESSION_CONFLICT (session headers, and a Security block that was
/// kept).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_headers_read(
    reader: *const soapstone_header_reader,
    session: *mut soapstone_session_headers,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(session)?;
        match SessionHeaders::of(&headers::read(reader)?.headers()) {
            Ok(session) => {
                out.set(session.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Writes the header block of a response that gives the client its new token.
///
/// Errors: those of soapstone_envelope_writer_header_block and soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_session_token_write(writer: *mut soapstone_writer, token: soapstone_str) -> i32 {
    write_with(writer, || token.text(), |w, token| w.sequence(|steps| write_token(steps, token)))
}

/// The status of an error, and the error where C wants it.
///
/// # Safety
/// `error` is NULL or valid for writes.
pub(crate) unsafe fn told(why: Error, error: *mut soapstone_error) -> Status<i32> {
    if !error.is_null() {
        raw::out(error)?.set(why.into());
    }
    Ok(why.kind.code())
}

/// The number of a type that C sees.
fn type_code(session_type: SessionType) -> i32 {
    match session_type {
        SessionType::None => SOAPSTONE_SESSION_NONE,
        SessionType::Stateless => SOAPSTONE_SESSION_STATELESS,
        SessionType::Stateful => SOAPSTONE_SESSION_STATEFUL,
        SessionType::ServerDetermine => SOAPSTONE_SESSION_SERVER_DETERMINE,
    }
}

/// A type that C passes in.
pub(crate) fn session_type(code: i32) -> Status<SessionType> {
    let found = SessionType::ALL.iter().copied().find(|&session_type| type_code(session_type) == code);
    found.ok_or(crate::error::REFUSED)
}

impl From<SessionHeaders<'_>> for soapstone_session_headers {
    fn from(session: SessionHeaders<'_>) -> Self {
        let request = match session.request() {
            Ok(SessionRequest::Anonymous) => SOAPSTONE_SESSION_ANONYMOUS,
            Ok(SessionRequest::Login { .. }) => SOAPSTONE_SESSION_LOGIN,
            Ok(SessionRequest::Resume { .. }) => SOAPSTONE_SESSION_RESUME,
            Ok(SessionRequest::Logout { .. }) => SOAPSTONE_SESSION_LOGOUT,
            Err(error) => error.kind.code(),
        };
        soapstone_session_headers {
            session_type: type_code(session.session_type),
            request,
            present: session.present.into(),
            reserved: 0,
            offset: session.offset,
            username: session.username.into(),
            password: session.password.into(),
            token: session.token.into(),
        }
    }
}
