//! The other end of a client: says what was recorded, a turn for each request.

use embedded_io::{ErrorKind, ErrorType, Read, Write};
use soapstone::binding::{Ready, Timeout, Transport};
use soapstone::http::Endpoint;

pub(crate) struct Player<'e> {
    turns: std::slice::Iter<'e, Vec<u8>>,
    turn: &'e [u8],
    /// Something was sent since the last turn.
    asked: bool,
    /// Bytes given so far.
    given: usize,
    /// No read goes across this many bytes; after so many the connection is closed for good.
    cut: usize,
    end: usize,
    /// The most bytes in a read and in a write.
    most: usize,
}

impl<'e> Player<'e> {
    pub(crate) fn new(responses: &'e [Vec<u8>], cut: usize, end: usize, most: usize) -> Self {
        Player { turns: responses.iter(), turn: &[], asked: false, given: 0, cut, end, most }
    }

    /// Whether there are bytes to read, or the end.
    fn is_ready(&mut self) -> bool {
        if self.turn.is_empty() && self.asked {
            (self.turn, self.asked) = (self.turns.next().map_or(&[][..], |turn| turn), false);
        }
        !self.turn.is_empty() || self.given >= self.end
    }
}

impl ErrorType for Player<'_> {
    type Error = ErrorKind;
}

impl Read for Player<'_> {
    fn read(&mut self, room: &mut [u8]) -> Result<usize, ErrorKind> {
        assert!(!room.is_empty(), "a read into no room");
        self.is_ready();
        let bound = if self.given < self.cut { self.cut } else { usize::MAX }.min(self.end);
        let count = self.turn.len().min(room.len()).min(self.most).min(bound.saturating_sub(self.given));
        let (taken, left) = self.turn.split_at(count);
        room[..count].copy_from_slice(taken);
        self.turn = left;
        self.given += count;
        Ok(count)
    }
}

impl Write for Player<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.asked = true;
        Ok(bytes.len().min(self.most))
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

impl Transport for Player<'_> {
    fn open(&mut self, _: &Endpoint<'_>, _: Timeout) -> Result<(), ErrorKind> {
        self.given += self.turn.len();
        (self.turn, self.asked) = (&[], false);
        Ok(())
    }

    fn close(&mut self) {}

    fn ready(&mut self, _: u32) -> Ready {
        if self.is_ready() { Ready::Now } else { Ready::NotYet }
    }
}
