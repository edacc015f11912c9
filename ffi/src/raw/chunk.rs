//! Calls of the functions C gives for large messages.
//!
//! That they may be called with their ctx is the contract under which C handed both over; that all are there was judged
//! then. What they are given is valid during the call.

use crate::chunk::cut::soapstone_chunk;
use crate::chunk::reader::soapstone_chunk_in;
use crate::chunk::receiver::soapstone_spool;
use crate::chunk::sender::{soapstone_chunk_out, soapstone_chunk_source};
use crate::chunk::writer::soapstone_chunk_writer;
use core::ffi::c_void;
use soapstone::ErrorKind;
use soapstone::chunk::Chunk;

const ABSENT: i32 = ErrorKind::InvalidArgument as i32;

/// Calls a function that takes a chunk.
pub(crate) fn call(
    function: Option<unsafe extern "C" fn(*mut c_void, *const soapstone_chunk) -> i32>,
    ctx: *mut c_void,
    chunk: &Chunk,
) -> i32 {
    let chunk = soapstone_chunk::from(*chunk);
    // SAFETY: the contract above.
    function.map_or(ABSENT, |function| unsafe { function(ctx, &raw const chunk) })
}

/// Sends bytes of a chunk.
pub(crate) fn write_out(out: &soapstone_chunk_out, bytes: &[u8]) -> i32 {
    // SAFETY: the contract above.
    out.write.map_or(ABSENT, |write| unsafe { write(out.ctx, bytes.as_ptr(), bytes.len()) })
}

/// Reads bytes of a body.
pub(crate) fn read_source(source: &soapstone_chunk_source, offset: u64, into: &mut [u8]) -> Result<usize, i32> {
    let mut count = 0;
    // SAFETY: the contract above.
    let read = |read: unsafe extern "C" fn(_, _, _, _, _) -> i32| unsafe {
        read(source.ctx, offset, into.as_mut_ptr(), into.len(), &raw mut count)
    };
    counted(source.read.map_or(ABSENT, read), count, into.len())
}

/// Asks for a chunk.
pub(crate) fn query_in(way: &soapstone_chunk_in, index: u64, offset: u64) -> Result<Chunk, i32> {
    let mut chunk = soapstone_chunk { index: 0, offset: 0, len: 0, total: 0, first: 0, last: 0 };
    // SAFETY: the contract above.
    let answer = way.query.map_or(ABSENT, |query| unsafe { query(way.ctx, index, offset, &raw mut chunk) });
    if answer == 0 { Ok((&chunk).into()) } else { Err(answer) }
}

/// Reads bytes of a chunk.
pub(crate) fn read_in(way: &soapstone_chunk_in, into: &mut [u8]) -> Result<usize, i32> {
    let mut count = 0;
    // SAFETY: the contract above.
    let read = |read: unsafe extern "C" fn(_, _, _, _) -> i32| unsafe {
        read(way.ctx, into.as_mut_ptr(), into.len(), &raw mut count)
    };
    counted(way.read.map_or(ABSENT, read), count, into.len())
}

/// Acknowledges the last chunk.
pub(crate) fn finish_in(way: &soapstone_chunk_in, index: u64) -> i32 {
    // SAFETY: the contract above.
    way.finish.map_or(ABSENT, |finish| unsafe { finish(way.ctx, index) })
}

/// Keeps bytes in a spool.
pub(crate) fn append_spool(spool: &soapstone_spool, offset: u64, bytes: &[u8]) -> i32 {
    // SAFETY: the contract above.
    spool.append.map_or(ABSENT, |append| unsafe { append(spool.ctx, offset, bytes.as_ptr(), bytes.len()) })
}

/// Finishes a spool.
pub(crate) fn finish_spool(spool: &soapstone_spool, total: u64) -> i32 {
    // SAFETY: the contract above.
    spool.finish.map_or(ABSENT, |finish| unsafe { finish(spool.ctx, total) })
}

/// Aborts a spool.
pub(crate) fn abort_spool(spool: &soapstone_spool) {
    if let Some(abort) = spool.abort {
        // SAFETY: the contract above.
        unsafe { abort(spool.ctx) }
    }
}

/// The handle behind the ctx of a write function, to be judged as any handle.
pub(crate) fn writer(ctx: *mut c_void) -> *mut soapstone_chunk_writer {
    ctx.cast()
}

/// What a function that reads has answered; it cannot have read more than there was room.
fn counted(answer: i32, count: usize, room: usize) -> Result<usize, i32> {
    match answer {
        0 if count <= room => Ok(count),
        0 => Err(ErrorKind::Io.code()),
        answer => Err(answer),
    }
}
