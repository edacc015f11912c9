//! Addressing faults, written and read back.

use super::{SOAP11, SOAP12, addressing, headers, written_through_any};
use soapstone::soap::{self, Event, FaultReader, Keeper, QName, Reader};
use soapstone::wsa::{Addressing, Detail, Problem, Rules, Version, read_fault};
use soapstone::xml::Str;
use soapstone::{Error, ErrorKind};

const KINDS: &[ErrorKind] = &[
    ErrorKind::InvalidAddressingHeader,
    ErrorKind::InvalidAddress,
    ErrorKind::InvalidEpr,
    ErrorKind::InvalidCardinality,
    ErrorKind::MissingAddressInEpr,
    ErrorKind::DuplicateMessageId,
    ErrorKind::ActionMismatch,
    ErrorKind::OnlyAnonymousAddressSupported,
    ErrorKind::OnlyNonAnonymousAddressSupported,
    ErrorKind::MessageAddressingHeaderRequired,
    ErrorKind::DestinationUnreachable,
    ErrorKind::ActionNotSupported,
    ErrorKind::EndpointUnavailable,
];

/// Writes the fault of a problem as a message.
fn fault_message(version: soap::Version, problem: &Problem<'_>) -> String {
    written_through_any(
        version,
        problem.version,
        &[&|writer| problem.write_header(writer), &|writer| problem.write_fault(writer)],
    )
}

/// Reads a fault message: what it reports, and its detail from wherever that is.
fn read_back(message: &str) -> (Option<(ErrorKind, Version)>, Detail<'static>) {
    let mut workspace = [0; 4096];
    let mut reader = Reader::new(&mut workspace);
    let (mut keeper, mut input) = (Keeper::new(vec![0; 4096].leak()), message.as_bytes());
    while !matches!(reader.next(&mut input, true).expect("well-formed"), Event::Fault(_)) {}
    let mut fault = FaultReader::new(vec![0; 1024].leak());
    loop {
        let event = fault.next(&mut reader, &mut input, true).expect("a fault");
        if matches!(event, Event::Close(..)) {
            break;
        }
        keeper.take(&event);
    }
    let kept = Addressing::of(&headers(message, 0, &[])).and_then(|addressing| addressing.fault_detail());
    let element = kept.or(keeper.into_element(0).ok());
    (read_fault(&fault.fault()), element.map(|element| Detail::of(&element)).unwrap_or_default())
}

/// Each kind in both versions of both standards comes back as what it was, as far as the names of 2004/08 tell.
#[test]
fn faults_are_written_and_read_back() {
    for &kind in KINDS {
        for (version, wsa) in
            [(SOAP11, Version::V10), (SOAP12, Version::V10), (SOAP11, Version::V200408), (SOAP12, Version::V200408)]
        {
            let problem = Problem::new(kind, wsa, 0);
            let message = fault_message(version, &problem);
            let expected = match wsa {
                Version::V200408 if kind.code() > ErrorKind::MessageAddressingHeaderRequired.code() => {
                    ErrorKind::InvalidAddressingHeader
                }
                _ => kind,
            };
            assert_eq!(read_back(&message).0, Some((expected, wsa)), "{message}");
            assert!(!problem.reason().is_empty());
        }
    }
}

/// Other stacks: the subcode or the one inside it in SOAP 1.1, names of the candidate recommendation, other faults.
#[test]
fn faults_of_other_stacks_are_recognised() {
    let (wsa, wsa04) = (Version::V10.uri(), Version::V200408.uri());
    for (uri, local, expected) in [
        (wsa, "InvalidAddressingHeader", Some((ErrorKind::InvalidAddressingHeader, Version::V10))),
        (wsa, "InvalidCardinality", Some((ErrorKind::InvalidCardinality, Version::V10))),
        (wsa, "InvalidMessageAddressingProperty", Some((ErrorKind::InvalidAddressingHeader, Version::V10))),
        (wsa, "MessageAddressingPropertyRequired", Some((ErrorKind::MessageAddressingHeaderRequired, Version::V10))),
        (
            wsa04,
            "MessageAddressingHeaderRequired",
            Some((ErrorKind::MessageAddressingHeaderRequired, Version::V200408)),
        ),
        (wsa04, "EndpointUnavailable", Some((ErrorKind::EndpointUnavailable, Version::V200408))),
        (wsa, "Other", None),
        ("urn:m", "InvalidCardinality", None),
    ] {
        let fault = soap::Fault { code: QName::new(uri, local), ..soap::Fault::exception("x") };
        assert_eq!(read_fault(&fault), expected, "{local}");
    }
}

/// What the detail says comes back, from the Detail or the FaultDetail.
#[test]
fn details_are_written_and_read_back() {
    let request = addressing(SOAP12, "<wsa:Action>urn:m:Nope</wsa:Action><wsa:To>http://h/</wsa:To>");
    for version in [SOAP11, SOAP12] {
        // FLT-A04
        let (_, detail) = read_back(&fault_message(version, &request.action_not_supported()));
        assert_eq!((detail.action.map(Str::as_str), detail.soap_action), (Some("urn:m:Nope"), None));
        // FLT-A06
        let (_, detail) = read_back(&fault_message(version, &request.endpoint_unavailable(Some(30_000))));
        assert_eq!(detail.retry_after, Some(30_000));
        let (_, detail) = read_back(&fault_message(version, &request.destination_unreachable()));
        assert_eq!(detail.iri.map(Str::as_str), Some("http://h/"));
        let (kind, detail) = read_back(&fault_message(version, &request.duplicate_message_id()));
        assert_eq!(kind, Some((ErrorKind::DuplicateMessageId, Version::V10)));
        assert_eq!(detail.header, Some(QName::new(Version::V10.uri(), "MessageID")));
        // FLT-A07
        let problem = request.check_soap_action(Some("\"urn:a\""), &Rules::default()).expect_err("they differ");
        let (kind, detail) = read_back(&fault_message(version, &problem));
        assert_eq!(kind, Some((ErrorKind::ActionMismatch, Version::V10)));
        assert_eq!(
            [detail.action, detail.soap_action].map(|text| text.map(Str::as_str)),
            [Some("urn:m:Nope"), Some("urn:a")]
        );
        // The header itself, when the caller says so.
        let block = request.block(soapstone::wsa::Header::To).expect("To").element();
        let shown = Problem {
            detail: Detail { element: Some(block), ..Detail::default() },
            ..Problem::new(ErrorKind::InvalidAddress, Version::V10, 0)
        };
        let (_, detail) = read_back(&fault_message(version, &shown));
        assert_eq!(detail.element.map(|element| element.text().to_string()).as_deref(), Some("http://h/"));
    }
}

/// FLT-A05: in SOAP 1.1 the detail is a header, and the fault has none.
#[test]
fn in_soap_11_the_detail_is_a_header() {
    let request = addressing(SOAP11, "<wsa:To>t</wsa:To><wsa:To>t</wsa:To>");
    let problem = request.check(&Rules::default()).expect_err("two of To");
    assert!(matches!(problem.error, Error { kind: ErrorKind::InvalidCardinality, offset: 1.., .. }));
    let message = fault_message(SOAP11, &problem);
    assert!(message.contains("<faultcode>wsa:InvalidCardinality</faultcode>"), "{message}");
    assert!(message.contains(
        "<wsa:FaultDetail><wsa:ProblemHeaderQName>wsa:To</wsa:ProblemHeaderQName></wsa:FaultDetail></e:Header>"
    ));
    assert!(!message.contains("<detail"));
}

/// In 2004/08 the detail is the header, the name of a missing one, or the action.
#[test]
fn details_of_2004_08() {
    let read = |blocks| {
        let request = addressing(SOAP12, blocks);
        let problem = request.check(&Rules::default()).expect_err("a problem");
        read_back(&fault_message(SOAP12, &problem)).1
    };
    let detail = read("<wsa04:Action>a</wsa04:Action><wsa04:To>x y</wsa04:To>");
    assert_eq!(detail.element.map(|element| element.text().to_string()).as_deref(), Some("x y"));
    let detail = read("<wsa04:Action>a</wsa04:Action>");
    assert_eq!(detail.header, Some(QName::new(Version::V200408.uri(), "To")));
    let request = addressing(SOAP12, "<wsa04:Action>a</wsa04:Action><wsa04:To>t</wsa04:To>");
    let (_, detail) = read_back(&fault_message(SOAP12, &request.action_not_supported()));
    assert_eq!(detail.action.map(Str::as_str), Some("a"));
    let (_, detail) = read_back(&fault_message(SOAP12, &request.endpoint_unavailable(Some(1))));
    assert_eq!(detail.retry_after, Some(1));
    let message = fault_message(SOAP12, &request.endpoint_unavailable(Some(1))).replace("RetryAfter", "ReplyAfter");
    assert_eq!(read_back(&message).1.retry_after, Some(1));
    let message = message.replace(">1<", ">99999999999999999999<");
    assert_eq!(read_back(&message).1.retry_after, Some(u64::MAX));
    assert!(!fault_message(SOAP11, &request.endpoint_unavailable(Some(1))).contains("RetryAfter"));
}
