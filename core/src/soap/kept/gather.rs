//! One text from several, in memory of the caller.

use crate::xml::Str;
use crate::{Error, Limit};

/// A text that is put together. When the memory is full the rest is still counted.
pub(crate) struct Gather<'b> {
    memory: &'b mut [u8],
    len: usize,
}

impl<'b> Gather<'b> {
    /// An empty text in `memory`.
    pub(crate) fn new(memory: &'b mut [u8]) -> Self {
        Gather { memory, len: 0 }
    }

    /// Puts more at the end.
    pub(crate) fn push(&mut self, text: &str) {
        for &byte in text.as_bytes() {
            self.push_byte(byte);
        }
    }

    /// Puts a byte at the end; with those around it, it must be UTF-8.
    pub(crate) fn push_byte(&mut self, byte: u8) {
        if let Some(to) = self.memory.get_mut(self.len) {
            *to = byte;
        }
        self.len = self.len.saturating_add(1);
    }

    /// The text.
    ///
    /// # Errors
    /// `limit`, with what the memory must hold.
    pub(crate) fn finish(self, limit: Limit) -> Result<Str<'b>, Error> {
        match self.memory.get(..self.len) {
            Some(text) => Ok(Str::checked(text)),
            None => Err(Error::limit(limit, self.len as u64, 0)),
        }
    }
}
