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

/// What sends a buffer that is full.
pub(super) trait Pump {
    /// Sends what is in it; whether it could.
    fn pump(&mut self, outgoing: &mut Outgoing<'_>) -> bool;
}

/// Nothing: what does not fit is counted.
#[cfg(feature = "embedded-io-async")]
impl Pump for () {
    fn pump(&mut self, _: &mut Outgoing<'_>) -> bool {
        false
    }
}

/// A body on its way into a buffer. What does not fit is sent or, where nothing sends it, counted: no write of it ever
/// answers "full".
pub(super) struct Filling<'x, 'm, P> {
    outgoing: &'x mut Outgoing<'m>,
    pump: Option<&'x mut P>,
    pub(super) state: State,
    /// Bytes of the body.
    pub(super) written: u64,
    /// Where it is written to be counted: there is room for any piece of content.
    scratch: [u8; 64],
}

/// What becomes of a body.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    Kept,
    Counted,
    /// It cannot be sent.
    Failed,
}

impl<'x, 'm, P> Filling<'x, 'm, P> {
    pub(super) fn new(outgoing: &'x mut Outgoing<'m>, pump: Option<&'x mut P>, state: State) -> Self {
        Filling { outgoing, pump, state, written: 0, scratch: [0; 64] }
    }
}

impl<P: Pump> Sink for Filling<'_, '_, P> {
    fn free(&mut self) -> &mut [u8] {
        match self.state {
            State::Kept => self.outgoing.free(),
            State::Counted => &mut self.scratch,
            State::Failed => &mut [],
        }
    }

    fn commit(&mut self, len: usize) -> bool {
        let fits = match self.state {
            State::Kept => self.outgoing.commit(len),
            state => state == State::Counted,
        };
        if fits {
            self.written = self.written.wrapping_add(len as u64);
        }
        fits
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        let room = self.outgoing.make_room(len);
        if room != Err(NoRoom::Full) {
            return room;
        }
        if self.state == State::Kept {
            self.state = match self.pump.as_mut().map(|pump| pump.pump(self.outgoing)) {
                None => State::Counted,
                Some(true) => State::Kept,
                Some(false) => State::Failed,
            };
        }
        if self.state == State::Failed { Err(NoRoom::Io) } else { Ok(()) }
    }
}
