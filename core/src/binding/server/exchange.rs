//! One request and its response.

use super::application::{Judge, Outcome, Received, Refusal};
use super::head::Judged;
use super::message::MessageReader;
use super::options::{Called, Memory, Options};
use super::response::Answer;
use crate::binding::{Incoming, Unread, error_status};
use crate::http::{BodyReader, Framing, HeadReader};
use crate::soap::{HeaderReader, Reader, Version};
use crate::{Error, ErrorKind};

/// One request and its response, without the transport: says what is to be done next, and is told what was done.
///
/// | [`step`](Exchange::step) says | to be done | then |
/// |---|---|---|
/// | [`Receive`](Step::Receive) | receive bytes into the [`room`](MessageReader::room) of the [`message`](Exchange::message) | [`received`](MessageReader::received) |
/// | [`Continue`](Step::Continue) | send [`CONTINUE`](Exchange::CONTINUE) | |
/// | [`Handle`](Step::Handle) | call the operation, [`handling`](Exchange::handling) | [`outcome`](Exchange::outcome) |
/// | [`Respond`](Step::Respond) | send the [`response`](Exchange::response) | [`responded`](Exchange::responded) |
/// | [`Finished`](Step::Finished) | keep the connection, or close it | |
///
/// After `Finished` that keeps the connection [`unread`](Exchange::unread) is what the next exchange begins with.
pub struct Exchange<'m, 'a> {
    pub(super) options: Options<'a>,
    pub(super) message: MessageReader<'m>,
    pub(super) head: HeadReader<'m>,
    pub(super) headers: HeaderReader<'m>,
    pub(super) output: &'m mut [u8],
    pub(super) phase: Phase,
    pub(super) judged: Judged,
    pub(super) service: Option<usize>,
    pub(super) call: Option<Called<'a>>,
    pub(super) answer: Answer,
    /// Whether a response was sent, or begun.
    pub(super) responded: bool,
    /// Bytes of the body that are still dropped.
    pub(super) drain: u64,
    /// The workspace, once the reader gave it back.
    pub(super) workspace: &'m mut [u8],
}

/// What is to be done next.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Step<'a> {
    /// Receive bytes.
    Receive,
    /// Tell the client to go on.
    Continue,
    /// Call this operation.
    Handle(Called<'a>),
    /// Send the response.
    Respond,
    /// Nothing. Whether the connection is kept.
    Finished(bool),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    Head,
    Envelope,
    Handle,
    /// The operation was called, or will not be; what is left of the body is read.
    Rest,
    /// What is left of the body is dropped.
    Drain,
    Respond,
    Finished,
}

impl<'m, 'a> Exchange<'m, 'a> {
    /// What is sent to a client that waits for it. RFC 9110, 15.2.1.
    pub const CONTINUE: &'static [u8] = b"HTTP/1.1 100 Continue\r\n\r\n";

    /// The next exchange of a connection, on which this was received and not read.
    #[inline(never)]
    pub fn new(memory: Memory<'m>, options: Options<'a>, unread: Unread) -> Self {
        let mut reader = Reader::with_options(memory.workspace, options.envelope);
        if options.encodings {
            reader.accept_encodings();
        }
        Exchange {
            options,
            message: MessageReader {
                incoming: Incoming::new(memory.input, unread),
                body: BodyReader::new(Framing::Length(0), 0, &mut []),
                reader,
                event: None,
                entry: false,
                failure: None,
                broken: false,
            },
            head: HeadReader::new(memory.head),
            headers: HeaderReader::new(memory.store),
            output: memory.output,
            phase: Phase::Head,
            judged: Judged::default(),
            service: None,
            call: None,
            answer: Answer::Empty(202),
            responded: false,
            drain: options.drain,
            workspace: &mut [],
        }
    }

    /// Goes on as far as it can with what was received.
    #[inline(never)]
    pub fn step(&mut self, judge: &mut dyn Judge) -> Step<'a> {
        loop {
            let step = match self.phase {
                Phase::Head => self.read_head(judge),
                Phase::Envelope => self.read_envelope(judge),
                Phase::Handle => match self.call {
                    Some(call) => Ok(Some(Step::Handle(call))),
                    None => Err(Error::new(ErrorKind::InvalidArgument, 0).into()),
                },
                Phase::Rest => self.read_rest(),
                Phase::Drain => Ok(self.drop_rest()),
                Phase::Respond => Ok(Some(Step::Respond)),
                Phase::Finished => Ok(Some(Step::Finished(self.judged.keep))),
            };
            match step {
                Ok(Some(step)) => return step,
                Ok(None) => {}
                Err(refusal) => self.refuse(refusal),
            }
        }
    }

    /// What is received: where to, and how much there was. Once a [`Handle`](Step::Handle) was said it reads the Body.
    pub fn message(&mut self) -> &mut MessageReader<'m> {
        &mut self.message
    }

    /// The request and the reader of its Body, for the operation that is called.
    pub fn handling(&mut self) -> Option<(Received<'_>, &mut MessageReader<'m>)> {
        let (version, call) = (self.version(), self.call);
        let received = Received { head: self.head.request().ok()?, headers: self.headers.headers(), version, call };
        Some((received, &mut self.message))
    }

    /// Nothing was received in time: 408, unless nothing of a request was. RFC 9110, 15.5.9.
    pub fn timed_out(&mut self) {
        self.judged.keep = false;
        match self.phase {
            Phase::Head if !self.judged.begun => self.phase = Phase::Finished,
            // It is refused for a better reason already.
            Phase::Drain => {}
            _ => self.refuse(Refusal::new(408, ErrorKind::HttpTruncated)),
        }
    }

    /// The connection is broken: nothing can be received or sent any more.
    pub fn broken(&mut self) {
        self.judged.keep = false;
        self.phase = Phase::Finished;
    }

    /// The operation was called, and this came of it. An error of the message counts more: what was not read of it is
    /// read now.
    pub fn outcome(&mut self, outcome: Outcome) {
        if self.phase != Phase::Handle {
            return;
        }
        if self.message.broken {
            return self.broken();
        }
        self.phase = Phase::Rest;
        let one_way = self.call.is_some_and(|call| call.operation.one_way);
        self.answer = match (self.message.failure, outcome) {
            (Some(refusal), _) | (None, Outcome::Refused(refusal)) => return self.refuse(refusal),
            (None, Outcome::Fault(_)) if one_way => Answer::Empty(self.failed_status()),
            (None, Outcome::Fault(code)) => Answer::Fault(code),
            (None, Outcome::Reply) if !one_way => Answer::Reply,
            _ => Answer::Empty(202),
        };
    }

    /// What was received beyond this exchange.
    pub fn unread(&self) -> Unread {
        self.message.incoming.unread()
    }

    /// The version of the answer: that of the message or, as long as that is not known, of its media type.
    pub(super) fn version(&self) -> Version {
        let mismatch = matches!(self.message.reader.error(), Some(error) if error.kind == ErrorKind::VersionMismatch);
        match self.judged.version {
            Some(version) if self.message.reader.version().is_none() && !mismatch => version,
            _ => self.message.reader.reply_version(),
        }
    }

    /// The status of a one-way message that failed.
    pub(super) fn failed_status(&self) -> u16 {
        if self.options.tells_failure { 500 } else { 202 }
    }

    /// Answers this instead of what was to be answered, if it is not too late.
    #[inline(never)]
    pub(super) fn refuse(&mut self, refusal: Refusal) {
        // Where the framing is in doubt nobody knows what follows.
        self.judged.keep &= error_status(&refusal.error) != Some(400) && refusal.status != 408;
        if !self.responded {
            self.answer = Answer::Refused(refusal);
        }
        self.phase = Phase::Drain;
    }
}
