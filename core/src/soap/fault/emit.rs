//! Writing a fault, and the header blocks that go with some.

use super::{Fault, QName};
use crate::buf::Sink;
use crate::slice::has;
use crate::soap::Sequence;
use crate::soap::{Version, Versions};
use crate::xml::{Call, texts};
use crate::xsd::ncname;
use crate::{ErrorKind, Namespace};

/// Writes a fault, which is one of this version, and leaves it open, after all that comes before the detail. What could not be
/// written to its end is refused when it is only checked; `bare`: a name without a prefix is in no namespace there.
pub(in crate::soap) fn fault<S: Sink>(
    steps: &mut Sequence<'_, '_, S>,
    fault: &Fault<'_>,
    version: Version,
    bare: bool,
) {
    let soap12 = version == Version::Soap12;
    let (uri, [code, text, role]) = match soap12 {
        true => (version.uri(), ["Value", "Text", "Role"]),
        false => ("", ["faultcode", "faultstring", "faultactor"]),
    };
    steps.start(version.uri(), "Fault");
    if soap12 {
        steps.start(uri, "Code");
    }
    name(steps, uri, code, &fault.code, bare);
    let mut nested = 0_usize;
    for subcode in fault.subcodes {
        steps.start(uri, "Subcode");
        name(steps, uri, code, &subcode, bare);
        nested = nested.wrapping_add(1);
    }
    for _ in 0..nested {
        steps.end();
    }
    if soap12 {
        steps.end();
        steps.start(uri, "Reason");
    }
    // At least one, and in SOAP 1.2 each with a language. SOAP 1.1 and callers need not have one.
    let mut reasons = fault.reasons.iter();
    let mut next = Some(reasons.next().unwrap_or_default());
    while let Some(reason) = next {
        steps.start(uri, text);
        if let Some(lang) = reason.lang.or(soap12.then_some("en".into())) {
            steps.inside(Call::ATTRIBUTE, &[Namespace::Xml.uri().as_bytes(), b"lang", lang.as_bytes(), &[]]);
        }
        steps.content(Call::TEXT, reason.text.as_bytes());
        steps.end();
        next = reasons.next();
    }
    if soap12 {
        steps.end();
    }
    for (local, part) in [("Node", fault.node), (role, fault.role)] {
        if let Some(part) = part {
            steps.value(uri, local, part);
        }
    }
}

/// Starts the detail.
pub(in crate::soap) fn detail<S: Sink>(steps: &mut Sequence<'_, '_, S>, version: Version) {
    match version {
        Version::Soap11 => steps.start("", "detail"),
        Version::Soap12 => steps.start(version.uri(), "Detail"),
    }
}

/// Writes the header block Upgrade.
pub(in crate::soap) fn upgrade<S: Sink>(steps: &mut Sequence<'_, '_, S>, versions: Versions) {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Upgrade");
    for version in [Version::Soap12, Version::Soap11].into_iter().filter(|version| versions.accept(*version)) {
        steps.start(uri, "SupportedEnvelope");
        steps.inside(Call::ATTRIBUTE_QNAME, &texts(["", "qname", "Envelope", version.uri()]));
        steps.end();
    }
    steps.end();
}

/// Writes an element that holds a name: one with a namespace or without a prefix.
fn name<S: Sink>(steps: &mut Sequence<'_, '_, S>, uri: &str, local: &str, name: &QName<'_>, bare: bool) {
    steps.start(uri, local);
    let (of, name) = (name.uri.as_bytes(), name.local.as_bytes());
    // A prefix that was not declared where the code was read stands for nothing here either.
    let known = ncname::check(name, ErrorKind::WriteName);
    let unbound = of.is_empty() && if known.is_ok() { !bare } else { has(name, b':') };
    steps.expect(if unbound { Err(ErrorKind::WriteUnbound) } else { known });
    steps.inside(Call::TEXT_QNAME, &[of, name, &[], &[]]);
    steps.end();
}
