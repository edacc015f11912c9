//! Reading envelopes.
//!
//! A soapstone_envelope_reader reads one SOAP message: what soapstone_reader reads, held to the rules of the envelope
//! of SOAP 1.1 and 1.2. The namespace of the Envelope decides the version.
//!
//! What peers send against the standards is refused unless you accept it: each deviation is one of
//! SOAPSTONE_LENIENT_*, and soapstone_envelope_options holds their sum. The structure of the envelope is always held.
//!
//! A service that answers errors with faults: soapstone_fault_for_error makes the fault,
//! soapstone_envelope_reader_reply_version says in which version.

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_OK, Status, ended, soapstone_error, status};
use crate::limits::{self, soapstone_limits};
use crate::raw::{self, Handle};
use crate::soap::event::{SOAPSTONE_SOAP11, SOAPSTONE_SOAP12, next};
use crate::soap::event::{encoding_style, section_code, soapstone_header_block, soapstone_qname, version_code};
use crate::text::soapstone_str;
use crate::xml::event::{self, soapstone_attribute, soapstone_event, soapstone_namespace};
use core::ffi::c_void;
use soapstone::ErrorKind;
use soapstone::soap::{EncodingStyle, Leniencies, Options, QName, Reader, Versions};
use soapstone::xml::Encoding;

/// What an envelope reader accepts. All zero but size: both versions, by the letter of the standards, with the default
/// limits.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_envelope_options {
    /// sizeof(soapstone_envelope_options).
    pub size: u32,
    /// SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12 to speak only that version; 0 to speak both.
    pub version: i32,
    /// The deviations from the standards to accept: a sum of SOAPSTONE_LENIENT_*, or SOAPSTONE_LENIENT_ALL.
    pub leniencies: u32,
    /// 1 to hold SOAP 1.1 messages to the WS-I Basic Profile 1.1 too, else 0.
    pub basic_profile: i32,
    /// Limits, or NULL.
    pub limits: *const soapstone_limits,
    /// For later use; must be 0.
    pub reserved: [u64; 2],
}

/// A reader of one message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_envelope_reader {
    /// Not to be touched.
    pub opaque: [u64; 48],
}

/// A reader.
pub(crate) struct State {
    pub(crate) reader: Reader<'static>,
}

impl Handle for soapstone_envelope_reader {
    type State = State;
    const MARK: u32 = 0x6572_6401;
}

/// Makes a reader ready for a message. Call it again for the next one; what the handle held before does not matter.
///
/// abi is SOAPSTONE_ABI_VERSION. workspace is all the memory the reader has, of any alignment: a few hundred bytes
/// read most messages. options may be NULL.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_init(
    reader: *mut soapstone_envelope_reader,
    abi: u32,
    workspace: *mut c_void,
    workspace_len: usize,
    options: *const soapstone_envelope_options,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let mut read = Options::default();
        read_options(options, &mut read)?;
        let workspace = raw::memory(workspace, workspace_len)?;
        raw::place(reader)?.init(State { reader: Reader::with_options(workspace, read) });
        Ok(SOAPSTONE_OK)
    })
}

/// Also accepts messages in UTF-16, ISO-8859-1 and windows-1252, as soapstone_reader_accept_encodings does.
/// To be called before the first byte is read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_LEFT_OUT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_accept_encodings(reader: *mut soapstone_envelope_reader) -> i32 {
    status(|| {
        at_begin(raw::unique(reader)?)?.accept_encodings();
        if soapstone::COMPLETE { Ok(SOAPSTONE_OK) } else { Err(ErrorKind::LeftOut) }
    })
}

/// Takes the encoding from the transport, as soapstone_reader_set_encoding does.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read; SOAPSTONE_ERROR_UNSUPPORTED_ENCODING.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_set_encoding(
    reader: *mut soapstone_envelope_reader,
    name: soapstone_str,
) -> i32 {
    status(|| {
        let reader = at_begin(raw::unique(reader)?)?;
        let encoding = Encoding::from_name(name.bytes()?).ok_or(ErrorKind::UnsupportedEncoding)?;
        reader.set_encoding(encoding).map_err(|error| error.kind)?;
        Ok(SOAPSTONE_OK)
    })
}

/// Takes a prefix as declared around the root, as soapstone_reader_assume_prefix does.
/// To be called before the first byte is read.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when bytes were read or XML does not let the prefix be bound to ns;
/// SOAPSTONE_ERROR_LIMIT (the workspace); SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_assume_prefix(
    reader: *mut soapstone_envelope_reader,
    prefix: soapstone_str,
    ns: soapstone_str,
) -> i32 {
    status(|| {
        let reader = at_begin(raw::unique(reader)?)?;
        reader.assume_prefix(prefix.text()?, ns.text()?).map_err(|error| error.kind)?;
        Ok(SOAPSTONE_OK)
    })
}

/// Reads the next event, as soapstone_reader_next does, with its section.
///
/// Answers SOAPSTONE_OK (an event was written), SOAPSTONE_NEED_INPUT, SOAPSTONE_END (the message is complete), or an
/// error. An error stays: every later call answers it again, until the reader is initialised anew.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, which does not stay; SOAPSTONE_ERROR_LIMIT; all errors of XML and SOAP.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_next(
    reader: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
    event: *mut soapstone_event,
) -> i32 {
    status(|| {
        let out = raw::out(event)?;
        let state = raw::unique_often(reader)?;
        let read = next(&mut state.reader, input, last, out, &mut |reader, input, last| reader.step(input, last));
        read.map_err(|refused| refused.unwrap_or_else(|| ended(state.reader.error())))
    })
}

/// Gives no event for the rest of the header block, body entry, fault or trailer the reader is in, its end included.
/// What is skipped is checked all the same.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also outside of these.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_skip(reader: *mut soapstone_envelope_reader) -> i32 {
    status(|| {
        let state = raw::unique(reader)?;
        if !state.reader.section().is_item() {
            return Err(REFUSED);
        }
        state.reader.skip();
        Ok(SOAPSTONE_OK)
    })
}

/// Gives what the header block that was just opened says of itself.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event did not open a header block, or
/// soapstone_envelope_reader_skip was called since.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_header_block(
    reader: *const soapstone_envelope_reader,
    block: *mut soapstone_header_block,
) -> i32 {
    status(|| {
        let out = raw::out(block)?;
        let Some(block) = raw::shared(reader)?.reader.header_block() else { return Err(REFUSED) };
        out.set(block.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the name in the attribute qname of the start tag that was the last event, resolved: what the header blocks
/// NotUnderstood and Upgrade carry (SOAP 1.2 Part 1, 5.4.7 and 5.4.8). A name whose prefix is not declared has no
/// namespace and keeps its prefix.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the last event
/// was no start tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_qname(
    reader: *const soapstone_envelope_reader,
    qname: *mut soapstone_qname,
) -> i32 {
    status(|| {
        let out = raw::out(qname)?;
        let start = raw::shared(reader)?.reader.start().ok_or(REFUSED)?;
        Ok(out.found(QName::of_attribute(&start)))
    })
}

/// What the attribute encodingStyle of the start tag that was the last event claims, one of
/// SOAPSTONE_ENCODING_STYLE_*; 0 when it does not say, or when the last event was no start tag.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_encoding_style(reader: *const soapstone_envelope_reader) -> i32 {
    raw::shared(reader).map_or(0, |state| {
        let style = |(start, version)| EncodingStyle::of(&start, version);
        state.reader.start().zip(state.reader.version()).and_then(style).map_or(0, encoding_style)
    })
}

/// The version of the message, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12; 0 before the Envelope has opened.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_version(reader: *const soapstone_envelope_reader) -> i32 {
    raw::shared(reader).map_or(0, |state| state.reader.version().map_or(0, version_code))
}

/// The version in which an answer to this message is written, be it a fault: that of the message or, where the reader
/// does not speak that, what the standards prescribe (SOAP 1.2 Part 1, appendix A). 0 for a handle that is no reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_reply_version(reader: *const soapstone_envelope_reader) -> i32 {
    raw::shared(reader).map_or(0, |state| version_code(state.reader.reply_version()))
}

/// The section the reader is in, one of SOAPSTONE_SECTION_*: after a start that of the element, after an end that
/// around it. 0 outside the Envelope.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_section(reader: *const soapstone_envelope_reader) -> i32 {
    raw::shared(reader).map_or(0, |state| section_code(state.reader.section()))
}

/// Gives an attribute of the start tag that was the last event, as soapstone_reader_attribute does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_attribute(
    reader: *const soapstone_envelope_reader,
    index: u32,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::attribute(raw::shared(reader)?.reader.start(), index, out)
    })
}

/// Gives the attribute with this name of the start tag that was the last event, as soapstone_reader_find_attribute
/// does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_find_attribute(
    reader: *const soapstone_envelope_reader,
    ns: soapstone_str,
    local: soapstone_str,
    attribute: *mut soapstone_attribute,
) -> i32 {
    status(|| {
        let out = raw::out(attribute)?;
        event::find_attribute(raw::shared(reader)?.reader.start(), ns.bytes()?, local.bytes()?, out)
    })
}

/// Gives a namespace declaration of the start tag that was the last event, as soapstone_reader_declaration does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_declaration(
    reader: *const soapstone_envelope_reader,
    index: u32,
    declaration: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(declaration)?;
        event::declaration(raw::shared(reader)?.reader.start(), index, out)
    })
}

/// Gives the namespace a prefix is bound to at the current element, as soapstone_reader_resolve does.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_resolve(
    reader: *const soapstone_envelope_reader,
    prefix: soapstone_str,
    ns: *mut soapstone_namespace,
) -> i32 {
    status(|| {
        let out = raw::out(ns)?;
        let bound = raw::shared(reader)?.reader.resolve(prefix.bytes()?);
        Ok(out.found(bound.map(|(ns, uri)| soapstone_namespace::bound(prefix, ns, uri))))
    })
}

/// Says what ended the reading. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_error(
    reader: *const soapstone_envelope_reader,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(reader)?.reader.error().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Bytes of the message read so far; 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_offset(reader: *const soapstone_envelope_reader) -> u64 {
    raw::shared(reader).map_or(0, |state| state.reader.offset())
}

/// Elements now open; 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_depth(reader: *const soapstone_envelope_reader) -> u32 {
    raw::shared(reader).map_or(0, |state| state.reader.depth().into())
}

/// The most bytes of the workspace in use at any time so far; 0 for a handle that is not a reader.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_reader_workspace_peak(reader: *const soapstone_envelope_reader) -> usize {
    raw::shared(reader).map_or(0, |state| state.reader.workspace_peak())
}

/// Has `read` take from the input and moves that past what was taken; gives what came of it, and how many bytes that was.
///
/// # Safety
/// `input` is NULL or points to a valid string, which nobody else uses.
pub(crate) unsafe fn feed<'a, R>(
    input: *mut soapstone_str,
    read: impl FnOnce(&mut &'a [u8]) -> R,
) -> Status<(R, usize)> {
    let input = raw::in_out(input)?;
    let given = input.bytes()?;
    let mut rest = given;
    let result = read(&mut rest);
    let taken = given.len().wrapping_sub(rest.len());
    input.advance(taken);
    Ok((result, taken))
}

/// A reader that has read nothing yet.
pub(crate) fn at_begin(state: &mut State) -> Status<&mut Reader<'static>> {
    if state.reader.offset() == 0 { Ok(&mut state.reader) } else { Err(REFUSED) }
}

/// Reads the options C passes, NULL being the defaults, over the defaults.
#[cfg_attr(small, inline(never))]
pub(crate) unsafe fn read_options(options: *const soapstone_envelope_options, read: &mut Options) -> Status {
    let Some(set) = raw::sized(options)? else { return Ok(()) };
    read.versions = match set.version {
        0 => Versions::Both,
        SOAPSTONE_SOAP11 => Versions::Soap11,
        SOAPSTONE_SOAP12 => Versions::Soap12,
        _ => return Err(REFUSED),
    };
    read.leniencies = Leniencies::from_bits(set.leniencies).ok_or(REFUSED)?;
    read.basic_profile = set.basic_profile == 1;
    limits::read(set.limits, &mut read.limits)?;
    let [reserved, more] = set.reserved;
    if reserved | more != 0 || !matches!(set.basic_profile, 0 | 1) { Err(REFUSED) } else { Ok(()) }
}
