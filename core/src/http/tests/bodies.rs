//! Bodies, read and written.

use std::format;
use std::string::String;
use std::vec::Vec;

use crate::http::{BodyReader, BodyWriter, Framing, HeadWriter, Piece};
use crate::{Error, ErrorKind, Limit};

#[derive(Debug, PartialEq)]
struct Body {
    data: String,
    /// Bytes that belong to the next message.
    rest: usize,
    trailers: Vec<String>,
}

fn read(pieces: &[&[u8]], framing: Framing, limit: u64, trailers: usize) -> Result<Body, Error> {
    let mut memory = std::vec![0; trailers];
    let mut reader = BodyReader::new(framing, limit, &mut memory);
    let mut data = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        let mut input = *piece;
        let last = at + 1 == pieces.len();
        loop {
            match reader.next(&mut input, last) {
                Ok(Piece::Data(bytes)) => {
                    assert!(!bytes.is_empty());
                    data.extend_from_slice(bytes);
                    assert_eq!(reader.offset(), data.len() as u64);
                }
                Ok(Piece::NeedInput) => {
                    assert!(input.is_empty() && !last && !reader.is_done());
                    assert_eq!(reader.trailers().iter().count(), 0);
                    break;
                }
                Ok(Piece::End) => {
                    assert!(reader.is_done());
                    let rest = input.len() + pieces[at + 1..].iter().map(|piece| piece.len()).sum::<usize>();
                    let told = |(name, value)| format!("{name}={}", String::from_utf8_lossy(value));
                    let trailers = reader.trailers().iter().map(|field| told((field.name, field.value))).collect();
                    return Ok(Body { data: String::from_utf8_lossy(&data).into_owned(), rest, trailers });
                }
                Err(error) => {
                    assert_eq!(reader.next(&mut input, last), Err(error), "latches");
                    return Err(error);
                }
            }
        }
    }
    panic!("neither complete nor refused")
}

/// Reads it whole, in every pair of pieces and byte by byte.
fn every(wire: &[u8], framing: Framing, limit: u64, trailers: usize) -> Result<Body, Error> {
    let whole = read(&[wire], framing, limit, trailers);
    for at in 0..=wire.len() {
        let (a, b) = wire.split_at(at);
        assert_eq!(read(&[a, b], framing, limit, trailers), whole, "split at {at}");
    }
    let bytes: Vec<&[u8]> = if wire.is_empty() { [wire].into() } else { wire.chunks(1).collect() };
    assert_eq!(read(&bytes, framing, limit, trailers), whole, "byte by byte");
    whole
}

fn body(data: &str, rest: usize, trailers: &[&str]) -> Body {
    Body { data: data.into(), rest, trailers: trailers.iter().map(|&text| text.into()).collect() }
}

#[test]
fn bodies_that_are_read() {
    use Framing::{Chunked, Length, UntilClose};
    #[rustfmt::skip]
    let vectors: &[(&str, Framing, &str, Body)] = &[
        ("none", Length(0), "", body("", 0, &[])),
        ("none, then a message", Length(0), "next", body("", 4, &[])),
        ("a length", Length(5), "hello", body("hello", 0, &[])),
        ("a length, then a message", Length(5), "hello world", body("hello", 6, &[])),
        ("until close", UntilClose, "hello\r\n0\r\n\r\n", body("hello\r\n0\r\n\r\n", 0, &[])),
        ("nothing until close", UntilClose, "", body("", 0, &[])),
        ("no chunk", Chunked, "0\r\n\r\n", body("", 0, &[])),
        ("chunks", Chunked, "5\r\nhello\r\n1\r\n \r\nA\r\n0123456789\r\n0\r\n\r\nnext", body("hello 0123456789", 4, &[])),
        ("letters of either case", Chunked, "a\r\n0123456789\r\n0b\r\n0123456789A\r\n000\r\n\r\n", body("01234567890123456789A", 0, &[])),
        ("sixteen digits", Chunked, "0000000000000002\r\nhi\r\n0000000000000000\r\n\r\n", body("hi", 0, &[])),
        ("extensions", Chunked, "2;a;b=c;d=\"e f\"\r\nhi\r\n0;last\r\n\r\n", body("hi", 0, &[])),
        ("white space before an extension", Chunked, "2 \t;a\r\nhi\r\n0 ; b\r\n\r\n", body("hi", 0, &[])),
        ("line ends as data", Chunked, "4\r\n\r\n\r\n\r\n0\r\n\r\n", body("\r\n\r\n", 0, &[])),
        ("trailers", Chunked, "0\r\nA: 1\r\nB:\r\na:  2 \r\n\r\nx", body("", 1, &["A=1", "B=", "a=2"])),
        ("framing in trailers", Chunked, "0\r\nContent-Length: 9\r\n\r\nx", body("", 1, &["Content-Length=9"])),
    ];
    for (name, framing, wire, expected) in vectors {
        assert_eq!(every(wire.as_bytes(), *framing, 1000, 64).as_ref(), Ok(expected), "{name}");
        let untold = every(wire.as_bytes(), *framing, 1000, 0).unwrap();
        assert_eq!((&untold.data, untold.rest, untold.trailers.len()), (&expected.data, expected.rest, 0), "{name}");
    }
}

#[test]
fn bodies_that_are_refused() {
    use ErrorKind::{HttpChunk, HttpSyntax, HttpTruncated};
    use Framing::{Chunked, Length};
    #[rustfmt::skip]
    let vectors: &[(&str, Framing, &[u8], ErrorKind, u64)] = &[
        ("cut short", Length(5), b"hell", HttpTruncated, 4),
        ("nothing came", Length(5), b"", HttpTruncated, 0),
        ("no size", Chunked, b"\r\nhi", HttpChunk, 0),
        ("no size but an extension", Chunked, b";a\r\nhi", HttpChunk, 0),
        ("a sign", Chunked, b"+1\r\nx\r\n", HttpChunk, 0),
        ("a minus", Chunked, b"-1\r\nx\r\n", HttpChunk, 0),
        ("a space before", Chunked, b" 1\r\nx\r\n", HttpChunk, 0),
        ("a space after", Chunked, b"1 \r\nx\r\n", HttpChunk, 2),
        ("a prefix", Chunked, b"0x1\r\nx\r\n", HttpChunk, 1),
        ("an underscore", Chunked, b"1_0\r\nx\r\n", HttpChunk, 1),
        ("seventeen digits", Chunked, b"00000000000000001\r\nx\r\n", HttpChunk, 16),
        ("more than 64 bits", Chunked, b"10000000000000000\r\nx\r\n", HttpChunk, 16),
        ("a letter", Chunked, b"g\r\nx\r\n", HttpChunk, 0),
        ("a digit of another script", Chunked, b"\xD9\xA1\r\nx\r\n", HttpChunk, 0),
        ("bare LF after a size", Chunked, b"1\nx\r\n", HttpChunk, 1),
        ("bare CR after a size", Chunked, b"1\rx\r\n", HttpChunk, 2),
        ("bare LF in an extension", Chunked, b"1;a\nx\r\n", HttpChunk, 3),
        ("NUL in an extension", Chunked, b"1;\x00\r\nx\r\n", HttpChunk, 2),
        ("white space, then no extension", Chunked, b"1 a\r\nx\r\n", HttpChunk, 2),
        ("no line end after a chunk", Chunked, b"1\r\nxy", HttpChunk, 4),
        ("bare LF after a chunk", Chunked, b"1\r\nx\n0\r\n\r\n", HttpChunk, 4),
        ("bare CR after a chunk", Chunked, b"1\r\nx\r0\r\n\r\n", HttpChunk, 5),
        ("cut in a size", Chunked, b"1", HttpTruncated, 1),
        ("cut in a chunk", Chunked, b"2\r\nx", HttpTruncated, 4),
        ("cut after a chunk", Chunked, b"1\r\nx\r\n", HttpTruncated, 6),
        ("no empty line", Chunked, b"0\r\n", HttpTruncated, 3),
        ("cut in the trailers", Chunked, b"0\r\nA: 1\r\n", HttpTruncated, 9),
        ("bare LF at the end", Chunked, b"0\r\n\n", HttpSyntax, 3),
        ("bare CR at the end", Chunked, b"0\r\n\rx", HttpSyntax, 4),
        ("a trailer without a name", Chunked, b"0\r\n: 1\r\n\r\n", HttpSyntax, 3),
        ("a space before the colon", Chunked, b"0\r\nA : 1\r\n\r\n", HttpSyntax, 4),
        ("a folded trailer", Chunked, b"0\r\nA: 1\r\n 2\r\n\r\n", HttpSyntax, 9),
        ("no colon", Chunked, b"0\r\nAB\r\n\r\n", HttpSyntax, 5),
        ("NUL in a trailer", Chunked, b"0\r\nA: \x00\r\n\r\n", HttpSyntax, 6),
        ("bare LF in a trailer", Chunked, b"0\r\nA: 1\n\r\n", HttpSyntax, 7),
        ("bare CR in a trailer", Chunked, b"0\r\nA: 1\rB\r\n\r\n", HttpSyntax, 8),
    ];
    for (name, framing, wire, kind, offset) in vectors {
        for trailers in [0, 64] {
            assert_eq!(every(wire, *framing, 1000, trailers), Err(Error::new(*kind, *offset)), "{name}");
        }
    }
}

#[test]
fn limits() {
    let over = |needed, offset| Err(Error::limit(Limit::MessageBytes, needed, offset));
    assert_eq!(every(b"12345", Framing::Length(5), 4, 0), over(5, 0));
    assert_eq!(every(b"12345", Framing::Length(5), 5, 0), Ok(body("12345", 0, &[])));
    assert_eq!(every(b"12345", Framing::UntilClose, 4, 0), over(5, 4));
    assert_eq!(every(b"12345", Framing::UntilClose, 5, 0), Ok(body("12345", 0, &[])));
    let chunks = b"2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n";
    assert_eq!(every(chunks, Framing::Chunked, 4, 0), over(5, 9));
    assert_eq!(every(chunks, Framing::Chunked, 5, 0), Ok(body("abcde", 0, &[])));
    let most = b"1\r\na\r\nffffffffffffffff\r\n";
    assert_eq!(every(most, Framing::Chunked, u64::MAX, 0), over(u64::MAX, 23));

    let head = |needed, offset| Err(Error::limit(Limit::HeadBytes, needed, offset));
    assert_eq!(every(b"0\r\nA: 1\r\n\r\n", Framing::Chunked, 0, 5), head(6, 8));
    assert_eq!(every(b"0\r\nA: 1\r\n\r\n", Framing::Chunked, 0, 6), Ok(body("", 0, &["A=1"])));
    let endless = format!("0\r\n{}", "A: 1\r\n".repeat(5000));
    assert_eq!(read(&[endless.as_bytes()], Framing::Chunked, 0, 0), head(8193, 8195));
    let extension = |bytes: usize| format!("1;{}\r\nx\r\n0\r\n\r\n", "a".repeat(bytes - 1));
    assert_eq!(every(extension(256).as_bytes(), Framing::Chunked, 1, 0), Ok(body("x", 0, &[])));
    assert_eq!(every(extension(257).as_bytes(), Framing::Chunked, 1, 0), head(257, 257));
}

fn written(pieces: &[&[u8]], framing: Framing) -> Vec<u8> {
    let mut wire = Vec::new();
    let mut writer = BodyWriter::new(framing);
    for piece in pieces {
        let frame = writer.frame(piece.len()).unwrap();
        wire.extend_from_slice(frame.before());
        wire.extend_from_slice(piece);
        wire.extend_from_slice(frame.after);
    }
    wire.extend_from_slice(writer.finish().unwrap());
    assert_eq!(writer.finish(), Ok(&b""[..]), "ends once");
    assert_eq!(writer.frame(1).err(), Some(Error::new(ErrorKind::HttpLength, 0)), "no bytes follow the end");
    wire
}

#[test]
fn what_is_written_is_read() {
    let text = "All of it, whatever the chunks, 0\r\n\r\n included.";
    for framing in [Framing::Chunked, Framing::Length(text.len() as u64), Framing::UntilClose] {
        for size in 1..=text.len() {
            let pieces: Vec<&[u8]> = text.as_bytes().chunks(size).flat_map(|piece| [piece, b""]).collect();
            let wire = written(&pieces, framing);
            assert_eq!(every(&wire, framing, u64::MAX, 0), Ok(body(text, 0, &[])), "chunks of {size}");
        }
    }
    assert_eq!(written(&[], Framing::Chunked), b"0\r\n\r\n");
}

#[test]
fn sizes_are_as_short_as_they_can_be() {
    for len in [1, 9, 10, 15, 16, 255, 256, 65535, 65536, 102_400, usize::MAX] {
        let frame = BodyWriter::new(Framing::Chunked).frame(len).unwrap();
        assert_eq!(frame.before(), format!("{len:x}\r\n").as_bytes());
        assert_eq!(frame.after, b"\r\n");
    }
}

#[test]
fn holds_a_body_to_its_length() {
    let mut writer = BodyWriter::new(Framing::Length(5));
    assert!(writer.frame(3).is_ok());
    assert_eq!(writer.frame(3).err(), Some(Error::new(ErrorKind::HttpLength, 2)), "too long");
    assert_eq!(writer.finish(), Err(Error::new(ErrorKind::HttpLength, 2)), "too short");
    assert!(writer.frame(2).is_ok());
    assert_eq!(writer.finish(), Ok(&b""[..]));
}

#[test]
fn writes_trailers() {
    let mut memory = [0; 64];
    let mut trailers = HeadWriter::trailers(&mut memory);
    trailers.field("Digest", "abc").unwrap();
    let mut wire = written_before(b"hi").to_vec();
    wire.extend_from_slice(trailers.finish().unwrap().0);
    assert_eq!(wire, b"2\r\nhi\r\n0\r\nDigest: abc\r\n\r\n");
    assert_eq!(every(&wire, Framing::Chunked, 2, 64), Ok(body("hi", 0, &["Digest=abc"])));
    assert_eq!(BodyWriter::new(Framing::UntilClose).finish_before_trailers(), Ok(&b""[..]));
}

fn written_before(data: &[u8]) -> Vec<u8> {
    let mut writer = BodyWriter::new(Framing::Chunked);
    let frame = writer.frame(data.len()).unwrap();
    [frame.before(), data, frame.after, writer.finish_before_trailers().unwrap()].concat()
}

/// Totals are of 64 bits: a body of 5 GiB passes through both, a slice at a time.
#[test]
fn five_gibibytes_pass() {
    const TOTAL: u64 = 5 << 30;
    let slice = std::vec![b'x'; 1 << 22];
    for framing in [Framing::Length(TOTAL), Framing::Chunked, Framing::UntilClose] {
        let mut writer = BodyWriter::new(framing);
        let mut reader = BodyReader::new(framing, TOTAL, &mut []);
        for _ in 0..TOTAL / slice.len() as u64 {
            let frame = writer.frame(slice.len()).unwrap();
            for mut input in [frame.before(), &slice, frame.after] {
                while !input.is_empty() {
                    reader.next(&mut input, false).unwrap();
                }
            }
        }
        assert_eq!(reader.offset(), TOTAL);
        let mut end = writer.finish().unwrap();
        assert_eq!(reader.next(&mut end, true), Ok(Piece::End));
    }
}
