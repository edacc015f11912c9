//! The envelope reader over a blocking byte source.

use super::event::Event;
use super::fault::FaultReader;
use super::reader::{Reader, Step};
use crate::Error;
use crate::xml::PullError;
use embedded_io::Read;

/// Reads a message from an [`embedded_io::Read`], through a window of fixed size.
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
        self.pull(|reader, input, last| reader.advance(input, last))
    }

    /// Reads the next event of a fault, as [`FaultReader::next`]; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`FaultReader::next`].
    pub fn next_of_fault(&mut self, fault: &mut FaultReader<'_>) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| fault.advance(reader, input, last))
    }

    /// The reader inside, to skip an item or to resolve a prefix.
    pub fn reader(&mut self) -> &mut Reader<'w> {
        &mut self.reader
    }

    /// The source, with what was fetched but not read.
    pub fn into_parts(self) -> (R, &'w mut [u8]) {
        let unread = self.window.get_mut(self.start..self.end).unwrap_or_default();
        (self.source, unread)
    }

    /// Advances until there is something to show.
    fn pull(
        &mut self,
        mut advance: impl FnMut(&mut Reader<'w>, &mut &[u8], bool) -> Result<Option<Step>, Error>,
    ) -> Result<Event<'_>, PullError<R::Error>> {
        let (start, step) = loop {
            let start = self.start;
            let mut input = self.window.get(start..self.end).unwrap_or_default();
            let step = advance(&mut self.reader, &mut input, self.ended)?;
            self.start = self.end.wrapping_sub(input.len());
            match step {
                Some(Step::NeedInput) => self.fill()?,
                Some(step) => break (start, step),
                None => {}
            }
        };
        Ok(self.reader.event(step, self.window.get(start..self.end).unwrap_or_default()))
    }

    fn fill(&mut self) -> Result<(), PullError<R::Error>> {
        let count = self.source.read(self.window).map_err(PullError::Source)?;
        self.ended = count == 0;
        (self.start, self.end) = (0, count.min(self.window.len()));
        Ok(())
    }
}
