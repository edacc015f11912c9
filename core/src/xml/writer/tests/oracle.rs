//! Random calls, and roxmltree as the judge of what they wrote.

use super::super::{WriteError, Writer};
use crate::buf::Buffer;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use roxmltree::{Document, Node, NodeType};
use std::format;
use std::string::{String, ToString};
use std::vec::Vec;

const URIS: &[&str] = &["", "u:1", "u:2", "u:&<\"'>", "http://www.w3.org/2003/05/soap-envelope", "u:3"];
const PREFIXES: &[&str] = &["", "p", "q", "ns0", "ns1", "ns2", "é"];
const LOCALS: &[&str] = &["a", "b", "Ünï", "c-d.e_1"];
const TEXTS: &[&str] = &[
    "",
    "x",
    "a&b<c>d\"e'f",
    "line\nline\r\n\tline\r",
    "]]>",
    "日本語 𝄞",
    "0123456789abcdef0123456789abcdef0123",
    "  ",
];

/// What was meant: the document as calls that succeeded.
#[derive(Debug, PartialEq)]
enum Meant {
    Start(String, String),
    /// Expanded name and value.
    Attribute(String, String, String),
    /// Expanded name of the attribute, and of the QName that is its value.
    AttributeQName(String, String, String, String),
    Text(String),
    /// A QName in text.
    QName(String, String),
    End,
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }
}

/// A writer whose buffer is drained when it is full.
struct Driver<'w> {
    writer: Writer<'w, Buffer<'w>>,
    out: Vec<u8>,
}

impl Driver<'_> {
    /// Whether the call succeeded.
    fn call(
        &mut self,
        mut call: impl FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<usize, WriteError>,
    ) -> Option<usize> {
        loop {
            match call(&mut self.writer) {
                Ok(count) => return Some(count),
                Err(WriteError::Error(_)) => return None,
                Err(WriteError::Full) => {
                    self.out.extend_from_slice(self.writer.sink().bytes());
                    self.writer.sink_mut().clear();
                }
            }
        }
    }

    fn whole(&mut self, mut call: impl FnMut(&mut Writer<'_, Buffer<'_>>) -> Result<(), WriteError>) -> bool {
        self.call(|writer| call(writer).map(|()| 0)).is_some()
    }

    fn content(
        &mut self,
        bytes: &[u8],
        mut call: impl FnMut(&mut Writer<'_, Buffer<'_>>, &[u8]) -> Result<usize, WriteError>,
    ) -> bool {
        let mut done = 0;
        while done < bytes.len() {
            match self.call(|writer| call(writer, &bytes[done..])) {
                Some(count) => done += count,
                None => return false,
            }
        }
        true
    }
}

/// One random call; what it meant, if it succeeded.
fn step(random: &mut Random, driver: &mut Driver<'_>, meant: &mut Vec<Meant>) {
    let (uri, local, text) = (random.one(URIS), random.one(LOCALS), random.one(TEXTS));
    let (prefix, other, name) = (random.one(PREFIXES), random.one(URIS), random.one(LOCALS));
    let own = String::to_string;
    let [u, l, t, o, n] = [uri, local, text, other, name].map(str::to_string);
    match random.below(17) {
        0 | 1 if driver.whole(|w| w.start(uri, local)) => meant.push(Meant::Start(u, l)),
        2 if driver.whole(|w| w.start_prefixed(prefix, uri, local)) => meant.push(Meant::Start(u, l)),
        3 | 4 if driver.whole(|w| w.attribute(uri, local, text)) => meant.push(Meant::Attribute(u, l, t)),
        5 if driver.whole(|w| w.attribute_prefixed(prefix, uri, local, text)) => meant.push(Meant::Attribute(u, l, t)),
        6 if driver.whole(|w| w.attribute_qname(uri, local, other, name)) => {
            meant.push(Meant::AttributeQName(u, l, o, n));
        }
        7 | 8 => drop(driver.whole(|w| w.namespace(prefix, uri))),
        9 => drop(driver.whole(|w| w.declare(uri))),
        10 if !t.is_empty()
            && driver.writer.depth() > 0
            && driver.content(text.as_bytes(), |w, rest| w.text(std::str::from_utf8(rest).unwrap())) =>
        {
            meant.push(Meant::Text(t));
        }
        11 if !t.is_empty()
            && driver.writer.depth() > 0
            && driver.content(text.as_bytes(), |w, rest| w.text_bytes(rest)) =>
        {
            meant.push(Meant::Text(t))
        }
        12 if driver.whole(|w| w.text_whole(text)) => meant.push(Meant::Text(own(&t))),
        13 if driver.whole(|w| w.text_qname(uri, local)) => {
            meant.push(Meant::QName(u, l));
            driver.whole(|w| w.text_whole(" "));
            meant.push(Meant::Text(" ".to_string()));
        }
        14 if driver.writer.depth() > 0 && driver.content(text.as_bytes(), |w, rest| w.base64(rest)) => {
            // Ended by a call that is not base64, or the next would go on with it.
            driver.whole(|w| w.text_whole("."));
            meant.push(Meant::Text(STANDARD.encode(text) + "."));
        }
        15 | 16 if driver.writer.depth() > 1 && driver.whole(|w| w.end()) => meant.push(Meant::End),
        _ => {}
    }
}

/// The same from the document that was written.
fn read(node: Node<'_, '_>, meant: &mut dyn Iterator<Item = Meant>, text: &mut String) {
    let name = node.tag_name();
    let expanded = (name.namespace().unwrap_or_default().to_string(), name.name().to_string());
    assert_eq!(meant.next(), Some(Meant::Start(expanded.0, expanded.1)));
    let mut meant = meant.peekable();
    for attribute in node.attributes() {
        let (uri, local) = (attribute.namespace().unwrap_or_default(), attribute.name());
        match meant.next() {
            Some(Meant::Attribute(u, l, value)) => assert_eq!((uri, local, attribute.value()), (&*u, &*l, &*value)),
            Some(Meant::AttributeQName(u, l, value_uri, value_local)) => {
                assert_eq!((uri, local), (&*u, &*l));
                assert_eq!(resolve(node, attribute.value()), (value_uri, value_local));
            }
            other => panic!("{attribute:?} was not meant, but {other:?}"),
        }
    }
    let mut children = node.children().peekable();
    loop {
        match meant.peek() {
            Some(Meant::Text(piece)) => {
                if text.is_empty() {
                    text.push_str(
                        children.next_if(|c| c.node_type() == NodeType::Text).map_or("", |c| c.text().unwrap()),
                    );
                }
                let rest = text
                    .strip_prefix(piece.as_str())
                    .unwrap_or_else(|| panic!("{text:?} does not begin with {piece:?}"));
                *text = rest.to_string();
                meant.next();
            }
            Some(Meant::QName(uri, local)) => {
                if text.is_empty() {
                    text.push_str(children.next().unwrap().text().unwrap());
                }
                let (qname, rest) = text.split_once(' ').unwrap();
                assert_eq!(resolve(node, qname), (uri.clone(), local.clone()));
                *text = format!(" {rest}");
                meant.next();
            }
            Some(Meant::Start(..)) => {
                assert_eq!(text, "");
                read(children.next().unwrap(), &mut meant, text);
            }
            Some(Meant::End) => {
                assert_eq!(text, "");
                assert!(children.next().is_none());
                meant.next();
                return;
            }
            other => panic!("{other:?} was not written"),
        }
    }
}

fn resolve(node: Node<'_, '_>, qname: &str) -> (String, String) {
    let (prefix, local) = match qname.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, qname),
    };
    let uri = node.lookup_namespace_uri(prefix);
    assert!(uri.is_some() || prefix.is_none(), "{qname} is bound");
    (uri.unwrap_or_default().to_string(), local.to_string())
}

/// Our own reader checks more than roxmltree does, such as declarations that stand twice.
fn read_by_ourselves(written: &[u8]) {
    let (mut workspace, mut input) = ([0; 8192], written);
    let mut reader = crate::xml::Reader::new(&mut workspace);
    loop {
        match reader.next(&mut input, true) {
            Ok(crate::xml::Event::Finished) => return,
            Ok(_) => {}
            Err(error) => panic!("{error}: {}", String::from_utf8_lossy(written)),
        }
    }
}

#[test]
fn what_is_written_is_what_was_meant() {
    for seed in 0..3000u64 {
        let mut random = Random(seed);
        let (mut memory, mut workspace) = (std::vec![0; 120 + random.below(200)], [0; 4096]);
        let writer = Writer::new(Buffer::new(&mut memory), &mut workspace);
        let (mut driver, mut meant) = (Driver { writer, out: Vec::new() }, Vec::new());
        for _ in 0..random.below(4) {
            let (prefix, uri) = (random.one(PREFIXES), random.one(URIS));
            driver.whole(|w| w.pin(prefix, uri));
        }
        let calls = 3 + random.below(60);
        while meant.len() < calls {
            let before = meant.len();
            step(&mut random, &mut driver, &mut meant);
            if before == 0 && !matches!(meant.first(), Some(Meant::Start(..)) | None) {
                panic!("seed {seed}: {meant:?}");
            }
        }
        while driver.writer.depth() > 0 {
            assert!(driver.whole(|w| w.end()), "seed {seed}");
            meant.push(Meant::End);
        }
        assert!(driver.whole(|w| w.finish()), "seed {seed}");
        driver.out.extend_from_slice(driver.writer.sink().bytes());
        let written = String::from_utf8(driver.out).unwrap();
        read_by_ourselves(written.as_bytes());
        let document = Document::parse(&written).unwrap_or_else(|e| panic!("seed {seed}: {e}: {written}"));
        let mut meant = meant.into_iter();
        std::println!("seed {seed}: {written}");
        read(document.root_element(), &mut meant, &mut String::new());
        assert_eq!(meant.next(), None, "seed {seed}");
    }
}
