//! Whether the addressing headers of a message are what they must be.

use super::address::{Destination, is_uri};
use super::addressing::{Addressing, header_of};
use super::epr::Epr;
use super::names::{Header, Version};
use super::problem::Problem;
use crate::soap::{Element, KeptBlock, QName};
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
    pub required: &'a [Header],
    /// Headers that may be missing though the standard demands them, and though they are in `required`.
    pub optional: &'a [Header],
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
            required: &[],
            optional: &[],
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
        let last = |action: &str| action.rfind(['/', ':', '#']).map_or(0, |at| at.saturating_add(1));
        let is_last = |short: &str, long: &str| {
            // Charging stations say `/Heartbeat`.
            let short = short.strip_prefix('/').unwrap_or(short);
            !short.is_empty() && long.get(last(long)..) == Some(short)
        };
        one == other || (self == ActionForm::Short && (is_last(one, other) || is_last(other, one)))
    }
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
            let Some((version, header)) = header_of(&block.element()) else { continue };
            let repeated = header != Header::RelatesTo && seen & header.bit() != 0;
            seen |= header.bit();
            if version != self.version {
                return Err(Problem::of_block(ErrorKind::InvalidAddressingHeader, self.version, &block));
            }
            if repeated {
                return Err(Problem::of_block(ErrorKind::InvalidCardinality, version, &block));
            }
            check_block(header, version, &block)?;
        }
        self.check_required(rules, seen)?;
        self.check_responses(rules)
    }

    /// Whether the message has this action, in a form that the rules allow.
    pub fn is_action(&self, expected: &str, rules: &Rules<'_>) -> bool {
        self.action().is_some_and(|action| rules.action.matches(action, expected))
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
        let value = Str::checked(value).as_str();
        if value.is_empty() || self.action().is_none() || self.is_action(value, rules) {
            return Ok(());
        }
        let mut problem = self.problem(ErrorKind::ActionMismatch, Header::Action);
        if self.version == Version::V10 {
            problem.detail.header = None;
            problem.detail.action = self.action();
            problem.detail.soap_action = Some(value);
        }
        Err(problem)
    }

    fn check_required(&self, rules: &Rules<'_>, seen: u8) -> Result<(), Problem<'t>> {
        let set = |headers: &[Header]| headers.iter().fold(0, |set, header| set | header.bit());
        let mut required = Header::Action.bit() | set(rules.required);
        let old = self.version == Version::V200408;
        if old {
            required |= Header::To.bit();
        }
        if rules.reply_expected || (old && seen & set(&[Header::ReplyTo, Header::FaultTo]) != 0) {
            required |= Header::MessageId.bit();
        }
        let missing = required & !seen & !set(rules.optional);
        match Header::ORDER.iter().find(|header| missing & header.bit() != 0) {
            Some(header) => Err(self.problem(ErrorKind::MessageAddressingHeaderRequired, *header)),
            None => Ok(()),
        }
    }

    fn check_responses(&self, rules: &Rules<'_>) -> Result<(), Problem<'t>> {
        for header in [Header::ReplyTo, Header::FaultTo] {
            let destination = match self.epr(header) {
                Some(epr) => Destination::of(epr.address().as_str(), self.version),
                // The default of 1.0; a fault goes where the reply goes.
                None if header == Header::ReplyTo && rules.reply_expected => Destination::BackChannel,
                None => continue,
            };
            let kind = match (rules.responses, destination) {
                (Responses::Anonymous, Destination::Address(_)) => ErrorKind::OnlyAnonymousAddressSupported,
                (Responses::NonAnonymous, Destination::BackChannel) => ErrorKind::OnlyNonAnonymousAddressSupported,
                _ => continue,
            };
            return Err(self.problem(kind, header));
        }
        Ok(())
    }
}

/// Holds one header block to its type.
fn check_block<'t>(header: Header, version: Version, block: &KeptBlock<'t>) -> Result<(), Problem<'t>> {
    let element = block.element();
    let problem = |kind| Err(Problem::of_block(kind, version, block));
    match header {
        Header::FaultDetail => Ok(()),
        Header::ReplyTo | Header::FaultTo | Header::From => check_epr(&Epr::new(element, version), block),
        Header::To if !is_address(&element) => {
            problem(ErrorKind::InvalidAddress).map_err(|problem| problem.with_iri(element.trimmed().as_str()))
        }
        _ if element.trimmed().is_empty() || element.has_children() => problem(ErrorKind::InvalidAddressingHeader),
        _ => Ok(()),
    }
}

/// Holds an endpoint reference, in this block, to its type.
pub(super) fn check_epr<'t>(epr: &Epr<'t>, block: &KeptBlock<'t>) -> Result<(), Problem<'t>> {
    let problem = |kind| Err(Problem::of_block(kind, epr.version(), block));
    for local in ["Address", "ReferenceProperties", "ReferenceParameters", "Metadata"] {
        let own = |child: &Element<'_>| child.is(epr.version().uri(), local);
        if epr.element().children().filter(own).nth(1).is_some() {
            return problem(ErrorKind::InvalidEpr);
        }
    }
    match epr.address_element() {
        None => problem(ErrorKind::MissingAddressInEpr),
        Some(address) if !is_address(&address) => {
            problem(ErrorKind::InvalidAddress).map_err(|problem| problem.with_iri(address.trimmed().as_str()))
        }
        Some(_) => Ok(()),
    }
}

fn is_address(element: &Element<'_>) -> bool {
    is_uri(trim(element.text().as_bytes())) && !element.has_children()
}

/// Whether a reference parameter that was read may stand as a header block: as [`is_parameter`], and what it says of
/// itself as a header block can be said.
pub(super) fn is_kept_parameter(element: &Element<'_>, reserved: &[&str]) -> bool {
    let is_flag = |name: &QName<'_>| {
        matches!(name.namespace(), Namespace::Soap11 | Namespace::Soap12)
            && (name.local == "mustUnderstand" || name.local == "relay")
    };
    let mut flags = element.attributes().filter(|attribute| is_flag(&attribute.name()));
    is_parameter(&element.name(), reserved) && flags.all(|flag| boolean::parse(flag.value().as_bytes()).is_ok())
}

/// Whether a reference parameter may stand as a header block: it is in a namespace, and not in one whose blocks
/// have a meaning of their own to this node.
pub(super) fn is_parameter(name: &QName<'_>, reserved: &[&str]) -> bool {
    let soap = [crate::soap::Version::Soap11, crate::soap::Version::Soap12];
    !name.uri.is_empty()
        && !soap.iter().any(|version| name.uri == version.uri())
        && Version::from_uri(name.uri.as_bytes()).is_none()
        && !reserved.iter().any(|uri| name.uri == *uri)
}
