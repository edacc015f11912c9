//! What a server reads, and what is written.

use super::{SMALLEST, envelope, read, shown, written};
use soapstone::buf::Counter;
use soapstone::session::{SessionHeaders, SessionRequest, SessionType, URI};
use soapstone::soap::{Version, Writer};

/// Header blocks, and what a server makes of them; an error is at this byte of the blocks.
const REQUESTS: &[(&str, &str, &str)] = &[
    (
        "V-01, S-276, S-266, S-267: login for one request",
        "<sieb:UsernameToken>u1</sieb:UsernameToken><sieb:PasswordText>p1</sieb:PasswordText>\
         <sieb:SessionType>None</sieb:SessionType>",
        "login None u1 p1",
    ),
    (
        "V-02, S-256, Q-30: values in capitals",
        "<sieb:SessionType>STATELESS</sieb:SessionType><sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText>",
        "login Stateless u p",
    ),
    (
        "V-03, S-265: no type is None",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText>",
        "login None u p",
    ),
    ("V-04, S-258, S-275: anonymous", "<sieb:SessionType>None</sieb:SessionType>", "anonymous"),
    ("no session header", "<q xmlns='urn:q'/>", "anonymous"),
    (
        "S-277, S-184: opens a session, namespaces as default ones",
        "<UsernameToken xmlns='http://siebel.com/webservices'>user</UsernameToken>\
         <PasswordText xmlns='http://siebel.com/webservices'>secret</PasswordText>\
         <SessionType xmlns='http://siebel.com/webservices'>Stateless</SessionType>",
        "login Stateless user secret",
    ),
    (
        "V-06, S-278: goes on",
        "<sieb:SessionType>Stateless</sieb:SessionType><sieb:SessionToken>tok-1</sieb:SessionToken>",
        "resume Stateless tok-1",
    ),
    (
        "V-07, S-279: ends",
        "<sieb:SessionType>None</sieb:SessionType><sieb:SessionToken>tok-1</sieb:SessionToken>",
        "logout tok-1",
    ),
    ("a token and no type ends", "<sieb:SessionToken>tok-1</sieb:SessionToken>", "logout tok-1"),
    (
        "S-263, Q-13: a token of a stateful session",
        "<sieb:SessionType> stateful </sieb:SessionType><sieb:SessionToken>t</sieb:SessionToken>",
        "resume Stateful t",
    ),
    (
        "S-264",
        "<sieb:SessionType>serverdetermine</sieb:SessionType><sieb:SessionToken>t</sieb:SessionToken>",
        "resume ServerDetermine t",
    ),
    (
        "S-273, Q-14: white space around a token",
        "<sieb:SessionType>Stateless</sieb:SessionType><sieb:SessionToken>\n  a b<!-- -->c&amp;&#10;\n</sieb:SessionToken>",
        "resume Stateless a bc&",
    ),
    (
        "S-262: a token is not looked into",
        "<sieb:SessionToken>&lt;x a='1'>]]&gt;</sieb:SessionToken>",
        "logout <x a='1'>]]>",
    ),
    (
        "empty blocks count as absent",
        "<sieb:SessionType/><sieb:UsernameToken/><sieb:PasswordText> </sieb:PasswordText><sieb:SessionToken/>",
        "anonymous",
    ),
    (
        "S-288: a trust token for a password",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>ticket==</sieb:PasswordText>",
        "login None u ticket==",
    ),
    (
        "kept open without credentials",
        "<sieb:SessionType>Stateless</sieb:SessionType>",
        "session.credentials_required@0",
    ),
    ("unknown type", "<sieb:SessionType>Forever</sieb:SessionType>", "session.invalid@0"),
    ("Q-30: names keep their case", "<sieb:sessiontype>Stateless</sieb:sessiontype>", "anonymous"),
    ("user without password", "<sieb:UsernameToken>u</sieb:UsernameToken>", "session.invalid@0"),
    ("password without user", "<sieb:PasswordText>p</sieb:PasswordText>", "session.invalid@0"),
    (
        "credentials and token",
        "<sieb:UsernameToken>u</sieb:UsernameToken><sieb:PasswordText>p</sieb:PasswordText><sieb:SessionToken>t</sieb:SessionToken>",
        "session.invalid@0",
    ),
    ("two types", "<sieb:SessionType/><sieb:SessionType/>", "session.invalid@19"),
    (
        "two tokens",
        "<sieb:SessionToken>a</sieb:SessionToken><sieb:SessionToken>b</sieb:SessionToken>",
        "session.invalid@40",
    ),
    ("an element in a token", "<sieb:SessionToken>a<b/></sieb:SessionToken>", "session.invalid@0"),
    (
        "Q-11, S-286: a line break in the URI is another namespace",
        "<SessionToken xmlns='http://siebel.com/\nwebservices'>t</SessionToken>",
        "anonymous",
    ),
    (
        "V-11, S-249, S-274: WS-Security too",
        "<sieb:SessionType>None</sieb:SessionType><w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2002/07/secext'/>",
        "session.conflict@41",
    ),
    (
        "WS-Security alone",
        "<w:Security xmlns:w='http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd'/>",
        "anonymous",
    ),
];

#[test]
fn a_server_reads_every_combination_at_any_chunking() {
    for version in [Version::Soap11, Version::Soap12] {
        for (id, blocks, want) in REQUESTS {
            let message = envelope(version, blocks, "");
            let before = message.find("<e:Header>").unwrap() + "<e:Header>".len();
            let want = match want.split_once('@') {
                Some((kind, at)) => format!("{kind}@{}", before + at.parse::<usize>().unwrap()),
                None => (*want).to_owned(),
            };
            for split in 0..=message.len() {
                let mut store = [0; 1024];
                let headers = read(message.as_bytes(), split, &mut store);
                let request = SessionHeaders::of(&headers).and_then(|session| session.request());
                assert_eq!(shown(request), want, "{id}, {version:?}, split at {split}");
            }
        }
    }
}

#[test]
fn what_is_read_is_written_again_through_any_buffer() {
    for (id, blocks, want) in REQUESTS {
        let (message, mut store) = (envelope(Version::Soap11, blocks, ""), [0; 1024]);
        let headers = read(message.as_bytes(), 0, &mut store);
        let Ok(request) = SessionHeaders::of(&headers).and_then(|session| session.request()) else { continue };
        for size in SMALLEST..SMALLEST + 64 {
            let bytes = written(size, Version::Soap12, |steps| request.write(steps));
            let mut store = [0; 1024];
            let again = read(&bytes, 0, &mut store);
            let again = SessionHeaders::of(&again).unwrap().request();
            assert_eq!(shown(again), *want, "{id}, buffer of {size}");
        }
    }
}

#[test]
fn requests_are_written_as_documented() {
    // V-06: the type, the newest token without white space, no credentials. V-01: the credentials.
    let token = SessionRequest::Resume { session_type: SessionType::Stateless, token: "tok-1".into() };
    let login = SessionRequest::Login { session_type: SessionType::None, username: "u1".into(), password: "p1".into() };
    for (request, want) in [
        (token, "[SessionType Stateless][SessionToken tok-1]"),
        (login, "[UsernameToken u1][PasswordText p1][SessionType None]"),
        (SessionRequest::Anonymous, "[SessionType None]"),
    ] {
        let bytes = written(512, Version::Soap11, |steps| request.write(steps));
        let mut store = [0; 1024];
        let headers = read(&bytes, 0, &mut store);
        let blocks = headers.blocks().map(|block| {
            let element = block.element();
            assert_eq!(element.name().uri, URI);
            format!("[{} {}]", element.name().local, element.text())
        });
        assert_eq!(blocks.collect::<String>(), want);
    }
}

#[test]
fn the_length_is_known_before_anything_is_sent() {
    // S-175: a mobile client takes no chunked HTTP, so the message is counted first and written then.
    let login = SessionRequest::Login { session_type: SessionType::None, username: "u".into(), password: "p".into() };
    let mut workspace = [0; 512];
    let mut writer = Writer::new(Counter::new(), &mut workspace, Version::Soap11);
    writer.envelope().unwrap();
    writer.sequence(|steps| login.write(steps)).unwrap();
    writer.finish().unwrap();
    let sent = written(SMALLEST, Version::Soap11, |steps| login.write(steps));
    assert_eq!(writer.into_sink().count(), sent.len() as u64);
}
