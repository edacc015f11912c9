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
    bytes: u64,
    began: u64,
}

/// Where a message is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// Between messages.
    Idle,
    Head,
    /// In a body with so many bytes to come.
    Length(u64),
    /// In the size of a chunk, then in what may follow it.
    Size(u64),
    Extension(u64),
    Chunk(u64),
    ChunkEnd,
    /// In the trailers; whether a line has begun.
    Trailer(bool),
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
        Tap { category, sent: Half::new(Direction::Sent), received: Half::new(Direction::Received), asked: 0 }
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
        match bytes {
            [] => self.closed(trace),
            _ => self.pass(trace, Direction::Received, bytes),
        }
    }

    /// The connection was closed.
    pub fn closed(&mut self, trace: &dyn Trace) {
        let Tap { category, sent, received, asked } = self;
        for half in [sent, received] {
            half.close(trace, *category, asked);
        }
        raise(trace, *category, Level::Detail, &Event::Closed);
    }

    /// Something went wrong that the bytes do not show; `stage` is the number of a stage, or 0.
    pub fn failed(&mut self, trace: &dyn Trace, error: Error, stage: u8) {
        raise(trace, self.category, Level::Error, &Event::Failed { error, stage });
    }

    fn reset(&mut self) {
        (self.sent.frame, self.received.frame) = (Frame::Idle, Frame::Idle);
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
        Half { direction, redactor, head, frame: Frame::Idle, bytes: 0, began: 0 }
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
            (Frame::Idle, _) => Frame::Idle,
            (Frame::Head, _) => return self.head(trace, category, bytes, no_body),
            (Frame::Length(left) | Frame::Chunk(left), _) => return self.body(trace, category, bytes, left),
            (Frame::Close, _) => return self.body(trace, category, bytes, u64::MAX),
            (Frame::Lost, _) => return bytes.len(),
            (Frame::Size(0) | Frame::Extension(0), b'\n') => Frame::Trailer(false),
            (Frame::Size(size) | Frame::Extension(size), b'\n') => Frame::Chunk(size),
            (Frame::Size(size), b' ' | b'\t' | b';') => Frame::Extension(size),
            (Frame::Size(size), _) => match char::from(first).to_digit(16) {
                Some(digit) if size >> 60 == 0 => Frame::Size(size << 4 | u64::from(digit)),
                _ if first == b'\r' => Frame::Size(size),
                _ => Frame::Lost,
            },
            (Frame::ChunkEnd, b'\n') => Frame::Size(0),
            (Frame::Trailer(false), b'\n') => Frame::Idle,
            (Frame::Trailer(_), b'\n') => Frame::Trailer(false),
            (Frame::Trailer(begun), _) => Frame::Trailer(begun || first != b'\r'),
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
        self.frame = match head.length {
            _ if head.has_no_body() || head.is_response && no_body => Frame::Idle,
            _ if head.is_chunked => Frame::Size(0),
            None if head.is_response => Frame::Close,
            None | Some(0) => Frame::Idle,
            Some(length) => Frame::Length(length),
        };
        if head.is_response {
            let level = if head.status < 400 { Level::Info } else { Level::Warning };
            raise(trace, category, level, &Event::Status(self.direction, head.status));
        }
        self.redactor = Redactor::new();
        taken
    }

    fn body(&mut self, trace: &dyn Trace, category: Category, bytes: &[u8], left: u64) -> usize {
        let taken = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
        let mut out = Out::new(trace, category, self.direction, self.redactor.in_body);
        if out.is_wanted() {
            self.redactor.next(bytes.get(..taken).unwrap_or_default(), trace.secrets(), &mut out);
        }
        let left = left.saturating_sub(taken as u64);
        self.frame = match (self.frame, left) {
            (Frame::Chunk(_), 0) => Frame::ChunkEnd,
            (Frame::Chunk(_), _) => Frame::Chunk(left),
            (Frame::Length(_), 0) => Frame::Idle,
            (Frame::Length(_), _) => Frame::Length(left),
            (same, _) => same,
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

    fn close(&mut self, trace: &dyn Trace, category: Category, asked: &mut u64) {
        match core::mem::replace(&mut self.frame, Frame::Idle) {
            Frame::Idle | Frame::Lost => {}
            Frame::Close => self.end(trace, asked),
            _ => {
                let error = Error::new(ErrorKind::HttpTruncated, self.bytes);
                raise(trace, category, Level::Error, &Event::Failed { error, stage: 0 });
            }
        }
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
