//! Writing a message in chunks.
//!
//! The write function of an output, for a writer whose message travels in chunks:
//!
//! ```c
//! uint8_t workspace[1024];
//! soapstone_chunk_writer chunks;
//! soapstone_output output = { sizeof output, SOAPSTONE_OUTPUT_WRITE, memory, sizeof memory,
//!                             soapstone_chunk_write, &chunks };
//!
//! soapstone_chunk_writer_init(&chunks, SOAPSTONE_ABI_VERSION, &sender, &out, NULL, 0);
//! soapstone_envelope_writer_init(&writer, SOAPSTONE_ABI_VERSION, workspace, sizeof workspace, &output, NULL,
//!                                SOAPSTONE_SOAP12);
//! status = soapstone_envelope_writer_finish(&writer);
//! status = soapstone_chunk_writer_finish(&chunks);
//! ```
//!
//! A message whose total is known, because it was written into SOAPSTONE_OUTPUT_COUNT first, flows out piece by piece
//! and no chunk is held. Otherwise each chunk is gathered in memory that you give, for it must be known whether it is
//! the last; it may be smaller than 100 KB, and so are the chunks then.

use crate::abi;
use crate::chunk::cut::{Failure, failure, refusal, tell};
use crate::chunk::sender::{Way, soapstone_chunk_out, soapstone_chunk_sender};
use crate::error::{REFUSED, SOAPSTONE_OK, soapstone_error, status};
use crate::raw::{self, Handle};
use core::ffi::c_void;
use soapstone::buf::{NoRoom, Sink as _};
use soapstone::chunk::{ChunkSink, ChunkWriter, TransferError};

/// Sends what is written in chunks. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_chunk_writer {
    /// Not to be touched.
    pub opaque: [u64; 48],
}

pub(crate) struct State {
    sink: ChunkSink<'static, Way>,
    failure: Failure,
}

impl Handle for soapstone_chunk_writer {
    type State = State;
    const MARK: u32 = 0x6377_7201;
}

/// Makes a writer ready. abi is SOAPSTONE_ABI_VERSION.
///
/// The sender says how the message is cut; it is copied. When some of its chunks are acknowledged already, write the
/// message again from its beginning: the bytes of those chunks are left out. memory is for a message of unknown total
/// and may be NULL with a length of 0 otherwise; it, the functions and their ctx must outlive the writer.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_writer_init(
    writer: *mut soapstone_chunk_writer,
    abi: u32,
    sender: *const soapstone_chunk_sender,
    out: *const soapstone_chunk_out,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let sender = raw::shared(sender)?.sender.clone();
        let (out, memory) = (Way::new(out)?, raw::memory(memory, memory_len)?);
        if memory.is_empty() && sender.total().is_none() {
            return Err(REFUSED);
        }
        let sink = ChunkSink::new(ChunkWriter::new(out, sender), memory);
        raw::init(writer, State { sink, failure: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Sends bytes of the message: the write function of a soapstone_output whose ctx is a soapstone_chunk_writer.
///
/// Once it has failed it fails for ever.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_REFUSED: of a message with a known total at once,
/// for the bytes are gone: init the writer again with soapstone_chunk_writer_sender and write the message again; else
/// after the retries. SOAPSTONE_ERROR_CHUNK_TOTAL: more bytes than the total; what a function answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_write(writer: *mut c_void, bytes: *const u8, len: usize) -> i32 {
    step(raw::chunk::writer(writer), |sink| sink.write(raw::bytes(bytes, len).map_err(|_| NoRoom::Full)?))
}

/// Sends what is held back: the message is complete, and every chunk acknowledged.
///
/// Errors: as soapstone_chunk_write; SOAPSTONE_ERROR_CHUNK_TOTAL: fewer bytes than the total.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_writer_finish(writer: *mut soapstone_chunk_writer) -> i32 {
    step(writer, |sink| sink.finish())
}

/// Tells where the transfer stands, as a sender that can take it up again.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_writer_sender(
    writer: *const soapstone_chunk_writer,
    sender: *mut soapstone_chunk_sender,
) -> i32 {
    status(|| {
        let state = raw::shared(writer)?;
        raw::init(sender, super::sender::State::new(state.sink.sender().clone()))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Says what went wrong, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_writer_error(
    writer: *const soapstone_chunk_writer,
    error: *mut soapstone_error,
    index: *mut u64,
) -> i32 {
    status(|| Ok(tell(&raw::shared(writer)?.failure, error, index)))
}

unsafe fn step(
    writer: *mut soapstone_chunk_writer,
    call: impl FnOnce(&mut ChunkSink<'static, Way>) -> Result<(), NoRoom>,
) -> i32 {
    status(|| {
        let state = raw::unique(writer)?;
        match call(&mut state.sink) {
            Ok(()) => return Ok(SOAPSTONE_OK),
            Err(NoRoom::Io) => {}
            Err(_) => return Err(REFUSED),
        }
        let (index, offset) = (state.sink.sender().index(), state.sink.sender().offset());
        match state.sink.take_error() {
            Some(TransferError::Chunk(error)) => state.failure = failure(&error),
            Some(TransferError::Transport(answer)) => state.failure = Some(refusal(answer, index, offset)),
            Some(TransferError::Body(never)) => match never {},
            None => {}
        }
        Ok(state.failure.map_or(SOAPSTONE_OK, |(error, _)| error.kind))
    })
}
