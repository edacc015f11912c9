//! HTTP credentials: the client.
//!
//! A soapstone_http_login has the credentials of a call for one scheme or several. It is asked for the value of the
//! field Authorization before a request is sent, and again with the fields of every response 401; what it has no answer
//! to stays unanswered. Only the schemes whose function you call are in your program.
//!
//! ```c
//! static uint8_t challenge[256];
//! soapstone_http_login login;
//! soapstone_http_authorize wanted = { .size = sizeof wanted };
//! soapstone_http_head_writer head;
//! soapstone_str value;
//!
//! soapstone_http_login_init(&login, SOAPSTONE_ABI_VERSION);
//! soapstone_http_login_digest(&login, soapstone_cstr("alice"), soapstone_cstr("s3cret"),
//!                             SOAPSTONE_HTTP_SHA_256 | SOAPSTONE_HTTP_MD5, random_bytes.ptr, challenge,
//!                             sizeof challenge);
//! wanted.method = soapstone_cstr("POST");
//! wanted.target = soapstone_cstr("/stock");
//! status = soapstone_http_login_authorize(&login, &wanted, memory, sizeof memory, &value, NULL);
//! if (status == SOAPSTONE_OK) {
//!     soapstone_http_head_writer_field(&head, soapstone_cstr("Authorization"), value);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::fields::soapstone_http_fields;
use crate::raw::{self, Handle};
use crate::session::headers::told;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::http::auth::Scheme;
use soapstone::http::auth::{Account, Algorithm, Authenticate, Authorize, Basic, Digest, MD5, Ntlm, SHA_256, Tokens};
use soapstone::{Error, ErrorKind};

/// The scheme Basic: the password is sent.
pub const SOAPSTONE_HTTP_BASIC: i32 = 1;
/// The scheme Digest: a proof of the password is sent.
pub const SOAPSTONE_HTTP_DIGEST: i32 = 2;
/// The scheme NTLM: three messages on one connection.
pub const SOAPSTONE_HTTP_NTLM: i32 = 3;

/// Digest with MD5: weak, and what most peers know.
pub const SOAPSTONE_HTTP_MD5: u32 = 1;
/// Digest with SHA-256.
pub const SOAPSTONE_HTTP_SHA_256: u32 = 2;

/// Credentials. Opaque; place it anywhere. It holds pointers to user and password, no copies.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_login {
    /// Not to be touched.
    pub opaque: [u64; 48],
}

/// The request that credentials are wanted for.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_authorize {
    /// sizeof(soapstone_http_authorize).
    pub size: u32,
    /// 1 when a proxy asks, whose fields are Proxy-Authenticate and Proxy-Authorization; else 0.
    pub proxy: i32,
    /// The method, such as POST.
    pub method: soapstone_str,
    /// What it is sent to, such as /stock?x=y.
    pub target: soapstone_str,
    /// The fields of the response 401, or 407 of a proxy; NULL before the first request of a call is sent.
    pub challenges: *const soapstone_http_fields,
}

/// Makes a message of NTLM. challenge is the message of the server, empty for the first. The message goes to out, which
/// has room for out_len bytes; its length goes to written. Answers SOAPSTONE_OK, or any negative number, with which the
/// call fails.
pub type soapstone_http_token = Option<
    unsafe extern "C" fn(
        ctx: *mut c_void,
        challenge: soapstone_str,
        out: *mut u8,
        out_len: usize,
        written: *mut usize,
    ) -> i32,
>;

/// Schemes, each with the function that asks it: what is not added is not in the program.
pub(crate) struct State {
    basic: Option<Basic<'static>>,
    digest: Option<Digest<'static>>,
    ntlm: Option<Ntlm<'static, Messages>>,
    /// The strongest first.
    order: [Option<Ask>; 3],
}

type Ask = fn(&mut State, &Authorize<'_>, &mut [u8]) -> Result<usize, Error>;

impl Handle for soapstone_http_login {
    type State = State;
    const MARK: u32 = 0x6874_6c01;
}

/// Gives the scheme of this name, whatever the case of its letters: SOAPSTONE_HTTP_BASIC, SOAPSTONE_HTTP_DIGEST or
/// SOAPSTONE_HTTP_NTLM. Another name, or none, is Basic.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_scheme(name: soapstone_str) -> i32 {
    Scheme::from_name(name.text().unwrap_or_default()) as i32
}

/// Splits the user of NTLM, domain\user. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when there is no backslash, or
/// nothing on one side of it; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_account(
    account: soapstone_str,
    domain: *mut soapstone_str,
    username: *mut soapstone_str,
) -> i32 {
    status(|| {
        let (domain, username) = (raw::out(domain)?, raw::out(username)?);
        let account = Account::parse(account.text()?).map_err(|error| error.kind)?;
        domain.set(account.domain.as_bytes().into());
        username.set(account.username.as_bytes().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Makes credentials ready, with no scheme yet. abi is SOAPSTONE_ABI_VERSION. Of several schemes the strongest that a
/// server takes is used: NTLM, Digest, Basic. Whoever must not show a password leaves Basic out.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_init(login: *mut soapstone_http_login, abi: u32) -> i32 {
    status(|| {
        abi::check(abi)?;
        raw::init(login, State { basic: None, digest: None, ntlm: None, order: [None; 3] })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Adds Basic, which is sent with the first request. The strings are not copied.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for a colon in username or a control character in either;
/// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_basic(
    login: *mut soapstone_http_login,
    username: soapstone_str,
    password: soapstone_str,
) -> i32 {
    status(|| {
        let state = raw::unique(login)?;
        let basic = Basic::new(username.text()?, password.text()?).map_err(|error| error.kind)?;
        state.basic = Some(basic);
        let [.., last] = &mut state.order;
        *last = Some(|state, request, memory| ask(&mut state.basic, request, memory));
        Ok(SOAPSTONE_OK)
    })
}

/// Adds Digest. algorithms are those that may be used: SOAPSTONE_HTTP_MD5, SOAPSTONE_HTTP_SHA_256 or both, of which the
/// second is better. random points to 16 fresh random bytes, which are copied. In memory a challenge is kept, some 100
/// bytes for most servers. The strings are not copied.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_digest(
    login: *mut soapstone_http_login,
    username: soapstone_str,
    password: soapstone_str,
    algorithms: u32,
    random: *const u8,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    status(|| {
        let state = raw::unique(login)?;
        let random = raw::bytes(random, 16)?.first_chunk().ok_or(REFUSED)?;
        let algorithms = self::algorithms(algorithms)?;
        let memory = raw::memory(memory, memory_len)?;
        state.digest = Some(Digest::new(username.text()?, password.text()?, algorithms, *random, memory));
        let [_, second, _] = &mut state.order;
        *second = Some(|state, request, memory| ask(&mut state.digest, request, memory));
        Ok(SOAPSTONE_OK)
    })
}

/// Adds NTLM. token makes the messages; ctx is its first argument. memory holds two of them at once: that of the server
/// and the answer.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_ntlm(
    login: *mut soapstone_http_login,
    token: soapstone_http_token,
    ctx: *mut c_void,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    status(|| {
        let state = raw::unique(login)?;
        let messages = Messages { token: token.ok_or(REFUSED)?, ctx };
        state.ntlm = Some(Ntlm::new(messages, raw::memory(memory, memory_len)?));
        let [first, ..] = &mut state.order;
        *first = Some(|state, request, memory| ask(&mut state.ntlm, request, memory));
        Ok(SOAPSTONE_OK)
    })
}

/// Makes all schemes that were added credentials for a proxy, and for it alone: the proxy_login of a soapstone_http_call.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_for_proxy(login: *mut soapstone_http_login) -> i32 {
    status(|| {
        let state = raw::unique(login)?;
        state.basic = state.basic.take().map(Basic::for_proxy);
        state.digest = state.digest.take().map(Digest::for_proxy);
        state.ntlm = state.ntlm.take().map(Ntlm::for_proxy);
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the value of the field Authorization, or Proxy-Authorization, written to memory. error, which may be NULL, takes
/// an error in full.
///
/// Answers SOAPSTONE_OK, or SOAPSTONE_NOT_FOUND when there is none: nobody has asked yet, or nothing here answers the
/// challenges, or what answered them was refused. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT
/// (SOAPSTONE_LIMIT_HEAD_BYTES: memory; SOAPSTONE_LIMIT_WORKSPACE: the memory of the scheme);
/// SOAPSTONE_ERROR_HTTP_VALUE (a message of NTLM that is not base64); SOAPSTONE_ERROR_IO (token has failed);
/// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_login_authorize(
    login: *mut soapstone_http_login,
    request: *const soapstone_http_authorize,
    memory: *mut c_void,
    memory_len: usize,
    value: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(value)?;
        let state = raw::unique(login)?;
        let request = raw::sized(request)?.ok_or(REFUSED)?;
        let mut challenges = None;
        if !request.challenges.is_null() {
            challenges = Some(raw::value(request.challenges)?.fields()?);
        }
        let (method, target) = (request.method.text()?, request.target.text()?);
        let request = Authorize { method, target, proxy: request.proxy != 0, challenges };
        let memory = raw::memory(memory, memory_len)?;
        match state.authorize(&request, memory) {
            Ok(0) => Ok(SOAPSTONE_NOT_FOUND),
            Ok(len) => {
                out.set(memory.get(..len).unwrap_or_default().into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

impl Authenticate for State {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        for ask in self.order.into_iter().flatten() {
            let len = ask(self, request, memory)?;
            if len > 0 {
                return Ok(len);
            }
        }
        Ok(0)
    }
}

fn ask(scheme: &mut Option<impl Authenticate>, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
    scheme.as_mut().map_or(Ok(0), |scheme| scheme.authorize(request, memory))
}

/// The algorithms that C names, the best first.
pub(crate) fn algorithms(algorithms: u32) -> Status<&'static [Algorithm]> {
    const ALL: &[Algorithm] = &[SHA_256, MD5];
    match algorithms {
        SOAPSTONE_HTTP_MD5 => Ok(ALL.get(1..).unwrap_or_default()),
        SOAPSTONE_HTTP_SHA_256 => Ok(ALL.get(..1).unwrap_or_default()),
        3 => Ok(ALL),
        _ => Err(REFUSED),
    }
}

/// The messages of NTLM as C makes them.
#[derive(Clone, Copy)]
struct Messages {
    token: unsafe extern "C" fn(*mut c_void, soapstone_str, *mut u8, usize, *mut usize) -> i32,
    ctx: *mut c_void,
}

impl Tokens for Messages {
    fn token(&mut self, challenge: &[u8], out: &mut [u8]) -> Result<usize, ErrorKind> {
        let mut written = 0;
        match raw::call_token(self.token, self.ctx, challenge, out, &mut written) {
            SOAPSTONE_OK => Ok(written),
            answer => Err(ErrorKind::from_code(answer).unwrap_or(ErrorKind::Io)),
        }
    }
}
