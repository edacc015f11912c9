//! The vector files and the notation of their expectations; `vectors/README.md` describes both.

use crate::event::{Attribute, Declaration, Event};
use crate::feed::Settings;
use soapstone::{Error, Limits};
use std::path::PathBuf;

/// One line of a vector file.
#[derive(Clone, Debug)]
pub struct Vector {
    /// Its id, and the file it is in.
    pub id: String,
    /// The document.
    pub input: Vec<u8>,
    /// What must come out, in the notation.
    pub expected: Vec<u8>,
    /// How to read it.
    pub settings: Settings,
}

impl Vector {
    /// Whether this outcome is the expected one.
    pub fn matches(&self, rendered: &[u8]) -> bool {
        matches(&self.expected, rendered)
    }
}

/// Whether an outcome is the expected one; an expectation that begins with `!` names the error alone.
pub fn matches(expected: &[u8], rendered: &[u8]) -> bool {
    match expected.starts_with(b"!") {
        true => rendered.ends_with(expected),
        false => rendered == expected,
    }
}

/// Every vector of `vectors/<directory>`.
pub fn load(directory: &str) -> Vec<Vector> {
    let mut vectors = Vec::new();
    each_line(directory, &mut |name, line| {
        vectors.push(parse(name, line).unwrap_or_else(|what| panic!("{name}: {what}: {line}")));
    });
    vectors
}

/// One line of a vector file, its options not looked at.
#[derive(Clone, Debug)]
pub struct Row {
    /// Its id, and the file it is in.
    pub id: String,
    /// The document.
    pub input: Vec<u8>,
    /// What must come out, in the notation.
    pub expected: Vec<u8>,
    /// How to read it.
    pub options: String,
}

/// Every line of `vectors/<directory>`.
pub fn rows(directory: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    each_line(directory, &mut |name, line| rows.push(row(name, line).unwrap_or_else(|what| panic!("{what}: {line}"))));
    rows
}

/// The documents alone of `vectors/<directory>`, whatever their options, each with its id.
pub fn documents(directory: &str) -> Vec<(String, Vec<u8>)> {
    rows(directory).into_iter().map(|row| (row.id, row.input)).collect()
}

/// Hands on every vector with the name of its file.
fn each_line(directory: &str, take: &mut dyn FnMut(&str, &str)) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("vectors").join(directory);
    let mut files: Vec<_> = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files {
        let name = file.file_stem().unwrap().to_string_lossy().into_owned();
        for line in std::fs::read_to_string(&file).unwrap().lines() {
            if !line.is_empty() && !line.starts_with('#') {
                take(&name, line);
            }
        }
    }
}

fn parse(file: &str, line: &str) -> Result<Vector, &'static str> {
    let Row { id, input, expected, options: text } = row(file, line)?;
    Ok(Vector { id, input, expected, settings: options(&text)? })
}

fn row(file: &str, line: &str) -> Result<Row, &'static str> {
    let mut columns = line.split('\t');
    let mut column = || columns.next().ok_or("a column is missing");
    let (id, input, expected) = (column()?, unescape(column()?)?, unescape(column()?)?);
    Ok(Row { id: format!("{file}/{id}"), input, expected, options: column().unwrap_or_default().to_owned() })
}

fn options(text: &str) -> Result<Settings, &'static str> {
    let mut settings = Settings { workspace: 4096, limits: Limits::DEFAULT, encodings: false, refuse_pi: false };
    for option in text.split_whitespace() {
        let (name, value) = option.split_once('=').unwrap_or((option, "0"));
        let value: u16 = value.parse().map_err(|_| "an option's value is not a number")?;
        match name {
            "workspace" => settings.workspace = value.into(),
            "depth" => settings.limits.depth = value,
            "attributes" => settings.limits.attributes = value,
            "tag_bytes" => settings.limits.tag_bytes = value,
            "namespaces" => settings.limits.namespaces = value,
            "message_bytes" => settings.limits.message_bytes = value.into(),
            "header_blocks" => settings.limits.header_blocks = value,
            "refuse_pi" => settings.refuse_pi = true,
            "encodings" => settings.encodings = true,
            _ => return Err("an unknown option"),
        }
    }
    Ok(settings)
}

/// The bytes of a column: `\xNN` and `\\` decoded.
fn unescape(column: &str) -> Result<Vec<u8>, &'static str> {
    let mut bytes = Vec::new();
    let mut rest = column;
    while let Some((plain, escape)) = rest.split_once('\\') {
        bytes.extend(plain.as_bytes());
        rest = match escape.strip_prefix('x') {
            Some(hex) => {
                let digits = hex.get(..2).ok_or("an escape is cut short")?;
                bytes.push(u8::from_str_radix(digits, 16).map_err(|_| "an escape is not hexadecimal")?);
                &hex[2..]
            }
            None => {
                bytes.push(b'\\');
                escape.strip_prefix('\\').ok_or("an unknown escape")?
            }
        };
    }
    bytes.extend(rest.as_bytes());
    Ok(bytes)
}

/// Events and error in the notation.
pub fn render(events: &[Event], error: Option<&Error>) -> Vec<u8> {
    let mut out = String::new();
    for event in events {
        match event {
            Event::Start { ns, local, attrs, decls, .. } => {
                out.push('<');
                name(&mut out, ns, local);
                decls.iter().for_each(|d| declaration(&mut out, d));
                attrs.iter().for_each(|a| attribute(&mut out, a));
                out.push('>');
            }
            Event::Text { text } => out.extend(["\"", text, "\""]),
            Event::End { ns, local, .. } => {
                out.push_str("</");
                name(&mut out, ns, local);
                out.push('>');
            }
        }
    }
    if let Some(error) = error {
        out.push_str(&refusal(error));
    }
    out.into_bytes()
}

/// An error in the notation.
pub fn refusal(error: &Error) -> String {
    let place = format!("!{}@{}", error.kind.name(), error.offset);
    match error.exceeded {
        Some(e) => format!("{place}:{}={}", e.limit.name(), e.needed),
        None => place,
    }
}

fn name(out: &mut String, ns: &str, local: &str) {
    if !ns.is_empty() {
        out.extend(["{", ns, "}"]);
    }
    out.push_str(local);
}

fn declaration(out: &mut String, declaration: &Declaration) {
    let colon = if declaration.prefix.is_empty() { "" } else { ":" };
    out.extend([" xmlns", colon, &declaration.prefix, "=\"", &declaration.uri, "\""]);
}

fn attribute(out: &mut String, attribute: &Attribute) {
    out.push(' ');
    name(out, &attribute.ns, &attribute.local);
    out.extend(["=\"", &attribute.value, "\""]);
}
