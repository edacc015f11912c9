//! A message on its way into a blocking transport.

use super::Outgoing;
use crate::Error;
use crate::buf::{NoRoom, Sink, send_all};
use embedded_io::Write;

/// A sink that sends the body of a message as it is written, through [`Outgoing`]: no write ever answers "full".
pub struct Wire<'a, 'm, W: Write> {
    outgoing: &'a mut Outgoing<'m>,
    transport: W,
    failed: bool,
    error: Option<W::Error>,
    refused: Option<Error>,
}

impl<'a, 'm, W: Write> Wire<'a, 'm, W> {
    /// Sends into `transport` what is written.
    pub fn new(outgoing: &'a mut Outgoing<'m>, transport: W) -> Self {
        Wire { outgoing, transport, failed: false, error: None, refused: None }
    }

    /// The error of the transport, once.
    pub fn take_error(&mut self) -> Option<W::Error> {
        self.error.take()
    }

    /// Why the framing refused the body: it is not as long as was said.
    pub fn refused(&self) -> Option<Error> {
        self.refused
    }

    /// Sends what is left, and the end of the body.
    ///
    /// # Errors
    /// [`Io`](crate::ErrorKind::Io): the transport failed; those of [`Outgoing::pack`].
    pub fn end(&mut self) -> Result<(), Error> {
        self.send(true)
    }

    fn send(&mut self, last: bool) -> Result<(), Error> {
        let io = Error::new(crate::ErrorKind::Io, 0);
        if self.failed {
            return Err(io);
        }
        self.failed = true;
        self.outgoing.pack(last).inspect_err(|error| self.refused = Some(*error))?;
        let bytes = self.outgoing.bytes();
        if let Err(error) = send_all(&mut self.transport, bytes, last) {
            self.error = error;
            return Err(io);
        }
        self.failed = false;
        self.outgoing.sent(usize::MAX);
        Ok(())
    }
}

impl<W: Write> Sink for Wire<'_, '_, W> {
    fn free(&mut self) -> &mut [u8] {
        if self.failed { &mut [] } else { self.outgoing.free() }
    }

    fn commit(&mut self, len: usize) -> bool {
        !self.failed && self.outgoing.commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        match self.outgoing.make_room(len) {
            Err(NoRoom::Full) => self.send(false).map_err(|_| NoRoom::Io),
            room => room,
        }
    }
}
