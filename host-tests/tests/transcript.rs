//! What the firmware writes down about the vectors is what the vectors say, however they are cut.

use soapstone_host_tests::transcript::{self, Broken, Settings, Source};
use soapstone_host_tests::vectors;

/// A document in chunks of so many bytes.
struct Chunked<'d> {
    rest: &'d [u8],
    size: usize,
}

impl Source for Chunked<'_> {
    fn chunk(&mut self) -> Option<(&[u8], bool)> {
        let (chunk, rest) = self.rest.split_at(self.size.min(self.rest.len()));
        self.rest = rest;
        Some((chunk, rest.is_empty()))
    }
}

fn written(document: &[u8], size: usize, settings: &Settings) -> Result<String, Broken> {
    let (mut workspace, mut store, mut out) = (vec![0; settings.workspace], vec![0; settings.store], String::new());
    transcript::write(settings, &mut workspace, &mut store, &mut Chunked { rest: document, size }, &mut out)?;
    Ok(out)
}

#[test]
fn vectors_at_every_chunking() {
    for kind in ["xml", "soap"] {
        for row in vectors::rows(kind) {
            let settings = Settings::parse(&format!("{kind} {}", row.options)).expect(&row.options);
            for size in [usize::MAX, 1, 2, 7, 64] {
                let written = written(&row.input, size, &settings).unwrap();
                let (id, expected) = (&row.id, row.expected.escape_ascii());
                let right = vectors::matches(&row.expected, written.as_bytes());
                assert!(
                    right,
                    "{id} in chunks of {size}\n  expected {expected}\n  written  {}",
                    written.escape_debug()
                );
            }
        }
    }
}

#[test]
fn settings_that_are_none() {
    for words in ["xml nothing", "xml depth=", "xml depth=70000", "soap leniency=1"] {
        assert!(Settings::parse(words).is_none(), "{words}");
    }
}

#[test]
fn what_breaks_a_transcript() {
    struct Nothing;
    impl Source for Nothing {
        fn chunk(&mut self) -> Option<(&[u8], bool)> {
            None
        }
    }
    struct Full;
    impl std::fmt::Write for Full {
        fn write_str(&mut self, _: &str) -> std::fmt::Result {
            Err(std::fmt::Error)
        }
    }
    let settings = Settings::parse("xml").unwrap();
    let (workspace, store) = (&mut [0; 4096], &mut [0; 4096]);
    let source = &mut Chunked { rest: b"<a/>", size: 1 };
    assert_eq!(transcript::write(&settings, workspace, store, &mut Nothing, &mut String::new()), Err(Broken::Source));
    assert_eq!(transcript::write(&settings, workspace, store, source, &mut Full), Err(Broken::Output));
}
