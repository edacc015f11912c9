//! One attempt of a call, without the transport: what is sent, and what the response means.

use super::awaiting::{Awaiting, Place};
use super::call::{Length, Method};
use super::follow::Follow;
use super::measure::{Filling, Pump, State, Write};
use super::request::write_head;
use super::run::Run;
use super::stage::{Failed, Stage, Step, Stopped, TransportInfo};
use super::verdict::{Verdict, failure, judge};
use crate::binding::{Identity, Outgoing};
use crate::buf::Sink;
use crate::http::{BodyReader, Endpoint, Framing, Refused, RequestHead, ResponseHead};
use crate::slice::{copy, first, part};
use crate::{Error, ErrorKind, Limit};

/// What is known of the last exchange, and of the connection.
#[repr(C)] // what is looked at most is first: short instructions reach no further
pub(super) struct Exchange {
    pub(super) stage: Stage,
    /// Whether the connection can carry another call once the body is read.
    pub(super) keeps: bool,
    /// Whether there is nothing to read in the answer.
    pub(super) is_empty: bool,
    /// Whether the connection can carry another call now.
    pub(super) reusable: bool,
    /// Whether what fails now is not what has failed: no error is kept.
    pub(super) quiet: bool,
    /// Bytes of the head of the request at the start of the memory.
    pub(super) request: usize,
    /// Where the response lies in it; no bytes when there is none.
    pub(super) place: Place,
    /// Set where redirects are followed and challenges answered.
    pub(super) follow: Option<&'static Follow>,
    peer: Peer,
    /// Why the call, or the reading of its response, has failed.
    pub(super) error: Option<Error>,
    /// The body of the response.
    pub(super) body: BodyReader<'static>,
}

/// The host a connection leads to, and the key that was shown there, as `host \0 store \0 key \0`. Where that is longer
/// each call gets a new connection.
#[repr(C)] // as above
struct Peer {
    secure: bool,
    port: u16,
    name: [u8; 64],
}

impl Exchange {
    pub(super) fn new(follow: Option<&'static Follow>) -> Self {
        Exchange {
            follow,
            stage: Stage::Preparing,
            error: None,
            request: 0,
            place: Place::default(),
            body: BodyReader::done(&mut []),
            keeps: false,
            is_empty: false,
            reusable: false,
            quiet: false,
            peer: Peer::NONE,
        }
    }

    /// Nothing is known of a call that begins.
    pub(super) fn begin(&mut self) {
        (self.stage, self.error, self.request, self.place) = (Stage::Preparing, None, 0, Place::default());
        (self.keeps, self.is_empty) = (false, false);
        self.body.begin(Framing::Length(0), 0);
    }

    /// Fails for this reason.
    #[inline(never)]
    pub(super) fn stop(&mut self, kind: ErrorKind) -> Stopped {
        self.stop_at(kind, 0)
    }

    /// The same in this place.
    #[inline(never)]
    pub(super) fn stop_at(&mut self, kind: ErrorKind, at: u64) -> Stopped {
        self.refuse(&Error::new(kind, at))
    }

    /// Fails if this has. What is looked at where it is need not be moved.
    #[inline]
    pub(super) fn judged<'r, T>(&mut self, result: &'r Result<T, Error>) -> Step<&'r T> {
        result.as_ref().map_err(|error| self.refuse(error))
    }

    /// Fails for this error.
    #[inline(never)]
    pub(super) fn refuse(&mut self, error: &Error) -> Stopped {
        if !self.quiet {
            self.error = Some(*error);
        }
        Stopped
    }

    /// What has failed, and how far it had come.
    pub(super) fn failed<E>(&self, transport: Option<E>) -> Failed<E> {
        Failed { stage: self.stage, error: self.error.unwrap_or(Error::new(ErrorKind::Io, 0)), transport }
    }

    /// What is known of the last call.
    pub(super) fn info<'a>(&self, memory: &'a [u8]) -> TransportInfo<'a> {
        let request = RequestHead::parse(first(memory, self.request)).ok().map(|head| head.fields);
        TransportInfo { stage: self.stage, request, response: self.head(memory).ok() }
    }

    /// The head of the response.
    #[cfg_attr(small, inline(always))]
    pub(super) fn head<'a>(&self, memory: &'a [u8]) -> Result<ResponseHead<'a>, Error> {
        ResponseHead::parse(part(memory, self.place.head.0, self.place.head.1))
    }

    /// The request goes there. Whether the open connection leads there and waits for another; nothing may be said on a
    /// connection until the exchange is complete.
    pub(super) fn serves(&mut self, endpoint: &Endpoint<'_>, identity: &Identity<'_>) -> bool {
        self.peer.becomes(endpoint, identity) & core::mem::take(&mut self.reusable)
    }

    /// Makes the head of the request of an attempt.
    #[inline(never)]
    pub(super) fn prepare(&mut self, memory: &mut [u8], run: &mut Run<'_>) -> Step {
        self.begin();
        let call = run.call;
        if call.identity.store.is_empty() && !call.identity.key.is_empty() {
            return Err(self.stop(ErrorKind::InvalidArgument));
        }
        if !call.is_in_build() {
            return Err(self.stop(ErrorKind::LeftOut));
        }
        if let Some(follow) = run.follow {
            (follow.authorize)(self, run)?;
        }
        let endpoint = run.endpoint();
        let head = write_head(memory, self.judged(&endpoint)?, run, &mut self.error);
        if self.error.is_some() {
            return Err(Stopped);
        }
        self.request = head;
        // No slice is so long that the sum of two lengths does not fit.
        let needed = self.request.wrapping_add(Outgoing::OVERHEAD);
        if run.method != Method::Get && memory.len().wrapping_sub(self.request) <= needed {
            let needed = needed.wrapping_add(self.request).wrapping_add(1);
            return Err(self.refuse(&Error::limit(Limit::HeadBytes, needed as u64, 0)));
        }
        Ok(())
    }

    /// The request of an attempt. The head is kept where it is, for those who ask later what was sent, and put before the
    /// body once more.
    #[inline(never)]
    pub(super) fn outgoing<'a>(&self, memory: &'a mut [u8], run: &Run<'_>) -> Outgoing<'a> {
        if run.method == Method::Get {
            return Outgoing::head_only(memory, self.request);
        }
        let (kept, memory) = memory.split_at_mut_checked(self.request).unwrap_or_default();
        copy(memory, kept);
        Outgoing::over(memory, self.request, Framing::UntilClose)
    }

    /// Puts into a request what fits of its body; whether that is all of it.
    #[inline(never)]
    pub(super) fn fill<P: Pump>(
        &mut self,
        outgoing: &mut Outgoing<'_>,
        run: &Run<'_>,
        write: &mut Write<'_>,
    ) -> Step<bool> {
        let call = run.call;
        let (framing, whole) = match call.length {
            _ if run.method == Method::Get => return Ok(true),
            _ if !call.message => (Framing::Length(0), true),
            Length::Chunked => (Framing::Chunked, false),
            Length::Known(length) => (Framing::Length(length), false),
            Length::Counted => {
                let state = if crate::COMPLETE && call.expect { State::Counted } else { State::Kept };
                let mut filling = Filling::<P>::new(outgoing, None, state);
                self.judged(&write(&mut filling))?;
                (Framing::Length(filling.written), filling.state == State::Kept)
            }
        };
        if !whole {
            outgoing.restart(framing);
        }
        Ok(whole)
    }

    /// Waits for the response, behind the head of the request.
    pub(super) fn response<'a>(&self, memory: &'a mut [u8]) -> Awaiting<'a> {
        Awaiting::new(memory.get_mut(self.request..).unwrap_or_default(), self.request)
    }

    /// The response has come.
    #[cfg_attr(small, inline(always))]
    pub(super) fn arrived(&mut self, awaiting: &Awaiting<'_>) {
        awaiting.finish(&mut self.place);
        self.stage = Stage::Receiving;
    }

    /// Fails, for no response has come.
    pub(super) fn missed(&mut self, awaiting: &Awaiting<'_>) -> Stopped {
        awaiting.error().map_or(Stopped, |error| self.refuse(&error))
    }

    /// What was received behind the head of the response, and what will be.
    pub(super) fn window<'a>(&self, memory: &'a mut [u8]) -> &'a mut [u8] {
        let (at, len) = self.place.window;
        memory.get_mut(at..at.wrapping_add(len)).unwrap_or_default()
    }

    /// Looks for a piece of the body, or its end, in the [window](Exchange::window); `false` asks for more to be received.
    #[inline(never)]
    pub(super) fn find(&mut self, window: &[u8]) -> Step<bool> {
        let found = self.place.unread.finds_piece(window, &mut self.body);
        match self.body.error() {
            Some(error) => Err(self.refuse(&error)),
            None => Ok(found),
        }
    }

    /// The piece that was found: where it lies in the memory, and its bytes.
    pub(super) fn piece(&self) -> (usize, usize) {
        let (at, len) = self.place.unread.piece();
        (self.place.window.0.wrapping_add(at), len)
    }

    /// So many bytes of the piece were read.
    #[cfg_attr(small, inline(always))]
    pub(super) fn took(&mut self, count: usize) {
        self.place.unread.take(count);
        if self.body.is_done() && self.place.unread.is_empty() {
            self.reusable = self.keeps;
        }
    }

    /// What the complete head of a final response means, and how its body ends.
    ///
    /// A connection on which a request was not sent `whole` carries no other: it would be read as the rest of that one.
    #[inline(never)]
    pub(super) fn judge(&mut self, memory: &[u8], run: &Run<'_>, whole: bool) -> Step<Verdict> {
        let (call, head) = (run.call, self.head(memory));
        let head = self.judged(&head)?;
        let framing = Framing::of_reply(head).map_err(|Refused(kind, at)| self.stop_at(kind, at))?;
        self.keeps = whole && call.keep_alive && framing != Framing::UntilClose && head.keeps_alive();
        self.body.begin(framing, call.limit);
        let is_empty = framing == Framing::Length(0);
        let verdict = judge(call, head, is_empty);
        if run.follow.is_some_and(|follow| (follow.follows)(run, verdict)) {
            return Ok(verdict);
        }
        Ok(match verdict {
            Verdict::ServerAsks | Verdict::ProxyAsks => failure(call, head, is_empty),
            Verdict::Moved | Verdict::SeeOther => Verdict::Elsewhere,
            verdict => verdict,
        })
    }

    /// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the
    /// call, it has come to.
    pub(super) fn again(&mut self, memory: &[u8], run: &mut Run<'_>, verdict: Verdict) -> Step<Option<Verdict>> {
        run.follow.map_or(Ok(Some(verdict)), |follow| (follow.again)(self, memory, run, verdict))
    }
}

impl Peer {
    const NONE: Self = Peer { name: [0; 64], port: 0, secure: false };

    /// Takes this name; whether it was that before.
    #[inline(never)]
    fn becomes(&mut self, endpoint: &Endpoint<'_>, identity: &Identity<'_>) -> bool {
        let mut same = (self.port, self.secure) == (endpoint.port, endpoint.secure);
        let mut slots = self.name.iter_mut();
        for part in &[endpoint.host, identity.store, identity.key] {
            let mut bytes = part.bytes();
            loop {
                let byte = bytes.next();
                let new = byte.unwrap_or(0);
                same &= slots.next().is_some_and(|slot| core::mem::replace(slot, new) == new);
                if byte.is_none() {
                    break;
                }
            }
        }
        (self.port, self.secure) = (endpoint.port, endpoint.secure);
        same
    }
}

impl Exchange {
    /// Waits for an interim response where the body is to be written; the head was sent.
    pub(super) fn interim<'a>(&self, outgoing: &'a mut Outgoing<'_>) -> Awaiting<'a> {
        let at = self.request.wrapping_add(outgoing.end());
        Awaiting::new(outgoing.free(), at)
    }
}
