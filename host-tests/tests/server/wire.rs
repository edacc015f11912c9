//! A transport that follows a script, and what was sent through it, taken apart by hand.

use embedded_io::{ErrorKind, ErrorType, Read, Write};

/// What a client sends, in pieces, and what it got.
pub(crate) struct Script {
    pub(crate) input: Vec<u8>,
    at: usize,
    piece: usize,
    /// What happens when the input is at its end; nothing: the connection is closed.
    pub(crate) then: Option<ErrorKind>,
    pub(crate) sent: Vec<u8>,
    /// Bytes that can be sent before the connection breaks.
    pub(crate) room: usize,
    /// How much of the input was read when something was sent for the first time.
    pub(crate) read_before: Option<usize>,
}

impl Script {
    /// Sends the input in pieces of at most `piece` bytes.
    pub(crate) fn new(input: impl Into<Vec<u8>>, piece: usize) -> Self {
        let (input, sent) = (input.into(), Vec::new());
        Script { input, at: 0, piece, then: None, sent, room: usize::MAX, read_before: None }
    }

    /// Responses without a body: that to a request for a head.
    pub(crate) fn bodiless(&self) -> usize {
        (self.input.starts_with(b"HEAD") && self.input.windows(4).any(|end| end == b"\r\n\r\n")).into()
    }

    /// How much was read.
    pub(crate) fn read_so_far(&self) -> usize {
        self.at
    }
}

impl ErrorType for Script {
    type Error = ErrorKind;
}

impl Read for Script {
    fn read(&mut self, room: &mut [u8]) -> Result<usize, ErrorKind> {
        assert!(!room.is_empty(), "no room to receive into");
        let count = room.len().min(self.piece).min(self.input.len() - self.at);
        room[..count].copy_from_slice(&self.input[self.at..][..count]);
        self.at += count;
        match (count, self.then) {
            (0, Some(error)) => Err(error),
            _ => Ok(count),
        }
    }
}

impl Write for Script {
    fn write(&mut self, bytes: &[u8]) -> Result<usize, ErrorKind> {
        self.read_before.get_or_insert(self.at);
        let count = bytes.len().min(self.room);
        self.room -= count;
        self.sent.extend_from_slice(&bytes[..count]);
        if count == 0 { Err(ErrorKind::BrokenPipe) } else { Ok(count) }
    }

    fn flush(&mut self) -> Result<(), ErrorKind> {
        Ok(())
    }
}

/// A response.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) fields: Vec<(String, String)>,
    pub(crate) body: String,
    /// The body had its end.
    pub(crate) complete: bool,
}

impl Response {
    pub(crate) fn field(&self, name: &str) -> Option<&str> {
        let mut found = self.fields.iter().filter(|(own, _)| own.eq_ignore_ascii_case(name));
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "{name} twice: {:?}", self.fields);
        value
    }
}

/// The responses in what was sent. `bodiless`: that many of the first have no body, whatever their head says.
pub(crate) fn responses(sent: &[u8], bodiless: usize) -> Vec<Response> {
    let mut found = Vec::new();
    let mut rest = sent;
    while !rest.is_empty() {
        let end = rest.windows(4).position(|w| w == b"\r\n\r\n").expect("a head") + 4;
        let head = std::str::from_utf8(&rest[..end - 4]).expect("a head of text");
        rest = &rest[end..];
        let mut lines = head.split("\r\n");
        let line = lines.next().unwrap();
        let status = line.strip_prefix("HTTP/1.1 ").expect(line)[..3].parse().expect(line);
        let fields = lines.map(|line| line.split_once(": ").expect(line)).map(|(n, v)| (n.into(), v.into()));
        let mut response = Response { status, fields: fields.collect(), body: String::new(), complete: true };
        if status >= 200 && status != 204 && found.len() >= bodiless {
            let (body, complete);
            (body, complete, rest) = take_body(&response, rest);
            (response.body, response.complete) = (String::from_utf8(body).expect("text"), complete);
        }
        found.push(response);
    }
    found
}

fn take_body<'r>(response: &Response, mut rest: &'r [u8]) -> (Vec<u8>, bool, &'r [u8]) {
    match (response.field("Content-Length"), response.field("Transfer-Encoding")) {
        (Some(length), None) => {
            let length: usize = length.parse().expect(length);
            let (now, rest) = rest.split_at(length.min(rest.len()));
            (now.into(), now.len() == length, rest)
        }
        (None, Some("chunked")) => {
            let mut body = Vec::new();
            loop {
                let Some(end) = rest.windows(2).position(|w| w == b"\r\n") else { return (body, false, &[]) };
                let size = usize::from_str_radix(std::str::from_utf8(&rest[..end]).unwrap(), 16).unwrap();
                rest = &rest[end + 2..];
                if rest.len() < size + 2 {
                    return (body, false, &[]);
                }
                assert_eq!(&rest[size..][..2], b"\r\n");
                body.extend_from_slice(&rest[..size]);
                rest = &rest[size + 2..];
                if size == 0 {
                    return (body, true, rest);
                }
            }
        }
        (None, None) => (rest.into(), true, &[]),
        other => panic!("{other:?}"),
    }
}
