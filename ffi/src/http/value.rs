//! HTTP field values.
//!
//! Values of header fields, taken apart: media types, the SOAPAction, challenges and credentials. A value is checked
//! whole; what is handed out points into it. What a word says is without quotes and quoted pairs only once it was
//! copied with soapstone_http_word_decode; comparing needs no copy.
//!
//! ```c
//! soapstone_http_media_type kind;
//! soapstone_http_word charset;
//!
//! status = soapstone_http_media_type_parse(text, 0, &kind, NULL);
//! if (status == SOAPSTONE_OK && soapstone_http_media_type_is(&kind, soapstone_cstr("text/xml"))) {
//!     status = soapstone_http_parameter(&kind.parameters, soapstone_cstr("charset"), &charset);
//! }
//! if (status == SOAPSTONE_OK && soapstone_http_word_equals(&charset, soapstone_cstr("utf-8"), 1)) {
//!     answer(1);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::http::fields::soapstone_http_fields;
use crate::raw;
use crate::session::headers::told;
use crate::text::soapstone_str;
use core::ffi::c_void;
use soapstone::http::value::{Challenge, Form, MediaType, Parameters, SoapAction, ValueWriter, Word};

/// There is no field SOAPAction.
pub const SOAPSTONE_SOAP_ACTION_ABSENT: i32 = 0;
/// The field has no value: nothing is said.
pub const SOAPSTONE_SOAP_ACTION_EMPTY: i32 = 1;
/// The action stands in quotes; "" says that the address says it.
pub const SOAPSTONE_SOAP_ACTION_QUOTED: i32 = 2;
/// The action lacks its quotes, which the WS-I Basic Profile does not allow.
pub const SOAPSTONE_SOAP_ACTION_UNQUOTED: i32 = 3;

/// A token or a quoted string.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_word {
    /// As it stands in the message, without quotes; quoted pairs as they are. It may not be UTF-8.
    pub raw: soapstone_str,
    /// 1 when it stands in quotes, else 0.
    pub quoted: i32,
    /// For later use; 0.
    pub reserved: u32,
}

/// Parameters. soapstone_http_parameter finds one, soapstone_http_parameters_next takes one after the other.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_parameters {
    /// As they stand in the message.
    pub text: soapstone_str,
    /// How they are written.
    pub form: u32,
    /// For later use; 0.
    pub reserved: u32,
}

/// A media type: the value of a Content-Type.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_media_type {
    /// What is before the slash, in the letters of the message.
    pub kind: soapstone_str,
    /// What follows it.
    pub subtype: soapstone_str,
    /// The parameters.
    pub parameters: soapstone_http_parameters,
}

/// A challenge of a server, or the credentials of a client.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_challenge {
    /// The scheme, in the letters of the message; to be compared without regard to case.
    pub scheme: soapstone_str,
    /// Its token, mostly base64; empty: none.
    pub token: soapstone_str,
    /// Its parameters.
    pub parameters: soapstone_http_parameters,
}

/// Parses a media type. unquoted is 1 when parameters may lack the quotes they need, as some peers send them, else 0.
/// error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE (it is not one media type, or charset, action,
/// type, boundary, start or start-info is there twice).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_media_type_parse(
    value: soapstone_str,
    unquoted: i32,
    media_type: *mut soapstone_http_media_type,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(media_type)?;
        let value = value.bytes()?;
        match if unquoted == 0 { MediaType::parse(value) } else { MediaType::parse_unquoted(value) } {
            Ok(parsed) => {
                out.set(soapstone_http_media_type {
                    kind: parsed.kind.as_bytes().into(),
                    subtype: parsed.subtype.as_bytes().into(),
                    parameters: parsed.parameters.into(),
                });
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Answers 1 when a media type is this one, text/xml say, whatever the case of its letters and its parameters, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_media_type_is(
    media_type: *const soapstone_http_media_type,
    essence: soapstone_str,
) -> i32 {
    status(|| {
        let kind = raw::value(media_type)?;
        let is = |string: soapstone_str, text: &str| Ok(string.bytes()?.eq_ignore_ascii_case(text.as_bytes()));
        let (main, subtype) = essence.text()?.split_once('/').ok_or(REFUSED)?;
        Ok((is(kind.kind, main)? && is(kind.subtype, subtype)?).into())
    })
    .max(0)
}

/// Gives the value of the first parameter with this name, whatever the case of its letters.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING
/// (name is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_parameter(
    parameters: *const soapstone_http_parameters,
    name: soapstone_str,
    value: *mut soapstone_http_word,
) -> i32 {
    status(|| {
        let out = raw::out(value)?;
        let parameters = raw::value(parameters)?.parameters()?;
        Ok(out.found(parameters.value(name.text()?)))
    })
}

/// Gives the first parameter and takes it off the others. Work on a copy to begin anew.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_END. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_parameters_next(
    parameters: *mut soapstone_http_parameters,
    name: *mut soapstone_str,
    value: *mut soapstone_http_word,
) -> i32 {
    status(|| {
        let (name, value) = (raw::out(name)?, raw::out(value)?);
        let place = raw::in_out(parameters)?;
        let Some((first, others)) = place.parameters()?.split_first() else { return Ok(SOAPSTONE_END) };
        *place = others.into();
        name.set(first.name.as_bytes().into());
        value.set(first.value.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Answers 1 when a word says exactly this, else 0; any_case is 1 when the case of letters does not matter, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_word_equals(
    word: *const soapstone_http_word,
    text: soapstone_str,
    any_case: i32,
) -> i32 {
    status(|| {
        let (word, text) = (raw::value(word)?.word()?, text.text()?);
        Ok(if any_case == 0 { word == *text } else { word.eq_ignore_ascii_case(text) }.into())
    })
    .max(0)
}

/// Copies what a word says to memory. It may not be UTF-8. error, which may be NULL, takes an error in full.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_OUTPUT: memory).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_word_decode(
    word: *const soapstone_http_word,
    memory: *mut c_void,
    memory_len: usize,
    text: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(text)?;
        match raw::value(word)?.word()?.decode(raw::memory(memory, memory_len)?) {
            Ok(text) => {
                out.set(text.into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

/// Says what the field SOAPAction of a request says: kind is one of SOAPSTONE_SOAP_ACTION_*, action what it says, empty
/// for the first two.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE (neither in quotes nor free of spaces and
/// quotes, or two fields that differ).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_soap_action(
    fields: *const soapstone_http_fields,
    kind: *mut i32,
    action: *mut soapstone_http_word,
) -> i32 {
    status(|| {
        let (kind, out) = (raw::out(kind)?, raw::out(action)?);
        let nothing = soapstone_http_word { raw: soapstone_str::EMPTY, quoted: 0, reserved: 0 };
        let (code, word) = match SoapAction::of(&raw::value(fields)?.fields()?).map_err(|error| error.kind)? {
            SoapAction::Absent => (SOAPSTONE_SOAP_ACTION_ABSENT, nothing),
            SoapAction::Empty => (SOAPSTONE_SOAP_ACTION_EMPTY, nothing),
            SoapAction::Quoted(word) => (SOAPSTONE_SOAP_ACTION_QUOTED, word.into()),
            SoapAction::Unquoted(word) => (SOAPSTONE_SOAP_ACTION_UNQUOTED, word.into()),
        };
        kind.set(code);
        out.set(word);
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the challenge with this index, from 0, in the fields with this name: WWW-Authenticate or Proxy-Authenticate. A
/// malformed one ends those of its field and counts.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_HTTP_VALUE;
/// SOAPSTONE_ERROR_WRITE_ENCODING (name is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_challenge_at(
    fields: *const soapstone_http_fields,
    name: soapstone_str,
    index: u32,
    challenge: *mut soapstone_http_challenge,
) -> i32 {
    status(|| {
        let out = raw::out(challenge)?;
        let fields = raw::value(fields)?.fields()?;
        let found = Challenge::all(fields, name.text()?).nth(index as usize).transpose();
        let found = found.map_err(|error| error.kind)?;
        Ok(out.found(found.map(soapstone_http_challenge::from)))
    })
}

/// Writes a media type to memory: essence, such as application/soap+xml; charset=utf-8, and behind it, where action is
/// not empty, the parameter action in quotes. With essence empty, the action in quotes alone: a SOAPAction.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_LIMIT (SOAPSTONE_LIMIT_HEAD_BYTES: memory);
/// SOAPSTONE_ERROR_WRITE_ENCODING (not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_value_write(
    essence: soapstone_str,
    action: soapstone_str,
    memory: *mut c_void,
    memory_len: usize,
    value: *mut soapstone_str,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(value)?;
        let (essence, action) = (essence.text()?, action.text()?);
        let mut writer = ValueWriter::new(raw::memory(memory, memory_len)?);
        writer.text(essence);
        if !essence.is_empty() && !action.is_empty() {
            writer.text("; action=");
        }
        if essence.is_empty() || !action.is_empty() {
            writer.quoted(action);
        }
        match writer.finish() {
            Ok(value) => {
                out.set(value.as_bytes().into());
                Ok(SOAPSTONE_OK)
            }
            Err(why) => told(why, error),
        }
    })
}

impl soapstone_http_word {
    /// What C calls a word.
    unsafe fn word<'a>(&self) -> Status<Word<'a>> {
        Ok(Word::of_raw(self.raw.bytes()?, self.quoted != 0))
    }
}

impl soapstone_http_parameters {
    /// What C calls parameters.
    unsafe fn parameters<'a>(&self) -> Status<Parameters<'a>> {
        Ok(Parameters::of_raw(self.text.bytes()?, Form::from_code(self.form).ok_or(REFUSED)?))
    }
}

impl From<Word<'_>> for soapstone_http_word {
    fn from(word: Word<'_>) -> Self {
        soapstone_http_word { raw: word.raw().into(), quoted: word.is_quoted().into(), reserved: 0 }
    }
}

impl From<Parameters<'_>> for soapstone_http_parameters {
    fn from(parameters: Parameters<'_>) -> Self {
        let (text, form) = parameters.raw();
        soapstone_http_parameters { text: text.into(), form: form as u32, reserved: 0 }
    }
}

impl From<Challenge<'_>> for soapstone_http_challenge {
    fn from(challenge: Challenge<'_>) -> Self {
        soapstone_http_challenge {
            scheme: challenge.scheme.as_bytes().into(),
            token: challenge.token.as_bytes().into(),
            parameters: challenge.parameters.into(),
        }
    }
}
