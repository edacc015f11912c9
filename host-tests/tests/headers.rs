//! Header blocks judged, kept, handled and written again, at any chunking and through any buffer.

use soapstone::buf::Buffer;
use soapstone::soap::{
    Context, Element, Event, Filter, HeaderHandler, HeaderReader, Headers, Kept, NodeTable, Reader, Version,
    Vocabulary, Writer,
};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind, Limit};

const KNOWN: Vocabulary = Vocabulary { blocks: &[("urn:m", &["a", "b"])], children: &[], marked: &[("urn:w", "mark")] };

/// Version, header blocks, and what they come to: kept blocks, or the error.
const VECTORS: &[(&str, Version, &str, &str)] = &[
    ("MU-01", Version::Soap11, "<m:h e:mustUnderstand='1'/>", "not understood m:h"),
    ("MU-02", Version::Soap12, "<m:h e:mustUnderstand='true'/>", "not understood m:h"),
    ("MU-03", Version::Soap12, "<m:h e:mustUnderstand='0'/>", ""),
    ("MU-04", Version::Soap11, "<m:h mustUnderstand='1'/>", ""),
    (
        "MU-05",
        Version::Soap12,
        "<m:h e:mustUnderstand='1' e:role='http://www.w3.org/2003/05/soap-envelope/role/none'/>",
        "",
    ),
    ("MU-06", Version::Soap11, "<m:h e:mustUnderstand='1' e:actor='urn:other'/>", ""),
    (
        "MU-07",
        Version::Soap12,
        "<m:x e:mustUnderstand='1'/><m:a/><m:y e:mustUnderstand='1'/>",
        "not understood m:x m:y",
    ),
    ("MU-09", Version::Soap12, "<m:o><m:i e:mustUnderstand='1'/></m:o>", ""),
    ("own role", Version::Soap11, "<m:h e:mustUnderstand='1' e:actor='urn:own'/>", "not understood m:h"),
    (
        "next",
        Version::Soap11,
        "<m:h e:mustUnderstand='1' e:actor='http://schemas.xmlsoap.org/soap/actor/next'/>",
        "not understood m:h",
    ),
    ("S-302", Version::Soap11, "<m:a e:mustUnderstand='1'>1</m:a>", "<m:a e:mustUnderstand=1>1</>"),
    ("S-005", Version::Soap11, "<m:b/><m:q/><m:a x='1' m:y='2'>t<m:c/>u</m:a>", "<m:b></><m:a x=1 m:y=2>t<m:c></>u</>"),
    ("CDATA", Version::Soap11, "<m:a>1<![CDATA[<]]>2&amp;3</m:a>", "<m:a>1<2&3</>"),
    (
        "a URI shared with a QName in text",
        Version::Soap11,
        "<m:a xmlns:t='urn:a long name of a namespace'><m:b>t:x</m:b><t:c/></m:a>",
        "<m:a><m:b>t:x</><t:c></></>",
    ),
    ("marked", Version::Soap12, "<q xmlns='urn:q' w:mark='1' xmlns:w='urn:w'/>", "<q w:mark=1></>"),
    (
        "marked and mandatory",
        Version::Soap12,
        "<q xmlns='urn:q' e:mustUnderstand='1' w:mark='1' xmlns:w='urn:w'/>",
        "not understood q",
    ),
    ("S-303", Version::Soap11, "<m:handled/><m:h e:mustUnderstand='1'/>", "not understood m:h"),
    ("S-311", Version::Soap11, "<m:handled e:mustUnderstand='1'>seven</m:handled>", "context seven"),
    ("V-47", Version::Soap12, "<m:q/><m:handled e:mustUnderstand='1'><m:x/>seven</m:handled>", "context seven"),
    ("Q-15", Version::Soap11, "<m:handled e:mustUnderstand='0'>seven</m:handled>", "context seven"),
    ("S-304", Version::Soap11, "<m:h e:mustUnderstand='0'><m:handled>seven</m:handled></m:h>", ""),
    ("handler refuses", Version::Soap11, "<m:handled>bad</m:handled>", "usage.argument"),
    (
        "not understood counts more",
        Version::Soap11,
        "<m:handled>bad</m:handled><m:h e:mustUnderstand='1'/>",
        "not understood m:h",
    ),
];

struct Keeping(String);

impl HeaderHandler for Keeping {
    fn event(&mut self, event: &Event<'_>, context: &mut Context<'_, '_>) -> Result<(), Error> {
        match event {
            Event::Text(_, text) => self.0.push_str(text.as_str()),
            Event::Close(..) if self.0 == "bad" => {
                return Err(Error::new(ErrorKind::InvalidArgument, context.offset()));
            }
            Event::Close(..) => context.put("seen", &self.0),
            _ => {}
        }
        Ok(())
    }
}

fn envelope(version: Version, blocks: &str, body: &str) -> String {
    let uri = version.uri();
    format!(
        "<e:Envelope xmlns:e='{uri}' xmlns:m='urn:m'><e:Header>{blocks}</e:Header><e:Body>{body}</e:Body></e:Envelope>"
    )
}

/// Reads the header blocks in chunks that end at these places.
fn read<'t>(message: &str, ends: &[usize], store: &'t mut [u8]) -> (Result<(), Error>, Headers<'t>) {
    let mut workspace = [0; 2048];
    let mut reader = Reader::new(&mut workspace);
    let mut headers = HeaderReader::new(store);
    let mut handler = Keeping(String::new());
    let mut filters = [Filter { uri: "urn:m", local: "handled", handler: &mut handler }];
    let mut node = NodeTable::new(&[&KNOWN]).with_roles(&["urn:own"]).with_filters(&mut filters);
    let mut from = 0;
    for &end in ends.iter().chain([&message.len()]) {
        let mut input = &message.as_bytes()[from..end];
        match headers.read(&mut reader, &mut input, end == message.len(), &mut node) {
            Ok(true) => return (Ok(()), headers.into_headers()),
            Ok(false) => from = end,
            Err(error) => {
                assert_eq!(headers.read(&mut reader, &mut input, true, &mut node), Err(error), "errors latch");
                return (Err(error), headers.into_headers());
            }
        }
    }
    panic!("the Body never opened");
}

fn shown(element: Element<'_>) -> String {
    let mut text = String::new();
    for event in element.events() {
        match event {
            Kept::Start(element) => {
                let named = |prefix: &str, local: &str| match prefix {
                    "" => local.to_owned(),
                    prefix => format!("{prefix}:{local}"),
                };
                text += &format!("<{}", named(element.prefix().as_str(), element.name().local.as_str()));
                for attribute in element.attributes() {
                    let name = named(attribute.prefix().as_str(), attribute.name().local.as_str());
                    text += &format!(" {name}={}", attribute.value());
                }
                text += ">";
            }
            Kept::Text(piece) => text += piece.as_str(),
            Kept::End => text += "</>",
        }
    }
    text
}

fn outcome(result: Result<(), Error>, headers: Headers<'_>) -> String {
    match result {
        Ok(()) => match headers.context("seen") {
            Some(seen) => format!("context {seen}"),
            None => headers.blocks().map(|block| shown(block.element())).collect(),
        },
        Err(error) if error.kind == ErrorKind::NotUnderstood => {
            let names = headers.not_understood().map(|(name, prefix)| match prefix.as_str() {
                "" => format!(" {}", name.local),
                prefix => format!(" {prefix}:{}", name.local),
            });
            format!("not understood{}", names.collect::<String>())
        }
        Err(error) => error.kind.name().to_owned(),
    }
}

#[test]
fn blocks_are_judged_and_kept_at_every_split() {
    for (id, version, blocks, expected) in VECTORS {
        let message = envelope(*version, blocks, "<m:body/>");
        for split in 0..=message.len() {
            let mut store = [0; 1024];
            let (result, headers) = read(&message, &[split], &mut store);
            assert_eq!(outcome(result, headers), *expected, "{id}, split at {split}");
        }
    }
}

/// S-305, S-306, S-310, Q-16: what a filter handles is not shown to the application, and is shown to the filter whole,
/// with its attributes; the body comes after.
#[test]
fn what_a_filter_handles_nobody_else_sees() {
    struct Listing(String);
    impl HeaderHandler for Listing {
        fn event(&mut self, event: &Event<'_>, _: &mut Context<'_, '_>) -> Result<(), Error> {
            match event {
                Event::HeaderBlock(block) => self.0 += block.name().qname().as_str(),
                Event::Start(_, start) => start.attributes().for_each(|a| self.0 += a.value().as_str()),
                Event::Text(_, text) => self.0 += text.as_str(),
                _ => {}
            }
            Ok(())
        }
    }
    let message =
        envelope(Version::Soap11, "<m:handled><x y='1'>2</x></m:handled><m:b>3</m:b><m:q>4</m:q>", "<m:body/>");
    let (mut workspace, mut store) = ([0; 1024], [0; 512]);
    let (mut reader, mut headers) = (Reader::new(&mut workspace), HeaderReader::new(&mut store));
    let mut handler = Listing(String::new());
    let mut filters = [Filter { uri: "urn:m", local: "handled", handler: &mut handler }];
    let mut node = NodeTable::new(&[&KNOWN]).with_filters(&mut filters);
    let (mut input, mut seen) = (message.as_bytes(), Vec::new());
    while !headers.is_done() {
        match headers.next(&mut reader, &mut input, true, &mut node).expect("events") {
            Event::HeaderBlock(block) => seen.push(block.name().qname().as_str().to_owned()),
            Event::Body(_) => seen.push("Body".to_owned()),
            _ => {}
        }
    }
    assert_eq!(seen, ["m:q", "Body"]);
    assert_eq!(headers.headers().blocks().count(), 1);
    assert_eq!(handler.0, "m:handled12");
}

#[test]
fn a_store_that_is_too_small_says_what_it_must_hold() {
    for (id, version, blocks, expected) in VECTORS {
        let message = envelope(*version, blocks, "<m:body/>");
        // A store that cannot hold a prefix and what is around it does not know it for one.
        for size in 3..400 {
            let (mut store, mut again) = (vec![0; size], vec![0; size.saturating_sub(1)]);
            let (result, _) = read(&message, &[], &mut store);
            let Err(Error { exceeded: Some(exceeded), .. }) = result else {
                // Not understood and refused count more.
                continue;
            };
            assert_eq!(exceeded.limit, Limit::TextStore, "{id}");
            assert!(exceeded.needed > size as u64, "{id}, {size}");
            again.resize(exceeded.needed as usize, 0);
            let (result, headers) = read(&message, &[], &mut again);
            assert_eq!(outcome(result, headers), *expected, "{id}, needed {}", exceeded.needed);
            again.resize(exceeded.needed as usize - 1, 0);
            assert!(read(&message, &[], &mut again).0.is_err(), "{id}, one less than {}", exceeded.needed);
        }
    }
}

/// Kept blocks and what they must be read as again.
const COPIED: &[(&str, &str)] = &[
    ("plain", "<m:a>1</m:a>"),
    ("default namespace", "<a xmlns='urn:m' q='1'><b xmlns=''/><c/></a>"),
    ("prefix of its own", "<p:a xmlns:p='urn:m' p:x='&lt;&quot;'>&lt;&amp;<p:b/>t</p:a>"),
    ("QName in text", "<m:a><m:b xmlns:t='urn:t'>t:x</m:b></m:a>"),
    ("QNames in text", "<m:a xmlns:t='urn:t' xmlns:u='urn:u'>\n t:x u:y t:z</m:a>"),
    ("QName in an attribute", "<m:a xmlns:t='urn:t' xmlns:i='urn:i' i:type='t:x'/>"),
    (
        "QNames with prefixes that none may declare",
        "<m:a k='xml:lang xmlns:x'><m:b>xml:lang</m:b><m:c>xmlns:x</m:c></m:a>",
    ),
    ("a prefix that the writer uses too", "<m:a xmlns:ns2='urn:1'>t<m:b m:x='1' ns2:y='2' ns2:z='m:q'/></m:a>"),
    ("a prefix that changes", "<m:a xmlns:t='urn:t' k='t:x'><m:b xmlns:t='urn:u'>t:x</m:b><m:c>t:y</m:c></m:a>"),
];

#[test]
fn kept_blocks_are_written_again_through_any_buffer() {
    for (id, block) in COPIED {
        let message = envelope(Version::Soap12, block, "<m:body/>");
        let mut store = [0; 2048];
        let (result, headers) = read(&message, &[], &mut store);
        assert_eq!(result, Ok(()), "{id}");
        let kept = headers.blocks().next().expect(id).element();
        for size in [90, 91, 100, 4096] {
            let copy = copied(&kept, size);
            let mut store = [0; 2048];
            let (result, headers) = read(&copy, &[], &mut store);
            assert_eq!(result, Ok(()), "{id}: {copy}");
            let again = headers.blocks().next().expect(id).element();
            assert_eq!(named(again), named(kept), "{id}, {size}: {copy}");
        }
    }
}

/// Everything of an element that means something: names resolved, and QNames in its text.
fn named(element: Element<'_>) -> Vec<String> {
    let mut lines = Vec::new();
    for event in element.events() {
        match event {
            Kept::Start(element) => {
                lines.push(format!("{:?} {:?}", element.name(), element.qname()));
                for attribute in element.attributes().filter(|a| a.name().local != "mark") {
                    let value = attribute.value();
                    lines.push(format!("{:?}={value} {:?}", attribute.name(), element.resolve(value)));
                }
            }
            Kept::Text(text) => lines.push(text.as_str().to_owned()),
            Kept::End => lines.push("/".to_owned()),
        }
    }
    lines
}

fn copied(element: &Element<'_>, size: usize) -> String {
    let (mut memory, mut workspace) = (vec![0; size], [0; 1024]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
    let mut sent = Vec::new();
    let mut call = 0;
    while call < 3 {
        let result = match call {
            0 => writer.envelope(),
            1 => writer.sequence(|steps| steps.kept_block(element, Some(("urn:w", "mark", "1")))),
            _ => writer.finish(),
        };
        match result {
            Ok(()) => call += 1,
            Err(WriteError::Full) => {
                assert!(!writer.sink().bytes().is_empty(), "no progress with {size} bytes");
                sent.extend_from_slice(writer.sink().bytes());
                writer.sink_mut().clear();
            }
            Err(error) => panic!("{error}"),
        }
    }
    sent.extend_from_slice(writer.sink().bytes());
    String::from_utf8(sent).expect("UTF-8")
}

#[test]
fn a_sequence_that_waits_is_the_only_call_allowed() {
    let (mut memory, mut workspace) = ([0; 90], [0; 512]);
    let mut writer = Writer::new(Buffer::new(&mut memory), &mut workspace, Version::Soap12);
    writer.envelope().expect("fits");
    let text = "x".repeat(200);
    let block = |steps: &mut soapstone::soap::Sequence<'_, '_, _>| {
        steps.header_block("urn:m", "a", &Default::default());
        steps.text(&text);
        steps.end_item();
    };
    assert_eq!(writer.sequence(block), Err(WriteError::Full));
    writer.sink_mut().clear();
    while writer.sequence(block) == Err(WriteError::Full) {
        let refused = writer.body_entry("urn:m", "b").expect_err("out of order");
        assert!(matches!(refused, WriteError::Error(error) if error.kind == ErrorKind::OutOfOrder), "{refused}");
        writer.sink_mut().clear();
    }
    writer.sink_mut().clear();
    writer.body_entry("urn:m", "b").expect("the sequence is complete");
}
