//! The two ways of start tags against each other, and against the grammar of xmlparser.
//!
//! A tag that lies whole in the chunk may be read where it is. Byte by byte no tag ever does, and every one is gathered.
//! The two feeds must agree on everything: events, errors, offsets, limits and the workspace they need. And what they
//! say of tags must be what the tokenizer of xmlparser says.

use fastrand::Rng;
use soapstone::xml::{End, Start, Str};
use soapstone::{ErrorKind, Limits};
use soapstone_host_tests::corpus::{messages, notice};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, Collect, GENEROUS, Outcome, Settings};
use soapstone_host_tests::generate;
use soapstone_host_tests::mutate::mutate;
use soapstone_host_tests::parallel;
use std::sync::atomic::{AtomicUsize, Ordering};
use xmlparser::{Token, Tokenizer};

/// Documents per seed, and seeds.
const DOCUMENTS: usize = 20_000;
const SEEDS: u64 = 16;

fn read(document: &[u8], chunks: Chunks<'_>, settings: &Settings) -> (Digest, Outcome) {
    let mut digest = Digest::default();
    let outcome = feed::read(document, chunks, settings, &mut digest);
    (digest, outcome)
}

/// Compares the two; answers whether the document was accepted.
fn agree(document: &[u8], settings: &Settings) -> bool {
    let fast = read(document, Chunks::Whole, settings);
    let slow = read(document, Chunks::Every(1), settings);
    assert_eq!(fast, slow, "{} with {settings:?}", document.escape_ascii());
    fast.1.error.is_none()
}

/// Limits that are passed now and then.
fn tight(random: &mut Rng) -> Settings {
    let limits = Limits {
        depth: random.u16(1..6),
        attributes: random.u16(1..5),
        tag_bytes: random.u16(8..120),
        namespaces: random.u16(1..8),
        ..Limits::DEFAULT
    };
    Settings { workspace: random.usize(..400), limits, encodings: random.bool(), refuse_pi: false }
}

#[test]
fn both_agree_on_generated_tags() {
    let accepted = AtomicUsize::new(0);
    parallel::each(0..SEEDS, |seed| {
        let mut random = Rng::with_seed(seed);
        for _ in 0..DOCUMENTS {
            let document = generate::document(&mut random, 20);
            accepted.fetch_add(usize::from(agree(&document, &GENEROUS)), Ordering::Relaxed);
            agree(&document, &tight(&mut random));
            agree(&mutate(&document, &mut random), &GENEROUS);
        }
    });
    let (accepted, made) = (accepted.into_inner(), SEEDS as usize * DOCUMENTS);
    notice(&format!("fast path: {made} documents generated, {accepted} of them well-formed"));
    assert!(accepted * 10 > made, "too little of what is generated is well-formed");
}

#[test]
fn both_agree_on_the_corpora() {
    parallel::each(messages(), |file| {
        agree(&file.bytes, &GENEROUS);
        let mut random = Rng::with_seed(file.bytes.len() as u64);
        for _ in 0..20 {
            agree(&file.bytes, &tight(&mut random));
        }
    });
}

/// The tags of a document: the name of each as written, its attributes and declarations, with the value where no
/// reference is in it.
#[derive(Default)]
struct Tags(Vec<(String, Vec<Attribute>)>);

type Attribute = (String, Option<String>);

fn qname(prefix: &str, local: &str) -> String {
    if prefix.is_empty() { local.to_owned() } else { format!("{prefix}:{local}") }
}

impl Collect for Tags {
    fn start(&mut self, start: &Start<'_>) {
        let name = |name: soapstone::xml::Name<'_>| qname(name.prefix().as_str(), name.local().as_str());
        let attributes = start.attributes().map(|a| (name(a.name()), Some(a.value().to_string())));
        let declarations = start.declarations().map(|d| match d.prefix.as_str() {
            "" => ("xmlns".to_owned(), Some(d.uri.to_string())),
            prefix => (qname("xmlns", prefix), Some(d.uri.to_string())),
        });
        self.0.push((name(start.name()), attributes.chain(declarations).collect()));
    }

    fn text(&mut self, _: Str<'_>) {}

    fn end(&mut self, _: &End<'_>) {}
}

/// The tags as xmlparser tells them, up to an error, and whether there was none.
fn tokens(document: &str) -> (Tags, bool) {
    let mut tags = Tags::default();
    for token in Tokenizer::from(document) {
        match token {
            Ok(Token::ElementStart { prefix, local, .. }) => tags.0.push((qname(&prefix, &local), Vec::new())),
            Ok(Token::Attribute { prefix, local, value, .. }) => {
                let value = value.replace("\r\n", " ").replace(['\t', '\n', '\r'], " ");
                let value = if value.contains('&') { None } else { Some(value) };
                tags.0.last_mut().expect("an element").1.push((qname(&prefix, &local), value));
            }
            Ok(_) => {}
            Err(_) => return (tags, false),
        }
    }
    (tags, true)
}

/// Holds the tags of a document to what xmlparser says; answers whether the document was accepted.
fn as_xmlparser(document: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(document) else { return false };
    let mut ours = Tags::default();
    let outcome = feed::read(document, Chunks::Whole, &GENEROUS, &mut ours);
    let (mut theirs, complete) = tokens(text);
    match outcome.error {
        None => {
            assert!(complete, "refused by xmlparser alone: {text:?}");
            for ((_, ours), (_, theirs)) in ours.0.iter_mut().zip(&mut theirs.0) {
                for (name, value) in ours.iter_mut() {
                    if theirs.iter().any(|(other, value)| other == name && value.is_none()) {
                        *value = None;
                    }
                }
                ours.sort();
                theirs.sort();
            }
            assert_eq!(ours.0, theirs.0, "{text:?}");
            true
        }
        Some(error) => {
            // xmlparser lets a name begin with a colon.
            let colon = document.get(error.offset as usize) == Some(&b':');
            let grammar = matches!(error.kind, ErrorKind::InvalidName | ErrorKind::InvalidAttribute);
            assert!(!grammar || colon || !complete, "accepted by xmlparser, {error:?}: {text:?}");
            false
        }
    }
}

#[test]
fn tags_read_as_xmlparser_reads_them() {
    let accepted = AtomicUsize::new(0);
    parallel::each(0..SEEDS, |seed| {
        let mut random = Rng::with_seed(seed);
        for _ in 0..DOCUMENTS {
            let document = generate::document(&mut random, 20);
            accepted.fetch_add(usize::from(as_xmlparser(&document)), Ordering::Relaxed);
            as_xmlparser(&mutate(&document, &mut random));
        }
    });
    parallel::each(messages(), |file| {
        as_xmlparser(&file.bytes);
    });
    assert!(accepted.into_inner() * 10 > SEEDS as usize * DOCUMENTS, "too little of what is generated is well-formed");
}
