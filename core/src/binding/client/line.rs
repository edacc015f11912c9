//! The connection of a client, and the requests and responses on it.

use super::awaiting::{Awaiting, Came};
use super::body::{BodyError, MOST_DRAINED};
use super::call::{Call, Length, Pattern};
use super::exchange::Exchange;
use super::follow::Follow;
use super::measure::{Filling, Pump, State, Write};
use super::run::Run;
use super::stage::{Stage, Step, Stopped};
use super::verdict::{Verdict, nothing};
use crate::ErrorKind;
use crate::binding::{Outgoing, Ready, Transport};
use crate::buf::send_all;

/// The transport, and what came over it. What it needs of the memory of the client it is lent.
#[repr(C)] // the largest last: short instructions reach no further than the beginning
pub(super) struct Line<T: Transport> {
    /// What the transport said when it failed.
    pub(super) broken: Option<T::Error>,
    pub(super) transport: T,
    pub(super) exchange: Exchange,
}

/// How a request was sent.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sent {
    Whole,
    /// The response came before the body was sent.
    Answered,
}

impl<T: Transport> Line<T> {
    pub(super) fn new(transport: T, follow: Option<&'static Follow>) -> Self {
        Line { broken: None, transport, exchange: Exchange::new(follow) }
    }

    /// Sends requests until one has its answer.
    pub(super) fn call(&mut self, memory: &mut [u8], run: &mut Run<'_>, write: &mut Write<'_>) -> Step {
        self.broken = None;
        let verdict = loop {
            match self.attempt(memory, run, write).and_then(|verdict| self.settle(memory, run, verdict)) {
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
        self.open(memory, run.call, verdict)
    }

    /// Tells the transport of a call that has failed.
    pub(super) fn tell(&mut self) {
        if let Some(error) = &self.exchange.error {
            self.transport.failed(self.exchange.stage as u8, error);
        }
    }

    #[cfg_attr(small, inline(never))]
    pub(super) fn close(&mut self) {
        self.exchange.reusable = false;
        self.transport.close();
    }

    /// Sends a request and receives the head of its response.
    #[inline(never)]
    fn attempt(&mut self, memory: &mut [u8], run: &mut Run<'_>, write: &mut Write<'_>) -> Step<Verdict> {
        self.exchange.prepare(memory, run)?;
        let mut outgoing = self.exchange.outgoing(memory, run);
        let filled = self.exchange.fill::<Self>(&mut outgoing, run, write)?;
        self.connect(run)?;
        let sent = self.send(run.call, &mut outgoing, filled, write);
        if sent.is_err() && self.broken.is_none() {
            return Err(Stopped);
        }
        if !matches!(sent, Ok(Sent::Answered)) {
            // A server that refuses a request while it is being sent answers before it closes the connection. Where it
            // does not, it is the sending that has failed.
            self.exchange.quiet = sent.is_err();
            let received = self.receive(memory);
            self.exchange.quiet = false;
            received?;
            (self.exchange.error, self.broken) = (None, None);
        }
        self.exchange.judge(memory, run, matches!(sent, Ok(Sent::Whole)))
    }

    /// Follows a redirect, or answers a challenge: `None`. What else came of the call, it has come to.
    fn settle(&mut self, memory: &mut [u8], run: &mut Run<'_>, verdict: Verdict) -> Step<Option<Verdict>> {
        let again = self.exchange.again(memory, run, verdict)?;
        if again.is_none() {
            self.finish(memory);
        }
        Ok(again)
    }

    /// Goes on with the open connection, or opens another.
    #[inline(never)]
    fn connect(&mut self, run: &Run<'_>) -> Step {
        let (peer, identity) = (run.peer(), run.identity());
        let endpoint = self.exchange.judged(&peer)?;
        self.exchange.stage = Stage::Sending;
        let patience = run.call.patience();
        if self.exchange.serves(endpoint, identity) && self.transport.ready(0) != Ready::Now {
            self.transport.resume(patience);
            return Ok(());
        }
        self.transport.identify(identity);
        self.transport.open(endpoint, patience).map_err(|error| self.fail(Some(error)))
    }

    /// Sends a request; `filled`: all of its body is there.
    #[inline(never)]
    fn send(
        &mut self,
        call: &Call<'_>,
        outgoing: &mut Outgoing<'_>,
        filled: bool,
        write: &mut Write<'_>,
    ) -> Step<Sent> {
        if !filled {
            if crate::COMPLETE && call.expect {
                self.push(outgoing, false)?;
                if self.transport.ready(Call::PATIENCE) != Ready::NotYet {
                    self.exchange.stage = Stage::Receiving;
                    let mut awaiting = self.exchange.interim(outgoing);
                    if self.wait(&mut awaiting)? == Came::Head {
                        self.exchange.arrived(&awaiting);
                        return Ok(Sent::Answered);
                    }
                    self.exchange.stage = Stage::Sending;
                }
            }
            self.stream(outgoing, write)?;
            if crate::COMPLETE && call.length == Length::Chunked {
                self.push(outgoing, false)?;
            }
        }
        self.push(outgoing, true)?;
        self.exchange.stage = Stage::Receiving;
        Ok(Sent::Whole)
    }

    /// Sends the body as it is written.
    fn stream(&mut self, outgoing: &mut Outgoing<'_>, write: &mut Write<'_>) -> Step {
        let mut filling = Filling::new(outgoing, Some(&mut *self), State::Kept);
        let written = write(&mut filling);
        let refused = filling.state == State::Failed && self.broken.is_none();
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
    #[cfg_attr(small, inline(never))]
    fn push(&mut self, outgoing: &mut Outgoing<'_>, last: bool) -> Step {
        if !outgoing.packs(last) {
            return Err(self.exchange.stop_at(ErrorKind::HttpLength, outgoing.left()));
        }
        let sent = send_all(&mut self.transport, outgoing.bytes(), true).map_err(|error| self.fail(error));
        outgoing.sent(usize::MAX);
        sent
    }

    /// Receives the head of the final response.
    #[inline(never)]
    fn receive(&mut self, memory: &mut [u8]) -> Step {
        let mut awaiting = self.exchange.response(memory);
        while self.wait(&mut awaiting)? != Came::Head {}
        self.exchange.arrived(&awaiting);
        Ok(())
    }

    /// Receives up to the end of a head.
    #[inline(never)]
    fn wait(&mut self, awaiting: &mut Awaiting<'_>) -> Step<Came> {
        loop {
            match awaiting.next() {
                Came::NeedInput => {}
                Came::Failed => return Err(self.exchange.missed(awaiting)),
                came => return Ok(came),
            }
            let count = self.transport.read(awaiting.room()).map_err(|error| self.fail(Some(error)))?;
            awaiting.received(count);
        }
    }

    /// Looks whether there is something in the body of a response, where the head does not tell.
    fn open(&mut self, memory: &mut [u8], call: &Call<'_>, verdict: Verdict) -> Step {
        let mut is_empty = verdict == Verdict::Empty;
        if !is_empty {
            // Nobody is left who would close it: the other side is not to wait for the end of what it sends.
            self.fill(memory).inspect_err(|_| self.transport.close())?;
            is_empty = self.exchange.piece().1 == 0;
            self.exchange.took(0);
            if is_empty && let Some(kind) = nothing(call).error() {
                return Err(self.exchange.stop(kind));
            }
        } else if call.pattern == Pattern::OneWay {
            self.finish(memory);
        }
        (self.exchange.is_empty, self.exchange.stage) = (is_empty, Stage::Parsing);
        Ok(())
    }

    /// Reads the rest of a body that is short; where it is long, closes the connection.
    pub(super) fn finish(&mut self, memory: &mut [u8]) {
        let mut drained = 0_usize;
        // Nobody has asked for these bytes, and why they did not come is nobody's business.
        self.exchange.quiet = true;
        while self.fill(memory).is_ok() {
            let (_, len) = self.exchange.piece();
            self.exchange.took(len);
            drained = drained.wrapping_add(len);
            if self.exchange.body.is_done() || !self.exchange.keeps || drained > MOST_DRAINED {
                break;
            }
        }
        self.exchange.quiet = false;
        if !self.exchange.body.is_done() {
            self.close();
        }
    }

    /// Receives until there is a piece of the body, or its end.
    #[inline(never)]
    pub(super) fn fill(&mut self, memory: &mut [u8]) -> Step {
        let window = self.exchange.window(memory);
        while !self.exchange.find(window)? {
            let room = self.exchange.place.unread.room(window);
            let count = self.transport.read(room).map_err(|error| self.fail(Some(error)))?;
            self.exchange.place.unread.received(count, window.len());
        }
        Ok(())
    }

    /// Takes the next piece of the body: where it lies in the memory, and its bytes; none at the end.
    pub(super) fn piece(&mut self, memory: &mut [u8]) -> Result<(usize, usize), BodyError<T::Error>> {
        self.fill(memory).map_err(|Stopped| self.why())?;
        let (at, len) = self.exchange.piece();
        self.exchange.took(len);
        Ok((at, len))
    }

    /// Why the body cannot be read.
    pub(super) fn why(&mut self) -> BodyError<T::Error> {
        match self.broken.take() {
            Some(error) => BodyError::Transport(error),
            None => BodyError::Http(self.exchange.failed::<T::Error>(None).error),
        }
    }

    /// The transport has failed.
    #[inline(never)]
    fn fail(&mut self, said: Option<T::Error>) -> Stopped {
        if !self.exchange.quiet {
            self.broken = said;
        }
        self.exchange.stop(ErrorKind::Io)
    }
}

impl<T: Transport> Pump for Line<T> {
    fn pump(&mut self, outgoing: &mut Outgoing<'_>) -> bool {
        self.push(outgoing, false).is_ok()
    }
}
