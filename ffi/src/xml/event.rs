//! XML events.
//!
//! What the reader reports. Names are resolved: ns is the namespace URI (empty for none), local the local name,
//! prefix what the message happened to write.

use crate::error::{REFUSED, Status};
use crate::raw::Out;
use crate::soap::event::SOAPSTONE_EVENT_OPEN;
use crate::text::soapstone_str;
use soapstone::Namespace;
use soapstone::xml::{Attribute, Declaration, Name, Start, Str, Tag};

/// A start tag. An empty-element tag gives a start and an end.
pub const SOAPSTONE_EVENT_START: i32 = 1;
/// Character data: text, CDATA and references resolved, line ends as LF. One run of text may come in several pieces.
pub const SOAPSTONE_EVENT_TEXT: i32 = 2;
/// An end tag.
pub const SOAPSTONE_EVENT_END: i32 = 3;

/// One event. Its strings are valid until the next call that changes the reader.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_event {
    /// One of SOAPSTONE_EVENT_*.
    pub kind: i32,
    /// The section of the envelope, one of SOAPSTONE_SECTION_*; 0 from a plain XML reader.
    pub section: i32,
    /// Start and end: the namespace by number, one of SOAPSTONE_NS_*.
    pub ns_id: i32,
    /// Start and end: open elements, this one included; the root has 1.
    pub depth: u32,
    /// Start and end: the namespace URI.
    pub ns: soapstone_str,
    /// Start and end: the local name.
    pub local: soapstone_str,
    /// Start and end: the prefix as written.
    pub prefix: soapstone_str,
    /// Text: the piece of text, never empty.
    pub text: soapstone_str,
    /// Start: how many attributes, namespace declarations not counted.
    pub attributes: u32,
    /// Start: how many namespace declarations.
    pub declarations: u32,
    /// Start: bytes of the message before the '<'. Text and end: bytes of the message read so far.
    pub offset: u64,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

/// An attribute of a start tag.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_attribute {
    /// The namespace URI; empty for an attribute without a prefix.
    pub ns: soapstone_str,
    /// The local name.
    pub local: soapstone_str,
    /// The prefix as written.
    pub prefix: soapstone_str,
    /// The value, references resolved and white space normalised.
    pub value: soapstone_str,
    /// The namespace by number, one of SOAPSTONE_NS_*.
    pub ns_id: i32,
    /// For later use; 0.
    pub reserved: u32,
}

/// A namespace: what a start tag declares, or what a prefix is bound to.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_namespace {
    /// The prefix; empty for the default namespace.
    pub prefix: soapstone_str,
    /// The URI; empty where the default namespace is undeclared.
    pub uri: soapstone_str,
    /// The namespace by number, one of SOAPSTONE_NS_*.
    pub ns_id: i32,
    /// For later use; 0.
    pub reserved: u32,
}

impl From<Str<'_>> for soapstone_str {
    fn from(text: Str<'_>) -> Self {
        text.as_bytes().into()
    }
}

impl soapstone_event {
    /// An event that says nothing.
    pub(crate) const EMPTY: Self = soapstone_event {
        kind: 0,
        section: 0,
        ns_id: 0,
        depth: 0,
        ns: soapstone_str::EMPTY,
        local: soapstone_str::EMPTY,
        prefix: soapstone_str::EMPTY,
        text: soapstone_str::EMPTY,
        attributes: 0,
        declarations: 0,
        offset: 0,
        reserved: [0; 2],
    };

    /// Writes the event of a tag; `offset` answers that of the reader, for an end tag.
    #[inline(always)]
    pub(crate) fn tag(out: Out<'_, Self>, kind: i32, section: i32, tag: &Tag<'_>, offset: impl FnOnce() -> u64) {
        let name = tag.name();
        let (prefix, local) = if cfg!(small) { (name.prefix(), name.local()) } else { name.parts() };
        let event = Self::begin(out, kind, section);
        event.ns_id = name.namespace_code().into();
        event.depth = tag.depth().into();
        event.ns = name.uri().into();
        event.local = soapstone_str::part(local.as_bytes());
        event.prefix = soapstone_str::part(prefix.as_bytes());
        if matches!(kind, SOAPSTONE_EVENT_START | SOAPSTONE_EVENT_OPEN) {
            (event.attributes, event.declarations) = (tag.attributes().into(), tag.declarations().into());
            event.offset = tag.offset();
        } else {
            event.offset = offset();
        }
    }

    /// Writes the event of a piece of text; `offset` is that of the reader.
    #[cfg_attr(small, inline(always))]
    #[cfg_attr(not(small), inline)]
    pub(crate) fn text(out: Out<'_, Self>, section: i32, text: Str<'_>, offset: u64) {
        let event = Self::begin(out, SOAPSTONE_EVENT_TEXT, section);
        event.text = text.into();
        event.offset = offset;
    }

    /// An event that says no more than its kind and section.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline(always))]
    fn begin<'a>(out: Out<'a, Self>, kind: i32, section: i32) -> &'a mut Self {
        if !cfg!(small) {
            return out.put(soapstone_event { kind, section, ..Self::EMPTY });
        }
        // Zeros and four pointers are shorter than the constant.
        let event = out.put(Self::ZERO);
        (event.kind, event.section) = (kind, section);
        (event.ns, event.local) = (soapstone_str::EMPTY, soapstone_str::EMPTY);
        (event.prefix, event.text) = (soapstone_str::EMPTY, soapstone_str::EMPTY);
        event
    }

    const ZERO: Self = {
        let none = soapstone_str { ptr: core::ptr::null(), len: 0 };
        soapstone_event { ns: none, local: none, prefix: none, text: none, ..Self::EMPTY }
    };
}

impl From<Attribute<'_>> for soapstone_attribute {
    fn from(attribute: Attribute<'_>) -> Self {
        let name = attribute.name();
        soapstone_attribute {
            ns: name.uri().into(),
            local: soapstone_str::part(name.local().as_bytes()),
            prefix: soapstone_str::part(name.prefix().as_bytes()),
            value: soapstone_str::part(attribute.value().as_bytes()),
            ns_id: name.namespace_code().into(),
            reserved: 0,
        }
    }
}

impl From<Declaration<'_>> for soapstone_namespace {
    fn from(declaration: Declaration<'_>) -> Self {
        soapstone_namespace {
            prefix: declaration.prefix.into(),
            uri: declaration.uri.into(),
            ns_id: declaration.namespace as i32,
            reserved: 0,
        }
    }
}

impl soapstone_namespace {
    pub(crate) fn bound(prefix: soapstone_str, ns: Namespace, uri: Str<'_>) -> Self {
        soapstone_namespace { prefix, uri: uri.into(), ns_id: ns as i32, reserved: 0 }
    }
}

/// Gives an attribute of a start tag by its place.
#[cfg_attr(small, inline(always))]
pub(crate) fn attribute(start: Option<Start<'_>>, index: u32, out: Out<'_, soapstone_attribute>) -> Status<i32> {
    let start = start.ok_or(REFUSED)?;
    Ok(out.found(start.attributes().nth(index as usize)))
}

/// Gives the attribute of a start tag with this expanded name.
pub(crate) fn find_attribute(
    start: Option<Start<'_>>,
    ns: &[u8],
    local: &[u8],
    out: Out<'_, soapstone_attribute>,
) -> Status<i32> {
    let start = start.ok_or(REFUSED)?;
    let named = |name: Name<'_>| name.local().as_bytes() == local && name.uri().as_bytes() == ns;
    Ok(out.found(start.attributes().find(|a| named(a.name()))))
}

/// Gives a namespace declaration of a start tag by its place.
pub(crate) fn declaration(start: Option<Start<'_>>, index: u32, out: Out<'_, soapstone_namespace>) -> Status<i32> {
    let start = start.ok_or(REFUSED)?;
    Ok(out.found(start.declarations().nth(index as usize)))
}
