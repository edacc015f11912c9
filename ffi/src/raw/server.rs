//! Calls of the functions C gives a server, and what they are lent.
//!
//! That they may be called with their ctx is the contract under which C handed both over. What they are given is valid
//! during the call, and so long nothing else touches it: that is why its lifetimes may be hidden from C.

use super::{bytes, init, usable};
use crate::binding::message::soapstone_message;
use crate::binding::server::{
    soapstone_connection, soapstone_path, soapstone_received, soapstone_response_head, soapstone_server,
};
use crate::binding::serving::Message;
use crate::buf::Output;
use crate::error::{REFUSED, SOAPSTONE_NEED_INPUT, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error};
use crate::soap::fault::soapstone_fault;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::soap::operations::Operations;
use crate::soap::service::soapstone_request;
use crate::text::{Texts, soapstone_str};
use crate::writing::State;
use crate::xml::writer::soapstone_writer;
use core::ffi::c_void;
use core::mem::{MaybeUninit, transmute};
use core::ptr;
use soapstone::ErrorKind;
use soapstone::buf::Sink;
use soapstone::http::HeadWriter;
use soapstone::soap::{Fault, Headers, Reason, Subcodes, Version, Writer};

/// A function that is asked about a request.
type Asked = unsafe extern "C" fn(*mut c_void, *const soapstone_received) -> i32;

/// The operations of a path, whose table was judged when C handed it over.
pub(crate) fn operations(path: &soapstone_path) -> Option<Operations<'static>> {
    // SAFETY: the contract above.
    unsafe { Operations::new(path.service) }.ok()
}

/// The text that C has put in a string of ours, for as long as the request is there.
pub(crate) fn text<'r>(string: &soapstone_str) -> Option<&'r str> {
    // SAFETY: the contract of the functions that answer strings.
    unsafe { bytes(string.ptr, string.len) }.ok().and_then(|bytes| core::str::from_utf8(bytes).ok())
}

/// As [`text`], of any bytes.
pub(crate) fn content<'r>(string: &soapstone_str) -> Option<&'r [u8]> {
    // SAFETY: as for `text`.
    unsafe { bytes(string.ptr, string.len) }.ok()
}

/// Lends header blocks that were read.
pub(crate) fn with_headers<R>(headers: Headers<'_>, call: impl FnOnce(*const soapstone_header_reader) -> R) -> R {
    let mut view = soapstone_header_reader { opaque: [0; 56] };
    // SAFETY: C does not see them after `call`, in which they are valid.
    let headers = unsafe { transmute::<Headers<'_>, Headers<'static>>(headers) };
    // SAFETY: a place of our own.
    let made = unsafe { init(&raw mut view, headers::State::View(headers)) };
    call(if made.is_ok() { &raw const view } else { ptr::null() })
}

/// Lends a writer over a sink; gives what `call` made of it.
pub(crate) fn with_writer<R>(
    (workspace, sink): (&mut [u8], &mut dyn Sink),
    version: Version,
    call: impl FnOnce(*mut soapstone_writer) -> R,
) -> R {
    let mut writer = MaybeUninit::<soapstone_writer>::uninit();
    // SAFETY: C does not see it after `call`, in which it is valid.
    let workspace = unsafe { transmute::<&mut [u8], &'static mut [u8]>(workspace) };
    // SAFETY: the same.
    let sink = unsafe { transmute::<&mut dyn Sink, &'static mut (dyn Sink + 'static)>(sink) };
    make(&mut writer, workspace, sink, version);
    call(writer.as_mut_ptr())
}

/// Makes a writer; apart, so that the stack this takes is free again when it is lent.
#[inline(never)]
fn make(
    writer: &mut MaybeUninit<soapstone_writer>,
    workspace: &'static mut [u8],
    sink: &'static mut dyn Sink,
    version: Version,
) {
    let state = State::envelope(Writer::new(Output::lent(sink), workspace, version));
    // SAFETY: a place of our own. Should it be refused, every call on it is.
    let _ = unsafe { init(writer.as_mut_ptr(), state) };
}

/// What is in a writer that was lent, and is lent no more.
#[cfg_attr(small, inline(always))]
pub(crate) fn lent_writer<'a>(writer: *mut soapstone_writer) -> Status<&'a mut State> {
    // SAFETY: a handle of `with_writer`, which only its `call` has.
    unsafe { super::unique(writer) }
}

/// Receives: how many bytes, or nothing in time.
pub(crate) fn read(connection: &soapstone_connection, room: &mut [u8]) -> Result<Option<usize>, i32> {
    let Some(read) = connection.read else { return Err(REFUSED.code()) };
    let mut count = 0;
    // SAFETY: the contract above.
    match unsafe { read(connection.ctx, room.as_mut_ptr(), room.len(), &raw mut count) } {
        SOAPSTONE_OK if count <= room.len() => Ok(Some(count)),
        SOAPSTONE_NEED_INPUT => Ok(None),
        answer => Err(if answer < 0 { answer } else { ErrorKind::Io.code() }),
    }
}

/// Asks whether a request is let in.
pub(crate) fn admit(server: &soapstone_server, request: &soapstone_received) -> i32 {
    // SAFETY: the contract above.
    server.admit.map_or(SOAPSTONE_OK, |admit: Asked| unsafe { admit(server.ctx, request) })
}

/// Has what is known of a message completed.
pub(crate) fn identify(server: &soapstone_server, request: &soapstone_received, known: &mut soapstone_request) -> i32 {
    // SAFETY: the contract above.
    server.identify.map_or(SOAPSTONE_OK, |identify| unsafe { identify(server.ctx, request, known) })
}

/// Asks for the fault that answers an error.
pub(crate) fn fault(
    server: &soapstone_server,
    request: &soapstone_received,
    error: &soapstone_error,
) -> Option<Fault<'static>> {
    let make = server.fault?;
    let mut fault = soapstone_fault::empty();
    // SAFETY: the contract above.
    let answer = unsafe { make(server.ctx, request, error, &raw mut fault) };
    if answer == SOAPSTONE_OK { lasting(&fault) } else { None }
}

/// A fault whose strings are static: its code, the first of its subcodes, the first of its reasons.
fn lasting(given: &soapstone_fault) -> Option<Fault<'static>> {
    let (mut texts, [subcode, ..], [reason, ..]) = (Texts::default(), &given.subcodes, &given.reasons);
    // SAFETY: the contract of the function that made it.
    let (code, subcode, text) = unsafe { (texts.qname(&given.code), texts.qname(subcode), texts.text(&reason.text)) };
    texts.check().ok()?;
    Some(Fault {
        code,
        subcodes: if given.subcode_count > 0 { subcode.into() } else { Subcodes::default() },
        reasons: Reason { text: text.into(), lang: None }.into(),
        node: None,
        role: None,
        detail: false,
    })
}

/// Asks what a POST without a body is answered with.
pub(crate) fn asked(server: &soapstone_server, request: &soapstone_received) -> i32 {
    // SAFETY: the contract above.
    server.asked.map_or(SOAPSTONE_NOT_FOUND, |asked: Asked| unsafe { asked(server.ctx, request) })
}

/// Asks for a page: whether there is one.
pub(crate) fn page(
    server: &soapstone_server,
    request: &soapstone_received,
    media_type: &mut soapstone_str,
    content: &mut soapstone_str,
) -> bool {
    // SAFETY: the contract above.
    let answer = server.page.map(|page| unsafe { page(server.ctx, request, media_type, content) });
    answer == Some(SOAPSTONE_OK)
}

/// Tells of a response.
pub(crate) fn answered(server: &soapstone_server, status: u16, error: &soapstone_error) {
    if let Some(answered) = server.answered {
        // SAFETY: the contract above.
        unsafe { answered(server.ctx, status.into(), error) }
    }
}

/// Has a message handled.
pub(crate) fn handle(server: &soapstone_server, request: &soapstone_received, message: &mut Message<'_, '_>) -> i32 {
    const {
        assert!(size_of::<Loan>() <= size_of::<soapstone_message>(), "the opaque struct is too small");
        assert!(align_of::<Loan>() <= align_of::<soapstone_message>());
    }
    let mut loan = Loan { mark: MESSAGE, lent: (&raw mut *message).cast() };
    // SAFETY: the contract above.
    server.handle.map_or(REFUSED.code(), |handle| unsafe { handle(server.ctx, request, (&raw mut loan).cast()) })
}

/// Has an answer written.
pub(crate) fn answer(server: &soapstone_server, request: &soapstone_received, writer: *mut soapstone_writer) -> i32 {
    // SAFETY: the contract above.
    server.answer.map_or(REFUSED.code(), |answer| unsafe { answer(server.ctx, request, writer) })
}

/// Has fields added to the head of a response.
pub(crate) fn fields(server: &soapstone_server, status: u16, head: &mut HeadWriter<'_>) {
    const {
        assert!(size_of::<Loan>() <= size_of::<soapstone_response_head>(), "the opaque struct is too small");
        assert!(align_of::<Loan>() <= align_of::<soapstone_response_head>());
    }
    if let Some(fields) = server.fields {
        let mut loan = Loan { mark: HEAD, lent: (&raw mut *head).cast() };
        // SAFETY: the contract above.
        unsafe { fields(server.ctx, status.into(), (&raw mut loan).cast()) }
    }
}

/// What a function is lent.
#[repr(C)]
pub(super) struct Loan {
    pub(super) mark: u64,
    pub(super) lent: *mut c_void,
}

const MESSAGE: u64 = 0x736f_6170_6d73_6701;
const HEAD: u64 = 0x736f_6170_7268_6401;

/// What was lent.
///
/// # Safety
/// `loan` is NULL or what a function was passed that has not returned.
pub(super) unsafe fn lent(loan: *const Loan, mark: u64) -> Status<*mut c_void> {
    // SAFETY: not NULL, aligned, a loan by the contract.
    if !usable(loan) || unsafe { (*loan).mark } != mark {
        return Err(REFUSED);
    }
    // SAFETY: the same.
    Ok(unsafe { (*loan).lent })
}

/// The message that [`handle`] has lent.
///
/// # Safety
/// `message` is NULL or what the function was passed, which has not returned; nothing of it outlives the call.
pub(crate) unsafe fn lent_message<'a>(message: *mut soapstone_message) -> Status<&'a mut Message<'a, 'a>> {
    // SAFETY: the contract; `handle` has borrowed it for the time of the call, and nobody else uses it.
    Ok(unsafe { &mut *lent(message.cast(), MESSAGE)?.cast() })
}

/// The head that [`fields`] has lent.
///
/// # Safety
/// As for [`lent_message`].
pub(crate) unsafe fn lent_head<'a>(head: *mut soapstone_response_head) -> Status<&'a mut HeadWriter<'a>> {
    // SAFETY: as there.
    Ok(unsafe { &mut *lent(head.cast(), HEAD)?.cast() })
}
