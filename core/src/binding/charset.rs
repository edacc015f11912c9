//! The encoding that the charset of a media type names.

use crate::http::value::Word;
use crate::xml::Encoding;

/// The encoding with this name; `None` for one that is not known.
pub(super) fn encoding(charset: &Word<'_>) -> Option<Encoding> {
    /// Bytes of the longest name that is known, and more.
    const NAME: usize = 24;
    let mut name = [0; NAME];
    charset.decode(&mut name).ok().and_then(Encoding::from_name)
}
