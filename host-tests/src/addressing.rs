//! What the addressing headers of a message say, summed up.

use crate::message::{Name, TOLERANT};
use serde::Serialize;
use soapstone::peer::Peer;
use soapstone::soap::{Element, HeaderReader, KeptAttribute, NodeTable, Reader};
use soapstone::wsa::{self, Destination, Epr, Rules, VOCABULARY};
use soapstone::{Error, ErrorKind, Exceeded, Limit};

/// The addressing headers that are for the ultimate receiver.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Addressing {
    /// `1.0` or `2004/08`.
    pub version: &'static str,
    /// The id of the message.
    #[serde(rename = "messageID")]
    pub message_id: Option<String>,
    /// The action.
    pub action: Option<String>,
    /// The destination, the default of the version put in.
    pub to: Option<String>,
    /// Where the message comes from.
    pub from: Option<Endpoint>,
    /// Where the reply goes.
    pub reply_to: Option<Endpoint>,
    /// Where a fault goes.
    pub fault_to: Option<Endpoint>,
    /// The relations to other messages.
    pub relates_to: Vec<Relation>,
    /// The header blocks marked as reference parameters.
    pub reference_parameters: Vec<Content>,
    /// What is wrong with the headers, by the standard.
    pub problem: Option<Problem>,
    /// Where a reply goes; `null` when it cannot be derived.
    pub reply_destination: Option<String>,
}

/// An endpoint reference, in its five parts.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Endpoint {
    /// The attributes of the endpoint reference.
    pub attributes: Vec<Attribute>,
    /// The address.
    pub address: String,
    /// The attributes of the Address.
    pub address_attributes: Vec<Attribute>,
    /// The reference properties, 2004/08 only.
    pub reference_properties: Vec<Content>,
    /// The reference parameters.
    pub reference_parameters: Vec<Content>,
    /// The Metadata.
    pub metadata: Option<Content>,
    /// Elements of other namespaces.
    pub extensible_elements: Vec<Content>,
}

/// An attribute.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Attribute {
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Its value.
    pub value: String,
}

/// An element and what is in it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Content {
    /// Its name.
    #[serde(flatten)]
    pub name: Name,
    /// Its attributes.
    pub attributes: Vec<Attribute>,
    /// Its text up to the first tag in it.
    pub text: String,
    /// The elements in it.
    pub children: Vec<Content>,
}

/// A relation to another message.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Relation {
    /// The id of the other message.
    pub value: String,
    /// The type, the default put in; in 2004/08 as `{namespace}name`.
    pub relationship_type: String,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The stable name of the error.
    pub code: &'static str,
    /// The name of the header that is wrong or missing.
    pub header: Option<Name>,
    /// Bytes of the message before that header, or before the first addressing header.
    pub offset: u64,
}

/// Reads the addressing headers; `None` when there are none, or the message is not one.
pub fn read(document: &[u8]) -> Option<Addressing> {
    let mut size = 4096;
    loop {
        match read_with(document, size) {
            Err(Error { exceeded: Some(Exceeded { limit: Limit::TextStore, needed }), .. }) => size = needed as usize,
            read => return read.ok().flatten(),
        }
    }
}

fn read_with(document: &[u8], size: usize) -> Result<Option<Addressing>, Error> {
    let mut workspace = vec![0; crate::feed::GENEROUS.workspace];
    let peer = Peer { leniencies: TOLERANT, ..crate::message::STRICT };
    let mut reader = Reader::with_options(&mut workspace, peer.options());
    reader.accept_encodings();
    let mut store = vec![0; size];
    let mut headers = HeaderReader::new(&mut store);
    match headers.read(&mut reader, &mut &*document, true, &mut NodeTable::new(&[&VOCABULARY])) {
        // Mandatory blocks of others do not matter here: what was kept is there all the same.
        Err(error) if error.kind != ErrorKind::NotUnderstood => return Err(error),
        _ => {}
    }
    Ok(wsa::Addressing::of(&headers.headers()).map(|addressing| Addressing::of(&addressing)))
}

impl Addressing {
    fn of(addressing: &wsa::Addressing<'_>) -> Addressing {
        let rules = Rules::default();
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let endpoint = |epr: Option<Epr<'_>>| epr.map(|epr| Endpoint::of(&epr));
        let reply = addressing.reply(&rules, "").ok();
        Addressing {
            version: addressing.version().name(),
            message_id: owned(addressing.message_id()),
            action: owned(addressing.action()),
            to: owned(addressing.to()),
            from: endpoint(addressing.from()),
            reply_to: endpoint(addressing.reply_to()),
            fault_to: endpoint(addressing.fault_to()),
            relates_to: addressing.relates_to().map(|relation| Relation::of(&relation)).collect(),
            reference_parameters: addressing.reference_parameters().map(|p| Content::of(&p.element())).collect(),
            problem: addressing.check(&rules).err().map(|problem| Problem::of(&problem)),
            reply_destination: reply.map(|reply| shown(&reply.destination).to_owned()),
        }
    }
}

impl Endpoint {
    fn of(epr: &Epr<'_>) -> Endpoint {
        let address = epr.address_element();
        Endpoint {
            attributes: epr.element().attributes().map(|a| Attribute::of(&a)).collect(),
            address: epr.address().to_string(),
            address_attributes: address.iter().flat_map(Element::attributes).map(|a| Attribute::of(&a)).collect(),
            reference_properties: epr.reference_properties().map(|element| Content::of(&element)).collect(),
            reference_parameters: epr.reference_parameters().map(|element| Content::of(&element)).collect(),
            metadata: epr.metadata().map(|element| Content::of(&element)),
            extensible_elements: epr.extensions().map(|element| Content::of(&element)).collect(),
        }
    }
}

impl Attribute {
    fn of(attribute: &KeptAttribute<'_>) -> Attribute {
        Attribute { name: Name::of_qname(&attribute.name()), value: attribute.value().to_string() }
    }
}

impl Content {
    fn of(element: &Element<'_>) -> Content {
        Content {
            name: Name::of_qname(&element.name()),
            attributes: element.attributes().map(|a| Attribute::of(&a)).collect(),
            text: element.text().to_string(),
            children: element.children().map(|child| Content::of(&child)).collect(),
        }
    }
}

impl Relation {
    fn of(relation: &wsa::Relation<'_>) -> Relation {
        let name = relation.relationship_type;
        let relationship_type = match name.uri.is_empty() {
            true => name.local.to_string(),
            false => format!("{{{}}}{}", name.uri, name.local),
        };
        Relation { value: relation.message_id.to_string(), relationship_type }
    }
}

impl Problem {
    fn of(problem: &wsa::Problem<'_>) -> Problem {
        let header = problem.detail.header.or(problem.detail.element.map(|element| element.name()));
        Problem {
            code: problem.error.kind.name(),
            header: header.map(|name| Name::of_qname(&name)),
            offset: problem.error.offset,
        }
    }
}

fn shown<'a>(destination: &Destination<'a>) -> &'a str {
    match destination {
        Destination::BackChannel => "back channel",
        Destination::None => "none",
        Destination::Address(address) | Destination::MakeConnection(address) => address,
    }
}
