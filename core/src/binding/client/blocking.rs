//! The client over a transport that blocks.

use super::awaiting::{Awaiting, Came};
use super::body::BodyError;
use super::call::{Call, Length};
use super::exchange::Exchange;
use super::follow::FOLLOW;
use super::measure::{Body, Write, write_body};
use super::reply::Reply;
use super::run::Run;
use super::stage::{Failed, Stage, Step, Stopped, TransportInfo};
use super::verdict::Verdict;
use crate::binding::{Outgoing, Ready, Transport};
use crate::buf::{NoRoom, Sink, send_all};
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
pub struct Client<'m, T: Transport> {
    line: Line<'m, T>,
    scratch: &'m mut [u8],
}

/// The transport, and what came over it.
#[repr(C)] // the largest last: short instructions reach no further than the beginning
struct Line<'m, T: Transport> {
    memory: &'m mut [u8],
    /// What the transport said when it failed.
    broken: Option<T::Error>,
    transport: T,
    exchange: Exchange,
}

impl<'m, T: Transport> Client<'m, T> {
    /// A client whose transport has no connection open yet.
    pub fn new(transport: T, memory: &'m mut [u8], scratch: &'m mut [u8]) -> Self {
        let exchange = Exchange::new(Some(&FOLLOW));
        Client { line: Line { transport, broken: None, memory, exchange }, scratch }
    }

    /// A client that sends a call where it is made for and nowhere else: it follows no redirect and answers no challenge,
    /// and a program where all do without has the code of neither. A redirect is [`Redirected`](ErrorKind::Redirected),
    /// a challenge [`UnexpectedStatus`](ErrorKind::UnexpectedStatus); a hook is not asked.
    pub fn direct(transport: T, memory: &'m mut [u8]) -> Self {
        let exchange = Exchange::new(None);
        Client { line: Line { transport, broken: None, memory, exchange }, scratch: &mut [] }
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
        self.line.call(&mut run, write).map_err(|Stopped| {
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
        self.line.exchange.info(self.line.memory)
    }

    /// The response of the last call, to read a body that is no reply: an error page, say. Empty without a response.
    pub fn reply(&mut self) -> Reply<'_, T> {
        self.line.reply()
    }

    /// Receives the next piece of the response, where it lies in the memory; `None` at its end. It is what the
    /// [`reply`](Client::reply) has not read yet.
    ///
    /// # Errors
    /// Those of the body.
    pub fn receive(&mut self) -> Result<Option<&[u8]>, BodyError<T::Error>> {
        let (at, len) = self.reply().piece()?;
        Ok(Some(part(self.line.memory, at, len)).filter(|piece| !piece.is_empty()))
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

impl<T: Transport> Line<'_, T> {
    /// Sends requests until one has its answer.
    fn call(&mut self, run: &mut Run<'_>, write: &mut Write<'_>) -> Step {
        self.broken = None;
        let verdict = loop {
            match self.attempt(run, write).and_then(|verdict| self.settle(run, verdict)) {
                Ok(Some(verdict)) => break verdict,
                Ok(None) => {}
                Err(stopped) => {
                    if self.exchange.stage != Stage::Preparing {
                        self.close();
                    }
                    return Err(stopped);
                }
            }
        };
        if let Some(kind) = verdict.error() {
            return Err(self.exchange.stop(kind));
        }
        self.reply().open(run.call, verdict)
    }

    /// Tells the transport of a call that has failed.
    fn tell(&mut self) {
        if let Some(error) = &self.exchange.error {
            self.transport.failed(self.exchange.stage as u8, error);
        }
    }

    fn reply(&mut self) -> Reply<'_, T> {
        Reply::new(&mut self.transport, &mut self.broken, &mut self.exchange, self.memory)
    }

    fn close(&mut self) {
        self.exchange.reusable = false;
        self.transport.close();
    }

    /// Sends a request and receives the head of its response.
    #[inline(never)]
    fn attempt(&mut self, run: &mut Run<'_>, write: &mut Write<'_>) -> Step<Verdict> {
        let Line { transport, broken, memory, exchange } = self;
        exchange.prepare(memory, run)?;
        let mut outgoing = exchange.outgoing(memory, run);
        let filled = exchange.fill(&mut outgoing, run, write)?;
        let mut wire = Sending { transport, broken, exchange, call: run.call, failed: false };
        wire.connect(run)?;
        let sent = wire.send(&mut outgoing, filled, write);
        let whole = matches!(sent, Ok(Sent::Whole));
        match sent {
            Ok(Sent::Answered) => {}
            Ok(Sent::Whole) => wire.respond(memory)?,
            Err(stopped) if wire.broken.is_none() => return Err(stopped),
            Err(_) => wire.refused(memory)?,
        }
        exchange.judge(memory, run, whole)
    }

    /// Follows a redirect, or answers a challenge: `None`. What else came of the call, it has come to.
    fn settle(&mut self, run: &mut Run<'_>, verdict: Verdict) -> Step<Option<Verdict>> {
        let again = self.exchange.again(self.memory, run, verdict)?;
        if again.is_none() && self.reply().drain().is_err() {
            self.close();
        }
        Ok(again)
    }
}

/// A request on its way.
struct Sending<'a, T: Transport> {
    transport: &'a mut T,
    broken: &'a mut Option<T::Error>,
    exchange: &'a mut Exchange,
    call: &'a Call<'a>,
    /// It could not be sent: what fails then is not what failed.
    failed: bool,
}

/// How a request was sent.
enum Sent {
    Whole,
    /// The response came before the body was sent.
    Answered,
}

impl<T: Transport> Sending<'_, T> {
    /// Goes on with the open connection, or opens another.
    #[inline(never)]
    fn connect(&mut self, run: &Run<'_>) -> Step {
        let (peer, identity) = (run.peer(), run.identity());
        let endpoint = self.exchange.judged(&peer)?;
        self.exchange.stage = Stage::Sending;
        let patience = self.call.patience();
        if self.exchange.serves(endpoint, identity) && self.transport.ready(0) != Ready::Now {
            self.transport.resume(patience);
            return Ok(());
        }
        self.transport.identify(identity);
        self.transport.open(endpoint, patience).map_err(|error| self.fail(Some(error)))
    }

    /// Sends a request; `filled`: all of its body is there.
    #[inline(never)]
    fn send(&mut self, outgoing: &mut Outgoing<'_>, filled: bool, write: &mut Write<'_>) -> Step<Sent> {
        if !filled {
            if crate::COMPLETE && self.call.expect {
                self.push(outgoing, false)?;
                if self.transport.ready(Call::PATIENCE) != Ready::NotYet {
                    self.exchange.stage = Stage::Receiving;
                    let mut awaiting = self.exchange.interim(outgoing);
                    if self.wait(&mut awaiting)? == Came::Head {
                        self.exchange.arrived(awaiting.finish());
                        return Ok(Sent::Answered);
                    }
                    self.exchange.stage = Stage::Sending;
                }
            }
            self.stream(outgoing, write)?;
            if crate::COMPLETE && self.call.length == Length::Chunked {
                self.push(outgoing, false)?;
            }
        }
        self.push(outgoing, true).map(|()| Sent::Whole)
    }

    /// Sends the body as it is written.
    fn stream(&mut self, outgoing: &mut Outgoing<'_>, write: &mut Write<'_>) -> Step {
        let mut stream = Stream { sending: self, outgoing, failed: false };
        let written = write(&mut stream);
        let refused = stream.failed && self.broken.is_none();
        written.map_err(|error| {
            // What the framing refuses is told by the framing.
            if !refused {
                self.exchange.refuse(&error);
                if self.broken.is_none() && !outgoing.has_begun() {
                    self.exchange.stage = Stage::Preparing;
                }
            }
            Stopped
        })
    }

    /// Sends what is in the buffer.
    fn push(&mut self, outgoing: &mut Outgoing<'_>, last: bool) -> Step {
        self.exchange.judged(&outgoing.pack(last))?;
        let sent = self.put(outgoing.bytes());
        outgoing.sent(usize::MAX);
        sent
    }

    fn put(&mut self, bytes: &[u8]) -> Step {
        send_all(self.transport, bytes, true).map_err(|error| self.fail(error))
    }

    /// Receives the head of the final response.
    fn respond(&mut self, memory: &mut [u8]) -> Step {
        self.exchange.stage = Stage::Receiving;
        self.receive(memory)
    }

    /// The same where the request could not be sent: a server that refuses it meanwhile answers before it closes the
    /// connection. Where it does not, sending has failed.
    fn refused(&mut self, memory: &mut [u8]) -> Step {
        self.failed = true;
        self.receive(memory)?;
        (self.exchange.error, *self.broken) = (None, None);
        Ok(())
    }

    #[inline(never)]
    fn receive(&mut self, memory: &mut [u8]) -> Step {
        let mut awaiting = self.exchange.response(memory);
        while self.wait(&mut awaiting)? != Came::Head {}
        self.exchange.arrived(awaiting.finish());
        Ok(())
    }

    /// Receives up to the end of a head.
    #[inline(never)]
    fn wait(&mut self, awaiting: &mut Awaiting<'_>) -> Step<Came> {
        loop {
            match awaiting.next() {
                Came::NeedInput => {}
                Came::Failed => {
                    if !self.failed {
                        self.exchange.error = awaiting.error();
                    }
                    return Err(Stopped);
                }
                came => return Ok(came),
            }
            let count = self.transport.read(awaiting.room()).map_err(|error| self.fail(Some(error)))?;
            awaiting.received(count);
        }
    }

    /// The transport has failed.
    #[inline(never)]
    fn fail(&mut self, said: Option<T::Error>) -> Stopped {
        if self.failed {
            return Stopped;
        }
        *self.broken = said;
        self.exchange.stop(ErrorKind::Io)
    }
}

/// A body on its way: no write of it ever answers "full".
struct Stream<'x, 'a, 'm, T: Transport> {
    sending: &'x mut Sending<'a, T>,
    outgoing: &'x mut Outgoing<'m>,
    failed: bool,
}

impl<T: Transport> Sink for Stream<'_, '_, '_, T> {
    fn free(&mut self) -> &mut [u8] {
        if self.failed { &mut [] } else { self.outgoing.free() }
    }

    fn commit(&mut self, len: usize) -> bool {
        !self.failed && self.outgoing.commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        let room = self.outgoing.make_room(len);
        if room == Err(NoRoom::Full) {
            self.failed = self.failed || self.sending.push(self.outgoing, false).is_err();
            return if self.failed { Err(NoRoom::Io) } else { Ok(()) };
        }
        room
    }
}
