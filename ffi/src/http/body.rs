//! HTTP bodies, read.
//!
//! A soapstone_http_body_reader takes the framing off a body: a length, chunks, or the end of the connection. Bytes
//! flow through, in pieces of the input.
//!
//! ```c
//! soapstone_http_framing framing = { SOAPSTONE_HTTP_CHUNKED, 0, 0 };
//! soapstone_http_body_reader body;
//! soapstone_str piece;
//!
//! soapstone_http_body_reader_init(&body, SOAPSTONE_ABI_VERSION, &framing, 1000000, NULL, 0);
//! while ((status = soapstone_http_body_reader_next(&body, &input, last, &piece)) == SOAPSTONE_OK) {
//!     fwrite(piece.ptr, 1, piece.len, stdout);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::fields::soapstone_http_fields;
use crate::raw::{self, Handle};
use crate::soap::reader::feed;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::http::{BodyReader, Framing, Piece};

/// So many bytes; none when the length is 0.
pub const SOAPSTONE_HTTP_LENGTH: i32 = 1;
/// Chunks, the last of size 0, then trailers.
pub const SOAPSTONE_HTTP_CHUNKED: i32 = 2;
/// Everything until the connection is closed: responses only.
pub const SOAPSTONE_HTTP_UNTIL_CLOSE: i32 = 3;

/// How the end of a body is found.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_http_framing {
    /// SOAPSTONE_HTTP_LENGTH, SOAPSTONE_HTTP_CHUNKED or SOAPSTONE_HTTP_UNTIL_CLOSE.
    pub kind: i32,
    /// For later use; 0.
    pub reserved: u32,
    /// Bytes of the body, for SOAPSTONE_HTTP_LENGTH; else 0.
    pub length: u64,
}

/// Reads a body. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_body_reader {
    /// Not to be touched.
    pub opaque: [u64; 24],
}

impl Handle for soapstone_http_body_reader {
    type State = State;
    const MARK: u32 = 0x6862_7201;
}

pub(crate) struct State {
    reader: BodyReader<'static>,
}

/// Makes a reader ready for a body that ends so and has at most limit bytes. abi is SOAPSTONE_ABI_VERSION.
///
/// trailers is where trailers go; without memory they are held to their grammar and forgotten.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_reader_init(
    reader: *mut soapstone_http_body_reader,
    abi: u32,
    framing: *const soapstone_http_framing,
    limit: u64,
    trailers: *mut c_void,
    trailers_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let body = BodyReader::new(self::framing(framing)?, limit, raw::memory(trailers, trailers_len)?);
        raw::init(reader, State { reader: body })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the next bytes of the body; piece is a part of the input, never empty. What follows the body stays in input.
/// last is 1 when the connection is closed after this input, else 0.
///
/// Answers SOAPSTONE_OK, SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the body is complete) or an error, which stays. Errors:
/// SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not; SOAPSTONE_ERROR_HTTP_CHUNK; SOAPSTONE_ERROR_HTTP_SYNTAX (in a
/// trailer); SOAPSTONE_ERROR_HTTP_TRUNCATED; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_MESSAGE_BYTES: the body is longer
/// than limit, which is told at once where its length is known; SOAPSTONE_LIMIT_HEAD_BYTES: trailers, or the
/// extensions of a chunk).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_reader_next(
    reader: *mut soapstone_http_body_reader,
    input: *mut soapstone_str,
    last: i32,
    piece: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(piece)?;
        let state = raw::unique(reader)?;
        let (piece, _) = feed(input, |rest| state.reader.advance(rest, last != 0))?;
        if let Some(error) = state.reader.error() {
            return Err(error.kind);
        }
        match piece {
            Piece::Data(bytes) => {
                out.set(bytes.into());
                Ok(SOAPSTONE_OK)
            }
            Piece::NeedInput => Ok(SOAPSTONE_NEED_INPUT),
            Piece::End => Ok(SOAPSTONE_END),
        }
    })
}

/// The bytes of the body given so far; 0 for a reader that was never initialised.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_reader_offset(reader: *const soapstone_http_body_reader) -> u64 {
    raw::shared(reader).map_or(0, |state| state.reader.offset())
}

/// Gives the trailers, once the body is complete: none before.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_reader_trailers(
    reader: *const soapstone_http_body_reader,
    fields: *mut soapstone_http_fields,
) -> i32 {
    status(|| {
        let out = raw::out(fields)?;
        out.set(raw::shared(reader)?.reader.trailers().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK. The offset is that of the body as it
/// was sent, its framing counted.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_body_reader_error(
    reader: *const soapstone_http_body_reader,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(reader)?.reader.error().into());
        Ok(SOAPSTONE_OK)
    })
}

/// A framing that C passes in.
///
/// # Safety
/// `framing` is NULL or points to one.
pub(crate) unsafe fn framing(framing: *const soapstone_http_framing) -> Status<Framing> {
    match raw::value(framing)? {
        soapstone_http_framing { kind: SOAPSTONE_HTTP_LENGTH, length, .. } => Ok(Framing::Length(*length)),
        soapstone_http_framing { kind: SOAPSTONE_HTTP_CHUNKED, .. } => Ok(Framing::Chunked),
        soapstone_http_framing { kind: SOAPSTONE_HTTP_UNTIL_CLOSE, .. } => Ok(Framing::UntilClose),
        _ => Err(REFUSED),
    }
}

impl From<Framing> for soapstone_http_framing {
    fn from(framing: Framing) -> Self {
        let (kind, length) = match framing {
            Framing::Length(length) => (SOAPSTONE_HTTP_LENGTH, length),
            Framing::Chunked => (SOAPSTONE_HTTP_CHUNKED, 0),
            Framing::UntilClose => (SOAPSTONE_HTTP_UNTIL_CLOSE, 0),
        };
        soapstone_http_framing { kind, reserved: 0, length }
    }
}
