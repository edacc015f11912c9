//! Envelopes of the corpora: however they are cut, they say the same, and written anew they say it again.

use fastrand::Rng;
use soapstone::buf::Buffer;
use soapstone::soap::{self, BlockAttributes, FaultReader, Leniencies, Options, Reader, Section};
use soapstone::xml::WriteError;
use soapstone::{Error, ErrorKind};
use soapstone_host_tests::corpus::{messages, negative};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::event::Event;
use soapstone_host_tests::feed::{Chunks, Collect, GENEROUS, each_chunk};
use soapstone_host_tests::message::{self, Message, TOLERANT};
use soapstone_host_tests::parallel;

fn documents() -> Vec<(String, Vec<u8>)> {
    messages().into_iter().chain(negative()).map(|file| (file.path, file.bytes)).collect()
}

/// What is seen of a message: its events, where they stand, and the error.
fn read(document: &[u8], chunks: Chunks<'_>, options: Options) -> (Digest, Vec<Section>, Option<Error>) {
    let mut workspace = vec![0; GENEROUS.workspace];
    let mut reader = Reader::with_options(&mut workspace, options);
    let (mut digest, mut sections, mut error) = (Digest::default(), Vec::new(), None);
    each_chunk(document, chunks, &mut |mut input, last| {
        loop {
            let event = match reader.next(&mut input, last) {
                Ok(event) => event,
                Err(e) => {
                    error = Some(e);
                    return false;
                }
            };
            let section = event.section();
            match event {
                soap::Event::NeedInput => return true,
                soap::Event::Finished => return false,
                // Text comes in pieces.
                soap::Event::Text(_, text) => digest.text(text),
                soap::Event::End(_, end) | soap::Event::Close(_, end) => digest.end(&end),
                soap::Event::HeaderBlock(block) => digest.start(&block.start()),
                soap::Event::Envelope(_, start)
                | soap::Event::Header(start)
                | soap::Event::Body(start)
                | soap::Event::BodyEntry(start)
                | soap::Event::Fault(start)
                | soap::Event::Trailer(start)
                | soap::Event::Start(_, start) => digest.start(&start),
            }
            if sections.last() != Some(&section) {
                sections.push(section);
            }
        }
    });
    (digest, sections, error)
}

#[test]
fn no_cut_changes_a_message() {
    let sets = [Leniencies::ALL, Leniencies::NONE];
    parallel::each(documents(), |(path, document)| {
        for leniencies in sets {
            let options = Options { leniencies, limits: GENEROUS.limits, ..Options::default() };
            let whole = read(&document, Chunks::Whole, options);
            assert_eq!(read(&document, Chunks::Every(1), options), whole, "{path}, {leniencies:?}, byte by byte");
            let mut random = Rng::with_seed(document.len() as u64);
            for _ in 0..40 {
                let mut cuts = [random.usize(..=document.len()), random.usize(..=document.len())];
                cuts.sort_unstable();
                assert_eq!(
                    read(&document, Chunks::At(&cuts), options),
                    whole,
                    "{path}, {leniencies:?}, cut at {cuts:?}"
                );
            }
        }
    });
}

#[test]
fn written_anew_a_message_says_the_same() {
    parallel::each(documents(), |(path, document)| {
        let Ok(mut said) = message::read(&document) else { return };
        let strict = message::read_strict(&document).is_ok();
        let written = match copy(&document) {
            Ok(written) => written,
            // A fault code that is no name at all, or whose prefix nobody declared.
            Err(Error { kind: ErrorKind::WriteName | ErrorKind::WriteUnbound, .. })
                if !strict && said.fault.is_some() =>
            {
                return;
            }
            // A header block without a namespace: taken from others, not written.
            Err(error) if !strict && error.kind == ErrorKind::UnqualifiedHeaderBlock => return,
            Err(error) => panic!("{path}: {error}"),
        };
        // A message that keeps every rule keeps them still.
        let again = if strict { message::read_strict(&written) } else { message::read(&written) };
        let mut again = again.unwrap_or_else(|e| panic!("{path}: {e}: {}", written.escape_ascii()));
        // A fault that breaks one is mended: a reason gets a language, an unknown code becomes a subcode.
        if !strict && said.fault.is_some() && again.fault.is_some() {
            (said.fault, again.fault) = (None, None);
        }
        assert_eq!(without_declarations(again), without_declarations(said), "{path}: {}", written.escape_ascii());
    });
}

/// A message whose detail leaves out where its prefixes are declared.
fn without_declarations(mut message: Message) -> Message {
    let detail = message.fault.as_mut().and_then(|fault| fault.detail.as_mut());
    for event in detail.into_iter().flatten() {
        if let Event::Start { decls, .. } = event {
            decls.clear();
        }
    }
    message
}

/// Reads a message and writes it part by part, through a small output buffer.
fn copy(document: &[u8]) -> Result<Vec<u8>, Error> {
    let (mut reading, mut store) = (vec![0; GENEROUS.workspace], vec![0; 65_535]);
    let (mut buffer, mut writing) = (vec![0; 4096], vec![0; GENEROUS.workspace]);
    let options = Options { limits: GENEROUS.limits, leniencies: TOLERANT, ..Options::default() };
    let mut reader = Reader::with_options(&mut reading, options);
    reader.accept_encodings();
    let mut input = document;
    let soap::Event::Envelope(version, _) = reader.next(&mut input, true)? else { panic!("an Envelope comes first") };
    let state = soap::WriterState::new(version, GENEROUS.limits);
    let writer = soap::Writer::resume(state, Buffer::new(&mut buffer), &mut writing);
    let mut copier = Copier { writer, out: Vec::new() };
    copier.call(|w| w.envelope())?;
    loop {
        match reader.next(&mut input, true)? {
            soap::Event::Fault(_) => copier.fault(&mut reader, &mut input, &mut store)?,
            soap::Event::Finished => return copier.finish(),
            event => copier.take(&event)?,
        }
    }
}

/// Writes a message as it is read.
struct Copier<'m> {
    writer: soap::Writer<'m, Buffer<'m>>,
    out: Vec<u8>,
}

impl<'m> Copier<'m> {
    fn take(&mut self, event: &soap::Event<'_>) -> Result<(), Error> {
        match event {
            soap::Event::Header(_) => self.call(|w| w.header()),
            soap::Event::Body(_) => self.call(|w| w.body()),
            soap::Event::HeaderBlock(block) => self.block(block),
            soap::Event::BodyEntry(start) => {
                let name = start.name();
                self.call(|w| w.body_entry(name.uri().as_str(), name.local().as_str()))
            }
            soap::Event::Trailer(start) => {
                let name = start.name();
                self.call(|w| w.trailer(name.uri().as_str(), name.local().as_str()))
            }
            soap::Event::Start(_, start) => self.content(&Event::from(start)),
            soap::Event::Text(_, text) => self.content(&Event::Text { text: text.to_string() }),
            soap::Event::End(_, end) => self.content(&Event::from(end)),
            soap::Event::Close(section, _) if section.is_item() => self.call(|w| w.end()),
            _ => Ok(()),
        }
    }

    fn block(&mut self, block: &soap::HeaderBlock<'_>) -> Result<(), Error> {
        let (name, role) = (block.name(), block.role());
        let attributes = BlockAttributes {
            must_understand: block.must_understand(),
            role: role.as_ref().map(|role| role.as_str()),
            relay: block.relay(),
            encoding_style: None,
        };
        self.call(|w| w.header_block(name.uri().as_str(), name.local().as_str(), &attributes))
    }

    /// Reads a fault with its detail and writes both: the detail follows the rest.
    fn fault(&mut self, reader: &mut Reader<'_>, input: &mut &[u8], store: &mut [u8]) -> Result<(), Error> {
        let (mut detail, mut faults) = (Vec::new(), FaultReader::new(store));
        loop {
            match faults.next(reader, input, true)? {
                soap::Event::Start(_, start) => detail.push(Event::from(&start)),
                soap::Event::Text(_, text) => detail.push(Event::Text { text: text.to_string() }),
                soap::Event::End(_, end) => detail.push(Event::from(&end)),
                _ => break,
            }
        }
        let fault = faults.fault();
        if !fault.detail {
            return self.call(|w| w.fault(&fault));
        }
        self.call(|w| w.fault_with_detail(&fault))?;
        // The first and the last event are the tags of the detail itself.
        for event in detail.iter().skip(1).take(detail.len() - 2) {
            self.content(event)?;
        }
        self.call(|w| w.end())
    }

    /// Writes what is inside an item.
    fn content(&mut self, event: &Event) -> Result<(), Error> {
        match event {
            Event::Start { ns, local, prefix, attrs, .. } => {
                self.call(|w| w.xml().start_prefixed(prefix, ns, local))?;
                attrs
                    .iter()
                    .try_for_each(|a| self.call(|w| w.xml().attribute_prefixed(&a.prefix, &a.ns, &a.local, &a.value)))
            }
            Event::Text { text } => {
                let mut rest = text.as_str();
                while !rest.is_empty() {
                    let taken = self.call(|w| w.xml().text(rest))?;
                    rest = &rest[taken..];
                }
                Ok(())
            }
            Event::End { .. } => self.call(|w| w.xml().end()),
        }
    }

    fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.call(|w| w.finish())?;
        self.drain();
        Ok(self.out)
    }

    /// Makes a call, draining the buffer as often as it asks for that.
    fn call<T>(
        &mut self,
        call: impl Fn(&mut soap::Writer<'m, Buffer<'m>>) -> Result<T, WriteError>,
    ) -> Result<T, Error> {
        loop {
            match call(&mut self.writer) {
                Ok(value) => return Ok(value),
                Err(WriteError::Full) => self.drain(),
                Err(WriteError::Error(error)) => return Err(error),
            }
        }
    }

    fn drain(&mut self) {
        self.out.extend(self.writer.sink().bytes());
        self.writer.sink_mut().clear();
    }
}
