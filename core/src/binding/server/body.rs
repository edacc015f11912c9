//! The body of a request, read.

use super::application::{Judge, Received, Refusal};
use super::exchange::{Exchange, Phase, Step};
use super::media::Media;
use super::options::Found;
use crate::http::value::Word;
use crate::soap::{self, Event, QName, Reader, Request, Section};
use crate::{Error, ErrorKind};

impl<'m, 'a> Exchange<'m, 'a> {
    /// Reads on to the next event of the Body, which [`event`](Exchange::event) gives; the first is the one that opened
    /// the body entry, the last, again and again, [`Event::Finished`]. `false` asks for more to be received.
    ///
    /// # Errors
    /// Those of [`Reader::next`] and [`BodyReader::next`](crate::http::BodyReader::next). Whatever comes of the
    /// operation, they are what the client is told.
    pub fn has_event(&mut self) -> Result<bool, Error> {
        if let Some(refusal) = self.failure {
            return Err(refusal.error);
        }
        if self.entry {
            self.entry = false;
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

    /// The reader of the message, to skip an item, to resolve a prefix, to look at a start tag.
    pub fn reader(&mut self) -> &mut Reader<'m> {
        &mut self.reader
    }

    /// Reads the header blocks, and finds the operation when the body entry opens.
    pub(super) fn read_envelope(&mut self, judge: &mut dyn Judge) -> Result<Option<Step<'a>>, Refusal> {
        while !self.headers.is_done() {
            if !self.incoming.has_piece(&mut self.body)? {
                return Ok(Some(Step::Receive));
            }
            let (last, headers, reader) = (self.body.is_done(), &mut self.headers, &mut self.reader);
            self.incoming.give(last, |input, last| headers.read(reader, input, last, judge.node()))?;
        }
        let (start, step) = loop {
            let Some((start, step)) = self.advance()? else { return Ok(Some(Step::Receive)) };
            match self.reader.event(step, self.incoming.piece(start)) {
                Event::BodyEntry(_) | Event::Fault(_) | Event::Close(Section::Body, _) => break (start, step),
                _ => {}
            }
        };
        (self.event, self.entry) = (Some((start, step)), true);
        let (call, found) = self.dispatch(judge)?;
        self.call = call;
        found.map_err(|error| Refusal::of(error, self.call.as_ref()))?;
        let early = self.options.accepts_early && self.call.is_some_and(|call| call.operation.one_way);
        self.phase = if early { Phase::Respond } else { Phase::Handle };
        Ok(None)
    }

    /// Finds the operation that the message calls.
    fn dispatch(&mut self, judge: &mut dyn Judge) -> Result<Found<'a>, Error> {
        let version = self.version();
        let head = self.head.request()?;
        let media = Media::of(&head.fields, self.options.strict)?;
        if self.options.strict && media.version != Some(version) {
            return Err(Error::new(ErrorKind::UnexpectedMediaType, 0));
        }
        let received = Received { head, headers: self.headers.headers(), version, call: None };
        let soap_action = media.action.map(|action| text(action, self.output)).transpose()?;
        let mut request = Request { soap_action, ..Request::default() };
        judge.identify(&received, &mut request)?;
        let start = self.reader.start();
        let offset = start.map_or(self.reader.offset(), |start| start.offset());
        let Some(service) = self.service else { return Err(Error::new(ErrorKind::InvalidArgument, 0)) };
        let entry = start.map(|start| QName::from(start.name()));
        Ok(self.options.services.dispatch(service, &request, entry, offset))
    }

    /// Reads the message to its end: an answer to half a message is no answer.
    pub(super) fn read_rest(&mut self) -> Result<Option<Step<'a>>, Refusal> {
        loop {
            self.reader.skip();
            match self.advance()? {
                None => return Ok(Some(Step::Receive)),
                Some((_, soap::Step::Finished)) => {
                    self.phase = Phase::Drain;
                    return Ok(None);
                }
                Some(_) => {}
            }
        }
    }

    /// Drops what is left of the body, so that the next request can be read; when that is too much, or never comes, the
    /// connection will be closed.
    pub(super) fn drop_rest(&mut self) -> Option<Step<'a>> {
        let mut left = self.drain;
        let long = self.judged.length.is_some_and(|length| length.saturating_sub(self.body.offset()) > left);
        self.judged.keep &= !long && !self.judged.waits;
        while self.judged.keep && !self.drained(&mut left) {
            if self.judged.keep {
                self.drain = left;
                return Some(Step::Receive);
            }
        }
        self.phase = if self.responded { Phase::Finished } else { Phase::Respond };
        None
    }

    /// Drops what was received of the body; `true` when that was the rest of it.
    fn drained(&mut self, left: &mut u64) -> bool {
        loop {
            match self.incoming.has_piece(&mut self.body) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(_) => {
                    self.judged.keep = false;
                    return false;
                }
            }
            let dropped = self.incoming.give(false, |input, _| core::mem::take(input).len());
            match left.checked_sub(dropped as u64) {
                Some(rest) => *left = rest,
                None => self.judged.keep = false,
            }
            if self.body.is_done() || !self.judged.keep {
                return true;
            }
        }
    }

    /// Takes a step of the reader: where the piece of the body began that it was taken in, and the step.
    fn advance(&mut self) -> Result<Option<(usize, soap::Step)>, Error> {
        loop {
            if !self.incoming.has_piece(&mut self.body)? {
                return Ok(None);
            }
            let (start, last, reader) = (self.incoming.start(), self.body.is_done(), &mut self.reader);
            match self.incoming.give(last, |input, last| reader.advance(input, last))? {
                None | Some(soap::Step::NeedInput) => {}
                Some(step) => return Ok(Some((start, step))),
            }
        }
    }
}

/// What a word says; in `memory` where it does not stand so in the message.
fn text<'t>(word: Word<'t>, memory: &'t mut [u8]) -> Result<&'t str, Error> {
    match word.text() {
        Some(text) => Ok(text),
        None => core::str::from_utf8(word.decode(memory)?).map_err(|_| Error::new(ErrorKind::HttpValue, 0)),
    }
}
