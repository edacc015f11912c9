//! HTTP as another program reads it: heads by httparse, bodies whole.

use anyhow::{Context, Result, bail, ensure};
use std::io::{Read, Write};

/// A request or a response.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// The target of a request; empty in a response.
    pub(super) target: String,
    /// The status of a response; 0 in a request.
    pub(super) status: u16,
    pub(super) fields: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
}

/// Reads messages from a connection, one after the other.
pub(super) struct Messages<S> {
    stream: S,
    unread: Vec<u8>,
}

/// What there may be of a body.
const MOST: usize = 1 << 20;

impl Message {
    /// The value of a field.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// Whether the connection ends after it.
    pub(super) fn closes(&self) -> bool {
        self.field("Connection").is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

impl<S: Read + Write> Messages<S> {
    pub(super) fn new(stream: S) -> Self {
        Messages { stream, unread: Vec::new() }
    }

    pub(super) fn stream(&mut self) -> &mut S {
        &mut self.stream
    }

    /// The next request; `None` when the connection ends before it.
    pub(super) fn request(&mut self) -> Result<Option<Message>> {
        self.message(|bytes| {
            let mut fields = [httparse::EMPTY_HEADER; 64];
            let mut head = httparse::Request::new(&mut fields);
            let httparse::Status::Complete(len) = head.parse(bytes)? else { return Ok(None) };
            ensure!(head.method == Some("POST"), "{:?} is no POST", head.method);
            let target = head.path.unwrap_or_default().to_owned();
            Ok(Some((len, Message { target, fields: owned(head.headers)?, ..Message::default() })))
        })
    }

    /// The next response.
    pub(super) fn response(&mut self) -> Result<Message> {
        let response = self.message(|bytes| {
            let mut fields = [httparse::EMPTY_HEADER; 64];
            let mut head = httparse::Response::new(&mut fields);
            let httparse::Status::Complete(len) = head.parse(bytes)? else { return Ok(None) };
            let status = head.code.unwrap_or_default();
            Ok(Some((len, Message { status, fields: owned(head.headers)?, ..Message::default() })))
        })?;
        response.context("the connection ended without a response")
    }

    fn message(&mut self, parse: impl Fn(&[u8]) -> Result<Option<(usize, Message)>>) -> Result<Option<Message>> {
        let (head, mut message) = loop {
            if let Some(parsed) = parse(&self.unread)? {
                break parsed;
            }
            let begun = !self.unread.is_empty();
            if !self.receive()? {
                ensure!(!begun, "the connection ended in a head");
                return Ok(None);
            }
        };
        self.unread.drain(..head);
        message.body = match (message.field("Transfer-Encoding"), message.field("Content-Length")) {
            (Some(coding), None) => {
                ensure!(coding == "chunked", "the coding {coding}");
                self.chunks()?
            }
            (None, Some(length)) => self.bytes(length.parse()?)?,
            (None, None) => Vec::new(),
            (Some(_), Some(_)) => bail!("two lengths"),
        };
        Ok(Some(message))
    }

    fn chunks(&mut self) -> Result<Vec<u8>> {
        let mut body = Vec::new();
        loop {
            let (line, size) = loop {
                match httparse::parse_chunk_size(&self.unread) {
                    Ok(httparse::Status::Complete(parsed)) => break parsed,
                    Ok(httparse::Status::Partial) => ensure!(self.receive()?, "the connection ended in a chunk"),
                    Err(_) => bail!("no size of a chunk"),
                }
            };
            self.unread.drain(..line);
            body.extend(self.bytes(usize::try_from(size)?)?);
            ensure!(self.bytes(2)? == b"\r\n", "no end of a chunk");
            if size == 0 {
                return Ok(body);
            }
        }
    }

    fn bytes(&mut self, len: usize) -> Result<Vec<u8>> {
        ensure!(len <= MOST, "a body of {len} bytes");
        while self.unread.len() < len {
            ensure!(self.receive()?, "the connection ended in a body");
        }
        Ok(self.unread.drain(..len).collect())
    }

    /// Receives more; `false` at the end of the connection.
    fn receive(&mut self) -> Result<bool> {
        let mut piece = [0; 4096];
        let count = self.stream.read(&mut piece).context("receiving")?;
        self.unread.extend(&piece[..count]);
        Ok(count > 0)
    }
}

fn owned(fields: &[httparse::Header<'_>]) -> Result<Vec<(String, String)>> {
    let text = |field: &httparse::Header<'_>| Ok((field.name.into(), String::from_utf8(field.value.to_vec())?));
    fields.iter().map(text).collect()
}
