//! RPC calls and responses, written through any buffer and read at any chunking.

use soapstone::ErrorKind;
use soapstone::buf::Buffer;
use soapstone::soap::rpc::{self, Accessor, Parameter, Value};
use soapstone::soap::{Element, Event, Keeper, Leniencies, Reader, Version, Writer};
use soapstone::xml::WriteError;
use soapstone_host_tests::drained::message;

const M: &str = "urn:m";

/// The body entry that is written, without the envelope around it.
fn entry(
    version: Version,
    size: usize,
    call: impl Fn(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>,
) -> String {
    let whole = message(version, size, call).expect("a message");
    let (_, body) = whole.split_once("<soap:Body>").expect("a Body");
    body.strip_suffix("</soap:Body></soap:Envelope>").expect("the end").to_owned()
}

/// V-49, S-198: parameters are written in their order, whatever the order they are given in.
#[test]
fn a_call_is_written_in_the_order_of_its_parameters() {
    let long = "0123456789".repeat(20);
    let parameters = [
        Parameter::text("b", "2").at(2),
        Parameter::text("a", &long).at(1),
        Parameter { name: "none", value: Value::Nil, order: 3 },
        Parameter::text("c", "3").at(2),
    ];
    for size in (90..130).chain([4096]) {
        let call = entry(Version::Soap11, size, |writer| writer.rpc_call(M, "op", &parameters));
        assert_eq!(
            call,
            format!(
                "<ns1:op xmlns:ns1=\"urn:m\"><a>{long}</a><b>2</b><c>3</c>\
                 <none xmlns:ns2=\"http://www.w3.org/2001/XMLSchema-instance\" ns2:nil=\"true\"/></ns1:op>"
            )
        );
        let response = entry(Version::Soap12, size, |writer| {
            writer.rpc_response(M, "opResponse", Some("sum"), &[Parameter::text("sum", "3")])
        });
        assert_eq!(
            response,
            "<ns1:opResponse xmlns:ns1=\"urn:m\"><ns2:result xmlns:ns2=\"http://www.w3.org/2003/05/soap-rpc\">sum\
             </ns2:result><sum>3</sum></ns1:opResponse>"
        );
        let response = entry(Version::Soap11, size, |writer| {
            writer.rpc_response(M, "opResponse", Some("sum"), &[Parameter::text("sum", "3")])
        });
        assert_eq!(response, "<ns1:opResponse xmlns:ns1=\"urn:m\"><sum>3</sum></ns1:opResponse>");
    }
}

/// Keeps a body entry read in two chunks and hands it on.
fn with_entry<T>(version: Version, body: &str, split: usize, look: impl FnOnce(Element<'_>) -> T) -> T {
    let uri = version.uri();
    let message = format!(
        "<e:Envelope xmlns:e='{uri}' xmlns:m='urn:m' xmlns:rpc='http://www.w3.org/2003/05/soap-rpc' \
         xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'><e:Body>{body}</e:Body></e:Envelope>"
    );
    let (mut workspace, mut store) = ([0; 1024], [0; 1024]);
    let mut reader = Reader::new(&mut workspace);
    let mut keeper = Keeper::new(&mut store);
    let (first, rest) = message.as_bytes().split_at(split.min(message.len()));
    for (mut input, last) in [(first, false), (rest, true)] {
        loop {
            let event = reader.next(&mut input, last).expect(body);
            if let Event::NeedInput = event {
                break;
            }
            if keeper.take(&event) {
                return look(keeper.into_element(reader.offset()).expect("room"));
            }
        }
    }
    panic!("no body entry: {body}")
}

const ACCESSORS: &[Accessor<'static>] =
    &[Accessor { name: "a", required: true }, Accessor { name: "b", required: false }];

/// Body entry, by the letter, and with parameters that may have a namespace.
const CALLS: &[(&str, &str, bool, bool)] = &[
    ("RPC-05", "<m:op><a>1</a></m:op>", true, true),
    ("RPC-06", "<m:op><m:a>1</m:a></m:op>", false, true),
    (
        "V-48",
        "<m:op e:encodingStyle='http://schemas.xmlsoap.org/soap/encoding/'><a xsi:type='xsd:string'>1</a></m:op>",
        true,
        true,
    ),
    ("all", "<m:op>\n<b/><a>1</a></m:op>", true, true),
    ("missing", "<m:op><b>1</b></m:op>", false, false),
    ("S-212, unknown", "<m:op><a>1</a><c/></m:op>", false, false),
    ("twice", "<m:op><a>1</a><a>2</a></m:op>", false, false),
    ("twice, once with a namespace", "<m:op><a>1</a><m:a>2</m:a></m:op>", false, false),
    ("inside another", "<m:op><b><a>1</a></b></m:op>", false, false),
    ("none", "<m:op/>", false, false),
];

#[test]
fn a_call_is_held_to_its_parameters() {
    for (id, body, strict, lenient) in CALLS {
        for split in 0..300 {
            with_entry(Version::Soap11, body, split, |call| {
                let refused = Err(ErrorKind::InvalidParameters);
                let by_letter = if *strict { Ok(()) } else { refused };
                assert_eq!(rpc::check(&call, ACCESSORS, Leniencies::NONE), by_letter, "{id}");
                let tolerant = if *lenient { Ok(()) } else { refused };
                assert_eq!(rpc::check(&call, ACCESSORS, Leniencies::ALL), tolerant, "{id}");
                let a = rpc::parameter(&call, "a", Leniencies::NONE).map(|a| a.text().as_str().to_owned());
                if *strict {
                    assert_eq!(a.as_deref(), Some("1"), "{id}");
                }
                assert_eq!(
                    rpc::parameter(&call, "a", Leniencies::ALL).is_some(),
                    body.contains("a>") && *id != "inside another"
                );
            });
        }
    }
    with_entry(Version::Soap11, "<m:op><a xsi:nil='1'/><b xsi:nil='false'/><c nil='1'/></m:op>", 0, |call| {
        let nil: Vec<_> = call.children().map(|child| rpc::is_nil(&child)).collect();
        assert_eq!(nil, [true, false, false]);
    });
}

/// The return value.
type Returned = Result<Option<&'static str>, ErrorKind>;

/// Id, version, body entry, and the return value.
const RESULTS: &[(&str, Version, &str, Returned)] = &[
    (
        "RPC-01",
        Version::Soap12,
        "<m:addResponse><rpc:result>m:sum</rpc:result><m:sum>3</m:sum></m:addResponse>",
        Ok(Some("3")),
    ),
    (
        "RPC-02",
        Version::Soap12,
        "<m:addResponse><rpc:result>m:sum</rpc:result></m:addResponse>",
        Err(ErrorKind::InvalidParameters),
    ),
    (
        "by the other name",
        Version::Soap12,
        "<m:addResponse><rpc:result>sum</rpc:result><m:sum>3</m:sum></m:addResponse>",
        Err(ErrorKind::InvalidParameters),
    ),
    (
        "twice",
        Version::Soap12,
        "<m:addResponse><rpc:result>x</rpc:result><rpc:result>x</rpc:result><x/></m:addResponse>",
        Err(ErrorKind::InvalidParameters),
    ),
    (
        "not the first",
        Version::Soap12,
        "<m:addResponse><y>1</y><rpc:result> x </rpc:result><x>2</x></m:addResponse>",
        Ok(Some("2")),
    ),
    ("S-238, void with an in/out parameter", Version::Soap12, "<m:addResponse><io>1</io></m:addResponse>", Ok(None)),
    ("SOAP 1.1", Version::Soap11, "<m:addResponse><sum>3</sum><out>1</out></m:addResponse>", Ok(Some("3"))),
    ("SOAP 1.1, void", Version::Soap11, "<m:addResponse/>", Ok(None)),
];

#[test]
fn the_return_value_of_a_response_is_found() {
    for (id, version, body, expected) in RESULTS {
        for split in 0..400 {
            with_entry(*version, body, split, |response| {
                let result =
                    rpc::result(&response, *version).map(|value| value.map(|value| value.text().as_str().to_owned()));
                assert_eq!(result.as_ref().map(|value| value.as_deref()).map_err(|kind| *kind), *expected, "{id}");
                assert!(rpc::is_response(&response, M, "add"), "{id}");
                assert!(!rpc::is_response(&response, M, "ad") && !rpc::is_response(&response, "urn:n", "add"), "{id}");
            });
        }
    }
}

/// What was kept is written again as the content of a parameter.
#[test]
fn a_parameter_may_be_a_kept_element() {
    with_entry(Version::Soap11, "<m:op><v><x k='m:q'>1</x><y/></v></m:op>", 0, |call| {
        let value = Value::Children(rpc::parameter(&call, "v", Leniencies::NONE).expect("there"));
        for size in [90, 95, 4096] {
            let sent = entry(Version::Soap11, size, |writer| {
                writer.rpc_call(M, "op", &[Parameter { name: "copy", value, order: 0 }])
            });
            assert_eq!(
                sent,
                "<ns1:op xmlns:ns1=\"urn:m\"><copy><x xmlns:m=\"urn:m\" k=\"m:q\">1</x><y/></copy></ns1:op>"
            );
        }
    });
}
