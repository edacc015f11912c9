//! Faults as one structure: between the versions, for errors, in a store of any size.

use soapstone::soap::{
    Event, Fault, FaultCode, FaultReader, Mapping, Options, QName, Reader, Subcodes, Version, Versions, read_fault,
    write_fault, write_message,
};
use soapstone::xml::{Str, WriteError};
use soapstone::{Error, ErrorKind, Limit};

use Version::{Soap11, Soap12};

const FLT_01: &str = "<e:Fault><faultcode>e:Client</faultcode><faultstring>bad</faultstring></e:Fault>";
const FLT_03: &str = r#"<e:Fault xmlns:m="urn:m"><faultcode>m:OutOfStock</faultcode><faultstring>x</faultstring><faultactor>urn:n1</faultactor><detail><m:Sku>7</m:Sku></detail></e:Fault>"#;
const FLT_12: &str = r#"<e:Fault xmlns:m="urn:m"><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value>m:A</e:Value><e:Subcode><e:Value>m:B</e:Value></e:Subcode></e:Subcode></e:Code><e:Reason><e:Text xml:lang="en">x</e:Text><e:Text xml:lang="fr">y</e:Text></e:Reason><e:Node>urn:n</e:Node><e:Role>urn:r</e:Role><e:Detail><m:d/></e:Detail></e:Fault>"#;

/// Reads the fault of a message, as its last chunk of all sizes, into a store of this size.
fn read<'t>(version: Version, fault: &str, store: &'t mut [u8]) -> Result<Fault<'t>, Error> {
    let uri = version.uri();
    let message = format!(r#"<e:Envelope xmlns:e="{uri}"><e:Body>{fault}</e:Body></e:Envelope>"#);
    let mut workspace = [0; 1024];
    let mut reader = Reader::new(&mut workspace);
    let mut input = message.as_bytes();
    while !matches!(reader.next(&mut input, true)?, Event::Fault(_)) {}
    let mut values = FaultReader::new(store);
    assert!(values.read(&mut reader, &mut input, true)?);
    while !matches!(reader.next(&mut input, true)?, Event::Finished) {}
    Ok(values.into_fault())
}

fn text(value: Option<Str<'_>>) -> Option<&str> {
    value.map(|value| value.as_str())
}

fn names(subcodes: Subcodes<'_>) -> Vec<String> {
    subcodes.iter().map(|name| format!("{name:?}")).collect()
}

/// S-116, S-126: a SOAP 1.1 fault has one reason, its faultstring.
#[test]
fn gen_01() {
    let mut store = [0; 256];
    let fault = read(Soap11, FLT_01, &mut store).unwrap();
    assert_eq!(fault.code, QName::new(Soap11.uri(), "Client"));
    assert!(fault.subcodes.is_empty());
    let reasons: Vec<_> = fault.reasons.iter().collect();
    assert_eq!(reasons.len(), 1);
    assert_eq!((reasons[0].text.as_str(), reasons[0].lang), ("bad", None));
    assert_eq!((fault.node, fault.role, fault.detail), (None, None, false));
    assert_eq!(fault.fault_code(), FaultCode::Sender);
}

/// S-122, S-126, X-01, Q-26: faultactor is the role; there is no node.
#[test]
fn gen_02() {
    let mut store = [0; 256];
    let fault = read(Soap11, FLT_03, &mut store).unwrap();
    assert_eq!(fault.code, QName::new("urn:m", "OutOfStock"));
    assert_eq!((fault.node, text(fault.role), fault.detail), (None, Some("urn:n1"), true));
    assert_eq!(text(fault.actor()), Some("urn:n1"));
    assert_eq!(fault.fault_code(), FaultCode::Receiver);
}

/// S-119 to S-123, X-01: subcodes, reasons with their languages, node, role, detail.
#[test]
fn gen_03() {
    let mut store = [0; 256];
    let fault = read(Soap12, FLT_12, &mut store).unwrap();
    assert_eq!(fault.code, QName::new(Soap12.uri(), "Sender"));
    assert_eq!(names(fault.subcodes), ["{urn:m}A", "{urn:m}B"]);
    let reasons: Vec<_> = fault.reasons.iter().map(|r| (r.text.as_str(), text(r.lang))).collect();
    assert_eq!(reasons, [("x", Some("en")), ("y", Some("fr"))]);
    assert_eq!((text(fault.node), text(fault.role), fault.detail), (Some("urn:n"), Some("urn:r"), true));
}

/// S-115, S-117, S-118: a failure on this side is a fault too; its code has no namespace.
#[test]
fn gen_04() {
    let fault = Fault::exception("timed out");
    assert_eq!(fault.code, QName::new("", "Exception"));
    assert_eq!(fault.reason(), "timed out");
    assert_eq!(fault.to_version(Soap12).code, QName::new(Soap12.uri(), "Receiver"));
}

#[test]
fn codes_of_soap_12_in_soap_11() {
    let table = [
        (FaultCode::Sender, "Client"),
        (FaultCode::Receiver, "Server"),
        (FaultCode::MustUnderstand, "MustUnderstand"),
        (FaultCode::VersionMismatch, "VersionMismatch"),
        (FaultCode::DataEncodingUnknown, "Client"),
    ];
    for (code, local) in table {
        let fault = Fault::new(Soap12, code, "x").to_version(Soap11);
        assert_eq!(fault.code, QName::new(Soap11.uri(), local));
    }
    let invented = Fault { code: QName::new(Soap12.uri(), "Client"), ..Fault::new(Soap12, FaultCode::Sender, "x") };
    assert_eq!(invented.fault_code(), FaultCode::Receiver);
    assert_eq!(invented.to_version(Soap11).code, QName::new(Soap11.uri(), "Server"));
}

/// Code of SOAP 1.1, the code of SOAP 1.2 it becomes, and the subcodes.
#[test]
fn codes_of_soap_11_in_soap_12() {
    let e11 = Soap11.uri();
    let table: [(QName<'_>, &str, &[&str]); 9] = [
        (QName::new(e11, "Client"), "Sender", &[]),
        (QName::new(e11, "Server"), "Receiver", &[]),
        (QName::new(e11, "MustUnderstand"), "MustUnderstand", &[]),
        (QName::new(e11, "VersionMismatch"), "VersionMismatch", &[]),
        (QName::new(e11, "Client.Auth.Expired"), "Sender", &[]),
        (QName::new("", "Client"), "Sender", &[]),
        (QName::new("urn:m", "X"), "Receiver", &["{urn:m}X"]),
        (QName::new("", "zz:Boom"), "Receiver", &["{}zz:Boom"]),
        (QName::default(), "Receiver", &[]),
    ];
    for (code, local, subcodes) in table {
        let given = Fault { code, ..Fault::new(Soap11, FaultCode::Sender, "x") };
        let fault = given.to_version(Soap12);
        assert_eq!(fault.code, QName::new(Soap12.uri(), local), "{code:?}");
        assert_eq!(names(fault.subcodes), subcodes, "{code:?}");
        assert_eq!(names(fault.to_version(Soap12).subcodes), subcodes, "{code:?}, converted already");
    }
}

#[test]
fn what_the_standards_leave_open() {
    let mapping = Mapping { side: FaultCode::Sender, suffixes: Some("urn:s") };
    let custom = Fault { code: QName::new("urn:m", "X"), ..Fault::new(Soap11, FaultCode::Sender, "x") };
    assert_eq!(custom.to_version_with(Soap12, &mapping).code, QName::new(Soap12.uri(), "Sender"));
    let dotted = Fault { code: QName::new(Soap11.uri(), "Server.Disk.Full"), ..custom };
    let fault = dotted.to_version_with(Soap12, &mapping);
    assert_eq!(fault.code, QName::new(Soap12.uri(), "Receiver"));
    assert_eq!(names(fault.subcodes), ["{urn:s}Disk", "{urn:s}Full"]);
}

/// X-07: SOAP 1.1 takes no subcodes, no node and one reason.
#[test]
fn what_soap_11_has_no_place_for() {
    let mut store = [0; 256];
    let fault = read(Soap12, FLT_12, &mut store).unwrap().to_version(Soap11);
    assert_eq!(fault.code, QName::new(Soap11.uri(), "Client"));
    assert!(fault.subcodes.is_empty());
    assert_eq!(fault.reasons.iter().count(), 1);
    assert_eq!((fault.node, text(fault.role)), (None, Some("urn:r")));
    let node = Fault { node: Some("urn:n".into()), ..Fault::new(Soap12, FaultCode::Receiver, "x") };
    assert_eq!(text(node.to_version(Soap11).role), Some("urn:n"));
}

#[test]
fn dotted_codes() {
    let code = QName::new(Soap11.uri(), "Client.Auth.Expired");
    assert_eq!(code.base(), "Client");
    assert_eq!(code.suffixes().map(|s| s.as_str()).collect::<Vec<_>>(), ["Auth", "Expired"]);
    assert_eq!(FaultCode::from_qname(&code), Some(FaultCode::Sender));
    let plain = QName::new("urn:m", "Client");
    assert_eq!((plain.base().as_str(), plain.suffixes().count()), ("Client", 0));
    assert_eq!(FaultCode::from_qname(&plain), None);
}

#[test]
fn every_code_is_known_by_its_names() {
    for code in FaultCode::ALL {
        assert_eq!(FaultCode::from_qname(&code.qname(Soap12)), Some(*code));
        let known = if *code == FaultCode::DataEncodingUnknown { FaultCode::Sender } else { *code };
        assert_eq!(FaultCode::from_qname(&code.qname(Soap11)), Some(known));
    }
    assert_eq!(FaultCode::from_local(Soap11, b"Sender"), None);
    assert_eq!(FaultCode::from_local(Soap12, b"Client"), None);
}

/// S-162, S-164: which fault answers which error; every error has an answer.
#[test]
fn answers_to_errors() {
    for kind in ErrorKind::ALL {
        let expected = match kind {
            ErrorKind::VersionMismatch => FaultCode::VersionMismatch,
            ErrorKind::NotUnderstood => FaultCode::MustUnderstand,
            ErrorKind::UnknownEncodingStyle => FaultCode::DataEncodingUnknown,
            ErrorKind::InvalidArgument | ErrorKind::Io | ErrorKind::OutOfOrder => FaultCode::Receiver,
            ErrorKind::LeftOut => FaultCode::Receiver,
            ErrorKind::OperationInactive | ErrorKind::EndpointUnavailable => FaultCode::Receiver,
            ErrorKind::SessionBusy => FaultCode::Receiver,
            kind if (-199..=-150).contains(&kind.code()) => FaultCode::Receiver,
            _ => FaultCode::Sender,
        };
        let error = Error::new(*kind, 7);
        assert_eq!(error.fault_code(), expected, "{}", kind.name());
        for version in [Soap11, Soap12] {
            let fault = Fault::for_error(version, &error);
            assert_eq!(fault.code, expected.qname(version), "{}", kind.name());
            assert_eq!(fault.reason(), kind.message(), "{}", kind.name());
        }
    }
    let limit = Error::limit(Limit::Depth, 65, 7);
    assert_eq!(Fault::for_error(Soap11, &limit).code, FaultCode::Sender.qname(Soap11));
}

/// S-018: a store of any size either holds the fault, or the error says how large one must be.
#[test]
fn every_size_of_store() {
    for (version, fault) in [(Soap11, FLT_01), (Soap11, FLT_03), (Soap12, FLT_12)] {
        let mut largest = [0; 512];
        let whole = format!("{:?}", read(version, fault, &mut largest).unwrap());
        let mut exact = None;
        for size in 0..512 {
            let mut store = vec![0; size];
            match read(version, fault, &mut store) {
                Ok(fault) => {
                    assert_eq!(format!("{fault:?}"), whole, "{size}");
                    exact.get_or_insert(size);
                }
                Err(error) => {
                    let exceeded = error.exceeded.unwrap();
                    assert_eq!(exceeded.limit, Limit::TextStore);
                    let mut store = vec![0; exceeded.needed as usize];
                    // A prefix and its colon must fit before the URI behind it can be counted.
                    assert!(size < 2 || read(version, fault, &mut store).is_ok(), "{size}: {exceeded:?}");
                    assert_eq!(exact, None, "{size}");
                }
            }
        }
        let exact = exact.unwrap();
        let mut store = vec![0; exact - 1];
        assert_eq!(read(version, fault, &mut store).unwrap_err().exceeded.unwrap().needed, exact as u64);
    }
}

/// VER-01 and VER-02: what an Upgrade offers, most preferred first.
#[test]
fn upgrades_offer_versions() {
    let e12 = Soap12.uri();
    let table: [(&str, &[Version]); 5] = [
        ("qname='n:Envelope' xmlns:n='http://www.w3.org/2003/05/soap-envelope'", &[Soap12]),
        ("qname=' o:Envelope' xmlns:o='http://schemas.xmlsoap.org/soap/envelope/'", &[Soap11]),
        ("e:qname='e:Envelope'", &[]),
        ("qname='e:Body'", &[]),
        ("qname='zz:Envelope'", &[]),
    ];
    for (attribute, expected) in table {
        let message = format!(
            "<e:Envelope xmlns:e='{e12}'><e:Header><e:Upgrade><e:SupportedEnvelope {attribute}/><e:Other \
             qname='e:Envelope'/></e:Upgrade></e:Header><e:Body/></e:Envelope>"
        );
        let mut workspace = [0; 1024];
        let mut reader = Reader::new(&mut workspace);
        let mut input = message.as_bytes();
        let mut offered = Vec::new();
        loop {
            match reader.next(&mut input, true).unwrap() {
                Event::Finished => break,
                Event::Start(_, start) => offered.extend(Version::of_supported_envelope(&start)),
                _ => {}
            }
        }
        assert_eq!(offered, expected, "{attribute}");
    }
}

#[test]
fn in_one_call() {
    let (mut memory, mut workspace, mut store) = ([0; 1024], [0; 512], [0; 256]);
    let error = Error::new(ErrorKind::VersionMismatch, 0);
    for version in [Soap11, Soap12] {
        let fault = Fault::for_error(version, &error);
        let message = write_fault(&mut memory, &mut workspace, version, &fault, Some(Versions::Both)).unwrap();
        let seen = read_fault(message, &mut workspace, &mut store, Options::default()).unwrap().unwrap();
        assert_eq!(seen.fault_code(), FaultCode::VersionMismatch);
        assert_eq!(seen.reason(), error.kind.message());
        let message = write_message(&mut memory, &mut workspace, version, "urn:m", "a", |_| Ok(())).unwrap();
        assert!(read_fault(message, &mut workspace, &mut store, Options::default()).unwrap().is_none());
        let full = write_fault(&mut memory[..200], &mut workspace, version, &fault, None);
        assert_eq!(full, Err(WriteError::Full));
    }
}

#[test]
fn only_inside_a_fault() {
    let (mut workspace, mut store) = ([0; 512], [0; 64]);
    let mut reader = Reader::new(&mut workspace);
    let mut values = FaultReader::new(&mut store);
    let mut input = &b"<a/>"[..];
    let error = values.next(&mut reader, &mut input, true).map(drop);
    assert_eq!(error, Err(Error::new(ErrorKind::InvalidArgument, 0)));
    assert_eq!(input, b"<a/>");
}
