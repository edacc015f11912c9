//! Reading XML.
//!
//! A soapstone_reader turns a document that arrives in chunks of any size into events. It checks well-formedness and
//! namespaces in full (XML 1.0 fifth edition, Namespaces 1.0), refuses a document type declaration, and checks and
//! skips comments and processing instructions. For SOAP messages use soapstone_envelope_reader, which is built on it.

use crate::abi;
use crate::error::{
    REFUSED, SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, Status, ended, soapstone_error, status,
};
use crate::limits::soapstone_limits;
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use crate::xml::event;
use crate::xml::event::{soapstone_attribute, soapstone_event, soapstone_namespace};
use core::ffi::c_void;
use soapstone::xml::{Encoding, Kind, Latched, Reader};
use soapstone::{ErrorKind, Limits};

const _: () = assert!(Kind::Start as i32 == event::SOAPSTONE_EVENT_START);
const _: () = assert!(Kind::End as i32 == event::SOAPSTONE_EVENT_END);

/// A reader of one document. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_reader {
    /// Not to be touched.
    pub opaque: [u64; 32],
}

impl Handle for soapstone_reader {
    type State = Reader<'static>;
    const MARK: u32 = 0x7264_7201;
}

/// Makes a reader ready for a document. Call it again for the next one; what the handle held before does not matter.
///
/// abi is SOAPSTONE_ABI_VERSION. workspace is all the memory the reader has, of any alignment: a few hundred bytes
/// read most messages, more than 65535 are not used. limits may be NULL.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_init(
    reader: *mut soapstone_reader,
    abi: u32,
    workspace: *mut c_void,
    workspace_len: usize,
    limits: *const soapstone_limits,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let mut set = Limits::DEFAULT;
        crate::limits::read(limits, &mut set)?;
        let workspace = raw::memory(workspace, workspace_len)?;
        raw::init(reader, Reader::with_limits(workspace, set))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Also accepts documents in UTF-16, ISO-8859-1 and windows-1252, by byte order mark or as declared; all strings stay
/// UTF-8. To be called before the first byte is read. A program that never calls it does not link the code for it.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LEFT_OUT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_accept_encodings(reader: *mut soapstone_reader) -> i32 {
    status(|| {
        at_begin(raw::unique(reader)?)?.accept_encodings();
        if soapstone::COMPLETE { Ok(SOAPSTONE_OK) } else { Err(ErrorKind::LeftOut) }
    })
}

/// Takes the encoding from the transport, such as the charset of a Content-Type; what the document declares no longer
/// counts. To be called before the first byte is read and, for any encoding but UTF-8, after
/// soapstone_reader_accept_encodings. name is compared without case.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_UNSUPPORTED_ENCODING.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_set_encoding(reader: *mut soapstone_reader, name: soapstone_str) -> i32 {
    status(|| {
        let reader = at_begin(raw::unique(reader)?)?;
        let encoding = Encoding::from_name(name.bytes()?).ok_or(ErrorKind::UnsupportedEncoding)?;
        Ok(reader.set_encoding(encoding).map_or_else(|error| error.kind.code(), |()| SOAPSTONE_OK))
    })
}

/// Refuses processing instructions, which a SOAP sender must not send (SOAP 1.1, 3; SOAP 1.2 Part 1, 5).
/// To be called before the first byte is read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_refuse_pis(reader: *mut soapstone_reader) -> i32 {
    status(|| {
        at_begin(raw::unique(reader)?)?.refuse_processing_instructions();
        Ok(SOAPSTONE_OK)
    })
}

/// Takes a prefix as declared around the root, for peers that use prefixes they do not declare. What the document
/// declares goes before it; of two namespaces for one prefix the first counts. The binding is kept in the workspace.
/// To be called before the first byte is read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read or XML does not let the prefix be bound to ns;
/// SOAPSTONE_ERROR_LIMIT (the workspace); SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_assume_prefix(
    reader: *mut soapstone_reader,
    prefix: soapstone_str,
    ns: soapstone_str,
) -> i32 {
    status(|| {
        let reader = at_begin(raw::unique(reader)?)?;
        reader.assume_prefix(prefix.text()?, ns.text()?).map_err(|error| error.kind)?;
        Ok(SOAPSTONE_OK)
    })
}

/// Reads the next event.
///
/// input is the part of the document at hand; ptr and len are moved past what was read, also when an error is
/// answered. last is 1 when nothing follows this input, else 0. A new chunk may be given when
/// SOAPSTONE_NEED_INPUT is answered; chunks may have any size, and chunking never changes what is read.
///
/// Answers SOAPSTONE_OK (an event was written), SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the document is complete), or
/// an error. An error stays: every later call answers it again, until the reader is initialised anew.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not stay; SOAPSTONE_ERROR_LIMIT; all errors of the layer XML.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_next(
    reader: *mut soapstone_reader,
    input: *mut soapstone_str,
    last: i32,
    event: *mut soapstone_event,
) -> i32 {
    status(|| {
        let event = raw::out(event)?;
        let reader = raw::unique_often(reader)?;
        let input = raw::in_out(input)?;
        let given = input.bytes()?;
        let mut rest = given;
        let read = reader.step(&mut rest, last != 0);
        input.leave(rest.len());
        match read.map_err(|Latched| ended(reader.error()))? {
            Kind::Text => soapstone_event::text(event, 0, reader.text(given), reader.offset()),
            Kind::NeedInput => return Ok(SOAPSTONE_NEED_INPUT),
            Kind::Finished => return Ok(SOAPSTONE_END),
            kind => soapstone_event::tag(event, kind as i32, 0, &reader.tag(), || reader.offset()),
        }
        Ok(SOAPSTONE_OK)
    })
}

/// Gives no event for the rest of the innermost open element, its end tag included; after a start event that is the
/// element just started.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when no element is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_skip(reader: *mut soapstone_reader) -> i32 {
    status(|| {
        let reader = raw::unique(reader)?;
        if reader.depth() == 0 {
            return Err(REFUSED);
        }
        reader.skip();
        Ok(SOAPSTONE_OK)
    })
}

/// Gives an attribute of the start tag that was the last event, by its place in the document: 0, 1, ...
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (index is not below event.attributes).
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_attribute(
    reader: *const soapstone_reader,
    index: u32,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::attribute(raw::shared(reader)?.start(), index, out)
    })
}

/// Gives the attribute with this namespace URI (empty for none) and local name of the start tag that was the last
/// event.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_find_attribute(
    reader: *const soapstone_reader,
    ns: soapstone_str,
    local: soapstone_str,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::find_attribute(raw::shared(reader)?.start(), ns.bytes()?, local.bytes()?, out)
    })
}

/// Gives a namespace declaration of the start tag that was the last event, by its place in the document: 0, 1, ...
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (index is not below event.declarations).
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event was no start tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_declaration(
    reader: *const soapstone_reader,
    index: u32,
    declaration: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(declaration)?;
        event::declaration(raw::shared(reader)?.start(), index, out)
    })
}

/// Gives the namespace a prefix is bound to at the current element: for qualified names in text and in values.
/// The empty prefix asks for the default namespace.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the prefix is not declared). Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_resolve(
    reader: *const soapstone_reader,
    prefix: soapstone_str,
    ns: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(ns)?;
        let bound = raw::shared(reader)?.resolve(prefix.bytes()?);
        Ok(out.found(bound.map(|(ns, uri)| soapstone_namespace::bound(prefix, ns, uri))))
    })
}

/// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_error(reader: *const soapstone_reader, error: *mut soapstone_error) -> i32 {
    status(|| {
        let error = raw::out(error)?;
        error.set(raw::shared(reader)?.error().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Bytes of the document read so far; 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_offset(reader: *const soapstone_reader) -> u64 {
    raw::shared(reader).map_or(0, |reader| reader.offset())
}

/// Elements now open; 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_depth(reader: *const soapstone_reader) -> u32 {
    raw::shared(reader).map_or(0, |reader| reader.depth().into())
}

/// The most bytes of the workspace in use at any time so far: what a workspace for such messages must have.
/// 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_reader_workspace_peak(reader: *const soapstone_reader) -> usize {
    raw::shared(reader).map_or(0, |reader| reader.workspace_peak())
}

/// A reader that has read nothing yet.
fn at_begin<'a>(reader: &'a mut Reader<'static>) -> Status<&'a mut Reader<'static>> {
    if reader.offset() == 0 { Ok(reader) } else { Err(REFUSED) }
}
