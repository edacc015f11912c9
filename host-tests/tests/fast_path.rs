//! The fast path for plain start tags against the grammar of xmlparser.
//!
//! A tag that lies whole in the chunk may be recognised by the fast path. Byte by byte no tag ever does, and every one
//! is gathered and parsed by xmlparser. So the two feeds are the two implementations, and they must agree on
//! everything: events, errors, offsets, limits and the workspace they need.

use fastrand::Rng;
use soapstone::Limits;
use soapstone_host_tests::corpus::{messages, notice};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Outcome, Settings};
use soapstone_host_tests::generate;
use soapstone_host_tests::mutate::mutate;
use soapstone_host_tests::parallel;
use std::sync::atomic::{AtomicUsize, Ordering};

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
