//! The response to a call, read.

use super::blocking::io;
use super::call::{Call, Pattern};
use super::exchange::Exchange;
use super::stage::{Failed, Stage};
use super::verdict::{Verdict, nothing};
use crate::binding::{Incoming, Transport};
use crate::http::ResponseHead;
use crate::soap::{Options, PullReader, Reader};
use crate::xml::Encoding;
use crate::{Error, ErrorKind};
use core::fmt;
use embedded_io::{ErrorType, Read};

/// The response to a call. Its body is read like any other source: no bytes are its end.
///
/// The connection can carry another call once the body was read to its end, by the reader of the message or by
/// [`finish`](Reply::finish).
pub struct Reply<'c, T> {
    transport: &'c mut T,
    exchange: &'c mut Exchange,
    /// The heads of request and response, and more.
    memory: &'c [u8],
    incoming: Incoming<'c>,
    is_empty: bool,
}

/// Why the body of a response cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyError<E> {
    /// The transport failed; what it said.
    Transport(E),
    /// The body is not as HTTP wants it: cut short, malformed chunks, longer than the call allows.
    Http(Error),
}

/// Bytes of a body that are read for nothing but to keep the connection.
const MOST_DRAINED: u64 = 1 << 16;

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
        Ok(None)
    }

    /// Reads what is left of the body, so that the connection can carry another call; where that is long, closes the
    /// connection instead.
    pub fn finish(mut self) {
        if self.drain().is_err() {
            self.exchange.reusable = false;
            self.transport.close();
        }
    }

    /// Looks whether there is something in the body, where the head does not tell.
    pub(super) fn open(&mut self, call: &Call<'_>, verdict: Verdict) -> Result<(), Failed<T::Error>> {
        let fail = |error: BodyError<T::Error>| match error {
            BodyError::Transport(error) => io(Stage::Receiving, error),
            BodyError::Http(error) => Failed::new(Stage::Receiving, error),
        };
        self.is_empty = verdict == Verdict::Empty;
        if !self.is_empty {
            let no_bytes = self.fetch(|input, last| last && input.is_empty()).map_err(fail)?;
            self.is_empty = no_bytes;
            if no_bytes && let Verdict::Wrong(kind) = nothing(call) {
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
        while !self.fetch(|input, last| {
            *input = &[];
            last
        })? {
            if self.exchange.body.offset().wrapping_sub(start) > MOST_DRAINED || !self.exchange.keeps {
                return Err(BodyError::Http(Error::new(ErrorKind::HttpTruncated, self.exchange.body.offset())));
            }
        }
        Ok(())
    }

    /// Gives a reader what there is of the body, and whether nothing follows; receives more where there is nothing.
    fn fetch<R>(&mut self, mut read: impl FnMut(&mut &[u8], bool) -> R) -> Result<R, BodyError<T::Error>> {
        loop {
            let read = self.incoming.body(&mut self.exchange.body, &mut read).map_err(BodyError::Http)?;
            if self.exchange.body.is_done() && self.incoming.is_empty() {
                self.exchange.reusable = self.exchange.keeps;
            }
            match read {
                Some(read) => return Ok(read),
                None => {
                    let count = self.transport.read(self.incoming.room()).map_err(BodyError::Transport)?;
                    self.incoming.received(count);
                }
            }
        }
    }
}

impl<T: Transport> ErrorType for Reply<'_, T> {
    type Error = BodyError<T::Error>;
}

impl<T: Transport> Read for Reply<'_, T> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.fetch(|input, _| {
            let (now, later) = input.split_at(input.len().min(to.len()));
            if let Some(to) = to.get_mut(..now.len()) {
                to.copy_from_slice(now);
            }
            *input = later;
            now.len()
        })
    }
}

impl<E: fmt::Display> fmt::Display for BodyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BodyError::Transport(error) => error.fmt(f),
            BodyError::Http(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for BodyError<E> {}

impl<E: embedded_io::Error> embedded_io::Error for BodyError<E> {
    fn kind(&self) -> embedded_io::ErrorKind {
        match self {
            BodyError::Transport(error) => error.kind(),
            BodyError::Http(_) => embedded_io::ErrorKind::InvalidData,
        }
    }
}
