//! Escaping: what stands in text and attribute values as a reference, and what may not stand in XML at all.

/// Where the text goes, which decides what is written as a reference.
///
/// `&`, `<` and `>` always are, and so is a carriage return, which a reader would turn into a line feed.
#[derive(Clone, Copy)]
pub(super) struct Context {
    /// One more character to escape.
    quote: u8,
    /// White space below the space that is written as it is.
    plain: [u8; 2],
}

/// Character data.
pub(super) const TEXT: Context = Context { quote: b'&', plain: [b'\t', b'\n'] };
/// An attribute value in double quotes: a reader would turn a bare tab or line feed into a space.
pub(super) const ATTRIBUTE: Context = Context { quote: b'"', plain: [b' ', b' '] };

/// What [`copy`] did.
pub(super) struct Copied {
    /// Bytes of input taken, whole characters.
    pub(super) taken: usize,
    /// Bytes of output written.
    pub(super) written: usize,
    pub(super) stop: Stop,
}

/// Why [`copy`] stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Stop {
    /// The input is used up.
    End,
    /// The next character needs so many bytes of output, and there are fewer.
    Full(usize),
    /// The next character is not an XML character.
    Invalid,
}

/// The first character that may not stand in an XML document: bytes of text before it.
///
/// Allowed are tab, line feed, carriage return and everything from the space on but U+FFFE and U+FFFF;
/// a `str` holds no surrogates. XML 1.0, 2.2.
///
/// ```
/// assert_eq!(soapstone::xml::invalid_char("a\tb"), None);
/// assert_eq!(soapstone::xml::invalid_char("ab\u{0}"), Some(2));
/// ```
pub fn invalid_char(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    bytes.iter().enumerate().find_map(|(at, &byte)| match byte {
        b'\t' | b'\n' | b'\r' => None,
        0..=0x1F => Some(at),
        0xEF => is_noncharacter(bytes.get(at..)?).then_some(at),
        _ => None,
    })
}

/// Whether U+FFFE or U+FFFF stands here.
#[inline]
fn is_noncharacter(bytes: &[u8]) -> bool {
    matches!(bytes, [0xEF, 0xBF, 0xBE | 0xBF, ..])
}

/// Whether the byte may need more than copying.
#[inline]
fn is_special(byte: u8, context: Context) -> bool {
    let [tab, feed] = context.plain;
    // Written without branches, so that a block of bytes is tested at once.
    (byte < b' ') & (byte != tab) & (byte != feed)
        | (byte == b'&')
        | (byte == context.quote)
        | (byte & !2 == b'<')
        | (byte == 0xEF)
}

/// The reference the character is written as.
#[inline]
fn reference(byte: u8) -> Option<&'static [u8]> {
    Some(match byte {
        b'&' => b"&amp;",
        b'<' => b"&lt;",
        b'>' => b"&gt;",
        b'"' => b"&quot;",
        b'\t' => b"&#9;",
        b'\n' => b"&#10;",
        b'\r' => b"&#13;",
        _ => return None,
    })
}

/// Copies text, which is UTF-8 from a character's first byte on, and escapes it.
/// What stands in `out` behind the bytes written is not defined.
pub(super) fn copy(text: &[u8], out: &mut [u8], context: Context) -> Copied {
    let (mut taken, mut written) = (0usize, 0usize);
    let stop = loop {
        let from = text.get(taken..).unwrap_or_default();
        let to = out.get_mut(written..).unwrap_or_default();
        let plain = copy_plain(from, to, context);
        taken = taken.wrapping_add(plain);
        written = written.wrapping_add(plain);

        let from = text.get(taken..).unwrap_or_default();
        let Some(&byte) = from.first() else { break Stop::End };
        let to = out.get_mut(written..).unwrap_or_default();
        let source = match reference(byte) {
            Some(reference) if is_special(byte, context) => reference,
            _ if byte < b' ' && is_special(byte, context) || is_noncharacter(from) => break Stop::Invalid,
            _ => from.get(..char_len(byte)).unwrap_or(from),
        };
        let Some(slot) = to.get_mut(..source.len()) else { break Stop::Full(source.len()) };
        for (slot, &byte) in slot.iter_mut().zip(source) {
            *slot = byte;
        }
        taken = taken.wrapping_add(if source.first() == Some(&b'&') { 1 } else { source.len() });
        written = written.wrapping_add(source.len());
    };
    Copied { taken, written, stop }
}

/// Copies bytes that stand for themselves, up to the next one that may not, and whole characters only.
#[inline]
fn copy_plain(from: &[u8], to: &mut [u8], context: Context) -> usize {
    let mut count = copy_blocks(from, to, context);
    let rest = from.get(count..).unwrap_or_default();
    let slots = to.get_mut(count..).unwrap_or_default();
    for (&byte, slot) in rest.iter().zip(slots) {
        if is_special(byte, context) {
            return count;
        }
        *slot = byte;
        count = count.wrapping_add(1);
    }
    // The output ended: a character that is cut goes back.
    while count > 0 && from.get(count).is_some_and(|byte| byte & 0xC0 == 0x80) {
        count = count.wrapping_sub(1);
    }
    count
}

/// Bytes tested at a time: a vector register where the compiler makes use of one, else a few words.
const BLOCK: usize = 16;

#[inline]
fn copy_blocks(from: &[u8], to: &mut [u8], context: Context) -> usize {
    let mut count = 0usize;
    for (block, slot) in from.as_chunks::<BLOCK>().0.iter().zip(to.as_chunks_mut::<BLOCK>().0) {
        *slot = *block;
        if block.iter().fold(false, |any, &byte| any | is_special(byte, context)) {
            break;
        }
        count = count.wrapping_add(BLOCK);
    }
    count
}

/// Length of a UTF-8 character by its first byte.
#[inline]
pub(super) fn char_len(first: u8) -> usize {
    match first {
        0..=0xBF => 1,
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0.. => 4,
    }
}
