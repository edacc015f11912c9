//! Character data, CDATA and references.

use super::super::chars;
use super::super::reference::{Progress, Reference};
use super::super::scan::{self, Run};
use super::{CR, Engine, Mode, Result, Step, take};
use crate::ErrorKind;
use crate::slice::{after, copy, first};
use crate::xsd::{class, utf8};

impl Engine {
    /// Text up to the next markup, or markup: at once if it is a tag of the common shape.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn content(&mut self, arena: &mut [u8], input: &mut &[u8]) -> Result<Step> {
        match input.first() {
            // Where flash is short no tag is read where it lies: one way is enough.
            Some(b'<') if self.held == 0 && cfg!(small) => Ok(self.open_markup(input)),
            Some(b'<') if self.held == 0 => match input.get(1) {
                Some(b'/') => self.plain_end_tag(arena, input),
                Some(b'!' | b'?') | None => Ok(self.open_markup(input)),
                Some(_) => self.bare_start_tag(arena, input),
            },
            None => Ok(Step::More),
            Some(_) if self.depth == 0 => self.outside(input),
            Some(_) => self.text(input),
        }
    }

    /// White space before and after the root element.
    fn outside(&mut self, input: &mut &[u8]) -> Result<Step> {
        self.fresh = false;
        take(input, scan::spaces(input));
        match input.first() {
            Some(b'<') | None => Ok(Step::More),
            Some(_) => Err(self.fail(ErrorKind::ContentOutsideRoot, input)),
        }
    }

    /// Text that is short and plain, without a call.
    #[inline(never)]
    fn text(&mut self, input: &mut &[u8]) -> Result<Step> {
        if !cfg!(small)
            && self.held == 0
            && let Some(len) = scan::short_text(input)
            && len > 0
        {
            // What stops the run resets the count of `]`.
            take(input, len);
            return Ok(self.text_before(input, len));
        }
        self.text_of_any(input)
    }

    #[cfg_attr(not(small), inline(never))]
    fn text_of_any(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0 || input.first() == Some(&b'\r') {
            return self.text_after_cut(input);
        }
        let run = scan::text(input);
        if !cfg!(small)
            && let Some((text, rest @ [b'<' | b'&', ..])) = input.split_at_checked(run.len)
            && run.ascii
            && run.len > 0
        {
            *input = rest;
            return Ok(self.text_before(rest, text.len()));
        }
        self.text_run(input, run)
    }

    /// Text when the last chunk ended inside a character or a line end, or when a line end comes first.
    #[inline(never)]
    fn text_after_cut(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0
            && let Some(step) = self.carried(input)?
        {
            return Ok(step);
        }
        if let [b'\r', rest @ ..] = input {
            match rest.first() {
                Some(b'\n') => {}
                Some(_) => {
                    self.run = 0;
                    take(input, 1);
                    return Ok(self.own_text(b'\n', 1));
                }
                None => {
                    self.run = 0;
                    self.held = CR;
                    take(input, 1);
                    return Ok(Step::More);
                }
            }
            // Of CR LF the LF is the line end: the text goes on with it.
            self.run = 0;
            take(input, 1);
        }
        let run = scan::text(input);
        self.text_run(input, run)
    }

    /// The text that begins with a run, and what ends it when the run is empty.
    #[inline(never)]
    fn text_run(&mut self, input: &mut &[u8], run: Run) -> Result<Step> {
        let mut run = run;
        // A `>` is text, unless it comes after `]]`: the run goes on with it.
        while input.get(run.len) == Some(&b'>') && self.brackets(input, run.len) < 2 {
            let len = run.len.wrapping_add(1);
            let more = scan::text(after(input, len));
            run = Run { len: len.wrapping_add(more.len), ascii: run.ascii & more.ascii };
        }
        if run.len > 0 {
            // Only the end of the chunk and `>` leave it open whether `]]>` follows.
            self.run = match input.get(run.len) {
                None | Some(b'>') => self.brackets(input, run.len),
                Some(_) => 0,
            };
            return self.piece(input, run);
        }
        match input.first() {
            Some(b'&') => {
                self.mark = self.offset_at(input);
                self.run = 0;
                take(input, 1);
                self.reference = Reference::default();
                self.mode = Mode::Reference;
                self.reference(input)
            }
            Some(b'>') => Err(self.fail(ErrorKind::CdataEndInText, input)),
            Some(b'<') | None => Ok(Step::More),
            // CR comes here after another line end was skipped or a character completed.
            Some(b'\r') => Ok(Step::More),
            Some(_) => self.no_run(input),
        }
    }

    /// Deals with a byte that stops a run and means nothing.
    fn no_run(&mut self, input: &mut &[u8]) -> Result<Step> {
        if cfg!(small) && matches!(input.first(), Some(0x80..)) {
            self.check(input, input.len())?;
            return Ok(Step::More);
        }
        Err(self.fail(ErrorKind::InvalidChar, input))
    }

    /// How many `]`, up to two, end the first `len` bytes, counting those of the piece before.
    #[inline]
    fn brackets(&self, input: &[u8], len: usize) -> u8 {
        match first(input, len) {
            [.., b']', b']'] => 2,
            [b']'] => self.run.saturating_add(1).min(2),
            [.., b']'] => 1,
            [] => self.run,
            _ => 0,
        }
    }

    /// Deals with what the last chunk ended in; answers whether text can go on from here.
    #[inline(never)]
    fn carried(&mut self, input: &mut &[u8]) -> Result<Option<Step>> {
        if self.held == CR {
            self.held = 0;
            // Of CR LF the LF is the line end.
            return Ok(if input.first() == Some(&b'\n') { None } else { Some(self.own_text(b'\n', 1)) });
        }
        if self.complete_char(input)? {
            self.run = 0;
            return Ok(Some(Step::Text));
        }
        Ok(Some(Step::More))
    }

    /// Reports a run of text.
    #[inline]
    fn piece(&mut self, input: &mut &[u8], run: Run) -> Result<Step> {
        let len = if run.ascii { run.len } else { self.check(input, run.len)? };
        if len == 0 {
            return Ok(Step::More);
        }
        take(input, len);
        Ok(self.text_before(input, len))
    }

    /// The piece of so many bytes that stood before `rest`.
    #[inline(always)]
    fn text_before(&mut self, rest: &[u8], len: usize) -> Step {
        self.piece_len = len;
        self.piece_left = rest.len();
        self.scratch_len = 0;
        Step::Text
    }

    /// Checks the characters of a run at the start of `input`, and answers how many bytes of it are good and at hand.
    /// An error comes once nothing good is left before it; the start of a character at the end of the chunk is held.
    #[inline(never)]
    pub(super) fn check(&mut self, input: &mut &[u8], len: usize) -> Result<usize> {
        let run = first(input, len);
        // Where flash is short, a run holds nothing that is not good.
        let good = if cfg!(small) { 0 } else { chars::len(run) };
        if good > 0 {
            return Ok(good);
        }
        match utf8::decode(run) {
            utf8::CUT if len == input.len() => {
                copy(&mut self.scratch, run);
                self.held = len as u8;
                take(input, len);
                Ok(0)
            }
            code => Err(self.fail(chars::wrong(code), input)),
        }
    }

    /// Adds bytes to the character that is held; answers whether it is complete.
    pub(super) fn complete_char(&mut self, input: &mut &[u8]) -> Result<bool> {
        while let Some(&byte) = input.first() {
            let start = self.offset_at(input).wrapping_sub(u64::from(self.held));
            let held = usize::from(self.held);
            if let Some(place) = self.scratch.get_mut(held) {
                *place = byte;
            }
            let code = utf8::decode(first(&self.scratch, held.wrapping_add(1)));
            self.held = self.held.wrapping_add(1);
            match code {
                utf8::CUT => take(input, 1),
                code if !chars::is_good(code) => return Err(self.fail_at(chars::wrong(code), start)),
                _ => {
                    self.scratch_len = self.held;
                    self.held = 0;
                    take(input, 1);
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    pub(super) fn reference(&mut self, input: &mut &[u8]) -> Result<Step> {
        while let Some(&byte) = input.first() {
            match self.reference.push(byte) {
                Progress::More => take(input, 1),
                Progress::Char(c) => {
                    take(input, 1);
                    self.mode = Mode::Content;
                    self.scratch_len = c.encode_utf8(&mut self.scratch).len() as u8;
                    return Ok(Step::Text);
                }
                Progress::Invalid => return Err(self.refuse_construct(ErrorKind::InvalidReference)),
            }
        }
        Ok(Step::More)
    }

    /// What stands between marks: CDATA up to `]]>`, a comment up to `-->`, a PI up to `?>`. `run` counts the `]`, `-` or
    /// `?` just seen. `matched` is 0 right after the target of a PI, where only `?>` may follow a `?`.
    pub(super) fn marked(&mut self, input: &mut &[u8]) -> Result<Step> {
        let is_text = self.mode == Mode::Cdata;
        let step = self.marked_text(input, is_text)?;
        Ok(if is_text { step } else { Step::More })
    }

    #[inline(always)]
    fn marked_text(&mut self, input: &mut &[u8], is_text: bool) -> Result<Step> {
        if self.held != 0
            && let Some(step) = self.carried(input)?
        {
            return Ok(step);
        }
        let Some(&byte) = input.first() else { return Ok(Step::More) };
        let (mark, most, stop) = match self.mode {
            Mode::Cdata => (b']', 2, class::CDATA_STOP),
            // The lean build refuses PIs before.
            Mode::Pi if crate::COMPLETE => (b'?', 1, class::SKIP_STOP),
            _ => (b'-', 2, class::SKIP_STOP),
        };
        if self.run == most {
            if byte == b'>' {
                self.run = 0;
                self.mode = Mode::Content;
                take(input, 1);
                return Ok(Step::More);
            }
            if mark == b'-' {
                return Err(self.fail(ErrorKind::InvalidComment, input));
            }
            if mark == b'?' && self.matched == 0 {
                return Err(self.fail(ErrorKind::InvalidPi, input));
            }
        }
        if byte == mark {
            take(input, 1);
            // `]]]`: the first is text.
            if self.run == most {
                return Ok(self.own_text(b']', 1));
            }
            self.run = self.run.wrapping_add(1);
            return Ok(Step::More);
        }
        if self.run > 0 {
            let count = core::mem::take(&mut self.run);
            return Ok(self.own_text(b']', count));
        }
        if byte == b'\r' && is_text {
            take(input, 1);
            self.held = CR;
            return Ok(Step::More);
        }
        let run = match byte {
            // The mark of the other construct.
            b'-' | b'?' if !is_text => Run { len: 1, ascii: true },
            _ if is_text && !cfg!(small) => scan::cdata(input),
            _ => scan::until(input, stop),
        };
        if run.len > 0 { self.piece(input, run) } else { self.no_run(input) }
    }
}
