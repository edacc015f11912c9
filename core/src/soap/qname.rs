//! Qualified names as values: fault codes, `qname` attributes.

use crate::Namespace;
use crate::slice::{after, until};
use crate::xml::{Name, Start, Str};
use crate::xsd::whitespace::trim;
use core::fmt;

/// A namespace-resolved name that stands in content: a fault code, a name in `NotUnderstood` or `Upgrade`.
///
/// A name whose prefix was not declared has no namespace, and its prefix and colon are still in `local`.
#[derive(Clone, Copy, PartialEq, Eq, Default)]
pub struct QName<'t> {
    /// The namespace URI; empty for no namespace.
    pub uri: Str<'t>,
    /// The local name.
    pub local: Str<'t>,
}

impl<'t> QName<'t> {
    /// The name `local` in the namespace `uri`.
    pub fn new(uri: &'t str, local: &'t str) -> Self {
        QName { uri: uri.into(), local: local.into() }
    }

    /// The name that stands in text with its namespace in braces, `{urn:m}a`: some peers write fault codes so, where a
    /// QName should be. Without braces, and without an end to them, it has no namespace.
    pub fn of_clark(text: Str<'t>) -> QName<'t> {
        let parts = text.as_bytes().strip_prefix(b"{").map(|rest| rest.splitn(2, |&b| b == b'}'));
        match parts.map(|mut parts| (parts.next(), parts.next())) {
            Some((Some(uri), Some(local))) => QName { uri: Str::checked(uri), local: Str::checked(local) },
            _ => QName { uri: Str::default(), local: text },
        }
    }

    /// The namespace by number.
    pub fn namespace(&self) -> Namespace {
        Namespace::from_uri(self.uri.as_bytes())
    }

    /// Whether this is the name `local` in a numbered namespace.
    pub fn is(&self, namespace: Namespace, local: &str) -> bool {
        self.local == local && self.namespace() == namespace
    }

    /// Whether this is the name `local` in the namespace `uri`.
    #[cfg_attr(small, inline(never))]
    pub fn is_in(&self, uri: &str, local: &str) -> bool {
        self.local == local && self.uri == uri
    }

    /// The local name up to its first dot: what a SOAP 1.1 code falls back to. SOAP 1.1, 4.4.1.
    pub fn base(&self) -> Str<'t> {
        Str::checked(until(self.local.as_bytes(), b'.'))
    }

    /// The refinements of a dotted SOAP 1.1 code, generic to specific: `Auth`, `Expired` of `Client.Auth.Expired`.
    /// SOAP 1.1, 4.4.1.
    pub fn suffixes(&self) -> impl Iterator<Item = Str<'t>> + use<'t> {
        self.local.as_bytes().split(|&b| b == b'.').skip(1).map(Str::checked)
    }

    /// The value of the unqualified attribute `qname`, resolved where it stands: what `NotUnderstood` and
    /// `SupportedEnvelope` carry. `None` without the attribute; a qualified one is another attribute.
    /// SOAP 1.2 Part 1, 5.4.7 and 5.4.8.
    pub fn of_attribute(start: &Start<'t>) -> Option<QName<'t>> {
        let value = trim(start.attribute(Namespace::None, "qname")?.as_bytes());
        let (prefix, local) = split(value);
        Some(match start.resolve(prefix) {
            Some((_, uri)) => QName { uri, local: Str::checked(local) },
            None => QName { uri: Str::default(), local: Str::checked(value) },
        })
    }
}

/// The name of an element or attribute as a value.
impl<'t> From<Name<'t>> for QName<'t> {
    #[cfg_attr(small, inline(always))]
    fn from(name: Name<'t>) -> Self {
        QName { uri: name.uri(), local: name.local() }
    }
}

impl fmt::Debug for QName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{{{}}}{}", self.uri, self.local)
    }
}

/// Prefix and local part at the first colon; without one the prefix is empty.
pub(in crate::soap) fn split(value: &[u8]) -> (&[u8], &[u8]) {
    let prefix = until(value, b':');
    // A colon with nothing before it is no prefix.
    if prefix.is_empty() || prefix.len() == value.len() {
        return (&[], value);
    }
    (prefix, after(value, prefix.len().wrapping_add(1)))
}
