//! What is wrong with the addressing of a message.

use super::addressing::Addressing;
use super::detail::Detail;
use super::names::{Header, Version};
use crate::soap::{KeptBlock, QName};
use crate::xml::Str;
use crate::{Error, ErrorKind};

/// What is wrong with the addressing of a message, and all that the fault says about it.
#[derive(Clone, Copy)]
pub struct Problem<'a> {
    /// The kind, one of the 400s, and the place of the header in the message.
    pub error: Error,
    /// The version in which the fault is written.
    pub version: Version,
    /// What the fault says besides its code.
    pub detail: Detail<'a>,
}

impl<'a> Problem<'a> {
    /// A problem without detail, of a kind in the 400s. Set what you know of its detail.
    pub fn new(kind: ErrorKind, version: Version, offset: u64) -> Self {
        Problem { error: Error::new(kind, offset), version, detail: Detail::default() }
    }

    /// A problem with a header block: 1.0 says its name, 2004/08 shows the block. An address that is wrong is said: that
    /// of an endpoint reference, or the block itself.
    pub(super) fn of_block(kind: ErrorKind, version: Version, block: &KeptBlock<'a>) -> Self {
        let element = &block.element;
        let mut problem = Problem::new(kind, version, block.offset());
        match version {
            Version::V10 => problem.detail.header = Some(element.name()),
            Version::V200408 => problem.detail.element = Some(*element),
        }
        if kind == ErrorKind::InvalidAddress {
            let address = element.child(version.uri(), "Address").unwrap_or(*element);
            problem.detail.iri = Some(address.trimmed());
        }
        problem
    }

    /// Whether it is the addressing headers themselves that are wrong, so that they cannot say where the fault goes.
    pub fn is_of_headers(&self) -> bool {
        is_of_headers(self.error.kind)
    }
}

/// Whether an error of this kind is one of the addressing headers themselves.
pub(super) fn is_of_headers(kind: ErrorKind) -> bool {
    (ErrorKind::MessageAddressingHeaderRequired.code()..=ErrorKind::InvalidAddressingHeader.code())
        .contains(&kind.code())
}

impl core::fmt::Debug for Problem<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Problem").field("error", &self.error).field("header", &self.detail.header).finish()
    }
}

impl<'t> Addressing<'t> {
    /// The problem that the receiver does not know the action.
    pub fn action_not_supported(&self) -> Problem<'t> {
        let mut problem = self.problem(ErrorKind::ActionNotSupported, Header::Action);
        problem.detail = Detail { action: self.text(Header::Action), ..Detail::default() };
        problem
    }

    /// The problem that a message with this MessageID was received before. [`MessageIds`](super::MessageIds) can tell.
    pub fn duplicate_message_id(&self) -> Problem<'t> {
        self.problem(ErrorKind::DuplicateMessageId, Header::MessageId)
    }

    /// The problem that no route leads to the destination.
    pub fn destination_unreachable(&self) -> Problem<'t> {
        let mut problem = self.problem(ErrorKind::DestinationUnreachable, Header::To);
        problem.detail = Detail { iri: self.to().map(Str::from), ..Detail::default() };
        problem
    }

    /// The problem that the endpoint cannot process the message now. `retry_after`: milliseconds after which it is worth
    /// trying again.
    pub fn endpoint_unavailable(&self, retry_after: Option<u64>) -> Problem<'t> {
        let mut problem = self.problem(ErrorKind::EndpointUnavailable, Header::To);
        problem.detail = Detail { retry_after, ..Detail::default() };
        problem
    }

    /// Refuses headers of a version that this build does not answer.
    pub(super) fn check_build(&self) -> Result<(), Problem<'t>> {
        if self.version == self.version.known() {
            return Ok(());
        }
        let offset = self.block(Header::Action).map_or(self.offset, |action| action.offset());
        Err(Problem::new(ErrorKind::LeftOut, self.version.known(), offset))
    }

    /// A problem with a header, be it there or not.
    pub(super) fn problem(&self, kind: ErrorKind, header: Header) -> Problem<'t> {
        if let Some(block) = self.block(header) {
            return Problem::of_block(kind, self.version, &block);
        }
        let mut problem = Problem::new(kind, self.version, self.offset);
        problem.detail.header = Some(QName::new(self.version.uri(), header.local()));
        problem
    }
}
