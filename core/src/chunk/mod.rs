//! Messages of any size in chunks of at most 100 KB.
//!
//! A message above a threshold, 102,400 bytes unless it is set otherwise, travels in chunks of at most that size; the
//! receiver acknowledges each. Neither side holds a chunk: its bytes flow through in pieces, so a device with 2 KB of
//! memory takes part. How a chunk is framed is the business of the transport; here is what both sides must agree on:
//! which chunk is next, where it begins, whether it is the first or the last, and what happens when one is refused.
//!
//! - [`Chunking`]: when a message is cut, and where. [`Streaming`]: the two directions, each for itself. [`Chunk`]: one
//!   chunk.
//! - [`ChunkSender`], [`ChunkReceiver`]: the two state machines. They see no bytes and do no I/O; every loop below is
//!   driven by one of them.
//! - [`send`]: a body that can be read at any place, a [`Source`], to a [`ChunkOut`]; [`FileSource`] reads a file.
//! - [`ChunkSink`]: what a writer writes, to a [`ChunkOut`].
//! - [`Spooled`]: chunks that arrive, into a [`Spool`]: a file, whose name the handler gets instead of bytes.
//! - [`ChunkReader`]: asks a [`ChunkIn`] for one chunk after the other and reads them as one body, for
//!   `soap::PullReader`.
//!
//! `send`, `ChunkWriter` and `ChunkReader` have twins that await, with the feature `embedded-io-async`.
//!
//! Nothing is lost silently. A chunk that is missing, repeated, out of order, too large or cut short is a
//! [`ChunkError`], which names the chunk. It changes nothing, so the right chunk may still follow.

#[cfg(feature = "embedded-io-async")]
pub mod asynch;
mod cut;
mod error;
mod pull;
mod receiver;
mod send;
mod sender;
mod sink;
mod source;
mod spool;

pub use cut::{Chunk, Chunking, Streaming};
pub use error::{ChunkError, TransferError};
pub use pull::{ChunkIn, ChunkReader};
pub use receiver::ChunkReceiver;
pub use send::{ChunkOut, send};
pub use sender::{ChunkSender, SendStep};
pub use sink::{ChunkSink, ChunkWriter};
#[cfg(feature = "embedded-io")]
pub use source::FileSource;
pub use source::Source;
pub use spool::{Spool, Spooled};
