//! WS-Security: verifying tokens.
//!
//! A verifier holds the tokens of a message to a policy: which may be there, which must, how old they may be. It asks a
//! function of yours for passwords, compares in constant time, judges times by your clock and remembers in an array of
//! yours which digests were used.
//!
//! ```c
//! static soapstone_replay replays[16];
//! soapstone_security_policy policy;
//! soapstone_security_verifier verifier = { .size = sizeof verifier, .policy = &policy, .has_clock = 1 };
//! soapstone_security_result result;
//!
//! soapstone_security_policy_init(&policy, SOAPSTONE_PASSWORD_DIGEST);
//! verifier.now = (int64_t)now;
//! verifier.replays = replays;
//! verifier.replay_count = 16;
//! verifier.password = password;
//! status = soapstone_security_verify(&headers, &verifier, &result, NULL);
//! if (status < 0) {
//!     soapstone_security_fault(&fault, version, SOAPSTONE_WSS_OASIS, status, 0);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::text::soapstone_str;
use crate::wss::token::{SOAPSTONE_PASSWORD_DIGEST, SOAPSTONE_PASSWORD_TEXT};
use core::ffi::c_void;
use soapstone::ErrorKind;
use soapstone::wss::{Authenticator, Policy, Verified, Verifier, equal};

/// What a receiver demands. soapstone_security_policy_init fills it; change what should be otherwise. Each of the
/// numbers without a unit is 1 for yes, 0 for no.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security_policy {
    /// sizeof(soapstone_security_policy).
    pub size: u32,
    /// A UsernameToken must be there.
    pub require_username_token: i32,
    /// A Timestamp must be there, with a Created.
    pub require_timestamp: i32,
    /// A digest must come with nonce and Created: without them it can be used again and again.
    pub require_nonce: i32,
    /// A password may be text.
    pub accept_text: i32,
    /// A password may be a digest.
    pub accept_digest: i32,
    /// A UsernameToken may have no password: it proves nothing.
    pub accept_no_password: i32,
    /// BinarySecurityTokens may be there; what is in them is for you to judge.
    pub accept_binary: i32,
    /// Tokens must be written as the WS-I Basic Security Profile demands.
    pub basic_profile: i32,
    /// A time without a zone is taken as UTC; otherwise it is refused.
    pub assume_utc: i32,
    /// Seconds for which tokens are good, counted from their Created.
    pub window: u32,
    /// Seconds by which the clock of the sender may be ahead.
    pub skew: u32,
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

/// A digest that was used. Zeroed memory is an array of empty ones.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_replay {
    /// Not to be touched.
    pub opaque: [u64; 2],
}

/// Gives the password of a user. Answers SOAPSTONE_OK, SOAPSTONE_NOT_FOUND when there is no such user, or a negative
/// number, which soapstone_security_verify hands on. It should take as long for users that do not exist. What password
/// points to must stay until the verification is over.
pub type soapstone_password =
    Option<unsafe extern "C" fn(ctx: *mut c_void, username: soapstone_str, password: *mut soapstone_str) -> i32>;

/// Says whether a user may come in with this text in the place of a password: for passwords kept as hashes, and
/// tickets. Answers SOAPSTONE_OK, SOAPSTONE_NOT_FOUND when not, or a negative number, which is handed on.
pub type soapstone_accepts_text =
    Option<unsafe extern "C" fn(ctx: *mut c_void, username: soapstone_str, text: soapstone_str) -> i32>;

/// What soapstone_security_verify works with.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security_verifier {
    /// sizeof(soapstone_security_verifier).
    pub size: u32,
    /// 1 when now is the time, 0 on a device without a clock, where no time is judged.
    pub has_clock: i32,
    /// Seconds since 1 January 1970 UTC.
    pub now: i64,
    /// What is demanded; NULL for a UsernameToken with a digest.
    pub policy: *const soapstone_security_policy,
    /// The digests that were used, kept from message to message. With a clock, as many entries are needed as there may
    /// be messages in a window; without one, only the last so many digests are refused when they come again.
    pub replays: *mut soapstone_replay,
    /// How many entries replays has; digests need one at least.
    pub replay_count: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// Knows the passwords; NULL: there are no users.
    pub password: soapstone_password,
    /// Judges text; NULL: it is compared with the password.
    pub accepts_text: soapstone_accepts_text,
    /// The first argument of both.
    pub ctx: *mut c_void,
}

/// What was found good.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security_result {
    /// The user, in the store; its ptr is NULL when there is no UsernameToken and none is required.
    pub username: soapstone_str,
    /// 1 when the user has shown a password, else 0.
    pub authenticated: i32,
    /// The generation of the Security block, one of SOAPSTONE_WSS_*; 0 when there is none.
    pub generation: i32,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// Fills a policy: a UsernameToken is required, its password is of this type, SOAPSTONE_PASSWORD_DIGEST or
/// SOAPSTONE_PASSWORD_TEXT, digests need nonce and Created, nothing else is accepted; the window is 300 seconds, the
/// skew 60.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_policy_init(
    policy: *mut soapstone_security_policy,
    password_type: i32,
) -> i32 {
    status(|| {
        let out = raw::out(policy)?;
        let chosen = match password_type {
            SOAPSTONE_PASSWORD_DIGEST => Policy::DIGEST,
            SOAPSTONE_PASSWORD_TEXT => Policy::TEXT,
            _ => return Err(REFUSED),
        };
        out.set(chosen.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Verifies the tokens of a message whose Body has opened. error may be NULL; when the status is negative it says more,
/// its offset being that of the Security block.
///
/// Errors: SOAPSTONE_ERROR_AUTHENTICATION_REQUIRED (no UsernameToken, and one is required);
/// SOAPSTONE_ERROR_INVALID_SECURITY (no Timestamp, and one is required; two of a token; two blocks; a Timestamp that is
/// not valid); SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a token that the policy does not accept);
/// SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (a nonce or time is missing, or not what it says);
/// SOAPSTONE_ERROR_MESSAGE_EXPIRED (the Timestamp); SOAPSTONE_ERROR_FAILED_AUTHENTICATION (unknown user, wrong password,
/// a token that is too old or was used before: nothing tells one from the other); SOAPSTONE_ERROR_LIMIT
/// (SOAPSTONE_LIMIT_REPLAYS: no room to remember the token, so it is refused); those of
/// soapstone_security_read_token; SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_verify(
    headers: *const soapstone_header_reader,
    verifier: *const soapstone_security_verifier,
    result: *mut soapstone_security_result,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(result)?;
        let why = if error.is_null() { None } else { Some(raw::out(error)?) };
        let headers = headers::read(headers)?.headers();
        let verifier = raw::sized(verifier)?.ok_or(REFUSED)?;
        if verifier.reserved != 0 || !matches!(verifier.has_clock, 0 | 1) {
            return Err(REFUSED);
        }
        let mut policy = Policy::DIGEST;
        if let Some(given) = raw::sized(verifier.policy)? {
            given.read(&mut policy)?;
        }
        let now = (verifier.has_clock == 1).then_some(verifier.now);
        let replays = raw::replays(verifier.replays, verifier.replay_count)?;
        let mut users = Users::new(verifier.password, verifier.accepts_text, verifier.ctx);
        let mut verified = Verified::default();
        match (Verifier { policy: &policy, now, replays }).verify_to(&headers, &mut users, &mut verified) {
            Ok(()) => {
                out.set((&verified).into());
                Ok(SOAPSTONE_OK)
            }
            Err(error) => {
                if let Some(why) = why {
                    why.set(Some(error).into());
                }
                Ok(if users.answer < 0 { users.answer } else { error.kind.code() })
            }
        }
    })
}

/// The users as C knows them.
pub(crate) struct Users {
    password: soapstone_password,
    accepts_text: soapstone_accepts_text,
    ctx: *mut c_void,
    found: soapstone_str,
    /// What a function answered that failed.
    pub(crate) answer: i32,
}

impl Users {
    /// Users that these functions know.
    pub(crate) fn new(password: soapstone_password, accepts_text: soapstone_accepts_text, ctx: *mut c_void) -> Self {
        Users { password, accepts_text, ctx, found: soapstone_str::EMPTY, answer: SOAPSTONE_OK }
    }

    /// Whether a function of C found what it was asked for.
    fn judge(&mut self, answer: i32) -> Result<bool, ErrorKind> {
        match answer {
            SOAPSTONE_OK => Ok(true),
            SOAPSTONE_NOT_FOUND => Ok(false),
            _ => {
                self.answer = answer.min(0);
                Err(ErrorKind::Io)
            }
        }
    }
}

impl Authenticator for Users {
    fn password(&mut self, username: &str) -> Result<Option<&[u8]>, ErrorKind> {
        self.password_of(username.as_bytes())
    }

    fn accepts_text(&mut self, username: &str, text: &[u8]) -> Result<bool, ErrorKind> {
        self.accepts_of(username.as_bytes(), text)
    }

    #[cfg_attr(small, inline(always))]
    fn password_of(&mut self, username: &[u8]) -> Result<Option<&[u8]>, ErrorKind> {
        let Some(password) = self.password else { return Ok(None) };
        self.found = soapstone_str::EMPTY;
        let answer = raw::call_password(password, self.ctx, username, &mut self.found);
        let is_known = self.judge(answer)?;
        Ok(is_known.then_some(raw::lasting(&self.found)))
    }

    #[cfg_attr(small, inline(always))]
    fn accepts_of(&mut self, username: &[u8], text: &[u8]) -> Result<bool, ErrorKind> {
        match self.accepts_text {
            Some(accepts) => {
                let answer = raw::call_accepts(accepts, self.ctx, username, text);
                self.judge(answer)
            }
            None => {
                let password = self.password_of(username)?;
                Ok(equal(text, password.unwrap_or(text)) & password.is_some())
            }
        }
    }
}

impl soapstone_security_policy {
    /// The policy that C passes in, put where it is: as a value it would be in pieces in the registers of the caller.
    #[inline(never)]
    fn read(&self, policy: &mut Policy) -> Status {
        let mut all = 0;
        let mut flag = |value: i32| {
            all |= value;
            value & 1 != 0
        };
        *policy = Policy {
            require_username_token: flag(self.require_username_token),
            require_timestamp: flag(self.require_timestamp),
            accept_text: flag(self.accept_text),
            accept_digest: flag(self.accept_digest),
            accept_no_password: flag(self.accept_no_password),
            accept_binary: flag(self.accept_binary),
            require_nonce: flag(self.require_nonce),
            basic_profile: flag(self.basic_profile),
            assume_utc: flag(self.assume_utc),
            window: self.window,
            skew: self.skew,
        };
        if matches!(all, 0 | 1) && self.reserved == [0; 2] { Ok(()) } else { Err(REFUSED) }
    }
}

impl From<Policy> for soapstone_security_policy {
    fn from(policy: Policy) -> Self {
        soapstone_security_policy {
            size: size_of::<soapstone_security_policy>() as u32,
            require_username_token: policy.require_username_token.into(),
            require_timestamp: policy.require_timestamp.into(),
            require_nonce: policy.require_nonce.into(),
            accept_text: policy.accept_text.into(),
            accept_digest: policy.accept_digest.into(),
            accept_no_password: policy.accept_no_password.into(),
            accept_binary: policy.accept_binary.into(),
            basic_profile: policy.basic_profile.into(),
            assume_utc: policy.assume_utc.into(),
            window: policy.window,
            skew: policy.skew,
            reserved: [0; 2],
        }
    }
}

impl From<&Verified<'_>> for soapstone_security_result {
    fn from(verified: &Verified<'_>) -> Self {
        soapstone_security_result {
            username: soapstone_str::of(verified.username),
            authenticated: verified.authenticated.into(),
            generation: verified.security.as_ref().map_or(0, |security| security.generation() as i32),
            reserved: [0; 2],
        }
    }
}
