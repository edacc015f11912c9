//! Receiving chunks.
//!
//! Chunks that arrive are judged; their bytes go into a spool of yours, such as a file, or to a reader. A handler then
//! gets the name of the file instead of bytes:
//!
//! ```c
//! soapstone_spool spool = { sizeof spool, append_to_file, close_file, remove_file, &file };
//! soapstone_chunk_receiver receiver;
//! soapstone_chunk chunk;
//! soapstone_str fresh;
//! uint64_t index, total;
//!
//! soapstone_chunk_receiver_init(&receiver, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, UINT64_MAX, &spool);
//! do {
//!     status = soapstone_chunk_receiver_enter(&receiver, &chunk);
//!     status = soapstone_chunk_receiver_write(&receiver, piece, piece_len, &fresh);
//!     status = soapstone_chunk_receiver_acknowledge(&receiver, &index);
//! } while (status == SOAPSTONE_OK);
//! if (status == SOAPSTONE_END)
//!     status = soapstone_chunk_receiver_finish(&receiver, &total);
//! ```

use crate::abi;
use crate::chunk::cut::{Failure, failure, refusal, soapstone_chunk, tell};
use crate::chunk::sender::done;
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::chunk::{abort_spool, append_spool, finish_spool};
use crate::raw::{self, Handle};
use crate::text::soapstone_str;
use core::convert::Infallible;
use core::ffi::c_void;
use core::mem::ManuallyDrop;
use soapstone::chunk::{ChunkReceiver, Chunking, Spool, Spooled, TransferError};

/// The receiving side of a message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_chunk_receiver {
    /// Not to be touched.
    pub opaque: [u64; 40],
}

/// A place for a body that is too large to be handed on as bytes. All functions are there, and stay valid as long as it
/// is in use.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_spool {
    /// sizeof(soapstone_spool).
    pub size: u32,
    /// Keeps bytes that follow those before; offset counts those. Answers 0, or a negative number of its own, for a
    /// full disk: the chunk is then refused. It may come again, with the bytes from offset on.
    pub append: Option<unsafe extern "C" fn(ctx: *mut c_void, offset: u64, bytes: *const u8, len: usize) -> i32>,
    /// The body is complete and has total bytes. Called once, and nothing after it unless it answers a negative
    /// number of its own; abort then follows.
    pub finish: Option<unsafe extern "C" fn(ctx: *mut c_void, total: u64) -> i32>,
    /// The body will never be complete: throws away what is there. Called at most once, and never after a finish that
    /// answered 0.
    pub abort: Option<unsafe extern "C" fn(ctx: *mut c_void)>,
    /// The first argument of each.
    pub ctx: *mut c_void,
}

pub(crate) struct State {
    /// None once the message is finished or given up.
    spooled: ManuallyDrop<Option<Spooled<Place>>>,
    failure: Failure,
}

impl Handle for soapstone_chunk_receiver {
    type State = State;
    const MARK: u32 = 0x6372_7801;
}

/// Makes a receiver ready for a message of at most message_bytes bytes; UINT64_MAX for any.
///
/// abi is SOAPSTONE_ABI_VERSION. chunk_bytes is the most a chunk may have; with 0 a message must be one chunk, of any
/// size. spool is NULL when the bytes are not to be kept. The message must come to soapstone_chunk_receiver_finish or
/// soapstone_chunk_receiver_abort, or the spool never learns what became of it.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_init(
    receiver: *mut soapstone_chunk_receiver,
    abi: u32,
    chunk_bytes: u32,
    message_bytes: u64,
    spool: *const soapstone_spool,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let spooled = Spooled::new(ChunkReceiver::new(Chunking::above(chunk_bytes), message_bytes), Place::new(spool)?);
        raw::init(receiver, State { spooled: ManuallyDrop::new(Some(spooled)), failure: None })?;
        Ok(SOAPSTONE_OK)
    })
}

/// Says that this chunk begins. An error refuses it and changes nothing.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_MISSING: it is not the next;
/// SOAPSTONE_ERROR_CHUNK_REPEATED: it was acknowledged before; SOAPSTONE_ERROR_CHUNK_ORDER: its offset, first or last
/// does not go with those before; SOAPSTONE_ERROR_CHUNK_SIZE: it is empty, or the one before was not complete;
/// SOAPSTONE_ERROR_CHUNK_TOTAL: it ends behind the announced total, or is last before it; SOAPSTONE_ERROR_LIMIT: the
/// chunk or the message is too long.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_enter(
    receiver: *mut soapstone_chunk_receiver,
    chunk: *const soapstone_chunk,
) -> i32 {
    status(|| {
        let chunk = raw::value(chunk)?.into();
        Ok(raw::unique(receiver)?.call(|spooled| Ok(spooled.enter(&chunk).map(|()| SOAPSTONE_OK)?)))
    })
}

/// Takes bytes of the chunk, in pieces of any size, and puts them into the spool. fresh is set to those that are new,
/// for a reader: all of them, unless the chunk broke off before and came again.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: more bytes than the chunk has; what the spool
/// answered. An error refuses the chunk, which may come again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_write(
    receiver: *mut soapstone_chunk_receiver,
    bytes: *const u8,
    len: usize,
    fresh: *mut soapstone_str,
) -> i32 {
    status(|| {
        let (out, bytes) = (raw::out(fresh)?, raw::bytes(bytes, len)?);
        Ok(raw::unique(receiver)?.call(|spooled| {
            out.set(spooled.write(bytes)?.into());
            Ok(SOAPSTONE_OK)
        }))
    })
}

/// Says that the chunk has ended, and gives its index, to be acknowledged. Answers SOAPSTONE_OK when more chunks
/// follow, SOAPSTONE_END when it was the last. index is set in both cases.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: the chunk was cut short.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_acknowledge(
    receiver: *mut soapstone_chunk_receiver,
    index: *mut u64,
) -> i32 {
    status(|| {
        let out = raw::out(index)?;
        Ok(raw::unique(receiver)?.call(|spooled| {
            out.set(spooled.acknowledge()?);
            Ok(if spooled.receiver().is_done() { SOAPSTONE_END } else { SOAPSTONE_OK })
        }))
    })
}

/// Says that the way broke, or that you refuse the chunk: it is expected again, from its beginning.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_interrupt(receiver: *mut soapstone_chunk_receiver) -> i32 {
    status(|| {
        Ok(raw::unique(receiver)?.call(|spooled| {
            spooled.interrupt();
            Ok(SOAPSTONE_OK)
        }))
    })
}

/// Tells which chunk is expected, and how many bytes of the message are in those before it: what to ask the sender for.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also once the message is finished or given up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_expected(
    receiver: *const soapstone_chunk_receiver,
    index: *mut u64,
    offset: *mut u64,
) -> i32 {
    status(|| {
        let (which, place) = (raw::out(index)?, raw::out(offset)?);
        let expected = raw::shared(receiver)?.spooled.as_ref().ok_or(REFUSED)?.receiver();
        which.set(expected.index());
        place.set(expected.offset());
        Ok(SOAPSTONE_OK)
    })
}

/// Says that the message has ended, gives its length, and finishes the spool. The receiver is then of no more use.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_MISSING: the last chunk was not acknowledged; what
/// the spool answered. The spool is then aborted.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_finish(
    receiver: *mut soapstone_chunk_receiver,
    total: *mut u64,
) -> i32 {
    status(|| {
        let out = raw::out(total)?;
        let state = raw::unique(receiver)?;
        let spooled = state.spooled.take().ok_or(REFUSED)?;
        let place = (spooled.receiver().index(), spooled.receiver().offset());
        Ok(state.keep(spooled.finish(), place).map_or_else(
            |kind| kind,
            |bytes| {
                out.set(bytes);
                SOAPSTONE_OK
            },
        ))
    })
}

/// Gives the message up: aborts the spool. The receiver is then of no more use.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT, also when the message is finished or was given up.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_abort(receiver: *mut soapstone_chunk_receiver) -> i32 {
    status(|| {
        raw::unique(receiver)?.spooled.take().ok_or(REFUSED)?.abort();
        Ok(SOAPSTONE_OK)
    })
}

/// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_receiver_error(
    receiver: *const soapstone_chunk_receiver,
    error: *mut soapstone_error,
    index: *mut u64,
) -> i32 {
    status(|| Ok(tell(&raw::shared(receiver)?.failure, error, index)))
}

impl State {
    /// The status of a call on a message that is under way.
    fn call(&mut self, call: impl FnOnce(&mut Spooled<Place>) -> Result<i32, TransferError<Infallible, i32>>) -> i32 {
        let Some(spooled) = self.spooled.as_mut() else { return REFUSED.code() };
        let done = call(spooled);
        let place = (spooled.receiver().index(), spooled.receiver().offset());
        self.keep(done, place).unwrap_or_else(|kind| kind)
    }

    /// Remembers what went wrong, and makes a status of it.
    fn keep<T>(
        &mut self,
        done: Result<T, TransferError<Infallible, i32>>,
        (index, offset): (u64, u64),
    ) -> Result<T, i32> {
        done.map_err(|error| {
            self.failure = match error {
                TransferError::Chunk(error) => failure(&error),
                TransferError::Body(answer) => Some(refusal(answer, index, offset)),
                TransferError::Transport(never) => match never {},
            };
            self.failure.map_or(SOAPSTONE_OK, |(error, _)| error.kind)
        })
    }
}

/// The spool of C; none when the bytes are not kept.
pub(crate) struct Place(Option<soapstone_spool>);

impl Place {
    /// # Safety
    /// `spool` is NULL or begins with its size; its functions stay valid.
    unsafe fn new(spool: *const soapstone_spool) -> Status<Place> {
        let spool = raw::sized(spool)?.copied();
        let complete =
            |spool: &soapstone_spool| spool.append.is_some() && spool.finish.is_some() && spool.abort.is_some();
        if spool.as_ref().is_none_or(complete) { Ok(Place(spool)) } else { Err(REFUSED) }
    }
}

impl Spool for Place {
    type Error = i32;
    type Body = u64;

    fn append(&mut self, offset: u64, bytes: &[u8]) -> Result<(), i32> {
        self.0.as_ref().map_or(Ok(()), |spool| done(append_spool(spool, offset, bytes)))
    }

    fn finish(&mut self, total: u64) -> Result<u64, i32> {
        self.0.as_ref().map_or(Ok(()), |spool| done(finish_spool(spool, total))).map(|()| total)
    }

    fn abort(&mut self) {
        if let Some(spool) = &self.0 {
            abort_spool(spool);
        }
    }
}
