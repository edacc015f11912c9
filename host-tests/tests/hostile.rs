//! `examples/c-server` and clients that are up to no good: each is refused, and the next call is answered.
#![cfg(unix)]

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

const HEAD: &str = "POST / HTTP/1.1\r\nHost: a\r\nContent-Type: text/xml\r\nSOAPAction: \"\"\r\n";
const ENVELOPE: &str = "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>\
    <f:Echo xmlns:f=\"urn:example:files\"><text>still here</text></f:Echo></e:Body></e:Envelope>";

/// What a client sends, piece by piece and a drip with pauses, and the statuses it gets.
type Row = (&'static str, Vec<Vec<u8>>, &'static [&'static str]);

fn rows() -> Vec<Row> {
    let one = |text: String| vec![text.into_bytes()];
    let head = |text: &str| vec![format!("{HEAD}{text}").into_bytes()];
    let bytes = |text: &str| text.bytes().map(|byte| vec![byte]).collect();
    vec![
        ("nothing", vec![], &[]),
        ("half a head", one(HEAD[..30].into()), &["408"]),
        ("half a body", head(&format!("Content-Length: 900\r\n\r\n{ENVELOPE}")), &["408"]),
        ("a refused body that stops", head("Content-Length: 900\r\n\r\n<a>"), &["500"]),
        ("a drip of a head", bytes(&"POST / HTTP/1.1\r\nHost: a\r\nCookie: drip".repeat(30)), &["408"]),
        ("10,000 fields", head(&format!("{}\r\n", "A: b\r\n".repeat(10_000))), &["431"]),
        ("a field without an end", head(&format!("A: {}", "b".repeat(1 << 20))), &["431"]),
        ("both lengths", head("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"), &["400"]),
        ("two lengths", head("Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"), &["400"]),
        ("no chunk", head("Transfer-Encoding: chunked\r\n\r\nzz\r\n"), &["400"]),
        ("another coding", head("Transfer-Encoding: gzip, chunked\r\n\r\n"), &["501"]),
        ("obs-fold", head("A: b\r\n c\r\nContent-Length: 0\r\n\r\n"), &["400"]),
        ("TLS", vec![b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03".to_vec()], &["400"]),
        (
            "no end of chunks",
            head(&format!("Transfer-Encoding: chunked\r\n\r\n{}", "3\r\n<a>\r\n".repeat(60_000))),
            &["500"],
        ),
        ("no end of elements", head(&format!("Content-Length: 300000\r\n\r\n{}", "<a>".repeat(100_000))), &["500"]),
        ("pipelined", vec![whole("").into_bytes(); 3], &["200"; 3]),
    ]
}

/// A request with these fields that is right.
fn whole(fields: &str) -> String {
    format!("{HEAD}{fields}Content-Length: {}\r\n\r\n{ENVELOPE}", ENVELOPE.len())
}

#[test]
fn hostile_clients_keep_nobody_out() {
    let mut server = Server::start(2 * rows().len());
    for (name, pieces, statuses) in rows() {
        assert_eq!(talk(server.port, &pieces), statuses, "{name}");
        let call = whole("Connection: close\r\n").into_bytes();
        assert_eq!(talk(server.port, &[call]), ["200"], "after {name}");
    }
    assert!(server.process.wait().unwrap().success());
}

/// Sends the pieces until there is an answer; the statuses of all answers.
fn talk(port: u16, pieces: &[Vec<u8>]) -> Vec<String> {
    let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
    socket.set_write_timeout(Some(Duration::from_secs(30))).unwrap();
    let mut sent = 0;
    for piece in pieces {
        if socket.write_all(piece).is_err() {
            break;
        }
        sent += 1;
        if pieces.len() > 9 {
            sleep(Duration::from_millis(10));
        }
    }
    assert!(pieces.len() <= 9 || sent < pieces.len(), "the drip was taken whole");
    let (mut answer, mut bytes) = (Vec::new(), [0; 4096]);
    // A connection that is reset was closed too.
    while let Ok(count @ 1..) = socket.read(&mut bytes) {
        answer.extend_from_slice(&bytes[..count]);
    }
    let answer = String::from_utf8_lossy(&answer);
    answer.split("HTTP/1.1 ").skip(1).map(|response| response[..3].to_owned()).collect()
}

struct Server {
    process: Child,
    port: u16,
}

impl Server {
    fn start(connections: usize) -> Server {
        let mut command = Command::new(program());
        command.args(["--timeout", "400", "--connections"]).arg(connections.to_string());
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        Server { process, port: line.trim().strip_prefix("ready ").unwrap().parse().unwrap() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn program() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hostile");
    fs::create_dir_all(&folder).unwrap();
    let (archive, program, sources) =
        (folder.join("libsoapstone.a"), folder.join("server"), root.join("examples/c-server"));
    done(Command::new("sh").arg(root.join("ffi/archive.sh")).arg(&archive));
    let mut compile = Command::new("cc");
    compile.args(["-std=c99", "-O2", "-I"]).arg(root.join("include")).arg("-I").arg(root.join("examples/c-common"));
    for source in fs::read_dir(sources).unwrap().map(|entry| entry.unwrap().path()) {
        compile.args(Some(source).filter(|path| path.extension().is_some_and(|ext| ext == "c")));
    }
    for source in fs::read_dir(root.join("examples/c-common")).unwrap().map(|entry| entry.unwrap().path()) {
        compile.args(Some(source).filter(|path| path.extension().is_some_and(|ext| ext == "c")));
    }
    done(compile.arg(&archive).arg("-o").arg(&program));
    program
}

fn done(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}
