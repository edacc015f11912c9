//! The transcoding front: a message says the same in every encoding, however it is cut.

use soapstone::{ErrorKind, Limits};
use soapstone_host_tests::corpus::messages;
use soapstone_host_tests::digest::Digest;
use soapstone_host_tests::event::Event;
use soapstone_host_tests::feed::{self, Chunks, GENEROUS, Settings};
use soapstone_host_tests::parallel;

/// Messages without their XML declaration, which would name another encoding.
fn texts() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for file in messages() {
        let Ok(text) = String::from_utf8(file.bytes) else { continue };
        let text = text.trim_start_matches('\u{FEFF}');
        let text = match text.strip_prefix("<?xml") {
            Some(rest) => rest.split_once("?>").map_or("", |(_, document)| document),
            None => text,
        };
        if text.len() < 20_000 && events(text.as_bytes(), Chunks::Whole).is_some() {
            texts.push((file.path, text.to_owned()));
        }
    }
    texts
}

fn events(document: &[u8], chunks: Chunks<'_>) -> Option<Vec<Event>> {
    let (events, outcome) = feed::events(document, chunks, &GENEROUS);
    outcome.error.is_none().then_some(events)
}

fn utf16(text: &str, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text.encode_utf16().flat_map(unit).collect()
}

/// The text in one byte per character, if each has one.
fn latin(text: &str, name: &str) -> Option<Vec<u8>> {
    let declaration = format!("<?xml version=\"1.0\" encoding=\"{name}\"?>");
    let bytes = text.chars().map(|c| u8::try_from(u32::from(c)).ok().filter(|b| !(0x80..0xA0).contains(b)));
    Some([declaration.into_bytes(), bytes.collect::<Option<Vec<u8>>>()?].concat())
}

#[test]
fn the_encoding_says_nothing() {
    parallel::each(texts(), |(path, text)| {
        let expected = events(text.as_bytes(), Chunks::Whole);
        let marked = format!("\u{FEFF}{text}");
        let declared = format!("<?xml version='1.0' encoding='utf-16'?>{text}");
        let mut ways = vec![
            ("UTF-16LE with a mark", utf16(&marked, u16::to_le_bytes)),
            ("UTF-16BE with a mark", utf16(&marked, u16::to_be_bytes)),
            ("UTF-16LE without", utf16(&declared, u16::to_le_bytes)),
            ("UTF-16BE without", utf16(&declared, u16::to_be_bytes)),
        ];
        ways.extend(latin(&text, "ISO-8859-1").map(|bytes| ("ISO-8859-1", bytes)));
        ways.extend(latin(&text, "Windows-1252").map(|bytes| ("windows-1252", bytes)));
        for (way, document) in ways {
            for chunks in [Chunks::Whole, Chunks::Every(1), Chunks::Every(7), Chunks::Every(1000)] {
                assert_eq!(events(&document, chunks), expected, "{path} in {way}, {chunks:?}");
            }
        }
    });
}

#[test]
fn every_cut_of_utf_16() {
    parallel::each(texts().into_iter().filter(|(_, text)| text.len() < 600), |(path, text)| {
        let document = utf16(&format!("\u{FEFF}{text}"), u16::to_le_bytes);
        let read = |chunks: Chunks<'_>| {
            let mut digest = Digest::default();
            (feed::read(&document, chunks, &GENEROUS, &mut digest), digest)
        };
        let whole = read(Chunks::Whole);
        for cut in 0..document.len() {
            assert_eq!(read(Chunks::At(&[cut])), whole, "{path} cut at {cut}");
        }
    });
}

/// Every byte of windows-1252 is the character that the Encoding Standard says.
#[test]
fn the_bytes_of_windows_1252() {
    for byte in 0x80..=0xFF_u8 {
        let document = [b"<?xml version='1.0' encoding='windows-1252'?><a>".as_slice(), &[byte], b"</a>"].concat();
        let bytes = [byte];
        let (expected, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes);
        let (events, outcome) = feed::events(&document, Chunks::Whole, &GENEROUS);
        match outcome.error {
            None => assert_eq!(events[1], Event::Text { text: expected.into_owned() }, "{byte:#x}"),
            // Code page 1252 leaves these five undefined; the Encoding Standard maps them to controls.
            Some(error) => {
                assert_eq!(error.kind, ErrorKind::InvalidEncoding, "{byte:#x}");
                assert!([0x81, 0x8D, 0x8F, 0x90, 0x9D].contains(&byte), "{byte:#x}: {error}");
            }
        }
    }
}

#[test]
fn encodings_must_be_accepted_first() {
    let settings = Settings { encodings: false, limits: Limits::DEFAULT, ..GENEROUS };
    for document in [utf16("\u{FEFF}<a/>", u16::to_le_bytes), latin("<a>é</a>", "ISO-8859-1").unwrap()] {
        let (_, outcome) = feed::events(&document, Chunks::Whole, &settings);
        assert_eq!(outcome.error.map(|e| e.kind), Some(ErrorKind::UnsupportedEncoding));
    }
}
