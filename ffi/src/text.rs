//! Strings.

use crate::error::Status;
use crate::raw;
use crate::soap::event::soapstone_qname;
use core::ffi::c_char;
use soapstone::ErrorKind;
use soapstone::soap::{QName, Reason};
use soapstone::xml::Arguments;

/// Bytes with a length: UTF-8, never NUL-terminated.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_str {
    /// The first byte. NULL is allowed when len is 0.
    pub ptr: *const u8,
    /// Length in bytes.
    pub len: usize,
}

/// Makes a string of NUL-terminated text, without the NUL. NULL gives { NULL, 0 }.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_cstr(text: *const c_char) -> soapstone_str {
    raw::cstr(text).into()
}

/// Answers 1 when a string has exactly the bytes of a NUL-terminated text, else 0 (also for NULL).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_str_equals(string: soapstone_str, text: *const c_char) -> i32 {
    let text = raw::cstr(text);
    i32::from(text.is_some() && string.bytes().ok() == text)
}

/// The strings of one call. What is not a string reads as empty, and [`check`](Texts::check) says so at the end: a
/// branch for each would take more flash than reading them.
#[derive(Default)]
pub(crate) struct Texts {
    refused: Option<ErrorKind>,
}

impl Texts {
    /// A string.
    ///
    /// # Safety
    /// As for [`raw::bytes`].
    pub(crate) unsafe fn text<'a>(&mut self, string: &soapstone_str) -> &'a str {
        string.text().unwrap_or_else(|kind| {
            self.refused = Some(kind);
            ""
        })
    }

    /// The strings that a call of the writer is made with, four at most.
    ///
    /// # Safety
    /// As for [`raw::bytes`].
    pub(crate) unsafe fn arguments<'a>(&mut self, given: &[soapstone_str], to: &mut Arguments<'a>) {
        for (to, from) in to.iter_mut().zip(given) {
            *to = self.text(from).as_bytes();
        }
    }

    /// A string that may be absent: NULL when it is.
    ///
    /// # Safety
    /// As for [`raw::bytes`].
    pub(crate) unsafe fn some<'a>(&mut self, string: &soapstone_str) -> Option<&'a str> {
        let text = self.text(string);
        (!string.ptr.is_null()).then_some(text)
    }

    /// Strings two by two: a text and what goes with it, which may be absent; of names, that is before the text.
    ///
    /// # Safety
    /// As for [`raw::bytes`].
    #[inline(never)]
    pub(crate) unsafe fn pairs<'a>(&mut self, pairs: &mut [Reason<'a>], given: &[soapstone_str], names: bool) {
        let mut rest = given;
        for pair in pairs {
            let [first, second, after @ ..] = rest else { break };
            let (text, more) = if names { (second, first) } else { (first, second) };
            *pair = Reason { text: self.text(text).into(), lang: self.some(more).map(Into::into) };
            rest = after;
        }
    }

    /// A name.
    ///
    /// # Safety
    /// As for [`raw::bytes`].
    #[cfg_attr(small, inline(always))]
    pub(crate) unsafe fn qname<'a>(&mut self, name: &soapstone_qname) -> QName<'a> {
        QName::new(self.text(&name.ns), self.text(&name.local))
    }

    /// Whether all of them were strings.
    pub(crate) fn check(&self) -> Status {
        self.refused.map_or(Ok(()), Err)
    }
}
