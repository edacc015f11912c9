//! The response to a call, read.

use super::body::{BodyError, MOST_DRAINED, copy, discard};
use super::call::{Call, Pattern};
use super::exchange::Exchange;
use super::stage::{Failed, Stage};
use super::verdict::{Verdict, encoding, nothing};
use crate::binding::{Incoming, Transport};
use crate::http::ResponseHead;
use crate::soap::{Options, PullReader, Reader};
use crate::xml::Encoding;
use crate::{Error, ErrorKind};
use embedded_io::{ErrorType, Read};

/// The response to a call. Its body is read like any other source: no bytes are its end.
///
/// The connection can carry another call once the body was read to its end, by the reader of the message or by
/// [`finish`](Reply::finish).
pub struct Reply<'c, T> {
    pub(super) transport: &'c mut T,
    exchange: &'c mut Exchange,
    /// The heads of request and response, and more.
    memory: &'c [u8],
    incoming: Incoming<'c>,
    is_empty: bool,
}

impl<'c, T: Transport> Reply<'c, T> {
    pub(super) fn new(transport: &'c mut T, exchange: &'c mut Exchange, memory: &'c mut [u8]) -> Self {
        let (memory, incoming) = exchange.incoming(memory);
        Reply { transport, exchange, memory, incoming, is_empty: false }
    }

    /// The head of the response.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax): there is no response.
    pub fn head(&self) -> Result<ResponseHead<'_>, Error> {
        self.exchange.head(self.memory)
    }

    /// The status; 0 when there is no response.
    pub fn status(&self) -> u16 {
        self.head().map_or(0, |head| head.status)
    }

    /// Whether there is no envelope to read: the request was accepted, and that is all.
    pub fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// A reader of the message, with the encoding that the response tells. `window` is where it fetches what it reads.
    ///
    /// # Errors
    /// [`UnsupportedEncoding`](ErrorKind::UnsupportedEncoding): a charset that is not known.
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
    /// [`UnsupportedEncoding`](ErrorKind::UnsupportedEncoding): one that is not known.
    pub fn encoding(&self) -> Result<Option<Encoding>, Error> {
        self.head().and_then(|head| encoding(&head))
    }

    /// Reads what is left of the body, so that the connection can carry another call; where that is long, closes the
    /// connection instead.
    pub fn finish(mut self) {
        if self.drain().is_err() {
            self.exchange.reusable = false;
            self.transport.close();
        }
    }

    /// Takes the next piece of the body: where it lies, and its bytes; none at the end.
    pub(super) fn piece(&mut self) -> Result<(usize, usize), BodyError<T::Error>> {
        self.fetch(|input, _| {
            let piece = core::mem::take(input);
            (piece.as_ptr().addr(), piece.len())
        })
    }

    /// Looks whether there is something in the body, where the head does not tell.
    pub(super) fn open(&mut self, call: &Call<'_>, verdict: Verdict) -> Result<(), Failed<T::Error>> {
        self.is_empty = verdict == Verdict::Empty;
        if !self.is_empty {
            let no_bytes = self.fetch(|input, last| last && input.is_empty());
            self.is_empty = match no_bytes {
                Ok(no_bytes) => no_bytes,
                Err(error) => {
                    // Nobody is left who would: the other side is not to wait for the end of what it sends.
                    self.transport.close();
                    return Err(error.failed());
                }
            };
            if self.is_empty
                && let Verdict::Wrong(kind) = nothing(call)
            {
                return Err(Failed::new(Stage::Receiving, Error::new(kind, 0)));
            }
        } else if call.pattern == Pattern::OneWay && self.drain().is_err() {
            self.transport.close();
        }
        self.exchange.stage = Stage::Parsing;
        Ok(())
    }

    /// Reads the rest of a body that is short.
    pub(super) fn drain(&mut self) -> Result<(), BodyError<T::Error>> {
        let start = self.exchange.body.offset();
        while !self.fetch(discard)? {
            if self.exchange.body.offset().wrapping_sub(start) > MOST_DRAINED || !self.exchange.keeps {
                return Err(BodyError::Http(Error::new(ErrorKind::HttpTruncated, self.exchange.body.offset())));
            }
        }
        Ok(())
    }

    /// Gives a reader what there is of the body, and whether nothing follows; receives more where there is nothing.
    fn fetch<R: Default>(&mut self, mut read: impl FnMut(&mut &[u8], bool) -> R) -> Result<R, BodyError<T::Error>> {
        let mut given = R::default();
        self.turn(&mut |input, last| given = read(input, last))?;
        Ok(given)
    }

    /// One for all that read.
    fn turn(&mut self, read: &mut dyn FnMut(&mut &[u8], bool)) -> Result<(), BodyError<T::Error>> {
        while self.exchange.read(&mut self.incoming, &mut *read).map_err(BodyError::Http)?.is_none() {
            let count = self.transport.read(self.incoming.room()).map_err(BodyError::Transport)?;
            self.incoming.received(count);
        }
        Ok(())
    }
}

impl<T: Transport> ErrorType for Reply<'_, T> {
    type Error = BodyError<T::Error>;
}

impl<T: Transport> Read for Reply<'_, T> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.fetch(|input, _| copy(input, to))
    }
}
