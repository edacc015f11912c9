//! What was recorded of servers, read by our client.

use crate::player::Player;
use crate::recorded::{Exchange, all};
use embedded_io::Read;
use soapstone::Error;
use soapstone::binding::client::{BodyError, Call, Client, Failed, Pattern};
use soapstone::http::auth::{Authenticate, Authorize};
use soapstone::soap::{
    Event, FaultReader, HeaderReader, Leniencies, NodeTable, Options, PullReader, Version, Vocabulary,
};
use soapstone::xml::PullError;
use soapstone::{wsa, wss};

const NS: &str = "urn:soapstone:echo";
const UNDERSTOOD: &[&Vocabulary] = &[&wsa::VOCABULARY, &wss::VOCABULARY];

/// What the peers echo: white space, markup, a combining mark and characters of every length.
const AWKWARD: &str = "text(  <&>\"' ]]> &amp; ä€𝄞 e\u{301}\t\nend  )";

/// The outcome of every call of an exchange.
fn expected(name: &str) -> Vec<String> {
    let echo = |text: &str| format!("200 echoTextResponse({text})");
    let fault = |status: u16, codes: &str| format!("{status} {codes}: no <such> thing & more");
    match &name[..2] {
        "01" | "02" | "03" => vec![echo(AWKWARD)],
        "04" | "07" => vec![fault(400, "Sender")],
        "05" => vec![fault(500, "Client.ResourceNotFound")],
        "06" => vec![fault(500, "Sender")],
        "08" => vec!["202 nothing".into()],
        "09" => vec![echo("text(once)")],
        "10" => vec![echo("text(now)")],
        "11" => vec![echo("text(there)")],
        "12" => vec![echo("text(to the end)")],
        "13" => vec![echo("text(in parts)")],
        "14" => vec![echo("text(one)"), echo("text(two)")],
        "15" => vec![echo("text(pairs)")],
        _ => panic!("{name} has no outcome"),
    }
}

/// Credentials for whoever asks.
struct Password;

impl Authenticate for Password {
    fn authorize(&mut self, request: &Authorize<'_>, memory: &mut [u8]) -> Result<usize, Error> {
        let value = b"Basic d2ViOnMzY3JldA==";
        let asked = request.challenges().count() > 0;
        memory[..value.len()].copy_from_slice(value);
        Ok(value.len() * usize::from(asked))
    }
}

/// Makes the calls of an exchange and says what came of each.
fn outcomes(exchange: &Exchange, player: Player<'_>) -> Vec<String> {
    let (mut memory, mut scratch) = (vec![0; 4096], vec![0; 256]);
    let mut client = Client::new(player, &mut memory, &mut scratch);
    expected(&exchange.name).iter().map(|_| call(&mut client, exchange)).collect()
}

fn call(client: &mut Client<'_, Player<'_>>, exchange: &Exchange) -> String {
    let head = String::from_utf8_lossy(&exchange.requests[0]);
    let version = if head.contains("soap+xml") { Version::Soap12 } else { Version::Soap11 };
    let one_way = exchange.name.contains("one-way");
    let pattern = if one_way { Pattern::OneWay } else { Pattern::RequestResponse };
    let expect = head.contains("Expect:");
    let call = Call { pattern, expect, ..Call::new("http://127.0.0.1/echo", version).with_action("urn:x") };
    let mut workspace = vec![0; 4096];
    let called = client.call(&call, &mut workspace, Some(&mut Password), &mut |writer| {
        writer.envelope()?;
        writer.body_entry(NS, "echoText")?;
        writer.end()?;
        writer.finish()
    });
    match called {
        Ok(reply) if reply.is_empty() => format!("{} nothing", reply.status()),
        Ok(mut reply) => {
            let status = reply.status();
            let mut window = [0; 64];
            let options = Options { leniencies: Leniencies::ALL, ..Options::default() };
            let mut reader = match reply.reader(&mut workspace, options, &mut window) {
                Ok(reader) => reader,
                Err(error) => return format!("{status} {}", error.kind.name()),
            };
            let told = read(&mut reader).unwrap_or_else(|error| match error {
                PullError::Source(BodyError::Http(error)) | PullError::Document(error) => error.kind.name().into(),
                PullError::Source(error) => format!("{error:?}"),
            });
            reply.finish();
            format!("{status} {told}")
        }
        Err(Failed { stage, error, .. }) => format!("{stage:?} {}", error.kind.name()),
    }
}

/// The Body of a message as text.
fn read<R: Read>(reader: &mut PullReader<'_, R>) -> Result<String, PullError<R::Error>> {
    let (mut store, mut values) = (vec![0; 4096], vec![0; 1024]);
    reader.read_headers(&mut HeaderReader::new(&mut store), &mut NodeTable::new(UNDERSTOOD))?;
    let mut told = String::new();
    loop {
        match reader.next()? {
            Event::Finished => return Ok(told),
            Event::BodyEntry(start) | Event::Start(_, start) => told += &format!("{}(", start.name().local().as_str()),
            Event::Text(_, text) => told += text.as_str(),
            Event::End(..) => told.push(')'),
            Event::Close(soapstone::soap::Section::BodyEntry, _) => told.push(')'),
            Event::Fault(_) => {
                let mut fault = FaultReader::new(&mut values);
                while !matches!(reader.next_of_fault(&mut fault)?, Event::Close(..)) {}
                let fault = fault.fault();
                told = format!("{}: {}", fault.code.local.as_str(), fault.reason().as_str());
            }
            _ => {}
        }
    }
}

fn total(exchange: &Exchange) -> usize {
    exchange.responses.iter().map(Vec::len).sum()
}

#[test]
fn the_pieces_change_nothing() {
    for exchange in all() {
        let expected = expected(&exchange.name);
        let play = |cut, most| outcomes(&exchange, Player::new(&exchange.responses, cut, usize::MAX, most));
        assert_eq!(play(0, usize::MAX), expected, "{} whole", exchange.name);
        assert_eq!(play(0, 1), expected, "{} byte by byte", exchange.name);
        for cut in 1..total(&exchange) {
            assert_eq!(play(cut, usize::MAX), expected, "{} cut at {cut}", exchange.name);
        }
    }
}

#[test]
fn every_truncation_is_told() {
    for exchange in all() {
        let expected = expected(&exchange.name);
        for end in 0..total(&exchange) {
            let came = outcomes(&exchange, Player::new(&exchange.responses, 0, end, usize::MAX));
            let again = outcomes(&exchange, Player::new(&exchange.responses, 0, end, 1));
            assert_eq!(came, again, "{} ends at {end}: the pieces change something", exchange.name);
            let lost = came.iter().zip(&expected).find(|(came, expected)| came != expected);
            match lost {
                Some((came, _)) => assert!(is_defined(came), "{} ends at {end}: {came}", exchange.name),
                None => assert!(is_whole(&exchange, end), "{} ends at {end}: {came:?}", exchange.name),
            }
        }
    }
}

/// Outcomes of a connection that is closed too early.
fn is_defined(came: &str) -> bool {
    let defined = ["binding.connection_closed", "http.truncated", "xml.unexpected_end", "binding.no_reply"];
    let (before, kind) = came.split_once(' ').unwrap();
    let status_or_stage = ["200", "400", "500", "Receiving", "Sending"].contains(&before);
    status_or_stage && defined.contains(&kind)
}

/// Whether what is missing at the end of an exchange says nothing: the framing after the last byte of a message.
fn is_whole(exchange: &Exchange, end: usize) -> bool {
    let missing = exchange.responses.last().unwrap();
    let missing = &missing[missing.len() - (total(exchange) - end)..];
    missing.len() < 40 && !missing.contains(&b'>')
}
