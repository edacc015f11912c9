//! One attempt of a call, without the transport: what is sent, and what the response means.

use super::awaiting::{Awaiting, Place};
use super::call::{Call, Length, Method};
use super::follow::Follow;
use super::measure::{Measure, Write};
use super::request::{Request, write_head};
use super::run::Run;
use super::stage::{Stage, TransportInfo};
use super::verdict::{Verdict, failure, judge};
use crate::binding::{Identity, Incoming, Outgoing};
use crate::buf::{Counter, Sink};
use crate::http::auth::Authenticate;
use crate::http::{BodyReader, Endpoint, Framing, RequestHead, ResponseHead};
use crate::slice::{copy, first, part};
use crate::{Error, ErrorKind};

/// What is known of the last exchange, and of the connection.
pub(super) struct Exchange {
    pub(super) stage: Stage,
    /// Bytes of the head of the request at the start of the memory.
    pub(super) request: usize,
    /// Where the response lies in it; no bytes when there is none.
    pub(super) place: Place,
    /// The body of the response.
    pub(super) body: BodyReader<'static>,
    /// Whether the connection can carry another call once the body is read.
    pub(super) keeps: bool,
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
struct Peer {
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
            request: 0,
            place: Place::default(),
            body: none(),
            keeps: false,
            reusable: false,
            peer: Peer { name: [0; 64], len: 0, port: 0, secure: false },
        }
    }

    /// Nothing is known of a call that begins.
    pub(super) fn begin(&mut self) {
        (self.stage, self.request, self.place) = (Stage::Preparing, 0, Place::default());
        (self.body, self.keeps) = (none(), false);
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

    /// Whether the open connection leads to this endpoint and waits for another request.
    pub(super) fn serves(&self, endpoint: &Endpoint<'_>, identity: &Identity<'_>) -> bool {
        let (known, wanted) = (&self.peer, Peer::new(endpoint, identity));
        let same = (known.port, known.secure) == (wanted.port, wanted.secure);
        self.reusable && same && wanted.len > 0 && first(&known.name, known.len) == first(&wanted.name, wanted.len)
    }

    /// The connection leads to this endpoint, and nothing may be said on it until the exchange is complete.
    pub(super) fn connected(&mut self, endpoint: &Endpoint<'_>, identity: &Identity<'_>) {
        (self.peer, self.reusable) = (Peer::new(endpoint, identity), false);
    }

    /// Makes the request of an attempt: its head, and of the body what fits in the memory.
    pub(super) fn prepare<'a>(
        &mut self,
        memory: &'a mut [u8],
        scratch: &mut [u8],
        (call, run): (&Call<'_>, &mut Run),
        hook: &mut Option<&mut dyn Authenticate>,
        write: &mut Write<'_>,
    ) -> Result<Prepared<'a>, Error> {
        self.begin();
        let base = memory.as_ptr().addr();
        if call.identity.store.is_empty() && !call.identity.key.is_empty() {
            return Err(Error::new(ErrorKind::InvalidArgument, 0));
        }
        run.peer(call, scratch)?;
        if let Some(follow) = self.follow {
            (follow.authorize)(run, call, scratch, hook)?;
        }
        let request = Request {
            method: run.method,
            endpoint: run.endpoint(call, scratch)?,
            relayed: !call.relay.is_empty(),
            strayed: run.strayed,
            credentials: run.credentials(scratch),
        };
        let head = write_head(memory, call, &request)?;
        self.request = head;
        if run.method == Method::Get {
            return Ok(Prepared { head: first(memory, head), outgoing: None, whole: true, base });
        }
        let (kept, rest) = memory.split_at_mut_checked(head).unwrap_or_default();
        let mut outgoing = begin(kept, rest)?;
        let (framing, whole) = match call.length {
            _ if !call.message => (Framing::Length(0), true),
            Length::Chunked => (Framing::Chunked, false),
            Length::Known(length) => (Framing::Length(length), false),
            Length::Counted => {
                let counter = call.expect.then(Counter::new);
                let mut measure = Measure { outgoing: &mut outgoing, counter, written: 0 };
                write(&mut measure)?;
                (Framing::Length(measure.written), measure.counter.is_none())
            }
        };
        if !whole {
            outgoing.restart(framing);
        }
        Ok(Prepared { head: kept, outgoing: Some(outgoing), whole, base })
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

    /// Has what there is of the body read, and whether nothing follows; `None` asks for more to be received.
    pub(super) fn read<R>(
        &mut self,
        incoming: &mut Incoming<'_>,
        read: impl FnOnce(&mut &[u8], bool) -> R,
    ) -> Result<Option<R>, Error> {
        let read = incoming.body(&mut self.body, read);
        self.place.unread = incoming.unread();
        let read = read?;
        if self.body.is_done() && incoming.is_empty() {
            self.reusable = self.keeps;
        }
        Ok(read)
    }

    /// What the complete head of a final response means, and how its body ends.
    ///
    /// A connection on which a request was not sent `whole` carries no other: it would be read as the rest of that one.
    pub(super) fn judge(&mut self, memory: &[u8], call: &Call<'_>, run: &Run, whole: bool) -> Result<Verdict, Error> {
        let head = self.head(memory)?;
        let framing = Framing::of_response(&head, run.method.name())?;
        self.keeps = whole && head.keeps_alive() && call.keep_alive && framing != Framing::UntilClose;
        self.body = BodyReader::new(framing, call.limit, &mut []);
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
    pub(super) fn again(
        &mut self,
        memory: &[u8],
        scratch: &mut [u8],
        (call, run): (&Call<'_>, &mut Run),
        hook: &mut Option<&mut dyn Authenticate>,
        verdict: Verdict,
    ) -> Result<Option<Verdict>, Error> {
        match self.follow {
            Some(follow) => (follow.again)(&self.head(memory)?, scratch, (call, run, hook), verdict),
            None => Ok(Some(verdict)),
        }
    }
}

impl Peer {
    fn new(endpoint: &Endpoint<'_>, identity: &Identity<'_>) -> Self {
        let mut peer = Peer { name: [0; 64], len: 0, port: endpoint.port, secure: endpoint.secure };
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
    pub(super) fn interim(&mut self) -> Option<Awaiting<'_>> {
        let room = self.outgoing.as_mut()?.free();
        let at = room.as_ptr().addr().wrapping_sub(self.base);
        Some(Awaiting::new(room, at))
    }
}

/// A message behind its head, which is kept where it is for those who ask later what was sent.
fn begin<'a>(head: &[u8], memory: &'a mut [u8]) -> Result<Outgoing<'a>, Error> {
    if let Some(room) = memory.get_mut(..head.len()) {
        copy(room, head);
    }
    Outgoing::new(memory, head.len(), Framing::Chunked).map_err(|mut error| {
        if let Some(exceeded) = &mut error.exceeded {
            exceeded.needed = exceeded.needed.saturating_add(head.len() as u64);
        }
        error
    })
}

/// A body that is read.
fn none() -> BodyReader<'static> {
    BodyReader::new(Framing::Length(0), 0, &mut [])
}
