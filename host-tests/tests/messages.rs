//! The corpora as SOAP messages: the good ones are read as the version their list says, the bad ones refused for the
//! reason their list says.

use soapstone::ErrorKind;
use soapstone_host_tests::corpus::{File, messages, negative};
use soapstone_host_tests::message;

/// Well-formed envelopes that break a rule of SOAP in either profile, by the end of their path.
const REFUSED: &[(&str, ErrorKind)] = &[
    // Conformance tests for exactly this rule: their expected answer is a fault.
    ("axiom-api/src/test/resources/soap/invalidMustUnderstandSOAP12.xml", ErrorKind::InvalidMustUnderstand),
    ("php-soap/soap12/T14.request.xml", ErrorKind::InvalidMustUnderstand),
    ("php-soap/soap12/T23.request.xml", ErrorKind::InvalidMustUnderstand),
    ("php-soap/soap12/T28.request.xml", ErrorKind::MisplacedAttribute),
    ("php-soap/soap12/T39.request.xml", ErrorKind::InvalidMustUnderstand),
    ("php-soap/soap12/T71.request.xml", ErrorKind::UnqualifiedAttribute),
    ("RequestMessages/SOAP12ReqT14.xml", ErrorKind::InvalidMustUnderstand),
    ("RequestMessages/SOAP12ReqT23.xml", ErrorKind::InvalidMustUnderstand),
    ("RequestMessages/SOAP12ReqT39.xml", ErrorKind::InvalidMustUnderstand),
    // encodingStyle on the Body, which SOAP 1.2 forbids.
    ("Unit/Xml/Writer/SoapEnvelopeWriterTest.php.04.xml", ErrorKind::MisplacedAttribute),
];

/// Documents of the negative list that are good, by the end of their path.
const GOOD: &[&str] = &[
    // SOAP 1.1 allows elements with a namespace after the Body; the list says so too.
    "soap/soap11/additional-element-after-body.xml",
];

#[test]
fn good_messages_are_read() {
    let bad: Vec<String> = negative().into_iter().map(|file| file.path).collect();
    let (mut wrong, mut listed) = (Vec::new(), 0);
    for file in messages().into_iter().filter(|file| !bad.contains(&file.path)) {
        let version = &file.columns[1];
        let refused = REFUSED.iter().find(|(path, _)| file.path.ends_with(path)).map(|(_, kind)| *kind);
        listed += usize::from(refused.is_some());
        let said = match message::read(&file.bytes) {
            Ok(message) if message.version == version && refused.is_none() => continue,
            Err(error) if Some(error.kind) == refused || error.kind == ErrorKind::DtdForbidden => continue,
            said => said.map(|m| m.version).map_err(|e| e.to_string()),
        };
        wrong.push(format!("{} (SOAP {version}): {said:?}", file.path));
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(bad.is_empty() || listed == REFUSED.len(), "a path of the table is not in the corpus");
}

/// The kinds of error that stand for a reason of the list.
fn reasons(class: &str, detail: &str) -> &'static [ErrorKind] {
    use ErrorKind::*;
    match (class, detail.split([':', '=']).next().unwrap_or_default()) {
        ("version-mismatch", _) => &[VersionMismatch],
        ("not-wf", "undefined entity") => &[InvalidReference],
        ("not-wf", "mismatched tag") => &[MismatchedTag],
        ("not-wf", "unbound prefix") => &[UnboundPrefix],
        // A backslash before a quote; the lower-case Header before it may be noticed first.
        ("not-wf", "not well-formed (invalid token)") => &[InvalidAttribute, UnexpectedElement],
        (_, "header-after-body") => &[HeaderAfterBody],
        (_, "doctype") => &[DtdForbidden],
        (_, "pi") => &[PiForbidden],
        (_, "body-count") if detail.ends_with("=0") => &[MissingBody],
        (_, "body-count") => &[DuplicateBody],
        (_, "header-count") => &[DuplicateHeader],
        (_, "extra-child" | "extra-child(1.1-ok-if-after-body+qualified)") => &[TrailingElement, UnexpectedElement],
        (_, "encodingStyle-on-envelope") => &[MisplacedAttribute],
        _ => &[],
    }
}

#[test]
fn bad_messages_are_refused_for_the_reason_they_are_bad() {
    let mut wrong = Vec::new();
    for File { path, bytes, columns } in negative() {
        let [_, class, detail] = &columns[..] else { panic!("{path}: {columns:?}") };
        let expected = reasons(class, detail);
        assert!(!expected.is_empty(), "{path}: an unknown reason: {class}, {detail}");
        let error = message::read_strict(&bytes).err();
        let good = GOOD.iter().any(|good| path.ends_with(good));
        let fits = match error {
            None => good,
            Some(error) => !good && expected.contains(&error.kind),
        };
        if !fits {
            wrong.push(format!("{path} ({class}, {detail}): {error:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
