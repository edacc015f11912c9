//! What calls are answered with.

use crate::command::call::Envelope;
use soapstone::binding::server::{
    Application, Called, Found, Judge, Message, Outcome, Paths, Received, Refusal, Services,
};
use soapstone::buf::Sink;
use soapstone::http::auth::{Guard, Users};
use soapstone::http::{HeadWriter, RequestHead};
use soapstone::soap::{
    Element, Event, Fault, Keeper, Kept, Node, NodeTable, Operation, QName, Reader, Request, Version, Writer,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind};
use std::cell::Cell;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

/// How many answers are left; `None`: no end.
pub(super) type Left = Rc<Cell<Option<u64>>>;

/// A service at every path, with every operation.
pub(super) struct Any;

impl Services<'static> for Any {
    fn find(&self, _: &str) -> Option<usize> {
        Some(0)
    }

    fn dispatch(&self, _: usize, _: &Request<'_>, _: Option<QName<'_>>, _: u64) -> Found<'static> {
        (Some(Called { index: 0, operation: Operation::document("any", "", "") }), Ok(()))
    }

    fn fault(
        &self,
        at: usize,
        version: Version,
        error: &Error,
        call: Option<&Called<'static>>,
    ) -> Option<Fault<'static>> {
        Paths(&[]).fault(at, version, error, call)
    }
}

/// Answers calls.
pub(super) struct Answers<'a> {
    node: NodeTable<'static, 'static>,
    folder: Option<PathBuf>,
    guard: Option<Guard<'a>>,
    users: &'a [(&'a str, &'a str)],
    pub(super) left: Left,
    json: bool,
    /// What is called, for the log.
    called: String,
    /// The body entry of the answer, kept in a store: where it begins.
    store: Vec<u8>,
    entry: Option<usize>,
}

/// Bytes that a body entry may take as it is kept.
const STORE: usize = 64 << 20;

impl<'a> Answers<'a> {
    pub(super) fn new(
        folder: Option<PathBuf>,
        guard: Option<Guard<'a>>,
        users: &'a [(&'a str, &'a str)],
        requests: Option<u64>,
        json: bool,
    ) -> Self {
        let left = Rc::new(Cell::new(requests));
        let (node, called) = (NodeTable::new(&[]), String::new());
        Answers { node, folder, guard, users, left, json, called, store: vec![0; STORE], entry: None }
    }

    /// Keeps the body entry of a file.
    fn keep_file(&mut self, name: &str, version: Version) -> Result<(), Error> {
        let missing = Error::new(ErrorKind::OperationNotSupported, 0);
        // A name of XML has no slash; what it is without its dots is no way out of the folder.
        let folder = self.folder.as_ref().filter(|_| !name.starts_with('.')).ok_or(missing)?;
        let file = std::fs::read(folder.join(format!("{name}.xml"))).map_err(|_| missing)?;
        let envelope = Envelope::around(&file, version);
        let mut workspace = vec![0; 65_536];
        let (mut reader, mut input) = (Reader::new(&mut workspace), &envelope[..]);
        let mut keeper = Keeper::new(&mut self.store);
        loop {
            let event = reader.next(&mut input, true)?;
            keeper.take(&event);
            if let Event::Finished = event {
                break;
            }
        }
        self.entry = keeper.element().map(|element| element.place().1);
        Ok(())
    }
}

impl Judge for Answers<'_> {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    fn admit(&mut self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        self.called = format!("{} {}", head.method, head.target);
        let Some(guard) = &mut self.guard else { return Ok(()) };
        match guard.admit(head, now(), &mut Users(self.users), &mut [0; 1024]) {
            Ok(_) => Ok(()),
            Err(error) if error.kind == ErrorKind::HttpAuthentication => Err(Refusal::UNAUTHORIZED),
            Err(error) => Err(error.into()),
        }
    }

    fn fields(&mut self, status: u16, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        match &mut self.guard {
            Some(guard) if status == 401 => guard.challenge(now(), head),
            _ => Ok(()),
        }
    }

    fn answered(&mut self, status: u16, error: Option<&Error>) {
        let error = error.map(|error| error.kind.name());
        match self.json {
            true => println!("{}", serde_json::json!({ "status": status, "call": self.called, "error": error })),
            false => println!("{status} {} {}", self.called, error.unwrap_or_default()),
        }
        self.left.set(self.left.get().map(|left| left.saturating_sub(1)));
    }
}

impl Application for Answers<'_> {
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        let mut store = std::mem::take(&mut self.store);
        let mut keeper = Keeper::new(&mut store);
        let mut name = String::new();
        loop {
            let event = message.next()?;
            if let Event::BodyEntry(start) = &event
                && name.is_empty()
            {
                name = start.name().local().as_str().to_owned();
            }
            keeper.take(&event);
            if let Event::Finished = event {
                break;
            }
        }
        let exceeded = keeper.exceeded();
        self.entry = keeper.element().map(|element| element.place().1);
        self.store = store;
        if exceeded.is_some() {
            return Err(Error::new(ErrorKind::Limit, 0));
        }
        if self.folder.is_some() {
            self.keep_file(&name, received.version)?;
        }
        Ok(Outcome::Reply)
    }

    fn answer(&mut self, _: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        writer.envelope()?;
        match self.entry.and_then(|at| Element::at(&self.store, at)) {
            Some(entry) => write(writer, &entry)?,
            None => writer.body()?,
        }
        writer.finish()
    }
}

/// Writes a kept element as a body entry.
fn write(writer: &mut Writer<'_, &mut dyn Sink>, entry: &Element<'_>) -> Result<(), WriteError> {
    let name = entry.name();
    let (uri, local) = (name.uri.as_str().to_owned(), name.local.as_str().to_owned());
    writer.sequence(|steps| {
        steps.once(|writer| writer.body_entry(&uri, &local));
        steps.attributes_of(entry, &|_| false);
        let mut depth = 0_usize;
        for event in entry.events().skip(1) {
            match event {
                Kept::Start(element) => {
                    let name = element.name();
                    steps.start(name.uri.as_str(), name.local.as_str());
                    steps.attributes_of(&element, &|_| false);
                    depth += 1;
                }
                Kept::Text(text) => steps.text(text.as_str()),
                Kept::End if depth == 0 => steps.end_item(),
                Kept::End => {
                    steps.end();
                    depth -= 1;
                }
            }
        }
    })
}

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}
