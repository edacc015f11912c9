//! What a SOAP message says, summed up.

use crate::event::Event;
use crate::feed::GENEROUS;
use serde::Serialize;
use soapstone::peer::Peer;
use soapstone::soap::{self, FaultReader, Leniencies};
use soapstone::{Error, xml};

/// A SOAP message, summed up.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Message {
    /// `1.1` or `1.2`.
    pub version: &'static str,
    /// The header blocks.
    pub headers: Vec<HeaderBlock>,
    /// The names of the body entries; a fault is not among them.
    pub body: Vec<Name>,
    /// The fault.
    pub fault: Option<Fault>,
}

/// A header block.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HeaderBlock {
    /// Its namespace URI; empty for none.
    pub ns: String,
    /// Its local name.
    pub local: String,
    /// Whether it must be understood.
    pub must_understand: bool,
    /// The role or actor.
    pub role: Option<String>,
    /// Whether it is passed on when not processed.
    pub relay: bool,
}

/// A name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Name {
    /// Namespace URI; empty for none.
    pub ns: String,
    /// Local name.
    pub local: String,
}

/// A fault of either version.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// The code and its subcodes.
    pub code: Code,
    /// The reasons.
    pub reasons: Vec<Reason>,
    /// The node that failed.
    pub node: Option<String>,
    /// The role it played; the actor in SOAP 1.1.
    pub role: Option<String>,
    /// The content of the detail as events; `None` without one.
    pub detail: Option<Vec<Event>>,
}

/// A code and its subcodes.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Code {
    /// Namespace URI of the code.
    pub ns: String,
    /// Local name of the code.
    pub local: String,
    /// The subcodes, generic to specific.
    pub sub_codes: Vec<Name>,
}

/// A reason.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reason {
    /// The text.
    pub text: String,
    /// Its language.
    pub lang: Option<String>,
}

impl Name {
    fn of(name: &xml::Name<'_>) -> Name {
        Name { ns: name.uri().to_string(), local: name.local().to_string() }
    }

    pub(crate) fn of_qname(name: &soap::QName<'_>) -> Name {
        Name { ns: name.uri.to_string(), local: name.local.to_string() }
    }
}

impl HeaderBlock {
    fn of(block: &soap::HeaderBlock<'_>) -> HeaderBlock {
        let Name { ns, local } = Name::of(&block.name());
        let role = block.role().map(|role| role.to_string());
        HeaderBlock { ns, local, must_understand: block.must_understand(), role, relay: block.relay() }
    }
}

impl Fault {
    /// The fault, its detail being these events.
    fn of(fault: &soap::Fault<'_>, detail: Vec<Event>) -> Fault {
        let Name { ns, local } = Name::of_qname(&fault.code);
        let reason = |r: soap::Reason<'_>| Reason { text: r.text.to_string(), lang: r.lang.map(|l| l.to_string()) };
        Fault {
            code: Code { ns, local, sub_codes: fault.subcodes.iter().map(|s| Name::of_qname(&s)).collect() },
            reasons: fault.reasons.iter().map(reason).collect(),
            node: fault.node.map(|node| node.to_string()),
            role: fault.role.map(|role| role.to_string()),
            detail: fault.detail.then_some(detail),
        }
    }
}

/// What the harness accepts: all but a lower-case Body, which no peer was seen to send, and an `encodingStyle` that SOAP
/// 1.2 forbids in so many words.
pub const TOLERANT: Leniencies =
    Leniencies::ALL.without(Leniencies::LOWER_CASE_BODY).without(Leniencies::STRUCTURAL_ENCODING);

/// Reads a message and accepts what the library can: every deviation that peers are known for.
pub fn read(document: &[u8]) -> Result<Message, Error> {
    read_of(document, &Peer { leniencies: TOLERANT, ..STRICT })
}

/// Reads a message and accepts only what the standards allow.
pub fn read_strict(document: &[u8]) -> Result<Message, Error> {
    read_of(document, &STRICT)
}

/// Whoever keeps to the standards, whatever the size of its messages.
pub const STRICT: Peer = Peer { limits: GENEROUS.limits, ..Peer::STANDARD };

/// Which deviations a message needs to be accepted besides those of the peer; `None` when nothing helps.
pub fn deviations(document: &[u8], peer: &Peer) -> Option<Leniencies> {
    let accepts = |leniencies| read_of(document, &Peer { leniencies, ..*peer }).is_ok();
    let mut needed = Leniencies::ALL;
    if !accepts(needed) {
        return None;
    }
    for (leniency, ..) in Leniencies::EACH.iter().filter(|(leniency, ..)| !peer.leniencies.contains(*leniency)) {
        let fewer = needed.without(*leniency);
        needed = if accepts(fewer) { fewer } else { needed };
    }
    Some(needed.without(peer.leniencies))
}

/// Reads a message and accepts what this peer is known for, within its limits.
pub fn read_of(document: &[u8], peer: &Peer) -> Result<Message, Error> {
    let mut workspace = vec![0; GENEROUS.workspace];
    let mut reader = soap::Reader::with_options(&mut workspace, peer.options());
    peer.assume_prefixes(&mut reader)?;
    reader.accept_encodings();
    let (mut message, mut input) = (Message::default(), document);
    loop {
        match reader.next(&mut input, true)? {
            soap::Event::Envelope(version, _) => message.version = version.name(),
            soap::Event::HeaderBlock(block) => message.headers.push(HeaderBlock::of(&block)),
            soap::Event::BodyEntry(start) => message.body.push(Name::of(&start.name())),
            soap::Event::Fault(_) => message.fault = Some(fault(&mut reader, &mut input)?),
            soap::Event::Finished => return Ok(message),
            _ => {}
        }
    }
}

fn fault(reader: &mut soap::Reader<'_>, input: &mut &[u8]) -> Result<Fault, Error> {
    let mut store = vec![0; usize::from(u16::MAX)];
    let mut faults = FaultReader::new(&mut store);
    let mut detail = Vec::new();
    loop {
        match faults.next(reader, input, true)? {
            soap::Event::Start(_, start) => detail.push(Event::from(&start)),
            soap::Event::End(_, end) => detail.push(Event::from(&end)),
            soap::Event::Text(_, text) => add(&mut detail, text),
            soap::Event::Close(..) => break,
            _ => {}
        }
    }
    // The events begin and end with the tags of the detail itself.
    detail.pop();
    Ok(Fault::of(&faults.fault(), detail.into_iter().skip(1).collect()))
}

fn add(events: &mut Vec<Event>, piece: xml::Str<'_>) {
    match events.last_mut() {
        Some(Event::Text { text }) => text.push_str(piece.as_str()),
        _ => events.push(Event::Text { text: piece.to_string() }),
    }
}
