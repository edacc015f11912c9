//! The side that answers.

use super::*;
use crate::http::HeadWriter;

/// Asks a guard with this Authorization.
fn admit(guard: &mut Guard<'_>, method: &str, target: &str, value: &str, now: u64) -> Result<String, Error> {
    let authorization = if value.is_empty() { String::new() } else { std::format!("authorization: {value}\r\n") };
    let head = std::format!("{method} {target} HTTP/1.1\r\nHost: h\r\n{authorization}\r\n");
    let mut memory = [0; 1024];
    let mut reader = HeadReader::new(&mut memory);
    assert_eq!(reader.read(&mut head.as_bytes(), true), Ok(true));
    let mut name = [0xFF; 64];
    let admitted = guard.admit(&reader.request().unwrap(), now, &mut USERS.clone(), &mut name);
    let admitted = admitted.map(str::to_string);
    assert!(!name.windows(6).any(|part| part == b"s3cret"), "the password is overwritten");
    admitted
}

/// The challenges that a guard writes.
fn challenges(guard: &mut Guard<'_>, now: u64) -> Received {
    let mut memory = [0; 512];
    let mut head = HeadWriter::response(&mut memory, 401, "Unauthorized");
    guard.challenge(now, &mut head).unwrap();
    Received(head.finish().unwrap().0.to_vec())
}

const REFUSED: Result<String, Error> = Err(Error::new(ErrorKind::HttpAuthentication, 0));
const MALFORMED: Result<String, Error> = Err(Error::new(ErrorKind::HttpValue, 0));

#[test]
fn guard_takes_basic() {
    let mut nonces = [Nonce::EMPTY; 2];
    let mut guard = Guard::new("soap", KEY, &mut nonces).with_basic();
    let text = String::from_utf8(challenges(&mut guard, 0).0).unwrap();
    assert_eq!(text, "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"soap\", charset=\"UTF-8\"\r\n\r\n");
    for (value, want) in [
        ("", REFUSED),
        ("Basic YWxpY2U6czNjcmV0", Ok("alice".to_string())),
        ("basic  asO8cmdlbjpww6Q6c3M=", Ok("j\u{fc}rgen".to_string())),
        ("Basic YWxpY2U6czNjcmV1", REFUSED),
        ("Basic YWxpY2U6", REFUSED),
        ("Basic YWxpY2U=", REFUSED),
        ("Basic bm9ib2R5OnMzY3JldA==", REFUSED),
        ("Basic", REFUSED),
        ("Basic YWxp=", MALFORMED),
        ("Basic realm=x", REFUSED),
        ("Basic YQ==, Basic YQ==", Err(Error::new(ErrorKind::HttpValue, 10))),
        ("Basic YWxpY2U6czNjcmV0\r\nAuthorization: Basic YWxpY2U6czNjcmV0", MALFORMED),
        ("Digest realm=soap", MALFORMED),
        ("Bearer YWxpY2U6czNjcmV0", REFUSED),
    ] {
        assert_eq!(admit(&mut guard, "POST", "/svc", value, 0), want, "{value}");
    }
    let mut guard = Guard::new("soap", KEY, &mut []).with_digest(&[MD5]);
    assert_eq!(admit(&mut guard, "POST", "/svc", "Basic YWxpY2U6czNjcmV0", 0), REFUSED, "not offered");
    let long = [b"Basic ".to_vec(), std::vec![b'A'; 400]].concat();
    let mut guard = Guard::new("soap", KEY, &mut []).with_basic();
    let long = String::from_utf8(long).unwrap();
    assert_eq!(admit(&mut guard, "POST", "/", &long, 0), Err(Error::limit(Limit::Workspace, 300, 0)));
}

#[test]
fn digest_of_a_client_opens_the_guard() {
    for (username, password, algorithms) in
        [("alice", "s3cret", &[SHA_256, MD5][..]), ("j\u{fc}rgen", "p\u{e4}:ss", &[MD5]), ("a\"b\\c", "x", &[SHA_256])]
    {
        let (mut nonces, mut memory) = ([Nonce::EMPTY; 2], [0; 128]);
        let mut guard = Guard::new("soap", KEY, &mut nonces).with_digest(algorithms);
        let mut client = Digest::new(username, password, algorithms, RANDOM, &mut memory);
        let value = challenges(&mut guard, 1000).asks(&mut client, "/svc?x", false).unwrap();
        assert_eq!(parameter(&value, "algorithm"), algorithms[0].name());
        let name = Ok(username.to_string());
        assert_eq!(admit(&mut guard, "POST", "/svc?x", &value, 1000), name);
        assert_eq!(admit(&mut guard, "POST", "/svc?x", &value, 1000), REFUSED, "replayed");
        for now in [1001, 1300] {
            let next = first(&mut client, "/svc").unwrap();
            assert_eq!(admit(&mut guard, "GET", "/svc", &next, now), REFUSED, "another method");
            assert_eq!(admit(&mut guard, "POST", "/other", &next, now), REFUSED, "another target");
            assert_eq!(admit(&mut guard, "POST", "/svc", &next, now), name);
        }
        let late = first(&mut client, "/svc").unwrap();
        assert_eq!(admit(&mut guard, "POST", "/svc", &late, 1301), REFUSED, "too old");
        let stale = challenges(&mut guard, 1301);
        assert!(String::from_utf8_lossy(&stale.0).contains("stale=true"));
        let value = stale.asks(&mut client, "/svc", false).unwrap();
        assert_eq!(admit(&mut guard, "POST", "/svc", &value, 1301), name);
    }
}

#[test]
fn guard_refuses_every_other_digest() {
    let (mut nonces, mut memory) = ([Nonce::EMPTY; 2], [0; 128]);
    let mut guard = Guard::new("soap", KEY, &mut nonces).with_digest(&[MD5]);
    let mut client = Digest::new("alice", "s3cret", &[MD5], RANDOM, &mut memory);
    let good = challenges(&mut guard, 5).asks(&mut client, "/svc", false).unwrap();
    let nonce = parameter(&good, "nonce");
    let forged = nonce.replace(&nonce[..16], "0000000000500009");
    let swap = |name: &str, other: &str| good.replace(&parameter(&good, name), other);
    for (id, value, want) in [
        ("another user", swap("username", "j\u{fc}rgen"), REFUSED),
        ("an unknown user", swap("username", "nobody"), REFUSED),
        ("another realm", good.replace("realm=\"soap\"", "realm=\"soup\""), REFUSED),
        ("a forged nonce", swap("nonce", &forged), REFUSED),
        ("a short nonce", swap("nonce", "1"), REFUSED),
        ("another count", good.replace("nc=00000001", "nc=00000002"), REFUSED),
        ("a count of 9 digits", good.replace("nc=00000001", "nc=000000001"), REFUSED),
        ("a count with a sign", good.replace("nc=00000001", "nc=+0000001"), REFUSED),
        ("another cnonce", swap("cnonce", "x"), REFUSED),
        ("another response", swap("response", &"0".repeat(32)), REFUSED),
        ("a short response", swap("response", "0"), REFUSED),
        ("auth-int", good.replace("qop=auth", "qop=auth-int"), REFUSED),
        ("no qop", good.replace(", qop=auth", ""), REFUSED),
        ("userhash", [&good, ", userhash=true"].concat(), REFUSED),
        ("another algorithm", [&good, ", algorithm=SHA-256"].concat().replace(", algorithm=MD5", ""), REFUSED),
        ("a session", good.replace("algorithm=MD5", "algorithm=MD5-sess"), REFUSED),
        ("no username", good.replace("username=", "user="), MALFORMED),
        ("no nonce", good.replace(" nonce=", " once="), MALFORMED),
        ("no cnonce", good.replace("cnonce=", "c="), MALFORMED),
        ("a name in another charset", good.replace("username=\"alice\"", "username*=latin1''alice"), MALFORMED),
        ("as it was", good.clone(), Ok("alice".to_string())),
    ] {
        assert!(id == "as it was" || value != good, "{id}");
        assert_eq!(admit(&mut guard, "POST", "/svc", &value, 5), want, "{id}");
    }
    // What proves a password with a nonce that is not of this guard is told to come again.
    let other = Received::new("WWW-Authenticate: Digest realm=soap, nonce=other, qop=auth\r\n");
    let mut memory = [0; 128];
    let value = other.asks(&mut Digest::new("alice", "s3cret", &[MD5], RANDOM, &mut memory), "/svc", false).unwrap();
    assert_eq!(admit(&mut guard, "POST", "/svc", &value, 5), REFUSED);
    assert!(String::from_utf8_lossy(&challenges(&mut guard, 5).0).contains("stale=true"));
}

#[test]
fn full_memory_sends_the_oldest_client_back() {
    let (mut nonces, mut memories) = ([Nonce::EMPTY; 2], [[0; 128]; 3]);
    // Without a clock.
    let mut guard = Guard::new("soap", KEY, &mut nonces).with_digest(&[MD5]);
    let mut clients: Vec<_> =
        memories.iter_mut().map(|memory| Digest::new("alice", "s3cret", &[MD5], RANDOM, memory)).collect();
    let mut last = Vec::new();
    for client in &mut clients {
        let value = challenges(&mut guard, 0).asks(client, "/", false).unwrap();
        assert_eq!(admit(&mut guard, "POST", "/", &value, 0), Ok("alice".to_string()));
        last.push(value);
    }
    for value in &last {
        assert_eq!(admit(&mut guard, "POST", "/", value, 0), REFUSED, "nothing is taken twice, forgotten or not");
    }
    let values: Vec<_> = clients.iter_mut().map(|client| first(client, "/").unwrap()).collect();
    assert_eq!(admit(&mut guard, "POST", "/", &values[0], 0), REFUSED, "it made room");
    assert!(String::from_utf8_lossy(&challenges(&mut guard, 0).0).contains("stale=true"));
    for value in &values[1..] {
        assert_eq!(admit(&mut guard, "POST", "/", value, 0), Ok("alice".to_string()));
    }
}

#[test]
fn realms_that_need_escapes_are_refused() {
    let mut guard = Guard::new("a\"b", KEY, &mut []).with_basic();
    let mut memory = [0; 64];
    let mut head = HeadWriter::response(&mut memory, 401, "");
    assert_eq!(guard.challenge(0, &mut head), Err(Error::new(ErrorKind::HttpField, 0)));
    assert_eq!(head.finish().map(drop), Err(Error::new(ErrorKind::HttpField, 0)), "it is enough to look at the end");
}
