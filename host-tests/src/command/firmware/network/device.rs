//! A client of the device: calls in a row, malformed ones, and a last one.

use super::http::{Message, Messages};
use super::malformed::{self, Sent};
use super::request::{TDS, TT, Token, envelope, post};
use super::xml::{Envelope, child, document, media_type, same, text};
use anyhow::{Context, Result, bail, ensure};
use soapstone::soap::Version;
use std::io::Write;
use std::net::{Ipv4Addr, Shutdown, TcpStream};
use std::time::Duration;

/// How many calls there are in a row.
const CALLS: u32 = 200;
/// After so many the stack has been as deep as it will be.
const FIRST: u32 = 20;
/// Every so many calls take a new connection.
const KEPT: u32 = 4;
/// The most bytes in a segment, one call after the other.
const PIECES: &[usize] = &[usize::MAX, 512, 64, 11];
/// The device gives up a request after three seconds.
const PATIENCE: Duration = Duration::from_secs(15);

/// What came of the calls.
#[derive(Debug, Default)]
pub(super) struct Calls {
    pub(super) passed: u32,
    pub(super) connections: u32,
    pub(super) failures: Vec<String>,
}

/// A connection to the device, if one is open.
struct Line {
    port: u16,
    open: Option<Messages<TcpStream>>,
    opened: u32,
    /// The most bytes in a segment.
    piece: usize,
}

/// Calls the device at this port, and has it end.
pub(super) fn call(port: u16) -> Result<Calls> {
    let mut calls = Calls::default();
    let mut line = Line::new(port);
    let mut first = 0;
    for turn in 0..CALLS {
        if turn == FIRST {
            first = line.stack()?;
        }
        if turn.is_multiple_of(KEPT) {
            line.open = None;
        }
        calls.take(&format!("call {turn}"), line.turn(turn));
    }
    let many = line.stack()?;
    for case in malformed::CASES {
        calls.take(case.name, line.malformed(case));
    }
    calls.take("the log of what was refused", line.log());
    calls.take("a request whose end is the end of the connection", line.half_closed());
    calls.take("two connections at a time", two(port));
    calls.take("a call after all that", line.turn(0));
    let last = line.stack()?;
    let same = if first == many && many == last { Ok(()) } else { Err(anyhow::anyhow!("{first}, {many}, {last}")) };
    calls.take("the stack is as deep as after the first calls", same);
    calls.take("the last call", line.call(Version::Soap12, "SystemReboot", true).map(drop));
    calls.connections = line.opened;
    Ok(calls)
}

impl Calls {
    fn take(&mut self, name: &str, outcome: Result<()>) {
        match outcome {
            Ok(()) => self.passed += 1,
            Err(error) => self.failures.push(format!("FAIL {name}: {error:#}")),
        }
    }
}

impl Line {
    fn new(port: u16) -> Line {
        Line { port, open: None, opened: 0, piece: usize::MAX }
    }

    /// The open connection, or a new one.
    fn messages(&mut self) -> Result<&mut Messages<TcpStream>> {
        if self.open.is_none() {
            self.opened += 1;
            self.open = Some(connect(self.port)?);
        }
        self.open.as_mut().context("no connection")
    }

    /// A call of the row: the versions and the operations in turn.
    fn turn(&mut self, turn: u32) -> Result<()> {
        self.piece = PIECES[turn as usize % PIECES.len()];
        let version = if turn.is_multiple_of(2) { Version::Soap12 } else { Version::Soap11 };
        match turn % 3 {
            // Who shows a password where none is needed must have the right one.
            0 => self.call(version, "GetSystemDateAndTime", version == Version::Soap12).map(drop),
            1 => self.call(version, "GetDeviceInformation", true).map(drop),
            // The error that a client sees that has no password.
            _ => {
                let body = envelope(version, "GetDeviceInformation", None)?;
                let bytes = post(version, "GetDeviceInformation", "", body.as_bytes());
                let response = self.exchange(&bytes)?;
                ensure!(response.status == if version == Version::Soap12 { 400 } else { 500 }, "{}", response.status);
                fault(&response)
            }
        }
    }

    /// Calls an operation and answers what it says.
    fn call(&mut self, version: Version, operation: &str, known: bool) -> Result<String> {
        let token = known.then(Token::new);
        let body = envelope(version, operation, token.as_ref())?;
        let response = self.exchange(&post(version, operation, "", body.as_bytes()))?;
        ensure!(response.status == 200, "{}: {}", response.status, String::from_utf8_lossy(&response.body));
        media_type(&response, version)?;
        let document = document(&response.body)?;
        let envelope = Envelope::of(&document)?;
        ensure!(envelope.version == version, "the answer is in another version");
        ensure!(envelope.entry.has_tag_name((TDS, &*format!("{operation}Response"))), "another answer");
        said(operation, envelope.entry)
    }

    /// How deep the stack of the device has been.
    fn stack(&mut self) -> Result<u32> {
        let log = self.call(Version::Soap12, "GetSystemLog", false)?;
        let first = log.lines().next().unwrap_or_default();
        let (_, stack) = first.rsplit_once("stack ").with_context(|| log.clone())?;
        Ok(stack.parse()?)
    }

    /// Fails unless the device remembers how it has refused the last requests.
    fn log(&mut self) -> Result<()> {
        let log = self.call(Version::Soap12, "GetSystemLog", false)?;
        let found = log.lines().skip(1).filter_map(|line| line.split(' ').next()?.parse().ok());
        let refused: Vec<u16> = found.filter(|&status| status != 200).collect();
        let expected: Vec<u16> = malformed::CASES.iter().map(|case| case.status).collect();
        ensure!(refused.ends_with(&expected), "{log}");
        Ok(())
    }

    fn exchange(&mut self, bytes: &[u8]) -> Result<Message> {
        let piece = self.piece;
        let messages = self.messages()?;
        for piece in bytes.chunks(piece) {
            messages.stream().write_all(piece)?;
        }
        let response = messages.response();
        if response.as_ref().map_or(true, Message::closes) {
            self.open = None;
        }
        response
    }

    /// Sends what is malformed on a connection of its own.
    fn malformed(&mut self, case: &malformed::Case) -> Result<()> {
        self.open = None;
        let mut response = Message::default();
        for Sent { bytes, shut } in (case.make)()? {
            let messages = self.messages()?;
            messages.stream().write_all(&bytes)?;
            if shut {
                messages.stream().shutdown(Shutdown::Write)?;
            }
            response = messages.response()?;
        }
        self.open = None;
        ensure!(response.status == case.status, "the status is {}, not {}", response.status, case.status);
        fault(&response)
    }

    fn half_closed(&mut self) -> Result<()> {
        self.open = None;
        let body = envelope(Version::Soap12, "GetSystemDateAndTime", None)?;
        let messages = self.messages()?;
        messages.stream().write_all(&post(Version::Soap12, "GetSystemDateAndTime", "", body.as_bytes()))?;
        messages.stream().shutdown(Shutdown::Write)?;
        let response = messages.response()?;
        self.open = None;
        ensure!(response.status == 200, "{}", response.status);
        Ok(())
    }
}

/// Has two connections open, and calls on the one and on the other: the one that is idle gives way.
fn two(port: u16) -> Result<()> {
    let mut lines = [Line::new(port), Line::new(port)];
    for line in &mut lines {
        line.messages()?;
    }
    for line in lines.iter_mut().rev() {
        line.call(Version::Soap11, "GetSystemDateAndTime", false)?;
    }
    Ok(())
}

fn connect(port: u16) -> Result<Messages<TcpStream>> {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.set_nodelay(true)?;
    Ok(Messages::new(stream))
}

/// What an answer says, if it is what it should be.
fn said(operation: &str, entry: roxmltree::Node<'_, '_>) -> Result<String> {
    match operation {
        "GetSystemDateAndTime" => {
            let utc = child(child(entry, TDS, "SystemDateAndTime")?, TT, "UTCDateTime")?;
            let year = text(child(utc, TT, "Date")?, TT, "Year")?;
            ensure!(year.parse::<u32>().is_ok_and(|year| year >= 2024), "the year {year}");
            Ok(text(child(utc, TT, "Time")?, TT, "Hour")?.to_owned())
        }
        "GetDeviceInformation" => {
            same("the model", text(entry, TDS, "Model")?, "Cortex-M3 & LAN9118")?;
            same("the board", text(entry, TDS, "HardwareId")?, "mps2-an385")?;
            Ok(text(entry, TDS, "FirmwareVersion")?.to_owned())
        }
        "GetSystemLog" => Ok(text(child(entry, TDS, "SystemLog")?, TT, "String")?.to_owned()),
        "SystemReboot" => Ok(text(entry, TDS, "Message")?.to_owned()),
        _ => bail!("no such operation"),
    }
}

/// Fails unless a response has a fault.
fn fault(response: &Message) -> Result<()> {
    let document = document(&response.body)?;
    let envelope = Envelope::of(&document)?;
    ensure!(envelope.is_fault(), "no fault: {}", String::from_utf8_lossy(&response.body));
    media_type(response, envelope.version)
}
