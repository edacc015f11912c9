//! The sink in front of a blocking transport.

use super::{Buffer, NoRoom, Sink};

/// A fixed buffer in front of an `embedded_io::Write`: it drains itself, so no call ever answers "full".
///
/// Once the transport fails every later call fails too, for nobody knows how much of the document it took.
/// The transport's own error waits in [`take_error`](IoSink::take_error).
#[derive(Debug)]
pub struct IoSink<'b, W: embedded_io::Write> {
    transport: W,
    buffer: Buffer<'b>,
    failed: bool,
    error: Option<W::Error>,
}

impl<'b, W: embedded_io::Write> IoSink<'b, W> {
    /// A sink that gathers writes in `memory` before it hands them to `transport`.
    /// The memory must hold the largest start tag.
    pub const fn new(transport: W, memory: &'b mut [u8]) -> Self {
        IoSink { transport, buffer: Buffer::new(memory), failed: false, error: None }
    }

    /// The error of the transport, once. A transport that takes no bytes fails too, and has none.
    pub fn take_error(&mut self) -> Option<W::Error> {
        self.error.take()
    }

    /// Hands the bytes written so far to the transport and flushes it.
    pub fn flush(&mut self) -> Result<(), NoRoom> {
        self.drain()?;
        let flushed = self.transport.flush().map_err(Some);
        self.keep(flushed)
    }

    /// The transport. Bytes that were not flushed are dropped.
    pub fn into_inner(self) -> W {
        self.transport
    }

    fn drain(&mut self) -> Result<(), NoRoom> {
        if self.failed {
            return Err(NoRoom::Io);
        }
        let written = send_all(&mut self.transport, self.buffer.bytes(), false);
        self.keep(written)?;
        self.buffer.clear();
        Ok(())
    }

    fn keep(&mut self, result: Result<(), Option<W::Error>>) -> Result<(), NoRoom> {
        result.map_err(|error| {
            self.failed = true;
            self.error = error;
            NoRoom::Io
        })
    }
}

impl<W: embedded_io::Write> Sink for IoSink<'_, W> {
    #[inline]
    fn free(&mut self) -> &mut [u8] {
        if self.failed { &mut [] } else { self.buffer.free() }
    }

    #[inline]
    fn commit(&mut self, len: usize) -> bool {
        !self.failed && self.buffer.commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        if !self.failed && len > self.buffer.capacity() {
            return Err(NoRoom::TooLong);
        }
        self.drain()
    }

    fn finish(&mut self) -> Result<(), NoRoom> {
        self.flush()
    }
}

/// Sends bytes, all of them, and flushes after the last. A transport that takes none has failed, though it does not say
/// why.
pub(crate) fn send_all<W: embedded_io::Write>(
    transport: &mut W,
    mut bytes: &[u8],
    last: bool,
) -> Result<(), Option<W::Error>> {
    while !bytes.is_empty() {
        match transport.write(bytes) {
            Ok(0) => return Err(None),
            Ok(count) => bytes = bytes.get(count..).unwrap_or_default(),
            Err(error) => return Err(Some(error)),
        }
    }
    if last { transport.flush().map_err(Some) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use embedded_io::{ErrorKind, ErrorType, Write};
    use std::vec::Vec;

    /// Takes `left` bytes, three at a time, then fails.
    struct Wire {
        sent: Vec<u8>,
        left: usize,
        flushed: bool,
    }

    impl ErrorType for Wire {
        type Error = ErrorKind;
    }

    impl Write for Wire {
        fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
            let taken = bytes.len().min(3).min(self.left);
            if taken == 0 {
                return Err(ErrorKind::BrokenPipe);
            }
            self.left -= taken;
            self.sent.extend_from_slice(&bytes[..taken]);
            Ok(taken)
        }

        fn flush(&mut self) -> Result<(), ErrorKind> {
            self.flushed = true;
            Ok(())
        }
    }

    fn put<W: Write>(sink: &mut IoSink<'_, W>, bytes: &[u8]) -> Result<(), NoRoom> {
        loop {
            if let Some(room) = sink.free().get_mut(..bytes.len()) {
                room.copy_from_slice(bytes);
            }
            if sink.commit(bytes.len()) {
                return Ok(());
            }
            sink.make_room(bytes.len())?;
        }
    }

    #[test]
    fn drains_itself() {
        let mut memory = [0; 4];
        let mut sink = IoSink::new(Wire { sent: Vec::new(), left: 100, flushed: false }, &mut memory);
        for piece in [&b"abc"[..], b"de", b"fghi", b"j"] {
            assert_eq!(put(&mut sink, piece), Ok(()));
        }
        assert_eq!(put(&mut sink, b"12345"), Err(NoRoom::TooLong));
        assert_eq!(sink.finish(), Ok(()));
        let wire = sink.into_inner();
        assert_eq!(wire.sent, b"abcdefghij");
        assert!(wire.flushed);
    }

    /// A transport that takes nothing has failed: `write_all` of embedded-io would panic.
    #[test]
    fn a_transport_that_takes_nothing_has_failed() {
        let (mut memory, mut nowhere) = ([0; 4], [0; 0]);
        let mut sink = IoSink::new(&mut nowhere[..], &mut memory);
        assert_eq!(put(&mut sink, b"abcd"), Ok(()));
        assert_eq!(put(&mut sink, b"e"), Err(NoRoom::Io));
        assert_eq!(sink.finish(), Err(NoRoom::Io));
    }

    #[test]
    fn keeps_the_error_of_the_transport() {
        let mut memory = [0; 4];
        let mut sink = IoSink::new(Wire { sent: Vec::new(), left: 5, flushed: false }, &mut memory);
        assert_eq!(put(&mut sink, b"abcd"), Ok(()));
        assert_eq!(put(&mut sink, b"efgh"), Ok(()));
        assert_eq!(put(&mut sink, b"i"), Err(NoRoom::Io));
        assert_eq!(sink.take_error(), Some(ErrorKind::BrokenPipe));
        assert_eq!(put(&mut sink, b""), Err(NoRoom::Io));
        assert_eq!(sink.finish(), Err(NoRoom::Io));
    }
}
