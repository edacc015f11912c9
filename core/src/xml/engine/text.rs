//! Character data, CDATA and references.

use super::super::reference::{Progress, Reference};
use super::super::scan::{self, Run};
use super::{CR, Engine, Mode, Piece, Result, Step, take};
use crate::ErrorKind;
use crate::slice::{after, first};

/// The good part of a run, and what follows it.
struct Checked {
    good: usize,
    then: Then,
}

enum Then {
    /// The run goes on to its end.
    Nothing,
    /// This error, right after the good part.
    Wrong(ErrorKind),
    /// The first bytes of a character, cut by the end of the chunk.
    Held,
}

impl Engine {
    /// Text up to the next markup, or markup: at once if it is a tag of the common shape.
    #[inline]
    pub(super) fn content(&mut self, arena: &mut [u8], input: &mut &[u8]) -> Result<Step> {
        match input.first() {
            Some(b'<') if self.held == 0 => match input.get(1) {
                Some(b'/') => self.plain_end_tag(arena, input),
                Some(b'!' | b'?') | None => Ok(self.open_markup(input)),
                Some(_) if cfg!(small) => self.plain_start_tag(arena, input, 0),
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

    #[inline(never)]
    fn text(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0 || input.first() == Some(&b'\r') {
            return self.text_after_cut(input);
        }
        let run = scan::text(input);
        if !cfg!(small)
            && let Some((text, rest @ [b'<' | b'&', ..])) = input.split_at_checked(run.len)
            && run.ascii
            && run.len > 0
        {
            // What stops the run resets the count of `]`.
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
        self.text_run(input, Run { len: 0, ascii: true })
    }

    /// The text that begins with a run, and what ends it when the run is empty.
    #[inline(never)]
    fn text_run(&mut self, input: &mut &[u8], run: Run) -> Result<Step> {
        let mut run = run;
        loop {
            if input.get(run.len) == Some(&b'>') {
                if self.brackets(input, run.len) == 2 {
                    break;
                }
                run.len = run.len.wrapping_add(1);
            }
            let more = scan::text(after(input, run.len));
            run.len = run.len.wrapping_add(more.len);
            run.ascii &= more.ascii;
            if input.get(run.len) != Some(&b'>') {
                break;
            }
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
        let checked = check_chars(run, len == input.len());
        if checked.good > 0 {
            return Ok(checked.good);
        }
        match checked.then {
            Then::Nothing => Ok(len),
            Then::Wrong(kind) => Err(self.fail(kind, input)),
            Then::Held => {
                for (place, byte) in self.scratch.iter_mut().zip(run) {
                    *place = *byte;
                }
                self.held = len as u8;
                take(input, len);
                Ok(0)
            }
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
            let bytes = first(&self.scratch, held.wrapping_add(1));
            match check_chars(bytes, true) {
                Checked { then: Then::Held, .. } => {
                    self.held = self.held.wrapping_add(1);
                    take(input, 1);
                }
                Checked { then: Then::Nothing, .. } => {
                    self.scratch_len = self.held.wrapping_add(1);
                    self.held = 0;
                    take(input, 1);
                    return Ok(true);
                }
                Checked { then: Then::Wrong(kind), .. } => return Err(self.fail_at(kind, start)),
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
                Progress::Invalid => return Err(self.fail_at(ErrorKind::InvalidReference, self.mark)),
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

/// Checks UTF-8 and Char. `open` says that the run was cut by the end of the chunk.
fn check_chars(run: &[u8], open: bool) -> Checked {
    let (valid, then) = match core::str::from_utf8(run) {
        Ok(_) => (run.len(), Then::Nothing),
        Err(e) if e.error_len().is_none() && open => (e.valid_up_to(), Then::Held),
        Err(e) => (e.valid_up_to(), Then::Wrong(ErrorKind::InvalidEncoding)),
    };
    match run.get(..valid).and_then(find_noncharacter) {
        Some(at) => Checked { good: at, then: Then::Wrong(ErrorKind::InvalidChar) },
        None => Checked { good: valid, then },
    }
}

/// Where U+FFFE or U+FFFF stands: EF BF BE, EF BF BF.
fn find_noncharacter(run: &[u8]) -> Option<usize> {
    // Most text has no EF at all, and this loop is vector code.
    if run.iter().fold(0, |seen, &b| seen | u8::from(b == 0xEF)) == 0 {
        return None;
    }
    run.windows(3).position(|w| matches!(w, [0xEF, 0xBF, 0xBE | 0xBF]))
}
