//! The W3C XML conformance suite: every document that is not well-formed is refused, every other one accepted.

use soapstone_host_tests::corpus::{corpus, notice};
use soapstone_host_tests::expat::Expat;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::suite::{EXCEPTIONS, Expected, Suite};

fn suite() -> Option<Suite> {
    Some(Suite::load(&corpus()?.join("xmlconf/xmlts20130923.zip"), None).unwrap())
}

#[test]
fn verdicts() {
    let Some(suite) = suite() else { return };
    let mut wrong = Vec::new();
    let (mut accepted, mut refused) = (0, 0);
    for case in &suite.cases {
        let (_, outcome) = feed::events(&case.document, Chunks::Whole, &GENEROUS);
        let verdict = if outcome.error.is_none() { Expected::Accepted } else { Expected::Refused };
        match verdict {
            Expected::Accepted => accepted += 1,
            Expected::Refused => refused += 1,
        }
        let excepted = EXCEPTIONS.iter().any(|(id, _)| *id == case.id);
        match (verdict == case.expected, excepted) {
            (true, false) | (false, true) => {}
            (true, true) => wrong.push(format!("{} is listed as an exception and is none", case.id)),
            (false, false) => {
                wrong.push(format!("{} ({}, {}): {:?}, {:?}", case.id, case.class, case.path, verdict, outcome.error));
            }
        }
    }
    for (why, number) in &suite.omitted {
        notice(&format!("W3C suite: {number} tests left out: {why}"));
    }
    notice(&format!("W3C suite: {accepted} accepted, {refused} refused, {} exceptions", EXCEPTIONS.len()));
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), suite.cases.len(), wrong.join("\n"));
}

#[test]
fn events_are_those_of_expat() {
    let (Some(suite), Some(mut expat)) = (suite(), Expat::start()) else { return };
    let mut compared = 0;
    for case in suite.cases.iter().filter(|case| case.expected == Expected::Accepted) {
        let (events, outcome) = feed::events(&case.document, Chunks::Every(7), &GENEROUS);
        let theirs = expat.read(&case.document);
        // expat has the names of the fourth edition.
        if outcome.error.is_none() && theirs.error.is_none() {
            assert_eq!(events, theirs.events, "{}", case.id);
            compared += 1;
        }
    }
    assert!(compared > 350, "only {compared} documents compared");
}
