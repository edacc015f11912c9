//! A socket that calls.

use super::network::{Broken, Network, receive, send};
use embedded_io::{ErrorType, Read, Write};
use smoltcp::iface::SocketHandle;
use smoltcp::socket::tcp::{self, State};
use smoltcp::wire::{IpAddress, Ipv4Address};
use soapstone::binding::{Ready, Timeout, Transport};
use soapstone::http::Endpoint;

/// Milliseconds for which a call waits that says nothing else.
const PATIENCE: u32 = 10_000;
/// Milliseconds for which a connection is let end.
const FAREWELL: u32 = 1_000;
/// The first port that connections come from.
const PORT: u16 = 49_152;

/// The transport of a client: one connection after the other over one socket.
pub struct Socket {
    network: Network,
    handle: SocketHandle,
    patience: Option<u32>,
    connections: u16,
}

impl Socket {
    /// A transport without a connection.
    pub fn new(network: Network, handle: SocketHandle) -> Self {
        Socket { network, handle, patience: Some(PATIENCE), connections: 0 }
    }

    /// How many connections were opened.
    pub fn connections(&self) -> u16 {
        self.connections
    }

    fn wait<T>(&mut self, answer: impl FnMut(&mut tcp::Socket<'static>) -> Option<T>) -> Result<T, Broken> {
        self.network.wait_for(self.handle, self.patience, answer).ok_or(Broken::TimedOut)
    }
}

impl Transport for Socket {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> Result<(), Broken> {
        self.close();
        self.resume(timeout);
        let address: Ipv4Address = endpoint.host.parse().map_err(|_| Broken::Address)?;
        if endpoint.secure {
            return Err(Broken::Address);
        }
        self.connections = self.connections.wrapping_add(1);
        // After a restart the other side may still remember the ports of before.
        let from = PORT | (self.network.clock().unix() as u16).wrapping_add(self.connections) & 0x3fff;
        let (socket, context) = self.network.connecting(self.handle);
        socket.connect(context, (IpAddress::Ipv4(address), endpoint.port), from).map_err(|_| Broken::Address)?;
        self.wait(|socket| match socket.state() {
            State::SynSent | State::SynReceived => None,
            State::Closed => Some(Err(Broken::Reset)),
            _ => Some(Ok(())),
        })?
    }

    fn close(&mut self) {
        self.network.socket(self.handle).close();
        let ended = |state| matches!(state, State::Closed | State::TimeWait).then_some(());
        let left = self.network.wait_for(self.handle, Some(FAREWELL), |socket| ended(socket.state()));
        if left.is_none() {
            self.network.socket(self.handle).abort();
            self.network.poll();
        }
    }

    fn resume(&mut self, timeout: Timeout) {
        self.patience = match timeout {
            Timeout::Default => Some(PATIENCE),
            Timeout::Forever => None,
            Timeout::Millis(millis) => Some(millis),
        };
    }

    fn ready(&mut self, millis: u32) -> Ready {
        let readable = |socket: &mut tcp::Socket<'_>| (socket.can_recv() || !socket.may_recv()).then_some(());
        match self.network.wait_for(self.handle, Some(millis), readable) {
            Some(()) => Ready::Now,
            None => Ready::NotYet,
        }
    }
}

impl ErrorType for Socket {
    type Error = Broken;
}

impl Read for Socket {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Broken> {
        self.wait(|socket| receive(socket, to))?
    }
}

impl Write for Socket {
    fn write(&mut self, from: &[u8]) -> Result<usize, Broken> {
        self.wait(|socket| send(socket, from))?
    }

    fn flush(&mut self) -> Result<(), Broken> {
        self.network.poll();
        Ok(())
    }
}
