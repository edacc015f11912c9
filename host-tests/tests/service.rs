//! Operations found by what a message says, and calls refused with the fault of their style.

use soapstone::soap::{
    Answer, Authentication, Event, Fault, Key, Operation, QName, Reader, Request, Service, Version, Versions,
    read_fault,
};
use soapstone::{Error, ErrorKind, Namespace};
use soapstone_host_tests::drained::written;

const M: &str = "urn:m";

const OPERATIONS: &[Operation<'static>] = &[
    Operation::document("op1", M, "One").with_action("urn:op1"),
    Operation::document("op2", M, "Two").with_action("urn:op2"),
    Operation { active: false, ..Operation::document("off", M, "Off") },
    Operation::document("tell", M, "Tell").one_way().requires(Authentication::PASSWORD_TEXT),
    Operation::document("reset", M, "Reset").requires(Authentication::PASSWORD_DIGEST.or(Authentication::CERTIFICATE)),
    Operation::document("ping", "", "").with_action("urn:ping"),
];

const RPC: &[Operation<'static>] = &[Operation::rpc("add", M, "addResponse"), Operation::rpc("stop", M, "").one_way()];

const BODY_FIRST: &[Key] = &[Key::BodyEntry, Key::SoapAction];
const ADDRESSED: &[Key] = &[Key::AddressingAction, Key::BodyEntry];

fn document(order: &'static [Key]) -> Service<'static> {
    Service { order, ..Service::new(OPERATIONS) }
}

struct Vector {
    id: &'static str,
    service: Service<'static>,
    soap_action: Option<&'static str>,
    action: Option<&'static str>,
    authenticated: Authentication,
    body: &'static str,
    expected: Result<&'static str, ErrorKind>,
}

fn vectors() -> Vec<Vector> {
    let default = Service::new(OPERATIONS).order;
    let plain = |id, order, soap_action, body, expected| Vector {
        id,
        service: document(order),
        soap_action,
        action: None,
        authenticated: Authentication::NONE,
        body,
        expected,
    };
    let proven =
        |id, authenticated, body, expected| Vector { authenticated, ..plain(id, default, None, body, expected) };
    let rpc = |id, body, expected| Vector { service: Service::new(RPC), ..plain(id, default, None, body, expected) };
    let unsupported = Err(ErrorKind::OperationNotSupported);
    vec![
        plain("S-136, S-137", default, Some("urn:op2"), "<m:Two/>", Ok("op2")),
        plain("V-39, action first", default, Some("urn:op2"), "<m:One/>", unsupported),
        plain("V-39, body first", BODY_FIRST, Some("urn:op2"), "<m:One/>", Ok("op1")),
        plain("Q-02, fallback", default, Some("urn:else"), "<m:One/>", Ok("op1")),
        plain("S-134, S-163, no transport", default, None, "<m:One><m:x/></m:One>", Ok("op1")),
        plain("HTTP-02, empty action", default, Some(""), "<m:One/>", Ok("op1")),
        plain("S-156, unknown", default, None, "<m:Three/>", unsupported),
        plain("S-156, other namespace", default, None, "<n:One xmlns:n='urn:n'/>", unsupported),
        plain("empty Body", default, None, "", unsupported),
        plain("an action alone", default, Some("urn:ping"), "", Ok("ping")),
        plain("an action alone, any entry", default, Some("urn:ping"), "<m:Any/>", Ok("ping")),
        plain("an action alone, not looked at", ADDRESSED, Some("urn:ping"), "<m:Any/>", unsupported),
        plain("S-145", default, None, "<m:Off/>", Err(ErrorKind::OperationInactive)),
        Vector {
            service: Service { active: false, ..document(default) },
            ..plain("S-144, S-209", default, None, "<m:One/>", Err(ErrorKind::OperationInactive))
        },
        Vector {
            action: Some("urn:op1"),
            ..plain("Action before body", ADDRESSED, Some("urn:op2"), "<m:One/>", Ok("op1"))
        },
        Vector {
            action: Some("urn:none"),
            ..plain("unknown Action", ADDRESSED, None, "<m:Three/>", Err(ErrorKind::ActionNotSupported))
        },
        Vector { action: Some("urn:none"), ..plain("Action ignored", BODY_FIRST, None, "<m:Three/>", unsupported) },
        proven("S-208", Authentication::NONE, "<m:Reset/>", Err(ErrorKind::AuthenticationRequired)),
        proven("S-248, weaker", Authentication::PASSWORD_TEXT, "<m:Reset/>", Err(ErrorKind::AuthenticationRequired)),
        proven("S-248, digest", Authentication::PASSWORD_DIGEST, "<m:Reset/>", Ok("reset")),
        proven("S-248, one of two", Authentication::CERTIFICATE, "<m:Reset/>", Ok("reset")),
        proven("more than required", Authentication::TRANSPORT, "<m:One/>", Ok("op1")),
        rpc("RPC-05, S-135", "<m:add><a>1</a></m:add>", Ok("add")),
        rpc("RPC-04", "<m:nosuch/>", unsupported),
    ]
}

/// Reads up to the body entry in two chunks and asks the service there, before anything of its content is read.
fn dispatch(vector: &Vector, version: Version, split: usize) -> (Result<&'static str, Error>, Option<Fault<'static>>) {
    let uri = version.uri();
    let message = format!("<e:Envelope xmlns:e='{uri}' xmlns:m='urn:m'><e:Body>{}</e:Body></e:Envelope>", vector.body);
    let mut workspace = [0; 1024];
    let mut reader = Reader::new(&mut workspace);
    let request = Request {
        soap_action: vector.soap_action,
        addressing_action: vector.action,
        authenticated: vector.authenticated,
    };
    let (first, rest) = message.as_bytes().split_at(split.min(message.len()));
    for (mut input, last) in [(first, false), (rest, true)] {
        loop {
            let call = match reader.next(&mut input, last).expect(vector.id) {
                Event::NeedInput => break,
                Event::BodyEntry(start) => vector.service.dispatch(&request, Some(start.name().into()), start.offset()),
                Event::Close(..) => vector.service.dispatch(&request, None, reader.offset()),
                _ => continue,
            };
            return match call {
                Ok(call) => {
                    assert_eq!(vector.service.operations[call.index].name, call.operation.name);
                    (Ok(call.operation.name), None)
                }
                Err(refused) => {
                    let operation = refused.call.map(|call| call.operation);
                    (Err(refused.error), vector.service.fault(version, &refused.error, operation))
                }
            };
        }
    }
    panic!("{}: no Body", vector.id)
}

#[test]
fn an_operation_is_found_when_its_body_entry_opens() {
    for vector in vectors() {
        for version in [Version::Soap11, Version::Soap12] {
            for split in 0..200 {
                let (found, fault) = dispatch(&vector, version, split);
                assert_eq!(found.map_err(|error| error.kind), vector.expected, "{}, split at {split}", vector.id);
                let Err(error) = found else { continue };
                let fault = fault.expect(vector.id);
                assert_eq!(fault.code, error.fault_code().qname(version), "{}", vector.id);
                let subcodes: Vec<_> = fault.subcodes.iter().collect();
                let procedure = QName::new(Namespace::Soap12Rpc.uri(), "ProcedureNotPresent");
                match (vector.id, version) {
                    ("RPC-04", Version::Soap12) => assert_eq!(subcodes, [procedure]),
                    _ => assert!(subcodes.is_empty(), "{}: {subcodes:?}", vector.id),
                }
            }
        }
    }
}

/// V-40, S-139, S-142, S-143: whatever goes wrong in a one-way operation, no fault goes back.
#[test]
fn a_one_way_operation_has_no_answer() {
    let service = Service::new(OPERATIONS);
    let entry = Some(QName::new(M, "Tell"));
    let refused = service.dispatch(&Request::default(), entry, 7).expect_err("not authenticated");
    assert_eq!(refused.error, Error::new(ErrorKind::AuthenticationRequired, 7));
    let operation = refused.call.map(|call| call.operation);
    assert!(service.fault(Version::Soap11, &refused.error, operation).is_none());
    let request = Request { authenticated: Authentication::PASSWORD_TEXT, ..Request::default() };
    let call = service.dispatch(&request, entry, 7).expect("found");
    for kind in ErrorKind::ALL {
        assert!(service.fault(Version::Soap12, &Error::new(*kind, 0), Some(call.operation)).is_none(), "{kind:?}");
    }
}

/// S-156, RPC-03, RPC-04: the fault of each style, written and read.
#[test]
fn a_refused_call_is_answered_in_its_style() {
    for (kind, local) in [
        (ErrorKind::OperationNotSupported, Some("ProcedureNotPresent")),
        (ErrorKind::InvalidParameters, Some("BadArguments")),
        (ErrorKind::OperationInactive, None),
        (ErrorKind::Lexical, None),
    ] {
        for version in [Version::Soap11, Version::Soap12] {
            let error = Error::new(kind, 1);
            let service = Service::new(RPC);
            for operation in [None, Some(&RPC[0])] {
                let fault = service.fault(version, &error, operation).expect("a fault");
                let answer = Answer::with_fault(fault, Versions::Both, None);
                let sent =
                    written(version, 4096, |writer| writer.answer(&answer, &mut |_, _| Ok(()))).expect("an answer");
                let (mut workspace, mut store) = ([0; 1024], [0; 512]);
                let fault = read_fault(sent.as_bytes(), &mut workspace, &mut store, Default::default());
                let fault = fault.expect("well-formed").expect("a fault");
                assert_eq!(fault.code, error.fault_code().qname(version));
                let expected = local.filter(|_| version == Version::Soap12);
                let expected = expected.map(|local| QName::new(Namespace::Soap12Rpc.uri(), local));
                assert_eq!(fault.subcodes.iter().next(), expected, "{kind:?}");
            }
        }
    }
}

/// S-147, S-248: operations of all ports in one place; names are unique among all services of a node.
#[test]
fn a_name_that_two_operations_have_is_found() {
    let (document, rpc) = (Service::new(OPERATIONS), Service::new(RPC));
    assert!(Service::duplicate(&[document, rpc]).is_none());
    let again = [Operation::rpc("op2", "urn:other", "")];
    let found = Service::duplicate(&[document, rpc, Service::new(&again)]).expect("twice there");
    assert_eq!((found.name, found.uri), ("op2", "urn:other"));
}
