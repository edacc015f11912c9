//! Corners of the XML reader where chunks, limits, encodings and calls out of the ordinary meet.

use soapstone::xml::{Encoding, Event, Reader};
use soapstone::{Error, ErrorKind, Limit, Limits};

const GENEROUS: Limits = Limits { tag_bytes: u16::MAX, attributes: u16::MAX, ..Limits::DEFAULT };

/// Reads to the end in pieces of `size` bytes: the events as text, and the error.
fn read(reader: &mut Reader<'_>, document: &[u8], size: usize) -> (String, Option<Error>) {
    let mut said = String::new();
    let mut chunks = document.chunks(size).peekable();
    loop {
        let mut chunk = chunks.next().unwrap_or_default();
        let last = chunks.peek().is_none();
        loop {
            match reader.next(&mut chunk, last) {
                Ok(Event::Start(start)) => said += &format!("<{}>", start.name().qname()),
                Ok(Event::Text(text)) => said += text.as_str(),
                Ok(Event::End(end)) => said += &format!("</{}>", end.name().qname()),
                Ok(Event::NeedInput) => break,
                Ok(Event::Finished) => return (said, None),
                Err(error) => return (said, Some(error)),
            }
        }
    }
}

/// Reads whole and byte by byte, and answers what both said.
fn both(document: &[u8], limits: Limits, encoding: Option<Encoding>) -> (String, Option<Error>) {
    let [whole, bytes] = [document.len().max(1), 1].map(|size| {
        let mut workspace = vec![0x61; 65_535];
        let mut reader = Reader::with_limits(&mut workspace, limits);
        reader.accept_encodings();
        if let Some(encoding) = encoding {
            reader.set_encoding(encoding).unwrap();
        }
        read(&mut reader, document, size)
    });
    assert_eq!(whole, bytes, "{}", document.escape_ascii());
    whole
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn nothing_is_in_scope_after_the_root() {
    // Read as an open element, these bytes would send a look-up round in circles.
    let name = [b'a'; 0x6161 + 32];
    let document = [b"<".as_slice(), &name, b"/>"].concat();
    let mut workspace = vec![0x61; 65_535];
    let mut reader = Reader::with_limits(&mut workspace, GENEROUS);
    assert_eq!(read(&mut reader, &document, document.len()).1, None);
    assert!(reader.resolve(b"p").is_none());
    assert!(reader.resolve(b"xml").is_some());
}

#[test]
fn an_end_tag_after_the_root_is_refused_at_once() {
    let name = "a".repeat(40);
    let document = format!("<{name}></{name}></aaa");
    let at = 2 * name.len() as u64 + 5;
    let (_, error) = both(document.as_bytes(), GENEROUS, None);
    assert_eq!(error, Some(Error::new(ErrorKind::MismatchedTag, at)));
}

#[test]
fn a_prefix_of_half_a_workspace_is_not_declared() {
    for len in [0x7FFE, 0x7FFF, 0x8000, 0x8001, 0x9C40, 65_000] {
        let document = format!("<a {}:b='c'/>", "p".repeat(len));
        let (said, error) = both(document.as_bytes(), GENEROUS, None);
        assert_eq!((said.as_str(), error), ("", Some(Error::new(ErrorKind::UnboundPrefix, 3))), "{len}");
        let document = format!("<{}:b/>", "p".repeat(len));
        assert_eq!(both(document.as_bytes(), GENEROUS, None).1, Some(Error::new(ErrorKind::UnboundPrefix, 1)), "{len}");
    }
    let prefix = "p".repeat(32_700);
    let document = format!("<a xmlns:{prefix}='u'><{prefix}:b/></a>");
    let expected = format!("<a><{prefix}:b></{prefix}:b></a>");
    assert_eq!(both(document.as_bytes(), GENEROUS, None), (expected, None));
}

#[test]
fn a_tag_over_the_limit_on_declarations_is_not_opened() {
    let mut workspace = [0; 100];
    let mut reader = Reader::with_limits(&mut workspace, Limits { namespaces: 0, ..Limits::DEFAULT });
    let (said, error) = read(&mut reader, b"<a xmlns:p='u'/>", 100);
    assert_eq!((said.as_str(), error), ("", Some(Error::limit(Limit::Namespaces, 1, 0))));
    assert!(reader.start().is_none());
    assert!(reader.resolve(b"p").is_none());
    assert_eq!(reader.depth(), 0);
}

#[test]
fn no_depth_is_no_element() {
    let limits = Limits { depth: 0, ..Limits::DEFAULT };
    for document in [&b"<a/>"[..], b"<?p?><a/>"] {
        let at = document.len() as u64 - 4;
        assert_eq!(both(document, limits, None), (String::new(), Some(Error::limit(Limit::Depth, 1, at))));
    }
}

#[test]
fn the_limit_on_the_message_holds_in_every_encoding() {
    let text = "\u{FEFF}<a>é\r\u{E9}<b/>\n</a>\n";
    let declared = "<?xml version='1.0' encoding='latin1'?><a>\u{E9}x\r\u{E9}</a>\r";
    let latin: Vec<u8> = declared.chars().map(|c| c as u8).collect();
    for document in [utf16(text), latin, text.as_bytes().to_vec()] {
        for limit in 0..document.len() as u64 {
            let limits = Limits { message_bytes: limit, ..Limits::DEFAULT };
            let (_, error) = both(&document, limits, None);
            assert_eq!(error, Some(Error::limit(Limit::MessageBytes, limit + 1, limit)));
        }
        let limits = Limits { message_bytes: document.len() as u64, ..Limits::DEFAULT };
        assert_eq!(both(&document, limits, None).1, None);
    }
}

#[test]
fn an_empty_element_ends_before_a_bad_byte() {
    let document = b"<?xml version='1.0' encoding='windows-1252'?><a><b/>\x81</a>";
    let (said, error) = both(document, Limits::DEFAULT, None);
    assert_eq!((said.as_str(), error), ("<a><b></b>", Some(Error::new(ErrorKind::InvalidEncoding, 52))));
}

#[test]
fn a_byte_order_mark_corrects_the_order_of_the_transport() {
    let encoding = Encoding::from_name(b"utf-16");
    assert_eq!(both(&utf16("\u{FEFF}<a/>"), Limits::DEFAULT, encoding), ("<a></a>".into(), None));
    let swapped = utf16("<a>\u{FFFE}</a>");
    let (_, error) = both(&swapped, Limits::DEFAULT, Some(Encoding::Utf16Le));
    assert_eq!(error, Some(Error::new(ErrorKind::InvalidChar, 6)));
}

#[test]
fn the_first_tag_of_utf_16_starts_at_its_first_byte() {
    let document = utf16("<a");
    let mut workspace = [0; 1];
    let mut reader = Reader::new(&mut workspace);
    reader.accept_encodings();
    reader.set_encoding(Encoding::Utf16Le).unwrap();
    let document = [document, utf16("b>")].concat();
    assert_eq!(read(&mut reader, &document, 3).1, Some(Error::limit(Limit::Workspace, 2, 0)));
}

#[test]
fn errors_in_tags_count_the_bytes_of_the_source() {
    // Document, and where it is wrong in characters.
    for (text, kind, at) in [
        ("<a é='ü' b/>", ErrorKind::InvalidAttribute, 10),
        ("<é><é a='1' a='2'/></é>", ErrorKind::DuplicateAttribute, 12),
        ("<é p:q='1'/>", ErrorKind::UnboundPrefix, 3),
        ("<é a='ü' b='&x;'/>", ErrorKind::InvalidReference, 12),
    ] {
        let latin1: Vec<u8> = text.chars().map(|c| c as u8).collect();
        let (_, error) = both(&latin1, GENEROUS, Some(Encoding::Latin1));
        assert_eq!(error, Some(Error::new(kind, at)), "{text}");
        let (_, error) = both(&utf16(text), GENEROUS, Some(Encoding::Utf16Le));
        assert_eq!(error, Some(Error::new(kind, 2 * at)), "{text}");
    }
    let text = "<?xml version='2.0'?><a/>";
    let (_, error) = both(&utf16(text), GENEROUS, None);
    assert_eq!(error, Some(Error::new(ErrorKind::UnsupportedVersion, 2 * 15)));
    let text = "<a \u{10400}='1' b/>";
    let (_, error) = both(&utf16(text), GENEROUS, Some(Encoding::Utf16Le));
    assert_eq!(error, Some(Error::new(ErrorKind::InvalidAttribute, 2 * 11)));
}

#[test]
fn what_is_no_character_is_refused_where_it_stands() {
    for (text, at) in [
        ("<a\u{FFFE}>", 2),
        ("<a b='\u{FFFF}' c>", 6),
        ("<a b \u{FFFE}='1'>", 5),
        ("<a>]\u{FFFE}", 4),
        ("<a><![CDATA[]\u{FFFF}", 13),
        ("<a><!--\u{FFFE}", 7),
        ("<?p \u{FFFF}?>", 4),
    ] {
        let (_, error) = both(text.as_bytes(), GENEROUS, None);
        assert_eq!(error, Some(Error::new(ErrorKind::InvalidChar, at)), "{text}");
    }
    // What came before the bad byte is text first.
    assert_eq!(both(b"<a><![CDATA[]]\x01", GENEROUS, None).0, "<a>]]");
}
