//! Encodings by name.

use super::scan;

/// An encoding this crate can read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
#[repr(u8)]
#[non_exhaustive]
pub enum Encoding {
    /// UTF-8, with or without byte order mark; US-ASCII is read as UTF-8.
    Utf8 = 0,
    /// UTF-16, low byte first.
    Utf16Le = 1,
    /// UTF-16, high byte first.
    Utf16Be = 2,
    /// ISO-8859-1.
    Latin1 = 3,
    /// windows-1252, which fills the control range of ISO-8859-1 with printable characters.
    Windows1252 = 4,
}

const UTF8: &[u8] = b"utf-8 utf8 us-ascii ascii ";
const UTF16: &[u8] = b"utf-16 utf-16le utf-16be ";

/// What a declared name may stand for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Declared {
    Utf8,
    /// Either order: the bytes say which.
    Utf16,
}

impl Encoding {
    /// Bytes that this text in UTF-8 takes in the encoding.
    #[cold]
    pub(super) fn len_of(self, text: &[u8]) -> u64 {
        match self {
            Encoding::Utf8 => text.len() as u64,
            _ => self.units(text).wrapping_mul(self.unit()),
        }
    }

    /// Code units that this text in UTF-8 takes in an encoding other than that.
    pub(super) fn units(self, text: &[u8]) -> u64 {
        let is_pair = |byte| byte >= 0xF0 && matches!(self, Encoding::Utf16Le | Encoding::Utf16Be);
        text.iter().fold(0, |units: u64, &byte| match byte {
            // Of a character the first byte counts; one beyond the first plane is a pair in UTF-16.
            0x80..=0xBF => units,
            byte => units.wrapping_add(1).wrapping_add(u64::from(is_pair(byte))),
        })
    }

    /// Bytes of a code unit.
    pub(super) fn unit(self) -> u64 {
        if matches!(self, Encoding::Utf16Le | Encoding::Utf16Be) { 2 } else { 1 }
    }

    /// The encoding with this name, in any case, as in a `charset` parameter. `UTF-16` alone is big-endian unless a
    /// byte order mark says otherwise. RFC 2781, 4.3.
    pub fn from_name(name: &[u8]) -> Option<Encoding> {
        if scan::is_one_of(name, b"utf-16le ") {
            return Some(Encoding::Utf16Le);
        }
        if scan::is_one_of(name, UTF8) {
            return Some(Encoding::Utf8);
        }
        if scan::is_one_of(name, UTF16) { Some(Encoding::Utf16Be) } else { of_bytes(name) }
    }
}

/// Which form of Unicode the declaration of a document names.
pub(super) fn declared(name: &[u8]) -> Option<Declared> {
    if scan::is_one_of(name, UTF8) {
        return Some(Declared::Utf8);
    }
    // The lean build leaves out whatever is not UTF-8.
    if crate::COMPLETE && scan::is_one_of(name, UTF16) { Some(Declared::Utf16) } else { None }
}

/// The encoding with this name that has one byte for each character.
pub(super) fn of_bytes(name: &[u8]) -> Option<Encoding> {
    const NAMES: [(Encoding, &[u8]); 2] =
        [(Encoding::Latin1, b"iso-8859-1 latin1 "), (Encoding::Windows1252, b"windows-1252 cp1252 ")];
    NAMES.iter().find(|(_, names)| scan::is_one_of(name, names)).map(|&(encoding, _)| encoding)
}
