//! Security blocks as they are written, and read again.

use super::{EXACT, NOW, read};
use soapstone::buf::Buffer;
use soapstone::soap::{Version, Writer};
use soapstone::wss::{
    Binary, Credentials, Generation, Lifetime, PasswordType, Policy, Replay, Secret, Security, Token, Tokens, Users,
    ValueType, Verifier, write,
};
use soapstone::xml::WriteError;
use soapstone::xsd::{Zoned, date_time};
use soapstone::{Error, ErrorKind};

const NONCE: [u8; 16] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15];
const UTP: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// A message with these tokens, written through a buffer of this size.
fn written(tokens: &Tokens<'_>, size: usize) -> Result<String, Error> {
    let (mut memory, mut workspace, mut message) = (vec![0; size], [0; 2048], Vec::new());
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
    for call in 0..3 {
        loop {
            let result = match call {
                0 => writer.envelope(),
                1 => write(&mut writer, tokens),
                _ => writer.finish(),
            };
            message.extend_from_slice(writer.sink().bytes());
            writer.sink_mut().clear();
            match result {
                Ok(()) => break,
                Err(WriteError::Full) => {}
                Err(WriteError::Error(error)) => return Err(error),
            }
        }
    }
    Ok(String::from_utf8(message).unwrap())
}

/// The block of a message that is the same through buffers of every size.
fn block(id: &str, tokens: &Tokens<'_>) -> String {
    let whole = written(tokens, 8192).unwrap();
    for size in 260..whole.len() {
        assert_eq!(written(tokens, size).as_ref(), Ok(&whole), "{id} through {size}");
    }
    let (from, to) = (whole.find("<wsse:Security").unwrap(), whole.find("</soap:Header>").unwrap());
    whole[from..to].to_owned()
}

fn digest() -> Credentials<'static> {
    Credentials {
        username: "u1",
        secret: Secret::Digest("secret"),
        nonce: Some(&NONCE),
        created: Some("2026-11-21T10:00:00Z"),
        id: Some("UT"),
    }
}

#[test]
fn blocks() {
    let [oasis, july] = [Generation::Oasis, Generation::Draft200207];
    let (wsse, wsu) = (oasis.wsse(), oasis.wsu());
    let text = Credentials { username: "u<1", secret: Secret::Text("p&1"), ..Credentials::default() };
    for (id, tokens, want) in [
        (
            "S-046, S-048, S-049, UT-01",
            Tokens { credentials: Some(digest()), ..Tokens::default() },
            format!(
                "<wsse:Security xmlns:wsse=\"{wsse}\" soap:mustUnderstand=\"1\" xmlns:wsu=\"{wsu}\">\
                 <wsse:UsernameToken wsu:Id=\"UT\"><wsse:Username>u1</wsse:Username>\
                 <wsse:Password Type=\"{UTP}#PasswordDigest\">wfdMgzRd3cF9Y4YDue9mYIBe+DA=</wsse:Password>\
                 <wsse:Nonce EncodingType=\"{BASE64}\">AAECAwQFBgcICQoLDA0ODw==</wsse:Nonce>\
                 <wsu:Created>2026-11-21T10:00:00Z</wsu:Created></wsse:UsernameToken></wsse:Security>"
            ),
        ),
        (
            "UT-02",
            Tokens {
                credentials: Some(Credentials { secret: Secret::Digest("pâss"), id: None, ..digest() }),
                must_understand: false,
                role: Some("urn:r"),
                ..Tokens::default()
            },
            format!(
                "<wsse:Security xmlns:wsse=\"{wsse}\" soap:actor=\"urn:r\" xmlns:wsu=\"{wsu}\">\
                 <wsse:UsernameToken><wsse:Username>u1</wsse:Username>\
                 <wsse:Password Type=\"{UTP}#PasswordDigest\">N0+3Cn9oHy6lcBi784UsMtxoKlE=</wsse:Password>\
                 <wsse:Nonce EncodingType=\"{BASE64}\">AAECAwQFBgcICQoLDA0ODw==</wsse:Nonce>\
                 <wsu:Created>2026-11-21T10:00:00Z</wsu:Created></wsse:UsernameToken></wsse:Security>"
            ),
        ),
        (
            "S-242, S-244",
            Tokens { generation: july, credentials: Some(text), text_only: true, ..Tokens::default() },
            format!(
                "<wsse:Security xmlns:wsse=\"{}\" soap:mustUnderstand=\"1\"><wsse:UsernameToken>\
                 <wsse:Username>u&lt;1</wsse:Username><wsse:Password Type=\"wsse:PasswordText\">p&amp;1</wsse:Password>\
                 </wsse:UsernameToken></wsse:Security>",
                july.wsse()
            ),
        ),
        (
            "S-186",
            Tokens { credentials: Some(Credentials { secret: Secret::Text("p"), ..digest() }), ..Tokens::default() },
            format!(
                "<wsse:Security xmlns:wsse=\"{wsse}\" soap:mustUnderstand=\"1\" xmlns:wsu=\"{wsu}\">\
                 <wsse:UsernameToken wsu:Id=\"UT\"><wsse:Username>u1</wsse:Username>\
                 <wsse:Password Type=\"{UTP}#PasswordText\">p</wsse:Password>\
                 <wsse:Nonce EncodingType=\"{BASE64}\">AAECAwQFBgcICQoLDA0ODw==</wsse:Nonce>\
                 <wsu:Created>2026-11-21T10:00:00Z</wsu:Created></wsse:UsernameToken></wsse:Security>"
            ),
        ),
        (
            "TS-01",
            Tokens {
                lifetime: Some(Lifetime {
                    created: "2026-11-21T09:59:00Z",
                    expires: Some("2026-11-21T10:04:00Z"),
                    id: Some("t"),
                }),
                ..Tokens::default()
            },
            format!(
                "<wsse:Security xmlns:wsse=\"{wsse}\" soap:mustUnderstand=\"1\" xmlns:wsu=\"{wsu}\">\
                 <wsu:Timestamp wsu:Id=\"t\"><wsu:Created>2026-11-21T09:59:00Z</wsu:Created>\
                 <wsu:Expires>2026-11-21T10:04:00Z</wsu:Expires></wsu:Timestamp></wsse:Security>"
            ),
        ),
        (
            "S-052 in July 2002",
            Tokens {
                generation: july,
                binary: Some(Binary { value_type: "wsse:X509v3", bytes: &[0, 1, 2, 3], id: None }),
                ..Tokens::default()
            },
            format!(
                "<wsse:Security xmlns:wsse=\"{}\" soap:mustUnderstand=\"1\"><wsse:BinarySecurityToken \
                 ValueType=\"wsse:X509v3\" EncodingType=\"wsse:Base64Binary\">AAECAw==</wsse:BinarySecurityToken>\
                 </wsse:Security>",
                july.wsse()
            ),
        ),
        (
            "a name alone",
            Tokens { credentials: Some(Credentials { username: "u1", ..Credentials::default() }), ..Tokens::default() },
            format!(
                "<wsse:Security xmlns:wsse=\"{wsse}\" soap:mustUnderstand=\"1\"><wsse:UsernameToken>\
                 <wsse:Username>u1</wsse:Username></wsse:UsernameToken></wsse:Security>"
            ),
        ),
        ("nothing", Tokens::default(), format!("<wsse:Security xmlns:wsse=\"{wsse}\" soap:mustUnderstand=\"1\"/>")),
    ] {
        assert_eq!(block(id, &tokens), want, "{id}");
    }
}

#[test]
fn what_is_written_verifies_in_every_generation() {
    let bytes: Vec<u8> = (0..=255).collect();
    for &generation in Generation::ALL {
        for secret in [Secret::Digest("sécret"), Secret::Text("sécret")] {
            let timed = !generation.wsu().is_empty();
            let is_text = matches!(secret, Secret::Text(_));
            if !timed && !is_text {
                continue;
            }
            let created = date_time::emit(Zoned::from_unix(NOW, 0).unwrap()).unwrap();
            let expires = date_time::emit(Zoned::from_unix(NOW + 300, 0).unwrap()).unwrap();
            let is_draft = generation != Generation::Oasis;
            let value_type = if is_draft { "wsse:PKCS7" } else { ValueType::Pkcs7.uri() };
            let tokens = Tokens {
                generation,
                lifetime: timed.then_some(Lifetime { created: &created, expires: Some(&expires), id: None }),
                binary: Some(Binary { value_type, bytes: &bytes, id: None }),
                credentials: Some(Credentials {
                    username: "ü",
                    secret,
                    nonce: Some(&bytes[..33]),
                    created: timed.then_some(&created),
                    id: None,
                }),
                ..Tokens::default()
            };
            let message = written(&tokens, 300).unwrap();
            let mut store = [0; 8192];
            let headers = read(&message, 0, &mut store, EXACT).unwrap();
            let base = if is_text { Policy::TEXT } else { Policy::DIGEST };
            let policy = Policy { accept_binary: true, require_timestamp: timed, basic_profile: timed, ..base };
            let mut verifier = Verifier { policy: &policy, now: Some(NOW), replays: &mut [Replay::EMPTY] };
            let verified = verifier.verify(&headers, &mut Users(&[("ü", "sécret")])).expect("it verifies");
            assert!(verified.authenticated && verified.username.is_some_and(|name| name == "ü"), "{generation:?}");
            let security = Security::of(&headers).unwrap().unwrap();
            assert_eq!(security.generation(), generation);
            assert!(security.block().must_understand());
            for token in security.tokens() {
                match token.unwrap() {
                    Token::BinarySecurityToken(token) => {
                        let mut out = [0; 256];
                        assert_eq!(token.value_type(), Ok(ValueType::Pkcs7), "{generation:?}");
                        assert_eq!((token.decode(&mut out), &out[..]), (Ok(256), &bytes[..]), "{generation:?}");
                    }
                    Token::UsernameToken(token) => {
                        assert_eq!(token.password.unwrap().kind == PasswordType::Text, is_text, "{generation:?}");
                    }
                    Token::Timestamp(timestamp) => assert_eq!(timestamp.created.unwrap(), *created, "{generation:?}"),
                }
            }
        }
    }
}

#[test]
fn what_cannot_be_is_refused_before_anything_is_written() {
    let with = |credentials| Tokens { credentials: Some(credentials), ..Tokens::default() };
    let lifetime = Lifetime { created: "2026-11-21T10:00:00Z", expires: None, id: None };
    let april = Generation::Draft200204;
    let named = Credentials { username: "u1", ..Credentials::default() };
    for (id, tokens, kind) in [
        ("S-242", Tokens { text_only: true, ..with(digest()) }, ErrorKind::UnsupportedSecurityToken),
        ("a user name that XML cannot hold", with(Credentials { username: "u\u{1}", ..named }), ErrorKind::WriteChar),
        (
            "a password that XML cannot hold",
            with(Credentials { secret: Secret::Text("p\u{fffe}"), ..named }),
            ErrorKind::WriteChar,
        ),
        ("no nonce", with(Credentials { nonce: None, ..digest() }), ErrorKind::InvalidArgument),
        ("no created", with(Credentials { created: None, ..digest() }), ErrorKind::InvalidArgument),
        ("April 2002 has no times", Tokens { generation: april, ..with(digest()) }, ErrorKind::InvalidArgument),
        (
            "nor Timestamps",
            Tokens { generation: april, lifetime: Some(lifetime), ..Tokens::default() },
            ErrorKind::InvalidArgument,
        ),
        (
            "nor Ids",
            Tokens { generation: april, ..with(Credentials { id: Some("1"), ..named }) },
            ErrorKind::InvalidArgument,
        ),
        (
            "nor Ids of binary tokens",
            Tokens {
                generation: april,
                binary: Some(Binary { id: Some("1"), ..Binary::default() }),
                ..Tokens::default()
            },
            ErrorKind::InvalidArgument,
        ),
    ] {
        let refused = written(&tokens, 4096).unwrap_err();
        assert_eq!(refused.kind, kind, "{id}");
        let (mut memory, mut workspace) = ([0; 4096], [0; 2048]);
        let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap11);
        writer.envelope().unwrap();
        let before = writer.written();
        assert!(write(&mut writer, &tokens).is_err(), "{id}");
        assert_eq!(writer.written(), before, "{id}");
        write(&mut writer, &with(digest())).unwrap();
        writer.finish().unwrap();
    }
}
