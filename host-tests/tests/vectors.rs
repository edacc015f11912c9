//! The vectors of `vectors/xml`, each whole, cut in two at every byte, and byte by byte.

use soapstone_host_tests::feed::{self, Chunks};
use soapstone_host_tests::vectors::{Vector, load, render};

fn read(vector: &Vector, chunks: Chunks<'_>) -> Vec<u8> {
    let (events, outcome) = feed::events(&vector.input, chunks, &vector.settings);
    render(&events, outcome.error.as_ref())
}

#[test]
fn every_vector_gives_what_it_must() {
    let vectors = load("xml");
    assert!(vectors.len() > 300, "only {} vectors", vectors.len());
    let mut wrong = Vec::new();
    for vector in &vectors {
        let seen = read(vector, Chunks::Whole);
        if !vector.matches(&seen) {
            let (expected, seen) = (vector.expected.escape_ascii(), seen.escape_ascii());
            wrong.push(format!("{}\n  expected {expected}\n  got      {seen}", vector.id));
        }
    }
    assert!(wrong.is_empty(), "{} of {} vectors:\n{}", wrong.len(), vectors.len(), wrong.join("\n"));
}

#[test]
fn no_cut_changes_a_vector() {
    for vector in load("xml") {
        let whole = read(&vector, Chunks::Whole);
        // Cut in two, and the same with an empty chunk in the middle.
        let cuts = (0..=vector.input.len()).flat_map(|cut| [vec![cut], vec![cut, cut]]).collect::<Vec<_>>();
        let ways = cuts.iter().map(|cuts| Chunks::At(cuts));
        let ways = ways.chain([Chunks::Every(1), Chunks::Every(3), Chunks::Trailing(1)]);
        for chunks in ways {
            let seen = read(&vector, chunks);
            let (whole, seen) = (whole.escape_ascii(), seen.escape_ascii());
            assert_eq!(whole.to_string(), seen.to_string(), "{} fed {chunks:?}", vector.id);
        }
    }
}

#[test]
fn ids_are_unique() {
    let mut ids: Vec<_> = load("xml").into_iter().map(|v| v.id.split('/').next_back().unwrap().to_owned()).collect();
    ids.sort();
    let doubled = ids.windows(2).find(|pair| pair[0] == pair[1]);
    assert_eq!(doubled, None);
}
