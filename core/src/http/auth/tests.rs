mod guard;

use super::*;
use crate::http::HeadReader;
use crate::{Error, ErrorKind, Limit};
use std::string::{String, ToString};
use std::vec::Vec;

const KEY: &[u8; 16] = b"0123456789abcdef";
const RANDOM: [u8; 16] = [7; 16];
const USERS: Users<'_> = Users(&[("alice", "s3cret"), ("j\u{fc}rgen", "p\u{e4}:ss"), ("a\"b\\c", "x")]);

/// Fields as they come in a response.
struct Received(Vec<u8>);

impl Received {
    fn new(lines: &str) -> Self {
        Received(std::format!("HTTP/1.1 401 Unauthorized\r\n{lines}\r\n").into_bytes())
    }

    /// Has this challenge answered, or with `None` a request made.
    fn asks(&self, who: &mut dyn Authenticate, target: &str, proxy: bool) -> Result<String, Error> {
        let mut memory = [0; 512];
        let mut reader = HeadReader::new(&mut memory);
        assert_eq!(reader.read(&mut &self.0[..], true), Ok(true));
        let challenges = Some(reader.response().unwrap().fields);
        authorize(who, &Authorize { method: "POST", target, proxy, challenges })
    }
}

fn authorize(who: &mut dyn Authenticate, request: &Authorize<'_>) -> Result<String, Error> {
    let mut memory = [0; 1024];
    let len = who.authorize(request, &mut memory)?;
    let value = String::from_utf8(memory[..len].to_vec()).unwrap();
    // Every smaller memory says how much it takes, and the same request can be made again.
    for room in 0..len {
        let refused = who.authorize(request, &mut memory[..room]);
        assert!(refused == Ok(0) || refused == Err(Error::limit(Limit::HeadBytes, len as u64, 0)), "{refused:?}");
    }
    Ok(value)
}

fn first(who: &mut dyn Authenticate, target: &str) -> Result<String, Error> {
    let mut memory = [0; 1024];
    let len = who.authorize(&Authorize { method: "POST", target, proxy: false, challenges: None }, &mut memory)?;
    Ok(String::from_utf8(memory[..len].to_vec()).unwrap())
}

fn parameter(value: &str, name: &str) -> String {
    let credentials = Challenge::parse(value.as_bytes()).unwrap();
    credentials.parameters.value(name).map(|word| word.text().unwrap().to_string()).unwrap_or_default()
}

#[test]
fn basic() {
    // S-033, S-036, S-040, S-042
    for (id, username, password, want) in [
        ("V-16", "webuser", "s3cret", "Basic d2VidXNlcjpzM2NyZXQ="),
        ("V-17", "j\u{fc}rgen", "p\u{e4}:ss", "Basic asO8cmdlbjpww6Q6c3M="),
        ("RFC 7617, 2", "Aladdin", "open sesame", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="),
        ("RFC 7617, 2.1", "test", "123\u{a3}", "Basic dGVzdDoxMjPCow=="),
        ("empty", "", "", "Basic Og=="),
    ] {
        assert_eq!(first(&mut Basic::new(username, password).unwrap(), "/svc"), Ok(want.to_string()), "{id}");
        assert_eq!(
            authorize(
                &mut Basic::new(username, password).unwrap(),
                &Authorize { method: "GET", target: "", proxy: false, challenges: None }
            ),
            Ok(want.to_string())
        );
    }
    for (id, username, password, at) in [("V-17", "a:b", "", 1), ("tab", "ab", "12\t", 2), ("nul", "\0", "", 0)] {
        let refused = Basic::new(username, password).map(drop);
        assert_eq!(refused, Err(Error::new(ErrorKind::InvalidArgument, at)), "{id}");
    }
}

#[test]
fn basic_is_not_repeated_once_it_was_refused() {
    let asks = Received::new("WWW-Authenticate: Basic realm=\"x\"\r\nProxy-Authenticate: Basic realm=\"y\"\r\n");
    let mut basic = Basic::new("a", "b").unwrap();
    assert_eq!(first(&mut basic, "/").unwrap(), "Basic YTpi");
    assert_eq!(asks.asks(&mut basic, "/", false).unwrap(), "");
    // Nor shown to a proxy, which is another realm.
    assert_eq!(asks.asks(&mut Basic::new("a", "b").unwrap(), "/", true).unwrap(), "");
    let mut proxy = Basic::new("a", "b").unwrap().for_proxy();
    assert_eq!(first(&mut proxy, "/").unwrap(), "");
    assert_eq!(asks.asks(&mut proxy, "/", false).unwrap(), "");
    let mut memory = [0; 64];
    let mut reader = HeadReader::new(&mut memory);
    let head = b"HTTP/1.1 407 x\r\nProxy-Authenticate: Basic realm=y\r\n\r\n";
    assert_eq!(reader.read(&mut &head[..], true), Ok(true));
    let challenges = Some(reader.response().unwrap().fields);
    let (request, mut out) = (Authorize { method: "POST", target: "/", proxy: true, challenges }, [0; 64]);
    assert_eq!(proxy.authorize(&request, &mut out), Ok(10));
    assert_eq!(proxy.authorize(&request, &mut out), Ok(0));
}

#[test]
fn responses() {
    let soap = |algorithm| Response {
        algorithm,
        session: false,
        username: "alice",
        realm: b"soap",
        nonce: b"n1",
        counted: Some(("00000001", "c1")),
        method: "POST",
        uri: ["/", "svc"],
    };
    let rfc = |algorithm| Response {
        algorithm,
        username: "Mufasa",
        realm: b"http-auth@example.org",
        nonce: b"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        counted: Some(("00000001", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")),
        method: "GET",
        uri: ["/dir/index.html", ""],
        ..soap(algorithm)
    };
    let old = Response {
        realm: b"testrealm@host.com",
        nonce: b"dcd98b7102dd2f0e8b11d0f600bfb0c093",
        counted: Some(("00000001", "0a4f113b")),
        ..rfc(MD5)
    };
    for (id, response, password, want) in [
        ("V-18", soap(MD5), "s3cret", "c674f6932f443aa5637d14c1617f482a"),
        ("V-18", Response { counted: None, ..soap(MD5) }, "s3cret", "37b9b114dbd1fd573a1e06eec8f4c82b"),
        ("V-19", soap(SHA_256), "s3cret", "85a5580be2d4d741abdba018a0a616d8eab43a51b373edbb1be38066642b5565"),
        (
            "V-19",
            Response { counted: None, ..soap(SHA_256) },
            "s3cret",
            "b377e8fddbb7c89cc4ecccecc770f7d9fc5815d75287e0a82ee62a5786327977",
        ),
        ("RFC 7616, 3.9.1", rfc(MD5), "Circle of Life", "8ca523f5e9506fed4657c9700eebdbec"),
        (
            "RFC 7616, 3.9.1",
            rfc(SHA_256),
            "Circle of Life",
            "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
        ),
        ("RFC 2617, 3.5", old, "Circle Of Life", "6629fae49393a05397450978507c4ef1"),
    ] {
        let secret = response.secret(password.as_bytes());
        assert_eq!(response.of(secret.as_bytes()).as_str(), want, "{id} {}", response.algorithm.name());
    }
}

#[test]
fn digest_takes_the_best_challenge_it_can_answer() {
    // S-037
    let nothing = String::new();
    for (id, lines, want) in [
        ("S-037", "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth-int, auth\"\r\n", Some(("", "auth"))),
        ("without qop", "WWW-Authenticate: digest realm=r, nonce=n, algorithm=md5\r\n", Some(("MD5", ""))),
        (
            "best",
            "WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5, Digest realm=\"r\", \
             nonce=\"n\", qop=\"auth\", algorithm=SHA-256\r\n",
            Some(("SHA-256", "auth")),
        ),
        (
            "session",
            "WWW-Authenticate: Digest realm=r,nonce=n,qop=auth,algorithm=MD5-SESS\r\n",
            Some(("MD5-sess", "auth")),
        ),
        (
            "behind others",
            "WWW-Authenticate: Basic realm=r\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: \
          Digest realm=r,nonce=n,qop=auth\r\n",
            Some(("", "auth")),
        ),
        ("auth-int only", "WWW-Authenticate: Digest realm=r,nonce=n,qop=\"auth-int\"\r\n", None),
        ("session without qop", "WWW-Authenticate: Digest realm=r,nonce=n,algorithm=MD5-sess\r\n", None),
        ("another hash", "WWW-Authenticate: Digest realm=r,nonce=n,qop=auth,algorithm=SHA-512-256\r\n", None),
        ("no nonce", "WWW-Authenticate: Digest realm=r,qop=auth\r\n", None),
        ("malformed", "WWW-Authenticate: Digest realm=\"r, nonce=n\r\n", None),
        ("Basic", "WWW-Authenticate: Basic realm=r\r\n", None),
        ("of a proxy", "Proxy-Authenticate: Digest realm=r,nonce=n,qop=auth\r\n", None),
        ("none", "", None),
    ] {
        let mut memory = [0; 64];
        let mut digest = Digest::new("alice", "s3cret", &[SHA_256, MD5], RANDOM, &mut memory);
        let value = {
            let received = Received::new(lines);
            received.asks(&mut digest, "/svc", false).unwrap_or_else(|error| panic!("{id}: {error}"))
        };
        let Some((algorithm, qop)) = want else {
            assert_eq!(value, nothing, "{id}");
            continue;
        };
        assert!(
            value.starts_with("Digest username=\"alice\", realm=\"r\", nonce=\"n\", uri=\"/svc\""),
            "{id}: {value}"
        );
        assert_eq!(parameter(&value, "algorithm"), algorithm, "{id}");
        assert_eq!(parameter(&value, "qop"), qop, "{id}");
        assert_eq!(parameter(&value, "opaque"), "", "{id}");
    }
}

#[test]
fn digest_echoes_and_counts() {
    let asks =
        Received::new("WWW-Authenticate: Digest realm=\"a \\\"b\\\"\", nonce=\"n/1=\", opaque=\"\\\\o\", qop=auth\r\n");
    let mut memory = [0; 12];
    let mut digest = Digest::new("j\u{fc}\"", "s3cret", &[MD5], RANDOM, &mut memory);
    assert_eq!(first(&mut digest, "/svc").unwrap(), "", "nothing is known of the server");
    for (target, uri) in [("", "/"), ("?wsdl", "/?wsdl"), ("/a?b", "/a?b")] {
        let value = asks.asks(&mut digest, target, false).unwrap();
        assert!(value.contains("username=\"j\u{fc}\\\"\", realm=\"a \\\"b\\\"\", nonce=\"n/1=\""), "{value}");
        assert!(value.contains("opaque=\"\\\\o\""), "{value}");
        assert_eq!(parameter(&value, "uri"), uri);
        let again = first(&mut digest, "/later").unwrap();
        assert_eq!(parameter(&value, "cnonce"), parameter(&again, "cnonce"));
        assert_ne!(parameter(&value, "response"), parameter(&again, "response"));
        let count = |value| u32::from_str_radix(&parameter(value, "nc"), 16).unwrap();
        assert!(count(&value) == 1 && count(&again) > 1, "{value} {again}");
        assert!(again.contains(&std::format!("nc={:08x}", count(&again))), "not in quotes: {again}");
    }
    let mut small = [0; 10];
    let mut digest = Digest::new("a", "b", &[MD5], RANDOM, &mut small);
    assert_eq!(asks.asks(&mut digest, "/", false), Err(Error::limit(Limit::Workspace, 11, 0)));
}

#[test]
fn digest_is_not_repeated_once_it_was_refused() {
    let digest =
        |extra: &str| Received::new(&std::format!("WWW-Authenticate: Digest realm=r, nonce=n{extra}, qop=auth\r\n"));
    let mut memory = [0; 64];
    let mut who = Digest::new("a", "b", &[MD5], RANDOM, &mut memory);
    assert_ne!(digest("").asks(&mut who, "/", false).unwrap(), "");
    assert_eq!(digest("2").asks(&mut who, "/", false).unwrap(), "", "refused");
    assert_eq!(digest("2, stale=FALSE").asks(&mut who, "/", false).unwrap(), "", "refused");
    let value = digest("3, stale=TRUE").asks(&mut who, "/", false).unwrap();
    assert_eq!((parameter(&value, "nonce"), parameter(&value, "nc")), ("n3".to_string(), "00000001".to_string()));
    // A nonce that went out with a later call may have been forgotten by the server, which need not say so.
    assert_ne!(first(&mut who, "/").unwrap(), "");
    assert_eq!(parameter(&digest("4").asks(&mut who, "/", false).unwrap(), "nonce"), "n4");
    assert_eq!(digest("5").asks(&mut who, "/", false).unwrap(), "");
    assert_eq!(digest("6").asks(&mut who, "/", true).unwrap(), "", "a proxy");
}

#[test]
fn names_in_utf8_where_the_server_says_so() {
    let asks = Received::new("WWW-Authenticate: Digest realm=r, nonce=n, qop=auth, charset=utf-8, userhash=true\r\n");
    let mut memory = [0; 64];
    let value =
        asks.asks(&mut Digest::new("J\u{e4}s\u{f8}n Doe", "x", &[MD5], RANDOM, &mut memory), "/", false).unwrap();
    assert!(value.starts_with("Digest username*=UTF-8''J%C3%A4s%C3%B8n%20Doe, realm="), "{value}");
    assert_eq!(parameter(&value, "userhash"), "");
    let value = asks.asks(&mut Digest::new("Doe", "x", &[MD5], RANDOM, &mut memory), "/", false).unwrap();
    assert!(value.starts_with("Digest username=\"Doe\", realm="), "{value}");
}

struct Messages(Vec<Vec<u8>>);

impl Tokens for Messages {
    fn token(&mut self, challenge: &[u8], out: &mut [u8]) -> Result<usize, ErrorKind> {
        self.0.push(challenge.to_vec());
        let message: &[u8] = if challenge.is_empty() { b"NTLMSSP\0\x01" } else { b"NTLMSSP\0\x03\0" };
        out.get_mut(..message.len()).ok_or(ErrorKind::Io)?.copy_from_slice(message);
        Ok(message.len())
    }
}

#[test]
fn ntlm_takes_three_messages() {
    // S-038, S-041
    let begin = Received::new("WWW-Authenticate: NTLM\r\nWWW-Authenticate: Basic realm=x\r\n");
    let goes_on = Received::new("WWW-Authenticate: NTLM TlRMTVNTUAAC\r\n");
    let mut messages = Messages(Vec::new());
    let (mut memory, mut out) = ([0; 32], [0; 64]);
    let mut step = |ntlm: &mut dyn Authenticate, received: &Received| {
        let mut head = [0; 128];
        let mut reader = HeadReader::new(&mut head);
        assert_eq!(reader.read(&mut &received.0[..], true), Ok(true));
        let challenges = Some(reader.response().unwrap().fields);
        let request = Authorize { method: "POST", target: "/", proxy: false, challenges };
        let len = ntlm.authorize(&request, &mut out)?;
        Ok::<_, Error>(String::from_utf8(out[..len].to_vec()).unwrap())
    };
    let mut ntlm = Ntlm::new(&mut messages, &mut memory);
    for _ in 0..2 {
        assert_eq!(first(&mut ntlm, "/").unwrap(), "");
        assert_eq!(step(&mut ntlm, &begin).unwrap(), "NTLM TlRMTVNTUAAB");
        assert_eq!(step(&mut ntlm, &goes_on).unwrap(), "NTLM TlRMTVNTUAADAA==");
        assert_eq!(step(&mut ntlm, &begin).unwrap(), "", "refused");
    }
    assert_eq!(step(&mut ntlm, &goes_on).unwrap(), "", "out of turn");
    assert_eq!(first(&mut ntlm, "/").unwrap(), "");
    assert_eq!(step(&mut ntlm, &begin).unwrap(), "NTLM TlRMTVNTUAAB");
    let wrong = Received::new("WWW-Authenticate: NTLM TlRM=\r\n");
    assert_eq!(step(&mut ntlm, &wrong), Err(Error::new(ErrorKind::HttpValue, 4)));
    assert_eq!(messages.0, [&b""[..], b"NTLMSSP\0\x02", b"", b"NTLMSSP\0\x02", b""]);

    let mut memory = [0; 8];
    let mut ntlm = Ntlm::new(&mut messages, &mut memory);
    assert_eq!(step(&mut ntlm, &begin), Err(Error::new(ErrorKind::Io, 0)), "those of the messages");
}

#[test]
fn accounts_and_schemes() {
    // V-25, V-26, S-038, S-039, S-041
    assert_eq!(Account::parse("CORP\\alice"), Ok(Account { domain: "CORP", username: "alice" }));
    assert_eq!(Account::parse("CORP\\a\\b"), Ok(Account { domain: "CORP", username: "a\\b" }));
    for text in ["nodomain", "", "\\alice", "CORP\\"] {
        assert_eq!(Account::parse(text), Err(Error::new(ErrorKind::InvalidArgument, text.len() as u64)), "V-26");
    }
    for (name, want) in [
        ("Basic", Scheme::Basic),
        ("digest", Scheme::Digest),
        ("DIGEST", Scheme::Digest),
        ("Ntlm", Scheme::Ntlm),
        ("foo", Scheme::Basic),
        ("", Scheme::Basic),
    ] {
        assert_eq!(Scheme::from_name(name), want, "V-25 {name}");
    }
}

#[test]
fn the_strongest_scheme_is_taken() {
    let digest = "WWW-Authenticate: Digest realm=r, nonce=n, qop=auth\r\n";
    let basic = "WWW-Authenticate: Basic realm=r\r\n";
    for (preemptive, lines, want) in [
        (false, [basic, digest].concat(), "Digest"),
        (false, [basic, "WWW-Authenticate: Foo\r\n"].concat(), "Basic"),
        (true, [basic, digest].concat(), "Digest"),
        (true, basic.to_string(), ""),
        (false, "WWW-Authenticate: Bearer\r\n".to_string(), ""),
    ] {
        let mut memory = [0; 64];
        let mut strong = Digest::new("a", "b", &[SHA_256, MD5], RANDOM, &mut memory);
        let mut weak = Basic::new("a", "b").unwrap();
        let mut schemes: [&mut dyn Authenticate; 2] = [&mut strong, &mut weak];
        let mut strongest = Strongest(&mut schemes);
        if preemptive {
            assert_eq!(first(&mut strongest, "/").unwrap(), "Basic YTpi");
        }
        let mut head = [0; 256];
        let mut reader = HeadReader::new(&mut head);
        let received = Received::new(&lines);
        assert_eq!(reader.read(&mut &received.0[..], true), Ok(true));
        let challenges = Some(reader.response().unwrap().fields);
        let mut out = [0; 512];
        let request = Authorize { method: "POST", target: "/", proxy: false, challenges };
        let len = strongest.authorize(&request, &mut out).unwrap();
        let value = String::from_utf8(out[..len].to_vec()).unwrap();
        assert_eq!(value.split(' ').next(), Some(want), "{lines}");
    }
}
