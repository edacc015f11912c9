//! Reading and writing allocate nothing: every allocation of these threads is counted (S-313).

use allocation_counter::measure;
use soapstone::buf::{Buffer, Counter};
use soapstone::soap::{self, BlockAttributes, Fault, FaultReader, Version};
use soapstone::xml::{self, WriteError};
use soapstone::{ErrorKind, Limits};
use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS};
use soapstone_host_tests::message::TOLERANT;
use soapstone_host_tests::rewrite::Rewriter;
use soapstone_host_tests::vectors::load;

fn documents() -> Vec<Vec<u8>> {
    let vectors = load("xml").into_iter().map(|vector| vector.input);
    vectors.chain(messages().into_iter().map(|file| file.bytes)).collect()
}

#[test]
fn the_counter_counts() {
    assert_eq!(measure(|| drop(std::hint::black_box(vec![0_u8; 10]))).count_total, 1);
}

#[test]
fn reading_xml() {
    let mut workspace = vec![0; GENEROUS.workspace];
    for document in documents() {
        for chunks in [Chunks::Whole, Chunks::Every(1), Chunks::Every(1460)] {
            let mut digest = Digest::default();
            let counted = measure(|| {
                feed::read_in(&mut workspace, &document, chunks, &GENEROUS, &mut digest);
            });
            assert_eq!(counted.count_total, 0, "{}", document.escape_ascii());
        }
    }
}

#[test]
fn reading_messages_and_faults() {
    let (mut workspace, mut store) = (vec![0; GENEROUS.workspace], vec![0; 4096]);
    let mut faults = 0;
    for document in documents() {
        let counted = measure(|| faults += usize::from(read_message(&document, &mut workspace, &mut store)));
        assert_eq!(counted.count_total, 0, "{}", document.escape_ascii());
    }
    assert!(faults > 0 || messages().is_empty());
}

/// Reads a message to its end or its error; whether it carried a fault.
fn read_message(document: &[u8], workspace: &mut [u8], store: &mut [u8]) -> bool {
    let options = soap::Options { limits: GENEROUS.limits, leniencies: TOLERANT, ..soap::Options::default() };
    let mut reader = soap::Reader::with_options(workspace, options);
    let mut faults = FaultReader::new(store);
    let (mut input, mut fault) = (document, false);
    loop {
        match reader.next(&mut input, true) {
            Ok(soap::Event::Fault(_)) => fault = faults.read(&mut reader, &mut input, true).unwrap_or_default(),
            Ok(soap::Event::Finished) => return fault && !faults.fault().code.local.is_empty(),
            Ok(_) => {}
            Err(error) => {
                let answer = Fault::for_error(reader.reply_version(), &error);
                return answer.reasons.is_empty();
            }
        }
    }
}

#[test]
fn writing_xml() {
    let (mut buffer, mut workspace) = (vec![0; 65_536], vec![0; GENEROUS.workspace]);
    let mut reading = vec![0; GENEROUS.workspace];
    for document in documents() {
        let mut rewriter = Rewriter::new(&mut buffer, &mut workspace, GENEROUS.limits);
        // Escapes and declarations may make it longer.
        rewriter.reserve(document.len() * 8 + 65_536);
        let mut result = Ok(Vec::new());
        let counted = measure(|| {
            feed::read_in(&mut reading, &document, Chunks::Whole, &GENEROUS, &mut rewriter);
            result = rewriter.finish();
        });
        assert_eq!(counted.count_total, 0, "{}", document.escape_ascii());
    }
}

#[test]
fn writing_messages() {
    let (mut memory, mut workspace) = ([0; 512], [0; 1024]);
    for version in [Version::Soap11, Version::Soap12] {
        let mut written = 0;
        let counted = measure(|| {
            let mut writer = soap::Writer::new(Counter::new(), &mut workspace, version);
            written = write_message(&mut writer).map_or(0, |()| writer.sink().count());
        });
        assert_eq!(counted.count_total, 0);
        assert!(written > 100_000);
        let counted = measure(|| {
            let state = soap::WriterState::new(version, Limits::DEFAULT);
            let mut writer = soap::Writer::resume(state, Buffer::new(&mut memory), &mut workspace);
            let fault = Fault::for_error(version, &soapstone::Error::new(ErrorKind::MissingBody, 7));
            written = writer.fault_message(&fault, None).map_or(0, |()| writer.written());
        });
        assert_eq!(counted.count_total, 0);
        assert!(written > 100);
    }
}

fn write_message(writer: &mut soap::Writer<'_, Counter>) -> Result<(), WriteError> {
    writer.declaration()?;
    writer.envelope()?;
    writer.header_block(
        "urn:m",
        "context",
        &BlockAttributes { must_understand: true, ..BlockAttributes::default() },
    )?;
    writer.xml().text_whole("a < b & c")?;
    writer.end()?;
    writer.body_entry("urn:m", "upload")?;
    let mut content = writer.xml();
    content.start("", "data")?;
    for _ in 0..1000 {
        let mut rest = &[0xA5; 100][..];
        while !rest.is_empty() {
            let taken = content.base64(rest)?;
            rest = &rest[taken..];
        }
    }
    content.end()?;
    writer.end()?;
    writer.finish()
}

#[test]
fn pulling() {
    let mut workspace = vec![0; GENEROUS.workspace];
    let mut window = [0; 128];
    for document in documents() {
        let counted = measure(|| {
            let reader = xml::Reader::with_limits(&mut workspace, GENEROUS.limits);
            let mut reader = xml::PullReader::new(reader, &document[..], &mut window);
            while let Ok(event) = reader.next() {
                if matches!(event, xml::Event::Finished) {
                    break;
                }
            }
        });
        assert_eq!(counted.count_total, 0, "{}", document.escape_ascii());
    }
}
