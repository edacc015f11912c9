//! The pointer work behind large messages, written so that Miri can judge it as in `aliasing.rs`: handles moved between
//! calls, functions of C that use another handle while they are called, memory lent for the time of a call.

use soapstone_c::abi::SOAPSTONE_ABI_VERSION as ABI;
use soapstone_c::chunk::cut::*;
use soapstone_c::chunk::reader::*;
use soapstone_c::chunk::receiver::*;
use soapstone_c::chunk::sender::*;
use soapstone_c::chunk::writer::*;
use soapstone_c::error::{SOAPSTONE_END, SOAPSTONE_OK};
use soapstone_c::text::soapstone_str;
use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::ptr::{null_mut, slice_from_raw_parts};

const MESSAGE: &[u8] = b"0123456789";

/// Moves a handle to another place.
fn moved<T: Copy>(handle: &MaybeUninit<T>) -> Box<MaybeUninit<T>> {
    Box::new(*handle)
}

/// What the functions of C are given.
struct End {
    receiver: Box<MaybeUninit<soapstone_chunk_receiver>>,
    finished: Option<u64>,
}

unsafe extern "C" fn append(ctx: *mut c_void, offset: u64, bytes: *const u8, len: usize) -> i32 {
    let kept = unsafe { &mut *ctx.cast::<Vec<u8>>() };
    assert_eq!(offset, kept.len() as u64);
    kept.extend_from_slice(unsafe { &*slice_from_raw_parts(bytes, len) });
    SOAPSTONE_OK
}

unsafe extern "C" fn finish_spool(_: *mut c_void, _: u64) -> i32 {
    SOAPSTONE_OK
}

unsafe extern "C" fn abort_spool(_: *mut c_void) {}

unsafe extern "C" fn begin(ctx: *mut c_void, chunk: *const soapstone_chunk) -> i32 {
    let end = unsafe { &mut *ctx.cast::<End>() };
    end.receiver = moved(&end.receiver);
    unsafe { soapstone_chunk_receiver_enter(end.receiver.as_mut_ptr(), chunk) }
}

unsafe extern "C" fn write(ctx: *mut c_void, bytes: *const u8, len: usize) -> i32 {
    let end = unsafe { &mut *ctx.cast::<End>() };
    let mut fresh = MaybeUninit::<soapstone_str>::uninit();
    end.receiver = moved(&end.receiver);
    unsafe { soapstone_chunk_receiver_write(end.receiver.as_mut_ptr(), bytes, len, fresh.as_mut_ptr()) }
}

unsafe extern "C" fn finish(ctx: *mut c_void, chunk: *const soapstone_chunk) -> i32 {
    let end = unsafe { &mut *ctx.cast::<End>() };
    let (mut index, mut total) = (0, 0);
    let receiver = end.receiver.as_mut_ptr();
    if unsafe { soapstone_chunk_receiver_acknowledge(receiver, &mut index) } == SOAPSTONE_END {
        assert_eq!(unsafe { soapstone_chunk_receiver_finish(receiver, &mut total) }, SOAPSTONE_OK);
        end.finished = Some(total);
    }
    assert_eq!(index, unsafe { (*chunk).index });
    SOAPSTONE_OK
}

unsafe extern "C" fn read(_: *mut c_void, offset: u64, into: *mut u8, len: usize, count: *mut usize) -> i32 {
    let rest = &MESSAGE[offset as usize..];
    unsafe {
        *count = rest.len().min(len);
        into.copy_from_nonoverlapping(rest.as_ptr(), *count);
    }
    SOAPSTONE_OK
}

/// Runs a transfer to an end that spools, and gives what arrived.
fn received(transfer: impl FnOnce(&soapstone_chunk_out)) -> Vec<u8> {
    let mut receiver = Box::new(MaybeUninit::uninit());
    // Reached through the spool alone, until the transfer is over.
    let kept = Box::into_raw(Box::new(Vec::<u8>::new()));
    let size = size_of::<soapstone_spool>() as u32;
    let ctx = kept.cast();
    let spool =
        soapstone_spool { size, append: Some(append), finish: Some(finish_spool), abort: Some(abort_spool), ctx };
    let made = unsafe { soapstone_chunk_receiver_init(receiver.as_mut_ptr(), ABI, 4, u64::MAX, &spool) };
    assert_eq!(made, SOAPSTONE_OK);
    let mut end = Box::new(End { receiver, finished: None });
    let size = size_of::<soapstone_chunk_out>() as u32;
    let ctx = (&raw mut *end).cast();
    transfer(&soapstone_chunk_out { size, begin: Some(begin), write: Some(write), finish: Some(finish), ctx });
    assert_eq!(end.finished, Some(10));
    unsafe { *Box::from_raw(kept) }
}

#[test]
fn a_sender_calls_a_receiver() {
    let source =
        soapstone_chunk_source { size: size_of::<soapstone_chunk_source>() as u32, read: Some(read), ctx: null_mut() };
    for room in [1, 3, 16] {
        let arrived = received(|out| {
            let (mut sender, mut memory) = (Box::new(MaybeUninit::uninit()), vec![MaybeUninit::<u8>::zeroed(); room]);
            unsafe {
                assert_eq!(soapstone_chunk_sender_init(sender.as_mut_ptr(), ABI, 4, 10, 0), SOAPSTONE_OK);
                sender = moved(&sender);
                let sent = soapstone_chunk_send(sender.as_mut_ptr(), &source, out, memory.as_mut_ptr().cast(), room);
                assert_eq!(sent, SOAPSTONE_OK);
            }
        });
        assert_eq!(arrived, MESSAGE);
    }
}

#[test]
fn a_writer_is_moved_between_calls() {
    for total in [10, SOAPSTONE_TOTAL_UNKNOWN] {
        let arrived = received(|out| unsafe {
            let (mut sender, mut memory) = (Box::new(MaybeUninit::uninit()), vec![0_u8; 3]);
            assert_eq!(soapstone_chunk_sender_init(sender.as_mut_ptr(), ABI, 4, total, 0), SOAPSTONE_OK);
            let mut writer = Box::new(MaybeUninit::<soapstone_chunk_writer>::uninit());
            let space = memory.as_mut_ptr().cast();
            let made = soapstone_chunk_writer_init(writer.as_mut_ptr(), ABI, sender.as_ptr(), out, space, 3);
            assert_eq!(made, SOAPSTONE_OK);
            for piece in MESSAGE.chunks(2) {
                writer = moved(&writer);
                let ctx = writer.as_mut_ptr().cast();
                assert_eq!(soapstone_chunk_write(ctx, piece.as_ptr(), piece.len()), SOAPSTONE_OK);
            }
            assert_eq!(soapstone_chunk_writer_finish(writer.as_mut_ptr()), SOAPSTONE_OK);
        });
        assert_eq!(arrived, MESSAGE);
    }
}

unsafe extern "C" fn query(ctx: *mut c_void, index: u64, _: u64, chunk: *mut soapstone_chunk) -> i32 {
    unsafe {
        *ctx.cast::<u64>() = index * 4;
        soapstone_chunk_at(4, 10, index, chunk)
    }
}

unsafe extern "C" fn read_chunk(ctx: *mut c_void, into: *mut u8, _: usize, count: *mut usize) -> i32 {
    unsafe {
        let at = ctx.cast::<u64>();
        into.write(MESSAGE[*at as usize]);
        *at += 1;
        *count = 1;
    }
    SOAPSTONE_OK
}

unsafe extern "C" fn finish_chunks(_: *mut c_void, index: u64) -> i32 {
    assert_eq!(index, 2);
    SOAPSTONE_OK
}

#[test]
fn a_reader_is_moved_between_calls() {
    let mut at = Box::new(0_u64);
    let way = soapstone_chunk_in {
        size: size_of::<soapstone_chunk_in>() as u32,
        query: Some(query),
        read: Some(read_chunk),
        finish: Some(finish_chunks),
        ctx: (&raw mut *at).cast(),
    };
    let (mut reader, mut got) = (Box::new(MaybeUninit::<soapstone_chunk_reader>::uninit()), Vec::new());
    unsafe {
        assert_eq!(soapstone_chunk_reader_init(reader.as_mut_ptr(), ABI, 4, 10, 0, &way), SOAPSTONE_OK);
        loop {
            let (mut memory, mut count) = (MaybeUninit::<[u8; 4]>::zeroed(), 0);
            match soapstone_chunk_read(reader.as_mut_ptr(), memory.as_mut_ptr().cast(), 4, &mut count) {
                SOAPSTONE_OK => got.extend_from_slice(&memory.assume_init()[..count]),
                status => break assert_eq!(status, SOAPSTONE_END),
            }
            reader = moved(&reader);
        }
    }
    assert_eq!(got, MESSAGE);
}
