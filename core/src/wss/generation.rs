//! The generations of WS-Security, told apart by their namespaces.

use crate::soap::Vocabulary;
use crate::xml::Str;

/// A generation of WS-Security. Version 1.1 of the standard uses the namespaces of 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Generation {
    /// The draft of April 2002, which has no utility namespace: no times and no Id.
    Draft200204 = 1,
    /// The draft of July 2002; Siebel speaks it.
    Draft200207 = 2,
    /// The draft of December 2002, with its own utility namespace or that of July.
    Draft200212 = 3,
    /// The draft of June 2003.
    Draft200306 = 4,
    /// The OASIS standard, 1.0 and 1.1.
    #[default]
    Oasis = 5,
}

macro_rules! draft {
    ($date:literal, $name:literal) => {
        concat!("http://schemas.xmlsoap.org/ws/", $date, "/", $name)
    };
}
macro_rules! oasis {
    ($name:literal) => {
        concat!("http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-", $name)
    };
}

/// The type of a password as it is, and of one that is hashed. UsernameToken Profile 1.1, 3.1.
pub(super) const PASSWORD_TEXT: &str = oasis!("username-token-profile-1.0#PasswordText");
pub(super) const PASSWORD_DIGEST: &str = oasis!("username-token-profile-1.0#PasswordDigest");
/// The only encoding of nonces and binary tokens. SOAP Message Security 1.1, 6.3.
pub(super) const BASE64_BINARY: &str = oasis!("soap-message-security-1.0#Base64Binary");
/// What 1.1 added.
pub(super) const WSSE11: &str = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";

const SECURITY: &[&str] = &["Security"];
const CHILDREN: &[&str] = &["UsernameToken", "Timestamp", "BinarySecurityToken"];

/// The header block Security of every generation, its tokens kept.
pub const VOCABULARY: Vocabulary = Vocabulary {
    blocks: &[
        (Generation::Oasis.wsse(), SECURITY),
        (Generation::Draft200204.wsse(), SECURITY),
        (Generation::Draft200207.wsse(), SECURITY),
        (Generation::Draft200212.wsse(), SECURITY),
        (Generation::Draft200306.wsse(), SECURITY),
    ],
    children: CHILDREN,
    marked: &[],
};

/// The same, and the OASIS namespaces as printed documents have them, where a hyphen at the end of a line was lost.
/// In a block that has its own namespace so, every name is compared without hyphens.
pub const VOCABULARY_REPAIRED: Vocabulary =
    Vocabulary { blocks: &[(oasis!("wssecuritysecext-1.0.xsd"), SECURITY)], children: CHILDREN, marked: &[] };

impl Generation {
    /// Every generation, the oldest first.
    pub const ALL: &'static [Generation] = &[
        Generation::Draft200204,
        Generation::Draft200207,
        Generation::Draft200212,
        Generation::Draft200306,
        Generation::Oasis,
    ];

    /// The generation with this number.
    pub fn from_code(code: u8) -> Option<Generation> {
        Generation::ALL.iter().find(|generation| **generation as u8 == code).copied()
    }

    /// Itself; in the lean build, which refuses the drafts, the standard.
    pub(super) const fn known(self) -> Generation {
        if crate::COMPLETE { self } else { Generation::Oasis }
    }

    /// The namespace of Security and the tokens.
    pub const fn wsse(self) -> &'static str {
        match self {
            Generation::Draft200204 => draft!("2002/04", "secext"),
            Generation::Draft200207 => draft!("2002/07", "secext"),
            Generation::Draft200212 => draft!("2002/12", "secext"),
            Generation::Draft200306 => draft!("2003/06", "secext"),
            Generation::Oasis => oasis!("wssecurity-secext-1.0.xsd"),
        }
    }

    /// The namespace of Timestamp, Created and Id; empty where there is none.
    pub const fn wsu(self) -> &'static str {
        match self {
            Generation::Draft200204 => "",
            Generation::Draft200207 => draft!("2002/07", "utility"),
            Generation::Draft200212 => draft!("2002/12", "utility"),
            Generation::Draft200306 => draft!("2003/06", "utility"),
            Generation::Oasis => oasis!("wssecurity-utility-1.0.xsd"),
        }
    }

    /// Whether a message of this generation may have this utility namespace.
    pub(super) fn has_wsu(self, uri: Str<'_>) -> bool {
        let other = self.known() == Generation::Draft200212 && uri == Generation::Draft200207.wsu();
        other || (uri == self.known().wsu() && !uri.is_empty())
    }
}

/// The names of one Security block.
#[derive(Clone, Copy)]
pub(super) struct Names {
    pub(super) generation: Generation,
    /// Hyphens were lost.
    repaired: bool,
}

impl Names {
    /// The names of a block in this namespace.
    pub(super) fn of(wsse: Str<'_>) -> Option<Names> {
        let found = Generation::ALL.iter().find(|generation| wsse == generation.wsse());
        let names = found.map(|&generation| Names { generation, repaired: false });
        let repaired = Names { generation: Generation::Oasis, repaired: true };
        names.or_else(|| repaired.is_own(wsse, false).then_some(repaired))
    }

    /// Whether this is the namespace of tokens or, with `wsu`, of times and Ids.
    pub(super) fn is_own(&self, uri: Str<'_>, wsu: bool) -> bool {
        let generation = self.generation.known();
        let standard = if wsu { generation.wsu() } else { generation.wsse() };
        self.same(uri, standard) || (wsu && self.generation.has_wsu(uri))
    }

    /// Whether a URI of the message is this one of the standard.
    fn same(&self, uri: Str<'_>, standard: &str) -> bool {
        if !self.repaired {
            return uri == *standard && !uri.is_empty();
        }
        let (uri, standard) = (uri.as_bytes(), standard.as_bytes());
        uri.iter().filter(|&&b| b != b'-').eq(standard.iter().filter(|&&b| b != b'-'))
    }

    /// Whether the value of a type attribute is this type of the standard: its URI, or a QName with its name, as the
    /// drafts have it and some peers still write it. Of the URIs of drafts only what follows the `#` counts.
    pub(super) fn is_type(&self, value: Str<'_>, standard: &str) -> bool {
        if self.same(value, standard) {
            return true;
        }
        let value = value.as_bytes();
        let last = |text: &'_ [u8], mark: u8| text.iter().rposition(|&b| b == mark);
        let separator = match (last(value, b'#'), last(value, b':')) {
            (Some(_), _) if self.generation.known() == Generation::Oasis => return false,
            (Some(at), _) | (None, Some(at)) => at.wrapping_add(1),
            (None, None) => 0,
        };
        value.get(separator..).unwrap_or_default() == local(standard).as_bytes()
    }
}

/// What follows the `#` of the URI of a type.
fn local(uri: &str) -> &str {
    let at = uri.bytes().position(|b| b == b'#').map_or(0, |at| at.wrapping_add(1));
    uri.get(at..).unwrap_or(uri)
}
