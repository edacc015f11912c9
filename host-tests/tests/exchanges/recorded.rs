//! What is in the files.

use std::fs;
use std::path::Path;

/// An exchange: what either side sends, in turns.
pub(crate) struct Exchange {
    pub(crate) name: String,
    pub(crate) requests: Vec<Vec<u8>>,
    pub(crate) responses: Vec<Vec<u8>>,
}

/// Every exchange, by name.
pub(crate) fn all() -> Vec<Exchange> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges/recorded");
    let mut files: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| read(file)).collect()
}

fn read(file: &Path) -> Exchange {
    let name = file.file_stem().unwrap().to_str().unwrap().into();
    let (mut requests, mut responses) = (Vec::new(), Vec::new());
    let bytes = fs::read(file).unwrap();
    let mut rest = &bytes[..];
    while let Some(line) = rest.iter().position(|&byte| byte == b'\n') {
        let (marker, part) = rest.split_at(line + 1);
        let end = part.windows(5).position(|bytes| bytes == b"\n=== ").unwrap_or(part.len() - 1);
        let turns = if marker == b"=== client\n" { &mut requests } else { &mut responses };
        assert!(marker == b"=== client\n" || marker == b"=== server\n", "{name}: {}", marker.escape_ascii());
        turns.push(part[..end].to_vec());
        rest = &part[end + 1..];
    }
    Exchange { name, requests, responses }
}
