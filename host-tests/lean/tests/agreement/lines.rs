//! What a build makes of a document, as lines; the error last. Compiled once for each build.

use super::built::buf::Buffer;
use super::built::soap::{self, HeaderReader, NodeTable};
use super::built::wsa::{self, Addressing, Rules};
use super::built::wss::{self, Policy, Replay, Users, Verifier};
use super::built::{Error, Limits, xml};

/// How a document is read.
#[derive(Clone, Copy)]
pub(crate) struct Settings {
    pub(crate) encodings: bool,
    pub(crate) refuse_pi: bool,
    /// Bytes of a chunk.
    pub(crate) chunk: usize,
}

/// A document as XML.
pub(crate) fn xml(document: &[u8], settings: Settings) -> Vec<String> {
    let (mut workspace, mut lines) = (vec![0; 65_535], Vec::new());
    let mut reader = xml::Reader::with_limits(&mut workspace, GENEROUS);
    if settings.encodings {
        reader.accept_encodings();
    }
    if settings.refuse_pi {
        reader.refuse_processing_instructions();
    }
    each_chunk(document, settings.chunk, &mut |mut chunk, last| {
        loop {
            match reader.next(&mut chunk, last) {
                Ok(xml::Event::Start(tag)) => start(&mut lines, &tag),
                Ok(xml::Event::Text(piece)) => text(&mut lines, piece),
                Ok(xml::Event::End(tag)) => lines.push(format!("</{}", tag.name().qname())),
                Ok(_) => return true,
                Err(error) => {
                    lines.push(refusal(&error));
                    return false;
                }
            }
        }
    });
    lines
}

/// A document as a SOAP message, its header blocks kept, its fault read.
pub(crate) fn soap(document: &[u8], settings: Settings, leniencies: u32) -> Vec<String> {
    let (mut workspace, mut store, mut lines) = (vec![0; 65_535], vec![0; 65_535], Vec::new());
    let leniencies = soap::Leniencies::from_bits(leniencies).expect("a set");
    let options = soap::Options { leniencies, limits: GENEROUS, ..soap::Options::default() };
    let mut reader = soap::Reader::with_options(&mut workspace, options);
    if settings.encodings {
        reader.accept_encodings();
    }
    let mut headers = HeaderReader::new(&mut store);
    let mut input = document;
    let vocabularies = [&wsa::VOCABULARY, &wss::VOCABULARY, &wss::VOCABULARY_REPAIRED];
    let mut node = NodeTable::new(&vocabularies).keep_all();
    if let Err(error) = headers.read(&mut reader, &mut input, true, &mut node) {
        lines.push(refusal(&error));
        return lines;
    }
    let headers = headers.headers();
    for block in headers.blocks() {
        let element = block.element();
        lines.push(format!("{:?} {} {:?}", element.name(), block.must_understand(), block.role()));
    }
    addressing(&headers, &mut lines);
    security(&headers, &mut lines);
    if let Err(error) = body(&mut reader, input, &mut lines) {
        lines.push(refusal(&error));
    }
    lines
}

fn body(reader: &mut soap::Reader<'_>, mut input: &[u8], lines: &mut Vec<String>) -> Result<(), Error> {
    let mut store = vec![0; 65_535];
    let mut fault = None;
    loop {
        let event = match &mut fault {
            None => reader.next(&mut input, true)?,
            Some(faults) => soap::FaultReader::next(faults, reader, &mut input, true)?,
        };
        match event {
            soap::Event::Fault(_) => fault = Some(soap::FaultReader::new(&mut store)),
            soap::Event::BodyEntry(tag) | soap::Event::Start(_, tag) => start(lines, &tag),
            soap::Event::Text(_, piece) => text(lines, piece),
            soap::Event::Close(section, _) => lines.push(format!("{section:?} closes")),
            soap::Event::Finished => break,
            _ => {}
        }
        if let Some(faults) = fault.take_if(|_| reader.section() == soap::Section::Body) {
            lines.push(format!("{:?}", faults.into_fault()));
            return Ok(());
        }
    }
    Ok(())
}

/// The addressing of a message, and where its answer goes.
fn addressing(headers: &soap::Headers<'_>, lines: &mut Vec<String>) {
    let Some(addressing) = Addressing::of(headers) else { return };
    let rules = Rules { reply_expected: true, ..Rules::default() };
    if let Err(problem) = addressing.check(&rules) {
        lines.push(format!("{} {}", refusal(&problem.error), problem.reason()));
        return;
    }
    lines.push(format!("{:?} {:?} {:?}", addressing.action(), addressing.message_id(), addressing.to()));
    lines.extend(addressing.relates_to().map(|relation| format!("{relation:?}")));
    for answer in [addressing.reply(&rules, "urn:reply"), addressing.fault_reply(&rules, "urn:fault")] {
        match answer {
            Ok(reply) => {
                lines.push(format!("{:?}", reply.destination));
                written(lines, soap::Version::Soap12, &mut |writer| reply.properties.write(writer));
            }
            Err(problem) => lines.push(refusal(&problem.error)),
        }
    }
}

/// What writing comes to whose names, version or generation one build may not have, each case by its name.
pub(crate) fn writing() -> Vec<(String, Vec<String>)> {
    let mut cases = Vec::new();
    let mut case = |name: String, write: &mut Write<'_>| {
        let mut lines = Vec::new();
        written(&mut lines, soap::Version::Soap11, write);
        cases.push((name, lines));
    };
    for local in ["Water", "Größe", "日本"] {
        case(format!("name {local}"), &mut |writer| writer.body_entry("urn:meter", local));
    }
    for &version in wsa::Version::ALL {
        let properties = wsa::Properties {
            version,
            action: "urn:meter/read",
            message_id: Some("urn:uuid:1"),
            to: Some("http://meter.example"),
            reply_to: Some(version.anonymous()),
            ..wsa::Properties::default()
        };
        case(format!("addressing {}", version.name()), &mut |writer| properties.write(writer));
        case(format!("plain addressing {}", version.name()), &mut |writer| properties.write_plain(writer));
    }
    for &generation in wss::Generation::ALL {
        let secrets = [wss::Secret::None, wss::Secret::Text("secret"), wss::Secret::Digest("secret")];
        for (nth, secret) in secrets.into_iter().enumerate() {
            let credentials = wss::Credentials { username: "operator", secret, ..wss::Credentials::default() };
            let nonce = matches!(secret, wss::Secret::Digest(_)).then_some(&b"0123456789abcdef"[..]);
            let credentials =
                wss::Credentials { nonce, created: nonce.and(Some("2026-11-21T12:00:00Z")), ..credentials };
            let tokens = wss::Tokens { generation, credentials: Some(credentials), ..wss::Tokens::default() };
            case(format!("security {generation:?} {nth}"), &mut |writer| wss::write(writer, &tokens));
        }
    }
    cases
}

type Write<'w> = dyn FnMut(&mut soap::Writer<'_, Buffer<'_>>) -> Result<(), xml::WriteError> + 'w;

/// What a call writes, or why it does not.
fn written(lines: &mut Vec<String>, version: soap::Version, write: &mut Write<'_>) {
    let (mut memory, mut workspace) = (vec![0; 65_535], vec![0; 4096]);
    let mut writer = soap::Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    writer.envelope().expect("there is room");
    match write(&mut writer) {
        Ok(()) => lines.push(String::from_utf8_lossy(writer.sink().bytes()).into_owned()),
        Err(xml::WriteError::Error(error)) => lines.push(refusal(&error)),
        Err(error) => lines.push(format!("{error:?}")),
    }
}

/// The tokens of a message, verified by a policy that accepts much.
fn security(headers: &soap::Headers<'_>, lines: &mut Vec<String>) {
    let policy = Policy {
        require_username_token: false,
        require_nonce: false,
        accept_text: true,
        accept_digest: true,
        accept_no_password: true,
        accept_binary: true,
        ..Policy::DIGEST
    };
    let mut replays = [Replay::EMPTY; 4];
    let mut verifier = Verifier { policy: &policy, now: None, replays: &mut replays };
    match verifier.verify(headers, &mut Users(&[("operator", "secret")])) {
        Ok(verified) => lines.push(format!("{:?} {}", verified.username, verified.authenticated)),
        Err(error) => lines.push(refusal(&error)),
    }
}

/// Room for everything that is not hostile.
const GENEROUS: Limits = Limits {
    depth: 4096,
    attributes: 1024,
    tag_bytes: u16::MAX,
    namespaces: 1024,
    message_bytes: u64::MAX,
    header_blocks: 1024,
};

fn start(lines: &mut Vec<String>, tag: &xml::Start<'_>) {
    let name = |name: xml::Name<'_>| format!("{{{}}}{}", name.uri(), name.qname());
    let declarations = tag.declarations().map(|declaration| format!("{declaration:?}"));
    let attributes = tag.attributes().map(|a| format!("{}={:?}", name(a.name()), a.value().as_str()));
    let rest: Vec<String> = declarations.chain(attributes).collect();
    lines.push(format!("<{} at {} {}", name(tag.name()), tag.offset(), rest.join(" ")));
}

fn text(lines: &mut Vec<String>, piece: xml::Str<'_>) {
    match lines.last_mut().filter(|line| line.starts_with('"')) {
        Some(line) => line.push_str(piece.as_str()),
        None => lines.push(format!("\"{}", piece.as_str())),
    }
}

fn refusal(error: &Error) -> String {
    let exceeded = error.exceeded.map(|exceeded| format!(":{}={}", exceeded.limit.name(), exceeded.needed));
    format!("!{}@{}{}", error.kind.name(), error.offset, exceeded.unwrap_or_default())
}

/// Hands out the chunks of a document, the last one marked, until `take` has had enough.
fn each_chunk(document: &[u8], size: usize, take: &mut dyn FnMut(&[u8], bool) -> bool) {
    let mut rest = document;
    while rest.len() > size {
        let (chunk, after) = rest.split_at(size);
        if !take(chunk, false) {
            return;
        }
        rest = after;
    }
    take(rest, true);
}
