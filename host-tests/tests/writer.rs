//! Random calls of the writer: what it takes becomes a well-formed document that says what was called for, and what it
//! refuses leaves no trace.

use fastrand::Rng;
use soapstone::Limits;
use soapstone::buf::Buffer;
use soapstone::xml::{WriteError, Writer};
use soapstone_host_tests::event::{Declaration, Event};
use soapstone_host_tests::expat::Expat;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::parallel;

const SEEDS: u64 = 40;
const DOCUMENTS: usize = 500;

const XML: &str = "http://www.w3.org/XML/1998/namespace";
const URIS: &[&str] = &["", "urn:a", "urn:b", "urn:<&\"'>", "http://www.w3.org/2003/05/soap-envelope", XML];
const NAMES: &[&str] = &["a", "b", "Envelope", "é", "x-1.2", "", "1", "a:b", " ", "xmlns", "ns1"];
const TEXTS: &[&str] = &[
    "",
    "x",
    "a < b & c > d",
    "]]>",
    "\r\n\t",
    "\"'",
    "é€😀",
    "\0",
    "\u{FFFF}",
    "0123456789012345678901234567890123456789",
];
const PREFIXES: &[&str] = &["", "p", "q", "ns1", "xml", "xmlns", "1", "p:q"];

/// One call.
#[derive(Clone, Debug)]
enum Call {
    Start(&'static str, &'static str),
    StartPrefixed(&'static str, &'static str, &'static str),
    Attribute(&'static str, &'static str, &'static str),
    AttributePrefixed(&'static str, &'static str, &'static str, &'static str),
    Namespace(&'static str, &'static str),
    TextQName(&'static str, &'static str),
    AttributeQName(&'static str, &'static str, &'static str, &'static str),
    Declare(&'static str),
    Pin(&'static str, &'static str),
    Text(&'static str),
    Base64(&'static str),
    Hex(&'static str),
    Declaration,
    End,
}

impl Call {
    fn random(random: &mut Rng) -> Call {
        let pick = |random: &mut Rng, from: &[&'static str]| from[random.usize(..from.len())];
        let (prefix, uri) = (pick(random, PREFIXES), pick(random, URIS));
        let (name, text) = (pick(random, NAMES), pick(random, TEXTS));
        match random.u8(..20) {
            0..4 => Call::Start(uri, name),
            4 => Call::StartPrefixed(prefix, uri, name),
            5..8 => Call::Attribute(uri, name, text),
            8 => Call::AttributePrefixed(prefix, uri, name, text),
            9..11 => Call::Namespace(prefix, uri),
            11 => Call::TextQName(uri, name),
            12 => Call::AttributeQName(uri, name, pick(random, URIS), pick(random, NAMES)),
            13 => Call::Text(text),
            14 => Call::Base64(text),
            15 => Call::Hex(text),
            16 => match random.u8(..3) {
                0 => Call::Declare(uri),
                1 => Call::Pin(prefix, uri),
                _ => Call::Declaration,
            },
            _ => Call::End,
        }
    }
}

/// A writer whose buffer is drained here.
struct Run<'m> {
    writer: Writer<'m, Buffer<'m>>,
    out: Vec<u8>,
}

impl<'m> Run<'m> {
    fn new(buffer: &'m mut [u8], workspace: &'m mut [u8]) -> Self {
        Run { writer: Writer::with_limits(Buffer::new(buffer), workspace, Limits::DEFAULT), out: Vec::new() }
    }

    /// Makes a call; whether it was taken.
    fn call(&mut self, call: &Call) -> bool {
        match *call {
            Call::Start(uri, name) => self.whole(|w| w.start(uri, name)),
            Call::StartPrefixed(prefix, uri, name) => self.whole(|w| w.start_prefixed(prefix, uri, name)),
            Call::Attribute(uri, name, value) => self.whole(|w| w.attribute(uri, name, value)),
            Call::AttributePrefixed(prefix, uri, name, value) => {
                self.whole(|w| w.attribute_prefixed(prefix, uri, name, value))
            }
            Call::Namespace(prefix, uri) => self.whole(|w| w.namespace(prefix, uri)),
            Call::TextQName(uri, name) => self.whole(|w| w.text_qname(uri, name)),
            Call::AttributeQName(uri, name, value_uri, value) => {
                self.whole(|w| w.attribute_qname(uri, name, value_uri, value))
            }
            Call::Declare(uri) => self.whole(|w| w.declare(uri)),
            Call::Pin(prefix, uri) => self.whole(|w| w.pin(prefix, uri)),
            Call::Text(text) => self.content(text.as_bytes(), |w, rest| w.text(std::str::from_utf8(rest).unwrap())),
            Call::Base64(text) => self.content(text.as_bytes(), |w, rest| w.base64(rest)),
            Call::Hex(text) => self.content(text.as_bytes(), |w, rest| w.hex(rest)),
            Call::Declaration => self.whole(|w| w.declaration()),
            Call::End => self.whole(|w| w.end()),
        }
    }

    fn whole(&mut self, call: impl Fn(&mut Writer<'m, Buffer<'m>>) -> Result<(), WriteError>) -> bool {
        self.step(|w| call(w).map(|()| 0)).is_some()
    }

    /// Writes content piece by piece. A text is refused at its first bad character, what stands before it is written.
    fn content(
        &mut self,
        bytes: &[u8],
        call: impl Fn(&mut Writer<'m, Buffer<'m>>, &[u8]) -> Result<usize, WriteError>,
    ) -> bool {
        let mut rest = bytes;
        loop {
            let Some(taken) = self.step(|w| call(w, rest)) else { return false };
            rest = &rest[taken..];
            if rest.is_empty() {
                return true;
            }
        }
    }

    fn step(&mut self, call: impl Fn(&mut Writer<'m, Buffer<'m>>) -> Result<usize, WriteError>) -> Option<usize> {
        loop {
            match call(&mut self.writer) {
                Ok(taken) => return Some(taken),
                Err(WriteError::Full) => self.drain(),
                Err(WriteError::Error(_)) => return None,
            }
        }
    }

    fn drain(&mut self) {
        self.out.extend(self.writer.sink().bytes());
        self.writer.sink_mut().clear();
    }

    /// Ends what is open and the document; `None` when nothing was ever started.
    fn finish(mut self) -> Option<Vec<u8>> {
        while self.writer.depth() > 0 {
            assert!(self.call(&Call::End), "an open element can be ended");
        }
        let done = self.whole(|w| w.finish());
        self.drain();
        done.then_some(self.out)
    }
}

/// Makes these calls with a buffer of this size; those that were taken, and the document.
fn write(calls: &[Call], buffer: usize) -> (Vec<Call>, Option<Vec<u8>>) {
    let (mut buffer, mut workspace) = (vec![0; buffer], vec![0; 8192]);
    let mut run = Run::new(&mut buffer, &mut workspace);
    let taken = calls.iter().filter(|call| run.call(call)).cloned().collect();
    (taken, run.finish())
}

#[test]
fn documents_are_well_formed_and_refusals_leave_no_trace() {
    parallel::each(0..SEEDS, |seed| {
        let (mut random, mut expat) = (Rng::with_seed(seed), Expat::start());
        for _ in 0..DOCUMENTS {
            let calls: Vec<_> = (0..random.usize(1..60)).map(|_| Call::random(&mut random)).collect();
            // A text may be taken up to a bad character; then the call counts as refused and still leaves something.
            let calls: Vec<_> = calls.into_iter().filter(|call| !partly(call)).collect();
            let (taken, written) = write(&calls, 4096);
            let Some(written) = written else { continue };
            let (events, outcome) = feed::events(&written, Chunks::Whole, &GENEROUS);
            assert_eq!(outcome.error, None, "{calls:?}: {}", written.escape_ascii());
            assert_eq!(said(&events), meant(&taken), "{taken:?}: {}", written.escape_ascii());
            assert_eq!(write(&taken, 4096).1.as_ref(), Some(&written), "refused calls of {calls:?}");
            let small = random.usize(256..300);
            assert_eq!(write(&calls, small).1.as_ref(), Some(&written), "{calls:?} through {small} bytes");
            if let Some(expat) = &mut expat {
                let theirs = expat.read(&written);
                assert!(theirs.error.is_none() && theirs.events == events, "{}: {theirs:?}", written.escape_ascii());
            }
        }
    });
}

/// Whether this is a text that is good up to a character that is not.
fn partly(call: &Call) -> bool {
    matches!(call, Call::Text(text) if text.contains(['\0', '\u{FFFF}']) && text.len() > 3)
}

/// Elements, attributes and text of a document, whatever its prefixes.
fn said(events: &[Event]) -> Vec<String> {
    let (mut said, mut scopes) = (Vec::new(), Vec::new());
    for event in events {
        match event {
            Event::Start { ns, local, attrs, decls, .. } => {
                scopes.push(decls);
                said.push(format!("<{{{ns}}}{local}"));
                let value = |value: &str| resolved(value, &scopes);
                said.extend(attrs.iter().map(|a| format!("@{{{}}}{}={:?}", a.ns, a.local, value(&a.value))));
            }
            Event::Text { text } => said.push(format!("{:?}", resolved(text, &scopes))),
            Event::End { .. } => {
                scopes.pop();
                said.push(">".to_owned());
            }
        }
    }
    said
}

/// The text with `{uri}` for every prefix in scope and its colon. No other text here has a colon.
fn resolved(text: &str, scopes: &[&Vec<Declaration>]) -> String {
    let xml = Declaration { prefix: "xml".to_owned(), uri: XML.to_owned() };
    let mut pieces: Vec<String> = text.split(':').map(str::to_owned).collect();
    let last = pieces.len() - 1;
    for piece in &mut pieces[..last] {
        let declared = [&xml].into_iter().chain(scopes.iter().flat_map(|scope| scope.iter()));
        let fitting = declared.filter(|d| !d.prefix.is_empty() && piece.ends_with(&d.prefix));
        // The longest, and of those the innermost, which comes last.
        let found = fitting.max_by_key(|d| d.prefix.len());
        if let Some(d) = found {
            *piece = format!("{}{{{}}}", &piece[..piece.len() - d.prefix.len()], d.uri);
        }
    }
    pieces.concat()
}

/// The same of the calls that were taken.
fn meant(calls: &[Call]) -> Vec<String> {
    let (mut meant, mut depth, mut text) = (Vec::new(), 0, Text::default());
    for call in calls {
        match call {
            Call::Start(uri, name) | Call::StartPrefixed(_, uri, name) => {
                text.close(&mut meant);
                meant.push(format!("<{{{uri}}}{name}"));
                depth += 1;
            }
            Call::Attribute(uri, name, value) | Call::AttributePrefixed(_, uri, name, value) => {
                meant.push(format!("@{{{uri}}}{name}={value:?}"));
            }
            Call::AttributeQName(uri, name, value_uri, value) => {
                meant.push(format!("@{{{uri}}}{name}={:?}", qname(value_uri, value)));
            }
            Call::End => {
                text.close(&mut meant);
                meant.push(">".to_owned());
                depth -= 1;
            }
            // Of no bytes nothing is written, and a base64 group goes on behind it.
            Call::Text("") | Call::Hex("") => {}
            Call::Text(piece) => text.add(piece),
            Call::TextQName(uri, name) => text.add(&qname(uri, name)),
            Call::Hex(bytes) => text.add(&bytes.bytes().map(|b| format!("{b:02X}")).collect::<String>()),
            Call::Base64(bytes) => text.bytes.extend(bytes.bytes()),
            Call::Namespace(..) | Call::Declare(_) | Call::Pin(..) | Call::Declaration => {}
        }
    }
    text.close(&mut meant);
    meant.extend((0..depth).map(|_| ">".to_owned()));
    meant
}

fn qname(uri: &str, local: &str) -> String {
    if uri.is_empty() { local.to_owned() } else { format!("{{{uri}}}{local}") }
}

/// A run of text, and the bytes at its end that go on being base64.
#[derive(Default)]
struct Text {
    text: String,
    bytes: Vec<u8>,
}

impl Text {
    fn add(&mut self, piece: &str) {
        const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        for group in self.bytes.chunks(3) {
            let byte = |at| u32::from(group.get(at).copied().unwrap_or(0));
            let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
            let digits = (0..4).map(|at| char::from(DIGITS[(bits >> (18 - 6 * at)) as usize & 63]));
            self.text.extend(digits.take(group.len() + 1));
            self.text.extend(std::iter::repeat_n('=', 3 - group.len()));
        }
        self.bytes.clear();
        self.text.push_str(piece);
    }

    fn close(&mut self, meant: &mut Vec<String>) {
        self.add("");
        if !self.text.is_empty() {
            meant.push(format!("{:?}", std::mem::take(&mut self.text)));
        }
    }
}
