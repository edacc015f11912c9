//! The generations of WS-Security, told apart by their namespaces.

use crate::names::{self as packed, names};
use crate::slice::{after, copy, first, part, until};
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

/// The URIs of a block by number: its namespaces, that of tokens and that of times and Ids, and the types.
pub(super) const WSSE: u8 = 8;
pub(super) const WSU: u8 = 9;
/// The same of a draft.
const DRAFT: u8 = 16;
/// The type of a password as it is, and of one that is hashed. UsernameToken Profile 1.1, 3.1.
pub(super) const PASSWORD_TEXT: u8 = TYPE | 3;
pub(super) const PASSWORD_DIGEST: u8 = TYPE | 5;
/// The only encoding of nonces and binary tokens. SOAP Message Security 1.1, 6.3.
pub(super) const BASE64_BINARY: u8 = TYPE | 4;
/// The numbers of types are these and no more than 7.
pub(super) const TYPE: u8 = 32;
/// None.
pub(super) const NO_URI: u8 = u8::MAX;

/// The URIs; `\x01` to `\x03` stand for what many of them have in common, to be there once, and `\x04` for the date of a
/// draft.
const URIS: packed::Names = names! {
    oasis!("") => 1,
    "http://schemas.xmlsoap.org/ws/200" => 2,
    "username-token-profile-1.0#Password" => 3,
    "\x01wssecurity-secext-1.0.xsd" => WSSE,
    "\x01wssecurity-utility-1.0.xsd" => WSU,
    "\x02\x04/secext" => WSSE | DRAFT,
    "\x02\x04/utility" => WSU | DRAFT,
    "\x01\x03Text" => PASSWORD_TEXT,
    "\x01\x03Digest" => PASSWORD_DIGEST,
    "\x01soap-message-security-1.0#Base64Binary" => BASE64_BINARY,
};
const DATES: &[u8] = b"2/042/072/123/06";
const DATE: u8 = 4;

/// Room for the longest URI.
pub(super) type Room = [u8; 104];
pub(super) const ROOM: Room = [0; 104];

/// What 1.1 added.
pub(super) const WSSE11: &str = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd";

const SECURITY: &[&str] = &["Security"];
/// The tokens, as they are numbered where they are looked for.
pub(super) const CHILDREN: &[&str] = &["UsernameToken", "Timestamp", "BinarySecurityToken"];

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
        Generation::ALL.get(usize::from(code).wrapping_sub(1)).copied()
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

    /// Spells a URI out; empty where there is none.
    #[inline(never)]
    pub(super) fn spell(self, uri: u8, room: &mut Room) -> &[u8] {
        let number = match self {
            _ if uri > WSU => uri,
            Generation::Oasis => uri,
            Generation::Draft200204 if uri == WSU => return &[],
            _ => uri | DRAFT,
        };
        let mut slots = room.iter_mut();
        for byte in URIS.name(number) {
            let piece = match *byte {
                DATE => part(DATES, (self as usize).wrapping_sub(1).wrapping_mul(4), 4),
                shared @ ..DATE => URIS.name(shared),
                _ => core::slice::from_ref(byte),
            };
            // In this order no slot is lost at the end of a piece.
            piece.iter().zip(slots.by_ref()).for_each(|(byte, slot)| *slot = *byte);
        }
        let len = ROOM.len().wrapping_sub(slots.len());
        first(room, len)
    }

    /// What an attribute says that names a type: its URI, in the drafts a QName with the prefix of the block.
    #[cfg_attr(small, inline(never))]
    pub(super) fn type_name(self, kind: u8, room: &mut Room) -> &[u8] {
        const PREFIX: &[u8] = b"wsse:";

        let uri = self.spell(kind, room);
        let (fragment, len) = (until(uri, b'#').len(), uri.len());
        let mut start = 0_usize;
        if self != Generation::Oasis {
            start = fragment.wrapping_add(1).wrapping_sub(PREFIX.len());
            copy(room.get_mut(start..).unwrap_or_default(), PREFIX);
        }
        after(first(room, len), start)
    }

    /// Whether a message of this generation may have this utility namespace.
    pub(super) fn has_wsu(self, uri: Str<'_>) -> bool {
        Names { generation: self, repaired: false }.is_own(uri, true)
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
        let found = Generation::ALL.iter().map(|&generation| Names { generation, repaired: false });
        let repaired = Names { generation: Generation::Oasis, repaired: true };
        found.chain([repaired]).find(|names| names.is_namespace(wsse, false))
    }

    /// Whether this is the namespace of tokens or, with `wsu`, of times and Ids.
    pub(super) fn is_own(&self, uri: Str<'_>, wsu: bool) -> bool {
        let generation = self.generation.known();
        let other = Names { generation: Generation::Draft200207, ..*self };
        Names { generation, ..*self }.is_namespace(uri, wsu)
            || (wsu && generation == Generation::Draft200212 && other.is_namespace(uri, true))
    }

    /// Whether this is the namespace of the generation itself.
    #[cfg_attr(small, inline(never))]
    fn is_namespace(&self, uri: Str<'_>, wsu: bool) -> bool {
        self.same(uri, self.generation.spell(if wsu { WSU } else { WSSE }, &mut { ROOM }))
    }

    /// Whether a URI of the message is this one of the standard.
    fn same(&self, uri: Str<'_>, standard: &[u8]) -> bool {
        let uri = uri.as_bytes();
        if !self.repaired {
            return uri == standard && !uri.is_empty();
        }
        uri.iter().filter(|&&b| b != b'-').eq(standard.iter().filter(|&&b| b != b'-'))
    }

    /// Whether the value of a type attribute is this type of the standard, by the number of its URI.
    #[cfg_attr(small, inline(never))]
    pub(super) fn is_known_type(&self, value: Str<'_>, kind: u8) -> bool {
        self.is_type(value, self.generation.known().spell(kind, &mut { ROOM }))
    }

    /// Whether the value of a type attribute is this type of the standard: its URI, or a QName with its name, as the
    /// drafts have it and some peers still write it. Of the URIs of drafts only what follows the `#` counts.
    #[cfg_attr(small, inline(always))]
    pub(super) fn is_type(&self, value: Str<'_>, standard: &[u8]) -> bool {
        if self.same(value, standard) {
            return true;
        }
        let value = value.as_bytes();
        let fragment = behind(value, b'#');
        if fragment.is_some() && self.generation.known() == Generation::Oasis {
            return false;
        }
        let name = fragment.or_else(|| behind(value, b':')).unwrap_or(value);
        name == behind(standard, b'#').unwrap_or(standard)
    }
}

/// What follows the last of these bytes.
#[cfg_attr(small, inline(never))]
fn behind(text: &[u8], mark: u8) -> Option<&[u8]> {
    let at = text.iter().rposition(|&byte| byte == mark)?;
    Some(after(text, at.wrapping_add(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spells_the_namespaces() {
        for (place, &generation) in Generation::ALL.iter().enumerate() {
            assert_eq!(Generation::from_code(generation as u8), Some(generation));
            assert_eq!(place + 1, generation as usize);
            for (number, uri) in [(WSSE, generation.wsse()), (WSU, generation.wsu())] {
                assert_eq!(generation.spell(number, &mut { ROOM }), uri.as_bytes());
            }
        }
        assert!([0, 6, u8::MAX].into_iter().all(|code| Generation::from_code(code).is_none()));
    }
}
