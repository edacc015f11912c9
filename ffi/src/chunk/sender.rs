//! Sending chunks.
//!
//! soapstone_chunk_send sends a body that can be read at any place, such as a file, through functions of yours:
//!
//! ```c
//! soapstone_chunk_source source = { sizeof source, read_file, file };
//! soapstone_chunk_out out = { sizeof out, begin_chunk, write_bytes, finish_chunk, connection };
//! soapstone_chunk_sender sender;
//!
//! soapstone_chunk_sender_init(&sender, SOAPSTONE_ABI_VERSION, SOAPSTONE_CHUNK_BYTES, total, 3);
//! status = soapstone_chunk_send(&sender, &source, &out, memory, sizeof memory);
//! ```
//!
//! A loop of your own asks soapstone_chunk_sender_next what to do, does it, and says so.

use crate::abi;
use crate::chunk::cut::{Failure, failure, known, refusal, soapstone_chunk, tell};
use crate::error::{REFUSED, SOAPSTONE_END, SOAPSTONE_OK, Status, soapstone_error, status};
use crate::raw::chunk::{read_source, write_out};
use crate::raw::{self, Handle};
use core::ffi::c_void;
use soapstone::ErrorKind;
use soapstone::chunk::{self, Chunk, ChunkError, ChunkOut, ChunkSender, Chunking, SendStep, Source, TransferError};

/// The sending side of a message. Opaque; place it anywhere.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct soapstone_chunk_sender {
    /// Not to be touched.
    pub opaque: [u64; 32],
}

/// Say how long the next chunk is, at most bytes, and whether it is the last: soapstone_chunk_sender_cut. Only when the
/// total is not known.
pub const SOAPSTONE_SEND_CUT: i32 = 1;
/// Begin the chunk, then call soapstone_chunk_sender_begin. A file is read from its offset on.
pub const SOAPSTONE_SEND_BEGIN: i32 = 2;
/// Send bytes of the chunk, at most so many, then call soapstone_chunk_sender_sent.
pub const SOAPSTONE_SEND_BYTES: i32 = 3;
/// The chunk is sent: wait for the answer, then call soapstone_chunk_sender_answer.
pub const SOAPSTONE_SEND_AWAIT: i32 = 4;

/// What to do next.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_send_step {
    /// One of SOAPSTONE_SEND_*.
    pub kind: i32,
    /// For SOAPSTONE_SEND_CUT and SOAPSTONE_SEND_BYTES: so many bytes at most; else 0.
    pub bytes: u64,
    /// For SOAPSTONE_SEND_BEGIN and SOAPSTONE_SEND_AWAIT: the chunk.
    pub chunk: soapstone_chunk,
}

/// A body that can be read at any place. All functions are there, and stay valid as long as it is in use.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_chunk_source {
    /// sizeof(soapstone_chunk_source).
    pub size: u32,
    /// Reads bytes of the body from offset on into the memory at into, at most len, and stores how many in count; 0
    /// only at the end of the body. Answers 0, or a negative number of its own, which ends the transfer and is its
    /// status.
    pub read: Option<
        unsafe extern "C" fn(ctx: *mut c_void, offset: u64, into: *mut u8, len: usize, count: *mut usize) -> i32,
    >,
    /// The first argument of the function.
    pub ctx: *mut c_void,
}

/// The way to the receiver. All functions are there, and stay valid as long as it is in use. Each answers 0, or a
/// negative number of its own, which ends the transfer and is its status.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct soapstone_chunk_out {
    /// sizeof(soapstone_chunk_out).
    pub size: u32,
    /// Begins a chunk. Transport headers, and what tells the receiver that chunks follow, go with the first and with no
    /// other. A chunk that was refused is begun again.
    pub begin: Option<unsafe extern "C" fn(ctx: *mut c_void, chunk: *const soapstone_chunk) -> i32>,
    /// Sends bytes of the chunk, all of them.
    pub write: Option<unsafe extern "C" fn(ctx: *mut c_void, bytes: *const u8, len: usize) -> i32>,
    /// Ends the chunk and waits for the answer: 0 when the receiver has taken it, SOAPSTONE_ERROR_CHUNK_REFUSED when it
    /// has not, or the way broke and can be opened again: the chunk is then sent again.
    pub finish: Option<unsafe extern "C" fn(ctx: *mut c_void, chunk: *const soapstone_chunk) -> i32>,
    /// The first argument of each.
    pub ctx: *mut c_void,
}

pub(crate) struct State {
    pub(crate) sender: ChunkSender,
    failure: Failure,
}

impl Handle for soapstone_chunk_sender {
    type State = State;
    const MARK: u32 = 0x6373_6e01;
}

/// Makes a sender ready for a message of total bytes, or SOAPSTONE_TOTAL_UNKNOWN.
///
/// abi is SOAPSTONE_ABI_VERSION. A message longer than chunk_bytes is cut into chunks of at most so many bytes; 0 sends
/// every message as one chunk. Each chunk may be refused retries times.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_init(
    sender: *mut soapstone_chunk_sender,
    abi: u32,
    chunk_bytes: u32,
    total: u64,
    retries: u32,
) -> i32 {
    status(|| {
        abi::check(abi)?;
        let fresh = ChunkSender::new(Chunking::above(chunk_bytes), known(total), retries);
        raw::init(sender, State::new(fresh))?;
        Ok(SOAPSTONE_OK)
    })
}

/// Sends what is left of a message, reading the body through memory of any size; more is faster.
///
/// It goes on where the sender stands: call it again to take up a transfer that failed. The total must be known.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_REFUSED: a chunk was refused once too often;
/// SOAPSTONE_ERROR_CHUNK_TOTAL: the body ends before its total; what a function answered.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_send(
    sender: *mut soapstone_chunk_sender,
    source: *const soapstone_chunk_source,
    out: *const soapstone_chunk_out,
    memory: *mut c_void,
    memory_len: usize,
) -> i32 {
    status(|| {
        let state = raw::unique(sender)?;
        let (source, out) = (Body(*raw::sized(source)?.ok_or(REFUSED)?), Way::new(out)?);
        source.0.read.ok_or(REFUSED)?;
        let memory = raw::memory(memory, memory_len)?;
        let sent = chunk::send(&mut state.sender, source, out, memory);
        Ok(state.keep(sent.map(|_| SOAPSTONE_OK)))
    })
}

/// Says what to do now: one of SOAPSTONE_SEND_* in step->kind. Answers SOAPSTONE_END when all is sent and acknowledged.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_next(
    sender: *const soapstone_chunk_sender,
    step: *mut soapstone_send_step,
) -> i32 {
    status(|| {
        let out = raw::out(step)?;
        let state = raw::shared(sender)?;
        let none = Chunk { index: 0, offset: 0, len: 0, first: false, last: false, total: None };
        let (kind, bytes, chunk) = match state.sender.next() {
            SendStep::Cut(most) => (SOAPSTONE_SEND_CUT, most, none),
            SendStep::Begin(chunk) => (SOAPSTONE_SEND_BEGIN, 0, chunk),
            SendStep::Bytes(most) => (SOAPSTONE_SEND_BYTES, most, none),
            SendStep::Await(chunk) => (SOAPSTONE_SEND_AWAIT, 0, chunk),
            SendStep::End => return Ok(SOAPSTONE_END),
        };
        out.set(soapstone_send_step { kind, bytes, chunk: chunk.into() });
        Ok(SOAPSTONE_OK)
    })
}

/// Says how long the next chunk of a message of unknown total is; last is 1 when it is the last, else 0.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT: not asked for; SOAPSTONE_ERROR_LIMIT, SOAPSTONE_ERROR_CHUNK_SIZE: longer
/// than allowed, or empty; SOAPSTONE_ERROR_CHUNK_ORDER: not the last, and chunks are off.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_cut(sender: *mut soapstone_chunk_sender, len: u64, last: i32) -> i32 {
    change(sender, |sender| sender.cut(len, last != 0))
}

/// Says that the chunk is begun.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_begin(sender: *mut soapstone_chunk_sender) -> i32 {
    change(sender, ChunkSender::begin)
}

/// Says that so many bytes more of the chunk are sent.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: more than it has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_sent(sender: *mut soapstone_chunk_sender, len: u64) -> i32 {
    change(sender, |sender| sender.sent(len))
}

/// Takes the answer to the chunk: taken is 1 when the receiver has acknowledged it; 0 when it has not, or when the way
/// broke in the middle of it: the chunk is then next again, from its first byte.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT; SOAPSTONE_ERROR_CHUNK_SIZE: acknowledged before all of it was sent;
/// SOAPSTONE_ERROR_CHUNK_REFUSED: refused once too often; it is next nevertheless.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_answer(sender: *mut soapstone_chunk_sender, taken: i32) -> i32 {
    change(sender, |sender| sender.answer(taken != 0))
}

/// Takes the question of a receiver that asks for its chunks: for the next, which acknowledges the one before; or for
/// the same again, which refuses it.
///
/// Errors: SOAPSTONE_ERROR_CHUNK_REPEATED, SOAPSTONE_ERROR_CHUNK_MISSING: another chunk; and those of
/// soapstone_chunk_sender_answer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_query(sender: *mut soapstone_chunk_sender, index: u64) -> i32 {
    change(sender, |sender| sender.query(index))
}

/// Says what went wrong last, and with which chunk. With no error so far, error->kind is SOAPSTONE_OK.
///
/// Errors: SOAPSTONE_ERROR_INVALID_ARGUMENT.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn soapstone_chunk_sender_error(
    sender: *const soapstone_chunk_sender,
    error: *mut soapstone_error,
    index: *mut u64,
) -> i32 {
    status(|| Ok(tell(&raw::shared(sender)?.failure, error, index)))
}

unsafe fn change(
    sender: *mut soapstone_chunk_sender,
    call: impl FnOnce(&mut ChunkSender) -> Result<(), ChunkError>,
) -> i32 {
    status(|| {
        let state = raw::unique(sender)?;
        let changed = call(&mut state.sender).map_err(TransferError::<i32, i32>::Chunk);
        Ok(state.keep(changed.map(|()| SOAPSTONE_OK)))
    })
}

impl State {
    pub(crate) fn new(sender: ChunkSender) -> Self {
        State { sender, failure: None }
    }

    /// The status of a step, whose error is remembered.
    fn keep(&mut self, done: Result<i32, TransferError<i32, i32>>) -> i32 {
        done.unwrap_or_else(|error| {
            let (index, offset) = (self.sender.index(), self.sender.offset());
            self.failure = match error {
                TransferError::Chunk(error) => failure(&error),
                TransferError::Transport(answer) | TransferError::Body(answer) => Some(refusal(answer, index, offset)),
            };
            self.failure.map_or(SOAPSTONE_OK, |(error, _)| error.kind)
        })
    }
}

/// A body that C reads.
struct Body(soapstone_chunk_source);

impl Source for Body {
    type Error = i32;

    fn read(&mut self, offset: u64, into: &mut [u8]) -> Result<usize, i32> {
        read_source(&self.0, offset, into)
    }
}

/// The way to the receiver, in C.
pub(crate) struct Way(soapstone_chunk_out);

impl Way {
    /// # Safety
    /// `out` is NULL or begins with its size; its functions stay valid.
    pub(crate) unsafe fn new(out: *const soapstone_chunk_out) -> Status<Way> {
        let out = *raw::sized(out)?.ok_or(REFUSED)?;
        let complete = out.begin.is_some() && out.write.is_some() && out.finish.is_some();
        if complete { Ok(Way(out)) } else { Err(REFUSED) }
    }
}

impl ChunkOut for Way {
    type Error = i32;

    fn begin(&mut self, chunk: &Chunk) -> Result<(), i32> {
        done(raw::chunk::call(self.0.begin, self.0.ctx, chunk))
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), i32> {
        done(write_out(&self.0, bytes))
    }

    fn finish(&mut self, chunk: &Chunk) -> Result<bool, i32> {
        match raw::chunk::call(self.0.finish, self.0.ctx, chunk) {
            answer if answer == ErrorKind::ChunkRefused.code() => Ok(false),
            answer => done(answer).map(|()| true),
        }
    }
}

/// What a callback answered.
pub(crate) fn done(answer: i32) -> Result<(), i32> {
    if answer == SOAPSTONE_OK { Ok(()) } else { Err(answer) }
}
