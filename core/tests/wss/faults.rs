//! The faults that answer errors of WS-Security.

use soapstone::buf::Buffer;
use soapstone::soap::{Fault, FaultCode, QName, Version, Writer};
use soapstone::wss::{Generation, error_kind, fault};
use soapstone::{Error, ErrorKind, Limit};

const KINDS: &[(&str, ErrorKind, &str)] = &[
    ("WF-01", ErrorKind::UnsupportedSecurityToken, "UnsupportedSecurityToken"),
    ("SIG-08", ErrorKind::UnsupportedAlgorithm, "UnsupportedAlgorithm"),
    ("SEC-01", ErrorKind::InvalidSecurity, "InvalidSecurity"),
    ("WF-04", ErrorKind::InvalidSecurityToken, "InvalidSecurityToken"),
    ("UT-10", ErrorKind::FailedAuthentication, "FailedAuthentication"),
    ("WF-03", ErrorKind::FailedCheck, "FailedCheck"),
    ("WF-02", ErrorKind::SecurityTokenUnavailable, "SecurityTokenUnavailable"),
    ("TS-02", ErrorKind::MessageExpired, "MessageExpired"),
];

#[test]
fn every_error_has_its_fault_in_every_generation() {
    for (id, kind, local) in KINDS {
        for &generation in Generation::ALL {
            let name = QName::new(generation.wsse(), local);
            let old = fault(Version::Soap11, generation, *kind, false).unwrap();
            assert_eq!((old.code, old.subcodes.is_empty()), (name, true), "{id}");
            let new = fault(Version::Soap12, generation, *kind, false).unwrap();
            assert_eq!(new.code, FaultCode::Sender.qname(Version::Soap12), "{id}");
            assert!(new.subcodes.iter().eq([name]), "{id}");
            for fault in [old, new, old.to_version(Version::Soap12)] {
                assert_eq!(error_kind(&fault), Some(*kind), "{id}");
            }
        }
    }
}

#[test]
fn the_reason_tells_nothing_unless_asked_to() {
    let reason = |kind, detailed| {
        let fault = fault(Version::Soap11, Generation::Oasis, kind, detailed).unwrap();
        fault.reason().to_string()
    };
    let general: Vec<_> = KINDS.iter().map(|(_, kind, _)| reason(*kind, false)).collect();
    assert!(general.iter().all(|text| *text == general[0] && !text.is_empty()), "{general:?}");
    let special: std::collections::HashSet<_> = KINDS.iter().map(|(_, kind, _)| reason(*kind, true)).collect();
    assert_eq!(special.len(), KINDS.len(), "{special:?}");
}

#[test]
fn other_errors_are_not_of_wss() {
    for kind in ErrorKind::ALL {
        let own = KINDS.iter().any(|(_, own, _)| own == kind) || *kind == ErrorKind::AuthenticationRequired;
        assert_eq!(fault(Version::Soap11, Generation::Oasis, *kind, true).is_some(), own, "{}", kind.name());
    }
    let answer = fault(Version::Soap11, Generation::Oasis, ErrorKind::AuthenticationRequired, false).unwrap();
    assert_eq!(error_kind(&answer), Some(ErrorKind::FailedAuthentication));
    let full = Error::limit(Limit::Replays, 9, 1);
    assert_eq!(full.fault_code(), FaultCode::Receiver);
}

#[test]
fn faults_of_peers_are_read() {
    let [oasis, july] = [Generation::Oasis, Generation::Draft200207];
    for (id, uri, local, want) in [
        ("1.0", oasis.wsu(), "MessageExpired", Some(ErrorKind::MessageExpired)),
        ("1.1", oasis.wsse(), "MessageExpired", Some(ErrorKind::MessageExpired)),
        ("July 2002", july.wsu(), "MessageExpired", Some(ErrorKind::MessageExpired)),
        ("no such name there", oasis.wsu(), "FailedAuthentication", None),
        ("another namespace", "urn:x", "FailedAuthentication", None),
        ("another name", oasis.wsse(), "Failed", None),
        ("no namespace", "", "MessageExpired", None),
    ] {
        let name = QName::new(uri, local);
        let base = Fault::new(Version::Soap12, FaultCode::Sender, "");
        assert_eq!(error_kind(&Fault { code: name, ..base }), want, "{id}");
        assert_eq!(error_kind(&Fault { subcodes: name.into(), ..base }), want, "{id}");
    }
}

#[test]
fn wf_05() {
    let (mut memory, mut workspace) = ([0; 1024], [0; 512]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    let answer = fault(Version::Soap11, Generation::Oasis, ErrorKind::FailedAuthentication, false).unwrap();
    writer.pin("wsse", Generation::Oasis.wsse()).unwrap();
    writer.fault_message(&answer, None).unwrap();
    let message = std::str::from_utf8(writer.sink().bytes()).unwrap();
    let uri = Generation::Oasis.wsse();
    assert!(
        message.contains(&format!("<faultcode xmlns:wsse=\"{uri}\">wsse:FailedAuthentication</faultcode>")),
        "{message}"
    );
}
