//! The transcoding front: UTF-16, ISO-8859-1 and windows-1252 in, UTF-8 into the engine.
//!
//! It holds one character. ASCII runs of the one-byte encodings go through untouched; any other character is encoded
//! into four bytes here. Offsets stay those of the source. Nothing of this is linked unless
//! [`Reader::accept_encodings`](super::Reader::accept_encodings) is called.

use super::encoding::{self, Encoding};
use super::engine::{Engine, Latched};
use super::event::Kind as Step;
use super::places;
use super::tag::Wrong;
use crate::ErrorKind;

/// The byte order mark.
const MARK: char = '\u{FEFF}';
/// What it reads as in the wrong order: no character.
const SWAPPED: char = '\u{FFFE}';

/// Takes one step through a front, as [`Engine::step`] does without one.
type StepOf<T> = fn(&mut T, &mut Engine<'_>, &mut &[u8], bool) -> Result<Step, Latched>;

/// What there is to reading other encodings than UTF-8, for a reader that does.
pub(super) struct Front {
    pub(super) step: StepOf<Transcoder>,
    /// The encoding of bytes with this name.
    pub(super) named: fn(&[u8]) -> Option<Encoding>,
    /// Bytes that a text in UTF-8 takes in an encoding.
    pub(super) len_of: fn(Encoding, &[u8]) -> u64,
    /// Notes where the names of a tag stand.
    pub(super) note: fn(&mut [u8], u16) -> Result<(), Wrong>,
    /// Bytes of the message before a name of a tag that may have notes.
    pub(super) before: fn(Encoding, &[u8], usize, usize, u16) -> u64,
}

/// The character at hand.
#[derive(Default)]
pub(super) struct Transcoder {
    encoding: Option<Encoding>,
    /// Bytes of the source that do not make a character yet.
    held: [u8; 4],
    held_len: u8,
    /// The character in UTF-8: the engine has taken `taken` of `len` bytes; it took `source` bytes of the input.
    utf8: [u8; 4],
    len: u8,
    taken: u8,
    source: u8,
    /// The last piece of text is in `utf8`, not in the input.
    own: bool,
    /// How many of the next bytes are known to be the same in UTF-8.
    plain: u16,
}

impl Transcoder {
    pub(super) fn active(&self) -> bool {
        crate::COMPLETE && self.encoding.is_some()
    }

    pub(super) fn switch(&mut self, encoding: Encoding) {
        self.encoding = Some(encoding);
    }

    /// Bytes taken from the input that the engine has not been told of.
    pub(super) fn held(&self) -> u64 {
        u64::from(if !crate::COMPLETE {
            0
        } else if self.taken < self.len {
            self.source
        } else {
            self.held_len
        })
    }

    /// The bytes in which the last piece of text lies, when it is not in the input.
    pub(super) fn own_text(&self) -> Option<&[u8]> {
        if crate::COMPLETE && self.own { self.utf8.get(..usize::from(self.len)) } else { None }
    }

    fn step(&mut self, engine: &mut Engine<'_>, input: &mut &[u8], last: bool) -> Result<Step, Latched> {
        loop {
            self.own = self.taken < self.len;
            if self.own {
                let start = engine.offset();
                let mut rest = self.utf8.get(usize::from(self.taken)..usize::from(self.len)).unwrap_or_default();
                let step = engine.step(&mut rest, false)?;
                self.taken = self.len.wrapping_sub(rest.len() as u8);
                let done = if rest.is_empty() { self.source } else { 0 };
                engine.set_offset(start.wrapping_add(u64::from(done)));
                match step {
                    Step::NeedInput => continue,
                    step => return Ok(step),
                }
            }
            let run = self.plain_run(input);
            if run > 0 {
                let mut part = input.get(..run).unwrap_or_default();
                let step = engine.step(&mut part, false)?;
                let after = input.len().wrapping_sub(run);
                self.plain = self.plain.wrapping_sub(run.wrapping_sub(part.len()) as u16);
                *input = input.get(run.wrapping_sub(part.len())..).unwrap_or_default();
                match step {
                    Step::NeedInput => continue,
                    step => {
                        engine.widen(after);
                        return Ok(step);
                    }
                }
            }
            if input.is_empty() {
                // What the engine still has to say comes before what is missing.
                let cut = last && self.held_len > 0;
                return match engine.step(&mut &[][..], last && !cut)? {
                    Step::NeedInput if cut => Err(engine.refuse(ErrorKind::UnexpectedEnd, self.held())),
                    step => Ok(step),
                };
            }
            if !self.next_char(engine.offset() == 0, input) {
                // As above: a tag may still have to end.
                return match engine.step(&mut &[][..], false)? {
                    Step::NeedInput => Err(engine.refuse(ErrorKind::InvalidEncoding, 0)),
                    step => Ok(step),
                };
            }
        }
    }

    /// Bytes at the start of the input that are the same in UTF-8. They are counted once for the many steps they make.
    fn plain_run(&mut self, input: &[u8]) -> usize {
        if self.plain == 0 && matches!(self.encoding, Some(Encoding::Latin1 | Encoding::Windows1252)) {
            self.plain = input.iter().take(usize::from(u16::MAX)).take_while(|b| b.is_ascii()).count() as u16;
        }
        usize::from(self.plain).min(input.len())
    }

    /// Takes bytes until they make a character or the input is used up; answers whether they can be one.
    /// The `first` character may be a byte order mark of UTF-16 that corrects the order.
    fn next_char(&mut self, first: bool, input: &mut &[u8]) -> bool {
        while let Some((&byte, rest)) = input.split_first() {
            let mut held = self.held;
            let count = usize::from(self.held_len).wrapping_add(1);
            if let Some(place) = held.get_mut(usize::from(self.held_len)) {
                *place = byte;
            }
            let encoding = self.encoding.unwrap_or(Encoding::Utf8);
            match decode(encoding, held.get(..count).unwrap_or_default()) {
                Decoded::More => {
                    self.held = held;
                    self.held_len = count as u8;
                    *input = rest;
                }
                Decoded::Char(c) => {
                    let c = if first && c == SWAPPED { self.swap() } else { c };
                    *input = rest;
                    self.held_len = 0;
                    self.source = count as u8;
                    self.taken = 0;
                    self.len = c.encode_utf8(&mut self.utf8).len() as u8;
                    return true;
                }
                Decoded::Invalid => return false,
            }
        }
        true
    }

    /// Takes the other order of UTF-16; answers the byte order mark that told.
    #[cold]
    fn swap(&mut self) -> char {
        self.encoding = match self.encoding {
            Some(Encoding::Utf16Le) => Some(Encoding::Utf16Be),
            _ => Some(Encoding::Utf16Le),
        };
        MARK
    }
}

/// The front, as the reader holds it.
pub(super) static FRONT: Front = Front {
    step: Transcoder::step,
    named: encoding::of_bytes,
    len_of: Encoding::len_of,
    note: places::note,
    before: places::before,
};

enum Decoded {
    More,
    Char(char),
    Invalid,
}

fn decode(encoding: Encoding, bytes: &[u8]) -> Decoded {
    let unit = |low: u8, high: u8| match encoding {
        Encoding::Utf16Le => u16::from_le_bytes([low, high]),
        _ => u16::from_be_bytes([low, high]),
    };
    match (encoding, bytes) {
        (Encoding::Windows1252, &[byte @ 0x80..=0x9F]) => {
            match WINDOWS_1252.get(usize::from(byte).wrapping_sub(0x80)) {
                Some(&code) if code != 0 => code_point(u32::from(code)),
                _ => Decoded::Invalid,
            }
        }
        (Encoding::Latin1 | Encoding::Windows1252, &[byte]) => Decoded::Char(char::from(byte)),
        (Encoding::Utf16Le | Encoding::Utf16Be, &[a, b]) => match unit(a, b) {
            0xD800..=0xDBFF => Decoded::More,
            code => code_point(u32::from(code)),
        },
        (Encoding::Utf16Le | Encoding::Utf16Be, &[a, b, c, d]) => {
            match char::decode_utf16([unit(a, b), unit(c, d)]).next() {
                Some(Ok(c)) => Decoded::Char(c),
                _ => Decoded::Invalid,
            }
        }
        (Encoding::Utf16Le | Encoding::Utf16Be, _) => Decoded::More,
        _ => Decoded::Invalid,
    }
}

fn code_point(code: u32) -> Decoded {
    match char::from_u32(code) {
        Some(c) => Decoded::Char(c),
        None => Decoded::Invalid,
    }
}

/// 0x80 to 0x9F; 0 where the code page has no character.
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0,
    0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
];
