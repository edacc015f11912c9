//! The addressing headers of a message, to be written.

use super::addressing::Relation;
use super::check::{is_kept_parameter, is_parameter};
use super::epr::{Epr, Parameters};
use super::names::{Header, Version};
use super::reference::{Any, Attribute, Reference, attributes};
use crate::buf::Sink;
use crate::soap::{self, BlockAttributes, ROLE_NONE, ROLE_ULTIMATE_RECEIVER, Sequence, Writer};
use crate::xml::WriteError;
use crate::{Error, ErrorKind};

/// The addressing headers of a message. The default has none; the action must be set.
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
    /// Other relations.
    pub relates_to: &'a [Relation<'a>],
    /// The address of the receiver. 1.0 may leave it out where it is anonymous.
    pub to: Option<&'a str>,
    /// Attributes of To.
    pub to_attributes: &'a [Attribute<'a>],
    /// Where the reply goes.
    pub reply_to: Option<Reference<'a>>,
    /// Where a fault goes.
    pub fault_to: Option<Reference<'a>>,
    /// Where the message comes from.
    pub from: Option<Reference<'a>>,
    /// The endpoint reference of the receiver, of which all reference parameters become header blocks.
    pub receiver: Option<Epr<'a>>,
    /// More reference parameters of the receiver.
    pub reference_parameters: &'a [Any<'a>],
    /// Whether every addressing header must be understood.
    pub must_understand: bool,
    /// Whom every addressing header is for.
    pub role: Role<'a>,
    /// Writes [`Role::None`] in SOAP 1.1 too, with the URI of SOAP 1.2. Without it that is an error, for SOAP 1.1 has no
    /// such role.
    pub none_in_soap11: bool,
    /// The order of the headers; those that are not named follow, in the order of [`Header::ORDER`].
    pub order: &'a [Header],
}

/// Whom the addressing headers are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Role<'a> {
    /// The ultimate receiver; nothing is written.
    #[default]
    UltimateReceiver,
    /// Every node.
    Next,
    /// No node.
    None,
    /// The nodes that play this role.
    Uri(&'a str),
}

impl<'a> Role<'a> {
    /// The role with this name: `UltimateReceiver`, `Next`, `None`, or a URI, which is written as it is.
    pub fn of_name(name: &'a str) -> Role<'a> {
        match name {
            "" | "UltimateReceiver" | ROLE_ULTIMATE_RECEIVER => Role::UltimateReceiver,
            "Next" => Role::Next,
            "None" => Role::None,
            uri => Role::Uri(uri),
        }
    }

    /// The URI of `role` or `actor`; `None` when nothing is written.
    pub fn uri(self, version: soap::Version) -> Option<&'a str> {
        match self {
            Role::UltimateReceiver => None,
            Role::Next => Some(version.role_next()),
            Role::None => Some(ROLE_NONE),
            Role::Uri(uri) => Some(uri),
        }
    }
}

impl Properties<'_> {
    /// Writes the headers. Repeat it on [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Before anything is written: [`MessageAddressingHeaderRequired`](ErrorKind::MessageAddressingHeaderRequired), no
    /// action. [`InvalidArgument`](ErrorKind::InvalidArgument): [`Role::None`] in SOAP 1.1; an endpoint reference
    /// without an address or with parts that the version does not have; a reference parameter without a namespace or in
    /// one of SOAP or WS-Addressing. Those of [`Writer::header_block`].
    pub fn write<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let version = writer.version();
        self.check(version).map_err(|kind| Error::new(kind, writer.written()))?;
        let block = BlockAttributes {
            must_understand: self.must_understand,
            role: self.role.uri(version),
            ..BlockAttributes::default()
        };
        writer.sequence(|steps| {
            for &header in self.order {
                self.emit(steps, header, &block);
            }
            for &header in Header::ORDER.iter().filter(|header| !self.order.contains(header)) {
                self.emit(steps, header, &block);
            }
            for element in self.kept() {
                Any::Kept(element).emit_block(steps, self.version);
            }
            for parameter in self.reference_parameters {
                parameter.emit_block(steps, self.version);
            }
        })
    }

    /// The reference parameters of the receiver that were read.
    fn kept(&self) -> Parameters<'_> {
        self.receiver.map(|receiver| receiver.parameters()).unwrap_or_default()
    }

    fn check(&self, version: soap::Version) -> Result<(), ErrorKind> {
        if self.action.is_empty() {
            return Err(ErrorKind::MessageAddressingHeaderRequired);
        }
        for reference in [&self.reply_to, &self.fault_to, &self.from] {
            reference.as_ref().map_or(Ok(()), |reference| reference.check(self.version))?;
        }
        let role = version == soap::Version::Soap12 || self.role != Role::None || self.none_in_soap11;
        let kept = self.kept().all(|element| is_kept_parameter(&element, &[]));
        let new = self.reference_parameters.iter().all(|parameter| is_parameter(&parameter.name(), &[]));
        (role && kept && new).then_some(()).ok_or(ErrorKind::InvalidArgument)
    }

    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, header: Header, block: &BlockAttributes<'_>) {
        let (value, more, reference): (_, &[_], _) = match header {
            Header::Action => (Some(self.action), &[], None),
            Header::MessageId => (self.message_id, &[], None),
            Header::To => (self.to, self.to_attributes, None),
            Header::ReplyTo => (None, &[], self.reply_to),
            Header::FaultTo => (None, &[], self.fault_to),
            Header::From => (None, &[], self.from),
            Header::RelatesTo => return self.emit_relations(steps, block),
            Header::FaultDetail => return,
        };
        if let Some(reference) = reference {
            reference.emit(steps, self.version, header.local(), block);
        }
        let Some(value) = value else { return };
        steps.header_block(self.version.uri(), header.local(), block);
        attributes(steps, more);
        steps.text(value);
        steps.end_item();
    }

    fn emit_relations<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, block: &BlockAttributes<'_>) {
        let reply = self.in_reply_to.map(|id| Relation::reply(id, self.version));
        for relation in reply.iter().chain(self.relates_to) {
            steps.header_block(self.version.uri(), Header::RelatesTo.local(), block);
            if !relation.is_reply(self.version) {
                let (uri, local) = (relation.relationship_type.uri.as_str(), relation.relationship_type.local.as_str());
                match uri {
                    "" => steps.attribute("", "RelationshipType", Some(local)),
                    uri => steps.attribute_qname("", "RelationshipType", uri, local),
                }
            }
            steps.text(relation.message_id.as_str());
            steps.end_item();
        }
    }
}
