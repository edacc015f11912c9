//! Headers written: targets, orders, endpoint references, and what is refused.

use super::{SOAP11, SOAP12, addressing, header_of, headers, outcome, shown_epr, written, written_through_any};
use soapstone::soap::{self, QName};
use soapstone::wsa::{
    Any, Attribute, Epr, Exchange, Extras, Header, Operation, Parts, Properties, Reference, Relation, Role, Rules,
    Service, Version,
};
use soapstone::xml::WriteError;
use soapstone::{ErrorKind, Limit};

const SMALL: Properties<'static> = Properties {
    version: Version::V10,
    action: "a",
    message_id: None,
    in_reply_to: None,
    to: Some("t"),
    reply_to: None,
    fault_to: None,
    from: None,
    receiver: None,
    must_understand: false,
};

/// To comes first.
const TO_FIRST: Extras<'static> = Extras {
    relates_to: &[],
    to_attributes: &[],
    reply_to: None,
    fault_to: None,
    from: None,
    reference_parameters: &[],
    role: Role::UltimateReceiver,
    none_in_soap11: false,
    order: &[Header::To],
};

/// ROLE-01 to ROLE-04, S-089 to S-093, Q-01.
#[test]
fn every_header_has_the_target_of_the_caller() {
    let next11 = r#" e:mustUnderstand="1" e:actor="http://schemas.xmlsoap.org/soap/actor/next""#;
    let next12 = r#" e:role="http://www.w3.org/2003/05/soap-envelope/role/next""#;
    let none12 = r#" e:role="http://www.w3.org/2003/05/soap-envelope/role/none""#;
    let none11 = r#" e:actor="http://www.w3.org/2003/05/soap-envelope/role/none""#;
    let own = r#" e:mustUnderstand="1" e:role="urn:own""#;
    for (id, version, name, must_understand, none_in_soap11, expected) in [
        ("ROLE-01", SOAP11, "Next", true, false, Some(next11)),
        ("S-092", SOAP12, "Next", false, false, Some(next12)),
        ("ROLE-02", SOAP12, "None", false, false, Some(none12)),
        ("ROLE-03", SOAP11, "None", false, false, None),
        ("ROLE-03, tolerated", SOAP11, "None", false, true, Some(none11)),
        ("ROLE-04", SOAP11, "UltimateReceiver", false, false, Some("")),
        ("S-091", SOAP12, "", false, false, Some("")),
        ("S-090", SOAP12, "urn:own", true, false, Some(own)),
    ] {
        let properties = Properties { must_understand, ..SMALL };
        let extras = Extras { role: Role::of_name(name), none_in_soap11, ..TO_FIRST };
        let Some(attributes) = expected else {
            let refused = written(version, Version::V10, 1024, &[&|writer| extras.write(&properties, writer)]);
            assert!(matches!(refused, Err(WriteError::Error(e)) if e.kind == ErrorKind::InvalidArgument), "{id}");
            continue;
        };
        let message = written_through_any(version, Version::V10, &[&|writer| extras.write(&properties, writer)]);
        let expected = format!("<wsa:To{attributes}>t</wsa:To><wsa:Action{attributes}>a</wsa:Action>");
        assert_eq!(header_of(&message), expected, "{id}");
    }
}

fn full_parts<'a>(attributes: &'a [Attribute<'a>], leaves: &'a [Any<'a>], version: Version) -> Parts<'a> {
    let service = Service { name: QName::new("urn:m", "S"), port: Some("P".into()) };
    let (properties, metadata): (&[_], &[_]) = match version {
        Version::V10 => (&[], leaves),
        Version::V200408 => (leaves, &[]),
    };
    Parts {
        attributes,
        address: "u:c",
        address_attributes: attributes,
        reference_properties: properties,
        reference_parameters: leaves,
        metadata_attributes: if version == Version::V10 { attributes } else { &[] },
        metadata,
        port_type: Some(QName::new("urn:m", "T")),
        service: Some(service),
        extensions: leaves,
    }
}

/// S-083 to S-087: every part of an endpoint reference is written, read, kept and written again.
#[test]
fn endpoint_references_are_written_whole() {
    let attributes = [Attribute { uri: "urn:m", local: "x", value: "1<" }];
    let leaves = [Any::Leaf { uri: "urn:m", local: "k", text: "4&2" }];
    for (version, expected) in [
        (
            Version::V10,
            "u:c @x=1< @x=1<. key k=4&2 metadata @x=1< InterfaceName ServiceName k type {urn:m}T service {urn:m}S Some(\"P\") extension k",
        ),
        (
            Version::V200408,
            "u:c @x=1< @x=1<. property k=4&2 key k=4&2 type {urn:m}T service {urn:m}S Some(\"P\") extension k",
        ),
    ] {
        let parts = full_parts(&attributes, &leaves, version);
        let properties = Properties { version, message_id: Some("i"), ..SMALL };
        let extras = Extras {
            to_attributes: &attributes,
            from: Some(Reference::New(parts)),
            reply_to: Some(Reference::New(parts)),
            fault_to: Some(Reference::New(parts)),
            ..TO_FIRST
        };
        let message = written_through_any(SOAP12, version, &[&|writer| extras.write(&properties, writer)]);
        let read = outcome(&headers(&message, 0, &[]), &Rules::default());
        let from_to = format!("action a, id i, to t, reply {expected}, fault {expected}, from {expected}");
        assert_eq!(read, from_to, "{message}");

        let first = soapstone::wsa::Addressing::of(&headers(&message, 0, &[])).expect("addressing");
        assert_eq!(
            first
                .block(Header::To)
                .and_then(|to| to.element().attribute("urn:m", "x"))
                .map(|x| x.to_string())
                .as_deref(),
            Some("1<")
        );
        let marked = Properties { must_understand: true, ..properties };
        let kept = Extras {
            from: first.from().map(Reference::Kept),
            reply_to: first.reply_to().map(Reference::Kept),
            fault_to: first.fault_to().map(Reference::Kept),
            ..TO_FIRST
        };
        let again = written_through_any(SOAP12, version, &[&|writer| kept.write(&marked, writer)]);
        let twice = soapstone::wsa::Addressing::of(&headers(&again, 0, &[])).expect("addressing");
        let from = twice.from().expect("From");
        assert_eq!(shown_epr(&from), format!("u:c @mustUnderstand=1{}", &expected[3..]), "{again}");
        assert_eq!(from.element().attributes().count(), 2);

        // Its SOAP attributes were those of the other message.
        let plain = Extras { from: Some(Reference::Kept(from)), ..TO_FIRST };
        let message = written_through_any(SOAP12, version, &[&|writer| plain.write(&properties, writer)]);
        assert!(!message.contains("mustUnderstand"), "{message}");
    }
}

/// An endpoint reference with names in its attributes, of another vocabulary and with a prefix of its own.
#[test]
fn kept_references_keep_the_meaning_of_their_names() {
    let blocks = "<wsa:Action>a</wsa:Action><q:From xmlns:q='http://www.w3.org/2005/08/addressing' m:t='q:x m:y'><q:Address>u:c</q:Address></q:From>";
    let first = addressing(SOAP12, blocks);
    let extras = Extras { from: first.from().map(Reference::Kept), ..TO_FIRST };
    let message = written_through_any(SOAP12, Version::V10, &[&|writer| extras.write(&SMALL, writer)]);
    let read = soapstone::wsa::Addressing::of(&headers(&message, 0, &[])).expect("addressing");
    let element = read.from().expect("From").element();
    let resolved = |name: &'static str| format!("{:?}", element.resolve(name.into()));
    assert_eq!([resolved("q:x"), resolved("m:y")], ["{http://www.w3.org/2005/08/addressing}x", "{urn:m}y"]);

    // A block of another name can hold one too.
    let other = addressing(
        SOAP12,
        "<wsa:Action>a</wsa:Action><m:sink wsa:IsReferenceParameter='1' m:t='m:y'><wsa:Address>u:d</wsa:Address></m:sink>",
    );
    let sink = other.reference_parameters().next().expect("a block").element();
    let extras = Extras { from: Some(Reference::Kept(Epr::new(sink, Version::V10))), ..TO_FIRST };
    let message = written_through_any(SOAP12, Version::V10, &[&|writer| extras.write(&SMALL, writer)]);
    let read = soapstone::wsa::Addressing::of(&headers(&message, 0, &[])).expect("addressing");
    let from = read.from().expect("From");
    assert_eq!(from.address(), "u:d");
    assert_eq!(format!("{:?}", from.element().resolve("m:y".into())), "{urn:m}y");
}

/// S-112, S-113: relations with their types.
#[test]
fn relations_are_written_with_their_types() {
    let relation = |uri, local| Relation { message_id: "i".into(), relationship_type: QName::new(uri, local) };
    for (version, relation, expected) in [
        (Version::V10, Relation::reply("i", Version::V10), "<wsa:RelatesTo>i</wsa:RelatesTo>"),
        (Version::V200408, Relation::reply("i", Version::V200408), "<wsa:RelatesTo>i</wsa:RelatesTo>"),
        (Version::V10, relation("", "urn:c"), r#"<wsa:RelatesTo RelationshipType="urn:c">i</wsa:RelatesTo>"#),
        (
            Version::V200408,
            relation("urn:m", "c"),
            r#"<wsa:RelatesTo RelationshipType="m:c" xmlns:m="urn:m">i</wsa:RelatesTo>"#,
        ),
    ] {
        let relations = [relation];
        let properties = Properties { version, in_reply_to: Some("r"), ..SMALL };
        let extras = Extras { relates_to: &relations, ..TO_FIRST };
        let message = written_through_any(SOAP11, version, &[&|writer| extras.write(&properties, writer)]);
        let all = format!("<wsa:To>t</wsa:To><wsa:Action>a</wsa:Action><wsa:RelatesTo>r</wsa:RelatesTo>{expected}");
        let sorted = |text: &str| text.split([' ', '>']).map(str::to_owned).collect::<std::collections::BTreeSet<_>>();
        assert_eq!(sorted(header_of(&message)), sorted(&all), "{message}");
    }
}

#[test]
fn what_cannot_be_written_is_refused_before_anything_is() {
    let leaf = |uri, local| [Any::Leaf { uri, local, text: "" }];
    let (soap_leaf, bare, wsa) =
        (leaf(soap::Version::Soap12.uri(), "x"), leaf("", "x"), leaf(Version::V200408.uri(), "To"));
    let old = addressing(SOAP11, "<wsa04:From><wsa04:Address>a</wsa04:Address></wsa04:From>").from().expect("From");
    let parts = Parts { address: "a", ..Parts::default() };
    let reference = |reference| Extras { from: Some(reference), ..TO_FIRST };
    let more = |parameters| Extras { reference_parameters: parameters, ..TO_FIRST };
    let v200408 = Properties { version: Version::V200408, ..SMALL };
    let new = |parts| reference(Reference::New(parts));
    for (what, properties, extras, kind) in [
        ("no action", Properties { action: "", ..SMALL }, TO_FIRST, ErrorKind::MessageAddressingHeaderRequired),
        ("SOAP", SMALL, more(&soap_leaf), ErrorKind::InvalidArgument),
        ("no namespace", SMALL, more(&bare), ErrorKind::InvalidArgument),
        ("addressing", SMALL, more(&wsa), ErrorKind::InvalidArgument),
        ("no address", SMALL, reference("".into()), ErrorKind::InvalidArgument),
        ("an empty address", Properties { from: Some(""), ..SMALL }, TO_FIRST, ErrorKind::InvalidArgument),
        ("the other version", SMALL, reference(Reference::Kept(old)), ErrorKind::InvalidArgument),
        (
            "reference properties in 1.0",
            SMALL,
            new(Parts { reference_properties: &bare, ..parts }),
            ErrorKind::InvalidArgument,
        ),
        ("Metadata in 2004/08", v200408, new(Parts { metadata: &bare, ..parts }), ErrorKind::InvalidArgument),
    ] {
        let refused = written(
            SOAP12,
            Version::V10,
            4096,
            &[&|writer| {
                let before = writer.written();
                let result = extras.write(&properties, writer);
                assert_eq!(writer.written(), before, "{what}");
                result
            }],
        );
        assert!(matches!(refused, Err(WriteError::Error(error)) if error.kind == kind), "{what}: {refused:?}");
    }
}

/// A message without a receiver is the same without what only a receiver needs, and one with a receiver is refused.
#[test]
fn a_receiver_is_refused_where_it_would_be_forgotten() {
    let addresses = Properties {
        message_id: Some("i"),
        in_reply_to: Some("r"),
        reply_to: Some("u:1"),
        fault_to: Some("u:2"),
        from: Some("u:3"),
        must_understand: true,
        ..SMALL
    };
    let plain = written_through_any(SOAP12, Version::V10, &[&|writer| addresses.write_plain(writer)]);
    assert_eq!(plain, written_through_any(SOAP12, Version::V10, &[&|writer| addresses.write(writer)]));
    assert!(plain.contains("<wsa:Address>u:3</wsa:Address>"), "{plain}");

    let receiver = addressing(SOAP12, "<wsa:From><wsa:Address>a</wsa:Address></wsa:From>").from();
    for refused in [Properties { receiver, ..SMALL }, Properties { fault_to: Some(""), ..SMALL }] {
        let refused = written(SOAP12, Version::V10, 4096, &[&|writer| refused.write_plain(writer)]);
        assert!(matches!(refused, Err(WriteError::Error(error)) if error.kind == ErrorKind::InvalidArgument));
    }
}

/// ACT-01 to ACT-07, S-088: actions that a WSDL does not say.
#[test]
fn actions_follow_the_default_patterns() {
    let (http, urn) = ("http://acme.example/orders", "urn:acme:orders");
    let operation = |namespace, name, exchange| Operation {
        version: Version::V10,
        namespace,
        port_type: "OrderPT",
        name,
        exchange,
    };
    let place = |namespace| operation(namespace, "Place", Exchange::RequestResponse);
    let old = |namespace| Operation { version: Version::V200408, ..place(namespace) };
    for (id, action, expected) in [
        ("ACT-01", place(http).input(None, None, None), "http://acme.example/orders/OrderPT/PlaceRequest"),
        ("ACT-02", place(http).output(None, None), "http://acme.example/orders/OrderPT/PlaceResponse"),
        (
            "ACT-03",
            place("http://acme.example/orders/").input(None, Some(""), Some("In")),
            "http://acme.example/orders/OrderPT/In",
        ),
        ("ACT-04", place(urn).input(None, None, None), "urn:acme:orders:OrderPT:PlaceRequest"),
        ("ACT-05", place(urn).fault(None, "NoStock"), "urn:acme:orders:OrderPT:Place:Fault:NoStock"),
        (
            "ACT-06",
            operation(http, "Notify", Exchange::OneWay).input(None, None, None),
            "http://acme.example/orders/OrderPT/Notify",
        ),
        ("ACT-07", place(http).input(None, Some("urn:place"), None), "urn:place"),
        ("ACT-07, output", place(http).output(None, None), "http://acme.example/orders/OrderPT/PlaceResponse"),
        ("explicit", place(http).input(Some("urn:x"), Some("urn:place"), None), "urn:x"),
        ("explicit output", place(http).output(Some("urn:x"), Some("Out")), "urn:x"),
        ("explicit fault", place(http).fault(Some("urn:x"), "NoStock"), "urn:x"),
        (
            "solicit",
            operation(http, "Ask", Exchange::SolicitResponse).output(None, None),
            "http://acme.example/orders/OrderPT/AskSolicit",
        ),
        (
            "its answer",
            operation(http, "Ask", Exchange::SolicitResponse).input(None, None, None),
            "http://acme.example/orders/OrderPT/AskResponse",
        ),
        (
            "notification",
            operation(http, "Tell", Exchange::Notification).output(None, None),
            "http://acme.example/orders/OrderPT/Tell",
        ),
        ("a colon at the end", place("urn:acme:").input(None, None, None), "urn:acme:OrderPT:PlaceRequest"),
        ("2004/08 with a urn", old(urn).input(None, None, None), "urn:acme:orders/OrderPT/PlaceRequest"),
        ("2004/08 fault", old(http).fault(None, "NoStock"), "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault"),
    ] {
        let mut out = [0; 80];
        assert_eq!(action.emit(&mut out), Ok(expected), "{id}");
        assert_eq!(action.pieces().collect::<String>(), expected, "{id}");
        let needed = action.emit(&mut out[..expected.len() - 1]).expect_err("too small").exceeded.expect("a limit");
        assert_eq!((needed.limit, needed.needed), (Limit::Output, expected.len() as u64), "{id}");
    }
}
