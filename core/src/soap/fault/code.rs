//! The codes the standards define, and which of them answers which error.

use super::QName;
use crate::names::{Names, names};
use crate::slice::until;
use crate::soap::Version;
use crate::xml::Str;
use crate::{Error, ErrorKind, Exceeded, Limit, Namespace};

/// A fault code of the standards, by its SOAP 1.2 name. SOAP 1.1, 4.4.1; SOAP 1.2 Part 1, 5.4.6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum FaultCode {
    /// The Envelope is not of a version the node speaks.
    VersionMismatch = 1,
    /// A mandatory header block was not understood.
    MustUnderstand = 2,
    /// An `encodingStyle` the node does not know. SOAP 1.1 has no such code and says `Client`.
    DataEncodingUnknown = 3,
    /// The message is at fault: `Sender`, in SOAP 1.1 `Client`.
    Sender = 4,
    /// The node is at fault: `Receiver`, in SOAP 1.1 `Server`.
    Receiver = 5,
}

impl FaultCode {
    /// Every code.
    pub const ALL: &'static [FaultCode] = &[
        FaultCode::VersionMismatch,
        FaultCode::MustUnderstand,
        FaultCode::DataEncodingUnknown,
        FaultCode::Sender,
        FaultCode::Receiver,
    ];

    /// The local name in this version.
    pub const fn local(self, version: Version) -> &'static str {
        match (self, version) {
            (FaultCode::VersionMismatch, _) => "VersionMismatch",
            (FaultCode::MustUnderstand, _) => "MustUnderstand",
            (FaultCode::DataEncodingUnknown, Version::Soap12) => "DataEncodingUnknown",
            (FaultCode::Sender, Version::Soap12) => "Sender",
            (FaultCode::Receiver, Version::Soap12) => "Receiver",
            (FaultCode::DataEncodingUnknown | FaultCode::Sender, Version::Soap11) => "Client",
            (FaultCode::Receiver, Version::Soap11) => "Server",
        }
    }

    /// The qualified name in this version.
    pub fn qname(self, version: Version) -> QName<'static> {
        let code = match (self, version) {
            (FaultCode::DataEncodingUnknown, Version::Soap11) => FaultCode::Sender,
            _ => self,
        };
        let number = match code {
            FaultCode::VersionMismatch | FaultCode::MustUnderstand => of(code, Version::Soap11) | bit(Version::Soap12),
            _ => of(code, version),
        };
        QName { uri: version.uri().into(), local: Str::checked(LOCALS.name(number)) }
    }

    /// The code with this local name in the version whose namespace it is; in SOAP 1.1 with its dotted refinements
    /// dropped, and without a namespace too.
    #[cfg_attr(small, inline(never))]
    pub(super) fn of(namespace: Namespace, local: &[u8]) -> Option<FaultCode> {
        match namespace {
            Namespace::Soap12 => FaultCode::from_local(Version::Soap12, local),
            Namespace::Soap11 | Namespace::None => FaultCode::from_local(Version::Soap11, until(local, b'.')),
            _ => None,
        }
    }

    /// The code with this local name in this version.
    #[cfg_attr(small, inline(always))]
    pub fn from_local(version: Version, local: &[u8]) -> Option<FaultCode> {
        let found = LOCALS.number(local);
        FaultCode::from_number(if found & bit(version) == 0 { 0 } else { found & 7 })
    }

    pub(super) fn from_number(number: u8) -> Option<FaultCode> {
        match number {
            1 => Some(FaultCode::VersionMismatch),
            2 => Some(FaultCode::MustUnderstand),
            3 => Some(FaultCode::DataEncodingUnknown),
            4 => Some(FaultCode::Sender),
            5 => Some(FaultCode::Receiver),
            _ => None,
        }
    }

    /// The code with this name: one of SOAP 1.2, one of SOAP 1.1 with its dotted refinements dropped, or one of
    /// SOAP 1.1 that lost its namespace, as some peers write it.
    #[cfg_attr(small, inline(always))]
    pub fn from_qname(name: &QName<'_>) -> Option<FaultCode> {
        FaultCode::of(name.namespace(), name.local.as_bytes())
    }
}

/// The bit of a version in the number of a local name.
const fn bit(version: Version) -> u8 {
    match version {
        Version::Soap11 => 8,
        Version::Soap12 => 16,
    }
}

const fn of(code: FaultCode, version: Version) -> u8 {
    bit(version) | code as u8
}

/// The codes by their local names, and the versions that have them. `Client` is `Sender`: SOAP 1.1 has no
/// DataEncodingUnknown of its own.
const LOCALS: Names = {
    use FaultCode::*;
    use Version::*;
    names! {
        VersionMismatch.local(Soap11) => of(VersionMismatch, Soap11) | bit(Soap12),
        MustUnderstand.local(Soap11) => of(MustUnderstand, Soap11) | bit(Soap12),
        Sender.local(Soap11) => of(Sender, Soap11),
        Receiver.local(Soap11) => of(Receiver, Soap11),
        DataEncodingUnknown.local(Soap12) => of(DataEncodingUnknown, Soap12),
        Sender.local(Soap12) => of(Sender, Soap12),
        Receiver.local(Soap12) => of(Receiver, Soap12),
    }
};

impl ErrorKind {
    /// The fault code with which a node answers a message that led to this error.
    /// SOAP 1.1, 4.4.1; SOAP 1.2 Part 1, 2.8, 5.1.1, 5.4.6.
    pub const fn fault_code(self) -> FaultCode {
        match self {
            ErrorKind::VersionMismatch => FaultCode::VersionMismatch,
            ErrorKind::NotUnderstood => FaultCode::MustUnderstand,
            ErrorKind::UnknownEncodingStyle => FaultCode::DataEncodingUnknown,
            ErrorKind::InvalidArgument | ErrorKind::Io | ErrorKind::LeftOut | ErrorKind::OutOfOrder => {
                FaultCode::Receiver
            }
            ErrorKind::OperationInactive | ErrorKind::EndpointUnavailable | ErrorKind::SessionBusy => {
                FaultCode::Receiver
            }
            // Errors of writing are this node's own.
            kind if -199 <= kind.code() && kind.code() <= -150 => FaultCode::Receiver,
            _ => FaultCode::Sender,
        }
    }
}

impl Error {
    /// The fault code with which a node answers a message that led to this error.
    pub const fn fault_code(&self) -> FaultCode {
        match self.exceeded {
            Some(Exceeded { limit: Limit::Output | Limit::Replays, .. }) => FaultCode::Receiver,
            _ => self.kind.fault_code(),
        }
    }
}
