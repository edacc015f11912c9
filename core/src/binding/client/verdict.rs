//! What a response means for the call.

use super::call::{Call, Pattern};
use crate::binding::charset;
use crate::http::ResponseHead;
use crate::http::value::MediaType;
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
    /// Credentials are asked for by the server, or by a proxy.
    ServerAsks,
    ProxyAsks,
    /// The request is to be sent elsewhere, as it is or as a GET.
    Moved,
    SeeOther,
    /// It is no answer to the call: there is none where one is due, it is no message, its status says so, or it is
    /// elsewhere.
    NoReply,
    WrongMediaType,
    WrongStatus,
    Elsewhere,
}

impl Verdict {
    /// Why it is no answer to the call.
    pub(super) fn error(self) -> Option<ErrorKind> {
        match self {
            Verdict::NoReply => Some(ErrorKind::NoReply),
            Verdict::WrongMediaType => Some(ErrorKind::UnexpectedMediaType),
            Verdict::WrongStatus => Some(ErrorKind::UnexpectedStatus),
            Verdict::Elsewhere => Some(ErrorKind::Redirected),
            _ => None,
        }
    }
}

/// Judges the head of a final response, whose body is known to be empty or is not.
#[cfg_attr(small, inline(never))]
pub(super) fn judge(call: &Call<'_>, head: &ResponseHead<'_>, is_empty: bool) -> Verdict {
    match head.status {
        200..=299 if call.pattern == Pattern::OneWay => Verdict::Empty,
        200..=299 if is_empty => nothing(call),
        200..=299 if media(call, head, !call.strict) => Verdict::Envelope,
        200..=299 => Verdict::WrongMediaType,
        307 | 308 => Verdict::Moved,
        303 => Verdict::SeeOther,
        301 | 302 if call.redirects.repeat_moved => Verdict::Moved,
        301 | 302 => Verdict::Elsewhere,
        401 => Verdict::ServerAsks,
        407 => Verdict::ProxyAsks,
        _ => failure(call, head, is_empty),
    }
}

/// What an empty response means.
pub(super) fn nothing(call: &Call<'_>) -> Verdict {
    match call.pattern {
        Pattern::RequestResponse => Verdict::NoReply,
        Pattern::OneWay | Pattern::Either => Verdict::Empty,
    }
}

/// What a response means whose status says that the call has failed: a fault, if it is a SOAP message.
pub(super) fn failure(call: &Call<'_>, head: &ResponseHead<'_>, is_empty: bool) -> Verdict {
    let silent = call.pattern == Pattern::OneWay || is_empty || head.status < 400;
    match !silent && media(call, head, false) {
        true => Verdict::Envelope,
        false => Verdict::WrongStatus,
    }
}

/// Whether the media type is that of a message, or `absent` where there is none. Its parameters are for who reads the
/// message.
fn media(call: &Call<'_>, head: &ResponseHead<'_>, absent: bool) -> bool {
    let Some(value) = head.fields.value("Content-Type") else { return absent };
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
