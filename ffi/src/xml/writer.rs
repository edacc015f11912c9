//! Writing XML.
//!
//! A soapstone_writer writes one document. You say which namespaces and names; it keeps the document well-formed,
//! finds and declares prefixes, escapes text and closes what is open. It never writes a comment, a processing
//! instruction or a DTD.
//!
//! The same handle and the same calls write what is inside an envelope: see soapstone_envelope_writer_init.
//!
//! A call happens as a whole or is refused without a trace; after a refusal the document goes on as if the call had
//! not been made. The calls that take a soapstone_str by pointer may take a part of it: they move ptr and len past
//! what was taken, and on SOAPSTONE_OUTPUT_FULL the rest must follow before anything else is written.
//!
//! Writing into a buffer of any size that holds the longest start tag:
//!
//! ```c
//! while ((status = soapstone_writer_text(&writer, text)) == SOAPSTONE_OUTPUT_FULL) {
//!     soapstone_writer_drain(&writer, &bytes);
//!     send(bytes.ptr, bytes.len);
//! }
//! ```

use crate::abi;
use crate::buf::{Output, soapstone_output};
use crate::error::{SOAPSTONE_OK, soapstone_error, status};
use crate::limits::{self, soapstone_limits};
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use crate::writing::{State, write_part, write_xml};
use core::ffi::c_void;
use soapstone::Limits;
use soapstone::soap::{Version, Writer, WriterState};
use soapstone::xml::Call;

/// A writer of one document or message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_writer {
    /// Not to be touched.
    pub opaque: [u64; 40],
}

const EMPTY: soapstone_str = soapstone_str::EMPTY;

impl Handle for soapstone_writer {
    type State = State;
    const MARK: u32 = 0x7774_7201;
}

/// Makes a writer ready for a document. Call it again for the next one.
///
/// abi is SOAPSTONE_ABI_VERSION. workspace, of any alignment, keeps the open elements and their namespaces: a few
/// hundred bytes do for most messages. output says where the bytes go. Of limits, which may be NULL, depth,
/// attributes and namespaces hold for writing.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_init(
    writer: *mut soapstone_writer,
    abi: u32,
    workspace: *mut c_void,
    workspace_len: usize,
    output: *const soapstone_output,
    limits: *const soapstone_limits,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let mut set = Limits::DEFAULT;
        limits::read(limits, &mut set)?;
        let (output, workspace) = (Output::new(output)?, raw::memory(workspace, workspace_len)?);
        raw::init(writer, State::plain(Writer::resume(WriterState::new(Version::Soap12, set), output, workspace)))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Writes the XML declaration, which SOAP does not need: <?xml version="1.0" encoding="UTF-8"?>.
///
/// Errors: SOAPSTONE_ERROR_WRITE_LATE, when something was written already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_declaration(writer: *mut soapstone_writer) -> i32 {
    write_xml(writer, Call::DECLARATION, &[])
}

/// Makes prefix the one for this namespace wherever it must be declared. The empty prefix asks for a default
/// namespace. Without a pin the writer takes names of its own: ns and a number.
///
/// Errors: SOAPSTONE_ERROR_WRITE_LATE (something was written already), SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX,
/// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_NAMESPACE, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_pin(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
    ns: soapstone_str,
) -> i32 {
    write_xml(writer, Call::PIN, &[ns, EMPTY, EMPTY, prefix])
}

/// Opens an element: writes the start tag, which stays open for attributes until content follows.
///
/// Errors: SOAPSTONE_ERROR_WRITE_SECOND_ROOT, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_UNFINISHED,
/// SOAPSTONE_ERROR_LIMIT (depth, namespaces, workspace, output).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_start(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_xml(writer, Call::START, &[ns, local])
}

/// As soapstone_writer_start, with this prefix, declared here when it must be.
///
/// Errors: those of soapstone_writer_start, and SOAPSTONE_ERROR_WRITE_NAMESPACE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_start_prefixed(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_xml(writer, Call::START_PREFIXED, &[ns, local, EMPTY, prefix])
}

/// Writes an attribute of the element just opened.
///
/// Errors: SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE (content has begun), SOAPSTONE_ERROR_WRITE_DUPLICATE_ATTRIBUTE,
/// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_LIMIT (attributes, namespaces,
/// workspace, output).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_attribute(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
    value: soapstone_str,
) -> i32 {
    write_xml(writer, Call::ATTRIBUTE, &[ns, local, value])
}

/// As soapstone_writer_attribute, with this prefix, declared here when it must be.
///
/// Errors: those of soapstone_writer_attribute and of soapstone_writer_namespace.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_attribute_prefixed(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
    ns: soapstone_str,
    local: soapstone_str,
    value: soapstone_str,
) -> i32 {
    write_xml(writer, Call::ATTRIBUTE_PREFIXED, &[ns, local, value, prefix])
}

/// Writes an attribute whose value is a qualified name, such as xsi:type, with its prefix declared.
///
/// Errors: those of soapstone_writer_attribute, and SOAPSTONE_ERROR_WRITE_UNBOUND (the value is in no namespace and a
/// default namespace is in the way).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_attribute_qname(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
    value_ns: soapstone_str,
    value_local: soapstone_str,
) -> i32 {
    write_xml(writer, Call::ATTRIBUTE_QNAME, &[ns, local, value_local, value_ns])
}

/// Declares a namespace on the element just opened.
///
/// Errors: SOAPSTONE_ERROR_WRITE_ATTRIBUTE_LATE, SOAPSTONE_ERROR_WRITE_DUPLICATE_PREFIX, SOAPSTONE_ERROR_WRITE_NAME,
/// SOAPSTONE_ERROR_WRITE_NAMESPACE, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_namespace(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
    ns: soapstone_str,
) -> i32 {
    write_xml(writer, Call::NAMESPACE, &[ns, EMPTY, EMPTY, prefix])
}

/// Makes sure that some prefix is bound to the namespace at the current element; soapstone_writer_prefix tells which.
///
/// Errors: SOAPSTONE_ERROR_WRITE_UNBOUND (there is none, and the start tag is complete), and those of
/// soapstone_writer_namespace.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_declare(writer: *mut soapstone_writer, ns: soapstone_str) -> i32 {
    write_xml(writer, Call::DECLARE, &[ns])
}

/// Gives the prefix in scope for a namespace, never the empty one. Valid until the next call on the writer.
///
/// Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND. Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_prefix(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    prefix: *mut soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(prefix)?;
        let state = raw::unique(writer)?;
        let ns = ns.text()?;
        Ok(out.found(state.writer.document().prefix(ns)))
    })
}

/// Writes text, all of it or nothing.
///
/// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_WRITE_ENCODING,
/// SOAPSTONE_ERROR_WRITE_UNFINISHED, SOAPSTONE_ERROR_LIMIT (it is longer than the output memory).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_text(writer: *mut soapstone_writer, text: soapstone_str) -> i32 {
    write_xml(writer, Call::TEXT_WHOLE, &[text])
}

/// Writes text of any length, in parts: a call takes what fits, and a character may be cut between two calls.
///
/// Errors: those of soapstone_writer_text; text stands at what was refused.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_text_part(writer: *mut soapstone_writer, text: *mut soapstone_str) -> i32 {
    write_part(writer, text, Call::TEXT_BYTES)
}

/// Writes a qualified name as text, with its prefix declared on the element just opened when it must be.
///
/// Errors: those of soapstone_writer_text and soapstone_writer_declare.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_text_qname(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_xml(writer, Call::TEXT_QNAME, &[ns, local])
}

/// Writes bytes of any number as base64, in parts. Parts need not be multiples of three bytes.
///
/// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_base64(writer: *mut soapstone_writer, bytes: *mut soapstone_str) -> i32 {
    write_part(writer, bytes, Call::BASE64)
}

/// Writes bytes of any number as upper-case hexadecimal digits, in parts.
///
/// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_hex(writer: *mut soapstone_writer, bytes: *mut soapstone_str) -> i32 {
    write_part(writer, bytes, Call::HEX)
}

/// Writes bytes as they are, in parts. Nothing is escaped and nothing is checked: what they do to the document is
/// your doing.
///
/// Errors: SOAPSTONE_ERROR_WRITE_OUTSIDE_ROOT, SOAPSTONE_ERROR_WRITE_UNFINISHED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_raw_unescaped(
    writer: *mut soapstone_writer,
    bytes: *mut soapstone_str,
) -> i32 {
    write_part(writer, bytes, Call::RAW_UNESCAPED)
}

/// Closes the innermost open element. In an envelope what the envelope writer opened is closed by
/// soapstone_envelope_writer_end.
///
/// Errors: SOAPSTONE_ERROR_WRITE_UNBALANCED (none is open), SOAPSTONE_ERROR_WRITE_UNFINISHED (a character is cut, or
/// the rest of some content must follow).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_end(writer: *mut soapstone_writer) -> i32 {
    write_xml(writer, Call::END, &[])
}

/// Says that a document of plain XML is complete (an envelope: soapstone_envelope_writer_finish), and flushes an output with a write function. A buffer is still to be drained.
///
/// Errors: SOAPSTONE_ERROR_WRITE_UNFINISHED (an element is open, or there is none).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_finish(writer: *mut soapstone_writer) -> i32 {
    status(|| {
        let finished = write_xml(writer, Call::FINISH, &[]);
        if finished != SOAPSTONE_OK {
            return Ok(finished);
        }
        let state = raw::unique(writer)?;
        let flushed = state.writer.document().flush();
        Ok(state.outcome(flushed))
    })
}

/// Hands out what was written into a plain buffer since the last drain, and empties the buffer. The bytes are valid
/// until the next call on the writer.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for another kind of output.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_drain(writer: *mut soapstone_writer, bytes: *mut soapstone_str) -> i32 {
    status(|| {
        let out = raw::out(bytes)?;
        out.set(raw::unique(writer)?.writer.sink_mut().drain()?);
        Ok(SOAPSTONE_OK)
    })
}

/// Says why the last refused call was refused. With none so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_error(writer: *const soapstone_writer, error: *mut soapstone_error) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(writer)?.writer.error().copied().into());
        Ok(SOAPSTONE_OK)
    })
}

/// Bytes written so far, drained or not: for SOAPSTONE_OUTPUT_COUNT the length of the document.
/// 0 for a handle that is not a writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_written(writer: *const soapstone_writer) -> u64 {
    raw::shared(writer).map_or(0, |state| state.writer.written())
}

/// Elements now open, those of the envelope included; 0 for a handle that is not a writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_depth(writer: *const soapstone_writer) -> u32 {
    raw::shared(writer).map_or(0, |state| state.writer.depth().into())
}

/// The most bytes of the workspace in use at any time so far; 0 for a handle that is not a writer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_writer_workspace_peak(writer: *const soapstone_writer) -> usize {
    raw::shared(writer).map_or(0, |state| state.writer.workspace_peak())
}
