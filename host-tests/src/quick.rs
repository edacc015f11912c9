//! quick-xml, as a second opinion on the events of documents that are well-formed.

use crate::event::{Attribute, Declaration, Event};
use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event as Quick};
use quick_xml::name::{NamespaceResolver, PrefixDeclaration, QName, ResolveResult};
use quick_xml::reader::NsReader;
use std::borrow::Cow;

/// The events of a well-formed UTF-8 document, text coalesced.
pub fn events(document: &str) -> Result<Vec<Event>, quick_xml::Error> {
    let mut reader = NsReader::from_str(document.strip_prefix('\u{FEFF}').unwrap_or(document));
    reader.config_mut().expand_empty_elements = true;
    let mut seen = Vec::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event()? {
            Quick::Start(tag) => {
                depth += 1;
                seen.push(start(&tag, reader.resolver())?);
            }
            Quick::End(tag) => {
                depth -= 1;
                let (ns, local, prefix) = element(tag.name(), reader.resolver());
                seen.push(Event::End { ns, local, prefix });
            }
            Quick::Text(text) if depth > 0 => add(&mut seen, &text.xml10_content()),
            Quick::CData(text) => add(&mut seen, &text.xml10_content()),
            Quick::GeneralRef(reference) => match reference.resolve_char_ref()? {
                Some(character) => add(&mut seen, character.encode_utf8(&mut [0; 4])),
                None => add(&mut seen, quick_xml::escape::resolve_predefined_entity(&reference).unwrap_or("?")),
            },
            Quick::Eof => return Ok(seen),
            _ => {}
        }
    }
}

fn add(seen: &mut Vec<Event>, piece: &str) {
    match seen.last_mut() {
        _ if piece.is_empty() => {}
        Some(Event::Text { text }) => text.push_str(piece),
        _ => seen.push(Event::Text { text: piece.to_owned() }),
    }
}

fn start(tag: &BytesStart<'_>, scope: &NamespaceResolver) -> Result<Event, quick_xml::Error> {
    let (mut attrs, mut decls) = (Vec::new(), Vec::new());
    for attribute in tag.attributes() {
        let attribute = attribute?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0)?.into_owned();
        match attribute.key.as_namespace_binding() {
            Some(PrefixDeclaration::Default) => decls.push(Declaration { prefix: String::new(), uri: value }),
            Some(PrefixDeclaration::Named(prefix)) => {
                decls.push(Declaration { prefix: prefix.to_string(), uri: value });
            }
            None => {
                let (found, _) = scope.resolve_attribute(attribute.key);
                let (ns, local, prefix) = name(attribute.key, found);
                attrs.push(Attribute { ns, local, prefix, value });
            }
        }
    }
    let (ns, local, prefix) = element(tag.name(), scope);
    Ok(Event::Start { ns, local, prefix, attrs, decls })
}

fn element(qname: QName<'_>, scope: &NamespaceResolver) -> (String, String, String) {
    name(qname, scope.resolve_element(qname).0)
}

fn name(qname: QName<'_>, found: ResolveResult<'_>) -> (String, String, String) {
    let (local, prefix) = qname.decompose();
    let ns = match found {
        // The resolver keeps the URI as it is written.
        ResolveResult::Bound(ns) => {
            quick_xml::escape::unescape(ns.as_ref()).map_or_else(|e| e.to_string(), Cow::into_owned)
        }
        ResolveResult::Unbound => String::new(),
        ResolveResult::Unknown(prefix) => format!("unknown prefix {prefix}"),
    };
    (ns, local.as_ref().to_owned(), prefix.map(|p| p.as_ref().to_owned()).unwrap_or_default())
}
