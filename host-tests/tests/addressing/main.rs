//! WS-Addressing read, judged, answered and written, at any chunking and through any buffer.

mod faults;
mod golden;
mod reading;
mod replies;
mod rules;
mod writing;

use soapstone::buf::Buffer;
use soapstone::soap::{self, HeaderReader, Headers, NodeTable, Reader};
use soapstone::wsa::{Addressing, Destination, Epr, Rules, VOCABULARY, Version};
use soapstone::xml::WriteError;

const SOAP11: soap::Version = soap::Version::Soap11;
const SOAP12: soap::Version = soap::Version::Soap12;

/// A message with these header blocks; `wsa` and `wsa04` are the addressing namespaces, `m` is one of an application.
fn message(version: soap::Version, blocks: &str) -> String {
    format!(
        "<e:Envelope xmlns:e='{}' xmlns:wsa='{}' xmlns:wsa04='{}' xmlns:m='urn:m'>\
         <e:Header>{blocks}</e:Header><e:Body/></e:Envelope>",
        version.uri(),
        Version::V10.uri(),
        Version::V200408.uri()
    )
}

/// Reads the header blocks in two chunks, for a node with these roles besides that of the ultimate receiver.
fn headers(message: &str, split: usize, roles: &[&str]) -> Headers<'static> {
    let mut workspace = [0; 4096];
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(vec![0; 8192].leak());
    let mut node = NodeTable::new(&[&VOCABULARY]).with_roles(roles);
    let (first, mut rest) = message.as_bytes().split_at(split);
    let mut first = first;
    if !headers.read(&mut reader, &mut first, false, &mut node).expect("well-formed") {
        headers.read(&mut reader, &mut rest, true, &mut node).expect("well-formed");
    }
    headers.into_headers()
}

/// The addressing headers of a message with these blocks.
fn addressing(version: soap::Version, blocks: &str) -> Addressing<'static> {
    Addressing::of(&headers(&message(version, blocks), 0, &[])).expect("addressing headers")
}

/// Everything the view of a message says, or the problem it has.
fn outcome(headers: &Headers<'_>, rules: &Rules<'_>) -> String {
    let Some(addressing) = Addressing::of(headers) else { return "no addressing".to_owned() };
    if let Err(problem) = addressing.check(rules) {
        let header = problem.detail.header.map(|name| format!(" {}", name.local));
        let element = problem.detail.element.map(|element| format!(" <{}>", element.name().local));
        let iri = problem.detail.iri.map(|iri| format!(" {iri:?}"));
        let parts = [header, element, iri].into_iter().flatten().collect::<String>();
        return format!("{}{parts}", problem.error.kind.name());
    }
    shown(&addressing)
}

fn shown(addressing: &Addressing<'_>) -> String {
    let mut parts = Vec::new();
    let texts = [("action", addressing.action()), ("id", addressing.message_id()), ("to", addressing.to())].into_iter();
    parts.extend(texts.filter_map(|(name, text)| Some(format!("{name} {}", text?))));
    for relation in addressing.relates_to() {
        let kind = match relation.is_reply(addressing.version()) {
            true => "reply".to_owned(),
            false => format!("{:?}", relation.relationship_type),
        };
        parts.push(format!("relates {} {kind}", relation.message_id));
    }
    let eprs = [("reply", addressing.reply_to()), ("fault", addressing.fault_to()), ("from", addressing.from())];
    parts.extend(eprs.into_iter().filter_map(|(name, epr)| Some(format!("{name} {}", shown_epr(&epr?)))));
    let parameters = addressing.reference_parameters().map(|block| block.element());
    parts.extend(parameters.map(|element| format!("parameter {}={}", element.name().local, element.text())));
    parts.join(", ")
}

fn shown_epr(epr: &Epr<'_>) -> String {
    let attributes = |element: soapstone::soap::Element<'_>| {
        element.attributes().map(|a| format!(" @{}={}", a.name().local, a.value())).collect::<String>()
    };
    let mut text = format!("{}{}", epr.address(), attributes(epr.element()));
    text += &epr.address_element().map(|address| format!("{}.", attributes(address))).unwrap_or_default();
    text +=
        &epr.reference_properties().map(|p| format!(" property {}={}", p.name().local, p.text())).collect::<String>();
    text += &epr.reference_parameters().map(|p| format!(" key {}={}", p.name().local, p.text())).collect::<String>();
    if let Some(metadata) = epr.metadata() {
        let names = metadata.children().map(|child| format!(" {}", child.name().local));
        text += &format!(" metadata{}{}", attributes(metadata), names.collect::<String>());
    }
    text += &epr.port_type().map(|name| format!(" type {name:?}")).unwrap_or_default();
    text += &epr.service().map(|s| format!(" service {:?} {:?}", s.name, s.port)).unwrap_or_default();
    text += &epr.extensions().map(|child| format!(" extension {}", child.name().local)).collect::<String>();
    text
}

fn destination(destination: &Destination<'_>) -> String {
    match destination {
        Destination::BackChannel => "back".to_owned(),
        Destination::None => "none".to_owned(),
        Destination::Address(address) => format!("to {address}"),
        Destination::MakeConnection(address) => format!("hold for {address}"),
    }
}

/// A writer of the tests.
type Writer<'a, 'w> = soap::Writer<'w, Buffer<'a>>;
/// A call that writes a part of a message.
type Call<'c> = &'c dyn Fn(&mut Writer<'_, '_>) -> Result<(), WriteError>;

/// Writes a message whose parts these calls write, each repeated when the buffer of this size is full. The prefixes `e`,
/// `wsa` and `m` are those of the vectors.
fn written(version: soap::Version, wsa: Version, size: usize, calls: &[Call<'_>]) -> Result<String, WriteError> {
    let (mut memory, mut workspace) = (vec![0; size], [0; 2048]);
    let mut writer = soap::Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    writer.pin("wsa", wsa.uri())?;
    writer.pin("m", "urn:m")?;
    writer.envelope_prefixed("e")?;
    writer.xml().declare(wsa.uri())?;
    let mut sent = Vec::new();
    let finish: Call<'_> = &|writer| writer.finish();
    for call in calls.iter().chain([&finish]) {
        while let Err(error) = call(&mut writer) {
            if error != WriteError::Full {
                return Err(error);
            }
            assert!(!writer.sink().bytes().is_empty(), "no progress with {size} bytes");
            sent.extend_from_slice(writer.sink().bytes());
            writer.sink_mut().clear();
        }
    }
    sent.extend_from_slice(writer.sink().bytes());
    Ok(String::from_utf8(sent).expect("UTF-8"))
}

/// The same through buffers of several sizes, which must not change a byte.
fn written_through_any(version: soap::Version, wsa: Version, calls: &[Call<'_>]) -> String {
    let whole = written(version, wsa, 65_536, calls).expect("it can be written");
    for size in [128, 131, 150, 200, 333] {
        assert_eq!(written(version, wsa, size, calls).as_ref(), Ok(&whole), "through {size} bytes");
    }
    whole
}

/// What is in the Header of a written message.
fn header_of(message: &str) -> &str {
    let (_, rest) = message.split_once("<e:Header>").expect("a Header");
    rest.split_once("</e:Header>").expect("its end").0
}
