//! Addressing faults, written and read.

use super::names::Version;
use super::problem::Problem;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::names::{Names, names};
use crate::soap::{self, BlockAttributes, Fault, QName, Reason, Subcodes, Writer};
use crate::xml::{Str, Taken, WriteError};

/// The names of the problems, by their numbers: the code of the kind is -400 less that. Those between [`INVALID`] and
/// [`REQUIRED`] are subcodes inside the first. WS-Addressing 1.0 SOAP Binding, 6.4.
const NAMES: Names = names! {
    "InvalidAddressingHeader" => INVALID,
    "InvalidAddress" => 2,
    "InvalidEPR" => 3,
    "InvalidCardinality" => 4,
    "MissingAddressInEPR" => 5,
    "DuplicateMessageID" => 6,
    "ActionMismatch" => 7,
    "OnlyAnonymousAddressSupported" => 8,
    "OnlyNonAnonymousAddressSupported" => 9,
    "MessageAddressingHeaderRequired" => REQUIRED,
    "DestinationUnreachable" => 11,
    "ActionNotSupported" => 12,
    "EndpointUnavailable" => LAST,
};

/// Those of 2004/08 for two of them: what is inside the first has its name.
const OLD_NAMES: Names = names! {
    "InvalidMessageInformationHeader" => INVALID,
    "MessageInformationHeaderRequired" => REQUIRED,
};

/// Those of the candidate recommendation.
const CANDIDATE_NAMES: Names = names! {
    "InvalidMessageAddressingProperty" => INVALID,
    "MessageAddressingPropertyRequired" => REQUIRED,
};

/// The texts for people, by the numbers of the names, and by more than that in 2004/08.
const REASONS: Names = names! {
    "A header representing a Message Addressing Property is not valid and the message cannot be processed" => INVALID,
    "A required header representing a Message Addressing Property is not present" => REQUIRED,
    "No route can be determined to reach [destination]" => 11,
    "The [action] cannot be processed at the receiver" => 12,
    "The endpoint is unable to process the message at this time" => LAST,
    "A message information header is not valid and the message cannot be processed." => OLD + INVALID,
    "A required message information header, To, MessageID, or Action, is not present." => OLD + REQUIRED,
};

/// How much more that is.
const OLD: u8 = 16;

/// Between these are the subcodes inside the first.
const INVALID: u8 = 1;
const REQUIRED: u8 = 10;
const LAST: u8 = 13;

/// The code of a kind, and its number.
const BASE: i32 = -400;
const _: () = assert!(
    ErrorKind::InvalidAddressingHeader.code() == BASE - INVALID as i32
        && ErrorKind::MessageAddressingHeaderRequired.code() == BASE - REQUIRED as i32
        && ErrorKind::EndpointUnavailable.code() == BASE - LAST as i32
);

/// Says which addressing problem a fault reports, and in which version; `None` for any other fault.
///
/// Codes of both versions and of the candidate recommendation of 1.0 are known, in either namespace. The most specific
/// one counts: some stacks put the subcode into the `faultcode` of SOAP 1.1, others the one inside it.
pub fn read_fault(fault: &Fault<'_>) -> Option<(ErrorKind, Version)> {
    let codes = core::iter::once(fault.code).chain(fault.subcodes.iter());
    codes.filter_map(|code| kind_of(&code)).last()
}

fn kind_of(code: &QName<'_>) -> Option<(ErrorKind, Version)> {
    let version = Version::from_uri(code.uri.as_bytes())?;
    let local = code.local.as_bytes();
    // The lists have no name in common.
    let number = NAMES.number(local) | OLD_NAMES.number(local) | CANDIDATE_NAMES.number(local);
    Some((ErrorKind::from_code(BASE.wrapping_sub(number.into()))?, version))
}

impl Problem<'_> {
    /// The fault, without its detail. In SOAP 1.1 its code is the most specific one.
    #[cfg_attr(small, inline(always))]
    pub fn fault(&self, version: soap::Version) -> Fault<'static> {
        let written = self.version.known();
        let uri = written.uri();
        let mut fault = Fault::new(version, self.error.fault_code(), "");
        fault.reasons = Reason { text: self.text(), lang: None }.into();
        let (number, general) = self.numbers();
        let mut outer: &[u8] = &[];
        let mut name = if written == Version::V200408 { OLD_NAMES.name(general) } else { &[] };
        if name.is_empty() {
            name = NAMES.name(number);
            if number != general {
                outer = NAMES.name(general);
            }
        }
        match version {
            // A problem of another kind has the code of its error alone.
            _ if name.is_empty() => {}
            soap::Version::Soap11 => fault.code = QName { uri: uri.into(), local: Str::checked(name) },
            soap::Version::Soap12 => fault.subcodes = Subcodes::nested(uri, [outer, name]),
        }
        fault
    }

    /// The text for people.
    pub fn reason(&self) -> &'static str {
        self.text().as_str()
    }

    #[cfg_attr(small, inline(never))]
    fn text(&self) -> Str<'static> {
        if self.error.kind == ErrorKind::LeftOut {
            return ErrorKind::LeftOut.message().into();
        }
        let (_, general) = self.numbers();
        let old = if self.version.known() == Version::V200408 { OLD } else { 0 };
        let mut reason: &[u8] = &[];
        for number in [general.wrapping_add(old), general, INVALID.wrapping_add(old)] {
            if reason.is_empty() {
                reason = REASONS.name(number);
            }
        }
        Str::checked(reason)
    }

    /// The number of the problem, and of what it is inside; 0 for one of another kind.
    fn numbers(&self) -> (u8, u8) {
        let number = u8::try_from(BASE.wrapping_sub(self.error.kind.code())).unwrap_or_default();
        (number, if self.is_of_headers() && number < REQUIRED { INVALID } else { number })
    }

    /// Writes the header block FaultDetail, which holds the detail of a fault in SOAP 1.1; nothing in SOAP 1.2, in
    /// 2004/08, or when there is no detail. To be called before the fault is written; repeat it on
    /// [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Those of [`Writer::header_block`]. [`LeftOut`](ErrorKind::LeftOut): 2004/08 or a detail with an element, in the lean
    /// build.
    pub fn write_header<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let written = self.emit_header(writer);
        writer.outcome(written)
    }

    /// Writes the fault, in SOAP 1.2 with its detail. Repeat it on [`Full`](WriteError::Full).
    ///
    /// # Errors
    /// Those of [`Writer::fault`]; [`LeftOut`](ErrorKind::LeftOut) as [`write_header`](Problem::write_header).
    pub fn write_fault<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        let written = self.emit_fault(writer);
        writer.outcome(written)
    }
}

/// The same for callers who look up why it was refused.
#[doc(hidden)]
impl Problem<'_> {
    /// As [`write_header`](Problem::write_header).
    pub fn emit_header<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        self.check_build(writer)?;
        let is_there = writer.version() == soap::Version::Soap11 && self.version == Version::V10;
        if !is_there || self.detail.is_empty(self.version) {
            return Ok(());
        }
        writer.in_sequence(&mut |steps| {
            steps.header_block(self.version.uri(), "FaultDetail", &BlockAttributes::default());
            self.detail.emit(steps, self.version);
            steps.end_item();
        })
    }

    /// As [`write_fault`](Problem::write_fault).
    pub fn emit_fault<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        self.check_build(writer)?;
        let version = writer.version();
        let mut fault = self.fault(version);
        if version == soap::Version::Soap11 || self.detail.is_empty(self.version) {
            return writer.write_fault(&mut fault, false);
        }
        writer.in_sequence(&mut |steps| {
            steps.call(|writer| writer.write_fault(&mut fault, true));
            self.detail.emit(steps, self.version);
            steps.end_item();
        })
    }

    /// Refuses what this build does not write.
    fn check_build<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Taken {
        match self.version == self.version.known() && self.detail.is_in_build() {
            true => Ok(()),
            false => Err(writer.document().refuse(ErrorKind::LeftOut)),
        }
    }
}
