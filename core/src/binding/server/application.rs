//! What a server asks of the program it serves.

use super::options::Called;
use crate::buf::Sink;
use crate::http::{HeadWriter, RequestHead};
use crate::slice::copy;
use crate::soap::{Authentication, Fault, FaultCode, Headers, Node, Request, Version};
use crate::{Error, ErrorKind};

/// What a server asks before an operation is called, and what it tells. Only the node is not optional.
pub trait Judge {
    /// The node that judges the header blocks.
    fn node(&mut self) -> &mut dyn Node;

    /// Whether a request is let in, by its head alone: before any of its body is read, and before a client that waits
    /// for `100 Continue` is told to go on.
    fn admit(&mut self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        let _ = head;
        Ok(())
    }

    /// Completes what is known of a message before its operation is looked for: the Action of WS-Addressing, what was
    /// verified of the caller. The `SOAPAction` is there already, and every mandatory header block was understood.
    ///
    /// # Errors
    /// An error is answered with its fault.
    fn identify<'r>(&mut self, received: &Received<'r>, request: &mut Request<'r>) -> Result<(), Error> {
        let _ = (received, request);
        Ok(())
    }

    /// The fault that answers an error, where a vocabulary has one of its own; `None`: that of
    /// [`Services::fault`](super::Services::fault). A node that verifies tokens of WS-Security answers with
    /// [`wss::fault`](crate::wss::fault). One-way operations have no fault, and it is not asked for.
    ///
    /// The request is `None` when its head was no head. The same is to be answered each time.
    fn fault(&mut self, received: Option<&Received<'_>>, version: Version, error: &Error) -> Option<Fault<'static>> {
        let _ = (received, version, error);
        None
    }

    /// What is answered to a POST without a body, which was let in; `None`: that it is no message. In TR-069 a device
    /// asks so what its server wants.
    fn asked(&mut self, head: &RequestHead<'_>) -> Option<Asked> {
        let _ = head;
        None
    }

    /// What a GET or HEAD of this target is answered with; nothing: 405. WSDL, for example.
    fn page(&mut self, head: &RequestHead<'_>) -> Option<Page<'_>> {
        let _ = head;
        None
    }

    /// Adds fields to the head of a response: `WWW-Authenticate` to a 401, which must have one, `Retry-After` to a 503,
    /// `Date` where there is a clock.
    ///
    /// # Errors
    /// Those of the writer.
    fn fields(&mut self, status: u16, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        let _ = (status, head);
        Ok(())
    }

    /// Is told of every response before it is sent: its status, and the error that it answers.
    fn answered(&mut self, status: u16, error: Option<&Error>) {
        let _ = (status, error);
    }
}

/// A request, as far as it was judged. Plain borrowed data.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Received<'r> {
    /// The head.
    pub head: RequestHead<'r>,
    /// The header blocks that were kept.
    pub headers: Headers<'r>,
    /// The version of the message, and of its answer.
    pub version: Version,
    /// The operation that is called; `None` before it was found.
    pub call: Option<Called<'r>>,
}

/// What a POST without a body is answered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Asked {
    /// A message of this version, which the application writes as it writes replies; no operation was called. Status
    /// 200.
    Message(Version),
    /// There is nothing. Status 204. RFC 9110, 15.3.5.
    Nothing,
}

/// What a GET is answered with.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Page<'p> {
    /// Its media type.
    pub media_type: &'p str,
    /// Its content.
    pub content: &'p [u8],
}

impl Page<'_> {
    /// Copies the content into a sink.
    ///
    /// # Errors
    /// [`Io`](ErrorKind::Io): the sink has no room for it.
    pub fn emit(&self, sink: &mut dyn Sink) -> Result<(), Error> {
        let mut rest = self.content;
        while !rest.is_empty() {
            let made = sink.make_room(1);
            let taken = self.part(rest, sink);
            if made.is_err() || taken == 0 {
                return Err(Error::new(ErrorKind::Io, 0));
            }
            rest = rest.get(taken..).unwrap_or_default();
        }
        Ok(())
    }

    /// Copies as much of the rest of the content as there is room for; says how much that was.
    pub(super) fn part(&self, rest: &[u8], sink: &mut dyn Sink) -> usize {
        let len = copy(sink.free(), rest);
        if sink.commit(len) { len } else { 0 }
    }
}

/// What became of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Outcome {
    /// There is a reply, which the application writes. Status 200.
    Reply,
    /// There is a fault with this code, which the application writes. The version of the message decides the status.
    Fault(FaultCode),
    /// There is no reply, now or ever: a one-way operation, or one whose reply goes elsewhere. Status 202.
    Accepted,
    /// The server answers this.
    Refused(Refusal),
}

/// Why a request is not served.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Refusal {
    /// The status; 0: that of the fault.
    pub status: u16,
    /// The error that the fault answers.
    pub error: Error,
}

impl Refusal {
    /// The caller must prove who it is: 401, to which [`Judge::fields`] adds the challenge. RFC 9110, 15.5.2.
    pub const UNAUTHORIZED: Refusal = Refusal::new(401, ErrorKind::AuthenticationRequired);
    /// The caller may not do this: 403. RFC 9110, 15.5.4.
    pub const FORBIDDEN: Refusal = Refusal::new(403, ErrorKind::FailedAuthentication);
    /// There is too much to do: 503, to which [`Judge::fields`] adds `Retry-After`. RFC 9110, 15.6.4.
    pub const UNAVAILABLE: Refusal = Refusal::new(503, ErrorKind::OperationInactive);

    /// A refusal with this status.
    pub const fn new(status: u16, kind: ErrorKind) -> Refusal {
        Refusal { status, error: Error::new(kind, 0) }
    }

    /// What answers an error of an operation: 401 where HTTP authentication would help.
    pub(super) fn of(error: Error, call: Option<&Called<'_>>) -> Refusal {
        let transport =
            |call: &Called<'_>| call.operation.authentication.bits() & Authentication::TRANSPORT.bits() != 0;
        match error.kind == ErrorKind::AuthenticationRequired && call.is_some_and(transport) {
            true => Refusal { status: 401, error },
            false => error.into(),
        }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        Refusal { status: crate::binding::error_status(&error).unwrap_or(0), error }
    }
}
