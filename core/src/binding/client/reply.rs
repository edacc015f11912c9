//! The response to a call, read.

use super::body::BodyError;
use super::line::Line;
use super::stage::Stopped;
use super::verdict::encoding;
use crate::Error;
use crate::binding::Transport;
use crate::http::ResponseHead;
use crate::slice::{copy, part};
use crate::soap::{Options, PullReader, Reader};
use crate::xml::Encoding;
use embedded_io::{ErrorType, Read};

/// The response to a call. Its body is read like any other source: no bytes are its end.
///
/// The connection can carry another call once the body was read to its end, by the reader of the message or by
/// [`finish`](Reply::finish).
pub struct Reply<'c, T: Transport> {
    line: &'c mut Line<T>,
    /// The heads of request and response, and more.
    memory: &'c mut [u8],
}

impl<'c, T: Transport> Reply<'c, T> {
    pub(super) fn new(line: &'c mut Line<T>, memory: &'c mut [u8]) -> Self {
        Reply { line, memory }
    }

    /// The head of the response.
    ///
    /// # Errors
    /// [`HttpSyntax`](crate::ErrorKind::HttpSyntax): there is no response.
    pub fn head(&self) -> Result<ResponseHead<'_>, Error> {
        self.line.exchange.head(self.memory)
    }

    /// The status; 0 when there is no response.
    pub fn status(&self) -> u16 {
        self.head().map_or(0, |head| head.status)
    }

    /// Whether there is no envelope to read: the request was accepted, and that is all.
    pub fn is_empty(&self) -> bool {
        self.line.exchange.is_empty
    }

    /// A reader of the message, with the encoding that the response tells. `window` is where it fetches what it reads.
    ///
    /// # Errors
    /// [`UnsupportedEncoding`](crate::ErrorKind::UnsupportedEncoding): a charset that is not known.
    pub fn reader<'r>(
        &'r mut self,
        workspace: &'r mut [u8],
        options: Options,
        window: &'r mut [u8],
    ) -> Result<PullReader<'r, &'r mut Self>, Error> {
        let mut reader = Reader::with_options(workspace, options);
        if let Some(encoding) = self.encoding()? {
            reader.set_encoding(encoding)?;
        }
        Ok(PullReader::new(reader, self, window))
    }

    /// The encoding that the response tells. A byte order mark in the message has the last word.
    ///
    /// # Errors
    /// [`UnsupportedEncoding`](crate::ErrorKind::UnsupportedEncoding): one that is not known.
    pub fn encoding(&self) -> Result<Option<Encoding>, Error> {
        self.head().and_then(|head| encoding(&head))
    }

    /// Reads what is left of the body, so that the connection can carry another call; where that is long, closes the
    /// connection instead.
    pub fn finish(self) {
        self.line.finish(self.memory);
    }
}

impl<T: Transport> ErrorType for Reply<'_, T> {
    type Error = BodyError<T::Error>;
}

impl<T: Transport> Read for Reply<'_, T> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.line.fill(self.memory).map_err(|Stopped| self.line.why())?;
        let (at, len) = self.line.exchange.piece();
        let count = copy(to, part(self.memory, at, len));
        self.line.exchange.took(count);
        Ok(count)
    }
}
