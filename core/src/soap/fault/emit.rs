//! Writing a fault, and the header blocks that go with some.

use super::{Fault, QName};
use crate::buf::Sink;
use crate::soap::steps::Steps;
use crate::soap::{Version, Versions};
use crate::xml::{Str, WriteError, invalid_char};
use crate::xsd::ncname::is_ncname;
use crate::{ErrorKind, Namespace};

type Written = Result<(), WriteError>;

/// Whether a fault, as the version at hand says it, can be written to its end: its codes are names with a namespace or
/// without a prefix, its texts are text that XML can hold. `bare`: a name without a prefix is in no namespace there.
pub(in crate::soap) fn check(fault: &Fault<'_>, bare: bool) -> Result<(), ErrorKind> {
    let is_text = |text: Str<'_>| invalid_char(text.as_str()).is_none();
    let codes = || fault.subcodes.iter().chain([fault.code]);
    let texts =
        fault.reasons.iter().flat_map(|reason| [Some(reason.text), reason.lang]).chain([fault.node, fault.role]);
    if let Some(code) = codes().find(|code| !is_ncname(code.local.as_bytes())) {
        // A prefix that was not declared where the code was read stands for nothing here either.
        let unbound = code.uri.is_empty() && code.local.as_bytes().contains(&b':');
        return Err(if unbound { ErrorKind::WriteUnbound } else { ErrorKind::WriteName });
    }
    if !bare && codes().any(|code| code.uri.is_empty()) {
        return Err(ErrorKind::WriteUnbound);
    }
    match texts.flatten().all(is_text) && codes().all(|code| is_text(code.uri)) {
        true => Ok(()),
        false => Err(ErrorKind::WriteChar),
    }
}

/// Writes a fault and leaves it open, after all that comes before the detail.
pub(in crate::soap) fn fault<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>, version: Version) -> Written {
    let fault = fault.to_version(version);
    steps.start(version.uri(), "Fault")?;
    match version {
        Version::Soap11 => fault11(steps, &fault),
        Version::Soap12 => fault12(steps, &fault),
    }
}

/// Starts the detail.
pub(in crate::soap) fn detail<S: Sink>(steps: &mut Steps<'_, '_, S>, version: Version) -> Written {
    match version {
        Version::Soap11 => steps.start("", "detail"),
        Version::Soap12 => steps.start(version.uri(), "Detail"),
    }
}

/// Writes the header block Upgrade.
pub(in crate::soap) fn upgrade<S: Sink>(steps: &mut Steps<'_, '_, S>, versions: Versions) -> Written {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Upgrade")?;
    for version in [Version::Soap12, Version::Soap11].into_iter().filter(|version| versions.accept(*version)) {
        steps.start(uri, "SupportedEnvelope")?;
        steps.once(|xml| xml.attribute_qname("", "qname", version.uri(), "Envelope"))?;
        steps.end()?;
    }
    steps.end()
}

fn fault11<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) -> Written {
    steps.start("", "faultcode")?;
    qname(steps, &fault.code)?;
    steps.end()?;
    let reason = fault.reasons.iter().next().unwrap_or_default();
    steps.start("", "faultstring")?;
    steps.attribute(Namespace::Xml.uri(), "lang", reason.lang.map(|lang| lang.as_str()))?;
    steps.text(reason.text.as_str())?;
    steps.end()?;
    match fault.role {
        Some(role) => steps.leaf("", "faultactor", role.as_str()),
        None => Ok(()),
    }
}

fn fault12<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) -> Written {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Code")?;
    value(steps, &fault.code)?;
    for subcode in fault.subcodes {
        steps.start(uri, "Subcode")?;
        value(steps, &subcode)?;
    }
    for _ in fault.subcodes {
        steps.end()?;
    }
    steps.end()?;
    reasons(steps, fault)?;
    for (name, part) in [("Node", fault.node), ("Role", fault.role)] {
        if let Some(part) = part {
            steps.leaf(uri, name, part.as_str())?;
        }
    }
    Ok(())
}

/// At least one Text, and each with a language: SOAP 1.2 demands both. SOAP 1.1 and callers need not have one.
fn reasons<S: Sink>(steps: &mut Steps<'_, '_, S>, fault: &Fault<'_>) -> Written {
    let uri = Namespace::Soap12.uri();
    steps.start(uri, "Reason")?;
    let none = fault.reasons.is_empty().then(Default::default);
    for reason in fault.reasons.iter().chain(none) {
        steps.start(uri, "Text")?;
        steps.attribute(Namespace::Xml.uri(), "lang", Some(reason.lang.map_or("en", |lang| lang.as_str())))?;
        steps.text(reason.text.as_str())?;
        steps.end()?;
    }
    steps.end()
}

fn value<S: Sink>(steps: &mut Steps<'_, '_, S>, name: &QName<'_>) -> Written {
    steps.start(Namespace::Soap12.uri(), "Value")?;
    qname(steps, name)?;
    steps.end()
}

fn qname<S: Sink>(steps: &mut Steps<'_, '_, S>, name: &QName<'_>) -> Written {
    steps.once(|xml| xml.text_qname(name.uri.as_str(), name.local.as_str()))
}
