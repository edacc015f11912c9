//! The commands of the harness, as scripts call them: names, fields, their order, exit codes.

use std::io::Write;
use std::process::{Command, Stdio};

/// Runs the harness with this standard input; its exit code, and what it printed on stdout and stderr.
fn run(arguments: &[&str], input: &[u8]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut process = command.spawn().unwrap();
    // The harness may refuse its arguments and go before it has read anything.
    let _ = process.stdin.take().unwrap().write_all(input);
    let output = process.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

const DOCUMENT: &[u8] = b"<p:a xmlns:p='urn:p' id='1'>x<![CDATA[y]]><!-- c -->z<b/></p:a>";

const EVENTS: &str = r#"{"event":"start","ns":"urn:p","local":"a","prefix":"p","attrs":[{"ns":"","local":"id","prefix":"","value":"1"}],"decls":[{"prefix":"p","uri":"urn:p"}]}
{"event":"text","text":"xyz"}
{"event":"start","ns":"","local":"b","prefix":"","attrs":[],"decls":[]}
{"event":"end","ns":"","local":"b","prefix":""}
{"event":"end","ns":"urn:p","local":"a","prefix":"p"}
{"event":"done","bytes":63}
"#;

#[test]
fn events() {
    for arguments in [&["events", "-"][..], &["events", "--chunk", "1", "-"], &["events", "--workspace", "200", "-"]] {
        assert_eq!(run(arguments, DOCUMENT), (0, EVENTS.to_owned(), String::new()), "{arguments:?}");
    }
    let (code, pieces, _) = run(&["events", "--pieces", "-"], DOCUMENT);
    assert_eq!((code, pieces.matches("\"text\":").count()), (0, 3));
}

#[test]
fn events_of_a_refused_document() {
    let (code, out, _) = run(&["events", "-"], "<ä>\n é<b c='1' c='2'/></ä>".as_bytes());
    assert_eq!(code, 1);
    let last = out.lines().last().unwrap();
    let expected = r#"{"event":"error","code":"xml.duplicate_attribute","offset":17,"line":2,"column":12,"message":"an attribute appears twice"}"#;
    assert_eq!(last, expected);
    let (code, out, _) = run(&["events", "--workspace", "8", "-"], DOCUMENT);
    let fields: serde_json::Value = serde_json::from_str(out.lines().last().unwrap()).unwrap();
    let names: Vec<_> = fields.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(code, 1);
    assert_eq!(names, ["event", "code", "offset", "line", "column", "message", "limit", "needed"]);
    assert_eq!((&fields["code"], &fields["limit"]), (&"limit".into(), &"workspace".into()));
    let needed = fields["needed"].to_string();
    assert_eq!(run(&["events", "--workspace", &needed, "-"], DOCUMENT).0, 0);
}

const MESSAGE: &[u8] = br#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:m="urn:m"><e:Header>
<m:h e:mustUnderstand="1" e:role="urn:r" e:relay="true"/></e:Header><e:Body><m:a/><m:b/></e:Body></e:Envelope>"#;

#[test]
fn message() {
    let expected = concat!(
        r#"{"version":"1.2","headers":[{"ns":"urn:m","local":"h","mustUnderstand":true,"role":"urn:r","relay":true}],"#,
        r#""addressing":null,"security":null,"session":null,"reliable":null,"#,
        r#""body":[{"ns":"urn:m","local":"a"},{"ns":"urn:m","local":"b"}],"fault":null}"#,
        "\n"
    );
    assert_eq!(run(&["message", "-"], MESSAGE), (0, expected.to_owned(), String::new()));
}

/// S-110 to S-113, Q-21: the fields have the names that webMethods gives them.
#[test]
fn message_with_addressing() {
    let message = br#"<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://www.w3.org/2005/08/addressing" xmlns:m="urn:m"><e:Header><m:h e:mustUnderstand="1"/><w:Action>a</w:Action><w:MessageID>i</w:MessageID><w:RelatesTo RelationshipType="urn:t">r</w:RelatesTo><w:ReplyTo m:x="1"><w:Address m:y="2">http://c/</w:Address><w:ReferenceParameters><m:k>3</m:k></w:ReferenceParameters><w:Metadata/><m:e/></w:ReplyTo></e:Header><e:Body/></e:Envelope>"#;
    let (code, out, _) = run(&["message", "-"], message);
    let fields: serde_json::Value = serde_json::from_str(&out).unwrap();
    let content = |local: &str, text: &str| serde_json::json!({ "ns": "urn:m", "local": local, "attributes": [], "text": text, "children": [] });
    let expected = serde_json::json!({
        "version": "1.0",
        "messageID": "i",
        "action": "a",
        "to": "http://www.w3.org/2005/08/addressing/anonymous",
        "from": null,
        "replyTo": {
            "attributes": [{ "ns": "urn:m", "local": "x", "value": "1" }],
            "address": "http://c/",
            "addressAttributes": [{ "ns": "urn:m", "local": "y", "value": "2" }],
            "referenceProperties": [],
            "referenceParameters": [content("k", "3")],
            "metadata": {
                "ns": "http://www.w3.org/2005/08/addressing", "local": "Metadata",
                "attributes": [], "text": "", "children": []
            },
            "extensibleElements": [content("e", "")],
        },
        "faultTo": null,
        "relatesTo": [{ "value": "r", "relationshipType": "urn:t" }],
        "referenceParameters": [],
        "problem": null,
        "replyDestination": "http://c/",
    });
    assert_eq!((code, &fields["addressing"]), (0, &expected));
    let broken = String::from_utf8_lossy(message).replace("<w:Action>a</w:Action>", "");
    let (code, out, _) = run(&["message", "-"], broken.as_bytes());
    let fields: serde_json::Value = serde_json::from_str(&out).unwrap();
    let problem = &fields["addressing"]["problem"];
    assert_eq!((code, &problem["code"]), (0, &"wsa.message_addressing_header_required".into()));
    assert_eq!(problem["header"]["local"], "Action");
}

/// Passwords, nonces and digests are not shown.
#[test]
fn message_with_security() {
    let head = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Header><o:Security xmlns:o="http://schemas.xmlsoap.org/ws/2002/07/secext" e:mustUnderstand="1">"#;
    let tail = "</o:Security></e:Header><e:Body/></e:Envelope>";
    for (tokens, expected) in [
        (
            r#"<o:UsernameToken><o:Username>u1</o:Username><o:Password Type="o:PasswordText">p1</o:Password><o:Nonce>AAEC</o:Nonce></o:UsernameToken><o:BinarySecurityToken ValueType="o:X509v3">AAEC</o:BinarySecurityToken>"#,
            r#""security":{"generation":"2002/07","role":null,"tokens":[{"kind":"usernameToken","username":"u1","passwordType":"text","password":"***","nonce":"***","created":null},{"kind":"binarySecurityToken","valueType":"o:X509v3","bytes":3}],"problem":null}"#,
        ),
        (
            "<o:UsernameToken/>",
            r#""security":{"generation":"2002/07","role":null,"tokens":[],"problem":{"code":"wss.invalid_security_token","offset":74}}"#,
        ),
    ] {
        let (code, out, _) = run(&["message", "-"], format!("{head}{tokens}{tail}").as_bytes());
        assert_eq!(code, 0);
        assert!(out.contains(expected), "{out}");
    }
}

/// V-01, V-42: passwords and tokens are not shown.
#[test]
fn message_with_a_session() {
    let head = r#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/" xmlns:s="http://siebel.com/webservices"><e:Header>"#;
    let tail = "</e:Header><e:Body/></e:Envelope>";
    for (blocks, expected) in [
        (
            "<s:UsernameToken>u1</s:UsernameToken><s:PasswordText>p1</s:PasswordText><s:SessionType>stateless</s:SessionType>",
            r#""session":{"sessionType":"Stateless","username":"u1","password":"***","token":null,"request":"login","problem":null}"#,
        ),
        (
            "<s:SessionToken>secret</s:SessionToken>",
            r#""session":{"sessionType":"None","username":null,"password":null,"token":"***","request":"logout","problem":null}"#,
        ),
        (
            "<s:SessionType>x</s:SessionType>",
            r#""session":{"sessionType":"None","username":null,"password":null,"token":null,"request":null,"problem":{"code":"session.invalid","offset":114}}"#,
        ),
        ("<s:other/>", r#""session":null"#),
    ] {
        let (code, out, _) = run(&["message", "-"], format!("{head}{blocks}{tail}").as_bytes());
        assert_eq!(code, 0);
        assert!(out.contains(expected), "{out}");
    }
}

/// V-14: what a Siebel server says in a detail, besides the detail itself.
#[test]
fn message_with_an_error_stack() {
    let fault = br#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Server</faultcode><faultstring>x</faultstring><detail><f:siebdetail xmlns:f="http://www.siebel.com/ws/fault"><f:logfilename>a.log</f:logfilename><f:errorstack><f:error><f:errorsymbol>S</f:errorsymbol></f:error></f:errorstack></f:siebdetail></detail></e:Fault></e:Body></e:Envelope>"#;
    let expected = r#"}],"errorStack":{"logFileName":"a.log","errors":[{"code":null,"symbol":"S","message":null}]}}}"#;
    let (code, out, _) = run(&["message", "-"], fault);
    assert!(code == 0 && out.trim_end().ends_with(expected), "{out}");
}

#[test]
fn message_with_a_fault() {
    let fault = br#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring>bad</faultstring><faultactor>urn:n</faultactor><detail><m>7</m></detail></e:Fault></e:Body></e:Envelope>"#;
    let (code, out, _) = run(&["message", "-"], fault);
    let expected = concat!(
        r#""body":[],"fault":{"code":{"ns":"http://schemas.xmlsoap.org/soap/envelope/","local":"Client","subCodes":[]},"#,
        r#""reasons":[{"text":"bad","lang":null}],"node":null,"role":"urn:n","detail":["#,
        r#"{"event":"start","ns":"","local":"m","prefix":"","attrs":[],"decls":[]},{"event":"text","text":"7"},"#,
        r#"{"event":"end","ns":"","local":"m","prefix":""}]}}"#,
        "\n"
    );
    assert_eq!(code, 0);
    assert!(out.ends_with(expected), "{out}");
}

#[test]
fn message_refused() {
    let (code, out, _) = run(&["message", "-"], b"<a/>");
    let expected = r#"{"error":{"code":"soap.version_mismatch","offset":0,"line":1,"column":1,"message":"not an Envelope of a supported SOAP version"}}"#;
    assert_eq!((code, out.trim_end()), (1, expected));
}

#[test]
fn check() {
    let (code, out, _) = run(&["check", "-"], MESSAGE);
    assert_eq!((code, out.lines().next()), (0, Some("<stdin>: accepted")));
    let quirk = br#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><?p?><e:Body/></e:Envelope>"#;
    assert_eq!((run(&["check", "-"], quirk).0, run(&["check", "--strict", "-"], quirk).0), (0, 1));
    let (code, out, _) = run(&["check", "--xml", "-"], b"<a>\n  <b>&nbsp;</b>\n</a>");
    let expected = "error: an unknown or malformed reference
 --> <stdin>:2:6
  |
2 |   <b>&nbsp;</b>
  |      ^ xml.invalid_reference, byte 9, column 6
  |
help: only &lt; &gt; &amp; &quot; &apos; and &#...; exist without a DTD; a plain `&` is written &amp;

0 accepted, 1 refused, read as xml
";
    assert_eq!((code, out.as_str()), (1, expected));
}

/// As a peer's, with what else would have to be accepted.
#[test]
fn check_as_a_peer() {
    let quirk = br#"<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><?p?><e:header><h e:mustUnderstand="true"/></e:header><e:Body/></e:Envelope>"#;
    let (code, out, _) = run(&["check", "--strict", "-"], quirk);
    let accept =
        "help: or accept it with PROCESSING_INSTRUCTIONS, MUST_UNDERSTAND_WORDS, LOWER_CASE_HEADER, UNQUALIFIED_BLOCKS";
    assert!(code == 1 && out.contains(accept) && out.ends_with("read as strict soap\n"), "{out}");
    let (code, out, _) = run(&["check", "--peer", "siebel", "--json", "-"], quirk);
    let verdict: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert_eq!((code, &verdict["level"]), (1, &"Siebel".into()));
    assert_eq!(verdict["leniencies"], serde_json::json!(["MUST_UNDERSTAND_WORDS"]));
    let (code, out, _) = run(&["check", "--peer", "upnp", "-"], b"<a/>");
    assert!(code == 1 && !out.contains("accept it with") && out.contains("read as UPnP"), "{out}");
    assert_eq!(run(&["check", "--peer", "onvif", "-"], MESSAGE).0, 0);
    let (code, _, err) = run(&["check", "--peer", "nobody", "-"], MESSAGE);
    assert!(code == 2 && err.contains("ibm-baw"), "{err}");
}

#[test]
fn check_directories_and_json() {
    let folder = std::env::temp_dir().join(format!("soapstone-harness-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("below")).unwrap();
    std::fs::write(folder.join("a.xml"), MESSAGE).unwrap();
    std::fs::write(folder.join("below/b.xml"), b"<a/>").unwrap();
    let (code, out, _) = run(&["check", "--json", folder.to_str().unwrap()], b"");
    std::fs::remove_dir_all(&folder).unwrap();
    let verdicts: Vec<serde_json::Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(code, 1);
    assert_eq!((&verdicts[0]["verdict"], &verdicts[0]["level"]), (&"accepted".into(), &"soap".into()));
    assert_eq!(verdicts[1]["error"]["code"], "soap.version_mismatch");
    assert!(verdicts[1]["hint"].as_str().unwrap().contains("check --xml"));
    assert_eq!(verdicts.len(), 2);
}

#[test]
fn roundtrip() {
    let (code, out, _) = run(&["roundtrip", "-"], DOCUMENT);
    assert_eq!((code, out.as_str()), (0, "same: 5 events, 63 bytes read, 41 written\n"));
    let (code, out, _) = run(&["roundtrip", "--json", "-"], b"<a></b>");
    assert!(code == 1 && out.contains(r#""same":false"#) && out.contains("xml.mismatched_tag"), "{out}");
}

#[test]
fn usage() {
    for arguments in [&["events"][..], &[], &["check"], &["nonsense"], &["events", "--chunk", "0", "-"]] {
        let (code, out, err) = run(arguments, b"");
        assert_eq!((code, out.is_empty(), err.is_empty()), (2, true, false), "{arguments:?}");
    }
    let (code, out, err) = run(&["events", "/no/such/file"], b"");
    assert_eq!((code, out.is_empty()), (2, true));
    assert!(err.contains("/no/such/file"), "{err}");
}

/// Without the tools of a peer it is skipped, which is a status of its own, unless it is required.
#[test]
fn interop_without_a_peer() {
    let tools = std::env::temp_dir().join(format!("soapstone-interop-{}", std::process::id()));
    std::fs::create_dir_all(&tools).unwrap();
    for tool in ["sh", "timeout", "dirname"] {
        let found = ["/bin", "/usr/bin"].map(|folder| std::path::Path::new(folder).join(tool));
        let found = found.iter().find(|path| path.is_file()).expect(tool);
        let _ = std::os::unix::fs::symlink(found, tools.join(tool));
    }
    let interop = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
        let output = command.arg("interop").args(arguments).env("PATH", &tools).output().unwrap();
        (output.status.code().unwrap(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, out) = interop(&["--peer", "gsoap"]);
    assert!(code == 3 && out.contains("skipped: gsoap: no wsdl2h here"), "{code} {out}");
    assert!(out.ends_with("0 passed, 0 failed, 0 skipped\n"), "{out}");
    let (code, out) = interop(&["--peer", "gsoap", "--require-peers", "--json"]);
    let fields: serde_json::Value = serde_json::from_str(&out).unwrap();
    assert!(code == 1 && fields["cells"] == serde_json::json!([]), "{code} {out}");
    assert!(fields["missing"][0].as_str().unwrap().starts_with("gsoap: "), "{out}");
    assert_eq!(interop(&["--peer", "nobody"]).0, 2);
    std::fs::remove_dir_all(tools).unwrap();
}

#[test]
fn firmware_that_there_is_not() {
    for (option, name, known) in [("--board", "zx81", "microbit"), ("--program", "tetris", "self-test")] {
        let (code, _, said) = run(&["firmware", option, name], b"");
        assert!(code == 2 && said.contains(name) && said.contains(known), "{code}: {said}");
    }
    let (code, _, said) = run(&["firmware", "--board", "microbit", "--program", "http-client"], b"");
    assert_eq!((code, said.contains("none of these programs")), (2, true), "{said}");
}
