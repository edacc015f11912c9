//! Several requests: on one connection, with credentials, elsewhere.

use crate::made::{call, ping};
use crate::wire::Script;
use soapstone::ErrorKind;
use soapstone::binding::client::{Call, Client, Failed, Length, Stage};
use soapstone::binding::{Ready, Timeout};
use soapstone::http::auth::{Authenticate, Basic, Digest, MD5, Proxied};
use soapstone::soap::Version;

const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<";

/// Makes calls one after the other with one client; what came of them by status or error.
fn make(
    script: &mut Script,
    calls: &[Call<'_>],
    mut hook: Option<&mut dyn Authenticate>,
) -> Vec<Result<u16, ErrorKind>> {
    let (mut memory, mut scratch, mut workspace) = (vec![0; 2048], vec![0; 512], vec![0; 512]);
    let mut client = Client::new(script, &mut memory, &mut scratch);
    let mut came = Vec::new();
    for call in calls {
        let hook = hook.as_mut().map(|hook| &mut **hook as &mut dyn Authenticate);
        came.push(match client.call(call, &mut workspace, hook, &mut |writer| ping(writer, "7")) {
            Ok(reply) => {
                let status = reply.status();
                reply.finish();
                Ok(status)
            }
            Err(Failed { error, .. }) => Err(error.kind),
        });
    }
    came
}

#[test]
fn a_connection_is_kept() {
    let call = Call { timeout: Timeout::Millis(5), ..call(Version::Soap11) };
    let mut script = Script::new(&[&[OK, OK, OK]]);
    assert_eq!(make(&mut script, &[call; 3], None), [Ok(200); 3]);
    assert_eq!(script.log, ["open http meter.example 8080 5", "resume 5", "resume 5"]);
}

#[test]
fn a_connection_is_not_kept() {
    let kept = call(Version::Soap11);
    let close = "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<";
    let old = "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<";
    let more = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1\r\n\r\n<HTTP/1.1 200 OK\r\n";
    let cases = [
        ("the server closes", close, kept),
        ("HTTP/1.0", old, kept),
        ("bytes that nobody asked for", more, kept),
        ("the call says so", OK, Call { keep_alive: false, ..kept }),
    ];
    for (id, response, call) in cases {
        let mut script = Script::new(&[&[response], &[OK]]);
        assert_eq!(make(&mut script, &[call; 2], None), [Ok(200); 2], "{id}");
        assert_eq!(script.sent.len(), 2, "{id}");
    }
    // Another host, another port, another scheme.
    for endpoint in ["http://other.example:8080/ws/a", "http://meter.example/ws/a", "https://meter.example:8080/ws/a"] {
        let mut script = Script::new(&[&[OK], &[OK]]);
        assert_eq!(make(&mut script, &[kept, Call { endpoint, ..kept }], None), [Ok(200); 2], "{endpoint}");
        assert_eq!(script.sent.len(), 2, "{endpoint}");
    }
    // The other side has closed it while it was idle.
    let mut script = Script::new(&[&[OK], &[OK]]);
    script.ready = Some(Ready::Now);
    assert_eq!(make(&mut script, &[kept; 2], None), [Ok(200); 2]);
    assert_eq!(script.sent.len(), 2);
}

/// A connection on which a body went wrong is closed at once: the server may be sending it still.
#[test]
fn a_connection_that_went_wrong() {
    let response = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\nzz";
    for make in [crate::made::make, crate::made::make_async] {
        let mut script = Script::new(&[&[response]]);
        let came = make(&mut script, &call(Version::Soap11), 2048, "7");
        assert_eq!(came, crate::made::Came::Failed(Stage::Receiving, ErrorKind::HttpChunk, 200));
        assert_eq!(script.log.last().map(String::as_str), Some("close"));
    }
}

const BASIC: &str = "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"x\"\r\nContent-Length: 2\r\n\r\nno";
const DIGEST: &str = "HTTP/1.1 401 Unauthorized\r\n\
    WWW-Authenticate: Digest realm=\"x\", nonce=\"n1\", qop=\"auth\", algorithm=MD5\r\nContent-Length: 0\r\n\r\n";

/// S-031, S-033, S-034, S-036, Q-18: Basic goes with the first request, be it without TLS; what is refused is not sent again.
#[test]
fn basic() {
    let mut basic = Basic::new("alice", "wonder").unwrap();
    let mut script = Script::new(&[&[OK]]);
    assert_eq!(make(&mut script, &[call(Version::Soap11)], Some(&mut basic)), [Ok(200)]);
    assert!(script.text(0).contains("\r\nAuthorization: Basic YWxpY2U6d29uZGVy\r\n"), "{}", script.text(0));

    let mut basic = Basic::new("alice", "wrong").unwrap();
    let mut script = Script::new(&[&[BASIC, BASIC, BASIC]]);
    assert_eq!(make(&mut script, &[call(Version::Soap11)], Some(&mut basic)), [Err(ErrorKind::UnexpectedStatus)]);
    assert_eq!(script.text(0).matches("POST").count(), 1);
}

const PROXY: &str = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"p\"\r\nContent-Length: 0\r\n\r\n";

/// Credentials for a proxy and for the server behind it in one call, each asked for in any order; each is given to who it
/// is meant for, and once.
#[test]
fn a_proxy_and_a_server() {
    let (own, proxys) = ("\r\nAuthorization: Basic YWxpY2U6d29uZGVy\r\n", "\r\nProxy-Authorization: Basic cDpx\r\n");
    let direct = call(Version::Soap11);
    let relayed = Call { relay: "http://r/", ..direct };
    let refused = Err(ErrorKind::UnexpectedStatus);
    for (id, call, responses, wanted, requests) in [
        ("known", relayed, &[OK][..], Ok(200), &[(1, 1)][..]),
        ("asked for", direct, &[PROXY, OK], Ok(200), &[(1, 0), (1, 1)]),
        ("refused by the proxy", relayed, &[PROXY], refused, &[(1, 1)]),
        ("refused by the proxy that asked", direct, &[PROXY, PROXY], refused, &[(1, 0), (1, 1)]),
        ("refused by the server", direct, &[PROXY, BASIC], refused, &[(1, 0), (1, 1)]),
    ] {
        let mut basic = Basic::new("alice", "wonder").unwrap();
        let mut gate = Basic::new("p", "q").unwrap().for_proxy();
        let mut both = Proxied { server: &mut basic, proxy: &mut gate };
        // The same again: nothing is left of the call before.
        for _ in 0..2 {
            let mut script = Script::new(&[responses]);
            assert_eq!(make(&mut script, &[call], Some(&mut both)), [wanted], "{id}");
            let sent = script.text(0);
            let had = sent.split("POST ").skip(1);
            let had: Vec<_> =
                had.map(|request| (request.matches(own).count(), request.matches(proxys).count())).collect();
            assert_eq!(had, requests, "{id}: {sent}");
        }
    }
}

/// Digest of a server behind a proxy with Basic, and the other way round.
#[test]
fn a_proxy_and_a_server_of_two_schemes() {
    let proxy_digest = "HTTP/1.1 407 Who\r\nProxy-Authenticate: Digest realm=\"p\", nonce=\"n2\", qop=\"auth\"\r\n\
        Content-Length: 0\r\n\r\n";
    let (mut kept, mut kept_too) = ([0; 128], [0; 128]);
    let mut digest = Digest::new("alice", "wonder", &[MD5], [7; 16], &mut kept);
    let mut gate = Digest::new("p", "q", &[MD5], [8; 16], &mut kept_too).for_proxy();
    let mut both = Proxied { server: &mut digest, proxy: &mut gate };
    let mut script = Script::new(&[&[proxy_digest, DIGEST, OK, OK]]);
    let call = call(Version::Soap11);
    assert_eq!(make(&mut script, &[call; 2], Some(&mut both)), [Ok(200); 2]);
    let counts: Vec<_> = script
        .text(0)
        .split("POST ")
        .skip(1)
        .map(|request| {
            let count = |name: &str| {
                let line = request.lines().find(|line| line.starts_with(name));
                line.and_then(|line| line.split_once("nc=")).map(|(_, count)| count[..8].parse::<u32>().unwrap())
            };
            (count("Authorization: Digest"), count("Proxy-Authorization: Digest"))
        })
        .collect();
    // The counts of each go up by one with every request; the second call knows the server, and of no proxy.
    assert_eq!(counts, [(None, None), (None, Some(1)), (Some(1), Some(2)), (Some(2), None)]);
}

/// S-037: Digest takes a second request, with the body once more, on the same connection.
#[test]
fn digest() {
    for length in [Length::Counted, Length::Chunked] {
        let mut kept = [0; 128];
        let mut digest = Digest::new("alice", "wonder", &[MD5], [7; 16], &mut kept);
        let mut script = Script::new(&[&[DIGEST, OK]]);
        let call = Call { length, ..call(Version::Soap11) };
        assert_eq!(make(&mut script, &[call], Some(&mut digest)), [Ok(200)]);
        assert_eq!(script.sent.len(), 1);
        let requests = script.text(0);
        assert_eq!(requests.matches("<soap:Envelope").count(), 2, "{requests}");
        assert_eq!(requests.matches("\r\nAuthorization: Digest ").count(), 1, "{requests}");
        assert!(requests.contains("uri=\"/ws/a\""), "{requests}");
    }
}

/// V-24, S-035: an Authorization of the caller keeps the credentials out of it.
#[test]
fn the_field_of_the_caller_wins() {
    let mut basic = Basic::new("alice", "wonder").unwrap();
    let mut script = Script::new(&[&[BASIC]]);
    let call = Call { fields: &[("authorization", "X")], ..call(Version::Soap11) };
    assert_eq!(make(&mut script, &[call], Some(&mut basic)), [Err(ErrorKind::UnexpectedStatus)]);
    assert_eq!(script.text(0).matches("POST").count(), 1);
    assert!(script.text(0).contains("\r\nauthorization: X\r\n") && !script.text(0).contains("Basic"));
}

/// Credentials and cookies stay with the host they were meant for.
#[test]
fn secrets_do_not_stray() {
    let away = "HTTP/1.1 307 Temporary Redirect\r\nLocation: http://evil.example/\r\nContent-Length: 0\r\n\r\n";
    let mut basic = Basic::new("alice", "wonder").unwrap();
    let fields = [("Cookie", "id=1"), ("Proxy-Authorization", "Y"), ("X-Note", "1")];
    let call = Call { fields: &fields, ..call(Version::Soap11) };
    let mut script = Script::new(&[&[away], &[BASIC]]);
    assert_eq!(make(&mut script, &[call], Some(&mut basic)), [Err(ErrorKind::UnexpectedStatus)]);
    assert!(script.text(0).contains("Authorization: Basic") && script.text(0).contains("Cookie: id=1"));
    assert!(script.text(1).contains("X-Note: 1") && script.text(1).contains("Host: evil.example"));
    assert!(!script.text(1).contains("uthorization") && !script.text(1).contains("Cookie"), "{}", script.text(1));
}

/// A server that wants the body says so; one that does not is not sent it.
#[test]
fn expectations() {
    let call = Call { expect: true, ..call(Version::Soap11) };
    let go_on = "HTTP/1.1 100 Continue\r\n\r\n";
    for (ready, responses, wanted, bodies) in [
        (Ready::Now, &[go_on, OK][..], Ok(200), 1),
        (Ready::Unknown, &[go_on, OK][..], Ok(200), 1),
        (Ready::NotYet, &[OK][..], Ok(200), 1),
        (
            Ready::Now,
            &["HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n"][..],
            Err(ErrorKind::UnexpectedStatus),
            0,
        ),
        (
            Ready::Now,
            &["HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"][..],
            Err(ErrorKind::UnexpectedStatus),
            0,
        ),
    ] {
        let mut script = Script::new(&[responses]);
        script.ready = Some(ready);
        assert_eq!(make(&mut script, &[call], None), [wanted], "{ready:?} {responses:?}");
        let request = script.text(0);
        assert!(request.contains("\r\nExpect: 100-continue\r\n"), "{request}");
        assert_eq!(request.matches("<soap:Envelope").count(), bodies, "{request}");
    }
}

/// Adds a field to every request, as gateways do.
struct Adding<'a>(&'a mut Script);

impl embedded_io::ErrorType for Adding<'_> {
    type Error = embedded_io::ErrorKind;
}

impl embedded_io::Read for Adding<'_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        self.0.read(to)
    }
}

impl embedded_io::Write for Adding<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, Self::Error> {
        let text = std::str::from_utf8(bytes).unwrap();
        self.0.write_all(text.replacen("\r\n\r\n", "\r\nVia: 1.1 gate\r\n\r\n", 1).as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), Self::Error> {
        Ok(())
    }
}

impl soapstone::binding::Transport for Adding<'_> {
    fn open(&mut self, endpoint: &soapstone::http::Endpoint<'_>, timeout: Timeout) -> Result<(), Self::Error> {
        soapstone::binding::Transport::open(self.0, endpoint, timeout)
    }

    fn close(&mut self) {
        soapstone::binding::Transport::close(self.0);
    }
}

/// S-103, S-104: the fields of the request are told as they were built, not as the transport has sent them. S-107, S-108:
/// those of the response all of them, in their order, with its status.
#[test]
fn fields_of_both_sides() {
    let reply = "HTTP/1.1 207 Some\r\nX-Twice: a\r\nContent-Type: text/xml\r\nX-TWICE: b\r\nEmpty:\r\n\
        Content-Length: 1\r\n\r\n<";
    let mut script = Script::new(&[&[reply]]);
    let (mut memory, mut workspace) = (vec![0; 2048], vec![0; 512]);
    let mut client = Client::new(Adding(&mut script), &mut memory, &mut []);
    let call = Call { fields: &[("X-Mine", "1"), ("User-Agent", "me")], ..call(Version::Soap11) };
    client.call(&call, &mut workspace, None, &mut |writer| ping(writer, "7")).unwrap().finish();
    let info = client.info();
    let told = |fields: soapstone::http::Fields<'_>| {
        fields
            .iter()
            .map(|field| format!("{}: {}", field.name, String::from_utf8_lossy(field.value)))
            .collect::<Vec<_>>()
    };
    let request = [
        "Host: meter.example:8080",
        "Accept: text/xml",
        "Content-Type: text/xml; charset=utf-8",
        "SOAPAction: \"urn:m/ping\"",
        "Connection: keep-alive",
        "X-Mine: 1",
        "User-Agent: me",
    ];
    assert_eq!(told(info.request.unwrap()), request);
    let response = ["X-Twice: a", "Content-Type: text/xml", "X-TWICE: b", "Empty: ", "Content-Length: 1"];
    assert_eq!(told(info.response.unwrap().fields), response);
    assert_eq!((info.status(), info.message()), (207, &b"Some"[..]));
    assert!(script.text(0).contains("\r\nVia: 1.1 gate\r\n"));
}

/// S-102 to S-109, S-106: what is known of a call at each stage; fields that are there twice are told twice. The failure
/// is the fault Exception.
#[test]
fn transport_information() {
    let known = |responses: &[&[&str]], call: &Call<'_>| {
        let mut script = Script::new(responses);
        let (mut memory, mut scratch, mut workspace) = (vec![0; 2048], vec![0; 512], vec![0; 512]);
        let mut client = Client::new(&mut script, &mut memory, &mut scratch);
        let failed = client.call(call, &mut workspace, None, &mut |writer| ping(writer, "7")).err();
        assert!(failed.is_none_or(|failed| failed.fault().is_exception()));
        let info = client.info();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let response = info.response.map(|head| head.fields.values("x-twice").map(text).collect::<Vec<_>>());
        let request = info.request.map(|fields| fields.text("soapaction").map(str::to_owned));
        (info.stage, info.status(), text(info.message()), request, response)
    };
    let call = call(Version::Soap11);
    let action = Some(Some("\"urn:m/ping\"".to_owned()));
    let reply = "HTTP/1.1 200 Fine\r\nX-Twice: a\r\nContent-Type: text/xml\r\nX-TWICE: b\r\nContent-Length: 1\r\n\r\n<";
    let page = "HTTP/1.1 404 Nothing here\r\nContent-Length: 0\r\n\r\n";
    let two = Some(vec!["a".to_owned(), "b".to_owned()]);
    assert_eq!(known(&[&[reply]], &call), (Stage::Parsing, 200, "Fine".into(), action.clone(), two));
    assert_eq!(known(&[&[page]], &call), (Stage::Receiving, 404, "Nothing here".into(), action.clone(), Some(vec![])));
    assert_eq!(known(&[&[]], &call), (Stage::Receiving, 408, "Request Timeout".into(), action, None), "V-28");
    let wrong = Call { fields: &[("a", "\n")], ..call };
    let prepared = "Error occurred while preparing SOAP request";
    assert_eq!(known(&[], &wrong), (Stage::Preparing, 900, prepared.into(), None, None), "V-29");
}
