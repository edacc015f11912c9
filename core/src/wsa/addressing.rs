//! The addressing headers of a message, as they were read.

use super::epr::Epr;
use super::names::{Header, Version};
use crate::soap::{Element, Headers, KeptBlock, QName};
use crate::xml::Str;
use crate::xsd::boolean;
use crate::xsd::whitespace::trim;

/// The addressing headers of a message. A view: plain borrowed data.
///
/// Values come without the white space around them and are compared byte by byte. Of a header that is there more often
/// than it may be the first counts; [`check`](Addressing::check) refuses such a message.
#[derive(Clone, Copy)]
pub struct Addressing<'t> {
    pub(super) headers: Headers<'t>,
    pub(super) version: Version,
    /// Bytes of the message before the first of them.
    pub(super) offset: u64,
}

/// A RelatesTo: which message this one is about, and how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Relation<'t> {
    /// The id of the other message.
    pub message_id: Str<'t>,
    /// The type of the relationship, the default put in: in 1.0 a URI, in `local` without a namespace; in 2004/08 a
    /// QName, and what is none in `local` as written.
    pub relationship_type: QName<'t>,
}

impl<'t> Addressing<'t> {
    /// The addressing headers among those that were kept; `None` when there are none. Their version is that of the
    /// first.
    #[cfg_attr(small, inline(always))]
    pub fn of(headers: &Headers<'t>) -> Option<Addressing<'t>> {
        for block in headers.blocks() {
            if let Some((version, _)) = header_of(&block.element) {
                return Some(Addressing { headers: *headers, version, offset: block.offset() });
            }
        }
        None
    }

    /// The version.
    pub fn version(&self) -> Version {
        self.version
    }

    /// The headers of this version, in the order of the message.
    pub fn headers(&self) -> impl Iterator<Item = (Header, Element<'t>)> + use<'t> {
        let addressing = *self;
        self.headers.blocks().filter_map(move |block| Some((addressing.header(&block)?, block.element())))
    }

    /// The header blocks of the message that were kept.
    #[doc(hidden)]
    pub fn blocks(&self) -> impl Iterator<Item = KeptBlock<'t>> + use<'t> {
        self.headers.blocks()
    }

    /// Which header of this version a block is, if it is one.
    pub fn header(&self, block: &KeptBlock<'_>) -> Option<Header> {
        let (version, header) = header_of(&block.element)?;
        (version == self.version).then_some(header)
    }

    /// The header block: its attributes, its target, its place in the message.
    pub fn block(&self, header: Header) -> Option<KeptBlock<'t>> {
        self.headers.find(self.version.uri(), header.local())
    }

    /// The action.
    pub fn action(&self) -> Option<&'t str> {
        self.text(Header::Action).map(Str::as_str)
    }

    /// The id of the message.
    pub fn message_id(&self) -> Option<&'t str> {
        self.text(Header::MessageId).map(Str::as_str)
    }

    /// The destination; in 1.0 the anonymous address when there is no To.
    pub fn to(&self) -> Option<&'t str> {
        self.text(Header::To).map(Str::as_str).or((self.version == Version::V10).then_some(self.version.anonymous()))
    }

    /// Where the reply goes. Without one, in 1.0 that is the back channel.
    pub fn reply_to(&self) -> Option<Epr<'t>> {
        self.epr(Header::ReplyTo)
    }

    /// Where a fault goes. Without one it goes where the reply goes.
    pub fn fault_to(&self) -> Option<Epr<'t>> {
        self.epr(Header::FaultTo)
    }

    /// Where the message comes from.
    pub fn from(&self) -> Option<Epr<'t>> {
        self.epr(Header::From)
    }

    /// The FaultDetail: the detail of a fault in SOAP 1.1, for [`Detail::of`](super::Detail::of).
    pub fn fault_detail(&self) -> Option<Element<'t>> {
        self.block(Header::FaultDetail).map(|block| block.element())
    }

    /// The relations to other messages, in the order of the message.
    pub fn relates_to(&self) -> impl Iterator<Item = Relation<'t>> + use<'t> {
        let version = self.version;
        let blocks = self.headers.blocks().map(|block| block.element());
        let own = blocks.filter(move |element| element.is(version.uri(), Header::RelatesTo.local()));
        own.map(move |element| Relation::of(&element, version))
    }

    /// The id of the request that this message answers: the first relation of the type reply.
    pub fn in_reply_to(&self) -> Option<&'t str> {
        let version = self.version;
        self.relates_to().find(|relation| relation.is_reply(version)).map(|relation| relation.message_id.as_str())
    }

    /// The header blocks that are marked as reference parameters: those of the address this message was sent to.
    /// In 2004/08 nothing is marked, and there are none.
    pub fn reference_parameters(&self) -> impl Iterator<Item = KeptBlock<'t>> + use<'t> {
        let version = self.version;
        let is_marked = move |block: &KeptBlock<'t>| {
            let mark = block.element.attribute(Version::V10.uri(), "IsReferenceParameter");
            version == Version::V10 && mark.is_some_and(|mark| boolean::parse(mark.as_bytes()) == Ok(true))
        };
        self.headers.blocks().filter(is_marked)
    }

    /// The text of a header that is a URI.
    pub(super) fn text(&self, header: Header) -> Option<Str<'t>> {
        self.block(header).map(|block| block.element.trimmed())
    }

    pub(super) fn epr(&self, header: Header) -> Option<Epr<'t>> {
        self.block(header).map(|block| Epr::new(block.element(), self.version))
    }
}

impl<'t> Relation<'t> {
    /// What this RelatesTo says.
    pub fn of(element: &Element<'t>, version: Version) -> Relation<'t> {
        let (uri, local) = version.reply();
        let relationship_type = relationship_type(element, version).unwrap_or(QName::new(uri, local));
        Relation { message_id: element.trimmed(), relationship_type }
    }

    /// The relation of a reply to the request with this id.
    pub fn reply(message_id: &'t str, version: Version) -> Relation<'t> {
        let (uri, local) = version.reply();
        Relation { message_id: message_id.into(), relationship_type: QName::new(uri, local) }
    }

    /// [`is_reply`](Relation::is_reply) of what this RelatesTo says.
    #[doc(hidden)]
    pub fn is_reply_of(element: &Element<'_>, version: Version) -> bool {
        let (uri, local) = version.reply();
        relationship_type(element, version).is_none_or(|given| given.is_in(uri, local))
    }

    /// Whether the other message is the request that this one answers.
    pub fn is_reply(&self, version: Version) -> bool {
        let (uri, local) = version.reply();
        self.relationship_type == QName::new(uri, local)
    }
}

/// The type that a RelatesTo names.
#[cfg_attr(small, inline(always))]
fn relationship_type<'t>(element: &Element<'t>, version: Version) -> Option<QName<'t>> {
    let value = element.attribute("", "RelationshipType")?;
    Some(match version {
        Version::V10 => QName { uri: Str::default(), local: Str::checked(trim(value.as_bytes())) },
        Version::V200408 => element.resolve(value),
    })
}

/// Which header this is, and of which version.
pub(super) fn header_of(element: &Element<'_>) -> Option<(Version, Header)> {
    let name = element.name();
    Some((Version::from_uri(name.uri.as_bytes())?, Header::from_local(name.local.as_bytes())?))
}
