//! Where a call failed, and what is known of it.

use crate::Error;
use crate::http::{Fields, ResponseHead};
use crate::soap::{Failure, Fault};

/// How far a call has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Stage {
    /// The request is being made; nothing was sent.
    #[default]
    Preparing = 1,
    /// The connection is being opened, or the request is on its way.
    Sending = 2,
    /// The response is awaited, or is not what it should be.
    Receiving = 3,
    /// The response is being read.
    Parsing = 4,
}

/// What does not go on: [`Exchange`](super::exchange::Exchange) has the error.
pub(super) struct Stopped;

/// What goes on, or does not.
pub(super) type Step<T = ()> = Result<T, Stopped>;

/// A call that failed: where, why, and what the transport said, where it was the transport.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Failed<E> {
    /// How far it had come.
    pub stage: Stage,
    /// Why. [`Io`](crate::ErrorKind::Io): the transport failed.
    pub error: Error,
    /// The error of the transport.
    pub transport: Option<E>,
}

/// What is known of a call besides its envelopes: what gateways call transport information.
///
/// What a call did not come to is `None`.
#[derive(Clone, Copy)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct TransportInfo<'a> {
    /// How far the call has come.
    pub stage: Stage,
    /// The fields of the request as they were built, before the transport got them; the field that tells the length of
    /// the body is not among them.
    pub request: Option<Fields<'a>>,
    /// The response: its fields, none lost.
    pub response: Option<ResponseHead<'a>>,
}

impl<'a> TransportInfo<'a> {
    /// The status of the response; without one 900 when nothing was sent, else 408.
    pub fn status(&self) -> u16 {
        self.response.map_or(self.failure().status(), |head| head.status)
    }

    /// The words that go with the status.
    pub fn message(&self) -> &'a [u8] {
        self.response.map_or(self.failure().message().as_bytes(), |head| head.reason)
    }

    fn failure(&self) -> Failure {
        if self.stage == Stage::Preparing { Failure::Preparing } else { Failure::Receiving }
    }
}

impl<E> Failed<E> {
    #[cfg(feature = "embedded-io-async")]
    pub(super) fn new(stage: Stage, error: Error) -> Self {
        Failed { stage, error, transport: None }
    }

    /// This failure in the shape of a fault: code `Exception`, with what went wrong as its reason.
    pub fn fault(&self) -> Fault<'static> {
        Fault::exception(match self.error.exceeded {
            Some(exceeded) => exceeded.limit.name(),
            None => self.error.kind.message(),
        })
    }
}

/// A failure of the transport.
#[cfg(feature = "embedded-io-async")]
pub(super) fn io<E>(stage: Stage, error: E) -> Failed<E> {
    Failed { stage, error: Error::new(crate::ErrorKind::Io, 0), transport: Some(error) }
}
