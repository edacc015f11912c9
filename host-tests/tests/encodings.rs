//! The transcoding front: a message says the same in every encoding, however it is cut.

use soapstone::xml::{self, Encoding, Reader};
use soapstone::{Error, ErrorKind, Limits};
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

/// An error in a tag stands at the same character in every encoding, whatever the values around it were put together from.
#[test]
fn errors_in_tags_stand_at_the_same_character() {
    const VALUES: [&str; 7] =
        ["", "plain", "&#xE9;", "&amp;\u{E9}", "a\r\n\u{E9}&#x20AC;b", "&#x1F600;\t\u{E9}", "\u{20AC}\u{1F600}&lt;"];
    const ERRORS: [&str; 11] = [
        " y='&bad;'",
        " y='\u{E9}&amp;\u{E9}&#xE9;&#0;'",
        " q:y='&#xE9;'",
        " x='&#xE9;'",
        " xmlns:xml='urn:b&#xE9;'",
        " xmlns:p='urn:b&#xE9;' xmlns:p=''",
        " y=&#xE9;",
        " y='\u{E9}<'",
        " \u{E9}:\u{E9} = '1'",
        " -='1'",
        " y='\u{E9}'z='1'",
    ];
    let error = |document: &[u8], chunks| {
        let (_, outcome) = feed::events(document, chunks, &GENEROUS);
        let error = outcome.error.unwrap_or_else(|| panic!("{} is well-formed", document.escape_ascii()));
        (error.kind, error.offset)
    };
    let mut kinds = std::collections::BTreeSet::new();
    let cases =
        VALUES.iter().flat_map(|first| VALUES.iter().flat_map(move |last| ERRORS.map(|wrong| (first, wrong, last))));
    for (first, wrong, last) in cases {
        let text = format!("<a \u{E9}='{first}' x='{first}{last}'{wrong} w='{last}'>");
        let (kind, offset) = error(text.as_bytes(), Chunks::Whole);
        let before = &text[..usize::try_from(offset).unwrap()];
        kinds.insert(kind.code());
        let marked = |text: &str| format!("\u{FEFF}{text}");
        let (le, be) = (u16::to_le_bytes as fn(u16) -> [u8; 2], u16::to_be_bytes as fn(u16) -> [u8; 2]);
        let mut ways: Vec<(Vec<u8>, usize)> =
            [le, be].map(|order| (utf16(&marked(&text), order), utf16(&marked(before), order).len())).into();
        let latins = ["ISO-8859-1", "windows-1252"];
        ways.extend(latins.iter().filter_map(|name| Some((latin(&text, name)?, latin(before, name)?.len()))));
        for (document, expected) in ways {
            for chunks in [Chunks::Whole, Chunks::Every(1), Chunks::Every(7)] {
                let expected = (kind, expected as u64);
                assert_eq!(error(&document, chunks), expected, "{text} as {}, {chunks:?}", document.escape_ascii());
            }
        }
    }
    assert_eq!(kinds.len(), 6, "{kinds:?}");
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

/// RFC 7303, 3: a byte order mark goes before what the transport says, which goes before the declaration.
#[test]
fn the_mark_goes_before_the_transport() {
    let declared = "<?xml version='1.0' encoding='utf-8'?>";
    let latin = |text: &str| text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect::<Vec<u8>>();
    let mut documents = Vec::new();
    for before in ["", " ", declared, "<!--é-->", "\n<?p é?>"] {
        let text = format!("{before}<a>é</a>");
        documents.extend([latin(&text), format!("\u{FEFF}{text}").into_bytes(), text.into_bytes()]);
    }
    for (index, document) in documents.iter().enumerate() {
        for encoding in [Encoding::Latin1, Encoding::Windows1252] {
            for size in [1, 2, 3, document.len()] {
                let mut workspace = [0; 256];
                let mut reader = Reader::new(&mut workspace);
                reader.accept_encodings();
                reader.set_encoding(encoding).unwrap();
                let seen = text(&mut reader, document.chunks(size));
                // Without a mark, what is UTF-8 is taken for two characters.
                let expected = if index % 3 == 2 { "Ã©" } else { "é" };
                assert_eq!(seen, Ok(expected.to_owned()), "{} by {size}", document.escape_ascii());
                assert_eq!(reader.offset(), document.len() as u64);
            }
        }
    }
}

fn text<'d>(reader: &mut Reader<'_>, chunks: impl Iterator<Item = &'d [u8]>) -> Result<String, Error> {
    let mut seen = String::new();
    let mut chunks = chunks.peekable();
    while let Some(mut input) = chunks.next() {
        let last = chunks.peek().is_none();
        loop {
            match reader.next(&mut input, last)? {
                xml::Event::Text(piece) => seen.push_str(piece.as_str()),
                xml::Event::NeedInput => break,
                xml::Event::Finished => return Ok(seen),
                _ => {}
            }
        }
    }
    panic!("no end after {seen}");
}
