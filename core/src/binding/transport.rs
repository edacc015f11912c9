//! The byte pipe under HTTP: what a client asks of the machine it runs on.

#[cfg(feature = "embedded-io")]
use crate::http::Endpoint;
use crate::{Error, ErrorKind};

/// How long a call waits for its response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Timeout {
    /// As long as the transport has been told to wait.
    #[default]
    Default,
    /// Until there is one.
    Forever,
    /// So many milliseconds.
    Millis(u32),
}

impl Timeout {
    /// The timeout of a number of milliseconds: 0 is for ever, a negative one the default of the transport.
    pub fn from_millis(millis: i64) -> Self {
        match millis {
            ..0 => Timeout::Default,
            0 => Timeout::Forever,
            _ => Timeout::Millis(u32::try_from(millis).unwrap_or(u32::MAX)),
        }
    }

    /// The timeout of a number of milliseconds in decimal digits; the empty text is the default of the transport.
    ///
    /// # Errors
    /// [`Lexical`](ErrorKind::Lexical): not a whole number.
    pub fn parse(text: &str) -> Result<Self, Error> {
        match text.trim_ascii() {
            "" => Ok(Timeout::Default),
            text => text.parse().map(Timeout::from_millis).map_err(|_| Error::new(ErrorKind::Lexical, 0)),
        }
    }

    /// The number that [`from_millis`](Timeout::from_millis) reads so.
    #[inline(never)]
    pub fn millis(self) -> i64 {
        match self {
            Timeout::Default => -1,
            Timeout::Forever => 0,
            Timeout::Millis(millis) => i64::from(millis),
        }
    }
}

/// What there is to read on a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Ready {
    /// Bytes, or the end of the connection.
    Now,
    /// Nothing so far.
    NotYet,
    /// The transport cannot tell without waiting.
    Unknown,
}

/// The key that a client shows in TLS, by names that its transport knows: this library has no TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Identity<'a> {
    /// The store that the key is in; empty: no key is shown, or the one that the transport shows by itself.
    pub store: &'a str,
    /// The key; empty: the only one of the store.
    pub key: &'a str,
}

impl Identity<'_> {
    /// No key.
    pub const NONE: Self = Identity { store: "", key: "" };
}

/// A transport that blocks: sockets, TLS, a modem. It carries one connection at a time.
///
/// A read of no bytes is the end of the connection. A read that takes longer than the timeout of the call is an error of
/// the transport, of any kind.
#[cfg(feature = "embedded-io")]
pub trait Transport: embedded_io::Read + embedded_io::Write {
    /// Connects to the host and port of an endpoint, with TLS when it is secure. What was open is closed first.
    /// `timeout` is for this step and for every read until the next call.
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), Self::Error>;

    /// Closes the connection; none may be open.
    fn close(&mut self);

    /// The key to be shown on the connection that is opened next; [`Identity::NONE`] where the call names none.
    fn identify(&mut self, identity: &Identity<'_>) {
        let _ = identity;
    }

    /// Goes on with the open connection for another call, with this timeout.
    fn resume(&mut self, timeout: Timeout) {
        let _ = timeout;
    }

    /// Waits up to so many milliseconds until there is something to read.
    ///
    /// With 0 it tells whether the other side has closed a connection that waits for another call; with more it bounds
    /// the wait for an interim response.
    fn ready(&mut self, millis: u32) -> Ready {
        let _ = millis;
        Ready::Unknown
    }

    /// Is told of a call that has failed: how far it had come, by the number of its
    /// [`Stage`](crate::binding::client::Stage), and why.
    fn failed(&mut self, stage: u8, error: &Error) {
        let _ = (stage, error);
    }
}

#[cfg(feature = "embedded-io")]
impl<T: Transport> Transport for &mut T {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), Self::Error> {
        (**self).open(endpoint, timeout)
    }

    fn close(&mut self) {
        (**self).close();
    }

    fn identify(&mut self, identity: &Identity<'_>) {
        (**self).identify(identity);
    }

    fn resume(&mut self, timeout: Timeout) {
        (**self).resume(timeout);
    }

    fn ready(&mut self, millis: u32) -> Ready {
        (**self).ready(millis)
    }

    fn failed(&mut self, stage: u8, error: &Error) {
        (**self).failed(stage, error);
    }
}

/// A transport that waits without blocking; as [`Transport`] otherwise.
#[cfg(feature = "embedded-io-async")]
#[allow(async_fn_in_trait, reason = "whether the future may cross threads is the executor's business")]
pub trait AsyncTransport: embedded_io_async::Read + embedded_io_async::Write {
    /// As [`Transport::open`].
    async fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), Self::Error>;

    /// As [`Transport::close`].
    async fn close(&mut self);

    /// As [`Transport::identify`].
    fn identify(&mut self, identity: &Identity<'_>) {
        let _ = identity;
    }

    /// As [`Transport::resume`].
    fn resume(&mut self, timeout: Timeout) {
        let _ = timeout;
    }

    /// As [`Transport::ready`].
    async fn ready(&mut self, millis: u32) -> Ready {
        let _ = millis;
        Ready::Unknown
    }

    /// As [`Transport::failed`].
    fn failed(&mut self, stage: u8, error: &Error) {
        let _ = (stage, error);
    }
}
