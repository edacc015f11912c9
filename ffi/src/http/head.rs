//! HTTP heads, read.
//!
//! A soapstone_http_head_reader gathers the head of a request or a response, in memory you give it: it must be judged
//! whole. What comes after it is the body, and is left in the input. A head that two readers could understand
//! differently is refused. Without its memory a reader is ready for the next head after
//! soapstone_http_head_reader_clear.
//!
//! ```c
//! soapstone_http_head_reader reader;
//! soapstone_http_request request;
//! soapstone_http_framing framing;
//!
//! soapstone_http_head_reader_init(&reader, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 0);
//! status = soapstone_http_head_reader_read(&reader, &input, last);
//! if (status == SOAPSTONE_OK) {
//!     status = soapstone_http_head_reader_request(&reader, &request);
//! }
//! if (status == SOAPSTONE_OK) {
//!     status = soapstone_http_request_framing(&request, &framing, NULL);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::body::soapstone_http_framing;
use crate::http::fields::soapstone_http_fields;
use crate::raw::{self, Handle};
use crate::session::headers::told;
use crate::soap::reader::feed;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::Error;
use soapstone::http::{Framing, HeadReader, HttpVersion, RequestHead, ResponseHead};

/// HTTP/1.0.
pub const SOAPSTONE_HTTP_10: i32 = 10;
/// HTTP/1.1.
pub const SOAPSTONE_HTTP_11: i32 = 11;

/// Gathers heads. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_head_reader {
    /// Not to be touched.
    pub opaque: [u64; 24],
}

/// The head of a request. The strings are in the memory of the reader.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_request {
    /// The method, such as POST; methods are compared with regard to case.
    pub method: soapstone_str,
    /// What it is sent to, such as /stock?x=y.
    pub target: soapstone_str,
    /// The fields.
    pub fields: soapstone_http_fields,
    /// SOAPSTONE_HTTP_10 or SOAPSTONE_HTTP_11.
    pub version: i32,
    /// 1 when the client leaves the connection open for another request, else 0.
    pub keeps_alive: i32,
}

/// The head of a response. The strings are in the memory of the reader.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_response {
    /// The words after the status, for people; may be empty, may not be UTF-8.
    pub reason: soapstone_str,
    /// The fields.
    pub fields: soapstone_http_fields,
    /// The status, 100 to 599.
    pub status: i32,
    /// SOAPSTONE_HTTP_10 or SOAPSTONE_HTTP_11.
    pub version: i32,
    /// 1 when the server leaves the connection open for another request, else 0. It does not, whatever the head says,
    /// after a body that ends with the connection (SOAPSTONE_HTTP_UNTIL_CLOSE).
    pub keeps_alive: i32,
    /// For later use; 0.
    pub reserved: u32,
}

pub(crate) struct State {
    reader: HeadReader<'static>,
    /// Why the first line of a complete head was refused.
    error: Option<Error>,
}

impl Handle for soapstone_http_head_reader {
    type State = State;
    const MARK: u32 = 0x6868_7201;
}

/// Makes a reader ready for a head. abi is SOAPSTONE_ABI_VERSION.
///
/// memory is where the head goes: a few hundred bytes for most, SOAPSTONE_ERROR_LIMIT tells how much as far as that is
/// known. most_fields is how many fields a head may have; 0 for 64.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_init(
    reader: *mut soapstone_http_head_reader,
    abi: u32,
    memory: *mut c_void,
    memory_len: usize,
    most_fields: u32,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let mut gathering = HeadReader::new(raw::memory(memory, memory_len)?);
        if most_fields > 0 {
            gathering.limit_fields(u16::try_from(most_fields).map_err(|_| REFUSED)?);
        }
        raw::init(reader, State { reader: gathering, error: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Takes input up to the end of the head and no further. last is 1 when the connection is closed after this input,
/// else 0.
///
/// Answers SOAPSTONE_OK (the head is complete) or SOAPSTONE_NEED_INPUT. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT;
/// SOAPSTONE_ERROR_HTTP_SYNTAX; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES, SOAPSTONE_LIMIT_HEAD_FIELDS);
/// SOAPSTONE_ERROR_HTTP_TRUNCATED; SOAPSTONE_ERROR_CONNECTION_CLOSED (before the first byte of a head). All but the
/// first stay, until the reader is cleared.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_read(
    reader: *mut soapstone_http_head_reader,
    input: *mut soapstone_str,
    last: i32,
) -> i32 {
    status(|| {
        let state = raw::unique(reader)?;
        feed(input, |rest| state.reader.gather(rest, last != 0))?;
        match state.reader.error() {
            Some(error) => Err(error.kind),
            None => Ok(if state.reader.is_done() { SOAPSTONE_OK } else { SOAPSTONE_NEED_INPUT }),
        }
    })
}

/// Gives the complete head as that of a request.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the head is not complete; SOAPSTONE_ERROR_HTTP_SYNTAX and
/// SOAPSTONE_ERROR_HTTP_VERSION, in its first line.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_request(
    reader: *mut soapstone_http_head_reader,
    request: *mut soapstone_http_request,
) -> i32 {
    status(|| {
        let out = raw::out(request)?;
        let state = raw::unique(reader)?;
        match &state.reader.request() {
            Ok(head) => {
                out.set(soapstone_http_request {
                    method: head.method.as_bytes().into(),
                    target: head.target.as_bytes().into(),
                    fields: head.fields.into(),
                    version: version_code(head.version),
                    keeps_alive: head.keeps_alive().into(),
                });
                Ok(SOAPSTONE_OK)
            }
            Err(error) => refused(&mut state.error, error),
        }
    })
}

/// Gives the complete head as that of a response. Errors: as soapstone_http_head_reader_request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_response(
    reader: *mut soapstone_http_head_reader,
    response: *mut soapstone_http_response,
) -> i32 {
    status(|| {
        let out = raw::out(response)?;
        let state = raw::unique(reader)?;
        match &state.reader.response() {
            Ok(head) => {
                out.set(soapstone_http_response {
                    reason: head.reason.into(),
                    fields: head.fields.into(),
                    status: head.status.into(),
                    version: version_code(head.version),
                    keeps_alive: head.keeps_alive().into(),
                    reserved: 0,
                });
                Ok(SOAPSTONE_OK)
            }
            Err(error) => refused(&mut state.error, error),
        }
    })
}

/// Forgets the head, and an error, to gather the next. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_clear(reader: *mut soapstone_http_head_reader) -> i32 {
    status(|| {
        let state = raw::unique(reader)?;
        state.reader.clear();
        state.error = None;
        Ok(SOAPSTONE_OK)
    })
}

/// Says what was wrong with the head. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_reader_error(
    reader: *const soapstone_http_head_reader,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        let state = raw::shared(reader)?;
        out.set(state.reader.error().or(state.error).into());
        Ok(SOAPSTONE_OK)
    })
}

/// Says how the body of a request ends. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_FRAMING (a length that is not one number in one
/// field, a length beside a transfer coding, ...); SOAPSTONE_ERROR_HTTP_CODING (a transfer coding but chunked). After
/// one of these the connection is of no more use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_request_framing(
    request: *const soapstone_http_request,
    framing: *mut soapstone_http_framing,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(framing)?;
        let request = raw::value(request)?;
        let fields = request.fields.fields()?;
        let version = version(request.version)?;
        match Framing::of_request(&RequestHead { method: "", target: "", version, fields }) {
            Ok(framing) => {
                out.set(framing.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Says how the body of the response to a request with this method ends. Errors: as soapstone_http_request_framing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_response_framing(
    response: *const soapstone_http_response,
    method: soapstone_str,
    framing: *mut soapstone_http_framing,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(framing)?;
        let response = raw::value(response)?;
        let fields = response.fields.fields()?;
        let version = version(response.version)?;
        let status = u16::try_from(response.status).map_err(|_| REFUSED)?;
        match Framing::of_response(&ResponseHead { version, status, reason: b"", fields }, method.text()?) {
            Ok(framing) => {
                out.set(framing.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Keeps the error of a complete head.
fn refused(kept: &mut Option<Error>, error: &Error) -> Status<i32> {
    *kept = Some(*error);
    Err(error.kind)
}

/// The head of a request that C passes in.
pub(crate) unsafe fn request<'a>(request: *const soapstone_http_request) -> Status<RequestHead<'a>> {
    let request = raw::value(request)?;
    Ok(RequestHead {
        method: request.method.text()?,
        target: request.target.text()?,
        version: version(request.version)?,
        fields: request.fields.fields()?,
    })
}

/// The number of a version that C sees.
fn version_code(version: HttpVersion) -> i32 {
    match version {
        HttpVersion::Http10 => SOAPSTONE_HTTP_10,
        HttpVersion::Http11 => SOAPSTONE_HTTP_11,
    }
}

/// A version that C passes in.
fn version(code: i32) -> Status<HttpVersion> {
    match code {
        SOAPSTONE_HTTP_10 => Ok(HttpVersion::Http10),
        SOAPSTONE_HTTP_11 => Ok(HttpVersion::Http11),
        _ => Err(REFUSED),
    }
}
