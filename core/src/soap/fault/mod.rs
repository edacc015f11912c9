//! Faults of both versions as one generic structure.
//!
//! SOAP 1.1 has `faultcode`, `faultstring`, `faultactor` and `detail`; SOAP 1.2 has `Code` with `Subcode`s, `Reason`
//! with one `Text` per language, `Node`, `Role` and `Detail`. A [`Fault`] holds either. Its detail is not part of it:
//! it stays events of the reader and writes of the writer, of any size.
//!
//! `faultactor` is read as the role and written from it. The standards leave the choice open: it names the node that
//! failed, which SOAP 1.2 calls Node, while the gateways that map faults put it in Role. [`Fault::actor`] gives
//! whichever there is.

mod answers;
mod children;
mod code;
mod convert;
mod detail;
pub(super) mod emit;
mod exception;
mod named;
mod reader;
mod source;
mod specific;
mod stack;
mod unprocessed;

use crate::Error;
use crate::soap::kept::store::Kind;
use crate::soap::qname::QName;
use crate::soap::version::Version;
use crate::xml::Str;
pub use code::FaultCode;
pub use convert::Mapping;
pub use exception::Failure;
pub use named::NamedFaults;
pub use reader::FaultReader;
use source::Source;
pub use source::{Reasons, ReasonsIter, Subcodes, SubcodesIter};
pub use specific::SpecificFault;
pub use stack::{ErrorStack, StackedError};

/// A fault of either version, without its detail. Plain borrowed data; copy and change it freely.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Fault<'t> {
    /// The code, in the namespace it was written in; both names empty when a lenient reader met none.
    pub code: QName<'t>,
    /// The subcodes, generic to specific; none in SOAP 1.1.
    pub subcodes: Subcodes<'t>,
    /// The reasons, one per language; SOAP 1.1 has at most one.
    pub reasons: Reasons<'t>,
    /// The URI of the node that failed; always `None` when read from SOAP 1.1.
    pub node: Option<Str<'t>>,
    /// The role the node played; `faultactor` in SOAP 1.1.
    pub role: Option<Str<'t>>,
    /// Whether there was a detail. An empty one is a detail: in SOAP 1.1 it says that the Body was at fault.
    pub detail: bool,
}

/// A text for people, and its language.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Reason<'t> {
    /// The text.
    pub text: Str<'t>,
    /// The language tag of `xml:lang` on the element itself.
    pub lang: Option<Str<'t>>,
}

/// A part of a fault, as it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Part<'t> {
    /// Which part it is.
    pub kind: PartKind,
    /// The local name of a code or subcode, the text of a reason, the URI of a node or role.
    pub text: Str<'t>,
    /// The URI of the namespace of a code or subcode, the language of a reason.
    pub more: Option<Str<'t>>,
}

impl<'t> From<QName<'t>> for Part<'t> {
    fn from(code: QName<'t>) -> Self {
        Part { kind: PartKind::Code, text: code.local, more: Some(code.uri) }
    }
}

impl<'t> From<Reason<'t>> for Part<'t> {
    fn from(reason: Reason<'t>) -> Self {
        Part { kind: PartKind::Reason, text: reason.text, more: reason.lang }
    }
}

/// Which part of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum PartKind {
    /// The code.
    Code = 1,
    /// A subcode; those that follow are more specific.
    Subcode = 2,
    /// A reason.
    Reason = 3,
    /// The URI of the node.
    Node = 4,
    /// The role of the node.
    Role = 5,
}

impl<'t> Fault<'t> {
    /// A fault with a code of the standards and one reason in English.
    #[cfg_attr(small, inline(always))]
    pub fn new(version: Version, code: FaultCode, reason: &'t str) -> Self {
        let reason = Reason { text: reason.into(), lang: None };
        Fault {
            code: code.qname(version),
            subcodes: Subcodes::default(),
            reasons: reason.into(),
            node: None,
            role: None,
            detail: false,
        }
    }

    /// The fault that answers a message which led to this error; `version` is the
    /// [`reply_version`](super::Reader::reply_version) of the reader that answered the error.
    ///
    /// A VersionMismatch is answered together with the header block
    /// [`upgrade`](super::Writer::upgrade). SOAP 1.2 Part 1, 5.4.7.
    pub fn for_error(version: Version, error: &Error) -> Fault<'static> {
        let reason = match error.exceeded {
            Some(exceeded) => exceeded.limit.name(),
            None => error.kind.message(),
        };
        Fault::new(version, error.fault_code(), reason)
    }

    /// The code as one of the five of SOAP 1.2. What is none of them, nor of SOAP 1.1, counts as `Receiver`: whose
    /// fault it is cannot be known.
    pub fn fault_code(&self) -> FaultCode {
        FaultCode::from_qname(&self.code).unwrap_or(FaultCode::Receiver)
    }

    /// The first reason; empty when there is none.
    pub fn reason(&self) -> Str<'t> {
        self.reasons.iter().next().unwrap_or_default().text
    }

    /// The URI of who failed: the role, else the node.
    pub fn actor(&self) -> Option<Str<'t>> {
        self.role.or(self.node)
    }

    /// The fault whose parts a reader has put in `store`.
    fn of_store(store: &'t [u8], detail: bool) -> Fault<'t> {
        let first = |kind| Source::stored(store, kind).next(&mut 0);
        let text = |kind| first(kind).map(|part: Reason<'t>| part.text);
        let subcodes = Subcodes(Source::stored(store, Kind::Subcode));
        let code = first(Kind::Code).map(|Reason { text, lang }| QName { uri: lang.unwrap_or_default(), local: text });
        Fault {
            code: code.unwrap_or_default(),
            subcodes,
            reasons: Reasons(Source::stored(store, Kind::Reason)),
            node: text(Kind::Node),
            role: text(Kind::Role),
            detail,
        }
    }
}
