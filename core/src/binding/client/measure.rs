//! The body of a request: how it is written, and how long it is.

use super::call::Call;
use crate::binding::Outgoing;
use crate::buf::{NoRoom, Sink};
use crate::soap::{Writer, WriterState};
use crate::xml::WriteError;
use crate::{Error, ErrorKind};

/// Writes a message from its Envelope to its end.
///
/// It is called again from the start when the body must be counted first, or the request be sent again. With an
/// asynchronous client it is also called again when the writer answers [`Full`](WriteError::Full), to go on: it is then
/// one [`sequence`](Writer::sequence).
pub type Body<'b> = dyn FnMut(&mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> + 'b;

/// Writes the bytes of a message, from the first to the last, into a sink.
pub type Write<'w> = dyn FnMut(&mut dyn Sink) -> Result<(), Error> + 'w;

/// Writes the message of a call into a sink that is never full.
pub(super) fn write_body(
    sink: &mut dyn Sink,
    workspace: &mut [u8],
    call: &Call<'_>,
    body: &mut Body<'_>,
) -> Result<(), Error> {
    let mut writer = Writer::new(sink, workspace, call.version);
    match body(&mut writer) {
        Ok(()) => complete(&writer.state()),
        Err(WriteError::Error(error)) => Err(error),
        Err(WriteError::Full) => Err(Error::new(ErrorKind::InvalidArgument, writer.written())),
    }
}

/// Refuses a message that was not written to its end.
pub(super) fn complete(state: &WriterState) -> Result<(), Error> {
    match state.xml().depth() {
        0 => Ok(()),
        _ => Err(Error::new(ErrorKind::WriteUnfinished, 0)),
    }
}

/// Keeps a body as long as it fits in the memory, and counts it.
pub(super) struct Measure<'a, 'm> {
    pub(super) outgoing: &'a mut Outgoing<'m>,
    /// Whether it does not fit, and is counted alone.
    pub(super) counting: bool,
    pub(super) written: u64,
    /// Where it is written to be counted: there is room for any piece of content.
    pub(super) scratch: [u8; 64],
}

impl Sink for Measure<'_, '_> {
    fn free(&mut self) -> &mut [u8] {
        if self.counting { &mut self.scratch } else { self.outgoing.free() }
    }

    fn commit(&mut self, len: usize) -> bool {
        let fits = self.counting || self.outgoing.commit(len);
        if fits {
            self.written = self.written.saturating_add(len as u64);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        let room = self.outgoing.make_room(len);
        self.counting |= room == Err(NoRoom::Full);
        if self.counting && room != Err(NoRoom::TooLong) { Ok(()) } else { room }
    }
}
