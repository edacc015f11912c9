//! Kept elements.
//!
//! Events are gone with the next call; an element that must live longer is kept in a store, which is memory of yours:
//! by a soapstone_keeper, or with the header blocks of a message by a soapstone_header_reader. A soapstone_element
//! refers to one: it is plain data, may be copied, and is good as long as the store is left alone. Its strings are in
//! the store.
//!
//! ```c
//! soapstone_str ns = soapstone_cstr("urn:meter");
//! soapstone_element unit;
//! if (soapstone_element_child(&entry, ns, soapstone_cstr("unit"), &unit) == SOAPSTONE_OK) {
//!     text = soapstone_element_trimmed(&unit);
//! }
//! ```

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, status};
use crate::raw::{self, Handle};
use crate::soap::event::soapstone_qname;
use crate::text::soapstone_str;
use crate::xml::event::{SOAPSTONE_EVENT_END, SOAPSTONE_EVENT_START, SOAPSTONE_EVENT_TEXT};
use crate::xml::event::{soapstone_attribute, soapstone_event};
use soapstone::soap::{Element, Kept, KeptAttribute, KeptEvents};

/// An element in a store. Made by the library; not to be put together by hand.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_element {
    /// The store.
    pub store: *const u8,
    /// Bytes of it in use.
    pub store_len: usize,
    /// Where in it the element begins.
    pub place: usize,
}

/// Goes through a kept element. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_element_reader {
    /// Not to be touched.
    pub opaque: [u64; 8],
}

/// What is left to give, and the open elements.
pub(crate) struct State {
    events: KeptEvents<'static>,
    depth: u32,
}

impl Handle for soapstone_element_reader {
    type State = State;
    const MARK: u32 = 0x656c_7201;
}

/// Gives the name.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_name(element: *const soapstone_element, name: *mut soapstone_qname) -> i32 {
    status(|| {
        let out = raw::out(name)?;
        out.set(read(element)?.name().into());
        Ok(SOAPSTONE_OK)
    })
}

/// The prefix as written; empty when there is none, and for what is no element.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_prefix(element: *const soapstone_element) -> soapstone_str {
    read(element).map_or(soapstone_str::EMPTY, |element| element.prefix().into())
}

/// Answers 1 when the element has this namespace URI (empty for none) and local name, else 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_is(
    element: *const soapstone_element,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    status(|| Ok(read(element)?.is(ns.text()?, local.text()?).into())).max(0)
}

/// Gives an attribute by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_attribute(
    element: *const soapstone_element,
    index: u32,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        Ok(out.found(read(element)?.attributes().nth(index as usize)))
    })
}

/// Gives the attribute with this namespace URI (empty for none) and local name. Answers SOAPSTONE_OK or
/// SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_find_attribute(
    element: *const soapstone_element,
    ns: soapstone_str,
    local: soapstone_str,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        let (ns, local) = (ns.text()?, local.text()?);
        Ok(out.found(read(element)?.attributes().find(|a| a.name().is_in(ns, local))))
    })
}

/// Gives the first element right inside this one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. element and child may
/// be the same struct.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_first_child(
    element: *const soapstone_element,
    child: *mut soapstone_element,
) -> i32 {
    status(|| {
        let found = read(element)?.children().next();
        Ok(raw::out(child)?.found(found))
    })
}

/// Gives the next element inside the same one. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (this is the last).
/// element and sibling may be the same struct.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_next_sibling(
    element: *const soapstone_element,
    sibling: *mut soapstone_element,
) -> i32 {
    status(|| {
        let next = read(element)?.next_sibling();
        Ok(raw::out(sibling)?.found(next))
    })
}

/// Gives the first element with this namespace URI (empty for none) and local name right inside this one. Answers
/// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. element and child may be the same struct.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_child(
    element: *const soapstone_element,
    ns: soapstone_str,
    local: soapstone_str,
    child: *mut soapstone_element,
) -> i32 {
    status(|| {
        let found = read(element)?.child(ns.text()?, local.text()?);
        Ok(raw::out(child)?.found(found))
    })
}

/// The text up to the first tag in the element, which is all its text when it has no children. As written, white space
/// included; empty for what is no element.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_text(element: *const soapstone_element) -> soapstone_str {
    read(element).map_or(soapstone_str::EMPTY, |element| element.text().into())
}

/// The same text without white space around it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_trimmed(element: *const soapstone_element) -> soapstone_str {
    read(element).map_or(soapstone_str::EMPTY, |element| element.trimmed().into())
}

/// Gives the text as a qualified name, resolved where it stood. A name without a prefix has no namespace; one whose
/// prefix is not declared keeps it.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_qname(
    element: *const soapstone_element,
    qname: *mut soapstone_qname,
) -> i32 {
    status(|| {
        let out = raw::out(qname)?;
        out.set(read(element)?.qname().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Gives one of the qualified names in the text or in an attribute of the element, resolved where it stood; of a list
/// of more than 16 names only the first 16 can be resolved.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_resolve(
    element: *const soapstone_element,
    name: soapstone_str,
    qname: *mut soapstone_qname,
) -> i32 {
    status(|| {
        let out = raw::out(qname)?;
        out.set(read(element)?.resolve(name.text()?.into()).into());
        Ok(SOAPSTONE_OK)
    })
}

/// Makes a reader ready to go through an element, from its start tag to its end tag. abi is SOAPSTONE_ABI_VERSION.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_reader_init(
    reader: *mut soapstone_element_reader,
    abi: u32,
    element: *const soapstone_element,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let events = read(element)?.events();
        raw::init(reader, State { events, depth: 0 })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the next event: SOAPSTONE_EVENT_START, _TEXT or _END. A text is whole up to the next tag. A start tag is given
/// as element too, for its attributes; it has no declarations and no offset. Of an end tag only the depth is known.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_END (the element is complete); element is written with a start tag only.
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_element_reader_next(
    reader: *mut soapstone_element_reader,
    event: *mut soapstone_event,
    element: *mut soapstone_element,
) -> i32 {
    status(|| {
        let (event, out) = (raw::out(event)?, raw::out(element)?);
        let state = raw::unique(reader)?;
        let mut given = soapstone_event { kind: SOAPSTONE_EVENT_END, depth: state.depth, ..soapstone_event::EMPTY };
        match state.events.next() {
            Some(Kept::Start(element)) => {
                state.depth += 1;
                given = started(&element, state.depth);
                out.set(element.into());
            }
            Some(Kept::Text(text)) => {
                given = soapstone_event { kind: SOAPSTONE_EVENT_TEXT, text: text.into(), ..soapstone_event::EMPTY };
            }
            Some(Kept::End) => state.depth = state.depth.saturating_sub(1),
            None => return Ok(SOAPSTONE_END),
        }
        event.set(given);
        Ok(SOAPSTONE_OK)
    })
}

/// The element as core sees it.
///
/// # Safety
/// `element` is NULL or refers to a store that nobody changes during `'a`.
#[cfg_attr(small, inline(always))]
pub(crate) unsafe fn read<'a>(element: *const soapstone_element) -> Status<Element<'a>> {
    let element = raw::value(element)?;
    Element::at(raw::bytes(element.store, element.store_len)?, element.place).ok_or(REFUSED)
}

impl From<Element<'_>> for soapstone_element {
    fn from(element: Element<'_>) -> Self {
        let (store, place) = element.place();
        soapstone_element { store: store.as_ptr(), store_len: store.len(), place }
    }
}

impl From<KeptAttribute<'_>> for soapstone_attribute {
    fn from(attribute: KeptAttribute<'_>) -> Self {
        let name = attribute.name();
        soapstone_attribute {
            ns: name.uri.into(),
            local: name.local.into(),
            prefix: attribute.prefix().into(),
            value: attribute.value().into(),
            ns_id: name.namespace() as i32,
            reserved: 0,
        }
    }
}

fn started(element: &Element<'_>, depth: u32) -> soapstone_event {
    let name = element.name();
    soapstone_event {
        kind: SOAPSTONE_EVENT_START,
        ns_id: name.namespace() as i32,
        depth,
        ns: name.uri.into(),
        local: name.local.into(),
        prefix: element.prefix().into(),
        attributes: element.attributes().fold(0, |count, _| count + 1),
        ..soapstone_event::EMPTY
    }
}
