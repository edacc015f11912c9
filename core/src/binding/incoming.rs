//! What was received, and of that the body without its framing.

use crate::Error;
use crate::http::{BodyReader, Piece};
use crate::slice::part;

/// What was received from a connection and is not read, in a window of the caller.
///
/// Whoever reads takes all it is given before it asks for more, so the window may be of any size.
/// [`room`](Incoming::room) is where bytes are received, [`received`](Incoming::received) says how many there were.
///
/// ```text
/// [ read | a piece of the body, without its framing | as it was received | room ]
/// ```
pub struct Incoming<'m> {
    bytes: &'m mut [u8],
    unread: Unread,
}

/// What was received and is not read, which belongs to the next message once this one is complete: where it stands in
/// the window.
#[derive(Clone, Copy, Debug, Default)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct Unread {
    /// What is left of a piece of the body.
    piece: (usize, usize),
    /// What follows, as it was received.
    start: usize,
    end: usize,
    closed: bool,
}

impl Unread {
    /// Whether all that was received is read.
    pub(super) fn is_empty(&self) -> bool {
        self.piece.0 == self.piece.1 && self.start == self.end
    }

    /// What follows that piece in the window.
    #[cfg_attr(small, inline(always))]
    fn rest<'b>(&self, window: &'b [u8]) -> &'b [u8] {
        part(window, self.start, self.end.wrapping_sub(self.start))
    }

    /// Where in the window to receive. Empty while it is full of what is unread.
    #[cfg_attr(small, inline(never))]
    pub(super) fn room<'b>(&mut self, window: &'b mut [u8]) -> &'b mut [u8] {
        if self.is_empty() {
            *self = Unread { closed: self.closed, ..Unread::default() };
        }
        window.get_mut(self.end..).unwrap_or_default()
    }

    /// So many bytes were received into the room of a window of so many bytes; 0: the connection is closed.
    #[cfg_attr(small, inline(never))]
    pub(super) fn received(&mut self, count: usize, window: usize) {
        self.closed |= count == 0;
        self.end = self.end.saturating_add(count).min(window);
    }

    /// Whether there is a piece of the body to read, or its end; an error is for the body to tell.
    #[cfg_attr(small, inline(never))]
    pub(super) fn finds_piece(&mut self, window: &[u8], body: &mut BodyReader<'_>) -> bool {
        if self.piece.0 != self.piece.1 || body.is_done() {
            return true;
        }
        let mut input = self.rest(window);
        let found = body.advance(&mut input, self.closed);
        self.start = self.end.wrapping_sub(input.len());
        self.piece = (0, 0);
        if let Piece::Data(data) = found {
            let start = data.as_ptr().addr().wrapping_sub(window.as_ptr().addr());
            self.piece = (start, start.wrapping_add(data.len()));
        }
        found != Piece::NeedInput
    }

    /// Where the piece at hand begins, and its bytes.
    #[cfg(feature = "embedded-io")]
    pub(super) fn piece(&self) -> (usize, usize) {
        (self.piece.0, self.piece.1.wrapping_sub(self.piece.0))
    }

    /// Takes so many bytes of the piece at hand.
    #[cfg(feature = "embedded-io")]
    pub(super) fn take(&mut self, count: usize) {
        self.piece.0 = self.piece.0.wrapping_add(count);
    }

    /// The same in a window that begins so many bytes before.
    #[cfg(feature = "embedded-io")]
    pub(super) fn moved(self, by: usize) -> Self {
        let move_on = |at: usize| at.wrapping_add(by);
        Unread {
            piece: (move_on(self.piece.0), move_on(self.piece.1)),
            start: move_on(self.start),
            end: move_on(self.end),
            closed: self.closed,
        }
    }
}

impl<'m> Incoming<'m> {
    /// Goes on in the window where another stopped; the default of `unread` is that nothing was received so far.
    pub fn new(bytes: &'m mut [u8], unread: Unread) -> Self {
        Incoming { bytes, unread }
    }

    /// Bytes of the window.
    #[cfg(feature = "embedded-io")]
    pub(super) fn size(&self) -> usize {
        self.bytes.len()
    }

    /// What is not read.
    pub fn unread(&self) -> Unread {
        self.unread
    }

    /// Where to receive. Empty while the window is full of what is unread.
    pub fn room(&mut self) -> &mut [u8] {
        self.unread.room(self.bytes)
    }

    /// So many bytes were received into the room; 0: the connection is closed.
    #[cfg_attr(small, inline(always))]
    pub fn received(&mut self, count: usize) {
        self.unread.received(count, self.bytes.len());
    }

    /// Whether all that was received is read.
    pub fn is_empty(&self) -> bool {
        self.unread.is_empty()
    }

    /// Gives a reader of heads what is not read, and whether nothing follows; what it takes is read.
    pub fn head<T>(&mut self, read: impl FnOnce(&mut &[u8], bool) -> T) -> T {
        let mut input = self.unread.rest(self.bytes);
        let given = read(&mut input, self.unread.closed);
        self.unread.start = self.unread.end.wrapping_sub(input.len());
        given
    }

    /// Gives a reader what is not read of the body, and whether nothing follows; what it takes is read. `None` asks for
    /// more to be received.
    ///
    /// # Errors
    /// Those of [`BodyReader::next`].
    pub fn body<T>(
        &mut self,
        body: &mut BodyReader<'_>,
        read: impl FnOnce(&mut &[u8], bool) -> T,
    ) -> Result<Option<T>, Error> {
        Ok(self.has_piece(body)?.then(|| self.give(body.is_done(), read)))
    }

    /// Whether there is a piece of the body to read, or its end.
    pub(crate) fn has_piece(&mut self, body: &mut BodyReader<'_>) -> Result<bool, Error> {
        let found = self.unread.finds_piece(self.bytes, body);
        body.judged()?;
        Ok(found)
    }

    /// Gives a reader the piece at hand.
    pub(crate) fn give<T>(&mut self, last: bool, read: impl FnOnce(&mut &[u8], bool) -> T) -> T {
        let mut input = self.piece(self.unread.piece.0);
        let given = read(&mut input, last);
        self.unread.piece.0 = self.unread.piece.1.wrapping_sub(input.len());
        given
    }

    /// What is not read of the piece at hand, from a place where it began.
    pub(crate) fn piece(&self, start: usize) -> &[u8] {
        self.bytes.get(start..self.unread.piece.1).unwrap_or_default()
    }

    /// Where what is not read of the piece at hand begins.
    pub(crate) fn start(&self) -> usize {
        self.unread.piece.0
    }
}
