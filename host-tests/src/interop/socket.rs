//! The transport of our client.

use super::transcript::{Recorded, Transcript};
use crate::socket::{Socket, set_up};
use std::net::TcpStream;
use std::time::Duration;

/// Sockets whose bytes are kept.
pub(super) fn recorded(transcript: Transcript) -> Socket<Recorded> {
    let mut connections = 0;
    Socket::new(move |endpoint, _| {
        let socket = TcpStream::connect((endpoint.host, endpoint.port))?;
        set_up(&socket, Some(Duration::from_secs(20)))?;
        connections += 1;
        Ok(Recorded::new(socket, connections, &transcript))
    })
}
