//! The resumable reader, as its users see it.

use super::arena;
use super::encoding::Encoding;
use super::engine::{Engine, Known, Latched};
use super::event::{self, End, Event, Kind, Start, Tag};
use super::front::{self, Transcoder};
use super::text::Str;
use crate::slice::{after, first};
use crate::{Error, ErrorKind, Limit, Limits, Namespace};

/// Reads one document, in chunks of any size, into namespace-resolved events.
///
/// ```
/// use soapstone::xml::{Event, Reader};
///
/// let mut workspace = [0; 256];
/// let mut reader = Reader::new(&mut workspace);
/// for (chunk, last) in [(&b"<a>hel"[..], false), (b"lo</a>", true)] {
///     let mut input = chunk;
///     loop {
///         match reader.next(&mut input, last)? {
///             Event::Start(tag) => assert_eq!(tag.name().local(), "a"),
///             Event::Text(text) => assert!(text == "hel" || text == "lo"),
///             Event::End(_) => {}
///             Event::NeedInput | Event::Finished => break,
///         }
///     }
/// }
/// # Ok::<(), soapstone::Error>(())
/// ```
///
/// The same events come whatever the chunking; only text may come in other pieces. An error latches: every later call
/// answers it again. Memory is the workspace alone, its first 65,535 bytes at most; time is linear in the input.
pub struct Reader<'w> {
    engine: Engine<'w>,
    /// Steps are more than turns of the engine: there is a limit on the message, an element to skip, or a front.
    detour: bool,
    /// Depth of the element to be skipped; 0 when none is.
    skip: u16,
    transcoder: Transcoder,
}

impl<'w> Reader<'w> {
    /// A reader with default limits that keeps all it must remember in `workspace`.
    pub fn new(workspace: &'w mut [u8]) -> Self {
        Reader::with_limits(workspace, Limits::DEFAULT)
    }

    /// A reader with these limits.
    #[cfg_attr(small, inline(always))]
    pub fn with_limits(workspace: &'w mut [u8], limits: Limits) -> Self {
        let used = workspace.len().min(arena::MAX);
        let workspace = workspace.get_mut(..used).unwrap_or_default();
        let (engine, transcoder) = (Engine::new(workspace, &limits), Transcoder::default());
        Reader { engine, detour: cfg!(small) || limits.message_bytes != u64::MAX, skip: 0, transcoder }
    }

    /// The workspace, back.
    pub fn into_workspace(self) -> &'w mut [u8] {
        self.engine.arena
    }

    /// Refuses processing instructions, which a SOAP sender must not send.
    pub fn refuse_processing_instructions(&mut self) {
        self.engine.refuse_pi();
    }

    /// Accepts UTF-16 in both orders, ISO-8859-1 and windows-1252, by byte order mark or as declared.
    /// To be called before the first byte is read.
    ///
    /// UTF-16 text comes in pieces of one character. In the lean build it changes nothing: a message in another encoding
    /// than UTF-8 is [`ErrorKind::LeftOut`].
    pub fn accept_encodings(&mut self) {
        if crate::COMPLETE {
            self.engine.front = Some(&front::FRONT);
        }
    }

    /// Takes the encoding from the transport, a `charset` parameter say: what the XML declaration names no longer
    /// counts; a byte order mark goes before both (RFC 7303, 3). To be called before the first byte is read, and after [`accept_encodings`](Reader::accept_encodings)
    /// for any encoding but UTF-8.
    ///
    /// Errors: [`ErrorKind::UnsupportedEncoding`] without that.
    pub fn set_encoding(&mut self, encoding: Encoding) -> Result<(), Error> {
        self.engine.known = Known::Transport;
        match encoding {
            Encoding::Utf8 => Ok(()),
            // Until the first bytes have shown that there is no byte order mark.
            Encoding::Latin1 | Encoding::Windows1252 if crate::COMPLETE && self.engine.front.is_some() => {
                self.engine.encoding = encoding;
                Ok(())
            }
            encoding => self.switch(encoding).map_err(|Latched| self.refused()),
        }
    }

    /// Takes a prefix as declared around the root: for peers that use prefixes they do not declare. What the document
    /// declares goes before it. To be called before the first byte is read; of two URIs for one prefix the first counts.
    ///
    /// The binding is kept in the workspace: 5 bytes, the prefix, and the URI unless soapstone has a number for it;
    /// with the first of them 16 bytes more.
    ///
    /// Errors, which latch: [`ErrorKind::InvalidArgument`] for a prefix or URI that XML does not let be bound, or after
    /// the first byte; the limit of the workspace.
    pub fn assume_prefix(&mut self, prefix: &str, uri: &str) -> Result<(), Error> {
        self.engine.assume_prefix(prefix, uri).map_err(|Latched| self.refused())
    }

    /// Reads the next event and moves `input` past what was read. `last` says that nothing follows `input`.
    ///
    /// Errors: all kinds of the XML layer, and [`ErrorKind::Limit`].
    #[inline]
    pub fn next<'s, 'i: 's>(&'s mut self, input: &mut &'i [u8], last: bool) -> Result<Event<'s>, Error> {
        let before = *input;
        match self.step(input, last) {
            Ok(step) => Ok(self.event(step, before)),
            Err(Latched) => Err(self.refused()),
        }
    }

    /// Reads as [`next`](Reader::next) does, and answers what there is instead of the event: of a tag
    /// [`tag`](Reader::tag) tells the rest, of text [`text`](Reader::text). This is how the C interface reads.
    #[inline]
    pub fn step(&mut self, input: &mut &[u8], last: bool) -> Result<Kind, Latched> {
        // Most steps are one turn of the engine.
        match self.turn(input) {
            Ok(Kind::More) => self.step_slowly(input, last),
            turn => turn,
        }
    }

    /// The tag at hand, after a [`step`](Reader::step) that was one.
    #[inline]
    pub fn tag(&self) -> Tag<'_> {
        Tag { engine: &self.engine }
    }

    /// The piece of text at hand, after a [`step`](Reader::step) that was one; `input` is what that was given.
    #[inline]
    pub fn text<'s, 'i: 's>(&'s self, input: &'i [u8]) -> Str<'s> {
        self.engine.piece_text(self.transcoder.own_text().unwrap_or(input))
    }

    /// Gives no event for the rest of the innermost open element, its end tag included.
    /// After a start event that is the element just started.
    pub fn skip(&mut self) {
        self.skip = self.engine.depth();
        self.set_detour();
    }

    /// Bytes read so far.
    #[inline]
    pub fn offset(&self) -> u64 {
        // Only a detour leads to the transcoder; where flash is short every step is one.
        if cfg!(small) || self.detour { self.offset_with_held() } else { self.engine.offset() }
    }

    #[cfg_attr(not(small), inline(never))]
    fn offset_with_held(&self) -> u64 {
        self.engine.offset().wrapping_add(self.transcoder.held())
    }

    /// Open elements.
    pub fn depth(&self) -> u16 {
        self.engine.depth()
    }

    /// The most bytes of the workspace in use at any time so far: what a workspace for such messages must have.
    pub fn workspace_peak(&self) -> usize {
        self.engine.peak()
    }

    /// The namespace bound to a prefix at the innermost open element: for QNames in text. The empty prefix is the
    /// default namespace. `None` when the prefix is not declared. After an end event, the element that ended counts.
    pub fn resolve(&self, prefix: &[u8]) -> Option<(Namespace, Str<'_>)> {
        event::resolve(&self.engine, prefix)
    }

    /// The start tag of the last event; `None` when that was no start tag.
    pub fn start(&self) -> Option<Start<'_>> {
        if !self.engine.at_start_tag() {
            return None;
        }
        Some(self.opened())
    }

    /// Whether the last start tag has attributes, namespace declarations aside.
    #[inline]
    pub(crate) fn has_attributes(&self) -> bool {
        self.engine.records() != self.engine.declarations()
    }

    /// The error that ended the reading.
    pub fn error(&self) -> Option<Error> {
        self.engine.error()
    }

    /// One turn of the engine, when that is all that there is to a step; else [`Kind::More`], and
    /// [`step_slowly`](Reader::step_slowly) goes on.
    #[inline(always)]
    pub(crate) fn turn(&mut self, input: &mut &[u8]) -> Result<Kind, Latched> {
        if cfg!(small) || self.detour { Ok(Kind::More) } else { self.engine.turn(input) }
    }

    /// Whether a [`turn`](Reader::turn) of the engine is all that there is to most steps.
    #[inline]
    pub(crate) fn is_straight(&self) -> bool {
        !self.detour
    }

    /// As [`turn`](Reader::turn), of a reader that [is straight](Reader::is_straight).
    #[inline(always)]
    pub(crate) fn straight_turn(&mut self, input: &mut &[u8]) -> Result<Kind, Latched> {
        self.engine.turn(input)
    }

    /// The event of a step, given the input as it was before the step.
    #[inline]
    pub(crate) fn event<'s, 'i: 's>(&'s self, kind: Kind, input: &'i [u8]) -> Event<'s> {
        match kind {
            Kind::Start => Event::Start(self.opened()),
            Kind::End => Event::End(self.closed()),
            Kind::Text => Event::Text(self.text(input)),
            Kind::Finished => Event::Finished,
            Kind::NeedInput | Kind::More | Kind::Switch => Event::NeedInput,
        }
    }

    /// The start tag at hand.
    #[inline]
    pub(crate) fn opened(&self) -> Start<'_> {
        Start { engine: &self.engine }
    }

    /// The end tag at hand.
    #[inline]
    pub(crate) fn closed(&self) -> End<'_> {
        End { engine: &self.engine }
    }

    /// As [`step`](Reader::step), whatever the step takes: reads what the limit on the message leaves; anything beyond is
    /// an error.
    #[inline(never)]
    pub(crate) fn step_slowly(&mut self, input: &mut &[u8], last: bool) -> Result<Kind, Latched> {
        let limit = self.engine.limits().message_bytes;
        // No step goes beyond the limit, so that not all of the input is beyond it, or none.
        let beyond = self.offset().wrapping_add(input.len() as u64).saturating_sub(limit) as usize;
        let within = first(input, input.len().wrapping_sub(beyond));
        let mut rest = within;
        let step = self.advance_within(&mut rest, last && beyond == 0);
        *input = after(input, within.len().wrapping_sub(rest.len()));
        let step = step?;
        if beyond > 0 {
            if step == Kind::NeedInput {
                return Err(self.engine.fail_limit(Limit::MessageBytes, limit.wrapping_add(1), limit));
            }
            if self.transcoder.own_text().is_none() {
                self.engine.widen(beyond);
            }
        }
        Ok(step)
    }

    fn advance_within(&mut self, input: &mut &[u8], last: bool) -> Result<Kind, Latched> {
        loop {
            let turn = match self.engine.front {
                Some(front) if crate::COMPLETE && self.transcoder.active() => {
                    (front.step)(&mut self.transcoder, &mut self.engine, input, last)
                }
                _ => self.engine.step(input, last),
            };
            match turn? {
                Kind::Switch => self.switch(self.engine.encoding)?,
                kind @ (Kind::NeedInput | Kind::Finished) => return Ok(kind),
                kind if self.skip == 0 => return Ok(kind),
                Kind::End if self.engine.open_depth() == self.skip => {
                    self.skip = 0;
                    self.set_detour();
                }
                _ => {}
            }
        }
    }

    fn set_detour(&mut self) {
        let limited = self.engine.limits().message_bytes != u64::MAX;
        self.detour = cfg!(small) || limited || self.skip != 0 || self.transcoder.active();
    }

    #[cold]
    #[cfg_attr(small, inline(always))]
    fn switch(&mut self, encoding: Encoding) -> Result<(), Latched> {
        let kind = match self.engine.front {
            _ if !crate::COMPLETE => ErrorKind::LeftOut,
            None => ErrorKind::UnsupportedEncoding,
            Some(_) if self.transcoder.active() => ErrorKind::EncodingMismatch,
            Some(_) => {
                self.transcoder.switch(encoding);
                self.engine.encoding = encoding;
                self.set_detour();
                return Ok(());
            }
        };
        Err(self.engine.refuse_construct(kind))
    }

    /// Keeps the error of a layer above, `behind` bytes before the next one: every later call answers it.
    #[cold]
    pub(crate) fn refuse(&mut self, kind: ErrorKind, behind: usize) -> Latched {
        self.engine.fail_at(kind, self.offset().wrapping_sub(behind as u64))
    }

    /// As [`refuse`](Reader::refuse), of the tag at hand.
    #[cold]
    pub(crate) fn refuse_tag(&mut self, kind: ErrorKind) -> Latched {
        self.engine.refuse_construct(kind)
    }

    /// As [`refuse_tag`](Reader::refuse_tag), with a limit that it passes.
    #[cold]
    pub(crate) fn exceed(&mut self, limit: Limit, needed: usize) -> Latched {
        self.engine.exceed(limit, needed)
    }

    /// The error that was kept.
    #[cold]
    pub(crate) fn refused(&self) -> Error {
        self.error().unwrap_or(Error::new(ErrorKind::InvalidArgument, self.engine.offset()))
    }
}
