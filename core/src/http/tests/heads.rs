//! Heads, read.

use std::format;
use std::string::String;
use std::vec::Vec;

use crate::http::{HeadReader, HttpVersion};
use crate::{Error, ErrorKind, Limit};

/// The head as text: its first line in parts, then its fields.
fn told(reader: &HeadReader<'_>, response: bool) -> Result<String, Error> {
    let (mut text, fields) = if response {
        let head = reader.response()?;
        let reason = String::from_utf8_lossy(head.reason);
        (format!("{:?} {} {reason:?} {}", head.version, head.status, head.keeps_alive()), head.fields)
    } else {
        let head = reader.request()?;
        (format!("{:?} {} {} {}", head.version, head.method, head.target, head.keeps_alive()), head.fields)
    };
    for field in fields.iter() {
        text += &format!("|{}={}", field.name, String::from_utf8_lossy(field.value));
    }
    Ok(text)
}

/// Reads a head of which pieces of these lengths are there, then the end of the connection.
fn read(pieces: &[&[u8]], memory: usize, response: bool) -> (Result<String, Error>, usize) {
    let mut memory = std::vec![0; memory];
    let mut reader = HeadReader::new(&mut memory);
    let mut left = pieces.iter().map(|piece| piece.len()).sum::<usize>();
    for (at, piece) in pieces.iter().enumerate() {
        let mut input = *piece;
        let result = reader.read(&mut input, at + 1 == pieces.len());
        left -= piece.len() - input.len();
        match result {
            Ok(false) => assert!(input.is_empty(), "asks for more with input left"),
            Ok(true) => return (told(&reader, response), left),
            Err(error) => {
                assert_eq!(reader.read(&mut &b"x"[..], false), Err(error), "latches");
                assert_eq!(told(&reader, response), Err(error), "latches");
                return (Err(error), left);
            }
        }
    }
    panic!("neither complete nor refused")
}

/// Reads it whole, in every pair of pieces and byte by byte.
fn every(wire: &[u8], memory: usize, response: bool) -> Result<String, Error> {
    let whole = read(&[wire], memory, response);
    let same = |other: (Result<String, Error>, usize), how: &str| match (&whole.0, other.0) {
        (Err(a), Err(b)) => assert_eq!((a.kind, a.offset), (b.kind, b.offset), "{how}"),
        (a, b) => assert_eq!((a, whole.1), (&b, other.1), "{how}"),
    };
    for at in 0..=wire.len() {
        let (a, b) = wire.split_at(at);
        same(read(&[a, b], memory, response), &format!("split at {at}"));
    }
    let bytes: Vec<&[u8]> = if wire.is_empty() { [wire].into() } else { wire.chunks(1).collect() };
    same(read(&bytes, memory, response), "byte by byte");
    whole.0
}

#[test]
fn heads_that_are_read() {
    #[rustfmt::skip]
    let vectors: &[(&str, bool, &str, &str)] = &[
        ("HTTP-01", false, "POST /x HTTP/1.1\r\nSOAPAction: \"urn:m#op\"\r\n\r\n", "Http11 POST /x true|SOAPAction=\"urn:m#op\""),
        ("HTTP-02", false, "POST /x HTTP/1.1\r\nSOAPAction: \"\"\r\n\r\n", "Http11 POST /x true|SOAPAction=\"\""),
        ("HTTP-03", false, "POST /x HTTP/1.1\r\nSOAPAction:\r\n\r\n", "Http11 POST /x true|SOAPAction="),
        ("HTTP-04", false, "POST /x HTTP/1.1\r\nSOAPAction: urn:m#op\r\n\r\n", "Http11 POST /x true|SOAPAction=urn:m#op"),
        ("no field", false, "GET / HTTP/1.1\r\n\r\n", "Http11 GET / true"),
        ("empty lines before", false, "\r\n\r\nGET / HTTP/1.1\r\n\r\n", "Http11 GET / true"),
        ("white space around a value", false, "GET / HTTP/1.1\r\nA: \t b c \t\r\nB:d\r\n\r\n", "Http11 GET / true|A=b c|B=d"),
        ("only white space", false, "GET / HTTP/1.1\r\nA:  \t \r\n\r\n", "Http11 GET / true|A="),
        ("duplicates stay", false, "GET / HTTP/1.1\r\nA: 1\r\na: 2\r\nA: 1\r\n\r\n", "Http11 GET / true|A=1|a=2|A=1"),
        ("a colon in a value", false, "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n", "Http11 GET / true|Host=[::1]:80"),
        ("every byte of a token", false, "!#$%&'*+-.^_`|~09azAZ / HTTP/1.1\r\n!#$%&'*+-.^_`|~09azAZ: 1\r\n\r\n",
            "Http11 !#$%&'*+-.^_`|~09azAZ / true|!#$%&'*+-.^_`|~09azAZ=1"),
        ("absolute target", false, "POST http://h:8/x?y=z HTTP/1.1\r\n\r\n", "Http11 POST http://h:8/x?y=z true"),
        ("close", false, "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", "Http11 GET / false|Connection=close"),
        ("close in a list", false, "GET / HTTP/1.1\r\nConnection: TE , Close\r\n\r\n", "Http11 GET / false|Connection=TE , Close"),
        ("close in a second field", false, "GET / HTTP/1.1\r\nConnection: te\r\nconnection: close\r\n\r\n",
            "Http11 GET / false|Connection=te|connection=close"),
        ("close wins", false, "GET / HTTP/1.1\r\nConnection: keep-alive, close\r\n\r\n", "Http11 GET / false|Connection=keep-alive, close"),
        ("closed is not close", false, "GET / HTTP/1.1\r\nConnection: closed\r\n\r\n", "Http11 GET / true|Connection=closed"),
        ("1.0", false, "GET / HTTP/1.0\r\n\r\n", "Http10 GET / false"),
        ("1.0 kept", false, "GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", "Http10 GET / true|Connection=Keep-Alive"),
        ("a response", true, "HTTP/1.1 200 OK\r\nA: 1\r\n\r\n", "Http11 200 \"OK\" true|A=1"),
        ("words", true, "HTTP/1.1 500 Internal Server Error\r\n\r\n", "Http11 500 \"Internal Server Error\" true"),
        ("no words", true, "HTTP/1.1 202 \r\n\r\n", "Http11 202 \"\" true"),
        ("nor a space", true, "HTTP/1.0 202\r\n\r\n", "Http10 202 \"\" false"),
        ("words beyond ASCII", true, "HTTP/1.1 404 pas trouv\u{e9}\r\n\r\n", "Http11 404 \"pas trouv\u{e9}\" true"),
    ];
    for (name, response, wire, expected) in vectors {
        assert_eq!(every(wire.as_bytes(), 512, *response).as_deref(), Ok(*expected), "{name}");
        let exact = every(wire.as_bytes(), wire.len(), *response);
        assert_eq!(exact.as_deref(), Ok(*expected), "{name} in just enough memory");
    }
}

#[test]
fn heads_that_are_refused() {
    use ErrorKind::{ConnectionClosed, HttpSyntax, HttpTruncated, HttpVersion};
    #[rustfmt::skip]
    let vectors: &[(&str, bool, &[u8], ErrorKind, u64)] = &[
        ("obs-fold", false, b"GET / HTTP/1.1\r\nA: 1\r\n 2\r\n\r\n", HttpSyntax, 22),
        ("obs-fold with a tab", true, b"HTTP/1.1 200 OK\r\nA: 1\r\n\t2\r\n\r\n", HttpSyntax, 23),
        ("space before the first field", false, b"GET / HTTP/1.1\r\n A: 1\r\n\r\n", HttpSyntax, 16),
        ("space before the colon", false, b"GET / HTTP/1.1\r\nContent-Length : 5\r\n\r\n", HttpSyntax, 30),
        ("tab before the colon", true, b"HTTP/1.1 200 OK\r\nA\t: 5\r\n\r\n", HttpSyntax, 18),
        ("no colon", false, b"GET / HTTP/1.1\r\nAB\r\n\r\n", HttpSyntax, 18),
        ("no name", false, b"GET / HTTP/1.1\r\n: 1\r\n\r\n", HttpSyntax, 16),
        ("a name in quotes", false, b"GET / HTTP/1.1\r\n\"A\": 1\r\n\r\n", HttpSyntax, 16),
        ("a name beyond ASCII", false, b"GET / HTTP/1.1\r\n\xC3\xA9: 1\r\n\r\n", HttpSyntax, 16),
        ("NUL", false, b"GET / HTTP/1.1\r\nA: 1\x002\r\n\r\n", HttpSyntax, 20),
        ("a control character", true, b"HTTP/1.1 200 OK\r\nA: \x0B\r\n\r\n", HttpSyntax, 20),
        ("DEL", false, b"GET / HTTP/1.1\r\nA: \x7F\r\n\r\n", HttpSyntax, 19),
        ("bare CR in a value", false, b"GET / HTTP/1.1\r\nA: 1\r2\r\n\r\n", HttpSyntax, 21),
        ("CR CR LF", false, b"GET / HTTP/1.1\r\nA: 1\r\r\n\r\n", HttpSyntax, 21),
        ("bare CR in a name", false, b"GET / HTTP/1.1\r\nA\rB: 1\r\n\r\n", HttpSyntax, 17),
        ("bare LF after a field", false, b"GET / HTTP/1.1\r\nA: 1\nB: 2\r\n\r\n", HttpSyntax, 20),
        ("bare LF after the first line", false, b"GET / HTTP/1.1\nA: 1\r\n\r\n", HttpSyntax, 14),
        ("bare LF at the end", false, b"GET / HTTP/1.1\r\nA: 1\r\n\n", HttpSyntax, 22),
        ("bare LF before", false, b"\nGET / HTTP/1.1\r\n\r\n", HttpSyntax, 0),
        ("CR at the end", false, b"GET / HTTP/1.1\r\nA: 1\r\n\rB", HttpTruncated, 24),
        ("two spaces", false, b"GET  / HTTP/1.1\r\n\r\n", HttpSyntax, 4),
        ("a space in the target", false, b"GET /a b HTTP/1.1\r\n\r\n", HttpSyntax, 7),
        ("a space at the end", false, b"GET / HTTP/1.1 \r\n\r\n", HttpSyntax, 14),
        ("no version", false, b"GET /\r\n\r\n", HttpSyntax, 5),
        ("a method in brackets", false, b"(GET) / HTTP/1.1\r\n\r\n", HttpSyntax, 0),
        ("a space before the method", false, b" GET / HTTP/1.1\r\n\r\n", HttpSyntax, 0),
        ("HTTP/2.0", false, b"GET / HTTP/2.0\r\n\r\n", HttpVersion, 11),
        ("HTTP/1.2", false, b"GET / HTTP/1.2\r\n\r\n", HttpVersion, 13),
        ("http/1.1", false, b"GET / http/1.1\r\n\r\n", HttpSyntax, 6),
        ("another protocol", true, b"ICY 200 OK\r\n\r\n", HttpSyntax, 0),
        ("HTTP/0.9 answers", true, b"HTTP/0.9 200 OK\r\n\r\n", HttpVersion, 5),
        ("a response to a server", false, b"HTTP/1.1 200 OK\r\n\r\n", HttpSyntax, 4),
        ("a request to a client", true, b"POST / HTTP/1.1\r\n\r\n", HttpSyntax, 0),
        ("two digits", true, b"HTTP/1.1 20 OK\r\n\r\n", HttpSyntax, 11),
        ("four digits", true, b"HTTP/1.1 2000 OK\r\n\r\n", HttpSyntax, 12),
        ("status 099", true, b"HTTP/1.1 099 OK\r\n\r\n", HttpSyntax, 9),
        ("status 600", true, b"HTTP/1.1 600 OK\r\n\r\n", HttpSyntax, 9),
        ("TLS", false, b"\x16\x03\x01\x02\x00\x01\x00", HttpSyntax, 0),
        ("closed at once", false, b"", ConnectionClosed, 0),
        ("closed after an empty line", false, b"\r\n", ConnectionClosed, 2),
        ("closed in the first line", true, b"HTTP/1.1 200", HttpTruncated, 12),
        ("closed in the fields", false, b"\r\nGET / HTTP/1.1\r\nA: 1\r\n", HttpTruncated, 24),
    ];
    for (name, response, wire, kind, offset) in vectors {
        assert_eq!(every(wire, 512, *response), Err(Error::new(*kind, *offset)), "{name}");
    }
}

#[test]
fn says_how_much_memory_a_head_needs() {
    let wire = b"\r\nGET / HTTP/1.1\r\nA: 1\r\nB: 22\r\n\r\nbody\r\n\r\n";
    let needed = 33;
    for memory in 0..needed {
        let error = every(wire, memory, false).unwrap_err();
        assert_eq!(error, Error::limit(Limit::HeadBytes, needed as u64, memory as u64));
    }
    assert!(every(wire, needed, false).is_ok());
    // Where the end is not in sight, all that is.
    let error = every(&wire[..20], 10, false).unwrap_err();
    assert_eq!(error, Error::limit(Limit::HeadBytes, 20, 10));
}

#[test]
fn limits_the_fields() {
    let head = |fields: usize| format!("GET / HTTP/1.1\r\n{}\r\n", "A: 1\r\n".repeat(fields)).into_bytes();
    assert!(read(&[&head(64)], 1024, false).0.is_ok());
    let at = 16 + 64 * 6;
    assert_eq!(every(&head(65), 1024, false), Err(Error::limit(Limit::HeadFields, 65, at)));
    let mut memory = [0; 64];
    let mut reader = HeadReader::new(&mut memory);
    reader.limit_fields(1);
    assert_eq!(reader.read(&mut &head(2)[..], true), Err(Error::limit(Limit::HeadFields, 2, 22)));
}

#[test]
fn reads_one_head_after_the_other() {
    let mut memory = [0; 64];
    let mut reader = HeadReader::new(&mut memory);
    let mut input = &b"GET /1 HTTP/1.1\r\nA: 1\r\n\r\nGET /2 HTTP/1.0\r\n\r\n\x00"[..];
    assert_eq!(reader.request().err(), Some(Error::new(ErrorKind::InvalidArgument, 0)));
    assert_eq!(reader.read(&mut input, true), Ok(true));
    assert_eq!(reader.read(&mut input, true), Ok(true), "takes no more");
    assert_eq!(reader.request().unwrap().target, "/1");
    reader.clear();
    assert_eq!(reader.read(&mut input, true), Ok(true));
    let head = reader.request().unwrap();
    assert_eq!((head.target, head.version, head.fields.iter().count()), ("/2", HttpVersion::Http10, 0));
    reader.clear();
    assert_eq!(reader.read(&mut input, true), Err(Error::new(ErrorKind::HttpSyntax, 0)));
    reader.clear();
    assert_eq!(reader.read(&mut input, true), Err(Error::new(ErrorKind::HttpSyntax, 0)), "the byte is not taken");
}
