//! Recorded exchanges: what a peer once sent, given to our server or our client in pieces.

use super::calls;
use super::listen::serve_with;
use super::request::{Body, Request};
use super::service::Echo;
use embedded_io::{ErrorType, Read, Write};
use soapstone::binding::client::Client;
use soapstone::binding::{Timeout, Transport};
use soapstone::http::Endpoint;
use soapstone::soap::{Leniencies, Version};
use std::convert::Infallible;
use std::sync::mpsc::channel;

/// A transport that gives these pieces, one with each read, and then ends; what is written to it is kept.
struct Script<'s> {
    pieces: Vec<&'s [u8]>,
    written: Vec<u8>,
}

/// Gives a request to our server, in these pieces; what it answers.
pub fn answer_recorded(pieces: &[&[u8]]) -> Vec<u8> {
    let mut script = Script { pieces: pieces.to_vec(), written: Vec::new() };
    let (seen, _) = channel();
    // Without a clock, for a recorded token is old.
    let _ = serve_with(&mut script, &mut Echo::new(0, seen, None));
    script.written
}

/// Gives a response to our client, in these pieces; what it makes of it, or why it does not take it.
///
/// # Errors
/// What is wrong with the response.
pub fn take_recorded(pieces: &[&[u8]], version: Version, leniencies: Leniencies) -> Result<String, String> {
    let (mut memory, mut scratch) = (vec![0; 4096], vec![0; 256]);
    let script = Script { pieces: pieces.to_vec(), written: Vec::new() };
    let mut client = Client::new(script, &mut memory, &mut scratch);
    let request = Request {
        endpoint: "http://127.0.0.1/echo",
        version,
        leniencies,
        body: Body::Text(""),
        chunked: false,
        block: None,
        message_id: None,
        token: None,
    };
    calls::call(&mut client, &request).map(|response| format!("{response:?}"))
}

impl ErrorType for Script<'_> {
    type Error = Infallible;
}

impl Read for Script<'_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Infallible> {
        self.pieces.retain(|piece| !piece.is_empty());
        let Some(first) = self.pieces.first_mut() else { return Ok(0) };
        let (now, later) = first.split_at(first.len().min(to.len()));
        to[..now.len()].copy_from_slice(now);
        let count = now.len();
        *first = later;
        Ok(count)
    }
}

impl Write for Script<'_> {
    fn write(&mut self, from: &[u8]) -> Result<usize, Infallible> {
        self.written.extend_from_slice(from);
        Ok(from.len())
    }

    fn flush(&mut self) -> Result<(), Infallible> {
        Ok(())
    }
}

impl Transport for Script<'_> {
    fn open(&mut self, _: &Endpoint<'_>, _: Timeout) -> Result<(), Infallible> {
        Ok(())
    }

    fn close(&mut self) {}
}
