//! Whole exchanges: what is sent, and what the response means.

use crate::wire::Script;
use embedded_io::Read;
use soapstone::ErrorKind;
use soapstone::binding::client::{Call, Client, Failed, Stage};
use soapstone::soap::Version;

const URL: &str = "http://meter.example:8080/ws/a";

/// What came of a call: status, body, or the stage and error.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Came {
    Reply(u16, String),
    Empty(u16),
    Failed(Stage, ErrorKind, u16),
}

/// Makes a call with a body that says `<ping>text</ping>`.
pub(crate) fn make(script: &mut Script, call: &Call<'_>, memory: usize, text: &str) -> Came {
    let (mut memory, mut scratch, mut workspace) = (vec![0; memory], vec![0; 512], vec![0; 512]);
    let mut client = Client::new(script, &mut memory, &mut scratch);
    let called = client.call(call, &mut workspace, None, &mut |w| {
        w.envelope()?;
        w.body_entry("urn:m", "ping")?;
        let mut rest = text;
        while !rest.is_empty() {
            let taken = w.xml().text(rest)?;
            rest = &rest[taken..];
        }
        w.end()?;
        w.finish()
    });
    match called {
        Ok(mut reply) if reply.is_empty() => {
            let status = reply.status();
            assert_eq!(reply.read(&mut [0; 8]), Ok(0));
            Came::Empty(status)
        }
        Ok(mut reply) => {
            let (status, mut body, mut piece) = (reply.status(), Vec::new(), [0; 7]);
            loop {
                match reply.read(&mut piece) {
                    Ok(0) => break Came::Reply(status, String::from_utf8(body).unwrap()),
                    Ok(count) => body.extend(&piece[..count]),
                    Err(soapstone::binding::client::BodyError::Http(error)) => {
                        break Came::Failed(Stage::Parsing, error.kind, status);
                    }
                    Err(_) => break Came::Failed(Stage::Parsing, ErrorKind::Io, status),
                }
            }
        }
        Err(Failed { stage, error, .. }) => Came::Failed(stage, error.kind, client.info().status()),
    }
}

#[test]
fn a_request_in_one_write() {
    let mut script = Script::new(&[&["HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 3\r\n\r\n<a>"]]);
    let call = Call::new(URL, Version::Soap11).with_action("urn:m/ping");
    assert_eq!(make(&mut script, &call, 2048, "7"), Came::Reply(200, "<a>".into()));
    let expected = "POST /ws/a HTTP/1.1\r\nHost: meter.example:8080\r\nUser-Agent: soapstone/0.1.0\r\nAccept: text/xml\r\n\
        Content-Type: text/xml; charset=utf-8\r\nSOAPAction: \"urn:m/ping\"\r\nConnection: keep-alive\r\n\
        Content-Length: 149\r\n\r\n<soap:Envelope";
    assert!(script.text(0).starts_with(expected), "{}", script.text(0));
    assert_eq!(script.log, ["open http meter.example 8080 -1"]);
}
