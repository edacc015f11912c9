//! What the envelope reader reports.

use crate::soap::header::block::HeaderBlock;
use crate::soap::version::Version;
use crate::xml::{End, Start, Str};

/// The part of the envelope an event belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Section {
    /// Before the Envelope and after it.
    Document = 0,
    /// The Envelope itself.
    Envelope = 1,
    /// The Header itself.
    Header = 2,
    /// A header block: a child of the Header.
    HeaderBlock = 3,
    /// The Body itself.
    Body = 4,
    /// A child of the Body that is not a fault.
    BodyEntry = 5,
    /// A fault: the Fault of the message's version, as a child of the Body.
    Fault = 6,
    /// An element after the Body. SOAP 1.1 only.
    Trailer = 7,
}

impl Section {
    /// The section with this number.
    pub(super) const fn from_code(code: u8) -> Section {
        match code {
            1 => Section::Envelope,
            2 => Section::Header,
            3 => Section::HeaderBlock,
            4 => Section::Body,
            5 => Section::BodyEntry,
            6 => Section::Fault,
            7 => Section::Trailer,
            _ => Section::Document,
        }
    }

    /// Whether this is an item with content of its own: a header block, a body entry, a fault or a trailer.
    pub const fn is_item(self) -> bool {
        matches!(self, Section::HeaderBlock | Section::BodyEntry | Section::Fault | Section::Trailer)
    }
}

/// What an event is, without what it borrows.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
pub enum Kind {
    /// [`Event::Start`].
    Start = 1,
    /// [`Event::Text`].
    Text = 2,
    /// [`Event::End`].
    End = 3,
    /// A part of the envelope opens.
    Open = 4,
    /// [`Event::Close`].
    Close = 5,
    /// [`Event::NeedInput`].
    NeedInput = 6,
    /// [`Event::Finished`].
    Finished = 7,
}

/// One step of the reader: what there is, and the part of the envelope it belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Step {
    /// What there is.
    pub kind: Kind,
    /// The section of the event; that the reader is in where there is none.
    pub section: Section,
}

/// The next thing in the message. Borrowed until the next call of the reader.
///
/// White space between the structural elements gives no event.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Event<'s> {
    /// The Envelope opens; the version is known.
    Envelope(Version, Start<'s>),
    /// The Header opens.
    Header(Start<'s>),
    /// A header block opens; its content follows.
    HeaderBlock(HeaderBlock<'s>),
    /// The Body opens. Every header block has been seen, so mandatory ones have been judged by now.
    Body(Start<'s>),
    /// A body entry opens; its content follows.
    BodyEntry(Start<'s>),
    /// The Fault opens; a [`FaultReader`](super::FaultReader) can take over here.
    Fault(Start<'s>),
    /// An element after the Body opens; its content follows. SOAP 1.1 only.
    Trailer(Start<'s>),
    /// A start tag inside an item.
    Start(Section, Start<'s>),
    /// Character data inside an item.
    Text(Section, Str<'s>),
    /// An end tag inside an item.
    End(Section, End<'s>),
    /// The end tag of this part: of an item, of the Header, the Body or the Envelope.
    Close(Section, End<'s>),
    /// The chunk is used up and was not the last: call again with more input.
    NeedInput,
    /// The message is complete.
    Finished,
}

impl Event<'_> {
    /// The part of the envelope this event belongs to.
    pub const fn section(&self) -> Section {
        match self {
            Event::Envelope(..) => Section::Envelope,
            Event::Header(_) => Section::Header,
            Event::HeaderBlock(_) => Section::HeaderBlock,
            Event::Body(_) => Section::Body,
            Event::BodyEntry(_) => Section::BodyEntry,
            Event::Fault(_) => Section::Fault,
            Event::Trailer(_) => Section::Trailer,
            Event::Start(section, _) | Event::Text(section, _) => *section,
            Event::End(section, _) | Event::Close(section, _) => *section,
            Event::NeedInput | Event::Finished => Section::Document,
        }
    }
}
