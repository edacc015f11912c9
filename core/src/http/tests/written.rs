//! Heads, written; what is written is read.

use std::string::String;
use std::vec::Vec;

use crate::http::{HeadReader, HeadWriter};
use crate::{Error, ErrorKind, Limit};

fn request(memory: &mut [u8]) -> HeadWriter<'_> {
    let mut head = HeadWriter::request(memory, "POST", "/stock?x=y");
    let _ = head.field("Host", "example.com");
    let _ = head.field_parts("SOAPAction", &["\"", "urn:x", "\""]);
    let _ = head.field("X-Empty", "");
    let _ = head.field_number("Content-Length", u64::MAX);
    let _ = head.field("X-Text", "gr\u{fc}n\tund blau");
    head
}

const REQUEST: &str = "POST /stock?x=y HTTP/1.1\r\nHost: example.com\r\nSOAPAction: \"urn:x\"\r\nX-Empty: \r\n\
                       Content-Length: 18446744073709551615\r\nX-Text: gr\u{fc}n\tund blau\r\n\r\n";

#[test]
fn writes_a_request_through_every_size_of_memory() {
    let needed = REQUEST.len();
    for size in 0..needed {
        let mut memory = std::vec![0; size];
        let error = request(&mut memory).finish().unwrap_err();
        assert_eq!(error.kind, ErrorKind::Limit);
        assert_eq!(error.exceeded.map(|e| (e.limit, e.needed)), Some((Limit::HeadBytes, needed as u64)));
        assert!(error.offset <= size as u64);
    }
    let mut memory = std::vec![0; needed + 3];
    let (head, rest) = request(&mut memory).finish().unwrap();
    assert_eq!((core::str::from_utf8(head), rest.len()), (Ok(REQUEST), 3));
}

#[test]
fn what_is_written_is_read() {
    let (mut memory, mut other) = ([0; 256], [0; 256]);
    let (wire, _) = request(&mut memory).finish().unwrap();
    let mut reader = HeadReader::new(&mut other);
    assert_eq!(reader.read(&mut &*wire, true), Ok(true));
    let head = reader.request().unwrap();
    let mut again = [0; 256];
    let mut writer = HeadWriter::request(&mut again, head.method, head.target);
    for field in head.fields.iter() {
        writer.field(field.name, core::str::from_utf8(field.value).unwrap()).unwrap();
    }
    assert_eq!(writer.fields().iter().count(), 5);
    assert_eq!(writer.fields().value("x-empty"), Some(&b""[..]));
    assert_eq!(writer.finish().unwrap().0, wire);
}

#[test]
fn writes_a_response() {
    for (status, reason, expected) in [
        (200, "OK", "HTTP/1.1 200 OK\r\n\r\n"),
        (500, "Internal Server Error", "HTTP/1.1 500 Internal Server Error\r\n\r\n"),
        (202, "", "HTTP/1.1 202 \r\n\r\n"),
    ] {
        let mut memory = [0; 64];
        let (head, _) = HeadWriter::response(&mut memory, status, reason).finish().unwrap();
        assert_eq!(core::str::from_utf8(head), Ok(expected));
    }
}

#[test]
fn injects_nothing() {
    let refused = |head: HeadWriter<'_>| head.finish().map(|(head, _)| head.to_vec());
    let mut memory = [0; 128];
    for (method, target) in [
        ("", "/"),
        ("PO ST", "/"),
        ("POST\r\n", "/"),
        ("GET", ""),
        ("GET", "/a b"),
        ("GET", "/\r\nA: 1"),
        ("GET", "/ HTTP/1.1\r\nA: 1"),
        ("GET", "/\0"),
        ("GET", "/\u{e9}"),
        ("G\u{e9}T", "/"),
    ] {
        let error = Err(Error::new(ErrorKind::HttpField, 0));
        assert_eq!(refused(HeadWriter::request(&mut memory, method, target)), error, "{method:?} {target:?}");
    }
    for (status, reason) in [(99, ""), (600, ""), (200, "OK\r\nA: 1"), (200, "\n"), (200, "\0")] {
        let error = Err(Error::new(ErrorKind::HttpField, 0));
        assert_eq!(refused(HeadWriter::response(&mut memory, status, reason)), error, "{status} {reason:?}");
    }
    let controls: Vec<String> = (0..32u8).chain([127]).map(|byte| String::from(char::from(byte))).collect();
    let bad = controls.iter().filter(|text| *text != "\t");
    for (name, value) in bad.clone().map(|bad| ("A", bad.as_str())).chain([
        ("", "1"),
        ("A B", "1"),
        ("A:", "1"),
        ("A\r\nB", "1"),
        ("\u{e9}", "1"),
        ("A", "x\r\nB: 1"),
        ("A", "x\r\n\r\n<x/>"),
        ("A", "\r\n folded"),
    ]) {
        let mut head = HeadWriter::response(&mut memory, 200, "OK");
        head.field("First", "1").unwrap();
        let error = Error::new(ErrorKind::HttpField, 27);
        assert_eq!(head.field(name, value), Err(error), "{name:?} {value:?}");
        assert_eq!(head.field("B", "2"), Err(error), "latches");
        assert_eq!(head.field_parts("B", &["2", "\n"]), Err(error), "latches");
        assert_eq!(refused(head), Err(error), "latches");
    }
}
