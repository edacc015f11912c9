//! The reader over a blocking byte source.

use super::engine::Latched;
use super::event::{Event, Kind};
use super::reader::Reader;
use crate::Error;
use embedded_io::Read;

/// Reads a document from an [`embedded_io::Read`], through a window of fixed size.
///
/// The events are those of [`Reader`]; this only fetches bytes when it asks for them.
pub struct PullReader<'w, R> {
    reader: Reader<'w>,
    window: Window<'w, R>,
}

/// What can go wrong when pulling.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
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
        PullReader { reader, window: Window::new(source, window) }
    }

    /// Reads the next event; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`Reader::next`].
    #[allow(clippy::should_implement_trait, reason = "the event borrows the reader")]
    pub fn next(&mut self) -> Result<Event<'_>, PullError<R::Error>> {
        let (start, step) = loop {
            let start = self.window.start;
            let step = self.window.give(|input, last| self.reader.step(input, last));
            match step.map_err(|Latched| self.reader.refused())? {
                Kind::NeedInput => self.window.fill()?,
                step => break (start, step),
            }
        };
        Ok(self.reader.event(step, self.window.from(start)))
    }

    /// The reader inside, to skip an element or to resolve a prefix.
    pub fn reader(&mut self) -> &mut Reader<'w> {
        &mut self.reader
    }

    /// The source, with what was fetched but not read.
    pub fn into_parts(self) -> (R, &'w mut [u8]) {
        self.window.into_parts()
    }
}

/// A byte source and what was fetched from it but not read: for every reader that pulls.
pub(crate) struct Window<'w, R> {
    source: R,
    bytes: &'w mut [u8],
    /// What is not read begins here.
    pub(crate) start: usize,
    end: usize,
    ended: bool,
}

impl<'w, R> Window<'w, R> {
    pub(crate) fn new(source: R, bytes: &'w mut [u8]) -> Self {
        Window { source, bytes, start: 0, end: 0, ended: false }
    }

    /// Gives a reader what is not read, and whether nothing follows; what it takes is read.
    pub(crate) fn give<T>(&mut self, read: impl FnOnce(&mut &[u8], bool) -> T) -> T {
        let mut input = self.bytes.get(self.start..self.end).unwrap_or_default();
        let given = read(&mut input, self.ended);
        self.start = self.end.wrapping_sub(input.len());
        given
    }

    /// What was fetched, from a place where the unread began.
    pub(crate) fn from(&self, start: usize) -> &[u8] {
        self.bytes.get(start..self.end).unwrap_or_default()
    }

    fn filled(&mut self, count: usize) {
        self.ended = count == 0;
        (self.start, self.end) = (0, count.min(self.bytes.len()));
    }

    pub(crate) fn into_parts(self) -> (R, &'w mut [u8]) {
        let unread = self.bytes.get_mut(self.start..self.end).unwrap_or_default();
        (self.source, unread)
    }
}

impl<R: Read> Window<'_, R> {
    /// Fetches more, once all is read.
    pub(crate) fn fill(&mut self) -> Result<(), PullError<R::Error>> {
        let count = self.source.read(self.bytes).map_err(PullError::Source)?;
        self.filled(count);
        Ok(())
    }
}

#[cfg(feature = "embedded-io-async")]
impl<R: embedded_io_async::Read> Window<'_, R> {
    /// As [`fill`](Window::fill), from a source that waits without blocking.
    pub(crate) async fn fill_async(&mut self) -> Result<(), PullError<R::Error>> {
        let count = self.source.read(self.bytes).await.map_err(PullError::Source)?;
        self.filled(count);
        Ok(())
    }
}
