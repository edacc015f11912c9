//! Writing a fault, and the header blocks that go with some.

use super::{Fault, QName};
use crate::buf::Sink;
use crate::slice::has;
use crate::soap::write::steps::Steps;
use crate::soap::{Version, Versions};
use crate::xml::{Call, Str, invalid_char, texts};
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

/// Refuses a text with a character that XML cannot hold.
pub(in crate::soap) fn check_text(text: Option<Str<'_>>) -> Result<(), ErrorKind> {
    match text.and_then(|text| invalid_char(text.as_str())) {
        Some(_) => Err(ErrorKind::WriteChar),
        None => Ok(()),
    }
}

/// Writes a fault, which is one of this version, and leaves it open, after all that comes before the detail.
pub(in crate::soap) fn fault<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>, version: Version) {
    let soap12 = version == Version::Soap12;
    let (uri, [code, text, role]) = match soap12 {
        true => (version.uri(), ["Value", "Text", "Role"]),
        false => ("", ["faultcode", "faultstring", "faultactor"]),
    };
    steps.start(version.uri(), "Fault");
    if soap12 {
        steps.start(uri, "Code");
    }
    name(steps, uri, code, &fault.code);
    for subcode in fault.subcodes {
        steps.start(uri, "Subcode");
        name(steps, uri, code, &subcode);
    }
    for _ in fault.subcodes {
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
        let lang = reason.lang.map(Str::as_str).or(if soap12 { Some("en") } else { None });
        steps.attribute(Namespace::Xml.uri(), "lang", lang);
        steps.text(reason.text.as_str());
        steps.end();
        next = reasons.next();
    }
    if soap12 {
        steps.end();
    }
    for (local, part) in [("Node", fault.node), (role, fault.role)] {
        if let Some(part) = part {
            steps.leaf(uri, local, part.as_str());
        }
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
        steps.once(Call::ATTRIBUTE_QNAME, &texts(["", "qname", "Envelope", version.uri()]));
        steps.end();
    }
    steps.end();
}

/// Writes an element that holds a name.
fn name<S: Sink>(steps: &mut Steps<'_, '_, S>, uri: &str, local: &str, name: &QName<'_>) {
    steps.start(uri, local);
    steps.once(Call::TEXT_QNAME, &texts([name.uri.as_str(), name.local.as_str(), "", ""]));
    steps.end();
}
