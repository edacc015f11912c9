//! The response to a call of an asynchronous client.

use super::call::{Call, Pattern};

use super::body::{BodyError, MOST_DRAINED};
use super::exchange::Exchange;
use super::stage::{Failed, Stage, Stopped, io};
use super::verdict::{Verdict, encoding, nothing};
use crate::binding::AsyncTransport;
use crate::http::ResponseHead;
use crate::slice::{copy, part};
use crate::soap::{AsyncPullReader, Options, Reader};
use crate::xml::Encoding;
use crate::{Error, ErrorKind};
use embedded_io::ErrorType;
use embedded_io_async::Read;

/// The response to a call of an [`AsyncClient`](super::AsyncClient); as [`Reply`](super::Reply) otherwise.
pub struct AsyncReply<'c, T> {
    pub(super) transport: &'c mut T,
    exchange: &'c mut Exchange,
    memory: &'c mut [u8],
}

impl<'c, T: AsyncTransport> AsyncReply<'c, T> {
    pub(super) fn new(transport: &'c mut T, exchange: &'c mut Exchange, memory: &'c mut [u8]) -> Self {
        AsyncReply { transport, exchange, memory }
    }

    /// As [`Reply::head`](super::Reply::head).
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax): there is no response.
    pub fn head(&self) -> Result<ResponseHead<'_>, Error> {
        self.exchange.head(self.memory)
    }

    /// As [`Reply::status`](super::Reply::status).
    pub fn status(&self) -> u16 {
        self.head().map_or(0, |head| head.status)
    }

    /// As [`Reply::is_empty`](super::Reply::is_empty).
    pub fn is_empty(&self) -> bool {
        self.exchange.is_empty
    }

    /// As [`Reply::reader`](super::Reply::reader).
    ///
    /// # Errors
    /// [`UnsupportedEncoding`](ErrorKind::UnsupportedEncoding): a charset that is not known.
    pub fn reader<'r>(
        &'r mut self,
        workspace: &'r mut [u8],
        options: Options,
        window: &'r mut [u8],
    ) -> Result<AsyncPullReader<'r, &'r mut Self>, Error> {
        let mut reader = Reader::with_options(workspace, options);
        if let Some(encoding) = self.encoding()? {
            reader.set_encoding(encoding)?;
        }
        Ok(AsyncPullReader::new(reader, self, window))
    }

    /// As [`Reply::encoding`](super::Reply::encoding).
    ///
    /// # Errors
    /// [`UnsupportedEncoding`](ErrorKind::UnsupportedEncoding): one that is not known.
    pub fn encoding(&self) -> Result<Option<Encoding>, Error> {
        self.head().and_then(|head| encoding(&head))
    }

    /// As [`Reply::finish`](super::Reply::finish).
    pub async fn finish(mut self) {
        if self.drain().await.is_err() {
            self.exchange.reusable = false;
            self.transport.close().await;
        }
    }

    pub(super) async fn open(&mut self, call: &Call<'_>, verdict: Verdict) -> Result<(), Failed<T::Error>> {
        let mut is_empty = verdict == Verdict::Empty;
        if !is_empty {
            if let Err(error) = self.fill().await {
                self.transport.close().await;
                return Err(match error {
                    BodyError::Transport(error) => io(Stage::Receiving, error),
                    BodyError::Http(error) => Failed::new(Stage::Receiving, error),
                });
            }
            is_empty = self.exchange.piece().1 == 0;
            self.exchange.took(0);
            if is_empty && let Some(kind) = nothing(call).error() {
                return Err(Failed::new(Stage::Receiving, Error::new(kind, 0)));
            }
        } else if call.pattern == Pattern::OneWay && self.drain().await.is_err() {
            self.transport.close().await;
        }
        (self.exchange.is_empty, self.exchange.stage) = (is_empty, Stage::Parsing);
        Ok(())
    }

    pub(super) async fn drain(&mut self) -> Result<(), BodyError<T::Error>> {
        let mut drained = 0_usize;
        loop {
            self.fill().await?;
            let (_, len) = self.exchange.piece();
            self.exchange.took(len);
            drained = drained.wrapping_add(len);
            if self.exchange.body.is_done() {
                return Ok(());
            }
            if !self.exchange.keeps || drained > MOST_DRAINED {
                return Err(BodyError::Http(Error::new(ErrorKind::HttpTruncated, self.exchange.body.offset())));
            }
        }
    }

    async fn fill(&mut self) -> Result<(), BodyError<T::Error>> {
        let window = self.exchange.window(self.memory);
        while !self.exchange.find(window).map_err(|Stopped| why(self.exchange))? {
            let room = self.exchange.place.unread.room(window);
            let count = self.transport.read(room).await.map_err(BodyError::Transport)?;
            self.exchange.place.unread.received(count, window.len());
        }
        Ok(())
    }
}

fn why<E>(exchange: &Exchange) -> BodyError<E> {
    BodyError::Http(exchange.failed::<E>(None).error)
}

impl<T: AsyncTransport> ErrorType for AsyncReply<'_, T> {
    type Error = BodyError<T::Error>;
}

impl<T: AsyncTransport> Read for AsyncReply<'_, T> {
    async fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.fill().await?;
        let (at, len) = self.exchange.piece();
        let count = copy(to, part(self.memory, at, len));
        self.exchange.took(count);
        Ok(count)
    }
}
