//! Sockets that are called.

use super::network::{Broken, Network, receive, send};
use embedded_io::{ErrorType, Read, Write};
use smoltcp::iface::{SocketHandle, SocketSet};
use smoltcp::socket::tcp::{Socket, State};

/// Milliseconds for which a connection may carry nothing, between two requests.
const IDLE: u32 = 30_000;
/// Milliseconds within which something of a request must come, once a part of it came.
const PATIENCE: u32 = 3_000;
/// Milliseconds for which the other side may take its time to close.
const FAREWELL: u32 = 1_000;

/// Sockets that listen at one port, served one after the other: while one is served the others take connections.
pub struct Listener<const N: usize> {
    network: Network,
    port: Port<N>,
}

/// A connection that was accepted.
pub struct Connection<'l, const N: usize> {
    network: &'l mut Network,
    port: Port<N>,
    handle: SocketHandle,
    /// Nothing came since the last response: the client owes nothing.
    fresh: bool,
}

impl<const N: usize> Listener<N> {
    /// Has these sockets listen.
    pub fn new(mut network: Network, handles: [SocketHandle; N], port: u16) -> Self {
        let port = Port { handles, port };
        port.tidy(&mut network.sockets, None);
        Listener { network, port }
    }

    /// Waits for a connection on which something has come. One that says nothing for too long is reset.
    pub fn accept(&mut self) -> Connection<'_, N> {
        let port = self.port;
        let handle = loop {
            let wanted = |sockets: &mut _| {
                port.tidy(sockets, None);
                port.wanted(sockets, None)
            };
            if let Some(handle) = self.network.wait(Some(IDLE), wanted) {
                break handle;
            }
            port.handles.into_iter().for_each(|handle| self.network.socket(handle).abort());
        };
        Connection { network: &mut self.network, port, handle, fresh: true }
    }

    /// How many sockets listen.
    pub fn listening(&mut self) -> usize {
        self.port.tidy(&mut self.network.sockets, None);
        self.port.handles.into_iter().filter(|&handle| self.network.socket(handle).is_listening()).count()
    }
}

impl<const N: usize> Connection<'_, N> {
    /// Closes the connection, best by half so that the client can read what was sent.
    pub fn finish(self) {
        self.network.socket(self.handle).close();
        let closed = self.network.wait(Some(FAREWELL), |sockets| {
            self.port.tidy(sockets, Some(self.handle));
            let socket = sockets.get_mut::<Socket<'_>>(self.handle);
            let _ = socket.recv(|bytes| (bytes.len(), ()));
            (!socket.is_open()).then_some(())
        });
        if closed.is_none() {
            self.network.socket(self.handle).abort();
            self.network.poll();
        }
    }
}

impl<const N: usize> ErrorType for Connection<'_, N> {
    type Error = Broken;
}

impl<const N: usize> Read for Connection<'_, N> {
    /// An idle connection gives way to another: it times out.
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Broken> {
        let (fresh, own, port) = (self.fresh, self.handle, self.port);
        let patience = if fresh { IDLE } else { PATIENCE };
        let read = self.network.wait(Some(patience), |sockets| {
            port.tidy(sockets, Some(own));
            let read = receive(sockets.get_mut(own), to);
            let late = read.is_none() && fresh && port.wanted(sockets, Some(own)).is_some();
            if late { Some(Err(Broken::TimedOut)) } else { read }
        });
        self.fresh = false;
        read.unwrap_or(Err(Broken::TimedOut))
    }
}

impl<const N: usize> Write for Connection<'_, N> {
    fn write(&mut self, from: &[u8]) -> Result<usize, Broken> {
        self.fresh = true;
        let sent = self.network.wait_for(self.handle, Some(PATIENCE), |socket| send(socket, from));
        sent.unwrap_or(Err(Broken::TimedOut))
    }

    fn flush(&mut self) -> Result<(), Broken> {
        self.network.poll();
        Ok(())
    }
}

/// The sockets of a port.
#[derive(Clone, Copy)]
struct Port<const N: usize> {
    handles: [SocketHandle; N],
    port: u16,
}

impl<const N: usize> Port<N> {
    /// Has every socket but the one that is served listen that does nothing else, and closes what nobody wants any more.
    fn tidy(&self, sockets: &mut SocketSet<'_>, served: Option<SocketHandle>) {
        for handle in self.others(served) {
            let socket = sockets.get_mut::<Socket<'_>>(handle);
            if socket.state() == State::CloseWait && !socket.can_recv() {
                socket.close();
            }
            if !socket.is_open() {
                // A socket that is not open listens at any port but 0.
                let _ = socket.listen(self.port);
            }
        }
    }

    /// A socket but the one that is served on which something has come.
    fn wanted(&self, sockets: &SocketSet<'_>, served: Option<SocketHandle>) -> Option<SocketHandle> {
        self.others(served).find(|&handle| sockets.get::<Socket<'_>>(handle).can_recv())
    }

    fn others(&self, served: Option<SocketHandle>) -> impl Iterator<Item = SocketHandle> + use<N> {
        self.handles.into_iter().filter(move |&handle| Some(handle) != served)
    }
}
