//! S-225: `record` between `call` and `serve` of the harness: nothing changes on the way, and what is written down has no
//! secrets in it unless somebody asks for them.

use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const BODY: &str = "<m:Login xmlns:m=\"urn:m\"><m:Name>alice</m:Name><m:Password>open sesame</m:Password></m:Login>";

/// A process that listens, and ends with the test.
struct Listening {
    process: Child,
    address: String,
}

impl Listening {
    fn start(arguments: &[&str]) -> Listening {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
        command.args(arguments).arg("--json").env("SOAPSTONE_PASSWORD", "s3cret").stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let said: serde_json::Value = serde_json::from_str(&line).unwrap();
        Listening { process, address: said["listening"].as_str().unwrap().to_owned() }
    }

    fn ends(mut self) {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(30) {
            if let Some(status) = self.process.try_wait().unwrap() {
                return assert!(status.success());
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("it still listens");
    }
}

impl Drop for Listening {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Calls through the recorder; what both sides have said by its files.
fn recorded(folder: &Path, options: &[&str], call: &[&str], body: &str) -> (String, String, String) {
    let serving = Listening::start(&["serve", "127.0.0.1:0", "--requests", "1", "--user", "alice"]);
    let place = folder.to_str().unwrap();
    let recorder = [&["record", "--to", &serving.address, "--folder", place, "--connections", "1"], options].concat();
    let recorder = Listening::start(&recorder);
    let address = format!("http://{}/svc", recorder.address);
    let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
    command.args(["call", &address, "--user", "alice", "--timeout", "15000"]).args(call);
    command.env("SOAPSTONE_PASSWORD", "s3cret").stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut process = command.spawn().unwrap();
    process.stdin.take().unwrap().write_all(body.as_bytes()).unwrap();
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    serving.ends();
    recorder.ends();
    let file = |what: &str| std::fs::read_to_string(folder.join(format!("0001-{what}.http"))).unwrap();
    (String::from_utf8(output.stdout).unwrap(), file("request"), file("response"))
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("record-{name}-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&folder);
    folder
}

#[test]
fn secrets_are_not_written_down() {
    let large = BODY.replace("alice", &"x".repeat(200_000));
    for (name, call, body) in
        [("counted", &[][..], BODY), ("chunked", &["--chunked"][..], large.as_str()), ("large", &[][..], &large)]
    {
        let folder = folder(name);
        let (reply, request, response) = recorded(&folder, &[], call, body);
        // What the client got is what the service said.
        assert!(reply.contains(">open sesame</"), "{name}");
        assert!(request.starts_with("POST /svc HTTP/1.1") && response.starts_with("HTTP/1.1 200 OK"), "{name}");
        assert!(request.lines().any(|line| line == "Authorization: ***"), "{name}");
        for said in [&request, &response] {
            assert!(said.contains("Password>***</"), "{name}");
            assert!(!said.contains("sesame") && !said.contains("YWxpY2U6czNjcmV0"), "{name}");
            assert_eq!(said.contains(&"x".repeat(200_000)), body.len() > 200_000, "{name}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
    }
}

#[test]
fn secrets_are_written_down_where_they_are_asked_for() {
    let folder = folder("raw");
    let (reply, request, response) = recorded(&folder, &["--secrets"], &[], BODY);
    assert!(request.contains("\r\nAuthorization: Basic YWxpY2U6czNjcmV0\r\n") && request.contains(BODY));
    assert!(response.ends_with(&reply) && reply.contains("open sesame"));
    let length: usize =
        request.lines().find_map(|line| line.strip_prefix("Content-Length: ")).unwrap().parse().unwrap();
    assert_eq!(request.split_once("\r\n\r\n").unwrap().1.len(), length);
    std::fs::remove_dir_all(&folder).unwrap();
}

/// Without a service the client is told by the end of its connection, and the recorder goes on.
#[test]
fn a_service_that_is_not_there() {
    let folder = folder("none");
    let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let place = folder.to_str().unwrap();
    let recorder = Listening::start(&["record", "--to", &nobody, "--folder", place, "--connections", "2"]);
    for _ in 0..2 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_soapstone-harness"));
        command.args(["call", &format!("http://{}/", recorder.address), "--timeout", "15000", "--json"]);
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let _ = process.stdin.take().unwrap().write_all(BODY.as_bytes());
        let output = process.wait_with_output().unwrap();
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!((output.status.code(), &report["status"]), (Some(1), &408.into()));
    }
    recorder.ends();
    std::fs::remove_dir_all(&folder).unwrap();
}
