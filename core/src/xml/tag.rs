//! Start tags: names, attributes, quotes.
//!
//! A tag of the common shape (ASCII names, `name="plain value"`) is recognised by [`plain`] straight in the input.
//! Everything else, and every error, is decided by [`xmlparser::Stream`] on the complete tag, in [`parse`].
//! Both leave the same records.

use super::arena::{RECORD, Record, Span};
use super::qname::qname;
use super::reference::{Progress, Reference};
use super::scan;
use crate::ErrorKind;
use crate::xsd::whitespace::is_space;
use xmlparser::{Stream, StreamError, XmlCharExt};

/// A start tag: its name and how many records it left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Tag {
    /// Bytes between `<` and `>`.
    pub(super) len: usize,
    /// Length of the qualified name at its start.
    pub(super) name: u16,
    /// Length of the prefix in it.
    pub(super) prefix: u16,
    /// Attributes and declarations.
    pub(super) records: u16,
    /// Any of the flags below.
    pub(super) flags: u8,
}

/// A namespace declaration is among the records.
pub(super) const DECLARES: u8 = 1;
/// A name with a prefix is among the records.
pub(super) const PREFIXED: u8 = 2;
/// The tag ends in `/`.
pub(super) const EMPTY: u8 = 4;

/// What is wrong with a tag, and at which byte of the arena.
pub(super) struct Wrong {
    pub(super) kind: ErrorKind,
    pub(super) at: usize,
}

/// Recognises a complete tag of the common shape at the start of `input`, which begins after the `<`, writes its
/// records as if the tag stood at `base`, and copies it there. `None`: incomplete, of another shape, malformed,
/// or too large; nothing but free space was touched.
#[inline]
pub(super) fn plain(input: &[u8], arena: &mut [u8], base: usize, max_len: usize, max_records: u16) -> Option<Tag> {
    let (prefix, name) = qname(input)?;
    let mut flags = 0;
    let room = (arena.len().saturating_sub(base) / RECORD).min(usize::from(max_records));
    let mut free = arena.len();
    let lowest = free.wrapping_sub(room.wrapping_mul(RECORD));
    let mut odd = false;
    let mut rest = input.get(usize::from(name)..)?;
    loop {
        let (&byte, after) = rest.split_first()?;
        match byte {
            b'>' => break,
            b'/' => {
                if *after.first()? != b'>' {
                    return None;
                }
                flags |= EMPTY;
                rest = after;
                break;
            }
            _ if !is_space(byte) => return None,
            _ => {}
        }
        rest = after;
        while is_space(*rest.first()?) {
            rest = rest.get(1..)?;
        }
        if matches!(rest.first()?, b'>' | b'/') {
            continue;
        }
        let (attribute_prefix, attribute) = qname(rest)?;
        let (quote, value) = match rest.get(usize::from(attribute)..)? {
            [b'=', quote @ (b'"' | b'\''), value @ ..] => (quote, value),
            _ => return None,
        };
        let len = plain_value(value, *quote, &mut odd)?;
        if free == lowest {
            return None;
        }
        free = free.wrapping_sub(RECORD);
        let at = base.wrapping_add(input.len().wrapping_sub(rest.len()));
        let value_at = usize::from(attribute).wrapping_add(2);
        let record = record(at, attribute, attribute_prefix, rest, value_at, len);
        flags |= record_flags(&record);
        record.store_at(arena, free);
        rest = value.get(len..)?.get(1..)?;
    }
    let len = input.len().wrapping_sub(rest.len());
    let records = (arena.len().wrapping_sub(free) / RECORD) as u16;
    // This bounds every offset above: the arena ends where 16 bits do.
    if len > max_len || base.wrapping_add(len) > free {
        return None;
    }
    // Without attributes only the name is ever looked at again.
    let kept = if records == 0 { usize::from(name) } else { len };
    let (to, from) = (arena.get_mut(base..base.wrapping_add(kept))?, input.get(..kept)?);
    for (to, from) in to.iter_mut().zip(from) {
        *to = *from;
    }
    if odd {
        // A bad reference is for the grammar to point at.
        normalise_all(arena, records).ok()?;
    }
    Some(Tag { len, name, prefix, records, flags })
}

/// Length of a value up to its quote; `odd` is set when it is not its bytes as they stand. `None`: the value goes on, or
/// holds what is not plain.
#[inline(always)]
fn plain_value(bytes: &[u8], quote: u8, odd: &mut bool) -> Option<usize> {
    let mut len = 0;
    loop {
        len = scan::value(bytes, len)?;
        match *bytes.get(len)? {
            stop if stop == quote => return Some(len),
            b'"' | b'\'' => {}
            b'&' | b'\t' | b'\n' | b'\r' => *odd = true,
            _ => return None,
        }
        len = len.wrapping_add(1);
    }
}

/// Parses the complete tag that stands at `base` and is `len` bytes long, and writes its records.
#[inline(never)]
pub(super) fn parse(arena: &mut [u8], base: usize, len: usize) -> Result<Tag, Wrong> {
    let wrong = |kind, at: usize| Wrong { kind, at: base.wrapping_add(at) };
    let Some((head, free)) = arena.split_at_mut_checked(base.wrapping_add(len)) else {
        return Err(wrong(ErrorKind::InvalidArgument, 0));
    };
    let bytes = head.get(base..).unwrap_or_default();
    let text = core::str::from_utf8(bytes).map_err(|e| wrong(ErrorKind::InvalidEncoding, e.valid_up_to()))?;
    let mut s = Stream::from(text);

    let (prefix, name) = consume_qname(&mut s).map_err(|at| wrong(ErrorKind::InvalidName, at))?;
    let mut tag = Tag { len, name, prefix, records: 0, flags: 0 };
    loop {
        let spaced = s.starts_with_space();
        s.skip_spaces();
        if s.at_end() {
            break;
        }
        if s.try_consume_byte(b'/') {
            if !s.at_end() {
                return Err(wrong(ErrorKind::Syntax, s.pos()));
            }
            tag.flags |= EMPTY;
            break;
        }
        let at = s.pos();
        if !spaced {
            // Nothing in the name can go on here, so it ended at a character that no name may hold.
            let kind = if tag.records == 0 { ErrorKind::InvalidName } else { ErrorKind::InvalidAttribute };
            return Err(wrong(kind, at));
        }
        let (prefix, name) = consume_qname(&mut s).map_err(|at| wrong(ErrorKind::InvalidName, at))?;
        let value = consume_value(&mut s).map_err(|kind| wrong(kind, s.pos()))?;
        // The workspace cannot hold such a prefix twice: it is not declared.
        if prefix > Record::MAX_PREFIX {
            return Err(wrong(ErrorKind::UnboundPrefix, at));
        }
        let from_name = text.as_bytes().get(at..).unwrap_or_default();
        let value_at = value.start().wrapping_sub(at);
        let record = record(base.wrapping_add(at), name, prefix, from_name, value_at, value.as_str().len());
        tag.flags |= record_flags(&record);
        // The reader has made room for as many records as there are quotes.
        record.store(free, tag.records);
        tag.records = tag.records.wrapping_add(1);
    }
    normalise_all(arena, tag.records)?;
    Ok(tag)
}

/// A record for the attribute whose bytes begin at `bytes` and at `at` in the arena.
#[inline(always)]
fn record(at: usize, name: u16, prefix: u16, bytes: &[u8], value_at: usize, value: usize) -> Record {
    let declaration = (prefix == 5 || name == 5 && prefix == 0) && bytes.first_chunk() == Some(b"xmlns");
    let value = Span { at: at.wrapping_add(value_at) as u16, len: value as u16 };
    Record::new(Span { at: at as u16, len: name }, prefix, value, declaration)
}

#[inline(always)]
fn record_flags(record: &Record) -> u8 {
    let declares = if record.is_declaration() { DECLARES } else { 0 };
    declares | if record.prefix() != 0 { PREFIXED } else { 0 }
}

/// The qualified name here, as lengths of its prefix and of all of it; or where it is wrong.
fn consume_qname(s: &mut Stream<'_>) -> Result<(u16, u16), usize> {
    let at = s.pos();
    let lengths = match s.consume_qname() {
        Ok((prefix, local)) => (prefix.as_str().len(), local.start(), local.end()),
        Err(_) => return Err(wrong_in_name(s.span().as_str(), at)),
    };
    let (prefix, local, end) = lengths;
    // `:a` comes back with an empty prefix.
    if prefix == 0 && local != at {
        return Err(at);
    }
    Ok((u16::try_from(prefix).map_err(|_| at)?, u16::try_from(end.wrapping_sub(at)).map_err(|_| at)?))
}

/// The character at which the name at `at` is wrong: one that no name starts with, or the second colon.
#[cold]
#[inline(never)]
fn wrong_in_name(tag: &str, at: usize) -> usize {
    let mut end = at;
    let mut colon = false;
    let mut start = true;
    for c in tag.get(at..).unwrap_or_default().chars() {
        match c {
            ':' if !start && !colon => (colon, start) = (true, true),
            c if if start { is_ncname_start(c) } else { is_ncname(c) } => start = false,
            _ => break,
        }
        end = end.wrapping_add(c.len_utf8());
    }
    end
}

fn is_ncname_start(c: char) -> bool {
    c != ':' && c.is_xml_name_start()
}

fn is_ncname(c: char) -> bool {
    c != ':' && c.is_xml_name()
}

/// `= "value"`, or what is wrong where the stream stands.
fn consume_value<'a>(s: &mut Stream<'a>) -> Result<xmlparser::StrSpan<'a>, ErrorKind> {
    s.consume_eq().map_err(|_| ErrorKind::InvalidAttribute)?;
    let quote = s.consume_quote().map_err(|_| ErrorKind::InvalidAttribute)?;
    let value = s.consume_chars(|_, c| c != char::from(quote) && c != '<').map_err(|e| match e {
        StreamError::NonXmlChar(..) => ErrorKind::InvalidChar,
        _ => ErrorKind::InvalidAttribute,
    })?;
    s.consume_byte(quote).map_err(|_| ErrorKind::InvalidAttribute)?;
    Ok(value)
}

#[inline(never)]
fn normalise_all(arena: &mut [u8], records: u16) -> Result<(), Wrong> {
    for index in 0..records {
        let mut record = Record::load(arena, index);
        record.value.len = normalise(arena, record.value)?;
        record.store(arena, index);
    }
    Ok(())
}

/// Resolves references and normalises white space of a value in place; answers its new length.
/// XML 1.0, 2.11 and 3.3.3.
fn normalise(arena: &mut [u8], value: Span) -> Result<u16, Wrong> {
    let start = usize::from(value.at);
    let end = start.wrapping_add(usize::from(value.len));
    if value.of(arena).iter().all(|&b| b >= 0x20 && b != b'&') {
        return Ok(value.len);
    }
    let (mut from, mut to) = (start, start);
    let mut put = |arena: &mut [u8], byte: u8| {
        if let Some(place) = arena.get_mut(to) {
            *place = byte;
        }
        to = to.wrapping_add(1);
    };
    while from < end {
        let at = from;
        let byte = arena.get(from).copied().unwrap_or(0);
        from = from.wrapping_add(1);
        match byte {
            b'&' => {
                let mut reference = Reference::default();
                let c = loop {
                    let next = if from < end { arena.get(from).copied().unwrap_or(0) } else { 0 };
                    from = from.wrapping_add(1);
                    match reference.push(next) {
                        Progress::More => {}
                        Progress::Char(c) => break c,
                        Progress::Invalid => return Err(Wrong { kind: ErrorKind::InvalidReference, at }),
                    }
                };
                for &byte in c.encode_utf8(&mut [0; 4]).as_bytes() {
                    put(arena, byte);
                }
            }
            b'\r' if arena.get(from) == Some(&b'\n') && from < end => {}
            b'\t' | b'\n' | b'\r' => put(arena, b' '),
            _ => put(arena, byte),
        }
    }
    Ok(u16::try_from(to.wrapping_sub(start)).unwrap_or(value.len))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// The tag, and what its records say.
    type Seen = (Tag, Vec<(Vec<u8>, u16, Vec<u8>, bool)>);

    fn seen(tag: Tag, arena: &[u8]) -> Seen {
        let records = (0..tag.records).map(|index| Record::load(arena, index));
        (
            tag,
            records
                .map(|r| (r.name.of(arena).to_vec(), r.prefix(), r.value.of(arena).to_vec(), r.is_declaration()))
                .collect(),
        )
    }

    /// What the fast path accepts, the grammar accepts with the same result; what it leaves, it leaves whole.
    fn compare(text: &[u8], counts: &mut (usize, usize)) {
        const BASE: usize = 7;
        let mut fast = [0xAA; 600];
        let plain = plain(text, &mut fast, BASE, 500, 8).map(|tag| seen(tag, &fast));
        assert!(fast[..BASE].iter().all(|&b| b == 0xAA), "below the base");
        let Some(plain) = plain else {
            counts.1 += 1;
            return;
        };
        counts.0 += 1;
        let mut slow = [0; 600];
        slow[BASE..BASE + plain.0.len].copy_from_slice(&text[..plain.0.len]);
        assert_eq!(text[plain.0.len], b'>');
        match parse(&mut slow, BASE, plain.0.len) {
            Ok(tag) => assert_eq!(plain, seen(tag, &slow), "{:?}", core::str::from_utf8(text)),
            Err(wrong) => panic!("{:?} at {} of {:?}", wrong.kind, wrong.at - BASE, core::str::from_utf8(text)),
        }
    }

    #[test]
    fn the_fast_path_agrees_with_xmlparser() {
        const PIECES: [&[u8]; 30] = [
            b"a",
            b"soap:Body",
            b" ",
            b"\n\t",
            b"/",
            b">",
            b"=",
            b"\"",
            b"'",
            b"x=\"1\"",
            b" y='2'",
            b" p:z=\"a > b\"",
            b" xmlns=\"urn:a\"",
            b" xmlns:p='urn:b'",
            b":",
            b"<",
            b"&amp;",
            b"&#x41;",
            b"&bad;",
            b"\r\n",
            b"\xC3\xA9",
            b"\xFF",
            b"\x01",
            b"-",
            b"1",
            b" q=\"a'b#c\"",
            b" r = \"s\"",
            b" t=\"\"",
            b"xmlns",
            b"\xEF\xBF\xBF",
        ];
        let (mut state, mut counts) = (1u64, (0, 0));
        let mut roll = |limit: usize| {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            (state >> 33) as usize % limit
        };
        for round in 0..200_000 {
            let mut text = PIECES[if round % 4 == 0 { roll(PIECES.len()) } else { roll(2) }].to_vec();
            for _ in 0..roll(6) {
                text.extend(PIECES[roll(PIECES.len())]);
            }
            text.push(b'>');
            compare(&text, &mut counts);
        }
        assert!(counts.0 > 20_000 && counts.1 > 20_000, "{counts:?}");
    }
}
