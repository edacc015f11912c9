//! Values of header fields, written.

use crate::xsd::base64::{encode_group, encode_last};
use crate::xsd::hex::encode;
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
        self.quoted_parts(&[text]);
    }

    /// Writes a quoted string that says these parts one after the other.
    pub fn quoted_parts(&mut self, parts: &[&str]) {
        self.push(b'"');
        for byte in parts.iter().flat_map(|part| part.bytes()) {
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

    /// Writes bytes in base64.
    pub(crate) fn base64(&mut self, mut bytes: impl Iterator<Item = u8>) {
        while let Some(first) = bytes.next() {
            let group = match (bytes.next(), bytes.next()) {
                (Some(second), Some(third)) => encode_group([first, second, third]),
                (Some(second), None) => encode_last(&[first, second]).unwrap_or_default(),
                _ => encode_last(&[first]).unwrap_or_default(),
            };
            group.into_iter().for_each(|character| self.push(character));
        }
    }

    /// Writes UTF-8 with a percent sign and two digits for each byte but letters and digits. RFC 8187, 3.2.1.
    pub(crate) fn percent(&mut self, text: &str) {
        for byte in text.bytes() {
            let mut escaped = [0; 2];
            encode(&[byte], &mut escaped);
            let [high, low] = escaped;
            if byte.is_ascii_alphanumeric() {
                self.push(byte);
            } else {
                [b'%', high, low].into_iter().for_each(|character| self.push(character));
            }
        }
    }

    fn push(&mut self, byte: u8) {
        if let Some(slot) = self.memory.get_mut(self.len) {
            *slot = byte;
        }
        self.len = self.len.saturating_add(1);
    }
}
