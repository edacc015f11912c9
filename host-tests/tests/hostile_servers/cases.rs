//! What servers do, and what comes of it.

use crate::server::Acts;

/// What a server does to a call.
pub(crate) struct Case {
    pub(crate) name: &'static str,
    /// The credentials of the call.
    pub(crate) login: &'static str,
    pub(crate) acts: Acts,
    /// Stage, status and error.
    pub(crate) wanted: &'static str,
    /// The most bytes that may be received.
    pub(crate) most: u64,
    /// How many requests come.
    pub(crate) requests: usize,
}

pub(crate) const REPLY: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 128\r\n\r\n\
    <e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><m:pong xmlns:m=\"urn:m\">7</m:pong>\
    </e:Body></e:Envelope>";
const OK: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n";
const CHUNKED: &str = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
const ENVELOPE: &str = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body><m:a xmlns:m=\"u\">";

/// What the memory of the client holds.
const MEMORY: u64 = 4096;
/// The limit of the call on the body, and what is on its way besides.
/// What is read of a response that was refused, to keep the connection.
const DRAINED: u64 = (1 << 16) + 3 * MEMORY;
const LIMIT: u64 = (1 << 20) + 2 * MEMORY;

/// Whole responses, one of each framing.
pub(crate) fn cut() -> [String; 2] {
    let (head, body) = REPLY.split_once("\r\n\r\n").unwrap();
    let chunked = format!("{CHUNKED}3a\r\n{}\r\n46;a=b\r\n{}\r\n0\r\nX: y\r\n\r\n", &body[..58], &body[58..]);
    [format!("{head}\r\n\r\n{body}"), chunked]
}

pub(crate) fn cases() -> Vec<Case> {
    [heads(), bodies(), messages(), credentials(), redirects()].into_iter().flatten().collect()
}

fn case(name: &'static str, acts: Acts, wanted: &'static str, most: u64) -> Case {
    Case { name, login: "none", acts, wanted, most, requests: 1 }
}

fn say(name: &'static str, text: String, wanted: &'static str) -> Case {
    case(name, Acts::Say(text.into_bytes()), wanted, MEMORY)
}

fn forever(first: &str, again: &str) -> Acts {
    Acts::SayForever(first.into(), again.into())
}

fn heads() -> Vec<Case> {
    let head = |fields: &str| format!("{OK}{fields}\r\n");
    vec![
        say("S-069 no answer", String::new(), "receiving 408 binding.connection_closed"),
        case("S-070 silence", Acts::Silence, "receiving 408 io", 0),
        case("an endless head", forever(OK, "A: b\r\n"), "receiving 408 head_fields", MEMORY),
        case("an endless field", forever("HTTP/1.1 200 OK\r\nA: ", "b"), "receiving 408 head_bytes", MEMORY),
        case("an endless status line", forever("HTTP/1.1 200 ", "O"), "receiving 408 head_bytes", MEMORY),
        case("a drip of a head", Acts::Drip(OK.into(), "Cookie: drip\r\n".into()), "receiving 408 head_fields", MEMORY),
        case(
            "endless interim responses",
            forever("", "HTTP/1.1 100 Continue\r\n\r\n"),
            "receiving 408 binding.status",
            MEMORY,
        ),
        say("10,000 fields", head(&"A: b\r\n".repeat(10_000)), "receiving 408 head_fields"),
        say(
            "both lengths",
            head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n") + "0\r\n\r\n",
            "receiving 200 http.framing",
        ),
        say("two lengths", head("Content-Length: 5\r\nContent-Length: 6\r\n") + "hello", "receiving 200 http.framing"),
        say("a list of lengths", head("Content-Length: 5, 5\r\n") + "hello", "receiving 200 http.framing"),
        say("a length below nothing", head("Content-Length: -5\r\n"), "receiving 200 http.framing"),
        say("a length beyond all", head("Content-Length: 99999999999999999999\r\n"), "receiving 200 http.framing"),
        say("a coding after chunked", head("Transfer-Encoding: chunked, gzip\r\n"), "receiving 200 http.framing"),
        say("another coding", head("Transfer-Encoding: gzip, chunked\r\n"), "receiving 200 http.coding"),
        say("a folded line", head("A: b\r\n c\r\n"), "receiving 408 http.syntax"),
        say("a bare LF", head("A: b\nB: c\r\n"), "receiving 408 http.syntax"),
        say("a NUL", head("A: \0\r\n"), "receiving 408 http.syntax"),
        say("a space before the colon", head("Content-Length : 5\r\n"), "receiving 408 http.syntax"),
        say("another version", "HTTP/2.0 200 OK\r\n\r\n".into(), "receiving 408 http.version"),
        say("a status of two digits", "HTTP/1.1 20 OK\r\n\r\n".into(), "receiving 408 http.syntax"),
        say("TLS", "\x15\x03\x01\0\x02\x02\x28".repeat(3), "receiving 408 http.syntax"),
        say(
            "another protocol",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\nabc".into(),
            "receiving 101 binding.status",
        ),
        say("nothing in it", "HTTP/1.1 204 No Content\r\n\r\n".into(), "receiving 204 binding.no_reply"),
    ]
}

fn bodies() -> Vec<Case> {
    let most = |most, case| Case { most, ..case };
    vec![
        case("an endless size", forever(CHUNKED, "0"), "receiving 200 http.chunk", MEMORY),
        case("an endless extension", forever(&format!("{CHUNKED}5;"), "a"), "receiving 200 head_bytes", MEMORY),
        case(
            "endless trailers",
            forever(&format!("{CHUNKED}1\r\n \r\n0\r\n"), "A: b\r\n"),
            "parsing 200 head_bytes",
            3 * MEMORY,
        ),
        case(
            "a chunk without an end",
            forever(&format!("{CHUNKED}fffffffff100000\r\n{ENVELOPE}"), "text"),
            "receiving 200 message_bytes",
            MEMORY,
        ),
        most(MEMORY, say("no chunk", format!("{CHUNKED}zz\r\n"), "receiving 200 http.chunk")),
        say("a chunk that is longer", format!("{CHUNKED}2\r\n<e:Envelope\r\n"), "parsing 200 http.chunk"),
        case("endless text", forever(&format!("{OK}\r\n{ENVELOPE}"), "text"), "parsing 200 message_bytes", LIMIT),
        case(
            "a length that is refused",
            forever(&format!("{OK}Content-Length: 9999999\r\n\r\n"), " "),
            "receiving 200 message_bytes",
            MEMORY,
        ),
        say(
            "a length that is too small",
            format!("{OK}Content-Length: 20\r\n\r\n{ENVELOPE}"),
            "parsing 200 xml.unexpected_end",
        ),
        say(
            "a length that is too great",
            format!("{OK}Content-Length: 900\r\n\r\n{ENVELOPE}"),
            "parsing 200 http.truncated",
        ),
        say("more than the length", format!("{REPLY}HTTP/1.1 200 OK\r\n"), "parsing 200 end"),
        say("no body", format!("{OK}Content-Length: 0\r\n\r\n"), "receiving 200 binding.no_reply"),
        say(
            "a page",
            "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nhi".into(),
            "receiving 404 binding.status",
        ),
        case(
            "an endless page",
            forever("HTTP/1.1 500 No\r\nContent-Type: text/html\r\n\r\n", "hi"),
            "receiving 500 binding.status",
            1 << 17,
        ),
    ]
}

fn messages() -> Vec<Case> {
    let endless = |again: &str| forever(&format!("{CHUNKED}100000\r\n{ENVELOPE}"), again);
    vec![
        case("endless elements", endless("<a>"), "parsing 200 workspace", DRAINED),
        case("an endless tag", endless("<a "), "parsing 200 xml.invalid_name", DRAINED),
        case("an endless name", forever(&format!("{OK}\r\n{ENVELOPE}<"), "a"), "parsing 200 message_bytes", LIMIT),
        case(
            "an endless comment",
            forever(&format!("{OK}\r\n{ENVELOPE}<!-- "), "a "),
            "parsing 200 message_bytes",
            LIMIT,
        ),
        say("entities", format!("{OK}\r\n<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>"), "parsing 200 xml.dtd_forbidden"),
        say("no envelope", format!("{OK}\r\n<html/>"), "parsing 200 soap.version_mismatch"),
    ]
}

fn credentials() -> Vec<Case> {
    let wants = |challenge: &str| {
        Acts::SayEach(format!("HTTP/1.1 401 No\r\nWWW-Authenticate: {challenge}\r\nContent-Length: 2\r\n\r\nno"))
    };
    let row = |name, login, acts, requests| Case {
        login,
        requests,
        ..case(name, acts, "receiving 401 binding.status", MEMORY)
    };
    vec![
        row("Basic is wanted", "none", wants("Basic realm=\"x\""), 1),
        row("Basic is refused", "basic", wants("Basic realm=\"x\""), 1),
        row("Digest is refused", "digest", wants("Digest realm=\"x\", nonce=\"n\", qop=\"auth\""), 2),
        row(
            "a nonce is stale for ever",
            "digest",
            wants("Digest realm=\"x\", nonce=\"n\", qop=\"auth\", stale=true"),
            4,
        ),
        row("Digest without a nonce", "digest", wants("Digest realm=\"x\""), 1),
        row("a challenge that is none", "digest", wants("Digest realm=\"x"), 1),
        Case {
            wanted: "receiving 401 workspace",
            ..row(
                "a challenge too long to be kept",
                "digest",
                wants(&format!("Digest realm=\"{}\", nonce=\"n\"", "x".repeat(900))),
                1,
            )
        },
    ]
}

fn redirects() -> Vec<Case> {
    let to = |status: u16, location: &str| {
        Acts::SayEach(format!("HTTP/1.1 {status} There\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n"))
    };
    let row = |name, acts, wanted, requests| Case { requests, ..case(name, acts, wanted, 2 * MEMORY) };
    let long = format!("http://127.0.0.1:PORT/{}", "x".repeat(900));
    vec![
        row("round in a ring", to(307, "/svc"), "receiving 307 binding.redirected", 6),
        row(
            "round in a ring by its whole address",
            to(308, "http://127.0.0.1:PORT/svc"),
            "receiving 308 binding.redirected",
            6,
        ),
        row("a GET round in a ring", to(303, "/svc"), "receiving 303 binding.redirected", 6),
        row("moved", to(302, "/svc"), "receiving 302 binding.redirected", 1),
        row("to another protocol", to(307, "ftp://127.0.0.1/"), "receiving 307 binding.redirected", 1),
        row("to a file", to(307, "file:///etc/passwd"), "receiving 307 binding.redirected", 1),
        row("to nowhere", to(307, ""), "receiving 307 binding.redirected", 1),
        row("to a user", to(307, "http://a:b@127.0.0.1:PORT/"), "receiving 307 binding.redirected", 1),
        row("to TLS, which this client has not", to(307, "https://127.0.0.1:PORT/"), "sending 408 io", 1),
        row("to an address too long to be kept", to(307, &long), "receiving 307 head_bytes", 1),
    ]
}
