//! Encodings, limits, skipping, workspaces and chunking crossed at random: what must not matter, does not.

use fastrand::Rng;
use soapstone::xml::{Encoding, Event, PullError, PullReader, Reader, Start};
use soapstone::{Error, Limits};
use soapstone_host_tests::feed::GENEROUS;
use soapstone_host_tests::generate::document;
use soapstone_host_tests::mutate::mutate;
use soapstone_host_tests::parallel;
use soapstone_host_tests::vectors::load;
use std::fmt::Write;

const BATCHES: u64 = 16;
const DOCUMENTS: usize = 4_000;

/// What decides what is read.
#[derive(Debug)]
struct Setup {
    workspace: usize,
    limits: Limits,
    transport: Option<Encoding>,
    refuse_pi: bool,
    /// After every so many tags the rest of the element is skipped; 0 for never.
    skip: usize,
}

/// What must not matter: the chunks, who drives, and what was in the workspace.
#[derive(Debug)]
struct Way {
    pull: bool,
    most: usize,
    seed: u64,
}

/// Everything a reader says, text coalesced.
#[derive(Default)]
struct Log {
    said: String,
    tags: usize,
    in_text: bool,
}

impl Log {
    /// Notes an event; answers whether it was a tag.
    fn event(&mut self, event: &Event<'_>) -> bool {
        let text = matches!(event, Event::Text(_));
        if text != self.in_text {
            self.said.push('|');
        }
        self.in_text = text;
        match event {
            Event::Start(start) => self.start(start),
            Event::Text(text) => {
                assert!(!text.is_empty(), "an empty piece");
                self.said.push_str(text.as_str());
            }
            Event::End(end) => write!(self.said, "</{:?} {}>", end.name(), end.depth()).unwrap(),
            Event::NeedInput | Event::Finished => {}
        }
        self.tags += usize::from(matches!(event, Event::Start(_) | Event::End(_)));
        matches!(event, Event::Start(_) | Event::End(_))
    }

    fn start(&mut self, start: &Start<'_>) {
        let name = start.name();
        write!(self.said, "<{name:?} {:?} {} {}", name.qname(), start.depth(), start.offset()).unwrap();
        for attribute in start.attributes() {
            write!(self.said, " {attribute:?}").unwrap();
        }
        for declaration in start.declarations() {
            write!(self.said, " {declaration:?}").unwrap();
        }
        self.said.push('>');
    }

    /// Notes what the reader knows beside the event.
    fn state(&mut self, reader: &Reader<'_>) {
        let bound = ["", "p", "q", "xml", "zz"].map(|prefix| reader.resolve(prefix.as_bytes()));
        write!(self.said, "{bound:?} {}", reader.depth()).unwrap();
    }

    fn finish(&mut self, reader: &Reader<'_>, error: Option<Error>) {
        assert_eq!(reader.error(), error);
        assert!(reader.start().is_none(), "no start tag is at hand");
        self.state(reader);
        match error {
            Some(error) => write!(self.said, "!{error:?}").unwrap(),
            None => write!(self.said, "{} {}", reader.offset(), reader.workspace_peak()).unwrap(),
        }
    }
}

struct Source<'d> {
    rest: &'d [u8],
    most: usize,
    random: Rng,
}

impl<'d> Source<'d> {
    fn chunk(&mut self, room: usize) -> &'d [u8] {
        let count = self.random.usize(1..=self.most).min(self.rest.len()).min(room);
        let (now, later) = self.rest.split_at(count);
        self.rest = later;
        now
    }
}

impl embedded_io::ErrorType for Source<'_> {
    type Error = core::convert::Infallible;
}

impl embedded_io::Read for Source<'_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        let chunk = self.chunk(to.len());
        to[..chunk.len()].copy_from_slice(chunk);
        Ok(chunk.len())
    }
}

fn read(document: &[u8], setup: &Setup, way: &Way) -> String {
    let mut random = Rng::with_seed(way.seed);
    let mut workspace: Vec<u8> = (0..setup.workspace).map(|_| random.u8(..)).collect();
    let mut window = vec![0; random.usize(1..=way.most.min(4096))];
    let mut reader = Reader::with_limits(&mut workspace, setup.limits);
    reader.accept_encodings();
    if setup.refuse_pi {
        reader.refuse_processing_instructions();
    }
    if let Some(encoding) = setup.transport {
        reader.set_encoding(encoding).unwrap();
    }
    let source = Source { rest: document, most: way.most, random };
    if way.pull { pull(PullReader::new(reader, source, &mut window), setup) } else { push(reader, source, setup) }
}

fn push(mut reader: Reader<'_>, mut source: Source<'_>, setup: &Setup) -> String {
    let mut log = Log::default();
    loop {
        // Sometimes nothing is there yet, and sometimes the end is known late.
        let mut chunk = if source.random.u8(..4) == 0 { &[] } else { source.chunk(usize::MAX) };
        let last = source.rest.is_empty() && (chunk.is_empty() || source.random.bool());
        loop {
            let tag = match reader.next(&mut chunk, last) {
                Ok(Event::Finished) => {
                    log.finish(&reader, None);
                    return log.said;
                }
                Ok(Event::NeedInput) => break assert!(!last && chunk.is_empty() && reader.start().is_none()),
                Ok(event) => log.event(&event),
                Err(error) => {
                    assert_eq!(reader.next(&mut chunk, last).unwrap_err(), error, "an error stays");
                    log.finish(&reader, Some(error));
                    return log.said;
                }
            };
            after(&mut reader, &mut log, tag, setup);
        }
    }
}

fn pull(mut reader: PullReader<'_, Source<'_>>, setup: &Setup) -> String {
    let mut log = Log::default();
    loop {
        let tag = match reader.next() {
            Ok(Event::Finished) => {
                log.finish(reader.reader(), None);
                return log.said;
            }
            Ok(event) => log.event(&event),
            Err(PullError::Document(error)) => {
                log.finish(reader.reader(), Some(error));
                return log.said;
            }
        };
        after(reader.reader(), &mut log, tag, setup);
    }
}

/// After a tag: notes the state, and skips when it is time.
fn after(reader: &mut Reader<'_>, log: &mut Log, tag: bool, setup: &Setup) {
    if !tag {
        return;
    }
    log.state(reader);
    if setup.skip > 0 && log.tags.is_multiple_of(setup.skip) {
        reader.skip();
    }
}

/// The document in an encoding, and perhaps what the transport says about it.
fn encode(document: &[u8], random: &mut Rng) -> (Vec<u8>, Option<Encoding>) {
    let mark = if random.bool() { "\u{FEFF}" } else { "" };
    let text = || [mark, &String::from_utf8_lossy(document)].concat();
    let told = |random: &mut Rng, encoding| random.bool().then_some(encoding);
    let (mut bytes, transport) = match random.u8(..8) {
        0 => (text().into_bytes(), told(random, Encoding::Utf8)),
        1 => (text().encode_utf16().flat_map(u16::to_le_bytes).collect(), told(random, Encoding::Utf16Le)),
        2 => (text().encode_utf16().flat_map(u16::to_be_bytes).collect(), told(random, Encoding::Utf16Le)),
        3 => (document.to_vec(), Some(Encoding::Latin1)),
        4 => {
            let declaration = b"<?xml version='1.0' encoding='windows-1252'?>";
            ([declaration, document].concat(), None)
        }
        _ => (document.to_vec(), None),
    };
    if random.u8(..8) == 0 && !bytes.is_empty() {
        let at = random.usize(..bytes.len());
        bytes[at] = random.u8(..);
    }
    (bytes, transport)
}

fn setup(document: &[u8], transport: Option<Encoding>, random: &mut Rng) -> Setup {
    let mut limits = GENEROUS.limits;
    match random.u8(..8) {
        0 => limits.depth = random.u16(..4),
        1 => limits.attributes = random.u16(..4),
        2 => limits.tag_bytes = random.u16(..40),
        3 => limits.namespaces = random.u16(..4),
        4 | 5 => limits.message_bytes = random.u64(..=document.len() as u64),
        _ => {}
    }
    let workspace = if random.u8(..4) == 0 { random.usize(..150) } else { 4096 };
    let skip = if random.bool() { random.usize(..5) } else { 0 };
    Setup { workspace, limits, transport, refuse_pi: random.u8(..8) == 0, skip }
}

#[test]
fn what_must_not_matter_does_not() {
    let vectors: Vec<_> = load("xml").into_iter().map(|vector| vector.input).collect();
    parallel::each(0..BATCHES, |batch| {
        let mut random = Rng::with_seed(batch);
        for _ in 0..DOCUMENTS {
            let mut text =
                if random.bool() { document(&mut random, 4) } else { vectors[random.usize(..vectors.len())].clone() };
            if random.u8(..4) == 0 {
                text = mutate(&text, &mut random);
            }
            let (bytes, transport) = encode(&text, &mut random);
            let setup = setup(&bytes, transport, &mut random);
            let whole = Way { pull: false, most: usize::MAX >> 1, seed: random.u64(..) };
            let most = [1, 3, 30, 300][random.usize(..4)];
            let cut = Way { pull: random.bool(), most, seed: random.u64(..) };
            let (one, two) = (read(&bytes, &setup, &whole), read(&bytes, &setup, &cut));
            assert_eq!(one, two, "{} {setup:?} {cut:?}", bytes.escape_ascii());
        }
    });
}
