//! The codes the standards define, and which of them answers which error.

use super::QName;
use crate::slice::until;
use crate::soap::Version;
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
        let (mut place, mut rest) = (self as u8, locals(version).as_slice());
        while let [local, after @ ..] = rest {
            place = place.wrapping_sub(1);
            if place == 0 {
                return local;
            }
            rest = after;
        }
        ""
    }

    /// The qualified name in this version.
    pub fn qname(self, version: Version) -> QName<'static> {
        QName::new(version.uri(), self.local(version))
    }

    /// The code with this local name in this version; in SOAP 1.1 with its dotted refinements dropped.
    #[cfg_attr(small, inline(never))]
    pub(super) fn of_local(version: Version, local: &[u8]) -> Option<FaultCode> {
        let base = if version == Version::Soap11 { until(local, b'.') } else { local };
        FaultCode::from_local(version, base)
    }

    /// The code with this local name in this version.
    pub fn from_local(version: Version, local: &[u8]) -> Option<FaultCode> {
        // SOAP 1.1 has no DataEncodingUnknown of its own: its `Client` is `Sender`, which comes after.
        let place = locals(version).iter().rposition(|known| known.as_bytes() == local)?;
        FaultCode::ALL.get(place).copied()
    }

    /// The code with this name: one of SOAP 1.2, one of SOAP 1.1 with its dotted refinements dropped, or one of
    /// SOAP 1.1 that lost its namespace, as some peers write it.
    pub fn from_qname(name: &QName<'_>) -> Option<FaultCode> {
        let version = match name.namespace() {
            Namespace::Soap12 => Version::Soap12,
            Namespace::Soap11 | Namespace::None => Version::Soap11,
            _ => return None,
        };
        FaultCode::of_local(version, name.local.as_bytes())
    }
}

/// The local names in this version, in the order of [`FaultCode::ALL`].
const fn locals(version: Version) -> &'static [&'static str; 5] {
    match version {
        Version::Soap11 => &["VersionMismatch", "MustUnderstand", "Client", "Client", "Server"],
        Version::Soap12 => &["VersionMismatch", "MustUnderstand", "DataEncodingUnknown", "Sender", "Receiver"],
    }
}

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
