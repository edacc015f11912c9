//! The sending side of a message in chunks.

use super::{Chunk, ChunkError, Chunking};
use crate::ErrorKind;

/// Says what to send next. It sees no bytes and does no I/O.
///
/// Ask [`next`](ChunkSender::next), do it, and say that it is done, until it answers [`SendStep::End`]:
///
/// ```
/// use soapstone::chunk::{ChunkSender, Chunking, SendStep};
///
/// let mut sender = ChunkSender::new(Chunking::above(4), Some(6), 0);
/// let mut log = Vec::new();
/// loop {
///     match sender.next() {
///         SendStep::Begin(chunk) => sender.begin()?, // the head of the chunk; with the first, transport headers
///         SendStep::Bytes(most) => sender.sent(most.min(3))?, // a piece of it, as large as the device can
///         SendStep::Await(chunk) => {
///             log.push(chunk.len);
///             sender.acknowledge(chunk.index)? // or `refuse`
///         }
///         SendStep::Cut(_) => unreachable!("the total is known"),
///         SendStep::End => break,
///     }
/// }
/// assert_eq!(log, [4, 2]);
/// # Ok::<(), soapstone::chunk::ChunkError>(())
/// ```
#[derive(Clone, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub struct ChunkSender {
    chunking: Chunking,
    total: Option<u64>,
    retries: u32,
    refusals: u32,
    index: u64,
    offset: u64,
    state: State,
}

#[derive(Clone, Copy, Debug)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
enum State {
    /// The next chunk is not cut yet, for nobody knows how long the message is.
    Uncut,
    /// This chunk is next.
    Ready(Chunk),
    /// So many bytes of this chunk are sent.
    Open(Chunk, u64),
    Done,
}

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum SendStep {
    /// Say how long the next chunk is, at most so many bytes, and whether it is the last: [`ChunkSender::cut`]. Only
    /// when the total is not known.
    Cut(u64),
    /// Begin this chunk, then call [`ChunkSender::begin`]. A body that can be read anywhere is read from its offset.
    Begin(Chunk),
    /// Send bytes of the chunk, at most so many, then call [`ChunkSender::sent`].
    Bytes(u64),
    /// The chunk is sent: wait for the answer, then call [`ChunkSender::acknowledge`] or [`ChunkSender::refuse`].
    Await(Chunk),
    /// All is sent and acknowledged.
    End,
}

impl ChunkSender {
    /// The sender of a message of `total` bytes, if that is known. Each chunk may be refused `retries` times.
    pub fn new(chunking: Chunking, total: Option<u64>, retries: u32) -> Self {
        let mut sender =
            ChunkSender { chunking, total, retries, refusals: 0, index: 0, offset: 0, state: State::Uncut };
        sender.prepare();
        sender
    }

    /// What to do now. Asking changes nothing.
    #[allow(clippy::should_implement_trait, reason = "it asks, and moves nothing")]
    pub fn next(&self) -> SendStep {
        match self.state {
            State::Uncut => SendStep::Cut(self.chunking.limit()),
            State::Ready(chunk) => SendStep::Begin(chunk),
            State::Open(chunk, sent) => match chunk.len.saturating_sub(sent) {
                0 => SendStep::Await(chunk),
                left => SendStep::Bytes(left),
            },
            State::Done => SendStep::End,
        }
    }

    /// Says how long the next chunk of a message of unknown total is.
    ///
    /// # Errors
    /// [`Limit`](ErrorKind::Limit), [`ChunkSize`](ErrorKind::ChunkSize): longer than allowed, or empty;
    /// [`ChunkOrder`](ErrorKind::ChunkOrder): not the last, and chunks are off;
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): not asked for.
    pub fn cut(&mut self, len: u64, last: bool) -> Result<(), ChunkError> {
        if !matches!(self.state, State::Uncut) {
            return Err(self.refused(ErrorKind::InvalidArgument));
        }
        let first = self.index == 0;
        let chunk = Chunk { index: self.index, offset: self.offset, len, first, last, total: None };
        super::receiver::judge_shape(self.chunking, &chunk)?;
        self.state = State::Ready(chunk);
        Ok(())
    }

    /// The chunk is begun.
    ///
    /// # Errors
    /// [`InvalidArgument`](ErrorKind::InvalidArgument): none is due.
    pub fn begin(&mut self) -> Result<(), ChunkError> {
        let State::Ready(chunk) = self.state else { return Err(self.refused(ErrorKind::InvalidArgument)) };
        self.state = State::Open(chunk, 0);
        Ok(())
    }

    /// So many bytes more of the chunk are sent.
    ///
    /// # Errors
    /// [`ChunkSize`](ErrorKind::ChunkSize): more than it has; [`InvalidArgument`](ErrorKind::InvalidArgument): none is
    /// begun.
    pub fn sent(&mut self, len: u64) -> Result<(), ChunkError> {
        let State::Open(chunk, sent) = self.state else { return Err(self.refused(ErrorKind::InvalidArgument)) };
        let sent = sent.checked_add(len).filter(|&sent| sent <= chunk.len);
        self.state = State::Open(chunk, sent.ok_or_else(|| self.refused(ErrorKind::ChunkSize))?);
        Ok(())
    }

    /// The receiver has taken the chunk with this index.
    ///
    /// # Errors
    /// [`ChunkOrder`](ErrorKind::ChunkOrder): the acknowledgement of another chunk;
    /// [`ChunkSize`](ErrorKind::ChunkSize): not all of it was sent; [`InvalidArgument`](ErrorKind::InvalidArgument):
    /// none is begun. The chunk then still waits for its acknowledgement.
    pub fn acknowledge(&mut self, index: u64) -> Result<(), ChunkError> {
        let State::Open(chunk, sent) = self.state else { return Err(self.refused(ErrorKind::InvalidArgument)) };
        if index != chunk.index {
            return Err(self.refused(ErrorKind::ChunkOrder));
        }
        if sent != chunk.len {
            return Err(self.refused(ErrorKind::ChunkSize));
        }
        self.index = self.index.wrapping_add(1);
        self.offset = self.offset.saturating_add(chunk.len);
        self.refusals = 0;
        self.state = if chunk.last { State::Done } else { State::Uncut };
        self.prepare();
        Ok(())
    }

    /// The chunk was not taken, or the way broke in the middle of it: it is sent again, from its first byte.
    ///
    /// # Errors
    /// [`ChunkRefused`](ErrorKind::ChunkRefused): once too often. The chunk is next nevertheless, so that the transfer
    /// can be taken up when the cause is gone.
    pub fn refuse(&mut self) -> Result<(), ChunkError> {
        let State::Open(chunk, _) = self.state else { return Err(self.refused(ErrorKind::InvalidArgument)) };
        self.state = State::Ready(chunk);
        if self.refusals >= self.retries {
            self.refusals = 0;
            return Err(self.refused(ErrorKind::ChunkRefused));
        }
        self.refusals = self.refusals.wrapping_add(1);
        Ok(())
    }

    /// [`acknowledge`](ChunkSender::acknowledge) or [`refuse`](ChunkSender::refuse) of the chunk that is on its way.
    ///
    /// # Errors
    /// Theirs.
    pub fn answer(&mut self, taken: bool) -> Result<(), ChunkError> {
        if taken { self.acknowledge(self.index) } else { self.refuse() }
    }

    /// The transfer is taken up again where it was broken off: a chunk that is on its way is sent again, uncounted.
    pub fn rewind(&mut self) {
        if !matches!(self.state, State::Done) {
            self.state = State::Uncut;
            self.prepare();
        }
    }

    /// The receiver asks for a chunk: for the next, which acknowledges the one before; or for the same again, which
    /// refuses it.
    ///
    /// # Errors
    /// [`ChunkRepeated`](ErrorKind::ChunkRepeated), [`ChunkMissing`](ErrorKind::ChunkMissing): another chunk; and those
    /// of [`acknowledge`](ChunkSender::acknowledge) and [`refuse`](ChunkSender::refuse).
    pub fn query(&mut self, index: u64) -> Result<(), ChunkError> {
        if index < self.index {
            return Err(ChunkError { index, ..self.refused(ErrorKind::ChunkRepeated) });
        }
        match (self.state, index.wrapping_sub(self.index)) {
            (State::Open(..), 0) => self.refuse(),
            (State::Open(..), 1) => self.acknowledge(self.index),
            (State::Uncut | State::Ready(_), 0) => Ok(()),
            _ => Err(self.refused(ErrorKind::ChunkMissing)),
        }
    }

    /// The number of the chunk that is next or on its way.
    pub fn index(&self) -> u64 {
        self.index
    }

    /// Bytes of the message that are acknowledged: where that chunk begins.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Bytes of the message, when known.
    pub fn total(&self) -> Option<u64> {
        self.total
    }

    /// An error of the chunk that is next or on its way.
    pub(super) fn refused(&self, kind: ErrorKind) -> ChunkError {
        ChunkError::new(kind, self.index, self.offset)
    }

    fn prepare(&mut self) {
        if let (State::Uncut, Some(total)) = (self.state, self.total) {
            self.state = self.chunking.chunk(total, self.index).map_or(State::Done, State::Ready);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ErrorKind::*;

    /// A sender with the chunk 1 of 3 on its way, all of it sent.
    fn waiting(retries: u32) -> ChunkSender {
        let mut sender = ChunkSender::new(Chunking::above(4), Some(9), retries);
        for _ in 0..2 {
            sender.begin().unwrap();
            sender.sent(4).unwrap();
            if sender.index() == 0 {
                sender.acknowledge(0).unwrap();
            }
        }
        sender
    }

    #[test]
    fn an_error_names_the_chunk_and_changes_nothing() {
        type Call = fn(&mut ChunkSender) -> Result<(), ChunkError>;
        let calls: &[(&str, Call, ErrorKind, u64)] = &[
            ("acknowledged early", |s| s.acknowledge(2), ChunkOrder, 1),
            ("acknowledged twice", |s| s.acknowledge(0), ChunkOrder, 1),
            ("too many bytes", |s| s.sent(1), ChunkSize, 1),
            ("more than any number", |s| s.sent(u64::MAX), ChunkSize, 1),
            ("begun twice", |s| s.begin(), InvalidArgument, 1),
            ("cut though known", |s| s.cut(1, true), InvalidArgument, 1),
            ("asked for a chunk before", |s| s.query(0), ChunkRepeated, 0),
            ("asked for one beyond", |s| s.query(3), ChunkMissing, 1),
        ];
        for (name, call, kind, index) in calls {
            let mut sender = waiting(0);
            let step = sender.next();
            assert_eq!(call(&mut sender), Err(ChunkError::new(*kind, *index, 4)), "{name}");
            assert_eq!(sender.next(), step, "{name}");
            sender.acknowledge(1).unwrap();
            assert_eq!(sender.next(), SendStep::Begin(Chunking::above(4).chunk(9, 2).unwrap()), "{name}");
        }
    }

    /// `S-314`: without the acknowledgement a chunk goes again, so often as agreed.
    #[test]
    fn a_refused_chunk_goes_again() {
        let mut sender = waiting(2);
        for _ in 0..2 {
            sender.refuse().unwrap();
            assert!(matches!(sender.next(), SendStep::Begin(chunk) if chunk.index == 1 && chunk.offset == 4));
            sender.begin().unwrap();
            sender.sent(1).unwrap();
        }
        assert_eq!(sender.refuse(), Err(ChunkError::new(ChunkRefused, 1, 4)));
        assert!(matches!(sender.next(), SendStep::Begin(chunk) if chunk.index == 1));
    }

    /// `S-319`: asking for the next chunk acknowledges the one before.
    #[test]
    fn a_query_acknowledges() {
        let mut sender = waiting(1);
        sender.query(1).unwrap();
        assert!(matches!(sender.next(), SendStep::Begin(chunk) if chunk.index == 1));
        sender.query(1).unwrap();
        sender.begin().unwrap();
        assert_eq!(sender.query(2), Err(ChunkError::new(ChunkSize, 1, 4)));
        sender.sent(4).unwrap();
        sender.query(2).unwrap();
        sender.begin().unwrap();
        sender.sent(1).unwrap();
        sender.acknowledge(2).unwrap();
        assert_eq!(sender.next(), SendStep::End);
        assert_eq!(sender.query(3), Err(ChunkError::new(ChunkMissing, 3, 9)));
    }

    #[test]
    fn an_unknown_total_is_cut_as_it_comes() {
        let mut sender = ChunkSender::new(Chunking::above(4), None, 0);
        for (len, last, error) in [(5, false, Limit), (0, false, ChunkSize)] {
            assert_eq!(sender.cut(len, last).unwrap_err().error.kind, error);
        }
        for (len, last) in [(4, false), (1, false), (2, true)] {
            assert_eq!(sender.next(), SendStep::Cut(4));
            sender.cut(len, last).unwrap();
            sender.begin().unwrap();
            sender.sent(len).unwrap();
            sender.acknowledge(sender.index()).unwrap();
        }
        assert_eq!((sender.next(), sender.offset()), (SendStep::End, 7));
        let mut off = ChunkSender::new(Chunking::Off, None, 0);
        assert_eq!(off.cut(4, false), Err(ChunkError::new(ChunkOrder, 0, 0)));
        off.cut(1 << 40, true).unwrap();
    }
}
