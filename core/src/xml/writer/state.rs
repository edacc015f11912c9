//! What a writer remembers between calls, and the attempt at one call.

use super::stack::{NONE, XML};
use super::{Arguments, Call};
use crate::slice::copy;
use crate::xml::escape::{self, Context, Stop};
use crate::{ErrorKind, Limit, Limits};

/// All a writer remembers, the workspace aside: plain data that may be kept, copied and
/// [resumed](super::Writer::resume).
// What is looked at most comes first: there an instruction for it is short.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct WriterState {
    pub(super) phase: Phase,
    /// A content call took a part of its input: the rest must follow.
    pub(super) partial: bool,
    /// The innermost open element.
    pub(super) element: u16,
    /// The innermost namespace binding; outside of all in scope are the pins.
    pub(super) binding: u16,
    /// Where the pins end in the stack.
    pub(super) pins: u16,
    pub(super) depth: u16,
    /// Attributes and declarations of the tag at hand.
    pub(super) attributes: u16,
    /// Bindings in scope.
    pub(super) namespaces: u16,
    max_depth: u16,
    max_attributes: u16,
    max_namespaces: u16,
    /// First free byte of the stack.
    pub(super) top: u32,
    /// Bytes of attribute names at the end of the workspace.
    pub(super) tail: u32,
    /// The most bytes that were in use at once; in an attempt, what did not fit included.
    pub(super) peak: u32,
    pub(super) carry: Carry,
    /// What any other call does first, when something is carried: a program that carries nothing is without it.
    pub(super) complete: Option<Complete>,
    pub(super) written: u64,
}

/// Where in the document the writer is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Phase {
    /// Before the root element.
    Prolog,
    /// In a start tag that may still take attributes.
    Tag,
    /// In the content of an element.
    Content,
    /// After the root element.
    Epilog,
}

/// Bytes a content call took and could not write yet.
#[derive(Clone, Copy, Debug)]
pub(super) enum Carry {
    Nothing,
    /// The first bytes of a character and how many.
    Char([u8; 3], u8),
    /// The first one or two bytes of a base64 group and how many.
    Base64([u8; 2], u8),
}

/// Completes what content left open, or refuses to.
pub(super) type Complete = fn(&mut Draft<'_>) -> Result<(), ErrorKind>;

impl WriterState {
    /// The state of a writer at the start of a document. Of the limits, `depth`, `attributes` and `namespaces`
    /// hold for writing.
    pub const fn new(limits: Limits) -> Self {
        WriterState {
            phase: Phase::Prolog,
            partial: false,
            element: NONE,
            binding: XML,
            pins: 0,
            depth: 0,
            attributes: 0,
            namespaces: 0,
            max_depth: limits.depth,
            max_attributes: limits.attributes,
            max_namespaces: limits.namespaces,
            top: 0,
            tail: 0,
            peak: 0,
            carry: Carry::Nothing,
            complete: None,
            written: 0,
        }
    }

    /// Bytes of output written so far.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// Open elements.
    pub const fn depth(&self) -> u16 {
        self.depth
    }

    /// The most bytes of the workspace in use at any time so far.
    pub const fn workspace_peak(&self) -> usize {
        self.peak as usize
    }
}

/// An attempt at one call: what it is made with, the state, the workspace and the room in the sink.
///
/// What the attempt writes is seen by nobody until the sink takes it, so to undo an attempt that fails it is enough
/// to forget it.
#[repr(C)]
pub(crate) struct Draft<'d> {
    pub(super) out: Out<'d>,
    /// The binding of the prefix that was chosen last; [`NONE`] where it is none.
    pub(super) chosen: u16,
    /// Its declaration is still to be written.
    pub(super) undeclared: bool,
    /// The state after the call, so far: that of the writer is the one before.
    pub(super) state: WriterState,
    pub(super) memory: &'d mut [u8],
    pub(super) arguments: Arguments<'d>,
    /// The limit that a refused call passes, and what it would have needed.
    pub(super) exceeded: Option<(Limit, usize)>,
    /// How much a call for content takes; a call that happens whole leaves it.
    pub(super) taken: usize,
    /// Bytes of output that the next piece of content needs, when it did not fit.
    pub(super) wants: usize,
}

impl<'d> Draft<'d> {
    #[inline]
    pub(super) fn new(
        state: &WriterState,
        memory: &'d mut [u8],
        free: &'d mut [u8],
        arguments: &Arguments<'d>,
    ) -> Self {
        Draft {
            out: Out::new(free, 0),
            chosen: NONE,
            undeclared: false,
            state: *state,
            memory,
            arguments: *arguments,
            exceeded: None,
            taken: 1,
            wants: 0,
        }
    }

    /// The namespace that the call is made with.
    pub(super) fn uri(&self) -> &'d [u8] {
        self.arguments[0]
    }

    /// The local name that the call is made with.
    pub(super) fn local(&self) -> &'d [u8] {
        self.arguments[1]
    }

    /// The value of an attribute that the call is made with.
    pub(super) fn value(&self) -> &'d [u8] {
        self.arguments[2]
    }

    /// The prefix that the call is made with.
    pub(super) fn prefix(&self) -> &'d [u8] {
        self.arguments[3]
    }

    /// Makes the call. When the workspace did not hold everything, whatever else seems wrong may come from that.
    #[inline]
    pub(super) fn attempt(&mut self, call: Call) -> Result<(), ErrorKind> {
        let result = (call.make)(self);
        let peak = self.state.peak as usize;
        if peak > self.memory.len() {
            self.exceeded = Some((Limit::Workspace, peak));
            return Err(ErrorKind::Limit);
        }
        self.state.written = self.state.written.wrapping_add(self.out.len as u64);
        result
    }

    /// Counts one more of something that has a limit.
    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn count(&mut self, what: Limit) -> Result<(), ErrorKind> {
        let state = &mut self.state;
        let (count, max) = match what {
            Limit::Depth => (&mut state.depth, state.max_depth),
            Limit::Attributes => (&mut state.attributes, state.max_attributes),
            _ => (&mut state.namespaces, state.max_namespaces),
        };
        let needed = usize::from(*count).wrapping_add(1);
        if *count >= max {
            self.exceeded = Some((what, needed));
            return Err(ErrorKind::Limit);
        }
        *count = needed as u16;
        Ok(())
    }
}

/// The room in the sink, or in the workspace. What does not fit is only counted.
pub(super) struct Out<'d> {
    room: &'d mut [u8],
    len: usize,
}

impl<'d> Out<'d> {
    #[inline]
    pub(super) fn new(room: &'d mut [u8], len: usize) -> Self {
        Out { room, len }
    }

    /// Where the next bytes go: how many there are, those that did not fit included.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The room that is left; none once something did not fit.
    #[inline]
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.room.get_mut(self.len..).unwrap_or_default()
    }

    /// Counts bytes written into the room.
    #[inline]
    pub(super) fn advance(&mut self, count: usize) {
        self.len = self.len.saturating_add(count);
    }

    #[cfg_attr(not(small), inline)]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        let end = self.len.saturating_add(bytes.len());
        if let Some(to) = self.room.get_mut(self.len..end) {
            copy(to, bytes);
        }
        self.len = end;
    }

    #[cfg_attr(small, inline(never))]
    #[cfg_attr(not(small), inline)]
    pub(super) fn put_byte(&mut self, byte: u8) {
        self.put(&[byte]);
    }

    /// Puts the whole text, escaped.
    pub(super) fn put_escaped(&mut self, text: &[u8], context: Context) -> Result<(), ErrorKind> {
        let copied = escape::copy(text, self.room(), context, true);
        self.advance(copied.written);
        if copied.stop == Stop::Invalid { Err(ErrorKind::WriteChar) } else { Ok(()) }
    }

    /// Puts the value of an attribute, or of a declaration, after its name.
    pub(super) fn put_value(&mut self, value: &[u8]) -> Result<(), ErrorKind> {
        self.put(b"=\"");
        self.put_escaped(value, Context::Attribute)?;
        self.put_byte(b'"');
        Ok(())
    }
}
