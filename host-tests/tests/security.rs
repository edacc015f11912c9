//! The Security blocks of other projects' messages, read as they are and without each of their parts.

use soapstone::ErrorKind;
use soapstone::soap::{HeaderReader, NodeTable, Options, Reader};
use soapstone::wss::{Policy, Replay, Users, VOCABULARY, Verifier};
use soapstone_host_tests::corpus::corpus;
use soapstone_host_tests::message::TOLERANT;
use soapstone_host_tests::security::{Token, read};
use soapstone_host_tests::variants::variants;

const SPRING: &str = "spring-ws/spring-ws-security/src/test/resources/org/springframework/ws/soap/security/wss4j2";

/// A file, its tokens, and the user and password that its project uses, if there is one.
type Known = (&'static str, &'static str, Option<(&'static str, &'static str)>);

const MESSAGES: &[Known] = &[
    ("usernameTokenDigest-soap.xml", "digest", Some(("Bert", "Ernie"))),
    ("usernameTokenPlainText-soap.xml", "text", Some(("Bert", "Ernie"))),
    ("usernameTokenPlainText-soap12.xml", "text", Some(("Bert", "Ernie"))),
    ("usernameTokenPlainTextAndTimestamp-soap.xml", "time text", Some(("Bert", "Ernie"))),
    ("usernameTokenPlainTextQualifiedType-soap.xml", "text", Some(("Bert", "Ernie"))),
    ("usernameTokenPlainTextWithHeaders-soap.xml", "text", Some(("Bert", "Ernie"))),
    ("expiredTimestamp-soap.xml", "time", None),
    ("emptySecurityHeader-soap.xml", "", None),
    ("encrypted-soap.xml", "", None),
    ("signed-soap.xml", "", None),
];

fn kinds(tokens: &[Token]) -> String {
    let kind = |token: &Token| match token {
        Token::Timestamp { .. } => "time".to_owned(),
        Token::UsernameToken { password_type, .. } => password_type.unwrap_or("name").to_owned(),
        Token::BinarySecurityToken { bytes, .. } => format!("binary {}", bytes.unwrap_or_default()),
    };
    tokens.iter().map(kind).collect::<Vec<_>>().join(" ")
}

/// Verifies a message on a device without a clock.
fn verify(document: &[u8], user: (&str, &str)) -> Result<(), ErrorKind> {
    let (mut workspace, mut store) = (vec![0; 65536], vec![0; 65536]);
    let options = Options { leniencies: TOLERANT, ..Options::default() };
    let (mut reader, mut headers) = (Reader::with_options(&mut workspace, options), HeaderReader::new(&mut store));
    let mut node = NodeTable::new(&[&VOCABULARY]).keep_all();
    headers.read(&mut reader, &mut &*document, true, &mut node).map_err(|error| error.kind)?;
    let policy = Policy { accept_text: true, ..Policy::DIGEST };
    let mut verifier = Verifier { policy: &policy, now: None, replays: &mut [Replay::EMPTY] };
    verifier.verify(&headers.headers(), &mut Users(&[user])).map(drop).map_err(|error| error.kind)
}

#[test]
fn messages_of_spring() {
    let Some(corpus) = corpus() else { return };
    for (file, want, user) in MESSAGES {
        let document = std::fs::read(corpus.join(SPRING).join(file)).unwrap();
        let security = read(&document).unwrap_or_else(|| panic!("{file}"));
        assert_eq!((kinds(&security.tokens).as_str(), &security.problem), (*want, &None), "{file}");
        assert_eq!(security.generation, Some("1.0"), "{file}");
        if let Some(user) = user {
            assert_eq!(verify(&document, *user), Ok(()), "{file}");
            assert_eq!(verify(&document, (user.0, "other")), Err(ErrorKind::FailedAuthentication), "{file}");
        }
    }
}

#[test]
fn digests_of_zeep() {
    let Some(corpus) = corpus() else { return };
    for (file, want) in [("05", Ok(())), ("13", Ok(())), ("07", Err(ErrorKind::InvalidSecurityToken))] {
        let path = corpus.join(format!("zeep-embedded/tests/test_wsse_username.py.{file}.xml"));
        assert_eq!(verify(&std::fs::read(path).unwrap(), ("michael", "geheim")), want, "{file}");
    }
}

/// Every envelope of the corpus with a Security block is read without a problem, and gives tokens.
#[test]
fn every_security_block_is_read() {
    let Some(corpus) = corpus() else { return };
    let (mut blocks, mut tokens) = (0, 0);
    for folder in ["onvif-ex", "zeep-embedded", "axiom", "wso2-mi-messages", "spring-ws"] {
        for entry in walkdir::WalkDir::new(corpus.join(folder)) {
            let path = entry.unwrap().into_path();
            if path.extension().is_none_or(|extension| extension != "xml") {
                continue;
            }
            let Some(security) = read(&std::fs::read(&path).unwrap()) else { continue };
            // Templates, without a Username.
            let is_template = ["08.xml", "10.xml"].map(|end| path.ends_with(format!("test_wsse_username.py.{end}")));
            let problem = is_template.contains(&true).then_some("wss.invalid_security_token");
            assert_eq!(security.problem.map(|problem| problem.code), problem, "{}", path.display());
            blocks += 1;
            tokens += security.tokens.len();
        }
    }
    assert!(blocks >= 21 && tokens >= 19, "{blocks} blocks, {tokens} tokens");
}

/// Without any one of its parts, or with one twice, a message verifies or is refused for a reason.
#[test]
fn any_part_missing_or_twice() {
    let message = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><o:Security xmlns:o="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd" xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd" e:mustUnderstand="1"><u:Timestamp u:Id="TS"><u:Created>2026-11-21T10:00:00Z</u:Created><u:Expires>2026-11-21T10:05:00Z</u:Expires></u:Timestamp><o:UsernameToken u:Id="UT"><o:Username>u1</o:Username><o:Password Type="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0#PasswordDigest">wfdMgzRd3cF9Y4YDue9mYIBe+DA=</o:Password><o:Nonce EncodingType="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary">AAECAwQFBgcICQoLDA0ODw==</o:Nonce><u:Created>2026-11-21T10:00:00Z</u:Created></o:UsernameToken></o:Security></e:Header><e:Body><m:Ping xmlns:m="urn:m"/></e:Body></e:Envelope>"#;
    assert_eq!(verify(message.as_bytes(), ("u1", "secret")), Ok(()));
    let mut outcomes = std::collections::BTreeMap::new();
    for variant in variants(message) {
        let outcome = verify(variant.as_bytes(), ("u1", "secret"));
        *outcomes.entry(outcome.map_or_else(|kind| kind.name(), |()| "good")).or_insert(0) += 1;
    }
    for expected in [
        "good",
        "wss.invalid_security",
        "wss.invalid_security_token",
        "wss.failed_authentication",
        "soap.authentication_required",
    ] {
        assert!(outcomes.contains_key(expected), "{outcomes:?}");
    }
}
