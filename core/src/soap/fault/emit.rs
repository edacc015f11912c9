//! Writing a fault, and the header blocks that go with some.

use super::{Fault, QName};
use crate::buf::Sink;
use crate::slice::has;
use crate::soap::write::steps::Steps;
use crate::soap::{Version, Versions};
use crate::xml::{Str, calls, invalid_char};
use crate::xsd::ncname;
use crate::{ErrorKind, Namespace};

/// Whether a fault, as the version at hand says it, can be written to its end: its codes are names with a namespace or
/// without a prefix, its texts are text that XML can hold. `bare`: a name without a prefix is in no namespace there.
pub(in crate::soap) fn check(fault: &Fault<'_>, bare: bool) -> Result<(), ErrorKind> {
    for code in fault.subcodes.iter().chain([fault.code]) {
        check_code(&code, bare)?;
    }
    for reason in fault.reasons {
        check_text(Some(reason.text))?;
        check_text(reason.lang)?;
    }
    check_text(fault.node)?;
    check_text(fault.role)
}

fn check_code(code: &QName<'_>, bare: bool) -> Result<(), ErrorKind> {
    let local = code.local.as_bytes();
    // A prefix that was not declared where the code was read stands for nothing here either.
    let (name, unbound) = (ncname::check(local, ErrorKind::WriteName), code.uri.is_empty());
    match unbound && if name.is_ok() { !bare } else { has(local, b':') } {
        true => Err(ErrorKind::WriteUnbound),
        false => name.and_then(|()| check_text(Some(code.uri))),
    }
}

fn check_text(text: Option<Str<'_>>) -> Result<(), ErrorKind> {
    match text.and_then(|text| invalid_char(text.as_str())) {
        Some(_) => Err(ErrorKind::WriteChar),
        None => Ok(()),
    }
}

/// Writes a fault and leaves it open, after all that comes before the detail.
pub(in crate::soap) fn fault<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>, version: Version) {
    let fault = fault.to_version(version);
    steps.start(version.uri(), "Fault");
    match version {
        Version::Soap11 => fault11(steps, &fault),
        Version::Soap12 => fault12(steps, &fault),
    }
}

/// Starts the detail.
pub(in crate::soap) fn detail<S: Sink>(steps: &mut Steps<'_, '_, S>, version: Version) {
    match version {
        Version::Soap11 => steps.start("", "detail"),
        Version::Soap12 => steps.start(version.uri(), "Detail"),
    }
}

/// Writes the header block Upgrade.
pub(in crate::soap) fn upgrade<S: Sink>(steps: &mut Steps<'_, '_, S>, versions: Versions) {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Upgrade");
    for version in [Version::Soap12, Version::Soap11].into_iter().filter(|version| versions.accept(*version)) {
        steps.start(uri, "SupportedEnvelope");
        steps.once(&mut calls::attribute_qname("", "qname", version.uri(), "Envelope"));
        steps.end();
    }
    steps.end();
}

fn fault11<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) {
    steps.start("", "faultcode");
    qname(steps, &fault.code);
    steps.end();
    let reason = fault.reasons.iter().next().unwrap_or_default();
    steps.start("", "faultstring");
    steps.attribute(Namespace::Xml.uri(), "lang", reason.lang.map(|lang| lang.as_str()));
    steps.text(reason.text.as_str());
    steps.end();
    if let Some(role) = fault.role {
        steps.leaf("", "faultactor", role.as_str());
    }
}

fn fault12<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Code");
    value(steps, &fault.code);
    for subcode in fault.subcodes {
        steps.start(uri, "Subcode");
        value(steps, &subcode);
    }
    for _ in fault.subcodes {
        steps.end();
    }
    steps.end();
    reasons(steps, fault);
    for (name, part) in [("Node", fault.node), ("Role", fault.role)] {
        if let Some(part) = part {
            steps.leaf(uri, name, part.as_str());
        }
    }
}

/// At least one Text, and each with a language: SOAP 1.2 demands both. SOAP 1.1 and callers need not have one.
fn reasons<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Reason");
    let none = fault.reasons.is_empty().then(Default::default);
    for reason in fault.reasons.iter().chain(none) {
        steps.start(uri, "Text");
        steps.attribute(Namespace::Xml.uri(), "lang", Some(reason.lang.map_or("en", |lang| lang.as_str())));
        steps.text(reason.text.as_str());
        steps.end();
    }
    steps.end();
}

fn value<S: Sink>(steps: &mut Steps<'_, '_, S>, name: &QName<'_>) {
    steps.start(Namespace::Soap12.uri(), "Value");
    qname(steps, name);
    steps.end();
}

fn qname<S: Sink>(steps: &mut Steps<'_, '_, S>, name: &QName<'_>) {
    steps.once(&mut calls::text_qname(name.uri.as_str(), name.local.as_str()));
}
