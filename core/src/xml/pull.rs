//! The reader over a blocking byte source.

use super::engine::Step;
use super::event::Event;
use super::reader::Reader;
use crate::Error;
use embedded_io::Read;

/// Reads a document from an [`embedded_io::Read`], through a window of fixed size.
///
/// The events are those of [`Reader`]; this only fetches bytes when it asks for them.
pub struct PullReader<'w, R> {
    reader: Reader<'w>,
    source: R,
    window: &'w mut [u8],
    start: usize,
    end: usize,
    ended: bool,
}

/// What can go wrong when pulling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PullError<E> {
    /// The source failed; what it said.
    Source(E),
    /// The document is refused.
    Document(Error),
}

impl<E> From<Error> for PullError<E> {
    fn from(error: Error) -> Self {
        PullError::Document(error)
    }
}

impl<'w, R: Read> PullReader<'w, R> {
    /// Reads from `source` through `window`, with a reader set up as the caller wishes. A window of no bytes is an
    /// end of input.
    pub fn new(reader: Reader<'w>, source: R, window: &'w mut [u8]) -> Self {
        PullReader { reader, source, window, start: 0, end: 0, ended: false }
    }

    /// Reads the next event; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`Reader::next`].
    #[allow(clippy::should_implement_trait, reason = "the event borrows the reader")]
    pub fn next(&mut self) -> Result<Event<'_>, PullError<R::Error>> {
        let (start, step) = loop {
            let start = self.start;
            let mut input = self.window.get(start..self.end).unwrap_or_default();
            let step = self.reader.advance(&mut input, self.ended)?;
            self.start = self.end.wrapping_sub(input.len());
            match step {
                Step::NeedInput => self.fill()?,
                step => break (start, step),
            }
        };
        Ok(self.reader.event(step, self.window.get(start..self.end).unwrap_or_default()))
    }

    /// The reader inside, to skip an element or to resolve a prefix.
    pub fn reader(&mut self) -> &mut Reader<'w> {
        &mut self.reader
    }

    /// The source, with what was fetched but not read.
    pub fn into_parts(self) -> (R, &'w mut [u8]) {
        let unread = self.window.get_mut(self.start..self.end).unwrap_or_default();
        (self.source, unread)
    }

    fn fill(&mut self) -> Result<(), PullError<R::Error>> {
        let count = self.source.read(self.window).map_err(PullError::Source)?;
        self.ended = count == 0;
        (self.start, self.end) = (0, count.min(self.window.len()));
        Ok(())
    }
}
