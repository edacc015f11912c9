//! Where a body that is sent comes from.

use crate::slice::copy;

/// A body that can be read at any place: a file, memory, flash.
pub trait Source {
    /// Why reading fails.
    type Error;

    /// Reads bytes of the body from `offset` on into `into`, as many as are convenient, and answers how many; 0 only at
    /// the end of the body, or for no room.
    ///
    /// # Errors
    /// Its own.
    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, Self::Error>;
}

impl<S: Source + ?Sized> Source for &mut S {
    type Error = S::Error;

    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, S::Error> {
        (**self).read(offset, into)
    }
}

/// A body in memory.
impl Source for &[u8] {
    type Error = core::convert::Infallible;

    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, Self::Error> {
        let rest = usize::try_from(offset).ok().and_then(|offset| self.get(offset..)).unwrap_or_default();
        Ok(copy(into, rest))
    }
}

/// A body in a file.
#[cfg(feature = "embedded-io")]
#[derive(Debug)]
pub struct FileSource<F> {
    file: F,
    /// Where the file stands.
    at: u64,
    len: u64,
}

#[cfg(feature = "embedded-io")]
impl<F: embedded_io::Read + embedded_io::Seek> FileSource<F> {
    /// The whole of this file, wherever it stands now.
    ///
    /// # Errors
    /// Those of the file: it is asked for its length.
    pub fn new(mut file: F) -> Result<Self, F::Error> {
        let len = file.seek(embedded_io::SeekFrom::End(0))?;
        Ok(FileSource { file, at: len, len })
    }

    /// Its length in bytes, the total of the message.
    #[allow(clippy::len_without_is_empty, reason = "a file of a message, no container")]
    pub fn len(&self) -> u64 {
        self.len
    }

    /// The file.
    pub fn into_inner(self) -> F {
        self.file
    }
}

#[cfg(feature = "embedded-io")]
impl<F: embedded_io::Read + embedded_io::Seek> Source for FileSource<F> {
    type Error = F::Error;

    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, F::Error> {
        if self.at != offset {
            self.at = self.file.seek(embedded_io::SeekFrom::Start(offset))?;
        }
        let count = self.file.read(into)?;
        self.at = self.at.saturating_add(count as u64);
        Ok(count)
    }
}
