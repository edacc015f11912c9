//! HTTP bodies, written.
//!
//! A soapstone_http_body_writer says what goes around the bytes of a body, and holds the body to its length.
//!
//! ```c
//! soapstone_http_framing chunked = { SOAPSTONE_HTTP_CHUNKED, 0, 0 };
//! soapstone_http_body_writer body;
//! soapstone_http_frame frame;
//! soapstone_str end;
//!
//! soapstone_http_body_writer_init(&body, SOAPSTONE_ABI_VERSION, &chunked);
//! status = soapstone_http_body_writer_frame(&body, sizeof chunk, &frame);
//! if (status == SOAPSTONE_OK) {
//!     send(frame.before, frame.before_len);
//!     send(chunk, sizeof chunk);
//!     send(frame.after.ptr, frame.after.len);
//!     status = soapstone_http_body_writer_finish(&body, &end);
//! }
//! if (status == SOAPSTONE_OK) {
//!     send(end.ptr, end.len);
//! }
//! ```

use crate::abi;
use crate::error::{SOAPSTONE_OK, status};
use crate::http::body::{framing, soapstone_http_framing};
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use soapstone::http::BodyWriter;

/// Writes a body. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_body_writer {
    /// Not to be touched.
    pub opaque: [u64; 6],
}

/// What stands around some bytes of a body on the wire.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_frame {
    /// What precedes them.
    pub before: [u8; 20],
    /// How many bytes that are.
    pub before_len: u32,
    /// What follows them; static text.
    pub after: soapstone_str,
}

impl Handle for soapstone_http_body_writer {
    type State = BodyWriter;
    const MARK: u32 = 0x6862_7701;
}

/// Makes a writer ready for a body that ends so. abi is SOAPSTONE_ABI_VERSION.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_writer_init(
    writer: *mut soapstone_http_body_writer,
    abi: u32,
    framing: *const soapstone_http_framing,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        raw::init(writer, BodyWriter::new(self::framing(framing)?))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Gives what goes around the next len bytes of the body: nothing for 0 bytes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_LENGTH (more bytes than the head has said).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_writer_frame(
    writer: *mut soapstone_http_body_writer,
    len: usize,
    frame: *mut soapstone_http_frame,
) -> i32 {
    status(|| {
        let out = raw::out(frame)?;
        match &raw::unique(writer)?.frame(len) {
            Ok(around) => {
                let (&before, len) = around.array();
                out.set(soapstone_http_frame { before, before_len: len.into(), after: around.after.into() });
                Ok(SOAPSTONE_OK)
            }
            Err(error) => Err(error.kind),
        }
    })
}

/// Ends the body and gives what is to be sent after it: the last chunk, or nothing. Static text.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_LENGTH (fewer bytes than the head has said).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_writer_finish(
    writer: *mut soapstone_http_body_writer,
    end: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(end)?;
        out.set(raw::unique(writer)?.finish().map_err(|error| error.kind)?.into());
        Ok(SOAPSTONE_OK)
    })
}

/// The same when trailers follow, which only chunks allow: elsewhere end is empty, and nothing may follow.
/// Errors: as soapstone_http_body_writer_finish.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_writer_finish_before_trailers(
    writer: *mut soapstone_http_body_writer,
    end: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(end)?;
        out.set(raw::unique(writer)?.finish_before_trailers().map_err(|error| error.kind)?.into());
        Ok(SOAPSTONE_OK)
    })
}
