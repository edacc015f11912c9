//! Drives the reader over chunks of any size.

use crate::event::Event;
use soapstone::{Error, ErrorKind, Limits, xml};

/// How a document is read.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Bytes of workspace.
    pub workspace: usize,
    /// The limits of the reader.
    pub limits: Limits,
    /// Whether encodings other than UTF-8 are accepted.
    pub encodings: bool,
    /// Whether processing instructions are refused.
    pub refuse_pi: bool,
}

/// What the harness reads with: room for everything that is not hostile.
pub const GENEROUS: Settings = Settings {
    workspace: 65_536,
    limits: Limits {
        depth: 4096,
        attributes: 1024,
        tag_bytes: u16::MAX,
        namespaces: 1024,
        message_bytes: u64::MAX,
        header_blocks: 1024,
    },
    encodings: true,
    refuse_pi: false,
};

/// How a document is cut before it is fed.
#[derive(Clone, Copy, Debug)]
pub enum Chunks<'a> {
    /// In one piece.
    Whole,
    /// In pieces of this many bytes.
    Every(usize),
    /// Behind these offsets, which ascend.
    At(&'a [usize]),
    /// In pieces of this many bytes, and only an empty piece is called the last.
    Trailing(usize),
}

/// Takes what a reader says.
pub trait Collect {
    /// A start tag.
    fn start(&mut self, start: &xml::Start<'_>);
    /// A piece of text.
    fn text(&mut self, text: xml::Str<'_>);
    /// An end tag.
    fn end(&mut self, end: &xml::End<'_>);
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The error, if it was refused.
    pub error: Option<Error>,
    /// Bytes read; 0 for a refused document, for which the offset of the error says all.
    pub bytes: u64,
    /// The most bytes of workspace in use at any time; 0 for a refused document.
    pub peak: usize,
}

/// Reads a document and hands its events to `to`.
pub fn read(document: &[u8], chunks: Chunks<'_>, settings: &Settings, to: &mut dyn Collect) -> Outcome {
    let mut workspace = vec![0; settings.workspace];
    read_in(&mut workspace, document, chunks, settings, to)
}

/// The same in a workspace that is there already; `settings.workspace` says how much of it is used.
pub fn read_in(
    workspace: &mut [u8],
    document: &[u8],
    chunks: Chunks<'_>,
    settings: &Settings,
    to: &mut dyn Collect,
) -> Outcome {
    let mut reader = xml::Reader::with_limits(&mut workspace[..settings.workspace], settings.limits);
    if settings.encodings {
        reader.accept_encodings();
    }
    if settings.refuse_pi {
        reader.refuse_processing_instructions();
    }
    let mut error = None;
    each_chunk(document, chunks, &mut |chunk, last| match push(&mut reader, chunk, last, to) {
        Ok(()) => true,
        Err(e) => {
            error = Some(e);
            false
        }
    });
    match error {
        Some(_) => Outcome { error, bytes: 0, peak: 0 },
        None => Outcome { error, bytes: reader.offset(), peak: reader.workspace_peak() },
    }
}

/// Feeds one chunk and hands on every event it gives.
fn push(reader: &mut xml::Reader<'_>, mut chunk: &[u8], last: bool, to: &mut dyn Collect) -> Result<(), Error> {
    loop {
        match reader.next(&mut chunk, last)? {
            xml::Event::Start(start) => to.start(&start),
            xml::Event::Text(text) => to.text(text),
            xml::Event::End(end) => to.end(&end),
            xml::Event::NeedInput if last => return Err(Error::new(ErrorKind::InvalidArgument, reader.offset())),
            xml::Event::NeedInput => {
                assert!(chunk.is_empty(), "input left over by a reader that wants more");
                return Ok(());
            }
            xml::Event::Finished => return Ok(()),
        }
    }
}

/// Hands out the chunks of a document, the last one marked, until `take` has had enough.
pub fn each_chunk<'d>(document: &'d [u8], chunks: Chunks<'_>, take: &mut dyn FnMut(&'d [u8], bool) -> bool) {
    let (size, trailing) = match chunks {
        Chunks::Whole => (usize::MAX, false),
        Chunks::Every(size) => (size.max(1), false),
        Chunks::Trailing(size) => (size.max(1), true),
        Chunks::At(cuts) => {
            let mut at = 0;
            for &cut in cuts {
                let cut = cut.clamp(at, document.len());
                if !take(&document[at..cut], false) {
                    return;
                }
                at = cut;
            }
            take(&document[at..], true);
            return;
        }
    };
    let mut rest = document;
    while rest.len() > size || (trailing && !rest.is_empty()) {
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        if !take(chunk, false) {
            return;
        }
        rest = after;
    }
    take(rest, true);
}

/// A document, all its events kept.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The events up to the end or the error.
    pub events: Vec<Event>,
    /// Whether pieces of text stay apart.
    pub pieces: bool,
}

impl Collect for Document {
    fn start(&mut self, start: &xml::Start<'_>) {
        self.events.push(start.into());
    }

    fn text(&mut self, text: xml::Str<'_>) {
        assert!(!text.is_empty(), "an empty piece of text");
        match self.events.last_mut() {
            Some(Event::Text { text: before }) if !self.pieces => before.push_str(text.as_str()),
            _ => self.events.push(Event::Text { text: text.to_string() }),
        }
    }

    fn end(&mut self, end: &xml::End<'_>) {
        self.events.push(end.into());
    }
}

/// Reads a document and keeps its events, text coalesced.
pub fn events(document: &[u8], chunks: Chunks<'_>, settings: &Settings) -> (Vec<Event>, Outcome) {
    let mut kept = Document::default();
    let outcome = read(document, chunks, settings, &mut kept);
    (kept.events, outcome)
}
