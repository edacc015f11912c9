//! A document without each of its parts, and with each of them twice.

use roxmltree::{Document, ParsingOptions};
use std::ops::Range;

/// The document without each element and attribute below its root, and with each of them repeated, one change at a time. Namespace
/// declarations stay. Empty for what is not well-formed.
pub fn variants(document: &str) -> Vec<String> {
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    let Ok(parsed) = Document::parse_with_options(document, options) else { return Vec::new() };
    let mut parts: Vec<Range<usize>> = Vec::new();
    for element in parsed.descendants().filter(|node| node.is_element()) {
        if element != parsed.root_element() {
            parts.push(element.range());
        }
        parts.extend(element.attributes().map(|attribute| attribute.range()));
    }
    let changed = parts.iter().flat_map(|part| {
        let (before, after) = (&document[..part.start], &document[part.end..]);
        let part = &document[part.clone()];
        [format!("{before}{after}"), format!("{before}{part} {part}{after}")]
    });
    changed.collect()
}

#[cfg(test)]
mod tests {
    use super::variants;

    #[test]
    fn each_part_goes_and_comes_twice() {
        let expected =
            ["<a ><b>1</b></a>", "<a x='1' x='1'><b>1</b></a>", "<a x='1'></a>", "<a x='1'><b>1</b> <b>1</b></a>"];
        assert_eq!(variants("<a x='1'><b>1</b></a>"), expected);
        assert!(variants("<a>").is_empty());
    }
}
