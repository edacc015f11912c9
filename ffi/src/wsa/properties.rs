//! Addressing headers to be written.
//!
//! Those of a request are put together; those of an answer are derived from the request.
//!
//! ```c
//! soapstone_addressing_properties properties;
//!
//! if (soapstone_addressing_reply(&headers, NULL, action, &properties, NULL) == SOAPSTONE_OK
//!     && properties.destination == SOAPSTONE_DESTINATION_BACK_CHANNEL) {
//!     status = soapstone_addressing_write(&writer, &properties);
//! }
//! ```

use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, status};
use crate::raw;
use crate::soap::element::{self, soapstone_element};
use crate::soap::headers::soapstone_header_reader;
use crate::text::{Texts, soapstone_str};
use crate::writing::write_envelope;
use crate::wsa::addressing::{read_version, version_code};
use crate::wsa::extras::{soapstone_addressing_extras, soapstone_addressing_writer};
use crate::wsa::problem::{judge, soapstone_addressing_rules, soapstone_problem};
use crate::xml::writer::soapstone_writer;
use core::mem::offset_of;
use core::ptr;
use soapstone::ErrorKind;
use soapstone::wsa::{Addressing, Epr, Problem, Rules, Values};
use soapstone::xml::Str;

/// The addressing headers of a message. All zero but size, version and action: no other header. The ptr of a string
/// that is absent is NULL.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_addressing_properties {
    /// sizeof(soapstone_addressing_properties).
    pub size: u32,
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// Where an answer goes, one of SOAPSTONE_DESTINATION_*; not looked at when writing.
    pub destination: i32,
    /// 1 when every addressing header must be understood, else 0.
    pub must_understand: i32,
    /// What the message asks for, or answers. Must be there.
    pub action: soapstone_str,
    /// The id of the message; soapstone_message_id makes one.
    pub message_id: soapstone_str,
    /// The id of the request that this message answers.
    pub in_reply_to: soapstone_str,
    /// The address of the receiver.
    pub to: soapstone_str,
    /// The address the reply goes to.
    pub reply_to: soapstone_str,
    /// The address a fault goes to.
    pub fault_to: soapstone_str,
    /// The address the message comes from.
    pub from: soapstone_str,
    /// The endpoint reference of the receiver, of which all reference parameters become header blocks, with a store of
    /// NULL when there is none. Set by soapstone_addressing_send_to and the functions that derive an answer.
    pub receiver: soapstone_element,
    /// What writes those. Not to be touched.
    pub writer: *const soapstone_addressing_writer,
    /// What few messages have besides, made by soapstone_addressing_extras_init; NULL for nothing.
    pub extras: *const soapstone_addressing_extras,
    /// For later use; must be 0.
    pub reserved: u64,
}

/// What writes the reference parameters of a receiver too.
static TO_RECEIVER: soapstone_addressing_writer =
    soapstone_addressing_writer { write: |properties, _, writer| Ok(properties.write(writer)) };

/// Writes the addressing headers.
///
/// Errors: SOAPSTONE_ERROR_MESSAGE_ADDRESSING_HEADER_REQUIRED (no action); SOAPSTONE_ERROR_INVALID_ARGUMENT, also for an
/// endpoint reference with an empty address, and a reference parameter without a namespace or in one of SOAP or
/// WS-Addressing; those of soapstone_envelope_writer_header_block and soapstone_writer_text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_write(
    writer: *mut soapstone_writer,
    properties: *const soapstone_addressing_properties,
) -> i32 {
    let arguments = || raw::sized(properties)?.ok_or(REFUSED);
    write_envelope(writer, arguments, |writer, given| {
        let mut properties = Values::default();
        let written = given.read(&mut properties).and_then(|by| match by {
            None => Ok(properties.write_plain(writer)),
            Some(by) => (by.write)(&properties, given.extras, writer),
        });
        written.unwrap_or_else(|kind| Err(writer.document().refuse(kind)))
    })
}

/// Sends a message to an endpoint reference that was read: to is its address, and its reference parameters become header
/// blocks.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_send_to(
    properties: *mut soapstone_addressing_properties,
    receiver: *const soapstone_element,
) -> i32 {
    status(|| {
        let properties = raw::in_out(properties)?;
        let epr = Epr::new(element::read(receiver)?, read_version(properties.version)?);
        properties.to = epr.address().into();
        properties.receiver = epr.element().into();
        properties.writer = &TO_RECEIVER;
        Ok(SOAPSTONE_OK)
    })
}

/// Derives the headers of the reply to a request: to its ReplyTo, in 2004/08 else its From, else on the back channel.
/// destination says which; nothing is sent from here. rules and problem may be NULL, as for soapstone_addressing_check.
/// The strings are those of the request, and action. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (the request has no
/// addressing headers).
///
/// Errors: those of an endpoint reference, with problem; SOAPSTONE_ERROR_INVALID_EPR also for a reference parameter that
/// would stand for a header of yours, and for more of them than the rules allow; SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_reply(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    action: soapstone_str,
    properties: *mut soapstone_addressing_properties,
    problem: *mut soapstone_problem,
) -> i32 {
    let action = match action.text() {
        Ok(action) => action,
        Err(kind) => return kind.code(),
    };
    derive(headers, rules, properties, problem, &|request, rules, answer| {
        request.answer(rules, action.into(), false, answer)
    })
}

/// Derives the headers of the fault that answers a request: to its FaultTo, else where the reply goes. An empty action
/// is that of faults without one of their own. Otherwise as soapstone_addressing_reply.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_fault_reply(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    action: soapstone_str,
    properties: *mut soapstone_addressing_properties,
    problem: *mut soapstone_problem,
) -> i32 {
    let action = match action.text() {
        Ok(action) => action,
        Err(kind) => return kind.code(),
    };
    derive(headers, rules, properties, problem, &|request, rules, answer| {
        let action = if action.is_empty() { request.version().soap_fault_action() } else { action };
        request.answer(rules, action.into(), true, answer)
    })
}

/// Derives the headers of the fault that says a problem. When it is the addressing headers that are wrong it goes on the
/// back channel. Answers as soapstone_addressing_reply.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_answer(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    problem: *const soapstone_problem,
    properties: *mut soapstone_addressing_properties,
) -> i32 {
    let kind = match raw::value(problem).map(|problem| ErrorKind::from_code(problem.error.kind)) {
        Ok(Some(kind)) => kind,
        _ => return REFUSED.code(),
    };
    derive(headers, rules, properties, ptr::null_mut(), &|request, rules, answer| {
        request.answer_problem(rules, kind, answer);
        Ok(())
    })
}

/// Derives the headers of an answer to the request whose headers were read.
///
/// # Safety
/// As for [`soapstone_addressing_reply`].
unsafe fn derive<'a>(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    properties: *mut soapstone_addressing_properties,
    problem: *mut soapstone_problem,
    derive: &dyn Fn(&Addressing<'a>, &Rules<'_>, &mut Values<'a>) -> Result<(), Problem<'a>>,
) -> i32 {
    let Ok(out) = raw::out(properties) else { return REFUSED.code() };
    let mut answer = Values::default();
    let status =
        judge(headers, rules, problem, SOAPSTONE_NOT_FOUND, &mut |request, rules| derive(request, rules, &mut answer));
    if status == SOAPSTONE_OK {
        out.put(soapstone_addressing_properties::NONE).fill(&answer);
    }
    status
}

impl soapstone_addressing_properties {
    const NONE: Self = {
        let none = soapstone_str { ptr: ptr::null(), len: 0 };
        soapstone_addressing_properties {
            size: 0,
            version: 0,
            destination: 0,
            must_understand: 0,
            action: none,
            message_id: none,
            in_reply_to: none,
            to: none,
            reply_to: none,
            fault_to: none,
            from: none,
            receiver: soapstone_element::ABSENT,
            writer: ptr::null(),
            extras: ptr::null(),
            reserved: 0,
        }
    };

    fn fill(&mut self, answer: &Values<'_>) {
        let [action, _, in_reply_to, to, ..] = answer.texts;
        self.size = size_of::<Self>() as u32;
        self.version = version_code(answer.version);
        self.destination = answer.way as i32;
        self.action = soapstone_str::of(action);
        self.in_reply_to = soapstone_str::of(in_reply_to);
        self.to = soapstone_str::of(to);
        if let Some(receiver) = answer.receiver {
            self.receiver = receiver.element().into();
            self.writer = &TO_RECEIVER;
        }
    }

    /// The properties as core sees them, put where they are, and what writes them; `None` where they are plain.
    ///
    /// # Safety
    /// The strings, the element and the extras are valid.
    unsafe fn read<'a>(&self, properties: &mut Values<'a>) -> Status<Option<&'a soapstone_addressing_writer>> {
        const {
            assert!(offset_of!(Self, from) == offset_of!(Self, action) + 6 * size_of::<soapstone_str>());
        }
        if self.reserved != 0 || !matches!(self.must_understand, 0 | 1) {
            return Err(REFUSED);
        }
        let texts = &mut Texts::default();
        properties.version = read_version(self.version)?;
        properties.must_understand = self.must_understand == 1;
        let strings = raw::strings(self, offset_of!(Self, action), properties.texts.len());
        for (to, from) in properties.texts.iter_mut().zip(strings) {
            *to = texts.some(from).map(Str::from);
        }
        properties.receiver = self.receiver.some()?.map(|element| Epr::new(element, properties.version));
        texts.check()?;
        match (self.writer.is_null(), self.extras.is_null()) {
            (true, true) => Ok(None),
            (false, true) => raw::value(self.writer).map(Some),
            (_, false) => raw::value(raw::value(self.extras)?.writer).map(Some),
        }
    }
}
