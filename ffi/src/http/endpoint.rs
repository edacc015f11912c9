//! HTTP endpoints: the address that is called.

use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::session::headers::told;
use crate::text::soapstone_str;
use soapstone::http::Endpoint;

/// An address such as http://host:port/path?query, in parts. The strings are in the text that was parsed.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_endpoint {
    /// The host: a name, an IPv4 address, or an IPv6 address without its brackets.
    pub host: soapstone_str,
    /// Path and query; when it does not begin with a slash, one is sent before it.
    pub path: soapstone_str,
    /// The port; where the address names none, 80 or 443.
    pub port: u32,
    /// 1 for https, which is TLS, the business of who opens the connection, else 0.
    pub secure: i32,
}

/// Parses an address. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (text is not UTF-8);
/// SOAPSTONE_ERROR_INVALID_ENDPOINT, at the byte where it cannot go on: another scheme, no host, a user, a fragment, a
/// port that is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_endpoint_parse(
    text: soapstone_str,
    endpoint: *mut soapstone_http_endpoint,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(endpoint)?;
        match Endpoint::parse(text.text()?) {
            Ok(endpoint) => {
                out.set(endpoint.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// An endpoint that C passes in.
///
/// # Safety
/// `endpoint` is NULL or points to one, its strings valid during `'a`.
pub(crate) unsafe fn read<'a>(endpoint: *const soapstone_http_endpoint) -> Status<Endpoint<'a>> {
    let set = raw::value(endpoint)?;
    let port = u16::try_from(set.port).map_err(|_| REFUSED)?;
    Ok(Endpoint { secure: set.secure != 0, host: set.host.text()?, port, path: set.path.text()? })
}

impl From<Endpoint<'_>> for soapstone_http_endpoint {
    fn from(endpoint: Endpoint<'_>) -> Self {
        soapstone_http_endpoint {
            host: endpoint.host.as_bytes().into(),
            path: endpoint.path.as_bytes().into(),
            port: endpoint.port.into(),
            secure: endpoint.secure.into(),
        }
    }
}
