//! Tokens held to a policy.

use super::{EXACT, NOW, each_split, message, name, read, security};
use soapstone::soap::Headers;
use soapstone::wss::{Authenticator, Policy, Replay, Users, Verifier, equal, password_digest};
use soapstone::{Error, ErrorKind, Limit};

const UTP: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const NONCE: &str = "AAECAwQFBgcICQoLDA0ODw==";
const CREATED: &str = "2026-11-21T10:00:00Z";
const DIGEST: &str = "wfdMgzRd3cF9Y4YDue9mYIBe+DA=";

/// A token that need not be protected against being used again.
const BARE: Policy = Policy { require_nonce: false, ..Policy::DIGEST };

fn verify(
    headers: Result<Headers<'_>, Error>,
    policy: &Policy,
    now: Option<i64>,
    replays: &mut [Replay],
    users: &mut dyn Authenticator,
) -> String {
    let verified = headers.and_then(|headers| {
        let verified = Verifier { policy, now, replays }.verify(&headers, users)?;
        let username = verified.username.map_or_else(|| "nobody".to_owned(), |name| name.to_string());
        Ok(if verified.authenticated { username } else { format!("({username})") })
    });
    name(verified, |username| username)
}

/// What a verifier says of a message at 10:00 when the password is `secret` or `pâss`.
fn judged(id: &str, message: &str, policy: &Policy, password: &str, now: Option<i64>) -> String {
    each_split(id, message, EXACT, &mut |headers| {
        verify(headers, policy, now, &mut [Replay::EMPTY], &mut Users(&[("u2", ""), ("u1", password)]))
    })
}

fn user(password: &str, nonce: Option<&str>, created: Option<&str>) -> String {
    let nonce = nonce.map_or_else(String::new, |nonce| format!("<o:Nonce>{nonce}</o:Nonce>"));
    let created = created.map_or_else(String::new, |created| format!("<u:Created>{created}</u:Created>"));
    format!("<o:UsernameToken><o:Username>u1</o:Username>{password}{nonce}{created}</o:UsernameToken>")
}

fn digest(digest: &str, nonce: Option<&str>, created: Option<&str>) -> String {
    user(&format!("<o:Password Type='{UTP}#PasswordDigest'>{digest}</o:Password>"), nonce, created)
}

fn text(password: &str) -> String {
    user(&format!("<o:Password Type='{UTP}#PasswordText'>{password}</o:Password>"), None, None)
}

#[test]
fn digests() {
    let (all, created) = (Some(NONCE), Some(CREATED));
    for (id, password, token, policy, want) in [
        ("UT-01", "secret", digest(DIGEST, all, created), Policy::DIGEST, "u1"),
        ("UT-02", "pâss", digest("N0+3Cn9oHy6lcBi784UsMtxoKlE=", all, created), Policy::DIGEST, "u1"),
        ("UT-03", "secret", digest("MqRdScc4x94w+H7xMoDM7I8E+Ug=", None, created), BARE, "u1"),
        ("UT-04", "secret", digest("9ZbeXOH+cnRNTZpWEgcashyaG2E=", all, None), BARE, "u1"),
        (
            "UT-03, refused",
            "secret",
            digest("MqRdScc4x94w+H7xMoDM7I8E+Ug=", None, created),
            Policy::DIGEST,
            "wss.invalid_security_token",
        ),
        (
            "UT-04, refused",
            "secret",
            digest("9ZbeXOH+cnRNTZpWEgcashyaG2E=", all, None),
            Policy::DIGEST,
            "wss.invalid_security_token",
        ),
        (
            "UT-05",
            "secret",
            digest("jhuY3RaIfqdarw73TDeetqGttd0=", all, created),
            Policy::DIGEST,
            "wss.failed_authentication",
        ),
        ("UT-10", "Secret", digest(DIGEST, all, created), Policy::DIGEST, "wss.failed_authentication"),
        (
            "UT-10, a prefix of the password",
            "secre",
            digest(DIGEST, all, created),
            Policy::DIGEST,
            "wss.failed_authentication",
        ),
        (
            "the digest of an empty password for nobody",
            "secret",
            digest(DIGEST, all, created).replace("u1", "u3"),
            Policy::DIGEST,
            "wss.failed_authentication",
        ),
        (
            "22 octets",
            "secret",
            digest("weYI3nXd8LjMNVksCKFV8t3rgHh3Rw==", all, created),
            Policy::DIGEST,
            "wss.invalid_security_token",
        ),
        ("not base64", "secret", digest("secret!", all, created), Policy::DIGEST, "wss.invalid_security_token"),
        (
            "a nonce that is not base64",
            "secret",
            digest(DIGEST, Some("AAE"), created),
            Policy::DIGEST,
            "wss.invalid_security_token",
        ),
        (
            "white space in base64",
            "secret",
            digest(" wfdMgzRd3cF9Y4YDue9m\nYIBe+DA= ", Some(" AAECAwQFBgcICQ\noLDA0ODw== "), created),
            Policy::DIGEST,
            "u1",
        ),
        (
            "a Created that is no time",
            "secret",
            digest(DIGEST, all, Some("now")),
            Policy::DIGEST,
            "wss.invalid_security_token",
        ),
        ("no downgrade to text", "secret", text("secret"), Policy::DIGEST, "wss.unsupported_security_token"),
        ("no downgrade to nothing", "secret", user("", all, created), Policy::DIGEST, "wss.unsupported_security_token"),
        ("no downgrade by leaving it out", "secret", String::new(), Policy::DIGEST, "soap.authentication_required"),
        (
            "not even a stronger one",
            "secret",
            digest(DIGEST, all, created),
            Policy::TEXT,
            "wss.unsupported_security_token",
        ),
        (
            "two tokens",
            "secret",
            digest(DIGEST, all, created) + &text("secret"),
            Policy::DIGEST,
            "wss.invalid_security",
        ),
        (
            "R4201, R4220",
            "secret",
            digest(DIGEST, all, created),
            Policy { basic_profile: true, ..Policy::DIGEST },
            "wss.invalid_security_token",
        ),
    ] {
        assert_eq!(judged(id, &security(&token), &policy, password, Some(NOW)), want, "{id}");
    }
}

/// Password `secret`, vector UT-01; the message may be up to 300 seconds old and 60 ahead.
#[test]
fn gs_02() {
    let message = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Header><o:Security xmlns:o=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd\" xmlns:u=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd\" e:mustUnderstand=\"1\"><u:Timestamp u:Id=\"TS\"><u:Created>2026-11-21T10:00:00Z</u:Created><u:Expires>2026-11-21T10:05:00Z</u:Expires></u:Timestamp><o:UsernameToken u:Id=\"UT\"><o:Username>u1</o:Username><o:Password Type=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest\">wfdMgzRd3cF9Y4YDue9mYIBe+DA=</o:Password><o:Nonce EncodingType=\"http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary\">AAECAwQFBgcICQoLDA0ODw==</o:Nonce><u:Created>2026-11-21T10:00:00Z</u:Created></o:UsernameToken></o:Security></e:Header><e:Body><m:Ping xmlns:m=\"urn:m\"/></e:Body></e:Envelope>";
    let strict = Policy { require_timestamp: true, basic_profile: true, ..Policy::DIGEST };
    for (now, want) in [
        (Some(NOW), "u1"),
        (Some(NOW - 60), "u1"),
        (Some(NOW - 61), "wss.message_expired"),
        (Some(NOW + 300), "u1"),
        (Some(NOW + 301), "wss.message_expired"),
        (None, "u1"),
    ] {
        assert_eq!(judged("GS-02", message, &strict, "secret", now), want, "{now:?}");
    }
    assert_eq!(judged("GS-02", message, &strict, "Secret", Some(NOW)), "wss.failed_authentication");
}

#[test]
fn text_passwords() {
    let siebel = "<s:Security e:mustUnderstand='1'><s:UsernameToken><s:Username>u1</s:Username>\
        <s:Password Type='s:PasswordText'>p1</s:Password></s:UsernameToken></s:Security>";
    let optional = Policy { require_username_token: false, ..Policy::TEXT };
    let named = Policy { accept_no_password: true, ..Policy::TEXT };
    for (id, message, policy, want) in [
        ("GS-01, S-242", message(siebel), Policy::TEXT, "u1"),
        ("UT-06", security(&user("<o:Password>p1</o:Password>", None, None)), Policy::TEXT, "u1"),
        ("UT-10", security(&text("p2")), Policy::TEXT, "wss.failed_authentication"),
        ("UT-10, longer", security(&text("p11")), Policy::TEXT, "wss.failed_authentication"),
        ("UT-10, shorter", security(&text("p")), Policy::TEXT, "wss.failed_authentication"),
        ("UT-10, empty", security(&text("")), Policy::TEXT, "wss.failed_authentication"),
        ("unknown user", security(&text("p1")).replace("u1", "u3"), Policy::TEXT, "wss.failed_authentication"),
        ("an empty password of a user", security(&text("")).replace("u1", "u2"), Policy::TEXT, "u2"),
        ("no Security", message(""), Policy::TEXT, "soap.authentication_required"),
        ("no Security, and none required", message(""), optional, "(nobody)"),
        ("none required, but a wrong one", security(&text("p2")), optional, "wss.failed_authentication"),
        ("a name alone", security(&user("", None, None)), named, "(u1)"),
        (
            "an old one",
            security(&user("<o:Password>p1</o:Password>", None, Some("2026-11-21T09:54:59Z"))),
            Policy::TEXT,
            "wss.failed_authentication",
        ),
        (
            "the oldest",
            security(&user("<o:Password>p1</o:Password>", None, Some("2026-11-21T09:55:00Z"))),
            Policy::TEXT,
            "u1",
        ),
        (
            "R4201: without a type",
            security(&user("<o:Password>p1</o:Password>", None, None)),
            Policy { basic_profile: true, ..Policy::TEXT },
            "wss.invalid_security_token",
        ),
        (
            "WF-01: a token that is not accepted",
            security("<o:BinarySecurityToken>AA==</o:BinarySecurityToken>"),
            optional,
            "wss.unsupported_security_token",
        ),
        (
            "a token that is",
            security("<o:BinarySecurityToken>AA==</o:BinarySecurityToken>"),
            Policy { accept_binary: true, ..optional },
            "(nobody)",
        ),
    ] {
        assert_eq!(judged(id, &message, &policy, "p1", Some(NOW)), want, "{id}");
    }
}

#[test]
fn timestamps() {
    let time = |name: &str, text: &str| format!("<u:{name}>{text}</u:{name}>");
    let (made, early) = (time("Created", "2026-11-21T09:59:00Z"), time("Expires", "2026-11-21T09:59:59Z"));
    let loose = Policy { require_username_token: false, require_timestamp: true, ..Policy::DIGEST };
    let (strict, utc) = (Policy { basic_profile: true, ..loose }, Policy { assume_utc: true, ..loose });
    for (id, inside, policy, want) in [
        ("TS-01", made.clone() + &time("Expires", "2026-11-21T10:04:00Z"), strict, "(nobody)"),
        ("TS-02", made.clone() + &early, loose, "wss.message_expired"),
        ("expires this second", made.clone() + &time("Expires", "2026-11-21T10:00:00Z"), loose, "(nobody)"),
        ("TS-03", time("Created", "2026-11-21T10:00:59Z"), loose, "(nobody)"),
        ("TS-03, too far", time("Created", "2026-11-21T10:01:01Z"), loose, "wss.message_expired"),
        ("TS-04", early.clone() + &made, loose, "wss.invalid_security"),
        ("TS-05", time("Created", "2026-11-21T12:00:00+02:00"), loose, "(nobody)"),
        ("TS-05, R3217", time("Created", "2026-11-21T12:00:00+02:00"), strict, "wss.invalid_security"),
        ("TS-06", time("Created", "2026-11-21T10:00:00"), loose, "wss.invalid_security"),
        ("TS-06, lenient", time("Created", "2026-11-21T10:00:00"), utc, "(nobody)"),
        ("R3213", time("Created", "2026-11-21T09:59:60Z"), loose, "wss.invalid_security"),
        (
            "R3221: ends before it begins",
            time("Created", "2026-11-21T10:00:30Z") + &time("Expires", "2026-11-21T10:00:20Z"),
            loose,
            "wss.invalid_security",
        ),
        (
            "too old, whatever it says",
            time("Created", "2026-11-21T09:54:59Z") + &time("Expires", "2026-11-21T11:00:00Z"),
            loose,
            "wss.message_expired",
        ),
        ("no Created", time("Expires", "2026-11-21T10:04:00Z"), loose, "wss.invalid_security"),
        (
            "no Created, and none required",
            time("Expires", "2026-11-21T10:04:00Z"),
            Policy { require_timestamp: false, ..loose },
            "(nobody)",
        ),
        (
            "R3203",
            time("Expires", "2026-11-21T10:04:00Z"),
            Policy { require_timestamp: false, ..strict },
            "wss.invalid_security",
        ),
        ("not a time", time("Created", "soon"), loose, "wss.invalid_security"),
    ] {
        let message = security(&format!("<u:Timestamp>{inside}</u:Timestamp>"));
        assert_eq!(judged(id, &message, &policy, "", Some(NOW)), want, "{id}");
    }
    let one = format!("<u:Timestamp>{made}</u:Timestamp>");
    assert_eq!(judged("TS-07", &security(&format!("{one}{one}")), &loose, "", Some(NOW)), "wss.invalid_security");
    assert_eq!(judged("none", &security(""), &loose, "", Some(NOW)), "wss.invalid_security");
}

/// Messages to one verifier, one after the other.
#[test]
fn a_digest_is_good_once() {
    let token = |minute: u32, nonce: u8| {
        let (nonce, created) = ([nonce; 16], format!("2026-11-21T10:{minute:02}:00Z"));
        let encode = |bytes: &[u8]| base64::Engine::encode(&base64::prelude::BASE64_STANDARD, bytes);
        let hashed = encode(&password_digest(&nonce, created.as_bytes(), b"secret"));
        security(&digest(&hashed, Some(&encode(&nonce)), Some(&created)))
    };
    let mut replays = [Replay::EMPTY; 2];
    let (mut store, mut users) = ([0; 8192], Users(&[("u1", "secret")]));
    for (id, message, now, want) in [
        ("first", token(0, 1), NOW, "u1"),
        ("UT-11", token(0, 1), NOW, "wss.failed_authentication"),
        ("UT-11, at its last second", token(0, 1), NOW + 300, "wss.failed_authentication"),
        ("second", token(0, 2), NOW + 1, "u1"),
        ("no room to remember", token(1, 3), NOW + 60, "limit"),
        ("room again", token(5, 3), NOW + 301, "u1"),
        ("UT-11, remembered still", token(5, 3), NOW + 302, "wss.failed_authentication"),
    ] {
        let headers = read(&message, 0, &mut store, EXACT);
        assert_eq!(verify(headers, &Policy::DIGEST, Some(now), &mut replays, &mut users), want, "{id}");
    }
    let message = token(0, 9);
    let headers = read(&message, 0, &mut store, EXACT).unwrap();
    let refused = Verifier { policy: &Policy::DIGEST, now: Some(NOW), replays: &mut [] }.verify(&headers, &mut users);
    let offset = message.find("<o:Security").unwrap() as u64;
    assert_eq!(refused.err(), Some(Error::limit(Limit::Replays, 1, offset)));
}

/// The digest does not say where the nonce ends: what moves between nonce and created is still the same digest.
#[test]
fn a_digest_cut_elsewhere_is_the_same_one() {
    let mut replays = [Replay::EMPTY; 4];
    let (mut store, mut users) = ([0; 8192], Users(&[("u1", "secret")]));
    for (created, nonce, want) in
        [(" 2026-11-21T10:00:00Z", "AAEC", "u1"), ("2026-11-21T10:00:00Z", "AAECIA==", "wss.failed_authentication")]
    {
        let hashed = password_digest(&[0, 1, 2], b" 2026-11-21T10:00:00Z", b"secret");
        let hashed = base64::Engine::encode(&base64::prelude::BASE64_STANDARD, hashed);
        let message = security(&digest(&hashed, Some(nonce), Some(created)));
        let headers = read(&message, 0, &mut store, EXACT);
        assert_eq!(verify(headers, &Policy::DIGEST, Some(NOW), &mut replays, &mut users), want, "{nonce}");
    }
}

/// A store of passwords that fails, and one that takes tickets.
struct Other(bool);

impl Authenticator for Other {
    fn password(&mut self, _: &str) -> Result<Option<&[u8]>, ErrorKind> {
        Err(ErrorKind::Io)
    }

    fn accepts_text(&mut self, username: &str, text: &[u8]) -> Result<bool, ErrorKind> {
        if self.0 { Err(ErrorKind::Io) } else { Ok(username == "u1" && text == b"ticket") }
    }
}

#[test]
fn the_application_judges_tickets() {
    let digest = security(&digest(DIGEST, Some(NONCE), Some(CREATED)));
    for (id, message, policy, fails, want) in [
        ("S-245, S-288", security(&text("ticket")), Policy::TEXT, false, "u1"),
        ("S-245, another", security(&text("tickes")), Policy::TEXT, false, "wss.failed_authentication"),
        ("the store fails", security(&text("ticket")), Policy::TEXT, true, "io"),
        ("S-246", digest, Policy::DIGEST, false, "io"),
    ] {
        let mut store = [0; 8192];
        let headers = read(&message, 0, &mut store, EXACT);
        assert_eq!(verify(headers, &policy, Some(NOW), &mut [Replay::EMPTY], &mut Other(fails)), want, "{id}");
    }
}

#[test]
fn secrets_are_compared_whole() {
    for (received, expected, want) in [
        ("", "", true),
        ("a", "a", true),
        ("abc", "abc", true),
        ("abc", "abd", false),
        ("abc", "bbc", false),
        ("abc", "ab", false),
        ("ab", "abc", false),
        ("ab\0", "ab", false),
        ("", "a", false),
    ] {
        assert_eq!(equal(received.as_bytes(), expected.as_bytes()), want, "{received:?} {expected:?}");
    }
}
