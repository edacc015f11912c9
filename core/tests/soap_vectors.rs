//! The vectors of `host-tests/vectors/soap`, each whole, split in two at every byte, and byte by byte.

use soapstone::Error;
use soapstone::soap::{
    EncodingStyle, Event, Fault, FaultReader, HeaderBlock, Leniencies, Options, QName, Reader, Section, Target,
    Version, Versions,
};
use soapstone::xml::{Name, Start};
use std::fmt::Write;

/// One line of a vector file.
struct Vector {
    id: String,
    input: Vec<u8>,
    expected: Vec<u8>,
    options: Options,
    undeclared: bool,
    fault: bool,
    store: usize,
}

fn vectors() -> Vec<Vector> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../host-tests/vectors/soap");
    let mut files: Vec<_> = std::fs::read_dir(directory).expect(directory).map(|f| f.unwrap().path()).collect();
    files.sort();
    let text: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(vector).collect()
}

fn vector(line: &str) -> Vector {
    let mut columns = line.split('\t');
    let mut column = || columns.next().unwrap_or("");
    let (id, input, expected) = (column().to_owned(), decode(column()), decode(column()));
    let mut vector =
        Vector { id, input, expected, options: Options::default(), undeclared: false, fault: false, store: 4096 };
    for option in column().split(' ').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        match name {
            "soap11" => vector.options.versions = Versions::Soap11,
            "soap12" => vector.options.versions = Versions::Soap12,
            "basic_profile" => vector.options.basic_profile = true,
            "header_blocks" => vector.options.limits.header_blocks = value.parse().unwrap(),
            "namespaces" => vector.options.limits.namespaces = value.parse().unwrap(),
            "undeclared" => vector.undeclared = true,
            "fault" => vector.fault = true,
            "store" => vector.store = value.parse().unwrap(),
            name => vector.options.leniencies = vector.options.leniencies | leniency(name),
        }
    }
    vector
}

/// The deviation with this name; `lenient` is all of them.
fn leniency(name: &str) -> Leniencies {
    let named = |&&(_, each, _): &&(Leniencies, &str, &str)| each.to_ascii_lowercase() == name;
    match name {
        "lenient" => Leniencies::ALL,
        name => Leniencies::EACH.iter().find(named).unwrap_or_else(|| panic!("option {name}")).0,
    }
}

/// `\xNN` is a byte, `\\` a backslash.
fn decode(column: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = column.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        rest = after;
        match (first, after.first()) {
            (b'\\', Some(b'\\')) => {
                bytes.push(b'\\');
                rest = &after[1..];
            }
            (b'\\', Some(b'x')) => {
                let digits = std::str::from_utf8(&after[1..3]).unwrap();
                bytes.push(u8::from_str_radix(digits, 16).unwrap());
                rest = &after[3..];
            }
            _ => bytes.push(first),
        }
    }
    bytes
}

/// What the option `undeclared` takes as declared.
const UNDECLARED: [(&str, &str); 4] = [
    ("xsi", "http://www.w3.org/2001/XMLSchema-instance"),
    ("xsd", "http://www.w3.org/2001/XMLSchema"),
    ("SOAP-ENV", "http://schemas.xmlsoap.org/soap/envelope/"),
    ("m", "urn:m"),
];

fn reader<'w>(vector: &Vector, workspace: &'w mut [u8]) -> Reader<'w> {
    let mut reader = Reader::with_options(workspace, vector.options);
    for (prefix, uri) in UNDECLARED.iter().filter(|_| vector.undeclared) {
        reader.assume_prefix(prefix, uri).unwrap();
    }
    reader
}

/// Feeds the chunks and writes down what comes out.
fn run(vector: &Vector, chunks: &[&[u8]]) -> String {
    let mut workspace = vec![0; 4096];
    let mut store = vec![0; vector.store];
    let mut reader = reader(vector, &mut workspace);
    let mut fault = FaultReader::new(&mut store);
    let mut log = Log::default();
    for (index, chunk) in chunks.iter().enumerate() {
        let (mut input, last) = (*chunk, index + 1 == chunks.len());
        loop {
            let in_fault = vector.fault && reader.section() == Section::Fault;
            let event = match in_fault {
                true => fault.next(&mut reader, &mut input, last),
                false => reader.next(&mut input, last),
            };
            match event {
                Ok(Event::NeedInput) => break,
                Ok(Event::Finished) => return log.out,
                Ok(Event::Close(Section::Fault, _)) if vector.fault => log.fault(&fault.fault()),
                Ok(event) => log.event(&event),
                Err(error) => {
                    log.error(&error, &reader);
                    let again = match in_fault {
                        true => fault.next(&mut reader, &mut input, last).map(drop),
                        false => reader.next(&mut input, last).map(drop),
                    };
                    assert_eq!(again, Err(error), "{}: an error latches", vector.id);
                    return log.out;
                }
            }
        }
    }
    panic!("{}: no end after {}", vector.id, log.out);
}

/// The same through a window of so many bytes.
#[cfg(feature = "embedded-io")]
fn run_pulled(vector: &Vector, window: usize) -> String {
    use soapstone::soap::PullReader;
    use soapstone::xml::PullError;
    let (mut workspace, mut window) = (vec![0; 4096], vec![0; window]);
    let mut store = vec![0; vector.store];
    let reader = reader(vector, &mut workspace);
    let mut reader = PullReader::new(reader, &vector.input[..], &mut window);
    let mut fault = FaultReader::new(&mut store);
    let mut log = Log::default();
    loop {
        let event = match vector.fault && reader.reader().section() == Section::Fault {
            true => reader.next_of_fault(&mut fault),
            false => reader.next(),
        };
        match event {
            Ok(Event::NeedInput) => panic!("{}: the source was not asked", vector.id),
            Ok(Event::Finished) => return log.out,
            Ok(Event::Close(Section::Fault, _)) if vector.fault => log.fault(&fault.fault()),
            Ok(event) => log.event(&event),
            Err(PullError::Source(infallible)) => match infallible {},
            Err(PullError::Document(error)) => {
                log.error(&error, reader.reader());
                return log.out;
            }
        }
    }
}

/// What came out, in the notation of the vectors.
#[derive(Default)]
struct Log {
    out: String,
    in_text: bool,
    version: Option<Version>,
}

impl Log {
    fn event(&mut self, event: &Event<'_>) {
        if let Event::Text(_, text) = event {
            match self.in_text {
                true => self.out.truncate(self.out.len() - 1),
                false => self.out.push('"'),
            }
            write!(self.out, "{text}\"").unwrap();
            self.in_text = true;
            return;
        }
        self.in_text = false;
        match event {
            Event::Envelope(version, _) => {
                self.version = Some(*version);
                write!(self.out, "[envelope {}]", version.name()).unwrap();
            }
            Event::Header(_) => self.out.push_str("[header]"),
            Event::HeaderBlock(block) => self.block(block),
            Event::Body(_) => self.out.push_str("[body]"),
            Event::BodyEntry(start) => self.entry(start),
            Event::Fault(_) => self.out.push_str("[fault]"),
            Event::Trailer(start) => write!(self.out, "[trailer {}]", name(start.name())).unwrap(),
            Event::Start(_, start) => self.start(start),
            Event::End(_, end) => write!(self.out, "</{}>", name(end.name())).unwrap(),
            Event::Close(section, _) => write!(self.out, "[/{}]", part(*section)).unwrap(),
            Event::Text(..) | Event::NeedInput | Event::Finished => unreachable!(),
        }
    }

    fn block(&mut self, block: &HeaderBlock<'_>) {
        write!(self.out, "[block {}", name(block.name())).unwrap();
        if block.must_understand() {
            self.out.push_str(" mustUnderstand");
        }
        if block.relay() {
            self.out.push_str(" relay");
        }
        if let Some(role) = block.role() {
            write!(self.out, " role=\"{role}\"").unwrap();
        }
        let target = block.target();
        self.out.push_str(match target {
            Target::UltimateReceiver => "",
            Target::Next => " for=next",
            Target::None => " for=none",
            Target::Role(_) => " for=role",
        });
        assert_eq!(block.targets(&[], true), matches!(target, Target::UltimateReceiver | Target::Next));
        assert_eq!(block.targets(&[], false), target == Target::Next);
        let own = block.role().map(|role| role.as_str().to_owned()).unwrap_or_default();
        assert_eq!(block.targets(&["urn:x:", &own], false), matches!(target, Target::Role(_) | Target::Next));
        if let Some(qname) = QName::of_attribute(&block.start()) {
            write!(self.out, " qname={}", qualified(&qname)).unwrap();
        }
        self.out.push(']');
    }

    fn entry(&mut self, start: &Start<'_>) {
        write!(self.out, "[entry {}", name(start.name())).unwrap();
        self.out.push_str(match EncodingStyle::of(start, self.version.unwrap()) {
            None => "",
            Some(EncodingStyle::None) => " encoding=none",
            Some(EncodingStyle::Soap) => " encoding=soap",
            Some(EncodingStyle::Unknown) => " encoding=unknown",
        });
        self.out.push(']');
    }

    fn start(&mut self, start: &Start<'_>) {
        write!(self.out, "<{}", name(start.name())).unwrap();
        for attribute in start.attributes() {
            write!(self.out, " {}=\"{}\"", name(attribute.name()), attribute.value()).unwrap();
        }
        self.out.push('>');
    }

    fn fault(&mut self, fault: &Fault<'_>) {
        self.in_text = false;
        self.out.push_str("[/fault");
        if fault.code != QName::default() {
            write!(self.out, " code={}", qualified(&fault.code)).unwrap();
        }
        for subcode in fault.subcodes {
            write!(self.out, " subcode={}", qualified(&subcode)).unwrap();
        }
        for reason in fault.reasons {
            let lang = reason.lang.map(|lang| format!("({lang})")).unwrap_or_default();
            write!(self.out, " reason{lang}=\"{}\"", reason.text).unwrap();
        }
        for (name, value) in [("node", fault.node), ("role", fault.role)] {
            if let Some(value) = value {
                write!(self.out, " {name}=\"{value}\"").unwrap();
            }
        }
        self.out.push_str(if fault.detail { " detail]" } else { "]" });
    }

    fn error(&mut self, error: &Error, reader: &Reader<'_>) {
        write!(self.out, "!{}@{}", error.kind.name(), error.offset).unwrap();
        if let Some(exceeded) = error.exceeded {
            write!(self.out, ":{}={}", exceeded.limit.name(), exceeded.needed).unwrap();
        }
        if reader.version().is_none() && error.kind.name().starts_with("soap.") {
            write!(self.out, " reply={}", reader.reply_version().name()).unwrap();
        }
    }
}

fn name(name: Name<'_>) -> String {
    match name.uri().is_empty() {
        true => name.local().to_string(),
        false => format!("{name:?}"),
    }
}

fn qualified(name: &QName<'_>) -> String {
    match name.uri.is_empty() {
        true => name.local.to_string(),
        false => format!("{name:?}"),
    }
}

fn part(section: Section) -> &'static str {
    match section {
        Section::Document => "document",
        Section::Envelope => "envelope",
        Section::Header => "header",
        Section::HeaderBlock => "block",
        Section::Body => "body",
        Section::BodyEntry => "entry",
        Section::Fault => "fault",
        Section::Trailer => "trailer",
    }
}

fn check(vector: &Vector, log: &str, how: &str) {
    let expected = String::from_utf8_lossy(&vector.expected);
    // A column that begins with `!` names the error alone.
    let seen = match expected.starts_with('!') {
        true => &log[log.find('!').unwrap_or(0)..],
        false => log,
    };
    assert_eq!(seen, expected, "{} {how}", vector.id);
}

#[test]
fn whole() {
    let vectors = vectors();
    assert!(vectors.len() > 180, "only {} vectors", vectors.len());
    for vector in &vectors {
        check(vector, &run(vector, &[&vector.input]), "whole");
    }
}

/// A leniency that a vector names is needed for what comes out, and with all of them the same comes out.
#[test]
fn every_leniency_is_needed() {
    let mut named = Leniencies::NONE;
    for mut vector in vectors() {
        let given = vector.options.leniencies;
        if given == Leniencies::ALL {
            continue;
        }
        named = named | given;
        let log = run(&vector, &[&vector.input]);
        for (leniency, name, _) in Leniencies::EACH.iter().filter(|(leniency, ..)| given.contains(*leniency)) {
            vector.options.leniencies = given.without(*leniency);
            assert_ne!(run(&vector, &[&vector.input]), log, "{} without {name}", vector.id);
        }
        if given != Leniencies::NONE || !log.contains('!') {
            vector.options.leniencies = Leniencies::ALL;
            assert_eq!(run(&vector, &[&vector.input]), log, "{} with all leniencies", vector.id);
        }
    }
    // Parameters of calls are judged by what reads calls.
    assert_eq!(named, Leniencies::ALL.without(Leniencies::QUALIFIED_PARAMETERS));
}

#[test]
fn split_at_every_byte() {
    for vector in vectors() {
        for at in 0..=vector.input.len() {
            let (head, tail) = vector.input.split_at(at);
            check(&vector, &run(&vector, &[head, tail]), &format!("split at {at}"));
        }
    }
}

#[test]
fn byte_by_byte() {
    for vector in vectors() {
        let mut chunks: Vec<&[u8]> = vector.input.chunks(1).collect();
        check(&vector, &run(&vector, &chunks), "byte by byte");
        chunks.push(b"");
        check(&vector, &run(&vector, &chunks), "byte by byte, then the end");
    }
}

#[cfg(feature = "embedded-io")]
#[test]
fn pulled_through_a_window() {
    for vector in vectors() {
        for window in [1, 7, 4096] {
            check(&vector, &run_pulled(&vector, window), &format!("through {window}"));
        }
    }
}

/// Bytes changed, dropped, doubled and swapped between vectors, read with any leniencies: whatever comes of it comes at
/// any chunking.
#[test]
fn damaged_messages() {
    let vectors = vectors();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit as u64) as usize
    };
    let mut refused = 0;
    for vector in &vectors {
        for _ in 0..30 {
            let mut input = vector.input.clone();
            for _ in 0..=below(3) {
                let (at, to) = (below(input.len()), below(input.len()));
                match below(4) {
                    0 => input[at] = b"<>/\"':= \tx1&;?!-]"[below(17)],
                    1 => drop(input.drain(at.min(to)..at.max(to).min(at.min(to) + 40))),
                    2 => input.insert(at, input[to]),
                    _ => {
                        let other = &vectors[below(vectors.len())].input;
                        let from = below(other.len());
                        let piece = other[from..other.len().min(from + 60)].to_vec();
                        input.splice(at..at, piece);
                    }
                }
                if input.is_empty() {
                    input.push(b'<');
                }
            }
            let leniencies = Leniencies::from_bits(below(1 << 14) as u32).unwrap();
            let options = Options { leniencies, ..vector.options };
            let damaged = Vector { id: vector.id.clone(), input, expected: Vec::new(), options, ..*vector };
            let whole = run(&damaged, &[&damaged.input]);
            let chunks: Vec<&[u8]> = damaged.input.chunks(1).collect();
            let split = run(&damaged, &chunks);
            assert_eq!(whole, split, "{}: {}", vector.id, damaged.input.escape_ascii());
            refused += usize::from(whole.contains('!'));
        }
    }
    assert!(refused > vectors.len() * 15, "only {refused} were refused");
}

/// Skips every item as soon as it is announced; the parts that opened, and the error.
fn skipped(vector: &Vector, chunks: &[&[u8]]) -> (usize, Option<Error>) {
    let mut workspace = vec![0; 4096];
    let mut reader = reader(vector, &mut workspace);
    let mut parts = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        let (mut input, last) = (*chunk, index + 1 == chunks.len());
        loop {
            let section = match reader.next(&mut input, last) {
                Ok(Event::NeedInput) => break,
                Ok(Event::Finished) => return (parts, None),
                Ok(Event::Start(..) | Event::Text(..) | Event::End(..)) => panic!("{}: content", vector.id),
                Ok(Event::Close(section, _)) => {
                    assert!(!section.is_item(), "{}", vector.id);
                    continue;
                }
                Ok(event) => event.section(),
                Err(error) => return (parts, Some(error)),
            };
            parts += 1;
            if section.is_item() {
                reader.skip();
            }
        }
    }
    panic!("{}: no end", vector.id);
}

#[test]
fn skipping_leaves_the_parts() {
    for vector in vectors().iter().filter(|vector| !vector.fault) {
        let expected = String::from_utf8_lossy(&vector.expected);
        let (parts, error) = skipped(vector, &[&vector.input]);
        match error {
            None => assert_eq!(parts, expected.matches("[/").count(), "{}", vector.id),
            // What is skipped is checked all the same.
            Some(error) => {
                let (name, offset) = (error.kind.name(), error.offset);
                assert!(expected.contains(&format!("!{name}@{offset}")), "{}: {error}", vector.id);
            }
        }
        let chunks: Vec<&[u8]> = vector.input.chunks(1).collect();
        assert_eq!(skipped(vector, &chunks), (parts, error), "{} byte by byte", vector.id);
    }
}

#[test]
fn skipping_from_the_middle() {
    let message = b"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a><b>x<c/></b><d/></a><e/></Body></Envelope>";
    // Which start tag or text inside the entry to skip at, counted from 1.
    for at in 1..=4 {
        for step in [1, message.len()] {
            let mut workspace = [0; 512];
            let mut reader = Reader::new(&mut workspace);
            let (mut seen, mut entries) = (0, 0);
            for (index, chunk) in message.chunks(step).enumerate() {
                let (mut input, last) = (chunk, (index + 1) * step >= message.len());
                loop {
                    match reader.next(&mut input, last).unwrap() {
                        Event::NeedInput | Event::Finished => break,
                        Event::Start(..) | Event::Text(..) => {
                            seen += 1;
                            assert!(seen <= at, "skipping at {at}");
                            if seen == at {
                                reader.skip();
                            }
                        }
                        Event::BodyEntry(_) => entries += 1,
                        Event::Close(Section::BodyEntry, end) => assert_eq!(end.name().local(), "e"),
                        _ => {}
                    }
                }
            }
            assert_eq!((seen, entries), (at, 2), "skipping at {at}");
        }
    }
}
