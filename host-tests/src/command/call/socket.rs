//! The transport of a call.

use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::{Timeout, Transport};
use soapstone::http::Endpoint;
use std::io::{self, Read as _, Write as _};
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

/// A socket, one at a time.
#[derive(Default)]
pub(super) struct Socket(Option<TcpStream>);

const DEFAULT: Duration = Duration::from_secs(60);

impl Socket {
    fn stream(&mut self) -> io::Result<&mut TcpStream> {
        self.0.as_mut().ok_or(io::ErrorKind::NotConnected.into())
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
    fn open(&mut self, endpoint: &Endpoint<'_>, timeout: Timeout) -> io::Result<()> {
        self.0 = None;
        if endpoint.secure {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "https needs TLS, which this command has not"));
        }
        let patience = match timeout {
            Timeout::Default => Some(DEFAULT),
            Timeout::Forever => None,
            Timeout::Millis(millis) => Some(Duration::from_millis(millis.into())),
        };
        let mut failed = io::ErrorKind::AddrNotAvailable.into();
        for address in (endpoint.host, endpoint.port).to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, patience.unwrap_or(DEFAULT)) {
                Ok(socket) => {
                    socket.set_read_timeout(patience)?;
                    socket.set_write_timeout(patience)?;
                    socket.set_nodelay(true)?;
                    self.0 = Some(socket);
                    return Ok(());
                }
                Err(error) => failed = error,
            }
        }
        Err(failed)
    }

    fn close(&mut self) {
        self.0 = None;
    }
}
