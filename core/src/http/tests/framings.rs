//! Where a body ends.

use std::format;

use crate::http::{Framing, HeadReader};
use crate::{Error, ErrorKind};

fn of_request(version: &str, fields: &str) -> Result<Framing, Error> {
    let wire = format!("POST / HTTP/{version}\r\n{fields}\r\n");
    let mut memory = [0; 512];
    let mut reader = HeadReader::new(&mut memory);
    assert_eq!(reader.read(&mut wire.as_bytes(), true), Ok(true));
    Framing::of_request(&reader.request().unwrap())
}

fn of_response(status: u16, method: &str, fields: &str) -> Result<Framing, Error> {
    let wire = format!("HTTP/1.1 {status} -\r\n{fields}\r\n");
    let mut memory = [0; 512];
    let mut reader = HeadReader::new(&mut memory);
    assert_eq!(reader.read(&mut wire.as_bytes(), true), Ok(true));
    Framing::of_response(&reader.response().unwrap(), method)
}

#[test]
fn requests() {
    #[rustfmt::skip]
    let vectors: &[(&str, Framing)] = &[
        ("", Framing::Length(0)),
        ("Content-Length: 0\r\n", Framing::Length(0)),
        ("content-length:5\r\n", Framing::Length(5)),
        ("Content-Length: 005\r\n", Framing::Length(5)),
        ("Content-Length: 18446744073709551615\r\n", Framing::Length(u64::MAX)),
        ("Transfer-Encoding: chunked\r\n", Framing::Chunked),
        ("transfer-encoding: Chunked\r\n", Framing::Chunked),
    ];
    for (fields, framing) in vectors {
        assert_eq!(of_request("1.1", fields), Ok(*framing), "{fields}");
    }
    assert_eq!(of_request("1.0", "Content-Length: 5\r\n"), Ok(Framing::Length(5)));
}

#[test]
fn what_smuggles() {
    use ErrorKind::{HttpCoding, HttpFraming};
    #[rustfmt::skip]
    let vectors: &[(&str, ErrorKind, u64)] = &[
        ("Content-Length: 5, 5\r\n", HttpFraming, 33),
        ("Content-Length: 5\r\nContent-Length: 5\r\n", HttpFraming, 52),
        ("Content-Length: 5\r\nContent-Length: 6\r\n", HttpFraming, 52),
        ("Content-Length: +5\r\n", HttpFraming, 33),
        ("Content-Length: -5\r\n", HttpFraming, 33),
        ("Content-Length: 0x5\r\n", HttpFraming, 33),
        ("Content-Length: 5 5\r\n", HttpFraming, 33),
        ("Content-Length: 5.0\r\n", HttpFraming, 33),
        ("Content-Length: 5;\r\n", HttpFraming, 33),
        ("Content-Length:\r\n", HttpFraming, 32),
        ("Content-Length: \u{ff15}\r\n", HttpFraming, 33),
        ("Content-Length: 18446744073709551616\r\n", HttpFraming, 33),
        ("Content-Length: 99999999999999999999999999\r\n", HttpFraming, 33),
        ("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", HttpFraming, 55),
        ("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", HttpFraming, 36),
        ("Transfer-Encoding: chunked\r\nContent-Length: x\r\n", HttpFraming, 36),
        ("Transfer-Encoding: chunked, chunked\r\n", HttpFraming, 45),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", HttpFraming, 64),
        ("Transfer-Encoding: chunked, gzip\r\n", HttpFraming, 45),
        ("Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n", HttpFraming, 64),
        ("Transfer-Encoding:\r\n", HttpFraming, 35),
        ("Transfer-Encoding: ,chunked\r\n", HttpFraming, 36),
        ("Transfer-Encoding: chunked,\r\n", HttpFraming, 44),
        ("Transfer-Encoding: gzip, chunked\r\n", HttpCoding, 36),
        ("Transfer-Encoding: gzip\r\n", HttpCoding, 36),
        ("Transfer-Encoding: identity\r\n", HttpCoding, 36),
        ("Transfer-Encoding: xchunked\r\n", HttpCoding, 36),
        ("Transfer-Encoding: \"chunked\"\r\n", HttpCoding, 36),
        ("Transfer-Encoding: chunked;q=1\r\n", HttpCoding, 36),
    ];
    for (fields, kind, offset) in vectors {
        assert_eq!(of_request("1.1", fields), Err(Error::new(*kind, *offset)), "{fields}");
        assert_eq!(of_response(200, "POST", fields).map_err(|error| error.kind), Err(*kind), "{fields}");
    }
    let error = of_request("1.0", "Transfer-Encoding: chunked\r\n");
    assert_eq!(error, Err(Error::new(HttpFraming, 36)));
}

#[test]
fn responses() {
    #[rustfmt::skip]
    let vectors: &[(u16, &str, &str, Framing)] = &[
        (200, "POST", "", Framing::UntilClose),
        (200, "POST", "Content-Length: 5\r\n", Framing::Length(5)),
        (200, "POST", "Transfer-Encoding: chunked\r\n", Framing::Chunked),
        (200, "HEAD", "Content-Length: 5\r\n", Framing::Length(0)),
        (200, "HEAD", "Transfer-Encoding: chunked\r\n", Framing::Length(0)),
        (100, "POST", "", Framing::Length(0)),
        (199, "POST", "Content-Length: 5\r\n", Framing::Length(0)),
        (204, "POST", "Content-Length: 5\r\n", Framing::Length(0)),
        (304, "GET", "Content-Length: 5\r\n", Framing::Length(0)),
        (202, "POST", "Content-Length: 0\r\n", Framing::Length(0)),
        (500, "POST", "", Framing::UntilClose),
        (200, "head", "Content-Length: 5\r\n", Framing::Length(5)),
    ];
    for (status, method, fields, framing) in vectors {
        assert_eq!(of_response(*status, method, fields), Ok(*framing), "{status} {method} {fields}");
    }
}
