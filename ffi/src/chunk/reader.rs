//! Asking for chunks.
//!
//! The client of a server that keeps a large response asks for one chunk after the other, and reads them as one body:
//!
//! ```c
//! soapstone_chunk_in in = { sizeof in, query_chunk, read_bytes, finish_chunks, connection };
//! soapstone_chunk_reader chunks;
//!
//! soapstone_chunk_reader_init(&chunks, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, UINT64_MAX, 3, &in);
//! while ((status = soapstone_chunk_read(&chunks, memory, sizeof memory, &len)) == SOAPSTONE_OK) {
//!     input.ptr = memory;
//!     input.len = len;
//! }
//! ```

use crate::abi;
use crate::chunk::cut::{Failure, refusal, soapstone_chunk, tell};
use crate::chunk::sender::done;
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::chunk::{finish_in, query_in, read_in};
use crate::raw::{self, Handle};
use core::ffi::c_void;
use soapstone::chunk::{Chunk, ChunkIn, ChunkReader, ChunkReceiver, Chunking, TransferError};

/// Reads a body that is asked for chunk by chunk. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_chunk_reader {
    /// Not to be touched.
    pub opaque: [u64; 40],
}

/// The way to the sender. All functions are there, and stay valid as long as it is in use. Each answers 0, or a
/// negative number of its own, which ends the transfer and is its status.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_chunk_in {
    /// sizeof(soapstone_chunk_in).
    pub size: u32,
    /// Asks for the chunk with this index, which begins at offset, and stores what the sender says of it. Asking for a
    /// chunk acknowledges all before it.
    pub query:
        Option<unsafe extern "C" fn(ctx: *mut c_void, index: u64, offset: u64, chunk: *mut soapstone_chunk) -> i32>,
    /// Reads bytes of that chunk into the memory at into, at most len, and stores how many in count; 0 when the way
    /// broke and can be opened again: the chunk is then asked for again.
    pub read: Option<unsafe extern "C" fn(ctx: *mut c_void, into: *mut u8, len: usize, count: *mut usize) -> i32>,
    /// Acknowledges the last chunk.
    pub finish: Option<unsafe extern "C" fn(ctx: *mut c_void, index: u64) -> i32>,
    /// The first argument of each.
    pub ctx: *mut c_void,
}

pub(crate) struct State {
    reader: ChunkReader<Way>,
    failure: Failure,
}

impl Handle for soapstone_chunk_reader {
    type State = State;
    const MARK: u32 = 0x6372_6401;
}

/// Makes a reader ready for a message of at most message_bytes bytes, UINT64_MAX for any, in chunks of at most
/// chunk_bytes; with 0 the message must be one chunk. abi is SOAPSTONE_ABI_VERSION. A chunk that breaks off is asked
/// for again retries times.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_reader_init(
    reader: *mut soapstone_chunk_reader,
    abi: u32,
    chunk_bytes: u32,
    message_bytes: u64,
    retries: u32,
    way: *const soapstone_chunk_in,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let receiver = ChunkReceiver::new(Chunking::above(chunk_bytes), message_bytes);
        let fresh = ChunkReader::new(Way::new(way)?, receiver, retries);
        raw::init(reader, State { reader: fresh, failure: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Reads the next bytes of the body into memory, and stores how many in count. Answers SOAPSTONE_END when the body is
/// complete and acknowledged; count is 0 then.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also for no memory; those of soapstone_chunk_receiver_enter;
/// SOAPSTONE_ERROR_CHUNK_SIZE: a chunk that broke off once too often; what a function answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_read(
    reader: *mut soapstone_chunk_reader,
    memory: *mut c_void,
    memory_len: usize,
    count: *mut usize,
) -> i32 {
    status(|| {
        let (out, memory) = (raw::out(count)?, raw::memory(memory, memory_len)?);
        let state = raw::unique(reader)?;
        if memory.is_empty() {
            return Err(REFUSED);
        }
        let error = match state.reader.read(memory) {
            Ok(len) => {
                out.set(len);
                return Ok(if len == 0 { SOAPSTONE_END } else { SOAPSTONE_OK });
            }
            Err(error) => error,
        };
        let receiver = state.reader.receiver();
        let (error, index) = match error {
            TransferError::Chunk(error) => (Some(error.error).into(), error.index),
            TransferError::Transport(answer) => refusal(answer, receiver.index(), receiver.offset()),
            TransferError::Body(never) => match never {},
        };
        state.failure = Some((error, index));
        Ok(error.kind)
    })
}

/// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_reader_error(
    reader: *const soapstone_chunk_reader,
    error: *mut soapstone_error,
    index: *mut u64,
) -> i32 {
    status(|| Ok(tell(&raw::shared(reader)?.failure, error, index)))
}

/// The way to the sender, in C.
struct Way(soapstone_chunk_in);

impl Way {
    /// # Safety
    /// `way` is NULL or begins with its size; its functions stay valid.
    unsafe fn new(way: *const soapstone_chunk_in) -> Status<Way> {
        let way = *raw::sized(way)?.ok_or(REFUSED)?;
        let complete = way.query.is_some() && way.read.is_some() && way.finish.is_some();
        if complete { Ok(Way(way)) } else { Err(REFUSED) }
    }
}

impl ChunkIn for Way {
    type Error = i32;

    fn query(&mut self, index: u64, offset: u64) -> Result<Chunk, i32> {
        query_in(&self.0, index, offset)
    }

    fn read(&mut self, into: &mut [u8]) -> Result<usize, i32> {
        read_in(&self.0, into)
    }

    fn finish(&mut self, index: u64) -> Result<(), i32> {
        done(finish_in(&self.0, index))
    }
}
