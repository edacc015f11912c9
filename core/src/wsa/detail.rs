//! The detail of an addressing fault.

use super::names::Version;
use crate::ErrorKind;
use crate::buf::Sink;
use crate::soap::{Element, QName, Sequence};
use crate::xml::{Call, Str};
use crate::xsd::integer;

/// What an addressing fault says besides its code. WS-Addressing 1.0 SOAP Binding, 6.4; 2004/08, 4.
#[derive(Clone, Copy, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Detail<'a> {
    /// The name of the header that is wrong or missing.
    pub header: Option<QName<'a>>,
    /// The header that is wrong.
    pub element: Option<Element<'a>>,
    /// The address that is wrong or cannot be reached.
    pub iri: Option<Str<'a>>,
    /// The action that is not supported, or does not match.
    pub action: Option<Str<'a>>,
    /// The SOAPAction that does not match the action.
    pub soap_action: Option<Str<'a>>,
    /// Milliseconds after which it is worth trying again. A number that is larger than this type reads as its largest.
    pub retry_after: Option<u64>,
}

impl<'t> Detail<'t> {
    /// Reads the detail of a fault: the Detail of SOAP 1.2, kept by a [`Keeper`](crate::soap::Keeper), or in SOAP 1.1
    /// the FaultDetail. Of both versions; what is of neither is passed over. `ReplyAfter`, a slip of the 2004/08
    /// schema, is RetryAfter.
    pub fn of(element: &Element<'t>) -> Detail<'t> {
        let mut detail = Detail::default();
        for child in element.children() {
            if let Some(version) = Version::from_uri(child.name().uri.as_bytes()) {
                detail.take(child, version);
            }
        }
        detail
    }

    fn take(&mut self, child: Element<'t>, version: Version) {
        let text = |element: Element<'t>| element.trimmed();
        match child.name().local.as_str() {
            "ProblemHeaderQName" => self.header = Some(child.qname()),
            "ProblemHeader" => self.element = child.children().next(),
            "ProblemIRI" => self.iri = Some(text(child)),
            "ProblemAction" => {
                self.action = child.child(version.uri(), "Action").map(text);
                self.soap_action = child.child(version.uri(), "SoapAction").map(text);
            }
            "RetryAfter" | "ReplyAfter" => {
                self.retry_after = match integer::parse(child.text().as_bytes()) {
                    Err(ErrorKind::Overflow) => Some(u64::MAX),
                    number => number.ok(),
                };
            }
            "Action" => self.action = Some(text(child)),
            _ => self.element = Some(child),
        }
    }

    #[cfg_attr(small, inline(always))]
    pub(super) fn is_empty(&self, version: Version) -> bool {
        let iri = self.iri.filter(|_| version == Version::V10);
        self.header.is_none()
            && self.element.is_none()
            && iri.is_none()
            && self.action.is_none()
            && self.retry_after.is_none()
    }

    /// Whether this build writes it: the lean one shows no header that is wrong, it only names it.
    pub(super) fn is_in_build(&self) -> bool {
        crate::COMPLETE || self.element.is_none()
    }

    /// Writes the detail, inside the element that holds it.
    pub(super) fn emit<S: Sink>(&self, steps: &mut Sequence<'_, '_, S>, version: Version) {
        let uri = version.uri();
        if let Some(header) = self.header {
            steps.start(uri, "ProblemHeaderQName");
            steps.inside(Call::TEXT_QNAME, &[header.uri.as_bytes(), header.local.as_bytes(), &[], &[]]);
            steps.end();
        }
        // In 2004/08 the detail is the header or the action itself. For the name of a missing header that has no element,
        // but SOAP 1.2 wants one, so it gets that of 1.0.
        let wrapped = version.known() == Version::V10;
        if let Some(element) = self.element.as_ref().filter(|_| crate::COMPLETE) {
            open(steps, uri, "ProblemHeader", wrapped);
            steps.element(element);
            close(steps, wrapped);
        }
        put(steps, version, "ProblemIRI", self.iri.filter(|_| wrapped));
        if self.action.is_some() {
            open(steps, uri, "ProblemAction", wrapped);
            put(steps, version, "Action", self.action);
            put(steps, version, "SoapAction", self.soap_action.filter(|_| wrapped));
            close(steps, wrapped);
        }
        if let Some(retry_after) = self.retry_after.map(integer::emit) {
            put(steps, version, "RetryAfter", Some(Str::checked(retry_after.as_bytes())));
        }
    }
}

/// Starts the element that wraps what follows, where it is wrapped.
fn open<S: Sink>(steps: &mut Sequence<'_, '_, S>, uri: &str, local: &str, wrapped: bool) {
    if wrapped {
        steps.start(uri, local);
    }
}

fn close<S: Sink>(steps: &mut Sequence<'_, '_, S>, wrapped: bool) {
    if wrapped {
        steps.end();
    }
}

/// Writes an element with this text, if there is one.
#[cfg_attr(small, inline(never))]
fn put<S: Sink>(steps: &mut Sequence<'_, '_, S>, version: Version, local: &str, text: Option<Str<'_>>) {
    if let Some(text) = text {
        steps.value(version.uri(), local, text);
    }
}
