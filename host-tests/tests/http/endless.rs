//! What never ends, or comes in the smallest of pieces: each byte is looked at once, and refused within the limits.

use soapstone::http::{BodyReader, Framing, HeadReader, Piece};
use soapstone::{Error, ErrorKind, Limit};

/// Drips a byte at a time until it is refused, and counts the bytes.
fn drip(bytes: impl IntoIterator<Item = u8>, memory: usize) -> (Error, u64) {
    let mut memory = vec![0; memory];
    let mut reader = HeadReader::new(&mut memory);
    for (count, byte) in (0..).zip(bytes) {
        if let Err(error) = reader.read(&mut &[byte][..], false) {
            return (error, count);
        }
    }
    panic!("never refused")
}

#[test]
fn heads_without_end() {
    let cycle = |start: &'static str, again: &'static str| start.bytes().chain(again.bytes().cycle());
    let full = Error::limit(Limit::HeadBytes, 4097, 4096);
    #[rustfmt::skip]
    let vectors = [
        ("empty lines", cycle("", "\r\n"), full),
        ("a method", cycle("", "A"), full),
        ("a target", cycle("GET /", "a"), full),
        ("words after a status", cycle("HTTP/1.1 200 ", "a "), full),
        ("a name", cycle("GET / HTTP/1.1\r\n", "A"), full),
        ("a value", cycle("GET / HTTP/1.1\r\nA:", " b"), full),
        ("white space", cycle("GET / HTTP/1.1\r\nA:", " \t"), full),
        ("fields", cycle("GET / HTTP/1.1\r\n", "A:\r\n"), Error::limit(Limit::HeadFields, 65, 16 + 64 * 4)),
        ("NUL", cycle("", "\0"), Error::new(ErrorKind::HttpSyntax, 0)),
    ];
    for (name, bytes, expected) in vectors {
        let (error, count) = drip(bytes, 4096);
        assert_eq!(error, expected, "{name}");
        assert!(count <= 4096, "{name}: {count}");
    }
}

#[test]
fn ten_thousand_fields() {
    let fields: String = (0..10_000).map(|n| format!("X-{n}: {n}\r\n")).collect();
    let wire = format!("POST / HTTP/1.1\r\n{fields}\r\n");
    let mut memory = vec![0; wire.len()];
    let mut reader = HeadReader::new(&mut memory);
    let mut input = wire.as_bytes();
    let error = reader.read(&mut input, true).unwrap_err();
    assert_eq!(error.exceeded.map(|e| (e.limit, e.needed)), Some((Limit::HeadFields, 65)));
    assert!(wire.len() - input.len() < 1000, "no more is taken than it needs to know");
    // Who wants them may have them.
    reader.clear();
    reader.limit_fields(10_000);
    assert_eq!(reader.read(&mut wire.as_bytes(), true), Ok(true));
    let head = reader.request().unwrap();
    assert!(head.fields.iter().map(|field| field.value.to_vec()).eq((0..10_000).map(|n| n.to_string().into_bytes())));
    assert_eq!(head.fields.text("x-9999"), Some("9999"));
}

/// Reads a body in pieces of the input of this size; gives its bytes and the calls it took.
fn read(wire: &[u8], size: usize, limit: u64) -> (Result<u64, Error>, usize) {
    let mut body = BodyReader::new(Framing::Chunked, limit, &mut []);
    let mut calls = 0;
    for mut input in wire.chunks(size) {
        loop {
            calls += 1;
            match body.next(&mut input, false) {
                Ok(Piece::Data(_)) => {}
                Ok(Piece::NeedInput) => break,
                Ok(Piece::End) => return (Ok(body.offset()), calls),
                Err(error) => return (Err(error), calls),
            }
        }
    }
    panic!("never complete")
}

#[test]
fn two_megabytes_of_chunks_of_a_byte() {
    const CHUNKS: usize = 350_000;
    let wire = "1\r\nx\r\n".repeat(CHUNKS) + "0\r\n\r\n";
    for size in [1, 5, 1000, usize::MAX] {
        let (read, calls) = read(wire.as_bytes(), size, u64::MAX);
        assert_eq!(read, Ok(CHUNKS as u64));
        assert!(calls <= CHUNKS + wire.len().div_ceil(size) + 1, "{calls} calls in pieces of {size}");
    }
    let (refused, calls) = read(wire.as_bytes(), usize::MAX, 1000);
    assert_eq!(refused, Err(Error::limit(Limit::MessageBytes, 1001, 6002)));
    assert!(calls <= 1001);
}

#[test]
fn framing_without_end() {
    let head = |offset| Error::limit(Limit::HeadBytes, 257, offset);
    let chunk = |offset| Error::new(ErrorKind::HttpChunk, offset);
    #[rustfmt::skip]
    let vectors = [
        ("an extension", "5;".to_string() + &"a".repeat(2 << 20), head(257)),
        ("quotes", "5;a=\"".to_string() + &"\r".repeat(2 << 20), chunk(6)),
        ("white space", "5".to_string() + &" ".repeat(2 << 20), head(257)),
        ("zeros", "0".repeat(2 << 20), chunk(16)),
        ("a trailer", "0\r\nA:".to_string() + &" ".repeat(2 << 20), Error::limit(Limit::HeadBytes, 8193, 8195)),
        ("trailers", "0\r\n".to_string() + &"A:\r\n".repeat(1 << 19), Error::limit(Limit::HeadBytes, 8193, 8195)),
    ];
    for (name, wire, error) in vectors {
        for size in [1, usize::MAX] {
            assert_eq!(read(wire.as_bytes(), size, u64::MAX).0, Err(error), "{name}");
        }
    }
    // Extensions are held to their length chunk by chunk; there is a byte of data to each.
    let wire = format!("1;{}\r\nx\r\n", "a".repeat(255)).repeat(8000);
    let refused = read(wire.as_bytes(), usize::MAX, 1000).0;
    assert_eq!(refused, Err(Error::limit(Limit::MessageBytes, 1001, 262_258)));
}
