//! A SOAP node that speaks the header blocks and operations of the SOAP 1.2 test collection: what a node made of the
//! library does with a message, whole or in chunks.

mod operations;

use operations::{OPERATIONS, Reply};
use soapstone::buf::Buffer;
use soapstone::soap::{
    Answer, AnswerPart, Element, Event, Fault, FaultCode, HeaderReader, Headers, Keeper, Leniencies, NodeTable,
    Operation, Options, QName, Reader, Request, Section, Service, Version, Versions, Vocabulary, Writer,
    rpc::Parameter,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind};

/// The namespace of the header blocks and operations of the collection.
pub const TESTS: &str = "http://example.org/ts-tests";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const XLINK: &str = "http://www.w3.org/1999/xlink";

/// Header blocks that the node understands. `DataHolder` only holds what others refer to.
const BLOCKS: Vocabulary = Vocabulary {
    blocks: &[(
        TESTS,
        &[
            "echoOk",
            "Ignore",
            "requiredHeader",
            "validateCountryCode",
            "echoResolvedRef",
            "concatAndForwardEchoOk",
            "concatAndForwardEchoOkArg1",
            "concatAndForwardEchoOkArg2",
            "DataHolder",
        ],
    )],
    children: &[],
    marked: &[],
};

/// Which node of the collection it is.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// The role it plays, besides `next`.
    pub role: &'static str,
    /// Whether it stands between.
    pub intermediary: bool,
    /// What it speaks.
    pub versions: Versions,
}

/// Node C, the ultimate receiver.
pub const C: Settings =
    Settings { role: "http://example.org/ts-tests/C", intermediary: false, versions: Versions::Soap12 };
/// Node B, which stands between A and C.
pub const B: Settings = Settings { role: "http://example.org/ts-tests/B", intermediary: true, ..C };

/// What a node does with a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It answers.
    Answer(String),
    /// It sends it on.
    Forward(String),
}

/// What a node cannot go on with, and a header block that goes with the fault.
struct Stop {
    fault: Box<Fault<'static>>,
    block: Option<(&'static str, &'static str)>,
}

/// Has the node process a message that comes in chunks of this size.
pub fn process(message: &[u8], chunk: usize, settings: &Settings) -> Outcome {
    let (mut workspace, mut store, mut body) = (vec![0; 16384], vec![0; 65536], vec![0; 65536]);
    // The collection has its nodes read past processing instructions (T26).
    let leniencies = Leniencies::PROCESSING_INSTRUCTIONS;
    let options = Options { versions: settings.versions, leniencies, ..Options::default() };
    let mut reader = Reader::with_options(&mut workspace, options);
    let mut headers = HeaderReader::new(&mut store);
    let mut keeper = Keeper::new(&mut body);
    let mut source = Source { message, at: 0, chunk };
    let read = source.read(&mut reader, &mut headers, &mut keeper, settings);
    let (version, headers, entry) = (reader.reply_version(), headers.headers(), keeper.element());
    let result = match read {
        Ok(()) if settings.intermediary => Ok(Outcome::Forward(forwarded(version, &headers, entry))),
        Ok(()) => reply(version, &headers, entry).map(Outcome::Answer),
        Err(error) => {
            Err(Stop { fault: SERVICE.fault(version, &error, None).expect("not one-way").into(), block: None })
        }
    };
    result.unwrap_or_else(|stop| {
        let node = settings.intermediary.then_some(settings.role.into());
        let fault = Fault { node, ..*stop.fault };
        let answer = Answer::with_fault(fault, settings.versions, Some(headers));
        Outcome::Answer(written(version, |writer| {
            writer.answer(&answer, &mut |writer, part| match (part, stop.block) {
                (AnswerPart::Header, Some((local, text))) => block(writer, TESTS, local, None, text),
                _ => Ok(()),
            })
        }))
    })
}

const SERVICE: Service<'static> = Service::new(OPERATIONS);

/// A message that comes in chunks.
struct Source<'m> {
    message: &'m [u8],
    at: usize,
    chunk: usize,
}

impl<'m> Source<'m> {
    /// Hands out the next chunk.
    fn give<T>(&mut self, take: impl FnOnce(&mut &'m [u8], bool) -> T) -> T {
        let end = self.message.len().min(self.at + self.chunk);
        let mut input = &self.message[self.at..end];
        let taken = take(&mut input, end == self.message.len());
        self.at = end - input.len();
        taken
    }

    /// Reads the message to its end: header blocks judged before the Body, the first body entry kept and held to the
    /// service when it opens.
    fn read(
        &mut self,
        reader: &mut Reader<'_>,
        headers: &mut HeaderReader<'_>,
        keeper: &mut Keeper<'_>,
        settings: &Settings,
    ) -> Result<(), Error> {
        let roles = [settings.role];
        let vocabularies = [&BLOCKS];
        let mut node = NodeTable::new(&vocabularies).with_roles(&roles).keep_all();
        if settings.intermediary {
            node = node.intermediary();
        }
        while !self.give(|input, last| headers.read(reader, input, last, &mut node))? {}
        let mut kept = false;
        loop {
            let done = self.give(|input, last| {
                let event = reader.next(input, last)?;
                if let (Event::BodyEntry(start), false) = (&event, settings.intermediary) {
                    let called = SERVICE.dispatch(&Request::default(), Some(start.name().into()), start.offset());
                    called.map_err(|refused| refused.error)?;
                }
                let section = event.section();
                if !kept && matches!(section, Section::BodyEntry) {
                    kept = keeper.take(&event);
                }
                Ok(matches!(event, Event::Finished))
            })?;
            if done {
                return Ok(());
            }
        }
    }
}

/// What the ultimate receiver answers.
fn reply(version: Version, headers: &Headers<'_>, entry: Option<Element<'_>>) -> Result<String, Stop> {
    let mut blocks = Vec::new();
    for element in headers.blocks().map(|block| block.element()).filter(|element| element.name().uri == TESTS) {
        match element.name().local.as_str() {
            "echoOk" => blocks.push(("responseOk", element.text().as_str().to_owned())),
            "echoResolvedRef" => {
                let reference = element.children().next();
                let part = |uri, local| reference.and_then(|r| r.attribute(uri, local)).unwrap_or_default();
                blocks.push(("responseResolvedRef", format!("{}{}", part(XML, "base"), part(XLINK, "href"))));
            }
            "validateCountryCode" if element.trimmed().len() != 2 => {
                return Err(Stop {
                    fault: Fault::new(version, FaultCode::Sender, "not a valid country code").into(),
                    block: Some(("validateCountryCodeFault", "Country code must be 2 letters.")),
                });
            }
            _ => {}
        }
    }
    let reply = match entry {
        Some(entry) => Some(call(version, &entry, headers)?),
        None => None,
    };
    Ok(written(version, |writer| {
        writer.envelope()?;
        for (local, text) in &blocks {
            block(writer, TESTS, local, None, text)?;
        }
        if let Some((operation, reply)) = &reply {
            let uri = entry.map(|entry| entry.name().uri).unwrap_or_default();
            let parameters: Vec<Parameter<'_>> =
                reply.parameters.iter().map(|parameter| parameter.borrowed()).collect();
            match &reply.text {
                Some(text) => {
                    writer.body_entry(uri.as_str(), operation.response)?;
                    writer.xml().text_whole(text)?;
                    writer.end()?;
                }
                None if !reply.members.is_empty() => {
                    structure(writer, uri.as_str(), operation.response, &reply.members)?
                }
                None => writer.rpc_response(uri.as_str(), operation.response, reply.result, &parameters)?,
            }
        }
        writer.finish()
    }))
}

/// Does what the body entry calls.
fn call<'t>(
    version: Version,
    entry: &Element<'t>,
    headers: &Headers<'t>,
) -> Result<(&'static Operation<'static>, Reply<'t>), Stop> {
    let found = SERVICE.dispatch(&Request::default(), Some(entry.name()), 0).expect("it was found when it opened");
    match operations::call(found.operation.name, entry, headers) {
        Ok(reply) => Ok((found.operation, reply)),
        Err(refused) => {
            let error = Error::new(refused.kind, 0);
            let mut fault = SERVICE.fault(version, &error, Some(found.operation)).expect("not one-way");
            if let Some(subcode) = refused.subcode {
                fault.subcodes = subcode.into();
            }
            Err(Stop { fault: fault.into(), block: None })
        }
    }
}

/// What a node that stands between sends on: the blocks that are not its own, what it makes of those that are, and the
/// body entry.
fn forwarded(version: Version, headers: &Headers<'_>, entry: Option<Element<'_>>) -> String {
    let text = |local| headers.find(TESTS, local).map(|block| block.element().trimmed()).unwrap_or_default();
    let joined = headers
        .find(TESTS, "concatAndForwardEchoOk")
        .map(|_| format!("{}{}", text("concatAndForwardEchoOkArg1"), text("concatAndForwardEchoOkArg2")));
    written(version, |writer| {
        writer.envelope()?;
        for kept in headers.forwarded() {
            writer.sequence(|steps| steps.kept_block(&kept.element(), None))?;
        }
        if let Some(joined) = &joined {
            block(writer, TESTS, "echoOk", Some(C.role), joined)?;
        }
        if let Some(entry) = entry {
            same(writer, &entry)?;
        }
        writer.finish()
    })
}

/// Writes a body entry with the content of another.
fn same(writer: &mut Writer<'_, Buffer<'_>>, entry: &Element<'_>) -> Result<(), WriteError> {
    writer.sequence(|steps| {
        steps.once(|writer| writer.body_entry(entry.name().uri.as_str(), entry.name().local.as_str()));
        for child in entry.children() {
            steps.element(&child);
        }
        steps.end_item();
    })
}

/// Writes a response that returns a struct.
fn structure(
    writer: &mut Writer<'_, Buffer<'_>>,
    uri: &str,
    response: &str,
    members: &[(&str, String)],
) -> Result<(), WriteError> {
    writer.sequence(|steps| {
        steps.once(|writer| writer.body_entry(uri, response));
        steps.start(soapstone::Namespace::Soap12Rpc.uri(), "result");
        steps.text_qname("", "return");
        steps.end();
        steps.start("", "return");
        for (local, text) in members {
            steps.leaf("", local, text);
        }
        steps.end();
        steps.end_item();
    })
}

fn block(
    writer: &mut Writer<'_, Buffer<'_>>,
    uri: &str,
    local: &str,
    role: Option<&str>,
    text: &str,
) -> Result<(), WriteError> {
    let attributes = soapstone::soap::BlockAttributes { role, must_understand: role.is_some(), ..Default::default() };
    writer.sequence(|steps| {
        steps.header_block(uri, local, &attributes);
        steps.text(text);
        steps.end_item();
    })
}

fn written(version: Version, write: impl FnOnce(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>) -> String {
    let (mut memory, mut workspace) = (vec![0; 65536], vec![0; 16384]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, version);
    write(&mut writer).expect("room for the answer");
    String::from_utf8(writer.sink().bytes().to_vec()).expect("UTF-8")
}

/// Why an operation refuses its parameters.
pub(crate) struct Refusal {
    pub(crate) kind: ErrorKind,
    pub(crate) subcode: Option<QName<'static>>,
}
