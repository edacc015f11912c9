//! Replies that are read as messages.

use crate::made::{call, ping};
use crate::wire::Script;
use soapstone::ErrorKind;
use soapstone::binding::client::{Client, Outcome, read_outcome};
use soapstone::soap::{Event, FaultReader, Options, Version};
use soapstone::xml::PullError;

fn response(status: &str, kind: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\r\n", body.len());
    [head.as_bytes(), body].concat()
}

/// What the Body of a reply holds, with the text of its entry or the reason of its fault.
fn read(version: Version, response: Vec<u8>, most: usize) -> Result<(Outcome, String), ErrorKind> {
    let mut script = Script::new(&[&[]]);
    (script.responses, script.most) = (vec![vec![response]], most);
    let (mut memory, mut workspace, mut window, mut store) = (vec![0; 2048], [0; 1024], [0; 16], [0; 256]);
    let mut client = Client::new(&mut script, &mut memory, &mut []);
    let mut reply = client.call(&call(version), &mut workspace, None, &mut |writer| ping(writer, "7")).unwrap();
    let status = reply.status();
    let mut reader = reply.reader(&mut workspace, Options::default(), &mut window).map_err(|error| error.kind)?;
    let mut fault = FaultReader::new(&mut store);
    let of = |error| match error {
        PullError::Document(error) => error.kind,
        PullError::Source(_) => ErrorKind::Io,
    };
    let outcome = read_outcome(&mut reader, status, &mut fault).map_err(of)?;
    let mut text = String::new();
    loop {
        match reader.next().map_err(of)? {
            Event::Text(_, piece) => text += piece.as_str(),
            Event::Finished => break,
            _ => {}
        }
    }
    if outcome == Outcome::Fault {
        text = fault.into_fault().reason().as_str().to_owned();
    }
    Ok((outcome, text))
}

/// HTTP-13, HTTP-17, HTTP-18, HTTP-19; S-016: a reply, a fault or a failure, told apart.
#[test]
fn outcomes() {
    let in11 = |body: &str| {
        format!(
            "<e:Envelope xmlns:e=\"http://schemas.xmlsoap.org/soap/envelope/\"><e:Body>{body}</e:Body></e:Envelope>"
        )
    };
    let in12 = |body: &str| {
        format!("<e:Envelope xmlns:e=\"http://www.w3.org/2003/05/soap-envelope\"><e:Body>{body}</e:Body></e:Envelope>")
    };
    let fault11 = in11("<e:Fault><faultcode>e:Server</faultcode><faultstring>no</faultstring></e:Fault>");
    let fault12 = in12(
        "<e:Fault><e:Code><e:Value>e:Sender</e:Value><e:Subcode><e:Value xmlns:a=\"urn:a\">a:MissingID</e:Value></e:Subcode></e:Code><e:Reason><e:Text xml:lang=\"en\">no</e:Text></e:Reason></e:Fault>",
    );
    let entry = in11("<a xmlns=\"urn:a\">7</a>");
    let latin = format!("<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?>{}", in11("<a xmlns=\"urn:a\">é</a>"));
    let (v11, v12) = (Version::Soap11, Version::Soap12);
    for (id, version, response, wanted) in [
        ("reply", v11, response("200 OK", "text/xml", entry.as_bytes()), Ok((Outcome::Entry, "7"))),
        ("empty Body", v11, response("200 OK", "text/xml", in11("").as_bytes()), Ok((Outcome::Empty, ""))),
        ("HTTP-13", v11, response("200 OK", "text/xml", fault11.as_bytes()), Ok((Outcome::Fault, "no"))),
        ("HTTP-12", v11, response("500 Oops", "text/xml", fault11.as_bytes()), Ok((Outcome::Fault, "no"))),
        ("HTTP-17", v11, response("500 Oops", "text/xml", entry.as_bytes()), Err(ErrorKind::FaultExpected)),
        ("HTTP-18", v12, response("500 Oops", "application/soap+xml", fault12.as_bytes()), Ok((Outcome::Fault, "no"))),
        ("HTTP-19", v11, response("200 OK", "text/xml; charset=utf-8", latin.as_bytes()), Ok((Outcome::Entry, "é"))),
        (
            "charset",
            v11,
            response("200 OK", "text/xml; charset=EBCDIC", entry.as_bytes()),
            Err(ErrorKind::UnsupportedEncoding),
        ),
    ] {
        for most in [1, 3, usize::MAX] {
            let came = read(version, response.clone(), most);
            assert_eq!(came, wanted.map(|(outcome, text)| (outcome, text.to_owned())), "{id}, {most}");
        }
    }
}
