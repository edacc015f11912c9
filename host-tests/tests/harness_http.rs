//! `call` and `serve` of the harness, each against the other, as scripts call them.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A process that ends with the test.
struct Serving {
    process: Child,
    address: String,
}

impl Serving {
    /// Serves so many requests.
    fn start(requests: &str, arguments: &[&str]) -> Serving {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
        command.args(["serve", "127.0.0.1:0", "--requests", requests, "--json"]).args(arguments);
        let mut process = command.env("SOAPSTONE_PASSWORD", "s3cret").stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        Serving { process, address: format!("http://{}/svc", said["listening"].as_str().unwrap()) }
    }

    /// Waits until it has served all of them.
    fn ends(mut self) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(20) {
            if let Some(status) = self.process.try_wait().unwrap() {
                assert!(status.success());
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it still serves");
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Calls with this body; the exit code, and what was printed on stdout and stderr.
fn call(address: &str, arguments: &[&str], body: &str) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
    let patience: &[&str] = if arguments.contains(&"--timeout") { &[] } else { &["--timeout", "15000"] };
    command.args(["call", address]).args(patience).args(arguments).env("SOAPSTONE_PASSWORD", "s3cret");
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = process.stdin.take().unwrap().write_all(body.as_bytes());
    let output = process.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn json(text: &str) -> serde_json::Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const BODY: &str =
    "<?xml version=\"1.0\"?><!-- a call --><m:Add xmlns:m=\"urn:m\" m:x=\"1\"><m:a>1</m:a> <b>&lt;2</b></m:Add>";

#[test]
fn the_body_comes_back() {
    let serving = Serving::start("4", &[]);
    for (version, uri) in
        [("1.1", "http://schemas.xmlsoap.org/soap/envelope/"), ("1.2", "http://www.w3.org/2003/05/soap-envelope")]
    {
        for chunked in [&[][..], &["--chunked"]] {
            let arguments = [&["--soap", version, "--action", "urn:m#Add"], chunked].concat();
            let (code, out, error) = call(&serving.address, &arguments, BODY);
            assert_eq!((code, error.as_str()), (0, ""), "{out}");
            assert!(out.contains(uri), "{out}");
            let document = roxmltree::Document::parse(&out).unwrap();
            let add = document.descendants().find(|node| node.has_tag_name(("urn:m", "Add"))).unwrap();
            assert_eq!(add.attribute(("urn:m", "x")), Some("1"));
            let texts: Vec<_> = add.children().map(|node| node.text().unwrap_or_default().to_owned()).collect();
            assert_eq!(texts, ["1", " ", "<2"]);
        }
    }
    serving.ends();
}

#[test]
fn credentials_are_asked_for_and_hidden() {
    // S-036, S-037, S-039, S-102, V-25
    // Digest takes two requests, and follows a Basic that was refused.
    let serving = Serving::start("7", &["--user", "alice"]);
    for auth in ["Basic", "Digest", "foo"] {
        let arguments = ["--user", "alice", "--auth", auth, "--json", "--trace"];
        let (code, out, trace) = call(&serving.address, &arguments, BODY);
        let report = json(&out);
        assert_eq!((code, &report["status"]), (0, &200.into()), "{auth} {out}");
        assert!(trace.contains("> Authorization: ***\n") && trace.contains("\n200 OK\n"), "{trace}");
        assert!(!(out + &trace).contains("s3cret"));
    }
    let (code, out, _) = call(&serving.address, &["--json"], BODY);
    let report = json(&out);
    assert_eq!((code, &report["status"]), (1, &401.into()), "{out}");
    assert!(!report["fault"].is_null(), "{out}");
    let (code, out, _) = call(&serving.address, &["--json", "--user", "alice", "--password", "wrong"], BODY);
    assert_eq!((code, &json(&out)["status"]), (1, &401.into()));
    serving.ends();
}

#[test]
fn what_passes_is_shown_without_secrets() {
    // S-325, S-326, S-327, S-328, V-42
    const SECRET: &str = "<m:Login xmlns:m=\"urn:m\"><m:Password>s3cret</m:Password></m:Login>";
    const SHOWN: &str = "<m:Login xmlns:m=\"urn:m\"><m:Password>***</m:Password></m:Login>";
    let serving = Serving::start("2", &["--user", "alice", "--trace-level", "4"]);
    let told = |arguments: &[&str]| {
        let arguments = [&["--user", "alice"], arguments].concat();
        let (code, out, told) = call(&serving.address, &arguments, SECRET);
        assert!(code == 0 && out.contains("s3cret") && !told.contains("s3cret"), "{told}");
        told
    };
    let lines = told(&["--trace-level", "3"]);
    assert!(lines.contains("WebSvcOutbound Entry(Sent, \"Login\")") && !lines.contains("<m:"), "{lines}");
    let lines = told(&["--trace-level", "4", "--trace-arguments"]);
    assert!(lines.contains("WebSvcOutbound > Authorization: ***\n"), "{lines}");
    assert!(lines.contains(&format!("<e:Body>{SHOWN}</e:Body>")), "{lines}");
    assert!(lines.contains(&format!("WebSvcOutboundArgTrc > {SHOWN}\n")), "{lines}");
    assert!(lines.contains("WebSvcOutbound Status(Received, 200)") && lines.contains("WebSvcPerf Ends"), "{lines}");
    serving.ends();
}

#[test]
fn fields_in_every_notation() {
    // S-066, S-067, S-068, S-214, S-215, S-224, V-27, V-41
    let serving = Serving::start("3", &[]);
    for (field, name, value) in [
        ("X-Probe: 1", "X-Probe", "1"),
        ("siebel_transport_header:SOAPAction=abc", "SOAPAction", "abc"),
        ("HDR.SOAPAction=customSOAPActionValue", "SOAPAction", "customSOAPActionValue"),
    ] {
        let (code, out, _) = call(&serving.address, &["--json", "--field", field, "--timeout", "-5"], BODY);
        let report = json(&out);
        let fields: Vec<_> = report["requestFields"].as_array().unwrap().iter().filter(|f| f[0] == name).collect();
        assert_eq!((code, fields), (0, vec![&serde_json::json!([name, value])]), "{field}");
    }
    for arguments in [
        &["--field", "no colon"][..],
        &["--field", "siebel_transport_param:Nothing=1"],
        &["--timeout", "soon"],
        &["--user", "a:b"],
        &["--user", "CORP\\alice", "--auth", "ntlm"],
        &["--body", "/does/not/exist"],
    ] {
        let (code, _, error) = call(&serving.address, arguments, BODY);
        assert_eq!(code, 2, "{arguments:?}");
        assert!(error.starts_with("soapstone-harness: "), "{error}");
    }
}

#[test]
fn files_answer_and_what_is_missing_is_a_fault() {
    let folder = tempfile();
    std::fs::write(folder.join("Add.xml"), "<AddResponse xmlns=\"urn:m\">3</AddResponse>").unwrap();
    std::fs::write(folder.join("in.xml"), BODY).unwrap();
    let serving = Serving::start("2", &["--folder", folder.to_str().unwrap()]);
    let (input, out) = (folder.join("in.xml"), folder.join("out.xml"));
    let arguments = ["--body", input.to_str().unwrap(), "--out", out.to_str().unwrap()];
    assert_eq!(call(&serving.address, &arguments, ""), (0, String::new(), String::new()));
    assert!(std::fs::read_to_string(&out).unwrap().contains(">3</"));
    let (code, out, _) = call(&serving.address, &["--json"], "<x:Other xmlns:x='urn:x'/>");
    assert_eq!(code, 1, "{out}");
    let report = json(&out);
    assert!(report["error"].is_null() && !report["fault"].is_null(), "{out}");
    serving.ends();
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn failures_say_how_far_they_came() {
    // S-069, V-28
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let refused = std::thread::spawn(move || drop(listener.accept()));
    let (code, out, _) = call(&address, &["--json"], BODY);
    let report = json(&out);
    assert_eq!((code, &report["status"]), (1, &408.into()), "{out}");
    assert!(report["responseFields"].is_null() && report["requestFields"].is_array(), "{out}");
    refused.join().unwrap();
    let (code, out, _) = call("ftp://h/", &["--json"], BODY);
    assert_eq!((code, &json(&out)["status"], &json(&out)["stage"]), (1, &900.into(), &"preparing".into()));
}

/// A new folder of this test.
fn tempfile() -> std::path::PathBuf {
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("files-{}", std::process::id()));
    std::fs::create_dir_all(&path).unwrap();
    path
}
