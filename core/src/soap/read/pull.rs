//! The envelope reader over a blocking byte source.

use crate::Error;
use crate::soap::event::{Event, Kind, Step};
use crate::soap::fault::FaultReader;
use crate::soap::header::headers::HeaderReader;
use crate::soap::header::node::Node;
use crate::soap::read::reader::Reader;
use crate::xml::{Latched, PullError, Window};
use embedded_io::Read;

/// Reads a message from an [`embedded_io::Read`], through a window of fixed size.
///
/// The events are those of [`Reader`]; this only fetches bytes when it asks for them.
pub struct PullReader<'w, R> {
    reader: Reader<'w>,
    window: Window<'w, R>,
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
        self.pull(|reader, input, last| reader.advance(input, last).map_err(|Latched| reader.refused()))
    }

    /// Reads the next event of a fault, as [`FaultReader::next`]; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`FaultReader::next`].
    pub fn next_of_fault(&mut self, fault: &mut FaultReader<'_>) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| fault.advance(reader, input, last).map_err(|Latched| fault.refused()))
    }

    /// Reads the next event that the header reader gives, as [`HeaderReader::next`]; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`HeaderReader::next`].
    pub fn next_of_headers(
        &mut self,
        headers: &mut HeaderReader<'_>,
        node: &mut dyn Node,
    ) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| headers.advance(reader, input, last, node).map_err(|Latched| headers.refused()))
    }

    /// Reads up to the Body, as [`HeaderReader::read`]. Errors as [`next_of_headers`](PullReader::next_of_headers).
    pub fn read_headers(
        &mut self,
        headers: &mut HeaderReader<'_>,
        node: &mut dyn Node,
    ) -> Result<(), PullError<R::Error>> {
        while !headers.is_done() {
            self.next_of_headers(headers, node)?;
        }
        Ok(())
    }

    /// The reader inside, to skip an item or to resolve a prefix.
    pub fn reader(&mut self) -> &mut Reader<'w> {
        &mut self.reader
    }

    /// The source, with what was fetched but not read.
    pub fn into_parts(self) -> (R, &'w mut [u8]) {
        self.window.into_parts()
    }

    /// Advances until there is something to show.
    fn pull(
        &mut self,
        mut advance: impl FnMut(&mut Reader<'w>, &mut &[u8], bool) -> Result<Option<Step>, Error>,
    ) -> Result<Event<'_>, PullError<R::Error>> {
        let (start, step) = loop {
            let start = self.window.start;
            match self.window.give(|input, last| advance(&mut self.reader, input, last))? {
                Some(Step { kind: Kind::NeedInput, .. }) => self.window.fill()?,
                Some(step) => break (start, step),
                None => {}
            }
        };
        Ok(self.reader.event(step, self.window.from(start)))
    }
}
