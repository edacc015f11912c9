//! Pulling from a byte source gives the same events as being fed.

use soapstone::xml::{Event, PullError, PullReader, Reader};
use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, Collect, GENEROUS};
use soapstone_host_tests::parallel;
use soapstone_host_tests::vectors::load;

/// A source that gives at most so many bytes at a time.
struct Source<'d> {
    rest: &'d [u8],
    most: usize,
}

impl embedded_io::ErrorType for Source<'_> {
    type Error = core::convert::Infallible;
}

impl embedded_io::Read for Source<'_> {
    fn read(&mut self, to: &mut [u8]) -> Result<usize, Self::Error> {
        let count = self.rest.len().min(self.most).min(to.len());
        let (now, later) = self.rest.split_at(count);
        to[..count].copy_from_slice(now);
        self.rest = later;
        Ok(count)
    }
}

/// The events of a pull reader, and its error.
fn pull(document: &[u8], window: usize, most: usize) -> (Digest, Option<soapstone::Error>) {
    let (mut workspace, mut window) = (vec![0; GENEROUS.workspace], vec![0; window]);
    let mut reader = Reader::with_limits(&mut workspace, GENEROUS.limits);
    reader.accept_encodings();
    let mut reader = PullReader::new(reader, Source { rest: document, most }, &mut window);
    let mut digest = Digest::default();
    loop {
        match reader.next() {
            Ok(Event::Start(start)) => digest.start(&start),
            Ok(Event::Text(text)) => digest.text(text),
            Ok(Event::End(end)) => digest.end(&end),
            Ok(Event::NeedInput) => panic!("a pull reader asks its source, not its caller"),
            Ok(Event::Finished) => return (digest, None),
            Err(PullError::Document(error)) => return (digest, Some(error)),
        }
    }
}

/// S-319: the next piece is asked for until there is none.
#[test]
fn pulled_events_are_fed_events() {
    let vectors = load("xml").into_iter().map(|vector| (vector.id, vector.input));
    let documents: Vec<_> = vectors.chain(messages().into_iter().map(|file| (file.path, file.bytes))).collect();
    parallel::each(documents, |(name, document)| {
        let mut digest = Digest::default();
        let fed = feed::read(&document, Chunks::Whole, &GENEROUS, &mut digest);
        for (window, most) in [(1, 1), (16, 5), (64, 64), (1024, 700), (1 << 16, 1 << 16)] {
            let pulled = pull(&document, window, most);
            assert_eq!(pulled, (digest, fed.error), "{name}: a window of {window}, {most} bytes at a time");
        }
    });
}

#[test]
fn a_source_that_fails_is_told_apart() {
    struct Broken;
    impl embedded_io::ErrorType for Broken {
        type Error = embedded_io::ErrorKind;
    }
    impl embedded_io::Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> Result<usize, Self::Error> {
            Err(embedded_io::ErrorKind::ConnectionReset)
        }
    }
    let (mut workspace, mut window) = ([0; 256], [0; 16]);
    let mut reader = PullReader::new(Reader::new(&mut workspace), Broken, &mut window);
    let error = reader.next().map(drop);
    assert_eq!(error, Err(PullError::Source(embedded_io::ErrorKind::ConnectionReset)));
}
