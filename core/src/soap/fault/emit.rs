//! Writing a fault, and the header blocks that go with some.

use super::{Fault, QName};
use crate::buf::Sink;
use crate::slice::has;
use crate::soap::Sequence;
use crate::soap::{Version, Versions};
use crate::xml::{Call, texts};
use crate::xsd::ncname;
use crate::{ErrorKind, Namespace};

/// Where the codes, the reasons and the role stand.
const SOAP11: [&str; 3] = ["faultcode", "faultstring", "faultactor"];
const SOAP12: [&str; 3] = ["Value", "Text", "Role"];

/// Writes a fault, which is one of the version of the message, and leaves it open, after all that comes before the detail.
/// What could not be written to its end is refused when it is only checked.
pub(in crate::soap) fn fault<S: Sink>(steps: &mut Sequence<'_, '_, S>, fault: &Fault<'_>) {
    let soap12 = steps.layout().version == Version::Soap12;
    let [code, text, role] = if soap12 { &SOAP12 } else { &SOAP11 };
    steps.start(steps.layout().version.uri(), "Fault");
    // In SOAP 1.2 each stands in the one before.
    let (mut subcodes, mut nested, mut around) = (fault.subcodes.iter(), 0_usize, "Code");
    let mut next = Some(fault.code);
    while let Some(name) = next {
        if soap12 {
            start(steps, around);
            nested = nested.wrapping_add(1);
        }
        start(steps, code);
        qname(steps, &name);
        steps.end();
        around = "Subcode";
        next = subcodes.next();
    }
    for _ in 0..nested {
        steps.end();
    }
    if soap12 {
        start(steps, "Reason");
    }
    // At least one, and in SOAP 1.2 each with a language. SOAP 1.1 and callers need not have one.
    let mut reasons = fault.reasons.iter();
    let mut next = Some(reasons.next().unwrap_or_default());
    while let Some(reason) = next {
        start(steps, text);
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
    for (local, part) in &[("Node", fault.node), (role, fault.role)] {
        if let Some(part) = part {
            start(steps, local);
            steps.content(Call::TEXT, part.as_bytes());
            steps.end();
        }
    }
}

/// Starts the detail.
pub(in crate::soap) fn detail<S: Sink>(steps: &mut Sequence<'_, '_, S>) {
    start(steps, if steps.layout().version == Version::Soap11 { "detail" } else { "Detail" });
}

/// Starts an element of a fault: in no namespace in SOAP 1.1.
#[cfg_attr(small, inline(never))]
fn start<S: Sink>(steps: &mut Sequence<'_, '_, S>, local: &str) {
    let version = steps.layout().version;
    steps.start(if version == Version::Soap11 { "" } else { version.uri() }, local);
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

/// Writes a name: one with a namespace or without a prefix.
#[inline]
fn qname<S: Sink>(steps: &mut Sequence<'_, '_, S>, name: &QName<'_>) {
    let (of, name) = (name.uri.as_bytes(), name.local.as_bytes());
    // In SOAP 1.1 it stands where no default namespace is, in SOAP 1.2 where that of the Envelope is.
    let bare = steps.layout().version == Version::Soap11 || !steps.layout().default;
    // A prefix that was not declared where the code was read stands for nothing here either.
    let known = ncname::check(name, ErrorKind::WriteName);
    let unbound = of.is_empty() && if known.is_ok() { !bare } else { has(name, b':') };
    steps.expect(if unbound { Err(ErrorKind::WriteUnbound) } else { known });
    steps.inside(Call::TEXT_QNAME, &[of, name, &[], &[]]);
}
