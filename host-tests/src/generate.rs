//! Random documents that are mostly well-formed, made to visit every corner of a start tag.

use fastrand::Rng;

const NAMES: &[&str] =
    &["a", "b", "p:a", "q:b", "xmlns", "x-1", "_.", "é", "p:é", "名前", "xml:lang", "longer-name", "p:xmlns"];
const ODD_NAMES: &[&str] = &["1a", "-", "a:b:c", ":a", "a:", "", "xmlns:q", "p:1", "a\u{D7}", "p:-"];
const PREFIXES: &[&str] = &["xmlns:p", "xmlns:q", "xmlns", "xmlns:é", "xmlns:xml", "xmlns:r"];
const URIS: &[&str] =
    &["u", "v", "", "http://www.w3.org/2003/05/soap-envelope", "http://www.w3.org/XML/1998/namespace", "&#117;", "é"];
const VALUES: &[&str] =
    &["", "1", "plain value", "it's", "a\tb", "\r\n", "&lt;&#65;", "&amp;é", "é😀", "]]>", "&#x20;", "="];
const ODD_VALUES: &[&str] = &["<", "&", "&x;", "\0", "\u{FFFE}", "&#0;"];
const SPACES: &[&str] = &[" ", "  ", "\n", "\t", "\r\n "];

/// A document of a few elements. `odd` of a thousand choices are ones that XML forbids.
pub fn document(random: &mut Rng, odd: u32) -> Vec<u8> {
    let mut out = String::new();
    if random.u8(..8) == 0 {
        out.push_str("<?xml version='1.0' encoding=\"UTF-8\"?>");
    }
    // The prefixes that names may use.
    out.push_str("<r xmlns:p='urn:p' xmlns:q=\"http://schemas.xmlsoap.org/soap/envelope/\">");
    let mut open = Vec::new();
    for _ in 0..random.usize(1..8) {
        let name = pick(random, NAMES, ODD_NAMES, odd);
        tag(&mut out, random, name, odd);
        match random.u8(..3) {
            0 => out.push_str("/>"),
            1 => {
                out.push('>');
                open.push(name);
            }
            _ => out.extend([">", pick(random, VALUES, ODD_VALUES, odd), "</", name, space(random, 8), ">"]),
        }
    }
    while let Some(name) = open.pop() {
        out.extend(["</", name, ">"]);
    }
    out.push_str("</r>");
    out.into_bytes()
}

/// A start tag up to the `>` or `/>`.
fn tag(out: &mut String, random: &mut Rng, name: &str, odd: u32) {
    out.extend(["<", name]);
    for _ in 0..random.usize(..5) {
        if !unlikely(random, odd) {
            out.push_str(space(random, 1));
        }
        let declares = random.u8(..4) == 0;
        let name =
            if declares { random.choice(PREFIXES).unwrap_or(&"xmlns") } else { pick(random, NAMES, ODD_NAMES, odd) };
        let value = if declares { random.choice(URIS).unwrap_or(&"u") } else { pick(random, VALUES, ODD_VALUES, odd) };
        let quote = if value.contains('\'') || random.bool() { "\"" } else { "'" };
        let equals = if unlikely(random, odd) { "" } else { "=" };
        out.extend([name, space(random, 16), equals, space(random, 16), quote, value, quote]);
    }
    out.push_str(space(random, 4));
}

fn pick(random: &mut Rng, usual: &[&'static str], odd: &[&'static str], often: u32) -> &'static str {
    let from = if unlikely(random, often) { odd } else { usual };
    from[random.usize(..from.len())]
}

fn unlikely(random: &mut Rng, odd: u32) -> bool {
    random.u32(..1000) < odd
}

/// White space, one time in `rarely`.
fn space(random: &mut Rng, rarely: usize) -> &'static str {
    if random.usize(..rarely) > 0 { "" } else { SPACES[random.usize(..SPACES.len())] }
}
