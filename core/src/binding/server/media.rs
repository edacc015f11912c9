//! What the head of a request says of the message in its body.

use crate::http::Fields;
use crate::http::value::{MediaType, SoapAction, Word};
use crate::soap::Version;
use crate::{Error, ErrorKind};

/// The fields of a head that speak of a SOAP message. SOAP 1.1, 6; SOAP 1.2 Part 2, 7.1.4 and 7.5.1.
#[derive(Clone, Copy, Default)]
pub(super) struct Media<'h> {
    /// The version that goes with the media type.
    pub(super) version: Option<Version>,
    /// Whether there is a media type.
    pub(super) present: bool,
    pub(super) charset: Option<Word<'h>>,
    /// The SOAPAction, or the action of the media type.
    pub(super) action: Option<Word<'h>>,
}

impl<'h> Media<'h> {
    /// What the fields say. What is not in the quotes it needs is accepted where `strict` is not set.
    ///
    /// # Errors
    /// [`HttpValue`](ErrorKind::HttpValue): a field with a malformed value, or twice.
    pub(super) fn of(fields: &Fields<'h>, strict: bool) -> Result<Self, Error> {
        let wrong = || Error::new(ErrorKind::HttpValue, 0);
        let action = SoapAction::of(fields)?;
        if strict && matches!(action, SoapAction::Unquoted(_)) {
            return Err(wrong());
        }
        let mut values = fields.values("Content-Type");
        let Some(value) = values.next() else { return Ok(Media { action: action.word(), ..Media::default() }) };
        if values.next().is_some() {
            return Err(wrong());
        }
        let media = if strict { MediaType::parse(value) } else { MediaType::parse_unquoted(value) }?;
        let version = [Version::Soap11, Version::Soap12].into_iter().find(|version| media.is(version.media_type()));
        let action = if version == Some(Version::Soap12) { media.action() } else { action.word() };
        Ok(Media { version, present: true, charset: media.charset(), action })
    }
}
