//! Start tags: names, attributes, quotes.
//!
//! One grammar for both ways a tag comes: [`plain`] takes one that lies whole in the input and is plain, [`gathered`] one
//! that was put together in the workspace, and every error. Which characters a name may have [`ncname`](crate::xsd::ncname) says.

use super::arena::{RECORD, Record, Span};
use super::chars;
use super::qname::{self, Names, qname};
use super::reference::Reference;
use super::scan;
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xsd::utf8;
use crate::xsd::whitespace::is_space;

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
    /// How many of them are declarations.
    pub(super) declarations: u16,
    /// Any of the flags below.
    pub(super) flags: u8,
}

/// A name with a prefix is among the records.
pub(super) const PREFIXED: u8 = 2;
/// The tag ends in `/`.
pub(super) const EMPTY: u8 = 4;
/// A value holds a reference or white space to normalise.
const ODD: u8 = 8;

/// What is wrong with a tag, and at which byte of the arena.
pub(super) struct Wrong {
    pub(super) kind: ErrorKind,
    pub(super) at: usize,
}

/// Recognises a complete tag of ASCII at the start of `input`, which begins after the `<`, writes its records as if the
/// tag stood at `base`, and copies it there. `ends` is what [`ends`](qname::ends) says of its name, 0 when that is not
/// known. `None`: incomplete, not plain, malformed, or too large; nothing but free
/// space was touched.
#[inline]
pub(super) fn plain(
    input: &[u8],
    ends: u32,
    arena: &mut [u8],
    base: usize,
    max_len: usize,
    max_records: u16,
) -> Option<Tag> {
    let room = arena.get_mut(base..)?;
    let name = match ends {
        0 => qname(input, Names::Plain).ok()?,
        ends => ((ends >> 16) as u16, ends as u16),
    };
    let tag = parse(input, name, room, base, max_records, Names::Plain).ok()?;
    let records = usize::from(tag.records).wrapping_mul(RECORD);
    // This bounds every offset in them: the arena ends where 16 bits do.
    if tag.len > max_len || tag.len.wrapping_add(records) > room.len() {
        return None;
    }
    // Without attributes only the name is ever looked at again.
    let kept = if records == 0 { usize::from(tag.name) } else { tag.len };
    for (to, from) in room.iter_mut().zip(input.get(..kept)?) {
        *to = *from;
    }
    if tag.flags & ODD != 0 {
        // A bad reference is for the whole tag to point at.
        normalise_all(arena, tag.records).ok()?;
    }
    Some(tag)
}

/// Recognises a complete tag of ASCII that is nothing but a name, at the start of `input`, which begins after the `<`, and
/// copies the name into `room`; with what follows the tag. An error is no more than what [`ends`](qname::ends) says of the name, or 0; nothing but
/// free space was touched.
#[inline(always)]
pub(super) fn bare<'a>(input: &'a [u8], room: &mut [u8]) -> Result<(Tag, &'a [u8]), u32> {
    let ends = qname::copied(input, room);
    let (prefix, name) = ((ends >> 16) as u16, ends as u16);
    let len = usize::from(name);
    match input.get(len..) {
        _ if name == 0 => Err(0),
        Some([b'>', rest @ ..]) => Ok((Tag { len, name, prefix, records: 0, declarations: 0, flags: 0 }, rest)),
        Some([b'/', b'>', rest @ ..]) if len < room.len() => {
            Ok((Tag { len: len.wrapping_add(1), name, prefix, records: 0, declarations: 0, flags: EMPTY }, rest))
        }
        _ => Err(ends),
    }
}

/// Parses the complete tag that stands at `base` and is `len` bytes long, and writes its records.
/// The reader has made room for as many as there are quotes.
#[inline(never)]
pub(super) fn gathered(arena: &mut [u8], base: usize, len: usize, is_ascii: bool) -> Result<Tag, Wrong> {
    let (head, room) = arena.split_at_mut_checked(base.wrapping_add(len)).unwrap_or_default();
    let tag = after(head, base);
    let good = if is_ascii { tag.len() } else { chars::len(tag) };
    let tag = match utf8::decode(after(tag, good)) {
        code if good < tag.len() => Err(Wrong { kind: chars::wrong(code), at: good }),
        _ => qname(tag, Names::All)
            .map_err(|at| Wrong { kind: ErrorKind::InvalidName, at })
            .and_then(|name| parse(tag, name, room, base, u16::MAX, Names::All)),
    };
    let tag = tag.map_err(|wrong| Wrong { at: base.wrapping_add(wrong.at), ..wrong })?;
    if tag.flags & ODD != 0 {
        normalise_all(arena, tag.records)?;
    }
    Ok(tag)
}

/// Parses the tag that `bytes` begins with, whose name was read, to be at `base` in the arena, and writes its records to the end of `room`.
/// With [`Names::All`] the bytes are UTF-8 and the tag is all of them; else it ends at its `>`, and an error only says
/// that it is not plain.
#[cfg_attr(not(small), inline(always))]
fn parse(
    bytes: &[u8],
    (prefix, name): (u16, u16),
    room: &mut [u8],
    base: usize,
    max_records: u16,
    names: Names,
) -> Result<Tag, Wrong> {
    let wrong = |kind, rest: &[u8]| Err(Wrong { kind, at: bytes.len().wrapping_sub(rest.len()) });
    let max_records = (room.len() / RECORD).min(usize::from(max_records));
    let mut tag = Tag { len: 0, name, prefix, records: 0, declarations: 0, flags: 0 };
    let mut rest = after(bytes, usize::from(name));
    loop {
        let before = rest;
        while let Some((&byte, after)) = rest.split_first()
            && is_space(byte)
        {
            rest = after;
        }
        match (rest.first(), names) {
            (Some(b'>'), Names::Plain) | (None, Names::All) => break,
            (Some(b'/'), _) => {
                rest = after(rest, 1);
                tag.flags |= EMPTY;
                match (rest.first(), names) {
                    (Some(b'>'), Names::Plain) | (None, Names::All) => break,
                    _ => return wrong(ErrorKind::Syntax, rest),
                }
            }
            _ if rest.len() != before.len() => {}
            // Nothing in the name can go on here, so it ended at a character that no name may hold.
            _ if tag.records == 0 => return wrong(ErrorKind::InvalidName, rest),
            _ => return wrong(ErrorKind::InvalidAttribute, rest),
        }
        let at = bytes.len().wrapping_sub(rest.len());
        let (prefix, name) =
            qname(rest, names).map_err(|ahead| Wrong { kind: ErrorKind::InvalidName, at: at.wrapping_add(ahead) })?;
        let found = value(rest, usize::from(name), names);
        let Value { at: value_at, len, odd } =
            found.map_err(|wrong| Wrong { at: at.wrapping_add(wrong.at), ..wrong })?;
        // The workspace cannot hold such a prefix twice: it is not declared.
        if prefix > Record::MAX_PREFIX || usize::from(tag.records) == max_records {
            return wrong(ErrorKind::UnboundPrefix, rest);
        }
        let record = record(base.wrapping_add(at), name, prefix, rest, value_at, len);
        tag.flags |= if odd { ODD } else { 0 } | if record.prefix() != 0 { PREFIXED } else { 0 };
        tag.declarations = tag.declarations.wrapping_add(u16::from(record.is_declaration()));
        record.store(room, tag.records);
        tag.records = tag.records.wrapping_add(1);
        rest = after(rest, value_at.wrapping_add(len).wrapping_add(1));
    }
    tag.len = bytes.len().wrapping_sub(rest.len());
    Ok(tag)
}

/// The value of an attribute, between its quotes.
pub(super) struct Value {
    pub(super) at: usize,
    pub(super) len: usize,
    /// It is not its bytes as they stand.
    odd: bool,
}

/// The value that follows the name of an attribute, which ends at `at`: `Eq quote value quote`; or what is wrong, where.
#[cfg_attr(not(small), inline(always))]
pub(super) fn value(bytes: &[u8], at: usize, names: Names) -> Result<Value, Wrong> {
    let wrong = |kind, at| Err(Wrong { kind, at });
    let spaces = |at: usize| at.wrapping_add(scan::spaces(after(bytes, at)));
    let (start, quote) = match after(bytes, at) {
        [b'=', b'"', ..] => (at.wrapping_add(2), b'"'),
        _ => {
            let equals = spaces(at);
            if bytes.get(equals) != Some(&b'=') {
                return wrong(ErrorKind::InvalidAttribute, equals);
            }
            let open = spaces(equals.wrapping_add(1));
            let Some(&quote @ (b'"' | b'\'')) = bytes.get(open) else {
                return wrong(ErrorKind::InvalidAttribute, open);
            };
            (open.wrapping_add(1), quote)
        }
    };
    let mut odd = false;
    let mut end = start;
    loop {
        let stop = scan::value(bytes, end);
        end = stop.unwrap_or(bytes.len());
        match bytes.get(end) {
            Some(&stop) if stop == quote => break,
            Some(b'"' | b'\'') => {}
            Some(b'&' | b'\t' | b'\n' | b'\r') => odd = true,
            None | Some(b'<') => return wrong(ErrorKind::InvalidAttribute, end),
            Some(0x80..) if names == Names::All => {}
            _ => return wrong(ErrorKind::InvalidChar, end),
        }
        end = end.wrapping_add(1);
    }
    Ok(Value { at: start, len: end.wrapping_sub(start), odd })
}

/// A record for the attribute whose bytes begin at `bytes` and at `at` in the arena.
#[inline(always)]
fn record(at: usize, name: u16, prefix: u16, bytes: &[u8], value_at: usize, value: usize) -> Record {
    let declaration = (prefix == 5 || name == 5 && prefix == 0) && bytes.first_chunk() == Some(b"xmlns");
    let value = Span { at: at.wrapping_add(value_at) as u16, len: value as u16 };
    Record::new(Span { at: at as u16, len: name }, prefix, value, declaration)
}

#[inline(never)]
fn normalise_all(arena: &mut [u8], records: u16) -> Result<(), Wrong> {
    for index in 0..records {
        let mut record = Record::load(arena, index);
        record.set_value_len(normalise(arena, record.value())?);
        record.store(arena, index);
    }
    Ok(())
}

/// Resolves references and normalises white space of a value in place; answers its new length.
/// XML 1.0, 2.11 and 3.3.3.
fn normalise(arena: &mut [u8], value: Span) -> Result<u16, Wrong> {
    let start = usize::from(value.at);
    let end = start.wrapping_add(usize::from(value.len));
    if !cfg!(small) && value.of(arena).iter().all(|&b| b >= 0x20 && b != b'&') {
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
                let code = loop {
                    let next = if from < end { arena.get(from).copied().unwrap_or(0) } else { 0 };
                    from = from.wrapping_add(1);
                    match reference.push(next) {
                        utf8::CUT => {}
                        utf8::INVALID => return Err(Wrong { kind: ErrorKind::InvalidReference, at }),
                        code => break code,
                    }
                };
                for &byte in first(&utf8::encode(code), utf8::len(code)) {
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
                .map(|r| (r.name().of(arena).to_vec(), r.prefix(), r.value().of(arena).to_vec(), r.is_declaration()))
                .collect(),
        )
    }

    /// What is read in the input reads the same when gathered; what is left, is left whole.
    fn compare(text: &[u8], counts: &mut (usize, usize)) {
        const BASE: usize = 7;
        let mut fast = [0xAA; 600];
        let plain = plain(text, 0, &mut fast, BASE, 500, 8).map(|tag| seen(tag, &fast));
        assert!(fast[..BASE].iter().all(|&b| b == 0xAA), "below the base");
        let Some(plain) = plain else {
            counts.1 += 1;
            return;
        };
        counts.0 += 1;
        let mut slow = [0; 600];
        slow[BASE..BASE + plain.0.len].copy_from_slice(&text[..plain.0.len]);
        assert_eq!(text[plain.0.len], b'>');
        match gathered(&mut slow, BASE, plain.0.len, false) {
            Ok(tag) => assert_eq!(plain, seen(tag, &slow), "{:?}", core::str::from_utf8(text)),
            Err(wrong) => panic!("{:?} at {} of {:?}", wrong.kind, wrong.at - BASE, core::str::from_utf8(text)),
        }
    }

    #[test]
    fn plain_tags_read_the_same_gathered() {
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
