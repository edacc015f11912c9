//! How a document is cut into chunks changes nothing: not the events, not the error, not its offset.
//! S-312: chunks of 100 KB are nothing special.

use fastrand::Rng;
use soapstone_host_tests::corpus::{corpus, messages, negative};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Outcome};
use soapstone_host_tests::mutate::mutate;
use soapstone_host_tests::parallel;
use soapstone_host_tests::suite::Suite;
use soapstone_host_tests::vectors::load;

/// Documents up to this size are cut at every byte.
const SMALL: usize = 4096;
/// Damaged documents of each batch, and batches.
const DAMAGED: usize = 10_000;
const BATCHES: u64 = 20;
/// Random cuts of each larger document.
const ROUNDS: u64 = 12;

fn read(workspace: &mut [u8], document: &[u8], chunks: Chunks<'_>) -> (Digest, Outcome) {
    let mut digest = Digest::default();
    let outcome = feed::read_in(workspace, document, chunks, &GENEROUS, &mut digest);
    (digest, outcome)
}

/// The envelopes of the corpora, and the documents of the W3C suite: half of those are malformed, in every way there is.
fn documents() -> Vec<(String, Vec<u8>)> {
    let files = messages().into_iter().chain(negative()).map(|file| (file.path, file.bytes));
    let suite = corpus().map(|path| Suite::load(&path.join("xmlconf/xmlts20130923.zip"), None).unwrap());
    let cases = suite.into_iter().flat_map(|suite| suite.cases).map(|case| (case.id, case.document));
    files.chain(cases).collect()
}

#[test]
fn every_cut_of_small_documents() {
    let small: Vec<_> = documents().into_iter().filter(|(_, bytes)| bytes.len() < SMALL).collect();
    parallel::each(small, |(path, bytes)| {
        let mut workspace = vec![0; GENEROUS.workspace];
        let whole = read(&mut workspace, &bytes, Chunks::Whole);
        for cut in 1..bytes.len() {
            // Every other time there is an empty chunk in the middle.
            let cuts = &[cut, cut][cut % 2..];
            let seen = read(&mut workspace, &bytes, Chunks::At(cuts));
            assert_eq!(seen, whole, "{path} cut at {cut}");
        }
        for chunks in
            [Chunks::Every(1), Chunks::Every(2), Chunks::Every(3), Chunks::Trailing(1), Chunks::Trailing(bytes.len())]
        {
            assert_eq!(read(&mut workspace, &bytes, chunks), whole, "{path} fed {chunks:?}");
        }
    });
}

#[test]
fn random_cuts_of_large_documents() {
    let large: Vec<_> = documents().into_iter().filter(|(_, bytes)| bytes.len() >= SMALL).collect();
    parallel::each(large, |(path, bytes)| {
        let mut workspace = vec![0; GENEROUS.workspace];
        let whole = read(&mut workspace, &bytes, Chunks::Whole);
        assert_eq!(read(&mut workspace, &bytes, Chunks::Every(1)), whole, "{path} byte by byte");
        for seed in 0..ROUNDS {
            let cuts = cuts(&bytes, &mut Rng::with_seed(seed));
            assert_eq!(read(&mut workspace, &bytes, Chunks::At(&cuts)), whole, "{path} cut at {cuts:?}");
        }
    });
}

#[test]
fn random_cuts_of_damaged_documents() {
    let vectors = load("xml").into_iter().map(|vector| vector.input);
    let small = documents().into_iter().map(|(_, bytes)| bytes).filter(|bytes| bytes.len() < SMALL);
    let seeds: Vec<Vec<u8>> = vectors.chain(small).collect();
    parallel::each(0..BATCHES, |batch| {
        let (mut workspace, mut random) = (vec![0; GENEROUS.workspace], Rng::with_seed(batch));
        for _ in 0..DAMAGED {
            let document = mutate(&seeds[random.usize(..seeds.len())], &mut random);
            let whole = read(&mut workspace, &document, Chunks::Whole);
            let cuts = cuts(&document, &mut random);
            let seen = read(&mut workspace, &document, Chunks::At(&cuts));
            assert_eq!(seen, whole, "{} cut at {cuts:?}", document.escape_ascii());
        }
    });
}

/// One to fifteen places, in order.
fn cuts(document: &[u8], random: &mut Rng) -> Vec<usize> {
    let mut cuts: Vec<_> = (0..random.usize(1..16)).map(|_| random.usize(..=document.len())).collect();
    cuts.sort_unstable();
    cuts
}
