//! From one version to the other.

use super::{Fault, FaultCode, Subcodes};
use crate::Namespace;
use crate::soap::Version;

/// What the standards leave open when a SOAP 1.1 code becomes one of SOAP 1.2.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Mapping<'t> {
    /// Whose fault a code of an application is: SOAP 1.1 does not say, SOAP 1.2 must. `Receiver` by default.
    pub side: FaultCode,
    /// The namespace in which the suffixes of a dotted code become subcodes; without one they are left out,
    /// for they have no namespace of their own.
    pub suffixes: Option<&'t str>,
}

impl Default for Mapping<'_> {
    fn default() -> Self {
        Mapping { side: FaultCode::Receiver, suffixes: None }
    }
}

impl<'t> Fault<'t> {
    /// The same fault as the other version says it, with the default [`Mapping`].
    pub fn to_version(self, version: Version) -> Fault<'t> {
        self.to_version_with(version, &Mapping::default())
    }

    /// The same fault as `version` says it. A fault that is of this version already stays as it is.
    ///
    /// To SOAP 1.1: `Sender` becomes `Client`, `Receiver` becomes `Server`, `DataEncodingUnknown` becomes `Client`;
    /// subcodes, the node (where there is a role) and all reasons but the first are left out, for SOAP 1.1 has no place
    /// for them. To SOAP 1.2: the reverse; the code of an application becomes the subcode of [`Mapping::side`].
    pub fn to_version_with(self, version: Version, mapping: &Mapping<'t>) -> Fault<'t> {
        match version {
            Version::Soap11 => self.to_soap11(),
            Version::Soap12 => self.to_soap12(mapping),
        }
    }

    fn to_soap11(self) -> Fault<'t> {
        let code = match self.code.namespace() {
            Namespace::Soap12 => self.fault_code().qname(Version::Soap11),
            _ if self.code.local.is_empty() => FaultCode::Receiver.qname(Version::Soap11),
            _ => self.code,
        };
        Fault {
            code,
            subcodes: Subcodes::default(),
            reasons: self.reasons.iter().next().unwrap_or_default().into(),
            node: None,
            role: self.actor(),
            detail: self.detail,
        }
    }

    fn to_soap12(self, mapping: &Mapping<'t>) -> Fault<'t> {
        let known = FaultCode::from_qname(&self.code);
        let (code, subcodes) = match (self.code.namespace(), known) {
            (Namespace::Soap12, Some(_)) => return self,
            (_, Some(code)) => (code, self.suffixes(mapping)),
            // What the application said is worth keeping, unless a chain of subcodes says it better.
            (_, None) if self.code.local.is_empty() || !self.subcodes.is_empty() => (mapping.side, self.subcodes),
            (_, None) => (mapping.side, Subcodes::from(self.code)),
        };
        Fault { code: code.qname(Version::Soap12), subcodes, ..self }
    }

    /// The suffixes of a dotted code as subcodes.
    fn suffixes(&self, mapping: &Mapping<'t>) -> Subcodes<'t> {
        let dot = self.code.local.as_bytes().iter().position(|&b| b == b'.');
        let names = dot.and_then(|at| self.code.local.as_bytes().get(at.wrapping_add(1)..));
        match (mapping.suffixes, names) {
            (Some(uri), Some(names)) => Subcodes::dotted(uri, names),
            _ => self.subcodes,
        }
    }
}
