//! A node that does with a message all that the library can: reads and judges its header blocks, looks at them with
//! every vocabulary, finds the operation, keeps the body entry or the fault, and writes every answer.

use crate::views::{addressing, security, session, shown, written_again};
use crate::written::written;
use soapstone::soap::{
    Answer, Element, ErrorStack, Event, Fault, FaultReader, HeaderReader, Keeper, Leniencies, NodeTable, Operation,
    Options, QName, Reader, Request, Service, Version, Versions, Vocabulary,
};
use soapstone::{Error, session as sessions, wsa, wss};

/// What the node understands.
pub(crate) const VOCABULARIES: &[&Vocabulary] =
    &[&wsa::VOCABULARY, &wss::VOCABULARY, &wss::VOCABULARY_REPAIRED, &sessions::VOCABULARY];

/// The role that the node plays besides the usual ones.
pub(crate) const ROLE: &str = "urn:own";

const SERVICE: Service<'_> = Service::new(&[
    Operation::document("read", "urn:m", "read").with_action("urn:m/read"),
    Operation::rpc("Quote", "urn:m", "QuoteResponse"),
]);

/// How a message is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'a> {
    /// Where the chunks end.
    pub cuts: &'a [usize],
    /// Bytes of the store of header blocks.
    pub headers: usize,
    /// Bytes of the store of the body entry or the detail.
    pub body: usize,
    pub leniencies: Leniencies,
}

/// What became of a message.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Outcome {
    /// The error of reading.
    pub error: Option<Error>,
    /// The header blocks that were kept, as far as they can be told from outside.
    pub blocks: Vec<Block>,
    /// The action, when the addressing headers were found good.
    pub action: Option<String>,
    /// The user who came in with a password as text.
    pub user: Option<String>,
    /// Name, password and token of the session headers.
    pub session: Option<[Option<String>; 3]>,
    /// All else that was read, and the answers that were written.
    pub lines: Vec<String>,
}

/// A header block that was kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Block {
    pub name: (String, String),
    pub text: String,
    pub offset: u64,
    pub must_understand: bool,
}

/// The chunks of a message, one after the other.
struct Feed<'m> {
    message: &'m [u8],
    cuts: &'m [usize],
    from: usize,
    input: &'m [u8],
    last: bool,
}

impl<'m> Feed<'m> {
    fn more(&mut self) {
        assert!(!self.last && self.input.is_empty(), "more input wanted than there is, or before its time");
        let (end, cuts) = match self.cuts.split_first() {
            Some((end, rest)) => (*end, rest),
            None => (self.message.len(), self.cuts),
        };
        self.last = self.cuts.is_empty();
        self.cuts = cuts;
        self.input = &self.message[self.from..end];
        self.from = end;
    }
}

/// Reads a message to its end or to the first error.
pub(crate) fn process(message: &[u8], reading: &Reading<'_>) -> Outcome {
    let (mut workspace, mut store) = (vec![0; 32_768], vec![0; reading.headers]);
    let options = Options { leniencies: reading.leniencies, ..Options::default() };
    let mut reader = Reader::with_options(&mut workspace, options);
    let mut feed = Feed { message, cuts: reading.cuts, from: 0, input: &[], last: false };
    feed.more();
    let mut headers = HeaderReader::new(&mut store);
    let mut outcome = Outcome::default();
    let read = read_headers(&mut reader, &mut headers, &mut feed, &mut outcome.lines);
    let headers = headers.into_headers();
    let read = read.and_then(|()| {
        outcome.blocks = headers
            .blocks()
            .map(|block| {
                let (element, name) = (block.element(), block.element().name());
                outcome.lines.push(format!("{} {:?} {}", block.must_understand(), block.role(), shown(element)));
                let name = (name.uri.to_string(), name.local.to_string());
                // Of a Security block not everything is kept.
                let text = if name.1 == "Security" { String::new() } else { element.text().to_string() };
                Block { name, text, offset: block.offset(), must_understand: block.must_understand() }
            })
            .collect();
        let lines = &mut outcome.lines;
        outcome.action = addressing(&headers, lines);
        written_again(&headers);
        outcome.user = security(&headers, lines);
        outcome.session = session(&headers, lines);
        read_body(
            &mut reader,
            &mut feed,
            outcome.action.as_deref(),
            reading.body,
            reading.leniencies == Leniencies::NONE,
            lines,
        )
    });
    if let Err(error) = read {
        assert!(error.offset <= message.len() as u64, "an offset behind the message: {error:?}");
        outcome.error = Some(error);
        let version = reader.reply_version();
        let answer = Answer::for_error(version, &error, Versions::Both, Some(headers));
        outcome.lines.push(written(version, &mut |writer| writer.answer(&answer, &mut |_, _| Ok(()))));
        outcome
            .lines
            .extend(headers.not_understood().map(|(name, prefix)| format!("not understood {name:?} {prefix}")));
    }
    outcome
}

fn read_headers(
    reader: &mut Reader<'_>,
    headers: &mut HeaderReader<'_>,
    feed: &mut Feed<'_>,
    lines: &mut Vec<String>,
) -> Result<(), Error> {
    let mut node = NodeTable::new(VOCABULARIES).with_roles(&[ROLE]);
    loop {
        match headers.next(reader, &mut feed.input, feed.last, &mut node)? {
            Event::NeedInput => feed.more(),
            Event::HeaderBlock(block) => lines.push(format!("passed over {:?} {:?}", block.name(), block.target())),
            Event::Body(_) => return Ok(()),
            Event::Finished => panic!("a message without a Body"),
            _ => {}
        }
    }
}

fn read_body(
    reader: &mut Reader<'_>,
    feed: &mut Feed<'_>,
    action: Option<&str>,
    store: usize,
    strict: bool,
    lines: &mut Vec<String>,
) -> Result<(), Error> {
    let mut store = vec![0; store];
    let mut keeper = Some(Keeper::new(&mut store));
    loop {
        let event = reader.next(&mut feed.input, feed.last)?;
        let complete = keeper.as_mut().is_some_and(|keeper| keeper.take(&event));
        match event {
            Event::NeedInput => feed.more(),
            Event::Finished => return Ok(()),
            Event::BodyEntry(start) => {
                let name = start.name();
                let entry = QName { uri: name.uri(), local: name.local() };
                let request = Request { addressing_action: action, ..Request::default() };
                let called = SERVICE.dispatch(&request, Some(entry), start.offset());
                lines.push(match &called {
                    Ok(call) => format!("calls {}", call.operation.name),
                    Err(refused) => format!("calls nothing: {:?}", refused.error),
                });
                if let Err(refused) = called {
                    let fault = SERVICE.fault(reader.reply_version(), &refused.error, None).expect("a fault");
                    lines.push(written(reader.reply_version(), &mut |writer| writer.fault(&fault)));
                }
            }
            Event::Fault(_) => {
                // The keeper has seen the start of the fault.
                keeper = None;
                read_fault(reader, feed, strict, lines)?;
            }
            _ => {}
        }
        if complete && let Some(keeper) = keeper.take() {
            let offset = reader.offset();
            lines.push(format!("entry {}", shown(keeper.into_element(offset)?)));
        }
    }
}

fn read_fault(
    reader: &mut Reader<'_>,
    feed: &mut Feed<'_>,
    strict: bool,
    lines: &mut Vec<String>,
) -> Result<(), Error> {
    let (mut values, mut store) = (vec![0; 32_768], vec![0; 65_536]);
    let (mut faults, mut keeper) = (FaultReader::new(&mut values), Keeper::new(&mut store));
    while !faults.read_with_detail(&mut keeper, reader, &mut feed.input, feed.last)? {
        feed.more();
    }
    let fault = faults.into_fault();
    lines.push(described(&fault));
    if let Some(detail) = keeper.element() {
        lines.push(format!("detail {} {}", shown(detail), stack(&detail)));
        assert!(fault.detail, "a detail where there is none");
    }
    lines.push(format!("problem {:?} {:?}", wsa::read_fault(&fault), wss::error_kind(&fault)));
    // What was accepted by the letter of the standards can be said again, in either version.
    if strict {
        let fault = Fault { detail: false, ..fault };
        for version in [Version::Soap11, Version::Soap12] {
            lines.push(written(version, &mut |writer| writer.fault(&fault)));
        }
    }
    Ok(())
}

fn described(fault: &Fault<'_>) -> String {
    let subcodes: Vec<_> = fault.subcodes.iter().collect();
    let reasons: Vec<_> = fault.reasons.iter().map(|reason| (reason.text, reason.lang)).collect();
    format!("fault {:?} {subcodes:?} {reasons:?} {:?} {:?} {}", fault.code, fault.node, fault.role, fault.detail)
}

fn stack(detail: &Element<'_>) -> String {
    let Some(stack) = ErrorStack::of(detail) else { return String::new() };
    let errors = stack.errors().map(|error| format!("{:?} {:?} {:?}", error.code, error.symbol, error.message));
    format!("{:?} {:?}", stack.log_file_name(), errors.collect::<Vec<_>>())
}
