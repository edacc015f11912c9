//! What is called, and how long is waited for it.

use crate::made::{URL, call, ping};
use soapstone::binding::client::{Call, Client, Method};
use soapstone::binding::{Address, Addresses, Alias, Loopback, Queue, QueueSystem, Timeout};
use soapstone::http::Endpoint;
use soapstone::soap::Version;
use soapstone::{Error, ErrorKind, Limit};

/// V-20 to V-23, X-05, Q-03, S-074, S-075.
#[test]
fn addresses() {
    let alias = |host, port| Alias { host, port };
    let (h1, p6666, both) = (alias(Some("h1"), None), alias(None, Some(6666)), alias(Some("h1"), Some(2)));
    let url = Some("http://u:1/x");
    for (id, described, url, alias, url_wins, wanted) in [
        ("V-20", "http://h0:5555/ws/a", None, h1, false, "http://h1:5555/ws/a"),
        ("V-21", "http://h0:5555/ws/a", None, p6666, false, "http://h0:6666/ws/a"),
        ("V-22", "http://h0/ws/a", None, h1, false, "http://h1/ws/a"),
        ("V-23", "http://h0/ws/a", url, both, false, "http://h1:2/x"),
        ("V-23 Q-03", "http://h0/ws/a", url, both, true, "http://u:1/x"),
        ("no call address", "http://h0/ws/a", None, both, true, "http://h1:2/ws/a"),
        ("no alias", "http://h0/ws/a", url, Alias::default(), false, "http://u:1/x"),
        ("query", "https://h0?a=b:c", None, both, false, "https://h1:2?a=b:c"),
        ("IPv6", "http://[::1]:8/x", None, p6666, false, "http://[::1]:6666/x"),
        ("IPv6 without a port", "http://[::1]", None, alias(Some("[::2]"), None), false, "http://[::2]"),
    ] {
        let mut memory = [0; 64];
        let addresses = Addresses { described, url, alias, url_wins };
        assert_eq!(addresses.write(&mut memory), Ok(wanted), "{id}");
        let short = addresses.write(&mut memory[..wanted.len() - 1]);
        assert_eq!(short, Err(Error::limit(Limit::Output, wanted.len() as u64, 0)), "{id}");
    }
    let strange = Addresses { alias: alias(Some("h1/evil"), Some(80)), ..Addresses::new("http://h0/") };
    assert_eq!(strange.write(&mut [0; 64]).map_err(|error| error.kind), Ok("http://h1/evil:80/"));
    let wrong = Addresses { alias: alias(Some("a b"), None), ..Addresses::new("http://h0/") };
    assert_eq!(wrong.write(&mut [0; 64]).map_err(|error| error.kind), Err(ErrorKind::InvalidEndpoint));
}

/// S-149 to S-152, S-205, S-206.
#[test]
fn transports() {
    let queue = |system, name, manager| Ok(Address::Queue(Queue { system, name, manager }));
    for (text, wanted) in [
        (
            "http://mycompany.com/webservice/orderservice",
            Endpoint::parse("http://mycompany.com/webservice/orderservice").map(Address::Http),
        ),
        ("jms://Your Queue@Your Factory", queue(QueueSystem::Jms, "Your Queue", "Your Factory")),
        ("JMS://q@r@f", queue(QueueSystem::Jms, "q@r", "f")),
        ("mq://q@m", queue(QueueSystem::Mq, "q", "m")),
        ("msmq://q@machine", queue(QueueSystem::Msmq, "q", "machine")),
        ("Order Port", Ok(Address::Local("Order Port"))),
        ("", Err(Error::new(ErrorKind::InvalidEndpoint, 0))),
        ("jms://q", Err(Error::new(ErrorKind::InvalidEndpoint, 7))),
        ("mq://@m", Err(Error::new(ErrorKind::InvalidEndpoint, 7))),
        ("ftp://a/", Err(Error::new(ErrorKind::InvalidEndpoint, 0))),
    ] {
        assert_eq!(Address::parse(text), wanted, "{text}");
    }
}

/// V-27, S-066 to S-068.
#[test]
fn timeouts() {
    for (text, wanted) in [
        ("0", Ok(Timeout::Forever)),
        ("-5", Ok(Timeout::Default)),
        ("1500", Ok(Timeout::Millis(1500))),
        ("", Ok(Timeout::Default)),
        (" 7 ", Ok(Timeout::Millis(7))),
        ("99999999999", Ok(Timeout::Millis(u32::MAX))),
        ("1.5", Err(Error::new(ErrorKind::Lexical, 0))),
        ("soon", Err(Error::new(ErrorKind::Lexical, 0))),
    ] {
        assert_eq!(Timeout::parse(text), wanted, "{text}");
    }
    assert_eq!([Timeout::Default, Timeout::Forever, Timeout::Millis(9)].map(Timeout::millis), [-1, 0, 9]);
}

/// S-214, S-215, S-224, V-41.
#[test]
fn parameters_of_gateways() {
    let mut call = Call::new(URL, Version::Soap11);
    assert_eq!(call.parameter("siebel_transport_header:SOAPAction", "abc"), Ok(Some(("SOAPAction", "abc"))));
    assert_eq!(call.parameter("HDR.SOAPAction", "custom"), Ok(Some(("SOAPAction", "custom"))));
    let kind = "text/xml; charset=UTF-8";
    assert_eq!(call.parameter("HTTPContentType", kind), Ok(Some(("Content-Type", kind))));
    assert_eq!(call.parameter("siebel_transport_param:HTTPRequestMethod", "Get"), Ok(None));
    assert_eq!(call.method, Method::Get);
    assert_eq!(call.parameter("HTTPRequestMethod", "POST"), Ok(None));
    assert_eq!(call.method, Method::Post);
    assert_eq!(call.parameter("HTTPRequestURLTemplate", "http://a/*"), Ok(None));
    assert_eq!(call.endpoint, "http://a/*");
    for (name, value) in [("HTTPRequestMethod", "PUT"), ("HTTPSleepTime", "1"), ("X", "1")] {
        assert_eq!(call.parameter(name, value).map_err(|error| error.kind), Err(ErrorKind::InvalidArgument), "{name}");
    }
}

/// S-151, S-218 to S-220: a message is delivered within the program, by whoever stands on the line.
#[test]
fn loopback() {
    use embedded_io::{Read, Write};
    let (mut request, mut response, mut memory, mut workspace) = (vec![0; 2048], vec![0; 512], vec![0; 2048], [0; 512]);
    let mut seen = Vec::new();
    {
        let loopback = Loopback::new(&mut request, &mut response, |line: &mut soapstone::binding::Line<'_, '_>| {
            seen.push(String::from_utf8(line.request().to_vec()).unwrap());
            let mut first = [0; 4];
            line.read_exact(&mut first).unwrap();
            assert_eq!(&first, b"POST");
            line.write_all(b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\nhey").unwrap();
        });
        let mut client = Client::new(loopback, &mut memory, &mut []);
        for text in ["7", "8"] {
            let call = call(Version::Soap11);
            let mut reply = client.call(&call, &mut workspace, None, &mut |writer| ping(writer, text)).unwrap();
            let mut body = [0; 3];
            reply.read_exact(&mut body).unwrap();
            assert_eq!((&body, reply.read(&mut [0; 1])), (b"hey", Ok(0)));
        }
    }
    assert_eq!(seen.len(), 2);
    assert!(seen[0].contains(">7</ns1:ping>") && seen[1].contains(">8</ns1:ping>"), "{seen:?}");
    assert!(seen.iter().all(|request| request.starts_with("POST /ws/a HTTP/1.1\r\n")), "{seen:?}");
}
