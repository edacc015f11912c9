//! What went over the wire, kept so that a call that fails can be shown.

use std::fmt::Write as _;
use std::io::{Read, Result, Write};
use std::net::TcpStream;
use std::sync::{Arc, Mutex, MutexGuard};

/// Bytes of one message that are shown at most.
const SHOWN: usize = 3000;

/// The bytes of all connections since it was last taken, in the order of the wire.
#[derive(Clone, Default)]
pub(super) struct Transcript(Arc<Mutex<Vec<Part>>>);

/// Bytes in one direction of one connection.
struct Part {
    connection: usize,
    sent: bool,
    bytes: Vec<u8>,
}

/// A socket whose bytes are kept.
pub(super) struct Recorded {
    socket: TcpStream,
    connection: usize,
    transcript: Transcript,
}

impl Transcript {
    /// Forgets everything; gives it as text.
    pub(super) fn take(&self) -> String {
        let mut text = String::new();
        for Part { connection, sent, bytes } in self.parts().drain(..) {
            let direction = if sent { "we send" } else { "we receive" };
            let shown = String::from_utf8_lossy(bytes.get(..SHOWN).unwrap_or(&bytes));
            let more = bytes.len().saturating_sub(SHOWN);
            let _ = writeln!(text, "    --- connection {connection}, {direction} {} bytes", bytes.len());
            for line in shown.split('\n') {
                let _ = writeln!(text, "    {}", line.escape_debug());
            }
            if more > 0 {
                let _ = writeln!(text, "    ({more} more)");
            }
        }
        text
    }

    fn parts(&self) -> MutexGuard<'_, Vec<Part>> {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn add(&self, connection: usize, sent: bool, bytes: &[u8]) {
        let mut parts = self.parts();
        match parts.last_mut() {
            Some(part) if part.connection == connection && part.sent == sent => part.bytes.extend_from_slice(bytes),
            _ => parts.push(Part { connection, sent, bytes: bytes.to_vec() }),
        }
    }
}

impl Recorded {
    pub(super) fn new(socket: TcpStream, connection: usize, transcript: &Transcript) -> Self {
        Recorded { socket, connection, transcript: transcript.clone() }
    }

    /// The socket itself.
    pub(super) fn socket(&self) -> &TcpStream {
        &self.socket
    }
}

impl Read for Recorded {
    fn read(&mut self, to: &mut [u8]) -> Result<usize> {
        let count = self.socket.read(to)?;
        self.transcript.add(self.connection, false, &to[..count]);
        Ok(count)
    }
}

impl Write for Recorded {
    fn write(&mut self, from: &[u8]) -> Result<usize> {
        // Kept before it is sent: the other side may be done with it before we are.
        self.transcript.add(self.connection, true, from);
        self.socket.write_all(from)?;
        Ok(from.len())
    }

    fn flush(&mut self) -> Result<()> {
        self.socket.flush()
    }
}
