//! HTTP heads, written.
//!
//! A soapstone_http_head_writer writes a head into memory you give it. The first error stays, so that it is enough to
//! look at the status of soapstone_http_head_writer_finish. Line breaks and other control characters get into no head.
//!
//! ```c
//! soapstone_http_head_writer head;
//! soapstone_str bytes;
//!
//! soapstone_http_head_writer_response(&head, SOAPSTONE_ABI_VERSION, memory, sizeof memory, 200, soapstone_cstr("OK"));
//! soapstone_http_head_writer_field(&head, soapstone_cstr("Content-Type"), soapstone_cstr("text/xml; charset=utf-8"));
//! soapstone_http_head_writer_number(&head, soapstone_cstr("Content-Length"), 310);
//! status = soapstone_http_head_writer_finish(&head, &bytes);
//! if (status == SOAPSTONE_OK) {
//!     send(bytes.ptr, bytes.len);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::endpoint::{self, soapstone_http_endpoint};
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::Error;
use soapstone::http::HeadWriter;

/// Writes a head. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_head_writer {
    /// Not to be touched.
    pub opaque: [u64; 20],
}

pub(crate) struct State {
    finished: bool,
    writer: HeadWriter<'static>,
}

impl Handle for soapstone_http_head_writer {
    type State = State;
    const MARK: u32 = 0x6868_7701;
}

/// Begins the head of a request. abi is SOAPSTONE_ABI_VERSION; memory is where the head goes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8). That method or
/// target will not do is told by the calls that follow.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_request(
    writer: *mut soapstone_http_head_writer,
    abi: u32,
    memory: *mut c_void,
    memory_len: usize,
    method: soapstone_str,
    target: soapstone_str,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let head = HeadWriter::request(raw::memory(memory, memory_len)?, method.text()?, target.text()?);
        raw::init(writer, State { finished: false, writer: head })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Begins the head of a response. reason may be empty. Errors: as soapstone_http_head_writer_request.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_response(
    writer: *mut soapstone_http_head_writer,
    abi: u32,
    memory: *mut c_void,
    memory_len: usize,
    response_status: i32,
    reason: soapstone_str,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let number = u16::try_from(response_status).map_err(|_| REFUSED)?;
        let head = HeadWriter::response(raw::memory(memory, memory_len)?, number, reason.text()?);
        raw::init(writer, State { finished: false, writer: head })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Begins trailers: fields without a first line, after soapstone_http_body_writer_finish_before_trailers.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_trailers(
    writer: *mut soapstone_http_head_writer,
    abi: u32,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let head = HeadWriter::trailers(raw::memory(memory, memory_len)?);
        raw::init(writer, State { finished: false, writer: head })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Writes a field.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8). These stay:
/// SOAPSTONE_ERROR_HTTP_FIELD (the name is no token, or the value has a control character other than the tab);
/// SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES: the memory is full).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_field(
    writer: *mut soapstone_http_head_writer,
    name: soapstone_str,
    value: soapstone_str,
) -> i32 {
    write(writer, |head| Ok(head.field(name.text()?, value.text()?)))
}

/// Writes a field whose value is a number. Errors: as soapstone_http_head_writer_field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_number(
    writer: *mut soapstone_http_head_writer,
    name: soapstone_str,
    value: u64,
) -> i32 {
    write(writer, |head| Ok(head.field_number(name.text()?, value)))
}

/// Writes the field Host of a request to this endpoint. Errors: as soapstone_http_head_writer_field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_host(
    writer: *mut soapstone_http_head_writer,
    endpoint: *const soapstone_http_endpoint,
) -> i32 {
    write(writer, |head| Ok(head.host(&endpoint::read(endpoint)?)))
}

/// Ends the head and gives its bytes, which begin where the memory does. The writer takes no more calls.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; the first error of the calls before. With SOAPSTONE_ERROR_LIMIT,
/// soapstone_http_head_writer_error tells exactly how much memory the head takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_finish(
    writer: *mut soapstone_http_head_writer,
    head: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(head)?;
        let state = open(writer)?;
        state.finished = true;
        let bytes = state.writer.end().into();
        told(state)?;
        out.set(bytes);
        Ok(SOAPSTONE_OK)
    })
}

/// Says what went wrong. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_head_writer_error(
    writer: *const soapstone_http_head_writer,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(writer)?.writer.error().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Writes something, and remembers why it could not be written.
///
/// # Safety
/// `writer` is NULL or points to a handle, which nobody else uses.
pub(crate) unsafe fn write(
    writer: *mut soapstone_http_head_writer,
    field: impl FnOnce(&mut HeadWriter<'static>) -> Status<Result<(), Error>>,
) -> i32 {
    status(|| {
        let state = open(writer)?;
        // The writer keeps the error.
        let _ = field(&mut state.writer)?;
        told(state)
    })
}

/// A writer that is not finished.
///
/// # Safety
/// As for [`raw::unique`].
unsafe fn open<'a>(writer: *mut soapstone_http_head_writer) -> Status<&'a mut State> {
    let state = raw::unique(writer)?;
    if state.finished { Err(REFUSED) } else { Ok(state) }
}

/// What the writer says of itself.
fn told(state: &State) -> Status<i32> {
    match state.writer.error() {
        Some(error) => Err(error.kind),
        None => Ok(SOAPSTONE_OK),
    }
}
