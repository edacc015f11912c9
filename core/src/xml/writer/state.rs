//! What a writer remembers between calls, and the attempt at one call.

use super::stack::{NONE, Stack, XML};
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
    /// First free byte of the stack.
    pub(super) top: u16,
    /// Bytes of attribute names at the end of the workspace.
    pub(super) tail: u16,
    pub(super) peak: u16,
    /// The innermost open element.
    pub(super) element: u16,
    /// The innermost namespace binding.
    pub(super) binding: u16,
    /// The last pinned prefix.
    pub(super) pin: u16,
    pub(super) depth: u16,
    /// Attributes and declarations of the tag at hand.
    pub(super) attributes: u16,
    /// Bindings in scope.
    pub(super) namespaces: u16,
    max_depth: u16,
    max_attributes: u16,
    max_namespaces: u16,
    pub(super) carry: Carry,
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
    /// The first one or two bytes of a base64 group, and what makes a last group of them: a program that writes no base64
    /// is without it.
    Base64 {
        bytes: [u8; 2],
        count: u8,
        complete: fn(&[u8]) -> Option<[u8; 4]>,
    },
}

impl WriterState {
    /// The state of a writer at the start of a document. Of the limits, `depth`, `attributes` and `namespaces`
    /// hold for writing.
    pub const fn new(limits: Limits) -> Self {
        WriterState {
            phase: Phase::Prolog,
            partial: false,
            top: 0,
            tail: 0,
            peak: 0,
            element: NONE,
            binding: XML,
            pin: NONE,
            depth: 0,
            attributes: 0,
            namespaces: 0,
            max_depth: limits.depth,
            max_attributes: limits.attributes,
            max_namespaces: limits.namespaces,
            carry: Carry::Nothing,
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

/// An attempt at one call: the state, the free part of the workspace and the room in the sink.
///
/// What the attempt writes is seen by nobody until the sink takes it, so to undo an attempt that fails it is enough
/// to forget it.
#[repr(C)]
pub(crate) struct Draft<'d> {
    /// The state after the call, so far: that of the writer is the one before.
    pub(super) state: WriterState,
    pub(super) stack: Stack<'d>,
    pub(super) out: Out<'d>,
    /// The binding of the prefix that was chosen last; [`NONE`] where it is none.
    pub(super) chosen: u16,
    /// Its declaration is still to be written.
    pub(super) undeclared: bool,
    /// The limit that a refused call passes, and what it would have needed.
    pub(super) exceeded: Option<(Limit, usize)>,
    /// How much a call for content takes; a call that happens whole leaves it.
    pub(super) taken: usize,
    /// Bytes of output that the next piece of content needs, when it did not fit.
    pub(super) wants: usize,
}

impl<'d> Draft<'d> {
    #[inline]
    pub(super) fn new(state: &WriterState, workspace: &'d mut [u8], free: &'d mut [u8]) -> Self {
        let stack = Stack::new(workspace, state.top, state.tail);
        let out = Out::new(free);
        Draft { state: *state, stack, out, chosen: NONE, undeclared: false, exceeded: None, taken: 1, wants: 0 }
    }

    /// Makes the state the one after this attempt, or tells why there is none. The workspace comes first: when it did not
    /// hold everything, whatever else seems wrong may come from that.
    #[inline]
    pub(super) fn complete(&mut self, result: Result<(), ErrorKind>) -> Result<(), ErrorKind> {
        let Some((top, tail, need)) = self.stack.extent() else {
            self.exceeded = Some((Limit::Workspace, self.stack.need()));
            return Err(ErrorKind::Limit);
        };
        result?;
        let state = &mut self.state;
        (state.top, state.tail) = (top, tail);
        state.peak = state.peak.max(need);
        state.written = state.written.wrapping_add(self.out.len as u64);
        Ok(())
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

/// The room in the sink, or in the workspace. Once something does not fit, the rest is only counted.
pub(super) struct Out<'d> {
    /// What is left of it.
    free: &'d mut [u8],
    len: usize,
}

impl<'d> Out<'d> {
    #[inline]
    pub(super) fn new(free: &'d mut [u8]) -> Self {
        Out { free, len: 0 }
    }

    /// Bytes of output so far, those that did not fit included.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// The room that is left.
    #[inline]
    pub(super) fn room(&mut self) -> &mut [u8] {
        self.free
    }

    /// Counts bytes written into the room.
    #[cfg_attr(not(small), inline)]
    pub(super) fn advance(&mut self, count: usize) {
        self.free = core::mem::take(&mut self.free).get_mut(count..).unwrap_or_default();
        self.len = self.len.saturating_add(count);
    }

    #[cfg_attr(not(small), inline)]
    pub(super) fn put(&mut self, bytes: &[u8]) {
        // Of what does not fit nothing is put, and there is no room any more.
        let (to, free) = core::mem::take(&mut self.free).split_at_mut_checked(bytes.len()).unwrap_or_default();
        copy(to, bytes);
        self.free = free;
        self.len = self.len.saturating_add(bytes.len());
    }

    /// Puts the whole text, escaped.
    pub(super) fn put_escaped(&mut self, text: &[u8], context: Context) -> Result<(), ErrorKind> {
        let copied = escape::copy(text, self.free, context, true);
        self.advance(copied.written);
        if copied.stop == Stop::Invalid { Err(ErrorKind::WriteChar) } else { Ok(()) }
    }

    /// Puts the value of an attribute, or of a declaration, after its name.
    pub(super) fn put_value(&mut self, value: &[u8]) -> Result<(), ErrorKind> {
        self.put(b"=\"");
        self.put_escaped(value, Context::Attribute)?;
        self.put(b"\"");
        Ok(())
    }
}
