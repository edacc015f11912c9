//! Envelopes.
//!
//! The SOAP layer reports the events of XML, each with the section of the envelope it belongs to. The parts of the
//! envelope open and close with events of their own: Envelope, Header, each header block, Body, each body entry or
//! the fault. White space between them gives no event.
//!
//! A request reads as: open Envelope, open Header, open header block, its content, close header block, close Header,
//! open Body, open body entry, its content, close body entry, close Body, close Envelope.

use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status};
use crate::raw::{self, Out};
use crate::text::soapstone_str;
use crate::xml::event::{SOAPSTONE_EVENT_END, SOAPSTONE_EVENT_START, soapstone_event};
use soapstone::ErrorKind;
use soapstone::soap::{EncodingStyle, Event, HeaderBlock, Kind, QName, Reader, Section, Step, Target, Version};
use soapstone::xml::{Latched, Tag};

/// SOAP 1.1.
pub const SOAPSTONE_SOAP11: i32 = 11;
/// SOAP 1.2.
pub const SOAPSTONE_SOAP12: i32 = 12;

/// A part of the envelope opens; section says which. Like a start tag, with name, attributes and declarations.
pub const SOAPSTONE_EVENT_OPEN: i32 = 4;
/// A part of the envelope closes; section says which. Like an end tag, with the name.
pub const SOAPSTONE_EVENT_CLOSE: i32 = 5;

/// The Envelope itself.
pub const SOAPSTONE_SECTION_ENVELOPE: i32 = 1;
/// The Header itself.
pub const SOAPSTONE_SECTION_HEADER: i32 = 2;
/// A header block: a child of the Header.
pub const SOAPSTONE_SECTION_HEADER_BLOCK: i32 = 3;
/// The Body itself. When it opens every header block has been seen.
pub const SOAPSTONE_SECTION_BODY: i32 = 4;
/// A child of the Body that is not a fault.
pub const SOAPSTONE_SECTION_BODY_ENTRY: i32 = 5;
/// The Fault of the message's version.
pub const SOAPSTONE_SECTION_FAULT: i32 = 6;
/// An element after the Body: SOAP 1.1 only.
pub const SOAPSTONE_SECTION_TRAILER: i32 = 7;

/// The block is for the ultimate receiver: no role, an empty one, or the one that says so.
pub const SOAPSTONE_TARGET_ULTIMATE_RECEIVER: i32 = 1;
/// The block is for every node.
pub const SOAPSTONE_TARGET_NEXT: i32 = 2;
/// The block is for nobody: data for other blocks. SOAP 1.2 only.
pub const SOAPSTONE_TARGET_NONE: i32 = 3;
/// The block is for the nodes that play its role.
pub const SOAPSTONE_TARGET_ROLE: i32 = 4;

/// encodingStyle claims nothing.
pub const SOAPSTONE_ENCODING_STYLE_NONE: i32 = 1;
/// encodingStyle is the encoding of the message's version.
pub const SOAPSTONE_ENCODING_STYLE_SOAP: i32 = 2;
/// encodingStyle is another one.
pub const SOAPSTONE_ENCODING_STYLE_UNKNOWN: i32 = 3;

/// A name with its namespace.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_qname {
    /// The namespace URI; empty for none.
    pub ns: soapstone_str,
    /// The local name.
    pub local: soapstone_str,
}

/// What a header block says of itself. Its strings are valid until the next call that changes the reader.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_header_block {
    /// 1 when it must be understood by a node it is for, else 0.
    pub must_understand: i32,
    /// 1 when an intermediary passes it on although it did not process it, else 0; SOAP 1.2 only.
    pub relay: i32,
    /// Whom it is for, one of SOAPSTONE_TARGET_*.
    pub target: i32,
    /// One of SOAPSTONE_ENCODING_STYLE_*; 0 when the block does not say.
    pub encoding_style: i32,
    /// The role (in SOAP 1.1 the actor) as a URI; its ptr is NULL when there is none.
    pub role: soapstone_str,
    /// For later use; 0.
    pub reserved: [u64; 2],
}

impl From<HeaderBlock<'_>> for soapstone_header_block {
    fn from(block: HeaderBlock<'_>) -> Self {
        let role = block.role();
        soapstone_header_block {
            must_understand: block.must_understand().into(),
            relay: block.relay().into(),
            target: match block.target_of(role) {
                Target::UltimateReceiver => SOAPSTONE_TARGET_ULTIMATE_RECEIVER,
                Target::Next => SOAPSTONE_TARGET_NEXT,
                Target::None => SOAPSTONE_TARGET_NONE,
                Target::Role(_) => SOAPSTONE_TARGET_ROLE,
            },
            encoding_style: block.encoding_style().map_or(0, encoding_style),
            role: role.into(),
            reserved: [0; 2],
        }
    }
}

impl soapstone_qname {
    /// The name as core sees it.
    ///
    /// # Safety
    /// The strings are valid.
    pub(crate) unsafe fn read<'a>(self) -> Status<QName<'a>> {
        Ok(QName::new(self.ns.text()?, self.local.text()?))
    }
}

impl From<QName<'_>> for soapstone_qname {
    fn from(name: QName<'_>) -> Self {
        soapstone_qname { ns: name.uri.into(), local: name.local.into() }
    }
}

/// A version that C passes in.
pub(crate) fn version(version: i32) -> Status<Version> {
    match version {
        SOAPSTONE_SOAP11 => Ok(Version::Soap11),
        SOAPSTONE_SOAP12 => Ok(Version::Soap12),
        _ => Err(REFUSED),
    }
}

pub(crate) fn version_code(version: Version) -> i32 {
    match version {
        Version::Soap11 => SOAPSTONE_SOAP11,
        Version::Soap12 => SOAPSTONE_SOAP12,
    }
}

pub(crate) fn encoding_style(style: EncodingStyle) -> i32 {
    match style {
        EncodingStyle::None => SOAPSTONE_ENCODING_STYLE_NONE,
        EncodingStyle::Soap => SOAPSTONE_ENCODING_STYLE_SOAP,
        EncodingStyle::Unknown => SOAPSTONE_ENCODING_STYLE_UNKNOWN,
    }
}

/// Takes a step, for [`next`]: reader, input and whether that is the last.
type Take<'a> = dyn FnMut(&mut Reader<'static>, &mut &[u8], bool) -> Result<Step, Latched> + 'a;

/// Has `read` take a step of the input, moves that past what was taken, and answers what C is told of the step; no error
/// is that which `read` keeps.
///
/// # Safety
/// `input` is NULL or points to a valid string, which nobody else uses.
#[cfg_attr(small, inline(never))]
#[cfg_attr(not(small), inline(always))]
pub(crate) unsafe fn next(
    reader: &mut Reader<'static>,
    input: *mut soapstone_str,
    last: i32,
    out: Out<'_, soapstone_event>,
    read: &mut Take<'_>,
) -> Result<i32, Option<ErrorKind>> {
    let input = raw::in_out(input)?;
    let given = input.bytes()?;
    let mut rest = given;
    let step = read(reader, &mut rest, last != 0);
    input.leave(rest.len());
    step.map_or(Err(None), |step| Ok(report(reader, step, given, out)))
}

/// Writes the event of a step and answers what C is told of it. `input` is what the step was given.
// Where flash is short, ffi/archive.sh says so.
#[cfg_attr(not(small), inline(always))]
pub(crate) fn report(reader: &Reader<'_>, step: Step, input: &[u8], out: Out<'_, soapstone_event>) -> i32 {
    let section = section_code(step.section);
    match step.kind {
        Kind::Text => soapstone_event::text(out, section, reader.text(input), reader.offset()),
        Kind::NeedInput => return SOAPSTONE_NEED_INPUT,
        Kind::Finished => return SOAPSTONE_END,
        kind => soapstone_event::tag(out, kind as i32, section, &reader.tag(), || reader.offset()),
    }
    SOAPSTONE_OK
}

const _: () = {
    assert!(Kind::Start as i32 == SOAPSTONE_EVENT_START && Kind::End as i32 == SOAPSTONE_EVENT_END);
    assert!(Kind::Open as i32 == SOAPSTONE_EVENT_OPEN && Kind::Close as i32 == SOAPSTONE_EVENT_CLOSE);
};

/// As [`report`], of an event that was made; `offset` is that of the reader.
pub(crate) fn report_event(event: &Event<'_>, offset: u64, out: Out<'_, soapstone_event>) -> i32 {
    let section = section_code(event.section());
    let (kind, tag) = match event {
        Event::Start(_, start) => (Kind::Start, Tag::from(*start)),
        Event::End(_, end) => (Kind::End, Tag::from(*end)),
        Event::Close(_, end) => (Kind::Close, Tag::from(*end)),
        Event::HeaderBlock(block) => (Kind::Open, Tag::from(block.start())),
        Event::Envelope(_, start)
        | Event::Header(start)
        | Event::Body(start)
        | Event::BodyEntry(start)
        | Event::Fault(start)
        | Event::Trailer(start) => (Kind::Open, Tag::from(*start)),
        Event::Text(_, text) => {
            soapstone_event::text(out, section, *text, offset);
            return SOAPSTONE_OK;
        }
        Event::NeedInput => return SOAPSTONE_NEED_INPUT,
        Event::Finished => return SOAPSTONE_END,
    };
    soapstone_event::tag(out, kind as i32, section, &tag, || offset);
    SOAPSTONE_OK
}

#[inline]
pub(crate) fn section_code(section: Section) -> i32 {
    const {
        assert!(Section::Envelope as i32 == SOAPSTONE_SECTION_ENVELOPE);
        assert!(Section::Header as i32 == SOAPSTONE_SECTION_HEADER);
        assert!(Section::HeaderBlock as i32 == SOAPSTONE_SECTION_HEADER_BLOCK);
        assert!(Section::Body as i32 == SOAPSTONE_SECTION_BODY);
        assert!(Section::BodyEntry as i32 == SOAPSTONE_SECTION_BODY_ENTRY);
        assert!(Section::Fault as i32 == SOAPSTONE_SECTION_FAULT);
        assert!(Section::Trailer as i32 == SOAPSTONE_SECTION_TRAILER);
    }
    section as i32
}
