//! The start of the document, the declaration, processing instructions and comments.

use super::super::declaration;
use super::super::encoding::{self, Declared, Encoding};
use super::super::scan;
use super::{Engine, Known, Mode, Result, Step, take};
use crate::ErrorKind;
use crate::slice::{first, has, part};
use crate::xsd::class;
use crate::xsd::ncname::is_ncname;

/// The target of the declaration.
const XML: &[u8] = b"xml";

impl Engine {
    /// The first bytes: a byte order mark, or what tells UTF-16 without one. XML 1.0, appendix F.
    pub(super) fn begin(&mut self, input: &mut &[u8]) -> Result<Step> {
        let Some(&byte) = input.first() else { return Ok(Step::More) };
        // A `<` may be half of a UTF-16 one; 4C 6F is EBCDIC for `<?`.
        const FIRST: &[u8] = &[0xEF, 0xFE, 0xFF, 0x00, b'<', 0x4C];
        let [first, ..] = self.scratch;
        let utf16 = match (self.matched, first, byte) {
            (0, _, byte) if has(FIRST, byte) => {
                self.scratch = [byte, 0, 0, 0];
                return Ok(self.go_on(input));
            }
            (0, ..) => {
                self.mode = Mode::Content;
                return Ok(self.without_mark());
            }
            (1, 0xEF, 0xBB) => return Ok(self.go_on(input)),
            (2, _, 0xBF) => None,
            (1, 0xFF, 0xFE) | (1, b'<', 0x00) | (1, 0xFE, 0xFF) | (1, 0x00, b'<') if !crate::COMPLETE => {
                return Err(self.fail_at(ErrorKind::LeftOut, 0));
            }
            (1, 0xFF, 0xFE) | (1, b'<', 0x00) => Some(Encoding::Utf16Le),
            (1, 0xFE, 0xFF) | (1, 0x00, b'<') => Some(Encoding::Utf16Be),
            (1, b'<', _) => {
                // Plain UTF-8: go on after the `<`.
                self.mode = Mode::Markup;
                return Ok(self.without_mark());
            }
            (1, 0x4C, 0x6F) | (1, 0x00, 0x00) => return Err(self.fail_at(ErrorKind::UnsupportedEncoding, 0)),
            (1, 0x4C, _) => return Err(self.fail_at(ErrorKind::ContentOutsideRoot, 0)),
            (1, 0x00, _) => return Err(self.fail_at(ErrorKind::InvalidChar, 0)),
            _ => return Err(self.fail_at(ErrorKind::InvalidEncoding, 0)),
        };
        take(input, 1);
        // Without a byte order mark, the character seen was the `<` itself.
        self.mode = if matches!(byte, b'<' | 0) { Mode::Markup } else { Mode::Content };
        self.encoding = utf16.unwrap_or(Encoding::Utf8);
        let (known, step) = if utf16.is_some() { (Known::Utf16, Step::Switch) } else { (Known::Utf8, Step::More) };
        if self.known == Known::Nothing {
            self.known = known;
        }
        Ok(step)
    }

    /// Takes a byte of what may be a byte order mark.
    fn go_on(&mut self, input: &mut &[u8]) -> Step {
        self.matched = self.matched.wrapping_add(1);
        take(input, 1);
        Step::More
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
        let (base, len) = self.gathered(arena)?;
        let target = part(arena, base, len);
        if self.refuse_pi {
            return Err(self.refuse_construct(ErrorKind::PiForbidden));
        }
        if !crate::COMPLETE {
            return Err(self.refuse_construct(ErrorKind::LeftOut));
        }
        if !is_pi_target(target) {
            return Err(self.refuse_construct(ErrorKind::InvalidPi));
        }
        // Only a space or `?>` may follow.
        if matches!(input.first(), Some(b'<' | b'>')) {
            return Err(self.fail(ErrorKind::InvalidPi, input));
        }
        let ends = input.first() == Some(&b'?');
        take(input, usize::from(ends));
        self.run = u8::from(ends);
        self.matched = u16::from(!ends);
        self.mode = Mode::Pi;
        Ok(Step::More)
    }

    /// The content of a comment, up to `-->`, or of a PI, up to `?>`; `run` counts the `-` or `?` just seen.
    /// `matched` is 0 right after the target of a PI, where only `?>` may follow a `?`.
    pub(super) fn skipped(&mut self, input: &mut &[u8]) -> Result<Step> {
        if self.held != 0 {
            self.complete_char(input)?;
            return Ok(Step::More);
        }
        let Some(&byte) = input.first() else { return Ok(Step::More) };
        // The lean build refuses PIs before.
        let comment = !crate::COMPLETE || self.mode == Mode::Comment;
        let (mark, most) = if comment { (b'-', 2) } else { (b'?', 1) };
        if self.run == most {
            if byte == b'>' {
                take(input, 1);
                self.run = 0;
                self.mode = Mode::Content;
                return Ok(Step::More);
            }
            if comment {
                return Err(self.fail(ErrorKind::InvalidComment, input));
            }
            if self.matched == 0 {
                return Err(self.fail(ErrorKind::InvalidPi, input));
            }
            self.run = 0;
        }
        if byte == mark {
            self.run = self.run.wrapping_add(1);
            take(input, 1);
            return Ok(Step::More);
        }
        self.run = 0;
        self.skip_run(input, if comment { class::COMMENT_STOP } else { class::PI_STOP })
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
        let (base, len) = self.gathered(arena)?;
        let inner = part(arena, base, len.wrapping_sub(2));
        let mut at = 0;
        match declaration::parse(inner, &mut at) {
            Ok(encoding) => self.declared_encoding(encoding),
            Err(kind) => {
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
    fn declared_encoding(&mut self, name: &[u8]) -> Result<Step> {
        if name.is_empty() || self.known == Known::Transport {
            return Ok(Step::More);
        }
        let Some(declared) = encoding::declared(name) else {
            let kind = if crate::COMPLETE { ErrorKind::UnsupportedEncoding } else { ErrorKind::LeftOut };
            return Err(self.refuse_construct(kind));
        };
        match (declared, self.known) {
            (Declared::Utf8, Known::Nothing | Known::Utf8) | (Declared::Utf16, Known::Utf16) => Ok(Step::More),
            (Declared::Latin1, Known::Nothing) => Ok(self.switch(Encoding::Latin1)),
            (Declared::Windows1252, Known::Nothing) => Ok(self.switch(Encoding::Windows1252)),
            _ => Err(self.refuse_construct(ErrorKind::EncodingMismatch)),
        }
    }
}

/// Whether the target is an NCName and not `xml` in any case. XML 1.0, 2.6; Namespaces in XML 1.0, 7.
fn is_pi_target(target: &[u8]) -> bool {
    is_ncname(target) && !target.eq_ignore_ascii_case(XML)
}
