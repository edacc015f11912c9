//! One pass over a message by each reader. Every pass sees each name, each attribute value and all text.

use soapstone::xml::{Event, Reader};

/// What a pass saw: elements + attributes + bytes of text and attribute values.
/// Readers that resolve references and normalise agree on it.
pub(crate) type Seen = u64;

/// A way to read: the name, and a pass over a message in chunks of so many bytes (0: whole).
pub(crate) type Pass = fn(&[u8], usize) -> Result<Seen, String>;

/// The readers of this program; those in C are in `peers.c`.
pub(crate) const ALL: &[(&str, Pass)] = &[
    ("soapstone", soapstone),
    ("utf8-check", utf8_check),
    ("xmlparser", xmlparser),
    ("quick-xml", quick_xml),
    ("roxmltree", roxmltree),
];

fn soapstone(message: &[u8], chunk: usize) -> Result<Seen, String> {
    let mut workspace = [0; 4096];
    let mut reader = Reader::new(&mut workspace);
    let size = if chunk == 0 { message.len().max(1) } else { chunk };
    let mut chunks = message.chunks(size);
    let mut input: &[u8] = chunks.next().unwrap_or_default();
    let mut seen = 0;
    loop {
        match reader.next(&mut input, chunks.len() == 0).map_err(|e| e.to_string())? {
            Event::Start(start) => {
                seen += 1;
                for attribute in start.attributes() {
                    seen += 1 + attribute.value().len() as u64;
                }
            }
            Event::Text(text) => seen += text.len() as u64,
            Event::End(_) => {}
            Event::NeedInput => input = chunks.next().unwrap_or_default(),
            Event::Finished => return Ok(seen),
        }
    }
}

fn utf8_check(message: &[u8], _: usize) -> Result<Seen, String> {
    std::str::from_utf8(message).map(|text| text.len() as u64).map_err(|e| e.to_string())
}

fn xmlparser(message: &[u8], _: usize) -> Result<Seen, String> {
    let text = std::str::from_utf8(message).map_err(|e| e.to_string())?;
    let mut seen = 0;
    for token in xmlparser::Tokenizer::from(text) {
        match token.map_err(|e| e.to_string())? {
            xmlparser::Token::ElementStart { .. } => seen += 1,
            xmlparser::Token::Attribute { value, .. } => seen += 1 + value.len() as u64,
            xmlparser::Token::Text { text } => seen += text.len() as u64,
            _ => {}
        }
    }
    Ok(seen)
}

fn quick_xml(message: &[u8], _: usize) -> Result<Seen, String> {
    use quick_xml::events::Event;
    let mut reader = quick_xml::NsReader::from_reader(message);
    let mut seen = 0;
    loop {
        match reader.read_resolved_event().map_err(|e| e.to_string())? {
            (ns, Event::Start(start) | Event::Empty(start)) => {
                seen += 1 + u64::from(matches!(ns, quick_xml::name::ResolveResult::Unknown(_)));
                for attribute in start.attributes() {
                    let attribute = attribute.map_err(|e| e.to_string())?;
                    std::hint::black_box(reader.resolver().resolve_attribute(attribute.key));
                    seen += 1 + attribute.value.len() as u64;
                }
            }
            (_, Event::Text(text)) => seen += text.len() as u64,
            (_, Event::Eof) => return Ok(seen),
            _ => {}
        }
    }
}

fn roxmltree(message: &[u8], _: usize) -> Result<Seen, String> {
    let text = std::str::from_utf8(message).map_err(|e| e.to_string())?;
    let tree = roxmltree::Document::parse(text).map_err(|e| e.to_string())?;
    let mut seen = 0;
    for node in tree.descendants() {
        if node.is_element() {
            seen += 1 + node.attributes().map(|a| 1 + a.value().len() as u64).sum::<u64>();
        } else if node.is_text() {
            seen += node.text().map_or(0, |t| t.len() as u64);
        }
    }
    Ok(seen)
}
