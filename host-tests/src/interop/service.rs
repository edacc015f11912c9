//! Our echo service.

use super::case::{NS, PASSWORD, USER};
use super::item::{Item, child, decode};
use soapstone::binding::server::{Application, Found, Judge, Message, Outcome, Path, Paths, Received, Services};
use soapstone::buf::Sink;
use soapstone::soap::{
    BlockAttributes, Element, Event, Fault, FaultCode, Keeper, Node, NodeTable, Operation, QName, Request, Sequence,
    Service, Version, Vocabulary, Writer,
};
use soapstone::wsa::{Addressing, Rules};
use soapstone::wss::{Generation, Policy, Replay, Users, Verifier};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, wsa, wss};
use std::sync::mpsc::Sender;

const TRACE: Vocabulary = Vocabulary { blocks: &[(NS, &["trace"])], children: &[], marked: &[] };
pub(super) const UNDERSTOOD: &[&Vocabulary] = &[&TRACE, &wsa::VOCABULARY, &wss::VOCABULARY];

const fn operation(name: &'static str, action: &'static str) -> Operation<'static> {
    Operation::document(name, NS, name).with_action(action)
}

/// The operations of the contract.
const SERVICE: Service<'static> = Service::new(&[
    operation("echoText", "urn:soapstone:echo/echoText"),
    operation("echoStruct", "urn:soapstone:echo/echoStruct"),
    operation("echoBinary", "urn:soapstone:echo/echoBinary"),
    operation("fail", "urn:soapstone:echo/fail"),
    operation("oneWay", "urn:soapstone:echo/oneWay").one_way(),
]);

/// The service at every path, which says in the words of WS-Security why a token is refused.
pub(super) struct Secured;

const PATHS: Paths<'static> = Paths(&[Path { path: "", service: SERVICE }]);

impl Services<'static> for Secured {
    fn find(&self, path: &str) -> Option<usize> {
        PATHS.find(path)
    }

    fn dispatch(&self, at: usize, request: &Request<'_>, entry: Option<QName<'_>>, offset: u64) -> Found<'static> {
        PATHS.dispatch(at, request, entry, offset)
    }

    fn fault(
        &self,
        at: usize,
        version: Version,
        error: &Error,
        call: Option<&soapstone::binding::server::Called<'static>>,
    ) -> Option<Fault<'static>> {
        let fault = wss::fault(version, Generation::Oasis, error.kind, true);
        fault.or_else(|| PATHS.fault(at, version, error, call))
    }
}

/// What is remembered of a call.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) connection: usize,
    pub(super) operation: String,
    pub(super) chunked: bool,
    pub(super) authenticated: bool,
    pub(super) addressed: bool,
}

/// The service as one connection sees it.
pub(super) struct Echo {
    node: NodeTable<'static, 'static>,
    connection: usize,
    seen: Sender<Seen>,
    now: Option<i64>,
    replays: Vec<Replay>,
    /// Whether the caller has shown the password.
    authenticated: bool,
    answer: Answer,
}

/// What is to be answered.
enum Answer {
    Text(String),
    Item(Box<Item>),
    Binary(Vec<u8>),
    Failure { code: String, text: String },
}

impl Echo {
    /// `now`: seconds since 1970; without them the age of a token is not judged.
    pub(super) fn new(connection: usize, seen: Sender<Seen>, now: Option<i64>) -> Self {
        Echo {
            node: NodeTable::new(UNDERSTOOD),
            connection,
            seen,
            now,
            replays: vec![Replay::EMPTY; 64],
            authenticated: false,
            answer: Answer::Text(String::new()),
        }
    }

    /// Does what the body entry calls.
    fn call(&mut self, operation: &str, entry: &Element<'_>) -> Result<Outcome, String> {
        let text = |local| child(entry, local).map(|e| e.text().as_str().to_owned());
        self.answer = match operation {
            "echoText" => Answer::Text(text("text")?),
            "echoStruct" => Answer::Item(Box::new(Item::parse(&child(entry, "item")?)?)),
            "echoBinary" => Answer::Binary(decode(&text("data")?)?),
            "fail" => Answer::Failure { code: text("code")?, text: text("text")? },
            _ => {
                text("text")?;
                return Ok(Outcome::Accepted);
            }
        };
        Ok(match self.answer {
            Answer::Failure { .. } => Outcome::Fault(FaultCode::Sender),
            _ => Outcome::Reply,
        })
    }
}

impl Judge for Echo {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    /// Verifies the token that a message may have, and takes the Action of WS-Addressing.
    fn identify<'r>(&mut self, received: &Received<'r>, request: &mut Request<'r>) -> Result<(), Error> {
        let policy =
            Policy { accept_text: true, require_username_token: false, require_timestamp: false, ..Policy::DIGEST };
        let mut verifier = Verifier { policy: &policy, now: self.now, replays: &mut self.replays };
        self.authenticated = verifier.verify(&received.headers, &mut Users(&[(USER, PASSWORD)]))?.authenticated;
        request.addressing_action = Addressing::of(&received.headers).and_then(|addressing| addressing.action());
        Ok(())
    }
}

impl Application for Echo {
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        let operation = received.call.map_or("", |call| call.operation.name).to_owned();
        let chunked = received.head.fields.has_token("Transfer-Encoding", "chunked");
        let addressed = Addressing::of(&received.headers).is_some();
        let (connection, authenticated) = (self.connection, self.authenticated);
        // Nobody may be interested any more.
        let _ = self.seen.send(Seen { connection, operation: operation.clone(), chunked, authenticated, addressed });
        let mut store = vec![0; 4 << 20];
        let mut keeper = Keeper::new(&mut store);
        while !matches!(
            message.next().inspect(|event| {
                keeper.take(event);
            })?,
            Event::Finished
        ) {}
        let entry = keeper.into_element(0)?;
        self.call(&operation, &entry).map_err(|_| Error::new(ErrorKind::InvalidParameters, 0))
    }

    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        writer.envelope()?;
        if let Some(trace) = received.headers.find(NS, "trace") {
            let trace = trace.element();
            writer.sequence(|steps| {
                steps.header_block(NS, "trace", &BlockAttributes::default());
                steps.text(trace.text().as_str());
                steps.end_item();
            })?;
        }
        let action = match &self.answer {
            Answer::Text(_) => "urn:soapstone:echo/echoTextResponse",
            Answer::Item(_) => "urn:soapstone:echo/echoStructResponse",
            Answer::Binary(_) => "urn:soapstone:echo/echoBinaryResponse",
            Answer::Failure { .. } => wsa::Version::V10.soap_fault_action(),
        };
        if let Some(addressing) = Addressing::of(&received.headers) {
            let reply =
                addressing.reply(&Rules::default(), action).map_err(|problem| Error::new(problem.error.kind, 0))?;
            reply.properties.write(writer)?;
        }
        match &self.answer {
            Answer::Text(text) => entry(writer, "echoTextResponse", |steps| steps.leaf(NS, "text", text))?,
            Answer::Item(item) => entry(writer, "echoStructResponse", |steps| item.write(steps))?,
            Answer::Binary(bytes) => entry(writer, "echoBinaryResponse", |steps| {
                steps.start(NS, "data");
                steps.base64(bytes);
                steps.end();
            })?,
            Answer::Failure { code, text } => {
                writer.fault_with_detail(&Fault::new(writer.version(), FaultCode::Sender, text))?;
                writer.sequence(|steps| {
                    steps.start(NS, "failure");
                    steps.leaf(NS, "code", code);
                    steps.leaf(NS, "text", text);
                    steps.end();
                })?;
                writer.end()?;
            }
        }
        writer.finish()
    }
}

/// Writes a body entry of the contract.
pub(super) fn entry<'w, S: Sink>(
    writer: &mut Writer<'w, S>,
    local: &str,
    write: impl FnOnce(&mut Sequence<'_, 'w, S>),
) -> Result<(), WriteError> {
    writer.sequence(|steps| {
        steps.once(|writer| writer.body_entry(NS, local));
        write(steps);
        steps.end_item();
    })
}
