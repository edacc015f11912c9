//! Messages as they are sent, and the damage done to them.

use fastrand::Rng;

pub(crate) const REQUESTS: &[&str] = &[
    "POST / HTTP/1.1\r\nAccept: application/soap+xml, multipart/related\r\n\
     Content-Type: application/soap+xml; charset=utf-8;action=\"urn:echo/text\"\r\nHost: 127.0.0.1:42707\r\n\
     Connection: keep-alive\r\nContent-Length: 246\r\n\r\n",
    "POST /x?y=z HTTP/1.1\r\nTE: deflate,gzip;q=0.3\r\nKeep-Alive: 300\r\nConnection: Keep-Alive, TE\r\n\
     Accept: text/xml\r\nAccept: multipart/*\r\nSOAPAction: \"\"\r\nContent-Length: 4\r\n\r\n",
    "POST http://h/ HTTP/1.0\r\nHost:h\r\nX-Empty:\r\nTransfer-Encoding:\tchunked \r\n\r\n",
    "GET / HTTP/1.1\r\n\r\n",
];

pub(crate) const RESPONSES: &[&str] = &[
    "HTTP/1.1 200 OK\r\nDate: Sat, 21 Nov 2026 14:35:37 GMT\r\nTransfer-encoding: chunked\r\n\
     Content-type: application/soap+xml; charset=utf-8\r\n\r\n4\r\n<a>b\r\n4;x=\"y\"\r\n</a>\r\n0\r\nSum: 1\r\n\r\n",
    "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 8\r\nContent-Type: text/xml; charset=utf-8\r\n\r\n<a>b</a>",
    "HTTP/1.0 200 OK\r\nServer: WSGIServer/0.2\r\nContent-Type: text/xml\r\n\r\n<a>b</a>",
    "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
    "HTTP/1.1 204 No Content\r\nX: 1\r\n\r\n",
    "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n10\r\n0123456789abcdef\r\n000\r\n\r\n",
];

const TOKENS: &[&[u8]] = &[
    b"\r\n",
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b" ",
    b"\t",
    b":",
    b",",
    b";",
    b"\0",
    b"\x0B",
    b"\x7F",
    b"\xFF",
    b"\xC3\xA9",
    b"0",
    b"5",
    b"a",
    b"+",
    b"-",
    b"0x",
    b"\"",
    b"=",
    b"Content-Length: 5\r\n",
    b"Content-Length: 8\r\n",
    b"HTTP/1.0",
    b"HTTP/1.1",
    b"Transfer-Encoding: chunked\r\n",
    b"transfer-encoding: identity\r\n",
    b"chunked",
    b"0\r\n\r\n",
    b"5\r\n",
    b"\r\n ",
    b" :",
    b"Connection: close\r\n",
    b"ffffffffffffffff",
    b"18446744073709551615",
];

/// The message with one to three small changes.
pub(crate) fn damage(message: &[u8], random: &mut Rng) -> Vec<u8> {
    let mut bytes = message.to_vec();
    for _ in 0..random.usize(1..=3) {
        let at = random.usize(..=bytes.len());
        let end = (at + random.usize(..12)).min(bytes.len());
        let token = TOKENS[random.usize(..TOKENS.len())].iter().copied();
        match random.u8(..5) {
            0 => drop(bytes.splice(at..at, token)),
            1 => drop(bytes.splice(at..(at + 1).min(bytes.len()), token)),
            2 => drop(bytes.drain(at..end)),
            3 => drop(bytes.splice(at..at, bytes[at..end].to_vec())),
            _ if at < bytes.len() => bytes[at] ^= 1 << random.u8(..8),
            _ => {}
        }
    }
    bytes
}
