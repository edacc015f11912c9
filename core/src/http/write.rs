//! Heads of messages, written.

use super::Fields;
use crate::{Error, ErrorKind};

/// Writes the head of a message into memory of the caller.
///
/// The first error latches and is handed back by [`finish`](HeadWriter::finish) too; on a full memory the rest is
/// counted, so that the error says exactly how much is needed.
pub struct HeadWriter<'m> {
    #[allow(dead_code, reason = "the first version")]
    memory: &'m mut [u8],
}

impl<'m> HeadWriter<'m> {
    /// Begins a request.
    pub fn request(memory: &'m mut [u8], method: &str, target: &str) -> Self {
        let _ = (method, target);
        HeadWriter { memory }
    }

    /// Begins a response. `reason` may be empty.
    pub fn response(memory: &'m mut [u8], status: u16, reason: &str) -> Self {
        let _ = (status, reason);
        HeadWriter { memory }
    }

    /// Writes a field.
    ///
    /// # Errors
    /// [`HttpField`](ErrorKind::HttpField): the name is no token, or the value has a control character other than the
    /// tab. [`Limit`](ErrorKind::Limit) of head bytes.
    pub fn field(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.field_parts(name, &[value])
    }

    /// Writes a field whose value is these parts one after the other. Errors as [`field`](HeadWriter::field).
    pub fn field_parts(&mut self, name: &str, value: &[&str]) -> Result<(), Error> {
        let _ = (name, value);
        Err(Error::new(ErrorKind::HttpField, 0))
    }

    /// Writes a field whose value is a number. Errors as [`field`](HeadWriter::field).
    pub fn field_number(&mut self, name: &str, value: u64) -> Result<(), Error> {
        let _ = (name, value);
        Err(Error::new(ErrorKind::HttpField, 0))
    }

    /// The fields written so far.
    pub fn fields(&self) -> Fields<'_> {
        Fields::default()
    }

    /// Ends the head; gives its bytes, and what is left of the memory.
    pub fn finish(self) -> Result<(&'m [u8], &'m mut [u8]), Error> {
        Err(Error::new(ErrorKind::HttpField, 0))
    }
}
