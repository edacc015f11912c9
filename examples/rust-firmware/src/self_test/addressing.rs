//! WS-Addressing: a request, and the reply that its headers ask for.

use super::Check;
use crate::Wrong;
use soapstone::buf::Buffer;
use soapstone::soap::{self, HeaderReader, NodeTable, Reader, Writer};
use soapstone::wsa::{Addressing, Destination, Properties, Rules, VOCABULARY, Version};

pub(super) const CHECKS: &[Check] = &[
    ("WS-Addressing 1.0: a request, and the headers of its reply", || exchanged(Version::V10)),
    ("WS-Addressing 2004/08: a request, and the headers of its reply", || exchanged(Version::V200408)),
];

const ACTION: &str = "urn:example:depot/read";
const ANSWER: &str = "urn:example:depot/readResponse";
const ID: &str = "urn:uuid:00000000-0000-4000-8000-000000000007";
const TO: &str = "http://depot.example/svc";

fn message<'b>(memory: &'b mut [u8], properties: &Properties<'_>) -> Result<&'b [u8], Wrong> {
    let mut workspace = [0; 384];
    let mut writer = Writer::new(Buffer::new(memory), &mut workspace, soap::Version::Soap12);
    writer.envelope()?;
    properties.write(&mut writer)?;
    writer.body_entry("urn:example:depot", "Read")?;
    writer.end()?;
    writer.finish()?;
    Ok(writer.into_sink().into_bytes())
}

fn exchanged(version: Version) -> Result<(), Wrong> {
    let (mut memory, mut answered) = ([0; 1024], [0; 768]);
    let request = Properties {
        version,
        action: ACTION,
        message_id: Some(ID),
        to: Some(TO),
        reply_to: Some(version.anonymous()),
        ..Properties::default()
    };
    let request = message(&mut memory, &request)?;
    let answer = answer(request, version, &mut answered)?;
    read(answer, |addressing| {
        Wrong::unless(addressing.action() == Some(ANSWER), "another action of the reply")?;
        Wrong::unless(addressing.in_reply_to() == Some(ID), "the reply to another request")
    })
}

/// Reads the headers of the request and writes the reply they ask for.
fn answer<'b>(request: &[u8], version: Version, memory: &'b mut [u8]) -> Result<&'b [u8], Wrong> {
    let mut answer = Err(Wrong::Unexpected("no answer"));
    read(request, |addressing| {
        Wrong::unless(addressing.version() == version, "another version")?;
        Wrong::unless(addressing.action() == Some(ACTION) && addressing.to() == Some(TO), "other headers")?;
        let rules = Rules { reply_expected: true, ..Rules::default() };
        addressing.check(&rules).map_err(|_| Wrong::Unexpected("the headers are refused"))?;
        let reply = addressing.reply(&rules, ANSWER).map_err(|_| Wrong::Unexpected("there is no reply"))?;
        Wrong::unless(reply.destination == Destination::BackChannel, "another destination")?;
        answer = message(memory, &reply.properties);
        Ok(())
    })?;
    answer
}

fn read(message: &[u8], judge: impl FnOnce(&Addressing<'_>) -> Result<(), Wrong>) -> Result<(), Wrong> {
    let (mut workspace, mut store) = ([0; 512], [0; 768]);
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(&mut store);
    let mut input = message;
    headers.read(&mut reader, &mut input, true, &mut NodeTable::new(&[&VOCABULARY]))?;
    judge(&Addressing::of(&headers.headers()).ok_or(Wrong::Unexpected("there are no addressing headers"))?)
}
