//! What follows a `<`: which construct it is, end tags, and the words after `<!`.

use super::super::scan;
use super::{Engine, Mode, Pending, Result, Step, take};
use crate::ErrorKind;
use crate::slice::after;

/// What may come after `<!`, and a byte that does not.
const WORDS: &[u8] = b"[CDATA[ --";
const CDATA_END: u16 = 7;
const COMMENT: u16 = 8;
const COMMENT_END: u16 = 10;

impl Engine<'_> {
    /// Takes the `<` or `&` at which `input` stands: what it opens is seen in this mode.
    #[inline(never)]
    pub(super) fn open(&mut self, input: &mut &[u8], mode: Mode) -> Step {
        self.mark = self.offset_at(input.len());
        self.run = 0;
        self.mode = mode;
        take(input, 1);
        Step::More
    }

    /// `input` stands after a `<`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn markup(&mut self, input: &mut &[u8], byte: u8) -> Result<Step> {
        self.matched = 0;
        self.mode = match byte {
            b'/' => Mode::EndTag,
            b'!' => Mode::Bang,
            b'?' => {
                self.open_gather(self.top);
                Mode::PiTarget
            }
            _ => return self.start_tag(),
        };
        take(input, 1);
        Ok(Step::More)
    }

    /// The end tag of the open element if it is whole and has no space in it; `input` stands at its `<`.
    #[inline(never)]
    pub(super) fn plain_end_tag(&mut self, input: &mut &[u8]) -> Result<Step> {
        let name = self.current.name().of(self.arena);
        let found = input.get(2..).and_then(|rest| rest.split_at_checked(name.len()));
        let Some((found, [b'>', after @ ..])) = found else { return Ok(self.open(input, Mode::Markup)) };
        if self.depth == 0 || !scan::same(found, name) {
            return Ok(self.open(input, Mode::Markup));
        }
        self.run = 0;
        *input = after;
        Ok(self.close())
    }

    #[inline]
    fn close(&mut self) -> Step {
        self.mode = Mode::Content;
        self.pending = Pending::Pop;
        Step::End
    }

    /// Compares the name of an end tag with the open element's, as it comes; behind it there may be space.
    #[cfg_attr(small, inline(never))]
    pub(super) fn end_tag(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.depth == 0 {
            return Err(self.refuse_construct(ErrorKind::MismatchedTag));
        }
        let name = after(self.current.name().of(self.arena), usize::from(self.matched));
        let same = input.iter().zip(name).take_while(|(a, b)| a == b).count();
        take(input, same);
        self.matched = self.matched.wrapping_add(same as u16);
        if same == name.len() {
            let spaces = scan::spaces(input);
            take(input, spaces);
            // From here on a name cannot go on.
            if spaces > 0 {
                self.matched = u16::MAX;
            }
            match input.first() {
                Some(b'>') => {
                    take(input, 1);
                    return Ok(self.close());
                }
                Some(_) if self.matched == u16::MAX => return Err(self.fail(ErrorKind::Syntax, input.len())),
                _ => {}
            }
        }
        if input.is_empty() { Ok(Step::More) } else { Err(self.refuse_construct(ErrorKind::MismatchedTag)) }
    }

    /// `input` stands after `<!`, or in the word that follows: `matched` is where in [`WORDS`].
    #[cfg_attr(small, inline(never))]
    pub(super) fn bang(&mut self, input: &mut &[u8]) -> Result<Step> {
        self.fresh = false;
        while let Some((&byte, rest)) = input.split_first() {
            let at = if self.matched == 0 && byte == b'-' { COMMENT } else { self.matched };
            if WORDS.get(usize::from(at)) != Some(&byte) {
                let before_root = self.depth == 0 && !self.root_seen;
                if byte == b'D' && self.matched == 0 && before_root {
                    return Err(self.refuse_construct(ErrorKind::DtdForbidden));
                }
                return Err(self.fail(ErrorKind::Syntax, input.len()));
            }
            *input = rest;
            self.matched = at.wrapping_add(1);
            self.mode = match self.matched {
                CDATA_END if self.depth == 0 => return Err(self.refuse_construct(ErrorKind::ContentOutsideRoot)),
                CDATA_END => Mode::Cdata,
                COMMENT_END => Mode::Comment,
                _ => continue,
            };
            break;
        }
        Ok(Step::More)
    }
}
