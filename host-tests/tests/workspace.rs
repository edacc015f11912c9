//! Every workspace from 0 to 4,096 bytes, and every value of every other limit: a message is read, or the error says
//! how much is needed, exactly. S-313: memory is fixed. V-50: depth is a limit like any other.

use soapstone::{ErrorKind, Limit, Limits};
use soapstone_host_tests::corpus::{File, messages};
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Outcome, Settings};
use soapstone_host_tests::parallel;

const LARGEST: usize = 4096;

fn read(file: &File, workspace: usize, chunks: Chunks<'_>) -> (Digest, Outcome) {
    let mut digest = Digest::default();
    let settings = Settings { workspace, ..GENEROUS };
    let outcome = feed::read(&file.bytes, chunks, &settings, &mut digest);
    (digest, outcome)
}

/// What the error says would have been enough; `None` when the message was read.
fn needed(file: &File, outcome: &Outcome) -> Option<usize> {
    let error = outcome.error?;
    assert_eq!(error.kind, ErrorKind::Limit, "{}: {error}", file.path);
    let exceeded = error.exceeded.unwrap();
    assert_eq!(exceeded.limit, Limit::Workspace, "{}: {error}", file.path);
    Some(exceeded.needed.try_into().unwrap())
}

/// Twenty messages of different shapes: every so many of those below 16 KB, ordered by size.
fn twenty() -> Vec<File> {
    let mut files = messages();
    files.retain(|file| {
        let whole = read(file, GENEROUS.workspace, Chunks::Whole).1;
        file.bytes.len() < 16_384 && whole.error.is_none()
    });
    files.sort_by_key(|file| file.bytes.len());
    let step = (files.len() / 20).max(1);
    files.into_iter().skip(step / 2).step_by(step).take(20).collect()
}

#[test]
fn sweep() {
    parallel::each(twenty(), |file| {
        let full = read(&file, GENEROUS.workspace, Chunks::Whole);
        for workspace in 0..=LARGEST {
            let whole = read(&file, workspace, Chunks::Whole);
            let (_, outcome) = whole;
            match needed(&file, &outcome) {
                None => assert_eq!((whole.0, outcome.peak), (full.0, full.1.peak), "{} in {workspace}", file.path),
                Some(needed) => needed_is_exact(&file, workspace, needed, &outcome),
            }
            assert_eq!(
                outcome.error.is_none(),
                workspace >= full.1.peak,
                "{}: the peak is not what suffices",
                file.path
            );
            // Byte by byte for a part of them: it is the same machine, and slow.
            if workspace % 16 == 0 || workspace + 64 > full.1.peak && workspace < full.1.peak + 64 {
                assert_eq!(read(&file, workspace, Chunks::Every(1)), whole, "{} in {workspace}", file.path);
            }
        }
    });
}

/// With `needed` bytes the reader gets past the place; with one less it does not.
fn needed_is_exact(file: &File, workspace: usize, needed: usize, outcome: &Outcome) {
    let offset = outcome.error.unwrap().offset;
    assert!(needed > workspace, "{} in {workspace}: {needed} needed", file.path);
    let passes = |size| match read(file, size, Chunks::Whole).1.error {
        None => true,
        Some(error) => error.offset > offset,
    };
    assert!(passes(needed), "{} in {workspace}: {needed} said to be needed does not suffice", file.path);
    assert!(!passes(needed - 1), "{} in {workspace}: {} suffices, {needed} was said", file.path, needed - 1);
}

/// Sets a limit.
type Set = fn(&mut Limits, u64);

/// The limits of the reader that are not its workspace, and the largest value tried.
const LIMITS: &[(Limit, Set, u64)] = &[
    (Limit::Depth, |limits, value| limits.depth = short(value), 12),
    (Limit::Attributes, |limits, value| limits.attributes = short(value), 12),
    (Limit::TagBytes, |limits, value| limits.tag_bytes = short(value), 600),
    (Limit::Namespaces, |limits, value| limits.namespaces = short(value), 20),
    (Limit::MessageBytes, |limits, value| limits.message_bytes = value, 2000),
];

fn short(value: u64) -> u16 {
    u16::try_from(value).unwrap()
}

#[test]
fn limits() {
    parallel::each(twenty(), |file| {
        for &(limit, set, most) in LIMITS {
            let read = |value, chunks| {
                let mut settings = GENEROUS;
                set(&mut settings.limits, value);
                let mut digest = Digest::default();
                let outcome = feed::read(&file.bytes, chunks, &settings, &mut digest);
                (digest, outcome)
            };
            let error = |value| read(value, Chunks::Whole).1.error;
            for value in 0..=most {
                assert_eq!(
                    read(value, Chunks::Every(1)),
                    read(value, Chunks::Whole),
                    "{}: {limit:?} {value}",
                    file.path
                );
                let Some(refused) = error(value) else { continue };
                let exceeded =
                    refused.exceeded.unwrap_or_else(|| panic!("{}: {limit:?} {value}: {refused}", file.path));
                assert_eq!(exceeded.limit, limit, "{}: {value}", file.path);
                let needed = exceeded.needed;
                assert!(needed > value, "{}: {limit:?} {value}: {refused}", file.path);
                // A limit below the need stops at the same place, the need itself goes past it.
                assert_eq!(error(needed - 1), Some(refused), "{}: {limit:?} {value}", file.path);
                let next = error(needed);
                assert!(next.is_none_or(|e| e.offset > refused.offset), "{}: {limit:?} {value}: {next:?}", file.path);
            }
        }
    });
}
