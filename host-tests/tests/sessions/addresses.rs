//! Addresses.

use soapstone::session::{Credentials, Url, UrlPreset};
use soapstone::{Error, ErrorKind, Limit};

#[test]
fn addresses() {
    let base = |base, preset| Url::new(base, preset);
    let login = |username, password| Some(Credentials { username, password });
    let mobile = base("http://host:2330", &UrlPreset::MOBILE_CREDENTIALS);
    let session = base("https://h:443", &UrlPreset::SESSION);
    for (id, url, want) in [
        (
            "V-44, S-182, Q-28",
            base("http://h:2330", &UrlPreset::MOBILE_SECURITY),
            "http://h:2330/?SWEExtSource=SecureWebService&WSSOAP=1",
        ),
        ("S-181, S-280", base("http://h:2330/", &UrlPreset::MOBILE), "http://h:2330/?SWEExtSource=WebService&WSSOAP=1"),
        (
            "V-45, S-180, Q-05",
            Url { credentials: login("a&b", "p"), ..mobile },
            "http://host:2330/?SWEExtSource=WebService&Username=a%26b&Password=p",
        ),
        (
            "escapes",
            Url { credentials: login("jürgen x", "~-._+=/?#%"), ..mobile },
            "http://host:2330/?SWEExtSource=WebService&Username=j%C3%BCrgen%20x&Password=~-._%2B%3D%2F%3F%23%25",
        ),
        ("S-330", session, "https://h:443/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1"),
        (
            "S-330, another language",
            Url { language: "d/u", ..session },
            "https://h:443/siebel/app/eai/d%2Fu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1",
        ),
        (
            "S-329",
            Url { parameters: &[("Workspace", "dev a"), ("Version", "3")], ..session },
            "https://h:443/siebel/app/eai/enu?SWEExtSource=WebService&SWEExtCmd=Execute&WSSOAP=1&Workspace=dev%20a&Version=3",
        ),
        (
            "S-241",
            base("http://myserver", &UrlPreset::SECURITY),
            "http://myserver/siebel/app/eai_anon/enu/?SWEExtCmd=Execute&SWEExtSource=SecureWebService",
        ),
        (
            "S-204",
            base("http://webserver", &UrlPreset::START_SWE),
            "http://webserver/eai_anon_enu/start.swe?SWEExtSource=SecureWebService&SWEExtCmd=Execute",
        ),
        (
            "S-171: no TLS",
            base("http://[::1]:80", &UrlPreset::MOBILE),
            "http://[::1]:80/?SWEExtSource=WebService&WSSOAP=1",
        ),
    ] {
        let mut memory = [0; 256];
        assert_eq!(url.write(&mut memory), Ok(want), "{id}");
        for len in 0..=want.len() {
            let exact = Error::limit(Limit::Output, want.len() as u64, 0);
            let expected = if len < want.len() { Err(exact) } else { Ok(want) };
            assert_eq!(url.write(&mut memory[..len]), expected, "{id}, {len} bytes");
        }
    }
    for (id, url, want) in [
        ("no credentials", mobile, ErrorKind::CredentialsRequired),
        (
            "S-247, Q-05: credentials elsewhere",
            Url { credentials: login("u", "p"), ..session },
            ErrorKind::InvalidArgument,
        ),
        ("no language", Url { language: "", ..session }, ErrorKind::InvalidArgument),
        ("no scheme", Url { base: "h:443", ..session }, ErrorKind::InvalidArgument),
        ("no host", Url { base: "http://", ..session }, ErrorKind::InvalidArgument),
        ("a path", Url { base: "http://h/x", ..session }, ErrorKind::InvalidArgument),
        ("a query", Url { base: "http://h?x", ..session }, ErrorKind::InvalidArgument),
        ("a user", Url { base: "http://u@h", ..session }, ErrorKind::InvalidArgument),
        ("a line break", Url { base: "http://h\r\nx", ..session }, ErrorKind::InvalidArgument),
    ] {
        let mut memory = [0; 256];
        assert_eq!(url.write(&mut memory).unwrap_err().kind, want, "{id}");
    }
}
