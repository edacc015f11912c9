//! Whether the addressing headers of a message are what they must be.

use super::address::{Way, is_uri};
use super::addressing::{Addressing, header_of};
use super::epr::address;
use super::names::{Header, HeaderSet, Version};
use super::problem::Problem;
use crate::soap::{Element, QName};
use crate::xml::Str;
use crate::xsd::boolean;
use crate::xsd::whitespace::trim;
use crate::{ErrorKind, Namespace};

/// What the caller demands of a message, and what it puts up with. Constant data; the default is the standard.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Rules<'a> {
    /// A reply is expected, so that the MessageID must be there.
    pub reply_expected: bool,
    /// Headers that must be there besides those that the standard demands: From, say.
    pub required: HeaderSet,
    /// Headers that may be missing though the standard demands them, and though they are in `required`.
    pub optional: HeaderSet,
    /// Where this endpoint answers.
    pub responses: Responses,
    /// Which actions count as the same.
    pub action: ActionForm,
    /// Reference parameters that are copied into a reply, at most; 16 by default. They are the peer's to choose.
    pub reference_parameters: u16,
    /// Namespaces in which a reference parameter is refused, besides those of SOAP and WS-Addressing: those of header
    /// blocks that this node writes.
    pub reserved: &'a [&'a str],
}

impl Default for Rules<'_> {
    fn default() -> Self {
        Rules {
            reply_expected: false,
            required: HeaderSet::NONE,
            optional: HeaderSet::NONE,
            responses: Responses::Any,
            action: ActionForm::Exact,
            reference_parameters: 16,
            reserved: &[],
        }
    }
}

/// Where an endpoint sends replies and faults. WS-Addressing 1.0 Metadata, 3.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Responses {
    /// Wherever the request says.
    #[default]
    Any = 0,
    /// On the back channel only, or nowhere.
    Anonymous = 1,
    /// To other addresses than the anonymous one, or nowhere.
    NonAnonymous = 2,
}

/// Which actions count as the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum ActionForm {
    /// Those that are equal, byte by byte.
    #[default]
    Exact = 0,
    /// Also one that is the last segment of the other, after a slash, a colon or a number sign, with or without a slash
    /// of its own.
    Short = 1,
}

impl ActionForm {
    /// Whether these actions count as the same.
    pub fn matches(self, one: &str, other: &str) -> bool {
        self.is_same(one.as_bytes(), other.as_bytes())
    }

    #[cfg_attr(small, inline(always))]
    fn is_same(self, one: &[u8], other: &[u8]) -> bool {
        one == other || (self == ActionForm::Short && (is_last(one, other) || is_last(other, one)))
    }
}

/// Whether an action is the last segment of another.
#[cfg_attr(small, inline(never))]
fn is_last(short: &[u8], long: &[u8]) -> bool {
    // Charging stations say `/Heartbeat`.
    let short = if let [b'/', rest @ ..] = short { rest } else { short };
    let last = long.iter().rev().take_while(|&&b| !matches!(b, b'/' | b':' | b'#')).count();
    !short.is_empty() && short.len() == last && long.ends_with(short)
}

impl<'t> Addressing<'t> {
    /// Holds the headers to the standard and to these rules.
    ///
    /// Every header that is there must be of one version, there once (but RelatesTo), and have a value; an endpoint
    /// reference must have one Address that can be a URI. Action must be there; in 2004/08 To as well, and with
    /// ReplyTo or FaultTo MessageID.
    ///
    /// # Errors
    /// [`LeftOut`](ErrorKind::LeftOut): headers of 2004/08, in the lean build.
    /// The 400s of [`ErrorKind`] from [`InvalidAddressingHeader`](ErrorKind::InvalidAddressingHeader) to
    /// [`MessageAddressingHeaderRequired`](ErrorKind::MessageAddressingHeaderRequired). WS-Addressing 1.0 Core, 3.2;
    /// SOAP Binding, 6.4; 2004/08, 3.
    pub fn check(&self, rules: &Rules<'_>) -> Result<(), Problem<'t>> {
        self.check_build()?;
        let mut seen = 0;
        for block in self.headers.blocks() {
            let Some((version, header)) = header_of(&block.element) else { continue };
            let judged = if version != self.version {
                Err(ErrorKind::InvalidAddressingHeader)
            } else if header != Header::RelatesTo && seen & header.bit() != 0 {
                Err(ErrorKind::InvalidCardinality)
            } else {
                check_block(header, version, &block.element)
            };
            if let Err(kind) = judged {
                return Err(Problem::of_block(kind, self.version, &block));
            }
            seen |= header.bit();
        }
        let missing = self.missing(rules, seen).map(|header| (ErrorKind::MessageAddressingHeaderRequired, header));
        match missing.or_else(|| self.refused_response(rules)) {
            Some((kind, header)) => Err(self.problem(kind, header)),
            None => Ok(()),
        }
    }

    /// Whether the message has this action, in a form that the rules allow.
    pub fn is_action(&self, expected: &str, rules: &Rules<'_>) -> bool {
        self.text(Header::Action).is_some_and(|action| rules.action.is_same(action.as_bytes(), expected.as_bytes()))
    }

    /// Holds the Action to what HTTP says: the field SOAPAction in SOAP 1.1, the parameter `action` of the media type in
    /// SOAP 1.2, as it is there, in quotes or not. Absent or empty, it says nothing.
    ///
    /// # Errors
    /// [`ActionMismatch`](ErrorKind::ActionMismatch). WS-Addressing 1.0 SOAP Binding, 4.
    pub fn check_soap_action(&self, soap_action: Option<&'t str>, rules: &Rules<'_>) -> Result<(), Problem<'t>> {
        let value = match trim(soap_action.unwrap_or_default().as_bytes()) {
            [b'"', quoted @ .., b'"'] => trim(quoted),
            value => value,
        };
        let action = self.text(Header::Action);
        if value.is_empty() || action.is_none_or(|action| rules.action.is_same(action.as_bytes(), value)) {
            return Ok(());
        }
        let mut problem = self.problem(ErrorKind::ActionMismatch, Header::Action);
        if self.version == Version::V10 {
            problem.detail.header = None;
            problem.detail.action = action;
            problem.detail.soap_action = Some(Str::checked(value));
        }
        Err(problem)
    }

    /// The first header that is not there and must be.
    fn missing(&self, rules: &Rules<'_>, seen: u8) -> Option<Header> {
        let old = self.version == Version::V200408;
        let answered = Header::ReplyTo.bit() | Header::FaultTo.bit();
        let mut required = Header::Action.bit() | rules.required.bits();
        if old {
            required |= Header::To.bit();
        }
        if rules.reply_expected || (old && seen & answered != 0) {
            required |= Header::MessageId.bit();
        }
        let missing = required & !seen & !rules.optional.bits();
        Header::ORDER.iter().find(|header| missing & header.bit() != 0).copied()
    }

    /// The header that wants an answer where this endpoint sends none, and what that is.
    fn refused_response(&self, rules: &Rules<'_>) -> Option<(ErrorKind, Header)> {
        for header in [Header::ReplyTo, Header::FaultTo] {
            let way = match self.block(header) {
                Some(block) => Way::of(address(&block.element, self.version), self.version),
                // The default of 1.0; a fault goes where the reply goes.
                None if header == Header::ReplyTo && rules.reply_expected => Way::BackChannel,
                None => continue,
            };
            let kind = match (rules.responses, way) {
                (Responses::Anonymous, Way::Address) => ErrorKind::OnlyAnonymousAddressSupported,
                (Responses::NonAnonymous, Way::BackChannel) => ErrorKind::OnlyNonAnonymousAddressSupported,
                _ => continue,
            };
            return Some((kind, header));
        }
        None
    }
}

/// Holds one header block to its type.
fn check_block(header: Header, version: Version, element: &Element<'_>) -> Result<(), ErrorKind> {
    match header {
        Header::FaultDetail => Ok(()),
        Header::ReplyTo | Header::FaultTo | Header::From => check_epr(element, version),
        Header::To if !is_address(element) => Err(ErrorKind::InvalidAddress),
        _ if element.trimmed().is_empty() || element.has_children() => Err(ErrorKind::InvalidAddressingHeader),
        _ => Ok(()),
    }
}

/// Holds an endpoint reference to its type.
pub(super) fn check_epr(epr: &Element<'_>, version: Version) -> Result<(), ErrorKind> {
    const ONCE: [&str; 4] = ["Address", "ReferenceProperties", "ReferenceParameters", "Metadata"];
    let (mut seen, mut address) = (0_u8, Err(ErrorKind::MissingAddressInEpr));
    for child in epr.children() {
        let name = child.name();
        let Some(place) = ONCE.iter().position(|local| name.local == *local) else { continue };
        if name.uri != version.uri() {
            continue;
        }
        let bit = 1 << place;
        if seen & bit != 0 {
            return Err(ErrorKind::InvalidEpr);
        }
        seen |= bit;
        if place == 0 {
            address = if is_address(&child) { Ok(()) } else { Err(ErrorKind::InvalidAddress) };
        }
    }
    address
}

fn is_address(element: &Element<'_>) -> bool {
    is_uri(trim(element.text().as_bytes())) && !element.has_children()
}

/// Whether a reference parameter that was read may stand as a header block: as [`is_parameter`], and what it says of
/// itself as a header block can be said.
pub(super) fn is_kept_parameter(element: &Element<'_>, reserved: &[&str]) -> bool {
    for attribute in element.attributes() {
        let local = attribute.name().local;
        let is_soap = matches!(attribute.namespace(), Namespace::Soap11 | Namespace::Soap12);
        let is_flag = is_soap && (local == "mustUnderstand" || local == "relay");
        if is_flag && boolean::parse(attribute.value().as_bytes()).is_err() {
            return false;
        }
    }
    is_parameter(&element.name(), reserved)
}

/// Whether a reference parameter may stand as a header block: it is in a namespace, and not in one whose blocks
/// have a meaning of their own to this node.
pub(super) fn is_parameter(name: &QName<'_>, reserved: &[&str]) -> bool {
    let own = matches!(name.namespace(), Namespace::Soap11 | Namespace::Soap12);
    !name.uri.is_empty()
        && !own
        && Version::from_uri(name.uri.as_bytes()).is_none()
        && !reserved.iter().any(|uri| name.uri == *uri)
}
