//! Addressing problems and faults.
//!
//! soapstone_addressing_check holds the headers of a message to the standard, and to rules of yours. What it finds is a
//! soapstone_problem: an error with all that the fault says about it.
//!
//! ```c
//! soapstone_problem problem;
//! soapstone_addressing_properties properties;
//!
//! if (soapstone_addressing_check(&headers, NULL, &problem) < 0) {
//!     soapstone_addressing_answer(&headers, NULL, &problem, &properties);
//!     soapstone_addressing_write(&writer, &properties);
//!     soapstone_problem_write_header(&writer, &problem);
//!     soapstone_problem_write_fault(&writer, &problem);
//! }
//! ```

use crate::buf::Output;
use crate::error::{REFUSED, SOAPSTONE_NOT_FOUND, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw;
use crate::soap::element::soapstone_element;
use crate::soap::event::soapstone_qname;
use crate::soap::fault::soapstone_fault;
use crate::soap::headers::{self, soapstone_header_reader};
use crate::text::{Texts, soapstone_str};
use crate::writing::write_envelope;
use crate::wsa::addressing::{read_version, version_code};
use crate::xml::writer::soapstone_writer;
use core::ptr;
use soapstone::soap::{QName, Writer};
use soapstone::wsa::{ActionForm, Addressing, Detail, HeaderSet, Problem, Responses, Rules, Version, read_fault};
use soapstone::xml::{Str, Taken};
use soapstone::{Error, ErrorKind};

/// Answers go wherever the request says.
pub const SOAPSTONE_RESPONSES_ANY: i32 = 0;
/// Answers go on the back channel only, or nowhere.
pub const SOAPSTONE_RESPONSES_ANONYMOUS: i32 = 1;
/// Answers go to other addresses than the anonymous one, or nowhere.
pub const SOAPSTONE_RESPONSES_NON_ANONYMOUS: i32 = 2;

/// Namespaces that soapstone_addressing_rules may reserve.
pub const SOAPSTONE_RESERVED_NAMESPACES: usize = 8;

/// What you demand of a message, and what you put up with. All zero but size: the standard.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_addressing_rules {
    /// sizeof(soapstone_addressing_rules).
    pub size: u32,
    /// 1 when a reply is expected, so that the MessageID must be there; else 0.
    pub reply_expected: i32,
    /// Headers that must be there besides those the standard demands: a sum of SOAPSTONE_WSA_*.
    pub required: i32,
    /// Headers that may be missing all the same: a sum of SOAPSTONE_WSA_*.
    pub optional: i32,
    /// Where this endpoint answers, one of SOAPSTONE_RESPONSES_*.
    pub responses: i32,
    /// 1 to take an action that is the last segment of the other as the same; 0 to compare them byte by byte.
    pub short_action: i32,
    /// Reference parameters that are copied into a reply, at most; 0 stands for 16.
    pub reference_parameters: u32,
    /// How many namespaces are reserved, at most SOAPSTONE_RESERVED_NAMESPACES.
    pub reserved_count: u32,
    /// Namespaces in which a reference parameter is refused, besides those of SOAP and WS-Addressing.
    pub reserved: *const soapstone_str,
}

/// What is wrong with the addressing of a message. Plain data: set what you know.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_problem {
    /// The error: one of the 400s, and the place of the header in the message.
    pub error: soapstone_error,
    /// SOAPSTONE_WSA_10 or SOAPSTONE_WSA_200408.
    pub version: i32,
    /// 1 when retry_after says something, else 0.
    pub has_retry_after: i32,
    /// The name of the header that is wrong or missing; local is empty when none is said.
    pub header: soapstone_qname,
    /// The header that is wrong; its store is NULL when it is not shown.
    pub element: soapstone_element,
    /// The address that is wrong or cannot be reached; its ptr is NULL when none is said, as of the next two.
    pub iri: soapstone_str,
    /// The action that is not supported, or does not match.
    pub action: soapstone_str,
    /// The SOAPAction that does not match the action.
    pub soap_action: soapstone_str,
    /// Milliseconds after which it is worth trying again.
    pub retry_after: u64,
}

/// Holds the addressing headers of a message to the standard and to rules, which may be NULL. A message without any
/// passes. On one of the errors problem, which may be NULL, says what the fault says.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_INVALID_ADDRESSING_HEADER, _INVALID_ADDRESS, _INVALID_EPR,
/// _INVALID_CARDINALITY, _MISSING_ADDRESS_IN_EPR, _ONLY_ANONYMOUS_ADDRESS_SUPPORTED,
/// _ONLY_NON_ANONYMOUS_ADDRESS_SUPPORTED, _MESSAGE_ADDRESSING_HEADER_REQUIRED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_check(
    headers: *const soapstone_header_reader,
    rules: *const soapstone_addressing_rules,
    problem: *mut soapstone_problem,
) -> i32 {
    judge(headers, rules, problem, SOAPSTONE_OK, &mut |addressing, rules| addressing.check(rules))
}

/// Holds the Action to what HTTP says: the field SOAPAction in SOAP 1.1, the parameter action of the media type in SOAP
/// 1.2, in quotes or not. Empty, it says nothing. rules and problem as for soapstone_addressing_check.
///
/// Errors: SOAPSTONE_ERROR_ACTION_MISMATCH; SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_addressing_check_soap_action(
    headers: *const soapstone_header_reader,
    soap_action: soapstone_str,
    rules: *const soapstone_addressing_rules,
    problem: *mut soapstone_problem,
) -> i32 {
    match soap_action.text() {
        Ok(action) => judge(headers, rules, problem, SOAPSTONE_OK, &mut |addressing, rules| {
            addressing.check_soap_action(Some(action), rules)
        }),
        Err(kind) => kind.code(),
    }
}

/// Has the addressing headers of a message judged by rules; what it answers without any is `absent`.
///
/// # Safety
/// As for [`soapstone_addressing_check`].
pub(crate) unsafe fn judge<'a>(
    headers: *const soapstone_header_reader,
    given: *const soapstone_addressing_rules,
    problem: *mut soapstone_problem,
    absent: i32,
    judge: &mut dyn FnMut(&Addressing<'a>, &Rules<'_>) -> Result<(), Problem<'a>>,
) -> i32 {
    status(|| {
        let mut room = RulesRoom::default();
        let rules = &mut Rules::default();
        soapstone_addressing_rules::read(given, &mut room, rules)?;
        let Some(addressing) = Addressing::of(&headers::read(headers)?.headers()) else { return Ok(absent) };
        match judge(&addressing, rules) {
            Ok(()) => Ok(SOAPSTONE_OK),
            Err(found) => Err(told(&found, problem)?),
        }
    })
}

/// Makes a problem that you found with a message: SOAPSTONE_ERROR_ACTION_NOT_SUPPORTED,
/// SOAPSTONE_ERROR_DESTINATION_UNREACHABLE, SOAPSTONE_ERROR_ENDPOINT_UNAVAILABLE or
/// SOAPSTONE_ERROR_DUPLICATE_MESSAGE_ID. Answers SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (no addressing headers).
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_problem_init(
    problem: *mut soapstone_problem,
    headers: *const soapstone_header_reader,
    kind: i32,
) -> i32 {
    status(|| {
        let out = raw::out(problem)?;
        let Some(addressing) = Addressing::of(&headers::read(headers)?.headers()) else {
            return Ok(SOAPSTONE_NOT_FOUND);
        };
        let problem = match ErrorKind::from_code(kind) {
            Some(ErrorKind::ActionNotSupported) => addressing.action_not_supported(),
            Some(ErrorKind::DestinationUnreachable) => addressing.destination_unreachable(),
            Some(ErrorKind::EndpointUnavailable) => addressing.endpoint_unavailable(None),
            Some(ErrorKind::DuplicateMessageId) => addressing.duplicate_message_id(),
            _ => return Err(REFUSED),
        };
        out.put(soapstone_problem::NONE).fill(&problem);
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the problem that a fault reports, as other stacks say it too. detail is the Detail of SOAP 1.2, kept, or the
/// FaultDetail among the addressing headers; NULL, or an element without a store, when there is none. Answers
/// SOAPSTONE_OK or SOAPSTONE_NOT_FOUND (a fault of another kind).
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_problem_read(
    fault: *const soapstone_fault,
    detail: *const soapstone_element,
    problem: *mut soapstone_problem,
) -> i32 {
    status(|| {
        let out = raw::out(problem)?;
        let detail = if detail.is_null() { None } else { raw::value(detail)?.some()? };
        let found = raw::value(fault)?.with(|fault| read_fault(fault))?;
        let Some((kind, version)) = found else { return Ok(SOAPSTONE_NOT_FOUND) };
        let detail = detail.map(|detail| Detail::of(&detail)).unwrap_or_default();
        out.put(soapstone_problem::NONE).fill(&Problem { detail, ..Problem::new(kind, version, 0) });
        Ok(SOAPSTONE_OK)
    })
}

/// Gives the fault of a problem, without its detail.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_WRITE_ENCODING (a string is not UTF-8).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_problem_fault(
    problem: *const soapstone_problem,
    version: i32,
    fault: *mut soapstone_fault,
) -> i32 {
    status(|| {
        let out = raw::out(fault)?;
        let version = crate::soap::event::version(version)?;
        let mut found = Problem::new(REFUSED, Version::V10, 0);
        raw::value(problem)?.read(&mut found)?;
        out.set(soapstone_fault::of(&found.fault(version)));
        Ok(SOAPSTONE_OK)
    })
}

/// Writes the header block FaultDetail, which has the detail of a fault of 1.0 in SOAP 1.1; nothing where there is no
/// such block. To be called before the fault is written.
///
/// Errors: those of soapstone_envelope_writer_header_block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_problem_write_header(
    writer: *mut soapstone_writer,
    problem: *const soapstone_problem,
) -> i32 {
    write(writer, problem, |w, problem| problem.emit_header(w))
}

/// Writes the fault of a problem, in SOAP 1.2 with its detail.
///
/// Errors: those of soapstone_envelope_writer_fault.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_problem_write_fault(
    writer: *mut soapstone_writer,
    problem: *const soapstone_problem,
) -> i32 {
    write(writer, problem, |w, problem| problem.emit_fault(w))
}

/// Writes what a problem says.
///
/// # Safety
/// As for [`write_envelope`]; `problem` is NULL or points to a valid problem.
unsafe fn write(
    writer: *mut soapstone_writer,
    problem: *const soapstone_problem,
    call: fn(&mut Writer<'static, Output>, &Problem<'_>) -> Taken,
) -> i32 {
    let arguments = || raw::value(problem);
    write_envelope(writer, arguments, |writer, given| {
        let mut problem = Problem::new(REFUSED, Version::V10, 0);
        given.read(&mut problem).map_err(|kind| writer.document().refuse(kind))?;
        call(writer, &problem)
    })
}

impl soapstone_problem {
    const NONE: Self = {
        let none = soapstone_str { ptr: ptr::null(), len: 0 };
        soapstone_problem {
            error: soapstone_error { kind: 0, limit: 0, needed: 0, offset: 0, reserved: [0; 2] },
            version: 0,
            has_retry_after: 0,
            header: soapstone_qname { ns: none, local: none },
            element: soapstone_element::ABSENT,
            iri: none,
            action: none,
            soap_action: none,
            retry_after: 0,
        }
    };

    fn fill(&mut self, problem: &Problem<'_>) {
        let detail = &problem.detail;
        self.error = Some(problem.error).into();
        self.version = version_code(problem.version);
        self.header = detail.header.unwrap_or_default().into();
        self.element = soapstone_element::of(detail.element);
        self.iri = soapstone_str::of(detail.iri);
        self.action = soapstone_str::of(detail.action);
        self.soap_action = soapstone_str::of(detail.soap_action);
        if let Some(retry_after) = detail.retry_after {
            self.has_retry_after = 1;
            self.retry_after = retry_after;
        }
    }

    /// The problem as core sees it, put where one without detail is.
    ///
    /// # Safety
    /// The strings and the element are valid.
    #[cfg_attr(small, inline(never))]
    unsafe fn read<'a>(&self, problem: &mut Problem<'a>) -> Status {
        let texts = &mut Texts::default();
        let kind = ErrorKind::from_code(self.error.kind).ok_or(REFUSED)?;
        problem.error = Error::new(kind, self.error.offset);
        problem.version = read_version(self.version)?;
        let detail = &mut problem.detail;
        detail.header = Some(texts.qname(&self.header)).filter(|header: &QName<'_>| !header.local.is_empty());
        detail.element = self.element.some()?;
        detail.iri = texts.some(&self.iri).map(Str::from);
        detail.action = texts.some(&self.action).map(Str::from);
        detail.soap_action = texts.some(&self.soap_action).map(Str::from);
        detail.retry_after = (self.has_retry_after != 0).then_some(self.retry_after);
        texts.check()
    }
}

/// Room for what the rules of C list.
type RulesRoom<'a> = [&'a str; SOAPSTONE_RESERVED_NAMESPACES];

impl soapstone_addressing_rules {
    /// The rules as core sees them, put where the default is.
    ///
    /// # Safety
    /// `given` is NULL or begins with its size; the strings are valid.
    unsafe fn read<'a>(given: *const Self, room: &'a mut RulesRoom<'_>, rules: &mut Rules<'a>) -> Status {
        let Some(set) = raw::sized(given)? else { return Ok(()) };
        let given = raw::items(set.reserved, set.reserved_count)?;
        let reserved = room.get_mut(..given.len()).ok_or(REFUSED)?;
        for (to, from) in reserved.iter_mut().zip(given) {
            *to = from.text()?;
        }
        if !matches!(set.reply_expected | set.short_action, 0 | 1) {
            return Err(REFUSED);
        }
        let headers = |bits: i32| HeaderSet::from_bits(bits.cast_unsigned()).ok_or(REFUSED);
        rules.reply_expected = set.reply_expected == 1;
        rules.required = headers(set.required)?;
        rules.optional = headers(set.optional)?;
        rules.responses = match set.responses {
            SOAPSTONE_RESPONSES_ANY => Responses::Any,
            SOAPSTONE_RESPONSES_ANONYMOUS => Responses::Anonymous,
            SOAPSTONE_RESPONSES_NON_ANONYMOUS => Responses::NonAnonymous,
            _ => return Err(REFUSED),
        };
        rules.action = if set.short_action == 1 { ActionForm::Short } else { ActionForm::Exact };
        if set.reference_parameters != 0 {
            rules.reference_parameters = set.reference_parameters.try_into().unwrap_or(u16::MAX);
        }
        rules.reserved = reserved;
        Ok(())
    }
}

/// Says a problem in full, and gives its kind.
///
/// # Safety
/// `problem` is NULL or valid for writes.
unsafe fn told(found: &Problem<'_>, problem: *mut soapstone_problem) -> Status<ErrorKind> {
    if !problem.is_null() {
        raw::out(problem)?.put(soapstone_problem::NONE).fill(found);
    }
    Ok(found.error.kind)
}
