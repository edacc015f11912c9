//! Endpoint references to be written.

use super::epr::{Epr, Service};
use super::names::Version;
use crate::buf::Sink;
use crate::soap::{BlockAttributes, Element, QName, Sequence};
use crate::{ErrorKind, Namespace};

/// An endpoint reference to be written.
#[derive(Clone, Copy)]
pub enum Reference<'a> {
    /// One that was read, with all that is in it.
    Kept(Epr<'a>),
    /// One that is put together.
    New(Parts<'a>),
}

/// The parts of an endpoint reference. The default has none; the address must be set.
#[derive(Clone, Copy, Default)]
pub struct Parts<'a> {
    /// Attributes of the endpoint reference.
    pub attributes: &'a [Attribute<'a>],
    /// The address.
    pub address: &'a str,
    /// Attributes of the Address.
    pub address_attributes: &'a [Attribute<'a>],
    /// Reference properties; 2004/08 only.
    pub reference_properties: &'a [Any<'a>],
    /// Reference parameters.
    pub reference_parameters: &'a [Any<'a>],
    /// Attributes of the Metadata; 1.0 only.
    pub metadata_attributes: &'a [Attribute<'a>],
    /// What is in the Metadata; 1.0 only.
    pub metadata: &'a [Any<'a>],
    /// The port type: in 1.0 an InterfaceName in the Metadata.
    pub port_type: Option<QName<'a>>,
    /// The service: in 1.0 a ServiceName in the Metadata.
    pub service: Option<Service<'a>>,
    /// Elements of other namespaces.
    pub extensions: &'a [Any<'a>],
}

/// An attribute of another vocabulary.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Attribute<'a> {
    /// Its namespace; empty for none.
    pub uri: &'a str,
    /// Its local name.
    pub local: &'a str,
    /// Its value.
    pub value: &'a str,
}

/// An element of another vocabulary.
#[derive(Clone, Copy)]
pub enum Any<'a> {
    /// One that was read.
    Kept(Element<'a>),
    /// One with text only.
    Leaf {
        /// Its namespace; empty for none.
        uri: &'a str,
        /// Its local name.
        local: &'a str,
        /// Its text.
        text: &'a str,
    },
}

/// The namespace of the names in a Metadata. WS-Addressing 1.0 Metadata, 2.1.
const METADATA: &str = "http://www.w3.org/2007/05/addressing/metadata";

impl<'a> From<&'a str> for Reference<'a> {
    fn from(address: &'a str) -> Self {
        Reference::New(Parts { address, ..Parts::default() })
    }
}

impl Any<'_> {
    /// Its name.
    pub fn name(&self) -> QName<'_> {
        match self {
            Any::Kept(element) => element.name(),
            Any::Leaf { uri, local, .. } => QName::new(uri, local),
        }
    }

    /// Writes it as a header block, marked as a reference parameter in 1.0.
    pub(super) fn emit_block<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, version: Version) {
        let mark = version.reference_parameter();
        match self {
            Any::Kept(element) => steps.kept_block(element, mark),
            Any::Leaf { uri, local, text } => {
                steps.header_block(uri, local, &BlockAttributes::default());
                if let Some((uri, local, value)) = mark {
                    steps.attribute(uri, local, Some(value));
                }
                steps.text(text);
                steps.end_item();
            }
        }
    }

    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        match self {
            Any::Kept(element) => steps.element(element),
            Any::Leaf { uri, local, text } => steps.leaf(uri, local, text),
        }
    }
}

impl Reference<'_> {
    /// What keeps it from being written in this version.
    pub(super) fn check(&self, version: Version) -> Result<(), ErrorKind> {
        let fits = match self {
            Reference::Kept(epr) => epr.version() == version && !epr.address().is_empty(),
            Reference::New(parts) => {
                let metadata = parts.metadata.is_empty() && parts.metadata_attributes.is_empty();
                !parts.address.is_empty()
                    && match version {
                        Version::V10 => parts.reference_properties.is_empty(),
                        Version::V200408 => metadata,
                    }
            }
        };
        fits.then_some(()).ok_or(ErrorKind::InvalidArgument)
    }

    /// Writes the header block that it is.
    pub(super) fn emit<S: Sink>(
        &self,
        steps: &mut Sequence<'_, '_, S>,
        version: Version,
        local: &str,
        block: &BlockAttributes<'_>,
    ) {
        let uri = version.uri();
        match self {
            Reference::Kept(epr) => {
                let (element, prefix) = (epr.element(), epr.element().prefix());
                // Names in its attributes may use the prefix it was read with, so it keeps that.
                match element.name().uri == uri {
                    true => steps.header_block_prefixed(prefix.as_str(), uri, local, block),
                    false => steps.header_block(uri, local, block),
                }
                steps.attributes_of(&element, &is_soap);
                element.children().for_each(|child| steps.element(&child));
            }
            Reference::New(parts) => {
                steps.header_block(uri, local, block);
                parts.emit(steps, version);
            }
        }
        steps.end_item();
    }
}

impl Parts<'_> {
    fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, version: Version) {
        let uri = version.uri();
        attributes(steps, self.attributes);
        steps.start(uri, "Address");
        attributes(steps, self.address_attributes);
        steps.text(self.address);
        steps.end();
        list(steps, uri, "ReferenceProperties", self.reference_properties);
        list(steps, uri, "ReferenceParameters", self.reference_parameters);
        match version {
            Version::V10 => self.emit_metadata(steps, uri),
            Version::V200408 => self.emit_service(steps, uri, "PortType", "PortName"),
        }
        self.extensions.iter().for_each(|element| element.emit(steps));
    }

    fn emit_metadata<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, uri: &str) {
        let none = self.metadata.is_empty() && self.metadata_attributes.is_empty();
        if none && self.port_type.is_none() && self.service.is_none() {
            return;
        }
        steps.start(uri, "Metadata");
        attributes(steps, self.metadata_attributes);
        self.emit_service(steps, METADATA, "InterfaceName", "EndpointName");
        self.metadata.iter().for_each(|element| element.emit(steps));
        steps.end();
    }

    fn emit_service<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, uri: &str, port_type: &str, port: &str) {
        if let Some(name) = self.port_type {
            steps.start(uri, port_type);
            steps.text_qname(name.uri.as_str(), name.local.as_str());
            steps.end();
        }
        if let Some(service) = self.service {
            steps.start(uri, "ServiceName");
            steps.attribute("", port, service.port.map(|port| port.as_str()));
            steps.text_qname(service.name.uri.as_str(), service.name.local.as_str());
            steps.end();
        }
    }
}

/// Writes attributes of the element just started.
pub(super) fn attributes<S: Sink>(steps: &mut Sequence<'_, '_, S>, attributes: &[Attribute<'_>]) {
    attributes.iter().for_each(|a| steps.attribute(a.uri, a.local, Some(a.value)));
}

/// Writes an element with these elements in it, unless there are none.
fn list<S: Sink>(steps: &mut Sequence<'_, '_, S>, uri: &str, local: &str, elements: &[Any<'_>]) {
    if elements.is_empty() {
        return;
    }
    steps.start(uri, local);
    elements.iter().for_each(|element| element.emit(steps));
    steps.end();
}

/// Whether an attribute is one that SOAP gives a header block.
fn is_soap(name: &QName<'_>) -> bool {
    matches!(name.namespace(), Namespace::Soap11 | Namespace::Soap12)
}
