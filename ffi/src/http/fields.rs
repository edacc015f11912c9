//! HTTP fields.
//!
//! The header fields of a message, or the trailers after its body, in the order they were sent, none lost. Names are
//! compared without regard to case.
//!
//! ```c
//! soapstone_http_fields rest = request.fields;
//! soapstone_http_field field;
//!
//! while (soapstone_http_fields_next(&rest, &field) == SOAPSTONE_OK) {
//!     printf("%.*s\n", (int)field.name.len, (const char *)field.name.ptr);
//! }
//! status = soapstone_http_fields_value(&request.fields, soapstone_cstr("SOAPAction"), 0, &text);
//! ```

use crate::error::{SOAPSTONE_END, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::text::soapstone_str;
use soapstone::http::Fields;

/// Fields as they stand in the memory of a reader or writer, and valid as long as that is left alone.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_fields {
    /// Their lines, each with its line end.
    pub lines: soapstone_str,
    /// Bytes of the message before them.
    pub offset: usize,
}

/// A field.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_http_field {
    /// The name, in the letters of the message.
    pub name: soapstone_str,
    /// The value, without white space around it. HTTP gives bytes above 127 no meaning: it may not be UTF-8.
    pub value: soapstone_str,
}

/// Gives the first of the fields and takes it off them. Work on a copy to begin anew.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_END. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_fields_next(
    fields: *mut soapstone_http_fields,
    field: *mut soapstone_http_field,
) -> i32 {
    status(|| {
        let out = raw::out(field)?;
        let rest = raw::in_out(fields)?;
        let Some((first, others)) = rest.fields()?.split_first() else { return Ok(SOAPSTONE_END) };
        *rest = others.into();
        out.set(soapstone_http_field { name: first.name.as_bytes().into(), value: first.value.into() });
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the value of the field with this name; index counts those of one name from 0.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT,
/// SOAPSTONE_ERROR_WRITE_ENCODING (name is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_fields_value(
    fields: *const soapstone_http_fields,
    name: soapstone_str,
    index: u32,
    value: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(value)?;
        let fields = raw::value(fields)?.fields()?;
        let found = fields.values(name.text()?).nth(index as usize);
        Ok(out.found(found))
    })
}

/// Answers 1 when a list of tokens, such as that of Connection, has this one, whatever the case of its letters, else 0.
/// The values of several fields are one list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_http_fields_has_token(
    fields: *const soapstone_http_fields,
    name: soapstone_str,
    token: soapstone_str,
) -> i32 {
    status(|| {
        let fields = raw::value(fields)?.fields()?;
        Ok(fields.has_token(name.text()?, token.text()?).into())
    })
    .max(0)
}

impl soapstone_http_fields {
    /// What C calls fields.
    pub(crate) unsafe fn fields<'a>(&self) -> Status<Fields<'a>> {
        Ok(Fields::of_lines(self.lines.bytes()?, self.offset))
    }
}

impl From<Fields<'_>> for soapstone_http_fields {
    fn from(fields: Fields<'_>) -> Self {
        let (lines, offset) = fields.lines();
        soapstone_http_fields { lines: lines.into(), offset }
    }
}
