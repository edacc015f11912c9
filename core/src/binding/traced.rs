//! Connections that tell what passes on them.

use super::transport::{Identity, Ready, Timeout, Transport};
use crate::Error;
use crate::http::Endpoint;
use crate::trace::{Side, Tap, Trace};
use embedded_io::{ErrorType, Read, Write};

/// A transport, or a connection that was accepted, whose messages are told to a [`Trace`].
///
/// With `()` for the trace it is the transport and nothing else.
///
/// ```no_run
/// use soapstone::binding::{Traced, Transport, client::Client};
/// use soapstone::trace::{Category, Event, Level, Levels, Trace};
///
/// struct Log(Levels);
/// impl Trace for Log {
///     fn wants(&self, category: Category, level: Level) -> bool {
///         self.0.wants(category, level)
///     }
///     fn event(&self, category: Category, _: Level, event: &Event<'_>) {
///         match event {
///             Event::Dump(_, text) => eprint!("{}", String::from_utf8_lossy(text)),
///             event => eprintln!("{}: {event:?}", category.alias()),
///         }
///     }
/// }
///
/// fn client<'m, T: Transport>(transport: T, log: &'m Log, memory: &'m mut [u8]) -> Client<'m, Traced<T, &'m Log>> {
///     Client::new(Traced::client(transport, log), memory, &mut [])
/// }
/// ```
pub struct Traced<T, S> {
    transport: T,
    trace: S,
    tap: Tap,
}

impl<T, S: Trace> Traced<T, S> {
    /// The transport of a client.
    pub fn client(transport: T, trace: S) -> Self {
        Traced { transport, trace, tap: Tap::new(Side::Client) }
    }

    /// A connection that a server has accepted.
    pub fn server(transport: T, trace: S) -> Self {
        let mut tap = Tap::new(Side::Server);
        if trace.is_on() {
            tap.accepted(&trace);
        }
        Traced { transport, trace, tap }
    }

    /// The transport.
    pub fn transport(&mut self) -> &mut T {
        &mut self.transport
    }

    /// Gives the transport back, to be closed.
    pub fn into_transport(mut self) -> T {
        self.tell(|tap, trace| tap.closed(trace));
        self.transport
    }

    /// Does this where anything is traced.
    fn tell(&mut self, tell: impl FnOnce(&mut Tap, &dyn Trace)) {
        if self.trace.is_on() {
            tell(&mut self.tap, &self.trace);
        }
    }
}

impl<T: ErrorType, S> ErrorType for Traced<T, S> {
    type Error = T::Error;
}

impl<T: Read, S: Trace> Read for Traced<T, S> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, T::Error> {
        let count = self.transport.read(to)?;
        if !to.is_empty() {
            self.tell(|tap, trace| tap.received(trace, crate::slice::first(to, count)));
        }
        Ok(count)
    }
}

impl<T: Write, S: Trace> Write for Traced<T, S> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, T::Error> {
        let count = self.transport.write(bytes)?;
        self.tell(|tap, trace| tap.sent(trace, crate::slice::first(bytes, count)));
        Ok(count)
    }

    fn flush(&mut self) -> Result<(), T::Error> {
        self.transport.flush()
    }
}

impl<T: Transport, S: Trace> Transport for Traced<T, S> {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), T::Error> {
        self.tell(|tap, trace| tap.opened(trace, endpoint.host, endpoint.port, endpoint.secure));
        self.transport.open(endpoint, timeout)
    }

    fn close(&mut self) {
        self.transport.close();
        self.tell(|tap, trace| tap.closed(trace));
    }

    fn identify(&mut self, identity: &Identity<'_>) {
        self.transport.identify(identity);
    }

    fn resume(&mut self, timeout: Timeout) {
        self.transport.resume(timeout);
    }

    fn ready(&mut self, millis: u32) -> Ready {
        self.transport.ready(millis)
    }

    fn failed(&mut self, stage: u8, error: &Error) {
        self.transport.failed(stage, error);
        self.tell(|tap, trace| tap.failed(trace, *error, stage));
    }
}

#[cfg(feature = "embedded-io-async")]
mod asynchronous {
    use super::{Error, Trace, Traced};
    use crate::binding::{AsyncTransport, Identity, Ready, Timeout};
    use crate::http::Endpoint;
    use embedded_io_async::{Read, Write};

    impl<T: Read, S: Trace> Read for Traced<T, S> {
        async fn read(&mut self, to: &mut [u8]) -> Result<usize, T::Error> {
            let count = self.transport.read(to).await?;
            if !to.is_empty() {
                self.tell(|tap, trace| tap.received(trace, crate::slice::first(to, count)));
            }
            Ok(count)
        }
    }

    impl<T: Write, S: Trace> Write for Traced<T, S> {
        async fn write(&mut self, bytes: &[u8]) -> Result<usize, T::Error> {
            let count = self.transport.write(bytes).await?;
            self.tell(|tap, trace| tap.sent(trace, crate::slice::first(bytes, count)));
            Ok(count)
        }

        async fn flush(&mut self) -> Result<(), T::Error> {
            self.transport.flush().await
        }
    }

    impl<T: AsyncTransport, S: Trace> AsyncTransport for Traced<T, S> {
        async fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), T::Error> {
            self.tell(|tap, trace| tap.opened(trace, endpoint.host, endpoint.port, endpoint.secure));
            self.transport.open(endpoint, timeout).await
        }

        async fn close(&mut self) {
            self.transport.close().await;
            self.tell(|tap, trace| tap.closed(trace));
        }

        fn identify(&mut self, identity: &Identity<'_>) {
            self.transport.identify(identity);
        }

        fn resume(&mut self, timeout: Timeout) {
            self.transport.resume(timeout);
        }

        async fn ready(&mut self, millis: u32) -> Ready {
            self.transport.ready(millis).await
        }

        fn failed(&mut self, stage: u8, error: &Error) {
            self.transport.failed(stage, error);
            self.tell(|tap, trace| tap.failed(trace, *error, stage));
        }
    }
}
