//! The transport of our client.

use super::transcript::{Recorded, Transcript};
use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::{Timeout, Transport};
use soapstone::http::Endpoint;
use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// One socket after the other, as the client asks for them.
pub(super) struct Socket {
    open: Option<Recorded>,
    /// How many were opened.
    pub(super) connections: usize,
    pub(super) transcript: Transcript,
}

impl Socket {
    pub(super) fn new(transcript: Transcript) -> Self {
        Socket { open: None, connections: 0, transcript }
    }

    fn stream(&mut self) -> io::Result<&mut Recorded> {
        self.open.as_mut().ok_or(io::ErrorKind::NotConnected.into())
    }
}

impl ErrorType for Socket {
    type Error = io::Error;
}

impl Read for Socket {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        self.stream()?.read(to)
    }
}

impl Write for Socket {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        self.stream()?.write(from)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream()?.flush()
    }
}

impl Transport for Socket {
    fn open(&mut self, endpoint: &Endpoint<'_>, _: Timeout) -> io::Result<()> {
        self.open = None;
        let socket = TcpStream::connect((endpoint.host, endpoint.port))?;
        let patience = Some(Duration::from_secs(20));
        socket.set_read_timeout(patience)?;
        socket.set_write_timeout(patience)?;
        socket.set_nodelay(true)?;
        self.connections += 1;
        self.open = Some(Recorded::new(socket, self.connections, &self.transcript));
        Ok(())
    }

    fn close(&mut self) {
        self.open = None;
    }
}
