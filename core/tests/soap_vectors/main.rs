//! The vectors of `host-tests/vectors/soap`, each whole, split in two at every byte, and byte by byte.

use soapstone::Error;
use soapstone::soap::{
    EncodingStyle, Event, Fault, FaultReader, HeaderBlock, Leniencies, Options, QName, Reader, Section, Target,
    Version, Versions,
};
use soapstone::xml::{Name, Start};
use std::fmt::Write;

mod log;
mod vectors;

use log::*;
use vectors::*;

/// Feeds the chunks and writes down what comes out.
fn run(vector: &Vector, chunks: &[&[u8]]) -> String {
    let mut workspace = vec![0; 4096];
    let mut store = vec![0; vector.store];
    let mut reader = reader(vector, &mut workspace);
    let mut fault = FaultReader::new(&mut store);
    let mut log = Log::default();
    for (index, chunk) in chunks.iter().enumerate() {
        let (mut input, last) = (*chunk, index + 1 == chunks.len());
        loop {
            let in_fault = vector.fault && reader.section() == Section::Fault;
            let event = match in_fault {
                true => fault.next(&mut reader, &mut input, last),
                false => reader.next(&mut input, last),
            };
            match event {
                Ok(Event::NeedInput) => break,
                Ok(Event::Finished) => return log.out,
                Ok(Event::Close(Section::Fault, _)) if vector.fault => log.fault(&fault.fault()),
                Ok(event) => log.event(&event),
                Err(error) => {
                    log.error(&error, &reader);
                    let again = match in_fault {
                        true => fault.next(&mut reader, &mut input, last).map(drop),
                        false => reader.next(&mut input, last).map(drop),
                    };
                    assert_eq!(again, Err(error), "{}: an error latches", vector.id);
                    return log.out;
                }
            }
        }
    }
    panic!("{}: no end after {}", vector.id, log.out);
}

/// The same through a window of so many bytes.
#[cfg(feature = "embedded-io")]
fn run_pulled(vector: &Vector, window: usize) -> String {
    use soapstone::soap::PullReader;
    use soapstone::xml::PullError;
    let (mut workspace, mut window) = (vec![0; 4096], vec![0; window]);
    let mut store = vec![0; vector.store];
    let reader = reader(vector, &mut workspace);
    let mut reader = PullReader::new(reader, &vector.input[..], &mut window);
    let mut fault = FaultReader::new(&mut store);
    let mut log = Log::default();
    loop {
        let event = match vector.fault && reader.reader().section() == Section::Fault {
            true => reader.next_of_fault(&mut fault),
            false => reader.next(),
        };
        match event {
            Ok(Event::NeedInput) => panic!("{}: the source was not asked", vector.id),
            Ok(Event::Finished) => return log.out,
            Ok(Event::Close(Section::Fault, _)) if vector.fault => log.fault(&fault.fault()),
            Ok(event) => log.event(&event),
            Err(PullError::Source(infallible)) => match infallible {},
            Err(PullError::Document(error)) => {
                log.error(&error, reader.reader());
                return log.out;
            }
        }
    }
}

fn check(vector: &Vector, log: &str, how: &str) {
    let expected = String::from_utf8_lossy(&vector.expected);
    // A column that begins with `!` names the error alone.
    let seen = match expected.starts_with('!') {
        true => &log[log.find('!').unwrap_or(0)..],
        false => log,
    };
    assert_eq!(seen, expected, "{} {how}", vector.id);
}

#[test]
fn whole() {
    let vectors = vectors();
    assert!(vectors.len() > 180, "only {} vectors", vectors.len());
    for vector in &vectors {
        check(vector, &run(vector, &[&vector.input]), "whole");
    }
}

/// A leniency that a vector names is needed for what comes out, and with all of them the same comes out.
#[test]
fn every_leniency_is_needed() {
    let mut named = Leniencies::NONE;
    for mut vector in vectors() {
        let given = vector.options.leniencies;
        if given == Leniencies::ALL {
            continue;
        }
        named = named | given;
        let log = run(&vector, &[&vector.input]);
        for (leniency, name, _) in Leniencies::EACH.iter().filter(|(leniency, ..)| given.contains(*leniency)) {
            vector.options.leniencies = given.without(*leniency);
            assert_ne!(run(&vector, &[&vector.input]), log, "{} without {name}", vector.id);
        }
        if given != Leniencies::NONE || !log.contains('!') {
            vector.options.leniencies = Leniencies::ALL;
            assert_eq!(run(&vector, &[&vector.input]), log, "{} with all leniencies", vector.id);
        }
    }
    // Parameters of calls are judged by what reads calls.
    assert_eq!(named, Leniencies::ALL.without(Leniencies::QUALIFIED_PARAMETERS));
}

#[test]
fn split_at_every_byte() {
    for vector in vectors() {
        for at in 0..=vector.input.len() {
            let (head, tail) = vector.input.split_at(at);
            check(&vector, &run(&vector, &[head, tail]), &format!("split at {at}"));
        }
    }
}

#[test]
fn byte_by_byte() {
    for vector in vectors() {
        let mut chunks: Vec<&[u8]> = vector.input.chunks(1).collect();
        check(&vector, &run(&vector, &chunks), "byte by byte");
        chunks.push(b"");
        check(&vector, &run(&vector, &chunks), "byte by byte, then the end");
    }
}

#[cfg(feature = "embedded-io")]
#[test]
fn pulled_through_a_window() {
    for vector in vectors() {
        for window in [1, 7, 4096] {
            check(&vector, &run_pulled(&vector, window), &format!("through {window}"));
        }
    }
}

/// Bytes changed, dropped, doubled and swapped between vectors, read with any leniencies: whatever comes of it comes at
/// any chunking.
#[test]
fn damaged_messages() {
    let vectors = vectors();
    let mut random = 0x9E37_79B9_7F4A_7C15_u64;
    let mut below = |limit: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % limit as u64) as usize
    };
    let mut refused = 0;
    for vector in &vectors {
        for _ in 0..30 {
            let mut input = vector.input.clone();
            for _ in 0..=below(3) {
                let (at, to) = (below(input.len()), below(input.len()));
                match below(4) {
                    0 => input[at] = b"<>/\"':= \tx1&;?!-]"[below(17)],
                    1 => drop(input.drain(at.min(to)..at.max(to).min(at.min(to) + 40))),
                    2 => input.insert(at, input[to]),
                    _ => {
                        let other = &vectors[below(vectors.len())].input;
                        let from = below(other.len());
                        let piece = other[from..other.len().min(from + 60)].to_vec();
                        input.splice(at..at, piece);
                    }
                }
                if input.is_empty() {
                    input.push(b'<');
                }
            }
            let leniencies = Leniencies::from_bits(below(1 << 14) as u32).unwrap();
            let options = Options { leniencies, ..vector.options };
            let damaged = Vector { id: vector.id.clone(), input, expected: Vec::new(), options, ..*vector };
            let whole = run(&damaged, &[&damaged.input]);
            let chunks: Vec<&[u8]> = damaged.input.chunks(1).collect();
            let split = run(&damaged, &chunks);
            assert_eq!(whole, split, "{}: {}", vector.id, damaged.input.escape_ascii());
            refused += usize::from(whole.contains('!'));
        }
    }
    assert!(refused > vectors.len() * 15, "only {refused} were refused");
}

/// Skips every item as soon as it is announced; the parts that opened, and the error.
fn skipped(vector: &Vector, chunks: &[&[u8]]) -> (usize, Option<Error>) {
    let mut workspace = vec![0; 4096];
    let mut reader = reader(vector, &mut workspace);
    let mut parts = 0;
    for (index, chunk) in chunks.iter().enumerate() {
        let (mut input, last) = (*chunk, index + 1 == chunks.len());
        loop {
            let section = match reader.next(&mut input, last) {
                Ok(Event::NeedInput) => break,
                Ok(Event::Finished) => return (parts, None),
                Ok(Event::Start(..) | Event::Text(..) | Event::End(..)) => panic!("{}: content", vector.id),
                Ok(Event::Close(section, _)) => {
                    assert!(!section.is_item(), "{}", vector.id);
                    continue;
                }
                Ok(event) => event.section(),
                Err(error) => return (parts, Some(error)),
            };
            parts += 1;
            if section.is_item() {
                reader.skip();
            }
        }
    }
    panic!("{}: no end", vector.id);
}

#[test]
fn skipping_leaves_the_parts() {
    for vector in vectors().iter().filter(|vector| !vector.fault) {
        let expected = String::from_utf8_lossy(&vector.expected);
        let (parts, error) = skipped(vector, &[&vector.input]);
        match error {
            None => assert_eq!(parts, expected.matches("[/").count(), "{}", vector.id),
            // What is skipped is checked all the same.
            Some(error) => {
                let (name, offset) = (error.kind.name(), error.offset);
                assert!(expected.contains(&format!("!{name}@{offset}")), "{}: {error}", vector.id);
            }
        }
        let chunks: Vec<&[u8]> = vector.input.chunks(1).collect();
        assert_eq!(skipped(vector, &chunks), (parts, error), "{} byte by byte", vector.id);
    }
}

#[test]
fn skipping_from_the_middle() {
    let message = b"<Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/'><Body><a><b>x<c/></b><d/></a><e/></Body></Envelope>";
    // Which start tag or text inside the entry to skip at, counted from 1.
    for at in 1..=4 {
        for step in [1, message.len()] {
            let mut workspace = [0; 512];
            let mut reader = Reader::new(&mut workspace);
            let (mut seen, mut entries) = (0, 0);
            for (index, chunk) in message.chunks(step).enumerate() {
                let (mut input, last) = (chunk, (index + 1) * step >= message.len());
                loop {
                    match reader.next(&mut input, last).unwrap() {
                        Event::NeedInput | Event::Finished => break,
                        Event::Start(..) | Event::Text(..) => {
                            seen += 1;
                            assert!(seen <= at, "skipping at {at}");
                            if seen == at {
                                reader.skip();
                            }
                        }
                        Event::BodyEntry(_) => entries += 1,
                        Event::Close(Section::BodyEntry, end) => assert_eq!(end.name().local(), "e"),
                        _ => {}
                    }
                }
            }
            assert_eq!((seen, entries), (at, 2), "skipping at {at}");
        }
    }
}
