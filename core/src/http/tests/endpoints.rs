//! Addresses.

use crate::http::{Endpoint, HeadWriter};
use crate::{Error, ErrorKind};

#[test]
fn addresses_that_are_read() {
    #[rustfmt::skip]
    let vectors: &[(&str, bool, &str, u16, &str, &str)] = &[
        ("http://example.com/stock", false, "example.com", 80, "/stock", "example.com"),
        ("http://example.com", false, "example.com", 80, "", "example.com"),
        ("HTTP://Example.com:80/", false, "Example.com", 80, "/", "Example.com"),
        ("https://example.com/a/b?c=d&e", true, "example.com", 443, "/a/b?c=d&e", "example.com"),
        ("https://example.com:80/", true, "example.com", 80, "/", "example.com:80"),
        ("http://example.com:443/", false, "example.com", 443, "/", "example.com:443"),
        ("http://127.0.0.1:5555/ws/x", false, "127.0.0.1", 5555, "/ws/x", "127.0.0.1:5555"),
        ("http://[::1]/x", false, "::1", 80, "/x", "[::1]"),
        ("http://[2001:db8::7.8.9.10]:65535", false, "2001:db8::7.8.9.10", 65535, "", "[2001:db8::7.8.9.10]:65535"),
        ("http://h?wsdl", false, "h", 80, "?wsdl", "h"),
        ("http://h:/x", false, "h", 80, "/x", "h"),
        ("http://h:00081/x", false, "h", 81, "/x", "h:81"),
        ("http://my_host-1.local/x:y@z", false, "my_host-1.local", 80, "/x:y@z", "my_host-1.local"),
    ];
    for (text, secure, host, port, path, field) in vectors {
        let endpoint = Endpoint::parse(text).unwrap();
        assert_eq!(endpoint, Endpoint { secure: *secure, host, port: *port, path }, "{text}");
        let target = endpoint.target().concat();
        assert!(target.starts_with('/') && target.ends_with(path) && target.len() <= path.len() + 1, "{target}");
        let mut memory = [0; 128];
        let mut head = HeadWriter::request_parts(&mut memory, "POST", &endpoint.target());
        head.host(&endpoint).unwrap();
        assert_eq!(head.fields().text("host"), Some(*field), "{text}");
    }
}

#[test]
fn addresses_that_are_refused() {
    #[rustfmt::skip]
    let vectors: &[(&str, u64)] = &[
        ("", 0), ("/stock", 0), ("ftp://h/", 0), ("http:/h/", 0), (" http://h/", 0), ("http//h", 0),
        ("http://", 7), ("http:///x", 7), ("http://:80/", 7), ("https://?x", 8),
        ("http://user@h/", 11), ("http://user:pass@h/", 12), ("http://h:80:90/", 11),
        ("http://h:0/", 9), ("http://h:65536/", 9), ("http://h:99999999999999999999/", 9), ("http://h:8x/", 10), ("http://h:-1/", 9),
        ("http://[::1/", 11), ("http://[]/", 8), ("http://[::1]x/", 12), ("http://::1/", 7), ("http://[fe80::1%eth0]/", 15),
        ("http://h/a b", 10), ("http://h/\r\nX: 1", 9), ("http://h/#top", 9), ("http://h#top", 8), ("http://h/\u{e9}", 9),
        ("http://b\u{fc}ro/", 8), ("http://h\\x", 8), ("http://a\0b/", 8),
    ];
    for (text, offset) in vectors {
        assert_eq!(Endpoint::parse(text), Err(Error::new(ErrorKind::InvalidEndpoint, *offset)), "{text:?}");
    }
}
