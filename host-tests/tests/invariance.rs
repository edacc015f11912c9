//! How a document is cut into chunks changes nothing: not the events, not the error, not its offset.

use fastrand::Rng;
use soapstone_host_tests::corpus::{messages, negative};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Outcome};
use soapstone_host_tests::parallel;

/// Documents up to this size are cut at every byte.
const SMALL: usize = 4096;
/// Random cuts of each larger document.
const ROUNDS: u64 = 12;

fn read(workspace: &mut [u8], document: &[u8], chunks: Chunks<'_>) -> (Digest, Outcome) {
    let mut digest = Digest::default();
    let outcome = feed::read_in(workspace, document, chunks, &GENEROUS, &mut digest);
    (digest, outcome)
}

fn documents() -> Vec<(String, Vec<u8>)> {
    let files = messages().into_iter().chain(negative());
    files.map(|file| (file.path, file.bytes)).collect()
}

#[test]
fn every_cut_of_small_documents() {
    let small: Vec<_> = documents().into_iter().filter(|(_, bytes)| bytes.len() < SMALL).collect();
    parallel::each(small, |(path, bytes)| {
        let mut workspace = vec![0; GENEROUS.workspace];
        let whole = read(&mut workspace, &bytes, Chunks::Whole);
        for cut in 1..bytes.len() {
            let seen = read(&mut workspace, &bytes, Chunks::At(&[cut]));
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
            let mut random = Rng::with_seed(seed);
            let mut cuts: Vec<_> = (0..random.usize(1..16)).map(|_| random.usize(..bytes.len())).collect();
            cuts.sort_unstable();
            assert_eq!(read(&mut workspace, &bytes, Chunks::At(&cuts)), whole, "{path} cut at {cuts:?}");
        }
    });
}
