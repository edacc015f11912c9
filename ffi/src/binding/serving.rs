//! The loop of a server, and what it asks of C.

use crate::binding::paths::Paths;
use crate::binding::server::{
    SOAPSTONE_OUTCOME_ACCEPTED, SOAPSTONE_OUTCOME_FAULT, SOAPSTONE_OUTCOME_REPLY, SOAPSTONE_SERVER_ACCEPTS_EARLY,
    SOAPSTONE_SERVER_COUNTED, SOAPSTONE_SERVER_ENCODINGS, SOAPSTONE_SERVER_LENGTH_REQUIRED, SOAPSTONE_SERVER_STRICT,
    SOAPSTONE_SERVER_TELLS_FAILURE, soapstone_connection, soapstone_received, soapstone_server,
};
use crate::error::{REFUSED, SOAPSTONE_OK, Status, soapstone_error};
use crate::raw;
use crate::raw::server as call;
use crate::soap::event::{version, version_code};
use crate::soap::fault;
use crate::soap::node::Table;
use crate::soap::reader::read_options;
use crate::soap::service::{authentication, soapstone_request};
use crate::text::soapstone_str;
use core::ptr;
use soapstone::binding::server::{
    Asked, Body, Content, Exchange, Judge, Memory, MessageReader, Options, Outcome, Page, Received, Refusal, Step,
};
use soapstone::binding::{Outgoing, Unread};
use soapstone::buf::{Counter, NoRoom, Sink};
use soapstone::http::{HeadWriter, RequestHead};
use soapstone::soap::{Answer, Fault, Node, Request, Version};
use soapstone::{Error, ErrorKind};

/// What a server asks of C.
pub(crate) struct Program {
    server: &'static soapstone_server,
    node: Table,
}

/// A connection, and what it failed with.
pub(crate) struct Connection {
    given: soapstone_connection,
    failure: i32,
}

/// A message that is handled.
pub(crate) struct Message<'x, 'm> {
    pub(crate) reader: &'x mut MessageReader<'m>,
    connection: &'x mut Connection,
}

/// Answers the requests of a connection.
///
/// # Safety
/// What `server` points to is valid and unchanged during the call.
pub(crate) unsafe fn serve(server: &'static soapstone_server, connection: soapstone_connection) -> Status<i32> {
    if server.reserved != [0; 2] || connection.reserved != 0 || server.flags > ALL_FLAGS {
        return Err(REFUSED);
    }
    if server.handle.is_none() || server.answer.is_none() || connection.read.is_none() || connection.write.is_none() {
        return Err(REFUSED);
    }
    let paths = Paths::new(server)?;
    let mut memory = Memory {
        head: raw::memory(server.head, server.head_len)?,
        input: raw::memory(server.input, server.input_len)?,
        workspace: raw::memory(server.workspace, server.workspace_len)?,
        store: raw::memory(server.store, server.store_len)?,
        output: raw::memory(server.output, server.output_len)?,
    };
    if memory.input.is_empty() {
        return Err(REFUSED);
    }
    let is = |flag| server.flags & flag != 0;
    let mut envelope = soapstone::soap::Options::default();
    read_options(server.envelope, &mut envelope)?;
    let options = Options {
        envelope,
        strict: is(SOAPSTONE_SERVER_STRICT),
        encodings: is(SOAPSTONE_SERVER_ENCODINGS),
        length_required: is(SOAPSTONE_SERVER_LENGTH_REQUIRED),
        counted: is(SOAPSTONE_SERVER_COUNTED),
        accepts_early: is(SOAPSTONE_SERVER_ACCEPTS_EARLY),
        tells_failure: is(SOAPSTONE_SERVER_TELLS_FAILURE),
        drain: if server.drain == 0 { 65_536 } else { server.drain.into() },
        ..Options::new(&paths)
    };
    let mut program = Program { server, node: Table::new(server.node)? };
    let mut connection = Connection { given: connection, failure: SOAPSTONE_OK };
    let mut unread = Unread::default();
    loop {
        let mut exchange = Exchange::new(memory.lend(), options, unread);
        match run(&mut program, &mut exchange, &mut connection) {
            Ok(true) => unread = exchange.unread(),
            Ok(false) => return Ok(connection.failure),
            Err(failure) => return Ok(failure),
        }
    }
}

const ALL_FLAGS: u32 = 63;

/// Runs an exchange; whether the connection is kept.
#[inline(never)]
fn run(program: &mut Program, exchange: &mut Exchange<'_, '_>, connection: &mut Connection) -> Result<bool, i32> {
    loop {
        match exchange.step(program) {
            Step::Receive => match connection.receive(exchange.message()) {
                Came::Bytes => {}
                Came::Late => exchange.timed_out(),
                Came::Broken => exchange.broken(),
            },
            Step::Continue => {
                if connection.send(Exchange::CONTINUE).is_err() {
                    exchange.broken();
                }
            }
            Step::Handle(_) => {
                let outcome = program.handle(exchange, connection);
                exchange.outcome(outcome);
            }
            Step::Respond => respond(program, exchange, connection)?,
            Step::Finished(keep) => return Ok(keep),
        }
    }
}

/// Sends the response; the error is that of a connection to be cut.
#[inline(never)]
fn respond(program: &mut Program, exchange: &mut Exchange<'_, '_>, connection: &mut Connection) -> Result<(), i32> {
    let counted = exchange.counts().then(|| count(program, exchange));
    let error = match counted.transpose().and_then(|length| exchange.response(program, length)) {
        Ok((mut outgoing, body)) => {
            let mut wire = Wire { outgoing: &mut outgoing, connection };
            match write(body, program, &mut wire).and_then(|()| wire.send(true)) {
                Ok(()) => {
                    exchange.responded();
                    return Ok(());
                }
                Err(_) if connection.failure != SOAPSTONE_OK => return Err(connection.failure),
                Err(failure) if outgoing.has_begun() => return Err(failure),
                Err(failure) => error_of(failure),
            }
        }
        Err(error) => error,
    };
    exchange.unanswered(error);
    Ok(())
}

/// How long the body of the response is; apart, so that the stack this takes is free again when it is written.
#[inline(never)]
fn count(program: &mut Program, exchange: &mut Exchange<'_, '_>) -> Result<u64, Error> {
    let mut counter = Counter::new();
    write(exchange.body(program), program, &mut counter).map(|()| counter.count()).map_err(error_of)
}

/// The workspace of a writer, and its version.
type Room<'a> = (&'a mut [u8], Version);

/// Writes the body of a response.
fn write(body: Body<'_>, program: &mut Program, sink: &mut dyn Sink) -> Result<(), i32> {
    match (&body.content, &body.received) {
        (Content::Empty, _) => Ok(()),
        (Content::Page, received) => {
            let page = received.as_ref().and_then(|received| program.page(&received.head)).unwrap_or_default();
            page.emit(sink).map_err(|error| error.kind.code())
        }
        (Content::Fault(answer), _) => write_fault((body.workspace, body.version), answer, sink),
        (Content::Reply, Some(received)) => write_reply((body.workspace, body.version), received, program, sink),
        (Content::Reply, None) => Err(REFUSED.code()),
    }
}

#[inline(never)]
fn write_fault((workspace, version): Room<'_>, answer: &Answer<'_>, sink: &mut dyn Sink) -> Result<(), i32> {
    call::with_writer((workspace, sink), version, |writer| {
        let state = call::lent_writer(writer).map_err(ErrorKind::code)?;
        let done = state.writer.answer(answer, &mut |_, _| Ok(()));
        as_result(state.result(done))
    })
}

#[inline(never)]
fn write_reply(
    (workspace, version): Room<'_>,
    received: &Received<'_>,
    program: &Program,
    sink: &mut dyn Sink,
) -> Result<(), i32> {
    call::with_writer((workspace, sink), version, |writer| {
        let answer = |request: &_| call::answer(program.server, request, writer);
        as_result(with_received(&received.head, Some(received), answer))?;
        let state = call::lent_writer(writer).map_err(ErrorKind::code)?;
        let finished = state.writer.is_finished();
        if finished { Ok(()) } else { Err(ErrorKind::OutOfOrder.code()) }
    })
}

fn as_result(answer: i32) -> Result<(), i32> {
    match answer {
        SOAPSTONE_OK => Ok(()),
        1.. => Err(ErrorKind::OutOfOrder.code()),
        failure => Err(failure),
    }
}

/// The error that is behind a number of C.
fn error_of(failure: i32) -> Error {
    // Only the library knows what a limit needs.
    let kind = ErrorKind::from_code(failure).filter(|&kind| kind != ErrorKind::Limit);
    Error::new(kind.unwrap_or(ErrorKind::Io), 0)
}

/// What C refuses with: a status, or an error.
fn refusal(answer: i32) -> Refusal {
    match u16::try_from(answer) {
        Ok(401) => Refusal::UNAUTHORIZED,
        Ok(403) => Refusal::FORBIDDEN,
        Ok(status @ 400..=599) => Refusal { status, ..Refusal::UNAVAILABLE },
        _ => error_of(answer).into(),
    }
}

/// What came of an operation.
fn outcome(answer: i32) -> Outcome {
    match answer {
        SOAPSTONE_OUTCOME_REPLY => Outcome::Reply,
        SOAPSTONE_OUTCOME_ACCEPTED => Outcome::Accepted,
        answer => match fault::code(answer.wrapping_sub(SOAPSTONE_OUTCOME_FAULT)) {
            Some(code) => Outcome::Fault(code),
            None => Outcome::Refused(refusal(answer)),
        },
    }
}

/// Lends C a request.
fn with_received<R>(
    head: &RequestHead<'_>,
    received: Option<&Received<'_>>,
    call: impl FnOnce(&soapstone_received) -> R,
) -> R {
    let index = |index: usize| i32::try_from(index).unwrap_or(-1);
    let mut request = soapstone_received {
        method: head.method.as_bytes().into(),
        target: head.target.as_bytes().into(),
        fields: head.fields.into(),
        headers: ptr::null(),
        version: received.map_or(0, |received| version_code(received.version)),
        operation: received.and_then(|received| received.call).map_or(-1, |call| index(call.index)),
    };
    match received {
        None => call(&request),
        Some(received) => call::with_headers(received.headers, |headers| {
            request.headers = headers;
            call(&request)
        }),
    }
}

impl Program {
    #[inline(never)]
    fn handle(&mut self, exchange: &mut Exchange<'_, '_>, connection: &mut Connection) -> Outcome {
        let Some((received, reader)) = exchange.handling() else { return Outcome::Accepted };
        let mut message = Message { reader, connection };
        outcome(with_received(&received.head, Some(&received), |request| {
            call::handle(self.server, request, &mut message)
        }))
    }
}

impl Judge for Program {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    fn admit(&mut self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        match with_received(head, None, |request| call::admit(self.server, request)) {
            SOAPSTONE_OK => Ok(()),
            answer => Err(refusal(answer)),
        }
    }

    fn identify<'r>(&mut self, received: &Received<'r>, request: &mut Request<'r>) -> Result<(), Error> {
        let mut known = soapstone_request {
            size: size_of::<soapstone_request>() as u32,
            authenticated: 0,
            soap_action: request.soap_action.map(str::as_bytes).into(),
            addressing_action: None::<&[u8]>.into(),
            offset: 0,
        };
        let answer =
            with_received(&received.head, Some(received), |given| call::identify(self.server, given, &mut known));
        if answer != SOAPSTONE_OK {
            return Err(error_of(answer));
        }
        request.authenticated = authentication(known.authenticated).map_err(|kind| Error::new(kind, 0))?;
        request.soap_action = call::text(&known.soap_action);
        request.addressing_action = call::text(&known.addressing_action).filter(|action| !action.is_empty());
        Ok(())
    }

    fn fault(&mut self, received: Option<&Received<'_>>, _: Version, error: &Error) -> Option<Fault<'static>> {
        self.server.fault?;
        let error = soapstone_error::from(Some(*error));
        let received = received?;
        with_received(&received.head, Some(received), |request| call::fault(self.server, request, &error))
    }

    fn asked(&mut self, head: &RequestHead<'_>) -> Option<Asked> {
        match with_received(head, None, |request| call::asked(self.server, request)) {
            SOAPSTONE_OK => Some(Asked::Nothing),
            answer => version(answer).ok().map(Asked::Message),
        }
    }

    fn page(&mut self, head: &RequestHead<'_>) -> Option<Page<'_>> {
        let (mut media_type, mut content) = (soapstone_str::EMPTY, soapstone_str::EMPTY);
        let found =
            with_received(head, None, |request| call::page(self.server, request, &mut media_type, &mut content));
        let page = || Some(Page { media_type: call::text(&media_type)?, content: call::content(&content)? });
        if found { page() } else { None }
    }

    fn fields(&mut self, status: u16, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        call::fields(self.server, status, head);
        Ok(())
    }

    fn answered(&mut self, status: u16, error: Option<&Error>) {
        call::answered(self.server, status, &error.copied().into());
    }
}

impl Connection {
    /// Receives; what came of it is told to the exchange or the message by the caller.
    fn receive(&mut self, message: &mut MessageReader<'_>) -> Came {
        match call::read(&self.given, message.room()) {
            Ok(Some(count)) => {
                message.received(count);
                Came::Bytes
            }
            Ok(None) => Came::Late,
            Err(failure) => {
                self.failure = failure;
                Came::Broken
            }
        }
    }

    fn send(&mut self, bytes: &[u8]) -> Result<(), i32> {
        let answer = match self.given.write {
            Some(write) => raw::call_write(write, self.given.ctx, bytes),
            None => REFUSED.code(),
        };
        if answer == SOAPSTONE_OK {
            return Ok(());
        }
        // A positive number would read as an outcome.
        self.failure = if answer < 0 { answer } else { ErrorKind::Io.code() };
        Err(self.failure)
    }
}

impl Message<'_, '_> {
    /// Reads on to the next event; gives how much of the message was read then.
    pub(crate) fn advance(&mut self) -> Result<u64, Error> {
        while !self.reader.has_event()? {
            match self.connection.receive(self.reader) {
                Came::Bytes => {}
                Came::Late => self.reader.timed_out(),
                Came::Broken => self.reader.broken(),
            }
        }
        Ok(self.reader.reader().offset())
    }
}

/// What came of receiving.
enum Came {
    Bytes,
    Late,
    Broken,
}

/// The body of a response on its way.
struct Wire<'a, 'm> {
    outgoing: &'a mut Outgoing<'m>,
    connection: &'a mut Connection,
}

impl Wire<'_, '_> {
    fn send(&mut self, last: bool) -> Result<(), i32> {
        self.outgoing.pack(last).map_err(|error| error.kind.code())?;
        self.connection.send(self.outgoing.bytes())?;
        self.outgoing.sent(usize::MAX);
        Ok(())
    }
}

impl Sink for Wire<'_, '_> {
    fn free(&mut self) -> &mut [u8] {
        self.outgoing.free()
    }

    fn commit(&mut self, len: usize) -> bool {
        self.outgoing.commit(len)
    }

    fn make_room(&mut self, len: usize) -> Result<(), NoRoom> {
        match self.outgoing.make_room(len) {
            Err(NoRoom::Full) if self.connection.failure == SOAPSTONE_OK => self.send(false).map_err(|_| NoRoom::Io),
            Err(NoRoom::Full) => Err(NoRoom::Io),
            room => room,
        }
    }
}
