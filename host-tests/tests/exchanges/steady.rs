//! What is thrown at a server: each is refused within the limits, and the next call is answered.

use crate::server::{Line, NS, serve};

fn call(lines: &str, text: &str) -> Vec<u8> {
    let body = format!(
        "<e:Envelope xmlns:e='http://schemas.xmlsoap.org/soap/envelope/'><e:Body>\
         <m:echoText xmlns:m='{NS}'>{text}</m:echoText></e:Body></e:Envelope>"
    );
    let length =
        if lines.contains("Content-Length") { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\n{lines}{length}\r\n{body}").into_bytes()
}

/// A request, and a second one that hides in what two readers could take for its body.
fn smuggled(lines: &str, body: &str) -> Vec<u8> {
    let hidden = String::from_utf8(call("", "smuggled")).unwrap();
    format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\n{lines}\r\n{body}{hidden}").into_bytes()
}

#[test]
fn the_server_stays_up() {
    let fields: String = (0..10_000).map(|n| format!("X-{n}: 7\r\n")).collect();
    let long = "7".repeat(1 << 20);
    let chunks = |chunk: &str| {
        let head = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n";
        format!("{head}{}", chunk.repeat((1 << 20) / chunk.len())).into_bytes()
    };
    let both = "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n";
    #[rustfmt::skip]
    let vectors: &[(&str, Vec<u8>, &[u16])] = &[
        ("both lengths", smuggled(both, "0\r\n\r\n"), &[400]),
        ("two lengths", smuggled("Content-Length: 0\r\nContent-Length: 44\r\n", ""), &[400]),
        ("a list of lengths", smuggled("Content-Length: 0, 0\r\n", ""), &[400]),
        ("a length with a sign", smuggled("Content-Length: +0\r\n", ""), &[400]),
        ("chunked, then another coding", smuggled("Transfer-Encoding: chunked, identity\r\n", "0\r\n\r\n"), &[400]),
        ("another coding", smuggled("Transfer-Encoding: xchunked\r\n", "0\r\n\r\n"), &[501]),
        ("a folded coding", smuggled("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n"), &[400]),
        ("a space before the colon", smuggled("Content-Length : 0\r\n", ""), &[400]),
        ("a bare LF", smuggled("A: 1\nContent-Length: 0\r\n", ""), &[400]),
        ("a bare CR", smuggled("A: 1\rContent-Length: 0\r\n", ""), &[400]),
        ("a size in hexadecimal notation", smuggled("Transfer-Encoding: chunked\r\n", "0x0\r\n\r\n"), &[400]),
        ("a size that overflows", smuggled("Transfer-Encoding: chunked\r\n", "10000000000000000\r\n\r\n"), &[400]),
        ("a bare LF after a size", smuggled("Transfer-Encoding: chunked\r\n", "0\n\r\n"), &[400]),
        ("an oversize head", call(&format!("X-Long: {long}\r\n"), "x"), &[431]),
        ("an oversize target", format!("POST /{long} HTTP/1.1\r\n\r\n").into_bytes(), &[431]),
        ("10,000 fields", call(&fields, "x"), &[431]),
        ("no head at all", long.clone().into_bytes(), &[431]),
        ("empty lines", "\r\n".repeat(1 << 19).into_bytes(), &[431]),
        ("an oversize body", call("Content-Length: 1000000000000\r\n", "x"), &[413]),
        ("endless chunks", chunks("3\r\n   \r\n"), &[413]),
        ("an endless chunk", [chunks("fffffff\r\n"), long.clone().into_bytes()].concat(), &[413]),
        ("an endless extension", [chunks("1;"), long.clone().into_bytes()].concat(), &[431]),
        ("TLS", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03".to_vec(), &[400]),
        ("another protocol", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec(), &[505]),
    ];
    let good = call("", "the next");
    for (name, bytes, statuses) in vectors {
        // A slow drip is a byte at a time.
        for most in [1, 1000, usize::MAX] {
            let mut lines = [Line::new(bytes, 0, most), Line::new(&good, 0, most)];
            assert_eq!(serve(&mut lines, false), [Ok(()), Ok(())], "{name}");
            let told = lines[0].answers();
            assert_eq!(lines[0].statuses(), *statuses, "{name} by {most}: {told:?}");
            assert!(!told.iter().any(|(_, text)| text.contains("smuggled")), "{name}: {told:?}");
            assert!(lines[0].taken < 100_000, "{name} by {most}: {} bytes were read", lines[0].taken);
            let (status, text) = lines[1].answers().pop().unwrap();
            assert!(status == 200 && text.contains(">the next<"), "after {name}: {text}");
        }
    }
}

#[test]
fn a_slow_client_is_served_like_any_other() {
    let bytes = call("", "slowly");
    let mut lines = [Line::new(&bytes, 0, 1)];
    assert_eq!(serve(&mut lines, false), [Ok(())]);
    assert!(lines[0].answers()[0].1.contains(">slowly<"));
}
