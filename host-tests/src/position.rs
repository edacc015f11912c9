//! Lines and columns of byte offsets.

/// A place in a document, as editors count: from 1, in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line; CR, LF and CR LF end one.
    pub line: usize,
    /// The character in the line.
    pub column: usize,
}

/// The place of a byte offset; the end of the document when the offset is past it.
pub fn position(document: &[u8], offset: u64) -> Position {
    let end = usize::try_from(offset).unwrap_or(usize::MAX).min(document.len());
    let before = decode(&document[..end], utf16(document));
    let mut place = Position { line: 1, column: 1 };
    let mut characters = before.chars().peekable();
    while let Some(c) = characters.next() {
        let ends_line = c == '\n' || (c == '\r' && characters.peek() != Some(&'\n'));
        match ends_line {
            true => place = Position { line: place.line + 1, column: 1 },
            false => place.column += 1,
        }
    }
    place
}

/// The document as text to show: what cannot be decoded becomes U+FFFD, one per byte.
pub fn readable(document: &[u8]) -> String {
    decode(document, utf16(document))
}

#[derive(Clone, Copy)]
enum Utf16 {
    Little,
    Big,
}

/// The byte order when the document begins like UTF-16. XML 1.0, appendix F.
fn utf16(document: &[u8]) -> Option<Utf16> {
    match document {
        [0xFF, 0xFE, ..] | [b'<', 0, ..] => Some(Utf16::Little),
        [0xFE, 0xFF, ..] | [0, b'<', ..] => Some(Utf16::Big),
        _ => None,
    }
}

fn decode(bytes: &[u8], order: Option<Utf16>) -> String {
    let text: String = match order {
        None => bytes
            .utf8_chunks()
            .flat_map(|chunk| chunk.valid().chars().chain(chunk.invalid().iter().map(|_| char::REPLACEMENT_CHARACTER)))
            .collect(),
        Some(order) => {
            let units = bytes.chunks_exact(2).map(|pair| match order {
                Utf16::Little => u16::from_le_bytes([pair[0], pair[1]]),
                Utf16::Big => u16::from_be_bytes([pair[0], pair[1]]),
            });
            char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
        }
    };
    match text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions() {
        for (document, offset, line, column) in [
            (&b"<a/>"[..], 0, 1, 1),
            (b"<a/>", 4, 1, 5),
            (b"<a/>", 9, 1, 5),
            (b"a\nb", 2, 2, 1),
            (b"a\r\nb\rc", 3, 2, 1),
            (b"a\r\nb\rc", 5, 3, 1),
            ("é€😀x".as_bytes(), 9, 1, 4),
            (b"\xE9\xE9x", 2, 1, 3),
            (b"\xEF\xBB\xBF<a", 4, 1, 2),
            (b"\xFF\xFE<\0a\0\n\0b\0", 8, 2, 1),
            (b"\0<\0a\0\n\0b", 6, 2, 1),
        ] {
            assert_eq!(position(document, offset), Position { line, column }, "{document:?} at {offset}");
        }
    }
}
