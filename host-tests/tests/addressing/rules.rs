//! What the caller may demand or tolerate.

use super::{SOAP11, SOAP12, addressing, headers, message, outcome};
use soapstone::ErrorKind;
use soapstone::wsa::{ActionForm, Header, HeaderSet, MessageIds, Responses, Rules, message_id};

const REQUEST: &str = "<wsa:Action>a</wsa:Action>";
const REPLY_TO: &str = "<wsa:Action>a</wsa:Action><wsa:MessageID>i</wsa:MessageID><wsa:ReplyTo><wsa:Address>{}</wsa:Address></wsa:ReplyTo>";
const READ: &str = "action a, to http://www.w3.org/2005/08/addressing/anonymous";

#[test]
fn headers_are_demanded_and_forgiven() {
    let rules = Rules::default();
    for (blocks, rules, expected) in [
        (REQUEST, Rules { reply_expected: true, ..rules }, "wsa.message_addressing_header_required MessageID"),
        (REQUEST, Rules { reply_expected: true, optional: HeaderSet::NONE.with(Header::MessageId), ..rules }, READ),
        (
            REQUEST,
            Rules { required: HeaderSet::NONE.with(Header::From), ..rules },
            "wsa.message_addressing_header_required From",
        ),
        (
            REQUEST,
            Rules {
                required: HeaderSet::NONE.with(Header::From),
                optional: HeaderSet::NONE.with(Header::From),
                ..rules
            },
            READ,
        ),
        ("<wsa04:Action>a</wsa04:Action>", Rules { optional: HeaderSet::NONE.with(Header::To), ..rules }, "action a"),
        (
            "<wsa:MessageID>i</wsa:MessageID>",
            Rules { optional: HeaderSet::NONE.with(Header::Action), ..rules },
            "id i, to http://www.w3.org/2005/08/addressing/anonymous",
        ),
    ] {
        assert_eq!(outcome(&headers(&message(SOAP11, blocks), 0, &[]), &rules), expected, "{blocks}");
    }
}

#[test]
fn answers_go_only_where_the_endpoint_sends_them() {
    let anonymous = "http://www.w3.org/2005/08/addressing/anonymous";
    let none = "http://www.w3.org/2005/08/addressing/none";
    for (address, responses, expected) in [
        ("http://c/", Responses::Any, None),
        (anonymous, Responses::Any, None),
        ("http://c/", Responses::Anonymous, Some(ErrorKind::OnlyAnonymousAddressSupported)),
        (anonymous, Responses::Anonymous, None),
        (none, Responses::Anonymous, None),
        ("http://c/", Responses::NonAnonymous, None),
        (anonymous, Responses::NonAnonymous, Some(ErrorKind::OnlyNonAnonymousAddressSupported)),
        (none, Responses::NonAnonymous, None),
    ] {
        let rules = Rules { responses, ..Rules::default() };
        let addressing = addressing(SOAP12, &REPLY_TO.replace("{}", address));
        let problem = addressing.check(&rules).err();
        assert_eq!(problem.map(|problem| problem.error.kind), expected, "{address} {responses:?}");
        assert!(problem.is_none_or(|problem| problem.detail.header.is_some_and(|name| name.local == "ReplyTo")));
    }
    let rules = Rules { responses: Responses::NonAnonymous, reply_expected: true, ..Rules::default() };
    let absent = addressing(SOAP12, "<wsa:Action>a</wsa:Action><wsa:MessageID>i</wsa:MessageID>");
    let problem = absent.check(&rules).expect_err("the reply is expected on the back channel");
    assert_eq!(problem.error.kind, ErrorKind::OnlyNonAnonymousAddressSupported);
}

/// S-088: a peer that says the action in full or in short is tolerated by option.
#[test]
fn actions_match_in_full_or_in_short() {
    for (one, other, exact, short) in [
        ("http://b.example/svc/Place", "http://b.example/svc/Place", true, true),
        ("http://b.example/svc/Place", "Place", false, true),
        ("urn:b:svc:Place", "Place", false, true),
        ("/Place", "http://b.example/svc/Place", false, true),
        ("/Place", "Place", false, true),
        ("/", "http://b.example/svc/", false, false),
        ("Place", "http://b.example/svc#Place", false, true),
        ("urn:b:svc:Place", "/Place", false, true),
        ("/Place", "http://b.example/svc#Place", false, true),
        ("http://b.example/svc/", "/", false, false),
        ("http://b.example/svc/Place", "svc/Place", false, false),
        ("http://b.example/svc/Place", "http://c.example/svc/Place", false, false),
        ("http://b.example/svc/Place", "place", false, false),
        ("http://b.example/svc/", "", false, false),
        ("http://b.example/svc/Place", "ace", false, false),
    ] {
        assert_eq!(ActionForm::Exact.matches(one, other), exact, "{one} {other}");
        assert_eq!(ActionForm::Short.matches(one, other), short, "{one} {other}");
    }
}

#[test]
fn the_action_agrees_with_what_http_says() {
    let addressing = addressing(SOAP11, "<wsa:Action>urn:b:Place</wsa:Action>");
    let (exact, short) = (Rules::default(), Rules { action: ActionForm::Short, ..Rules::default() });
    for (soap_action, rules, agrees) in [
        (None, &exact, true),
        (Some(""), &exact, true),
        (Some("\"\""), &exact, true),
        (Some("\"urn:b:Place\""), &exact, true),
        (Some(" urn:b:Place "), &exact, true),
        (Some("\"urn:a\""), &exact, false),
        (Some("Place"), &exact, false),
        (Some("Place"), &short, true),
        (Some("\"urn:a\""), &short, false),
    ] {
        assert_eq!(addressing.check_soap_action(soap_action, rules).is_ok(), agrees, "{soap_action:?}");
    }
}

/// S-082: ids are made of the caller's random bytes; a fixed number of them is known again.
#[test]
fn message_ids_are_made_and_known_again() {
    assert_eq!(message_id([0; 16]).as_str(), "urn:uuid:00000000-0000-4000-8000-000000000000");
    let bytes = core::array::from_fn(|nth| (nth as u8) * 0x11);
    assert_eq!(message_id(bytes).as_str(), "urn:uuid:00112233-4455-4677-8899-aabbccddeeff");

    let mut slots = [7; 3];
    let mut ids = MessageIds::new(&mut slots);
    for (id, known) in
        [("a", false), ("a", true), ("b", false), ("c", false), ("a", true), ("d", false), ("b", true), ("a", false)]
    {
        assert_eq!(ids.insert(id), known, "{id}");
    }
    assert!(!MessageIds::new(&mut []).insert("a"), "without memory nothing is known");
}
