//! The response to a request.

use super::application::{Judge, Received, Refusal};
use super::exchange::{Exchange, Phase};
use crate::binding::{Outgoing, fault_status, reason};
use crate::http::{Framing, HeadWriter};
use crate::soap::{self, Fault, FaultCode, Gather, Reader, Reason, Reasons, Version};
use crate::xsd::integer;
use crate::{Error, Exceeded, Limit};

/// What a request is answered with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Answer {
    Reply,
    Fault(FaultCode),
    Empty(u16),
    Page,
    Refused(Refusal),
}

/// The body of a response that is to be written.
pub struct Body<'s> {
    /// What it is.
    pub content: Content<'s>,
    /// For its writer.
    pub workspace: &'s mut [u8],
    /// Its version, where it is a SOAP message.
    pub version: Version,
    /// The request; `None` when its head was no head.
    pub received: Option<Received<'s>>,
}

/// What the body of a response is.
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[allow(clippy::large_enum_variant, reason = "there is no heap to put a fault on")]
pub enum Content<'s> {
    /// A message of the application: a reply, or a fault of its own.
    Reply,
    /// A message that [`Writer::answer`](soap::Writer::answer) writes whole.
    Fault(soap::Answer<'s>),
    /// What [`Judge::page`] gives.
    Page,
    /// Nothing.
    Empty,
}

impl Exchange<'_, '_> {
    /// Whether the body of the response is to be counted before it is written; see [`Options`](super::Options).
    pub fn counts(&self) -> bool {
        self.options.counted && matches!(self.answer, Answer::Reply | Answer::Fault(_))
    }

    /// The body of the response, to be counted: before [`response`](Exchange::response).
    pub fn body(&mut self, judge: &mut dyn Judge) -> Body<'_> {
        self.parts(judge).0
    }

    /// The response: its head, written, and its body, to be written after it. `length` is how long the body is, if it
    /// was counted.
    ///
    /// # Errors
    /// Those of [`HeadWriter`], of [`Outgoing::new`], and of [`Judge::fields`]: the answer is
    /// [`unanswered`](Exchange::unanswered).
    #[inline(never)]
    pub fn response(&mut self, judge: &mut dyn Judge, length: Option<u64>) -> Result<(Outgoing<'_>, Body<'_>), Error> {
        let (framing, len, bodiless) = self.respond_head(judge, length)?;
        let (body, output) = self.parts(judge);
        let outgoing = if bodiless { Outgoing::head_only(output, len) } else { Outgoing::new(output, len, framing)? };
        Ok((outgoing, body))
    }

    /// Writes the head of the response; gives how its body ends, the length of the head, and whether there is no more.
    /// Apart, so that the stack of a fault is free again when another is made for the body.
    #[inline(never)]
    fn respond_head(&mut self, judge: &mut dyn Judge, length: Option<u64>) -> Result<(Framing, usize, bool), Error> {
        let version = self.version();
        let fault = self.fault(judge, version);
        let status = self.status(version, fault.as_ref());
        let framing = match length {
            _ if !self.is_message(fault.as_ref()) => Framing::Length(0),
            Some(length) => Framing::Length(length),
            None if crate::COMPLETE && self.judged.http11 => Framing::Chunked,
            None => Framing::UntilClose,
        };
        self.judged.keep &= framing != Framing::UntilClose;
        judge.answered(status, self.error().as_ref());
        let (framing, len) = self.write_head(judge, version, status, framing)?;
        // A response that says that it has no content says no length. RFC 9110, 8.6.
        Ok((framing, len, self.judged.head || status == 204))
    }

    fn is_message(&self, fault: Option<&Fault<'_>>) -> bool {
        matches!(self.answer, Answer::Reply | Answer::Fault(_)) || fault.is_some()
    }

    /// The body of the response, and the memory to send it from. The reader ends where a message is written.
    fn parts(&mut self, judge: &mut dyn Judge) -> (Body<'_>, &mut [u8]) {
        let version = self.version();
        let fault = self.fault(judge, version);
        if self.is_message(fault.as_ref()) && self.workspace.is_empty() {
            let reader = core::mem::replace(&mut self.message.reader, Reader::new(&mut []));
            (self.workspace, self.judged.version) = (reader.into_workspace(), Some(version));
        }
        let (headers, call) = (self.headers.headers(), self.call);
        let exceeded = self.error().and_then(|error| error.exceeded);
        let exceeded = exceeded.filter(|exceeded| {
            self.workspace.len() > NEEDED && fault.is_some_and(|fault| fault.reason() == exceeded.limit.name())
        });
        let room = if exceeded.is_some() { NEEDED } else { 0 };
        let (text, workspace) = self.workspace.split_at_mut_checked(room).unwrap_or_default();
        let content = match (self.answer, fault) {
            _ if self.judged.head => Content::Empty,
            (Answer::Reply | Answer::Fault(_), _) => Content::Reply,
            (Answer::Page, _) => Content::Page,
            (_, None) => Content::Empty,
            (_, Some(fault)) => {
                let reasons = exceeded.map_or(fault.reasons, |exceeded| needed(text, &exceeded));
                let fault = Fault { reasons, ..fault };
                Content::Fault(soap::Answer::with_fault(fault, self.options.envelope.versions, Some(headers)))
            }
        };
        let received = self.head.request().ok().map(|head| Received { head, headers, version, call });
        (Body { content, workspace, version, received }, self.output)
    }

    /// The response was sent, whole. Where it was not, the exchange is [`broken`](Exchange::broken): a client must not
    /// take half an answer for one.
    pub fn responded(&mut self) {
        let early = !self.responded && self.message.entry && matches!(self.answer, Answer::Empty(202));
        self.responded = true;
        self.phase = if early { Phase::Handle } else { Phase::Finished };
    }

    /// The response could not be written, and nothing of it was sent: the error is answered instead.
    pub fn unanswered(&mut self, error: Error) {
        match self.answer {
            Answer::Empty(_) => self.broken(),
            Answer::Refused(_) => self.answer = Answer::Empty(500),
            _ => self.refuse(Refusal { status: 500, error }),
        }
    }

    /// The error that is answered.
    fn error(&self) -> Option<Error> {
        match self.answer {
            Answer::Refused(refusal) => Some(refusal.error),
            _ => None,
        }
    }

    /// The fault that answers it; `None` where there is none, or nobody to be told.
    fn fault(&self, judge: &mut dyn Judge, version: Version) -> Option<Fault<'static>> {
        let error = self.error().filter(|_| !self.judged.head)?;
        let fault = match self.service {
            Some(service) => self.options.services.fault(service, version, &error, self.call.as_ref())?,
            None => Fault::for_error(version, &error),
        };
        let (headers, call) = (self.headers.headers(), self.call);
        let received = self.head.request().ok().map(|head| Received { head, headers, version, call });
        Some(judge.fault(received.as_ref(), version, &error).unwrap_or(fault))
    }

    fn status(&self, version: Version, fault: Option<&Fault<'_>>) -> u16 {
        match (self.answer, fault) {
            (Answer::Refused(Refusal { status, .. }), _) if status != 0 => status,
            (Answer::Refused(_), Some(fault)) => fault_status(version, fault.fault_code()),
            (Answer::Refused(_), None) => self.failed_status(),
            (Answer::Fault(code), _) => fault_status(version, code),
            (Answer::Empty(status), _) => status,
            (Answer::Reply | Answer::Page, _) => 200,
        }
    }

    /// Writes the head, without its framing; gives that, and the length of the head.
    fn write_head(
        &mut self,
        judge: &mut dyn Judge,
        version: Version,
        status: u16,
        mut framing: Framing,
    ) -> Result<(Framing, usize), Error> {
        let request = self.head.request().ok();
        let mut head = HeadWriter::response(self.output, status, reason(status));
        match (self.answer, request) {
            (Answer::Page, Some(request)) => {
                let page = judge.page(&request).unwrap_or_default();
                head.field("Content-Type", page.media_type)?;
                framing = Framing::Length(page.content.len() as u64);
                if self.judged.head {
                    head.field_number("Content-Length", page.content.len() as u64)?;
                }
            }
            _ if framing == Framing::Length(0) => {}
            _ => head.field_parts("Content-Type", &[version.media_type(), "; charset=utf-8"])?,
        }
        if status == 405 {
            let page = request.is_some_and(|request| judge.page(&request).is_some());
            head.field("Allow", if page { "POST, GET, HEAD" } else { "POST" })?;
        }
        match (self.judged.keep, self.judged.http11) {
            (false, _) => head.field("Connection", "close")?,
            (true, false) => head.field("Connection", "keep-alive")?,
            (true, true) => {}
        }
        judge.fields(status, &mut head)?;
        Ok((framing, head.finish()?.0.len()))
    }
}

/// Bytes of the workspace that hold the reason of a fault about a limit.
const NEEDED: usize = 64;

/// The reason that tells how much was needed, so that a client can send less.
fn needed<'t>(memory: &'t mut [u8], exceeded: &Exceeded) -> Reasons<'t> {
    let mut text = Gather::new(memory);
    for part in [exceeded.limit.name(), " limit exceeded: ", &integer::emit(exceeded.needed), " needed"] {
        text.push(part);
    }
    let text = text.finish(Limit::Output).unwrap_or(exceeded.limit.name().into());
    Reason { text, lang: None }.into()
}
