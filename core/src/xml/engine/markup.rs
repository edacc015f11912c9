//! What follows a `<`: which construct it is, end tags, and the words after `<!`.

use super::super::scan;
use super::{Engine, Mode, Pending, Result, Step};
use crate::ErrorKind;
use crate::slice::after;
use crate::xsd::class;

/// What may come after `<!`, and a byte that does not.
const WORDS: &[u8] = b"[CDATA[ --";
const CDATA_END: u16 = 7;
const COMMENT: u16 = 8;
const COMMENT_END: u16 = 10;

impl Engine<'_> {
    /// Takes a `<` or `&`: what it opens is seen in this mode.
    #[inline(never)]
    pub(super) fn open(&mut self, mode: Mode) -> Step {
        self.mark = self.offset();
        self.run = 0;
        self.mode = mode;
        self.take(1);
        Step::More
    }

    /// The byte after a `<`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn markup(&mut self, byte: u8) -> Result<Step> {
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
        Ok(Step::More)
    }

    /// The end tag of the open element if it is whole and has no space in it; `input` stands at its `<`.
    #[inline(never)]
    pub(super) fn plain_end_tag(&mut self, input: &[u8]) -> Result<Step> {
        let name = self.current.name().of(self.arena);
        let found = input.get(2..).and_then(|rest| rest.split_at_checked(name.len()));
        let Some((found, [b'>', after @ ..])) = found else { return Ok(self.open(Mode::Markup)) };
        if self.depth == 0 || !scan::same(found, name) {
            return Ok(self.open(Mode::Markup));
        }
        self.run = 0;
        self.left = after.len();
        Ok(self.close())
    }

    #[inline]
    fn close(&mut self) -> Step {
        self.mode = Mode::Content;
        self.pending = Pending::Pop;
        Step::End
    }

    /// Compares the name of an end tag with the open element's, as it comes; behind it there may be space. `input` begins
    /// with `byte`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn end_tag(&mut self, input: &[u8], byte: u8) -> Result<Step> {
        if self.depth == 0 {
            return Err(self.refuse_construct(ErrorKind::MismatchedTag));
        }
        let name = after(self.current.name().of(self.arena), usize::from(self.matched));
        let same = input.iter().zip(name).take_while(|(a, b)| a == b).count();
        if same > 0 {
            self.matched = self.matched.wrapping_add(same as u16);
            self.take(same);
            return Ok(Step::More);
        }
        if name.is_empty() && byte == b'>' {
            self.take(1);
            return Ok(self.close());
        }
        if name.is_empty() && class::is(byte, class::SPACE) {
            // From here on a name cannot go on.
            self.matched = u16::MAX;
            self.take(1);
            return Ok(Step::More);
        }
        match self.matched {
            u16::MAX => Err(self.fail(ErrorKind::Syntax)),
            _ => Err(self.refuse_construct(ErrorKind::MismatchedTag)),
        }
    }

    /// A byte of the word after `<!`: `matched` is where in [`WORDS`].
    #[cfg_attr(small, inline(never))]
    pub(super) fn bang(&mut self, byte: u8) -> Result<Step> {
        self.fresh = false;
        let at = if self.matched == 0 && byte == b'-' { COMMENT } else { self.matched };
        if WORDS.get(usize::from(at)) != Some(&byte) {
            if byte == b'D' && self.matched == 0 && !self.root_seen {
                return Err(self.refuse_construct(ErrorKind::DtdForbidden));
            }
            return Err(self.fail(ErrorKind::Syntax));
        }
        self.matched = at.wrapping_add(1);
        self.mode = match self.matched {
            CDATA_END if self.depth == 0 => return Err(self.refuse_construct(ErrorKind::ContentOutsideRoot)),
            CDATA_END => Mode::Cdata,
            COMMENT_END => Mode::Comment,
            _ => Mode::Bang,
        };
        Ok(Step::More)
    }
}
