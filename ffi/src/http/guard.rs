//! HTTP credentials: the server.
//!
//! A soapstone_http_guard holds the credentials of requests to those of your users, and writes the challenges of a
//! response 401. With Digest it remembers, in an array of yours, which requests came with a nonce, so that none is taken
//! twice.
//!
//! ```c
//! static soapstone_http_nonce nonces[8];
//! soapstone_http_guard guard;
//! soapstone_http_users users = { .size = sizeof users, .password = password };
//! soapstone_http_head_writer head;
//! soapstone_str user;
//!
//! soapstone_http_guard_init(&guard, SOAPSTONE_ABI_VERSION, soapstone_cstr("meter"), random_bytes.ptr, nonces, 8, 0);
//! soapstone_http_guard_digest(&guard, SOAPSTONE_HTTP_SHA_256 | SOAPSTONE_HTTP_MD5);
//!
//! status = soapstone_http_guard_admit(&guard, &request, now, &users, memory, sizeof memory, &user, NULL);
//! if (status == SOAPSTONE_ERROR_HTTP_AUTHENTICATION) {
//!     soapstone_http_head_writer_response(&head, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 401, text);
//!     soapstone_http_guard_challenge(&guard, now, &head);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_OK, soapstone_error, status};
use crate::http::head::{self, soapstone_http_request};
use crate::http::head_writer::{self, soapstone_http_head_writer};
use crate::http::login::algorithms;
use crate::raw::{self, Handle};
use crate::session::headers::told;
use crate::text::soapstone_str;
use crate::wss::verifier::{Users, soapstone_accepts_text, soapstone_password};
use core::ffi::c_void;
use soapstone::http::auth::Guard;

/// A guard. Opaque; place it anywhere. It holds a pointer to the realm and the random bytes, no copies.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_guard {
    /// Not to be touched.
    pub opaque: [u64; 24],
}

/// A nonce that was answered. Zeroed memory is an array of empty ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_nonce {
    /// Not to be touched.
    pub opaque: [u64; 2],
}

/// Who knows the users.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_http_users {
    /// sizeof(soapstone_http_users).
    pub size: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// Knows the passwords; NULL: there are no users.
    pub password: soapstone_password,
    /// Judges the password of Basic; NULL: it is compared with that of the user.
    pub accepts_text: soapstone_accepts_text,
    /// The first argument of both.
    pub ctx: *mut c_void,
}

impl Handle for soapstone_http_guard {
    type State = Guard<'static>;
    const MARK: u32 = 0x6874_6701;
}

/// Makes a guard ready, which lets nobody in until it has schemes. abi is SOAPSTONE_ABI_VERSION.
///
/// realm is what users are asked for, without quotes and backslashes. random points to 16 random bytes, made anew each
/// time the device starts. nonces has one entry for each client that calls with Digest at the same time; a client that
/// finds no room comes again. window is for how many seconds a nonce is good; 0 for 300.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (realm is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_guard_init(
    guard: *mut soapstone_http_guard,
    abi: u32,
    realm: soapstone_str,
    random: *const u8,
    nonces: *mut soapstone_http_nonce,
    nonce_count: u32,
    window: u32,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let (realm, key) = (realm.text()?, raw::bytes(random, 16)?);
        let new = Guard::new(realm, key, raw::nonces(nonces, nonce_count)?);
        raw::init(guard, if window > 0 { new.with_window(window) } else { new })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Takes Basic too: for connections that nobody can listen to. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_guard_basic(guard: *mut soapstone_http_guard) -> i32 {
    status(|| {
        raw::unique(guard)?.take_basic();
        Ok(SOAPSTONE_OK)
    })
}

/// Takes Digest with these algorithms: SOAPSTONE_HTTP_MD5, SOAPSTONE_HTTP_SHA_256 or both.
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_guard_digest(guard: *mut soapstone_http_guard, algorithms: u32) -> i32 {
    status(|| {
        raw::unique(guard)?.take_digest(self::algorithms(algorithms)?);
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the user whose credentials a request has. now are seconds of any clock that does not go back; 0 without one.
/// The name is written to memory, where there must be room for it, and with Basic for the password too, of which nothing
/// is left there. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_HTTP_AUTHENTICATION (no credentials, or they are not accepted: to be answered with 401);
/// SOAPSTONE_ERROR_HTTP_VALUE (malformed credentials, or two: 400); SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_WORKSPACE:
/// memory); SOAPSTONE_ERROR_INVALID_ARGUMENT; what the functions of users answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_guard_admit(
    guard: *mut soapstone_http_guard,
    request: *const soapstone_http_request,
    now: u64,
    users: *const soapstone_http_users,
    memory: *mut c_void,
    memory_len: usize,
    username: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(username)?;
        let guard = raw::unique(guard)?;
        let head = head::request(request)?;
        let users = raw::sized(users)?.filter(|users| users.reserved == 0).ok_or(REFUSED)?;
        let mut users = Users::new(users.password, users.accepts_text, users.ctx);
        match guard.admit(&head, now, &mut users, raw::memory(memory, memory_len)?) {
            Ok(username) => {
                out.set(username.as_bytes().into());
                Ok(SOAPSTONE_OK)
            }
            Err(_) if users.answer < 0 => Ok(users.answer),
            Err(why) => told(why, error),
        }
    })
}

/// Writes what the client must answer: a field WWW-Authenticate for each scheme and algorithm.
///
/// Errors: those of soapstone_http_head_writer_field; SOAPSTONE_ERROR_HTTP_FIELD as well when the realm has quotes or
/// backslashes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_guard_challenge(
    guard: *mut soapstone_http_guard,
    now: u64,
    head: *mut soapstone_http_head_writer,
) -> i32 {
    head_writer::write(head, |head| Ok(raw::unique(guard)?.challenge(now, head)))
}
