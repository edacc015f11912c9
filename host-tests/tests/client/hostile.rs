//! Servers that are up to no good, or broken.

use crate::made::{Came, make, make_async, ping};
use crate::wire::Script;
use soapstone::binding::Ready;
use soapstone::binding::client::{Call, Client, Length, Stage};
use soapstone::http::auth::{Authenticate, Authorize};
use soapstone::soap::Version;
use soapstone::{Error, ErrorKind};

const URL: &str = "http://meter.example/a";
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n";

fn call() -> Call<'static> {
    Call::new(URL, Version::Soap11)
}

/// What came of a call, be it made by blocking or not.
fn played(script: impl Fn() -> Script, call: &Call<'_>, memory: usize) -> Came {
    let came = make(&mut script(), call, memory, "7");
    assert_eq!(make_async(&mut script(), call, memory, "7"), came);
    came
}

fn in_pieces(most: usize, response: &str) -> Script {
    let mut script = Script::new(&[&[response]]);
    script.most = most;
    script
}

fn reply(framed: &str) -> String {
    format!("{OK}{framed}")
}

/// Credentials that no server takes.
struct Again(usize);

impl Authenticate for Again {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        self.0 += 1;
        let Some(_) = request.challenges else { return Ok(0) };
        memory[..5].copy_from_slice(b"Basic");
        Ok(5)
    }
}

/// Makes a call with credentials; how often they were asked for, and the status of the end.
fn with_credentials(script: &mut Script, call: &Call<'_>) -> (usize, u16, ErrorKind) {
    let (mut memory, mut scratch, mut workspace) = ([0; 2048], [0; 512], [0; 512]);
    let mut client = Client::new(script, &mut memory, &mut scratch);
    let mut hook = Again(0);
    let called = client.call(call, &mut workspace, Some(&mut hook), &mut |writer| ping(writer, "7"));
    let kind = called.map(|_| ()).unwrap_err().error.kind;
    (hook.0, client.info().status(), kind)
}

/// Each response cut off behind every byte, in pieces of every size.
#[test]
fn a_connection_that_ends_early() {
    let whole = [
        reply("Content-Length: 3\r\n\r\n<a>"),
        reply("Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n<\r\n2\r\na>\r\n0\r\nT: t\r\n\r\n"),
        format!("HTTP/1.1 100 Continue\r\n\r\n{}", reply("Content-Length: 3\r\n\r\n<a>")),
        "HTTP/1.1 500 Oops\r\nContent-Type: application/soap+xml\r\nContent-Length: 3\r\n\r\n<a>".into(),
    ];
    for response in &whole {
        for most in [1, 2, 7, usize::MAX] {
            let play = |end: usize| played(|| in_pieces(most, &response[..end]), &call(), 2048);
            let status = if response.contains(" 500 ") { 500 } else { 200 };
            assert_eq!(play(response.len()), Came::Reply(status, "<a>".into()));
            for end in 0..response.len() {
                let head = response.rfind("\r\n\r\n<").unwrap_or(response.find("chunked\r\n\r\n").unwrap_or(0) + 7) + 4;
                match play(end) {
                    Came::Failed(Stage::Receiving, ErrorKind::ConnectionClosed, 408) => assert!(end < head),
                    Came::Failed(Stage::Receiving, ErrorKind::HttpTruncated, _) => assert!(end > 0),
                    Came::Failed(Stage::Parsing, ErrorKind::HttpTruncated, _) => assert!(end >= head),
                    came => panic!("{end} of {response:?}: {came:?}"),
                }
            }
        }
    }
}

/// What a server says beyond its response is no response to the next request.
#[test]
fn a_response_too_many() {
    let first = reply("Content-Length: 3\r\n\r\n<a>");
    for beyond in ["x", "\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\n<b>"] {
        for most in [1, 64, usize::MAX] {
            let both = format!("{first}{beyond}");
            let mut script = Script::new(&[&[&both], &[&reply("Content-Length: 3\r\n\r\n<c>")]]);
            script.most = most;
            // The byte that stands in the way of the next request is seen by whoever looks.
            script.ready = (most < both.len()).then_some(Ready::Now);
            let (mut memory, mut scratch, mut workspace) = ([0; 2048], [0; 64], [0; 512]);
            let mut client = Client::new(&mut script, &mut memory, &mut scratch);
            for expected in ["<a>", "<c>"] {
                let mut reply = client.call(&call(), &mut workspace, None, &mut |writer| ping(writer, "7")).unwrap();
                let mut body = Vec::new();
                let mut piece = [0; 5];
                while let count @ 1.. = embedded_io::Read::read(&mut reply, &mut piece).unwrap() {
                    body.extend_from_slice(&piece[..count]);
                }
                assert_eq!(body, expected.as_bytes(), "{beyond:?} in pieces of {most}");
            }
            assert_eq!(script.sent.len(), 2);
        }
    }
}

/// A request that is never whole on its connection leaves it unusable: what comes next on it would be its body.
#[test]
fn an_answer_before_the_request_is_whole() {
    for refusal in ["401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"", "307 Gone\r\nLocation: /b", "413 No"] {
        let refused = format!("HTTP/1.1 {refusal}\r\nContent-Length: 0\r\n\r\n");
        for length in [Length::Counted, Length::Chunked] {
            let mut script = Script::new(&[&[refused.as_str(), refused.as_str()] as &[&str]; 9]);
            let mut call = call();
            (call.expect, call.length) = (true, length);
            let (_, status, _) = with_credentials(&mut script, &call);
            assert_eq!(status.to_string(), refusal[..3]);
            for sent in &script.sent {
                let requests = sent.windows(5).filter(|bytes| bytes == b"POST ").count();
                assert_eq!(requests, 1, "{}", String::from_utf8_lossy(sent));
            }
        }
    }
}

/// HTTP-12, S-036: who asks for other credentials each time is not asked for ever.
#[test]
fn credentials_that_are_never_enough() {
    for (status, name) in [(401, "WWW-Authenticate"), (407, "Proxy-Authenticate")] {
        let response = format!("HTTP/1.1 {status} No\r\n{name}: Basic realm=\"a\"\r\nContent-Length: 0\r\n\r\n");
        let turns = vec![response.as_str(); 20];
        let (asked, last, kind) = with_credentials(&mut Script::new(&[&turns]), &call());
        assert_eq!((asked, last, kind), (4, status, ErrorKind::UnexpectedStatus));
    }
}

#[test]
fn redirects_in_a_circle() {
    for status in [303, 307, 308] {
        let here = format!("HTTP/1.1 {status} There\r\nLocation: /a\r\nContent-Length: 0\r\n\r\n");
        let mut script = Script::new(&[&vec![here.as_str(); 20]]);
        let came = make(&mut script, &call(), 2048, "7");
        assert_eq!(came, Came::Failed(Stage::Receiving, ErrorKind::Redirected, status));
        assert_eq!(script.text(0).matches("Host: ").count(), 6);
    }
}

/// A redirect does not take a message that was to be kept secret into the clear, nor to another scheme or nowhere.
#[test]
fn redirects_that_are_not_followed() {
    let secure = Call::new("https://meter.example/a", Version::Soap11);
    let locations = [
        "http://meter.example/a",
        "ftp://meter.example/a",
        "//other.example/a",
        "file:///etc/passwd",
        "",
        "b",
        "http://",
    ];
    for location in locations {
        let there = format!("HTTP/1.1 307 There\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");
        let mut script = Script::new(&[&[&there], &[&there]]);
        let came = make(&mut script, &secure, 2048, "7");
        assert_eq!(came, Came::Failed(Stage::Receiving, ErrorKind::Redirected, 307), "{location}");
        assert_eq!(script.sent.len(), 1, "{location}");
    }
}

/// Interim responses, fields, a head, chunks, extensions, trailers, an error page: each without an end.
#[test]
fn without_an_end() {
    let endless = |start: &str, again: &str| format!("{start}{}", again.repeat(300_000 / again.len()));
    let limit = (ErrorKind::Limit, Stage::Receiving);
    let rows = [
        (endless("", "HTTP/1.1 100 Continue\r\n\r\n"), (ErrorKind::UnexpectedStatus, Stage::Receiving)),
        (
            endless("", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"),
            (ErrorKind::UnexpectedStatus, Stage::Receiving),
        ),
        (endless("HTTP/1.1 200 OK\r\n", "A: b\r\n"), limit),
        (endless("HTTP/1.1 200 OK\r\nA: ", "b"), limit),
        (endless("HTTP/1.1 200 ", "O"), limit),
        (endless("", "\r\n"), limit),
        (endless("", "x"), limit),
        (reply(&endless("Transfer-Encoding: chunked\r\n\r\n1;", "x")), limit),
        (reply(&endless("Transfer-Encoding: chunked\r\n\r\n", "0")), (ErrorKind::HttpChunk, Stage::Receiving)),
        (
            reply(&endless("Transfer-Encoding: chunked\r\n\r\n1\r\n<\r\n0\r\n", "A: b\r\n")),
            (ErrorKind::Limit, Stage::Parsing),
        ),
        (reply(&endless("Transfer-Encoding: chunked\r\n\r\n", "1\r\n<\r\n")), (ErrorKind::Limit, Stage::Parsing)),
        (reply(&endless("\r\n", "<")), (ErrorKind::Limit, Stage::Parsing)),
        (reply("Content-Length: 18446744073709551615\r\n\r\n"), limit),
        (reply("Content-Length: 18446744073709551616\r\n\r\n"), (ErrorKind::HttpFraming, Stage::Receiving)),
    ];
    for (response, (kind, stage)) in &rows {
        for most in [1, 1000, usize::MAX] {
            let mut call = call();
            call.limit = 10_000;
            let came = played(|| in_pieces(most, response), &call, 2048);
            let shown = &response[..response.len().min(80)];
            assert!(matches!(came, Came::Failed(s, k, _) if (k, s) == (*kind, *stage)), "{shown:?}: {came:?}");
        }
    }
}

/// A redirect or a challenge with a page that never ends is followed without it.
#[test]
fn pages_without_an_end_before_another_attempt() {
    let page = "x".repeat(1 << 20);
    let there = format!("HTTP/1.1 307 There\r\nLocation: /b\r\nContent-Length: 99999999999\r\n\r\n{page}");
    let mut script = Script::new(&[&[&there], &[&reply("Content-Length: 3\r\n\r\n<a>")]]);
    assert_eq!(make(&mut script, &call(), 2048, "7"), Came::Reply(200, "<a>".into()));
    assert_eq!(script.sent.len(), 2);
}

/// However little memory there is, the failure is called what it is.
#[test]
fn every_size_of_memory() {
    let mut replied = 0;
    for get in [false, true] {
        let mut call = call();
        if get {
            call.method = soapstone::binding::client::Method::Get;
        }
        for memory in 0..1200 {
            let response = reply("X: yzzy\r\nContent-Length: 3\r\n\r\n<a>");
            match played(|| Script::new(&[&[&response]]), &call, memory) {
                Came::Reply(200, body) if body == "<a>" => replied += 1,
                Came::Failed(Stage::Preparing | Stage::Receiving, ErrorKind::Limit, _) => {}
                came => panic!("{memory} bytes: {came:?}"),
            }
        }
    }
    assert!(replied > 600, "{replied}");
}
