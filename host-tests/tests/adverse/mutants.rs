//! A message with one thing wrong: every element, attribute and declaration deleted, repeated, renamed or moved.

use roxmltree::{Document, Node};
use std::ops::Range;

/// What is put in the place of which bytes, in ascending order.
type Change = Vec<(Range<usize>, String)>;

/// Every message that one change makes of this one, with the name of the change.
pub(crate) fn mutants(message: &str) -> Vec<(&'static str, String)> {
    let Ok(document) = Document::parse(message) else { return Vec::new() };
    let mut mutants = Vec::new();
    for element in document.descendants().filter(Node::is_element) {
        let mut add = |what, change: Change| mutants.push((what, apply(message, change)));
        let tag = Tag::of(message, &element);
        element_changes(message, &element, &tag, &mut add);
        for attribute in element.attributes() {
            attribute_changes(message, attribute.range(), &mut add);
        }
        for declaration in tag.declarations(message) {
            add("declaration deleted", vec![(declaration, String::new())]);
        }
    }
    for text in
        document.descendants().filter(|node| node.is_text() && node.text().is_some_and(|t| !t.trim().is_empty()))
    {
        mutants.push(("text emptied", apply(message, vec![(text.range(), String::new())])));
        mutants.push(("text halved by an element", {
            let range = text.range();
            let middle =
                (range.start..range.end).find(|&at| at * 2 >= range.start + range.end && message.is_char_boundary(at));
            let at = middle.unwrap_or(range.end);
            // Not inside a reference or a CDATA section, where the change would be another one.
            let plain = !message[range].contains(['&', '<']);
            apply(message, if plain { vec![(at..at, "<x/>".to_owned())] } else { Vec::new() })
        }));
    }
    mutants
}

fn element_changes(message: &str, element: &Node<'_, '_>, tag: &Tag, add: &mut dyn FnMut(&'static str, Change)) {
    let (range, copy) = (element.range(), message[element.range()].to_owned());
    let after = range.end..range.end;
    add("element deleted", vec![(range.clone(), String::new())]);
    add("element repeated", vec![(after.clone(), copy.clone())]);
    add(
        "element repeated in itself",
        vec![(tag.content.start..tag.content.start, copy)].into_iter().filter(|_| !tag.is_empty).collect(),
    );
    let content = message[tag.content.clone()].to_owned();
    add("tags deleted", vec![(range.clone(), content)]);
    add("renamed", tag.named(&|prefix, local| format!("{prefix}{local}X"), ""));
    add("in another namespace", tag.named(&|_, local| format!("other:{local}"), " xmlns:other='urn:other'"));
    add("in no namespace", tag.named(&|_, local| local.to_owned(), " xmlns=''"));
    let uri = element.tag_name().namespace().unwrap_or_default();
    if !uri.is_empty() {
        let declaration = format!(" xmlns:again='{}'", uri.replace('&', "&amp;"));
        add("under another prefix", tag.named(&|_, local| format!("again:{local}"), &declaration));
    }
    let envelope = element.document().root_element().tag_name().namespace().unwrap_or_default();
    for (what, attribute) in [
        ("made mandatory", "must:mustUnderstand='1'"),
        ("made mandatory in words", "must:mustUnderstand='true'"),
        ("given to nobody", "must:role='http://www.w3.org/2003/05/soap-envelope/role/none'"),
        ("given to every node", "must:role='http://www.w3.org/2003/05/soap-envelope/role/next'"),
        ("given to the actor next", "must:actor='http://schemas.xmlsoap.org/soap/actor/next'"),
        ("given to another actor", "must:actor='urn:another'"),
    ] {
        let attribute = format!(" xmlns:must='{envelope}' {attribute}");
        add(what, vec![(tag.name.end..tag.name.end, attribute)]);
    }
    let mark = " xmlns:mark='http://www.w3.org/2005/08/addressing' mark:IsReferenceParameter='1'";
    add("made a reference parameter", vec![(tag.name.end..tag.name.end, mark.to_owned())]);
    if let Some(next) = element.next_sibling_element() {
        let (one, other) = (message[range.clone()].to_owned(), message[next.range()].to_owned());
        add("swapped", vec![(range, other), (next.range(), one)]);
    }
}

fn attribute_changes(message: &str, range: Range<usize>, add: &mut dyn FnMut(&'static str, Change)) {
    let copy = &message[range.clone()];
    let end = range.end..range.end;
    add("attribute repeated", vec![(end.clone(), format!(" {copy}"))]);
    let local = copy.rsplit_once('=').map_or(copy, |_| {
        &copy[copy.find(':').filter(|&at| at < copy.find('=').unwrap_or(0)).map_or(0, |at| at + 1)..]
    });
    add("attribute repeated elsewhere", vec![(end, format!(" xmlns:other='urn:other' other:{local}"))]);
    add("attribute without a prefix", vec![(range.clone(), local.to_owned())]);
    let quote = copy.find(['"', '\'']).unwrap_or_default();
    if copy.len() > quote + 2 {
        add("value emptied", vec![(range.start + quote + 1..range.end - 1, String::new())]);
    }
    add("attribute deleted", vec![(range, String::new())]);
}

/// Where the parts of an element are.
struct Tag {
    /// The name in the start tag.
    name: Range<usize>,
    /// The start tag.
    start: Range<usize>,
    /// The name in the end tag.
    end: Option<Range<usize>>,
    content: Range<usize>,
    is_empty: bool,
    prefix: String,
    local: String,
}

impl Tag {
    fn of(message: &str, element: &Node<'_, '_>) -> Tag {
        let range = element.range();
        let name = range.start + 1..range.start + 1 + length_of_name(&message[range.start + 1..]);
        let start = range.start..end_of_tag(message, range.start);
        let is_empty = message[start.clone()].ends_with("/>");
        let end = message[range.clone()].rfind("</").filter(|_| !is_empty).map(|at| range.start + at);
        let content = start.end..end.unwrap_or(start.end);
        let end = end.map(|at| at + 2..at + 2 + length_of_name(&message[at + 2..]));
        let (prefix, local) = message[name.clone()].rsplit_once(':').unwrap_or(("", &message[name.clone()]));
        let prefix = if prefix.is_empty() { String::new() } else { format!("{prefix}:") };
        Tag { local: local.to_owned(), name, start, end, content, is_empty, prefix }
    }

    /// The element under another name, and what is added to its start tag.
    fn named(&self, name: &dyn Fn(&str, &str) -> String, more: &str) -> Change {
        let new = name(&self.prefix, &self.local);
        let mut change = vec![(self.name.clone(), format!("{new}{more}"))];
        change.extend(self.end.clone().map(|end| (end, new)));
        change
    }

    /// Where its namespace declarations are.
    fn declarations(&self, message: &str) -> Vec<Range<usize>> {
        let tag = &message[self.start.clone()];
        let starts =
            tag.match_indices("xmlns").map(|(at, _)| at).filter(|&at| tag[..at].ends_with(char::is_whitespace));
        let whole = starts.filter_map(|at| {
            let quote = at + tag[at..].find(['"', '\''])?;
            let mark = tag[quote..].chars().next()?;
            Some(at..quote + 2 + tag[quote + 1..].find(mark)?)
        });
        whole.map(|range| self.start.start + range.start..self.start.start + range.end).collect()
    }
}

fn length_of_name(text: &str) -> usize {
    text.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(text.len())
}

/// The end of the start tag that begins here: its values may have `>` in them.
fn end_of_tag(message: &str, at: usize) -> usize {
    let mut quote = None;
    for (offset, c) in message[at..].char_indices() {
        match (quote, c) {
            (None, '>') => return at + offset + 1,
            (None, '"' | '\'') => quote = Some(c),
            (Some(mark), c) if c == mark => quote = None,
            _ => {}
        }
    }
    message.len()
}

fn apply(message: &str, change: Change) -> String {
    let mut text = message.to_owned();
    for (range, with) in change.into_iter().rev() {
        text.replace_range(range, &with);
    }
    text
}
