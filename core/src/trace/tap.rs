//! What passes on the wire, told as events.

use super::head::Head;
use super::redactor::{Place, Redacted, Redactor};
use super::{Category, Direction, Event, Level, Trace, raise};
use crate::{Error, ErrorKind};

/// Whose connection it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum Side {
    /// Of who calls: its messages are [`Outbound`](Category::Outbound).
    Client,
    /// Of who answers: its messages are [`Inbound`](Category::Inbound).
    Server,
}

/// Follows the messages of a connection by their bytes, in pieces of any size, and raises events.
///
/// It finds where a message ends by itself, from its head, and never takes part in what it watches: of a message that it
/// cannot follow it tells nothing more.
pub struct Tap {
    category: Category,
    is_open: bool,
    sent: Half,
    received: Half,
    /// When the last request was complete.
    asked: u64,
}

/// One direction.
struct Half {
    direction: Direction,
    redactor: Redactor,
    head: Head,
    frame: Frame,
    /// Bytes of the body, or of the chunk, that are still to come.
    left: u64,
    bytes: u64,
    began: u64,
}

/// Where a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// Between messages.
    Idle,
    Head,
    /// In a body of known length.
    Length,
    /// In the size of a chunk, then in what may follow it.
    Size,
    Extension,
    Chunk,
    ChunkEnd,
    /// In the trailers, at the start of a line or in it.
    Trailer,
    TrailerLine,
    /// In a body up to the end of the connection.
    Close,
    /// What follows cannot be told apart.
    Lost,
}

impl Tap {
    /// For a connection that is not open yet.
    pub const fn new(side: Side) -> Tap {
        let category = match side {
            Side::Client => Category::Outbound,
            Side::Server => Category::Inbound,
        };
        Tap {
            category,
            is_open: false,
            sent: Half::new(Direction::Sent),
            received: Half::new(Direction::Received),
            asked: 0,
        }
    }

    /// The category of the messages.
    pub fn category(&self) -> Category {
        self.category
    }

    /// A connection is opened.
    pub fn opened(&mut self, trace: &dyn Trace, host: &str, port: u16, secure: bool) {
        self.reset();
        raise(trace, self.category, Level::Info, &Event::Opened { host, port, secure });
    }

    /// A connection was accepted.
    pub fn accepted(&mut self, trace: &dyn Trace) {
        self.reset();
        raise(trace, Category::Loading, Level::Info, &Event::Ready);
    }

    /// These bytes were sent.
    pub fn sent(&mut self, trace: &dyn Trace, bytes: &[u8]) {
        self.pass(trace, Direction::Sent, bytes);
    }

    /// These bytes were received; none of them is the end of the connection.
    pub fn received(&mut self, trace: &dyn Trace, bytes: &[u8]) {
        if !bytes.is_empty() {
            return self.pass(trace, Direction::Received, bytes);
        }
        if !matches!(self.received.frame, Frame::Idle | Frame::Close | Frame::Lost) {
            self.failed(trace, Error::new(ErrorKind::HttpTruncated, self.received.bytes), 0);
        }
        self.closed(trace);
    }

    /// The connection was closed from here.
    pub fn closed(&mut self, trace: &dyn Trace) {
        for half in [&mut self.sent, &mut self.received] {
            if core::mem::replace(&mut half.frame, Frame::Idle) == Frame::Close {
                half.end(trace, &mut self.asked);
            }
        }
        if core::mem::replace(&mut self.is_open, false) {
            raise(trace, self.category, Level::Detail, &Event::Closed);
        }
    }

    /// Something went wrong that the bytes do not show; `stage` is the number of a stage, or 0.
    pub fn failed(&mut self, trace: &dyn Trace, error: Error, stage: u8) {
        raise(trace, self.category, Level::Error, &Event::Failed { error, stage });
    }

    fn reset(&mut self) {
        (self.is_open, self.sent.frame, self.received.frame) = (true, Frame::Idle, Frame::Idle);
    }

    fn pass(&mut self, trace: &dyn Trace, direction: Direction, mut bytes: &[u8]) {
        let (half, other) = match direction {
            Direction::Sent => (&mut self.sent, &self.received),
            Direction::Received => (&mut self.received, &self.sent),
        };
        let no_body = other.head.is_head();
        while !bytes.is_empty() {
            if half.frame == Frame::Idle {
                half.begin(trace, self.category, self.asked);
            }
            let taken = half.take(trace, self.category, bytes, no_body);
            half.bytes = half.bytes.saturating_add(taken as u64);
            bytes = bytes.get(taken..).unwrap_or_default();
            if half.frame == Frame::Idle {
                half.end(trace, &mut self.asked);
            }
        }
    }
}

impl Half {
    const fn new(direction: Direction) -> Half {
        let (redactor, head) = (Redactor::new(), Head::new());
        Half { direction, redactor, head, frame: Frame::Idle, left: 0, bytes: 0, began: 0 }
    }

    fn begin(&mut self, trace: &dyn Trace, category: Category, asked: u64) {
        *self = Half { began: trace.now(), frame: Frame::Head, ..Half::new(self.direction) };
        // The peer of who waits answers.
        if (category == Category::Outbound) == (self.direction == Direction::Received) {
            let micros = self.began.saturating_sub(asked);
            raise(trace, Category::Performance, Level::Info, &Event::Waited { micros });
        }
        raise(trace, category, Level::Info, &Event::Begins(self.direction));
    }

    /// Takes what belongs together, and says how much that is.
    fn take(&mut self, trace: &dyn Trace, category: Category, bytes: &[u8], no_body: bool) -> usize {
        let first = bytes.first().copied().unwrap_or_default();
        self.frame = match (self.frame, first) {
            (Frame::Head, _) => return self.head(trace, category, bytes, no_body),
            (Frame::Length | Frame::Chunk | Frame::Close, _) => return self.body(trace, category, bytes),
            (Frame::Lost, _) => return bytes.len(),
            (Frame::Size | Frame::Extension, b'\n') if self.left == 0 => Frame::Trailer,
            (Frame::Size | Frame::Extension, b'\n') => Frame::Chunk,
            (Frame::Size, b' ' | b'\t' | b';') => Frame::Extension,
            (Frame::Size, b'\r') => Frame::Size,
            (Frame::Size, _) => match char::from(first).to_digit(16) {
                Some(digit) if self.left >> 60 == 0 => {
                    self.left = self.left << 4 | u64::from(digit);
                    Frame::Size
                }
                _ => Frame::Lost,
            },
            (Frame::ChunkEnd, b'\n') => Frame::Size,
            (Frame::Trailer, b'\n') => Frame::Idle,
            (Frame::TrailerLine, b'\n') => Frame::Trailer,
            (Frame::Trailer, b'\r') => Frame::Trailer,
            (Frame::Trailer, _) => Frame::TrailerLine,
            (same, _) => same,
        };
        1
    }

    fn head(&mut self, trace: &dyn Trace, category: Category, bytes: &[u8], no_body: bool) -> usize {
        let mut out = Out::new(trace, category, self.direction, false);
        let taken = self.redactor.run(bytes, trace.secrets(), &mut out, Some(&mut self.head));
        if !self.head.is_done() {
            return taken;
        }
        let head = &self.head;
        self.left = if head.is_chunked { 0 } else { head.length };
        self.frame = match head.has_length {
            _ if head.has_no_body() || head.is_response && no_body => Frame::Idle,
            _ if head.is_chunked => Frame::Size,
            false if head.is_response => Frame::Close,
            _ if head.length == 0 => Frame::Idle,
            _ => Frame::Length,
        };
        if head.is_response {
            let level = if head.status < 400 { Level::Info } else { Level::Warning };
            raise(trace, category, level, &Event::Status(self.direction, head.status));
        }
        self.redactor = Redactor::new();
        taken
    }

    fn body(&mut self, trace: &dyn Trace, category: Category, bytes: &[u8]) -> usize {
        let most = if self.frame == Frame::Close { u64::MAX } else { self.left };
        let taken = usize::try_from(most).unwrap_or(usize::MAX).min(bytes.len());
        let mut out = Out::new(trace, category, self.direction, self.redactor.in_body);
        if out.is_wanted() {
            self.redactor.next(bytes.get(..taken).unwrap_or_default(), trace.secrets(), &mut out);
        }
        self.left = self.left.saturating_sub(taken as u64);
        self.frame = match self.frame {
            Frame::Chunk if self.left == 0 => Frame::ChunkEnd,
            Frame::Length if self.left == 0 => Frame::Idle,
            same => same,
        };
        taken
    }

    fn end(&mut self, trace: &dyn Trace, asked: &mut u64) {
        let now = trace.now();
        if !self.head.is_response {
            *asked = now;
        }
        let micros = now.saturating_sub(self.began);
        let event = Event::Ends { direction: self.direction, bytes: self.bytes, micros };
        raise(trace, Category::Performance, Level::Info, &event);
    }
}

/// Where a document goes, and what of it.
struct Out<'t> {
    trace: &'t dyn Trace,
    category: Category,
    direction: Direction,
    in_body: bool,
    dump: bool,
    arguments: bool,
}

impl<'t> Out<'t> {
    fn new(trace: &'t dyn Trace, category: Category, direction: Direction, in_body: bool) -> Self {
        let wants = |category| trace.wants(category, Level::Detail);
        Out { trace, category, direction, in_body, dump: wants(category), arguments: wants(category.argument()) }
    }

    /// Whether anything that is found in a document would be told.
    fn is_wanted(&self) -> bool {
        self.dump || self.arguments || self.trace.wants(self.category, Level::Warning)
    }
}

impl Redacted for Out<'_> {
    fn shown(&mut self, piece: &[u8]) {
        let event = Event::Dump(self.direction, piece);
        if self.dump {
            self.trace.event(self.category, Level::Detail, &event);
        }
        if self.arguments && self.in_body {
            self.trace.event(self.category.argument(), Level::Detail, &event);
        }
    }

    fn entered(&mut self, place: Place, local: &str) {
        let (level, event) = match place {
            Place::Body | Place::End => {
                self.in_body = place == Place::Body;
                return;
            }
            Place::Block => (Level::Info, Event::Block(self.direction, local)),
            Place::Entry if local == "Fault" => (Level::Warning, Event::Fault(self.direction)),
            Place::Entry => (Level::Info, Event::Entry(self.direction, local)),
        };
        raise(self.trace, self.category, level, &event);
    }
}
