//! Character data, CDATA and references.

use super::super::escape::is_noncharacter;
use super::super::reference::{Progress, Reference};
use super::super::scan::{self, Run};
use super::{CR, Engine, Mode, Piece, Result, Step, take};
use crate::ErrorKind;
use crate::slice::{after, copy, first};
use crate::xsd::utf8;

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
                    return Ok(self.text_from(Piece::LineEnd));
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
            Some(_) => Err(self.fail(ErrorKind::InvalidChar, input)),
        }
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
            return Ok(if input.first() == Some(&b'\n') { None } else { Some(self.text_from(Piece::LineEnd)) });
        }
        if self.complete_char(input)? {
            self.run = 0;
            return Ok(Some(self.text_from(Piece::Scratch)));
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
        self.text_from(Piece::Input)
    }

    /// Checks the characters of a run at the start of `input`, and answers how many bytes of it are good and at hand.
    /// An error comes once nothing good is left before it; the start of a character at the end of the chunk is held.
    #[inline(never)]
    pub(super) fn check(&mut self, input: &mut &[u8], len: usize) -> Result<usize> {
        let run = first(input, len);
        let good = chars_len(run);
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
            code => Err(self.fail(wrong_char(code), input)),
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
                utf8::INVALID | 0xFFFE | 0xFFFF => return Err(self.fail_at(wrong_char(code), start)),
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
                    return Ok(self.text_from(Piece::Scratch));
                }
                Progress::Invalid => return Err(self.refuse_construct(ErrorKind::InvalidReference)),
            }
        }
        Ok(Step::More)
    }

    pub(super) fn cdata(&mut self, input: &mut &[u8]) -> Result<Step> {
        if input.is_empty() {
            return Ok(Step::More);
        }
        if self.held != 0
            && let Some(step) = self.carried(input)?
        {
            return Ok(step);
        }
        if self.run == 2 && input.first() == Some(&b'>') {
            self.run = 0;
            self.mode = Mode::Content;
            take(input, 1);
            return Ok(Step::More);
        }
        let run = scan::cdata(input);
        if run.len > 0 {
            if self.run > 0 {
                return Ok(self.withheld());
            }
            return self.piece(input, run);
        }
        match (input.first(), self.run) {
            (Some(b']'), 0 | 1) => {
                self.run = self.run.wrapping_add(1);
                take(input, 1);
                Ok(Step::More)
            }
            // `]]]`: the first is text.
            (Some(b']'), _) => {
                take(input, 1);
                Ok(self.text_from(Piece::Bracket))
            }
            (Some(b'\r'), 0) => {
                take(input, 1);
                self.held = CR;
                Ok(Step::More)
            }
            (Some(b'\r'), _) => Ok(self.withheld()),
            (Some(_), _) => Err(self.fail(ErrorKind::InvalidChar, input)),
            (None, _) => Ok(Step::More),
        }
    }

    fn withheld(&mut self) -> Step {
        let piece = if self.run == 2 { Piece::Brackets } else { Piece::Bracket };
        self.run = 0;
        self.text_from(piece)
    }
}

/// Bytes before the first that is not UTF-8, or begins a character that is no Char. XML 1.0, 2.2.
fn chars_len(run: &[u8]) -> usize {
    let valid = utf8::valid_len(run);
    find_noncharacter(first(run, valid)).unwrap_or(valid)
}

/// What is wrong with a character that was decoded as this.
fn wrong_char(code: u32) -> ErrorKind {
    if matches!(code, 0xFFFE | 0xFFFF) { ErrorKind::InvalidChar } else { ErrorKind::InvalidEncoding }
}

/// Where U+FFFE or U+FFFF stands: EF BF BE, EF BF BF.
fn find_noncharacter(run: &[u8]) -> Option<usize> {
    // Most text has no EF at all, and this loop is vector code.
    if !cfg!(small) && run.iter().fold(0, |seen, &b| seen | u8::from(b == 0xEF)) == 0 {
        return None;
    }
    run.windows(3).position(is_noncharacter)
}
