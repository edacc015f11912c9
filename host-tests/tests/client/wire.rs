//! A transport that plays a script: what a server would send, in pieces of any size.

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use soapstone::binding::{AsyncTransport, Identity, Ready, Timeout, Transport};
use soapstone::http::Endpoint;

/// One connection after the other; each says its part once a request is there.
#[derive(Default)]
pub(crate) struct Script {
    /// What the server sends on each connection, a response for each request.
    pub(crate) responses: Vec<Vec<Vec<u8>>>,
    /// The most bytes in one read and in one write.
    pub(crate) most: usize,
    /// Fails the so-many-th call of read or write.
    pub(crate) fail: Option<usize>,
    /// What was sent, connection by connection.
    pub(crate) sent: Vec<Vec<u8>>,
    /// What was opened and closed.
    pub(crate) log: Vec<String>,
    /// What `ready` answers.
    pub(crate) ready: Option<Ready>,
    incoming: Vec<u8>,
    turn: usize,
    wrote: bool,
    calls: usize,
}

impl Script {
    pub(crate) fn new(responses: &[&[&str]]) -> Self {
        let responses = responses.iter().map(|turns| turns.iter().map(|turn| turn.as_bytes().to_vec()).collect());
        Script { responses: responses.collect(), most: usize::MAX, ..Script::default() }
    }

    pub(crate) fn text(&self, connection: usize) -> &str {
        std::str::from_utf8(&self.sent[connection]).unwrap()
    }

    fn step(&mut self) -> Result<(), ErrorKind> {
        self.calls += 1;
        match self.fail {
            Some(at) if self.calls > at => Err(ErrorKind::ConnectionReset),
            _ => Ok(()),
        }
    }
}

impl ErrorType for Script {
    type Error = ErrorKind;
}

impl Read for Script {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, ErrorKind> {
        self.step()?;
        assert!(!to.is_empty(), "a read into no room");
        if self.incoming.is_empty() && self.wrote {
            let turns = self.responses.get(self.sent.len() - 1);
            self.incoming = turns.and_then(|turns| turns.get(self.turn)).cloned().unwrap_or_default();
            (self.turn, self.wrote) = (self.turn + 1, false);
        }
        let count = self.incoming.len().min(to.len()).min(self.most);
        to[..count].copy_from_slice(&self.incoming[..count]);
        self.incoming.drain(..count);
        Ok(count)
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.step()?;
        let count = bytes.len().min(self.most);
        self.sent.last_mut().expect("a write before open").extend(&bytes[..count]);
        self.wrote = true;
        Ok(count)
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl Transport for Script {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), ErrorKind> {
        self.step()?;
        let scheme = if endpoint.secure { "https" } else { "http" };
        self.log.push(format!("open {scheme} {} {} {}", endpoint.host, endpoint.port, timeout.millis()));
        self.sent.push(Vec::new());
        self.incoming.clear();
        (self.turn, self.wrote) = (0, false);
        Ok(())
    }

    fn close(&mut self) {
        self.log.push("close".into());
    }

    fn identify(&mut self, identity: &Identity<'_>) {
        if *identity != Identity::NONE {
            self.log.push(format!("identify {}/{}", identity.store, identity.key));
        }
    }

    fn resume(&mut self, timeout: Timeout) {
        self.log.push(format!("resume {}", timeout.millis()));
    }

    fn ready(&mut self, _: u32) -> Ready {
        self.ready.unwrap_or(Ready::Unknown)
    }
}

impl embedded_io_async::Read for Script {
    async fn read(&mut self, to: &mut [u8]) -> Result<usize, ErrorKind> {
        Read::read(self, to)
    }
}

impl embedded_io_async::Write for Script {
    async fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        Write::write(self, bytes)
    }

    async fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl AsyncTransport for &mut Script {
    async fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), ErrorKind> {
        Transport::open(*self, endpoint, timeout)
    }

    async fn close(&mut self) {
        Transport::close(*self);
    }

    fn identify(&mut self, identity: &Identity<'_>) {
        Transport::identify(*self, identity);
    }

    fn resume(&mut self, timeout: Timeout) {
        Transport::resume(*self, timeout);
    }

    async fn ready(&mut self, millis: u32) -> Ready {
        Transport::ready(*self, millis)
    }
}

/// Runs a future that never waits.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(output) => output,
        std::task::Poll::Pending => panic!("a script is always ready"),
    }
}
