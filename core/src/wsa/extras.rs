//! What few messages have of addressing headers, to be written.

use super::addressing::Relation;
use super::check::is_parameter;
use super::names::{Header, Version};
use super::properties::Properties;
use super::reference::{Any, Attribute, Reference, attributes};
use super::role::Role;
use super::values::Values;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::{self, BlockAttributes, Sequence, Writer};
use crate::xml::{Call, Taken, WriteError};

/// What few messages have of addressing headers, besides their [`Properties`]. The default has nothing. A program that
/// does not write it has nothing of it in its flash.
#[derive(Clone, Copy, Default)]
pub struct Extras<'a> {
    /// Relations besides that of a reply.
    pub relates_to: &'a [Relation<'a>],
    /// Attributes of To.
    pub to_attributes: &'a [Attribute<'a>],
    /// Where the reply goes, when that is more than an address: it stands in the place of that of the properties.
    pub reply_to: Option<Reference<'a>>,
    /// Where a fault goes, likewise.
    pub fault_to: Option<Reference<'a>>,
    /// Where the message comes from, likewise.
    pub from: Option<Reference<'a>>,
    /// More reference parameters of the receiver.
    pub reference_parameters: &'a [Any<'a>],
    /// Whom every addressing header is for.
    pub role: Role<'a>,
    /// Writes [`Role::None`] in SOAP 1.1 too, with the URI of SOAP 1.2. Without it that is an error, for SOAP 1.1 has no
    /// such role.
    pub none_in_soap11: bool,
    /// The order of the headers; those that are not named follow, in the order of [`Header::ORDER`].
    pub order: &'a [Header],
}

impl Extras<'_> {
    /// Writes the headers with all that is here, as [`Properties::write`].
    ///
    /// # Errors
    /// Those of [`Properties::write`]. [`InvalidArgument`](ErrorKind::InvalidArgument) also for [`Role::None`] in SOAP
    /// 1.1, and an endpoint reference with parts that the version does not have.
    pub fn write<S: Sink>(&self, properties: &Properties<'_>, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let written = self.write_values(&properties.values(), writer);
        writer.outcome(written)
    }

    /// The same for callers who look up why it was refused.
    #[doc(hidden)]
    pub fn write_values<S: Sink>(&self, properties: &Values<'_>, writer: &mut Writer<'_, S>) -> Taken {
        let version = writer.version();
        let checked = properties.check().and_then(|()| self.check(properties, version));
        checked.map_err(|kind| writer.document().refuse(kind))?;
        let block = BlockAttributes {
            must_understand: properties.must_understand,
            role: self.role.uri(version),
            ..BlockAttributes::default()
        };
        writer.in_sequence(&mut |steps| {
            for &header in self.order {
                self.emit(steps, properties, header, &block);
            }
            for &header in Header::ORDER.iter().filter(|header| !self.order.contains(header)) {
                self.emit(steps, properties, header, &block);
            }
            properties.emit_parameters(steps);
            for parameter in self.reference_parameters {
                parameter.emit_block(steps, properties.version);
            }
        })
    }

    fn check(&self, properties: &Values<'_>, version: soap::Version) -> Result<(), ErrorKind> {
        for reference in [&self.reply_to, &self.fault_to, &self.from] {
            reference.as_ref().map_or(Ok(()), |reference| reference.check(properties.version))?;
        }
        let role = version == soap::Version::Soap12 || self.role != Role::None || self.none_in_soap11;
        let fits = role && self.reference_parameters.iter().all(|parameter| is_parameter(&parameter.name(), &[]));
        if fits { Ok(()) } else { Err(ErrorKind::InvalidArgument) }
    }

    fn emit<S: Sink>(
        &self,
        steps: &mut Sequence<'_, '_, S>,
        properties: &Values<'_>,
        header: Header,
        block: &BlockAttributes<'_>,
    ) {
        let (uri, local) = (properties.version.uri(), header.local());
        let reference = match header {
            Header::ReplyTo => self.reply_to,
            Header::FaultTo => self.fault_to,
            Header::From => self.from,
            _ => None,
        };
        match (reference, properties.text(Header::To)) {
            (Some(reference), _) => reference.emit(steps, properties.version, local, block),
            (None, Some(to)) if header == Header::To => {
                steps.header_block(uri, local, block);
                attributes(steps, self.to_attributes);
                steps.content(Call::TEXT, to.as_bytes());
                steps.end_item();
            }
            _ => properties.emit(steps, header, properties.text(header), block),
        }
        if header == Header::RelatesTo {
            self.relates_to.iter().for_each(|relation| relation.emit(steps, properties.version, block));
        }
    }
}

impl Relation<'_> {
    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, version: Version, block: &BlockAttributes<'_>) {
        steps.header_block(version.uri(), Header::RelatesTo.local(), block);
        if !self.is_reply(version) {
            let (uri, local) = (self.relationship_type.uri.as_str(), self.relationship_type.local.as_str());
            match uri {
                "" => steps.attribute("", "RelationshipType", Some(local)),
                uri => steps.attribute_qname("", "RelationshipType", uri, local),
            }
        }
        steps.text(self.message_id.as_str());
        steps.end_item();
    }
}
