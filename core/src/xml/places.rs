//! Where the names of a tag stood in a message that is not in UTF-8.
//!
//! An error in a tag is told by the bytes before it, which are counted in the workspace. Once a value is put together there,
//! its references and line ends are no longer what they were in the message, so what is before each name is noted first,
//! in the last two of the bytes between the name and its value: `=`, white space and the quote, which nothing looks at again.

use super::encoding::Encoding;
use super::record::{self, Record};
use super::tag::{self, Wrong};

/// Notes before each value of the tag at hand how many code units, those of UTF-16, are between the first name and its own.
/// A wrong reference is refused while all is as it was written.
pub(super) fn note(arena: &mut [u8], records: u16) -> Result<(), Wrong> {
    let Some((arena, records)) = record::split(arena, records) else { return Ok(()) };
    tag::check_references(arena, records)?;
    let (mut units, mut from) = (0u16, None);
    for raw in records.iter().rev() {
        let (name, value) = (usize::from(Record(raw).name().at()), usize::from(Record(raw).value().at()));
        let mut count = |to| {
            let text = arena.get(from.unwrap_or(to)..to).unwrap_or_default();
            from = Some(to);
            // There are no more than bytes in the workspace.
            units = units.wrapping_add(Encoding::Utf16Le.units(text) as u16);
            units
        };
        let before = count(name);
        count(value);
        if let Some(place) = arena.get_mut(value.wrapping_sub(NOTE)..).and_then(|room| room.first_chunk_mut()) {
            *place = before.to_le_bytes();
        }
    }
    Ok(())
}

/// Bytes of a message in this encoding from the first of the tag, which stands at `base`, to the one at `at`, where no value
/// is. The records are those of a tag with [notes](note).
pub(super) fn before(encoding: Encoding, arena: &[u8], base: usize, at: usize, records: u16) -> u64 {
    let len_of = |to| encoding.len_of(arena.get(base..to).unwrap_or_default());
    let records = record::records(arena, records);
    let noted = records.iter().map(Record).find(|record| usize::from(record.name().at()) == at).and_then(|record| {
        let place = usize::from(record.value().at()).wrapping_sub(NOTE);
        arena.get(place..)?.first_chunk()
    });
    match (noted, records.last().map(Record)) {
        (Some(units), Some(first)) if encoding != Encoding::Utf8 => {
            let units = u64::from(u16::from_le_bytes(*units));
            len_of(first.name().at().into()).wrapping_add(units.wrapping_mul(encoding.unit()))
        }
        _ => len_of(at),
    }
}

/// Bytes of a note.
const NOTE: usize = 2;
