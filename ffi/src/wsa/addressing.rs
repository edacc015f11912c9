//! WS-Addressing.
//!
//! Versions 1.0 and 2004/08: where a message goes, what it asks for, and where the answer is wanted. The headers are
//! kept by a soapstone_header_reader whose node has the vocabulary; the functions here look at them there.
//!
//! ```c
//! const soapstone_vocabulary *vocabularies[1] = { soapstone_wsa_vocabulary() };
//! soapstone_node node = { .size = sizeof node, .vocabularies = vocabularies, .vocabulary_count = 1 };
//! soapstone_addressing request;
//! soapstone_problem problem;
//!
//! status = soapstone_addressing_read(&headers, &request);
//! if (status == SOAPSTONE_OK) {
//!     status = soapstone_addressing_check(&headers, NULL, &problem);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::soap::element::{self, soapstone_element};
use crate::soap::event::soapstone_qname;
use crate::soap::headers::{self, soapstone_header_reader, soapstone_kept_block};
use crate::soap::node::soapstone_vocabulary;
use crate::text::{Texts, soapstone_str};
use core::ptr;
use soapstone::ErrorKind;
use soapstone::soap::Element;
use soapstone::wsa::{Addressing, Epr, Header, Relation, VOCABULARY, Version, Way};

/// WS-Addressing 1.0.
pub const SOAPSTONE_WSA_10: i32 = 10;
/// The submission of August 2004.
pub const SOAPSTONE_WSA_200408: i32 = 4;

/// The header Action. These are bits: a set of headers is their sum.
pub const SOAPSTONE_WSA_ACTION: i32 = 1;
/// The header To.
pub const SOAPSTONE_WSA_TO: i32 = 2;
/// The header MessageID.
pub const SOAPSTONE_WSA_MESSAGE_ID: i32 = 4;
/// The header RelatesTo.
pub const SOAPSTONE_WSA_RELATES_TO: i32 = 8;
/// The header ReplyTo.
pub const SOAPSTONE_WSA_REPLY_TO: i32 = 16;
/// The header FaultTo.
pub const SOAPSTONE_WSA_FAULT_TO: i32 = 32;
/// The header From.
pub const SOAPSTONE_WSA_FROM: i32 = 64;

/// An answer goes back on the connection of the request.
pub const SOAPSTONE_DESTINATION_BACK_CHANNEL: i32 = 1;
/// It goes nowhere, and is discarded.
pub const SOAPSTONE_DESTINATION_NONE: i32 = 2;
/// It goes to the address, if the host wishes: the address comes from the peer, and is never acted on here.
pub const SOAPSTONE_DESTINATION_ADDRESS: i32 = 3;
/// It is held until the peer at the address fetches it (WS-MakeConnection).
pub const SOAPSTONE_DESTINATION_MAKE_CONNECTION: i32 = 4;

/// The addressing headers of a message. Strings have no white space around them and are in the store; the ptr of one
/// that is absent is NULL, and so is the store of an element that is absent.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_addressing {
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// For later use; 0.
    pub reserved: i32,
    /// What the message asks for, or answers.
    pub action: soapstone_str,
    /// The id of the message.
    pub message_id: soapstone_str,
    /// The destination; in 1.0 the anonymous address when there is no To.
    pub to: soapstone_str,
    /// The id of the request that this message answers.
    pub in_reply_to: soapstone_str,
    /// Where the reply goes: an endpoint reference for soapstone_epr_read, as the next two.
    pub reply_to: soapstone_element,
    /// Where a fault goes.
    pub fault_to: soapstone_element,
    /// Where the message comes from.
    pub from: soapstone_element,
    /// The detail of a fault in SOAP 1.1, for soapstone_problem_read.
    pub fault_detail: soapstone_element,
}

/// An endpoint reference. Strings and elements as in soapstone_addressing; what is in an element is found with
/// soapstone_element_first_child and soapstone_element_next_sibling.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_epr {
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// What the address means, one of SOAPSTONE_DESTINATION_*.
    pub destination: i32,
    /// The address; empty when there is none.
    pub address: soapstone_str,
    /// The endpoint reference itself: its attributes, and elements of other namespaces in it.
    pub element: soapstone_element,
    /// The Address, for its attributes.
    pub address_element: soapstone_element,
    /// The ReferenceProperties; 2004/08 only.
    pub reference_properties: soapstone_element,
    /// The ReferenceParameters.
    pub reference_parameters: soapstone_element,
    /// The Metadata: its attributes and elements; 1.0 only.
    pub metadata: soapstone_element,
    /// The port type; local is empty when there is none.
    pub port_type: soapstone_qname,
    /// The service; local is empty when there is none.
    pub service: soapstone_qname,
    /// The port of the service.
    pub port: soapstone_str,
}

/// A RelatesTo.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_relation {
    /// The id of the other message.
    pub message_id: soapstone_str,
    /// The type: in 1.0 a URI, in local with an empty ns; in 2004/08 a name. When writing, an empty local stands for
    /// reply.
    pub relationship_type: soapstone_qname,
    /// 1 when the other message is the request that this one answers, else 0. Not looked at when writing.
    pub is_reply: i32,
    /// For later use; 0.
    pub reserved: i32,
}

static WSA: soapstone_vocabulary = soapstone_vocabulary::new(&VOCABULARY);

/// The addressing headers of both versions, for a soapstone_node.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_wsa_vocabulary() -> *const soapstone_vocabulary {
    &WSA
}

/// The namespace of a version, SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408, for instance to pin a prefix. Static text;
/// empty for other numbers.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_wsa_namespace(version: i32) -> soapstone_str {
    read_version(version).map_or(soapstone_str::EMPTY, |version| version.uri().as_bytes().into())
}

/// Gives the addressing headers of a message, whose header blocks were read with the vocabulary. Of a header that is
/// there twice the first counts; soapstone_addressing_check refuses such a message. Answers SOAPSTONE_OK or
/// SOAPSTONE_NOT_FOUND (there are none).
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_read(
    headers: *const soapstone_header_reader,
    addressing: *mut soapstone_addressing,
) -> i32 {
    status(|| {
        let out = raw::out(addressing)?;
        let Some(addressing) = view(headers)? else { return Ok(SOAPSTONE_NOT_FOUND) };
        let found = out.put(soapstone_addressing::NONE);
        for block in addressing.blocks() {
            if let Some(header) = addressing.header(&block) {
                found.add(header, block.element(), addressing.version());
            }
        }
        found.finish(addressing.version());
        Ok(SOAPSTONE_OK)
    })
}

/// Gives a RelatesTo by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_relation(
    headers: *const soapstone_header_reader,
    index: u32,
    relation: *mut soapstone_relation,
) -> i32 {
    status(|| {
        let out = raw::out(relation)?;
        let Some(addressing) = view(headers)? else { return Ok(SOAPSTONE_NOT_FOUND) };
        let version = addressing.version();
        Ok(out.found(addressing.relates_to().nth(index as usize).map(|relation| soapstone_relation {
            message_id: relation.message_id.into(),
            relationship_type: relation.relationship_type.into(),
            is_reply: relation.is_reply(version).into(),
            reserved: 0,
        })))
    })
}

/// Gives a header block that is marked as a reference parameter, by its place among them: 0, 1, ...; 1.0 only. Answers
/// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_reference_parameter(
    headers: *const soapstone_header_reader,
    index: u32,
    block: *mut soapstone_kept_block,
) -> i32 {
    status(|| {
        let out = raw::out(block)?;
        let addressing = view(headers)?;
        Ok(out.found(addressing.and_then(|addressing| addressing.reference_parameters().nth(index as usize))))
    })
}

/// Gives what is in an endpoint reference, of this version, be it in an addressing header or in another vocabulary.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_epr_read(
    element: *const soapstone_element,
    version: i32,
    epr: *mut soapstone_epr,
) -> i32 {
    status(|| {
        let epr_out = raw::out(epr)?;
        let epr = Epr::new(element::read(element)?, read_version(version)?);
        epr_out.set((&epr).into());
        Ok(SOAPSTONE_OK)
    })
}

/// The addressing headers of a message, if they are of a version that this build knows.
#[cfg_attr(small, inline(always))]
unsafe fn view<'t>(headers: *const soapstone_header_reader) -> Status<Option<Addressing<'t>>> {
    let found = Addressing::of(&headers::read(headers)?.headers());
    found.map_or(Ok(()), |addressing| read_version(version_code(addressing.version())).map(|_| ()))?;
    Ok(found)
}

impl soapstone_addressing {
    const NONE: Self = {
        let (text, element) = (soapstone_str { ptr: ptr::null(), len: 0 }, soapstone_element::ABSENT);
        soapstone_addressing {
            version: 0,
            reserved: 0,
            action: text,
            message_id: text,
            to: text,
            in_reply_to: text,
            reply_to: element,
            fault_to: element,
            from: element,
            fault_detail: element,
        }
    };

    /// Adds what a message says that does not say it.
    fn finish(&mut self, version: Version) {
        self.version = version_code(version);
        if self.to.ptr.is_null() && version == Version::V10 {
            self.to = version.anonymous().as_bytes().into();
        }
    }

    /// Adds a header; of those of one kind the first counts.
    fn add(&mut self, header: Header, element: Element<'_>, version: Version) {
        let text = match header {
            Header::Action => &mut self.action,
            Header::MessageId => &mut self.message_id,
            Header::To => &mut self.to,
            Header::RelatesTo if !Relation::is_reply_of(&element, version) => return,
            Header::RelatesTo => &mut self.in_reply_to,
            reference => {
                let place = match reference {
                    Header::ReplyTo => &mut self.reply_to,
                    Header::FaultTo => &mut self.fault_to,
                    Header::From => &mut self.from,
                    _ => &mut self.fault_detail,
                };
                if place.store.is_null() {
                    *place = element.into();
                }
                return;
            }
        };
        if text.ptr.is_null() {
            *text = element.trimmed().into();
        }
    }
}

impl From<&Epr<'_>> for soapstone_epr {
    fn from(epr: &Epr<'_>) -> Self {
        let version = epr.version();
        let list = |local| soapstone_element::of(epr.element().child(version.uri(), local));
        let (service, port) = epr.service().map_or_else(Default::default, |service| (service.name, service.port));
        soapstone_epr {
            version: version_code(version),
            destination: Way::of(epr.address(), version) as i32,
            address: epr.address().into(),
            element: epr.element().into(),
            address_element: soapstone_element::of(epr.address_element()),
            reference_properties: list("ReferenceProperties"),
            reference_parameters: list("ReferenceParameters"),
            metadata: soapstone_element::of(epr.metadata()),
            port_type: epr.port_type().unwrap_or_default().into(),
            service: service.into(),
            port: port.into(),
        }
    }
}

impl soapstone_relation {
    /// The relation as core sees it.
    ///
    /// # Safety
    /// The strings are valid.
    pub(crate) unsafe fn read<'a>(&self, version: Version, texts: &mut Texts) -> Relation<'a> {
        let (message_id, name) = (texts.text(&self.message_id), texts.qname(&self.relationship_type));
        if name.local.is_empty() {
            return Relation::reply(message_id, version);
        }
        Relation { message_id: message_id.into(), relationship_type: name }
    }
}

impl soapstone_element {
    /// No element.
    pub(crate) const ABSENT: Self = soapstone_element { store: ptr::null(), store_len: 0, place: 0 };

    /// An element that may be absent.
    pub(crate) fn of(element: Option<Element<'_>>) -> Self {
        element.map_or(Self::ABSENT, Into::into)
    }

    /// An element that may be absent, as core sees it.
    ///
    /// # Safety
    /// As for [`element::read`].
    #[cfg_attr(small, inline(always))]
    pub(crate) unsafe fn some<'a>(&self) -> Status<Option<Element<'a>>> {
        if self.store.is_null() { Ok(None) } else { element::read(self).map(Some) }
    }
}

pub(crate) fn read_version(version: i32) -> Status<Version> {
    match version {
        SOAPSTONE_WSA_10 => Ok(Version::V10),
        SOAPSTONE_WSA_200408 if !soapstone::COMPLETE => Err(ErrorKind::LeftOut),
        SOAPSTONE_WSA_200408 => Ok(Version::V200408),
        _ => Err(REFUSED),
    }
}

pub(crate) fn version_code(version: Version) -> i32 {
    match version {
        Version::V10 => SOAPSTONE_WSA_10,
        Version::V200408 => SOAPSTONE_WSA_200408,
    }
}

/// The destinations of C have the numbers of core.
const _: () = assert!(
    SOAPSTONE_DESTINATION_BACK_CHANNEL == Way::BackChannel as i32
        && SOAPSTONE_DESTINATION_NONE == Way::None as i32
        && SOAPSTONE_DESTINATION_ADDRESS == Way::Address as i32
        && SOAPSTONE_DESTINATION_MAKE_CONNECTION == Way::MakeConnection as i32
);
