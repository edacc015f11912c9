//! Endpoint references to be written.
//!
//! One that was read, as it is, or one that is put together of its parts.

use crate::error::{REFUSED, Status};
use crate::raw;
use crate::soap::element::soapstone_element;
use crate::soap::event::soapstone_qname;
use crate::text::{Texts, soapstone_str};
use crate::xml::event::soapstone_attribute;
use core::{mem, ptr};
use soapstone::soap::QName;
use soapstone::wsa::{Any, Attribute, Epr, Parts, Reference, Service, Version};

/// An element of another vocabulary: one that was kept, or one with text only.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_any {
    /// The element that was kept. With a store of NULL the next three count.
    pub element: soapstone_element,
    /// The namespace URI; empty for none.
    pub ns: soapstone_str,
    /// The local name.
    pub local: soapstone_str,
    /// The text.
    pub text: soapstone_str,
}

/// An endpoint reference. All zero: there is none.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_reference {
    /// One that was read, written as it is. With a store of NULL the rest counts.
    pub kept: soapstone_element,
    /// The address; NULL when there is no endpoint reference.
    pub address: soapstone_str,
    /// Attributes of the endpoint reference; of each, ns, local and value count.
    pub attributes: *const soapstone_attribute,
    /// Attributes of the Address.
    pub address_attributes: *const soapstone_attribute,
    /// Attributes of the Metadata; 1.0 only.
    pub metadata_attributes: *const soapstone_attribute,
    /// Reference properties; 2004/08 only.
    pub reference_properties: *const soapstone_any,
    /// Reference parameters.
    pub reference_parameters: *const soapstone_any,
    /// What is in the Metadata; 1.0 only.
    pub metadata: *const soapstone_any,
    /// Elements of other namespaces.
    pub extensions: *const soapstone_any,
    /// How many attributes, as the next six.
    pub attribute_count: u32,
    /// How many.
    pub address_attribute_count: u32,
    /// How many.
    pub metadata_attribute_count: u32,
    /// How many.
    pub reference_property_count: u32,
    /// How many.
    pub reference_parameter_count: u32,
    /// How many.
    pub metadata_count: u32,
    /// How many.
    pub extension_count: u32,
    /// For later use; 0.
    pub reserved: u32,
    /// The port type; local is empty when none is said. In 1.0 it stands in the Metadata.
    pub port_type: soapstone_qname,
    /// The service; local is empty when none is said. In 1.0 it stands in the Metadata.
    pub service: soapstone_qname,
    /// The port of the service; its ptr is NULL when none is said.
    pub port: soapstone_str,
}

/// Room for what the references of one message consist of.
pub(crate) struct Room<'p, 'a> {
    pub(crate) texts: Texts,
    pub(crate) elements: &'p mut [Any<'a>],
    pub(crate) attributes: &'p mut [Attribute<'a>],
}

impl<'p, 'a> Room<'p, 'a> {
    /// Elements as core sees them.
    ///
    /// # Safety
    /// `elements` is NULL or points to `count` valid values.
    pub(crate) unsafe fn elements(&mut self, elements: *const soapstone_any, count: u32) -> Status<&'p [Any<'a>]> {
        let (mut element, texts) = (Ok(()), &mut self.texts);
        let taken = take(&mut self.elements, raw::items(elements, count)?, |any| {
            any.read(texts).unwrap_or_else(|kind| {
                element = Err(kind);
                Any::Leaf { uri: "", local: "", text: "" }
            })
        });
        element?;
        taken
    }

    /// Attributes as core sees them.
    ///
    /// # Safety
    /// As for [`elements`](Room::elements).
    pub(crate) unsafe fn attributes(
        &mut self,
        attributes: *const soapstone_attribute,
        count: u32,
    ) -> Status<&'p [Attribute<'a>]> {
        let texts = &mut self.texts;
        take(&mut self.attributes, raw::items(attributes, count)?, |attribute| Attribute {
            uri: texts.text(&attribute.ns),
            local: texts.text(&attribute.local),
            value: texts.text(&attribute.value),
        })
    }
}

/// Takes as much room as there are items, and fills it.
pub(crate) fn take<'p, T, U>(room: &mut &'p mut [U], items: &[T], mut read: impl FnMut(&T) -> U) -> Status<&'p [U]> {
    let (taken, rest) = mem::take(room).split_at_mut_checked(items.len()).ok_or(REFUSED)?;
    *room = rest;
    for (to, from) in taken.iter_mut().zip(items) {
        *to = read(from);
    }
    Ok(taken)
}

impl soapstone_any {
    unsafe fn read<'a>(&self, texts: &mut Texts) -> Status<Any<'a>> {
        if let Some(element) = self.element.some()? {
            return Ok(Any::Kept(element));
        }
        Ok(Any::Leaf { uri: texts.text(&self.ns), local: texts.text(&self.local), text: texts.text(&self.text) })
    }
}

impl soapstone_reference {
    pub(crate) const NONE: Self = {
        let none = soapstone_str { ptr: ptr::null(), len: 0 };
        let name = soapstone_qname { ns: none, local: none };
        soapstone_reference {
            kept: soapstone_element { store: ptr::null(), store_len: 0, place: 0 },
            address: none,
            attributes: ptr::null(),
            address_attributes: ptr::null(),
            metadata_attributes: ptr::null(),
            reference_properties: ptr::null(),
            reference_parameters: ptr::null(),
            metadata: ptr::null(),
            extensions: ptr::null(),
            attribute_count: 0,
            address_attribute_count: 0,
            metadata_attribute_count: 0,
            reference_property_count: 0,
            reference_parameter_count: 0,
            metadata_count: 0,
            extension_count: 0,
            reserved: 0,
            port_type: name,
            service: name,
            port: none,
        }
    };

    /// The reference as core sees it.
    ///
    /// # Safety
    /// The strings, elements and arrays are valid.
    pub(crate) unsafe fn read<'p, 'a>(&self, version: Version, room: &mut Room<'p, 'a>) -> Status<Option<Reference<'a>>>
    where
        'p: 'a,
    {
        if let Some(element) = self.kept.some()? {
            return Ok(Some(Reference::Kept(Epr::new(element, version))));
        }
        if self.address.ptr.is_null() {
            return Ok(None);
        }
        let some = |name: QName<'a>| Some(name).filter(|name| !name.local.is_empty());
        let port = room.texts.some(&self.port);
        Ok(Some(Reference::New(Parts {
            attributes: room.attributes(self.attributes, self.attribute_count)?,
            address: room.texts.text(&self.address),
            address_attributes: room.attributes(self.address_attributes, self.address_attribute_count)?,
            reference_properties: room.elements(self.reference_properties, self.reference_property_count)?,
            reference_parameters: room.elements(self.reference_parameters, self.reference_parameter_count)?,
            metadata_attributes: room.attributes(self.metadata_attributes, self.metadata_attribute_count)?,
            metadata: room.elements(self.metadata, self.metadata_count)?,
            port_type: some(room.texts.qname(&self.port_type)),
            service: some(room.texts.qname(&self.service)).map(|name| Service { name, port: port.map(Into::into) }),
            extensions: room.elements(self.extensions, self.extension_count)?,
        })))
    }
}
