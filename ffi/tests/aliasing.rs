//! The pointer work of the C interface, written so that Miri can judge it: handles in raw memory, moved and copied
//! between calls, chunks that move, events looked at after later const calls, memory that is freed and used again.
//!
//! `cargo +nightly miri test -p soapstone-ffi`; the same tests run without Miri too.

use soapstone_c::abi::SOAPSTONE_ABI_VERSION;
use soapstone_c::buf::{SOAPSTONE_OUTPUT_BUFFER, SOAPSTONE_OUTPUT_WRITE, soapstone_output};
use soapstone_c::error::{SOAPSTONE_END, SOAPSTONE_NEED_INPUT, SOAPSTONE_OK, SOAPSTONE_OUTPUT_FULL, soapstone_error};
use soapstone_c::soap::event::{SOAPSTONE_EVENT_OPEN, SOAPSTONE_SECTION_FAULT, SOAPSTONE_SOAP12};
use soapstone_c::soap::fault::*;
use soapstone_c::soap::reader::*;
use soapstone_c::soap::writer::*;
use soapstone_c::text::{soapstone_cstr, soapstone_str, soapstone_str_equals};
use soapstone_c::xml::event::*;
use soapstone_c::xml::reader::*;
use soapstone_c::xml::writer::*;
use std::ffi::{CStr, c_void};
use std::mem::MaybeUninit;
use std::ptr::{null, null_mut};

const DOCUMENT: &[u8] =
    b"<?xml version='1.0'?><a xmlns='urn:a' xmlns:p='urn:p' p:x='1&amp;2'>t\xC3\xA9xt &lt;<p:b/><![CDATA[c]]>\r\n</a>";

fn string(bytes: &[u8]) -> soapstone_str {
    soapstone_str { ptr: bytes.as_ptr(), len: bytes.len() }
}

fn text(text: &CStr) -> soapstone_str {
    unsafe { soapstone_cstr(text.as_ptr()) }
}

fn bytes<'a>(string: soapstone_str) -> &'a [u8] {
    unsafe { std::slice::from_raw_parts(string.ptr, string.len) }
}

/// Reads a document in chunks of a size; `moving` copies the handle and the rest of the chunk between calls.
fn read(chunk: usize, moving: bool) -> Vec<u8> {
    let mut workspace = vec![MaybeUninit::<u8>::uninit(); 301];
    let mut handle = Box::new(MaybeUninit::<soapstone_reader>::uninit());
    let mut event = MaybeUninit::<soapstone_event>::uninit();
    let mut seen = Vec::new();
    let init = unsafe {
        let space = workspace.as_mut_ptr().add(1).cast::<c_void>();
        soapstone_reader_init(handle.as_mut_ptr(), SOAPSTONE_ABI_VERSION, space, 300, null())
    };
    assert_eq!(init, SOAPSTONE_OK);
    let mut chunks = DOCUMENT.chunks(chunk).peekable();
    let mut piece: Box<[u8]> = chunks.next().unwrap().into();
    let mut input = string(&piece);
    loop {
        let last = chunks.peek().is_none();
        match unsafe { soapstone_reader_next(handle.as_mut_ptr(), &mut input, last.into(), event.as_mut_ptr()) } {
            SOAPSTONE_OK => look(handle.as_ptr(), unsafe { event.assume_init_ref() }, &mut seen),
            SOAPSTONE_NEED_INPUT => {
                piece = chunks.next().unwrap().into();
                input = string(&piece);
            }
            SOAPSTONE_END => return seen,
            status => panic!("{status}"),
        }
        if moving {
            let moved = Box::new(*handle);
            handle = moved;
            piece = bytes(input).into();
            input = string(&piece);
        }
    }
}

/// Looks at everything an event points to, after asking the reader more.
fn look(reader: *const soapstone_reader, event: &soapstone_event, seen: &mut Vec<u8>) {
    let mut attribute = MaybeUninit::<soapstone_attribute>::uninit();
    let mut ns = MaybeUninit::<soapstone_namespace>::uninit();
    let mut error = MaybeUninit::<soapstone_error>::uninit();
    for index in 0..event.attributes {
        assert_eq!(unsafe { soapstone_reader_attribute(reader, index, attribute.as_mut_ptr()) }, SOAPSTONE_OK);
        seen.extend_from_slice(bytes(unsafe { attribute.assume_init_ref() }.value));
    }
    unsafe {
        soapstone_reader_resolve(reader, text(c"p"), ns.as_mut_ptr());
        assert_eq!(soapstone_reader_error(reader, error.as_mut_ptr()), SOAPSTONE_OK);
        assert!(soapstone_reader_offset(reader) > 0 && soapstone_reader_workspace_peak(reader) > 0);
    }
    for part in [event.prefix, event.local, event.ns, event.text] {
        seen.extend_from_slice(bytes(part));
    }
}

#[test]
fn events_point_to_what_they_say() {
    let whole = read(DOCUMENT.len(), false);
    let expected = "1&2aurn:atéxt <pburn:ppburn:pc\naurn:a";
    assert_eq!(String::from_utf8_lossy(&whole), expected);
    for chunk in [1, 2, 7] {
        assert_eq!(read(chunk, false), whole);
        assert_eq!(read(chunk, true), whole);
    }
    assert_eq!(read(DOCUMENT.len(), true), whole);
}

#[test]
fn a_handle_outlives_its_workspace_when_initialised_again() {
    let mut handle = MaybeUninit::<soapstone_reader>::uninit();
    let mut event = MaybeUninit::<soapstone_event>::uninit();
    for size in [64, 80, 96] {
        let mut workspace = vec![0_u8; size];
        let mut input = string(b"<a>");
        unsafe {
            let space = workspace.as_mut_ptr().cast();
            soapstone_reader_init(handle.as_mut_ptr(), SOAPSTONE_ABI_VERSION, space, size, null());
            assert_eq!(soapstone_reader_next(handle.as_mut_ptr(), &mut input, 0, event.as_mut_ptr()), SOAPSTONE_OK);
            assert_eq!(soapstone_str_equals(event.assume_init_ref().local, c"a".as_ptr()), 1);
        }
    }
}

unsafe extern "C" fn append(ctx: *mut c_void, ptr: *const u8, len: usize) -> i32 {
    unsafe { (*ctx.cast::<Vec<u8>>()).extend_from_slice(bytes(soapstone_str { ptr, len })) };
    SOAPSTONE_OK
}

/// Writes a fault message through an output of this kind and size.
fn fault_message(kind: i32, room: usize) -> Vec<u8> {
    let (mut sent, mut memory, mut workspace) = (Vec::<u8>::new(), vec![0_u8; room], vec![0_u8; 333]);
    let callback = kind == SOAPSTONE_OUTPUT_WRITE;
    let output = soapstone_output {
        size: size_of::<soapstone_output>() as u32,
        kind,
        memory: memory.as_mut_ptr().cast(),
        memory_len: room,
        write: if callback { Some(append) } else { None },
        ctx: if callback { (&raw mut sent).cast() } else { null_mut() },
    };
    let mut writer = Box::new(MaybeUninit::<soapstone_writer>::uninit());
    let mut fault = MaybeUninit::<soapstone_fault>::uninit();
    let mut drained = MaybeUninit::<soapstone_str>::uninit();
    unsafe {
        let space = workspace.as_mut_ptr().cast();
        let version = SOAPSTONE_ABI_VERSION;
        let init =
            soapstone_envelope_writer_init(writer.as_mut_ptr(), version, space, 333, &output, null(), SOAPSTONE_SOAP12);
        assert_eq!(init, SOAPSTONE_OK);
        let reason = text(c"no <such>");
        let made = soapstone_fault_init(fault.as_mut_ptr(), SOAPSTONE_SOAP12, SOAPSTONE_FAULT_SENDER, reason);
        assert_eq!(made, SOAPSTONE_OK);
        loop {
            let status = soapstone_envelope_writer_fault_message(writer.as_mut_ptr(), fault.as_ptr(), 0);
            let moved = Box::new(*writer);
            writer = moved;
            if !callback {
                assert_eq!(soapstone_writer_drain(writer.as_mut_ptr(), drained.as_mut_ptr()), SOAPSTONE_OK);
                let piece = bytes(drained.assume_init());
                assert_eq!(soapstone_writer_depth(writer.as_ptr()) == 0, status == SOAPSTONE_OK);
                sent.extend_from_slice(piece);
            }
            match status {
                SOAPSTONE_OK => return sent,
                SOAPSTONE_OUTPUT_FULL => {}
                status => panic!("{status}"),
            }
        }
    }
}

#[test]
fn a_fault_goes_out_and_comes_back() {
    let message = fault_message(SOAPSTONE_OUTPUT_BUFFER, 1000);
    assert_eq!(fault_message(SOAPSTONE_OUTPUT_BUFFER, 100), message);
    assert_eq!(fault_message(SOAPSTONE_OUTPUT_WRITE, 100), message);

    let (mut workspace, mut store) = (vec![0_u8; 400], vec![0_u8; 200]);
    let mut reader = MaybeUninit::<soapstone_envelope_reader>::uninit();
    let mut fault_reader = MaybeUninit::<soapstone_fault_reader>::uninit();
    let mut event = MaybeUninit::<soapstone_event>::uninit();
    let mut fault = MaybeUninit::<soapstone_fault>::uninit();
    let mut input = string(&message);
    let (space, keep) = (workspace.as_mut_ptr().cast(), store.as_mut_ptr().cast());
    unsafe {
        soapstone_envelope_reader_init(reader.as_mut_ptr(), SOAPSTONE_ABI_VERSION, space, 400, null());
        loop {
            let status = soapstone_envelope_reader_next(reader.as_mut_ptr(), &mut input, 1, event.as_mut_ptr());
            assert_eq!(status, SOAPSTONE_OK);
            let event = event.assume_init_ref();
            if (event.kind, event.section) == (SOAPSTONE_EVENT_OPEN, SOAPSTONE_SECTION_FAULT) {
                break;
            }
        }
        soapstone_fault_reader_init(fault_reader.as_mut_ptr(), SOAPSTONE_ABI_VERSION, keep, 200);
        let (fault_handle, handle) = (fault_reader.as_mut_ptr(), reader.as_mut_ptr());
        let status = soapstone_fault_reader_next(fault_handle, handle, &mut input, 1, event.as_mut_ptr());
        assert_eq!(status, SOAPSTONE_OK);
        assert_eq!(soapstone_fault_reader_fault(fault_reader.as_ptr(), fault.as_mut_ptr()), SOAPSTONE_OK);
        // The strings are in the store, whatever becomes of the reader and its workspace.
        drop(workspace);
        let fault = fault.assume_init_mut();
        assert_eq!(soapstone_fault_to_version(fault, 11), SOAPSTONE_OK);
        assert_eq!(bytes(fault.code.local), b"Client");
        assert_eq!(bytes(fault.reasons[0].text), b"no <such>");
    }
}
