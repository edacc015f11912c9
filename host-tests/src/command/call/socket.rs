//! The transport of a call.

use soapstone::binding::Timeout;
use soapstone::http::Endpoint;
use soapstone_host_tests::socket::{Socket, set_up};
use std::io;
use std::net::{TcpStream, ToSocketAddrs};
use std::time::Duration;

const DEFAULT: Duration = Duration::from_secs(60);

/// A socket, one at a time.
pub(super) fn tcp() -> Socket<TcpStream> {
    Socket::new(connect)
}

/// Tries every address that the host has.
fn connect(endpoint: &Endpoint<'_>, timeout: Timeout) -> io::Result<TcpStream> {
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
            Ok(socket) => return set_up(&socket, patience).map(|()| socket),
            Err(error) => failed = error,
        }
    }
    Err(failed)
}
