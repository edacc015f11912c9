//! Addressing headers that few messages have.
//!
//! Most messages need no more than soapstone_addressing_properties. A program that needs more says so with
//! soapstone_addressing_extras_init; one that does not call it has nothing of this in its flash.
//!
//! ```c
//! soapstone_addressing_properties properties = { .size = sizeof properties, .version = SOAPSTONE_WSA_10 };
//! soapstone_addressing_extras extras;
//!
//! soapstone_addressing_extras_init(&extras);
//! extras.role = soapstone_cstr("Next");
//! properties.extras = &extras;
//! status = soapstone_addressing_write(&writer, &properties);
//! ```

use crate::buf::Output;
use crate::error::{REFUSED, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::text::{Texts, soapstone_str};
use crate::wsa::addressing::soapstone_relation;
use crate::wsa::reference::{Room, soapstone_any, soapstone_reference, take};
use crate::xml::event::soapstone_attribute;
use core::ptr;
use soapstone::soap::{QName, Writer};
use soapstone::wsa::{Any, Attribute, Extras, Header, Relation, Role, Values};
use soapstone::xml::Taken;

/// Elements, attributes and relations that soapstone_addressing_extras may have, all its endpoint references included:
/// so many of each.
pub const SOAPSTONE_ADDRESSING_ITEMS: usize = 16;

/// What few messages have of addressing headers. soapstone_addressing_extras_init makes one with nothing in it; set what
/// there is.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_addressing_extras {
    /// What writes them. Not to be touched.
    pub writer: *const soapstone_addressing_writer,
    /// 1 to write the role "None" in SOAP 1.1 too, with the URI of SOAP 1.2, for which SOAP 1.1 has none; else 0.
    pub none_in_soap11: i32,
    /// How many relations.
    pub relation_count: u32,
    /// Whom the addressing headers are for: "UltimateReceiver" (or empty), "Next", "None", or a URI.
    pub role: soapstone_str,
    /// Relations besides that of a reply.
    pub relations: *const soapstone_relation,
    /// Attributes of To; of each, ns, local and value count.
    pub to_attributes: *const soapstone_attribute,
    /// More reference parameters of the receiver.
    pub reference_parameters: *const soapstone_any,
    /// The order of the headers, of SOAPSTONE_WSA_*; those that are not named follow.
    pub order: *const i32,
    /// How many attributes of To.
    pub to_attribute_count: u32,
    /// How many more reference parameters.
    pub reference_parameter_count: u32,
    /// How many headers are named in the order.
    pub order_count: u32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// Where the reply goes, when that is more than an address: it stands in the place of that of the properties.
    pub reply_to: soapstone_reference,
    /// Where a fault goes, likewise.
    pub fault_to: soapstone_reference,
    /// Where the message comes from, likewise.
    pub from: soapstone_reference,
}

/// What writes addressing headers: constant data of the library. A program has those that it makes use of.
#[derive(Clone, Copy)]
pub struct soapstone_addressing_writer {
    pub(crate) write: Write,
}

/// Writes headers, with extras or without.
type Write = unsafe fn(&Values<'_>, *const soapstone_addressing_extras, &mut Writer<'static, Output>) -> Status<Taken>;

/// What writes all that the properties and extras have.
static WHOLE: soapstone_addressing_writer = soapstone_addressing_writer { write };

/// Makes extras with nothing in them, for soapstone_addressing_properties. soapstone_addressing_write then answers
/// SOAPSTONE_ERROR_INVALID_ARGUMENT also for the role "None" in SOAP 1.1, an endpoint reference with parts that the
/// version does not have, and more items than fit.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_extras_init(extras: *mut soapstone_addressing_extras) -> i32 {
    status(|| {
        raw::out(extras)?.set(soapstone_addressing_extras {
            writer: &WHOLE,
            none_in_soap11: 0,
            relation_count: 0,
            role: soapstone_str::EMPTY,
            relations: ptr::null(),
            to_attributes: ptr::null(),
            reference_parameters: ptr::null(),
            order: ptr::null(),
            to_attribute_count: 0,
            reference_parameter_count: 0,
            order_count: 0,
            reserved: 0,
            reply_to: soapstone_reference::NONE,
            fault_to: soapstone_reference::NONE,
            from: soapstone_reference::NONE,
        });
        Ok(SOAPSTONE_OK)
    })
}

/// Writes the headers of a message with extras.
///
/// # Safety
/// `extras` is NULL or points to valid ones: the strings, elements and arrays are valid.
unsafe fn write(
    properties: &Values<'_>,
    extras: *const soapstone_addressing_extras,
    writer: &mut Writer<'static, Output>,
) -> Status<Taken> {
    let given = raw::value(extras)?;
    const N: usize = SOAPSTONE_ADDRESSING_ITEMS;
    if given.reserved != 0 || !matches!(given.none_in_soap11, 0 | 1) {
        return Err(REFUSED);
    }
    let version = properties.version;
    let mut elements = [Any::Leaf { uri: "", local: "", text: "" }; N];
    let mut attributes = [Attribute { uri: "", local: "", value: "" }; N];
    let mut relations = [Relation { message_id: "".into(), relationship_type: QName::default() }; N];
    let mut order = [Header::Action; Header::ORDER.len()];
    let room = &mut Room { texts: Texts::default(), elements: &mut elements, attributes: &mut attributes };
    let relates_to = raw::items(given.relations, given.relation_count)?;
    let mut known = true;
    let order = take(&mut &mut order[..], raw::items(given.order, given.order_count)?, |bit| {
        let header = Header::ORDER.iter().find(|header| *bit == 1 << **header as i32);
        known &= header.is_some();
        header.copied().unwrap_or(Header::Action)
    })?;
    if !known {
        return Err(REFUSED);
    }
    let extras = Extras {
        relates_to: take(&mut &mut relations[..], relates_to, |relation| relation.read(version, &mut room.texts))?,
        to_attributes: room.attributes(given.to_attributes, given.to_attribute_count)?,
        reply_to: given.reply_to.read(version, room)?,
        fault_to: given.fault_to.read(version, room)?,
        from: given.from.read(version, room)?,
        reference_parameters: room.elements(given.reference_parameters, given.reference_parameter_count)?,
        role: Role::of_name(room.texts.text(&given.role)),
        none_in_soap11: given.none_in_soap11 == 1,
        order,
    };
    room.texts.check()?;
    Ok(extras.write_values(properties, writer))
}
