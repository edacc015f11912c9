//! The vectors of XML and SOAP.

use crate::agreement::Agreement;
use crate::{complete, lean};
use soapstone_host_tests::vectors::{documents, load};

#[test]
fn vectors_of_xml_are_read_alike_or_left_out() {
    let mut agreement = Agreement::default();
    for vector in load("xml") {
        let (encodings, refuse_pi) = (vector.settings.encodings, vector.settings.refuse_pi);
        for chunk in [usize::MAX, 1, 3] {
            let theirs = complete::lines::xml(&vector.input, complete::lines::Settings { encodings, refuse_pi, chunk });
            let own = lean::lines::xml(&vector.input, lean::lines::Settings { encodings, refuse_pi, chunk });
            agreement.judge(&vector.id, vector.input.len(), &theirs, &own);
        }
    }
    agreement.check();
    // Each thing that is left out has vectors.
    for id in ["character", "declaration", "encoding", "structure"] {
        assert!(agreement.left_out.iter().any(|name| name.starts_with(id)), "nothing of {id} is left out");
    }
    assert!(agreement.same > 4 * agreement.left_out.len(), "{} left out", agreement.left_out.len());
}

#[test]
fn vectors_of_soap_are_read_alike_or_left_out() {
    let mut agreement = Agreement::default();
    for (id, document) in documents("soap") {
        for leniencies in [0, soapstone::soap::Leniencies::ALL.bits()] {
            let (encodings, refuse_pi, chunk) = (true, false, usize::MAX);
            let theirs =
                complete::lines::soap(&document, complete::lines::Settings { encodings, refuse_pi, chunk }, leniencies);
            let own = lean::lines::soap(&document, lean::lines::Settings { encodings, refuse_pi, chunk }, leniencies);
            agreement.judge(&id, document.len(), &theirs, &own);
        }
    }
    agreement.check();
}
