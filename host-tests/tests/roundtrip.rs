//! What is read, written and read again is the same, however small the output buffer.

use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::event::Event;
use soapstone_host_tests::expat::Expat;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::parallel;
use soapstone_host_tests::rewrite::{Rewriter, normalised};
use soapstone_host_tests::vectors::load;

/// The documents that are accepted, with a name each.
fn documents() -> Vec<(String, Vec<u8>)> {
    let vectors = load("xml").into_iter().map(|vector| (vector.id, vector.input));
    let messages = messages().into_iter().map(|file| (file.path, file.bytes));
    let mut documents: Vec<_> = vectors.chain(messages).collect();
    documents.retain(|(_, document)| read(document).is_some());
    documents
}

fn read(document: &[u8]) -> Option<Vec<Event>> {
    let (events, outcome) = feed::events(document, Chunks::Whole, &GENEROUS);
    outcome.error.is_none().then(|| normalised(events))
}

/// Reads in these chunks and writes through a buffer of this size.
fn write(document: &[u8], chunks: Chunks<'_>, buffer: usize) -> Result<Vec<u8>, soapstone::Error> {
    let (mut buffer, mut workspace) = (vec![0; buffer], vec![0; GENEROUS.workspace]);
    let mut rewriter = Rewriter::new(&mut buffer, &mut workspace, GENEROUS.limits);
    feed::read(document, chunks, &GENEROUS, &mut rewriter);
    rewriter.finish()
}

#[test]
fn events_survive() {
    parallel::each(documents(), |(name, document)| {
        let written = write(&document, Chunks::Whole, 65_536).unwrap_or_else(|e| panic!("{name}: {e}"));
        let again = read(&written);
        assert_eq!(again, read(&document), "{name}: {}", written.escape_ascii());
        // Writing what was written changes nothing more.
        assert_eq!(write(&written, Chunks::Whole, 65_536).as_ref(), Ok(&written), "{name}");
    });
}

#[test]
fn small_buffers_give_the_same_bytes() {
    parallel::each(documents(), |(name, document)| {
        if document.len() > 20_000 {
            return;
        }
        let whole = write(&document, Chunks::Whole, 65_536).unwrap();
        for size in [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597] {
            match write(&document, Chunks::Every(64), size) {
                Ok(written) => assert_eq!(written, whole, "{name} through {size} bytes"),
                Err(error) => {
                    // A name or a value is written whole or not at all; then the error says what holds it.
                    let needed =
                        error.exceeded.unwrap_or_else(|| panic!("{name} through {size} bytes: {error}")).needed;
                    let needed = usize::try_from(needed).unwrap();
                    assert!(needed > size, "{name} through {size} bytes: {error}");
                    let retry = write(&document, Chunks::Whole, needed);
                    assert!(
                        retry.is_ok_and(|w| w == whole) || retry_goes_further(&document, needed, error.offset),
                        "{name}: {error}"
                    );
                }
            }
        }
    });
}

/// Whether a buffer of this size gets past an offset.
fn retry_goes_further(document: &[u8], size: usize, offset: u64) -> bool {
    write(document, Chunks::Whole, size).is_err_and(|error| error.offset > offset)
}

#[test]
fn expat_reads_what_is_written() {
    let Some(mut expat) = Expat::start() else { return };
    for (name, document) in documents() {
        let written = write(&document, Chunks::Whole, 65_536).unwrap();
        let theirs = expat.read(&written);
        // The names of the fifth edition are beyond it.
        if theirs.error.is_none() || written.is_ascii() {
            assert!(theirs.error.is_none(), "{name}: {:?}", theirs.error);
            assert_eq!(Some(normalised(theirs.events)), read(&document), "{name}");
        }
    }
}
