//! Addresses of servers that take session headers.

use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::session::headers::told;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::session::{Credentials, Url, UrlPreset};

/// Session headers: /siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1
pub const SOAPSTONE_URL_SESSION: i32 = 1;
/// WS-Security: /siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService
pub const SOAPSTONE_URL_SECURITY: i32 = 2;
/// The same in older releases: /eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute
pub const SOAPSTONE_URL_START_SWE: i32 = 3;
/// A mobile client, credentials in session headers: /?SWEExtSource=WebService&WSSOAP=1
pub const SOAPSTONE_URL_MOBILE: i32 = 4;
/// A mobile client, credentials in WS-Security: /?SWEExtSource=SecureWebService&WSSOAP=1
pub const SOAPSTONE_URL_MOBILE_SECURITY: i32 = 5;
/// A mobile client, credentials in the address, where every log shows them:
/// /?SWEExtSource=WebService&Username=u&Password=p
pub const SOAPSTONE_URL_MOBILE_CREDENTIALS: i32 = 6;

/// Parameters that a soapstone_url can have of its own.
pub const SOAPSTONE_URL_PARAMETERS: usize = 8;

/// A parameter of a query.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_url_parameter {
    /// The name, not escaped.
    pub name: soapstone_str,
    /// The value, not escaped.
    pub value: soapstone_str,
}

/// An address. All zero but size, preset and base will do.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_url {
    /// sizeof(soapstone_url).
    pub size: u32,
    /// What comes after the host, one of SOAPSTONE_URL_*.
    pub preset: i32,
    /// Scheme and host, and a port if there is one: http://host:2330. A slash at the end is left out.
    pub base: soapstone_str,
    /// The language of the server, where the path has one; empty for enu.
    pub language: soapstone_str,
    /// The login name, for SOAPSTONE_URL_MOBILE_CREDENTIALS; empty elsewhere.
    pub username: soapstone_str,
    /// The password that goes with it.
    pub password: soapstone_str,
    /// More parameters of the query, at most SOAPSTONE_URL_PARAMETERS.
    pub parameters: *const soapstone_url_parameter,
    /// How many.
    pub parameter_count: u32,
    /// For later use; must be 0.
    pub reserved: u32,
}

/// Writes an address into memory and gives it in text. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (also: base is not a scheme and a host, or there are credentials that the
/// preset has no place for); SOAPSTONE_ERROR_CREDENTIALS_REQUIRED; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not
/// UTF-8); SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory is too small, with what it must hold).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_url_write(
    url: *const soapstone_url,
    memory: *mut c_void,
    memory_len: usize,
    text: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(text)?;
        let set = raw::sized(url)?.ok_or(REFUSED)?;
        let mut parameters = [("", ""); SOAPSTONE_URL_PARAMETERS];
        let given = raw::items(set.parameters, set.parameter_count)?;
        let parameters = parameters.get_mut(..given.len()).filter(|_| set.reserved == 0).ok_or(REFUSED)?;
        for (to, from) in parameters.iter_mut().zip(given) {
            *to = (from.name.text()?, from.value.text()?);
        }
        let credentials = Credentials { username: set.username.text()?, password: set.password.text()? };
        let url = Url {
            base: set.base.text()?,
            preset: preset(set.preset)?,
            language: Some(set.language.text()?).filter(|language| !language.is_empty()).unwrap_or("enu"),
            parameters,
            credentials: Some(credentials).filter(|c| !c.username.is_empty() || !c.password.is_empty()),
        };
        match url.write(raw::memory(memory, memory_len)?) {
            Ok(text) => {
                out.set(text.as_bytes().into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

fn preset(preset: i32) -> Status<&'static UrlPreset> {
    match preset {
        SOAPSTONE_URL_SESSION => Ok(&UrlPreset::SESSION),
        SOAPSTONE_URL_SECURITY => Ok(&UrlPreset::SECURITY),
        SOAPSTONE_URL_START_SWE => Ok(&UrlPreset::START_SWE),
        SOAPSTONE_URL_MOBILE => Ok(&UrlPreset::MOBILE),
        SOAPSTONE_URL_MOBILE_SECURITY => Ok(&UrlPreset::MOBILE_SECURITY),
        SOAPSTONE_URL_MOBILE_CREDENTIALS => Ok(&UrlPreset::MOBILE_CREDENTIALS),
        _ => Err(REFUSED),
    }
}
