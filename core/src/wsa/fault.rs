//! Addressing faults, written and read.

use super::names::Version;
use super::problem::Problem;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::names::{Names, names};
use crate::slice::after;
use crate::soap::{self, BlockAttributes, Fault, QName, Subcodes, Writer};
use crate::xml::{Str, Taken, WriteError};

/// The names of the problems, by their numbers: the code of the kind is -400 less that. After a dot is the subcode inside
/// the one before it. WS-Addressing 1.0 SOAP Binding, 6.4.
const NAMES: Names = names! {
    "InvalidAddressingHeader" => INVALID,
    "InvalidAddressingHeader.InvalidAddress" => 2,
    "InvalidAddressingHeader.InvalidEPR" => 3,
    "InvalidAddressingHeader.InvalidCardinality" => 4,
    "InvalidAddressingHeader.MissingAddressInEPR" => 5,
    "InvalidAddressingHeader.DuplicateMessageID" => 6,
    "InvalidAddressingHeader.ActionMismatch" => 7,
    "InvalidAddressingHeader.OnlyAnonymousAddressSupported" => 8,
    "InvalidAddressingHeader.OnlyNonAnonymousAddressSupported" => 9,
    "MessageAddressingHeaderRequired" => REQUIRED,
    "DestinationUnreachable" => 11,
    "ActionNotSupported" => 12,
    "EndpointUnavailable" => LAST,
};

/// Other names for two of them: those of 2004/08, then those of the candidate recommendation.
const OTHER_NAMES: Names = names! {
    "InvalidMessageInformationHeader" => INVALID,
    "MessageInformationHeaderRequired" => REQUIRED,
    "InvalidMessageAddressingProperty" => INVALID,
    "MessageAddressingPropertyRequired" => REQUIRED,
};

const OLD_INVALID: &[u8] = b"InvalidMessageInformationHeader";
const OLD_REQUIRED: &[u8] = b"MessageInformationHeaderRequired";

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
    let number = (INVALID..=LAST).find(|number| last(*number) == local).unwrap_or(OTHER_NAMES.number(local));
    Some((ErrorKind::from_code(BASE.wrapping_sub(number.into()))?, version))
}

/// The most specific name with this number.
fn last(number: u8) -> &'static [u8] {
    let names = NAMES.name(number);
    let is_inside = number > INVALID && number < REQUIRED;
    after(names, if is_inside { "InvalidAddressingHeader.".len() } else { 0 })
}

impl Problem<'_> {
    /// The fault, without its detail. In SOAP 1.1 its code is the most specific one.
    pub fn fault(&self, version: soap::Version) -> Fault<'static> {
        let (kind, written) = (self.error.kind, self.version.known());
        let uri = written.uri();
        let mut fault = Fault::new(version, self.error.fault_code(), self.reason());
        let number = u8::try_from(BASE.wrapping_sub(kind.code())).unwrap_or_default();
        let (names, name): (&[u8], &[u8]) = match (written, kind) {
            (Version::V200408, ErrorKind::MessageAddressingHeaderRequired) => (OLD_REQUIRED, OLD_REQUIRED),
            (Version::V200408, _) if self.is_of_headers() => (OLD_INVALID, OLD_INVALID),
            _ => (NAMES.name(number), last(number)),
        };
        match version {
            // A problem of another kind has the code of its error alone.
            _ if name.is_empty() => {}
            soap::Version::Soap11 => fault.code = QName { uri: uri.into(), local: Str::checked(name) },
            soap::Version::Soap12 => fault.subcodes = Subcodes::dotted(uri, names),
        }
        fault
    }

    /// The text for people.
    pub fn reason(&self) -> &'static str {
        match (self.error.kind, self.version.known()) {
            (ErrorKind::LeftOut, _) => ErrorKind::LeftOut.message(),
            (ErrorKind::DestinationUnreachable, _) => "No route can be determined to reach [destination]",
            (ErrorKind::ActionNotSupported, _) => "The [action] cannot be processed at the receiver",
            (ErrorKind::EndpointUnavailable, _) => "The endpoint is unable to process the message at this time",
            (ErrorKind::MessageAddressingHeaderRequired, Version::V10) => {
                "A required header representing a Message Addressing Property is not present"
            }
            (ErrorKind::MessageAddressingHeaderRequired, Version::V200408) => {
                "A required message information header, To, MessageID, or Action, is not present."
            }
            (_, Version::V10) => {
                "A header representing a Message Addressing Property is not valid and the message cannot be processed"
            }
            (_, Version::V200408) => "A message information header is not valid and the message cannot be processed.",
        }
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
        let fault = self.fault(version);
        if version == soap::Version::Soap11 || self.detail.is_empty(self.version) {
            return writer.write_fault(&fault, false);
        }
        writer.in_sequence(&mut |steps| {
            steps.call(|writer| writer.write_fault(&fault, true));
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
