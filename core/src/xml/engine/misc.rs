//! The start of the document, the declaration, processing instructions and comments.

use super::super::declaration;
use super::super::encoding::{self, Declared, Encoding};
use super::super::front::Front;
use super::super::scan;
use super::{Engine, Known, Mode, Result, Step};
use crate::ErrorKind;
use crate::slice::{first, has, part, until};
use crate::xsd::class;
use crate::xsd::ncname::is_ncname;

/// The target of the declaration.
const XML: &[u8] = b"xml";

impl Engine<'_> {
    /// The first bytes: a byte order mark, or what tells UTF-16 without one. XML 1.0, appendix F.
    #[cfg_attr(small, inline(never))]
    pub(super) fn begin(&mut self, byte: u8) -> Result<Step> {
        // A `<` may be half of a UTF-16 one; 4C 6F is EBCDIC for `<?`.
        const FIRST: &[u8] = &[0xEF, 0xFE, 0xFF, 0x00, b'<', 0x4C];
        let before = self.matched;
        // The byte before is the high one, and a bit says that there is one.
        self.matched = u16::from_be_bytes([byte, 1]);
        let kind = match before & 0xFF00 | u16::from(byte) {
            _ if before == 0 && has(FIRST, byte) => return Ok(Step::More),
            _ if before == 0 => return Ok(self.without_mark(Mode::Content)),
            0xEFBB => return Ok(Step::More),
            // Those of UTF-8 have an EF before them.
            0xBBBF => return Ok(self.with_mark(byte, Encoding::Utf8)),
            0xFFFE | 0x3C00 | 0xFEFF | 0x003C if !crate::COMPLETE => ErrorKind::LeftOut,
            0xFFFE | 0x3C00 => return Ok(self.with_mark(byte, Encoding::Utf16Le)),
            0xFEFF | 0x003C => return Ok(self.with_mark(byte, Encoding::Utf16Be)),
            // Plain UTF-8: go on after the `<`.
            0x3C00..=0x3CFF => return Ok(self.without_mark(Mode::Markup)),
            0x4C6F | 0 => ErrorKind::UnsupportedEncoding,
            0x4C00..=0x4CFF => ErrorKind::ContentOutsideRoot,
            0x0000..=0x00FF => ErrorKind::InvalidChar,
            _ => ErrorKind::InvalidEncoding,
        };
        Err(self.fail_at(kind, 0))
    }

    /// The last byte of a byte order mark, or of what stands for one, which says that this is the encoding.
    fn with_mark(&mut self, byte: u8, encoding: Encoding) -> Step {
        // Without a byte order mark, the character seen was the `<` itself.
        self.mode = if matches!(byte, b'<' | 0) { Mode::Markup } else { Mode::Content };
        self.encoding = encoding;
        let (known, step) = match encoding {
            Encoding::Utf8 => (Known::Utf8, Step::More),
            _ => (Known::Utf16, Step::Switch),
        };
        if self.known == Known::Nothing {
            self.known = known;
        }
        step
    }

    /// Without a byte order mark, which goes before it, the encoding is what the transport says. RFC 7303, 3.
    fn without_mark(&mut self, mode: Mode) -> Step {
        self.mode = mode;
        self.again();
        match self.encoding {
            Encoding::Latin1 | Encoding::Windows1252 => Step::Switch,
            _ => Step::More,
        }
    }

    /// A byte of the target of a PI, or of the declaration, or the one after it.
    #[cfg_attr(small, inline(never))]
    pub(super) fn pi_target(&mut self, byte: u8) -> Result<Step> {
        if !class::is(byte, class::SPACE) && !matches!(byte, b'?' | b'<' | b'>') {
            self.gather(&[byte]);
            // Whether it is the declaration must be known even if there is no room for it.
            let same = XML.get(usize::from(self.matched)) == Some(&byte);
            self.matched = if same { self.matched.wrapping_add(1) } else { u16::MAX };
            return Ok(Step::More);
        }
        let first = core::mem::replace(&mut self.fresh, false) && !self.root_seen;
        if first && usize::from(self.matched) == XML.len() {
            self.mode = Mode::Declaration;
            return self.declaration(byte);
        }
        self.check_gathered()?;
        let target = part(self.arena, self.base.into(), self.gathered);
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
        if matches!(byte, b'<' | b'>') {
            return Err(self.fail(ErrorKind::InvalidPi));
        }
        self.run = u8::from(byte == b'?');
        self.matched = u16::from(byte != b'?');
        self.mode = Mode::Pi;
        Ok(Step::More)
    }

    /// Gathers what comes before a `>`, without a look at each byte.
    pub(super) fn most_of_declaration(&mut self, input: &[u8]) -> Step {
        let run = until(input, b'>');
        self.gather(run);
        self.run = u8::from(run.last() == Some(&b'?'));
        self.take(run.len());
        Step::More
    }

    /// Gathers the XML declaration up to `?>`; `run` says that the last byte was a `?`.
    #[cfg_attr(small, inline(never))]
    pub(super) fn declaration(&mut self, byte: u8) -> Result<Step> {
        self.gather(&[byte]);
        let question = core::mem::replace(&mut self.run, u8::from(byte == b'?'));
        if question == 0 || byte != b'>' {
            return Ok(Step::More);
        }
        self.mode = Mode::Content;
        self.check_gathered()?;
        let inner = part(self.arena, self.base.into(), self.gathered.wrapping_sub(2));
        let mut at = 0;
        let kind = match declaration::parse(inner, &mut at) {
            Ok(name) => match self.declared(name.of(inner)) {
                Ok(None) => return Ok(Step::More),
                Ok(Some(encoding)) => {
                    self.encoding = encoding;
                    return Ok(Step::Switch);
                }
                Err(kind) => return Err(self.refuse_construct(kind)),
            },
            Err(kind) => kind,
        };
        let before = self.len_of(first(inner, at));
        Err(self.fail_behind(kind, b"<?", before))
    }

    /// Holds the declared encoding against what the bytes have shown; answers which it is if they are not what they seem.
    /// XML 1.0, 4.3.3.
    fn declared(&self, name: &[u8]) -> core::result::Result<Option<Encoding>, ErrorKind> {
        if name.is_empty() || self.known == Known::Transport {
            return Ok(None);
        }
        let of_bytes = |front: &Front| if crate::COMPLETE { (front.named)(name) } else { None };
        match (encoding::declared(name), self.known) {
            (Some(Declared::Utf8), Known::Nothing | Known::Utf8) | (Some(Declared::Utf16), Known::Utf16) => Ok(None),
            (Some(_), _) => Err(ErrorKind::EncodingMismatch),
            (None, known) => match self.front.and_then(of_bytes) {
                Some(encoding) if known == Known::Nothing => Ok(Some(encoding)),
                Some(_) => Err(ErrorKind::EncodingMismatch),
                None if crate::COMPLETE => Err(ErrorKind::UnsupportedEncoding),
                None => Err(ErrorKind::LeftOut),
            },
        }
    }
}

/// Whether the target is an NCName and not `xml` in any case. XML 1.0, 2.6; Namespaces in XML 1.0, 7.
fn is_pi_target(target: &[u8]) -> bool {
    is_ncname(target) && !scan::is_one_of(target, b"xml ")
}
