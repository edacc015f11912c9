//! Which port of a service is called, by which way, and with whose credentials.

use crate::made::Came;
use crate::made::{call, make, make_async, ping};
use crate::wire::Script;
use soapstone::binding::client::{Call, Client, Stage};
use soapstone::binding::{Address, Alias, Aliases, Chosen, Identity, Port, Queue, Ready, Route, Timeout};
use soapstone::http::auth::{Authenticate, Basic};
use soapstone::soap::Version;
use soapstone::{Error, ErrorKind, Limit};

const PORTS: [Port<'static>; 4] = [
    Port { name: "First", address: "http://h0:5555/ws/a", version: Version::Soap11, alias: None },
    Port { name: "Second", address: "http://h0/ws/b", version: Version::Soap12, alias: Some("plant") },
    Port { name: "Queued", address: "jms://queue/orders@factory", version: Version::Soap11, alias: None },
    Port { name: "Inside", address: "Order Service", version: Version::Soap11, alias: None },
];

fn aliases() -> [(&'static str, Alias<'static>); 3] {
    [
        ("plant", Alias { host: Some("h1"), port: None }),
        ("other", Alias { host: None, port: Some(6666) }),
        ("wrong", Alias { host: Some("a b"), port: None }),
    ]
}

/// S-072, S-073, S-074, S-076, S-150, S-211, S-228, X-05: by name, else the first; what the call says has the last word.
#[test]
fn a_port_is_chosen() {
    let first = Route::new(&PORTS);
    let url = Some("http://u:1/x");
    for (id, route, wanted) in [
        ("S-073", first, Ok((0, None, "http://h0:5555/ws/a"))),
        ("S-072", Route { port: Some("Second"), ..first }, Ok((1, Some("plant"), "http://h1/ws/b"))),
        (
            "S-076",
            Route { port: Some("Second"), alias: Some("other"), ..first },
            Ok((1, Some("other"), "http://h0:6666/ws/b")),
        ),
        ("S-076", Route { alias: Some("other"), ..first }, Ok((0, Some("other"), "http://h0:6666/ws/a"))),
        ("S-074", Route { url, ..first }, Ok((0, None, "http://u:1/x"))),
        ("S-075", Route { url, alias: Some("plant"), ..first }, Ok((0, Some("plant"), "http://h1:1/x"))),
        ("Q-03", Route { url, alias: Some("plant"), url_wins: true, ..first }, Ok((0, Some("plant"), "http://u:1/x"))),
        ("S-150", Route { port: Some("Queued"), ..first }, Ok((2, None, "jms://queue/orders@factory"))),
        ("S-228", Route { port: Some("Inside"), ..first }, Ok((3, None, "Order Service"))),
        ("S-072", Route { port: Some("second"), ..first }, Err(ErrorKind::UnknownPort)),
        ("S-072", Route { port: Some(""), ..first }, Err(ErrorKind::UnknownPort)),
        ("S-073", Route::new(&[]), Err(ErrorKind::UnknownPort)),
        ("S-076", Route { alias: Some("nobody"), ..first }, Err(ErrorKind::UnknownAlias)),
        ("S-076", Route { alias: Some("wrong"), ..first }, Err(ErrorKind::InvalidEndpoint)),
        ("S-150", Route { port: Some("Queued"), alias: Some("plant"), ..first }, Err(ErrorKind::InvalidEndpoint)),
        ("S-074", Route { url: Some(""), ..first }, Err(ErrorKind::InvalidEndpoint)),
    ] {
        let mut memory = [0; 64];
        let chosen = route.choose(&aliases(), &mut memory);
        let wanted = wanted.map(|(port, alias, address)| Chosen { port: &PORTS[port], alias, address });
        assert_eq!(chosen.map_err(|error| error.kind), wanted, "{id} {route:?}");
        let Ok(wanted) = wanted else { continue };
        let needed = wanted.address.len();
        for len in 0..needed {
            let short = route.choose(&aliases(), &mut memory[..len]);
            assert_eq!(short, Err(Error::limit(Limit::Output, needed as u64, 0)), "{id}");
        }
    }
    assert!(matches!(Address::parse(PORTS[3].address), Ok(Address::Local("Order Service"))), "S-228");
}

/// X-02, S-072, S-076: what is not there fails the call before anything is sent.
#[test]
fn a_port_that_is_not_there() {
    let mut script = Script::new(&[]);
    let (mut memory, mut workspace) = (vec![0; 2048], vec![0; 512]);
    let mut client = Client::new(&mut script, &mut memory, &mut []);
    // What is known of a call before does not stay.
    let before = client.call(&call(Version::Soap11), &mut workspace, None, &mut |writer| ping(writer, "7"));
    assert!(before.is_err());
    assert_eq!((client.info().status(), client.info().request.is_some()), (408, true));
    for (route, kind) in [
        (Route { port: Some("Third"), ..Route::new(&PORTS) }, ErrorKind::UnknownPort),
        (Route { alias: Some("nobody"), ..Route::new(&PORTS) }, ErrorKind::UnknownAlias),
    ] {
        let error = route.choose(&aliases(), &mut [0; 64]).unwrap_err();
        let failed = client.refuse(error);
        assert_eq!((failed.stage, failed.error.kind), (Stage::Preparing, kind));
        assert!(failed.fault().is_exception());
        let info = client.info();
        assert_eq!((info.stage, info.status(), info.request.is_none()), (Stage::Preparing, 900, true));
        assert!(info.response.is_none());
    }
    assert_eq!(script.sent.len(), 1);
}

/// Aliases with credentials.
struct Directory<'a>(Alias<'a>, Basic<'a>);

impl Aliases for Directory<'_> {
    fn find(&self, name: &str) -> Option<Alias<'_>> {
        (name == "plant").then_some(self.0)
    }

    fn login(&mut self, name: &str) -> Option<&mut dyn Authenticate> {
        (name == "plant").then_some(&mut self.1)
    }
}

/// S-030, S-032: an alias may have credentials, a call may have none; those of the call take the place of the others.
#[test]
fn credentials_of_an_alias() {
    for (port, has_own, wanted) in [
        ("Second", false, Some("Authorization: Basic YWxpYXM6aXRz")),
        ("Second", true, Some("Authorization: Basic bWU6bWluZQ==")),
        ("First", false, None),
    ] {
        let mut own = Basic::new("me", "mine").unwrap();
        let login: Option<&mut dyn Authenticate> = if has_own { Some(&mut own) } else { None };
        let mut directory = Directory(Alias::default(), Basic::new("alias", "its").unwrap());
        let mut memory = [0; 64];
        let chosen = Route { port: Some(port), ..Route::new(&PORTS) }.choose(&directory, &mut memory).unwrap();
        let hook = login.or_else(|| directory.login(chosen.alias?));
        let mut script = Script::new(&[&["HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n"]]);
        let (mut memory, mut scratch, mut workspace) = (vec![0; 2048], vec![0; 512], vec![0; 512]);
        let mut client = Client::new(&mut script, &mut memory, &mut scratch);
        let call = Call::new(chosen.address, chosen.port.version);
        let _ = client.call(&call, &mut workspace, hook, &mut |writer| ping(writer, "7"));
        let sent = script.text(0);
        assert_eq!(sent.lines().find(|line| line.starts_with("Authorization")), wanted, "{sent}");
    }
}

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<";

/// S-216, S-217: a relay is connected to in the place of the endpoint, and told the endpoint; without one nothing is new.
#[test]
fn a_relay() {
    for (endpoint, relay, line, host, opened) in [
        ("http://h/ws?x=y", "", "POST /ws?x=y HTTP/1.1", "h", "open http h 80 -1"),
        ("http://h/ws?x=y", "http://r:8080/", "POST http://h/ws?x=y HTTP/1.1", "h", "open http r 8080 -1"),
        ("https://h:444", "http://r", "POST https://h:444/ HTTP/1.1", "h:444", "open http r 80 -1"),
        ("https://[::1]?q", "https://r", "POST https://[::1]/?q HTTP/1.1", "[::1]", "open https r 443 -1"),
    ] {
        let call = Call { endpoint, relay, ..call(Version::Soap11) };
        for make in [make, make_async] {
            let mut script = Script::new(&[&[OK]]);
            assert_eq!(make(&mut script, &call, 2048, "7"), Came::Reply(200, "<".into()), "{endpoint} {relay}");
            let sent = script.text(0);
            assert!(sent.starts_with(&format!("{line}\r\nHost: {host}\r\n")), "{sent}");
            assert_eq!(script.log[0], opened);
        }
    }
    let call = Call { relay: "servlet", ..call(Version::Soap11) };
    for make in [make, make_async] {
        let failed = make(&mut Script::new(&[]), &call, 2048, "7");
        assert_eq!(failed, Came::Failed(Stage::Preparing, ErrorKind::InvalidEndpoint, 900));
    }
}

/// S-043, S-044, S-045, Q-19: names of the key that TLS shows go to the transport as they are; one that is in no store
/// is refused. A connection is for one key.
#[test]
fn the_key_of_a_connection() {
    let named = Identity { store: "plant store", key: "meter 7" };
    let only = Identity { store: "plant store", key: "" };
    let long =
        Identity { store: "a store whose name and that of the host together are far", key: "too long to be kept" };
    for (identities, wanted) in [
        ([named, named], &["identify plant store/meter 7", "open", "resume"][..]),
        ([named, only], &["identify plant store/meter 7", "open", "identify plant store/", "open"]),
        ([Identity::NONE, only], &["open", "identify plant store/", "open"]),
        ([only, Identity::NONE], &["identify plant store/", "open", "open"]),
        ([long, long], &["identify a store whose", "open", "identify a store whose", "open"]),
    ] {
        let mut script = Script::new(&[&[OK, OK], &[OK]]);
        script.ready = Some(Ready::NotYet);
        let (mut memory, mut workspace) = (vec![0; 2048], vec![0; 512]);
        let mut client = Client::new(&mut script, &mut memory, &mut []);
        for identity in identities {
            let call = Call { identity, ..call(Version::Soap11) };
            client.call(&call, &mut workspace, None, &mut |writer| ping(writer, "7")).unwrap().finish();
        }
        assert_eq!(script.log.len(), wanted.len(), "{:?}", script.log);
        assert!(script.log.iter().zip(wanted).all(|(had, wanted)| had.starts_with(wanted)), "{:?}", script.log);
    }
    let call = Call { identity: Identity { store: "", key: "meter 7" }, ..call(Version::Soap11) };
    for make in [make, make_async] {
        let failed = make(&mut Script::new(&[]), &call, 2048, "7");
        assert_eq!(failed, Came::Failed(Stage::Preparing, ErrorKind::InvalidArgument, 900));
    }
    // Another host is not shown the key.
    let away = "HTTP/1.1 307 Temporary Redirect\r\nLocation: https://b/\r\nContent-Length: 0\r\n\r\n";
    let call = Call { endpoint: "https://a/", identity: named, ..call };
    for make in [make, make_async] {
        let mut script = Script::new(&[&[away], &[OK]]);
        assert_eq!(make(&mut script, &call, 2048, "7"), Came::Reply(200, "<".into()));
        let log: Vec<_> = script.log.iter().map(String::as_str).filter(|line| !line.starts_with("close")).collect();
        assert_eq!(log, ["identify plant store/meter 7", "open https a 443 -1", "open https b 443 -1"]);
    }
}

/// S-071, S-079, S-105: with `jms.async` nobody waits; fields go through as they are, and those that only the sender to a
/// queue needs are told from the headers of the message.
#[test]
fn fields_for_queues() {
    let fields = [("jms.async", "true"), ("jms.timeToLive", "5"), ("JMSReplyTo", "q"), ("X-Plant", "7")];
    for (value, timeout) in [("true", Timeout::Default), ("TRUE", Timeout::Default), ("false", Timeout::Millis(7))] {
        let fields = [("JMS.Async", value)];
        let call = Call { timeout: Timeout::Millis(7), fields: &fields, ..call(Version::Soap11) };
        assert_eq!(call.patience(), timeout, "{value}");
        for make in [make, make_async] {
            let mut script = Script::new(&[&[OK]]);
            make(&mut script, &call, 2048, "7");
            assert_eq!(script.log[0], format!("open http meter.example 8080 {}", timeout.millis()));
            assert!(script.text(0).contains(&format!("\r\nJMS.Async: {value}\r\n")));
        }
    }
    let headers: Vec<_> = fields.iter().filter(|(name, _)| !Queue::is_property(name)).map(|(name, _)| *name).collect();
    assert_eq!(headers, ["JMSReplyTo", "X-Plant"]);
}
