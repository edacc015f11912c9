//! Every envelope of the corpus is read, and its events are those expat and quick-xml see.

use soapstone::ErrorKind;
use soapstone_host_tests::corpus::{File, messages};
use soapstone_host_tests::event::Event;
use soapstone_host_tests::expat::Expat;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Settings};
use soapstone_host_tests::quick;

/// The defaults of the library, and a workspace that a device can have.
const DEVICE: Settings = Settings { workspace: 8192, limits: soapstone::Limits::DEFAULT, ..GENEROUS };

/// The events of a message; `None` for one with a document type declaration.
fn read(file: &File, chunks: Chunks<'_>, settings: &Settings) -> Option<Vec<Event>> {
    let (events, outcome) = feed::events(&file.bytes, chunks, settings);
    match outcome.error.map(|e| e.kind) {
        Some(ErrorKind::DtdForbidden) => None,
        error => {
            assert_eq!(error, None, "{}: {:?}", file.path, outcome.error);
            Some(events)
        }
    }
}

#[test]
fn every_message_is_read() {
    let files = messages();
    let read = files.iter().filter(|file| read(file, Chunks::Whole, &GENEROUS).is_some()).count();
    assert!(files.len() - read <= 8, "{} of {} messages refused for a DOCTYPE", files.len() - read, files.len());
}

#[test]
fn a_device_reads_nearly_all_of_them() {
    let files = messages();
    let refused: Vec<_> = files
        .iter()
        .filter_map(|file| {
            let (_, outcome) = feed::events(&file.bytes, Chunks::Every(1460), &DEVICE);
            outcome.error.filter(|e| e.kind != ErrorKind::DtdForbidden).map(|e| format!("{}: {e}", file.path))
        })
        .collect();
    assert!(refused.len() * 1000 <= files.len(), "{} refused:\n{}", refused.len(), refused.join("\n"));
}

#[test]
fn events_are_those_of_expat() {
    let Some(mut expat) = Expat::start() else { return };
    for file in messages() {
        let Some(events) = read(&file, Chunks::Every(61), &GENEROUS) else { continue };
        let theirs = expat.read(&file.bytes);
        assert!(theirs.error.is_none(), "{}: expat refuses: {:?}", file.path, theirs.error);
        assert_eq!(events, theirs.events, "{}", file.path);
    }
}

#[test]
fn events_are_those_of_quick_xml() {
    for file in messages() {
        let Some(events) = read(&file, Chunks::Every(1000), &GENEROUS) else { continue };
        let Ok(text) = std::str::from_utf8(&file.bytes) else { continue };
        assert_eq!(events, quick::events(text).unwrap(), "{}", file.path);
    }
}
