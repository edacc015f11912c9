//! What follows a `<`: which construct it is, end tags, and the words after `<!`.

use super::super::scan;
use super::{Engine, Mode, Pending, Result, Step, take};
use crate::ErrorKind;
use crate::slice::after;

const CDATA: &[u8] = b"[CDATA[";
const COMMENT: &[u8] = b"--";

impl Engine {
    /// Takes the `<` at which `input` stands: which markup it opens is seen later.
    #[inline(never)]
    pub(super) fn open_markup(&mut self, input: &mut &[u8]) -> Step {
        self.mark = self.offset_at(input);
        self.run = 0;
        take(input, 1);
        self.mode = Mode::Markup;
        Step::More
    }

    /// `input` stands after a `<`.
    pub(super) fn markup(&mut self, arena: &mut [u8], input: &mut &[u8]) -> Result<Step> {
        let Some(&byte) = input.first() else { return Ok(Step::More) };
        match byte {
            b'/' => {
                take(input, 1);
                self.matched = 0;
                self.mode = Mode::EndTag;
            }
            b'!' => {
                take(input, 1);
                self.matched = 0;
                self.mode = Mode::Bang;
            }
            b'?' => {
                take(input, 1);
                self.open_gather(self.top);
                self.matched = 0;
                self.mode = Mode::PiTarget;
            }
            _ => return self.start_tag(arena),
        }
        Ok(Step::More)
    }

    /// The end tag of the open element if it is whole and has no space in it; `input` stands at its `<`.
    #[inline(never)]
    pub(super) fn plain_end_tag(&mut self, arena: &[u8], input: &mut &[u8]) -> Result<Step> {
        let name = self.current.name().of(arena);
        let found = input.get(2..).and_then(|rest| rest.split_at_checked(name.len()));
        let Some((found, [b'>', after @ ..])) = found else { return Ok(self.open_markup(input)) };
        if self.depth == 0 || !scan::same(found, name) {
            return Ok(self.open_markup(input));
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

    /// Compares the name of an end tag with the open element's, as it comes.
    pub(super) fn end_tag_name(&mut self, arena: &[u8], input: &mut &[u8]) -> Result<Step> {
        let open = if self.depth > 0 { self.current.name().of(arena) } else { &[] };
        let name = after(open, usize::from(self.matched));
        let same = input.iter().zip(name).take_while(|(a, b)| a == b).count();
        self.matched = self.matched.wrapping_add(same as u16);
        let missing = name.len().wrapping_sub(same);
        take(input, same);
        if missing == 0 && self.depth > 0 {
            self.mode = Mode::EndTagSpace;
            return Ok(Step::More);
        }
        match input.first() {
            None => Ok(Step::More),
            Some(_) => Err(self.refuse_construct(ErrorKind::MismatchedTag)),
        }
    }

    pub(super) fn end_tag_space(&mut self, input: &mut &[u8]) -> Result<Step> {
        let spaces = scan::spaces(input);
        take(input, spaces);
        // From here on a name cannot go on: `matched` marks that a space was seen.
        if spaces > 0 {
            self.matched = u16::MAX;
        }
        match input.first() {
            None => Ok(Step::More),
            Some(b'>') => {
                take(input, 1);
                Ok(self.close())
            }
            Some(_) if self.matched == u16::MAX => Err(self.fail(ErrorKind::Syntax, input)),
            Some(_) => Err(self.refuse_construct(ErrorKind::MismatchedTag)),
        }
    }

    /// `input` stands after `<!`, or in the word that follows: `--` or `[CDATA[`, whose first byte tells which.
    pub(super) fn bang(&mut self, input: &mut &[u8]) -> Result<Step> {
        self.fresh = false;
        while let Some(&byte) = input.first() {
            if self.matched == 0 {
                self.gather.quote = byte;
            }
            let comment = self.gather.quote == b'-';
            let word = if comment { COMMENT } else { CDATA };
            if word.get(usize::from(self.matched)) != Some(&byte) {
                let before_root = self.depth == 0 && !self.root_seen;
                if byte == b'D' && self.matched == 0 && before_root {
                    return Err(self.refuse_construct(ErrorKind::DtdForbidden));
                }
                return Err(self.fail(ErrorKind::Syntax, input));
            }
            take(input, 1);
            self.matched = self.matched.wrapping_add(1);
            if usize::from(self.matched) == word.len() {
                if !comment && self.depth == 0 {
                    return Err(self.refuse_construct(ErrorKind::ContentOutsideRoot));
                }
                self.run = 0;
                self.mode = if comment { Mode::Comment } else { Mode::Cdata };
                break;
            }
        }
        Ok(Step::More)
    }
}
