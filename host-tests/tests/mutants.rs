//! Damaged documents: we refuse what expat refuses and accept what it accepts, a few known differences apart.

use fastrand::Rng;
use soapstone::ErrorKind;
use soapstone_host_tests::corpus::{messages, notice};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::expat::Expat;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::mutate::mutate;
use soapstone_host_tests::vectors::load;

/// Mutants of the run that is always made; `SOAPSTONE_MUTANTS` sets another number, `SOAPSTONE_SEED` makes others.
const MUTANTS: usize = 400_000;
/// Mutants whose events are compared.
const EVENTS: usize = 50_000;
/// Documents asked about at a time.
const BATCH: usize = 2_000;
/// Larger documents would spend the time on their middle.
const LARGEST: usize = 1_500;

fn seeds() -> Vec<Vec<u8>> {
    let vectors = load("xml").into_iter().map(|vector| vector.input);
    let messages = messages().into_iter().map(|file| file.bytes).filter(|bytes| bytes.len() < LARGEST);
    vectors.chain(messages).filter(|bytes| !bytes.is_empty()).collect()
}

/// Whether it is known that expat sees this otherwise.
fn known(document: &[u8], error: Option<ErrorKind>) -> bool {
    match error {
        // It reads DTDs and more encodings, and lets any version pass.
        Some(ErrorKind::DtdForbidden | ErrorKind::UnsupportedEncoding | ErrorKind::UnsupportedVersion) => true,
        // It believes the byte order mark and not the declaration.
        Some(ErrorKind::EncodingMismatch) => true,
        // It takes the first half of a surrogate pair for the whole, and half a code unit at the end for nothing.
        Some(ErrorKind::InvalidEncoding | ErrorKind::UnexpectedEnd) => utf16(document),
        // Its names are those of the fourth edition.
        None | Some(ErrorKind::InvalidName | ErrorKind::InvalidPi) => !document.is_ascii() || utf16(document),
        // In ISO-8859-1 it takes the ordinal indicators for letters, which they are in no edition.
        Some(ErrorKind::InvalidAttribute | ErrorKind::Syntax | ErrorKind::MismatchedTag) => {
            std::str::from_utf8(document).is_err() && document.iter().any(|&byte| matches!(byte, 0xAA | 0xBA))
        }
        _ => false,
    }
}

/// Whether a document is in UTF-16: no other document that is well-formed has a zero byte.
fn utf16(document: &[u8]) -> bool {
    document.contains(&0)
}

/// A number from the environment.
fn number(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().map_or(default, |value| value.parse().expect(name))
}

#[test]
fn verdicts_are_those_of_expat() {
    let Some(mut expat) = Expat::start() else { return };
    let total = usize::try_from(number("SOAPSTONE_MUTANTS", MUTANTS as u64)).unwrap();
    let (seeds, mut random) = (seeds(), Rng::with_seed(number("SOAPSTONE_SEED", 0x50A9)));
    let (mut accepted, mut left_out, mut wrong) = (0, 0, Vec::new());
    for _ in 0..total.div_ceil(BATCH) {
        let batch: Vec<_> = (0..BATCH).map(|_| mutate(&seeds[random.usize(..seeds.len())], &mut random)).collect();
        for (document, theirs) in batch.iter().zip(expat.accepts(&batch)) {
            let ours = feed::read(document, Chunks::Whole, &GENEROUS, &mut Digest::default());
            accepted += usize::from(theirs);
            if theirs == ours.error.is_none() {
                continue;
            }
            match known(document, ours.error.map(|e| e.kind)) {
                true => left_out += 1,
                false => wrong.push(format!("{:?} {}", ours.error.map(|e| e.to_string()), document.escape_ascii())),
            }
        }
    }
    notice(&format!("mutants: {total} read, {accepted} accepted by expat, {left_out} of the known differences"));
    assert!(accepted * 50 > total && accepted * 2 < total, "the damage is too great or too small");
    assert!(wrong.is_empty(), "{} of {total}:\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}

#[test]
fn events_are_those_of_expat() {
    let Some(mut expat) = Expat::start() else { return };
    let (seeds, mut random) = (seeds(), Rng::with_seed(0xE7E9));
    let mut compared = 0;
    for _ in 0..EVENTS {
        let document = mutate(&seeds[random.usize(..seeds.len())], &mut random);
        let (ours, outcome) = feed::events(&document, Chunks::Every(random.usize(1..64)), &GENEROUS);
        if outcome.error.is_none() {
            let theirs = expat.read(&document);
            // The verdicts are compared above.
            if theirs.error.is_none() {
                assert_eq!(ours, theirs.events, "{}", document.escape_ascii());
                compared += 1;
            }
        }
    }
    assert!(compared * 20 > EVENTS, "only {compared} of {EVENTS} mutants are well-formed");
}
