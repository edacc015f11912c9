use super::*;
use crate::http::Fields;
use crate::{Error, ErrorKind, Limit};
use std::string::{String, ToString};
use std::vec::Vec;

fn refused<T>(at: u64) -> Result<T, Error> {
    Err(Error::new(ErrorKind::HttpValue, at))
}

fn said(word: Word<'_>) -> String {
    let decoded = word.decode(&mut [0; 100]).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let decoded = decoded.unwrap();
    assert_eq!(word.bytes().collect::<Vec<_>>(), decoded.as_bytes());
    assert!(word.text().is_none_or(|text| text == decoded));
    assert!(word == *decoded);
    decoded
}

/// The parameters as `name=what it says`, one a line.
fn listed(parameters: Parameters<'_>) -> Vec<String> {
    parameters.iter().map(|p| std::format!("{}={}", p.name, said(p.value))).collect()
}

#[test]
fn media_types() {
    // HTTP-06, HTTP-07, HTTP-08, HTTP-09, HTTP-10
    for (id, value, essence, parameters) in [
        ("plain", "text/xml", "text/xml", &[][..]),
        ("empty parameters", "text/xml ; ;;\t; ", "text/xml", &[]),
        (
            "HTTP-06",
            "application/soap+xml;action=\"urn:m:op\";charset=UTF-8",
            "application/soap+xml",
            &["action=urn:m:op", "charset=UTF-8"],
        ),
        ("HTTP-07", r#"application/soap+xml; action="a\"b""#, "application/soap+xml", &["action=a\"b"]),
        ("HTTP-08", "TEXT/XML; Charset=\"utf-16\"", "text/xml", &["Charset=utf-16"]),
        ("HTTP-09", "application/json", "application/json", &[]),
        ("HTTP-10", "text/html", "text/html", &[]),
        (
            "start-info in quotes in quotes",
            r#"multipart/related; type="application/xop+xml";start="<r@s>";start-info="application/soap+xml; action=\"urn:x\"";boundary=uuid:1"#,
            "multipart/related",
            &[],
        ),
        ("empty word", "text/xml; charset=\"\"", "text/xml", &["charset="]),
        ("every quoted pair", r#"text/xml;a="\\\"\a\ ""#, "text/xml", &[r#"a=\"a "#]),
        ("bytes above 127", "text/xml;a=\"\u{e9}\"", "text/xml", &["a=\u{e9}"]),
        ("unknown twice", "text/xml;x=1;x=2", "text/xml", &["x=1", "x=2"]),
    ] {
        if id.starts_with("start-info") {
            // The boundary lacks its quotes.
            assert!(MediaType::parse(value.as_bytes()).is_err());
            let kind = MediaType::parse_unquoted(value.as_bytes()).unwrap();
            let info = kind.parameters.value("Start-Info").unwrap();
            assert!(info == "application/soap+xml; action=\"urn:x\"" && info.text().is_none());
            assert!(kind.parameters.value("boundary").unwrap() == "uuid:1");
            continue;
        }
        for kind in [MediaType::parse(value.as_bytes()), MediaType::parse_unquoted(value.as_bytes())] {
            let kind = kind.unwrap();
            assert!(kind.is(essence) && !kind.is("text/plain") && !kind.is(""), "{id}");
            assert_eq!(listed(kind.parameters), parameters, "{id}");
        }
    }
}

#[test]
fn malformed_media_types() {
    for (value, at) in [
        ("", 0),
        ("text", 4),
        ("text/", 5),
        ("/xml", 0),
        ("text/xml charset=utf-8", 9),
        ("text/xml, text/html", 8),
        ("text/xml; charset", 17),
        ("text/xml; charset =utf-8", 17),
        ("text/xml; charset= utf-8", 18),
        ("text/xml; charset=", 18),
        ("text/xml; charset=\"utf-8", 24),
        ("text/xml; charset=\"utf-8\\", 24),
        ("text/xml; charset=\"utf-8\" x", 26),
        ("text/xml; charset=utf-8; Charset=utf-16", 25),
        ("text/xml; a=1; action=b; c=d; action=b", 30),
        ("text/xml; a=\"\u{1}\"", 13),
        ("text/xml; =a", 10),
    ] {
        assert_eq!(MediaType::parse(value.as_bytes()).map(drop), refused(at), "{value:?}");
        assert_eq!(MediaType::parse_unquoted(value.as_bytes()).map(drop), refused(at), "{value:?}");
    }
}

#[test]
fn missing_quotes() {
    let value = "application/soap+xml;charset=utf-8;action=urn:echo/echo".as_bytes();
    assert_eq!(MediaType::parse(value).map(drop), refused(45));
    let kind = MediaType::parse_unquoted(value).unwrap();
    assert_eq!(kind.action().and_then(|action| action.text()), Some("urn:echo/echo"));
    assert!(!kind.action().unwrap().is_quoted());
}

#[test]
fn soap_actions() {
    // HTTP-01, HTTP-02, HTTP-03, HTTP-04, HTTP-05
    let word = |raw, quoted| Word::of_raw(raw, quoted);
    for (id, value, want) in [
        ("HTTP-01", "\"urn:m#op\"", Ok(SoapAction::Quoted(word(b"urn:m#op", true)))),
        ("HTTP-02", "\"\"", Ok(SoapAction::Quoted(word(b"", true)))),
        ("HTTP-03", "", Ok(SoapAction::Empty)),
        ("HTTP-04", "urn:m#op", Ok(SoapAction::Unquoted(word(b"urn:m#op", false)))),
        ("S-224", "customSOAPActionValue", Ok(SoapAction::Unquoted(word(b"customSOAPActionValue", false)))),
        ("Siebel", "rpc/http://siebel.com/asi/:a;b,c", {
            Ok(SoapAction::Unquoted(word(b"rpc/http://siebel.com/asi/:a;b,c", false)))
        }),
        ("quoted pair", "\"a\\\"b\"", Ok(SoapAction::Quoted(word(b"a\\\"b", true)))),
        ("two words", "urn:a urn:b", refused(5)),
        ("one quote", "\"urn:a", refused(6)),
        ("last quote", "urn:a\"", refused(5)),
        ("behind the quotes", "\"urn:a\" x", refused(7)),
    ] {
        let action = SoapAction::parse(value.as_bytes());
        assert_eq!(action, want, "{id}");
        let (same, different) = (std::format!("soapaction: {value}\r\n"), std::format!("SoapAction: {value}\r\n"));
        for head in [same.clone(), std::format!("{same}Host: h\r\n{different}")] {
            assert_eq!(SoapAction::of(&fields(&head)), want, "HTTP-05 {id}");
        }
        let other = std::format!("{same}SOAPAction: other\r\n");
        assert_eq!(SoapAction::of(&fields(&other)), refused(0), "{id}");
    }
    assert_eq!(SoapAction::of(&Fields::default()), Ok(SoapAction::Absent));
    assert_eq!(SoapAction::Absent.word().or(SoapAction::Empty.word()), None);
    assert_eq!(SoapAction::parse(b"\"a\\\"b\"").unwrap().word().map(said).as_deref(), Some("a\"b"));
}

#[test]
fn words() {
    let long = Word::of_raw(b"a\\\"b", true);
    assert_eq!(long.decode(&mut [0; 2]), Err(Error::limit(Limit::Output, 3, 0)));
    assert!(long == "a\"b" && long.eq_ignore_ascii_case("A\"B") && long != "a\\\"b" && !long.is_empty());
    let token = Word::of_raw(b"a\\b", false);
    assert!(token == "a\\b" && token.text() == Some("a\\b"));
    assert_eq!(std::format!("{long:?}"), r#""a\\\"b""#);
    assert!(Word::of_raw(b"\xff", true).text().is_none());
}

/// Fields with these lines.
fn fields(lines: &str) -> Fields<'_> {
    Fields { lines: lines.as_bytes(), ..Fields::default() }
}

/// What the challenges are: scheme, token, parameters; or where one is malformed.
fn challenges(lines: &str) -> Vec<Result<String, u64>> {
    Challenge::all(fields(lines), "WWW-Authenticate")
        .map(|challenge| match challenge {
            Ok(c) => Ok([c.scheme, c.token, &listed(c.parameters).join(";")].join("|")),
            Err(error) => {
                assert_eq!(error.kind, ErrorKind::HttpValue);
                Err(error.offset)
            }
        })
        .collect()
}

#[test]
fn several_challenges() {
    for (lines, want) in [
        ("", &[][..]),
        ("WWW-Authenticate: \r\n", &[]),
        ("WWW-Authenticate: , ,\r\n", &[]),
        ("www-authenticate: Basic realm=\"a, b\"\r\n", &[Ok("Basic||realm=a, b")]),
        ("WWW-Authenticate: NTLM\r\nWWW-Authenticate: Negotiate\r\n", &[Ok("NTLM||"), Ok("Negotiate||")]),
        (
            "WWW-Authenticate: NTLM, Negotiate ,Basic realm=x\r\n",
            &[Ok("NTLM||"), Ok("Negotiate||"), Ok("Basic||realm=x")],
        ),
        (
            "WWW-Authenticate: NTLM TlRMTVNTUAACAAA= , Basic realm=x\r\n",
            &[Ok("NTLM|TlRMTVNTUAACAAA=|"), Ok("Basic||realm=x")],
        ),
        (
            "WWW-Authenticate: Digest a = \"b\" , c= d,\tnonce=\"x==\" ,, e=f\r\n",
            &[Ok("Digest||a=b;c=d;nonce=x==;e=f")],
        ),
        (
            "WWW-Authenticate: Digest realm=\"\\\"x\\\"\", qop=\"auth, auth-int\", Basic realm=\"y\", Bearer\r\n",
            &[Ok("Digest||realm=\"x\";qop=auth, auth-int"), Ok("Basic||realm=y"), Ok("Bearer||")],
        ),
        // RFC 9110, 11.6.1
        (
            "WWW-Authenticate: Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"\r\n",
            &[Ok("Basic||realm=simple"), Ok("Newauth||realm=apps;type=1;title=Login to \"apps\"")],
        ),
        ("WWW-Authenticate: Basic realm=\"x\r\nWWW-Authenticate: NTLM\r\n", &[Err(14), Ok("NTLM||")]),
        ("WWW-Authenticate: Basic realm\"x\"\r\n", &[Err(11)]),
        ("WWW-Authenticate: Basic=x\r\n", &[Err(5)]),
        ("WWW-Authenticate: \"Basic\"\r\n", &[Err(0)]),
        ("WWW-Authenticate: NTLM, Basic realm=a b\r\n", &[Ok("NTLM||"), Err(20)]),
    ] {
        let want: Vec<_> = want.iter().map(|want| want.map(str::to_string)).collect();
        assert_eq!(challenges(lines), want, "{lines}");
    }
}

#[test]
fn credentials_are_one_challenge() {
    let basic = Challenge::parse(b"basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==").unwrap();
    assert!(basic.is("Basic") && basic.token == "QWxhZGRpbjpvcGVuIHNlc2FtZQ==" && listed(basic.parameters).is_empty());
    assert_eq!(Challenge::parse(b"Basic YQ==, Basic YQ==").map(drop), refused(10));
    assert_eq!(Challenge::parse(b"").map(drop), refused(0));
}

#[test]
fn written_values_are_read_again() {
    for text in ["", "urn:m:op", "a\"b\\c", "J\u{fc}rgen, x;y"] {
        for room in 0..40 {
            let mut memory = std::vec![0; room];
            let mut value = ValueWriter::new(&mut memory);
            value.text("text/xml; action=");
            value.quoted(text);
            let needed = 19 + text.len() + text.matches(['"', '\\']).count();
            match value.finish() {
                Ok(value) => {
                    assert_eq!(value.len(), needed);
                    assert!(MediaType::parse(value.as_bytes()).unwrap().action().unwrap() == *text);
                }
                Err(error) => {
                    assert_eq!(error, Error::limit(Limit::HeadBytes, needed as u64, 0));
                    assert!(room < needed);
                }
            }
        }
    }
}
