//! Faults as documents that differ by version, with codes as text: the view of older gateways.

use super::{Fault, QName, Reason, Reasons, Subcodes};
use crate::soap::{Gather, Version};
use crate::xml::Str;
use crate::{Error, Limit};

/// What the code of the version's own namespace begins with, whatever prefix the message has.
const PREFIX: &str = "SOAP-ENV:";

/// A fault as a document `SOAP-FAULT` says it, which has one part for each version and its codes as text.
///
/// Subcodes have no place in it, nor have node and further reasons in SOAP 1.1. It serves to talk to programs that were
/// made for it; a [`Fault`] says all, in one form for both versions.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct SpecificFault<'t> {
    /// The version, which decides the names.
    pub version: Version,
    /// The code: `SOAP-ENV:` and a name of the version's namespace, or the namespace in braces and a name.
    pub code: Str<'t>,
    /// The reasons; in SOAP 1.1 one, without a language.
    pub reasons: Reasons<'t>,
    /// The URI of the node that failed; never in SOAP 1.1.
    pub node: Option<Str<'t>>,
    /// The role the node played; `faultactor` in SOAP 1.1.
    pub role: Option<Str<'t>>,
    /// Whether there is a detail.
    pub detail: bool,
}

impl<'t> SpecificFault<'t> {
    /// The name of the document.
    pub const DOCUMENT: &'static str = "SOAP-FAULT";
    /// The key of the [protocol](SpecificFault::protocol).
    pub const PROTOCOL: &'static str = "soapProtocol";

    /// The fault as this version says it; SOAP 1.2 where a caller does not say. Codes are not mapped. `memory` takes the
    /// text of the code.
    ///
    /// # Errors
    /// [`Limit`](crate::ErrorKind::Limit): `memory` is too small, with what it must hold.
    pub fn of(fault: &Fault<'t>, version: Version, memory: &'t mut [u8]) -> Result<SpecificFault<'t>, Error> {
        let (uri, local) = (fault.code.uri.as_str(), fault.code.local.as_str());
        let parts = match uri {
            "" => ["", "", ""],
            uri if uri == version.uri() => [PREFIX, "", ""],
            uri => ["{", uri, "}"],
        };
        let mut code = Gather::new(memory);
        for part in parts {
            code.push(part);
        }
        code.push(local);
        let code = code.finish(Limit::TextStore)?;
        let (reasons, node) = match version {
            Version::Soap11 => (Reason { text: fault.reason(), lang: None }.into(), None),
            Version::Soap12 => (fault.reasons, fault.node),
        };
        Ok(SpecificFault { version, code, reasons, node, role: fault.role, detail: fault.detail })
    }

    /// The generic form of this fault.
    pub fn to_fault(&self) -> Fault<'t> {
        Fault {
            code: SpecificFault::code_of(self.code, self.version),
            subcodes: Subcodes::default(),
            reasons: self.reasons,
            node: self.node,
            role: self.role,
            detail: self.detail,
        }
    }

    /// The code that this text says.
    pub fn code_of(text: Str<'t>, version: Version) -> QName<'t> {
        match text.as_bytes().strip_prefix(PREFIX.as_bytes()) {
            Some(local) => QName { uri: version.uri().into(), local: Str::checked(local) },
            None => QName::of_clark(text),
        }
    }

    /// The text that says the version.
    pub const fn protocol(&self) -> &'static str {
        SpecificFault::protocol_of(self.version)
    }

    /// The text that says this version.
    pub const fn protocol_of(version: Version) -> &'static str {
        match version {
            Version::Soap11 => "SOAP 1.1 Protocol",
            Version::Soap12 => "SOAP 1.2 Protocol",
        }
    }

    /// The version that this text says; none is SOAP 1.2.
    pub fn version_of(protocol: Option<&str>) -> Option<Version> {
        match protocol {
            Some("SOAP 1.1 Protocol") => Some(Version::Soap11),
            None | Some("SOAP 1.2 Protocol") => Some(Version::Soap12),
            Some(_) => None,
        }
    }

    /// The key of the part of this version.
    pub const fn part(&self) -> &'static str {
        match self.version {
            Version::Soap11 => "Fault_1_1",
            Version::Soap12 => "Fault_1_2",
        }
    }

    /// The key of the detail in that part.
    pub const fn detail_key(&self) -> &'static str {
        match self.version {
            Version::Soap11 => "detail",
            Version::Soap12 => "SOAP-ENV:Detail",
        }
    }

    /// What is in that part besides the detail: keys from the outside in, divided by `/`, and values.
    pub fn entries(&self) -> impl Iterator<Item = (&'static str, Str<'t>)> + use<'t> {
        let [code, reason, lang, node, role] = match self.version {
            Version::Soap11 => ["faultcode", "faultstring", "", "", "faultactor"],
            Version::Soap12 => [
                "SOAP-ENV:Code/SOAP-ENV:Value",
                "SOAP-ENV:Reason/SOAP-Env:Text/*body",
                "SOAP-ENV:Reason/SOAP-Env:Text/@XML:lang",
                "SOAP-ENV:Node",
                "SOAP-ENV:Role",
            ],
        };
        let reasons = self.reasons.iter().flat_map(move |r| [(reason, Some(r.text)), (lang, r.lang)]);
        let entries =
            [(code, Some(self.code))].into_iter().chain(reasons).chain([(node, self.node), (role, self.role)]);
        entries.filter_map(|(key, value)| value.map(|value| (key, value)))
    }
}
