//! The messages that are damaged: the vectors, the messages and header blocks in the tests of the vocabularies, and
//! those of the corpus that have header blocks of them.

use roxmltree::Document;
use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::vectors::documents;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Larger messages of the corpus would spend the time on their middle.
const LARGEST: usize = 16_384;

/// What a message of the corpus must name to be of interest.
const NAMES: &[&str] = &["/addressing", "secext", "siebel.com/webservices"];

/// Header blocks whose prefixes and QNames are awkward to write again.
const AWKWARD: &[&str] = &[
    "<wsa:Action>a</wsa:Action><wsa:ReplyTo><wsa:Address>u:c</wsa:Address><wsa:ReferenceParameters>\
     <soap:k xmlns:soap='urn:k' soap:a='xml:lang' b='xml:space'>xml:lang</soap:k><m:k a='xmlns:x m:y'>xmlns:x</m:k>\
     <ns1:k xmlns:ns1='urn:1' xmlns:ns2='urn:2' ns2:a='ns1:v ns2:w'>ns2:z<k xmlns='urn:1' ns1:a='1' ns2:a='2'/></ns1:k>\
     <k xmlns='urn:d' a='m:x'><k xmlns=''><k xmlns='urn:d' xml:lang='en'>wsa:x</k></k></k></wsa:ReferenceParameters></wsa:ReplyTo>",
    "<wsa04:Action>a</wsa04:Action><wsa04:To>u:t</wsa04:To><wsa04:MessageID>i</wsa04:MessageID><wsa04:RelatesTo \
     RelationshipType='xml:lang'>i</wsa04:RelatesTo><wsa04:ReplyTo><wsa04:Address>u:c</wsa04:Address>\
     <wsa04:ReferenceProperties><m:p e:mustUnderstand='0'>e:q</m:p></wsa04:ReferenceProperties>\
     <wsa04:PortType>m:p</wsa04:PortType><wsa04:ServiceName PortName='n'>m:s</wsa04:ServiceName></wsa04:ReplyTo>",
    "<wsse:Security e:mustUnderstand='1'><wsu:Timestamp><wsu:Created>2026-11-21T10:00:00Z</wsu:Created>\
     <wsu:Expires>2026-11-21T10:05:00Z</wsu:Expires></wsu:Timestamp><wsse:UsernameToken><wsse:Username>u1</wsse:Username>\
     <wsse:Password>p1</wsse:Password><wsse:Nonce>AAAA</wsse:Nonce><wsu:Created>2026-11-21T10:00:00Z</wsu:Created>\
     </wsse:UsernameToken></wsse:Security><wsa:Action>urn:m/read</wsa:Action>",
    "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText><sieb:SessionType>None</sieb:SessionType>",
];

/// Every message once: what it is, and the text.
pub(crate) fn seeds() -> Vec<(String, String)> {
    let vectors = documents("soap").into_iter();
    let corpus = messages().into_iter().filter(|file| file.bytes.len() < LARGEST).map(|file| (file.path, file.bytes));
    let vectors = vectors.filter_map(|(id, bytes)| Some((id, String::from_utf8(bytes).ok()?)));
    let corpus = corpus.filter_map(|(path, bytes)| Some((path, String::from_utf8(bytes).ok()?)));
    let corpus = corpus.filter(|(_, text)| NAMES.iter().any(|name| text.contains(name)));
    let mut seen = HashSet::new();
    let awkward = AWKWARD.iter().flat_map(|blocks| envelopes(blocks)).map(|text| ("awkward".to_owned(), text));
    let all = vectors.chain(awkward).chain(literals()).chain(corpus);
    all.filter(|(_, text)| Document::parse(text).is_ok() && seen.insert(text.clone())).collect()
}

/// The messages and header blocks that stand as strings in the tests, the blocks in an envelope of each version.
fn literals() -> Vec<(String, String)> {
    let mut found = Vec::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")) {
        let text = std::fs::read_to_string(&file).expect("the source is readable");
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        for (nth, literal) in strings(&text).into_iter().enumerate() {
            let id = format!("{name}/{nth}");
            match literal.contains("Envelope") {
                true => found.push((id, literal)),
                false => found.extend(envelopes(&literal).map(|envelope| (id.clone(), envelope))),
            }
        }
    }
    found
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is readable").map(|entry| entry.expect("an entry").path())
    {
        match entry.is_dir() {
            true => files.extend(sources(&entry)),
            false => files.push(entry),
        }
    }
    files.sort();
    files
}

/// The strings of a Rust source that begin with a tag.
fn strings(source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find("\"<") {
        let hashes = rest[..at].bytes().rev().take_while(|&b| b == b'#').count();
        let raw = rest[..at - hashes].ends_with('r');
        rest = &rest[at + 1..];
        let close = format!("\"{}", "#".repeat(hashes));
        let end = match raw {
            true => rest.find(&close),
            false => rest.match_indices('"').map(|(at, _)| at).find(|&at| !rest[..at].ends_with('\\')),
        };
        let Some(end) = end else { break };
        let literal = &rest[..end];
        found.push(if raw { literal.to_owned() } else { unescaped(literal) });
        rest = &rest[end..];
    }
    found
}

fn unescaped(literal: &str) -> String {
    let lines = literal.split("\\\n").enumerate();
    let joined: String = lines.map(|(nth, line)| if nth > 0 { line.trim_start() } else { line }).collect();
    joined.replace("\\\"", "\"").replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t")
}

/// Header blocks in an envelope of each version, with the prefixes that the tests use.
fn envelopes(blocks: &str) -> impl Iterator<Item = String> {
    const PREFIXES: &[(&str, &str)] = &[
        ("m", "urn:m"),
        ("wsa", "http://www.w3.org/2005/08/addressing"),
        ("wsa04", "http://schemas.xmlsoap.org/ws/2004/08/addressing"),
        ("sieb", "http://siebel.com/webservices"),
        ("wsse", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"),
        ("wsu", "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"),
    ];
    let prefixes: String = PREFIXES.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}='{uri}'")).collect();
    let versions = ["http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"];
    let blocks = blocks.to_owned();
    versions.into_iter().map(move |uri| {
        format!(
            "<e:Envelope xmlns:e='{uri}'{prefixes}><e:Header>{blocks}</e:Header><e:Body><m:read>7</m:read></e:Body></e:Envelope>"
        )
    })
}
