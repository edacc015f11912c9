//! The response to a call, read.

use super::body::{BodyError, MOST_DRAINED};
use super::call::{Call, Pattern};
use super::exchange::Exchange;
use super::stage::{Stage, Step, Stopped};
use super::verdict::{Verdict, encoding, nothing};
use crate::binding::Transport;
use crate::http::ResponseHead;
use crate::slice::{copy, part};
use crate::soap::{Options, PullReader, Reader};
use crate::xml::Encoding;
use crate::{Error, ErrorKind};
use embedded_io::{ErrorType, Read};

/// The response to a call. Its body is read like any other source: no bytes are its end.
///
/// The connection can carry another call once the body was read to its end, by the reader of the message or by
/// [`finish`](Reply::finish).
pub struct Reply<'c, T: Transport> {
    transport: &'c mut T,
    /// What it said when it failed.
    broken: &'c mut Option<T::Error>,
    exchange: &'c mut Exchange,
    /// The heads of request and response, and more.
    memory: &'c mut [u8],
}

impl<'c, T: Transport> Reply<'c, T> {
    pub(super) fn new(
        transport: &'c mut T,
        broken: &'c mut Option<T::Error>,
        exchange: &'c mut Exchange,
        memory: &'c mut [u8],
    ) -> Self {
        Reply { transport, broken, exchange, memory }
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
        self.exchange.is_empty
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

    /// Takes the next piece of the body: where it lies in the memory, and its bytes; none at the end.
    pub(super) fn piece(&mut self) -> Result<(usize, usize), BodyError<T::Error>> {
        self.fill().map_err(|Stopped| self.why())?;
        let (at, len) = self.exchange.piece();
        self.exchange.took(len);
        Ok((at, len))
    }

    /// Looks whether there is something in the body, where the head does not tell.
    pub(super) fn open(&mut self, call: &Call<'_>, verdict: Verdict) -> Step {
        let mut is_empty = verdict == Verdict::Empty;
        if !is_empty {
            // Nobody is left who would close it: the other side is not to wait for the end of what it sends.
            self.fill().inspect_err(|_| self.transport.close())?;
            is_empty = self.exchange.piece().1 == 0;
            self.exchange.took(0);
            if is_empty && let Some(kind) = nothing(call).error() {
                return Err(self.exchange.stop(kind));
            }
        } else if call.pattern == Pattern::OneWay && self.drain().is_err() {
            self.transport.close();
        }
        (self.exchange.is_empty, self.exchange.stage) = (is_empty, Stage::Parsing);
        Ok(())
    }

    /// Reads the rest of a body that is short.
    pub(super) fn drain(&mut self) -> Step {
        let (start, error) = (self.exchange.body.offset(), self.exchange.error);
        let drained = loop {
            if self.fill().is_err() {
                break Err(Stopped);
            }
            self.exchange.took(self.exchange.piece().1);
            if self.exchange.body.is_done() {
                break Ok(());
            }
            if !self.exchange.keeps || self.exchange.body.offset().wrapping_sub(start) > MOST_DRAINED {
                break Err(Stopped);
            }
        };
        // Nobody has asked for these bytes, and why they did not come is nobody's business.
        (self.exchange.error, *self.broken) = (error, None);
        drained
    }

    /// Receives until there is a piece of the body, or its end.
    #[inline(never)]
    fn fill(&mut self) -> Step {
        let mut incoming = self.exchange.incoming(self.memory);
        while !self.exchange.find(&mut incoming)? {
            match self.transport.read(incoming.room()) {
                Ok(count) => incoming.received(count),
                Err(error) => {
                    *self.broken = Some(error);
                    return Err(self.exchange.stop(ErrorKind::Io));
                }
            }
        }
        Ok(())
    }

    /// Why the body cannot be read.
    fn why(&mut self) -> BodyError<T::Error> {
        match self.broken.take() {
            Some(error) => BodyError::Transport(error),
            None => BodyError::Http(self.exchange.failed::<T::Error>(None).error),
        }
    }
}

impl<T: Transport> ErrorType for Reply<'_, T> {
    type Error = BodyError<T::Error>;
}

impl<T: Transport> Read for Reply<'_, T> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.fill().map_err(|Stopped| self.why())?;
        let (at, len) = self.exchange.piece();
        let count = copy(to, part(self.memory, at, len));
        self.exchange.took(count);
        Ok(count)
    }
}
