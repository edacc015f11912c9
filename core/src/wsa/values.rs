//! The addressing headers of a message as an array, to be written.

use super::address::Way;
use super::check::is_kept_parameter;
use super::epr::{Epr, Parameters};
use super::names::{Header, Version};
use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Sequence, Writer};
use crate::xml::{Call, Str, Taken};

/// The addressing headers of a message: [`Properties`](super::Properties), as C has them.
#[doc(hidden)]
#[derive(Clone, Copy, Default)]
pub struct Values<'a> {
    pub version: Version,
    pub must_understand: bool,
    /// Which way an answer goes; not looked at when writing.
    pub way: Way,
    /// The texts by their places in [`Header::ORDER`], of endpoint references the addresses.
    pub texts: [Option<Str<'a>>; Header::ORDER.len()],
    pub receiver: Option<Epr<'a>>,
}

impl<'a> Values<'a> {
    /// As [`Properties::write`](super::Properties::write).
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        self.write_with(writer, self.check(), &|steps| self.emit_parameters(steps))
    }

    /// As [`Properties::write_plain`](super::Properties::write_plain).
    pub fn write_plain<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        let checked = if self.receiver.is_none() { self.check_own() } else { Err(ErrorKind::InvalidArgument) };
        self.write_with(writer, checked, &|_| ())
    }

    #[inline(never)]
    fn write_with<S: Sink>(
        &self,
        writer: &mut Writer<'_, S>,
        checked: Result<(), ErrorKind>,
        more: &dyn Fn(&mut Sequence<'_, '_, S>),
    ) -> Taken {
        checked.map_err(|kind| writer.document().refuse(kind))?;
        let block = BlockAttributes { must_understand: self.must_understand, ..BlockAttributes::default() };
        writer.in_sequence(&mut |steps| {
            for (&header, &text) in Header::ORDER.iter().zip(&self.texts) {
                self.emit(steps, header, text, &block);
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
        let [action, _, _, _, addresses @ ..] = &self.texts;
        if self.version != self.version.known() {
            Err(ErrorKind::LeftOut)
        } else if action.is_none_or(|action| action.is_empty()) {
            Err(ErrorKind::MessageAddressingHeaderRequired)
        } else if addresses.iter().flatten().any(|address| address.is_empty()) {
            Err(ErrorKind::InvalidArgument)
        } else {
            Ok(())
        }
    }

    /// Writes this header, if there is a text for it.
    #[cfg_attr(small, inline(always))]
    pub(super) fn emit<S: Sink>(
        &self,
        steps: &mut Sequence<'_, '_, S>,
        header: Header,
        text: Option<Str<'_>>,
        block: &BlockAttributes<'_>,
    ) {
        let Some(text) = text else { return };
        let uri = self.version.uri();
        steps.header_block(uri, header.local(), block);
        match header.is_epr() {
            true => steps.value(uri, "Address", text),
            false => steps.content(Call::TEXT, text.as_bytes()),
        }
        steps.end_item();
    }

    /// Writes the reference parameters of the receiver that were read.
    pub(super) fn emit_parameters<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        for element in self.parameters().filter(|_| crate::COMPLETE) {
            steps.kept_block(&element, self.version.reference_parameter());
        }
    }

    pub(super) fn text(&self, header: Header) -> Option<Str<'a>> {
        let place = Header::ORDER.iter().position(|known| *known == header)?;
        self.texts.get(place).copied().flatten()
    }

    fn parameters(&self) -> Parameters<'a> {
        self.receiver.map(|receiver| receiver.parameters()).unwrap_or_default()
    }
}
