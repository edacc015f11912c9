//! One text from several, in memory of the caller.

use crate::xml::Str;
use crate::{Error, Limit};

/// Puts these texts together in `memory`.
///
/// # Errors
/// `limit`, with what the memory must hold.
pub(crate) fn gather<'b>(
    memory: &'b mut [u8],
    limit: Limit,
    parts: &mut dyn Iterator<Item = &str>,
) -> Result<Str<'b>, Error> {
    let mut len = 0_usize;
    for part in parts {
        for (to, from) in memory.iter_mut().skip(len).zip(part.as_bytes()) {
            *to = *from;
        }
        len = len.saturating_add(part.len());
    }
    match memory.get(..len) {
        Some(text) => Ok(Str::checked(text)),
        None => Err(Error::limit(limit, len as u64, 0)),
    }
}
