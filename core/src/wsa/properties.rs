//! The addressing headers of a message, to be written.

use super::address::Way;
use super::epr::Epr;
use super::names::Version;
use super::values::Values;
use crate::buf::Sink;
use crate::soap::Writer;
use crate::xml::{Str, WriteError};

/// The addressing headers of a message. The default has none; the action must be set. What few messages have is in
/// [`Extras`](super::Extras).
#[derive(Clone, Copy, Default)]
pub struct Properties<'a> {
    /// The version.
    pub version: Version,
    /// What the message asks for, or answers.
    pub action: &'a str,
    /// The id of the message; [`message_id`](super::message_id) makes one.
    pub message_id: Option<&'a str>,
    /// The id of the request that this message answers.
    pub in_reply_to: Option<&'a str>,
    /// The address of the receiver. 1.0 may leave it out where it is anonymous.
    pub to: Option<&'a str>,
    /// The address the reply goes to.
    pub reply_to: Option<&'a str>,
    /// The address a fault goes to.
    pub fault_to: Option<&'a str>,
    /// The address the message comes from.
    pub from: Option<&'a str>,
    /// The endpoint reference of the receiver, of which all reference parameters become header blocks.
    pub receiver: Option<Epr<'a>>,
    /// Whether every addressing header must be understood.
    pub must_understand: bool,
}

impl<'a> Properties<'a> {
    /// Writes the headers, in the order of [`Header::ORDER`](super::Header::ORDER), then the reference parameters of the
    /// receiver. Repeat it on [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Before anything is written: [`MessageAddressingHeaderRequired`](crate::ErrorKind::MessageAddressingHeaderRequired),
    /// no action. [`InvalidArgument`](crate::ErrorKind::InvalidArgument): an endpoint reference with an empty address; a
    /// reference parameter without a namespace or in one of SOAP or WS-Addressing.
    /// [`LeftOut`](crate::ErrorKind::LeftOut), in the lean build: 2004/08, or a receiver with reference parameters. Those of
    /// [`Writer::header_block`].
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let written = self.values().write(writer);
        writer.outcome(written)
    }

    /// The same for a message without a receiver, such as a request to an address: what only a receiver needs is not in
    /// the flash of a program that writes no other.
    ///
    /// # Errors
    /// Those of [`write`](Properties::write); [`InvalidArgument`](crate::ErrorKind::InvalidArgument) also for a receiver.
    pub fn write_plain<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let written = self.values().write_plain(writer);
        writer.outcome(written)
    }

    /// The same, with the texts in one array.
    pub(super) fn values(&self) -> Values<'a> {
        let Properties { version, action, message_id, in_reply_to, to, reply_to, fault_to, from, .. } = *self;
        Values {
            version,
            must_understand: self.must_understand,
            way: Way::default(),
            texts: [Some(action), message_id, in_reply_to, to, reply_to, fault_to, from]
                .map(|text| text.map(Str::from)),
            receiver: self.receiver,
        }
    }
}

impl<'a> From<&Values<'a>> for Properties<'a> {
    fn from(values: &Values<'a>) -> Self {
        let [action, message_id, in_reply_to, to, reply_to, fault_to, from] =
            values.texts.map(|text| text.map(Str::as_str));
        Properties {
            version: values.version,
            action: action.unwrap_or_default(),
            message_id,
            in_reply_to,
            to,
            reply_to,
            fault_to,
            from,
            receiver: values.receiver,
            must_understand: values.must_understand,
        }
    }
}
