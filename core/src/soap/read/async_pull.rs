//! The envelope reader over a byte source that waits without blocking.

use crate::Error;
use crate::soap::event::{Event, Kind, Step};
use crate::soap::fault::FaultReader;
use crate::soap::header::headers::HeaderReader;
use crate::soap::header::node::Node;
use crate::soap::read::reader::Reader;
use crate::xml::{Latched, PullError, Window};
use embedded_io_async::Read;

/// Reads a message from an [`embedded_io_async::Read`], through a window of fixed size; as
/// [`PullReader`](super::pull::PullReader) otherwise.
pub struct AsyncPullReader<'w, R> {
    reader: Reader<'w>,
    window: Window<'w, R>,
}

impl<'w, R: Read> AsyncPullReader<'w, R> {
    /// Reads from `source` through `window`, with a reader set up as the caller wishes.
    pub fn new(reader: Reader<'w>, source: R, window: &'w mut [u8]) -> Self {
        AsyncPullReader { reader, window: Window::new(source, window) }
    }

    /// Reads the next event; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`Reader::next`].
    pub async fn next(&mut self) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| reader.advance(input, last).map_err(|Latched| reader.refused())).await
    }

    /// Reads the next event of a fault, as [`FaultReader::next`]; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`FaultReader::next`].
    pub async fn next_of_fault(&mut self, fault: &mut FaultReader<'_>) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| fault.advance(reader, input, last).map_err(|Latched| fault.refused())).await
    }

    /// Reads the next event that the header reader gives, as [`HeaderReader::next`]; never [`Event::NeedInput`].
    ///
    /// Errors: those of the source and of [`HeaderReader::next`].
    pub async fn next_of_headers(
        &mut self,
        headers: &mut HeaderReader<'_>,
        node: &mut dyn Node,
    ) -> Result<Event<'_>, PullError<R::Error>> {
        self.pull(|reader, input, last| headers.advance(reader, input, last, node).map_err(|Latched| headers.refused()))
            .await
    }

    /// Reads up to the Body, as [`HeaderReader::read`]. Errors as
    /// [`next_of_headers`](AsyncPullReader::next_of_headers).
    pub async fn read_headers(
        &mut self,
        headers: &mut HeaderReader<'_>,
        node: &mut dyn Node,
    ) -> Result<(), PullError<R::Error>> {
        while !headers.is_done() {
            self.next_of_headers(headers, node).await?;
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
    async fn pull(
        &mut self,
        mut advance: impl FnMut(&mut Reader<'w>, &mut &[u8], bool) -> Result<Option<Step>, Error>,
    ) -> Result<Event<'_>, PullError<R::Error>> {
        let (start, step) = loop {
            let start = self.window.start;
            match self.window.give(|input, last| advance(&mut self.reader, input, last))? {
                Some(Step { kind: Kind::NeedInput, .. }) => self.window.fill_async().await?,
                Some(step) => break (start, step),
                None => {}
            }
        };
        Ok(self.reader.event(step, self.window.from(start)))
    }
}
