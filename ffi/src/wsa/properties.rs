//! Addressing headers to be written.
//!
//! Those of a request are put together; those of an answer are derived from the request.
//!
//! ```c
//! soapstone_addressing_properties properties;
//!
//! if (soapstone_addressing_reply(&headers, NULL, action, &properties, NULL) == SOAPSTONE_OK
//!     && properties.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL) {
//!     status = soapstone_addressing_write(&writer, &properties);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, status};
use crate::raw::{self, Out};
use crate::soap::element::soapstone_element;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::soap::writer::refused;
use crate::text::{Texts, soapstone_str};
use crate::writing::write_with;
use crate::wsa::addressing::{destination_code, read_version, soapstone_relation, version_code};
use crate::wsa::problem::{RulesRoom, headers_of, soapstone_addressing_rules, soapstone_problem, told};
use crate::wsa::reference::{Room, soapstone_any, soapstone_reference, take};
use crate::xml::event::soapstone_attribute;
use crate::xml::writer::soapstone_writer;
use core::ptr;
use soapstone::soap::QName;
use soapstone::wsa::{
    Addressing, Any, Attribute, Epr, Header, Plain, Problem, Properties, Relation, Reply, Role, Rules,
};

/// Elements, attributes and relations that soapstone_addressing_properties may have, all its endpoint references
/// included: so many of each.
pub const SOAPSTONE_ADDRESSING_ITEMS: usize = 16;

/// The addressing headers of a message. All zero but size, version and action: no other header. The ptr of a string
/// that is absent is NULL.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_addressing_properties {
    /// sizeof(soapstone_addressing_properties).
    pub size: u32,
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// Where an answer goes, one of SOAPSTONE_DESTINATION_*; not looked at when writing.
    pub destination: i32,
    /// 1 when every addressing header must be understood, else 0.
    pub must_understand: i32,
    /// 1 to write the role "None" in SOAP 1.1 too, with the URI of SOAP 1.2, for which SOAP 1.1 has none; else 0.
    pub none_in_soap11: i32,
    /// How many relations.
    pub relation_count: u32,
    /// Whom the addressing headers are for: "UltimateReceiver" (or empty), "Next", "None", or a URI.
    pub role: soapstone_str,
    /// What the message asks for, or answers. Must be there.
    pub action: soapstone_str,
    /// The id of the message; soapstone_message_id makes one.
    pub message_id: soapstone_str,
    /// The id of the request that this message answers.
    pub in_reply_to: soapstone_str,
    /// The address of the receiver.
    pub to: soapstone_str,
    /// Other relations.
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
    /// The endpoint reference of the receiver, of which all reference parameters become header blocks; a store of NULL
    /// when there is none.
    pub receiver: soapstone_element,
    /// Where the reply goes.
    pub reply_to: soapstone_reference,
    /// Where a fault goes.
    pub fault_to: soapstone_reference,
    /// Where the message comes from.
    pub from: soapstone_reference,
}

/// Writes the addressing headers.
///
/// Errors: SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED (no action); SOAPSTONE_ERROR_INVALID_ARGUMENT, also for
/// the role "None" in SOAP 1.1, an endpoint reference without an address or with parts that the version does not have, a
/// reference parameter without a namespace or in one of SOAP or WS-Addressing, and more items than fit; those of
/// soapstone_envelope_writer_header_block and soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_write(
    writer: *mut soapstone_writer,
    properties: *const soapstone_addressing_properties,
) -> i32 {
    let arguments = || raw::sized(properties)?.ok_or(REFUSED);
    write_with(writer, arguments, |w, properties| {
        let w = w.envelope()?;
        let written = properties.with(|properties| properties.write(w));
        written.unwrap_or_else(|kind| refused(w, kind))
    })
}

/// Writes the addressing headers that most messages have: action, message_id, in_reply_to, to, and the addresses of
/// reply_to, fault_to and from, must_understand or not. A program that writes no others takes 6 KB less of flash with it
/// than with soapstone_addressing_write.
///
/// Errors: SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED (no action); SOAPSTONE_ERROR_INVALID_ARGUMENT, also when
/// anything else is set, and for an address that is empty; those of soapstone_envelope_writer_header_block and
/// soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_write_plain(
    writer: *mut soapstone_writer,
    properties: *const soapstone_addressing_properties,
) -> i32 {
    let arguments = || raw::sized(properties)?.ok_or(REFUSED)?.plain();
    write_with(writer, arguments, |w, headers| headers.write(w.envelope()?))
}

/// Derives the headers of the reply to a request: to its ReplyTo, in 2004/08 else its From, else on the back channel.
/// destination says which; nothing is sent from here. rules and problem may be NULL, as for soapstone_addressing_check.
/// The strings are those of the request, and action. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the request has no
/// addressing headers).
///
/// Errors: those of an endpoint reference, with problem; SOAPSTONE_ERROR_INVALID_EPR also for a reference parameter that
/// would stand for a header of yours, and for more of them than the rules allow; SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_reply(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    action: soapstone_str,
    properties: *mut soapstone_addressing_properties,
    problem: *mut soapstone_problem,
) -> i32 {
    reply(headers, rules, action, properties, |request, rules, action, out| {
        derived(request.reply(rules, action), out, problem)
    })
}

/// Derives the headers of the fault that answers a request: to its FaultTo, else where the reply goes. An empty action
/// is that of faults without one of their own. Otherwise as soapstone_addressing_reply.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_fault_reply(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    action: soapstone_str,
    properties: *mut soapstone_addressing_properties,
    problem: *mut soapstone_problem,
) -> i32 {
    reply(headers, rules, action, properties, |request, rules, action, out| {
        let action = if action.is_empty() { request.version().soap_fault_action() } else { action };
        derived(request.fault_reply(rules, action), out, problem)
    })
}

/// Derives the headers of the fault that says a problem. When it is the addressing headers that are wrong it goes on the
/// back channel. Answers as soapstone_addressing_reply.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_answer(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    problem: *const soapstone_problem,
    properties: *mut soapstone_addressing_properties,
) -> i32 {
    status(|| {
        let mut room = RulesRoom::new();
        let (out, rules) = (raw::out(properties)?, room.read(rules)?);
        let problem = raw::value(problem)?.read()?;
        let Some(request) = Addressing::of(&headers::read(headers)?) else { return Ok(SOAPSTONE_NOT_FOUND) };
        derived(Ok(request.problem_reply(&rules, &problem)), out, ptr::null_mut())
    })
}

/// Derives the headers of an answer to the request whose headers were read.
unsafe fn reply(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    action: soapstone_str,
    properties: *mut soapstone_addressing_properties,
    derive: impl FnOnce(&Addressing<'_>, &Rules<'_>, &str, Out<'_, soapstone_addressing_properties>) -> Status<i32>,
) -> i32 {
    status(|| {
        let (action, mut room) = (action.text()?, RulesRoom::new());
        let (out, rules) = (raw::out(properties)?, room.read(rules)?);
        let Some(request) = Addressing::of(&headers::read(headers)?) else { return Ok(SOAPSTONE_NOT_FOUND) };
        derive(&request, &rules, action, out)
    })
}

/// The status of an answer that was derived, and the answer or why there is none.
unsafe fn derived(
    reply: Result<Reply<'_>, Problem<'_>>,
    out: Out<'_, soapstone_addressing_properties>,
    problem: *mut soapstone_problem,
) -> Status<i32> {
    match reply {
        Ok(reply) => {
            out.set(soapstone_addressing_properties::of(&reply));
            Ok(SOAPSTONE_OK)
        }
        Err(found) => told(Err(found), problem),
    }
}

impl soapstone_addressing_properties {
    const EMPTY: Self = {
        let none = soapstone_str { ptr: ptr::null(), len: 0 };
        let element = soapstone_element { store: ptr::null(), store_len: 0, place: 0 };
        soapstone_addressing_properties {
            size: size_of::<Self>() as u32,
            version: 0,
            destination: 0,
            must_understand: 0,
            none_in_soap11: 0,
            relation_count: 0,
            role: none,
            action: none,
            message_id: none,
            in_reply_to: none,
            to: none,
            relations: ptr::null(),
            to_attributes: ptr::null(),
            reference_parameters: ptr::null(),
            order: ptr::null(),
            to_attribute_count: 0,
            reference_parameter_count: 0,
            order_count: 0,
            reserved: 0,
            receiver: element,
            reply_to: soapstone_reference::NONE,
            fault_to: soapstone_reference::NONE,
            from: soapstone_reference::NONE,
        }
    };

    fn of(reply: &Reply<'_>) -> Self {
        let properties = &reply.properties;
        let text = |text: Option<&str>| text.map(str::as_bytes).into();
        soapstone_addressing_properties {
            version: version_code(properties.version),
            destination: destination_code(&reply.destination),
            action: properties.action.as_bytes().into(),
            in_reply_to: text(properties.in_reply_to),
            to: text(properties.to),
            receiver: soapstone_element::of(properties.receiver.map(|epr| epr.element())),
            ..soapstone_addressing_properties::EMPTY
        }
    }

    /// The headers that most messages have; refused when there is anything else.
    ///
    /// # Safety
    /// The strings are valid.
    unsafe fn plain<'a>(&self) -> Status<Plain<'a>> {
        let items = self.relation_count | self.to_attribute_count | self.reference_parameter_count | self.order_count;
        let other = self.reserved | self.none_in_soap11.cast_unsigned() | items;
        let references = [&self.reply_to, &self.fault_to, &self.from];
        if other != 0
            || self.role.len != 0
            || !self.receiver.store.is_null()
            || !matches!(self.must_understand, 0 | 1)
            || !references.iter().all(|reference| reference.is_address())
        {
            return Err(REFUSED);
        }
        let texts = &mut Texts::default();
        let [reply_to, fault_to, from] = references.map(|reference| texts.some(&reference.address));
        let headers = Plain {
            version: read_version(self.version)?,
            action: texts.text(&self.action),
            message_id: texts.some(&self.message_id),
            in_reply_to: texts.some(&self.in_reply_to),
            to: texts.some(&self.to),
            reply_to,
            fault_to,
            from,
            must_understand: self.must_understand == 1,
        };
        texts.check()?;
        Ok(headers)
    }

    /// Calls `work` with the properties as core sees them.
    ///
    /// # Safety
    /// The strings, elements and arrays are valid.
    unsafe fn with<R>(&self, work: impl FnOnce(&Properties<'_>) -> R) -> Status<R> {
        const N: usize = SOAPSTONE_ADDRESSING_ITEMS;
        if self.reserved != 0 || !matches!((self.must_understand, self.none_in_soap11), (0 | 1, 0 | 1)) {
            return Err(REFUSED);
        }
        let version = read_version(self.version)?;
        let mut elements = [Any::Leaf { uri: "", local: "", text: "" }; N];
        let mut attributes = [Attribute { uri: "", local: "", value: "" }; N];
        let mut relations = [Relation { message_id: "".into(), relationship_type: QName::default() }; N];
        let mut order = [Header::Action; Header::ORDER.len()];
        let room = &mut Room { texts: Texts::default(), elements: &mut elements, attributes: &mut attributes };
        let given = raw::items(self.relations, self.relation_count)?;
        let mut known = true;
        let order = take(&mut &mut order[..], raw::items(self.order, self.order_count)?, |bit| {
            let header = headers_of(*bit).next().filter(|_| bit.count_ones() == 1);
            known &= header.is_some();
            header.unwrap_or(Header::Action)
        })?;
        if !known {
            return Err(REFUSED);
        }
        let properties = Properties {
            version,
            action: room.texts.text(&self.action),
            message_id: room.texts.some(&self.message_id),
            in_reply_to: room.texts.some(&self.in_reply_to),
            relates_to: take(&mut &mut relations[..], given, |relation| relation.read(version, &mut room.texts))?,
            to: room.texts.some(&self.to),
            to_attributes: room.attributes(self.to_attributes, self.to_attribute_count)?,
            reply_to: self.reply_to.read(version, room)?,
            fault_to: self.fault_to.read(version, room)?,
            from: self.from.read(version, room)?,
            receiver: self.receiver.some()?.map(|element| Epr::new(element, version)),
            reference_parameters: room.elements(self.reference_parameters, self.reference_parameter_count)?,
            must_understand: self.must_understand == 1,
            role: Role::of_name(room.texts.text(&self.role)),
            none_in_soap11: self.none_in_soap11 == 1,
            order,
        };
        room.texts.check()?;
        Ok(work(&properties))
    }
}
