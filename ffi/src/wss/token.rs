//! WS-Security: reading tokens.
//!
//! The header block Security carries a Timestamp, a UsernameToken and BinarySecurityTokens; signatures and encryption
//! are passed over. A node with soapstone_wss_vocabulary understands the block of every generation and keeps it.
//!
//! ```c
//! const soapstone_vocabulary *known[1] = { soapstone_wss_vocabulary() };
//! soapstone_node node = { .size = sizeof node, .vocabularies = known, .vocabulary_count = 1 };
//! soapstone_header_reader headers;
//! soapstone_security_token token;
//!
//! soapstone_header_reader_init(&headers, SOAPSTONE_ABI_VERSION, memory, sizeof memory, &node);
//! status = soapstone_header_reader_read(&headers, &envelope, &input, last);
//! for (uint32_t i = 0; soapstone_security_read_token(&headers, i, &token) == SOAPSTONE_OK; i++) {
//!     if (token.kind == SOAPSTONE_TOKEN_USERNAME) {
//!         printf("from %.*s\n", (int)token.username.len, (const char *)token.username.ptr);
//!     }
//! }
//! ```
//!
//! What a token says is not proven by that: soapstone_security_verify does.

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::soap::node::soapstone_vocabulary;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::wss::{
    BinarySecurityToken, Generation, PasswordType, Security, Token, VOCABULARY, VOCABULARY_REPAIRED, ValueType,
};

/// The draft of April 2002, which has no times and no Id.
pub const SOAPSTONE_WSS_2002_04: i32 = 1;
/// The draft of July 2002; Siebel speaks it.
pub const SOAPSTONE_WSS_2002_07: i32 = 2;
/// The draft of December 2002.
pub const SOAPSTONE_WSS_2002_12: i32 = 3;
/// The draft of June 2003.
pub const SOAPSTONE_WSS_2003_06: i32 = 4;
/// The OASIS standard, 1.0 and 1.1.
pub const SOAPSTONE_WSS_OASIS: i32 = 5;

/// A Timestamp.
pub const SOAPSTONE_TOKEN_TIMESTAMP: i32 = 1;
/// A UsernameToken.
pub const SOAPSTONE_TOKEN_USERNAME: i32 = 2;
/// A BinarySecurityToken.
pub const SOAPSTONE_TOKEN_BINARY: i32 = 3;

/// No password: the user is only named.
pub const SOAPSTONE_PASSWORD_NONE: i32 = 0;
/// The password itself, or what stands for it.
pub const SOAPSTONE_PASSWORD_TEXT: i32 = 1;
/// SHA-1 of nonce, created and password.
pub const SOAPSTONE_PASSWORD_DIGEST: i32 = 2;

/// One X.509 version 3 certificate, DER.
pub const SOAPSTONE_VALUE_X509V3: i32 = 1;
/// One X.509 version 1 certificate, DER.
pub const SOAPSTONE_VALUE_X509V1: i32 = 2;
/// A path of certificates, the authority first, DER.
pub const SOAPSTONE_VALUE_X509_PKI_PATH: i32 = 3;
/// Certificates in a PKCS#7 wrapper.
pub const SOAPSTONE_VALUE_PKCS7: i32 = 4;
/// A Kerberos AP-REQ.
pub const SOAPSTONE_VALUE_KERBEROS_AP_REQ: i32 = 5;
/// A Kerberos AP-REQ framed for GSS-API.
pub const SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ: i32 = 6;
/// A Kerberos AP-REQ of RFC 1510.
pub const SOAPSTONE_VALUE_KERBEROS_AP_REQ_1510: i32 = 7;
/// A Kerberos AP-REQ of RFC 1510 framed for GSS-API.
pub const SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ_1510: i32 = 8;
/// A Kerberos AP-REQ of RFC 4120.
pub const SOAPSTONE_VALUE_KERBEROS_AP_REQ_4120: i32 = 9;
/// A Kerberos AP-REQ of RFC 4120 framed for GSS-API.
pub const SOAPSTONE_VALUE_GSS_KERBEROS_AP_REQ_4120: i32 = 10;

/// A Security block.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security {
    /// One of SOAPSTONE_WSS_*: answer in the same one.
    pub generation: i32,
    /// 1 when it must be understood, else 0.
    pub must_understand: i32,
    /// The role (in SOAP 1.1 the actor); its ptr is NULL for the ultimate receiver.
    pub role: soapstone_str,
    /// Bytes of the message before the block.
    pub offset: u64,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// A token of a Security block. A string whose ptr is NULL is not there; all are in the store.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_security_token {
    /// One of SOAPSTONE_TOKEN_*.
    pub kind: i32,
    /// Of a UsernameToken: one of SOAPSTONE_PASSWORD_*.
    pub password_type: i32,
    /// Of a UsernameToken: 1 when it has the parameters of a derived key, else 0.
    pub key_derivation: i32,
    /// 1 when it is written as the WS-I Basic Security Profile demands, else 0. Of a Timestamp or UsernameToken.
    pub basic_profile: i32,
    /// The wsu:Id.
    pub id: soapstone_str,
    /// When it was made, as written. Of a Timestamp or UsernameToken.
    pub created: soapstone_str,
    /// When it expires, as written. Of a Timestamp.
    pub expires: soapstone_str,
    /// The user, as written. Of a UsernameToken.
    pub username: soapstone_str,
    /// The password, or the base64 of its digest. Of a UsernameToken.
    pub password: soapstone_str,
    /// The nonce, in base64. Of a UsernameToken.
    pub nonce: soapstone_str,
    /// What its bytes are, as written. Of a BinarySecurityToken; soapstone_security_binary_token has the bytes.
    pub value_type: soapstone_str,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

static KNOWN: soapstone_vocabulary = soapstone_vocabulary::new(&VOCABULARY);
static REPAIRED: soapstone_vocabulary = soapstone_vocabulary::new(&VOCABULARY_REPAIRED);

/// The header block Security of every generation.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_wss_vocabulary() -> *const soapstone_vocabulary {
    &KNOWN
}

/// The header block Security in the OASIS namespaces as printed documents have them, where a hyphen at the end of a line
/// was lost. To be given beside soapstone_wss_vocabulary.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_wss_vocabulary_repaired() -> *const soapstone_vocabulary {
    &REPAIRED
}

/// Gives the Security block of a message: the one for the ultimate receiver or, without one, the first for another role
/// of the node. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_SECURITY (two blocks with the same role).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_read(
    headers: *const soapstone_header_reader,
    security: *mut soapstone_security,
) -> i32 {
    status(|| {
        let out = raw::out(security)?;
        Ok(out.found(self::security(headers)?))
    })
}

/// Gives a token of that block by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: those of soapstone_security_read; SOAPSTONE_ERROR_INVALID_SECURITY (a Timestamp with two of a time, or Expires
/// first); SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (a UsernameToken without Username, or with two of a child);
/// SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (the type of the password);
/// SOAPSTONE_ERROR_UNSUPPORTED_ALGORITHM (the encoding of the nonce).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_read_token(
    headers: *const soapstone_header_reader,
    index: u32,
    token: *mut soapstone_security_token,
) -> i32 {
    status(|| {
        let out = raw::out(token)?;
        match self::token(headers, index)? {
            Some(token) => out.set(token.into()),
            None => return Ok(SOAPSTONE_NOT_FOUND),
        }
        Ok(SOAPSTONE_OK)
    })
}

/// Decodes the bytes of a BinarySecurityToken, the one at this place among all tokens, into bytes; bytes_len says how
/// many it holds and then how many there are. value_type says what they are, one of SOAPSTONE_VALUE_*.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: those of soapstone_security_read_token;
/// SOAPSTONE_ERROR_INVALID_ARGUMENT (another token); SOAPSTONE_ERROR_UNSUPPORTED_SECURITY_TOKEN (a ValueType that is not
/// known); SOAPSTONE_ERROR_UNSUPPORTED_ALGORITHM (an EncodingType other than base64);
/// SOAPSTONE_ERROR_INVALID_SECURITY_TOKEN (not base64, or nothing); SOAPSTONE_ERROR_LIMIT (bytes is too small: bytes_len
/// is what it must hold).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_security_binary_token(
    headers: *const soapstone_header_reader,
    index: u32,
    value_type: *mut i32,
    bytes: *mut c_void,
    bytes_len: *mut usize,
) -> i32 {
    status(|| {
        let (out, len) = (raw::out(value_type)?, raw::in_out(bytes_len)?);
        let memory = raw::memory(bytes, *len)?;
        let token = match token(headers, index)? {
            Some(Token::BinarySecurityToken(token)) => token,
            Some(_) => return Err(REFUSED),
            None => return Ok(SOAPSTONE_NOT_FOUND),
        };
        let kind = token.value_type().map_err(|error| error.kind)?;
        *len = decode(&token, memory, len)?;
        out.set(kind as i32);
        Ok(SOAPSTONE_OK)
    })
}

/// The URI of a value type, one of SOAPSTONE_VALUE_*, for a token to be written. Static text; empty for others.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_value_type_uri(value_type: i32) -> soapstone_str {
    let found = ValueType::ALL.iter().find(|&&known| known as i32 == value_type);
    found.map_or(soapstone_str::EMPTY, |known| known.uri().as_bytes().into())
}

/// The block as core sees it.
unsafe fn security<'a>(headers: *const soapstone_header_reader) -> Status<Option<Security<'a>>> {
    Security::of(&headers::read(headers)?.headers()).map_err(|error| error.kind)
}

unsafe fn token<'a>(headers: *const soapstone_header_reader, index: u32) -> Status<Option<Token<'a>>> {
    let Some(security) = security(headers)? else { return Ok(None) };
    security.tokens().nth(index as usize).transpose().map_err(|error| error.kind)
}

fn decode(token: &BinarySecurityToken<'_>, memory: &mut [u8], len: &mut usize) -> Status<usize> {
    token.decode(memory).map_err(|error| {
        if let Some(exceeded) = error.exceeded {
            *len = usize::try_from(exceeded.needed).unwrap_or(usize::MAX);
        }
        error.kind
    })
}

/// A generation that C passes in.
#[cfg_attr(small, inline(always))]
pub(super) fn generation(code: i32) -> Option<Generation> {
    u8::try_from(code).ok().and_then(Generation::from_code)
}

impl From<Security<'_>> for soapstone_security {
    fn from(security: Security<'_>) -> Self {
        let block = security.block();
        soapstone_security {
            generation: security.generation() as i32,
            must_understand: block.must_understand().into(),
            role: security.role().into(),
            offset: block.offset(),
            reserved: [0; 2],
        }
    }
}

impl From<Token<'_>> for soapstone_security_token {
    fn from(token: Token<'_>) -> Self {
        let absent = soapstone_str::from(None::<&[u8]>);
        let empty = soapstone_security_token {
            kind: SOAPSTONE_TOKEN_BINARY,
            password_type: SOAPSTONE_PASSWORD_NONE,
            key_derivation: 0,
            basic_profile: 0,
            id: absent,
            created: absent,
            expires: absent,
            username: absent,
            password: absent,
            nonce: absent,
            value_type: absent,
            reserved: [0; 2],
        };
        match token {
            Token::Timestamp(time) => soapstone_security_token {
                kind: SOAPSTONE_TOKEN_TIMESTAMP,
                basic_profile: time.basic_profile.into(),
                id: time.id().into(),
                created: time.created.into(),
                expires: time.expires.into(),
                ..empty
            },
            Token::UsernameToken(token) => soapstone_security_token {
                kind: SOAPSTONE_TOKEN_USERNAME,
                password_type: token.password.map_or(SOAPSTONE_PASSWORD_NONE, |password| match password.kind {
                    PasswordType::Text => SOAPSTONE_PASSWORD_TEXT,
                    PasswordType::Digest => SOAPSTONE_PASSWORD_DIGEST,
                }),
                key_derivation: token.has_key_derivation().into(),
                basic_profile: token.basic_profile.into(),
                id: token.id().into(),
                created: token.created.into(),
                username: token.username.into(),
                password: token.password.map(|password| password.text).into(),
                nonce: token.nonce.into(),
                ..empty
            },
            Token::BinarySecurityToken(token) => {
                soapstone_security_token { id: token.id().into(), value_type: token.raw_value_type().into(), ..empty }
            }
        }
    }
}
