//! The head of a request, judged.

use super::application::{Asked, Judge, Refusal};
use super::exchange::{Exchange, Phase, Step};
use super::media::Media;
use super::options::{Options, path};
use super::response::Answer;
use crate::binding::charset;
use crate::http::{BodyReader, Fields, Framing, HttpVersion, RequestHead};
use crate::soap::Version;
use crate::{Error, ErrorKind, Limit};

/// What is known of a request by its head.
#[derive(Clone, Copy, Default)]
pub(super) struct Judged {
    /// Bytes of it were received.
    pub(super) begun: bool,
    /// The connection may be kept.
    pub(super) keep: bool,
    /// The client speaks HTTP/1.1.
    pub(super) http11: bool,
    /// The method is HEAD.
    pub(super) head: bool,
    /// The client waits to be told to go on.
    pub(super) waits: bool,
    /// The version of SOAP that goes with the media type.
    pub(super) version: Option<Version>,
    /// The length of the body, if the head says it.
    pub(super) length: Option<u64>,
}

impl<'a> Exchange<'_, 'a> {
    /// Reads the head and judges it.
    #[inline(never)]
    pub(super) fn read_head(&mut self, judge: &mut dyn Judge) -> Result<Option<Step<'a>>, Refusal> {
        self.judged.begun |= !self.message.incoming.is_empty();
        match self.message.incoming.head(|input, last| self.head.read(input, last)) {
            Ok(true) => {}
            Ok(false) => return Ok(Some(Step::Receive)),
            Err(error) if error.kind == ErrorKind::ConnectionClosed => {
                self.phase = Phase::Finished;
                return Ok(None);
            }
            Err(error) => return Err(error.into()),
        }
        let head = self.head.request()?;
        let framing = Framing::of_request(&head)?;
        let (length, limit) = (length_of(framing), self.options.envelope.limits.message_bytes);
        // A body that is refused for its length is dropped without another limit.
        let limit = if length.is_some_and(|length| length > limit) { u64::MAX } else { limit };
        self.message.body = BodyReader::new(framing, limit, &mut []);
        self.judged = Judged {
            begun: true,
            keep: head.keeps_alive(),
            http11: head.version == HttpVersion::Http11,
            head: head.method == "HEAD",
            waits: false,
            version: head.fields.value("SOAPAction").map(|_| Version::Soap11),
            length,
        };
        let media = Media::of(&head.fields, self.options.strict)?;
        self.judged.version = media.version.or(self.judged.version);
        if matches!(head.method, "GET" | "HEAD") && judge.page(&head).is_some() {
            self.answer = Answer::Page;
            self.phase = Phase::Drain;
            return Ok(None);
        }
        // Before the client is told to go on all that can be judged without the body is judged.
        self.judged.waits = self.judged.http11 && self.judged.length != Some(0) && expects(&head.fields);
        self.service = self.options.services.find(path(head.target));
        check(&self.options, &head, &media, self.judged.length)?;
        if self.service.is_none() {
            return Err(Refusal::new(404, ErrorKind::DestinationUnreachable));
        }
        judge.admit(&head)?;
        if let Some(asked) = if length == Some(0) { judge.asked(&head) } else { None } {
            (self.answer, self.judged.version) = match asked {
                Asked::Message(version) => (Answer::Reply, Some(version)),
                Asked::Nothing => (Answer::Empty(204), None),
            };
            self.phase = Phase::Drain;
            return Ok(None);
        }
        if let Some(charset) = media.charset {
            let encoding = charset::encoding(&charset).ok_or(UNREADABLE)?;
            self.message.reader.set_encoding(encoding).map_err(|_| UNREADABLE)?;
        }
        self.phase = Phase::Envelope;
        let waits = core::mem::take(&mut self.judged.waits) && self.message.incoming.is_empty();
        Ok(waits.then_some(Step::Continue))
    }
}

/// A body in an encoding that is not read here. RFC 9110, 15.5.16.
const UNREADABLE: Refusal = Refusal::new(415, ErrorKind::UnsupportedEncoding);

fn length_of(framing: Framing) -> Option<u64> {
    if let Framing::Length(length) = framing { Some(length) } else { None }
}

/// Whether there is an expectation. RFC 9110, 10.1.1.
fn expects(fields: &Fields<'_>) -> bool {
    fields.value("Expect").is_some()
}

/// Holds the head against what is served.
fn check(options: &Options<'_>, head: &RequestHead<'_>, media: &Media<'_>, length: Option<u64>) -> Result<(), Refusal> {
    let http11 = head.version == HttpVersion::Http11;
    if head.fields.values("Host").count() != 1 && http11 {
        return Err(Error::new(ErrorKind::HttpSyntax, 0).into());
    }
    if head.method != "POST" {
        return Err(Error::new(ErrorKind::MethodNotAllowed, 0).into());
    }
    if http11 && !head.fields.values("Expect").all(|value| value.eq_ignore_ascii_case(b"100-continue")) {
        return Err(Error::new(ErrorKind::ExpectationFailed, 0).into());
    }
    if !head.fields.values("Content-Encoding").all(|value| value.eq_ignore_ascii_case(b"identity")) {
        return Err(Refusal::new(415, ErrorKind::HttpCoding));
    }
    // What is not there has no media type.
    if media.version.is_none() && (media.present || options.strict && length != Some(0)) {
        return Err(Error::new(ErrorKind::UnexpectedMediaType, 0).into());
    }
    if options.length_required && head.fields.value("Content-Length").is_none() {
        return Err(Error::new(ErrorKind::LengthRequired, 0).into());
    }
    match length {
        Some(length) if length > options.envelope.limits.message_bytes => {
            Err(Error::limit(Limit::MessageBytes, length, 0).into())
        }
        _ => Ok(()),
    }
}
