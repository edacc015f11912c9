//! Security blocks and their tokens as they are read.

use super::{EXACT, REPAIRED, each_split, message, name, security};
use soapstone::soap::Headers;
use soapstone::wss::{BinarySecurityToken, PasswordType, Security, Timestamp, Token, UsernameToken, ValueType};
use soapstone::{Error, Limit};

const UTP: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const BASE64: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-soap-message-security-1.0#Base64Binary";

/// Everything of a Security block in one line.
fn shown(headers: Result<Headers<'_>, Error>) -> String {
    let found = headers.and_then(|headers| Security::of(&headers));
    name(found, |security| {
        let Some(security) = security else { return "none".to_owned() };
        let mut text = format!("{:?}", security.generation());
        for token in security.tokens() {
            text += " ";
            text += &name(token, |token| match token {
                Token::Timestamp(timestamp) => time(&timestamp),
                Token::UsernameToken(token) => user(&token),
                Token::BinarySecurityToken(token) => binary(&token),
            });
        }
        text
    })
}

fn user(token: &UsernameToken<'_>) -> String {
    let mut text = format!("user={}", token.username);
    if let Some(password) = token.password {
        let kind = if password.kind == PasswordType::Digest { "digest" } else { "text" };
        text += &format!(" {kind}={}", password.text);
    }
    for (key, value) in [("nonce", token.nonce), ("created", token.created), ("id", token.id())] {
        text += &value.map_or_else(String::new, |value| format!(" {key}={value}"));
    }
    text += if token.has_key_derivation() { " derived" } else { "" };
    text + if token.basic_profile { " bsp" } else { "" }
}

fn time(timestamp: &Timestamp<'_>) -> String {
    let mut text = "time".to_owned();
    for (key, value) in [("created", timestamp.created), ("expires", timestamp.expires), ("id", timestamp.id())] {
        text += &value.map_or_else(String::new, |value| format!(" {key}={value}"));
    }
    text + if timestamp.basic_profile { " bsp" } else { "" }
}

fn binary(token: &BinarySecurityToken<'_>) -> String {
    let mut out = [0; 64];
    let kind = name(token.value_type(), |kind| format!("{kind:?}"));
    let bytes = name(token.decode(&mut out), |count| format!("{:?}", &out[..count]));
    format!("binary {kind} {bytes} id={}", token.id().unwrap_or_default())
}

#[test]
fn username_tokens() {
    let user = |inside: &str| security(&format!("<o:UsernameToken u:Id='UT'>{inside}</o:UsernameToken>"));
    for (id, message, want) in [
        ("UT-06", user("<o:Username>a</o:Username><o:Password>x</o:Password>"), "Oasis user=a text=x id=UT"),
        (
            "UT-07",
            user(&format!("<o:Username>a</o:Username><o:Password Type='{UTP}#Unknown'>x</o:Password>")),
            "Oasis wss.unsupported_security_token",
        ),
        (
            "UT-07, the name of a type elsewhere",
            user("<o:Username>a</o:Username><o:Password Type='urn:x#PasswordText'>x</o:Password>"),
            "Oasis wss.unsupported_security_token",
        ),
        ("UT-09", user("<o:Password>x</o:Password>"), "Oasis wss.invalid_security_token"),
        ("UT-09, cut by an element", user("<o:Username>a<x/>b</o:Username>"), "Oasis wss.invalid_security_token"),
        (
            "UT-09, an element in the password",
            user("<o:Username>a</o:Username><o:Password>x<o:x/></o:Password>"),
            "Oasis wss.invalid_security_token",
        ),
        (
            "a type as QName",
            user("<o:Username>a</o:Username><o:Password Type='o:PasswordDigest'>x</o:Password>"),
            "Oasis user=a digest=x id=UT bsp",
        ),
        (
            "a type with a namespace",
            user(&format!("<o:Username>a</o:Username><o:Password o:Type='{UTP}#PasswordDigest'>x</o:Password>")),
            "Oasis user=a digest=x id=UT bsp",
        ),
        (
            "a type of another namespace is none",
            user(&format!("<o:Username>a</o:Username><o:Password u:Type='{UTP}#PasswordDigest'>x</o:Password>")),
            "Oasis user=a text=x id=UT",
        ),
        (
            "every part, S-048 and S-049",
            user(&format!(
                "<o:Username>a</o:Username><o:Password Type='{UTP}#PasswordText'> x </o:Password>\
                 <o:Nonce EncodingType='{BASE64}'>AAEC</o:Nonce><u:Created>2026-11-21T10:00:00Z</u:Created>"
            )),
            "Oasis user=a text= x  nonce=AAEC created=2026-11-21T10:00:00Z id=UT bsp",
        ),
        (
            "an encoding of the nonce that is not known",
            user("<o:Username>a</o:Username><o:Nonce EncodingType='urn:hex'>00</o:Nonce>"),
            "Oasis wss.unsupported_algorithm",
        ),
        (
            "two passwords, R4222",
            user("<o:Username>a</o:Username><o:Password>x</o:Password><o:Password>y</o:Password>"),
            "Oasis wss.invalid_security_token",
        ),
        (
            "two nonces, R4225",
            user("<o:Username>a</o:Username><o:Nonce>AA==</o:Nonce><o:Nonce>AA==</o:Nonce>"),
            "Oasis wss.invalid_security_token",
        ),
        (
            "two Created, R4223",
            user("<o:Username>a</o:Username><u:Created>1</u:Created><u:Created>1</u:Created>"),
            "Oasis wss.invalid_security_token",
        ),
        (
            "children that do not count",
            user(
                "<o:Username>a</o:Username><s:Password>x</s:Password><o:Created>1</o:Created><q xmlns='urn:q'><o:Nonce/></q>",
            ),
            "Oasis user=a id=UT bsp",
        ),
        (
            "a derived key",
            user(
                "<o:Username>a</o:Username><w:Salt xmlns:w='http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd'>AQ==</w:Salt>",
            ),
            "Oasis user=a id=UT derived bsp",
        ),
        ("a comment in a name", user("<o:Username>a<!-- c -->b</o:Username>"), "Oasis user=ab id=UT bsp"),
        ("an element in a name", user("<o:Username>a<x/>b</o:Username>"), "Oasis wss.invalid_security_token"),
        ("CDATA", user("<o:Username>a<![CDATA[<]]>&amp;b</o:Username>"), "Oasis user=a<&b id=UT bsp"),
        (
            "UT-08",
            message(
                "<s:Security><s:UsernameToken><s:Username>WK</s:Username><s:Password Type='wsse:PasswordText'>p\
                 </s:Password></s:UsernameToken></s:Security>",
            ),
            "Draft200207 user=WK text=p bsp",
        ),
        (
            "GS-01",
            message(
                "<s:Security e:mustUnderstand='1'><s:UsernameToken><s:Username>u1</s:Username>\
                 <s:Password Type='s:PasswordText'>p1</s:Password></s:UsernameToken></s:Security>",
            ),
            "Draft200207 user=u1 text=p1 bsp",
        ),
        (
            "S-185, S-244, SEC-04, Q-10: stray text",
            message(
                "<wsse:Security xmlns:wsse='http://schemas.xmlsoap.org/ws/2002/07/secext'>\
                 http://schemas.xmlsoap.org/ws/2002/07/secext<wsse:UsernameToken \
                 xmlns:wsu='http://schemas.xmlsoap.org/ws/2002/07/utility' wsu:Id='t'>\n<wsse:Username>WKANDINSKY\
                 </wsse:Username><wsse:Password Type='wsse:PasswordText'>AbstractArt123</wsse:Password>\
                 </wsse:UsernameToken></wsse:Security>",
            ),
            "Draft200207 user=WKANDINSKY text=AbstractArt123 id=t bsp",
        ),
        (
            "S-186, SEC-03, Q-06: mustUnderstand without a namespace",
            message(&format!(
                "<o:Security mustUnderstand='1'><o:UsernameToken u:Id='UsernameToken-4'><o:Username>a</o:Username>\
                 <o:Password Type='{UTP}#PasswordText'>b</o:Password><o:Nonce EncodingType='{BASE64}'>AAEC</o:Nonce>\
                 <u:Created>2010-02-03T04:05:06.789Z</u:Created></o:UsernameToken></o:Security>"
            )),
            "Oasis user=a text=b nonce=AAEC created=2010-02-03T04:05:06.789Z id=UsernameToken-4 bsp",
        ),
        (
            "a Created of another generation is none",
            message(
                "<s:Security><s:UsernameToken><s:Username>a</s:Username><u:Created>1</u:Created></s:UsernameToken></s:Security>",
            ),
            "Draft200207 user=a bsp",
        ),
        (
            "2002/12 with the utility of July",
            message(
                "<w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2002/12/secext' \
                 xmlns:v='http://schemas.xmlsoap.org/ws/2002/07/utility'><w:UsernameToken v:Id='1'><w:Username>a\
                 </w:Username></w:UsernameToken></w:Security>",
            ),
            "Draft200212 user=a id=1 bsp",
        ),
        (
            "2002/12 with its own",
            message(
                "<w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2002/12/secext' \
                 xmlns:v='http://schemas.xmlsoap.org/ws/2002/12/utility'><w:UsernameToken v:Id='1'><w:Username>a\
                 </w:Username></w:UsernameToken></w:Security>",
            ),
            "Draft200212 user=a id=1 bsp",
        ),
        (
            "2003/06 with a type as URI",
            message(
                "<w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2003/06/secext'><w:UsernameToken><w:Username>a\
                 </w:Username><w:Password Type='http://schemas.xmlsoap.org/ws/2003/06/secext#PasswordDigest'>x\
                 </w:Password></w:UsernameToken></w:Security>",
            ),
            "Draft200306 user=a digest=x bsp",
        ),
        (
            "2002/04",
            message(
                "<w:Security xmlns:w='http://schemas.xmlsoap.org/ws/2002/04/secext'><w:UsernameToken><w:Username>a\
                 </w:Username></w:UsernameToken></w:Security>",
            ),
            "Draft200204 user=a bsp",
        ),
    ] {
        assert_eq!(each_split(id, &message, EXACT, &mut shown), want, "{id}");
    }
}

#[test]
fn blocks() {
    const ULTIMATE: &str = "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver";
    let token = |name: &str| format!("<o:UsernameToken><o:Username>{name}</o:Username></o:UsernameToken>");
    let twelve = |blocks: &str| {
        message(blocks).replace("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope")
    };
    for (id, message, want) in [
        ("none", message(""), "none"),
        ("another Security", message("<m:Security xmlns:m='urn:m'/>"), "none"),
        ("SEC-01", message("<o:Security/><o:Security/>"), "wss.invalid_security"),
        ("SEC-01 of two generations", message("<o:Security/><s:Security/>"), "wss.invalid_security"),
        (
            "SEC-01 with an actor",
            message("<o:Security e:actor='urn:own'/><o:Security e:actor='urn:own'/>"),
            "wss.invalid_security",
        ),
        (
            "SEC-01, no role and the role that says so",
            twelve(&format!("<o:Security/><o:Security e:role='{ULTIMATE}'/>")),
            "wss.invalid_security",
        ),
        (
            "one for each role",
            message(&format!(
                "<o:Security e:actor='urn:own'>{}</o:Security><o:Security>{}</o:Security>",
                token("a"),
                token("b")
            )),
            "Oasis user=b bsp",
        ),
        (
            "only for another role of this node",
            message(&format!("<o:Security e:actor='urn:own'>{}</o:Security>", token("a"))),
            "Oasis user=a bsp",
        ),
        ("for another node", message("<o:Security e:actor='urn:other'/>"), "none"),
        (
            "SEC-02",
            message(&format!(
                "<o:Security e:mustUnderstand='1'><q:Signature xmlns:q='urn:q'><q:a>1</q:a></q:Signature>{}</o:Security>",
                token("a")
            )),
            "Oasis user=a bsp",
        ),
        ("SEC-05", message("<x:Security xmlns:x='urn:x' e:mustUnderstand='1'/>"), "soap.not_understood"),
        (
            "Q-07",
            message("<o:Security e:mustUnderstand='1'/>").replace("wssecurity-secext", "wssecuritysecext"),
            "soap.not_understood",
        ),
    ] {
        assert_eq!(each_split(id, &message, EXACT, &mut shown), want, "{id}");
    }
}

#[test]
fn hyphens_that_were_lost_are_put_back_when_asked_to() {
    let right = security(&format!(
        "<o:UsernameToken u:Id='UT'><o:Username>a</o:Username><o:Password Type='{UTP}#PasswordText'>b</o:Password>\
         <o:Nonce EncodingType='{BASE64}'>AAEC</o:Nonce><u:Created>2026-11-21T10:00:00Z</u:Created></o:UsernameToken>"
    ));
    let printed = right
        .replace("wss-wssecurity-secext", "wss-wssecuritysecext")
        .replace("wss-wssecurity-utility", "wsswssecurity-utility")
        .replace("wss-username-token-profile", "wss-usernametoken-profile");
    let want = "Oasis user=a text=b nonce=AAEC created=2026-11-21T10:00:00Z id=UT bsp";
    assert_eq!(each_split("S-186 right", &right, REPAIRED, &mut shown), want);
    assert_eq!(each_split("S-186 as printed", &printed, REPAIRED, &mut shown), want);
    let half = right.replace("wss-username-token-profile", "wss-usernametoken-profile");
    let want = "Oasis wss.unsupported_security_token";
    assert_eq!(each_split("Q-07: only in a block that lost its own", &half, REPAIRED, &mut shown), want);
}

#[test]
fn timestamps() {
    let (created, expires) = ("2026-11-21T09:59:00Z", "2026-11-21T10:04:00Z");
    let [made, ends] = [format!("<u:Created>{created}</u:Created>"), format!("<u:Expires>{expires}</u:Expires>")];
    let all = format!("time created={created} expires={expires} id=t");
    for (id, inside, want) in [
        ("TS-01", format!("{made}{ends}"), format!("{all} bsp")),
        ("TS-04", format!("{ends}{made}"), "wss.invalid_security".to_owned()),
        ("R3203, two", format!("{made}{made}"), "wss.invalid_security".to_owned()),
        ("R3224", format!("{made}{ends}{ends}"), "wss.invalid_security".to_owned()),
        ("R3203, none", String::new(), "time id=t".to_owned()),
        ("R3222", format!("{made}{ends}<m:x xmlns:m='urn:m'/>"), all.clone()),
        ("R3225", format!("<u:Created ValueType='xsd:dateTime'>{created}</u:Created>{ends}"), all.clone()),
        (
            "R3217",
            "<u:Created>2026-11-21T12:00:00+02:00</u:Created>".to_owned(),
            "time created=2026-11-21T12:00:00+02:00 id=t".to_owned(),
        ),
        (
            "R3220",
            "<u:Created>2026-11-21T12:00:00.1234Z</u:Created>".to_owned(),
            "time created=2026-11-21T12:00:00.1234Z id=t".to_owned(),
        ),
        (
            "three digits",
            "<u:Created>2026-11-21T12:00:00.123Z</u:Created>".to_owned(),
            "time created=2026-11-21T12:00:00.123Z id=t bsp".to_owned(),
        ),
    ] {
        let message = security(&format!("<u:Timestamp u:Id='t'>{inside}</u:Timestamp>"));
        assert_eq!(each_split(id, &message, EXACT, &mut shown), format!("Oasis {want}"), "{id}");
    }
}

#[test]
fn binary_tokens() {
    const X509: &str = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-x509-token-profile-1.0";
    for (id, attributes, text, want) in [
        ("S-052", format!("ValueType='{X509}#X509v3' EncodingType='{BASE64}'"), "AAEC", "X509v3 [0, 1, 2]"),
        ("white space", format!("ValueType='{X509}#PKCS7'"), "\n AA\nEC ", "Pkcs7 [0, 1, 2]"),
        ("path", format!("ValueType='{X509}#X509PKIPathv1'"), "AA==", "X509PkiPath [0]"),
        ("as QName", "ValueType='o:X509v3'".to_owned(), "AA==", "X509v3 [0]"),
        ("an element in it", format!("ValueType='{X509}#X509v3'"), "AAEC<x/>", "X509v3 wss.invalid_security_token"),
        ("S-057", format!("ValueType='{}'", ValueType::GssKerberosApReq.uri()), "YII=", "GssKerberosApReq [96, 130]"),
        ("WF-01", format!("ValueType='{X509}#Unknown'"), "AA==", "wss.unsupported_security_token [0]"),
        ("WF-01, none", String::new(), "AA==", "wss.unsupported_security_token [0]"),
        ("WF-04", format!("ValueType='{X509}#X509v3'"), "A!==", "X509v3 wss.invalid_security_token"),
        ("WF-04, half", format!("ValueType='{X509}#X509v3'"), "AAA", "X509v3 wss.invalid_security_token"),
        ("WF-04, empty", format!("ValueType='{X509}#X509v3'"), "", "X509v3 wss.invalid_security_token"),
        (
            "an encoding that is not known",
            format!("ValueType='{X509}#X509v3' EncodingType='urn:hex'"),
            "00",
            "X509v3 wss.unsupported_algorithm",
        ),
    ] {
        let message =
            security(&format!("<o:BinarySecurityToken u:Id='X1' {attributes}>{text}</o:BinarySecurityToken>"));
        assert_eq!(each_split(id, &message, EXACT, &mut shown), format!("Oasis binary {want} id=X1"), "{id}");
    }
    for kind in ValueType::ALL {
        let message =
            security(&format!("<o:BinarySecurityToken ValueType='{}'>AA==</o:BinarySecurityToken>", kind.uri()));
        assert_eq!(each_split("every type", &message, EXACT, &mut shown), format!("Oasis binary {kind:?} [0] id="));
    }
}

#[test]
fn a_buffer_that_is_too_small_is_told_what_it_must_hold() {
    let message = security("<o:BinarySecurityToken ValueType='o:X509v3'>AAECAwQFBgc=</o:BinarySecurityToken>");
    let start = message.find("<o:Security").unwrap() as u64;
    let mut store = [0; 4096];
    let headers = super::read(&message, 0, &mut store, EXACT).unwrap();
    let security = Security::of(&headers).unwrap().unwrap();
    let Some(Ok(Token::BinarySecurityToken(token))) = security.tokens().next() else { panic!("a binary token") };
    let mut out = [0; 8];
    for size in 0..8 {
        assert_eq!(token.decode(&mut out[..size]), Err(Error::limit(Limit::Output, 8, start)), "{size}");
    }
    assert_eq!(token.decode(&mut out), Ok(8));
    assert_eq!(out, [0, 1, 2, 3, 4, 5, 6, 7]);
}
