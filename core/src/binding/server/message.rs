//! A message, read as it is received.

use super::application::Refusal;
use crate::binding::Incoming;
use crate::http::BodyReader;
use crate::soap::{self, Event, Reader};
use crate::{Error, ErrorKind};

/// Reads a message as it is received: takes the framing of HTTP off and gives the events of its Body.
pub struct MessageReader<'m> {
    pub(super) incoming: Incoming<'m>,
    pub(super) body: BodyReader<'static>,
    pub(super) reader: Reader<'m>,
    /// The last event of the Body, and where its piece began.
    pub(super) event: Option<(usize, soap::Step)>,
    /// It is the one that opened the body entry, and is to be given again.
    pub(super) entry: bool,
    /// What went wrong, so that nobody overlooks it.
    pub(super) failure: Option<Refusal>,
    /// The connection is broken.
    pub(super) broken: bool,
}

impl<'m> MessageReader<'m> {
    /// Reads on to the next event of the Body, which [`event`](MessageReader::event) gives; the first is the one that
    /// opened the body entry, the last, again and again, [`Event::Finished`]. `false` asks for more to be received.
    ///
    /// # Errors
    /// Those of [`Reader::next`] and [`BodyReader::next`]; [`HttpTruncated`](ErrorKind::HttpTruncated) also when nothing
    /// came in time, or the connection is broken. Whatever comes of the operation, they are what the client is told.
    pub fn has_event(&mut self) -> Result<bool, Error> {
        if let Some(refusal) = self.failure {
            return Err(refusal.error);
        }
        if core::mem::take(&mut self.entry) {
            return Ok(true);
        }
        self.event = None;
        let next = self.advance();
        match next {
            Ok(next) => self.event = next,
            Err(error) => self.failure = Some(error.into()),
        }
        next.map(|next| next.is_some())
    }

    /// The event that was read.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): none was.
    pub fn event(&self) -> Result<Event<'_>, Error> {
        let (start, step) = self.event.ok_or(Error::new(ErrorKind::InvalidArgument, self.reader.offset()))?;
        Ok(self.reader.event(step, self.incoming.piece(start)))
    }

    /// The reader of the envelope, to skip an item, to resolve a prefix, to look at a start tag.
    pub fn reader(&mut self) -> &mut Reader<'m> {
        &mut self.reader
    }

    /// Where to receive.
    pub fn room(&mut self) -> &mut [u8] {
        self.incoming.room()
    }

    /// So many bytes were received into the room; 0: the connection is closed.
    pub fn received(&mut self, count: usize) {
        self.incoming.received(count);
    }

    /// Nothing was received in time: 408. RFC 9110, 15.5.9.
    pub fn timed_out(&mut self) {
        self.failure = Some(Refusal::new(408, ErrorKind::HttpTruncated));
    }

    /// The connection is broken: nothing can be received or sent any more.
    pub fn broken(&mut self) {
        self.broken = true;
        self.timed_out();
    }

    /// Takes a step of the reader: where the piece of the body began that it was taken in, and the step.
    pub(super) fn advance(&mut self) -> Result<Option<(usize, soap::Step)>, Error> {
        loop {
            if !self.incoming.has_piece(&mut self.body)? {
                return Ok(None);
            }
            let (start, last, reader) = (self.incoming.start(), self.body.is_done(), &mut self.reader);
            let step = self.incoming.give(last, |input, last| reader.advance(input, last));
            match step.map_err(|_| reader.refused())? {
                None | Some(soap::Step { kind: soap::Kind::NeedInput, .. }) => {}
                Some(step) => return Ok(Some((start, step))),
            }
        }
    }
}

/// What came of receiving.
#[cfg(feature = "embedded-io")]
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Came {
    Bytes,
    Late,
    Broken,
}

#[cfg(feature = "embedded-io")]
impl MessageReader<'_> {
    /// Takes note of what came of receiving while the operation reads.
    pub(super) fn came(&mut self, came: Came) {
        match came {
            Came::Bytes => {}
            Came::Late => self.timed_out(),
            Came::Broken => self.broken(),
        }
    }
}
