//! Base64.
//!
//! Decodes the text of an element, such as an attachment, while it arrives: give each piece of text to the decoder,
//! and finish it at the end tag. The writer encodes: soapstone_writer_base64.

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_OK, SOAPSTONE_OUTPUT_FULL, soapstone_error, status};
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::Error;
use soapstone::xsd::base64::Decoder;

/// A decoder of one base64 text. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_base64 {
    /// Not to be touched.
    pub opaque: [u64; 12],
}

pub(crate) struct State {
    decoder: Decoder,
    error: Option<Error>,
}

impl Handle for soapstone_base64 {
    type State = State;
    const MARK: u32 = 0x6236_3401;
}

/// Makes a decoder ready for a text. Call it again for the next one.
///
/// abi is SOAPSTONE_ABI_VERSION. lenient is 0 to refuse a last group whose unused bits are not zero, 1 to drop
/// those bits.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_base64_init(decoder: *mut soapstone_base64, abi: u32, lenient: i32) -> i32 {
    status(|| {
        abi::check(abi)?;
        let fresh = match lenient {
            0 => Decoder::new(),
            1 => Decoder::lenient(),
            _ => return Err(REFUSED),
        };
        raw::init(decoder, State { decoder: fresh, error: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Decodes a piece of text, cut anywhere. White space is skipped.
///
/// text is moved past what was decoded. out takes the bytes, and written says how many there are; out and text must
/// not overlap. Answers SOAPSTONE_OK when all of text was taken, or SOAPSTONE_OUTPUT_FULL when out is full: take the
/// bytes and call again with the rest. written is set in both cases.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL, which stays.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_base64_decode(
    decoder: *mut soapstone_base64,
    text: *mut soapstone_str,
    out: *mut c_void,
    out_len: usize,
    written: *mut usize,
) -> i32 {
    status(|| {
        let count = raw::out(written)?;
        let state = raw::unique(decoder)?;
        let (place, room) = (raw::in_out(text)?, raw::memory(out, out_len)?);
        if let Some(error) = state.error {
            return Err(error.kind);
        }
        let given = place.bytes()?;
        let mut rest = given;
        let decoded = state.decoder.decode(&mut rest, room);
        count.set(decoded.map_err(|error| state.error.insert(error).kind)?);
        place.advance(given.len() - rest.len());
        Ok(if rest.is_empty() { SOAPSTONE_OK } else { SOAPSTONE_OUTPUT_FULL })
    })
}

/// Checks that the text ended with a whole group.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LEXICAL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_base64_finish(decoder: *mut soapstone_base64) -> i32 {
    status(|| {
        let state = raw::unique(decoder)?;
        let ended = state.error.map_or_else(|| state.decoder.finish(), Err);
        ended.map_err(|error| state.error.insert(error).kind)?;
        Ok(SOAPSTONE_OK)
    })
}

/// Says what ended the decoding; error.offset counts the characters of the text, all pieces together, before the wrong
/// one. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_base64_error(decoder: *const soapstone_base64, error: *mut soapstone_error) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(decoder)?.error.into());
        Ok(SOAPSTONE_OK)
    })
}
