//! What an envelope reader accepts.

use super::version::Versions;
use crate::Limits;

/// What an envelope reader accepts. The default reads both versions, leniently, with the default limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Options {
    /// The versions this node speaks; another one is a VersionMismatch.
    pub versions: Versions,
    /// Whether what peers really send is accepted where the standards forbid it.
    pub profile: Profile,
    /// Holds SOAP 1.1 messages to the WS-I Basic Profile 1.1 too: no PI (R1009), nothing after the Body (R1011),
    /// `mustUnderstand` of `0` or `1` (R1013), one body entry with a namespace (R1014, R9981), no SOAP attribute on
    /// Envelope, Header and Body (R1032), no `encodingStyle` on a body entry (R1006).
    pub basic_profile: bool,
    /// The limits, those of the XML reader included.
    pub limits: Limits,
}

/// How the rules of SOAP are held.
///
/// The structure of the envelope is held in both. A lenient reader also takes processing instructions, `true` and
/// `false` as `mustUnderstand` in SOAP 1.1, attributes without a namespace on a SOAP 1.1 Envelope or Header,
/// `header` for `Header` in SOAP 1.1 (which Siebel documents), header blocks without a namespace (which charging
/// stations send), SOAP 1.1 names as header blocks, and an `encodingStyle` it does not know; of a fault it takes every deviation that [`FaultReader`](super::FaultReader)
/// names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Profile {
    /// Accept what peers really send.
    #[default]
    Lenient = 0,
    /// Accept what the standards allow.
    Strict = 1,
}
