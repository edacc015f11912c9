//! The TCP stack, and how a program waits for it.

use super::lan9118::{Frames, Lan9118};
use crate::clock::Clock;
use crate::sleep::{self, Interrupt};
use core::fmt;
use cortex_m::singleton;
use smoltcp::iface::{Config, Interface, SocketHandle, SocketSet, SocketStorage};
use smoltcp::socket::tcp::{RecvError, SendError, Socket, SocketBuffer};
use smoltcp::time::Instant;
use smoltcp::wire::{EthernetAddress, IpCidr, Ipv4Address};

/// Where QEMU's user network has the board, and the host that it speaks to.
const ADDRESS: Ipv4Address = Ipv4Address::new(10, 0, 2, 15);
const GATEWAY: Ipv4Address = Ipv4Address::new(10, 0, 2, 2);
const ETHERNET: EthernetAddress = EthernetAddress([0x02, 0, 0, 0, 0, 0x01]);
/// The most sockets there can be.
const SOCKETS: usize = 3;
const LAN9118: usize = 0x4020_0000;

/// The stack: the controller, an interface with a fixed address, the sockets.
pub struct Network {
    device: Lan9118,
    interface: Interface,
    pub(super) sockets: SocketSet<'static>,
    clock: Clock,
}

/// The memory of a TCP socket.
pub struct Buffers {
    received: [u8; 1460],
    sent: [u8; 1460],
}

/// Why a connection is of no more use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Broken {
    /// The address is not an IPv4 address, or wants TLS.
    Address,
    /// Nothing came in time.
    TimedOut,
    /// The other side has refused or reset it.
    Reset,
}

impl Network {
    /// Starts the controller of the board. `None` where there is none, or where it was started before.
    pub fn start(clock: Clock) -> Option<Self> {
        let frames = singleton!(: Frames = Frames::new())?;
        let storage = singleton!(: [SocketStorage<'static>; SOCKETS] = [SocketStorage::EMPTY; SOCKETS])?;
        // SAFETY: the board mps2-an385 has its controller here, and whoever comes here a second time has no frames.
        let mut device = unsafe { Lan9118::new(LAN9118, ETHERNET, frames) }.ok()?;
        let mut config = Config::new(ETHERNET.into());
        config.random_seed = clock.unix().unsigned_abs() << 10;
        let mut interface = Interface::new(config, &mut device, Instant::ZERO);
        interface.update_ip_addrs(|addresses| {
            let _ = addresses.push(IpCidr::new(ADDRESS.into(), 24));
        });
        interface.routes_mut().add_default_ipv4_route(GATEWAY).ok()?;
        Some(Network { device, interface, sockets: SocketSet::new(&mut storage[..]), clock })
    }

    /// Adds a TCP socket. It acknowledges and sends at once: there is a message in every write.
    pub fn add(&mut self, buffers: &'static mut Buffers) -> SocketHandle {
        let Buffers { received, sent } = buffers;
        let mut socket = Socket::new(SocketBuffer::new(&mut received[..]), SocketBuffer::new(&mut sent[..]));
        socket.set_nagle_enabled(false);
        socket.set_ack_delay(None);
        self.sockets.add(socket)
    }

    /// The clock.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Receives and sends what there is.
    pub(super) fn poll(&mut self) {
        let now = self.now();
        while self.interface.poll(now, &mut self.device, &mut self.sockets) != smoltcp::iface::PollResult::None {}
        self.device.acknowledge();
    }

    /// Waits up to so many milliseconds, `None` for ever, until there is an answer.
    pub(super) fn wait<T>(
        &mut self,
        millis: Option<u32>,
        mut answer: impl FnMut(&mut SocketSet<'static>) -> Option<T>,
    ) -> Option<T> {
        let start = self.clock.millis();
        loop {
            self.poll();
            if let Some(answer) = answer(&mut self.sockets) {
                return Some(answer);
            }
            if millis.is_some_and(|millis| self.clock.millis().wrapping_sub(start) >= millis) {
                return None;
            }
            sleep::until(Interrupt::Ethernet);
        }
    }

    /// As [`wait`](Network::wait), for one socket.
    pub(super) fn wait_for<T>(
        &mut self,
        handle: SocketHandle,
        millis: Option<u32>,
        mut answer: impl FnMut(&mut Socket<'static>) -> Option<T>,
    ) -> Option<T> {
        self.wait(millis, |sockets| answer(sockets.get_mut(handle)))
    }

    pub(super) fn socket(&mut self, handle: SocketHandle) -> &mut Socket<'static> {
        self.sockets.get_mut(handle)
    }

    /// A socket, and what it needs to connect.
    pub(super) fn connecting(&mut self, handle: SocketHandle) -> (&mut Socket<'static>, &mut smoltcp::iface::Context) {
        (self.sockets.get_mut(handle), self.interface.context())
    }

    fn now(&self) -> Instant {
        Instant::from_millis(i64::from(self.clock.millis()))
    }
}

impl Buffers {
    /// One segment each way.
    pub const fn new() -> Self {
        Buffers { received: [0; 1460], sent: [0; 1460] }
    }
}

impl Default for Buffers {
    fn default() -> Self {
        Buffers::new()
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Broken::Address => "no such address",
            Broken::TimedOut => "nothing came in time",
            Broken::Reset => "the connection was reset",
        })
    }
}

impl core::error::Error for Broken {}

impl embedded_io::Error for Broken {
    fn kind(&self) -> embedded_io::ErrorKind {
        match self {
            Broken::Address => embedded_io::ErrorKind::InvalidInput,
            Broken::TimedOut => embedded_io::ErrorKind::TimedOut,
            Broken::Reset => embedded_io::ErrorKind::ConnectionReset,
        }
    }
}

/// Takes what a socket received, once there is something: no bytes are the end of the connection.
pub(super) fn receive(socket: &mut Socket<'_>, to: &mut [u8]) -> Option<Result<usize, Broken>> {
    if to.is_empty() {
        return Some(Ok(0));
    }
    match socket.recv_slice(to) {
        Ok(0) => None,
        Ok(count) => Some(Ok(count)),
        Err(RecvError::Finished) => Some(Ok(0)),
        Err(RecvError::InvalidState) => Some(Err(Broken::Reset)),
    }
}

/// Gives a socket what it has room for, once it has some.
pub(super) fn send(socket: &mut Socket<'_>, from: &[u8]) -> Option<Result<usize, Broken>> {
    match socket.send_slice(from) {
        Ok(0) if !from.is_empty() => None,
        Ok(count) => Some(Ok(count)),
        Err(SendError::InvalidState) => Some(Err(Broken::Reset)),
    }
}
