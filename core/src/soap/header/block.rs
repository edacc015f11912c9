//! Header blocks: whom they are for and whether they must be understood.

use crate::buf::Sink;
use crate::names::{Names, names};
use crate::slice::{after, until};
use crate::soap::version::{ENCODING_NONE, Version};
use crate::soap::write::sequence::Sequence;
use crate::xml::{Name, Start, Str};
use crate::xsd::boolean;
use crate::xsd::whitespace::trim;

/// A header block, announced before its content.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct HeaderBlock<'s> {
    pub(in crate::soap) start: Start<'s>,
    pub(in crate::soap) version: Version,
    pub(in crate::soap) marks: Marks,
}

/// The flags of a header block, plain data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub(in crate::soap) struct Marks(pub(in crate::soap) u8);

/// Whom a header block is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Target<'s> {
    /// The ultimate receiver: no role, an empty one, or the one that says so.
    UltimateReceiver,
    /// Every node.
    Next,
    /// Nobody: the block is data for other blocks. SOAP 1.2 only.
    None,
    /// The nodes that play this role.
    Role(Str<'s>),
}

impl<'s> HeaderBlock<'s> {
    /// The name of the block.
    pub fn name(&self) -> Name<'s> {
        self.start.name()
    }

    /// The start tag, for other attributes and for prefixes.
    pub fn start(&self) -> Start<'s> {
        self.start
    }

    /// The version of the message.
    pub fn version(&self) -> Version {
        self.version
    }

    /// Whether the block says `mustUnderstand`. Only the attribute of the message's own version counts, and only
    /// for a node that the block [targets](HeaderBlock::targets). SOAP 1.1, 4.2.3; SOAP 1.2 Part 1, 5.2.3.
    pub fn must_understand(&self) -> bool {
        self.marks.has(Marks::MUST_UNDERSTAND)
    }

    /// Whether an intermediary passes the block on when it did not process it. SOAP 1.2 Part 1, 5.2.4;
    /// SOAP 1.1 has no such attribute, and this is `false`.
    pub fn relay(&self) -> bool {
        self.marks.has(Marks::RELAY)
    }

    /// The `role` (SOAP 1.2) or `actor` (SOAP 1.1) without white space around it; `None` when absent or empty.
    pub fn role(&self) -> Option<Str<'s>> {
        let value = self.start.attribute(self.version.namespace(), self.version.role_attribute())?;
        Some(Str::checked(trim(value.as_bytes()))).filter(|role| !role.is_empty())
    }

    /// Whom the block is for. URIs are compared byte by byte. SOAP 1.1, 4.2.2; SOAP 1.2 Part 1, 2.2.
    pub fn target(&self) -> Target<'s> {
        self.target_of(self.role())
    }

    /// Whom a block with this [`role`](HeaderBlock::role) is for.
    #[doc(hidden)]
    pub fn target_of(&self, role: Option<Str<'s>>) -> Target<'s> {
        let Some(role) = role else { return Target::UltimateReceiver };
        let known = match self.version {
            Version::Soap11 if role == self.version.role_next() => NEXT,
            Version::Soap11 => 0,
            Version::Soap12 => of_soap12(role.as_bytes()).map_or(0, |name| ROLES.number(name)),
        };
        match known {
            ULTIMATE_RECEIVER => Target::UltimateReceiver,
            NEXT => Target::Next,
            NONE => Target::None,
            _ => Target::Role(role),
        }
    }

    /// Whether the block is for a node that plays these roles. `ultimate` says that the node is the ultimate receiver.
    /// Every node plays `next`, no node plays `none`.
    pub fn targets(&self, roles: &[&str], ultimate: bool) -> bool {
        match self.target() {
            Target::UltimateReceiver => ultimate,
            Target::Next => true,
            Target::None => false,
            Target::Role(role) => roles.iter().any(|own| role == *own),
        }
    }

    /// Whether a node that stands between sends the block on; `processed` says that it did what the block asks for.
    /// A block for other nodes always is, one for this node only with `relay` and when it did not process it; SOAP 1.1
    /// has no `relay`. SOAP 1.1, 4.2.2; SOAP 1.2 Part 1, 2.7.2. A processed block may be inserted again, as a block of the node's own.
    pub fn is_forwarded(&self, targeted: bool, processed: bool) -> bool {
        is_forwarded(targeted, processed, self.relay())
    }

    /// The `encodingStyle` of the block itself.
    pub fn encoding_style(&self) -> Option<EncodingStyle> {
        EncodingStyle::of(&self.start, self.version)
    }
}

/// Whether a node that stands between sends a header block on.
pub(in crate::soap) const fn is_forwarded(targeted: bool, processed: bool, relay: bool) -> bool {
    !targeted || (relay && !processed)
}

/// What the attribute `encodingStyle` claims for an element and what is in it. SOAP 1.1, 4.1.1; SOAP 1.2 Part 1, 5.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum EncodingStyle {
    /// Nothing: the empty list in SOAP 1.1, the URI `.../encoding/none` in SOAP 1.2.
    None = 1,
    /// The encoding of the message's version; in SOAP 1.1 one of the list is enough.
    Soap = 2,
    /// Another one. A SOAP 1.2 node that does not know it answers `DataEncodingUnknown`.
    Unknown = 3,
}

impl EncodingStyle {
    /// Whether a SOAP 1.2 node does not know this value of the attribute.
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn is_unknown(value: Str<'_>) -> bool {
        let value = trim(value.as_bytes());
        value != ENCODING_NONE.as_bytes() && value != Version::Soap12.encoding().uri().as_bytes()
    }

    /// What the attribute on this element says in a message of this version; `None` when it is absent.
    #[cfg_attr(small, inline(always))]
    pub fn of(start: &Start<'_>, version: Version) -> Option<EncodingStyle> {
        let mut rest = trim(start.attribute(version.namespace(), "encodingStyle")?.as_bytes());
        // In SOAP 1.1 it is a list, in SOAP 1.2 one URI.
        let list = version == Version::Soap11;
        if rest == (if list { "" } else { ENCODING_NONE }).as_bytes() {
            return Some(EncodingStyle::None);
        }
        while !rest.is_empty() {
            let uri = if list { until(rest, b' ') } else { rest };
            if uri == version.encoding().uri().as_bytes() {
                return Some(EncodingStyle::Soap);
            }
            rest = after(rest, uri.len().wrapping_add(1));
        }
        Some(EncodingStyle::Unknown)
    }
}

/// What follows the namespace of SOAP 1.2 in a URI of that version.
fn of_soap12(uri: &[u8]) -> Option<&[u8]> {
    let namespace = Version::Soap12.uri().as_bytes();
    uri.starts_with(namespace).then(|| after(uri, namespace.len()))
}

const ULTIMATE_RECEIVER: u8 = 1;
const NEXT: u8 = 2;
const NONE: u8 = 3;

/// The roles of SOAP 1.2, by what follows its namespace.
const ROLES: Names =
    names! { "/role/next" => NEXT, "/role/ultimateReceiver" => ULTIMATE_RECEIVER, "/role/none" => NONE };

/// The SOAP attributes of a header block to be written. The default is none of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct BlockAttributes<'a> {
    /// Whether the block must be understood; written as `1`, and not at all when `false`.
    pub must_understand: bool,
    /// The `role` (SOAP 1.2) or `actor` (SOAP 1.1). `None` or empty: the ultimate receiver, and nothing is written.
    pub role: Option<&'a str>,
    /// Whether an intermediary that did not process the block passes it on. SOAP 1.2 only; written as `1`.
    pub relay: bool,
    /// The `encodingStyle` of the block.
    pub encoding_style: Option<&'a str>,
}

impl BlockAttributes<'_> {
    pub(in crate::soap) fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>) {
        let role = steps.layout().version.role_attribute();
        steps.attribute_of_soap("mustUnderstand", self.must_understand.then_some("1"));
        steps.attribute_of_soap(role, self.role.filter(|role| !role.is_empty()));
        steps.attribute_of_soap("relay", self.relay.then_some("1"));
        steps.attribute_of_soap("encodingStyle", self.encoding_style);
    }
}

impl Marks {
    pub(in crate::soap) const MUST_UNDERSTAND: u8 = 1;
    /// SOAP 1.2 only.
    pub(in crate::soap) const RELAY: u8 = 2;
    pub(in crate::soap) const ALL: u8 = 3;

    pub(in crate::soap) fn has(self, flag: u8) -> bool {
        self.0 & flag != 0
    }
}

/// A flag: `0` and `1`, and with `words` also `true` and `false`, white space collapsed.
pub(in crate::soap) fn boolean(value: &[u8], words: bool) -> Option<bool> {
    boolean::parse(value).ok().filter(|_| words || trim(value).len() == 1)
}
