//! The body of a response: why it cannot be read, and what is done with a piece of it.

use crate::Error;
use core::fmt;

/// Why the body of a response cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "defmt", derive(defmt::Format))]
pub enum BodyError<E> {
    /// The transport failed; what it said.
    Transport(E),
    /// The body is not as HTTP wants it: cut short, malformed chunks, longer than the call allows.
    Http(Error),
}

/// Bytes of a body that are read for nothing but to keep the connection.
pub(super) const MOST_DRAINED: usize = 1 << 16;

impl<E: fmt::Display> fmt::Display for BodyError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BodyError::Transport(error) => error.fmt(f),
            BodyError::Http(error) => error.fmt(f),
        }
    }
}

impl<E: fmt::Debug + fmt::Display> core::error::Error for BodyError<E> {}

impl<E: embedded_io::Error> embedded_io::Error for BodyError<E> {
    fn kind(&self) -> embedded_io::ErrorKind {
        match self {
            BodyError::Transport(error) => error.kind(),
            BodyError::Http(_) => embedded_io::ErrorKind::InvalidData,
        }
    }
}
