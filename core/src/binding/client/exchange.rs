//! One attempt of a call, without the transport: what is sent, and what the response means.

use super::awaiting::{Awaiting, Place};
use super::call::{Length, Method};
use super::follow::Follow;
use super::measure::{Measure, Write};
use super::request::write_head;
use super::run::Run;
use super::stage::{Failed, Stage, Step, Stopped, TransportInfo};
use super::verdict::{Verdict, failure, judge};
use crate::binding::{Identity, Incoming, Outgoing};
use crate::buf::{Counter, Sink};
use crate::http::{BodyReader, Endpoint, Framing, RequestHead, ResponseHead};
use crate::slice::{copy, first, part};
use crate::{Error, ErrorKind};

/// What is known of the last exchange, and of the connection.
pub(super) struct Exchange {
    pub(super) stage: Stage,
    /// Why the call, or the reading of its response, has failed.
    pub(super) error: Option<Error>,
    /// Bytes of the head of the request at the start of the memory.
    pub(super) request: usize,
    /// Where the response lies in it; no bytes when there is none.
    pub(super) place: Place,
    /// The body of the response.
    pub(super) body: BodyReader<'static>,
    /// Whether the connection can carry another call once the body is read.
    pub(super) keeps: bool,
    /// Whether there is nothing to read in the answer.
    pub(super) is_empty: bool,
    /// Whether the connection can carry another call now.
    pub(super) reusable: bool,
    peer: Peer,
    /// Set where redirects are followed and challenges answered.
    follow: Option<&'static Follow>,
}

/// A request to be sent.
pub(super) struct Prepared<'a> {
    pub(super) head: &'a [u8],
    /// Its body; `None`: there is none, and the head is sent as it is.
    pub(super) outgoing: Option<Outgoing<'a>>,
    /// Whether the body is in it to its end.
    pub(super) whole: bool,
    /// Where the memory begins in that of the machine.
    base: usize,
}

/// The host a connection leads to, and the key that was shown there, as `host \0 store \0 key`. Where that is longer each
/// call gets a new connection.
#[derive(PartialEq)]
pub(super) struct Peer {
    name: [u8; 64],
    len: usize,
    port: u16,
    secure: bool,
}

impl Exchange {
    pub(super) fn new(follow: Option<&'static Follow>) -> Self {
        Exchange {
            follow,
            stage: Stage::Preparing,
            error: None,
            request: 0,
            place: Place::default(),
            body: BodyReader::new(Framing::Length(0), 0, &mut []),
            keeps: false,
            is_empty: false,
            reusable: false,
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
        self.error = Some(Error::new(kind, 0));
        Stopped
    }

    /// Fails if this has.
    pub(super) fn judged<T>(&mut self, result: Result<T, Error>) -> Step<T> {
        result.map_err(|error| {
            self.error = Some(error);
            Stopped
        })
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
    pub(super) fn head<'a>(&self, memory: &'a [u8]) -> Result<ResponseHead<'a>, Error> {
        ResponseHead::parse(part(memory, self.place.head.0, self.place.head.1))
    }

    /// Whether the open connection leads there and waits for another request.
    pub(super) fn serves(&self, peer: &Peer) -> bool {
        self.reusable && peer.len > 0 && self.peer == *peer
    }

    /// The connection leads there, and nothing may be said on it until the exchange is complete.
    pub(super) fn connected(&mut self, peer: Peer) {
        (self.peer, self.reusable) = (peer, false);
    }

    /// Makes the request of an attempt: its head, and of the body what fits in the memory.
    #[inline(never)]
    pub(super) fn prepare<'a>(
        &mut self,
        memory: &'a mut [u8],
        run: &mut Run<'_>,
        write: &mut Write<'_>,
    ) -> Step<Prepared<'a>> {
        self.begin();
        let base = memory.as_ptr().addr();
        let call = run.call;
        if call.identity.store.is_empty() && !call.identity.key.is_empty() {
            return Err(self.stop(ErrorKind::InvalidArgument));
        }
        if !call.is_in_build() {
            return Err(self.stop(ErrorKind::LeftOut));
        }
        if let Some(follow) = self.follow {
            self.judged((follow.authorize)(run))?;
        }
        self.request = self.judged(write_head(memory, run))?;
        let (head, rest) = memory.split_at_mut_checked(self.request).unwrap_or_default();
        if run.method == Method::Get {
            return Ok(Prepared { head, outgoing: None, whole: true, base });
        }
        let mut outgoing = self.judged(begin(head, rest))?;
        let (framing, whole) = match call.length {
            _ if !call.message => (Framing::Length(0), true),
            Length::Chunked => (Framing::Chunked, false),
            Length::Known(length) => (Framing::Length(length), false),
            Length::Counted => {
                let counter = (crate::COMPLETE && call.expect).then(Counter::new);
                let mut measure = Measure { outgoing: &mut outgoing, counter, written: 0 };
                self.judged(write(&mut measure))?;
                (Framing::Length(measure.written), measure.counter.is_none())
            }
        };
        if !whole {
            outgoing.restart(framing);
        }
        Ok(Prepared { head, outgoing: Some(outgoing), whole, base })
    }

    /// Waits for the response, behind the head of the request.
    pub(super) fn response<'a>(&self, memory: &'a mut [u8]) -> Awaiting<'a> {
        Awaiting::new(memory.get_mut(self.request..).unwrap_or_default(), self.request)
    }

    /// The response has come.
    pub(super) fn arrived(&mut self, place: Place) {
        (self.place, self.stage) = (place, Stage::Receiving);
    }

    /// What was received behind the head of the response.
    pub(super) fn incoming<'a>(&self, memory: &'a mut [u8]) -> (&'a [u8], Incoming<'a>) {
        let (at, len) = self.place.window;
        let (before, window) = memory.split_at_mut_checked(at).unwrap_or_default();
        (before, Incoming::new(window.get_mut(..len).unwrap_or_default(), self.place.unread))
    }

    /// Looks for a piece of the body, or its end; `false` asks for more to be received.
    #[inline(never)]
    pub(super) fn find(&mut self, incoming: &mut Incoming<'_>) -> Step<bool> {
        let found = incoming.finds_piece(&mut self.body);
        self.place.unread = incoming.unread();
        self.judged(self.body.judged())?;
        Ok(found)
    }

    /// So many bytes of the piece were read.
    pub(super) fn took(&mut self, incoming: &mut Incoming<'_>, count: usize) {
        incoming.take(count);
        self.place.unread = incoming.unread();
        if self.body.is_done() && incoming.is_empty() {
            self.reusable = self.keeps;
        }
    }

    /// What the complete head of a final response means, and how its body ends.
    ///
    /// A connection on which a request was not sent `whole` carries no other: it would be read as the rest of that one.
    #[inline(never)]
    pub(super) fn judge(&mut self, memory: &[u8], run: &Run<'_>, whole: bool) -> Step<Verdict> {
        let (call, head) = (run.call, self.judged(self.head(memory))?);
        let framing = self.judged(Framing::of_response(&head, run.method.name()))?;
        self.keeps = whole && head.keeps_alive() && call.keep_alive && framing != Framing::UntilClose;
        self.body.begin(framing, call.limit);
        let verdict = judge(call, run.method, &head, framing);
        Ok(match verdict {
            Verdict::Authenticate { .. } if self.follow.is_none() || run.challenges >= Run::MOST_CHALLENGES => {
                failure(call, &head, framing)
            }
            Verdict::Redirect(_) if self.follow.is_none() || run.redirects >= call.redirects.most => {
                Verdict::Wrong(ErrorKind::Redirected)
            }
            verdict => verdict,
        })
    }

    /// Follows a redirect, or answers a challenge: `None`, and the call is to be sent again. What else came of the
    /// call, it has come to.
    pub(super) fn again(&mut self, memory: &[u8], run: &mut Run<'_>, verdict: Verdict) -> Step<Option<Verdict>> {
        match self.follow {
            Some(follow) => self.judged(self.head(memory).and_then(|head| (follow.again)(run, &head, verdict))),
            None => Ok(Some(verdict)),
        }
    }
}

impl Peer {
    const NONE: Self = Peer { name: [0; 64], len: 0, port: 0, secure: false };

    #[inline(never)]
    pub(super) fn new(endpoint: &Endpoint<'_>, identity: &Identity<'_>) -> Self {
        let mut peer = Peer { port: endpoint.port, secure: endpoint.secure, ..Peer::NONE };
        for part in [endpoint.host, "\0", identity.store, "\0", identity.key] {
            let end = peer.len.saturating_add(part.len());
            let Some(room) = peer.name.get_mut(peer.len..end) else { return Peer { len: 0, ..peer } };
            copy(room, part.as_bytes());
            peer.len = end;
        }
        peer
    }
}

impl Prepared<'_> {
    /// Waits for an interim response where the body is to be written; the head was sent.
    pub(super) fn interim(&mut self) -> Awaiting<'_> {
        let room = self.outgoing.as_mut().map(Sink::free).unwrap_or_default();
        let at = room.as_ptr().addr().wrapping_sub(self.base);
        Awaiting::new(room, at)
    }
}

/// A message behind its head, which is kept where it is for those who ask later what was sent.
fn begin<'a>(head: &[u8], memory: &'a mut [u8]) -> Result<Outgoing<'a>, Error> {
    if let Some(room) = memory.get_mut(..head.len()) {
        copy(room, head);
    }
    Outgoing::new(memory, head.len(), Framing::UntilClose).map_err(|mut error| {
        if let Some(exceeded) = &mut error.exceeded {
            exceeded.needed = exceeded.needed.saturating_add(head.len() as u64);
        }
        error
    })
}
