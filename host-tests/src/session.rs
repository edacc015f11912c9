//! What the session headers and the error stack of a message say, summed up.

use crate::message::{STRICT, TOLERANT};
use serde::Serialize;
use soapstone::peer::Peer;
use soapstone::session::{SessionHeaders, SessionRequest, VOCABULARY};
use soapstone::soap::{self, Event, FaultReader, HeaderReader, Headers, Keeper, NodeTable, Reader};
use soapstone::xml::Str;
use soapstone::{Error, ErrorKind};

/// What stands in the place of a secret.
const SECRET: &str = "***";

/// The session headers that are for the ultimate receiver, secrets hidden.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// The type; `None` when it is not said.
    pub session_type: &'static str,
    /// The login name.
    pub username: Option<String>,
    /// Whether there is a password.
    pub password: Option<&'static str>,
    /// Whether there is a token.
    pub token: Option<&'static str>,
    /// What a request with these headers asks for: `anonymous`, `login`, `resume`, `logout`.
    pub request: Option<&'static str>,
    /// What is wrong with the headers, if this is a request.
    pub problem: Option<Problem>,
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Problem {
    /// The stable name of the error.
    pub code: &'static str,
    /// Bytes of the message before the header block.
    pub offset: u64,
}

/// The errors of a Siebel server.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorStack {
    /// The log file on the server.
    pub log_file_name: Option<String>,
    /// The errors.
    pub errors: Vec<StackedError>,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StackedError {
    /// The code.
    pub code: Option<String>,
    /// The symbol.
    pub symbol: Option<String>,
    /// The message.
    pub message: Option<String>,
}

/// Reads the session headers; `None` when there are none, or the message is not one.
pub fn read(document: &[u8]) -> Option<Session> {
    let mut store = store(document);
    let (mut reader, mut headers) = (Reader::with_options(&mut store.0, options()), HeaderReader::new(&mut store.1));
    reader.accept_encodings();
    match headers.read(&mut reader, &mut &*document, true, &mut NodeTable::new(&[&VOCABULARY]).keep_all()) {
        // Mandatory blocks of others do not matter here: what was kept is there all the same.
        Err(error) if error.kind != ErrorKind::NotUnderstood => None,
        _ => Session::of(&headers.headers()),
    }
}

/// Reads the error stack of a fault; `None` when there is none, or the message has no fault.
pub fn read_error_stack(document: &[u8]) -> Option<ErrorStack> {
    let (mut store, mut values) = (store(document), vec![0; usize::from(u16::MAX)]);
    let (mut reader, mut keeper) = (Reader::with_options(&mut store.0, options()), Keeper::new(&mut store.1));
    reader.accept_encodings();
    let mut input = document;
    loop {
        match reader.next(&mut input, true).ok()? {
            Event::Fault(_) => break,
            Event::Finished => return None,
            _ => {}
        }
    }
    FaultReader::new(&mut values).read_with_detail(&mut keeper, &mut reader, &mut input, true).ok()?;
    let stack = soap::ErrorStack::of(&keeper.element()?)?;
    let errors = stack.errors().map(|error| StackedError {
        code: owned(error.code),
        symbol: owned(error.symbol),
        message: owned(error.message),
    });
    Some(ErrorStack { log_file_name: owned(stack.log_file_name()), errors: errors.collect() })
}

/// A workspace, and a store for whatever the document says: each byte may name a namespace that is kept with it.
fn store(document: &[u8]) -> (Vec<u8>, Vec<u8>) {
    (vec![0; crate::feed::GENEROUS.workspace], vec![0; 65536 + 64 * document.len()])
}

fn options() -> soap::Options {
    Peer { leniencies: TOLERANT, ..STRICT }.options()
}

fn owned(text: Option<Str<'_>>) -> Option<String> {
    text.map(|text| text.to_string())
}

impl Session {
    fn of(headers: &Headers<'_>) -> Option<Session> {
        let (session, problem) = match SessionHeaders::of(headers) {
            Ok(session) if !session.present => return None,
            Ok(session) => (session, session.request().err()),
            Err(error) => (SessionHeaders::default(), Some(error)),
        };
        let request = problem.is_none().then(|| match session.request() {
            Ok(SessionRequest::Login { .. }) => "login",
            Ok(SessionRequest::Resume { .. }) => "resume",
            Ok(SessionRequest::Logout { .. }) => "logout",
            _ => "anonymous",
        });
        Some(Session {
            session_type: session.session_type.name(),
            username: owned(session.username),
            password: session.password.map(|_| SECRET),
            token: session.token.map(|_| SECRET),
            request,
            problem: problem.map(|error: Error| Problem { code: error.kind.name(), offset: error.offset }),
        })
    }
}
