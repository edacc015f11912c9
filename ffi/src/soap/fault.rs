//! Faults.
//!
//! One structure for the faults of both versions, without the detail, which stays events and writes of any size.
//! A soapstone_fault_reader fills it from a message; the envelope writer writes it.

use crate::abi;
use crate::error::{REFUSED, SOAPSTONE_OK, Status, ended, soapstone_error, status};
use crate::raw::{self, Handle};
use crate::soap::event::{next, soapstone_qname, version};
use crate::soap::reader::soapstone_envelope_reader;
use crate::text::soapstone_str;
use crate::xml::event::soapstone_event;
use core::ffi::c_void;
use soapstone::soap::{Fault, FaultCode, FaultReader, Mapping, Reason};
use soapstone::xml::Str;
use soapstone::{Error, ErrorKind, Exceeded, Limit};

/// The Envelope is not of a version the node speaks.
pub const SOAPSTONE_FAULT_VERSION_MISMATCH: i32 = 1;
/// A mandatory header block was not understood.
pub const SOAPSTONE_FAULT_MUST_UNDERSTAND: i32 = 2;
/// An encodingStyle the node does not know; Client in SOAP 1.1.
pub const SOAPSTONE_FAULT_DATA_ENCODING_UNKNOWN: i32 = 3;
/// The message is at fault: Sender, in SOAP 1.1 Client.
pub const SOAPSTONE_FAULT_SENDER: i32 = 4;
/// The node is at fault: Receiver, in SOAP 1.1 Server.
pub const SOAPSTONE_FAULT_RECEIVER: i32 = 5;

/// Subcodes that a soapstone_fault holds.
pub const SOAPSTONE_FAULT_SUBCODES: usize = 8;
/// Reasons that a soapstone_fault holds.
pub const SOAPSTONE_FAULT_REASONS: usize = 4;

/// A text for people, and its language.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_reason {
    /// The text.
    pub text: soapstone_str,
    /// The language tag; its ptr is NULL when there is none.
    pub lang: soapstone_str,
}

/// A fault of either version, without its detail. Plain data: change it freely.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_fault {
    /// The code as one of SOAPSTONE_FAULT_*, whatever the version; what is none of them counts as
    /// SOAPSTONE_FAULT_RECEIVER. Not looked at when a fault is written.
    pub kind: i32,
    /// 1 when there was a detail, else 0. Not looked at when a fault is written.
    pub detail: i32,
    /// The code as written.
    pub code: soapstone_qname,
    /// The subcodes, generic to specific; SOAP 1.1 has none.
    pub subcodes: [soapstone_qname; SOAPSTONE_FAULT_SUBCODES],
    /// How many. A fault that was read may have more than fit: soapstone_fault_reader_subcode gives those too.
    pub subcode_count: u32,
    /// How many reasons. A fault that was read may have more than fit: soapstone_fault_reader_reason gives those too.
    pub reason_count: u32,
    /// The reasons, one per language; SOAP 1.1 has at most one.
    pub reasons: [soapstone_reason; SOAPSTONE_FAULT_REASONS],
    /// The URI of the node that failed; its ptr is NULL when not said, and in SOAP 1.1.
    pub node: soapstone_str,
    /// The role the node played, in SOAP 1.1 the faultactor; its ptr is NULL when not said.
    pub role: soapstone_str,
}

/// Reads the fault of a message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_fault_reader {
    /// Not to be touched.
    pub opaque: [u64; 20],
}

impl Handle for soapstone_fault_reader {
    type State = FaultReader<'static>;
    const MARK: u32 = 0x6661_7501;
}

/// Makes a fault with a code, one of SOAPSTONE_FAULT_*, as this version names it, and a reason in English.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (the reason is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_init(
    fault: *mut soapstone_fault,
    version: i32,
    kind: i32,
    reason: soapstone_str,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let code = code(kind).ok_or(REFUSED)?.qname(self::version(version)?);
        let reason = Reason { text: reason.text()?.into(), lang: None };
        let fault = soapstone_fault::begin(out);
        fault.add(code.into());
        fault.add(reason.into());
        Ok(SOAPSTONE_OK)
    })
}

/// Makes the fault that answers a message which led to an error of this library; version is that of
/// soapstone_envelope_reader_reply_version. Its reason is static text. With a VersionMismatch goes the header block
/// that soapstone_envelope_writer_upgrade writes.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when error is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_for_error(
    fault: *mut soapstone_fault,
    version: i32,
    error: *const soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let error = raw::value(error)?.read().ok_or(REFUSED)?;
        out.set(soapstone_fault::of(&Fault::for_error(self::version(version)?, &error)));
        Ok(SOAPSTONE_OK)
    })
}

/// Says a fault as the other version says it; one that is of this version already stays as it is.
///
/// To SOAP 1.1: Sender becomes Client, Receiver Server, DataEncodingUnknown Client; subcodes, the node (where there is
/// a role) and all reasons but the first are left out. To SOAP 1.2: the reverse; the code of an application becomes a
/// subcode of Receiver, and what follows the first dot of a code such as Client.Auth is left out.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for more subcodes or reasons than fit;
/// SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_to_version(fault: *mut soapstone_fault, version: i32) -> i32 {
    status(|| raw::in_out(fault)?.map(self::version(version)?, &Mapping::default()))
}

/// As soapstone_fault_to_version, with what the standards leave open said by you: kind, one of SOAPSTONE_FAULT_*, is
/// the code above that of an application; suffixes_ns is the namespace in which the suffixes of a dotted SOAP 1.1 code
/// become subcodes, { NULL, 0 } to leave them out.
///
/// Errors: those of soapstone_fault_to_version.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_to_version_with(
    fault: *mut soapstone_fault,
    version: i32,
    kind: i32,
    suffixes_ns: soapstone_str,
) -> i32 {
    status(|| {
        let suffixes = Some(suffixes_ns.text()?).filter(|ns| !ns.is_empty());
        raw::in_out(fault)?.map(self::version(version)?, &Mapping { side: code(kind).ok_or(REFUSED)?, suffixes })
    })
}

/// The code, one of SOAPSTONE_FAULT_*, of the fault that answers an error of this library: SOAPSTONE_FAULT_SENDER for
/// a message that is not well-formed, and so on. 0 for a status that is no error.
#[unsafe(no_mangle)]
pub extern "C" fn soapstone_fault_kind_for_error(status: i32) -> i32 {
    FaultCode::of_error(status).map_or(0, kind_code)
}

/// Makes a fault reader ready. To be called when the envelope reader has opened a fault (SOAPSTONE_SECTION_FAULT).
///
/// store is where the strings of the fault go; they live as long as it does. A few hundred bytes do.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_init(
    reader: *mut soapstone_fault_reader,
    abi: u32,
    store: *mut c_void,
    store_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let store = raw::memory(store, store_len)?;
        raw::place(reader)?.init(FaultReader::new(store));
        Ok(SOAPSTONE_OK)
    })
}

/// Reads on inside the fault; takes the place of soapstone_envelope_reader_next until the fault has closed. Gives the
/// events of the detail, beginning with the start tag of the detail itself, then the close of the fault
/// (SOAPSTONE_EVENT_CLOSE, SOAPSTONE_SECTION_FAULT); the rest goes into the store.
///
/// Answers as soapstone_envelope_reader_next. Errors: those of it; SOAPSTONE_ERROR_INVALID_ARGUMENT outside a fault;
/// SOAPSTONE_ERROR_LIMIT (the store: at the end of the fault, with what it must hold);
/// SOAPSTONE_ERROR_INVALID_FAULT_CHILD, _CODE, _REASON and SOAPSTONE_ERROR_UNEXPECTED_TEXT for what
/// the options of the envelope reader do not accept (SOAPSTONE_LENIENT_FAULT_*).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_next(
    reader: *mut soapstone_fault_reader,
    envelope: *mut soapstone_envelope_reader,
    input: *mut soapstone_str,
    last: i32,
    event: *mut soapstone_event,
) -> i32 {
    status(|| {
        let out = raw::out(event)?;
        let (state, envelope) = (raw::unique(reader)?, raw::unique(envelope)?);
        let read =
            next(&mut envelope.reader, input, last, out, &mut |reader, input, last| state.step(reader, input, last));
        read.map_err(|refused| refused.unwrap_or_else(|| ended(state.error())))
    })
}

/// Gives the fault, complete once it has closed. Its strings are in the store.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_fault(
    reader: *const soapstone_fault_reader,
    fault: *mut soapstone_fault,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let reader = raw::shared(reader)?;
        let fault = soapstone_fault::begin(out);
        fault.detail = reader.has_detail().into();
        reader.parts().for_each(|part| fault.add(part));
        Ok(SOAPSTONE_OK)
    })
}

/// Gives a subcode by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_subcode(
    reader: *const soapstone_fault_reader,
    index: u32,
    subcode: *mut soapstone_qname,
) -> i32 {
    status(|| {
        let out = raw::out(subcode)?;
        Ok(out.found(raw::shared(reader)?.fault().subcodes.iter().nth(index as usize)))
    })
}

/// Gives a reason by its place: 0, 1, ... Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_reason(
    reader: *const soapstone_fault_reader,
    index: u32,
    reason: *mut soapstone_reason,
) -> i32 {
    status(|| {
        let out = raw::out(reason)?;
        Ok(out.found(raw::shared(reader)?.fault().reasons.iter().nth(index as usize)))
    })
}

/// Says what ended the reading of the fault. With no error so far, error.kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_fault_reader_error(
    reader: *const soapstone_fault_reader,
    error: *mut soapstone_error,
) -> i32 {
    status(|| {
        let out = raw::out(error)?;
        out.set(raw::shared(reader)?.error().into());
        Ok(SOAPSTONE_OK)
    })
}

/// A string that may be absent.
pub(crate) unsafe fn some<'a>(string: soapstone_str) -> Status<Option<Str<'a>>> {
    let text = string.text()?;
    Ok((!string.ptr.is_null()).then_some(text.into()))
}

impl From<Reason<'_>> for soapstone_reason {
    fn from(reason: Reason<'_>) -> Self {
        soapstone_reason { text: reason.text.into(), lang: reason.lang.into() }
    }
}

impl soapstone_error {
    /// The error as core sees it; `None` when it is none.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn read(&self) -> Option<Error> {
        let limit = Limit::from_code(self.limit);
        let exceeded = limit.map(|limit| Exceeded { limit, needed: self.needed });
        Some(Error { kind: ErrorKind::from_code(self.kind)?, offset: self.offset, exceeded })
    }
}

pub(crate) fn kind_code(code: FaultCode) -> i32 {
    i32::from(code as u8)
}

const _: () = assert!(
    FaultCode::VersionMismatch as i32 == SOAPSTONE_FAULT_VERSION_MISMATCH
        && FaultCode::MustUnderstand as i32 == SOAPSTONE_FAULT_MUST_UNDERSTAND
        && FaultCode::DataEncodingUnknown as i32 == SOAPSTONE_FAULT_DATA_ENCODING_UNKNOWN
        && FaultCode::Sender as i32 == SOAPSTONE_FAULT_SENDER
        && FaultCode::Receiver as i32 == SOAPSTONE_FAULT_RECEIVER
);

/// A code that C passes in.
pub(crate) fn code(kind: i32) -> Option<FaultCode> {
    Some(match kind {
        SOAPSTONE_FAULT_VERSION_MISMATCH => FaultCode::VersionMismatch,
        SOAPSTONE_FAULT_MUST_UNDERSTAND => FaultCode::MustUnderstand,
        SOAPSTONE_FAULT_DATA_ENCODING_UNKNOWN => FaultCode::DataEncodingUnknown,
        SOAPSTONE_FAULT_SENDER => FaultCode::Sender,
        SOAPSTONE_FAULT_RECEIVER => FaultCode::Receiver,
        _ => return None,
    })
}
