//! Failures on this side of the wire, in the shape of faults.

use super::{Fault, FaultCode, QName};
use crate::soap::Version;

/// What the code of a fault says that no peer has sent.
const EXCEPTION: &str = "Exception";

/// Where a call failed, with the status and the text that gateways give it in the place of those of HTTP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u16)]
pub enum Failure {
    /// Before anything was sent.
    Preparing = 900,
    /// A message queue did not take the request. HTTP has a status of its own for that.
    Sending = 400,
    /// No response, or none that was complete.
    Receiving = 408,
}

impl Failure {
    /// The status.
    pub const fn status(self) -> u16 {
        self as u16
    }

    /// One sentence for a person.
    pub const fn message(self) -> &'static str {
        match self {
            Failure::Preparing => "Error occurred while preparing SOAP request",
            Failure::Sending => "Error occurred while sending request to JMS provider",
            Failure::Receiving => "Request Timeout",
        }
    }
}

impl<'t> Fault<'t> {
    /// A failure on this side of the wire in the shape of a fault: code `Exception` without a namespace. The message may
    /// be that of a [`Failure`], of an error, or any other.
    pub fn exception(message: &'t str) -> Fault<'t> {
        Fault { code: QName::new("", EXCEPTION), ..Fault::new(Version::Soap12, FaultCode::Receiver, message) }
    }

    /// Whether this is a failure on this side of the wire, and not what a peer has sent.
    pub fn is_exception(&self) -> bool {
        self.code == QName::new("", EXCEPTION)
    }
}
