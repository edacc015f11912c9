//! The client over a transport that blocks.

use super::body::BodyError;
use super::call::Call;
use super::follow::FOLLOW;
use super::line::Line;
use super::measure::{Body, Write, write_body};
use super::reply::Reply;
use super::run::Run;
use super::stage::{Failed, Stopped, TransportInfo};
use crate::Error;
use crate::binding::Transport;
use crate::http::auth::Authenticate;
use crate::slice::part;

/// Calls services over a transport that blocks; keeps its connection open from one call to the next where both sides
/// want it.
///
/// `memory` holds the head of the request twice over and the largest start tag of its body, then the head of the
/// response and a window on its body: 2 KB do, and the more there is the fewer writes it takes. `scratch` holds
/// what outlives a request of the call: the address that a redirect leads to, and credentials; it may be empty where
/// there are neither.
pub struct Client<'m, T: Transport> {
    memory: &'m mut [u8],
    scratch: &'m mut [u8],
    line: Line<T>,
}

impl<'m, T: Transport> Client<'m, T> {
    /// A client whose transport has no connection open yet.
    pub fn new(transport: T, memory: &'m mut [u8], scratch: &'m mut [u8]) -> Self {
        Client { memory, scratch, line: Line::new(transport, Some(&FOLLOW)) }
    }

    /// A client that sends a call where it is made for and nowhere else: it follows no redirect and answers no
    /// challenge, and a program where all do without has the code of neither. A redirect is
    /// [`Redirected`](crate::ErrorKind::Redirected), a challenge
    /// [`UnexpectedStatus`](crate::ErrorKind::UnexpectedStatus); a hook is not asked.
    pub fn direct(transport: T, memory: &'m mut [u8]) -> Self {
        Client { memory, scratch: &mut [], line: Line::new(transport, None) }
    }

    /// Makes a call: sends the message that `body` writes and receives the head of the response.
    ///
    /// `workspace` is that of the writer, and free again after the call. `hook` has the credentials.
    ///
    /// # Errors
    /// By [stage](crate::binding::client::Stage): preparing, those of
    /// [`Endpoint::parse`](crate::http::Endpoint::parse), of the head ([`HttpField`](crate::ErrorKind::HttpField),
    /// [`HttpFraming`](crate::ErrorKind::HttpFraming): a field that the caller may not set,
    /// [`Limit`](crate::ErrorKind::Limit)) and of `body`. Sending: [`Io`](crate::ErrorKind::Io), those of `body`,
    /// [`HttpLength`](crate::ErrorKind::HttpLength). Receiving: [`Io`](crate::ErrorKind::Io),
    /// [`ConnectionClosed`](crate::ErrorKind::ConnectionClosed), those of the head, and what the response is not:
    /// [`UnexpectedStatus`](crate::ErrorKind::UnexpectedStatus),
    /// [`UnexpectedMediaType`](crate::ErrorKind::UnexpectedMediaType), [`NoReply`](crate::ErrorKind::NoReply),
    /// [`Redirected`](crate::ErrorKind::Redirected). What is known of the call all the same [`info`](Client::info)
    /// tells; the body of a response that is none [`reply`](Client::reply) gives.
    pub fn call(
        &mut self,
        call: &Call<'_>,
        workspace: &mut [u8],
        hook: Option<&mut dyn Authenticate>,
        body: &mut Body<'_>,
    ) -> Result<Reply<'_, T>, Failed<T::Error>> {
        self.call_with(call, hook, &mut |sink| write_body(sink, workspace, call, body))
    }

    /// Makes a call whose message `write` writes into a sink that is never full, by whatever means: the bytes of a
    /// file, say. It is called again from the start as a [`Body`] is. Errors as [`call`](Client::call).
    pub fn call_with(
        &mut self,
        call: &Call<'_>,
        hook: Option<&mut dyn Authenticate>,
        write: &mut Write<'_>,
    ) -> Result<Reply<'_, T>, Failed<T::Error>> {
        self.send(call, hook, write).map_err(|said| self.line.exchange.failed(said))?;
        Ok(self.reply())
    }

    /// The same for who asks later for the [`reply`](Client::reply), or for the [`error`](Client::error).
    ///
    /// # Errors
    /// What the transport said, where it was the transport that failed.
    pub fn send(
        &mut self,
        call: &Call<'_>,
        hook: Option<&mut dyn Authenticate>,
        write: &mut Write<'_>,
    ) -> Result<(), Option<T::Error>> {
        let mut run = Run::new(call, self.scratch, hook, self.line.exchange.follow);
        self.line.call(self.memory, &mut run, write).map_err(|Stopped| {
            self.line.tell();
            self.line.broken.take()
        })
    }

    /// Fails a call that cannot be made, for an error of the caller: [`info`](Client::info) then tells of it as of any
    /// call that failed before it was sent.
    pub fn refuse(&mut self, error: Error) -> Failed<T::Error> {
        self.line.exchange.begin();
        self.line.exchange.error = Some(error);
        self.line.exchange.failed(None)
    }

    /// Why the last call, or the reading of its response, has failed.
    pub fn error(&self) -> Option<Error> {
        self.line.exchange.error
    }

    /// Whether there is no envelope in the response: the request was accepted, and that is all.
    pub fn is_empty(&self) -> bool {
        self.line.exchange.is_empty
    }

    /// What is known of the last call.
    pub fn info(&self) -> TransportInfo<'_> {
        self.line.exchange.info(self.memory)
    }

    /// The response of the last call, to read a body that is no reply: an error page, say. Empty without a response.
    pub fn reply(&mut self) -> Reply<'_, T> {
        Reply::new(&mut self.line, self.memory)
    }

    /// Receives the next piece of the response, where it lies in the memory; `None` at its end. It is what the
    /// [`reply`](Client::reply) has not read yet.
    ///
    /// # Errors
    /// Those of the body.
    pub fn receive(&mut self) -> Result<Option<&[u8]>, BodyError<T::Error>> {
        let (at, len) = self.line.piece(self.memory)?;
        Ok(Some(part(self.memory, at, len)).filter(|piece| !piece.is_empty()))
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        &mut self.line.transport
    }

    /// Closes the connection.
    pub fn close(&mut self) {
        self.line.close();
    }
}
