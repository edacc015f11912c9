//! Character data, CDATA and references.

use super::super::chars;
use super::super::reference::Reference;
use super::super::scan::{self, Run};
use super::{CR, Engine, Mode, Result, Step};
use crate::ErrorKind;
use crate::slice::{after, first};
use crate::xsd::{class, utf8};

impl Engine<'_> {
    /// Text up to the next markup, or markup: at once if it is a tag of the common shape.
    #[cfg_attr(not(small), inline(always))]
    pub(super) fn content(&mut self, input: &[u8]) -> Result<Step> {
        match input.first() {
            // Where flash is short no tag is read where it lies: one way is enough.
            Some(b'<') if self.held == 0 && cfg!(small) => Ok(self.open(Mode::Markup)),
            Some(b'<') if self.held == 0 => match input.get(1) {
                Some(b'/') => self.plain_end_tag(input),
                Some(b'!' | b'?') | None => Ok(self.open(Mode::Markup)),
                Some(_) => self.bare_start_tag(input),
            },
            None => Ok(Step::More),
            Some(&byte) if self.depth == 0 => self.outside(byte),
            Some(&byte) => self.text(input, byte),
        }
    }

    /// White space before and after the root element.
    fn outside(&mut self, byte: u8) -> Result<Step> {
        self.fresh = false;
        if !class::is(byte, class::SPACE) {
            return Err(self.fail(ErrorKind::ContentOutsideRoot));
        }
        self.take(1);
        Ok(Step::More)
    }

    /// Text that is short and plain, without a call.
    #[inline(never)]
    fn text(&mut self, input: &[u8], byte: u8) -> Result<Step> {
        if !cfg!(small)
            && self.held == 0
            && let Some(len) = scan::short_text(input)
            && len > 0
        {
            // What stops the run resets the count of `]`.
            return Ok(self.text_of(len));
        }
        self.text_of_any(input, byte)
    }

    #[cfg_attr(not(small), inline(never))]
    fn text_of_any(&mut self, input: &[u8], byte: u8) -> Result<Step> {
        if self.held != 0
            && let Some(step) = self.carried(byte)?
        {
            return Ok(step);
        }
        let run = scan::text(input);
        if !cfg!(small)
            && let Some([b'<' | b'&', ..]) = input.get(run.len..)
            && run.ascii
            && run.len > 0
        {
            return Ok(self.text_of(run.len));
        }
        self.text_run(input, byte, run)
    }

    /// The text that begins with a run, and what ends it when the run is empty.
    #[inline(never)]
    fn text_run(&mut self, input: &[u8], byte: u8, run: Run) -> Result<Step> {
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
            return self.piece(input, byte, run);
        }
        match byte {
            b'&' => {
                self.reference = Reference::default();
                let step = self.open(Mode::Reference);
                match input.split_first() {
                    Some((_, rest @ [byte, ..])) if !cfg!(small) => self.other(rest, *byte),
                    _ => Ok(step),
                }
            }
            b'>' => Err(self.fail(ErrorKind::CdataEndInText)),
            b'<' => Ok(Step::More),
            b'\r' => Ok(self.line_end()),
            _ => self.piece(input, byte, run),
        }
    }

    /// Takes a CR: what it is, the next byte tells.
    fn line_end(&mut self) -> Step {
        self.run = 0;
        self.held = CR;
        self.take(1);
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
    fn carried(&mut self, byte: u8) -> Result<Option<Step>> {
        if self.held != CR {
            return self.add_to_char(byte).map(Some);
        }
        self.held = 0;
        // Of CR LF the LF is the line end.
        Ok(if byte == b'\n' { None } else { Some(self.own_text(b'\n', 1)) })
    }

    /// Reports what is good of a run of text at the start of `input`, which begins with `byte`. An error comes once nothing
    /// good is left before it; the start of a character at the end of the chunk is held.
    #[inline]
    fn piece(&mut self, input: &[u8], byte: u8, run: Run) -> Result<Step> {
        // Where flash is short, a run holds nothing that is not good.
        let good = if run.ascii || cfg!(small) { run.len } else { chars::len(first(input, run.len)) };
        if good == 0 { self.add_to_char(byte) } else { Ok(self.text_of(good)) }
    }

    /// The piece that is the next `len` bytes.
    #[inline(always)]
    fn text_of(&mut self, len: usize) -> Step {
        self.take(len);
        self.piece_len = len;
        self.piece_left = self.left;
        self.scratch_len = 0;
        Step::Text
    }

    /// Adds the next byte to the character that is held.
    #[inline(never)]
    fn add_to_char(&mut self, byte: u8) -> Result<Step> {
        // No character has more than 4 bytes.
        let held = usize::from(self.held) & 3;
        if let Some(place) = self.scratch.get_mut(held) {
            *place = byte;
        }
        let len = held.wrapping_add(1);
        let code = utf8::decode(first(&self.scratch, len));
        if code != utf8::CUT && !chars::is_char(code) {
            return Err(self.fail_at(chars::wrong(code), self.offset().wrapping_sub(held as u64)));
        }
        self.take(1);
        self.held = len as u8;
        if code == utf8::CUT {
            return Ok(Step::More);
        }
        self.run = 0;
        self.scratch_len = core::mem::take(&mut self.held);
        Ok(Step::Text)
    }

    /// A byte of a reference.
    #[cfg_attr(small, inline(never))]
    pub(super) fn reference(&mut self, byte: u8) -> Result<Step> {
        match self.reference.push(byte) {
            utf8::CUT => Ok(Step::More),
            utf8::INVALID => Err(self.refuse_construct(ErrorKind::InvalidReference)),
            code => {
                self.mode = Mode::Content;
                self.scratch = utf8::encode(code);
                self.scratch_len = utf8::len(code) as u8;
                Ok(Step::Text)
            }
        }
    }

    /// What stands between marks: CDATA up to `]]>`, a comment up to `-->`, a PI up to `?>`; what is text is so in CDATA
    /// only. `input` begins with `byte`. `run` counts the `]`, `-` or `?` just seen. `matched` is 0 right after the target
    /// of a PI, where only `?>` may follow a `?`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn marked(&mut self, input: &[u8], byte: u8) -> Result<Step> {
        if self.held != 0
            && let Some(step) = self.carried(byte)?
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
                self.take(1);
                return Ok(Step::More);
            }
            if mark == b'-' {
                return Err(self.fail(ErrorKind::InvalidComment));
            }
            if mark == b'?' && self.matched == 0 {
                return Err(self.fail(ErrorKind::InvalidPi));
            }
        }
        if byte == mark {
            self.take(1);
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
            b'\r' if mark == b']' => return Ok(self.line_end()),
            // The mark of the other construct.
            b'-' | b'?' if mark != b']' => {
                self.take(1);
                return Ok(Step::More);
            }
            _ => {}
        }
        let run = match mark {
            b']' if !cfg!(small) => scan::cdata(input),
            _ => scan::until(input, stop),
        };
        self.piece(input, byte, run)
    }
}
