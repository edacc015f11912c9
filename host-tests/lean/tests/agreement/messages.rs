//! The messages that others published.

use crate::agreement::Agreement;
use crate::{complete, lean};
use soapstone_host_tests::corpus::{messages, negative};

/// What the lean build leaves out of the messages of others, at most: one in so many.
const RARE: usize = 10;

#[test]
fn messages_of_others_are_read_alike_or_left_out() {
    let mut agreement = Agreement::default();
    let files = messages();
    for file in files.iter().chain(&negative()) {
        let (encodings, refuse_pi, chunk) = (true, false, 61);
        let theirs = complete::lines::xml(&file.bytes, complete::lines::Settings { encodings, refuse_pi, chunk });
        let own = lean::lines::xml(&file.bytes, lean::lines::Settings { encodings, refuse_pi, chunk });
        agreement.judge(&file.path, file.bytes.len(), &theirs, &own);
        let theirs = complete::lines::soap(&file.bytes, complete::lines::Settings { encodings, refuse_pi, chunk }, 0);
        let own = lean::lines::soap(&file.bytes, lean::lines::Settings { encodings, refuse_pi, chunk }, 0);
        agreement.judge(&file.path, file.bytes.len(), &theirs, &own);
    }
    agreement.check();
    println!("{} the same, {} left out", agreement.same, agreement.left_out.len());
    assert!(agreement.left_out.len() * RARE <= files.len() * 2, "{} left out", agreement.left_out.len());
}
