//! Values of header fields, written.

use crate::{Error, Limit};

/// Writes a value into memory of the caller. On a full memory the rest is counted, so that the error says exactly how
/// much is needed.
///
/// What may stand in a field is held to by the [`HeadWriter`](crate::http::HeadWriter) that it is handed to.
///
/// ```
/// use soapstone::http::value::ValueWriter;
///
/// let mut memory = [0; 64];
/// let mut value = ValueWriter::new(&mut memory);
/// value.text("application/soap+xml; charset=utf-8; action=");
/// value.quoted("urn:m:op");
/// assert_eq!(value.finish()?, r#"application/soap+xml; charset=utf-8; action="urn:m:op""#);
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct ValueWriter<'o> {
    memory: &'o mut [u8],
    len: usize,
}

impl<'o> ValueWriter<'o> {
    /// An empty value.
    pub fn new(memory: &'o mut [u8]) -> Self {
        ValueWriter { memory, len: 0 }
    }

    /// Writes text as it is.
    pub fn text(&mut self, text: &str) {
        text.bytes().for_each(|byte| self.push(byte));
    }

    /// Writes a quoted string that says this. RFC 9110, 5.6.4.
    pub fn quoted(&mut self, text: &str) {
        self.push(b'"');
        for byte in text.bytes() {
            if let b'"' | b'\\' = byte {
                self.push(b'\\');
            }
            self.push(byte);
        }
        self.push(b'"');
    }

    /// The value.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit) of head bytes: the memory is too small, with what would have been enough.
    pub fn finish(self) -> Result<&'o str, Error> {
        let text = self.memory.get(..self.len).and_then(|text| core::str::from_utf8(text).ok());
        text.ok_or(Error::limit(Limit::HeadBytes, self.len as u64, 0))
    }

    pub(crate) fn push(&mut self, byte: u8) {
        if let Some(slot) = self.memory.get_mut(self.len) {
            *slot = byte;
        }
        self.len = self.len.saturating_add(1);
    }
}
