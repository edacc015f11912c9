//! What a response means for the call.

use super::call::{Call, Method, Pattern};
use crate::binding::charset;
use crate::http::value::MediaType;
use crate::http::{Framing, ResponseHead};
use crate::soap::Version;
use crate::xml::Encoding;
use crate::{Error, ErrorKind};

/// What is to be done with a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// Its body is an envelope.
    Envelope,
    /// There is nothing in it, and nothing is due.
    Empty,
    /// Credentials are asked for, by a proxy or by the server.
    Authenticate { proxy: bool },
    /// The request is to be sent elsewhere, by this method.
    Redirect(Method),
    /// It is no answer to the call.
    Wrong(ErrorKind),
}

/// Judges the head of a final response.
pub(super) fn judge(call: &Call<'_>, method: Method, head: &ResponseHead<'_>, framing: Framing) -> Verdict {
    let is_empty = framing == Framing::Length(0);
    match head.status {
        200..=299 if call.pattern == Pattern::OneWay => Verdict::Empty,
        200..=299 if is_empty => nothing(call),
        200..=299 => match media(call, head) {
            true => Verdict::Envelope,
            false => Verdict::Wrong(ErrorKind::UnexpectedMediaType),
        },
        307 | 308 => Verdict::Redirect(method),
        303 => Verdict::Redirect(Method::Get),
        301 | 302 if call.redirects.repeat_moved => Verdict::Redirect(method),
        301 | 302 => Verdict::Wrong(ErrorKind::Redirected),
        401 => Verdict::Authenticate { proxy: false },
        407 => Verdict::Authenticate { proxy: true },
        _ => failure(call, head, framing),
    }
}

/// What an empty response means.
pub(super) fn nothing(call: &Call<'_>) -> Verdict {
    match call.pattern {
        Pattern::RequestResponse => Verdict::Wrong(ErrorKind::NoReply),
        Pattern::OneWay | Pattern::Either => Verdict::Empty,
    }
}

/// What a response means whose status says that the call has failed: a fault, if it is a SOAP message.
pub(super) fn failure(call: &Call<'_>, head: &ResponseHead<'_>, framing: Framing) -> Verdict {
    let silent = call.pattern == Pattern::OneWay || framing == Framing::Length(0) || head.status < 400;
    match !silent && head.fields.value("Content-Type").is_some() && media(call, head) {
        true => Verdict::Envelope,
        false => Verdict::Wrong(ErrorKind::UnexpectedStatus),
    }
}

/// Whether the media type is that of a message. Its parameters are for who reads the message.
fn media(call: &Call<'_>, head: &ResponseHead<'_>) -> bool {
    let Some(value) = head.fields.value("Content-Type") else { return !call.strict };
    let is = |version: Version| MediaType::is_of(value, version.media_type());
    match call.strict {
        true => is(call.version),
        false => is(Version::Soap11) || is(Version::Soap12),
    }
}

/// The encoding that the media type of a response tells.
pub(super) fn encoding(head: &ResponseHead<'_>) -> Result<Option<Encoding>, Error> {
    let media_type = head.fields.value("Content-Type").map(MediaType::parse_unquoted).transpose()?;
    match media_type.and_then(|media_type| media_type.charset()) {
        Some(charset) => match charset::encoding(&charset) {
            Some(encoding) => Ok(Some(encoding)),
            None => Err(Error::new(ErrorKind::UnsupportedEncoding, 0)),
        },
        None => Ok(None),
    }
}
