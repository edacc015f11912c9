//! The files of vectors.

use super::*;

/// One line of a vector file.
pub(crate) struct Vector {
    pub(crate) id: String,
    pub(crate) input: Vec<u8>,
    pub(crate) expected: Vec<u8>,
    pub(crate) options: Options,
    pub(crate) undeclared: bool,
    pub(crate) fault: bool,
    pub(crate) store: usize,
}

pub(crate) fn vectors() -> Vec<Vector> {
    let directory = concat!(env!("CARGO_MANIFEST_DIR"), "/../host-tests/vectors/soap");
    let mut files: Vec<_> = std::fs::read_dir(directory).expect(directory).map(|f| f.unwrap().path()).collect();
    files.sort();
    let text: String = files.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).map(vector).collect()
}

pub(crate) fn vector(line: &str) -> Vector {
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
pub(crate) fn leniency(name: &str) -> Leniencies {
    let named = |&&(_, each, _): &&(Leniencies, &str, &str)| each.to_ascii_lowercase() == name;
    match name {
        "lenient" => Leniencies::ALL,
        name => Leniencies::EACH.iter().find(named).unwrap_or_else(|| panic!("option {name}")).0,
    }
}

/// `\xNN` is a byte, `\\` a backslash.
pub(crate) fn decode(column: &str) -> Vec<u8> {
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

pub(crate) fn reader<'w>(vector: &Vector, workspace: &'w mut [u8]) -> Reader<'w> {
    let mut reader = Reader::with_options(workspace, vector.options);
    for (prefix, uri) in UNDECLARED.iter().filter(|_| vector.undeclared) {
        reader.assume_prefix(prefix, uri).unwrap();
    }
    reader
}
