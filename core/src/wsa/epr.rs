//! Endpoint references, as they were read.

use super::names::Version;
use crate::soap::{Children, Element, QName};
use crate::xml::Str;

/// An endpoint reference that was kept: a view of its element, which has all of it.
#[derive(Clone, Copy)]
pub struct Epr<'t> {
    pub(super) element: Element<'t>,
    pub(super) version: Version,
}

/// The service that an endpoint reference names, and its port.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Service<'t> {
    /// The name of the service.
    pub name: QName<'t>,
    /// The name of the port: `PortName` in 2004/08, `EndpointName` in 1.0.
    pub port: Option<Str<'t>>,
}

impl<'t> Epr<'t> {
    /// The endpoint reference that this element is, whatever its name. Also for those in other vocabularies.
    pub fn new(element: Element<'t>, version: Version) -> Self {
        Epr { element, version }
    }

    /// The element: its attributes and all that is in it.
    pub fn element(&self) -> Element<'t> {
        self.element
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The address, without white space around it; empty when there is none.
    pub fn address(&self) -> Str<'t> {
        address(&self.element, self.version)
    }

    /// The Address, for its attributes.
    pub fn address_element(&self) -> Option<Element<'t>> {
        self.child("Address")
    }

    /// The reference properties; 2004/08 only.
    #[cfg_attr(small, inline(never))]
    pub fn reference_properties(&self) -> Children<'t> {
        match self.version {
            Version::V10 => Children::default(),
            Version::V200408 => self.children_of("ReferenceProperties"),
        }
    }

    /// The reference parameters.
    pub fn reference_parameters(&self) -> Children<'t> {
        self.children_of("ReferenceParameters")
    }

    /// All that is copied into the header of a message to this endpoint: properties, then parameters.
    pub fn parameters(&self) -> Parameters<'t> {
        Parameters { properties: self.reference_properties(), parameters: self.reference_parameters() }
    }

    /// The Metadata: its attributes and elements. 1.0 only.
    pub fn metadata(&self) -> Option<Element<'t>> {
        self.child("Metadata")
    }

    /// The children that are not of WS-Addressing.
    pub fn extensions(&self) -> impl Iterator<Item = Element<'t>> + use<'t> {
        let version = self.version;
        self.element.children().filter(move |child| child.name().uri != version.uri())
    }

    /// The port type: `PortType` in 2004/08, `InterfaceName` of the Metadata in 1.0.
    pub fn port_type(&self) -> Option<QName<'t>> {
        self.described("PortType", "InterfaceName").map(|element| element.qname())
    }

    /// The service: `ServiceName`, in 1.0 that of the Metadata.
    pub fn service(&self) -> Option<Service<'t>> {
        let element = self.described("ServiceName", "ServiceName")?;
        let port = match self.version {
            Version::V10 => "EndpointName",
            Version::V200408 => "PortName",
        };
        Some(Service { name: element.qname(), port: element.attribute("", port) })
    }

    /// The child of this version with this name.
    #[cfg_attr(small, inline(always))]
    pub(super) fn child(&self, local: &str) -> Option<Element<'t>> {
        self.element.child(self.version.uri(), local)
    }

    fn children_of(&self, local: &str) -> Children<'t> {
        self.child(local).map(|parent| parent.children()).unwrap_or_default()
    }

    /// What says more about the endpoint: in 1.0 in the Metadata, in whichever of its namespaces (WS-Addressing
    /// Metadata has had four).
    fn described(&self, old: &str, new: &str) -> Option<Element<'t>> {
        match self.version {
            Version::V10 => self.metadata()?.children().find(|child| child.name().local == new),
            Version::V200408 => self.child(old),
        }
    }
}

/// The address of the endpoint reference that an element is, without white space around it; empty when there is none.
pub(super) fn address<'t>(element: &Element<'t>, version: Version) -> Str<'t> {
    element.child(version.uri(), "Address").map(|address| address.trimmed()).unwrap_or_default()
}

/// The iterator of [`Epr::parameters`]. The default has none.
#[derive(Clone, Default)]
pub struct Parameters<'t> {
    properties: Children<'t>,
    parameters: Children<'t>,
}

impl<'t> Iterator for Parameters<'t> {
    type Item = Element<'t>;

    fn next(&mut self) -> Option<Element<'t>> {
        self.properties.next().or_else(|| self.parameters.next())
    }
}
