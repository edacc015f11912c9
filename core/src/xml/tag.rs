//! Start tags: names, attributes, quotes.
//!
//! One grammar for both ways a tag comes: [`plain`] takes one that lies whole in the input and is plain, [`gathered`] one
//! that was put together in the workspace, and every error. Which characters a name may have [`ncname`](crate::xsd::ncname) says.

use super::arena::Span;
use super::chars;
use super::front::Front;
use super::qname::{self, Names, qname};
use super::record::{self, RECORD, Raw, Record};
use super::reference::Reference;
use super::scan;
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xsd::utf8;
use crate::xsd::whitespace::is_space;
use core::cell::Cell;

/// A start tag: its name and how many records it left.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
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
pub(super) const ODD: u8 = 8;

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
    front: Option<&Front>,
) -> Option<Tag> {
    let room = arena.get_mut(base..)?;
    let name = match ends {
        0 => qname(input, Names::Plain).ok()?,
        ends => ends,
    };
    let slots = room.as_rchunks_mut().1.as_rchunks_mut().1;
    let beyond = slots.len().saturating_sub(max_records.into());
    let mut tag = Tag::default();
    parse(input, 0, name, slots.get_mut(beyond..)?, base, Names::Plain, &mut tag).ok()?;
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
        normalise_all(arena, tag.records, front).ok()?;
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

/// Parses the complete tag that stands at `base` and is `len` bytes long, and writes its records and what `tag` tells.
/// The reader has made room for as many as there are quotes.
#[inline(never)]
pub(super) fn gathered(
    arena: &mut [u8],
    base: usize,
    len: usize,
    is_ascii: bool,
    front: Option<&Front>,
    tag: &mut Tag,
) -> Result<(), Wrong> {
    let (head, room) = arena.split_at_mut_checked(base.wrapping_add(len)).unwrap_or_default();
    let bytes = after(head, base);
    let good = if is_ascii { bytes.len() } else { chars::len(bytes) };
    if good < bytes.len() {
        let code = utf8::decode(after(bytes, good));
        return Err(Wrong { kind: chars::wrong(code), at: base.wrapping_add(good) });
    }
    let name =
        qname(bytes, Names::All).map_err(|at| Wrong { kind: ErrorKind::InvalidName, at: base.wrapping_add(at) })?;
    parse(head, base, name, room.as_rchunks_mut().1.as_rchunks_mut().1, 0, Names::All, tag)?;
    if tag.flags & ODD != 0 {
        normalise_all(arena, tag.records, front)?;
    }
    Ok(())
}

/// Parses the tag that begins at `start`, whose [name](qname) was read, to be `base` bytes further on in the arena, and
/// writes its records, the last one first. With [`Names::All`] the bytes are UTF-8 and the tag is all that follow; else it ends
/// at its `>`, and an error only says that it is not plain.
#[cfg_attr(not(small), inline(always))]
fn parse(
    bytes: &[u8],
    start: usize,
    name: u32,
    records: &mut [Raw],
    base: usize,
    names: Names,
    tag: &mut Tag,
) -> Result<(), Wrong> {
    let wrong = |kind, rest: &[u8]| Err(Wrong { kind, at: bytes.len().wrapping_sub(rest.len()) });
    let (prefix, name) = ((name >> 16) as u16, name as u16);
    let mut records = records.iter_mut().rev();
    *tag = Tag { name, prefix, ..Tag::default() };
    let mut rest = after(bytes, start.wrapping_add(usize::from(name)));
    loop {
        let before = rest;
        while !cfg!(small)
            && let Some((&byte, after)) = rest.split_first()
            && is_space(byte)
        {
            rest = after;
        }
        if cfg!(small) {
            rest = after(rest, scan::spaces(rest));
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
        let name =
            qname(rest, names).map_err(|ahead| Wrong { kind: ErrorKind::InvalidName, at: at.wrapping_add(ahead) })?;
        let (prefix, name) = ((name >> 16) as u16, name as u16);
        let found = value(rest, usize::from(name), names);
        let Value { at: value_at, len, odd } =
            found.map_err(|wrong| Wrong { at: at.wrapping_add(wrong.at), ..wrong })?;
        // The workspace cannot hold such a prefix twice: it is not declared.
        let (Some(record), ..=Record::MAX_PREFIX) = (records.next(), prefix) else {
            return wrong(ErrorKind::UnboundPrefix, rest);
        };
        let declaration = (prefix == 5 || name == 5 && prefix == 0) && rest.first_chunk() == Some(b"xmlns");
        let at = base.wrapping_add(at);
        let value = Span::new(at.wrapping_add(value_at) as u16, len as u16);
        Record::write(record, Span::new(at as u16, name), prefix, value, declaration);
        tag.flags |= if odd { ODD } else { 0 } | if prefix != 0 { PREFIXED } else { 0 };
        tag.declarations = tag.declarations.wrapping_add(u16::from(declaration));
        tag.records = tag.records.wrapping_add(1);
        rest = after(rest, value_at.wrapping_add(len).wrapping_add(1));
    }
    tag.len = bytes.len().wrapping_sub(rest.len()).wrapping_sub(start);
    Ok(())
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
        [b'=', b'"', ..] if !cfg!(small) => (at.wrapping_add(2), b'"'),
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

/// Puts the values of a tag together in their places, after a front has noted where its names stand.
#[inline(never)]
fn normalise_all(arena: &mut [u8], records: u16, front: Option<&Front>) -> Result<(), Wrong> {
    if let Some(front) = front
        && crate::COMPLETE
    {
        (front.note)(arena, records)?;
    }
    let Some((arena, records)) = record::split(arena, records) else { return Ok(()) };
    for raw in records.iter_mut().rev() {
        let value = Record(raw).value();
        let bytes = arena.get_mut(usize::from(value.at())..value.end()).unwrap_or_default();
        let len = normalise(Cell::from_mut(bytes).as_slice_of_cells()).map_err(|at| wrong_reference(value, at))?;
        Record::set_value(raw, Span::new(value.at(), len as u16));
    }
    Ok(())
}

/// Finds the first wrong reference in a value, and changes nothing.
pub(super) fn check_references(arena: &[u8], records: &[Raw]) -> Result<(), Wrong> {
    for raw in records.iter().rev() {
        let value = Record(raw).value();
        let bytes = value.of(arena);
        let mut from = bytes.iter();
        while let Some(byte) = from.next() {
            let at = bytes.len().wrapping_sub(from.len()).wrapping_sub(1);
            if *byte == b'&' && referenced(|| from.next().copied()) == utf8::INVALID {
                return Err(wrong_reference(value, at));
            }
        }
    }
    Ok(())
}

fn wrong_reference(value: Span, at: usize) -> Wrong {
    Wrong { kind: ErrorKind::InvalidReference, at: usize::from(value.at()).wrapping_add(at) }
}

/// Resolves references and normalises white space of a value in place; answers its new length, or where a reference is
/// wrong. XML 1.0, 2.11 and 3.3.3.
#[inline(always)]
fn normalise(value: &[Cell<u8>]) -> Result<usize, usize> {
    if !cfg!(small) && value.iter().all(|b| b.get() >= 0x20 && b.get() != b'&') {
        return Ok(value.len());
    }
    let (mut from, mut places) = (value.iter(), value.iter());
    loop {
        let at = value.len().wrapping_sub(from.len());
        let Some(byte) = from.next() else { break };
        let mut put = |byte| {
            if let Some(place) = places.next() {
                place.set(byte);
            }
        };
        match byte.get() {
            b'&' => {
                let code = referenced(|| from.next().map(Cell::get));
                if code == utf8::INVALID {
                    return Err(at);
                }
                first(&utf8::encode(code), utf8::len(code)).iter().copied().for_each(put);
            }
            b'\r' if from.as_slice().first().is_some_and(|next| next.get() == b'\n') => {}
            // No other control characters are left.
            ..b' ' => put(b' '),
            byte => put(byte),
        }
    }
    Ok(value.len().wrapping_sub(places.len()))
}

/// The character of the reference whose bytes after the `&` are these, or [`utf8::INVALID`].
#[inline(always)]
fn referenced(mut next: impl FnMut() -> Option<u8>) -> u32 {
    let mut reference = Reference::default();
    loop {
        match reference.push(next().unwrap_or_default()) {
            utf8::CUT => {}
            code => return code,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    /// The tag, and what its records say.
    type Seen = (Tag, Vec<(Vec<u8>, u16, Vec<u8>, bool)>);

    fn seen(tag: Tag, arena: &[u8]) -> Seen {
        let records = record::records(arena, tag.records).iter().rev().map(Record);
        let bytes = |span: Span| span.of(arena).to_vec();
        (tag, records.map(|r| (bytes(r.name()), r.prefix().len(), bytes(r.value()), r.is_declaration())).collect())
    }

    /// What is read in the input reads the same when gathered; what is left, is left whole.
    fn compare(text: &[u8], counts: &mut (usize, usize)) {
        const BASE: usize = 7;
        let mut fast = [0xAA; 600];
        let plain = plain(text, 0, &mut fast, BASE, 500, 8, None).map(|tag| seen(tag, &fast));
        assert!(fast[..BASE].iter().all(|&b| b == 0xAA), "below the base");
        let Some(plain) = plain else {
            counts.1 += 1;
            return;
        };
        counts.0 += 1;
        let mut slow = [0; 600];
        slow[BASE..BASE + plain.0.len].copy_from_slice(&text[..plain.0.len]);
        assert_eq!(text[plain.0.len], b'>');
        let mut tag = Tag::default();
        match gathered(&mut slow, BASE, plain.0.len, false, None, &mut tag) {
            Ok(()) => assert_eq!(plain, seen(tag, &slow), "{:?}", core::str::from_utf8(text)),
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
