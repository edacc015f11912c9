//! Heads of messages, gathered.
//!
//! The grammar is httparse's, asked once per line as soon as the line is there. A line ends with CR LF and nothing
//! else: to take a bare LF for a line end is a leave of RFC 9112, 2.2, that not every reader takes, and two readers
//! who disagree about the lines of a head disagree about the length of its body.

use httparse::EMPTY_HEADER;

use super::grammar::is_value_byte;
use super::head::offending;
use super::{RequestHead, ResponseHead};
use crate::slice::{after, first};
use crate::{Error, ErrorKind, Limit};

/// Gathers the head of one message: all up to the empty line.
///
/// The memory is that of the caller and holds the head as long as the reader lives.
///
/// ```
/// use soapstone::http::HeadReader;
///
/// let mut memory = [0; 256];
/// let mut reader = HeadReader::new(&mut memory);
/// let mut input = &b"POST /stock HTTP/1.1\r\nHost: example.com\r\nContent-Length: 2\r\n\r\nhi"[..];
/// assert_eq!(reader.read(&mut input, false), Ok(true));
/// let head = reader.request()?;
/// assert_eq!((head.method, head.target, head.fields.text("host")), ("POST", "/stock", Some("example.com")));
/// assert_eq!(input, b"hi");
/// # Ok::<(), soapstone::Error>(())
/// ```
pub struct HeadReader<'m> {
    memory: &'m mut [u8],
    /// Bytes of the head that are kept, and where in them the last line begins.
    len: usize,
    line: usize,
    /// Bytes of empty lines before the head.
    skipped: usize,
    fields: u16,
    most_fields: u16,
    /// Whether the first line is complete, and the head.
    begun: bool,
    done: bool,
    error: Option<Error>,
}

impl<'m> HeadReader<'m> {
    /// A reader that keeps the head in this memory. By default a head has at most 64 fields.
    pub fn new(memory: &'m mut [u8]) -> Self {
        HeadReader {
            memory,
            len: 0,
            line: 0,
            begun: false,
            skipped: 0,
            fields: 0,
            most_fields: 64,
            done: false,
            error: None,
        }
    }

    /// Lets a head have so many fields.
    pub fn limit_fields(&mut self, fields: u16) {
        self.most_fields = fields;
    }

    /// Takes input up to the end of the head and no further. `true`: the head is complete; `false`: more input, please.
    /// Empty lines before the first line of a message are skipped and count as bytes of the head. RFC 9112, 2.2.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax); [`Limit`](ErrorKind::Limit): the memory is full, where the error says how
    /// much the head needs as far as the input shows it, or there are too many fields;
    /// [`HttpTruncated`](ErrorKind::HttpTruncated): `last`, in the middle of the head;
    /// [`ConnectionClosed`](ErrorKind::ConnectionClosed): `last` before its first byte. An error latches.
    pub fn read(&mut self, input: &mut &[u8], last: bool) -> Result<bool, Error> {
        self.gather(input, last);
        self.judged()?;
        Ok(self.done)
    }

    /// The complete head as that of a request.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax), [`HttpVersion`](ErrorKind::HttpVersion): of its first line; the error of
    /// [`read`](HeadReader::read); [`InvalidArgument`](ErrorKind::InvalidArgument): the head is not complete.
    pub fn request(&self) -> Result<RequestHead<'_>, Error> {
        RequestHead::parse_at(self.bytes()?, self.skipped)
    }

    /// The complete head as that of a response. Errors as [`request`](HeadReader::request).
    pub fn response(&self) -> Result<ResponseHead<'_>, Error> {
        self.bytes()?;
        self.parsed()
    }

    /// The same of a head that is known to be complete.
    pub(crate) fn parsed(&self) -> Result<ResponseHead<'_>, Error> {
        ResponseHead::parse_at(first(self.memory, self.len), self.skipped)
    }

    /// The bytes of the complete head, up to the empty line and with it. Errors as [`read`](HeadReader::read).
    pub fn bytes(&self) -> Result<&[u8], Error> {
        self.judged()?;
        if self.done { Ok(first(self.memory, self.len)) } else { Err(self.error(ErrorKind::InvalidArgument, 0)) }
    }

    /// Forgets the head, to gather the next.
    pub fn clear(&mut self) {
        (self.len, self.line, self.skipped, self.fields) = (0, 0, 0, 0);
        (self.begun, self.done) = (false, false);
        self.error = None;
    }

    /// Whether the head is complete.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn is_done(&self) -> bool {
        self.done
    }

    /// Bytes of the head that are kept.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// The error of a head that cannot be read on.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn failure(&self) -> Option<Error> {
        self.error
    }

    /// Refuses the head for another reason.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn fail(&mut self, error: Error) {
        self.error = Some(error);
    }

    /// As [`read`](HeadReader::read); [`failure`](HeadReader::failure) tells an error.
    #[cfg_attr(small, inline(never))]
    pub(crate) fn gather(&mut self, input: &mut &[u8], last: bool) {
        while !self.done && self.error.is_none() {
            let Some((&byte, rest)) = input.split_first() else {
                if last {
                    let begun = self.len > 0;
                    let kind = if begun { ErrorKind::HttpTruncated } else { ErrorKind::ConnectionClosed };
                    self.refuse(kind, self.len);
                }
                return;
            };
            match self.memory.get(self.skipped.wrapping_add(self.len)..) {
                None | Some([]) => {
                    let needed = self.len.saturating_add(in_sight(first(self.memory, self.len), input));
                    self.exceed(Limit::HeadBytes, self.skipped.saturating_add(needed), self.len);
                }
                _ if !is_value_byte(byte) && !matches!(byte, b'\r' | b'\n') => {
                    self.refuse(ErrorKind::HttpSyntax, self.len);
                }
                _ => {
                    *input = rest;
                    self.keep(byte);
                }
            }
        }
    }

    /// Keeps a byte, and judges the line that it ends.
    #[cfg_attr(small, inline(never))]
    fn keep(&mut self, byte: u8) {
        if let Some(slot) = self.memory.get_mut(self.len) {
            *slot = byte;
        }
        self.len = self.len.wrapping_add(1);
        if byte == b'\n' {
            self.judge();
        }
    }

    /// Judges the line that has just become complete.
    fn judge(&mut self) {
        let line = after(first(self.memory, self.len), self.line);
        if !line.ends_with(b"\r\n") {
            return self.refuse(ErrorKind::HttpSyntax, self.len.wrapping_sub(1));
        }
        match (line.len(), self.begun) {
            (2, false) => {
                self.skipped = self.skipped.wrapping_add(2);
                self.len = 0;
            }
            (2, true) => self.done = true,
            (_, false) => self.begun = true,
            _ if self.fields == self.most_fields => {
                return self.exceed(Limit::HeadFields, usize::from(self.fields).wrapping_add(1), self.line);
            }
            _ if !is_field(line) => {
                return self.refuse(ErrorKind::HttpSyntax, self.line.wrapping_add(offending(line, is_field)));
            }
            _ => self.fields = self.fields.wrapping_add(1),
        }
        self.line = self.len;
    }

    #[cold]
    #[inline(never)]
    fn exceed(&mut self, limit: Limit, needed: usize, at: usize) {
        self.error = Some(Error::limit(limit, needed as u64, self.skipped.wrapping_add(at) as u64));
    }

    #[cold]
    #[inline(never)]
    fn refuse(&mut self, kind: ErrorKind, at: usize) {
        self.error = Some(self.error(kind, at));
    }

    fn judged(&self) -> Result<(), Error> {
        self.error.map_or(Ok(()), Err)
    }

    fn error(&self, kind: ErrorKind, at: usize) -> Error {
        Error::new(kind, self.skipped.wrapping_add(at) as u64)
    }
}

/// Whether this is a field line, or the beginning of one.
fn is_field(line: &[u8]) -> bool {
    httparse::parse_headers(line, &mut [EMPTY_HEADER]).is_ok()
}

/// Bytes of the input up to the end of the head that begins with `kept`; all of them where its end is not in sight.
fn in_sight(kept: &[u8], input: &[u8]) -> usize {
    let mut recent =
        after(kept, kept.len().saturating_sub(3)).iter().fold(0, |recent, &byte| recent << 8 | u32::from(byte));
    let end = input.iter().position(|&byte| {
        recent = recent << 8 | u32::from(byte);
        recent.to_be_bytes() == *b"\r\n\r\n"
    });
    end.map_or(input.len(), |at| at.wrapping_add(1))
}
