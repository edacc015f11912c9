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
#[repr(C)] // what is looked at most is first: short instructions reach no further
pub struct HeadReader<'m> {
    /// Whether the first line is complete, and the head.
    begun: bool,
    done: bool,
    fields: u16,
    most_fields: u16,
    memory: &'m mut [u8],
    /// Bytes of the head that are kept, and where in them the last line begins.
    len: usize,
    line: usize,
    /// Bytes of empty lines before the head.
    skipped: usize,
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
        self.error.map_or(Ok(self.done), Err)
    }

    /// The complete head as that of a request.
    ///
    /// # Errors
    /// [`HttpSyntax`](ErrorKind::HttpSyntax), [`HttpVersion`](ErrorKind::HttpVersion): of its first line; the error of
    /// [`read`](HeadReader::read); [`InvalidArgument`](ErrorKind::InvalidArgument): the head is not complete.
    pub fn request(&self) -> Result<RequestHead<'_>, Error> {
        if self.done { RequestHead::parse_at(first(self.memory, self.len), self.skipped) } else { Err(self.unready()) }
    }

    /// The complete head as that of a response. Errors as [`request`](HeadReader::request).
    pub fn response(&self) -> Result<ResponseHead<'_>, Error> {
        if self.done { self.parsed() } else { Err(self.unready()) }
    }

    /// The same of a head that is known to be complete.
    #[cfg_attr(small, inline(always))]
    pub(crate) fn parsed(&self) -> Result<ResponseHead<'_>, Error> {
        ResponseHead::parse_at(first(self.memory, self.len), self.skipped)
    }

    /// The bytes of the complete head, up to the empty line and with it. Errors as [`read`](HeadReader::read).
    pub fn bytes(&self) -> Result<&[u8], Error> {
        if self.done { Ok(first(self.memory, self.len)) } else { Err(self.unready()) }
    }

    /// Forgets the head, to gather the next.
    pub fn clear(&mut self) {
        (self.len, self.line, self.skipped, self.fields) = (0, 0, 0, 0);
        (self.begun, self.done) = (false, false);
        self.error = None;
    }

    /// Whether the head is complete.
    pub fn is_done(&self) -> bool {
        self.done
    }

    /// Bytes of its memory.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn room(&self) -> usize {
        self.memory.len()
    }

    /// Bytes of the head that are kept.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// What ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.error
    }

    /// Refuses the head for another reason.
    #[cfg(feature = "embedded-io")]
    pub(crate) fn fail(&mut self, error: Error) {
        (self.done, self.error) = (false, Some(error));
    }

    /// As [`read`](HeadReader::read); [`is_done`](HeadReader::is_done) and [`error`](HeadReader::error) tell what came of
    /// it.
    #[cfg_attr(small, inline(never))]
    pub fn gather(&mut self, input: &mut &[u8], last: bool) {
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
                    // No two slices together are longer than the memory of the machine.
                    let needed = self.len.wrapping_add(in_sight(self.begun, self.len.wrapping_sub(self.line), input));
                    self.exceed(Limit::HeadBytes, self.skipped.wrapping_add(needed), self.len);
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
        if !matches!(line, [.., b'\r', _]) {
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
        self.error = Some(self.error_at(kind, at));
    }

    /// Why there is no complete head.
    #[cold]
    fn unready(&self) -> Error {
        self.error.unwrap_or(self.error_at(ErrorKind::InvalidArgument, 0))
    }

    fn error_at(&self, kind: ErrorKind, at: usize) -> Error {
        Error::new(kind, self.skipped.wrapping_add(at) as u64)
    }
}

/// Whether this is a field line, or the beginning of one.
fn is_field(line: &[u8]) -> bool {
    httparse::parse_headers(line, &mut [EMPTY_HEADER]).is_ok()
}

/// Bytes of the input up to the end of the head, which has begun or not and of whose last line so many bytes are kept; all
/// of them where its end is not in sight.
fn in_sight(mut begun: bool, mut line: usize, input: &[u8]) -> usize {
    let end = input.iter().position(|&byte| {
        line = line.wrapping_add(1);
        if byte != b'\n' {
            return false;
        }
        let is_empty = line <= 2;
        let ends = begun && is_empty;
        begun |= !is_empty;
        line = 0;
        ends
    });
    end.map_or(input.len(), |at| at.wrapping_add(1))
}
