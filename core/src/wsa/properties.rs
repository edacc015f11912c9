//! The addressing headers of a message, to be written.

use super::check::is_kept_parameter;
use super::epr::{Epr, Parameters};
use super::names::{Header, Version};
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Sequence, Writer};
use crate::xml::WriteError;
use crate::{Error, ErrorKind};

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
    /// Writes the headers, in the order of [`Header::ORDER`], then the reference parameters of the receiver. Repeat it on
    /// [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Before anything is written: [`MessageAddressingHeaderRequired`](ErrorKind::MessageAddressingHeaderRequired), no
    /// action. [`InvalidArgument`](ErrorKind::InvalidArgument): an endpoint reference with an empty address; a reference
    /// parameter without a namespace or in one of SOAP or WS-Addressing. [`LeftOut`](ErrorKind::LeftOut), in the lean
    /// build: 2004/08, or a receiver with reference parameters. Those of [`Writer::header_block`].
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        self.write_with(writer, self.check(), &|steps| self.emit_parameters(steps))
    }

    /// The same for a message without a receiver, such as a request to an address: what only a receiver needs is not in
    /// the flash of a program that writes no other.
    ///
    /// # Errors
    /// Those of [`write`](Properties::write); [`InvalidArgument`](ErrorKind::InvalidArgument) also for a receiver.
    pub fn write_plain<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let checked = if self.receiver.is_none() { self.check_own() } else { Err(ErrorKind::InvalidArgument) };
        self.write_with(writer, checked, &|_| ())
    }

    #[inline(never)]
    fn write_with<S: Sink>(
        &self,
        writer: &mut Writer<'_, S>,
        checked: Result<(), ErrorKind>,
        more: &dyn Fn(&mut Sequence<'_, '_, S>),
    ) -> Result<(), WriteError> {
        checked.map_err(|kind| Error::new(kind, writer.written()))?;
        let block = BlockAttributes { must_understand: self.must_understand, ..BlockAttributes::default() };
        writer.sequence(|steps| {
            for &header in Header::ORDER {
                self.emit(steps, header, &block);
            }
            more(steps);
        })
    }

    pub(super) fn check(&self) -> Result<(), ErrorKind> {
        self.check_own()?;
        if !crate::COMPLETE {
            return self.parameters().next().map_or(Ok(()), |_| Err(ErrorKind::LeftOut));
        }
        let fits = self.parameters().all(|element| is_kept_parameter(&element, &[]));
        if fits { Ok(()) } else { Err(ErrorKind::InvalidArgument) }
    }

    fn check_own(&self) -> Result<(), ErrorKind> {
        let is_empty = |address: Option<&str>| address.is_some_and(str::is_empty);
        if self.version != self.version.known() {
            Err(ErrorKind::LeftOut)
        } else if self.action.is_empty() {
            Err(ErrorKind::MessageAddressingHeaderRequired)
        } else if is_empty(self.reply_to) || is_empty(self.fault_to) || is_empty(self.from) {
            Err(ErrorKind::InvalidArgument)
        } else {
            Ok(())
        }
    }

    /// Writes this header, if there is one.
    pub(super) fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, header: Header, block: &BlockAttributes<'_>) {
        let Some(text) = self.text(header) else { return };
        let uri = self.version.uri();
        steps.header_block(uri, header.local(), block);
        match header.is_epr() {
            true => steps.leaf(uri, "Address", text),
            false => steps.text(text),
        }
        steps.end_item();
    }

    /// Writes the reference parameters of the receiver that were read.
    pub(super) fn emit_parameters<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        for element in self.parameters().filter(|_| crate::COMPLETE) {
            steps.kept_block(&element, self.version.reference_parameter());
        }
    }

    fn parameters(&self) -> Parameters<'a> {
        self.receiver.map(|receiver| receiver.parameters()).unwrap_or_default()
    }

    fn text(&self, header: Header) -> Option<&'a str> {
        match header {
            Header::Action => Some(self.action),
            Header::To => self.to,
            Header::MessageId => self.message_id,
            Header::RelatesTo => self.in_reply_to,
            Header::ReplyTo => self.reply_to,
            Header::FaultTo => self.fault_to,
            Header::From => self.from,
            Header::FaultDetail => None,
        }
    }
}
