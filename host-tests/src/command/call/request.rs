//! The message that is sent.

use anyhow::{Context, Result, ensure};
use indicatif::ProgressBar;
use soapstone::buf::Sink;
use soapstone::soap::Version;
use soapstone::{Error, ErrorKind};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::path::Path;

/// An envelope: what is before and behind the bytes of a file.
#[derive(Default)]
pub(crate) struct Envelope {
    before: Vec<u8>,
    source: Source,
    behind: &'static str,
    /// Bytes of all of it.
    pub(crate) len: u64,
}

/// Where the bytes come from, again for every time they are sent.
#[derive(Default)]
enum Source {
    #[default]
    Nothing,
    Bytes(Vec<u8>),
    /// A file, and where in it to begin.
    File(std::path::PathBuf, u64),
}

impl Envelope {
    /// The envelope that a file is, or the one around the element that it holds.
    pub(crate) fn open(path: &Path, headers: &[std::path::PathBuf], version: Version) -> Result<Envelope> {
        let mut start = Vec::new();
        let name = path.display().to_string();
        let (source, all) = match path == Path::new("-") {
            true => {
                std::io::stdin().read_to_end(&mut start).context("standard input")?;
                (Source::Bytes(start.clone()), start.len() as u64)
            }
            false => {
                let file = File::open(path).with_context(|| name.clone())?;
                let len = file.metadata()?.len();
                file.take(65_536).read_to_end(&mut start).with_context(|| name.clone())?;
                (Source::File(path.to_owned(), 0), len)
            }
        };
        if is_envelope(&start) {
            ensure!(headers.is_empty(), "--header goes with a body that is no Envelope");
            return Ok(Envelope { source, len: all, ..Envelope::default() });
        }
        let skipped = content(&start);
        let mut before = format!("<e:Envelope xmlns:e=\"{}\">", version.uri()).into_bytes();
        if !headers.is_empty() {
            before.extend(b"<e:Header>");
            for header in headers {
                let block = std::fs::read(header).with_context(|| header.display().to_string())?;
                before.extend(&block[content(&block)..]);
            }
            before.extend(b"</e:Header>");
        }
        before.extend(b"<e:Body>");
        let behind = "</e:Body></e:Envelope>";
        let len = (before.len() + behind.len() - skipped) as u64 + all;
        let source = match source {
            Source::File(path, _) => Source::File(path, skipped as u64),
            _ => Source::Bytes(start.split_off(skipped)),
        };
        Ok(Envelope { before, source, behind, len })
    }

    /// The envelope around these bytes.
    pub(crate) fn around(bytes: &[u8], version: Version) -> Vec<u8> {
        if is_envelope(bytes) {
            return bytes.to_vec();
        }
        let start = format!("<e:Envelope xmlns:e=\"{}\"><e:Body>", version.uri());
        [start.as_bytes(), &bytes[content(bytes)..], b"</e:Body></e:Envelope>"].concat()
    }

    /// Writes it to its end.
    pub(super) fn write(&self, sink: &mut dyn Sink, bar: &ProgressBar) -> Result<(), Error> {
        bar.set_position(0);
        let io = |_| Error::new(ErrorKind::Io, 0);
        put(sink, &self.before)?;
        let mut source: Box<dyn Read> = match &self.source {
            Source::Nothing => Box::new(std::io::empty()),
            Source::Bytes(bytes) => Box::new(Cursor::new(bytes)),
            Source::File(path, start) => {
                let mut file = File::open(path).map_err(io)?;
                file.seek(SeekFrom::Start(*start)).map_err(io)?;
                Box::new(file)
            }
        };
        let mut piece = vec![0; 65_536];
        loop {
            let count = source.read(&mut piece).map_err(io)?;
            if count == 0 {
                break;
            }
            put(sink, &piece[..count])?;
            bar.inc(count as u64);
        }
        put(sink, self.behind.as_bytes())
    }
}

/// Writes bytes into a sink that is never full.
fn put(sink: &mut dyn Sink, mut bytes: &[u8]) -> Result<(), Error> {
    while !bytes.is_empty() {
        let made = sink.make_room(1);
        let room = sink.free();
        let count = room.len().min(bytes.len());
        room[..count].copy_from_slice(&bytes[..count]);
        if made.is_err() || count == 0 || !sink.commit(count) {
            return Err(Error::new(ErrorKind::Io, 0));
        }
        bytes = &bytes[count..];
    }
    Ok(())
}

/// Where the root element begins: behind the XML declaration and what else is before it.
fn content(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|&byte| byte == b'<') {
        at += found;
        let end: &[u8] = match &bytes[at..] {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => return at,
        };
        match bytes[at..].windows(end.len()).position(|part| part == end) {
            Some(found) => at += found + end.len(),
            None => break,
        }
    }
    bytes.len()
}

/// Whether the root element is an Envelope.
fn is_envelope(bytes: &[u8]) -> bool {
    let name = &bytes[content(bytes)..];
    let end = name.iter().position(|&byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'));
    let name = &name[..end.unwrap_or(name.len())];
    name == b"<Envelope" || (name.starts_with(b"<") && name.ends_with(b":Envelope"))
}
