//! The client over a transport that blocks.

use super::awaiting::{Awaiting, Came, Place};
use super::body::BodyError;
use super::call::{Call, Length};
use super::exchange::{Exchange, Prepared};
use super::follow::FOLLOW;
use super::measure::{Body, Write, write_body};
use super::reply::Reply;
use super::run::Run;
use super::stage::{Failed, Stage, TransportInfo, io};
use super::verdict::Verdict;
use crate::binding::{Outgoing, Ready, Transport, Wire};
use crate::buf::send_all;
use crate::http::auth::Authenticate;
use crate::slice::part;
use crate::{Error, ErrorKind};

/// Calls services over a transport that blocks; keeps its connection open from one call to the next where both sides
/// want it.
///
/// `memory` holds the head of the request twice over and the largest start tag of its body, then the head of the
/// response and a window on its body: 2 KB do, and the more there is the fewer writes it takes. `scratch` holds
/// what outlives a request of the call: the address that a redirect leads to, and credentials; it may be empty where
/// there are neither.
pub struct Client<'m, T> {
    transport: T,
    memory: &'m mut [u8],
    scratch: &'m mut [u8],
    exchange: Exchange,
}

impl<'m, T: Transport> Client<'m, T> {
    /// A client whose transport has no connection open yet.
    pub fn new(transport: T, memory: &'m mut [u8], scratch: &'m mut [u8]) -> Self {
        Client { transport, memory, scratch, exchange: Exchange::new(Some(&FOLLOW)) }
    }

    /// A client that sends a call where it is made for and nowhere else: it follows no redirect and answers no challenge,
    /// and a program where all do without has the code of neither. A redirect is [`Redirected`](ErrorKind::Redirected),
    /// a challenge [`UnexpectedStatus`](ErrorKind::UnexpectedStatus); a hook is not asked.
    pub fn direct(transport: T, memory: &'m mut [u8]) -> Self {
        Client { transport, memory, scratch: &mut [], exchange: Exchange::new(None) }
    }

    /// Makes a call: sends the message that `body` writes and receives the head of the response.
    ///
    /// `workspace` is that of the writer, and free again after the call. `hook` has the credentials.
    ///
    /// # Errors
    /// By [stage](Stage): preparing, those of [`Endpoint::parse`](crate::http::Endpoint::parse), of the head
    /// ([`HttpField`](ErrorKind::HttpField), [`HttpFraming`](ErrorKind::HttpFraming): a field that the caller may not
    /// set, [`Limit`](ErrorKind::Limit)) and of `body`. Sending: [`Io`](ErrorKind::Io), those of `body`,
    /// [`HttpLength`](ErrorKind::HttpLength). Receiving: [`Io`](ErrorKind::Io),
    /// [`ConnectionClosed`](ErrorKind::ConnectionClosed), those of the head, and what the response is not:
    /// [`UnexpectedStatus`](ErrorKind::UnexpectedStatus), [`UnexpectedMediaType`](ErrorKind::UnexpectedMediaType),
    /// [`NoReply`](ErrorKind::NoReply), [`Redirected`](ErrorKind::Redirected). What is known of the call all the same
    /// [`info`](Client::info) tells; the body of a response that is none [`reply`](Client::reply) gives.
    pub fn call(
        &mut self,
        call: &Call<'_>,
        workspace: &mut [u8],
        hook: Option<&mut dyn Authenticate>,
        body: &mut Body<'_>,
    ) -> Result<Reply<'_, T>, Failed<T::Error>> {
        self.call_with(call, hook, &mut |sink| write_body(sink, workspace, call, body))
    }

    /// Makes a call whose message `write` writes into a sink that is never full, by whatever means: the bytes of a file,
    /// say. It is called again from the start as a [`Body`] is. Errors as [`call`](Client::call).
    pub fn call_with(
        &mut self,
        call: &Call<'_>,
        mut hook: Option<&mut dyn Authenticate>,
        write: &mut Write<'_>,
    ) -> Result<Reply<'_, T>, Failed<T::Error>> {
        let mut run = Run::new(call);
        let verdict = loop {
            let attempted = self.attempt(call, &mut run, &mut hook, write);
            match attempted.and_then(|verdict| self.settle(call, &mut run, &mut hook, verdict)) {
                Ok(Some(verdict)) => break verdict,
                Ok(None) => {}
                Err(failed) => return Err(self.failed(failed)),
            }
        };
        if let Verdict::Wrong(kind) = verdict {
            return Err(tell(&mut self.transport, Failed::new(Stage::Receiving, Error::new(kind, 0))));
        }
        let mut reply = self.reply();
        match reply.open(call, verdict) {
            Ok(()) => Ok(reply),
            Err(failed) => Err(tell(reply.transport, failed)),
        }
    }

    /// Fails a call that cannot be made, for an error of the caller: [`info`](Client::info) then tells of it as of any
    /// call that failed before it was sent.
    pub fn refuse(&mut self, error: Error) -> Failed<T::Error> {
        self.exchange.begin();
        Failed::new(Stage::Preparing, error)
    }

    /// What is known of the last call.
    pub fn info(&self) -> TransportInfo<'_> {
        self.exchange.info(self.memory)
    }

    /// The response of the last call, to read a body that is no reply: an error page, say. Empty without a response.
    pub fn reply(&mut self) -> Reply<'_, T> {
        Reply::new(&mut self.transport, &mut self.exchange, self.memory)
    }

    /// Receives the next piece of the response, where it lies in the memory; `None` at its end. It is what the
    /// [`reply`](Client::reply) has not read yet.
    ///
    /// # Errors
    /// Those of the body.
    pub fn receive(&mut self) -> Result<Option<&[u8]>, BodyError<T::Error>> {
        let base = self.memory.as_ptr().addr();
        let (at, len) = self.reply().piece()?;
        Ok(Some(part(self.memory, at.wrapping_sub(base), len)).filter(|piece| !piece.is_empty()))
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Closes the connection.
    pub fn close(&mut self) {
        self.exchange.reusable = false;
        self.transport.close();
    }

    /// Ends a call that has failed, and the connection with it.
    fn failed(&mut self, failed: Failed<T::Error>) -> Failed<T::Error> {
        self.exchange.stage = failed.stage;
        if failed.stage != Stage::Preparing {
            self.close();
        }
        tell(&mut self.transport, failed)
    }

    /// Sends a request and receives the head of its response.
    fn attempt(
        &mut self,
        call: &Call<'_>,
        run: &mut Run,
        hook: &mut Option<&mut dyn Authenticate>,
        write: &mut Write<'_>,
    ) -> Result<Verdict, Failed<T::Error>> {
        let Client { transport, memory, scratch, exchange } = self;
        let prepared = exchange.prepare(memory, scratch, (call, run), hook, write);
        let prepared = prepared.map_err(|error| Failed::new(Stage::Preparing, error))?;
        exchange.stage = Stage::Sending;
        let (endpoint, identity) = run.peer(call, scratch).map_err(|error| Failed::new(Stage::Sending, error))?;
        let opened = match exchange.serves(&endpoint, &identity) && transport.ready(0) != Ready::Now {
            true => {
                transport.resume(call.patience());
                Ok(())
            }
            false => {
                transport.identify(&identity);
                transport.open(&endpoint, call.patience())
            }
        };
        opened.map_err(|error| io(Stage::Sending, error))?;
        exchange.connected(&endpoint, &identity);
        let (place, whole) = match send(transport, prepared, call, write) {
            Ok(Some(place)) => (place, false),
            Ok(None) => (receive(transport, exchange.response(memory))?, true),
            Err(failed) if failed.transport.is_none() => return Err(failed),
            // A server that refuses a request while it is being sent answers before it closes the connection.
            Err(failed) => (receive(transport, exchange.response(memory)).map_err(|_| failed)?, false),
        };
        exchange.arrived(place);
        exchange.judge(memory, call, run, whole).map_err(|error| Failed::new(Stage::Receiving, error))
    }

    /// Follows a redirect, or answers a challenge: `None`. What else came of the call, it has come to.
    fn settle(
        &mut self,
        call: &Call<'_>,
        run: &mut Run,
        hook: &mut Option<&mut dyn Authenticate>,
        verdict: Verdict,
    ) -> Result<Option<Verdict>, Failed<T::Error>> {
        let Client { memory, scratch, exchange, .. } = self;
        let again = exchange.again(memory, scratch, (call, run), hook, verdict);
        let again = again.map_err(|error| Failed::new(Stage::Receiving, error))?;
        if again.is_none() && self.reply().drain().is_err() {
            self.close();
        }
        Ok(again)
    }
}

fn tell<T: Transport>(transport: &mut T, failed: Failed<T::Error>) -> Failed<T::Error> {
    transport.failed(failed.stage as u8, &failed.error);
    failed
}

/// Sends a request. Gives the place of a response that came before the body was sent.
fn send<T: Transport>(
    transport: &mut T,
    mut prepared: Prepared<'_>,
    call: &Call<'_>,
    write: &mut Write<'_>,
) -> Result<Option<Place>, Failed<T::Error>> {
    let Some(outgoing) = &mut prepared.outgoing else {
        return put(transport, prepared.head).map(|()| None);
    };
    if call.expect && !prepared.whole {
        push(transport, outgoing, false)?;
        if transport.ready(Call::PATIENCE) != Ready::NotYet
            && let Some(mut awaiting) = prepared.interim()
            && wait(transport, &mut awaiting)? == Came::Head
        {
            return Ok(Some(awaiting.finish()));
        }
    }
    let Some(outgoing) = &mut prepared.outgoing else { return Ok(None) };
    if !prepared.whole {
        let mut wire = Wire::new(outgoing, &mut *transport);
        if let Err(error) = write(&mut wire) {
            let (transport, refused) = (wire.take_error(), wire.refused());
            let sending = outgoing.has_begun() || transport.is_some() || refused.is_some();
            let stage = if sending { Stage::Sending } else { Stage::Preparing };
            return Err(Failed { stage, error: refused.unwrap_or(error), transport });
        }
        if call.length == Length::Chunked {
            push(transport, outgoing, false)?;
        }
    }
    push(transport, outgoing, true).map(|()| None)
}

/// Sends what is in the buffer.
fn push<T: Transport>(transport: &mut T, outgoing: &mut Outgoing<'_>, last: bool) -> Result<(), Failed<T::Error>> {
    outgoing.pack(last).map_err(|error| Failed::new(Stage::Sending, error))?;
    let sent = put(transport, outgoing.bytes());
    outgoing.sent(usize::MAX);
    sent
}

fn put<T: Transport>(transport: &mut T, bytes: &[u8]) -> Result<(), Failed<T::Error>> {
    let failed = |transport| Failed { stage: Stage::Sending, error: Error::new(ErrorKind::Io, 0), transport };
    send_all(transport, bytes, true).map_err(failed)
}

/// Receives the head of the final response.
fn receive<T: Transport>(transport: &mut T, mut awaiting: Awaiting<'_>) -> Result<Place, Failed<T::Error>> {
    while wait(transport, &mut awaiting)? != Came::Head {}
    Ok(awaiting.finish())
}

/// Receives up to the end of a head.
fn wait<T: Transport>(transport: &mut T, awaiting: &mut Awaiting<'_>) -> Result<Came, Failed<T::Error>> {
    loop {
        match awaiting.next() {
            Ok(Came::NeedInput) => {}
            Ok(came) => return Ok(came),
            Err(error) => return Err(Failed::new(Stage::Receiving, error)),
        }
        let count = transport.read(awaiting.room()).map_err(|error| io(Stage::Receiving, error))?;
        awaiting.received(count);
    }
}
