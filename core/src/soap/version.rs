//! The two versions of SOAP and the names each of them fixes.

use crate::Namespace;
use crate::soap::qname::QName;
use crate::xml::Start;

/// A version of SOAP: the namespace of the Envelope decides it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Version {
    /// SOAP 1.1, the Note of 2000.
    Soap11 = 11,
    /// SOAP 1.2, the Recommendation. The namespaces of its drafts are not this version.
    Soap12 = 12,
}

/// The role nobody plays: such a block may be read and is never processed. SOAP 1.2 Part 1, 2.2.
pub const ROLE_NONE: &str = "http://www.w3.org/2003/05/soap-envelope/role/none";
/// The role of the ultimate receiver, said as well by leaving `role` out. SOAP 1.2 Part 1, 2.2.
pub const ROLE_ULTIMATE_RECEIVER: &str = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
/// The `encodingStyle` that claims nothing. SOAP 1.2 Part 1, 5.1.1.
pub const ENCODING_NONE: &str = "http://www.w3.org/2003/05/soap-envelope/encoding/none";

impl Version {
    /// The version whose Envelope is in this namespace.
    pub const fn from_namespace(namespace: Namespace) -> Option<Version> {
        match namespace {
            Namespace::Soap11 => Some(Version::Soap11),
            Namespace::Soap12 => Some(Version::Soap12),
            _ => None,
        }
    }

    /// The version that this element of an Upgrade offers: a SupportedEnvelope whose attribute `qname` names the
    /// Envelope of one. `None` for any other element. SOAP 1.2 Part 1, 5.4.7.
    pub fn of_supported_envelope(start: &Start<'_>) -> Option<Version> {
        let name = QName::of_attribute(start).filter(|name| name.local == "Envelope")?;
        match start.name().is(Namespace::Soap12, "SupportedEnvelope") {
            true => Version::from_namespace(name.namespace()),
            false => None,
        }
    }

    /// The namespace of the Envelope.
    pub const fn namespace(self) -> Namespace {
        match self {
            Version::Soap11 => Namespace::Soap11,
            Version::Soap12 => Namespace::Soap12,
        }
    }

    /// The URI of that namespace.
    pub const fn uri(self) -> &'static str {
        self.namespace().uri()
    }

    /// `1.1` or `1.2`.
    pub const fn name(self) -> &'static str {
        match self {
            Version::Soap11 => "1.1",
            Version::Soap12 => "1.2",
        }
    }

    /// The media type of a message: `text/xml` or `application/soap+xml`.
    pub const fn media_type(self) -> &'static str {
        match self {
            Version::Soap11 => "text/xml",
            Version::Soap12 => "application/soap+xml",
        }
    }

    /// The namespace of the version's encoding, which is its `encodingStyle` too.
    pub const fn encoding(self) -> Namespace {
        match self {
            Version::Soap11 => Namespace::Soap11Encoding,
            Version::Soap12 => Namespace::Soap12Encoding,
        }
    }

    /// The attribute that targets a header block: `actor` or `role`.
    pub const fn role_attribute(self) -> &'static str {
        match self {
            Version::Soap11 => "actor",
            Version::Soap12 => "role",
        }
    }

    /// The role every node plays. SOAP 1.1, 4.2.2; SOAP 1.2 Part 1, 2.2.
    pub const fn role_next(self) -> &'static str {
        match self {
            Version::Soap11 => "http://schemas.xmlsoap.org/soap/actor/next",
            Version::Soap12 => "http://www.w3.org/2003/05/soap-envelope/role/next",
        }
    }
}

/// The versions a node speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Versions {
    /// Both.
    #[default]
    Both = 0,
    /// SOAP 1.1 only.
    Soap11 = 11,
    /// SOAP 1.2 only.
    Soap12 = 12,
}

impl Versions {
    /// Whether `version` is one of them.
    pub const fn accept(self, version: Version) -> bool {
        matches!(
            (self, version),
            (Versions::Both, _) | (Versions::Soap11, Version::Soap11) | (Versions::Soap12, Version::Soap12)
        )
    }

    /// The highest of them.
    pub const fn highest(self) -> Version {
        match self {
            Versions::Soap11 => Version::Soap11,
            Versions::Both | Versions::Soap12 => Version::Soap12,
        }
    }
}
