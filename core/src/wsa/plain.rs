//! The addressing headers that most messages have, to be written.

use super::names::{Header, Version};
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Writer};
use crate::xml::WriteError;
use crate::{Error, ErrorKind};

/// The addressing headers of a message whose endpoint references are addresses and nothing else. Where flash is short
/// it takes the place of [`Properties`](super::Properties), which has all that the standard allows.
#[derive(Clone, Copy, Default)]
pub struct Plain<'a> {
    /// The version.
    pub version: Version,
    /// What the message asks for, or answers. Must be there.
    pub action: &'a str,
    /// The id of the message; [`message_id`](super::message_id) makes one.
    pub message_id: Option<&'a str>,
    /// The id of the request that this message answers.
    pub in_reply_to: Option<&'a str>,
    /// The address of the receiver.
    pub to: Option<&'a str>,
    /// Where the reply goes.
    pub reply_to: Option<&'a str>,
    /// Where a fault goes.
    pub fault_to: Option<&'a str>,
    /// Where the message comes from.
    pub from: Option<&'a str>,
    /// Whether every addressing header must be understood.
    pub must_understand: bool,
}

impl Plain<'_> {
    /// Writes the headers, in the order of [`Header::ORDER`]. Repeat it on [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Before anything is written: [`MessageAddressingHeaderRequired`](ErrorKind::MessageAddressingHeaderRequired), no
    /// action; [`InvalidArgument`](ErrorKind::InvalidArgument), an endpoint reference with an empty address. Those of
    /// [`Writer::header_block`].
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let action = Some(self.action);
        let texts = [action, self.message_id, self.in_reply_to, self.to, self.reply_to, self.fault_to, self.from];
        let headers = || Header::ORDER.iter().zip(texts).filter_map(|(header, text)| Some((*header, text?)));
        let wrong = if self.action.is_empty() {
            Some(ErrorKind::MessageAddressingHeaderRequired)
        } else {
            let mut headers = headers();
            headers.any(|(header, text)| header.is_epr() && text.is_empty()).then_some(ErrorKind::InvalidArgument)
        };
        if let Some(kind) = wrong {
            return Err(Error::new(kind, writer.written()).into());
        }
        let block = BlockAttributes { must_understand: self.must_understand, ..BlockAttributes::default() };
        let uri = self.version.uri();
        writer.sequence(|steps| {
            for (header, text) in headers() {
                steps.header_block(uri, header.local(), &block);
                if header.is_epr() {
                    steps.leaf(uri, "Address", text);
                } else {
                    steps.text(text);
                }
                steps.end_item();
            }
        })
    }
}
