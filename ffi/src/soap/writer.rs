//! Writing envelopes.
//!
//! An envelope writer writes header blocks, then body entries or a fault, in an envelope that cannot be got wrong: it
//! opens and closes the parts of the envelope itself. What is inside them is written with the calls of
//! soapstone_writer, on the same handle:
//!
//! ```c
//! soapstone_envelope_writer_envelope(&writer);
//! soapstone_envelope_writer_body_entry(&writer, soapstone_cstr("urn:meter"), soapstone_cstr("read"));
//! soapstone_writer_text(&writer, soapstone_cstr("7"));
//! soapstone_envelope_writer_end(&writer);
//! soapstone_envelope_writer_finish(&writer);
//! ```
//!
//! On SOAPSTONE_OUTPUT_FULL drain the output and repeat the call with the same arguments; until it is complete no
//! other is taken. The output need only hold the longest single tag. What stands out of order is
//! SOAPSTONE_ERROR_OUT_OF_ORDER. A call that fails for another reason after it has begun to write fails for good:
//! the message cannot be completed.

use crate::abi;
use crate::buf::{Output, soapstone_output};
use crate::error::{REFUSED, SOAPSTONE_OK, Status, status};
use crate::limits::{self, soapstone_limits};
use crate::raw;
use crate::soap::element::{self, soapstone_element};
use crate::soap::event::{SOAPSTONE_SOAP11, SOAPSTONE_SOAP12, version};
use crate::soap::fault::soapstone_fault;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::text::{Texts, soapstone_str};
use crate::writing::{State, begin, write_envelope, write_names, write_with};
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;
use core::mem::MaybeUninit;
use soapstone::soap::{Answer, BlockAttributes, Fault, FaultCode, Versions, Writer, WriterState};
use soapstone::xml::Call;
use soapstone::{Error, Limits};

/// The SOAP attributes of a header block to write. All zero but size: none of them.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_block_attributes {
    /// sizeof(soapstone_block_attributes).
    pub size: u32,
    /// 1 when the block must be understood, else 0; written as 1, or not at all.
    pub must_understand: i32,
    /// 1 when an intermediary that did not process the block passes it on, else 0. SOAP 1.2 only.
    pub relay: i32,
    /// For later use; must be 0.
    pub reserved: u32,
    /// The role, in SOAP 1.1 the actor; { NULL, 0 } or empty for the ultimate receiver.
    pub role: soapstone_str,
    /// The encodingStyle; { NULL, 0 } or empty for none.
    pub encoding_style: soapstone_str,
}

/// Makes a writer ready for a message of this version, SOAPSTONE_SOAP11 or SOAPSTONE_SOAP12. The other arguments are
/// those of soapstone_writer_init.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_init(
    writer: *mut soapstone_writer,
    abi: u32,
    workspace: *mut c_void,
    workspace_len: usize,
    output: *const soapstone_output,
    limits: *const soapstone_limits,
    version: i32,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let mut set = Limits::DEFAULT;
        limits::read(limits, &mut set)?;
        let state = WriterState::new(self::version(version)?, set);
        let (output, workspace) = (Output::new(output)?, raw::memory(workspace, workspace_len)?);
        raw::init(writer, State::envelope(Writer::resume(state, output, workspace)))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Starts the Envelope, with the prefix pinned to its namespace, else with soap.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_envelope(writer: *mut soapstone_writer) -> i32 {
    write_names(writer, &[], |w, _| w.begin_envelope(None))
}

/// Starts the Envelope with this prefix, for peers that insist on one; the empty one makes its namespace the default
/// namespace.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_envelope_prefixed(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
) -> i32 {
    write_names(writer, &[prefix], |w, [prefix, ..]| w.begin_envelope(Some(prefix)))
}

/// Starts the Header. Only needed for an empty one, or for attributes of its own.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_header(writer: *mut soapstone_writer) -> i32 {
    write_names(writer, &[], |w, _| w.begin_header())
}

/// Starts a header block. attributes may be NULL.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_UNQUALIFIED_HEADER_BLOCK (no namespace),
/// SOAPSTONE_ERROR_MISPLACED_ATTRIBUTE (relay in SOAP 1.1), and those of soapstone_writer_start and _attribute.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_header_block(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
    attributes: *const soapstone_block_attributes,
) -> i32 {
    header_block(writer, Call::START, &[ns, local], attributes)
}

/// As soapstone_envelope_writer_header_block, with exactly this prefix.
///
/// Errors: those of it and of soapstone_writer_start_prefixed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_header_block_prefixed(
    writer: *mut soapstone_writer,
    prefix: soapstone_str,
    ns: soapstone_str,
    local: soapstone_str,
    attributes: *const soapstone_block_attributes,
) -> i32 {
    header_block(writer, Call::START_PREFIXED, &[ns, local, soapstone_str::EMPTY, prefix], attributes)
}

/// Writes a kept element as a header block, whole, with the prefixes and attributes it was read with: a token that is
/// sent back, the reference parameters of an endpoint.
///
/// Errors: those of soapstone_envelope_writer_header_block and soapstone_writer_start_prefixed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_kept_block(
    writer: *mut soapstone_writer,
    element: *const soapstone_element,
) -> i32 {
    write_with(writer, || element::read(element), |w, element| w.sequence(|steps| steps.kept_block(&element, None)))
}

/// Writes a kept element inside the header block, body entry, detail or trailer at hand, whole, with the prefixes and
/// attributes it was read with.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, and those of soapstone_writer_start_prefixed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_element(
    writer: *mut soapstone_writer,
    element: *const soapstone_element,
) -> i32 {
    write_with(writer, || element::read(element), |w, element| w.sequence(|steps| steps.element(&element)))
}

/// Writes the header block Upgrade, which says the versions this node speaks: it goes with a VersionMismatch
/// (SOAP 1.2 Part 1, 5.4.7). versions is SOAPSTONE_SOAP11, SOAPSTONE_SOAP12, or 0 for both.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_upgrade(writer: *mut soapstone_writer, versions: i32) -> i32 {
    write_envelope(writer, || self::versions(versions), |w, versions| w.write_upgrade(versions))
}

/// Writes the header block NotUnderstood, which names a mandatory header block: one for each goes with a
/// MustUnderstand fault (SOAP 1.2 Part 1, 5.4.8).
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT (SOAP 1.1 has no such block), SOAPSTONE_ERROR_OUT_OF_ORDER,
/// SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_not_understood(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_names(writer, &[ns, local], |w, name| w.write_not_understood(name))
}

/// Starts the Body, which ends the Header. Only needed for an empty one, or for attributes of its own.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_body(writer: *mut soapstone_writer) -> i32 {
    write_names(writer, &[], |w, _| w.begin_body())
}

/// Starts a body entry. The empty ns is no namespace.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (also for the name of the Fault, which soapstone_envelope_writer_fault writes),
/// SOAPSTONE_ERROR_FAULT_NOT_ALONE (a SOAP 1.2 fault was written), and those of soapstone_writer_start.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_body_entry(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_names(writer, &[ns, local], |w, name| w.begin_entry(name))
}

/// Writes a fault without a detail, in the version of the message: one of the other version is converted as by
/// soapstone_fault_to_version.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER, SOAPSTONE_ERROR_FAULT_NOT_ALONE (a second fault, or in SOAP 1.2 one after
/// another entry), SOAPSTONE_ERROR_WRITE_CHAR, SOAPSTONE_ERROR_WRITE_NAME, SOAPSTONE_ERROR_WRITE_UNBOUND (a code's prefix
/// was not declared where it was read, or the code has no namespace and no way to say so), SOAPSTONE_ERROR_LIMIT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_fault(
    writer: *mut soapstone_writer,
    fault: *const soapstone_fault,
) -> i32 {
    write_fault(writer, fault, false)
}

/// Writes a fault up to the start of its detail, which is written next and ended by soapstone_envelope_writer_end.
///
/// Errors: those of soapstone_envelope_writer_fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_fault_with_detail(
    writer: *mut soapstone_writer,
    fault: *const soapstone_fault,
) -> i32 {
    write_fault(writer, fault, true)
}

/// Starts an element after the Body (SOAP 1.1, 4); the Basic Profile forbids it.
///
/// Errors: SOAPSTONE_ERROR_TRAILING_ELEMENT (SOAP 1.2, no namespace, or that of the Envelope),
/// SOAPSTONE_ERROR_OUT_OF_ORDER, and those of soapstone_writer_start.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_trailer(
    writer: *mut soapstone_writer,
    ns: soapstone_str,
    local: soapstone_str,
) -> i32 {
    write_names(writer, &[ns, local], |w, name| w.begin_trailer(name))
}

/// Ends the header block, body entry, fault with detail, or trailer at hand.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (none is open, or an element inside it is), SOAPSTONE_ERROR_WRITE_UNFINISHED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_end(writer: *mut soapstone_writer) -> i32 {
    write_names(writer, &[], |w, _| w.end_item())
}

/// Ends the Envelope, its Body written if it was not, and flushes an output with a write function. A buffer is still
/// to be drained.
///
/// Errors: SOAPSTONE_ERROR_OUT_OF_ORDER (something is open, or the Envelope was never started).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_finish(writer: *mut soapstone_writer) -> i32 {
    write_names(writer, &[], |w, _| w.end_envelope())
}

/// Writes a whole message that carries a fault, from the Envelope to the end, in one call: with
/// soapstone_fault_for_error the answer to a message that was refused. When the fault is a VersionMismatch the header
/// block Upgrade goes with it and says versions, as in soapstone_envelope_writer_upgrade.
///
/// Errors: those of soapstone_envelope_writer_fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_fault_message(
    writer: *mut soapstone_writer,
    fault: *const soapstone_fault,
    versions: i32,
) -> i32 {
    let arguments = || Ok((raw::value(fault)?, self::versions(versions)?));
    write_envelope(writer, arguments, |w, (fault, versions)| {
        let answer = |fault: &mut Fault<'_>| {
            let mismatch = fault.fault_code() == FaultCode::VersionMismatch;
            w.write_fault_message(fault, mismatch.then_some(versions))
        };
        fault.with(answer).unwrap_or_else(|kind| Err(w.document().refuse(kind)))
    })
}

/// Writes the message that answers one which was refused, to its end: the Envelope unless you began it, perhaps to write
/// header blocks of your own; the header block Upgrade when the fault is a VersionMismatch, which says versions as in
/// soapstone_envelope_writer_upgrade; when it is a MustUnderstand, in SOAP 1.2, a header block NotUnderstood for each
/// name that headers has, which may be NULL; the fault.
///
/// Errors: those of soapstone_envelope_writer_fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_envelope_writer_answer(
    writer: *mut soapstone_writer,
    fault: *const soapstone_fault,
    versions: i32,
    headers: *const soapstone_header_reader,
) -> i32 {
    let arguments = || {
        let headers = if headers.is_null() { None } else { Some(headers::read(headers)?.headers()) };
        Ok((raw::value(fault)?, self::versions(versions)?, headers))
    };
    write_with(writer, arguments, |w, (fault, versions, headers)| {
        let answer = |&mut fault: &mut Fault<'_>| {
            let mut answer = Answer::with_fault(fault, versions, headers);
            answer.fault.detail = false;
            w.answer(&answer, &mut |_, _| Ok(()))
        };
        fault.with(answer).unwrap_or_else(|kind| Err(Error::new(kind, 0).into()))
    })
}

/// Starts a header block by a call that starts an element, with the arguments of that.
///
/// # Safety
/// `writer` is NULL or a handle nobody else uses; the strings and the attributes are valid.
#[cfg_attr(small, inline(always))]
unsafe fn header_block(
    writer: *mut soapstone_writer,
    call: Call,
    name: &[soapstone_str],
    attributes: *const soapstone_block_attributes,
) -> i32 {
    let mut arguments = MaybeUninit::uninit();
    match begin(writer, name, &mut arguments, true) {
        Ok(state) => {
            let done = match read_attributes(attributes) {
                Ok(attributes) => state.writer.begin_block(call, arguments.assume_init_ref(), &attributes),
                Err(kind) => Err(state.writer.document().refuse(kind)),
            };
            state.outcome(done)
        }
        Err(status) => status,
    }
}

/// Writes a fault, or with `detail` as much of it as comes before what is in the detail.
///
/// # Safety
/// As for the calls that do so.
unsafe fn write_fault(writer: *mut soapstone_writer, fault: *const soapstone_fault, detail: bool) -> i32 {
    let arguments = || raw::value(fault);
    write_envelope(writer, arguments, |w, fault| {
        fault.with(|fault| w.write_fault(fault, detail)).unwrap_or_else(|kind| Err(w.document().refuse(kind)))
    })
}

fn versions(versions: i32) -> Status<Versions> {
    match versions {
        0 => Ok(Versions::Both),
        SOAPSTONE_SOAP11 => Ok(Versions::Soap11),
        SOAPSTONE_SOAP12 => Ok(Versions::Soap12),
        _ => Err(REFUSED),
    }
}

unsafe fn read_attributes<'a>(attributes: *const soapstone_block_attributes) -> Status<BlockAttributes<'a>> {
    let Some(set) = raw::sized(attributes)? else { return Ok(BlockAttributes::default()) };
    if set.reserved != 0 || !matches!((set.must_understand, set.relay), (0 | 1, 0 | 1)) {
        return Err(REFUSED);
    }
    let mut texts = Texts::default();
    let (role, encoding_style) = (texts.text(&set.role), texts.text(&set.encoding_style));
    texts.check()?;
    Ok(BlockAttributes {
        must_understand: set.must_understand == 1,
        relay: set.relay == 1,
        role: Some(role),
        encoding_style: Some(encoding_style).filter(|style| !style.is_empty()),
    })
}
