//! The server that the programs call: by the path of a request a central system or a server that configures.

use super::cwmp::{Acs, TURNS};
use super::http::{Message, Messages};
use super::ocpp::Central;
use anyhow::{Result, bail};
use soapstone::soap::Version;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// What answers a request.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    status: u16,
    pub(super) fields: Vec<(&'static str, String)>,
    body: String,
    /// Whether the body goes in chunks.
    pub(super) chunked: bool,
    /// Whether the connection ends after it.
    pub(super) close: bool,
}

/// What came of what was asked.
#[derive(Debug, Default)]
pub(super) struct Server {
    /// Never ends a connection: it is a line, of which there is but one.
    stays: bool,
    central: Central,
    acs: Acs,
    pub(super) exchanges: u32,
    pub(super) failures: Vec<String>,
}

/// How long a connection may say nothing.
const PATIENCE: Duration = Duration::from_secs(20);

impl Answer {
    /// An envelope, which the server has no more to say about.
    pub(super) fn envelope(version: Version, body: String) -> Answer {
        let fields = vec![("Content-Type", format!("{}; charset=utf-8", version.media_type()))];
        Answer { status: 200, fields, body, chunked: false, close: false }
    }

    /// A status and nothing else.
    pub(super) fn nothing(status: u16) -> Answer {
        Answer { status, fields: Vec::new(), body: String::new(), chunked: false, close: false }
    }

    fn bytes(&self) -> Vec<u8> {
        let mut head = format!("HTTP/1.1 {} Answer\r\n", self.status);
        for (name, value) in &self.fields {
            head += &format!("{name}: {value}\r\n");
        }
        if self.close {
            head += "Connection: close\r\n";
        }
        let body = match (self.status, self.chunked) {
            (204, _) => String::new(),
            (_, true) => {
                head += "Transfer-Encoding: chunked\r\n";
                let (first, rest) = self.body.split_at(self.body.len() / 3);
                format!("{:x}\r\n{first}\r\n{:X};more\r\n{rest}\r\n0\r\n\r\n", first.len(), rest.len())
            }
            (_, false) => {
                head += &format!("Content-Length: {}\r\n", self.body.len());
                self.body.clone()
            }
        };
        format!("{head}\r\n{body}").into_bytes()
    }
}

impl Server {
    /// A server at the other end of a line.
    pub(super) fn on_a_line() -> Server {
        Server { stays: true, ..Server::default() }
    }

    /// Answers what comes to a listener until it is to stop.
    pub(super) fn serve(&mut self, listener: &TcpListener, stop: &AtomicBool) -> Result<()> {
        listener.set_nonblocking(true)?;
        while !stop.load(Ordering::Relaxed) {
            match listener.accept() {
                Ok((stream, _)) => {
                    if let Err(error) = self.talk(stream) {
                        self.failures.push(format!("FAIL {error:#}"));
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    std::thread::sleep(Duration::from_millis(5));
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// Whether everything that should be asked was asked.
    pub(super) fn check(&mut self) {
        let came = (self.central.boots, self.central.heartbeats, self.acs.turn);
        if came != ([1, 1], [3, 3], TURNS) {
            self.failures.push(format!("FAIL other requests came than expected: {came:?}"));
        }
    }

    fn talk(&mut self, stream: TcpStream) -> Result<()> {
        stream.set_nonblocking(false)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        stream.set_nodelay(true)?;
        let mut messages = Messages::new(stream);
        while let Some(request) = messages.request()? {
            self.exchanges += 1;
            let mut answer = self.answer(&request).unwrap_or_else(|error| {
                self.failures.push(format!("FAIL {error:#}"));
                Answer::nothing(500)
            });
            answer.close &= !self.stays;
            send(messages.stream(), &answer.bytes())?;
            if answer.close || (request.closes() && !self.stays) {
                break;
            }
        }
        Ok(())
    }

    fn answer(&mut self, request: &Message) -> Result<Answer> {
        match request.target.as_str() {
            "/ocpp" => self.central.answer(request),
            "/cwmp" => self.acs.answer(request),
            other => bail!("there is nothing at {other}"),
        }
    }
}

/// Sends an answer in pieces, as a network may deliver it.
fn send(stream: &mut (impl Read + Write), bytes: &[u8]) -> Result<()> {
    for piece in bytes.chunks(400) {
        stream.write_all(piece)?;
        stream.flush()?;
    }
    Ok(())
}
