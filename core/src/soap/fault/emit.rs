//! Writing a fault, and the header blocks that go with some.

use super::children::{Child, Row};
use super::{Fault, QName, Reason};
use crate::buf::Sink;
use crate::slice::has;
use crate::soap::Sequence;
use crate::soap::{Version, Versions};
use crate::xml::{Call, Str, texts};
use crate::xsd::ncname;
use crate::{ErrorKind, Namespace};

/// Writes a fault, which is one of the version of the message, and leaves it open, after all that comes before the detail.
/// What could not be written to its end is refused when it is only checked.
pub(in crate::soap) fn fault<S: Sink>(steps: &mut Sequence<'_, '_, S>, fault: &Fault<'_>) {
    steps.start(steps.layout().version.uri(), "Fault");
    let mut parts = Parts { steps, open: 0 };
    let QName { uri, local } = fault.code;
    parts.put(Row::CODE, &Reason { text: local, lang: Some(uri) });
    let mut at = 0;
    while let Some(subcode) = fault.subcodes.0.next(&mut at) {
        parts.put(Row::SUBCODE, &subcode);
    }
    parts.close();
    // At least one: callers need not have one.
    let (mut at, mut row) = (0, Row::REASON);
    let mut next = Some(fault.reasons.0.next(&mut at).unwrap_or_default());
    while let Some(reason) = next {
        parts.put(row, &reason);
        (row, next) = (Row::REASON_MORE, fault.reasons.0.next(&mut at));
    }
    parts.close();
    parts.put_text(Row::NODE, fault.node);
    parts.put_text(Row::ROLE, fault.role);
}

/// The parts of a fault while they are written.
struct Parts<'a, 'b, 'w, S> {
    steps: &'a mut Sequence<'b, 'w, S>,
    /// Elements around the last part that are not ended: in SOAP 1.2 each Subcode stands in the one before.
    open: usize,
}

impl<S: Sink> Parts<'_, '_, '_, S> {
    #[cfg_attr(small, inline(never))]
    fn put(&mut self, row: Row, part: &Reason<'_>) {
        let soap12 = self.steps.layout().version == Version::Soap12;
        if let Some(around) = row.around().filter(|_| soap12) {
            start(self.steps, around);
            self.open = self.open.wrapping_add(1);
        }
        start(self.steps, row.element(soap12));
        if row.is_name() {
            qname(self.steps, part);
        } else {
            // In SOAP 1.2 each reason has a language. SOAP 1.1 and callers need not have one.
            let english = soap12 && row.is_reason();
            if let Some(lang) = part.lang.or(english.then_some("en".into())) {
                self.steps.attribute_value(Namespace::Xml.uri(), "lang", lang);
            }
            self.steps.content(Call::TEXT, part.text.as_bytes());
        }
        self.steps.end();
    }

    fn put_text(&mut self, row: Row, text: Option<Str<'_>>) {
        if let Some(text) = text {
            self.put(row, &Reason { text, lang: None });
        }
    }

    fn close(&mut self) {
        for _ in 0..core::mem::take(&mut self.open) {
            self.steps.end();
        }
    }
}

/// Starts the detail.
pub(in crate::soap) fn detail<S: Sink>(steps: &mut Sequence<'_, '_, S>) {
    start(steps, Child::detail(steps.layout().version));
}

/// Starts an element of a fault: in no namespace in SOAP 1.1.
#[cfg_attr(small, inline(never))]
fn start<S: Sink>(steps: &mut Sequence<'_, '_, S>, child: Child) {
    let uri = Namespace::from_code(child.namespace()).uri();
    steps.start_element(uri.as_bytes(), child.local());
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
fn qname<S: Sink>(steps: &mut Sequence<'_, '_, S>, part: &Reason<'_>) {
    let (of, name) = (part.lang.unwrap_or_default().as_bytes(), part.text.as_bytes());
    // In SOAP 1.1 it stands where no default namespace is, in SOAP 1.2 where that of the Envelope is.
    let bare = steps.layout().version == Version::Soap11 || !steps.layout().default;
    // A prefix that was not declared where the code was read stands for nothing here either.
    let known = ncname::check(name, ErrorKind::WriteName);
    let unbound = of.is_empty() && if known.is_ok() { !bare } else { has(name, b':') };
    steps.expect(if unbound { Err(ErrorKind::WriteUnbound) } else { known });
    steps.inside(Call::TEXT_QNAME, &[of, name, &[], &[]]);
}
