//! Heads of messages, written.

use super::grammar::{is_token, is_value_byte};
use super::{Endpoint, Fields};
use crate::slice::{after, copy, first};
use crate::xsd::integer;
use crate::{Error, ErrorKind, Limit};

/// Writes the head of a message into memory of the caller.
///
/// The first error latches and is handed back by [`finish`](HeadWriter::finish) too; on a full memory the rest is
/// counted, so that the error says exactly how much is needed.
///
/// ```
/// use soapstone::http::HeadWriter;
///
/// let mut memory = [0; 256];
/// let mut head = HeadWriter::request(&mut memory, "POST", "/stock");
/// head.field("Host", "example.com")?;
/// head.field_parts("SOAPAction", &["\"", "urn:stock#price", "\""])?;
/// head.field_number("Content-Length", 310)?;
/// assert!(head.field("X-Note", "two\r\nlines").is_err());
/// # let mut head = HeadWriter::request(&mut memory, "POST", "/stock");
/// # head.field("Host", "example.com")?;
/// let (bytes, _rest) = head.finish()?;
/// assert!(bytes.starts_with(b"POST /stock HTTP/1.1\r\nHost: example.com\r\n"));
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct HeadWriter<'m> {
    memory: &'m mut [u8],
    /// Bytes written, counted on past the end of the memory.
    len: usize,
    /// Where the fields begin.
    start: usize,
    error: Option<Error>,
}

impl<'m> HeadWriter<'m> {
    /// Begins a request.
    pub fn request(memory: &'m mut [u8], method: &str, target: &str) -> Self {
        HeadWriter::request_parts(memory, method, &[target])
    }

    /// Begins a request whose target is these parts one after the other, for instance those of
    /// [`Endpoint::target`].
    pub fn request_parts(memory: &'m mut [u8], method: &str, target: &[&str]) -> Self {
        let visible = |part: &&str| part.bytes().all(|byte| byte.is_ascii_graphic());
        let sound =
            is_token(method.as_bytes()) && target.iter().all(visible) && target.iter().any(|part| !part.is_empty());
        let mut head = HeadWriter::trailers(memory);
        if sound {
            head.push_all(&[method, " "]);
            head.push_all(target);
            head.push(b" HTTP/1.1\r\n");
            head.start = head.len;
        } else {
            head.refuse();
        }
        head
    }

    /// Begins a response. `reason` may be empty.
    pub fn response(memory: &'m mut [u8], status: u16, reason: &str) -> Self {
        let mut head = HeadWriter::trailers(memory);
        match status {
            100..=599 => {
                let digit = |number: u16| b'0'.wrapping_add((number % 10) as u8);
                let digits = [digit(status / 100), digit(status / 10), digit(status)];
                head.line(b"HTTP/1.1 \x10 \x11\r\n", &[&digits, reason.as_bytes()]);
            }
            _ => head.refuse(),
        }
        head.start = head.len;
        head
    }

    /// Begins trailers: fields without a first line, after the last chunk of a body.
    pub fn trailers(memory: &'m mut [u8]) -> Self {
        HeadWriter { memory, len: 0, start: 0, error: None }
    }

    /// Writes a field.
    ///
    /// # Errors
    /// [`HttpField`](ErrorKind::HttpField): the name is no token, or the value has a control character other than the
    /// tab. [`Limit`](ErrorKind::Limit) of head bytes.
    pub fn field(&mut self, name: &str, value: &str) -> Result<(), Error> {
        self.put(name.as_bytes(), value.as_bytes());
        self.state()
    }

    /// Writes a field whose value is these parts one after the other. Errors as [`field`](HeadWriter::field).
    pub fn field_parts(&mut self, name: &str, value: &[&str]) -> Result<(), Error> {
        let sound = is_token(name.as_bytes()) && value.iter().all(|part| part.bytes().all(is_value_byte));
        if sound {
            self.push(name.as_bytes());
            self.push(b": ");
            self.push_all(value);
            self.push(b"\r\n");
        } else {
            self.refuse();
        }
        self.state()
    }

    /// Writes a field; an error is for [`finish`](HeadWriter::finish) to hand back.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn put(&mut self, name: &[u8], value: &[u8]) {
        if is_token(name) {
            self.line(b"\x10: \x11\r\n", &[name, value]);
        } else {
            self.refuse();
        }
    }

    /// Writes a field whose value is a number. Errors as [`field`](HeadWriter::field).
    pub fn field_number(&mut self, name: &str, value: u64) -> Result<(), Error> {
        self.field(name, &integer::emit(value))
    }

    /// Writes the field `Host` of a request to this endpoint; its port only where it is not that of the scheme.
    /// RFC 9110, 7.2. Errors as [`field`](HeadWriter::field).
    pub fn host(&mut self, endpoint: &Endpoint<'_>) -> Result<(), Error> {
        let port = integer::emit(u64::from(endpoint.port));
        let mut parts = [&b""[..]; 8];
        endpoint.parts(port.as_bytes(), &mut parts);
        self.line(b"Host: \x11\x12\x13\x14\x15\r\n", &parts);
        self.state()
    }

    /// Writes a line in which the bytes from `\x10` to `\x1F` stand for these parts.
    #[inline(never)]
    pub(crate) fn line(&mut self, line: &[u8], parts: &[&[u8]]) {
        let part = |byte: u8| parts.get(usize::from(byte & 0xF)).copied().unwrap_or_default();
        let stands = |byte: u8| byte >> 4 == 1;
        if !line.iter().all(|&byte| !stands(byte) || part(byte).iter().copied().all(is_value_byte)) {
            return self.refuse();
        }
        let mut rest = line;
        while let Some(at) = rest.iter().position(|byte| stands(*byte)) {
            self.push(first(rest, at));
            rest = after(rest, at);
            if let Some((&byte, others)) = rest.split_first() {
                self.push(part(byte));
                rest = others;
            }
        }
        self.push(rest);
    }

    /// The fields written so far.
    pub fn fields(&self) -> Fields<'_> {
        Fields { lines: after(self.whole(), self.start), at: self.start }
    }

    /// All that was written, without an error.
    fn whole(&self) -> &[u8] {
        if self.error.is_none() { first(self.memory, self.len) } else { &[] }
    }

    /// Ends the head; gives its bytes, and what is left of the memory.
    ///
    /// # Errors
    /// The first of its calls; on a full memory, with what the whole head needs.
    pub fn finish(mut self) -> Result<(&'m [u8], &'m mut [u8]), Error> {
        let len = self.end().len();
        self.state()?;
        let (head, rest) = self.memory.split_at_mut_checked(len).unwrap_or_default();
        Ok((head, rest))
    }

    /// Ends the head where it is; gives its bytes, of which there are none after an [error](HeadWriter::error). Nothing
    /// may follow.
    #[cfg_attr(small, inline(always))]
    pub fn end(&mut self) -> &[u8] {
        self.push(b"\r\n");
        self.whole()
    }

    /// Bytes written, or counted where there is an [error](HeadWriter::error).
    #[cfg(feature = "embedded-io")]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The first error of the calls so far; on a full memory, with what they need.
    pub fn error(&self) -> Option<Error> {
        self.error
    }

    /// Refuses the head for this reason, and not because the memory is full.
    #[cold]
    #[inline(never)]
    pub(crate) fn fail(&mut self, kind: ErrorKind) {
        if self.error.is_none_or(|error| error.kind == ErrorKind::Limit) {
            self.error = Some(Error::new(kind, 0));
        }
    }

    fn push_all(&mut self, parts: &[&str]) {
        for part in parts {
            self.push(part.as_bytes());
        }
    }

    /// Writes, or counts once the memory is full.
    #[cfg_attr(small, inline(never))]
    fn push(&mut self, bytes: &[u8]) {
        let end = self.len.wrapping_add(bytes.len());
        match (self.memory.get_mut(self.len..end), &mut self.error) {
            (Some(slots), _) => {
                copy(slots, bytes);
            }
            (None, None) => self.error = Some(Error::limit(Limit::HeadBytes, end as u64, self.len as u64)),
            (None, Some(Error { exceeded: Some(exceeded), .. })) => exceeded.needed = end as u64,
            (None, Some(_)) => {}
        }
        self.len = end;
    }

    #[cold]
    #[cfg_attr(small, inline(never))]
    fn refuse(&mut self) {
        if self.error.is_none() {
            self.error = Some(Error::new(ErrorKind::HttpField, self.len as u64));
        }
    }

    pub(super) fn state(&self) -> Result<(), Error> {
        self.error.map_or(Ok(()), Err)
    }
}
