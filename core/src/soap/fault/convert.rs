//! From one version to the other.

use super::{Fault, FaultCode, Subcodes};
use crate::Namespace;
use crate::slice::after;
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
    pub fn to_version_with(mut self, version: Version, mapping: &Mapping<'t>) -> Fault<'t> {
        self.convert(version, mapping.side, mapping.suffixes);
        self
    }

    /// The same in the place of the fault.
    #[cfg_attr(small, inline(never))]
    pub(in crate::soap) fn convert(&mut self, version: Version, side: FaultCode, suffixes: Option<&'t str>) {
        let namespace = self.code.namespace();
        let known = FaultCode::of(namespace, self.code.local.as_bytes());
        let named = !self.code.local.is_empty();
        let code = match (version, known) {
            (Version::Soap11, _) => {
                self.subcodes.0.truncate(0);
                self.reasons.0.truncate(1);
                self.role = self.role.or(self.node.take());
                if named && namespace != Namespace::Soap12 {
                    return;
                }
                known.unwrap_or(FaultCode::Receiver)
            }
            (_, Some(_)) if namespace == Namespace::Soap12 => return,
            (_, Some(code)) => {
                let (name, dot) = (self.code.local.as_bytes(), self.code.base().len());
                if let Some(uri) = suffixes.filter(|_| dot < name.len()) {
                    self.subcodes = Subcodes::dotted(uri, after(name, dot.wrapping_add(1)));
                }
                code
            }
            (_, None) => {
                // What the application said is worth keeping, unless a chain of subcodes says it better.
                if named && self.subcodes.is_empty() {
                    self.subcodes = self.code.into();
                }
                side
            }
        };
        self.code = code.qname(version);
    }
}
