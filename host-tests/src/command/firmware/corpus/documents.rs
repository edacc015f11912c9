//! What the boards read, and what they must say about it.

use anyhow::{Context, Result, anyhow};
use soapstone_host_tests::corpus::{self, corpus};
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::measure::tools;
use soapstone_host_tests::suite::Suite;
use soapstone_host_tests::transcript::{self, Settings, Source};
use soapstone_host_tests::{parallel, vectors};
use std::path::PathBuf;
use std::sync::{Mutex, OnceLock};

/// How much memory a board has to read with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Size {
    /// A workspace of 4 KB.
    Small,
    /// A workspace of 16 KB.
    Large,
}

/// A document, where it is, and what a board must say about it.
pub(super) struct Document {
    pub(super) name: String,
    /// The file it is in.
    pub(super) path: PathBuf,
    /// Where it begins in that file.
    pub(super) offset: usize,
    pub(super) bytes: Vec<u8>,
    /// How it is read, in the words of `transcript::Settings`.
    pub(super) settings: String,
    expected: Vec<u8>,
}

impl Document {
    /// A document that is nowhere, and what must be said about it.
    #[cfg(test)]
    pub(super) fn said_to_be(name: &str, expected: &[u8]) -> Document {
        let (path, settings) = (PathBuf::new(), String::new());
        Document { name: name.to_owned(), path, offset: 0, bytes: Vec::new(), settings, expected: expected.to_owned() }
    }

    /// Whether this is what must be said about it.
    pub(super) fn is_right(&self, transcript: &[u8]) -> bool {
        vectors::matches(&self.expected, transcript)
    }

    /// Where a transcript differs from what it must be.
    pub(super) fn difference(&self, transcript: &[u8]) -> String {
        let same = self.expected.iter().zip(transcript).take_while(|(a, b)| a == b).count();
        let from = same.saturating_sub(20);
        let part = |bytes: &[u8]| bytes[from.min(bytes.len())..].iter().take(60).copied().collect::<Vec<_>>();
        let (expected, found) = (part(&self.expected), part(transcript));
        format!("byte {same}: expected ...{}, found ...{}", expected.escape_ascii(), found.escape_ascii())
    }
}

/// Everything boards of this size read: the vectors, the messages and the suite of the corpora where they are there.
pub(super) fn documents(size: Size) -> Result<&'static [Document]> {
    static MADE: [OnceLock<Result<Vec<Document>, String>>; 2] = [OnceLock::new(), OnceLock::new()];
    let made = MADE[size as usize].get_or_init(|| make(size).map_err(|error| format!("{error:#}")));
    made.as_deref().map_err(|error| anyhow!("{error}"))
}

/// A document that is not yet anywhere: it goes into a file with all its like.
struct Packed {
    name: String,
    bytes: Vec<u8>,
    settings: String,
    expected: Option<Vec<u8>>,
}

fn make(size: Size) -> Result<Vec<Document>> {
    let [xml, soap] = settings(size);
    let mut packed = Vec::new();
    for kind in ["xml", "soap"] {
        packed.extend(vectors::rows(kind).into_iter().map(|row| Packed {
            name: format!("{kind}/{}", row.id),
            bytes: row.input,
            settings: format!("{kind} {}", row.options),
            expected: Some(row.expected),
        }));
    }
    let Some(corpus) = corpus() else { return placed(size, packed, Vec::new()) };
    let corpus = corpus.canonicalize().with_context(|| corpus.display().to_string())?;
    let suite = Suite::load(&corpus.join("xmlconf/xmlts20130923.zip"), None)?;
    packed.extend(suite.cases.into_iter().map(|case| Packed {
        name: case.id,
        bytes: case.document,
        settings: xml.clone(),
        expected: None,
    }));
    let files = corpus::messages().into_iter().chain(corpus::negative());
    let found =
        files.flat_map(|file| [&xml, &soap].map(|settings| (file.path.clone(), file.bytes.clone(), settings.clone())));
    let found = found.map(|(name, bytes, settings)| (corpus.join(&name), name, bytes, settings)).collect();
    placed(size, packed, found)
}

/// How documents of the corpora are read: as XML and as messages, with room for everything that is not hostile.
fn settings(size: Size) -> [String; 2] {
    let workspace = match size {
        Size::Small => 4096,
        Size::Large => 16_384,
    };
    let room = format!(
        "encodings workspace={workspace} depth={} attributes={} tag_bytes={} namespaces={} header_blocks={}",
        GENEROUS.limits.depth,
        GENEROUS.limits.attributes,
        GENEROUS.limits.tag_bytes,
        GENEROUS.limits.namespaces,
        GENEROUS.limits.header_blocks
    );
    [format!("xml {room}"), format!("soap lenient fault {room}")]
}

/// Writes what is nowhere yet into one file, and asks the host what is to be said where that is not known.
fn placed(size: Size, packed: Vec<Packed>, found: Vec<(PathBuf, String, Vec<u8>, String)>) -> Result<Vec<Document>> {
    let folder = tools::scratch()?.with_file_name("firmware").join("corpus");
    std::fs::create_dir_all(&folder)?;
    let path = folder.join(format!("{size:?}.documents").to_lowercase());
    let mut file = Vec::new();
    let mut documents = Vec::new();
    for Packed { name, bytes, settings, expected } in packed {
        let offset = file.len();
        file.extend(&bytes);
        documents
            .push((Document { name, path: path.clone(), offset, bytes, settings, expected: Vec::new() }, expected));
    }
    std::fs::write(&path, file).with_context(|| path.display().to_string())?;
    documents.extend(found.into_iter().map(|(path, name, bytes, settings)| {
        (Document { name, path, offset: 0, bytes, settings, expected: Vec::new() }, None)
    }));
    let failed = Mutex::new(None);
    parallel::each(documents.iter_mut(), |(document, expected)| {
        match expected.take().map_or_else(|| said(document), Ok) {
            Ok(said) => document.expected = said,
            Err(error) => *failed.lock().unwrap_or_else(|e| e.into_inner()) = Some(error),
        }
    });
    match failed.into_inner() {
        Ok(None) => Ok(documents.into_iter().map(|(document, _)| document).collect()),
        Ok(Some(error)) => Err(error),
        Err(_) => Err(anyhow!("a thread has panicked")),
    }
}

/// What the host says about a document: of XML by the events the harness prints, of messages as the board does.
fn said(document: &Document) -> Result<Vec<u8>> {
    let settings = Settings::parse(&document.settings).with_context(|| document.settings.clone())?;
    if !settings.soap {
        let generous = feed::Settings { workspace: settings.workspace, ..GENEROUS };
        let (events, outcome) = feed::events(&document.bytes, Chunks::Whole, &generous);
        return Ok(vectors::render(&events, outcome.error.as_ref()));
    }
    let (mut workspace, mut store, mut said) = (vec![0; settings.workspace], vec![0; settings.store], String::new());
    let mut source = Whole(Some(&document.bytes));
    transcript::write(&settings, &mut workspace, &mut store, &mut source, &mut said)
        .map_err(|broken| anyhow!("{}: {broken:?}", document.name))?;
    Ok(said.into_bytes())
}

/// A document in one chunk.
struct Whole<'d>(Option<&'d [u8]>);

impl Source for Whole<'_> {
    fn chunk(&mut self) -> Option<(&[u8], bool)> {
        self.0.take().map(|document| (document, true))
    }
}
