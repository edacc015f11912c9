//! The transport of clients on this machine.

use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::{Timeout, Transport};
use soapstone::http::Endpoint;
use std::io;
use std::net::TcpStream;
use std::time::Duration;

/// One connection after the other, as a client asks for them.
pub struct Socket<S> {
    connect: Connect<S>,
    open: Option<S>,
    /// How many were opened.
    pub connections: usize,
}

type Connect<S> = Box<dyn FnMut(&Endpoint<'_>, Timeout) -> io::Result<S>>;

impl<S> Socket<S> {
    /// A transport without a connection, which makes them so.
    pub fn new(connect: impl FnMut(&Endpoint<'_>, Timeout) -> io::Result<S> + 'static) -> Self {
        Socket { connect: Box::new(connect), open: None, connections: 0 }
    }

    fn stream(&mut self) -> io::Result<&mut S> {
        self.open.as_mut().ok_or(io::ErrorKind::NotConnected.into())
    }
}

/// Has a connection wait so long for each read and write, and not for more to send.
pub fn set_up(socket: &TcpStream, patience: Option<Duration>) -> io::Result<()> {
    socket.set_read_timeout(patience)?;
    socket.set_write_timeout(patience)?;
    socket.set_nodelay(true)
}

impl<S> ErrorType for Socket<S> {
    type Error = io::Error;
}

impl<S: io::Read> Read for Socket<S> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.stream()?.read(to)
    }
}

impl<S: io::Write> Write for Socket<S> {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.stream()?.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream()?.flush()
    }
}

impl<S: io::Read + io::Write> Transport for Socket<S> {
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> io::Result<()> {
        self.open = None;
        self.open = Some((self.connect)(endpoint, timeout)?);
        self.connections += 1;
        Ok(())
    }

    fn close(&mut self) {
        self.open = None;
    }
}
