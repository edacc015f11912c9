//! The start of the document, the declaration, processing instructions and comments.

use super::super::class;
use super::super::declaration;
use super::super::encoding::{self, Declared, Encoding};
use super::super::scan;
use super::{Engine, Known, Mode, Result, Step, take};
use crate::slice::{first, part};
use crate::xsd::ncname::is_ncname;
use crate::{ErrorKind, Limit};

/// The target of the declaration.
const XML: &[u8] = b"xml";

impl Engine {
    /// The first bytes: a byte order mark, or what tells UTF-16 without one. XML 1.0, appendix F.
    pub(super) fn begin(&mut self, input: &mut &[u8]) -> Result<Step> {
        let Some(&byte) = input.first() else { return Ok(Step::More) };
        let seen = match self.mode {
            Mode::Bom(seen) => seen,
            _ => 0,
        };
        let (mode, step) = match (seen, byte, self.scratch) {
            // A `<` may be half of a UTF-16 one; 4C 6F is EBCDIC for `<?`.
            (0, 0xEF | 0xFE | 0xFF | 0x00 | b'<' | 0x4C, _) => (Mode::Bom(1), None),
            (0, ..) => (Mode::Content, None),
            (1, 0xBB, [0xEF, ..]) => (Mode::Bom(2), None),
            (2, 0xBF, _) => (Mode::Content, None),
            (1, 0xFE, [0xFF, ..]) | (1, 0x00, [b'<', ..]) | (1, 0xFF, [0xFE, ..]) | (1, b'<', [0x00, ..])
                if !crate::COMPLETE =>
            {
                return Err(self.fail_at(ErrorKind::LeftOut, 0));
            }
            (1, 0xFE, [0xFF, ..]) | (1, 0x00, [b'<', ..]) => (Mode::Content, Some(Encoding::Utf16Le)),
            (1, 0xFF, [0xFE, ..]) | (1, b'<', [0x00, ..]) => (Mode::Content, Some(Encoding::Utf16Be)),
            (1, _, [b'<', ..]) => {
                // Plain UTF-8: go on after the `<`.
                self.mark = 0;
                self.mode = Mode::Markup;
                return Ok(self.without_mark());
            }
            (1, 0x6F, [0x4C, ..]) | (1, 0x00, [0x00, ..]) => {
                return Err(self.fail_at(ErrorKind::UnsupportedEncoding, 0));
            }
            (1, _, [0x4C, ..]) => return Err(self.fail_at(ErrorKind::ContentOutsideRoot, 0)),
            (1, _, [0x00, ..]) => return Err(self.fail_at(ErrorKind::InvalidChar, 0)),
            _ => return Err(self.fail_at(ErrorKind::InvalidEncoding, 0)),
        };
        if let Mode::Bom(_) = mode {
            self.mode = mode;
            if let Some(place) = self.scratch.get_mut(usize::from(seen)) {
                *place = byte;
            }
            take(input, 1);
            return Ok(Step::More);
        }
        self.mode = mode;
        if self.known == Known::Nothing {
            self.known = match (step, seen) {
                (Some(_), _) => Known::Utf16,
                (None, 2) => Known::Utf8,
                _ => Known::Nothing,
            };
        }
        if step.is_some() || seen == 2 {
            take(input, 1);
        }
        if step.is_some() && matches!(byte, b'<' | 0) {
            // Without a byte order mark, the character seen was the `<` itself.
            self.mark = 0;
            self.mode = Mode::Markup;
        }
        match step {
            Some(encoding) => Ok(self.switch(encoding)),
            None if seen == 2 => {
                self.encoding = Encoding::Utf8;
                Ok(Step::More)
            }
            None => Ok(self.without_mark()),
        }
    }

    /// Without a byte order mark, which goes before it, the encoding is what the transport says. RFC 7303, 3.
    fn without_mark(&self) -> Step {
        match self.encoding {
            Encoding::Latin1 | Encoding::Windows1252 => Step::Switch,
            _ => Step::More,
        }
    }

    /// `input` stands in the target of a PI, or of the declaration.
    pub(super) fn pi_target(&mut self, arena: &mut [u8], input: &mut &[u8]) -> Result<Step> {
        let end = input.iter().position(|&b| class::is(b, class::SPACE) || matches!(b, b'?' | b'<' | b'>'));
        let len = end.unwrap_or(input.len());
        let bytes = first(input, len);
        self.gather(arena, bytes);
        // Whether it is the declaration must be known even if there is no room for it.
        for byte in bytes {
            let same = XML.get(usize::from(self.matched)) == Some(byte);
            self.matched = if same { self.matched.wrapping_add(1) } else { u16::MAX };
        }
        take(input, len);
        if end.is_none() {
            return Ok(Step::More);
        }
        let first = core::mem::replace(&mut self.fresh, false) && !self.root_seen;
        if first && usize::from(self.matched) == XML.len() {
            self.run = 0;
            self.mode = Mode::Declaration;
            return Ok(Step::More);
        }
        self.check_gathered_len()?;
        let (base, len) = self.gathered(arena)?;
        let target = part(arena, base, len);
        if self.refuse_pi {
            return Err(self.fail_at(ErrorKind::PiForbidden, self.mark));
        }
        if !crate::COMPLETE {
            return Err(self.fail_at(ErrorKind::LeftOut, self.mark));
        }
        if !is_pi_target(target) {
            return Err(self.fail_at(ErrorKind::InvalidPi, self.mark));
        }
        // Only a space or `?>` may follow.
        match input.first() {
            Some(b'<' | b'>') => Err(self.fail(ErrorKind::InvalidPi, input)),
            Some(b'?') => {
                take(input, 1);
                self.matched = 0;
                self.run = 1;
                self.mode = Mode::Pi;
                Ok(Step::More)
            }
            _ => {
                self.matched = 1;
                self.run = 0;
                self.mode = Mode::Pi;
                Ok(Step::More)
            }
        }
    }

    fn check_gathered_len(&mut self) -> Result<()> {
        let bytes = self.gather.len.saturating_add(2);
        if bytes > u64::from(self.limits.tag_bytes) {
            return Err(self.fail_limit(Limit::TagBytes, bytes, self.mark));
        }
        Ok(())
    }

    /// The content of a PI, up to `?>`. `matched` is 0 right after the target, where only `?>` may follow a `?`.
    pub(super) fn pi(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0 {
            self.complete_char(input)?;
            return Ok(Step::More);
        }
        match (input.first(), self.run) {
            (None, _) => Ok(Step::More),
            (Some(b'>'), 1) => {
                take(input, 1);
                self.run = 0;
                self.mode = Mode::Content;
                Ok(Step::More)
            }
            (Some(_), 1) if self.matched == 0 => Err(self.fail(ErrorKind::InvalidPi, input)),
            (Some(b'?'), _) => {
                self.run = 1;
                take(input, 1);
                Ok(Step::More)
            }
            _ => {
                self.run = 0;
                self.skip_run(input, class::PI_STOP)
            }
        }
    }

    /// The content of a comment, up to `-->`; `run` counts the `-` just seen.
    pub(super) fn comment(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0 {
            self.complete_char(input)?;
            return Ok(Step::More);
        }
        match (input.first(), self.run) {
            (None, _) => Ok(Step::More),
            (Some(b'>'), 2) => {
                take(input, 1);
                self.run = 0;
                self.mode = Mode::Content;
                Ok(Step::More)
            }
            (Some(_), 2) => Err(self.fail(ErrorKind::InvalidComment, input)),
            (Some(b'-'), _) => {
                self.run = self.run.wrapping_add(1);
                take(input, 1);
                Ok(Step::More)
            }
            _ => {
                self.run = 0;
                self.skip_run(input, class::COMMENT_STOP)
            }
        }
    }

    /// Skips checked characters up to a byte of the class; at such a byte, it is one that no document may hold.
    fn skip_run(&mut self, input: &mut &[u8], stop: u8) -> Result<Step> {
        let run = scan::until(input, stop);
        let len = if run.ascii { run.len } else { self.check(input, run.len)? };
        if run.len == 0 {
            return Err(self.fail(ErrorKind::InvalidChar, input));
        }
        take(input, len);
        Ok(Step::More)
    }

    /// Gathers the XML declaration up to `?>`; `run` says that the last byte was a `?`.
    pub(super) fn declaration(&mut self, arena: &mut [u8], input: &mut &[u8]) -> Result<Step> {
        let mut question = self.run == 1;
        let end = input.iter().position(|&b| {
            let end = question && b == b'>';
            question = b == b'?';
            end
        });
        self.run = u8::from(question);
        let len = end.map_or(input.len(), |at| at.wrapping_add(1));
        self.gather(arena, first(input, len));
        take(input, len);
        if end.is_none() {
            return Ok(Step::More);
        }
        self.run = 0;
        self.mode = Mode::Content;
        self.check_gathered_len()?;
        let (base, len) = self.gathered(arena)?;
        let inner = arena.get(base..base.wrapping_add(len).wrapping_sub(2)).unwrap_or_default();
        match declaration::parse(inner) {
            Ok(encoding) => self.declared_encoding(encoding),
            Err((kind, at)) => {
                let before = self.encoding.len_of(b"<?").wrapping_add(self.encoding.len_of(first(inner, at)));
                Err(self.fail_at(kind, self.mark.wrapping_add(before)))
            }
        }
    }

    fn switch(&mut self, encoding: Encoding) -> Step {
        self.encoding = encoding;
        Step::Switch
    }

    /// Holds the declared encoding against what the bytes have shown. XML 1.0, 4.3.3.
    fn declared_encoding(&mut self, name: Option<&[u8]>) -> Result<Step> {
        let Some(name) = name else { return Ok(Step::More) };
        if self.known == Known::Transport {
            return Ok(Step::More);
        }
        let Some(declared) = encoding::declared(name) else {
            let kind = if crate::COMPLETE { ErrorKind::UnsupportedEncoding } else { ErrorKind::LeftOut };
            return Err(self.fail_at(kind, self.mark));
        };
        match (declared, self.known) {
            (Declared::Utf8, Known::Nothing | Known::Utf8) | (Declared::Utf16, Known::Utf16) => Ok(Step::More),
            (Declared::Latin1, Known::Nothing) => Ok(self.switch(Encoding::Latin1)),
            (Declared::Windows1252, Known::Nothing) => Ok(self.switch(Encoding::Windows1252)),
            _ => Err(self.fail_at(ErrorKind::EncodingMismatch, self.mark)),
        }
    }
}

/// Whether the target is an NCName and not `xml` in any case. XML 1.0, 2.6; Namespaces in XML 1.0, 7.
fn is_pi_target(target: &[u8]) -> bool {
    is_ncname(target) && !target.eq_ignore_ascii_case(XML)
}
