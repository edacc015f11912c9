//! The body of a request, read.

use super::application::{Judge, Received, Refusal};
use super::exchange::{Exchange, Phase, Step};
use super::media::Media;
use super::message::MessageReader;
use super::options::Found;
use crate::http::value::Word;
use crate::soap::{self, Event, QName, Request, Section};
use crate::{Error, ErrorKind};

impl<'a> Exchange<'_, 'a> {
    /// Reads the header blocks, and finds the operation when the body entry opens.
    #[inline(never)]
    pub(super) fn read_envelope(&mut self, judge: &mut dyn Judge) -> Result<Option<Step<'a>>, Refusal> {
        while !self.headers.is_done() {
            let MessageReader { incoming, body, reader, .. } = &mut self.message;
            if !incoming.has_piece(body)? {
                return Ok(Some(Step::Receive));
            }
            let headers = &mut self.headers;
            incoming.give(body.is_done(), |input, last| headers.read(reader, input, last, judge.node()))?;
        }
        let (start, step) = loop {
            let Some((start, step)) = self.message.advance()? else { return Ok(Some(Step::Receive)) };
            match self.message.reader.event(step, self.message.incoming.piece(start)) {
                Event::BodyEntry(_) | Event::Fault(_) | Event::Close(Section::Body, _) => break (start, step),
                _ => {}
            }
        };
        (self.message.event, self.message.entry) = (Some((start, step)), true);
        let (call, found) = self.dispatch(judge)?;
        self.call = call;
        found.map_err(|error| Refusal::of(error, self.call.as_ref()))?;
        let early = self.options.accepts_early && self.call.is_some_and(|call| call.operation.one_way);
        self.phase = if early { Phase::Respond } else { Phase::Handle };
        Ok(None)
    }

    /// Finds the operation that the message calls.
    #[inline(never)]
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
        let start = self.message.reader.start();
        let offset = start.map_or(self.message.reader.offset(), |start| start.offset());
        let Some(service) = self.service else { return Err(Error::new(ErrorKind::InvalidArgument, 0)) };
        let entry = start.map(|start| QName::from(start.name()));
        Ok(self.options.services.dispatch(service, &request, entry, offset))
    }

    /// Reads the message to its end: an answer to half a message is no answer.
    #[inline(never)]
    pub(super) fn read_rest(&mut self) -> Result<Option<Step<'a>>, Refusal> {
        loop {
            self.message.reader.skip();
            match self.message.advance()? {
                None => return Ok(Some(Step::Receive)),
                Some((_, soap::Step { kind: soap::Kind::Finished, .. })) => {
                    self.phase = Phase::Drain;
                    return Ok(None);
                }
                Some(_) => {}
            }
        }
    }

    /// Drops what is left of the body, so that the next request can be read; when that is too much, or never comes, the
    /// connection will be closed.
    #[inline(never)]
    pub(super) fn drop_rest(&mut self) -> Option<Step<'a>> {
        let mut left = self.drain;
        let long = self.judged.length.is_some_and(|length| length.saturating_sub(self.message.body.offset()) > left);
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
            match self.message.incoming.has_piece(&mut self.message.body) {
                Ok(true) => {}
                Ok(false) => return false,
                Err(_) => {
                    self.judged.keep = false;
                    return false;
                }
            }
            let dropped = self.message.incoming.give(false, |input, _| core::mem::take(input).len());
            match left.checked_sub(dropped as u64) {
                Some(rest) => *left = rest,
                None => self.judged.keep = false,
            }
            if self.message.body.is_done() || !self.judged.keep {
                return true;
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
