//! What was recorded of clients, answered by our server.

use crate::recorded::{Exchange, all};
use embedded_io::{ErrorKind, ErrorType, Read, Write};
use soapstone::Error;
use soapstone::binding::server::{
    Application, Judge, Memory, Message, Options, Outcome, Path, Paths, Received, Refusal, ServeError, Server,
};
use soapstone::buf::Sink;
use soapstone::http::{HeadWriter, RequestHead};
use soapstone::soap::{Event, Fault, FaultCode, Node, NodeTable, Operation, Service, Vocabulary, Writer};
use soapstone::wsa;
use soapstone::xml::WriteError;

pub(crate) const NS: &str = "urn:soapstone:echo";

const PATHS: &Paths<'static> = &Paths(&[Path {
    path: "",
    service: Service::new(&[
        Operation::document("echoText", NS, "echoText"),
        Operation::document("fail", NS, "fail"),
        Operation::document("oneWay", NS, "oneWay").one_way(),
    ]),
}]);

/// Answers with the text it is sent. What it has to say of a request, to who is a stranger to it.
struct Echo {
    node: NodeTable<'static, 'static>,
    text: String,
    guarded: bool,
}

impl Judge for Echo {
    fn node(&mut self) -> &mut dyn Node {
        &mut self.node
    }

    fn admit(&mut self, head: &RequestHead<'_>) -> Result<(), Refusal> {
        let known = !self.guarded || head.fields.value("Authorization") == Some(b"Basic d2ViOnMzY3JldA==");
        if known { Ok(()) } else { Err(Refusal::UNAUTHORIZED) }
    }

    fn fields(&mut self, status: u16, head: &mut HeadWriter<'_>) -> Result<(), Error> {
        if status == 401 { head.field("WWW-Authenticate", "Basic realm=\"echo\"") } else { Ok(()) }
    }
}

impl Application for Echo {
    fn handle(&mut self, received: &Received<'_>, message: &mut Message<'_, '_>) -> Result<Outcome, Error> {
        self.text.clear();
        loop {
            match message.next()? {
                Event::Text(_, text) => self.text.push_str(text.as_str()),
                Event::Finished => break,
                _ => {}
            }
        }
        let failed = received.call.is_some_and(|call| call.operation.name == "fail");
        Ok(if failed { Outcome::Fault(FaultCode::Sender) } else { Outcome::Reply })
    }

    fn answer(&mut self, received: &Received<'_>, writer: &mut Writer<'_, &mut dyn Sink>) -> Result<(), WriteError> {
        writer.envelope()?;
        if received.call.is_some_and(|call| call.operation.name == "fail") {
            writer.fault(&Fault::new(received.version, FaultCode::Sender, "as asked"))?;
        } else {
            writer.body_entry(NS, "echoTextResponse")?;
            writer.xml().text_whole(&self.text)?;
            writer.end()?;
        }
        writer.finish()
    }
}

/// A connection: what a client sends, in pieces, and what it got.
pub(crate) struct Line<'w> {
    pub(crate) input: &'w [u8],
    pub(crate) taken: usize,
    /// No read goes across this many bytes; none is longer.
    pub(crate) cut: usize,
    pub(crate) most: usize,
    pub(crate) sent: Vec<u8>,
}

impl<'w> Line<'w> {
    pub(crate) fn new(input: &'w [u8], cut: usize, most: usize) -> Self {
        Line { input, taken: 0, cut, most, sent: Vec::new() }
    }

    /// The statuses of the responses, and after each one its text.
    pub(crate) fn answers(&self) -> Vec<(u16, String)> {
        let sent = String::from_utf8(self.sent.clone()).unwrap();
        let mut answers = Vec::new();
        for response in sent.split("HTTP/1.1 ").skip(1) {
            answers.push((response[..3].parse().unwrap(), response.into()));
        }
        answers
    }

    pub(crate) fn statuses(&self) -> Vec<u16> {
        self.answers().iter().map(|(status, _)| *status).collect()
    }
}

impl ErrorType for Line<'_> {
    type Error = ErrorKind;
}

impl Read for Line<'_> {
    fn read(&mut self, room: &mut [u8]) -> Result<usize, ErrorKind> {
        let bound = if self.taken < self.cut { self.cut - self.taken } else { usize::MAX };
        let count = room.len().min(self.most).min(bound).min(self.input.len());
        let (now, later) = self.input.split_at(count);
        room[..count].copy_from_slice(now);
        self.input = later;
        self.taken += count;
        Ok(count)
    }
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.sent.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

/// Serves these connections, one after the other, with one server.
pub(crate) fn serve(lines: &mut [Line<'_>], guarded: bool) -> Vec<Result<(), ServeError<ErrorKind>>> {
    const UNDERSTOOD: &[&Vocabulary] = &[&wsa::VOCABULARY];
    let (mut head, mut input, mut workspace, mut store, mut output) =
        ([0; 1024], [0; 512], [0; 3072], [0; 2048], [0; 2048]);
    let memory = Memory {
        head: &mut head,
        input: &mut input,
        workspace: &mut workspace,
        store: &mut store,
        output: &mut output,
    };
    let mut options = Options::new(PATHS);
    options.envelope.limits.message_bytes = 10_000;
    let mut server = Server::new(memory, options);
    let mut echo = Echo { node: NodeTable::new(UNDERSTOOD), text: String::new(), guarded };
    lines.iter_mut().map(|line| server.serve(line, &mut echo)).collect()
}

fn expected(exchange: &Exchange) -> Vec<u16> {
    match &exchange.name[..2] {
        "04" | "07" => vec![400],
        "05" => vec![500],
        // SOAP::Lite says SOAP 1.2 in its request.
        "06" => vec![400],
        "08" => vec![202],
        "09" => vec![401, 200],
        "10" => vec![100, 200],
        "11" | "14" => vec![200, 200],
        _ => vec![200],
    }
}

fn request(exchange: &Exchange) -> Vec<u8> {
    exchange.requests.concat()
}

/// Serves the request of an exchange in pieces; gives what was sent.
fn served(exchange: &Exchange, cut: usize, most: usize) -> Vec<u8> {
    let bytes = request(exchange);
    let mut line = [Line::new(&bytes, cut, most)];
    assert_eq!(serve(&mut line, exchange.name.contains("challenge")), [Ok(())], "{}", exchange.name);
    let [line] = line;
    line.sent
}

#[test]
fn the_pieces_change_nothing() {
    for exchange in all() {
        let whole = served(&exchange, 0, usize::MAX);
        let text = String::from_utf8_lossy(&whole).into_owned();
        let mut line = Line::new(&[], 0, 0);
        line.sent = whole.clone();
        let mut statuses = expected(&exchange);
        if exchange.name.contains("continue") && line.statuses().len() == 1 {
            // The body was there before it was asked for.
            statuses.remove(0);
        }
        assert_eq!(line.statuses(), statuses, "{}: {text}", exchange.name);
        let replies = text.matches("echoTextResponse>").count();
        assert_eq!(replies, statuses.iter().filter(|&&status| status == 200).count(), "{}: {text}", exchange.name);
        let same = |sent: Vec<u8>| last(&sent) == last(&whole) && (exchange.name.contains("continue") || sent == whole);
        assert!(same(served(&exchange, 0, 1)), "{} byte by byte", exchange.name);
        for cut in 1..request(&exchange).len() {
            assert!(same(served(&exchange, cut, usize::MAX)), "{} cut at {cut}", exchange.name);
        }
    }
}

/// The final response: whether a client that waits was told to go on depends on whether it did wait.
fn last(sent: &[u8]) -> &[u8] {
    sent.strip_prefix(b"HTTP/1.1 100 Continue\r\n\r\n").unwrap_or(sent)
}

#[test]
fn every_truncation_is_answered_or_dropped_and_the_next_call_served() {
    let good = all().into_iter().find(|exchange| exchange.name.starts_with("02")).unwrap();
    let good = request(&good);
    for exchange in all() {
        let bytes = request(&exchange);
        let whole = expected(&exchange);
        for end in 0..bytes.len() {
            let mut lines = [Line::new(&bytes[..end], 0, usize::MAX), Line::new(&good, 0, usize::MAX)];
            let guarded = exchange.name.contains("challenge");
            let results = serve(&mut lines, guarded);
            assert_eq!(results, [Ok(()), Ok(())], "{} ends at {end}", exchange.name);
            let statuses = lines[0].statuses();
            let done = statuses.iter().filter(|status| [200, 202].contains(*status)).count();
            let all_done = whole.iter().filter(|status| [200, 202].contains(*status)).count();
            assert!(done < all_done.max(1), "{} ends at {end}: {statuses:?}", exchange.name);
            let refused = statuses.iter().filter(|status| ![100, 200, 202, 401].contains(*status));
            assert!(refused.clone().all(|status| *status == 400), "{} ends at {end}: {statuses:?}", exchange.name);
            assert_eq!(lines[1].statuses(), [if guarded { 401 } else { 200 }], "after {} at {end}", exchange.name);
        }
    }
}
