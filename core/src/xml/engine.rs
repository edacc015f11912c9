//! The one state machine: bytes in, steps out, at any chunking.
//!
//! Only start tags, PI targets and the XML declaration are gathered in the workspace. Text is passed through,
//! end tags are compared as they come, and what must be carried from one chunk to the next (part of a character,
//! a CR, two `]`) fits the state. No byte is scanned again, but for the first words of text that turns out to be long.

mod assumed;
mod failure;
mod frames;
mod gathered;
mod markup;
mod misc;
mod start_tag;
mod text;

use super::arena::Frame;
use super::encoding::Encoding;
// What one turn of the machine came to. What the event of a step is made of is in the engine.
use super::event::{Kind as Step, Name};
use super::front::Front;
use super::reference::Reference;
use super::text::Str;
use crate::slice::{after, first};
use crate::{Error, ErrorKind, Limits};

/// Where in the grammar the next byte is.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Mode {
    /// At the first byte of the document.
    Begin,
    /// In character data, or between the constructs outside the root element.
    Content,
    /// After `<`.
    Markup,
    StartTag,
    EndTag,
    /// After `<!`, or in the word that follows.
    Bang,
    Cdata,
    Comment,
    Pi,
    PiTarget,
    Declaration,
    Reference,
    /// There was an error.
    Failed,
}

/// What is left to do with the tag last reported.
#[derive(Clone, Copy, PartialEq)]
enum Pending {
    Nothing,
    /// Its bindings are to be moved into its frame.
    Compact,
    /// It was `<a/>`: the end comes next.
    End,
    /// Its frame is to be dropped.
    Pop,
}

/// The state of the reader, and its workspace.
///
/// The bytes come first, then what has 16 bits, and so on: instructions that reach near fields are the short ones.
#[repr(C)]
pub(super) struct Engine<'w> {
    mode: Mode,
    pending: Pending,
    /// `]` at the end of the last piece, `-` or `?` at the end of the last chunk: up to 2.
    run: u8,
    /// Bytes in `scratch` that are the start of a character; [`CR`] when a CR ended the last chunk.
    held: u8,
    /// Bytes in `scratch` that are the last piece of text; 0 when that is in the input: `piece_len` bytes, up to where
    /// `piece_left` were left.
    scratch_len: u8,
    scratch: [u8; 4],
    root_seen: bool,
    /// Nothing but a byte order mark came before: the declaration may.
    fresh: bool,
    refuse_pi: bool,
    /// The bytes are UTF-8 only because a front makes them so, or because a byte order mark or the transport said so.
    pub(super) known: Known,
    /// What the bytes really are in; after `Step::Switch`, from here on.
    pub(super) encoding: Encoding,
    /// Its declarations are still among the records.
    declared: bool,
    /// The last step was a start tag.
    at_start_tag: bool,
    /// What reads others than UTF-8.
    pub(super) front: Option<&'static Front>,
    pub(super) arena: &'w mut [u8],
    /// The quote that what is gathered is inside of, or 0.
    quote: u8,
    /// Whether a byte of it is beyond ASCII: its highest bit.
    beyond: u8,
    /// The last byte of what may be a byte order mark; or how much of the end tag's name, or of the word after `<!`, has
    /// matched.
    matched: u16,
    /// Records of the tag last reported.
    records: u16,
    /// How many of them are declarations.
    declarations: u16,
    /// End of the frame of the innermost open element.
    top: u16,
    depth: u16,
    /// Bindings of all open elements.
    bindings: u16,
    /// Where in the arena the tag, PI target or declaration being gathered stands.
    base: u16,
    /// Bytes that are left of the chunk.
    left: usize,
    limits: Limits,
    /// The innermost open element; outside the root, what is bound around it.
    current: Frame,
    /// Bytes of input up to the end of the chunk.
    end: u64,
    /// The `<` or `&` of the construct at hand.
    mark: u64,
    piece_len: usize,
    piece_left: usize,
    /// Bytes gathered, also those there was no room for.
    gathered: usize,
    /// Quoted values in them.
    quotes: usize,
    peak: u32,
    reference: Reference,
    error: Option<Error>,
}

/// What is known of the encoding before the declaration is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Known {
    /// Nothing: UTF-8 unless declared otherwise.
    Nothing,
    /// A byte order mark said UTF-8.
    Utf8,
    /// UTF-16, by its byte order mark or its first bytes.
    Utf16,
    /// The transport said what it is: the declaration does not matter.
    Transport,
}

/// As if held: a CR of which it is not known whether an LF follows.
const CR: u8 = u8::MAX;

/// An error ended the reading. The reader has it: [`Reader::error`](super::Reader::error) tells it, and every later call
/// answers it again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Latched;

type Result<T> = core::result::Result<T, Latched>;

impl<'w> Engine<'w> {
    pub(super) fn new(arena: &'w mut [u8], limits: &Limits) -> Self {
        Engine {
            arena,
            mode: Mode::Begin,
            pending: Pending::Nothing,
            root_seen: false,
            fresh: true,
            refuse_pi: false,
            known: Known::Nothing,
            run: 0,
            matched: 0,
            held: 0,
            scratch: [0; 4],
            scratch_len: 0,
            reference: Reference::default(),
            quote: 0,
            beyond: 0,
            base: 0,
            gathered: 0,
            quotes: 0,
            piece_len: 0,
            piece_left: 0,
            encoding: Encoding::Utf8,
            front: None,
            records: 0,
            declarations: 0,
            declared: false,
            at_start_tag: false,
            current: Frame::default(),
            top: 0,
            depth: 0,
            bindings: 0,
            peak: 0,
            limits: *limits,
            end: 0,
            left: 0,
            mark: 0,
            error: None,
        }
    }

    pub(super) fn refuse_pi(&mut self) {
        self.refuse_pi = true;
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn error(&self) -> Option<Error> {
        self.error
    }

    pub(super) fn peak(&self) -> usize {
        self.peak as usize
    }

    /// The name of the element that starts or ends.
    #[cfg_attr(small, inline(never))]
    pub(super) fn name(&self) -> Name<'_> {
        Name { arena: self.arena, name: self.current.resolved() }
    }

    /// Attributes and declarations of the start tag at hand.
    pub(super) fn records(&self) -> u16 {
        self.records
    }

    /// Declarations of the start tag at hand.
    pub(super) fn declarations(&self) -> u16 {
        self.declarations
    }

    /// Where the construct at hand began.
    pub(super) fn mark(&self) -> u64 {
        self.mark
    }

    /// Whether the last step was a start tag.
    pub(super) fn at_start_tag(&self) -> bool {
        self.at_start_tag
    }

    /// Open elements, counting one that has just ended.
    pub(super) fn open_depth(&self) -> u16 {
        self.depth
    }

    /// Open elements; one that has just ended is not.
    pub(super) fn depth(&self) -> u16 {
        self.depth.saturating_sub(u16::from(self.pending == Pending::Pop))
    }

    /// Takes one turn if it is a whole tag of the common shape or a run of text, and moves `input` past it.
    /// [`Step::More`]: [`step`](Engine::step) goes on from here.
    #[inline(always)]
    pub(super) fn turn(&mut self, input: &mut &[u8]) -> Result<Step> {
        self.at_start_tag = false;
        if self.pending != Pending::Nothing
            && let Some(step) = self.settle()
        {
            return Ok(step);
        }
        if self.mode != Mode::Content {
            return Ok(Step::More);
        }
        self.begin_step(input);
        let turn = self.content(input);
        self.leave(input);
        turn
    }

    /// Takes one step, and moves `input` past what it used.
    pub(super) fn step(&mut self, input: &mut &[u8], last: bool) -> Result<Step> {
        self.at_start_tag = false;
        if self.mode == Mode::Failed {
            return Err(Latched);
        }
        let mut turn = Ok(self.settle().unwrap_or(Step::More));
        self.begin_step(input);
        // What is in comments and PIs is not told.
        while turn == Ok(Step::More) || (turn == Ok(Step::Text) && matches!(self.mode, Mode::Comment | Mode::Pi)) {
            let mut rest = *input;
            self.leave(&mut rest);
            turn = match (rest.first(), self.mode) {
                (None, _) => self.at_end_of_chunk(last),
                (_, Mode::Content) => self.content(rest),
                (Some(&byte), _) => self.other(rest, byte),
            };
        }
        self.leave(input);
        turn
    }

    /// Leaves of the chunk what is left of it.
    #[inline(always)]
    fn leave(&self, chunk: &mut &[u8]) {
        if let Some((_, rest)) = chunk.split_at_checked(chunk.len().wrapping_sub(self.left)) {
            *chunk = rest;
        }
    }

    /// Uses up the next `count` bytes of the chunk.
    #[inline(always)]
    fn take(&mut self, count: usize) {
        self.left = self.left.wrapping_sub(count);
    }

    /// Bytes of input before the next one.
    #[inline]
    pub(super) fn offset(&self) -> u64 {
        self.end.wrapping_sub(self.left as u64)
    }

    /// Sets that: of what was read some was not of the message.
    pub(super) fn set_offset(&mut self, offset: u64) {
        self.end = offset.wrapping_add(self.left as u64);
    }

    /// Takes note of a new chunk; most often it is what was left of the last.
    #[inline]
    fn begin_step(&mut self, input: &[u8]) {
        if input.len() != self.left {
            self.end = self.offset().wrapping_add(input.len() as u64);
            self.left = input.len();
        }
    }

    /// Does what is left to do with the tag last reported. `Some`: that is its end.
    #[cfg_attr(not(small), inline(always))]
    fn settle(&mut self) -> Option<Step> {
        let pending = core::mem::replace(&mut self.pending, Pending::Nothing);
        match pending {
            Pending::Pop => self.pop(),
            Pending::Compact => self.compact(),
            Pending::End => {
                self.pending = Pending::Pop;
                return Some(Step::End);
            }
            Pending::Nothing => {}
        }
        None
    }

    /// The less frequent constructs; `input` begins with `byte`.
    #[inline(never)]
    pub(super) fn other(&mut self, input: &[u8], byte: u8) -> Result<Step> {
        let (mode, mut byte, mut next) = (self.mode, byte, input.iter());
        loop {
            // Those that are seen a byte at a time.
            let turn = match mode {
                Mode::StartTag => return self.gather_start_tag(input),
                Mode::EndTag => return self.end_tag(input, byte),
                Mode::Cdata | Mode::Comment | Mode::Pi => return self.marked(input, byte),
                Mode::Markup => self.markup(byte),
                Mode::Reference => self.reference(byte),
                Mode::Bang => self.bang(byte),
                Mode::PiTarget => self.pi_target(byte),
                Mode::Declaration if !cfg!(small) && byte != b'>' => return Ok(self.most_of_declaration(input)),
                Mode::Declaration => self.declaration(byte),
                // The others do not come here.
                Mode::Begin | Mode::Content | Mode::Failed => self.begin(byte),
            };
            if turn.is_ok() {
                self.take(1);
            }
            next.next();
            match next.as_slice().first() {
                // To go on at once is faster.
                Some(&after) if !cfg!(small) && turn == Ok(Step::More) && self.mode == mode => byte = after,
                _ => return turn,
            }
        }
    }

    /// The byte that is about to be used up is to be seen once more.
    fn again(&mut self) {
        self.left = self.left.wrapping_add(1);
    }

    fn at_end_of_chunk(&mut self, last: bool) -> Result<Step> {
        if !last {
            return Ok(Step::NeedInput);
        }
        if self.mode == Mode::Content && self.depth == 0 && self.root_seen {
            return Ok(Step::Finished);
        }
        Err(self.fail(ErrorKind::UnexpectedEnd))
    }

    /// Bytes of the message that this text was.
    #[cold]
    #[cfg_attr(small, inline(never))]
    fn len_of(&self, text: &[u8]) -> u64 {
        match self.front {
            Some(front) if crate::COMPLETE => (front.len_of)(self.encoding, text),
            _ => text.len() as u64,
        }
    }

    /// Text that the input does not have in this form: a byte, so many times.
    fn own_text(&mut self, byte: u8, count: u8) -> Step {
        self.scratch = [byte; 4];
        self.scratch_len = count;
        Step::Text
    }

    /// The piece of text of this step was found with so many bytes fewer in view.
    pub(super) fn widen(&mut self, more: usize) {
        self.piece_left = self.piece_left.wrapping_add(more);
    }

    /// The piece of text of this step; `input` ends where that of the step did.
    #[inline(always)]
    pub(super) fn piece_text<'s>(&'s self, input: &'s [u8]) -> Str<'s> {
        if self.scratch_len > 0 {
            return Str::checked(first(&self.scratch, usize::from(self.scratch_len)));
        }
        let until = first(input, input.len().wrapping_sub(self.piece_left));
        Str::checked(after(until, until.len().wrapping_sub(self.piece_len)))
    }
}
