//! A service for tests: what it is asked, it tells; what it answers can be told to it.

use soapstone::binding::server::{
    Application, Asked, Judge, Memory, Message, Options, Outcome, Page, Path, Paths, Received, Refusal, ServeError,
    Server,
};
use soapstone::buf::Sink;
use soapstone::http::{HeadWriter, RequestHead};
use soapstone::soap::{
    Authentication, Event, Fault, FaultCode, Node, NodeTable, Operation, Request, Service, Version, Vocabulary, Writer,
};
use soapstone::wss::{self, Generation};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind};

use crate::wire::{Response, Script, responses};

pub(crate) const NS: &str = "urn:depot";

const OPERATIONS: &[Operation<'static>] = &[
    Operation::document("echo", NS, "Echo").with_action("urn:depot/echo"),
    Operation::document("fail", NS, "Fail"),
    Operation::document("tell", NS, "Tell").one_way(),
    Operation::document("open", NS, "Open").requires(Authentication::TRANSPORT),
    Operation::document("list", NS, "List"),
    Operation::document("break", NS, "Break"),
    Operation::document("busy", NS, "Busy"),
    Operation::document("quote", NS, "Quote").with_action("a\"b"),
    Operation::document("peek", NS, "Peek"),
];

pub(crate) const PATHS: &Paths<'static> = &Paths(&[Path { path: "/depot", service: Service::new(OPERATIONS) }]);

const KNOWN: Vocabulary = Vocabulary { blocks: &[(NS, &["known"])], children: &[], marked: &[] };

/// The application. What happened is in `log`.
#[derive(Default)]
pub(crate) struct Depot {
    node: NodeTable<'static, 'static>,
    pub(crate) text: String,
    pub(crate) log: Vec<String>,
}

impl Judge for Depot {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    fn admit(&mut self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        match head.fields.text("X-Busy") {
            Some(_) => Err(Refusal::UNAVAILABLE),
            None => Ok(()),
        }
    }

    fn identify<'r>(&mut self, received: &Received<'r>, request: &mut Request<'r>) -> Result<(), Error> {
        if received.head.fields.value("X-Token").is_some() {
            return Err(Error::new(ErrorKind::FailedAuthentication, 7));
        }
        if received.head.fields.value("Authorization") == Some(b"Basic secret") {
            request.authenticated = Authentication::TRANSPORT;
        }
        Ok(())
    }

    fn fault(&mut self, _: Option<&Received<'_>>, version: Version, error: &Error) -> Option<Fault<'static>> {
        // Who must come in through HTTP is told so by HTTP.
        let kind = Some(error.kind).filter(|kind| *kind != ErrorKind::AuthenticationRequired)?;
        wss::fault(version, Generation::Oasis, kind, false)
    }

    fn asked(&mut self, head: &RequestHead<'_>) -> Option<Asked> {
        match head.fields.text("X-Asks")? {
            "nothing" => Some(Asked::Nothing),
            _ => Some(Asked::Message(Version::Soap11)),
        }
    }

    fn page(&mut self, head: &RequestHead<'_>) -> Option<Page<'_>> {
        let wsdl = Page { media_type: "text/xml", content: b"<definitions/>" };
        (head.target == "/depot?wsdl").then_some(wsdl)
    }

    fn fields(&mut self, status: u16, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        match status {
            401 => head.field("WWW-Authenticate", "Basic realm=\"depot\""),
            503 => head.field_number("Retry-After", 120),
            _ => Ok(()),
        }
    }

    fn answered(&mut self, status: u16, error: Option<&Error>) {
        self.log.push(format!("{status} {}", error.map_or("", |error| error.kind.name())));
    }
}

impl Application for Depot {
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        let name = received.call.unwrap().operation.name;
        self.begin(name);
        if name == "peek" {
            return Ok(Outcome::Reply);
        }
        assert!(matches!(message.next()?, Event::BodyEntry(start) if start.name().uri() == NS));
        loop {
            match message.next()? {
                Event::Text(_, text) => self.text.push_str(text.as_str()),
                Event::Finished => return Ok(self.outcome(name)),
                _ => {}
            }
        }
    }

    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        let name = received.call.map_or("", |call| call.operation.name);
        writer.envelope()?;
        match name {
            "fail" => writer.fault(&Fault::new(received.version, FaultCode::Sender, "no such shelf"))?,
            _ => {
                writer.body_entry(NS, "Answer")?;
                writer.xml().text_whole(&self.text)?;
                for _ in 0..self.text.parse().unwrap_or(0) * usize::from(name == "list" || name == "break") {
                    writer.xml().start("", "item")?;
                    writer.xml().text_whole("0123456789")?;
                    writer.xml().end()?;
                }
                if name == "break" {
                    return Err(Error::new(ErrorKind::Io, 0).into());
                }
                writer.end()?;
            }
        }
        writer.finish()
    }
}

/// How a server is run.
#[derive(Clone, Copy)]
pub(crate) struct Setting {
    pub(crate) options: Options<'static>,
    pub(crate) head: usize,
    pub(crate) input: usize,
    pub(crate) output: usize,
}

impl Default for Setting {
    fn default() -> Self {
        Setting { options: Options::new(PATHS), head: 1024, input: 512, output: 2048 }
    }
}

/// What came of a connection.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Served {
    pub(crate) responses: Vec<Response>,
    pub(crate) log: Vec<String>,
    pub(crate) result: Result<(), ServeError<embedded_io::ErrorKind>>,
}

impl Depot {
    /// An operation is called.
    pub(crate) fn begin(&mut self, name: &str) {
        self.log.push(format!("call {name}"));
        self.text.clear();
    }

    /// What came of it.
    pub(crate) fn outcome(&self, name: &str) -> Outcome {
        match name {
            "fail" => Outcome::Fault(FaultCode::Sender),
            "busy" => Outcome::Refused(Refusal::UNAVAILABLE),
            "tell" if self.text == "bad" => Outcome::Fault(FaultCode::Receiver),
            _ => Outcome::Reply,
        }
    }
}

/// A depot that understands its own header block.
pub(crate) fn depot() -> Depot {
    Depot { node: NodeTable::new(&[&KNOWN]), ..Depot::default() }
}

impl Setting {
    /// Lends the memory of a server.
    pub(crate) fn with_memory<R>(&self, serve: impl FnOnce(Memory<'_>) -> R) -> R {
        let (mut head, mut input, mut output) = (vec![0; self.head], vec![0; self.input], vec![0; self.output]);
        let (mut workspace, mut store) = ([0; 1024], [0; 512]);
        serve(Memory {
            head: &mut head,
            input: &mut input,
            workspace: &mut workspace,
            store: &mut store,
            output: &mut output,
        })
    }
}

/// Serves a connection.
pub(crate) fn serve(setting: &Setting, script: &mut Script) -> Served {
    let mut depot = depot();
    let result = setting.with_memory(|memory| Server::new(memory, setting.options).serve(script, &mut depot));
    Served { responses: responses(&script.sent, script.bodiless()), log: depot.log, result }
}

/// A message with this body entry, of this version.
pub(crate) fn envelope(version: Version, header: &str, entry: &str) -> String {
    let uri = version.uri();
    format!(
        "<e:Envelope xmlns:e='{uri}' xmlns:d='{NS}'><e:Header>{header}</e:Header><e:Body>{entry}</e:Body></e:Envelope>"
    )
}

/// A request with these lines after the first, and this body; its length among them unless they say how it is framed.
pub(crate) fn request(lines: &str, body: &str) -> String {
    let framed = lines.contains("Content-Length") || lines.contains("Transfer-Encoding");
    let length = if framed { String::new() } else { format!("Content-Length: {}\r\n", body.len()) };
    format!("POST /depot HTTP/1.1\r\nHost: h\r\n{lines}{length}\r\n{body}")
}
