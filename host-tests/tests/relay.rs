//! Messages sent on event by event: what comes out is read as what went in.

use soapstone::buf::Buffer;
use soapstone::soap::{BlockAttributes, Event, Options, Reader, Version, Writer};
use soapstone::xml::{Start, WriteError};
use soapstone::{Error, ErrorKind};
use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::message::TOLERANT;

const OPTIONS: Options = Options {
    versions: soapstone::soap::Versions::Both,
    leniencies: TOLERANT,
    basic_profile: false,
    limits: soapstone_host_tests::feed::GENEROUS.limits,
};

/// What an event says, with the prefixes it says it in.
fn line(event: &Event<'_>) -> Option<String> {
    let tag = |what: &str, start: &Start<'_>| {
        let mut declared: Vec<_> = start.declarations().map(|d| format!("{}={}", d.prefix, d.uri)).collect();
        declared.retain(|declared| !declared.starts_with("xml="));
        declared.sort();
        let attributes: Vec<_> = start.attributes().map(|a| format!("{}={}", a.name().qname(), a.value())).collect();
        format!("{what} {} {{{}}} {declared:?} {attributes:?}", start.name().qname(), start.name().uri())
    };
    Some(match event {
        Event::Envelope(_, start) => tag("Envelope", start),
        // Siebel documents these in lower case; they are sent on as they should be.
        Event::Header(start) => tag("Header", start).replacen(":header", ":Header", 1),
        Event::HeaderBlock(block) => tag("block", &block.start()),
        Event::Body(start) => tag("Body", start),
        Event::BodyEntry(start) => tag("entry", start),
        Event::Fault(start) => tag("Fault", start),
        Event::Trailer(start) => tag("trailer", start),
        Event::Start(_, start) => tag("start", start),
        Event::Text(_, text) => text.as_str().to_owned(),
        Event::End(..) | Event::Close(..) => "end".to_owned(),
        Event::NeedInput | Event::Finished => return None,
    })
}

/// The lines of a message, text in one piece; `None` when it is refused.
fn lines(message: &[u8]) -> Option<Vec<String>> {
    let mut workspace = vec![0; 65536];
    let mut reader = Reader::with_options(&mut workspace, OPTIONS);
    let (mut input, mut all, mut text) = (message, Vec::new(), false);
    loop {
        let event = reader.next(&mut input, true).ok()?;
        let Some(line) = line(&event) else { return Some(all) };
        match (std::mem::replace(&mut text, matches!(event, Event::Text(..))), &event, all.last_mut()) {
            (true, Event::Text(..), Some(before)) => *before += &line,
            _ => all.push(line),
        }
    }
}

/// Sends a message on that comes in chunks, through a buffer.
fn sent_on(message: &[u8], version: Version, chunk: usize, size: usize) -> Result<Vec<u8>, Error> {
    let (mut workspace, mut scratch, mut memory) = (vec![0; 65536], vec![0; 65536], vec![0; size]);
    let mut reader = Reader::with_options(&mut workspace, OPTIONS);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut scratch, version);
    let (mut sent, mut at) = (Vec::new(), 0);
    loop {
        let end = message.len().min(at + chunk);
        let mut input = &message[at..end];
        let event = reader.next(&mut input, end == message.len())?;
        at = end - input.len();
        loop {
            let result = writer.sequence(|steps| steps.event(&event));
            sent.extend_from_slice(writer.sink().bytes());
            writer.sink_mut().clear();
            match result {
                Ok(()) => break,
                Err(WriteError::Full) => {}
                Err(WriteError::Error(error)) => return Err(error),
            }
        }
        if let Event::Finished = event {
            return Ok(sent);
        }
    }
}

#[test]
fn what_is_sent_on_says_the_same() {
    for file in messages() {
        let Some(expected) = lines(&file.bytes) else { continue };
        let version = if file.columns[1] == "1.1" { Version::Soap11 } else { Version::Soap12 };
        let whole =
            sent_on(&file.bytes, version, usize::MAX / 2, 1 << 16).unwrap_or_else(|e| panic!("{}: {e}", file.path));
        let again = lines(&whole).unwrap_or_else(|| panic!("{}: {}", file.path, String::from_utf8_lossy(&whole)));
        assert_eq!(again, expected, "{}", file.path);
        if file.bytes.len() < 20_000 {
            assert_eq!(sent_on(&file.bytes, version, 13, 9000).expect("small buffer"), whole, "{}", file.path);
        }
    }
}

/// Prefixes that change, the default namespace, a fault, elements after the Body.
const MESSAGES: &[(&str, Version, &str)] = &[
    (
        "default namespace",
        Version::Soap12,
        "<Envelope xmlns='U'><Header><a xmlns='urn:m' xmlns:e='U' e:mustUnderstand=' true '/></Header><Body><b xmlns=''><c/></b></Body></Envelope>",
    ),
    (
        "two prefixes of one namespace",
        Version::Soap11,
        "<e:Envelope xmlns:e='U' xmlns:f='U' k='v'><f:Body xmlns:e='urn:other'><e:a f:encodingStyle='x'/></f:Body></e:Envelope>",
    ),
    (
        "QNames in content",
        Version::Soap11,
        "<e:Envelope xmlns:e='U' xmlns:q='urn:q'><e:Body><a t='q:x'>q:y</a><b/></e:Body></e:Envelope>",
    ),
    (
        "fault",
        Version::Soap11,
        "<e:Envelope xmlns:e='U'><e:Body><e:Fault><faultcode>e:Client</faultcode><faultstring xml:lang='en'>x</faultstring></e:Fault></e:Body></e:Envelope>",
    ),
    (
        "fault 1.2",
        Version::Soap12,
        "<e:Envelope xmlns:e='U'><e:Header/><e:Body><e:Fault><e:Code><e:Value>e:Sender</e:Value></e:Code><e:Reason><e:Text xml:lang='en'>&lt;</e:Text></e:Reason></e:Fault></e:Body></e:Envelope>",
    ),
    ("trailer", Version::Soap11, "<e:Envelope xmlns:e='U'><e:Body/><t:t xmlns:t='urn:t'><t:u/></t:t></e:Envelope>"),
];

#[test]
fn prefixes_and_parts_stay_what_they_were() {
    for (id, version, message) in MESSAGES {
        let message = message.replace("'U'", &format!("'{}'", version.uri()));
        let expected = lines(message.as_bytes()).expect(id);
        let whole = sent_on(message.as_bytes(), *version, usize::MAX / 2, 4096).expect(id);
        assert_eq!(lines(&whole).expect(id), expected, "{id}: {}", String::from_utf8_lossy(&whole));
        for (chunk, size) in [(1, 80), (3, 64), (1000, 70)] {
            assert_eq!(sent_on(message.as_bytes(), *version, chunk, size).expect(id), whole, "{id}");
        }
        let other = if *version == Version::Soap11 { Version::Soap12 } else { Version::Soap11 };
        let refused = sent_on(message.as_bytes(), other, 1000, 4096).expect_err(id);
        assert_eq!(refused, Error::new(ErrorKind::InvalidArgument, 0), "{id}");
    }
}

/// MU-11, MU-12: blocks that go no further are skipped, and one of the node's own is added, while the body flows through.
#[test]
fn blocks_are_left_out_and_added_on_the_way() {
    let next = Version::Soap12.role_next();
    let message = format!(
        "<e:Envelope xmlns:e='{}' xmlns:m='urn:m'><e:Header><m:stays e:relay='1' e:role='{next}'/><m:goes e:role='{next}'/>\
         <m:far/></e:Header><e:Body><m:b/></e:Body></e:Envelope>",
        Version::Soap12.uri()
    );
    let (mut workspace, mut scratch, mut memory) = ([0; 1024], [0; 1024], [0; 1024]);
    let mut reader = Reader::new(&mut workspace);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut scratch, Version::Soap12);
    let mut input = message.as_bytes();
    loop {
        let event = reader.next(&mut input, true).expect("well-formed");
        if let Event::HeaderBlock(block) = &event
            && !block.is_forwarded(block.targets(&[], false), false)
        {
            reader.skip();
            continue;
        }
        if let Event::Body(_) = event {
            writer.header_block("urn:m", "own", &BlockAttributes::default()).expect("room");
            writer.end().expect("room");
        }
        writer.sequence(|steps| steps.event(&event)).expect("room");
        if let Event::Finished = event {
            break;
        }
    }
    let sent = std::str::from_utf8(writer.sink().bytes()).expect("UTF-8");
    let (_, sent) = sent.split_once("<e:Header>").expect("a Header");
    assert_eq!(
        sent,
        format!(
            "<m:stays e:relay=\"1\" e:role=\"{next}\"/><m:far/><m:own/></e:Header><e:Body><m:b/></e:Body></e:Envelope>"
        )
    );
}
