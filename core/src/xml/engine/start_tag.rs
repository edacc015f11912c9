//! Start tags: recognised in the input where they can be, else gathered.

use super::super::arena::{Frame, Scope, Span, TRAILER};
use super::super::namespaces;
use super::super::record::RECORD;
use super::super::tag::{self, Tag, Wrong};
use super::{Engine, Mode, Pending, Result, Step};
use crate::slice::{after, first};
use crate::{ErrorKind, Limit};

/// `<` and `>`.
const BRACKETS: usize = 2;

impl Engine<'_> {
    /// A start tag inside another if it is whole and nothing but a name; else [`plain`](Engine::plain_start_tag).
    /// `input` stands at its `<`.
    #[inline(never)]
    pub(super) fn bare_start_tag(&mut self, input: &[u8]) -> Result<Step> {
        let base = self.top.saturating_add(TRAILER as u16);
        let room = self.arena.get_mut(usize::from(base)..);
        let Some(room) = room.filter(|_| self.depth > 0 && self.depth < self.limits.depth) else {
            return self.plain_start_tag(input, 0);
        };
        let Some((_, tag)) = input.split_first() else { return Ok(Step::More) };
        let (tag, rest) = match tag::bare(tag, room) {
            Ok((tag, rest)) if tag.len.saturating_add(BRACKETS) <= usize::from(self.limits.tag_bytes) => (tag, rest),
            Ok(_) => return self.plain_start_tag(input, 0),
            Err(ends) => return self.plain_start_tag(input, ends),
        };
        self.mark = self.offset();
        let parent = self.current;
        parent.store(self.arena, usize::from(self.top));
        self.run = 0;
        self.left = rest.len();
        let outer = if parent.bindings() > 0 { self.top } else { parent.outer() };
        let mut frame = parent.child(Span::new(base, tag.name), tag.prefix, outer);
        if !namespaces::same_prefix(self.arena, &frame, &parent) {
            frame = self.resolve_bare(frame)?;
        }
        self.current = frame;
        self.used(usize::from(base).wrapping_add(tag.len));
        (self.records, self.declarations) = (0, 0);
        self.top = base.wrapping_add(tag.name);
        self.depth = self.depth.wrapping_add(1);
        self.at_start_tag = true;
        if tag.flags & tag::EMPTY != 0 {
            self.pending = Pending::End;
        }
        Ok(Step::Start)
    }

    /// The element with its namespace.
    #[inline(never)]
    fn resolve_bare(&mut self, mut frame: Frame) -> Result<Frame> {
        let scope = Scope { arena: self.arena, records: &[], frame: &frame };
        match scope.resolve(frame.prefix().of(self.arena)) {
            Some(ns) => {
                frame.set_ns(ns);
                Ok(frame)
            }
            None => {
                let base = frame.name().at();
                let wrong = Wrong { kind: ErrorKind::UnboundPrefix, at: usize::from(base) };
                Err(self.wrong_tag(base, wrong, 0))
            }
        }
    }

    /// A start tag if it is whole and of the common shape; `input` stands at its `<`. `ends` is what is known of its name,
    /// 0 when nothing is.
    #[inline(never)]
    pub(super) fn plain_start_tag(&mut self, input: &[u8], ends: u32) -> Result<Step> {
        self.mark = self.offset();
        let base = self.admit()?;
        let max_len = usize::from(self.limits.tag_bytes).saturating_sub(BRACKETS);
        let tag = after(input, 1);
        let (arena, attributes) = (&mut *self.arena, self.limits.attributes);
        let Some(tag) = tag::plain(tag, ends, arena, usize::from(base), max_len, attributes, self.front) else {
            return Ok(self.open(Mode::Markup));
        };
        self.run = 0;
        self.take(tag.len.wrapping_add(2));
        let step = self.open_element(base, &tag)?;
        self.used(usize::from(base).wrapping_add(tag.len).wrapping_add(usize::from(tag.records).wrapping_mul(RECORD)));
        Ok(step)
    }

    /// Begins to gather a start tag of which the `<` was read.
    pub(super) fn start_tag(&mut self) -> Result<Step> {
        let base = self.admit()?;
        self.open_gather(base);
        self.mode = Mode::StartTag;
        self.again();
        Ok(Step::More)
    }

    /// Checks that an element may start here, secures the frame of the one around it, and answers where the tag goes.
    #[cfg_attr(not(small), inline)]
    fn admit(&mut self) -> Result<u16> {
        if self.depth >= self.limits.depth {
            return Err(self.exceed(Limit::Depth, usize::from(self.depth).wrapping_add(1)));
        }
        if self.depth == 0 {
            if self.root_seen {
                return Err(self.refuse_construct(ErrorKind::ContentOutsideRoot));
            }
            if self.current.bindings() == 0 {
                return Ok(0);
            }
        }
        self.current.store(self.arena, usize::from(self.top));
        Ok(self.top.saturating_add(TRAILER as u16))
    }

    /// Gathers a tag up to the `>` outside quotes, or to a `<`, which no tag may hold.
    #[inline(never)]
    pub(super) fn gather_start_tag(&mut self, input: &[u8]) -> Result<Step> {
        let mut quote = self.quote;
        let (mut quotes, mut beyond) = (self.quotes, self.beyond);
        let end = input.iter().position(|&b| {
            beyond |= b;
            match b {
                b'<' => return true,
                b'>' => return quote == 0,
                _ if b == quote => quote = 0,
                b'"' | b'\'' if quote == 0 => {
                    quote = b;
                    // Fewer than the bytes, which are refused before they are too many.
                    quotes = quotes.wrapping_add(1);
                }
                _ => {}
            }
            false
        });
        (self.quote, self.quotes, self.beyond) = (quote, quotes, beyond);
        // A `<` is gathered too: the grammar then refuses the tag at it, or at an error before it.
        let taken = match end {
            Some(at) if input.get(at) == Some(&b'<') => at.wrapping_add(1),
            Some(at) => at,
            None => input.len(),
        };
        self.gather(first(input, taken));
        if end.is_none() {
            self.take(taken);
            return Ok(Step::More);
        }
        self.check_gathered()?;
        let mut tag = Tag::default();
        let (base, is_ascii) = (self.base, self.beyond < 0x80);
        let parsed = tag::gathered(self.arena, base.into(), self.gathered, is_ascii, self.front, &mut tag);
        if let Err(wrong) = parsed {
            return Err(self.wrong_tag(base, wrong, 0));
        }
        self.take(taken.wrapping_add(1));
        self.open_element(self.base, &tag)
    }

    /// Opens the element of a parsed tag.
    #[inline(always)]
    fn open_element(&mut self, base: u16, tag: &Tag) -> Result<Step> {
        let parent = &self.current;
        let name = Span::new(base, tag.name);
        // Of an element with bindings the trailer, just written, is what children look through.
        let outer = if parent.bindings() > 0 { self.top } else { parent.outer() };
        let mut frame = Frame::new(name, tag.prefix, outer);
        let plain = !cfg!(small) && tag.flags & tag::PREFIXED == 0 && tag.declarations == 0 && tag.records < 2;
        let resolved = if plain && self.depth > 0 && namespaces::same_prefix(self.arena, &frame, parent) {
            frame.set_ns(parent.ns());
            Ok(())
        } else {
            let parent = if self.depth > 0 { Some(parent) } else { None };
            namespaces::resolve(self.arena, tag, &mut frame, parent)
        };
        if let Err(wrong) = resolved {
            return Err(self.wrong_tag(base, wrong, if tag.flags & tag::ODD != 0 { tag.records } else { 0 }));
        }
        self.declarations = tag.declarations;
        if tag.declarations != 0 {
            self.check_namespaces()?;
            self.declared = true;
            self.pending = Pending::Compact;
        }
        self.current = frame;
        self.records = tag.records;
        self.top = base.wrapping_add(tag.name);
        self.depth = self.depth.wrapping_add(1);
        self.mode = Mode::Content;
        self.at_start_tag = true;
        if tag.flags & tag::EMPTY != 0 {
            self.pending = Pending::End;
        }
        self.root_seen = true;
        Ok(Step::Start)
    }

    fn check_namespaces(&mut self) -> Result<()> {
        let bound = usize::from(self.declarations).wrapping_add(usize::from(self.bindings));
        if bound > usize::from(self.limits.namespaces) {
            return Err(self.exceed(Limit::Namespaces, bound));
        }
        Ok(())
    }

    /// The error of a tag that stands at `base`, one character after its `<`, and has so many records with notes.
    #[cold]
    fn wrong_tag(&mut self, base: u16, wrong: Wrong, noted: u16) -> super::Latched {
        let base = usize::from(base);
        // Where a name goes on beyond ASCII, it was not the name that ended.
        let is_name = matches!(wrong.kind, ErrorKind::InvalidName | ErrorKind::InvalidAttribute);
        let kind = match !crate::COMPLETE && is_name && matches!(self.arena.get(wrong.at), Some(0x80..)) {
            true => ErrorKind::LeftOut,
            false => wrong.kind,
        };
        let before = match self.front {
            Some(front) if crate::COMPLETE => (front.before)(self.encoding, self.arena, base, wrong.at, noted),
            _ => wrong.at.wrapping_sub(base) as u64,
        };
        self.fail_behind(kind, b"<", before)
    }
}
