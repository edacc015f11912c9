//! Character data, CDATA and references.

use super::super::chars;
use super::super::reference::Reference;
use super::super::scan::{self, Run};
use super::{CR, Engine, Mode, Result, Step, take};
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xsd::{class, utf8};

impl Engine<'_> {
    /// Text up to the next markup, or markup: at once if it is a tag of the common shape.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn content(&mut self, input: &mut &[u8]) -> Result<Step> {
        match input.first() {
            // Where flash is short no tag is read where it lies: one way is enough.
            Some(b'<') if self.held == 0 && cfg!(small) => Ok(self.open(input, Mode::Markup)),
            Some(b'<') if self.held == 0 => match input.get(1) {
                Some(b'/') => self.plain_end_tag(input),
                Some(b'!' | b'?') | None => Ok(self.open(input, Mode::Markup)),
                Some(_) => self.bare_start_tag(input),
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
            Some(_) => Err(self.fail(ErrorKind::ContentOutsideRoot, input.len())),
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
        if self.held != 0
            && let Some(step) = self.carried(input)?
        {
            return Ok(step);
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
                self.reference = Reference::default();
                self.open(input, Mode::Reference);
                self.reference(input)
            }
            Some(b'>') => Err(self.fail(ErrorKind::CdataEndInText, input.len())),
            Some(b'<') | None => Ok(Step::More),
            Some(b'\r') => Ok(self.line_end(input)),
            Some(_) => self.piece(input, run),
        }
    }

    /// Takes a CR: what it is, the next byte tells.
    fn line_end(&mut self, input: &mut &[u8]) -> Step {
        self.run = 0;
        self.held = CR;
        take(input, 1);
        Step::More
    }

    /// How many `]`, up to two, end the first `len` bytes, counting those of the piece before.
    #[inline]
    fn brackets(&self, input: &[u8], len: usize) -> u8 {
        let seen = first(input, len);
        let brackets = seen.iter().rev().take_while(|byte| **byte == b']').count();
        let before = if brackets == seen.len() { self.run } else { 0 };
        brackets.wrapping_add(before.into()).min(2) as u8
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
        let len = if run.ascii && run.len > 0 { run.len } else { self.check(input, run.len)? };
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
        self.complete_char(input)?;
        Ok(0)
    }

    /// Adds bytes to the character that is held; answers whether it is complete.
    pub(super) fn complete_char(&mut self, input: &mut &[u8]) -> Result<bool> {
        while let Some((&byte, rest)) = input.split_first() {
            // No character has more than 4 bytes.
            let held = usize::from(self.held) & 3;
            if let Some(place) = self.scratch.get_mut(held) {
                *place = byte;
            }
            let len = held.wrapping_add(1);
            let code = utf8::decode(first(&self.scratch, len));
            if code != utf8::CUT && !chars::is_char(code) {
                return Err(self.fail(chars::wrong(code), input.len().wrapping_add(held)));
            }
            *input = rest;
            self.held = len as u8;
            if code != utf8::CUT {
                self.scratch_len = core::mem::take(&mut self.held);
                return Ok(true);
            }
        }
        Ok(false)
    }

    #[cfg_attr(small, inline(never))]
    pub(super) fn reference(&mut self, input: &mut &[u8]) -> Result<Step> {
        while let Some(&byte) = input.first() {
            match self.reference.push(byte) {
                utf8::CUT => take(input, 1),
                utf8::INVALID => return Err(self.refuse_construct(ErrorKind::InvalidReference)),
                code => {
                    take(input, 1);
                    self.mode = Mode::Content;
                    self.scratch = utf8::encode(code);
                    self.scratch_len = utf8::len(code) as u8;
                    return Ok(Step::Text);
                }
            }
        }
        Ok(Step::More)
    }

    /// What stands between marks: CDATA up to `]]>`, a comment up to `-->`, a PI up to `?>`; what is text is so in CDATA
    /// only. `input` begins with `byte`. `run` counts the `]`, `-` or `?` just seen. `matched` is 0 right after the target
    /// of a PI, where only `?>` may follow a `?`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn marked(&mut self, input: &mut &[u8], byte: u8) -> Result<Step> {
        if self.held != 0
            && let Some(step) = self.carried(input)?
        {
            return Ok(step);
        }
        let (mark, most, stop) = match self.mode {
            Mode::Cdata => (b']', 2, class::CDATA_STOP),
            // The lean build refuses PIs before.
            Mode::Pi if crate::COMPLETE => (b'?', 1, class::SKIP_STOP),
            _ => (b'-', 2, class::SKIP_STOP),
        };
        let run = self.run;
        if run == most {
            if byte == b'>' {
                self.run = 0;
                self.mode = Mode::Content;
                take(input, 1);
                return Ok(Step::More);
            }
            if mark == b'-' {
                return Err(self.fail(ErrorKind::InvalidComment, input.len()));
            }
            if mark == b'?' && self.matched == 0 {
                return Err(self.fail(ErrorKind::InvalidPi, input.len()));
            }
        }
        if byte == mark {
            take(input, 1);
            // `]]]`: the first is text.
            if run == most {
                return Ok(self.own_text(b']', 1));
            }
            self.run = run.wrapping_add(1);
            return Ok(Step::More);
        }
        if run > 0 {
            self.run = 0;
            return Ok(self.own_text(b']', run));
        }
        match byte {
            b'\r' if mark == b']' => return Ok(self.line_end(input)),
            // The mark of the other construct.
            b'-' | b'?' if mark != b']' => {
                take(input, 1);
                return Ok(Step::More);
            }
            _ => {}
        }
        let run = match mark {
            b']' if !cfg!(small) => scan::cdata(input),
            _ => scan::until(input, stop),
        };
        self.piece(input, run)
    }
}
