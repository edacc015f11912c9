//! Messages with one thing wrong go through a whole node: each gives a correct reading or a defined error, the same at
//! any chunking and with any store.

mod dom;
mod mutants;
mod node;
mod seeds;
mod views;
mod written;

use fastrand::Rng;
use node::{Outcome, Reading, process};
use soapstone::Limit;
use soapstone::soap::Leniencies;
use soapstone_host_tests::corpus::notice;
use soapstone_host_tests::parallel;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Mutants of the run that is always made; `SOAPSTONE_ADVERSE` sets another number. The rest is passed over evenly,
/// but no message and no mutant of those that are awkward.
const MUTANTS: usize = 20_000;

/// Bytes of a store that is large enough.
const LARGE: usize = 65_536;

#[test]
fn deletions_and_repetitions_give_a_correct_reading_or_a_defined_error() {
    let seeds = seeds::seeds();
    let limit = std::env::var("SOAPSTONE_ADVERSE").ok().map_or(MUTANTS, |number| number.parse().expect("a number"));
    let all: Vec<_> = seeds.iter().flat_map(|(id, text)| with_original(id, text)).collect();
    let step = all.len().div_ceil(limit).max(1);
    let chosen: Vec<_> = all
        .iter()
        .enumerate()
        .filter(|(nth, (id, what, _))| what.is_empty() || id == "awkward" || nth % step == 0)
        .map(|(_, mutant)| mutant)
        .collect();
    let (wrong, accepted) = (Mutex::new(Vec::new()), AtomicUsize::new(0));
    std::panic::set_hook(Box::new(|_| {}));
    parallel::each(chosen.iter(), |(id, what, text)| match catch_unwind(AssertUnwindSafe(|| check(text))) {
        Ok(read) => drop(accepted.fetch_add(usize::from(read), Ordering::Relaxed)),
        Err(why) => {
            let why = why.downcast_ref::<String>().cloned().or(why.downcast_ref::<&str>().map(|s| (*s).to_owned()));
            let what = if what.is_empty() { "undamaged" } else { *what };
            wrong.lock().expect("no panic in here").push((why.unwrap_or_default(), format!("{id}, {what}:\n  {text}")));
        }
    });
    drop(std::panic::take_hook());
    let (wrong, accepted) = (wrong.into_inner().expect("no panic in here"), accepted.into_inner());
    notice(&format!("adverse: {} messages, {} of {} mutants, {accepted} read", seeds.len(), chosen.len(), all.len()));
    assert!(accepted * 10 > chosen.len() && accepted * 10 < chosen.len() * 9, "the damage is too great or too small");
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), chosen.len(), summary(&wrong));
}

/// One message for each kind of failure, and how many there are.
fn summary(wrong: &[(String, String)]) -> String {
    let mut kinds: BTreeMap<String, (usize, &(String, String))> = BTreeMap::new();
    for failure in wrong {
        let kind: String = failure.0.chars().filter(|c| !c.is_ascii_digit()).take(40).collect();
        let entry = kinds.entry(kind).or_insert((0, failure));
        *entry = (entry.0 + 1, if failure.1.len() < entry.1.1.len() { failure } else { entry.1 });
    }
    let lines = kinds.values().map(|(count, (why, message))| format!("{count} times: {why}\n  {message}"));
    lines.collect::<Vec<_>>().join("\n")
}

/// A message, undamaged and damaged.
fn with_original(id: &str, text: &str) -> Vec<(String, &'static str, String)> {
    let mutants = mutants::mutants(text).into_iter().filter(|(_, mutant)| mutant != text);
    [("", text.to_owned())].into_iter().chain(mutants).map(|(what, text)| (id.to_owned(), what, text)).collect()
}

/// Whether the message is read by the letter of the standards.
fn check(text: &str) -> bool {
    let message = text.as_bytes();
    let mut random = Rng::with_seed(message.len() as u64);
    let mut read = false;
    for leniencies in [Leniencies::NONE, Leniencies::ALL] {
        let whole = Reading { cuts: &[], headers: LARGE, body: LARGE, leniencies };
        let outcome = process(message, &whole);
        for most in [4, 64] {
            let cuts = cuts(message.len(), most, &mut random);
            assert_same(&process(message, &Reading { cuts: &cuts, ..whole }), &outcome, "in chunks");
        }
        dom::compare(text, &outcome, leniencies == Leniencies::ALL);
        stores(message, &whole, &outcome);
        read |= leniencies == Leniencies::NONE && outcome.error.is_none();
    }
    read
}

/// Chunks of at most so many bytes.
fn cuts(len: usize, most: usize, random: &mut Rng) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut at = random.usize(..=most);
    while at < len {
        cuts.push(at);
        at += random.usize(..=most);
    }
    cuts
}

/// With a store that is just large enough nothing changes, and with one byte less the need is the same.
fn stores(message: &[u8], whole: &Reading<'_>, outcome: &Outcome) {
    for what in ["header blocks", "body"] {
        let with = |size| match what {
            "body" => Reading { body: size, ..*whole },
            _ => Reading { headers: size, ..*whole },
        };
        let needed = |outcome: &Outcome| {
            let exceeded = outcome.error.and_then(|error| error.exceeded);
            exceeded.filter(|exceeded| exceeded.limit == Limit::TextStore).map(|exceeded| exceeded.needed as usize)
        };
        // Large enough to resolve prefixes in text while it counts.
        let Some(exact) = needed(&process(message, &with(LONGEST_NAMES))) else { continue };
        let with_exact = process(message, &with(exact));
        assert_same(&with_exact, outcome, &format!("{what} in a store of {exact} bytes"));
        let less = process(message, &with(exact - 1));
        assert_eq!(needed(&less), Some(exact), "{what} in a store of {exact} bytes less one");
    }
}

/// Bytes of the longest text made of QNames among the messages.
const LONGEST_NAMES: usize = 128;

fn assert_same(one: &Outcome, other: &Outcome, when: &str) {
    assert_eq!(one.error, other.error, "{when}");
    assert_eq!(one.blocks, other.blocks, "{when}");
    assert_eq!(one.lines, other.lines, "{when}");
}
