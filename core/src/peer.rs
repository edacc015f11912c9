//! What is known of the systems at the other end, as data.
//!
//! A [`Peer`] says how a kind of system differs from the letter of the standards: which version it speaks, which
//! prefixes it wants to see, in which order it expects header blocks, how the action is said, what it sends that the
//! standards forbid, and how large its messages are. Nothing here is a code path: the reader comes
//! with its [`options`](Peer::options), the writer takes [`pin_prefixes`](Peer::pin_prefixes), and the order is a rank to sort by.
//!
//! ```
//! use soapstone::peer::Peer;
//! use soapstone::soap::Writer;
//! use soapstone::buf::Buffer;
//!
//! let peer = &Peer::OCPP16;
//! let (mut memory, mut workspace) = ([0; 512], [0; 512]);
//! let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, peer.version);
//! peer.pin_prefixes(&mut writer)?;
//! writer.envelope()?;
//! # Ok::<(), soapstone::xml::WriteError>(())
//! ```

mod table;

use crate::buf::Sink;
use crate::soap::{Leniencies, Options, Reader, Version, Versions, Writer};
use crate::xml::WriteError;
use crate::{Error, Limits, wsa};

/// A kind of system at the other end. Every part may be changed: `Peer { limits, ..Peer::SIEBEL }`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Peer {
    /// What it is called.
    pub name: &'static str,
    /// The version in which it is written to.
    pub version: Version,
    /// The versions it writes in.
    pub versions: Versions,
    /// Prefixes with their namespaces, to be pinned when writing to it.
    pub prefixes: &'static [(&'static str, &'static str)],
    /// Header blocks in the order in which it documents or sends them: namespace and local name.
    pub headers: &'static [(&'static str, &'static str)],
    /// How HTTP says the action of a message in [`version`](Peer::version).
    pub transport_action: TransportAction,
    /// How it uses WS-Addressing; `None` when it does not.
    pub addressing: Option<Addressing>,
    /// What it sends that the standards forbid.
    pub leniencies: Leniencies,
    /// Prefixes with their namespaces that it uses without declaring them.
    pub undeclared: &'static [(&'static str, &'static str)],
    /// Limits that let its messages through, and little more.
    pub limits: Limits,
}

/// How the transport says the action of a message. SOAP 1.1, 6.1.1; SOAP 1.2 Part 2, 6.5.3; Basic Profile 1.1, R1109.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum TransportAction {
    /// Not at all.
    None = 0,
    /// `SOAPAction: "uri"`.
    Quoted = 1,
    /// `SOAPAction: uri`.
    Unquoted = 2,
    /// `SOAPAction:` with nothing behind it.
    Empty = 3,
    /// The parameter `action` of the media type.
    Parameter = 4,
}

/// How a peer uses WS-Addressing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Addressing {
    /// The version.
    pub version: wsa::Version,
    /// The order of the headers, for [`Extras::order`](wsa::Extras::order).
    pub order: &'static [wsa::Header],
    /// Whether Action is `/` and the name of the operation, not a whole URI.
    pub short_action: bool,
    /// Whether its messages, and those to it, have a From.
    pub from: bool,
}

impl Addressing {
    /// What its messages are held to: an action may be short where the peer has short ones.
    pub fn rules(&self) -> wsa::Rules<'static> {
        let action = if self.short_action { wsa::ActionForm::Short } else { wsa::ActionForm::Exact };
        wsa::Rules { action, ..wsa::Rules::default() }
    }
}

impl Peer {
    /// What its messages are read with; [`assume_prefixes`](Peer::assume_prefixes) does the rest.
    pub const fn options(&self) -> Options {
        Options { versions: self.versions, leniencies: self.leniencies, basic_profile: false, limits: self.limits }
    }

    /// A reader of its messages: its options, and the prefixes it does not declare.
    ///
    /// # Errors
    /// Those of [`Reader::assume_prefix`].
    pub fn reader<'w>(&self, workspace: &'w mut [u8]) -> Result<Reader<'w>, Error> {
        let mut reader = Reader::with_options(workspace, self.options());
        self.assume_prefixes(&mut reader)?;
        Ok(reader)
    }

    /// Takes the prefixes it does not declare as declared. To be called before the first byte is read.
    ///
    /// # Errors
    /// Those of [`Reader::assume_prefix`].
    pub fn assume_prefixes(&self, reader: &mut Reader<'_>) -> Result<(), Error> {
        self.undeclared.iter().try_for_each(|(prefix, uri)| reader.assume_prefix(prefix, uri))
    }

    /// Pins its prefixes, that of the Envelope among them. To be called before the Envelope.
    ///
    /// # Errors
    /// Those of [`Writer::pin`].
    pub fn pin_prefixes<S: Sink>(&self, writer: &mut Writer<'_, S>) -> Result<(), WriteError> {
        self.prefixes.iter().try_for_each(|(prefix, uri)| writer.pin(prefix, uri))
    }

    /// The place of a header block among those it orders, the first being 0; any other block goes behind them all.
    pub fn header_rank(&self, uri: &str, local: &str) -> usize {
        let found = self.headers.iter().position(|header| *header == (uri, local));
        found.unwrap_or(self.headers.len())
    }
}
