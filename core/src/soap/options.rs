//! What an envelope reader accepts.

use crate::Limits;
use crate::soap::leniencies::Leniencies;
use crate::soap::version::Versions;

/// What an envelope reader accepts. The default reads both versions, by the letter of the standards, with the default limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Options {
    /// The versions this node speaks; another one is a VersionMismatch.
    pub versions: Versions,
    /// What peers really send that is accepted where the standards forbid it.
    pub leniencies: Leniencies,
    /// Holds SOAP 1.1 messages to the WS-I Basic Profile 1.1 too: no PI (R1009), nothing after the Body (R1011),
    /// `mustUnderstand` of `0` or `1` (R1013), one body entry with a namespace (R1014, R9981), no SOAP attribute on
    /// Envelope, Header and Body (R1032), no `encodingStyle` on a body entry (R1006).
    pub basic_profile: bool,
    /// The limits, those of the XML reader included.
    pub limits: Limits,
}
